"""Intervalos de una proporción, prueba de que varios grupos son iguales y corrección por hacer muchas pruebas."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["benjamini_hochberg", "iguales", "wilson"]

_MUCHAS = 3000


def wilson(exitos: int, n: int, *, confianza: float = 0.95) -> tuple[float, float]:
    """Intervalo de Wilson (1927) de una proporción.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(7, 23)]
    [0.156, 0.509]
    """
    from scipy.stats import norm

    if not n:
        return 0.0, 1.0
    z = float(norm.ppf((1 + confianza) / 2))
    p, z2 = exitos / n, z * z
    centro = (p + z2 / (2 * n)) / (1 + z2 / n)
    medio = z * ((p * (1 - p) / n + z2 / (4 * n * n)) ** 0.5) / (1 + z2 / n)
    return max(centro - medio, 0.0), min(centro + medio, 1.0)


def iguales(
    dice: np.ndarray[Any, Any], grupo: np.ndarray[Any, Any], *, permutaciones: int = 4999, semilla: int = 0
) -> np.ndarray[Any, Any]:
    """Valor p de que la proporción sea la misma en todos los grupos, para cada código.

    Es la ji cuadrada con su distribución por permutación de los grupos entre personas; con más de tres mil personas, la
    asintótica.

    Parameters
    ----------
    dice : ndarray of bool, shape (n_personas, n_codigos)
    grupo : ndarray of int, shape (n_personas,)
    permutaciones : int
    semilla : int

    Returns
    -------
    ndarray of shape (n_codigos,)

    Examples
    --------
    >>> dice = np.array([[1, 1]] * 20 + [[0, 1]] * 20)
    >>> p = iguales(dice, np.array([0] * 20 + [1] * 20))
    >>> bool(p[0] < 0.001), float(p[1])
    (True, 1.0)
    """
    x = np.asarray(dice, dtype=float)
    en = np.eye(int(grupo.max()) + 1)[grupo]
    n = en.sum(axis=0)
    total = x.mean(axis=0)
    varianza = total * (1 - total)
    util = varianza > 0

    def ji(indicadora: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        p = indicadora.T @ x / n[:, None]
        salida = (n[:, None] * (p - total) ** 2).sum(axis=0)
        return np.asarray(np.divide(salida, varianza, out=np.zeros_like(salida), where=util))

    real = ji(en)
    if len(x) > _MUCHAS:
        from scipy.stats import chi2

        return np.asarray(np.where(util, chi2.sf(real, len(n) - 1), 1.0))
    azar = np.random.default_rng(semilla)
    iguales_o_mas = np.zeros(x.shape[1])
    for _ in range(permutaciones):
        iguales_o_mas += ji(en[azar.permutation(len(x))]) >= real - 1e-9
    return np.where(util, (iguales_o_mas + 1) / (permutaciones + 1), 1.0)


def benjamini_hochberg(p: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Valores p ajustados para controlar la tasa de hallazgos falsos (Benjamini y Hochberg, 1995).

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.5])).round(3).tolist()
    [0.04, 0.053, 0.053, 0.5]
    """
    m = len(p)
    orden = np.argsort(p, kind="stable")
    ajustados = p[orden] * m / np.arange(1, m + 1)
    salida = np.empty(m)
    salida[orden] = np.minimum(np.minimum.accumulate(ajustados[::-1])[::-1], 1.0)
    return salida
