"""Justificar un renglón en su tramo: dónde empieza cada palabra y cuánto se abre, sin que una letra alta se salga."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reflexiona.caligrama.corrido import ESPACIO, Corrido
from reflexiona.caligrama.renglones import Hoja, Tramo
from reflexiona.caligrama.reparto import ajustar, ceder, lastimar
from reflexiona.caligrama.trazos import Fuente

__all__ = ["Renglon", "justificar"]

_RECORRE = 0.1
"""De cuánto en cuánto (cuerpos) se recorre hacia adentro una punta donde una letra se sale."""


@dataclass(frozen=True, slots=True)
class Renglon:
    """Un renglón justificado.

    Parameters
    ----------
    trozos : tuple of (int, str, str)
        Lo que entrega `Corrido.trozos`.
    lugares : tuple of float
        La x donde empieza cada trozo, en unidades abstractas.
    letra : float
        Lo que se agrega entre letra y letra, en cuerpos.
    tramo : Tramo
        El que ocupa, con las puntas ya recorridas.
    costo : float
        Qué tan lejos quedó del espaciado normal.
    """

    trozos: tuple[tuple[int, str, str], ...]
    lugares: tuple[float, ...]
    letra: float
    tramo: Tramo
    costo: float


def justificar(texto: Corrido, a: int, b: int, hoja: Hoja, tramo: Tramo, cuerpo: float) -> Renglon:
    """Justifica los pedazos de `a` a `b` en un tramo; la punta donde una letra se sale se recorre hacia adentro.

    Parameters
    ----------
    texto : Corrido
    a, b : int
    hoja : Hoja
        La máscara de la que no deben salirse.
    tramo : Tramo
    cuerpo : float

    Returns
    -------
    Renglon
    """
    fuente = texto.fuente
    trozos = texto.trozos(a, b)
    anchos = [fuente.ancho(dibujo) for _, _, dibujo in trozos]
    letras = [len(fuente.racimos(dibujo)) for _, _, dibujo in trozos]
    # A la orilla llega la tinta, no el blanco que cada letra trae a su lado.
    primera, ultima = fuente.cajas(trozos[0][2]), fuente.cajas(trozos[-1][2])
    antes = primera[0][0] if primera else 0.0
    despues = anchos[-1] - ultima[-1][2] if ultima else 0.0
    natural = sum(anchos) + ESPACIO * (len(trozos) - 1) - antes - despues
    huecos, entre = len(trozos) - 1, sum(letras) - 1
    x0, x1 = tramo.x0, tramo.x1
    while True:
        sobra = (x1 - x0) / cuerpo - natural
        espacio, letra = ceder(sobra, huecos, entre)
        blanco = max(0.0, sobra - espacio * huecos - letra * entre)
        x = x0 + (blanco / 2 - antes) * cuerpo
        lugares: list[float] = []
        for ancho, cuantas in zip(anchos, letras, strict=True):
            lugares.append(x)
            x += (ancho + letra * cuantas + ESPACIO + espacio) * cuerpo
        ajuste = ajustar(sobra, huecos, entre)
        costo = lastimar(sobra, huecos, entre) if ajuste is None else ajuste.costo
        hecho = Renglon(tuple(trozos), tuple(lugares), letra, Tramo(tramo.base, x0, x1), costo)
        entra, sale = (_asoma(hecho, hoja, fuente, tramo, cuerpo, izquierda=lado) for lado in (True, False))
        if not (entra or sale) or x1 - x0 < 0.6 * tramo.ancho or x1 - x0 < tramo.ancho - 4 * cuerpo:
            return hecho
        x0 += _RECORRE * cuerpo if entra else 0.0
        x1 -= _RECORRE * cuerpo if sale else 0.0


def _asoma(hecho: Renglon, hoja: Hoja, fuente: Fuente, tramo: Tramo, cuerpo: float, *, izquierda: bool) -> bool:
    """Si una letra cerca de esa punta se sale de la silueta."""
    cuantos = len(hecho.trozos)
    indices: Iterable[int] = range(cuantos) if izquierda else range(cuantos - 1, -1, -1)
    base = tramo.base
    for i in indices:
        x, dibujo = hecho.lugares[i], hecho.trozos[i][2]
        for x0, y0, x1, y1 in fuente.cajas(dibujo, hecho.letra):
            desde, hasta = x + x0 * cuerpo, x + x1 * cuerpo
            cerca = desde < tramo.x0 + 1.4 * cuerpo if izquierda else hasta > tramo.x1 - 1.4 * cuerpo
            if cerca and hoja.fuera(desde, base + y0 * cuerpo, hasta, base + y1 * cuerpo):
                return True
        lejos = x - tramo.x0 if izquierda else tramo.x1 - x
        if lejos > 1.6 * cuerpo:
            break
    return False
