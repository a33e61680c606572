"""La reja de pixeles libres sobre la que se busca lugar a cada palabra: un bit por pixel, todos a la vez."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.bulto import Bulto
from reflexiona.caligrama.letrero import Letrero

__all__ = ["Bits", "Reja"]

Bits = npt.NDArray[np.uint64]
"""Un mapa de la reja: sus renglones uno tras otro, 64 pixeles por entero."""

_ASOMO = 8
"""Lo más que el aire de una palabra se asoma fuera de la silueta, en pixeles de la máscara."""

_TODOS = 0xFFFFFFFFFFFFFFFF


class Reja:
    """Qué pixeles de la silueta siguen libres.

    Cada renglón son enteros de 64 bits y un bit vale 1 donde está libre. «¿Dónde cabe un rectángulo?» se contesta para
    todos los lugares juntos: se corre el mapa y se cruza consigo mismo, cada vez al doble de distancia. Una palabra
    cabe donde caben todos sus rectángulos.

    Parameters
    ----------
    mascara : ndarray of bool, shape (alto, ancho)
        Lo que se puede ocupar.
    escala : float
        Pixeles de la máscara por unidad abstracta.
    finura : int, optional
        Pixeles de la reja por pixel de la máscara.

    Notes
    -----
    El aire a los lados de una palabra la separa de otras, no de la orilla: `estrechar` deja que se asome. Para eso la
    reja tiene unas columnas más que la máscara a cada lado, pero filas y columnas se cuentan desde la máscara.

    Examples
    --------
    >>> reja = Reja(np.ones((4, 6), dtype=bool), 1.0)
    >>> filas, columnas = reja.donde(reja.caben(alto=3, ancho=5, dentro=True))
    >>> list(zip(filas.tolist(), columnas.tolist()))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """

    def __init__(self, mascara: npt.NDArray[np.bool_], escala: float, finura: int = 1) -> None:
        self._lejos = _lejania(mascara)
        if finura > 1:
            self._lejos = np.repeat(np.repeat(finura * self._lejos, finura, axis=0), finura, axis=1)
        self.escala = escala * finura
        self.alto, self.ancho = self._lejos.shape
        self.margen = _ASOMO * finura
        # Al menos una columna ocupada al final: así nada pasa de un renglón al siguiente.
        self.paso = self.ancho // 64 + 1
        self._asomo = self.margen
        self._dentro = self._bits(0)
        self.libre = self._bits(self._asomo)
        self._otro, self._ayuda = np.empty_like(self.libre), np.empty_like(self.libre)

    def estrechar(self, aire: float) -> None:
        """Deja libres, fuera de la silueta, sólo los pixeles que llena el aire a los lados de una palabra.

        Una palabra con ese aire o más, cuya franja cabe en lo libre, no deja tinta fuera. No se vuelve a ensanchar.
        """
        asomo = int(aire)
        if asomo < self._asomo:
            self._asomo = asomo
            self.libre &= self._bits(asomo)

    def estado(self) -> tuple[Bits, int]:
        """Una copia de lo libre, para poder volver a ello."""
        return self.libre.copy(), self._asomo

    def volver(self, estado: tuple[Bits, int]) -> None:
        """Deshace lo ocupado desde que se tomó el estado."""
        self.libre, self._asomo = estado

    def _bits(self, asomo: int) -> Bits:
        completa = np.zeros((self.alto, self.paso * 64), dtype=bool)
        np.less_equal(self._lejos, asomo, out=completa[:, : self.ancho])
        return np.packbits(completa, axis=1, bitorder="little").view("<u8").astype(np.uint64).reshape(-1)

    def caben(self, alto: int, ancho: int, *, dentro: bool = False) -> Bits:
        """Los pixeles en que puede quedar la esquina de un rectángulo, sin asomarse si se pide `dentro`."""
        mapa = self.libre & self._dentro if dentro else self.libre.copy()
        self._seguidos(mapa, alto, self.paso * 64)
        self._seguidos(mapa, ancho, 1)
        return mapa

    def lugares(self, bulto: Bulto) -> Bits | None:
        """Los pixeles en que puede quedar la esquina de un bulto, o None si no cabe en ninguno."""
        if bulto.alto > self.alto or bulto.ancho > self.ancho:
            return None
        self.estrechar(bulto.lados)
        hechos: dict[tuple[int, int, bool], Bits] = {}
        salida: Bits | None = None
        for i, (fila, columna, alto, ancho) in enumerate(bulto.pide):
            clave = (alto, ancho, i > 0)
            if clave not in hechos:
                hechos[clave] = self.caben(alto, ancho, dentro=i > 0)
                if not hechos[clave].any():
                    return None
            corrido = self._corrido(hechos[clave], fila * self.paso * 64 + columna)
            salida = corrido if salida is None else np.bitwise_and(salida, corrido, out=salida)
        return salida if salida is not None and salida.any() else None

    def esquinas(self, lugares: Bits) -> Bits:
        """De los lugares posibles, los que ya no se pueden correr hacia algún lado ni hacia arriba o abajo."""
        p, uno, tope = self.paso, np.uint64(1), np.uint64(63)
        derecha, izquierda = lugares << uno, lugares >> uno
        derecha[1:] |= lugares[:-1] >> tope
        izquierda[:-1] |= lugares[1:] << tope
        abajo, arriba = np.zeros_like(lugares), np.zeros_like(lugares)
        abajo[p:], arriba[:-p] = lugares[:-p], lugares[p:]
        return np.asarray(lugares & ~(derecha & izquierda) & ~(abajo & arriba))

    def salteados(self, lugares: Bits) -> Bits:
        """Una muestra pareja de los lugares, o todos si la muestra sale vacía."""
        patron = np.zeros((self.alto, self.paso), dtype=np.uint64)
        patron[::3] = 0x1111111111111111
        muestra = lugares & patron.reshape(-1)
        return muestra if muestra.any() else lugares

    def donde(self, lugares: Bits) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Filas y columnas de los bits puestos, de arriba abajo y de izquierda a derecha."""
        cuales = np.flatnonzero(lugares)
        octetos = lugares[cuales].astype("<u8").view(np.uint8).reshape(-1, 8)
        i, j = np.nonzero(np.unpackbits(octetos, axis=1, bitorder="little"))
        cuales = cuales[i]
        return cuales // self.paso, (cuales % self.paso) * 64 + j - self.margen

    def ocupar(self, huellas: Iterable[tuple[int, int, int, int]], lugar: tuple[int, int] = (0, 0)) -> None:
        """Marca rectángulos (fila, columna, alto, ancho) como ocupados, contados desde un lugar."""
        renglones = self.libre.reshape(self.alto, self.paso)
        for fila, columna, alto, ancho in huellas:
            arriba, desde = lugar[0] + fila, lugar[1] + columna + self.margen
            abajo, hasta = arriba + alto, desde + ancho
            primera, ultima = desde // 64, (hasta - 1) // 64
            tapa = ((1 << (hasta - desde)) - 1) << (desde - 64 * primera)
            for k in range(ultima - primera + 1):
                renglones[arriba:abajo, primera + k] &= np.uint64(~(tapa >> (64 * k)) & _TODOS)

    def mayor_tramo(self, alto: int) -> int:
        """El ancho del rectángulo libre más largo con esa altura, sin asomarse."""
        mapa = self.libre & self._dentro
        self._seguidos(mapa, alto, self.paso * 64)
        if not mapa.any():
            return 0
        pila = [(1, mapa)]
        while True:
            doble = pila[-1][1].copy()
            self._cruzar(doble, pila[-1][0])
            if not doble.any():
                break
            pila.append((2 * pila[-1][0], doble))
        largo, mapa = pila.pop()
        for cuanto, otro in reversed(pila):
            prueba = mapa & self._corrido(otro, largo)
            if prueba.any():
                largo, mapa = largo + cuanto, prueba
        return largo

    def tramos(self, alto: int, angosto: int) -> Iterator[tuple[int, int, int]]:
        """Los tramos libres (fila, desde, hasta) de un alto y de al menos un ancho, de arriba abajo.

        Lo que se ocupe mientras se recorren ya no se entrega.
        """
        mapa = self.libre.copy()
        self._seguidos(mapa, alto, self.paso * 64)
        largos = mapa.copy()
        self._seguidos(largos, angosto, 1)
        renglones = self.libre.reshape(self.alto, self.paso)
        for fila in np.flatnonzero(largos.reshape(self.alto, self.paso).any(axis=1)).tolist():
            juntos = np.bitwise_and.reduce(renglones[fila : fila + alto], axis=0)
            bits = int.from_bytes(juntos.astype("<u8").tobytes(), "little")
            desde = 0
            while bits:
                cero = (bits & -bits).bit_length() - 1
                bits >>= cero
                desde += cero
                largo = (~bits & (bits + 1)).bit_length() - 1
                if largo >= angosto:
                    yield fila, desde - self.margen, desde - self.margen + largo
                bits >>= largo
                desde += largo

    def letrero(self, bulto: Bulto, lugar: tuple[int, int], *, relleno: bool, peso: float) -> Letrero:
        """El bulto en su lugar, en unidades abstractas."""
        x = (lugar[1] + bulto.base[1]) / self.escala
        y = (lugar[0] + bulto.base[0]) / self.escala
        return Letrero(bulto.texto, x, y, bulto.cuerpo / self.escala, relleno=relleno, peso=peso)

    def _seguidos(self, mapa: Bits, cuantos: int, paso: int) -> None:
        """Deja los pixeles en que empiezan `cuantos` libres seguidos, de `paso` en `paso`."""
        hecho = 1
        while 2 * hecho <= cuantos:
            self._cruzar(mapa, hecho * paso)
            hecho *= 2
        if hecho < cuantos:
            self._cruzar(mapa, (cuantos - hecho) * paso)

    def _cruzar(self, mapa: Bits, cuanto: int) -> None:
        """`mapa &= mapa` corrido `cuanto` pixeles; más allá del final nada está libre."""
        palabras, bits = divmod(cuanto, 64)
        largo = len(mapa) - palabras
        if largo <= 0:
            mapa[:] = 0
            return
        otro = self._otro[:largo]
        self._correr(mapa, palabras, bits, otro)
        np.bitwise_and(mapa[:largo], otro, out=mapa[:largo])
        mapa[largo:] = 0

    def _corrido(self, mapa: Bits, cuanto: int) -> Bits:
        palabras, bits = divmod(cuanto, 64)
        salida = np.zeros_like(mapa)
        if palabras < len(mapa):
            self._correr(mapa, palabras, bits, salida[: len(mapa) - palabras])
        return salida

    def _correr(self, mapa: Bits, palabras: int, bits: int, salida: Bits) -> None:
        if not bits:
            salida[:] = mapa[palabras:]
            return
        largo = len(salida)
        ayuda = self._ayuda[: largo - 1]
        np.right_shift(mapa[palabras:], np.uint64(bits), out=salida)
        np.left_shift(mapa[palabras + 1 :], np.uint64(64 - bits), out=ayuda)
        np.bitwise_or(salida[: largo - 1], ayuda, out=salida[: largo - 1])


def _lejania(mascara: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
    """A cuántos pixeles, sobre su renglón, queda cada uno de la máscara; 0 dentro.

    Entre dos partes de la máscara siempre queda al menos un pixel que cuenta como lejano: nada las cruza.

    Returns
    -------
    ndarray of int16, shape (alto, ancho + 2 * _ASOMO)
    """
    ancha = np.pad(mascara, ((0, 0), (_ASOMO, _ASOMO)))
    columnas = np.arange(ancha.shape[1], dtype=np.int16)
    lejisimos = np.int16(10_000)
    antes = columnas - np.maximum.accumulate(np.where(ancha, columnas, -lejisimos), axis=1)
    despues = np.minimum.accumulate(np.where(ancha, columnas, lejisimos)[:, ::-1], axis=1)[:, ::-1] - columnas
    medio = (antes + despues - 2) // 2
    cerca = np.minimum(antes, despues)
    return np.where(ancha, 0, np.where(cerca <= medio, cerca, lejisimos)).astype(np.int16)
