"""Las medidas con que se comparan los temas hallados y los del corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

__all__ = ["Hallazgo", "ami", "ari", "diversidad", "duros", "f1_y_recuerdo", "npmi"]

CORTES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
"""Partes de una reflexión desde las que se le da un tema a un par: se usa la que más le favorece en cada muestra."""
HALLADO = 0.5
"""F1 desde el que un tema verdadero se da por hallado."""


@dataclass(frozen=True)
class Hallazgo:
    """Lo que un método dice de una muestra.

    Parameters
    ----------
    fuerza : ndarray of shape (n, k)
        Qué tanto habla cada reflexión de cada tema.
    terminos : list of list of str
        Las palabras de cada tema.
    miembros : ndarray of bool, shape (n, k), optional
        Las reflexiones de cada tema; sin ellos se cortan las fuerzas con lo que más favorezca.
    principales : sequence of str or None, optional
        El tema principal de cada reflexión; sin ellos, el más fuerte.
    """

    fuerza: np.ndarray
    terminos: list[list[str]]
    miembros: np.ndarray | None = None
    principales: Sequence[str | None] | None = None


def duros(h: Hallazgo) -> np.ndarray:
    """El tema principal de cada reflexión; -1 si no tiene ninguno."""
    if h.principales is not None:
        lugar = {p: i for i, p in enumerate(dict.fromkeys(h.principales)) if p is not None}
        return np.asarray([-1 if p is None else lugar[p] for p in h.principales])
    fuerza = h.fuerza if h.miembros is None else np.where(h.miembros, h.fuerza, 0.0)
    if not fuerza.shape[1]:
        return np.full(len(fuerza), -1)
    return np.where(fuerza.max(axis=1) > 0, fuerza.argmax(axis=1), -1)


def ami(h: Hallazgo, principales: Sequence[int]) -> float:
    """Información mutua ajustada entre el tema principal hallado y el del corpus."""
    return float(adjusted_mutual_info_score(principales, duros(h)))


def ari(unas: np.ndarray, otras: np.ndarray) -> float:
    """Índice de Rand ajustado entre dos particiones de las mismas reflexiones."""
    return float(adjusted_rand_score(unas, otras))


def f1_y_recuerdo(h: Hallazgo, verdaderos: np.ndarray) -> tuple[float, float]:
    """F1 multietiqueta tras el emparejamiento óptimo y parte de los cinco temas más frecuentes que se hallan.

    Lo asignado por temas sin pareja cuenta como error, y lo verdadero sin pareja, como omisión.

    Parameters
    ----------
    h : Hallazgo
    verdaderos : ndarray of bool, shape (n, t)

    Returns
    -------
    (float, float)
    """
    if h.miembros is not None:
        return _f1(h.miembros, verdaderos)
    partes = h.fuerza / np.maximum(h.fuerza.sum(axis=1, keepdims=True), 1e-12)
    return max(_f1(partes >= corte, verdaderos) for corte in CORTES)


def _f1(miembros: np.ndarray, verdaderos: np.ndarray) -> tuple[float, float]:
    if not miembros.shape[1] or not miembros.any():
        return 0.0, 0.0
    juntas = miembros.astype(float).T @ verdaderos
    cada = 2 * juntas / np.maximum(miembros.sum(axis=0)[:, None] + verdaderos.sum(axis=0), 1)
    # Se empareja por aciertos: es lo que más sube el F1 de todos juntos.
    filas, columnas = linear_sum_assignment(-(juntas + 1e-6 * cada))
    aciertos = float(juntas[filas, columnas].sum())
    f1 = 2 * aciertos / float(miembros.sum() + verdaderos.sum())
    logrado: dict[int, float] = dict(zip(columnas.tolist(), cada[filas, columnas].tolist(), strict=True))
    frecuentes = np.argsort(-verdaderos.sum(axis=0), kind="stable")[:5]
    return f1, float(np.mean([logrado.get(int(t), 0.0) >= HALLADO for t in frecuentes]))


def diversidad(terminos: list[list[str]]) -> float:
    """Parte de las palabras de los temas que no se repiten entre ellos."""
    todas = [p for lista in terminos for p in lista]
    return len(set(todas)) / len(todas) if todas else float("nan")


def npmi(terminos: list[list[str]], presencia: Any, columna: dict[str, int]) -> float:
    """Coherencia: NPMI promedio de los pares de palabras de cada tema, contados en reflexiones.

    Parameters
    ----------
    terminos : list of list of str
    presencia : csr_matrix of shape (n_reflexiones, m)
        1 donde la reflexión dice la palabra.
    columna : dict of str to int
        La columna de cada palabra.
    """
    n = presencia.shape[0]
    valores = []
    for lista in terminos:
        lugares = [columna[p] for p in dict.fromkeys(lista) if p in columna]
        if len(lugares) < 2:
            continue
        densa = presencia[:, lugares].toarray() > 0
        juntas = densa.T.astype(float) @ densa / n
        solas = np.diag(juntas)
        for i in range(len(lugares)):
            for j in range(i):
                p = juntas[i, j]
                valores.append(-1.0 if p == 0 else np.log(p / (solas[i] * solas[j])) / -np.log(p) if p < 1 else 1.0)
    return float(np.mean(valores)) if valores else float("nan")
