"""De un dibujo a pixeles: cuánta tinta, de qué color y de qué parte hay en cada uno."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.dibujo_svg import Dibujo, Mancha
from reflexiona.caligrama.tinta import Afin, camino
from reflexiona.errores import ErrorCaligrama

__all__ = ["LADO_ORIGEN", "Lienzo", "pintar"]

LADO_ORIGEN = 1200
"""Lado mayor, en pixeles, con que se mira un dibujo o una imagen antes de recortar su figura."""

_CLARO = 250
Plano = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Lienzo:
    """Un dibujo o una imagen vistos de cerca.

    Parameters
    ----------
    color : ndarray of float, shape (alto, ancho, 3)
        De 0 a 255.
    tinta : ndarray of float, shape (alto, ancho)
        Opacidad, de 0 a 1.
    partes : ndarray of int, shape (alto, ancho)
        Número de la parte declarada (1, 2, …) que se pintó al último; 0 donde ninguna.
    """

    color: Plano
    tinta: Plano
    partes: npt.NDArray[np.int32]


def pintar(dibujo: Dibujo) -> Lienzo:
    """Pinta las manchas de un dibujo, en su orden.

    Parameters
    ----------
    dibujo : Dibujo

    Returns
    -------
    Lienzo
        Con su lado mayor de `LADO_ORIGEN`.

    Raises
    ------
    ErrorCaligrama
        Si una mancha tiene medidas imposibles.

    Examples
    --------
    >>> from reflexiona.caligrama.dibujo_svg import leer_dibujo
    >>> from reflexiona.caligrama.formas import archivo_de_forma
    >>> pintar(leer_dibujo(archivo_de_forma("circulo"))).tinta.shape
    (1200, 1200)
    """
    x, y, ancho, alto = dibujo.caja
    escala = LADO_ORIGEN / max(ancho, alto)
    w, h = max(1, round(ancho * escala)), max(1, round(alto * escala))
    lienzo = Lienzo(
        np.full((h, w, 3), 255, dtype=np.float32),
        np.zeros((h, w), dtype=np.float32),
        np.zeros((h, w), dtype=np.int32),
    )
    colores = {mancha.relleno: _color(mancha.relleno) for mancha in dibujo.manchas}
    hay_tinta = any(min(color) < _CLARO for color in colores.values())
    numero = {parte: i for i, parte in enumerate(dibujo.partes, start=1)}
    for mancha in dibujo.manchas:
        a, b, c, d, e, f = mancha.matriz
        matriz = (a * escala, b * escala, c * escala, d * escala, (e - x) * escala, (f - y) * escala)
        hallada = _cubrir(mancha, matriz, w, h)
        if hallada is None:
            continue
        zona, capa = hallada
        color = colores[mancha.relleno]
        lienzo.color[zona] += (np.array(color, dtype=np.float32) - lienzo.color[zona]) * capa[..., None]
        # Sobre otra tinta, el blanco es hueco (una ventana, un ojo); un dibujo todo blanco es figura.
        hueco = hay_tinta and min(color) >= _CLARO
        lienzo.tinta[zona] += ((0.0 if hueco else 1.0) - lienzo.tinta[zona]) * capa
        if mancha.parte:
            lienzo.partes[zona][capa >= 0.5] = numero[mancha.parte]
    return lienzo


def _cubrir(mancha: Mancha, matriz: Afin, ancho: int, alto: int) -> tuple[tuple[slice, slice], Plano] | None:
    """El pedazo de lámina que toca una mancha y cuánto cubre de cada pixel; None si queda fuera."""
    from matplotlib.path import Path as Camino

    contorno = camino(mancha.trazo)
    a, b, c, d, e, f = matriz
    puntos = contorno.vertices @ np.array([[a, b], [c, d]]) + (e, f)
    if not np.isfinite(puntos).all():
        raise ErrorCaligrama("El dibujo tiene un trazo con medidas imposibles (no son números finitos).")
    contorno = Camino(puntos, contorno.codes)
    grosor = mancha.grosor * math.sqrt(abs(a * d - b * c))
    x0, y0 = np.maximum(np.floor(puntos.min(axis=0) - grosor - 1), 0)
    x1, y1 = np.minimum(np.ceil(puntos.max(axis=0) + grosor + 1), (ancho, alto))
    if x0 >= x1 or y0 >= y1:
        return None
    zona = (slice(int(y0), int(y1)), slice(int(x0), int(x1)))
    if not mancha.alterna:
        return zona, _rellenar(contorno, zona, grosor)
    capa = np.zeros((int(y1 - y0), int(x1 - x0)), dtype=np.float32)
    codigos = np.asarray(contorno.codes)
    inicios = [*np.flatnonzero(codigos == Camino.MOVETO).tolist(), len(codigos)]
    for desde, hasta in pairwise(inicios):
        otra = _rellenar(Camino(puntos[desde:hasta], codigos[desde:hasta]), zona, grosor)
        capa += otra - 2 * capa * otra
    return zona, capa


def _rellenar(contorno: Any, zona: tuple[slice, slice], grosor: float) -> Plano:
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.transforms import Affine2D

    filas, columnas = zona
    ancho, alto = columnas.stop - columnas.start, filas.stop - filas.start
    fabrica: Any = RendererAgg
    agg = fabrica(ancho, alto, 72)
    pluma = agg.new_gc()
    pluma.set_snap(False)
    pluma.set_antialiased(True)
    pluma.set_linewidth(grosor)
    pluma.set_joinstyle("round")
    pluma.set_capstyle("round")
    # Agg cuenta la altura de abajo hacia arriba.
    afin = Affine2D(np.array([[1, 0, -columnas.start], [0, -1, filas.stop], [0, 0, 1]], dtype=float))
    agg.draw_path(pluma, contorno, afin, None if grosor else (0.0, 0.0, 0.0, 1.0))
    return np.asarray(agg.buffer_rgba())[:, :, 3].astype(np.float32) / np.float32(255)


def _color(nombre: str) -> tuple[int, int, int]:
    from PIL import ImageColor

    try:
        r, g, b = ImageColor.getrgb(nombre)[:3]
    except ValueError:
        # Degradados y demás rellenos con nombre propio son tinta: aquí sólo importa la mancha.
        return 0, 0, 0
    return r, g, b
