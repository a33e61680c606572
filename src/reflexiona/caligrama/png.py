"""Dibujar una página en pixeles o en unos ejes de matplotlib, con los mismos contornos que el SVG."""

from __future__ import annotations

import io
import math
from typing import Any

from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.tinta import Lamina, camino
from reflexiona.caligrama.trazos import Tipografia
from reflexiona.errores import ErrorCaligrama

__all__ = ["comprobar_ancho", "dibujar_en_ejes", "escribir_png"]

_MAYOR = 12_000
"""Lado mayor que se dibuja: un cartel de un metro a 300 puntos por pulgada."""


def escribir_png(pagina: Pagina, letra: Tipografia, ancho: int) -> bytes:
    """Dibuja la página como PNG opaco, sin fecha ni programa en sus metadatos.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia
    ancho : int
        En pixeles.

    Returns
    -------
    bytes

    Raises
    ------
    ErrorCaligrama
        Si el ancho no es un número de pixeles razonable.
    """
    from PIL import Image

    comprobar_ancho(ancho)
    escala = ancho / pagina.ancho
    alto = round(pagina.alto * escala)
    if max(ancho, alto) > _MAYOR:
        raise ErrorCaligrama(f"Una imagen de {ancho} × {alto} pixeles no cabe en memoria: el lado mayor es {_MAYOR}.")
    lamina = Lamina(ancho, alto, pagina.fondo)
    for matriz, contorno, color in _piezas(pagina, letra):
        a, d, e, f = matriz
        lamina.rellenar(contorno, color, (a * escala, 0, 0, d * escala, e * escala, f * escala))
    salida = io.BytesIO()
    Image.fromarray(lamina.pixeles()).save(salida, format="PNG", optimize=False, compress_level=6)
    return salida.getvalue()


def comprobar_ancho(ancho: object) -> None:
    """Comprueba que el ancho sea un entero de pixeles en el que quepa algo.

    Raises
    ------
    ErrorCaligrama
        Si no lo es.

    Examples
    --------
    >>> comprobar_ancho(1600)
    """
    if isinstance(ancho, bool) or not isinstance(ancho, int) or not 16 <= ancho <= _MAYOR:
        raise ErrorCaligrama(f"El ancho es {ancho!r}: dé un número entero de pixeles, de 16 a {_MAYOR}.")


def dibujar_en_ejes(pagina: Pagina, letra: Tipografia, ejes: Any) -> None:
    """Dibuja la página en unos ejes de matplotlib y ajusta sus límites.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia
    ejes : matplotlib.axes.Axes
    """
    from matplotlib.collections import PathCollection
    from matplotlib.transforms import Affine2D

    caminos, colores = [], []
    for (a, d, e, f), contorno, color in _piezas(pagina, letra):
        caminos.append(Affine2D().scale(a, d).translate(e, f).transform_path(contorno))
        colores.append(color)
    ejes.add_collection(PathCollection(caminos, facecolors=colores, linewidths=0), autolim=False)
    ejes.set_facecolor(pagina.fondo)
    ejes.set_xlim(0, pagina.ancho)
    ejes.set_ylim(pagina.alto, 0)
    ejes.set_aspect("equal")
    ejes.set_xticks([])
    ejes.set_yticks([])
    for borde in ejes.spines.values():
        borde.set_visible(False)


def _piezas(pagina: Pagina, letra: Tipografia) -> list[tuple[tuple[float, float, float, float], Any, str]]:
    """Cada contorno con su escala (x, y), su lugar y su color, en el orden en que se pinta."""
    piezas: list[tuple[tuple[float, float, float, float], Any, str]] = []
    orden = sorted(pagina.palabras, key=lambda uno: not uno.relleno)
    for uno in (*orden, *pagina.rotulos):
        fuente = letra.negrita if uno.negrita else letra.normal
        escala = uno.cuerpo / fuente.unidades
        piezas.append(((escala, escala, uno.x, uno.y), camino(fuente.trazo(uno.texto)), uno.color))
    if pagina.marcas:
        circulo = _circulo()
        piezas.extend(((m.radio, m.radio, m.x, m.y), circulo, m.color) for m in pagina.marcas)
    return piezas


def _circulo() -> Any:
    from matplotlib.path import Path

    vueltas = [2 * math.pi * i / 48 for i in range(48)]
    return Path([(math.cos(t), math.sin(t)) for t in vueltas] + [(1.0, 0.0)], closed=True)
