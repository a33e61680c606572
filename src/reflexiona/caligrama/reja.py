"""La reja de pixeles ocupados sobre la que se busca lugar a cada palabra."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Fuente

__all__ = ["Bulto", "Reja"]


class Bulto:
    """Una palabra a un tamaño, con aire alrededor: su caja y la de cada letra, en pixeles de la reja.

    A los lados lleva más aire que arriba y abajo: dos palabras seguidas se leen como una si no hay un espacio entre
    ellas.

    Parameters
    ----------
    fuente : Fuente
    texto : str
    cuerpo : float
        Tamaño de la letra, en pixeles.
    """

    def __init__(self, fuente: Fuente, texto: str, cuerpo: float) -> None:
        cajas = [(x0 * cuerpo, y0 * cuerpo, x1 * cuerpo, y1 * cuerpo) for x0, y0, x1, y1 in fuente.cajas(texto)]
        self.texto, self.cuerpo = texto, cuerpo
        self.aire = (math.ceil(0.09 * cuerpo), max(1, round(0.05 * cuerpo)))
        self.x0, self.y0 = min(c[0] for c in cajas), min(c[1] for c in cajas)
        self.cajas = [(x0 - self.x0, y0 - self.y0, x1 - self.x0, y1 - self.y0) for x0, y0, x1, y1 in cajas]
        self.ancho = math.ceil(max(c[2] for c in self.cajas)) + 2 * self.aire[0]
        self.alto = math.ceil(max(c[3] for c in self.cajas)) + 2 * self.aire[1]


class Reja:
    """Qué pixeles de la silueta siguen libres.

    La búsqueda de huecos es la de `wordcloud` (`IntegralOccupancyMap`). Lo ocupado son las cajas de cada letra y no
    pixeles dibujados: así el acomodo no depende del trazador de fuentes de cada máquina.

    Parameters
    ----------
    silueta : Silueta
    semilla : int
    """

    def __init__(self, silueta: Silueta, semilla: int) -> None:
        from wordcloud.wordcloud import IntegralOccupancyMap

        self.ocupado: npt.NDArray[np.uint8] = (~silueta.mascara).astype(np.uint8)
        self._mapa: Any = IntegralOccupancyMap(*silueta.mascara.shape, self.ocupado)
        self._mapa.integral //= 255
        self._sorteo = _Sorteo(semilla)
        self._escala = silueta.escala

    def hueco(
        self, bulto: Bulto, cerca: tuple[float, float] | None = None, intentos: int = 1
    ) -> tuple[int, int] | None:
        """Un lugar libre al azar (fila, columna) para el bulto, o None si no cabe en ninguno.

        Parameters
        ----------
        bulto : Bulto
        cerca : tuple of float, optional
            De los lugares sorteados se prefiere el que deja el centro del bulto más cerca de esta (fila, columna).
        intentos : int, optional
            Cuántos lugares se sortean.
        """
        mejor: tuple[int, int] | None = None
        menor = math.inf
        for _ in range(intentos):
            hallado = self._mapa.sample_position(bulto.alto, bulto.ancho, self._sorteo)
            if hallado is None:
                return None
            # La tabla de sumas de wordcloud empieza en el pixel siguiente al que entrega.
            lugar = (hallado[0] + 1, hallado[1] + 1)
            if cerca is None:
                return lugar
            lejos = math.hypot(lugar[0] + bulto.alto / 2 - cerca[0], lugar[1] + bulto.ancho / 2 - cerca[1])
            if lejos < menor:
                mejor, menor = lugar, lejos
        return mejor

    def marcar(self, bulto: Bulto, lugar: tuple[int, int]) -> None:
        """Marca como ocupadas las letras del bulto, con su aire."""
        fila, columna = lugar
        for x0, y0, x1, y1 in bulto.cajas:
            arriba, abajo = fila + math.floor(y0), fila + math.ceil(y1) + 2 * bulto.aire[1]
            izquierda, derecha = columna + math.floor(x0), columna + math.ceil(x1) + 2 * bulto.aire[0]
            self.ocupado[arriba:abajo, izquierda:derecha] = 1

    def ocupar(self, bulto: Bulto, lugar: tuple[int, int]) -> None:
        """Marca las letras del bulto y actualiza la búsqueda de huecos."""
        self.marcar(bulto, lugar)
        self._mapa.update(self.ocupado, max(0, lugar[0]), max(0, lugar[1]))

    def letrero(self, bulto: Bulto, lugar: tuple[int, int], *, relleno: bool, peso: float) -> Letrero:
        """El bulto en su lugar, en unidades abstractas."""
        x = (lugar[1] + bulto.aire[0] - bulto.x0) / self._escala
        y = (lugar[0] + bulto.aire[1] - bulto.y0) / self._escala
        return Letrero(bulto.texto, x, y, bulto.cuerpo / self._escala, negrita=not relleno, relleno=relleno, peso=peso)


class _Sorteo:
    """El azar que `wordcloud` espera, sin su falla: al sortear el hueco 0 de k no encontraba ninguno."""

    def __init__(self, semilla: int) -> None:
        self._azar = random.Random(semilla)

    def randint(self, _desde: int, hasta: int) -> int:
        return self._azar.randint(1, hasta)
