"""Qué tanto habla cada oración y cada reflexión de cada tema conocido, según uno o dos modelos y según sus palabras."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from reflexiona.corpus import Oracion
from reflexiona.temas.apoyo import apoyo_en_palabras
from reflexiona.temas.conocidos import TemaConocido, conocidos
from reflexiona.temas.fondo import Fondo
from reflexiona.texto import Palabra
from reflexiona.texto import palabras as leer_palabras

__all__ = ["UMBRAL_DE_DOS", "Evidencia", "PuntajesTemas", "combinar", "evidencia", "realzar"]

UMBRAL_DE_DOS = 0.15
"""Desde qué probabilidad combinada una reflexión tiene un tema: la de mejor F1 con redactores apartados."""
RESCATE = 0.5
"""Parte del umbral que basta para el tema más probable de una reflexión que no llegó a ninguno."""
PALABRAS_MINIMAS = 3
"""Palabras con contenido desde las que una reflexión puede tener un tema sin nombrarlo."""
DICHO = 0.9
"""Probabilidad de un tema que se reconoce sólo por sus palabras, donde aparecen."""


class PuntajesTemas(Protocol):
    """Lo que se usa de los puntajes de un modelo."""

    @property
    def temas(self) -> np.ndarray[Any, Any]:
        """Probabilidad de cada tema conocido en cada oración, ndarray of shape (n_oraciones, n_temas)."""

    @property
    def temas_reflexion(self) -> np.ndarray[Any, Any]:
        """Lo mismo con la reflexión entera."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidencia:
    """Lo que sostiene a cada tema conocido.

    Parameters
    ----------
    temas : tuple of TemaConocido
    oraciones : ndarray of shape (n_oraciones, n_temas)
        Probabilidades.
    reflexiones : ndarray of shape (n_reflexiones, n_temas)
    umbrales : ndarray of shape (n_temas,)
    apoyo : ndarray of bool, shape (n_oraciones, n_temas)
        Si la oración trae una palabra propia del tema.
    rescate : ndarray of bool, shape (n_reflexiones, n_temas)
        El tema más probable de cada reflexión que no llega a ninguno, si la evidencia alcanza.
    pide_palabras : bool
        Si pasar apenas el umbral no basta sin una palabra del tema.
    """

    temas: tuple[TemaConocido, ...]
    oraciones: np.ndarray[Any, Any]
    reflexiones: np.ndarray[Any, Any]
    umbrales: np.ndarray[Any, Any]
    apoyo: np.ndarray[Any, Any]
    rescate: np.ndarray[Any, Any]
    pide_palabras: bool


def combinar(una: np.ndarray[Any, Any], otra: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """El promedio de dos probabilidades en la escala de sus momios.

    Examples
    --------
    >>> combinar(np.array([0.5, 0.9]), np.array([0.5, 0.1])).round(6).tolist()
    [0.5, 0.5]
    """
    medio = (_logit(una) + _logit(otra)) / 2
    return np.asarray(1 / (1 + np.exp(-medio)))


def realzar(p: np.ndarray[Any, Any], frecuencia: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Las probabilidades con lo escaso a la par de lo común: cuánto más se habla de cada tema que en cualquier escuela.

    De familias o de vocación hablan casi todas las reflexiones un poco; sin esto serían siempre el tema principal.

    Parameters
    ----------
    p : ndarray of shape (n, n_temas)
    frecuencia : ndarray of shape (n_temas,)
        Parte de las reflexiones de cualquier escuela que hablan de cada tema.

    Returns
    -------
    ndarray of shape (n, n_temas)

    Examples
    --------
    >>> realzar(np.array([[0.5, 0.5]]), np.array([0.01, 0.16])).round(2).tolist()
    [[0.8, 0.2]]
    """
    comun = np.log(np.maximum(frecuencia, 1e-4))
    return np.asarray(1 / (1 + np.exp(comun - comun.mean() - _logit(p))))


def evidencia(
    oraciones: Sequence[Oracion],
    palabras: Sequence[Sequence[Palabra]],
    puntajes: PuntajesTemas,
    otros: PuntajesTemas | None,
    umbrales: np.ndarray[Any, Any],
    de: np.ndarray[Any, Any],
    n_reflexiones: int,
    fondo: Fondo,
    temas: Sequence[TemaConocido],
) -> Evidencia:
    """Junta lo que dicen los modelos y las palabras.

    Parameters
    ----------
    oraciones : sequence of Oracion
    palabras : sequence of sequence of Palabra
    puntajes : PuntajesTemas
        Los del modelo elegido.
    otros : PuntajesTemas, optional
        Los del modelo lineal, para promediar con los del codificador.
    umbrales : ndarray of shape (30,)
        Los de `puntajes`; con dos modelos se usa `UMBRAL_DE_DOS`.
    de : ndarray of shape (n_oraciones,)
    n_reflexiones : int
    fondo : Fondo
    temas : sequence of TemaConocido

    Returns
    -------
    Evidencia
    """
    cabezas = list(conocidos())
    columna = {c: j for j, c in enumerate(cabezas)}
    por_oracion, por_reflexion = puntajes.temas, puntajes.temas_reflexion
    if otros is not None:
        frecuencia = np.array([fondo.frecuencia[c] for c in cabezas])
        por_oracion = realzar(combinar(por_oracion, otros.temas), frecuencia)
        por_reflexion = realzar(combinar(por_reflexion, otros.temas_reflexion), frecuencia)
        umbrales = np.full(len(cabezas), UMBRAL_DE_DOS)
    # Las reflexiones sin oraciones no tienen puntaje: quedan en cero.
    _, primera = np.unique(de, return_index=True)
    enteras = np.zeros((n_reflexiones, len(cabezas)))
    enteras[de[np.sort(primera)]] = por_reflexion
    apoyo = apoyo_en_palabras(palabras, cabezas, fondo)
    # Donde no hay ni una palabra con contenido («...») no hay tema que reconocer; donde casi no las hay («Una sola
    # reflexión.»), realzar lo escaso hace temas de la nada: ahí, sólo si alguna palabra es suya.
    cuantas = np.bincount(de, [sum(p.contenido for p in lista) for lista in palabras], n_reflexiones)
    suyo = np.zeros(enteras.shape, dtype=bool)
    np.logical_or.at(suyo, de, apoyo)
    enteras[cuantas == 0] = 0.0
    if otros is not None:
        enteras[(cuantas < PALABRAS_MINIMAS)[:, None] & ~suyo] = 0.0

    k = len(temas)
    o, r = np.zeros((len(oraciones), k)), np.zeros((n_reflexiones, k))
    u, a = np.full(k, 0.5), np.zeros((len(oraciones), k), dtype=bool)
    for t, tema in enumerate(temas):
        suyas = [columna[c] for c in tema.cabezas]
        if suyas:
            o[:, t], r[:, t] = por_oracion[:, suyas].max(axis=1), enteras[:, suyas].max(axis=1)
            u[t], a[:, t] = umbrales[suyas].mean(), apoyo[:, suyas].any(axis=1)
        if tema.palabras:
            dicen = _dicen(tema.palabras, palabras)
            o[dicen, t], a[dicen, t] = np.maximum(o[dicen, t], DICHO), True
            r[de[dicen], t] = np.maximum(r[de[dicen], t], DICHO)
    con_palabras = np.zeros((n_reflexiones, k), dtype=bool)
    np.logical_or.at(con_palabras, de, a)
    mejor = np.zeros((n_reflexiones, k), dtype=bool)
    if k and n_reflexiones:
        mejor[np.arange(n_reflexiones), (r / u).argmax(axis=1)] = True
    rescate = mejor & (r >= RESCATE * u)
    if otros is None:
        rescate &= con_palabras
    if otros is not None:
        rescate[(r >= u).any(axis=1)] = False
    return Evidencia(tuple(temas), o, r, u, a, rescate, otros is None)


def _dicen(frases: Sequence[str], palabras: Sequence[Sequence[Palabra]]) -> np.ndarray[Any, Any]:
    buscadas = [frozenset(p.lema for p in leer_palabras(f, spacy="es") if p.contenido) for f in frases]
    buscadas = [b for b in buscadas if b]
    lemas = [{p.lema for p in lista if p.contenido} for lista in palabras]
    return np.array([any(b <= dichos for b in buscadas) for dichos in lemas], dtype=bool)


def _logit(p: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    recortada = np.clip(np.asarray(p, dtype=np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(recortada / (1 - recortada)))
