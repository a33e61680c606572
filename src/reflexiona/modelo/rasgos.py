"""De una oración a sus rasgos: palabras, pares de palabras y trozos de palabra.

El texto se compara en minúsculas y sin acentos (la eñe se conserva), porque así escribe mucha gente. Cada bloque de
rasgos se pesa por su rareza (idf) y se divide entre su norma; la norma se suma por apariciones, de modo que la
aportación de cada palabra no depende de las demás y puede guardarse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

__all__ = ["FIN", "INICIO", "doblar", "fichas", "fichas_con_lugar", "pares", "trozos"]

INICIO, FIN = "<", ">"
"""Marcas de principio y fin de la oración, para los pares."""

_FICHA = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|\d+|\.\.\.|[¿?¡!…]")
_SIN_ACENTO = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüç", "aaaaaeeeeiiiiooooouuuuc")
_MENOR, _MAYOR = 3, 5


def doblar(texto: str) -> str:
    """El texto en minúsculas y sin acentos, con la misma longitud que su forma NFC.

    Examples
    --------
    >>> doblar("EL NIÑO aprendió")
    'el niño aprendio'
    """
    texto = unicodedata.normalize("NFC", texto)
    menor = texto.lower()
    if len(menor) != len(texto):  # unas pocas letras («İ») crecen al pasar a minúscula y moverían los lugares
        menor = "".join(m if len(m := letra.lower()) == 1 else letra for letra in texto)
    return menor.translate(_SIN_ACENTO)


def fichas(texto: str) -> list[str]:
    """Palabras, números y signos de pregunta o exclamación.

    Examples
    --------
    >>> fichas("¿Y ahora? Son 23 niñas…")
    ['¿', 'y', 'ahora', '?', 'son', '23', 'niñas', '…']
    """
    return _FICHA.findall(doblar(texto))


def fichas_con_lugar(texto: str) -> Iterator[tuple[str, int, int]]:
    """Las mismas fichas con su posición en la forma NFC del texto."""
    for hallazgo in _FICHA.finditer(doblar(texto)):
        yield hallazgo.group(), hallazgo.start(), hallazgo.end()


def pares(secuencia: list[str]) -> list[tuple[str, str]]:
    """Cada ficha con la siguiente, con las marcas de inicio y fin.

    Examples
    --------
    >>> pares(["no", "les", "llego"])
    [('<', 'no'), ('no', 'les'), ('les', 'llego'), ('llego', '>')]
    """
    orillada = [INICIO, *secuencia, FIN]
    return list(pairwise(orillada))


def trozos(ficha: str) -> list[str]:
    """Secuencias de 3 a 5 letras de la palabra, con un espacio en cada orilla.

    Examples
    --------
    >>> trozos("leer")
    [' le', 'lee', 'eer', 'er ', ' lee', 'leer', 'eer ', ' leer', 'leer ']
    """
    orillada = f" {ficha[:_LARGO_MAXIMO]} "
    return [orillada[i : i + largo] for largo in range(_MENOR, _MAYOR + 1) for i in range(len(orillada) - largo + 1)]


_LARGO_MAXIMO = 60  # una «palabra» de un megabyte no debe costar más que una frase
