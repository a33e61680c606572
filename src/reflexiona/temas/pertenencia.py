"""Qué reflexiones y qué oraciones hablan de cada tema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reflexiona.temas.emergentes import Grupo
from reflexiona.temas.menciones_corpus import MencionesCorpus
from reflexiona.texto import OMNIPRESENTES

__all__ = ["Pertenencia", "de_conocido", "de_emergente", "de_racimo"]

HOLGURA = 0.5
"""Parte del camino entre el umbral y 1 desde la que bastan los puntajes."""
SIN_PALABRAS = 0.6
"""Cuánto vale una oración sin palabras del tema respecto a una que las trae."""
CERCA = 0.6
"""Parte del mejor puntaje de la reflexión que ha de tener una oración para ser del tema."""


@dataclass(frozen=True, slots=True, eq=False)
class Pertenencia:
    """Lo que es de un tema.

    Parameters
    ----------
    reflexiones : ndarray of shape (n_reflexiones,)
        Probabilidad o fuerza, de 0 a 1.
    miembros : ndarray of bool, shape (n_reflexiones,)
        Las reflexiones que lo tienen.
    oraciones : ndarray of shape (n_oraciones,)
        Puntaje de cada oración que lo sostiene; 0 en las demás. Toda reflexión miembro tiene al menos una.
    """

    reflexiones: np.ndarray[Any, Any]
    miembros: np.ndarray[Any, Any]
    oraciones: np.ndarray[Any, Any]


def de_conocido(
    puntajes: np.ndarray[Any, Any],
    probabilidad: np.ndarray[Any, Any],
    umbral: float,
    de: np.ndarray[Any, Any],
    apoyo: np.ndarray[Any, Any],
    rescate: np.ndarray[Any, Any] | None = None,
    *,
    pide_palabras: bool = True,
) -> Pertenencia:
    """Un tema conocido: la reflexión pasa el umbral y la oración está cerca de la mejor de su reflexión.

    El umbral se ajustó con reflexiones completas; en un texto de una o dos oraciones se pasa con poca evidencia. Por
    eso la reflexión ha de decir además alguna palabra del tema, o pasar con holgura.

    Parameters
    ----------
    puntajes : ndarray of shape (n_oraciones,)
        Probabilidad del tema en cada oración.
    probabilidad : ndarray of shape (n_reflexiones,)
        Probabilidad del tema en cada reflexión.
    umbral : float
    de : ndarray of shape (n_oraciones,)
        Índice de la reflexión de cada oración.
    apoyo : ndarray of bool, shape (n_oraciones,)
        Si la oración trae una palabra propia del tema.
    rescate : ndarray of bool, shape (n_reflexiones,), optional
        Reflexiones que lo tienen sin llegar al umbral, por ser lo más probable de lo que dicen.
    pide_palabras : bool
        Si pasar apenas el umbral no basta.

    Returns
    -------
    Pertenencia

    Examples
    --------
    >>> dice = np.array([True, False, False])
    >>> p = de_conocido(np.array([0.9, 0.1, 0.2]), np.array([0.8, 0.3]), 0.5, np.array([0, 0, 1]), dice)
    >>> p.miembros.tolist(), p.oraciones.tolist()
    ([True, False], [0.9, 0.0, 0.0])
    """
    con_oraciones = np.bincount(de, minlength=len(probabilidad)) > 0
    con_palabras = np.bincount(de, apoyo, len(probabilidad)) > 0
    holgada = probabilidad >= umbral + HOLGURA * (1 - umbral)
    miembros = probabilidad >= umbral
    if pide_palabras:
        miembros &= con_palabras | holgada
    if rescate is not None:
        miembros |= rescate
    miembros &= con_oraciones
    # Una oración que dice el tema con sus palabras vale más que otra con el mismo puntaje.
    valor = np.maximum(puntajes, 1e-9) * np.where(apoyo, 1.0, SIN_PALABRAS)
    mejor = np.zeros(len(probabilidad))
    np.maximum.at(mejor, de, valor)
    sostiene = miembros[de] & (valor >= CERCA * mejor[de])
    return Pertenencia(probabilidad, miembros, np.where(sostiene, valor, 0.0))


def de_emergente(grupo: Grupo, menciones: MencionesCorpus, de: np.ndarray[Any, Any]) -> Pertenencia:
    """Un tema emergente: la reflexión nombra la cabeza, algo que la contiene o dos de las afines.

    Parameters
    ----------
    grupo : Grupo
    menciones : MencionesCorpus
    de : ndarray of shape (n_oraciones,)
        Índice de la reflexión de cada oración.

    Returns
    -------
    Pertenencia
    """
    lugar = {c: j for j, c in enumerate(menciones.claves)}
    terminos = [c for c in (grupo.cabeza, *grupo.afines) if c in lugar]
    columnas = [lugar[c] for c in terminos]
    propias = set(_partes(grupo.cabeza)) - OMNIPRESENTES
    central = np.array([bool(propias & set(_partes(c))) for c in terminos], dtype=bool)
    if not columnas:
        n = menciones.por_reflexion.shape[0]
        return Pertenencia(np.zeros(n), np.zeros(n, dtype=bool), np.zeros(len(de)))
    por_reflexion = menciones.por_reflexion[:, columnas].toarray()
    por_oracion = menciones.por_oracion[:, columnas].toarray()
    pesos = np.where(central, 2.0, 1.0)
    fuerza = por_reflexion @ pesos
    miembros = fuerza >= 2
    en_oracion = np.where(miembros[de], por_oracion @ pesos, 0.0) if len(de) else np.zeros(0)
    return Pertenencia(
        np.where(miembros, 1 - 0.5**fuerza, 0.0), miembros, np.where(en_oracion > 0, 1 - 0.5**en_oracion, 0.0)
    )


def de_racimo(
    miembros: Sequence[int],
    terminos: Sequence[str],
    menciones: MencionesCorpus,
    vectores: np.ndarray[Any, Any],
    de: np.ndarray[Any, Any],
) -> Pertenencia:
    """Un racimo: sus reflexiones y, de cada una, las oraciones que lo nombran o están cerca de su centro.

    Parameters
    ----------
    miembros : sequence of int
        Las reflexiones del racimo.
    terminos : sequence of str
        Las menciones que lo distinguen.
    menciones : MencionesCorpus
    vectores : ndarray of shape (n_oraciones, d)
        Atenuados por `Ejes`.
    de : ndarray of shape (n_oraciones,)
        Índice de la reflexión de cada oración.

    Returns
    -------
    Pertenencia
    """
    n = menciones.por_reflexion.shape[0]
    suyas = np.zeros(n, dtype=bool)
    suyas[list(miembros)] = True
    lugar = {c: j for j, c in enumerate(menciones.claves)}
    columnas = [lugar[c] for c in terminos]
    nombra = np.asarray(menciones.por_oracion[:, columnas].sum(axis=1)).ravel() > 0
    dentro = suyas[de]
    nucleo = dentro & nombra if (dentro & nombra).sum() >= 2 else dentro
    unos = vectores / np.maximum(np.linalg.norm(vectores, axis=1, keepdims=True), 1e-9)
    centro = unos[nucleo].mean(axis=0)
    cerca = np.clip(unos @ (centro / max(float(np.linalg.norm(centro)), 1e-9)), 0.0, 1.0)
    valor = np.where(nombra, 0.5, 0.0) + 0.5 * cerca
    mejor = np.zeros(n)
    np.maximum.at(mejor, de, valor)
    sostiene = dentro & (nombra | (valor >= CERCA * mejor[de]))
    return Pertenencia(np.where(suyas, np.clip(mejor, 0.05, 1.0), 0.0), suyas, np.where(sostiene, valor + 1e-9, 0.0))


def _partes(clave: str) -> tuple[str, ...]:
    return tuple(p for p in clave.split() if p != "de")
