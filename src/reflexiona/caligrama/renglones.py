"""Los renglones que caben en una silueta: tramos horizontales, en orden de lectura, a una altura de letra dada."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Fuente

__all__ = ["Hoja", "Medida", "Tramo", "zonas"]

Mascara = npt.NDArray[np.bool_]

_ANCHO_MINIMO = 1.3
"""Un tramo más angosto (en cuerpos) no lleva texto."""

_NUCLEO_MINIMO = 0.4
_NO_CUENTA = 0.35
"""Fracción de un pixel de la máscara que una letra puede pisar afuera."""

_EXTENSION = 0.9
_ENTRE_TRAMOS = 0.7


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un renglón o un pedazo de él, en unidades abstractas."""

    base: float
    x0: float
    x1: float

    @property
    def ancho(self) -> float:
        """Lo que mide, en unidades abstractas."""
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Medida:
    """Alturas de una letra, en cuerpos: de la x, de la mayúscula, lo que baja de la línea, y la interlínea."""

    x: float
    alta: float
    baja: float
    interlinea: float

    @classmethod
    def de(cls, fuente: Fuente, interlinea: float) -> Medida:
        """Mide las letras de una fuente."""
        alturas = [-c[1] for c in fuente.cajas("Hdlbt")]
        bajadas = [c[3] for c in fuente.cajas("pqgy")]
        return cls(fuente.altura_x, max(alturas, default=0.7), max(bajadas, default=0.2), interlinea)


class Hoja:
    """Una máscara preparada para preguntarle muchas veces por sus renglones.

    Parameters
    ----------
    mascara : ndarray of bool, shape (alto, ancho)
    escala : float
        Pixeles por unidad abstracta.
    """

    def __init__(self, mascara: Mascara, escala: float) -> None:
        self.escala = escala
        self.alto, self.ancho = mascara.shape
        self._filas = np.zeros((self.alto + 1, self.ancho), dtype=np.int32)
        np.cumsum(mascara, axis=0, out=self._filas[1:])
        self._areas = np.zeros((self.alto + 1, self.ancho + 1), dtype=np.int64)
        self._areas[1:, 1:] = np.cumsum(self._filas[1:], axis=1)
        filas = np.flatnonzero(mascara.any(axis=1))
        self.arriba, self.abajo = float(filas[0]) / escala, float(filas[-1] + 1) / escala

    def tramos(self, cuerpo: float, medida: Medida, fase: float) -> list[Tramo]:
        """Los tramos donde cabe una letra, de arriba abajo y de izquierda a derecha.

        El núcleo de un tramo tiene silueta desde lo alto de las mayúsculas hasta lo bajo de la «g»; sus puntas se
        alargan hasta donde cabe una minúscula, y quien coloca cuida que ahí no quede una letra alta.

        Parameters
        ----------
        cuerpo : float
            Tamaño de la letra, en unidades abstractas.
        medida : Medida
        fase : float
            De 0 a 1: cuánto se recorre el primer renglón, en interlíneas.
        """
        paso = cuerpo * medida.interlinea
        primera = self.arriba + medida.x * cuerpo + fase * paso
        bases = np.arange(primera, self.abajo, paso)
        if not len(bases):
            return []
        nucleos = _por_fila(self._llenas(bases - medida.alta * cuerpo, bases + medida.baja * cuerpo))
        chicas = _por_fila(self._llenas(bases - medida.x * cuerpo, bases))
        salida: list[Tramo] = []
        alarga, blanco = _EXTENSION * cuerpo * self.escala, _ENTRE_TRAMOS / 2 * cuerpo * self.escala
        for base, centros, orillas in zip(bases.tolist(), nucleos, chicas, strict=True):
            centros = [c for c in centros if c[1] - c[0] >= _NUCLEO_MINIMO * cuerpo * self.escala]
            for i, (a, b) in enumerate(centros):
                desde, hasta = next(((p, q) for p, q in orillas if p <= a and q >= b), (a, b))
                previo = centros[i - 1][1] if i else -np.inf
                siguiente = centros[i + 1][0] if i + 1 < len(centros) else np.inf
                # Entre dos núcleos del mismo hueco queda un blanco que se ve: son dos renglones.
                izquierda = max(desde, a - alarga, min(a, (previo + a) / 2 + blanco))
                derecha = min(hasta, b + alarga, max(b, (b + siguiente) / 2 - blanco))
                x0, x1 = izquierda / self.escala, derecha / self.escala
                if x1 - x0 >= _ANCHO_MINIMO * cuerpo:
                    salida.append(Tramo(base, x0, x1))
        return salida

    def fuera(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Si una caja (unidades abstractas) se sale de la máscara; una fracción de pixel no cuenta."""
        e = self.escala
        a, c = math.floor(x0 * e + _NO_CUENTA), math.floor(y0 * e + _NO_CUENTA)
        b, d = max(a + 1, math.ceil(x1 * e - _NO_CUENTA)), max(c + 1, math.ceil(y1 * e - _NO_CUENTA))
        if a < 0 or c < 0 or b > self.ancho or d > self.alto:
            return True
        s = self._areas
        return int(s[d, b] - s[c, b] - s[d, a] + s[c, a]) < (b - a) * (d - c)

    def _llenas(self, arriba: npt.NDArray[np.float64], abajo: npt.NDArray[np.float64]) -> Mascara:
        """Por renglón, las columnas con silueta en toda la franja."""
        f0 = np.floor(arriba * self.escala + _NO_CUENTA).astype(int)
        f1 = np.maximum(np.ceil(abajo * self.escala - _NO_CUENTA).astype(int), f0 + 1)
        adentro = (f0 >= 0) & (f1 <= self.alto)
        f0, f1 = f0.clip(0, self.alto), f1.clip(0, self.alto)
        llenas: Mascara = (self._filas[f1] - self._filas[f0]) == (f1 - f0)[:, None]
        return np.asarray(llenas & adentro[:, None])


def zonas(silueta: Silueta, orden: str) -> tuple[Mascara, ...]:
    """En qué orden se llena la silueta.

    Parameters
    ----------
    silueta : Silueta
    orden : {"renglones", "partes"}
        Con «renglones» las partes que se tocan se leen de corrido, renglón por renglón, y los pedazos sueltos uno tras
        otro; con «partes», cada parte por separado.

    Returns
    -------
    tuple of ndarray of bool
    """
    partes = [parte.mascara for parte in silueta.partes]
    if len(partes) < 2:
        return (silueta.mascara,)
    from scipy import ndimage

    if orden == "partes":
        # Entre dos partes que se tocan queda un respiro, para que un renglón no se lea corrido al de al lado.
        return tuple(
            parte & ~ndimage.binary_dilation(silueta.mascara & ~parte, iterations=max(2, round(4 * silueta.escala)))
            for parte in partes
        )
    pedazos, _ = ndimage.label(silueta.mascara, structure=np.ones((3, 3), dtype=int))
    grupos: list[list[Mascara]] = []
    tocan: list[set[int]] = []
    for parte in partes:
        suyos = set(np.unique(pedazos[parte]).tolist())
        juntos = [i for i, otros in enumerate(tocan) if otros & suyos]
        if not juntos:
            grupos.append([parte])
            tocan.append(suyos)
            continue
        primero = juntos[0]
        grupos[primero].append(parte)
        tocan[primero] |= suyos
        for i in reversed(juntos[1:]):
            grupos[primero].extend(grupos.pop(i))
            tocan[primero] |= tocan.pop(i)
    return tuple(np.logical_or.reduce(grupo) for grupo in grupos)


def _por_fila(llenas: Mascara) -> list[list[tuple[int, int]]]:
    """Los tramos seguidos (desde, hasta) de cada fila."""
    alto, ancho = llenas.shape
    orillado = np.zeros((alto, ancho + 1), dtype=bool)
    orillado[:, 1:] = llenas
    seguido = np.append(orillado.ravel(), False)
    cambios = np.flatnonzero(seguido[1:] != seguido[:-1])
    filas, inicios = np.divmod(cambios[::2], ancho + 1)
    finales = inicios + cambios[1::2] - cambios[::2]
    salida: list[list[tuple[int, int]]] = [[] for _ in range(llenas.shape[0])]
    for fila, desde, hasta in zip(filas.tolist(), inicios.tolist(), finales.tolist(), strict=True):
        salida[fila].append((desde, hasta))
    return salida
