"""Las palabras de una comunidad: cuántas personas las dicen y en qué dimensión aparecen más."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reflexiona.dimensiones.guia import DIMENSIONES
from reflexiona.modelo.rasgos import doblar

if TYPE_CHECKING:
    import pandas as pd

    from reflexiona.texto import Palabra

__all__ = ["minimo_personas", "palabras_de_la_comunidad"]

_INFINITIVO = ("ar", "er", "ir", "ír")


def minimo_personas(personas: int) -> int:
    """Cuántas personas deben decir una palabra para mostrarla: 2 desde que escriben 8, y así no se asoma un nombre.

    Parameters
    ----------
    personas : int
        Cuántas escriben.

    Returns
    -------
    int

    Examples
    --------
    >>> minimo_personas(7), minimo_personas(8)
    (1, 2)
    """
    return 2 if personas >= 8 else 1


def palabras_de_la_comunidad(
    palabras: Sequence[Sequence[Palabra]],
    personas: Sequence[str],
    asignadas: Sequence[Sequence[str]],
    *,
    minimo: int = 1,
) -> pd.DataFrame:
    """Una fila por palabra con contenido, de la que dice más gente a la que dice menos.

    Las formas de una palabra se juntan por su lema, con acento o sin él. Se muestra la forma más usada; de un verbo
    conjugado, el infinitivo («leer» y no «leyeron»).

    Parameters
    ----------
    palabras : sequence of sequence of Palabra, length n
        Las palabras de cada oración.
    personas : sequence of str, length n
        Quién escribió cada oración.
    asignadas : sequence of sequence of str, length n
        Las dimensiones de cada oración.
    minimo : int
        Cuántas personas deben decirla.

    Returns
    -------
    pandas.DataFrame
        Columnas `palabra`, `lema`, `personas`, `oraciones` y `dimension` (en la que aparece en más oraciones, o cadena
        vacía).

    Examples
    --------
    >>> from reflexiona.texto import palabras_contenido
    >>> dichas = palabras_contenido(["Mis alumnas leyeron.", "Leer en familia."], spacy="es")
    >>> tabla = palabras_de_la_comunidad(dichas, ["P1", "P2"], [["didactica"], ["social"]])
    >>> tabla[["palabra", "personas"]].values.tolist()
    [['leer', 2], ['alumnas', 1], ['familia', 1]]
    """
    import pandas as pd

    formas: dict[str, Counter[str]] = defaultdict(Counter)
    lemas: dict[str, Counter[str]] = defaultdict(Counter)
    quienes: dict[str, set[str]] = defaultdict(set)
    veces: Counter[str] = Counter()
    en_dimension: dict[str, Counter[str]] = defaultdict(Counter)
    for lista, persona, dimensiones in zip(palabras, personas, asignadas, strict=True):
        con_clave = [(doblar(p.lema), p) for p in lista if p.contenido]
        for clave in sorted({c for c, _ in con_clave}):
            quienes[clave].add(persona)
            veces[clave] += 1
            en_dimension[clave].update(dimensiones)
        for clave, p in con_clave:
            formas[clave][_escrita(p.texto)] += 1
            lemas[clave][p.lema] += 1
    filas = []
    for clave, personas_que_dicen in quienes.items():
        if len(personas_que_dicen) < minimo:
            continue
        lema, cuenta = _mas_usada(lemas[clave]), en_dimension[clave]
        dimension = max(DIMENSIONES, key=lambda d: (cuenta[d], -DIMENSIONES.index(d))) if cuenta else ""
        palabra = lema if lema.endswith(_INFINITIVO) else _mas_usada(formas[clave])
        filas.append((palabra, lema, len(personas_que_dicen), veces[clave], dimension))
    filas.sort(key=lambda fila: (-fila[2], -fila[3], fila[0]))
    return pd.DataFrame(filas, columns=["palabra", "lema", "personas", "oraciones", "dimension"])


def _mas_usada(formas: Counter[str]) -> str:
    """La más frecuente; entre iguales, la que lleva acento y luego por orden alfabético."""
    return min(formas.items(), key=lambda par: (-par[1], doblar(par[0]) == par[0], par[0]))[0]


def _escrita(texto: str) -> str:
    """En minúsculas, salvo las siglas (CTE, NEM)."""
    return texto if texto.isupper() and len(texto) <= 5 else texto.lower()
