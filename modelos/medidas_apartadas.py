"""F1 macro de las dimensiones en redactores apartados, con umbrales que no se eligen con quien se mide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from modelos.muestras import Muestra
from reflexiona.modelo.ajuste import elegir_umbral

__all__ = ["f1_de_apartadas"]


def f1_de_apartadas(apartadas: Sequence[Muestra], puntajes: np.ndarray) -> dict[str, float]:
    """F1 macro por origen.

    Parameters
    ----------
    apartadas : sequence of Muestra
    puntajes : ndarray of shape (n, 5)
        De todas sus oraciones, en orden: logits o probabilidades. El umbral de cada redactor se elige con los demás.
    """
    y = np.concatenate([m.dimensiones for m in apartadas]) > 0.5
    quien = np.asarray([m.redactor for m in apartadas for _ in m.oraciones])
    de = np.asarray([m.origen for m in apartadas for _ in m.oraciones])
    dicho = np.zeros(y.shape, bool)
    for r in np.unique(quien):
        otros = quien != r
        for j in range(y.shape[1]):
            dicho[~otros, j] = puntajes[~otros, j] >= elegir_umbral(y[otros, j], puntajes[otros, j], de[otros])
    f1 = {}
    for o in np.unique(de).tolist():
        a, b = y[de == o], dicho[de == o]
        f1[o] = float(np.mean(2 * (a & b).sum(0) / np.maximum(a.sum(0) + b.sum(0), 1)))
    return f1
