"""El lugar que ocupa una palabra: rectángulos que siguen el contorno de sus letras, y no una sola caja."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.ruta_svg import segmentos

if TYPE_CHECKING:
    from reflexiona.caligrama.trazos import Fuente

__all__ = ["AIRE", "Bulto", "Perfil", "huellas", "perfil"]

AIRE = (0.16, 0.04)
"""Aire a los lados y arriba y abajo, en cuerpos: dos palabras seguidas se leen como una si nada las separa."""

_FRANJA = 0.06
"""Ancho de las franjas en que se mide una letra, en cuerpos."""

_ESCALON = 0.05
"""Lo que sobresale una letra se redondea hacia afuera a estos escalones: menos rectángulos por palabra."""

_HOLGURA = 0.035
"""Lo que una letra redonda se pasa de la línea sin contar como ascendente o descendente."""

_FINURA = 0.01
"""Separación entre los puntos con que se recorre un contorno, en cuerpos."""

_Caja = tuple[float, float, float, float]
_Huella = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Perfil:
    """El contorno de una palabra con cuerpo 1, desde el inicio de su línea base y con la y hacia abajo.

    Parameters
    ----------
    franja : tuple of float
        `(x0, y0, x1, y1)` de la franja que llenan las minúsculas, a todo lo largo de la palabra.
    salientes : tuple of tuple of float
        Lo que sobresale de la franja: ascendentes, descendentes, acentos y mayúsculas.
    """

    franja: _Caja
    salientes: tuple[_Caja, ...]

    @property
    def ancho(self) -> float:
        """De la primera tinta a la última."""
        return self.franja[2] - self.franja[0]

    @property
    def arriba(self) -> float:
        """Lo que sube desde la línea base."""
        return -min(r[1] for r in (self.franja, *self.salientes))

    @property
    def abajo(self) -> float:
        """Lo que baja desde la línea base."""
        return max(r[3] for r in (self.franja, *self.salientes))

    def superficie(self, aire: tuple[float, float] = AIRE) -> float:
        """Lo que ocupa con el aire que pide, en cuerpos cuadrados."""
        x0, y0, x1, y1 = self.franja
        suya = (x1 - x0 + 2 * aire[0]) * (y1 - y0 + 2 * aire[1])
        return suya + sum((c - a) * (d - b) for a, b, c, d in self.salientes)


class Bulto:
    """Una palabra a un tamaño, en pixeles de una reja.

    El aire lo pone quien llega: entre una palabra grande y una pequeña queda el de la pequeña.

    Parameters
    ----------
    fuente : Fuente
    texto : str
    cuerpo : float
        Tamaño de la letra, en pixeles.

    Attributes
    ----------
    pide : tuple of (int, int, int, int)
        Rectángulos (fila, columna, alto, ancho) que deben estar libres, desde la esquina del bulto.
    marca : tuple of (int, int, int, int)
        Rectángulos que quedan ocupados.
    lados : float
        Aire a cada lado.
    base : tuple of float
        Dónde empieza la línea base (fila, columna), desde la esquina del bulto.
    """

    def __init__(self, fuente: Fuente, texto: str, cuerpo: float) -> None:
        contorno = perfil(fuente, texto)
        self.texto, self.cuerpo = texto, cuerpo
        lados, puntas = max(0.5, AIRE[0] * cuerpo), max(0.4, AIRE[1] * cuerpo)
        self.lados = lados
        # La franja con su aire empieza justo en un pixel: así redondear sólo cuesta del otro lado.
        x, y = lados - contorno.franja[0] * cuerpo, puntas - contorno.franja[1] * cuerpo
        pide = [_afuera(contorno.franja, cuerpo, x, y, lados, puntas)]
        pide += [_afuera(r, cuerpo, x, y, 1.2 * puntas, puntas) for r in contorno.salientes]
        arriba, izquierda = min(r[0] for r in pide), min(r[1] for r in pide)
        self.base = (y - arriba, x - izquierda)
        self.pide = tuple((f - arriba, c - izquierda, alto, ancho) for f, c, alto, ancho in pide)
        self.marca = huellas(contorno, cuerpo, self.base[1], self.base[0])
        self.alto = max(f + alto for f, _, alto, _ in self.pide)
        self.ancho = max(c + ancho for _, c, _, ancho in self.pide)


def huellas(contorno: Perfil, cuerpo: float, x: float, y: float) -> tuple[_Huella, ...]:
    """Los pixeles que ocupa una palabra cuya línea base empieza en (x, y).

    Parameters
    ----------
    contorno : Perfil
    cuerpo, x, y : float
        En pixeles.

    Returns
    -------
    tuple of (int, int, int, int)
        Rectángulos (fila, columna, alto, ancho).
    """
    return tuple(_afuera(r, cuerpo, x, y, 0.0, 0.0) for r in (contorno.franja, *contorno.salientes))


def _afuera(caja: _Caja, cuerpo: float, x: float, y: float, lados: float, puntas: float) -> _Huella:
    """Los pixeles enteros que contienen una caja con su aire."""
    nada = 1e-6  # lo que un redondeo de coma flotante no debe costar
    x0, y0 = math.floor(x + caja[0] * cuerpo - lados + nada), math.floor(y + caja[1] * cuerpo - puntas + nada)
    x1, y1 = math.ceil(x + caja[2] * cuerpo + lados - nada), math.ceil(y + caja[3] * cuerpo + puntas - nada)
    return y0, x0, y1 - y0, x1 - x0


@lru_cache(maxsize=20_000)
def perfil(fuente: Fuente, texto: str) -> Perfil:
    """El perfil de una palabra; sale de los contornos y no de pixeles, para que sea igual en toda máquina.

    Parameters
    ----------
    fuente : Fuente
    texto : str
        Con al menos una letra que deje tinta.

    Returns
    -------
    Perfil

    Examples
    --------
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> letra = tipografia().negrita
    >>> len(perfil(letra, "sonora").salientes), len(perfil(letra, "sopa").salientes)
    (0, 1)
    """
    u = fuente.unidades
    tiras = [
        (p.x / u + a, p.x / u + b, p.y / u + arriba, p.y / u + abajo)
        for p in fuente.puestos(texto)
        for a, b, arriba, abajo in _tiras(p.glifo.d, u)
    ]
    x0, x1 = min(t[0] for t in tiras), max(t[1] for t in tiras)
    techo, suelo = -_altura_x(fuente), 0.0
    techo = min([techo, *(t[2] for t in tiras if t[2] > techo - _HOLGURA)])
    suelo = max([suelo, *(t[3] for t in tiras if t[3] < suelo + _HOLGURA)])
    arriba = _salientes([(a, b, techo - alto) for a, b, alto, _ in tiras])
    abajo = _salientes([(a, b, bajo - suelo) for a, b, _, bajo in tiras])
    salientes = [(a, techo - cuanto, b, techo) for a, b, cuanto in arriba]
    salientes += [(a, suelo, b, suelo + cuanto) for a, b, cuanto in abajo]
    return Perfil((x0, techo, x1, suelo), tuple(salientes))


def _salientes(tiras: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Junta las tiras vecinas que sobresalen lo mismo: (x0, x1, cuánto)."""
    salida: list[tuple[float, float, float]] = []
    desde, hasta, nivel = 0.0, 0.0, 0
    for a, b, cuanto in [*sorted(tiras), (math.inf, math.inf, 0.0)]:
        suyo = math.ceil(round(cuanto / _ESCALON, 6)) if cuanto > 0 else 0
        if nivel and suyo == nivel and a - hasta < 0.3:
            hasta = max(hasta, b)
            continue
        if nivel:
            salida.append((desde, hasta, nivel * _ESCALON))
        desde, hasta, nivel = a, b, suyo
    return salida


@lru_cache(maxsize=64)
def _altura_x(fuente: Fuente) -> float:
    """La altura de las minúsculas, o media letra si la fuente no tiene «x»."""
    cajas = fuente.cajas("x") if not fuente.faltantes("x") else ()
    return -cajas[0][1] if cajas else 0.5


@lru_cache(maxsize=5_000)
def _tiras(contorno: str, unidades: int) -> tuple[_Caja, ...]:
    """Lo más alto y lo más bajo de una letra en cada franja de su ancho: (x0, x1, arriba, abajo), en cuerpos."""
    puntos = _puntos(contorno) / unidades
    if not len(puntos):
        return ()
    x0, x1 = float(puntos[:, 0].min()), float(puntos[:, 0].max())
    cuantas = max(1, round((x1 - x0) / _FRANJA))
    paso = (x1 - x0) / cuantas or 1.0
    arriba, abajo = np.full(cuantas, np.inf), np.full(cuantas, -np.inf)
    # Un punto en la orilla de una franja cuenta también para la vecina.
    for corrido in (-1.2 * _FINURA, 0.0, 1.2 * _FINURA):
        cual = np.clip(((puntos[:, 0] + corrido - x0) / paso).astype(int), 0, cuantas - 1)
        np.minimum.at(arriba, cual, puntos[:, 1])
        np.maximum.at(abajo, cual, puntos[:, 1])
    return tuple(
        (x0 + i * paso, x0 + (i + 1) * paso, float(arriba[i]), float(abajo[i]))
        for i in range(cuantas)
        if math.isfinite(arriba[i])
    )


def _puntos(contorno: str) -> npt.NDArray[np.float64]:
    """Puntos del contorno de una letra, ndarray of shape (n, 2), en unidades de la fuente."""
    salida: list[npt.NDArray[np.float64]] = []
    aqui = inicio = np.zeros(2)
    ordenes = segmentos(contorno)
    lado = max((abs(v) for _, pares in ordenes for par in pares for v in par), default=1.0)
    for orden, pares in ordenes:
        if orden == "M":
            aqui = inicio = np.array(pares[-1], dtype=float)
            continue
        control = np.array([aqui, *pares] if pares else [aqui, inicio], dtype=float)
        largo = float(np.abs(np.diff(control, axis=0)).sum())
        t = np.linspace(0.0, 1.0, max(2, math.ceil(largo / (_FINURA * lado))))[:, None]
        grado = len(control) - 1
        puntos = np.zeros((len(t), 2))
        for k in range(grado + 1):
            puntos += math.comb(grado, k) * t**k * (1 - t) ** (grado - k) * control[k]
        salida.append(puntos)
        aqui = control[-1]
    return np.concatenate(salida) if salida else np.zeros((0, 2))
