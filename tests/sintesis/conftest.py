"""Comunidades inventadas para la síntesis: puntajes que dependen sólo del texto, y el archivo de ejemplo."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import reflexiona as rx
from reflexiona.corpus import Corpus, Reflexion
from reflexiona.sintesis import Sintesis, sintetizar
from reflexiona.temas import Temas, encontrar_temas
from reflexiona.texto import partir

RAIZ = Path(__file__).parents[2]


def armar(textos: list[str], personas: list[str] | None = None) -> Corpus:
    personas = personas or [f"P{i}" for i in range(1, len(textos) + 1)]
    return Corpus(tuple(Reflexion(str(i), t, i, p) for i, (t, p) in enumerate(zip(textos, personas, strict=True), 1)))


def analizar(corpus: Corpus, *, semilla: int = 0, sin_nada: bool = False) -> tuple[pd.DataFrame, Temas]:
    """Etiquetas y temas con puntajes que dependen sólo del texto de cada oración."""
    oraciones = partir(corpus.reflexiones)
    n = len(oraciones)
    azares = [random.Random(f"{semilla} {o.texto}") for o in oraciones]
    dimensiones = np.array([[a.random() for _ in rx.DIMENSIONES] for a in azares]).reshape(n, 5)
    actos = [a.choice((*rx.ACTOS, None)) for a in azares]
    por_oracion = np.array([[a.random() ** 4 for _ in range(30)] for a in azares]).reshape(n, 30)
    ids = list(dict.fromkeys(o.reflexion for o in oraciones))
    de = [ids.index(o.reflexion) for o in oraciones]
    por_reflexion = np.zeros((len(ids), 30))
    if n:
        np.maximum.at(por_reflexion, np.array(de), por_oracion)
    puntajes = SimpleNamespace(temas=por_oracion, temas_reflexion=por_reflexion)
    temas = encontrar_temas(corpus, oraciones, puntajes, umbrales=np.full(30, 2.0 if sin_nada else 0.9))
    filas = [
        {
            "reflexion": o.reflexion,
            "oracion": o.numero,
            "texto": o.texto,
            **dict(zip(rx.DIMENSIONES, map(float, dimensiones[i]), strict=True)),
            "dimensiones": []
            if sin_nada
            else [d for d, p in zip(rx.DIMENSIONES, dimensiones[i], strict=True) if p > 0.6],
            "acto": None if sin_nada else actos[i],
            "temas": list(temas.por_oracion[i]),
        }
        for i, o in enumerate(oraciones)
    ]
    columnas = ["reflexion", "oracion", "texto", *rx.DIMENSIONES, "dimensiones", "acto", "temas"]
    return pd.DataFrame(filas, columns=columnas), temas


def hacer(corpus: Corpus, **opciones: object) -> Sintesis:
    return sintetizar(corpus, *analizar(corpus), **opciones)


@pytest.fixture(scope="session")
def comunidad() -> SimpleNamespace:
    """`armar` un corpus de textos, `analizar` sus etiquetas y temas, y `hacer` su síntesis."""
    return SimpleNamespace(armar=armar, analizar=analizar, hacer=hacer)


@pytest.fixture(scope="session")
def ejemplo() -> Corpus:
    """El corpus del archivo de ejemplo."""
    with pytest.warns(rx.AvisoReflexiona):
        return rx.leer(RAIZ / "ejemplos" / "reflexiones.csv")


@pytest.fixture(scope="session")
def hecha(ejemplo: Corpus) -> SimpleNamespace:
    """Las etiquetas, los temas y la síntesis del ejemplo."""
    etiquetas, temas = analizar(ejemplo)
    return SimpleNamespace(etiquetas=etiquetas, temas=temas, sintesis=sintetizar(ejemplo, etiquetas, temas))
