"""El entorno de una oración: una capa de atención que mira los vectores de las oraciones de su ventana.

Es pequeña (una capa de transformador de 192 números, con un sesgo por distancia entre oraciones) y corre en numpy.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import erf

__all__ = ["CABEZAS", "DISTANCIA", "Entorno"]

CABEZAS = 4
DISTANCIA = 6
"""Más allá de estas oraciones de distancia, todas pesan igual."""
_EPSILON = 1e-5


class Entorno:
    """Aplica la capa a los vectores de una ventana.

    Parameters
    ----------
    pesos : mapping of str to ndarray
        `entra`, `norma1`, `qkv`, `o`, `norma2`, `sube`, `baja`, `norma3` (cada una con `.w` y `.b`; las matrices, como
        (entrada, salida)) y `distancia` (cabezas, 2·DISTANCIA + 1).
    """

    def __init__(self, pesos: Mapping[str, np.ndarray]) -> None:
        self.pesos = {k: v.astype(np.float64) for k, v in pesos.items()}
        self.tamano = len(self.pesos["entra.b"])

    def _lineal(self, x: np.ndarray, nombre: str) -> np.ndarray:
        return np.asarray(x @ self.pesos[nombre + ".w"] + self.pesos[nombre + ".b"])

    def _norma(self, x: np.ndarray, nombre: str) -> np.ndarray:
        centrado = x - x.mean(axis=-1, keepdims=True)
        normal = centrado / np.sqrt((centrado**2).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(normal * self.pesos[nombre + ".w"] + self.pesos[nombre + ".b"])

    def __call__(self, vectores: np.ndarray) -> np.ndarray:
        """Lo que cada oración recibe de su ventana.

        Parameters
        ----------
        vectores : ndarray of shape (m, d)
            Los de las oraciones de la ventana, en orden.

        Returns
        -------
        ndarray of shape (m, tamano)
        """
        x = self._lineal(vectores.astype(np.float64), "entra")
        m, d = x.shape
        q, k, v = (
            self._lineal(self._norma(x, "norma1"), "qkv").reshape(m, 3, CABEZAS, d // CABEZAS).transpose(1, 2, 0, 3)
        )
        lejos = np.clip(np.arange(m)[None] - np.arange(m)[:, None], -DISTANCIA, DISTANCIA) + DISTANCIA
        puntajes = q @ k.transpose(0, 2, 1) / np.sqrt(d // CABEZAS) + self.pesos["distancia"][:, lejos]
        atencion = np.exp(puntajes - puntajes.max(axis=-1, keepdims=True))
        atencion /= atencion.sum(axis=-1, keepdims=True)
        x = x + self._lineal((atencion @ v).transpose(1, 0, 2).reshape(m, d), "o")
        y = self._lineal(self._norma(x, "norma2"), "sube")
        y = 0.5 * y * (1 + erf(y / np.sqrt(2)))
        return self._norma(x + self._lineal(y, "baja"), "norma3")
