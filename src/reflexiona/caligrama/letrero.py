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
        Lo que se dibuja, en NFC.
    x, y : float
        Inicio de la línea base, en unidades abstractas; la y crece hacia abajo.
    cuerpo : float
        Tamaño de la letra, en unidades abstractas.
    color : str, optional
        Color `#RRGGBB`; el acomodo no lo sabe y lo pone la página.
    negrita : bool, optional
        Con cuál de las dos letras de la `Tipografia` se dibuja.
    relleno : bool, optional
        Si es una repetición que sólo completa la silueta.
    peso : float, optional
        Peso de la palabra; 0 en títulos, leyendas y textos corridos.
    giro : float, optional
        Radianes en el sentido del reloj, alrededor de (x, y).
    espaciado : float, optional
        Lo que se agrega entre letra y letra, en cuerpos.
    lee : str, optional
        Lo que se lee, si no es `texto`: sin el guion del corte, o nada en un signo que separa.
    palabra : int, optional
        A qué palabra del texto corrido pertenece; -1 si no es parte de uno.
    voz : int, optional
        De qué voz del texto corrido es.
    """

    texto: str
    x: float
    y: float
    cuerpo: float
    color: str = "#000000"
    negrita: bool = True
    relleno: bool = False
    peso: float = 0.0
    giro: float = 0.0
    espaciado: float = 0.0
    lee: str | None = None
    palabra: int = -1
    voz: int = 0

    @property
    def corrido(self) -> bool:
        """Si es parte de un texto corrido y no una palabra suelta."""
        return self.palabra >= 0 or self.lee is not None

    @property
    def leido(self) -> str:
        """Lo que aporta al texto que se lee."""
        return self.texto if self.lee is None else self.lee
