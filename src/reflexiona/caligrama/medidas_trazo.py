"""Medir un trazo sobre lo dibujado: si dice todo en orden, si sigue sus líneas y si las letras se tocan."""

from __future__ import annotations

import math

import numpy as np

from reflexiona.caligrama.colores import contraste
from reflexiona.caligrama.medidas_verso import en_orden, entintar
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.piezas import fuente_de
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazo import Trazo
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["medir_trazo"]

_FINURA = 4


def medir_trazo(pagina: Pagina, trazo: Trazo, silueta: Silueta, letra: Tipografia, texto: str) -> dict[str, float]:
    """Mide un trazo.

    Parameters
    ----------
    pagina : Pagina
    trazo : Trazo
    silueta : Silueta
    letra : Tipografia
    texto : str
        Lo que debe leerse.

    Returns
    -------
    dict of str to float
        `texto_en_orden` (parte de las letras del texto que se leen desde el principio, en su orden), `encimados`
        (pixeles con tinta de dos letras, a 3.2 pixeles por unidad), `desvio` (lo más que se aparta de su línea la base
        de una letra, en cuerpos), `letras`, `lineas`, `cuerpo` (el menor), `cuerpo_maximo`, `vueltas` y
        `contraste_minimo`.
    """
    _, dobles = entintar(pagina.palabras, pagina, letra, silueta, silueta.escala * _FINURA)
    cuerpos = [uno.cuerpo for uno in pagina.palabras]
    return {
        "texto_en_orden": en_orden(pagina.palabras, texto),
        "encimados": dobles,
        "desvio": round(_desvio(pagina, trazo, letra), 4),
        "letras": len(pagina.palabras),
        "lineas": len(set(trazo.de)),
        "cuerpo": round(min(cuerpos), 2),
        "cuerpo_maximo": round(max(cuerpos), 2),
        "vueltas": trazo.vueltas,
        "contraste_minimo": round(min((contraste(u.color, pagina.fondo) for u in pagina.palabras), default=21.0), 2),
    }


def _desvio(pagina: Pagina, trazo: Trazo, letra: Tipografia) -> float:
    """Se mira el principio, la mitad y el final de la base de cada letra, contra la línea sin suavizar."""
    from scipy.spatial import cKDTree

    x0, y0 = pagina.silueta_en
    peor = 0.0
    for numero, guia in enumerate(trazo.guias):
        suyas = [uno for uno, de in zip(pagina.palabras, trazo.de, strict=True) if de == numero]
        if not suyas:
            continue
        avance = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(guia, axis=0).T))])
        lugares = np.linspace(0.0, avance[-1], max(2, round(avance[-1] / (0.01 * trazo.cuerpo))))
        arbol = cKDTree(np.column_stack([np.interp(lugares, avance, guia[:, eje]) for eje in (0, 1)]))
        for uno in suyas:
            ancho = fuente_de(uno, letra).ancho(uno.texto) * uno.cuerpo
            bases = [
                (uno.x - x0 + t * ancho * math.cos(uno.giro), uno.y - y0 + t * ancho * math.sin(uno.giro))
                for t in (0.0, 0.5, 1.0)
            ]
            peor = max(peor, float(arbol.query(bases)[0].max()) / uno.cuerpo)
    return peor
