"""Lo que viaja del acomodo a los escritores: cada texto con su lugar, su tamaño y su color."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Letrero"]


@dataclass(frozen=True, slots=True)
class Letrero:
    """Un texto colocado.

    Parameters
    ----------
    texto : str
        Lo que se lee, en NFC.
    x, y : float
        Inicio de la línea base, en unidades abstractas; la y crece hacia abajo.
    cuerpo : float
        Tamaño de la letra, en unidades abstractas.
    color : str, optional
        Color `#RRGGBB`; el acomodo no lo sabe y lo pone la página.
    negrita : bool, optional
        Con cuál de las dos letras de la `Tipografia` se dibuja.
    relleno : bool, optional
        Si es una repetición pequeña que sólo completa la silueta.
    peso : float, optional
        Peso de la palabra; 0 en títulos y leyendas.
    """

    texto: str
    x: float
    y: float
    cuerpo: float
    color: str = "#000000"
    negrita: bool = True
    relleno: bool = False
    peso: float = 0.0
