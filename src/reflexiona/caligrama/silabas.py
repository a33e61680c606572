"""Dónde se puede cortar una palabra al final de un renglón."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from reflexiona.caligrama.trazos import racimos

__all__ = ["Corte", "cortes"]

Corte = tuple[int, bool, float]
"""Posición en la palabra, si el corte lleva guion, y cuánto se prefiere evitarlo."""

_TRAS = frozenset("-‐–—/_@.=&?#")
_LARGA = 26
"""Desde este largo una palabra se puede cortar en cualquier letra: de otro modo no cabría en un renglón corto."""

_SILABA, _CERCA_DEL_BORDE, _DONDE_SEA = 0.35, 0.7, 3.0


@lru_cache(maxsize=50_000)
def cortes(palabra: str) -> tuple[Corte, ...]:
    """Los cortes de una palabra: por sílaba (con guion), después de un signo (sin él) y, si es larguísima, donde sea.

    Examples
    --------
    >>> [posicion for posicion, _, _ in cortes("comunidad")]
    [2, 4, 6]
    >>> cortes("docente-alumno")[2][:2]
    (8, False)
    >>> cortes("CTE"), cortes("2025")
    ((), ())
    """
    hallados: dict[int, Corte] = {}
    inicio = 0
    for i, c in enumerate(palabra):
        if not (c.isalpha() or unicodedata.combining(c)):
            _silabas(palabra, inicio, i, hallados)
            inicio = i + 1
            if c in _TRAS and 1 < i + 1 < len(palabra) and palabra[i + 1].isalnum():
                hallados[i + 1] = (i + 1, False, 0.0 if c in "-‐–—" else 0.5)
    _silabas(palabra, inicio, len(palabra), hallados)
    if len(palabra) >= _LARGA:
        posicion = 0
        for letra in racimos(palabra):
            if 2 <= posicion <= len(palabra) - 2 and posicion not in hallados:
                hallados[posicion] = (posicion, True, _DONDE_SEA)
            posicion += len(letra)
    return tuple(hallados[i] for i in sorted(hallados))


def _silabas(palabra: str, desde: int, hasta: int, hallados: dict[int, Corte]) -> None:
    tramo = palabra[desde:hasta]
    # Las siglas no se cortan.
    if len(tramo) < 5 or (tramo.isupper() and len(tramo) < 8):
        return
    for posicion in _diccionario().positions(tramo):
        orilla = posicion < 3 or len(tramo) - posicion < 3
        hallados[desde + posicion] = (desde + posicion, True, _CERCA_DEL_BORDE if orilla else _SILABA)


@lru_cache(maxsize=1)
def _diccionario() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="es", left=2, right=2)
