"""Temas emergentes: lo que una comunidad nombra mucho más que cualquier escuela y los temas conocidos no explican.

Cada mención se compara con lo esperable por el fondo (razón de verosimilitud G²; T. Dunning, *Accurate Methods for the
Statistics of Surprise and Coincidence*, 1993), en personas y no en veces: quien lo repite diez veces cuenta una. Las
que aparecen en las mismas reflexiones forman un tema.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import sparse

from reflexiona.temas.conocidos import conocidos
from reflexiona.temas.fondo import Fondo
from reflexiona.temas.menciones_corpus import MencionesCorpus
from reflexiona.texto import OMNIPRESENTES, VACIAS_DOMINIO, palabras

__all__ = ["Candidatas", "Grupo", "candidatas", "explicada", "generica", "minar"]

G_TEMA = 13.0
"""Sorpresa mínima para encabezar un tema: p ≈ 0.0003."""
G_SOLA = 25.0
"""Sorpresa mínima para hacer tema con una sola palabra, sin afines que digan de qué se trata."""
G_AFIN = 6.0
"""Sorpresa mínima para acompañarlo."""
VECES_TEMA = 5.0
"""Cuántas veces lo esperable han de nombrarlo para que encabece un tema."""
VECES_AFIN = 3.0
"""Cuántas para que acompañe."""
NOMINAL = 0.35
"""Parte de sus usos con indicio de nombre."""
PRESENTE = 0.2
"""Parte de las reflexiones de la cabeza que ha de nombrar una afín."""
JUNTAS = 0.5
"""Parte de las reflexiones de una mención afín que también nombran la cabeza."""


@dataclass(frozen=True, slots=True)
class Grupo:
    """Menciones que forman un tema: la que lo encabeza y las afines, por su clave."""

    cabeza: str
    afines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Candidatas:
    """Las menciones que pueden formar temas, listas para minarse con cualquier peso de las personas.

    Parameters
    ----------
    lugar : ndarray of shape (c,)
        Columna de cada una en `MencionesCorpus`.
    claves, partes : tuple
        Su clave y sus lemas.
    cabeza : ndarray of bool, shape (c,)
        Si puede encabezar un tema: es nombre, no es propio y ningún tema conocido la explica.
    por_persona : csr_matrix of shape (n_personas, c)
    por_reflexion : csr_matrix of shape (n_reflexiones, c)
    persona : ndarray of shape (n_reflexiones,)
    largo_de : ndarray of shape (n_personas,)
        A qué renglón de `esperadas` toca cada persona: quienes escribieron lo mismo de largo comparten renglón.
    esperadas : ndarray of shape (largos distintos, c)
        Probabilidad de que alguien que escribió tanto la nombre, según el fondo.
    """

    lugar: np.ndarray[Any, Any]
    claves: tuple[str, ...]
    partes: tuple[tuple[str, ...], ...]
    cabeza: np.ndarray[Any, Any]
    por_persona: Any
    por_reflexion: Any
    persona: np.ndarray[Any, Any]
    largo_de: np.ndarray[Any, Any]
    esperadas: np.ndarray[Any, Any]


def candidatas(menciones: MencionesCorpus, fondo: Fondo) -> Candidatas:
    """Las menciones que nombran dos personas o más, con lo que hace falta para minarlas.

    Parameters
    ----------
    menciones : MencionesCorpus
    fondo : Fondo

    Returns
    -------
    Candidatas
    """
    personas = np.asarray(menciones.por_persona.sum(axis=0)).ravel()
    lugar = np.array(
        [j for j in np.flatnonzero(personas >= 2) if not generica(menciones.partes[j])],
        dtype=np.int64,
    )
    claves = tuple(menciones.claves[j] for j in lugar)
    partes = tuple(menciones.partes[j] for j in lugar)
    tasas = np.array([fondo.tasa(c) for c in claves])
    cabeza = np.array([_encabeza(menciones, int(j), fondo) for j in lugar], dtype=bool)
    largos, largo_de = np.unique(menciones.largo, return_inverse=True)
    return Candidatas(
        lugar=lugar,
        claves=claves,
        partes=partes,
        cabeza=cabeza,
        por_persona=menciones.por_persona[:, lugar].tocsr(),
        por_reflexion=menciones.por_reflexion[:, lugar].tocsr(),
        persona=menciones.persona,
        largo_de=largo_de,
        esperadas=-np.expm1(-np.outer(largos, tasas)),
    )


def minar(
    candidatas: Candidatas, pesos: np.ndarray[Any, Any] | None = None, *, minimo: int, maximo: int
) -> list[Grupo]:
    """Los grupos de menciones más propios de la comunidad, de mayor a menor sorpresa.

    Parameters
    ----------
    candidatas : Candidatas
    pesos : ndarray of shape (n_personas,), optional
        Cuántas veces cuenta cada persona (para remuestrear); por omisión, una.
    minimo : int
        Personas que debe tener un tema.
    maximo : int
        Cuántos temas a lo más.

    Returns
    -------
    list of Grupo
    """
    if not len(candidatas.claves):
        return []
    if pesos is None:
        pesos = np.ones(candidatas.por_persona.shape[0])
    observadas = candidatas.por_persona.T @ pesos
    de_cada_largo = np.bincount(candidatas.largo_de, pesos, minlength=len(candidatas.esperadas))
    esperadas = np.maximum(candidatas.esperadas.T @ de_cada_largo, 1e-9)
    sorpresa = _g2(observadas, esperadas)
    elegibles = np.flatnonzero((observadas >= 2) & (observadas >= VECES_AFIN * esperadas) & (sorpresa >= G_AFIN))
    if not len(elegibles):
        return []
    por_reflexion = candidatas.por_reflexion[:, elegibles]
    ponderada = sparse.diags(pesos[candidatas.persona]) @ por_reflexion
    juntas = np.asarray((ponderada.T @ por_reflexion).todense())
    solas = np.maximum(np.diag(juntas), 1e-9)

    orden = sorted(
        range(len(elegibles)), key=lambda i: (-round(float(sorpresa[elegibles[i]]), 6), candidatas.claves[elegibles[i]])
    )
    usadas: set[int] = set()
    cabezas: list[int] = []
    grupos: list[Grupo] = []
    for i in orden:
        c = elegibles[i]
        if i in usadas or not candidatas.cabeza[c] or sorpresa[c] < G_TEMA or observadas[c] < minimo:
            continue
        if observadas[c] < VECES_TEMA * esperadas[c]:
            continue
        if any(_dicen_lo_mismo(candidatas.partes[c], candidatas.partes[elegibles[h]]) for h in cabezas):
            continue
        afines = [
            j
            for j in orden
            if j != i
            and j not in usadas
            and juntas[i, j] >= max(2, PRESENTE * solas[i])
            and (juntas[i, j] >= JUNTAS * solas[j] or juntas[i, j] >= 0.3 * (solas[i] + solas[j] - juntas[i, j]))
        ]
        if not afines and len(candidatas.partes[c]) == 1 and sorpresa[c] < G_SOLA:
            continue
        usadas.update(afines, [i])
        cabezas.append(i)
        grupos.append(Grupo(candidatas.claves[c], tuple(candidatas.claves[elegibles[j]] for j in afines)))
        if len(grupos) == maximo:
            break
    return grupos


def _g2(observadas: np.ndarray[Any, Any], esperadas: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """G² de Poisson, 0 donde se nombra menos de lo esperable."""
    con = np.maximum(observadas, 1e-12)
    valor: np.ndarray[Any, Any] = 2 * (con * np.log(con / esperadas) - (observadas - esperadas))
    return np.where(observadas > esperadas, valor, 0.0)


def generica(partes: tuple[str, ...]) -> bool:
    """Si lo que nombra lo dice cualquiera («cosa», «escuela»)."""
    return any(p in VACIAS_DOMINIO for p in partes) or all(p in OMNIPRESENTES for p in partes)


def explicada(clave: str, partes: tuple[str, ...], fondo: Fondo) -> bool:
    """Si un tema conocido explica lo que nombra."""
    return clave in fondo.tema or any(p in fondo.tema or p in _definidas() for p in partes)


def _encabeza(menciones: MencionesCorpus, j: int, fondo: Fondo) -> bool:
    clave, partes = menciones.claves[j], menciones.partes[j]
    if explicada(clave, partes, fondo):
        return False
    if menciones.propias[j] > menciones.comunes[j]:
        return False
    # Lo que dice el fondo cuenta como unos cuantos usos más.
    previas = 4.0 if clave in fondo.nominal else 0.0
    indicios = menciones.nominal[j] + previas * fondo.nominal.get(clave, 0.0)
    return bool(menciones.nominal[j] >= 1 and indicios >= NOMINAL * (menciones.veces[j] + previas))


def _dicen_lo_mismo(unas: tuple[str, ...], otras: tuple[str, ...]) -> bool:
    return bool(set(unas) & set(otras) - OMNIPRESENTES)


@lru_cache(maxsize=1)
def _definidas() -> frozenset[str]:
    """Los lemas con que se nombran y definen los temas conocidos."""
    textos = [f"{t.nombre}. {t.definicion}" for t in conocidos().values()]
    return frozenset(p.lema for texto in textos for p in palabras(texto, spacy="es") if p.contenido)
