"""Qué tan lleno está lo que rodea a cada lugar: con eso se elige entre los lugares en que cabe una palabra."""

from __future__ import annotations

import math
import random

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.bulto import Bulto

__all__ = ["Entorno"]

_GRANO = 6
"""Pixeles de la máscara por celda: para elegir no hace falta más."""

_BORDE = 20
_COMARCA = 16
"""Celdas alrededor en que se mira cuánto falta por llenar."""

_REPARTO = 0.45
_Indices = npt.NDArray[np.intp]


class Entorno:
    """Lo ocupado, en celdas gruesas y con un borde lleno alrededor.

    Parameters
    ----------
    mascara : ndarray of bool, shape (alto, ancho)
    semilla : int
        Deshace los empates y da variedad.
    """

    def __init__(self, mascara: npt.NDArray[np.bool_], semilla: int) -> None:
        self._azar = np.random.default_rng(random.Random(semilla).getrandbits(64))
        alto, ancho = (-(-n // _GRANO) for n in mascara.shape)
        completa = np.zeros((alto * _GRANO, ancho * _GRANO), dtype=bool)
        completa[: mascara.shape[0], : mascara.shape[1]] = mascara
        libre = completa.reshape(alto, _GRANO, ancho, _GRANO).mean(axis=(1, 3))
        self._vacio = np.pad(libre, _BORDE)
        self._dentro = _sumas(self._vacio)
        self._suma = self._dentro.copy()
        filas, columnas = np.nonzero(mascara)
        self._centro = float(filas.mean()), float(columnas.mean())
        self._lado = math.sqrt(len(filas))

    def ocupar(self, bulto: Bulto, lugar: tuple[int, int]) -> None:
        """Marca las letras del bulto."""
        f0 = _BORDE + lugar[0] // _GRANO
        c0 = _BORDE + lugar[1] // _GRANO
        f1 = _BORDE - (-(lugar[0] + bulto.alto) // _GRANO)
        c1 = _BORDE - (-(lugar[1] + bulto.ancho) // _GRANO)
        antes = self._vacio[f0:f1, c0:c1].copy()
        for fila, columna, alto, ancho in bulto.marca:
            arriba, izquierda = lugar[0] + fila, lugar[1] + columna
            abajo, derecha = -(-(arriba + alto) // _GRANO), -(-(izquierda + ancho) // _GRANO)
            self._vacio[_BORDE + arriba // _GRANO : _BORDE + abajo, _BORDE + izquierda // _GRANO : _BORDE + derecha] = 0
        # La tabla de sumas sólo cambia en lo que ocupó la palabra, y de ahí hacia abajo y a la derecha.
        quitado = np.cumsum(np.cumsum(antes - self._vacio[f0:f1, c0:c1], axis=0), axis=1)
        self._suma[f0 + 1 : f1 + 1, c0 + 1 : c1 + 1] -= quitado
        self._suma[f1 + 1 :, c0 + 1 : c1 + 1] -= quitado[-1]
        self._suma[f0 + 1 : f1 + 1, c1 + 1 :] -= quitado[:, -1:]
        self._suma[f1 + 1 :, c1 + 1 :] -= quitado[-1, -1]

    def estado(self) -> tuple[npt.NDArray[np.float64], ...]:
        """Una copia de lo ocupado, para poder volver a ello."""
        return self._vacio.copy(), self._suma.copy()

    def volver(self, estado: tuple[npt.NDArray[np.float64], ...]) -> None:
        """Deshace lo ocupado desde que se tomó el estado."""
        self._vacio, self._suma = estado

    def despejado(self, bulto: Bulto, filas: _Indices, columnas: _Indices) -> tuple[int, int]:
        """El lugar con más espacio alrededor, de preferencia hacia el centro: así las grandes se reparten."""
        from scipy.ndimage import distance_transform_edt

        lejos = distance_transform_edt(self._vacio > 0.5)
        f = _BORDE + ((filas + bulto.alto / 2) / _GRANO).astype(int)
        espacio = sum(lejos[f, _BORDE + ((columnas + bulto.ancho * t) / _GRANO).astype(int)] for t in (0.2, 0.5, 0.8))
        al_centro = np.hypot(filas + bulto.alto / 2 - self._centro[0], columnas + bulto.ancho / 2 - self._centro[1])
        return self._mejor(_GRANO * espacio / 3 / self._lado - 0.25 * al_centro / self._lado, 0.02, filas, columnas)

    def ajustado(self, bulto: Bulto, filas: _Indices, columnas: _Indices) -> tuple[int, int]:
        """El lugar en que el bulto queda más rodeado de lo ya puesto o de la orilla: así no se forman huecos."""
        anillo = max(1, min(_BORDE - 1, round(0.45 * bulto.cuerpo / _GRANO)))
        cerca = self._ventana(bulto, filas, columnas, anillo)
        rodeado = 1 - _contar(self._suma, cerca) / ((cerca[1] - cerca[0]) * (cerca[3] - cerca[2]))
        comarca = self._ventana(bulto, filas, columnas, _COMARCA)
        falta = _contar(self._suma, comarca) / np.maximum(1.0, _contar(self._dentro, comarca))
        return self._mejor(rodeado + _REPARTO * falta, 0.05, filas, columnas)

    def _ventana(self, bulto: Bulto, filas: _Indices, columnas: _Indices, mas: int) -> tuple[_Indices, ...]:
        """Las celdas (desde, hasta; desde, hasta) que cubren al bulto en cada lugar y `mas` celdas alrededor."""
        alto, ancho = self._vacio.shape
        return (
            np.maximum(_BORDE + filas // _GRANO - mas, 0),
            np.minimum(_BORDE + (filas + bulto.alto) // _GRANO + 1 + mas, alto),
            np.maximum(_BORDE + columnas // _GRANO - mas, 0),
            np.minimum(_BORDE + (columnas + bulto.ancho) // _GRANO + 1 + mas, ancho),
        )

    def _mejor(
        self, nota: npt.NDArray[np.floating], azar: float, filas: _Indices, columnas: _Indices
    ) -> tuple[int, int]:
        k = int((nota + azar * self._azar.random(len(nota))).argmax())
        return int(filas[k]), int(columnas[k])


def _sumas(celdas: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """La tabla de sumas: con ella, la suma de cualquier rectángulo son cuatro lecturas."""
    tabla = np.zeros((celdas.shape[0] + 1, celdas.shape[1] + 1), dtype=np.float64)
    np.cumsum(celdas, axis=0, out=tabla[1:, 1:])
    np.cumsum(tabla[1:, 1:], axis=1, out=tabla[1:, 1:])
    return tabla


def _contar(tabla: npt.NDArray[np.float64], ventana: tuple[_Indices, ...]) -> npt.NDArray[np.float64]:
    f0, f1, c0, c1 = ventana
    return tabla[f1, c1] - tabla[f0, c1] - tabla[f1, c0] + tabla[f0, c0]
