"""Saltos de línea: cuándo separan (formularios, listas, chat) y cuándo son sólo un renglón cortado."""

from __future__ import annotations

import re
from itertools import pairwise

from reflexiona.texto.abreviaturas import conjunto

__all__ = ["MARCADOR", "ancho_de_corte", "separa_renglon"]

MARCADOR = re.compile(
    r"(?:[-–—*•▪●◦‣·➢➤✓✔►>]+|#{1,6}|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})(?:[.)]|\.-|-))(?=\s|[^\W\d_]|[¿¡«“\"])"
)
"""Lo que empieza un punto de lista: «-», «•», «1.», «a)», «IV.»."""

_MINIMO, _MAXIMO = 45, 130  # anchos, en caracteres, de una hoja o un correo cortados por renglón
_PALABRA = re.compile(r"\S{1,40}")
_SIGUEN = conjunto(
    "a al ante con de del desde e en hasta la las le les lo los me ni nos o para pero por porque q que se según sin "
    "sobre su sus te u un una unas unos y"
)


def ancho_de_corte(texto: str) -> int:
    """El ancho al que se cortaron los renglones de un texto pegado de una hoja o un correo; 0 si no se cortaron.

    Un texto se cortó a un ancho cuando en casi todos sus renglones ya no cabía la primera palabra del siguiente.

    Parameters
    ----------
    texto : str

    Returns
    -------
    int
        Caracteres del renglón más largo, o 0.

    Examples
    --------
    >>> ancho_de_corte("uno\\ndos\\ntres")
    0
    """
    if texto.count("\n") < 3:
        return 0
    renglones = [r.strip() for r in texto.split("\n")]
    ancho = max(map(len, renglones))
    if not _MINIMO <= ancho <= _MAXIMO:
        return 0
    abiertos = llenos = 0
    for actual, siguiente in pairwise(renglones):
        palabra = _PALABRA.match(siguiente)
        if palabra and actual and actual[-1] not in ".!?…:":
            abiertos += 1
            llenos += len(actual) + 1 + len(palabra[0]) > ancho
    return ancho if llenos >= 3 and llenos >= 0.8 * abiertos else 0


def separa_renglon(texto: str, inicio: int, fin: int, ancho: int) -> bool:
    """Si el salto de línea que ocupa `texto[inicio:fin]`, sin punto antes, separa dos oraciones.

    Parameters
    ----------
    texto : str
    inicio, fin : int
        El salto y los espacios que lo siguen.
    ancho : int
        Lo que devolvió `ancho_de_corte`.

    Examples
    --------
    >>> separa_renglon("falta papel\\nla llave gotea", 11, 12, 0), separa_renglon("falta de\\npapel", 8, 9, 0)
    (True, False)
    """
    if MARCADOR.match(texto, fin):
        return True
    antes = texto[max(0, inicio - 40) : inicio].rstrip()
    minuscula = texto[fin : fin + 1].islower()
    if minuscula and antes:
        ultima = antes.rsplit(None, 1)[-1]
        if antes[-1] == "," or ultima.lower() in _SIGUEN or (antes[-1] == "-" and ultima[:-1].isalpha()):
            return False
    if not ancho or texto.count("\n", inicio, fin) > 1:
        return True
    principio = texto.rfind("\n", max(0, inicio - ancho - 2), inicio) + 1
    palabra = _PALABRA.match(texto, fin)
    return len(texto[principio:inicio].strip()) + 1 + len(palabra[0] if palabra else "") <= ancho
