"""Poner en la red los pesos de un modelo ya exportado, para seguir entrenándolo con más textos."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from modelos.red import Red
from reflexiona.modelo.preciso import RED, ModeloPreciso

__all__ = ["poner_pesos"]


def poner_pesos(red: Red, modelo: ModeloPreciso) -> None:
    """Copia a la red los pesos del modelo; los de 8 bits vuelven a float32 con su escala."""
    grafo = onnx.load_from_string(modelo.archivos[RED]).graph
    crudos = {t.name: numpy_helper.to_array(t) for t in grafo.initializer}

    def peso(nombre: str) -> np.ndarray:
        if nombre in crudos:
            return np.asarray(crudos[nombre], dtype=np.float32)
        enteros = crudos[f"{nombre}_quantized"].astype(np.float32)
        escala, cero = crudos[f"{nombre}_scale"], crudos[f"{nombre}_zero_point"].astype(np.float32)
        return np.asarray((enteros - cero) * escala, dtype=np.float32)

    h = red.palabra.weight.shape[1]
    por_cabeza = h // int(red.capas[0].cabezas)  # type: ignore[arg-type]
    estado: dict[str, np.ndarray] = {
        "palabra.weight": peso("palabra"),
        "posicion.weight": peso("posicion"),
        "ln.weight": peso("ln.w"),
        "ln.bias": peso("ln.b"),
    }
    for i in range(len(red.capas)):
        for nombre in ("qkv", "o", "fi", "fo"):
            w, b = peso(f"capa{i}.{nombre}.w").copy(), peso(f"capa{i}.{nombre}.b").copy()
            if nombre == "qkv":  # al exportar, la escala de la atención entró en las consultas
                w[:, :h] *= np.sqrt(por_cabeza)
                b[:h] *= np.sqrt(por_cabeza)
            estado |= {f"capas.{i}.{nombre}.weight": w.T, f"capas.{i}.{nombre}.bias": b}
        for nombre in ("aln", "oln"):
            estado |= {
                f"capas.{i}.{nombre}.{x}": peso(f"capa{i}.{nombre}.{y}") for x, y in (("weight", "w"), ("bias", "b"))
            }
    assert modelo.codificador.entorno is not None
    for nombre, valor in modelo.codificador.entorno.pesos.items():
        if nombre == "distancia":
            estado["entorno.distancia"] = valor
            continue
        capa, parte = nombre.rsplit(".", 1)
        matriz = valor.T if valor.ndim == 2 else valor
        estado[f"entorno.{capa}.{'weight' if parte == 'w' else 'bias'}"] = matriz
    cabezas = {**modelo.cabezas, "temas": modelo.temas, "datos": modelo.datos}
    for nombre, cabeza in cabezas.items():
        assert cabeza is not None
        estado |= {f"cabezas.{nombre}.weight": cabeza.pesos.T, f"cabezas.{nombre}.bias": cabeza.sesgo}
    tensores = {k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in estado.items()}
    red.load_state_dict(tensores, strict=True)
