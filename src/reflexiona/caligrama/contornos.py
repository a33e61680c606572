"""De la tinta de una silueta a sus orillas: polígonos cerrados y líneas finas por donde puede correr un texto."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Linea", "contornear", "recorrer"]

Linea = npt.NDArray[np.float64]
"""Puntos (x, y) de una línea, ndarray of shape (k, 2)."""

_PASO = 2.0
_ORILLA_MINIMA = 40.0


def contornear(tinta: npt.NDArray[np.float32], ancho: float, alto: float) -> tuple[Linea, ...]:
    """Encuentra las orillas de la tinta con precisión menor que un pixel.

    Parameters
    ----------
    tinta : ndarray of shape (filas, columnas)
        De 0 (vacío) a 1 (lleno).
    ancho, alto : float
        Lo que mide la lámina en las unidades en que se entregan las orillas.

    Returns
    -------
    tuple of ndarray of shape (k, 2)
        Polígonos cerrados (el último punto es el primero), agujeros incluidos: para rellenarlos, regla `evenodd`.
        Todos giran como el reloj y empiezan en su punto más a la izquierda; van de arriba abajo y, a la misma altura,
        de izquierda a derecha.

    Examples
    --------
    >>> lamina = np.zeros((8, 8), dtype=np.float32)
    >>> lamina[2:6, 2:6] = 1
    >>> [orilla] = contornear(lamina, 800, 800)
    >>> orilla.min().round(), orilla.max().round()
    (np.float64(200.0), np.float64(600.0))
    """
    import contourpy

    filas, columnas = tinta.shape
    orillado = np.pad(tinta, 1)
    buscador = contourpy.contour_generator(z=orillado, line_type=contourpy.LineType.Separate)
    orillas: list[Linea] = []
    for puntos in buscador.lines(0.5):
        # El valor de un pixel está en su centro; el pixel 0 de la lámina orillada es el -1 de la tinta.
        orilla = (np.asarray(puntos, dtype=float) - 0.5) * (ancho / columnas, alto / filas)
        orilla = orilla.clip((0.0, 0.0), (ancho, alto))
        if _largo(orilla) < _ORILLA_MINIMA:
            continue
        orilla = orilla[:-1]
        if _area(orilla) < 0:
            orilla = orilla[::-1]
        orilla = np.roll(orilla, -int(orilla[:, 0].argmin()), axis=0)
        orillas.append(recorrer(np.vstack([orilla, orilla[:1]])))
    orillas.sort(key=lambda orilla: (round(float(orilla[:, 1].min()), 1), float(orilla[:, 0].min())))
    return tuple(orillas)


def recorrer(puntos: Linea, paso: float = _PASO) -> Linea:
    """Reparte puntos parejos a lo largo de una línea, sin mover sus extremos.

    Parameters
    ----------
    puntos : ndarray of shape (n, 2)
    paso : float, optional
        Distancia máxima entre puntos vecinos.

    Returns
    -------
    ndarray of shape (k, 2)

    Examples
    --------
    >>> recorrer(np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 1.0]]), paso=2).tolist()
    [[0.0, 0.0], [2.0, 0.0], [3.0, 1.0]]
    """
    tramos = np.hypot(*np.diff(puntos, axis=0).T)
    avance = np.concatenate([[0.0], np.cumsum(tramos)])
    cuantos = max(1, int(np.ceil(avance[-1] / paso)))
    lugares = np.linspace(0.0, avance[-1], cuantos + 1)
    return np.column_stack([np.interp(lugares, avance, puntos[:, eje]) for eje in (0, 1)])


def _largo(puntos: Linea) -> float:
    return float(np.hypot(*np.diff(puntos, axis=0).T).sum())


def _area(puntos: Linea) -> float:
    """Positiva si la línea cerrada gira como el reloj, con la y hacia abajo."""
    x, y = puntos.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
