"""Cuánto concuerdan dos órdenes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["concordancia"]


def concordancia(uno: Sequence[float], otro: Sequence[float]) -> float:
    """Correlación de rangos de Spearman, con los empates promediados.

    Returns
    -------
    float
        1.0 si `uno` no distingue nada; 0.0 si sólo `otro` no distingue.

    Examples
    --------
    >>> concordancia([3, 2, 1], [30, 20, 10])
    1.0
    >>> concordancia([1, 1, 1], [30, 20, 10])
    1.0
    """
    if len(set(uno)) < 2 or len(set(otro)) < 2:
        return 1.0 if len(set(uno)) < 2 else 0.0
    return round(float(np.corrcoef(_rangos(uno), _rangos(otro))[0, 1]), 12)


def _rangos(valores: Sequence[float]) -> npt.NDArray[np.float64]:
    arreglo = np.asarray(valores, dtype=np.float64)
    orden = np.sort(arreglo)
    return (np.searchsorted(orden, arreglo, side="left") + np.searchsorted(orden, arreglo, side="right")) / 2.0
