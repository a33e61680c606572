"""La silueta que llenan las palabras: de un nombre, un SVG o una imagen a una máscara de tamaño fijo."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.dibujo_svg import Dibujo, leer_dibujo
from reflexiona.caligrama.formas import archivo_de_forma
from reflexiona.caligrama.tinta import Lamina, camino
from reflexiona.errores import ErrorCaligrama

__all__ = ["LADO", "PIXELES", "Silueta", "leer_silueta"]

LADO = 1000.0
"""Lado mayor de toda silueta, en las unidades abstractas del acomodo."""

PIXELES = 800
"""Lado mayor de la máscara en la que se acomoda; el tamaño de salida no la cambia."""

_LADO_ORIGEN = 1200
_IMAGENES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"}


@dataclass(frozen=True, eq=False)
class Silueta:
    """Una silueta lista para llenarse.

    Parameters
    ----------
    nombre : str
        Cómo se llama para la persona («Corazón», o el nombre del archivo).
    mascara : ndarray of bool, shape (alto, ancho)
        Verdadero donde cabe tinta; recortada a la silueta, con su lado mayor de `PIXELES`.
    """

    nombre: str
    mascara: npt.NDArray[np.bool_]

    @property
    def escala(self) -> float:
        """Pixeles de la máscara por unidad abstracta."""
        return PIXELES / LADO

    @property
    def ancho(self) -> float:
        """Ancho en unidades abstractas."""
        return float(self.mascara.shape[1]) / self.escala

    @property
    def alto(self) -> float:
        """Alto en unidades abstractas."""
        return float(self.mascara.shape[0]) / self.escala


def leer_silueta(forma: str | Path) -> Silueta:
    """Prepara una silueta a partir del nombre de una forma o de un archivo.

    Parameters
    ----------
    forma : str or Path
        Nombre de `formas()`, o ruta de un .svg, .png o .jpg. En una imagen la figura se distingue sola: por su
        transparencia o, si no tiene, por lo que difiere del color del borde.

    Returns
    -------
    Silueta

    Raises
    ------
    ErrorCaligrama
        Si el nombre no existe, el archivo no se puede leer o la silueta está vacía o llena toda la página.

    Examples
    --------
    >>> leer_silueta("circulo").mascara.shape
    (800, 800)
    """
    ruta = Path(forma)
    if isinstance(forma, str) and not ruta.suffix and "/" not in forma and "\\" not in forma:
        ruta = archivo_de_forma(forma)
        incluida = True
    else:
        incluida = False
    if not incluida and not ruta.is_file():
        raise ErrorCaligrama(f"No encuentro la silueta «{ruta}». Revise la ruta del archivo .svg, .png o .jpg.")
    tipo = ruta.suffix.lower()
    nombre = ruta.stem
    if tipo == ".svg":
        dibujo = leer_dibujo(ruta)
        nombre = dibujo.titulo or nombre
        figura = _figura(*_pintar(dibujo), str(ruta))
    elif tipo in _IMAGENES:
        figura = _figura(*_abrir(ruta), str(ruta))
    else:
        raise ErrorCaligrama(f"No sé tomar una silueta de «{ruta.name}»: use un archivo .svg, .png o .jpg.")
    return Silueta(nombre, _ajustar(figura, str(ruta)))


def _pintar(dibujo: Dibujo) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """El color y la opacidad (0-255) de cada pixel del dibujo."""
    from matplotlib.path import Path as Camino

    x, y, ancho, alto = dibujo.caja
    escala = _LADO_ORIGEN / max(ancho, alto)
    w, h = max(1, round(ancho * escala)), max(1, round(alto * escala))
    color = np.full((h, w, 3), 255, dtype=np.int16)
    opacidad = np.zeros((h, w), dtype=np.int16)
    hay_tinta = any(min(_color(mancha.relleno)) < 250 for mancha in dibujo.manchas)
    for mancha in dibujo.manchas:
        a, b, c, d, e, f = mancha.matriz
        matriz = (a * escala, b * escala, c * escala, d * escala, (e - x) * escala, (f - y) * escala)
        contorno = camino(mancha.trazo)
        if mancha.alterna:
            capa = np.zeros((h, w), dtype=bool)
            inicios = [*np.flatnonzero(contorno.codes == Camino.MOVETO).tolist(), len(contorno.codes)]
            for desde, hasta in pairwise(inicios):
                capa ^= _cubierto(Camino(contorno.vertices[desde:hasta], contorno.codes[desde:hasta]), matriz, w, h)
        else:
            capa = _cubierto(contorno, matriz, w, h)
        color[capa] = _color(mancha.relleno)
        # Sobre otra tinta, el blanco es hueco (una ventana, un ojo); un dibujo todo blanco es figura.
        opacidad[capa] = 0 if hay_tinta and min(_color(mancha.relleno)) >= 250 else 255
    return color, opacidad


def _cubierto(
    contorno: Any, matriz: tuple[float, float, float, float, float, float], ancho: int, alto: int
) -> npt.NDArray[np.bool_]:
    lamina = Lamina(ancho, alto)
    lamina.rellenar(contorno, "#000000", matriz)
    return lamina.cubiertos()


def _color(nombre: str) -> tuple[int, int, int]:
    from PIL import ImageColor

    try:
        r, g, b = ImageColor.getrgb(nombre)[:3]
    except ValueError:
        # Degradados y demás rellenos con nombre propio son tinta: aquí sólo importa la mancha.
        return 0, 0, 0
    return r, g, b


def _abrir(ruta: Path) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(ruta) as archivo:
                imagen = ImageOps.exif_transpose(archivo).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ErrorCaligrama(f"No pude leer «{ruta}» como imagen: {error}") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ErrorCaligrama(
            f"La imagen «{ruta}» es demasiado grande; redúzcala a unos 2,000 pixeles de lado."
        ) from error
    imagen.thumbnail((_LADO_ORIGEN, _LADO_ORIGEN))
    datos = np.asarray(imagen).astype(np.int16)
    return datos[:, :, :3], datos[:, :, 3]


def _figura(color: npt.NDArray[np.int16], opacidad: npt.NDArray[np.int16], donde: str) -> npt.NDArray[np.bool_]:
    """Separa la figura del fondo: por transparencia si sirve; si no, por lo que difiere del color del borde."""
    opaco = opacidad >= 128
    if not opaco.any():
        raise ErrorCaligrama(f"La silueta «{donde}» está vacía: no hay nada dibujado. Use una figura rellena.")
    if not opaco.all():
        borde = np.concatenate([opaco[0], opaco[-1], opaco[:, 0], opaco[:, -1]])
        if borde.mean() < 0.9:
            return opaco
    orilla = np.concatenate([color[0], color[-1], color[:, 0], color[:, -1]])
    fondo = np.median(orilla, axis=0)
    distancia = np.abs(color - fondo).max(axis=2)
    contraste = float(np.percentile(distancia, 99.9))
    if contraste < 24:
        que = "llena toda la página: no se distingue del fondo" if fondo.mean() < 200 else "está vacía"
        raise ErrorCaligrama(f"La silueta «{donde}» {que}. Use una figura rellena sobre un fondo liso o transparente.")
    return np.asarray(distancia > contraste * 0.4)


def _ajustar(figura: npt.NDArray[np.bool_], donde: str) -> npt.NDArray[np.bool_]:
    """Recorta a la figura y la lleva al tamaño de trabajo."""
    from PIL import Image

    if figura.mean() > 0.97:
        raise ErrorCaligrama(f"La silueta «{donde}» llena toda la página. Deje un fondo liso o transparente alrededor.")
    filas, columnas = np.flatnonzero(figura.any(axis=1)), np.flatnonzero(figura.any(axis=0))
    if figura.sum() < 64 or len(filas) < 8 or len(columnas) < 8:
        raise ErrorCaligrama(f"La silueta «{donde}» está vacía o es un punto: use una figura rellena más grande.")
    recorte = figura[filas[0] : filas[-1] + 1, columnas[0] : columnas[-1] + 1]
    alto, ancho = recorte.shape
    escala = PIXELES / max(alto, ancho)
    medidas = (max(1, round(ancho * escala)), max(1, round(alto * escala)))
    imagen = Image.fromarray(recorte.astype(np.uint8) * 255).resize(medidas, Image.Resampling.BOX)
    mascara = np.asarray(imagen) >= 128
    if mascara.sum() < 0.01 * PIXELES**2:
        raise ErrorCaligrama(f"La silueta «{donde}» es demasiado delgada para llevar palabras.")
    return mascara
