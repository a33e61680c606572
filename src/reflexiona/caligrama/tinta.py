"""De contornos a pixeles: lo único del caligrama que sabe rellenar un trazo."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.ruta_svg import Segmento, segmentos

if TYPE_CHECKING:
    from reflexiona.caligrama.trazos import Fuente

__all__ = ["Lamina", "camino", "camino_de_texto"]

Afin = tuple[float, float, float, float, float, float]
"""Matriz `(a, b, c, d, e, f)` de SVG: x' = a·x + c·y + e, y' = b·x + d·y + f."""


def camino(trazos: tuple[Segmento, ...]) -> Any:
    """Convierte segmentos en un `matplotlib.path.Path`.

    Parameters
    ----------
    trazos : tuple of Segmento
        Lo que entrega `ruta_svg.segmentos`.

    Returns
    -------
    matplotlib.path.Path

    Examples
    --------
    >>> from reflexiona.caligrama.ruta_svg import segmentos
    >>> len(camino(segmentos("M0 0L4 0L4 4Z")).vertices)
    4
    """
    from matplotlib.path import Path

    codigos = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}
    vertices: list[tuple[float, float]] = []
    ordenes: list[int] = []
    for orden, puntos in trazos:
        if orden == "Z":
            vertices.append(vertices[-1])
            ordenes.append(int(Path.CLOSEPOLY))
            continue
        vertices.extend(puntos)
        ordenes.extend([int(codigos[orden])] * len(puntos))
    return Path(np.array(vertices, dtype=float).reshape(-1, 2), np.array(ordenes, dtype=np.uint8))


@lru_cache(maxsize=4_000)
def camino_de_texto(fuente: Fuente, texto: str, espaciado: float = 0.0) -> Any:
    """El contorno de un texto, en unidades de la fuente y con la y hacia abajo.

    Lo mismo que `camino(fuente.trazo(texto, espaciado))`, sin volver a leer cada letra.

    Parameters
    ----------
    fuente : Fuente
    texto : str
    espaciado : float, optional
        Lo que se agrega entre letra y letra, en cuerpos.

    Returns
    -------
    matplotlib.path.Path
    """
    from matplotlib.path import Path

    puestos = fuente.puestos(texto, espaciado)
    letras = [_letra(p.glifo.d) for p in puestos]
    vertices = [puntos + np.array((p.x, p.y)) for (puntos, _), p in zip(letras, puestos, strict=True)]
    if not vertices:
        return camino(())
    return Path(np.concatenate(vertices), np.concatenate([ordenes for _, ordenes in letras]))


@lru_cache(maxsize=4_000)
def _letra(contorno: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    hecho = camino(segmentos(contorno))
    return hecho.vertices, hecho.codes


class Lamina:
    """Una imagen en memoria, con el origen arriba a la izquierda, donde se rellenan contornos.

    Parameters
    ----------
    ancho, alto : int
        Tamaño en pixeles.
    fondo : str, optional
        Color `#RRGGBB`; sin él, la lámina empieza transparente.

    Examples
    --------
    >>> from reflexiona.caligrama.ruta_svg import segmentos
    >>> hoja = Lamina(4, 2, "#FFFFFF")
    >>> hoja.rellenar(camino(segmentos("M0 0H2V2H0Z")), "#000000")
    >>> hoja.pixeles()[0, :, 0].tolist()
    [0, 0, 255, 255]
    """

    def __init__(self, ancho: int, alto: int, fondo: str | None = None) -> None:
        from matplotlib.backends.backend_agg import RendererAgg

        self.ancho, self.alto = ancho, alto
        fabrica: Any = RendererAgg
        self._agg: Any = fabrica(ancho, alto, 72)
        self._pluma: Any = self._agg.new_gc()
        self._pluma.set_linewidth(0)
        self._pluma.set_snap(False)
        self._pluma.set_antialiased(True)
        if fondo is not None:
            from matplotlib.path import Path

            self.rellenar(Path([(0, 0), (ancho, 0), (ancho, alto), (0, alto), (0, 0)]), fondo)

    def rellenar(self, contorno: Any, color: str, matriz: Afin = (1, 0, 0, 1, 0, 0)) -> None:
        """Rellena un contorno (regla del número de vueltas) con un color.

        Parameters
        ----------
        contorno : matplotlib.path.Path
            Lo que entrega `camino`.
        color : str
            Color `#RRGGBB`.
        matriz : tuple of float
            De las coordenadas del contorno a pixeles.
        """
        from matplotlib.transforms import Affine2D

        a, b, c, d, e, f = matriz
        # Agg cuenta la altura de abajo hacia arriba.
        afin = Affine2D(np.array([[a, c, e], [-b, -d, self.alto - f], [0.0, 0.0, 1.0]]))
        rojo, verde, azul = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        self._agg.draw_path(self._pluma, contorno, afin, (rojo, verde, azul, 1.0))

    def pixeles(self) -> npt.NDArray[np.uint8]:
        """Copia de la imagen, ndarray of shape (alto, ancho, 3)."""
        return np.array(np.asarray(self._agg.buffer_rgba())[:, :, :3])

    def cubiertos(self) -> npt.NDArray[np.bool_]:
        """Los pixeles con más tinta que fondo de una lámina transparente, ndarray of shape (alto, ancho)."""
        return np.asarray(np.asarray(self._agg.buffer_rgba())[:, :, 3] >= 128)
