"""Las palabras de una comunidad: cuántas personas las dicen y en qué dimensión aparecen más."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reflexiona.dimensiones.guia import DIMENSIONES

if TYPE_CHECKING:
    import pandas as pd

    from reflexiona.texto import Palabra

__all__ = ["minimo_personas", "palabras_de_la_comunidad"]


def minimo_personas(personas: int) -> int:
    """Cuántas personas deben decir una palabra para mostrarla: 2 desde que escriben 8, y así no se asoma un nombre."""
    return 2 if personas >= 8 else 1


def palabras_de_la_comunidad(
    palabras: Sequence[Sequence[Palabra]],
    personas: Sequence[str],
    asignadas: Sequence[Sequence[str]],
    *,
    minimo: int = 1,
) -> pd.DataFrame:
    """Una fila por palabra con contenido, de la que dice más gente a la que dice menos.

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
        Columnas `palabra` (la forma más usada del lema), `lema`, `personas`, `oraciones` y `dimension` (en la que
        aparece en más oraciones, o cadena vacía).
    """
    import pandas as pd

    formas: dict[str, Counter[str]] = defaultdict(Counter)
    quienes: dict[str, set[str]] = defaultdict(set)
    veces: Counter[str] = Counter()
    en_dimension: dict[str, Counter[str]] = defaultdict(Counter)
    for lista, persona, dimensiones in zip(palabras, personas, asignadas, strict=True):
        for lema in sorted({p.lema for p in lista if p.contenido}):
            quienes[lema].add(persona)
            veces[lema] += 1
            en_dimension[lema].update(dimensiones)
        for p in lista:
            if p.contenido:
                formas[p.lema][_escrita(p.texto)] += 1
    filas = [
        (
            min(formas[lema].items(), key=lambda par: (-par[1], par[0]))[0],
            lema,
            len(quienes[lema]),
            veces[lema],
            max(DIMENSIONES, key=lambda d: (en_dimension[lema][d], -DIMENSIONES.index(d)))
            if en_dimension[lema]
            else "",
        )
        for lema in quienes
        if len(quienes[lema]) >= minimo
    ]
    filas.sort(key=lambda fila: (-fila[2], -fila[3], fila[0]))
    return pd.DataFrame(filas, columns=["palabra", "lema", "personas", "oraciones", "dimension"])


def _escrita(texto: str) -> str:
    """En minúsculas, salvo las siglas (CTE, NEM)."""
    return texto if texto.isupper() and len(texto) <= 5 else texto.lower()
