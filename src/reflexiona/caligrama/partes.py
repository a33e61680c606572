"""Las partes de una silueta: las que su dibujo declara o, si no declara, sus pedazos sueltos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Parte", "partes_declaradas", "partes_sueltas"]

Mascara = npt.NDArray[np.bool_]
_MIGAJA = 0.004


@dataclass(frozen=True, eq=False)
class Parte:
    """Una parte de una silueta, con nombre.

    Parameters
    ----------
    nombre : str
        «ala izquierda», «tronco»; en una silueta que no declara partes, «parte 1», «parte 2»…
    mascara : ndarray of bool, shape (alto, ancho)
        En la misma cuadrícula que la máscara de la silueta.
    """

    nombre: str
    mascara: Mascara


def partes_declaradas(mascara: Mascara, pintadas: npt.NDArray[np.int32], nombres: tuple[str, ...]) -> tuple[Parte, ...]:
    """Reparte la silueta entre las partes que declara su dibujo.

    Parameters
    ----------
    mascara : ndarray of bool, shape (alto, ancho)
    pintadas : ndarray of int, shape (filas, columnas)
        Qué parte (1, 2, …) se pintó en cada pixel; 0 si ninguna. Su tamaño puede ser otro que el de la máscara.
    nombres : tuple of str
        De cada parte, en orden de lectura.

    Returns
    -------
    tuple of Parte
        Sin encimarse y entre todas cubren la máscara: lo que nadie declaró es de la parte más cercana.

    Examples
    --------
    >>> mascara = np.ones((1, 4), dtype=bool)
    >>> partes = partes_declaradas(mascara, np.array([[1, 0, 0, 2]], dtype=np.int32), ("cabeza", "cola"))
    >>> [parte.mascara.astype(int).tolist() for parte in partes]
    [[[1, 1, 0, 0]], [[0, 0, 1, 1]]]
    """
    alto, ancho = mascara.shape
    filas = ((np.arange(alto) + 0.5) * pintadas.shape[0] / alto).astype(int)
    columnas = ((np.arange(ancho) + 0.5) * pintadas.shape[1] / ancho).astype(int)
    cual = _extender(np.where(mascara, pintadas[np.ix_(filas, columnas)], 0).astype(np.int32), mascara)
    hay = ((nombre, np.asarray(cual == i)) for i, nombre in enumerate(nombres, start=1))
    return tuple(Parte(nombre, suya) for nombre, suya in hay if suya.any())


def partes_sueltas(mascara: Mascara) -> tuple[Parte, ...]:
    """Los pedazos sueltos de una máscara, de arriba abajo y de izquierda a derecha.

    Parameters
    ----------
    mascara : ndarray of bool, shape (alto, ancho)

    Returns
    -------
    tuple of Parte
        Sin encimarse y entre todas cubren la máscara: las migajas son del pedazo más cercano.

    Examples
    --------
    >>> mascara = np.zeros((9, 9), dtype=bool)
    >>> mascara[4:, :3] = mascara[3:, 6:] = True
    >>> [int(np.flatnonzero(parte.mascara.any(axis=0))[0]) for parte in partes_sueltas(mascara)]
    [0, 6]
    """
    from scipy import ndimage

    pedazos, cuantos = ndimage.label(mascara, structure=np.ones((3, 3), dtype=int))
    areas = np.bincount(pedazos.ravel(), minlength=cuantos + 1)[1:]
    grandes = np.flatnonzero(areas >= _MIGAJA * areas.sum()) + 1
    if len(grandes) == 0:
        grandes = np.array([int(areas.argmax()) + 1])
    cual = _extender(np.where(np.isin(pedazos, grandes), pedazos, 0).astype(np.int32), mascara)
    cajas = ndimage.find_objects(pedazos)
    orden = _en_renglones({int(i): cajas[int(i) - 1] for i in grandes})
    return tuple(Parte(f"parte {n}", np.asarray(cual == i)) for n, i in enumerate(orden, start=1))


def _extender(cual: npt.NDArray[np.int32], mascara: Mascara) -> npt.NDArray[np.int32]:
    """Da cada pixel de la máscara sin parte (0) a la parte más cercana."""
    from scipy import ndimage

    if not (mascara & (cual == 0)).any():
        return cual
    cerca = ndimage.distance_transform_edt(cual == 0, return_distances=False, return_indices=True)
    return np.where(mascara, cual[tuple(cerca)], 0).astype(np.int32)


def _en_renglones(cajas: dict[int, tuple[slice, slice]]) -> list[int]:
    """Como se lee una página: dos pedazos van en el mismo renglón si el centro de uno cae a la altura del otro."""
    pendientes = sorted(cajas, key=lambda i: (cajas[i][0].start, cajas[i][1].start))
    orden: list[int] = []
    while pendientes:
        primero = cajas[pendientes[0]][0]
        renglon = [i for i in pendientes if (cajas[i][0].start + cajas[i][0].stop) / 2 < primero.stop]
        renglon = renglon or pendientes[:1]
        orden.extend(sorted(renglon, key=lambda i: cajas[i][1].start))
        pendientes = [i for i in pendientes if i not in renglon]
    return orden
