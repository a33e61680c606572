"""Medir un caligrama sobre sus pixeles: si cubre la silueta, si se sale, si se encima y si el tamaño dice el peso."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.colores import contraste
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.rangos import concordancia
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.tinta import Lamina, camino_de_texto
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["RADIO_CIERRE", "cerrar", "medir"]

_FINURA = 2
"""Pixeles de medida por pixel de la máscara."""

RADIO_CIERRE = 10.0
"""Con qué radio se cierra la tinta para compararla con la silueta, en unidades abstractas: 1 % de su lado mayor."""


def medir(pagina: Pagina, silueta: Silueta, letra: Tipografia, omitidas: int) -> dict[str, float]:
    """Mide la página.

    Parameters
    ----------
    pagina : Pagina
    silueta : Silueta
    letra : Tipografia
    omitidas : int
        Cuántas palabras quedaron fuera.

    Returns
    -------
    dict of str to float
        `pedidas`, `colocadas`, `omitidas`, `relleno` (cuentas); `cobertura` (tinta entre área de la silueta),
        `cobertura_palabras` (lo mismo sin relleno), `iou` (lo común entre la silueta y la tinta cerrada con
        `RADIO_CIERRE`, sobre lo que suman), `tinta_fuera` (parte de la tinta que se sale), `encimados` (pixeles
        con tinta de dos palabras), `cuerpo_minimo` y `cuerpo_maximo` (unidades abstractas, sin relleno),
        `correlacion_tamano_peso` (Spearman; 1.0 si todas pesan igual) y `contraste_minimo` (sin relleno).
    """
    escala = silueta.escala * _FINURA
    molde = np.kron(silueta.mascara, np.ones((_FINURA, _FINURA), dtype=bool))
    alto, ancho = molde.shape
    # Un borde alrededor, para ver también lo que se saliera de la caja de la silueta.
    borde = 40
    veces = np.zeros((alto + 2 * borde, ancho + 2 * borde), dtype=np.uint8)
    dentro = np.zeros_like(veces, dtype=bool)
    dentro[borde:-borde, borde:-borde] = molde
    propias = 0
    for uno in pagina.palabras:
        fila, columna, tinta = _tinta(uno, pagina, letra, escala)
        recorte = veces[max(0, fila + borde) :, max(0, columna + borde) :][: tinta.shape[0], : tinta.shape[1]]
        recorte += tinta[: recorte.shape[0], : recorte.shape[1]]
        propias += 0 if uno.relleno else int(tinta.sum())
    pintado = veces > 0
    pedidas = [uno for uno in pagina.palabras if not uno.relleno]
    area = float(molde.sum())
    return {
        "pedidas": len(pedidas) + omitidas,
        "colocadas": len(pedidas),
        "omitidas": omitidas,
        "relleno": len(pagina.palabras) - len(pedidas),
        "cobertura": round(float((pintado & dentro).sum()) / area, 4),
        "cobertura_palabras": round(propias / area, 4),
        "iou": round(_parecido(pintado, dentro, RADIO_CIERRE * escala), 4),
        "tinta_fuera": round(float((pintado & ~dentro).sum()) / max(1.0, float(pintado.sum())), 5),
        "encimados": int((veces > 1).sum()),
        "cuerpo_minimo": round(min((u.cuerpo for u in pedidas), default=0.0), 2),
        "cuerpo_maximo": round(max((u.cuerpo for u in pedidas), default=0.0), 2),
        "correlacion_tamano_peso": round(concordancia([u.peso for u in pedidas], [u.cuerpo for u in pedidas]), 4),
        "contraste_minimo": round(min((contraste(u.color, pagina.fondo) for u in pedidas), default=21.0), 2),
    }


def cerrar(tinta: npt.NDArray[np.bool_], radio: float) -> npt.NDArray[np.bool_]:
    """Cierre morfológico con un disco: llena los huecos en los que el disco no cabe.

    Parameters
    ----------
    tinta : ndarray of bool, shape (alto, ancho)
        Con un borde vacío más ancho que el radio.
    radio : float
        En pixeles.

    Returns
    -------
    ndarray of bool, shape (alto, ancho)

    Examples
    --------
    >>> rayas = np.zeros((21, 21), dtype=bool)
    >>> rayas[8:13, 8:13:2] = True
    >>> bool(cerrar(rayas, 2.0)[10, 9]), bool(cerrar(rayas, 2.0)[10, 5])
    (True, False)
    """
    from scipy.ndimage import distance_transform_edt

    crecida = distance_transform_edt(~tinta) <= radio
    return np.asarray(distance_transform_edt(crecida) > radio)


def _parecido(tinta: npt.NDArray[np.bool_], silueta: npt.NDArray[np.bool_], radio: float) -> float:
    cerrada = cerrar(tinta, radio)
    return float((cerrada & silueta).sum()) / float((cerrada | silueta).sum())


def _tinta(uno: Letrero, pagina: Pagina, letra: Tipografia, escala: float) -> tuple[int, int, npt.NDArray[np.uint8]]:
    """Los pixeles de una palabra (1 donde hay tinta) y dónde empiezan, relativos a la silueta."""
    fuente = letra.negrita if uno.negrita else letra.normal
    contorno: Any = camino_de_texto(fuente, uno.texto)
    paso = uno.cuerpo / fuente.unidades * escala
    x, y = (uno.x - pagina.silueta_en[0]) * escala, (uno.y - pagina.silueta_en[1]) * escala
    cajas = np.array(fuente.cajas(uno.texto)) * uno.cuerpo * escala
    (x0, y0), (x1, y1) = cajas[:, :2].min(axis=0), cajas[:, 2:].max(axis=0)
    columna, fila = math.floor(x + x0) - 1, math.floor(y + y0) - 1
    ancho, alto = math.ceil(x1 - x0) + 3, math.ceil(y1 - y0) + 3
    lamina = Lamina(ancho, alto)
    lamina.rellenar(contorno, "#000000", (paso, 0, 0, paso, x - columna, y - fila))
    return fila, columna, lamina.cubiertos().astype(np.uint8)
