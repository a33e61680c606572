"""Repartir el tamaño de las entradas de una matriz con sus pesos, antes de pasarla a ocho bits."""

from __future__ import annotations

import numpy as np

__all__ = ["factores"]

_ALFA = 0.8
"""Cuánto de lo dispar de las entradas pasa a los pesos, de 0 (nada) a 1 (todo)."""


def factores(mayores: np.ndarray, peso: np.ndarray) -> np.ndarray:
    """Por cuánto se divide cada entrada de una matriz, y se multiplica su fila, antes de pasar a ocho bits.

    Unas pocas entradas mucho mayores que las demás gastan los 256 valores posibles; repartir su tamaño entre ellas y
    los pesos deja la cuenta igual y pierde menos (Xiao et al. 2023, «SmoothQuant»).

    Parameters
    ----------
    mayores : ndarray of shape (entradas,)
        El mayor valor absoluto de cada entrada en textos de muestra.
    peso : ndarray of shape (entradas, salidas)

    Returns
    -------
    ndarray of shape (entradas,)
        float32 positivos, de media geométrica cercana a uno; su inverso cabe exacto en float16.

    Examples
    --------
    >>> factores(np.array([100.0, 1.0]), np.ones((2, 3))).round(1).tolist()
    [6.3, 0.2]
    """
    dispar = np.maximum(mayores, 1e-5) ** _ALFA / np.maximum(np.abs(peso).max(1), 1e-5) ** (1 - _ALFA)
    parejo = np.clip(dispar / np.exp(np.log(dispar).mean()), 1e-3, 1e3)
    return np.asarray(1 / (1 / parejo).astype(np.float16).astype(np.float32), dtype=np.float32)
