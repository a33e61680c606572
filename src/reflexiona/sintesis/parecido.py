"""Qué tanto se parecen dos oraciones por las palabras con contenido que comparten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from reflexiona.texto.lemas import lema
from reflexiona.texto.vacias import VACIAS_DOMINIO, vacias

__all__ = ["Parecido"]

_PALABRA = re.compile(r"[^\W\d_]{3,}")


class Parecido:
    """Coseno entre oraciones con TF-IDF de lemas (Salton y Buckley, 1988).

    Parameters
    ----------
    textos : sequence of str

    Examples
    --------
    >>> p = Parecido(["Las fracciones cuestan.", "Nos cuesta la fracción.", "Llovió mucho."])
    >>> bool(p.entre(0, 1) > 0.9), float(p.entre(0, 2))
    (True, 0.0)
    """

    def __init__(self, textos: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        listas = [_lemas(t) for t in textos]
        if not any(listas):
            listas = [(str(i),) for i in range(len(textos))]
        self.matriz = TfidfVectorizer(analyzer=lambda lista: lista, sublinear_tf=True).fit_transform(listas).tocsr()

    def entre(self, i: int, j: int) -> float:
        """Parecido de dos oraciones, de 0 a 1."""
        return float(self.matriz[i].multiply(self.matriz[j]).sum())

    def con_todas(self, i: int) -> np.ndarray[Any, Any]:
        """Parecido de una oración con cada una: ndarray of shape (n,)."""
        return np.asarray((self.matriz @ self.matriz[i].T).toarray()).ravel()

    def al_centro(self, cuales: Sequence[int]) -> np.ndarray[Any, Any]:
        """Qué tan central es cada una de las dichas entre ellas, de 0 a 1: ndarray of shape (len(cuales),)."""
        parte = self.matriz[list(cuales)]
        centro = np.asarray(parte.mean(axis=0)).ravel()
        norma = float(np.linalg.norm(centro))
        if not norma:
            return np.zeros(len(cuales))
        cercania = np.asarray(parte @ (centro / norma)).ravel()
        mayor = float(cercania.max())
        return cercania / mayor if mayor else cercania


@lru_cache(maxsize=50_000)
def _lemas(texto: str) -> tuple[str, ...]:
    fuera = vacias()
    dichos = (lema(p) for p in _PALABRA.findall(texto.lower()) if p not in fuera)
    return tuple(sorted(p for p in dichos if p not in VACIAS_DOMINIO))
