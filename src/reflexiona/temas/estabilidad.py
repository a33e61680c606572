"""Qué tan firme es un tema: en qué parte de los remuestreos de la comunidad vuelve a aparecer.

Se remuestrean personas con reemplazo (B. Efron, *Bootstrap Methods*, 1979). Los temas emergentes se vuelven a buscar en
cada remuestreo; los conocidos conservan sus reflexiones y vuelven a contar personas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reflexiona.temas.emergentes import Candidatas, Grupo, minar
from reflexiona.temas.racimos import Racimo, Terreno, buscar_racimos
from reflexiona.texto import OMNIPRESENTES

__all__ = ["REMUESTREOS", "estabilidad_conocidos", "estabilidad_emergentes", "estabilidad_racimos", "remuestreos"]

REMUESTREOS = 40
IGUALES = 0.5
"""Parte de sus reflexiones (Jaccard) que han de compartir dos racimos para ser el mismo."""


def remuestreos(n_personas: int, semilla: int, *, veces: int = REMUESTREOS) -> np.ndarray[Any, Any]:
    """Cuántas veces entra cada persona en cada remuestreo.

    Returns
    -------
    ndarray of shape (veces, n_personas)
        Cada renglón suma `n_personas`.

    Examples
    --------
    >>> remuestreos(5, 0, veces=3).sum(axis=1).tolist()
    [5.0, 5.0, 5.0]
    """
    if n_personas == 0:
        return np.zeros((veces, 0))
    azar = np.random.default_rng(semilla)
    return azar.multinomial(n_personas, np.full(n_personas, 1 / n_personas), size=veces).astype(float)


def estabilidad_conocidos(
    pesos: np.ndarray[Any, Any], tienen: np.ndarray[Any, Any], minimo: int
) -> np.ndarray[Any, Any]:
    """Parte de los remuestreos en que cada tema conserva el mínimo de personas.

    Parameters
    ----------
    pesos : ndarray of shape (veces, n_personas)
    tienen : ndarray of shape (n_personas, n_temas)
        1 si la persona habla del tema.
    minimo : int

    Returns
    -------
    ndarray of shape (n_temas,)
    """
    parte: np.ndarray[Any, Any] = (pesos @ tienen >= minimo).mean(axis=0)
    return parte


def estabilidad_emergentes(
    pesos: np.ndarray[Any, Any], candidatas: Candidatas, grupos: Sequence[Grupo], *, minimo: int, maximo: int
) -> list[float]:
    """Parte de los remuestreos en que cada tema emergente vuelve a hallarse.

    Vuelve si un grupo hallado ahí lleva su cabeza, o si la cabeza de ese grupo es una de sus menciones.

    Parameters
    ----------
    pesos : ndarray of shape (veces, n_personas)
    candidatas : Candidatas
    grupos : sequence of Grupo
    minimo, maximo : int
        Los de la búsqueda original.

    Returns
    -------
    list of float
    """
    if not grupos:
        return []
    vuelve = np.zeros(len(grupos))
    for peso in pesos:
        hallados = minar(candidatas, peso, minimo=minimo, maximo=maximo)
        for i, grupo in enumerate(grupos):
            vuelve[i] += any(_es_el_mismo(grupo, otro) for otro in hallados)
    return [float(v) for v in vuelve / len(pesos)]


def estabilidad_racimos(
    pesos: np.ndarray[Any, Any],
    terreno: Terreno,
    racimos: Sequence[Racimo],
    *,
    minimo: int,
    maximo: int,
    corte: float,
) -> list[float]:
    """Parte de los remuestreos en que cada racimo vuelve a formarse con sus mismas reflexiones.

    Se compara con las que entraron en el remuestreo; si no entró ni la cuarta parte de las suyas, no se le cuenta en
    contra.

    Parameters
    ----------
    pesos : ndarray of shape (veces, n_personas)
    terreno : Terreno
    racimos : sequence of Racimo
    minimo, maximo, corte
        Los de la búsqueda original.

    Returns
    -------
    list of float
    """
    if not racimos:
        return []
    vuelve, intentos = np.zeros(len(racimos)), np.zeros(len(racimos))
    for peso in pesos:
        estan = set(np.flatnonzero(peso[terreno.persona] > 0).tolist())
        hallados = [
            set(r.miembros) for r in buscar_racimos(terreno, peso, minimo=minimo, maximo=2 * maximo, corte=corte)
        ]
        for i, racimo in enumerate(racimos):
            suyas = set(racimo.miembros) & estan
            if len(suyas) < max(2, len(racimo.miembros) / 4):
                continue
            intentos[i] += 1
            vuelve[i] += any(len(suyas & h) >= IGUALES * len(suyas | h) for h in hallados)
    return [float(v) for v in vuelve / np.maximum(intentos, 1)]


def _es_el_mismo(grupo: Grupo, otro: Grupo) -> bool:
    propias = set(grupo.cabeza.split()) - OMNIPRESENTES - {"de"}
    return (
        grupo.cabeza in (otro.cabeza, *otro.afines)
        or otro.cabeza in grupo.afines
        or bool(propias & set(otro.cabeza.split()))
    )
