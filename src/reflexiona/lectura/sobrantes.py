"""Acomodar las filas que traen más o menos celdas que el encabezado sin perder texto."""

from __future__ import annotations

from collections.abc import Sequence

from reflexiona.lectura.limpieza import limpiar

__all__ = ["acomodar"]


def acomodar(fila: Sequence[str], ancho: int, textos: Sequence[int], separador: str | None) -> list[str] | None:
    """Devuelve la fila con `ancho` celdas, o `None` si no hay forma segura de repartir las que sobran.

    A la fila corta se le agregan celdas vacías. En la larga, una coma sin comillas partió la prosa: si la
    última columna es de texto se le unen las que sobran; si no, se unen a la columna de texto cuyos trozos empiezan
    con espacio.

    Parameters
    ----------
    fila : sequence of str
        Celdas; crudas si son más que `ancho`.
    ancho : int
    textos : sequence of int
        Lugares de las columnas de texto.
    separador : str or None
        Con qué se unen los trozos.

    Examples
    --------
    >>> acomodar(["1", "Hoy", " por fin", " leyeron"], 2, [1], ",")
    ['1', 'Hoy, por fin, leyeron']
    >>> acomodar(["1", "Hoy", " por fin", "primaria"], 3, [1], ",")
    ['1', 'Hoy, por fin', 'primaria']
    >>> acomodar(["1", "primaria", "x", "y"], 2, [0], ",") is None
    True
    """
    if len(fila) <= ancho:
        return [*fila, *([""] * (ancho - len(fila)))]
    sobran = len(fila) - ancho
    if separador is None:
        return None
    for j in sorted(textos, reverse=True):
        trozos = fila[j : j + sobran + 1]
        es_prosa_partida = all(t.startswith(" ") for t in trozos[1:])
        if es_prosa_partida or (j == ancho - 1 and len(textos) == 1):
            return [limpiar(c) for c in (*fila[:j], separador.join(trozos), *fila[j + sobran + 1 :])]
    return None
