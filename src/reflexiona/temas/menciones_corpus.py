"""Las menciones de una comunidad como matrices: qué reflexión y qué persona nombra qué."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from reflexiona.corpus import Corpus, Oracion
from reflexiona.temas.menciones import menciones
from reflexiona.texto import Palabra
from reflexiona.texto.vacias import sin_acentos

__all__ = ["MencionesCorpus", "leer_menciones", "orden_personas"]


@dataclass(frozen=True, slots=True, eq=False)
class MencionesCorpus:
    """Lo que nombra una comunidad.

    Parameters
    ----------
    claves : tuple of str
        Las menciones distintas, en orden alfabético (m).
    partes : tuple of tuple of str
        Los lemas de cada una.
    formas : tuple of str
        La forma más usada de cada una, con sus acentos.
    nominal : ndarray of shape (m,)
        Suma de sus indicios de nombre.
    veces : ndarray of shape (m,)
    propias, comunes : ndarray of shape (m,)
        Veces con mayúscula y con minúscula a media oración.
    por_oracion : csr_matrix of shape (n_oraciones, m)
        1 donde la oración la nombra.
    por_reflexion : csr_matrix of shape (n_reflexiones, m)
    por_persona : csr_matrix of shape (n_personas, m)
    persona : ndarray of shape (n_reflexiones,)
        Índice de la persona de cada reflexión.
    largo : ndarray of shape (n_personas,)
        Palabras con contenido que escribió cada una.
    """

    claves: tuple[str, ...]
    partes: tuple[tuple[str, ...], ...]
    formas: tuple[str, ...]
    nominal: np.ndarray[Any, Any]
    veces: np.ndarray[Any, Any]
    propias: np.ndarray[Any, Any]
    comunes: np.ndarray[Any, Any]
    por_oracion: Any
    por_reflexion: Any
    por_persona: Any
    persona: np.ndarray[Any, Any]
    largo: np.ndarray[Any, Any]


def orden_personas(corpus: Corpus) -> list[str]:
    """Las personas en un orden que depende de lo que escribieron y no del lugar de su fila.

    Examples
    --------
    >>> from reflexiona.corpus import Reflexion
    >>> a, b = Reflexion("1", "Uno.", 1, "P1"), Reflexion("2", "Dos.", 2, "P2")
    >>> orden_personas(Corpus((a, b))), orden_personas(Corpus((b, a)))
    (['P2', 'P1'], ['P2', 'P1'])
    """
    textos: dict[str, list[str]] = {}
    for r in corpus:
        textos.setdefault(r.persona, []).append(r.texto)
    return sorted(textos, key=lambda p: (sorted(textos[p]), p))


def leer_menciones(
    corpus: Corpus, oraciones: Sequence[Oracion], palabras: Sequence[Sequence[Palabra]]
) -> MencionesCorpus:
    """Cuenta lo que nombra cada oración, cada reflexión y cada persona.

    Parameters
    ----------
    corpus : Corpus
    oraciones : sequence of Oracion
    palabras : sequence of sequence of Palabra
        Las de cada oración, en el mismo orden.

    Returns
    -------
    MencionesCorpus
    """
    formas: dict[str, Counter[str]] = {}
    partes: dict[str, tuple[str, ...]] = {}
    cuentas: dict[str, list[float]] = {}
    pares: list[tuple[int, str]] = []
    for i, (oracion, lista) in enumerate(zip(oraciones, palabras, strict=True)):
        for m in menciones(oracion.texto, lista):
            cuenta = cuentas.setdefault(m.clave, [0.0, 0.0, 0.0, 0.0])
            cuenta[0] += m.nominal
            cuenta[1] += 1
            cuenta[2] += m.propio is True
            cuenta[3] += m.propio is False
            formas.setdefault(m.clave, Counter())[m.forma] += 1
            partes[m.clave] = m.partes
            pares.append((i, m.clave))
    claves = tuple(sorted(partes))
    lugar = {c: j for j, c in enumerate(claves)}
    filas = np.fromiter((i for i, _ in pares), np.int64, len(pares))
    columnas = np.fromiter((lugar[c] for _, c in pares), np.int64, len(pares))

    reflexion = {r.id: k for k, r in enumerate(corpus)}
    personas = {p: k for k, p in enumerate(orden_personas(corpus))}
    persona = np.array([personas[r.persona] for r in corpus], dtype=np.int64)
    de_oracion = np.array([reflexion[o.reflexion] for o in oraciones], dtype=np.int64)
    contenido = np.array([sum(p.contenido for p in lista) for lista in palabras], dtype=np.int64)
    de_fila = de_oracion[filas] if len(filas) else filas
    quien = persona[de_fila] if len(filas) else filas
    tabla = np.array([cuentas[c] for c in claves]).reshape(len(claves), 4)
    largo = np.bincount(persona[de_oracion], contenido, len(personas)) if len(oraciones) else np.zeros(len(personas))
    return MencionesCorpus(
        claves=claves,
        partes=tuple(partes[c] for c in claves),
        formas=tuple(_forma(formas[c]) for c in claves),
        nominal=tabla[:, 0],
        veces=tabla[:, 1],
        propias=tabla[:, 2],
        comunes=tabla[:, 3],
        por_oracion=_binaria(filas, columnas, (len(oraciones), len(claves))),
        por_reflexion=_binaria(de_fila, columnas, (len(corpus), len(claves))),
        por_persona=_binaria(quien, columnas, (len(personas), len(claves))),
        persona=persona,
        largo=largo,
    )


def _forma(formas: Counter[str]) -> str:
    """La más usada; entre «rio» y «río», que sólo difieren en el acento, la que lo lleva."""
    grupos: Counter[str] = Counter()
    for forma, n in formas.items():
        grupos[sin_acentos(forma)] += n
    elegido = max(grupos, key=lambda g: (grupos[g], g))
    return max((f for f in formas if sin_acentos(f) == elegido), key=lambda f: (f != sin_acentos(f), formas[f], f))


def _binaria(filas: Any, columnas: Any, forma: tuple[int, int]) -> Any:
    matriz = sparse.csr_matrix((np.ones(len(filas)), (filas, columnas)), shape=forma)
    matriz.data[:] = 1.0  # repetida en la misma fila cuenta una vez
    return matriz
