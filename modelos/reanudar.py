"""Seguir un entrenamiento: los pesos de la red en float32 entre un ciclo y otro, o los de un modelo ya exportado."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file, save_file

from modelos.red import Red
from reflexiona.modelo.preciso import RED, ModeloPreciso

__all__ = ["guardar_pesos", "leer_pesos", "pesos_exportados", "poner_pesos"]


def guardar_pesos(red: Red, archivo: Path) -> None:
    """Guarda los pesos como están, en float32."""
    archivo.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in red.state_dict().items()}, archivo)


def leer_pesos(red: Red, archivo: Path) -> None:
    """Pone en la red los pesos guardados con `guardar_pesos`."""
    red.load_state_dict(load_file(archivo), strict=True)


def pesos_exportados(grafo: onnx.GraphProto, h: int, capas: int, cabezas: int) -> dict[str, np.ndarray]:
    """Los pesos del codificador que están en un grafo exportado, con los nombres que tienen en `Red`.

    Los de 8 bits vuelven a float32 con su escala. Los de `o` y los de los valores de la atención vuelven repartidos
    como se exportaron (`factores`): su producto es el mismo.

    Parameters
    ----------
    grafo : onnx.GraphProto
    h, capas, cabezas : int
        Tamaño del estado, capas y cabezas de atención.
    """
    crudos = {t.name: numpy_helper.to_array(t) for t in grafo.initializer}

    def peso(nombre: str) -> np.ndarray:
        if nombre in crudos:
            return np.asarray(crudos[nombre], dtype=np.float32)
        enteros = crudos[f"{nombre}_quantized"].astype(np.float32)
        escala, cero = crudos[f"{nombre}_scale"], crudos[f"{nombre}_zero_point"].astype(np.float32)
        return np.asarray((enteros - cero) * escala, dtype=np.float32)

    estado: dict[str, np.ndarray] = {
        "palabra.weight": peso("palabra"),
        "posicion.weight": peso("posicion"),
        "ln.weight": peso("ln.w"),
        "ln.bias": peso("ln.b"),
    }
    for i in range(capas):
        for nombre in ("qkv", "o", "fi", "fo"):
            w, b = peso(f"capa{i}.{nombre}.w").copy(), peso(f"capa{i}.{nombre}.b").copy()
            if f"capa{i}.{nombre}.e" in crudos:  # al exportar, el tamaño de las entradas se repartió con los pesos
                w *= crudos[f"capa{i}.{nombre}.e"].astype(np.float32)[:, None]
            if nombre == "qkv":  # al exportar, la escala de la atención entró en las consultas
                w[:, :h] *= np.sqrt(h // cabezas)
                b[:h] *= np.sqrt(h // cabezas)
            estado |= {f"capas.{i}.{nombre}.weight": w.T, f"capas.{i}.{nombre}.bias": b}
        for nombre in ("aln", "oln"):
            estado |= {
                f"capas.{i}.{nombre}.{x}": peso(f"capa{i}.{nombre}.{y}") for x, y in (("weight", "w"), ("bias", "b"))
            }
    return estado


def poner_pesos(red: Red, modelo: ModeloPreciso) -> None:
    """Copia a la red los pesos de un modelo exportado; los de 8 bits vuelven a float32 con su escala."""
    grafo = onnx.load_from_string(modelo.archivos[RED]).graph
    de_atencion = int(red.capas[0].cabezas)  # type: ignore[arg-type]
    estado = pesos_exportados(grafo, red.palabra.weight.shape[1], len(red.capas), de_atencion)
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
