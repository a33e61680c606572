"""Dibujar una página en pixeles o en unos ejes de matplotlib, con los mismos contornos que el SVG."""

from __future__ import annotations

import io
import math
from typing import Any

from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.papel import Papel
from reflexiona.caligrama.piezas import colocar, en_orden, fuente_de
from reflexiona.caligrama.tinta import Afin, Lamina, camino_de_texto
from reflexiona.caligrama.trazos import Tipografia
from reflexiona.errores import ErrorCaligrama

__all__ = ["comprobar_ancho", "dibujar_en_ejes", "escribir_png"]

_MAYOR = 12_000
"""Lado mayor que se dibuja: un cartel de un metro a 300 puntos por pulgada."""


def escribir_png(pagina: Pagina, letra: Tipografia, ancho: int, papel: Papel | None = None) -> bytes:
    """Dibuja la página como PNG opaco, sin fecha ni programa en sus metadatos.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia
    ancho : int
        En pixeles; no cuenta si hay papel.
    papel : Papel, optional
        Tamaño de impresión: la página se centra en él y el archivo dice sus puntos por pulgada.

    Returns
    -------
    bytes

    Raises
    ------
    ErrorCaligrama
        Si el tamaño no es un número de pixeles razonable.
    """
    from PIL import Image

    if papel is None:
        comprobar_ancho(ancho)
        escala = ancho / pagina.ancho
        medidas, corrido = (ancho, round(pagina.alto * escala)), (0.0, 0.0)
    else:
        medidas = papel.pixeles()
        escala, *lugar = papel.encajar(pagina.ancho, pagina.alto, *medidas)
        corrido = (lugar[0], lugar[1])
    if max(medidas) > _MAYOR:
        raise ErrorCaligrama(
            f"Una imagen de {medidas[0]} × {medidas[1]} pixeles no cabe en memoria: el lado mayor es {_MAYOR}."
        )
    lamina = Lamina(*medidas, pagina.fondo)
    for matriz, contorno, color in _piezas(pagina, letra, escala):
        a, b, c, d, e, f = matriz
        lamina.rellenar(contorno, color, (a, b, c, d, e + corrido[0], f + corrido[1]))
    salida = io.BytesIO()
    puntos = {} if papel is None else {"dpi": (papel.ppp, papel.ppp)}
    Image.fromarray(lamina.pixeles()).save(salida, format="PNG", optimize=False, compress_level=3, **puntos)
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
    for (a, b, c, d, e, f), contorno, color in _piezas(pagina, letra, 1.0):
        caminos.append(Affine2D.from_values(a, b, c, d, e, f).transform_path(contorno))
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


def _piezas(pagina: Pagina, letra: Tipografia, escala: float) -> list[tuple[Afin, Any, str]]:
    """Cada contorno con su matriz y su color, en el orden en que se pinta."""
    piezas: list[tuple[Afin, Any, str]] = []
    for uno in en_orden(pagina):
        fuente = fuente_de(uno, letra)
        contorno = camino_de_texto(fuente, uno.texto, uno.espaciado)
        piezas.append((colocar(uno, fuente, escala), contorno, uno.color))
    if pagina.marcas:
        circulo = _circulo()
        for m in pagina.marcas:
            r = m.radio * escala
            piezas.append(((r, 0.0, 0.0, r, m.x * escala, m.y * escala), circulo, m.color))
    return piezas


def _circulo() -> Any:
    from matplotlib.path import Path

    vueltas = [2 * math.pi * i / 48 for i in range(48)]
    return Path([(math.cos(t), math.sin(t)) for t in vueltas] + [(1.0, 0.0)], closed=True)
