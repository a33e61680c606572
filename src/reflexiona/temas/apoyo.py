"""Qué oraciones dicen un tema conocido con sus palabras, además de lo que puntúe el modelo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reflexiona.temas.fondo import Fondo
from reflexiona.texto import Palabra

__all__ = ["apoyo_en_palabras"]


def apoyo_en_palabras(
    palabras: Sequence[Sequence[Palabra]], claves: Sequence[str], fondo: Fondo
) -> np.ndarray[Any, Any]:
    """Si cada oración trae alguna palabra propia de cada tema.

    Parameters
    ----------
    palabras : sequence of sequence of Palabra
        Las de cada oración.
    claves : sequence of str
        Los temas conocidos.
    fondo : Fondo

    Returns
    -------
    ndarray of bool, shape (n_oraciones, n_temas)

    Examples
    --------
    >>> from reflexiona.temas.fondo import fondo
    >>> from reflexiona.texto import palabras
    >>> apoyo_en_palabras([palabras("Las fracciones cuestan.", spacy="es")], ["familias", "matematicas"], fondo())
    array([[False,  True]])
    """
    lugar = {clave: t for t, clave in enumerate(claves)}
    apoyo = np.zeros((len(palabras), len(claves)), dtype=bool)
    for i, lista in enumerate(palabras):
        for p in lista:
            if p.contenido:
                for clave in fondo.lexico.get(p.lema, ()):
                    if clave in lugar:
                        apoyo[i, lugar[clave]] = True
    return apoyo
