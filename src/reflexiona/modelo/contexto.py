"""El contexto de una oración: lo que dicen sus vecinas y el resto de su reflexión.

«No les llego» dice poco sola. A los puntajes propios de la oración se suman los de las dos anteriores, las dos
siguientes y el promedio de las demás; una compuerta entre 0 y 1 deja pasar más contexto cuando la oración, por sí
sola, da poca evidencia.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["VECINAS", "Lugares", "entradas", "lugares"]

VECINAS = ("anterior", "siguiente", "segunda_anterior", "segunda_siguiente", "demas")
"""De dónde viene el contexto, en el orden de los bloques de `entradas`."""


@dataclass(frozen=True)
class Lugares:
    """Dónde está cada oración: su reflexión y sus vecinas.

    Parameters
    ----------
    reflexion : ndarray of shape (n,)
        El número de su reflexión, por orden de aparición.
    vecinas : dict of str to ndarray of shape (n,)
        «anterior», «siguiente», «segunda_anterior» y «segunda_siguiente»: su índice, o −1 donde no hay.
    cuantas : ndarray of shape (n_reflexiones,)
        Oraciones de cada reflexión.
    """

    reflexion: np.ndarray
    vecinas: dict[str, np.ndarray]
    cuantas: np.ndarray

    @property
    def reflexiones(self) -> int:
        """Cuántas reflexiones hay."""
        return len(self.cuantas)


def lugares(n: int, reflexiones: Sequence[Hashable] | None) -> Lugares:
    """Lugares de `n` oraciones; sin `reflexiones`, cada una es una reflexión.

    Examples
    --------
    >>> lugares(3, ["a", "a", "b"]).vecinas["siguiente"].tolist()
    [1, -1, -1]
    """
    numero: dict[Hashable, int] = {}
    de = (
        np.arange(n)
        if reflexiones is None
        else np.fromiter((numero.setdefault(r, len(numero)) for r in reflexiones), dtype=np.int64, count=n)
    )
    orden = np.argsort(de, kind="stable")
    juntas = de[orden]
    vecinas = {}
    for nombre, paso in (("anterior", -1), ("siguiente", 1), ("segunda_anterior", -2), ("segunda_siguiente", 2)):
        otra = np.arange(n) + paso
        hay = (otra >= 0) & (otra < n)
        hay[hay] = juntas[otra[hay]] == juntas[np.flatnonzero(hay)]
        indice = np.full(n, -1, dtype=np.int64)
        indice[orden[hay]] = orden[otra[hay]]
        vecinas[nombre] = indice
    return Lugares(de, vecinas, np.bincount(de) if n else np.zeros(0, dtype=np.int64))


def _demas(puntajes: np.ndarray, donde: Lugares) -> np.ndarray:
    suma = np.stack(
        [np.bincount(donde.reflexion, puntajes[:, j], minlength=donde.reflexiones) for j in range(puntajes.shape[1])], 1
    )
    cuantas = donde.cuantas[donde.reflexion][:, None]
    resto: np.ndarray = (suma[donde.reflexion] - puntajes) / np.maximum(cuantas - 1, 1)
    return resto


def compuerta(puntajes: np.ndarray, centro: float, escala: float) -> np.ndarray:
    """Cuánto contexto pasa, de 0 a 1: menos mientras más evidencia propia hay. ndarray of shape (n, 1)."""
    evidencia = (puntajes.max(axis=1, keepdims=True) - centro) / escala
    return np.asarray(1 / (1 + np.exp(np.clip(evidencia, -30, 30))))


def entradas(puntajes: np.ndarray, donde: Lugares, largos: np.ndarray, centro: float, escala: float) -> np.ndarray:
    """Lo que ve la segunda etapa de una cabeza.

    Parameters
    ----------
    puntajes : ndarray of shape (n, k)
        Puntajes de las oraciones solas, centrados.
    donde : Lugares
    largos : ndarray of shape (n,)
        Fichas por oración.
    centro, escala : float
        Los de la compuerta.

    Returns
    -------
    ndarray of shape (n, 11 k + 4)
        Propios, los cinco contextos, los cinco por la compuerta, la compuerta, si es la primera, si es la última y el
        logaritmo del largo.
    """
    contexto = []
    for nombre in VECINAS[:-1]:
        indice = donde.vecinas[nombre]
        parte = np.zeros_like(puntajes)
        parte[indice >= 0] = puntajes[indice[indice >= 0]]
        contexto.append(parte)
    contexto.append(_demas(puntajes, donde))
    paso = compuerta(puntajes, centro, escala)
    orillas = [(donde.vecinas[lado] < 0)[:, None].astype(np.float64) for lado in ("anterior", "siguiente")]
    largo = np.log1p(largos)[:, None]
    return np.hstack([puntajes, *contexto, *(c * paso for c in contexto), paso, *orillas, largo])
