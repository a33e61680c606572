"""Qué tanto se parecen dos reflexiones por lo que dicen y por lo raro que ambas nombran."""

from __future__ import annotations

from typing import Any

import numpy as np

from reflexiona.temas.fondo import Fondo
from reflexiona.temas.menciones_corpus import MencionesCorpus
from reflexiona.texto import OMNIPRESENTES, VACIAS_DOMINIO

__all__ = ["parecido"]

LEXICO = 0.5
"""Cuánto pesa nombrar lo mismo junto a decir cosas cercanas."""
MEDIO = 8.0
"""Rareza compartida (en logaritmos) que vale la mitad de lo más que se puede valer."""


def parecido(
    vectores: np.ndarray[Any, Any], de: np.ndarray[Any, Any], menciones: MencionesCorpus, fondo: Fondo
) -> np.ndarray[Any, Any]:
    """El parecido entre reflexiones: el coseno de sus vectores promedio, más lo raro que comparten.

    Parameters
    ----------
    vectores : ndarray of shape (n_oraciones, d)
        Atenuados por `Ejes`.
    de : ndarray of shape (n_oraciones,)
        Índice de la reflexión de cada oración; cada reflexión tiene al menos una y van en orden.
    menciones : MencionesCorpus
        De las mismas reflexiones, en el mismo orden.
    fondo : Fondo

    Returns
    -------
    ndarray of shape (n_reflexiones, n_reflexiones)
        Simétrica, redondeada para que no dependa del número de hilos.
    """
    inicios = np.flatnonzero(np.r_[True, np.diff(de) > 0])
    sumas = np.add.reduceat(vectores, inicios, axis=0)
    unos = sumas / np.maximum(np.linalg.norm(sumas, axis=1, keepdims=True), 1e-9)
    return np.asarray(np.round(unos @ unos.T + LEXICO * _lexico(menciones, fondo), 5))


def _lexico(menciones: MencionesCorpus, fondo: Fondo) -> np.ndarray[Any, Any]:
    personas = np.asarray(menciones.por_persona.sum(axis=0)).ravel()
    sobran = VACIAS_DOMINIO | OMNIPRESENTES
    columnas = [j for j in np.flatnonzero(personas >= 2) if not all(p in sobran for p in menciones.partes[j])]
    n = menciones.por_reflexion.shape[0]
    if not columnas:
        return np.zeros((n, n))
    largo = max(float(np.mean(menciones.largo)), 1.0)
    peso = np.array([max(0.0, -np.log(min(1.0, fondo.tasa(menciones.claves[j]) * largo)) - 1) for j in columnas])
    peso *= [0.3 if any(p in fondo.tema for p in (menciones.claves[j], *menciones.partes[j])) else 1 for j in columnas]
    peso *= [min(1.0, (menciones.nominal[j] + 0.2) / menciones.veces[j]) for j in columnas]
    elegidas = menciones.por_reflexion[:, columnas].tocsr()
    juntas = np.asarray((elegidas.multiply(peso[None, :]) @ elegidas.T).todense())
    np.fill_diagonal(juntas, 0.0)
    return juntas / (juntas + MEDIO)
