"""Medir un verso sobre lo dibujado: si dice todo, si dibuja la silueta, si se sale y si el espaciado es parejo."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.cierre import CIERRE, cerrar
from reflexiona.caligrama.colores import contraste
from reflexiona.caligrama.corrido import ESPACIO
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.piezas import colocar, fuente_de
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.tinta import Lamina, camino
from reflexiona.caligrama.trazos import Tipografia
from reflexiona.caligrama.verso import Verso

__all__ = ["en_orden", "entintar", "medir_verso"]

_FINURA = 2
_ORILLA = 24
Mascara = npt.NDArray[np.bool_]


def medir_verso(pagina: Pagina, verso: Verso, silueta: Silueta, letra: Tipografia, texto: str) -> dict[str, float]:
    """Mide un verso.

    Parameters
    ----------
    pagina : Pagina
    verso : Verso
    silueta : Silueta
    letra : Tipografia
    texto : str
        Lo que debe leerse.

    Returns
    -------
    dict of str to float
        `texto_en_orden` (parte de las letras del texto que se leen desde el principio, en su orden, sin contar
        repeticiones ni guiones de corte), `iou` (intersección entre unión de la silueta y la mancha de texto, con los
        blancos cerrados a 0.55 interlíneas), `tinta_fuera` (parte de la tinta fuera de la silueta, a más de medio
        pixel de la máscara), `sale` (lo que más se sale, en cuerpos), `encimados` (pixeles con tinta de dos palabras),
        `espaciado_normal` (parte de los renglones de dos o más palabras con sus espacios entre 0.6 y 1.8 veces el
        normal), `espacio_minimo` y `espacio_maximo` (veces el normal), `renglones`, `renglones_vacios` (parte de su
        largo), `cuerpo`, `vueltas` y `contraste_minimo`.
    """
    escala = silueta.escala * _FINURA
    tinta, dobles = entintar(pagina.palabras, pagina, letra, silueta, escala)
    molde = np.pad(np.kron(silueta.mascara, np.ones((_FINURA, _FINURA), dtype=bool)), _ORILLA)
    from scipy import ndimage

    lejos = ndimage.distance_transform_edt(~molde)
    asoma = tinta & (lejos > _FINURA / 2 + 0.5)
    chica = tinta[_ORILLA:-_ORILLA, _ORILLA:-_ORILLA]
    alto, ancho = silueta.mascara.shape
    baja = np.asarray(chica.reshape(alto, _FINURA, ancho, _FINURA).any(axis=(1, 3)))
    mancha = cerrar(baja, CIERRE * verso.interlinea * silueta.escala)
    razones = _espacios(verso, pagina, letra)
    return {
        "texto_en_orden": en_orden(pagina.palabras, texto),
        "iou": round(float((mancha & silueta.mascara).sum() / (mancha | silueta.mascara).sum()), 4),
        "tinta_fuera": round(float(asoma.sum()) / max(1, int(tinta.sum())), 5),
        "sale": round(float(lejos[asoma].max()) / escala / verso.cuerpo, 3) if asoma.any() else 0.0,
        "encimados": int(dobles),
        "espaciado_normal": round(float(np.mean([a >= 0.6 and b <= 1.8 for a, b in razones])), 4) if razones else 1.0,
        "espacio_minimo": round(min((a for a, _ in razones), default=1.0), 3),
        "espacio_maximo": round(max((b for _, b in razones), default=1.0), 3),
        "renglones": len(verso.renglones),
        "renglones_vacios": round(verso.vacios, 4),
        "cuerpo": round(verso.cuerpo, 2),
        "vueltas": verso.vueltas,
        "contraste_minimo": round(min((contraste(u.color, pagina.fondo) for u in pagina.palabras), default=21.0), 2),
    }


def en_orden(letreros: Iterable[Letrero], texto: str) -> float:
    """Qué parte del texto se lee desde el principio sin faltar una letra."""
    dice = "".join(uno.leido for uno in letreros if not uno.relleno)
    debe = texto.replace(" ", "")
    iguales = next((i for i, (a, b) in enumerate(zip(dice, debe, strict=False)) if a != b), min(len(dice), len(debe)))
    return iguales / len(debe) if len(dice) <= len(debe) else 0.0


def entintar(
    letreros: Iterable[Letrero], pagina: Pagina, letra: Tipografia, silueta: Silueta, escala: float
) -> tuple[Mascara, int]:
    """Los pixeles con tinta sobre la silueta (con una orilla alrededor) y en cuántos hay tinta de dos letreros."""
    alto, ancho = (round(lado * escala) + 2 * _ORILLA for lado in (silueta.alto, silueta.ancho))
    veces = np.zeros((alto, ancho), dtype=np.uint8)
    corrido = (_ORILLA - pagina.silueta_en[0] * escala, _ORILLA - pagina.silueta_en[1] * escala)
    for uno in letreros:
        fuente = fuente_de(uno, letra)
        a, b, c, d, e, f = colocar(uno, fuente, escala)
        e, f = e + corrido[0], f + corrido[1]
        contorno = camino(fuente.trazo(uno.texto, uno.espaciado))
        if not len(contorno.vertices):
            continue
        puntos = contorno.vertices @ np.array([[a, b], [c, d]]) + (e, f)
        x0, y0 = (math.floor(v) - 1 for v in puntos.min(axis=0))
        x1, y1 = (math.ceil(v) + 1 for v in puntos.max(axis=0))
        lamina = Lamina(x1 - x0, y1 - y0)
        lamina.rellenar(contorno, "#000000", (a, b, c, d, e - x0, f - y0))
        corte = lamina.cubiertos()[max(0, -y0) :, max(0, -x0) :]
        zona = veces[max(0, y0) :, max(0, x0) :][: corte.shape[0], : corte.shape[1]]
        zona += corte[: zona.shape[0], : zona.shape[1]]
    return veces > 0, int((veces > 1).sum())


def _espacios(verso: Verso, pagina: Pagina, letra: Tipografia) -> list[tuple[float, float]]:
    """El espacio menor y el mayor entre palabras de cada renglón, en veces el normal."""
    salida: list[tuple[float, float]] = []
    for desde, hasta in verso.renglones:
        suyos = pagina.palabras[desde:hasta]
        blancos = [(otro.x - uno.x) / uno.cuerpo - _avance(uno, letra) for uno, otro in pairwise(suyos)]
        if blancos:
            salida.append((min(blancos) / ESPACIO, max(blancos) / ESPACIO))
    return salida


def _avance(uno: Letrero, letra: Tipografia) -> float:
    fuente = fuente_de(uno, letra)
    return fuente.ancho(uno.texto) + uno.espaciado * len(fuente.racimos(uno.texto))
