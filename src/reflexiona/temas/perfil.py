"""Con qué dimensiones y actos va cada tema, y la voz que no dice lo que las demás."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from reflexiona.dimensiones.etiquetador import elegir_actos
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CONTRARIO", "actos_y_dimensiones", "perfil", "voz_minoritaria"]

CONTRARIO = {"reto": "logro", "logro": "reto"}
"""Lo que un tema cuenta como dificultad, alguien puede contarlo como logro, y al revés."""


def actos_y_dimensiones(
    puntajes: Any, cabezas: Mapping[str, Any] | None, n: int
) -> tuple[list[str | None], list[tuple[str, ...]]]:
    """El acto y las dimensiones de cada oración; vacíos si los puntajes o las cabezas no los traen.

    Parameters
    ----------
    puntajes : Puntajes
    cabezas : mapping, optional
        «dimensiones» y «actos», con `clases` y `umbrales`.
    n : int
        Oraciones.

    Returns
    -------
    (list of str or None, list of tuple of str)
    """
    actos: list[str | None] = [None] * n
    dimensiones: list[tuple[str, ...]] = [()] * n
    if cabezas and "actos" in cabezas and np.shape(getattr(puntajes, "actos", ()))[:1] == (n,):
        c = cabezas["actos"]
        actos = [a if isinstance(a, str) else None for a in elegir_actos(puntajes.actos, c.umbrales, c.clases)]
    if cabezas and "dimensiones" in cabezas and np.shape(getattr(puntajes, "dimensiones", ()))[:1] == (n,):
        c = cabezas["dimensiones"]
        dimensiones = [
            tuple(c.clases[j] for j in np.flatnonzero(fila)) for fila in np.asarray(puntajes.dimensiones) >= c.umbrales
        ]
    return actos, dimensiones


def perfil(voces: pd.DataFrame, temas: list[str]) -> pd.DataFrame:
    """Cuántas oraciones de cada tema hay en cada dimensión y en cada acto.

    Parameters
    ----------
    voces : pandas.DataFrame
        Las de `Temas`.
    temas : list of str

    Returns
    -------
    pandas.DataFrame
        Una fila por tema: `tema`, `oraciones`, una columna por dimensión y una por acto.
    """
    import pandas as pd

    filas = []
    for tema in temas:
        suyas = voces[voces["tema"] == tema]
        dimensiones = [d for lista in suyas["dimensiones"] for d in lista]
        actos = suyas["acto"].tolist()
        filas.append((tema, len(suyas), *(dimensiones.count(d) for d in DIMENSIONES), *(actos.count(a) for a in ACTOS)))
    return pd.DataFrame(filas, columns=["tema", "oraciones", *DIMENSIONES, *ACTOS])


def voz_minoritaria(voces: pd.DataFrame) -> int | None:
    """El renglón de la oración que contradice a la mayoría: un logro donde casi todo son retos, o al revés.

    Parameters
    ----------
    voces : pandas.DataFrame
        Las de un tema.

    Returns
    -------
    int or None
        Posición en `voces`; None si no hay mayoría clara (más de la mitad de sus retos y logros, y al menos dos
        personas más) o nadie la contradice.

    Examples
    --------
    >>> import pandas as pd
    >>> actos, personas = ["reto", "reto", "logro", "reto"], ["P1", "P2", "P3", "P4"]
    >>> voz_minoritaria(pd.DataFrame({"acto": actos, "persona": personas, "puntaje": [0.9, 0.8, 0.7, 0.9],
    ...                               "texto": ["a", "b", "c", "d"]}))
    2
    """
    actos = voces["acto"].tolist()
    quienes = {a: {p for p, x in zip(voces["persona"], actos, strict=True) if x == a} for a in CONTRARIO}
    mayor = max(CONTRARIO, key=lambda a: (len(quienes[a]), a))
    menor = CONTRARIO[mayor]
    solas = quienes[menor] - quienes[mayor]
    if not solas or len(quienes[mayor]) < len(quienes[menor]) + 2:
        return None
    filas = [
        (-round(float(p), 6), len(texto), texto, i)
        for i, (acto, persona, p, texto) in enumerate(
            zip(actos, voces["persona"], voces["puntaje"], voces["texto"], strict=True)
        )
        if acto == menor and persona in solas
    ]
    return min(filas)[-1]
