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
        libre = completa.reshape(alto, _GRANO, ancho, _GRANO).mean(axis=(1, 3), dtype=np.float32)
        self._lleno = np.pad(1 - libre, _BORDE, constant_values=1.0)
        self._dentro = _sumas(1 - self._lleno)
        filas, columnas = np.nonzero(mascara)
        self._centro = float(filas.mean()), float(columnas.mean())
        self._lado = math.sqrt(len(filas))

    def ocupar(self, bulto: Bulto, lugar: tuple[int, int]) -> None:
        """Marca las letras del bulto."""
        for fila, columna, alto, ancho in bulto.marca:
            arriba, izquierda = lugar[0] + fila, lugar[1] + columna
            abajo, derecha = -(-(arriba + alto) // _GRANO), -(-(izquierda + ancho) // _GRANO)
            self._lleno[_BORDE + arriba // _GRANO : _BORDE + abajo, _BORDE + izquierda // _GRANO : _BORDE + derecha] = (
                1.0
            )

    def despejado(self, bulto: Bulto, filas: _Indices, columnas: _Indices) -> tuple[int, int]:
        """El lugar con más espacio alrededor, de preferencia hacia el centro: así las grandes se reparten."""
        from scipy.ndimage import distance_transform_edt

        lejos = distance_transform_edt(self._lleno < 0.5)
        f = _BORDE + ((filas + bulto.alto / 2) / _GRANO).astype(int)
        espacio = sum(lejos[f, _BORDE + ((columnas + bulto.ancho * t) / _GRANO).astype(int)] for t in (0.2, 0.5, 0.8))
        al_centro = np.hypot(filas + bulto.alto / 2 - self._centro[0], columnas + bulto.ancho / 2 - self._centro[1])
        return self._mejor(_GRANO * espacio / 3 / self._lado - 0.25 * al_centro / self._lado, 0.02, filas, columnas)

    def ajustado(self, bulto: Bulto, filas: _Indices, columnas: _Indices) -> tuple[int, int]:
        """El lugar en que el bulto queda más rodeado de lo ya puesto o de la orilla: así no se forman huecos."""
        vacio = _sumas(1 - self._lleno)
        anillo = max(1, min(_BORDE - 1, round(0.45 * bulto.cuerpo / _GRANO)))
        cerca = self._ventana(bulto, filas, columnas, anillo)
        rodeado = 1 - _contar(vacio, cerca) / ((cerca[1] - cerca[0]) * (cerca[3] - cerca[2]))
        comarca = self._ventana(bulto, filas, columnas, _COMARCA)
        falta = _contar(vacio, comarca) / np.maximum(1.0, _contar(self._dentro, comarca))
        return self._mejor(rodeado + _REPARTO * falta, 0.05, filas, columnas)

    def _ventana(self, bulto: Bulto, filas: _Indices, columnas: _Indices, mas: int) -> tuple[_Indices, ...]:
        """Las celdas (desde, hasta; desde, hasta) que cubren al bulto en cada lugar y `mas` celdas alrededor."""
        alto, ancho = self._lleno.shape
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


def _sumas(celdas: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """La tabla de sumas: con ella, la suma de cualquier rectángulo son cuatro lecturas."""
    tabla = np.zeros((celdas.shape[0] + 1, celdas.shape[1] + 1), dtype=np.float32)
    np.cumsum(celdas, axis=0, out=tabla[1:, 1:])
    np.cumsum(tabla[1:, 1:], axis=1, out=tabla[1:, 1:])
    return tabla


def _contar(tabla: npt.NDArray[np.float32], ventana: tuple[_Indices, ...]) -> npt.NDArray[np.float32]:
    f0, f1, c0, c1 = ventana
    return tabla[f1, c1] - tabla[f0, c1] - tabla[f1, c0] + tabla[f0, c0]
