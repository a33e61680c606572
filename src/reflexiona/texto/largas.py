"""Renglones corridos sin puntuación: se parten en puntos claros cuando ya no pueden ser una sola oración."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflexiona.texto.abreviaturas import conjunto

__all__ = ["MAXIMO", "partir_larga"]

MAXIMO = 200
"""Palabras que puede tener una oración: más que cualquier renglón corrido del corpus.

Sin puntuación la mayoría de los cortes caen mal (`docs/oraciones.md` lo mide con límites menores): sólo se parte lo que
ya no se puede citar ni leer de una vez.
"""
_DESDE, _HASTA = 15, 60  # palabras de cada trozo
_PALABRA = re.compile(r"\S+")
_CLAROS = {
    **dict.fromkeys(("saludos", "gracias", "somos"), 6),
    **dict.fromkeys(("yo", "mañana", "hoy", "ahora", "ahorita", "ayer", "estoy", "tengo", "propongo"), 4),
    **dict.fromkeys(("pero", "ya", "antes", "mis", "también", "tambien", "voy", "entonces", "luego", "después"), 2),
    **dict.fromkeys(("me", "les", "hay", "el", "la", "los", "las", "no", "mi", "una", "y"), 1),
}
"""Cuánto invita cada palabra a empezar ahí: según cuántas veces abre oración en los mensajes del corpus."""
_LIGAN = conjunto(
    "a al con de del el en la las le les lo los me mi mis no para por porq porque q que se si su un una y"
)


def partir_larga(texto: str, inicio: int, fin: int, maximo: int = MAXIMO) -> Iterator[tuple[int, int]]:
    """Parte `texto[inicio:fin]` en trozos de a lo más 60 palabras si tiene más de `maximo`; si no, lo deja entero.

    Parameters
    ----------
    texto : str
    inicio, fin : int
    maximo : int

    Yields
    ------
    (int, int)
        Las posiciones de cada trozo, sin espacios en las orillas.

    Examples
    --------
    >>> list(partir_larga("ya no quiero", 0, 12))
    [(0, 12)]
    """
    palabras = [m.span() for m in _PALABRA.finditer(texto, inicio, fin)]
    if len(palabras) <= maximo:
        yield inicio, fin
        return
    primera = 0
    while len(palabras) - primera > _HASTA:
        ultima = min(primera + _HASTA, len(palabras) - _DESDE)
        corte = max(range(primera + _DESDE, ultima + 1), key=lambda i: _invita(texto, palabras, i))
        yield palabras[primera][0], palabras[corte - 1][1]
        primera = corte
    yield palabras[primera][0], fin


def _invita(texto: str, palabras: list[tuple[int, int]], i: int) -> int:
    a, b = palabras[i - 1]
    previa = texto[max(a, b - 24) : b].lower()
    a, b = palabras[i]
    puntos = _CLAROS.get(texto[a : min(b, a + 24)].lower().strip(","), 0)
    if previa[-1] in ";:":
        return puntos + 5
    if previa[-1] == ",":
        return puntos + 1
    return puntos - 4 if previa in _LIGAN else puntos
