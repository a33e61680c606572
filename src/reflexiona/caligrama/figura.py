"""Distinguir la figura del fondo de un dibujo o una imagen."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.cobertura import Lienzo
from reflexiona.errores import ErrorCaligrama

__all__ = ["llenar_lineas", "separar"]

_CONTRASTE_MINIMO = 24
_DISTINTO = 0.4
_BORDE_PAREJO = 0.6
_VECES = 3.0
_DELGADO = 0.03


def separar(lienzo: Lienzo, donde: str) -> npt.NDArray[np.float32]:
    """Separa la figura del fondo: por transparencia si sirve; si no, por lo que difiere del color del borde.

    Parameters
    ----------
    lienzo : Lienzo
    donde : str
        Cómo nombrar la silueta en los errores.

    Returns
    -------
    ndarray of float, shape (alto, ancho)
        0 en el fondo, 1 en la figura.

    Raises
    ------
    ErrorCaligrama
        Si está vacía, llena toda la página o el fondo no es liso.

    Examples
    --------
    >>> color = np.full((40, 40, 3), 255, dtype=np.float32)
    >>> color[10:30, 10:30] = 0
    >>> opaco = np.ones((40, 40), dtype=np.float32)
    >>> int(separar(Lienzo(color, opaco, np.zeros((40, 40), dtype=np.int32)), "prueba").sum())
    400
    """
    opaco = lienzo.tinta >= 0.5
    if not opaco.any():
        raise ErrorCaligrama(f"La silueta «{donde}» está vacía: no hay nada dibujado. Use una figura rellena.")
    if not opaco.all() and _borde(opaco).mean() < 0.9:
        return lienzo.tinta
    orilla = _borde(lienzo.color)
    fondo = np.median(orilla, axis=0)
    distancia = np.abs(lienzo.color - fondo).max(axis=2)
    contraste = float(np.percentile(distancia, 99.9))
    if contraste < _CONTRASTE_MINIMO:
        que = "llena toda la página: no se distingue del fondo" if fondo.mean() < 200 else "está vacía"
        raise ErrorCaligrama(f"La silueta «{donde}» {que}. Use una figura rellena sobre un fondo liso o transparente.")
    if (np.abs(orilla - fondo).max(axis=1) <= contraste * _DISTINTO).mean() < _BORDE_PAREJO:
        raise ErrorCaligrama(
            f"No distingo la figura en «{donde}»: el fondo no es de un solo color. "
            "Use una figura rellena sobre un fondo liso o transparente."
        )
    return np.asarray((distancia / (2 * _DISTINTO * contraste)).clip(0, 1), dtype=np.float32)


def llenar_lineas(tinta: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Llena por dentro un dibujo hecho sólo de líneas; cualquier otro lo deja igual.

    Parameters
    ----------
    tinta : ndarray of float, shape (alto, ancho)

    Returns
    -------
    ndarray of float, shape (alto, ancho)

    Examples
    --------
    >>> marco = np.zeros((200, 200), dtype=np.float32)
    >>> marco[20:180, 20:180] = 1
    >>> marco[22:178, 22:178] = 0
    >>> bool(llenar_lineas(marco)[100, 100])
    True
    """
    from scipy import ndimage

    figura = tinta >= 0.5
    huecos, _ = ndimage.label(~figura)
    afuera = np.unique(_borde(huecos))
    llena = ~np.isin(huecos, afuera[afuera > 0])
    if llena.sum() < _VECES * figura.sum():
        return tinta
    grueso = 2 * float(ndimage.distance_transform_edt(figura).max()) / max(figura.shape)
    return np.where(llena & ~figura, np.float32(1), tinta) if grueso < _DELGADO else tinta


def _borde(plano: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.concatenate([plano[0], plano[-1], plano[:, 0], plano[:, -1]])
