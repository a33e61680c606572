"""Pasar a ocho bits: repartir el tamaño de las entradas no cambia la cuenta y pierde menos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from modelos.reparto import factores


def _en_ocho_bits(x: np.ndarray, por_columna: bool) -> np.ndarray:
    """Los valores que quedan: las entradas, con una escala para todas; los pesos, con una por columna."""
    if por_columna:
        escala = np.abs(x).max(0) / 127
        return np.round(x / escala) * escala
    bajo, alto = min(x.min(), 0.0), max(x.max(), 0.0)
    escala = (alto - bajo) / 255
    return np.round((x - bajo) / escala) * escala + bajo


def test_repartir_no_cambia_la_cuenta_y_en_ocho_bits_pierde_menos() -> None:
    azar = np.random.default_rng(0)
    x, peso = azar.normal(size=(200, 64)), azar.normal(size=(64, 32))
    x[:, [3, 40]] *= 60  # dos entradas desmedidas
    e = factores(np.abs(x).max(0), peso).astype(float)
    assert np.allclose((x / e) @ (peso * e[:, None]), x @ peso)
    assert e[[3, 40]].min() > np.delete(e, [3, 40]).max()

    def pierde(entradas: np.ndarray, pesos: np.ndarray) -> float:
        return float(np.abs(_en_ocho_bits(entradas, False) @ _en_ocho_bits(pesos, True) - x @ peso).mean())

    assert pierde(x / e, peso * e[:, None]) < 0.5 * pierde(x, peso)


def test_entradas_y_pesos_en_cero_no_dividen_entre_cero() -> None:
    e = factores(np.array([0.0, 1.0, 5.0]), np.array([[1.0], [0.0], [2.0]]))
    assert np.isfinite(e).all()
    assert (e > 0).all()


def test_el_inverso_cabe_exacto_en_media_precision() -> None:
    azar = np.random.default_rng(1)
    inverso = 1 / factores(azar.gamma(0.3, size=500) + 1e-6, azar.normal(size=(500, 8)))
    assert np.allclose(inverso, inverso.astype(np.float16).astype(np.float32), rtol=1e-6, atol=0)


def test_la_red_exportada_da_lo_mismo_y_se_puede_seguir(tmp_path: Path) -> None:
    """La red repartida, sin pasar a ocho bits, dice lo que PyTorch; y de la de ocho bits vuelven sus pesos."""
    torch, onnx = pytest.importorskip("torch"), pytest.importorskip("onnx")
    import onnxruntime as ort

    from modelos.exportar import a_onnx, cuantizar
    from modelos.pesos_e5 import Origen
    from modelos.reanudar import guardar_pesos, leer_pesos, pesos_exportados
    from modelos.red import Red

    azar = np.random.default_rng(0)
    h, ff, capas, piezas = 24, 48, 2, 30
    pesos = {"palabra": azar.normal(size=(piezas, h)), "posicion": azar.normal(size=(16, h))}
    pesos |= {"ln.w": 1 + azar.random(h), "ln.b": azar.normal(size=h)}
    for i in range(capas):
        formas = {"q": (h, h), "k": (h, h), "v": (h, h), "ao": (h, h), "fi": (ff, h), "fo": (h, ff)}
        for nombre, forma in formas.items():
            pesos |= {f"{i}.{nombre}.w": azar.normal(size=forma) / 4, f"{i}.{nombre}.b": azar.normal(size=forma[0])}
        for nombre in ("aln", "oln"):
            pesos |= {f"{i}.{nombre}.w": 1 + 9 * azar.random(h), f"{i}.{nombre}.b": azar.normal(size=h)}
    pesos = {k: v.astype(np.float32) for k, v in pesos.items()}
    origen = Origen({"H": h, "NL": capas, "NH": 12, "FF": ff, "MAXP": 16}, pesos, [], {}, "prueba")
    red = Red(origen, list(range(piezas)), {"dimensiones": 5, "actos": 5, "temas": 3, "datos": 4}).eval()

    ids, lugares = torch.tensor([[0, 5, 9, 2, 7]]), torch.arange(5)[None]
    segmentos, tramos = torch.tensor([[0, 0, 0, 1, 1]]), torch.tensor([[0, 0, 0, 1, 1]])
    mayores: dict[str, np.ndarray] = {}
    for nombre, modulo in red.named_modules():
        if nombre.startswith("capas.") and isinstance(modulo, torch.nn.Linear):
            mayores[nombre] = 1 + 9 * azar.random(modulo.in_features)
    with torch.no_grad():
        esperado = red(ids, lugares, segmentos, tramos)[1].numpy()
    modelo = a_onnx(red, mayores)
    sesion = ort.InferenceSession(modelo.SerializeToString(), providers=["CPUExecutionProvider"])
    entradas = {"ids": ids.numpy(), "posiciones": lugares.numpy(), "segmentos": segmentos.numpy()}
    assert np.allclose(sesion.run(None, entradas)[0], esperado, atol=1e-3)

    grafo = onnx.load_from_string(cuantizar(modelo)).graph
    vuelven = pesos_exportados(grafo, h, capas, cabezas=12)
    propios = [f"capas.{i}.o.weight" for i in range(capas)]  # `o` y los valores vuelven repartidos
    for nombre, valor in red.state_dict().items():
        if nombre in vuelven and nombre not in propios and ".qkv." not in nombre:
            cerca = 0.05 * float(valor.abs().max())
            assert np.abs(vuelven[nombre] - valor.numpy()).max() <= cerca, nombre

    guardar_pesos(red, tmp_path / "red.safetensors")
    otra = Red(origen, list(range(piezas)), {"dimensiones": 5, "actos": 5, "temas": 3, "datos": 4}).eval()
    leer_pesos(otra, tmp_path / "red.safetensors")
    with torch.no_grad():
        assert np.array_equal(otra(ids, lugares, segmentos, tramos)[1].numpy(), esperado)
