"""Abrir la imagen de una silueta sin agotar la memoria: se reduce por franjas antes de mirarla."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.caligrama.cobertura import LADO_ORIGEN, Lienzo
from reflexiona.errores import ErrorCaligrama

__all__ = ["TERMINACIONES", "abrir_imagen"]

TERMINACIONES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"}

_LADO_MINIMO = 16
_FRANJA = 512
_MAS_DE_8_BITS = ("I", "F")
_ORIENTACION = 0x0112


def abrir_imagen(ruta: Path) -> Lienzo:
    """Abre una imagen y la reduce a lo que hace falta para distinguir su figura.

    Parameters
    ----------
    ruta : Path

    Returns
    -------
    Lienzo
        Con su lado mayor de `LADO_ORIGEN` o menos.

    Raises
    ------
    ErrorCaligrama
        Si no es una imagen, está dañada, es demasiado chica o pasa de unos 13,000 pixeles por lado.

    Examples
    --------
    >>> abrir_imagen(Path(__file__))
    Traceback (most recent call last):
    ...
    reflexiona.errores.ErrorCaligrama: No pude leer «...» como imagen: ...
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow avisa desde 89 millones de pixeles y se niega desde el doble; leída por franjas, cabe.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(ruta) as archivo:
                ancho, alto = archivo.size
                if min(ancho, alto) < _LADO_MINIMO:
                    raise ErrorCaligrama(
                        f"La imagen «{ruta}» mide {ancho}×{alto} pixeles: no alcanza para una silueta. "
                        "Use una de 200 pixeles o más por lado."
                    )
                # Un JPG sabe abrirse ya reducido; los demás formatos no hacen caso.
                archivo.draft("RGB", (LADO_ORIGEN, LADO_ORIGEN))
                imagen = _reducir(archivo)
                imagen.getexif()[_ORIENTACION] = archivo.getexif().get(_ORIENTACION, 1)
                imagen = ImageOps.exif_transpose(imagen)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ErrorCaligrama(f"No pude leer «{ruta}» como imagen: {error}") from error
    except Image.DecompressionBombError as error:
        raise ErrorCaligrama(
            f"La imagen «{ruta}» es demasiado grande; redúzcala a unos 2,000 pixeles de lado."
        ) from error
    datos = np.asarray(imagen).astype(np.float32)
    sin_partes = np.zeros(datos.shape[:2], dtype=np.int32)
    return Lienzo(datos[:, :, :3], datos[:, :, 3] / np.float32(255), sin_partes)


def _reducir(archivo: Any) -> Any:
    """La imagen en RGBA con su lado mayor de `LADO_ORIGEN`; sólo una franja está entera en memoria a la vez."""
    from PIL import Image

    ancho, alto = archivo.size
    veces = max(1, max(ancho, alto) // (2 * LADO_ORIGEN))
    chica = Image.new("RGBA", (-(-ancho // veces), -(-alto // veces)))
    techo = _techo(archivo)
    franja = _FRANJA * veces
    for arriba in range(0, alto, franja):
        pedazo = archivo.crop((0, arriba, ancho, min(alto, arriba + franja)))
        if techo:
            grises = np.asarray(pedazo, dtype=np.float64) * (255 / techo)
            pedazo = Image.fromarray(grises.clip(0, 255).astype(np.uint8))
        pedazo = pedazo.convert("RGBA")
        chica.paste(pedazo.reduce(veces) if veces > 1 else pedazo, (0, arriba // veces))
    chica.thumbnail((LADO_ORIGEN, LADO_ORIGEN))
    return chica


def _techo(archivo: Any) -> float:
    """El valor del blanco en una imagen de más de 8 bits por color; 0 en las demás."""
    if not archivo.mode.startswith(_MAS_DE_8_BITS):
        return 0.0
    mayor = float(archivo.getextrema()[1])
    return next((techo for techo in (1.0, 255.0, 65535.0) if mayor <= techo), mayor)
