"""Quién se aparta cada vez al medir el modelo preciso, y lo que los modelos de cada partición dijeron de ellos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import ModeloPreciso

__all__ = ["MEDICIONES", "PARTE_LINEAL", "PLIEGUES", "TRABAJO", "acompanar", "mezclar", "predicciones"]

TRABAJO = Path("build/preciso")
MEDICIONES = Path(__file__).parent.parent / "docs" / "mediciones"
"""Lo que midieron las corridas largas, como quedó al medirlo: el informe lo lee sin repetirlas."""
PLIEGUES = {"uno": ("c", "h", "o", "r", "t", "v", "aa"), "dos": ("a", "f", "l", "n", "p", "q", "s", "w", "z")}
"""Los redactores que se apartan cada vez: entre los dos, los reescritos de `corpus.jsonl` y parte de los demás."""
PARTE_LINEAL = 0.35
"""Cuánto pesa el modelo de palabras junto al codificador, de 0 a 1 (`docs/validez.md` muestra la curva)."""


def predicciones(trabajo: Path = TRABAJO) -> list[tuple[str, dict[str, np.ndarray]]]:
    """Lo guardado de cada pliegue: `vectores`, `ids` y los logits de cada cabeza.

    Los logits son los del codificador en ocho bits; los terminados en «32», en float32, y los terminados en «_lineal»,
    los del modelo de palabras.
    """
    hechos = []
    for nombre in PLIEGUES:
        rutas = [trabajo / nombre / archivo for archivo in ("apartadas.npz", "lineal.npz")]
        if all(r.exists() for r in rutas):
            hechos.append((nombre, {k: v for r in rutas for k, v in dict(np.load(r)).items()}))
    return hechos


def mezclar(
    guardado: Mapping[str, np.ndarray], cabeza: str, sufijo: str = "", parte: float = PARTE_LINEAL
) -> np.ndarray:
    """Los logits (n, salidas) del codificador y del modelo de palabras, promediados."""
    red, palabras = (guardado[cabeza + s].astype(np.float64) for s in (sufijo, "_lineal"))
    if cabeza == "actos":  # compiten: a los logits de cada modelo se les puede sumar lo mismo en toda la fila
        red, palabras = (x - np.logaddexp.reduce(x, axis=1, keepdims=True) for x in (red, palabras))
    return np.asarray((1 - parte) * red + parte * palabras)


def acompanar(modelo: ModeloPreciso, lineal: ModeloLineal, parte: float = PARTE_LINEAL) -> ModeloPreciso:
    """El codificador con un modelo de palabras al lado, promediados como en `mezclar`."""
    cabezas = {
        nombre: replace(
            c, pesos=c.pesos * (1 - parte), sesgo=c.sesgo * (1 - parte), del_lineal=np.full(len(c.sesgo), parte)
        )
        for nombre, c in modelo.cabezas.items()
    }
    return replace(modelo, cabezas=cabezas, lineal=lineal)
