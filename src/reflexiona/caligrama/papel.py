"""El tamaño de impresión: cuánto mide la hoja y con qué finura se imprime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reflexiona.errores import ErrorCaligrama

__all__ = ["Papel", "leer_papel"]

_CM_POR_PULGADA = 2.54


@dataclass(frozen=True, slots=True)
class Papel:
    """Una hoja.

    Parameters
    ----------
    ancho, alto : float
        En centímetros.
    ppp : int, optional
        Pixeles por pulgada; sólo cuenta en una imagen.

    Examples
    --------
    >>> Papel(90, 60, 150).pixeles()
    (5315, 3543)
    """

    ancho: float
    alto: float
    ppp: int = 150

    def pixeles(self) -> tuple[int, int]:
        """Ancho y alto en pixeles."""
        return round(self.ancho / _CM_POR_PULGADA * self.ppp), round(self.alto / _CM_POR_PULGADA * self.ppp)

    def puntos(self) -> tuple[float, float]:
        """Ancho y alto en puntos (1/72 de pulgada)."""
        return self.ancho / _CM_POR_PULGADA * 72, self.alto / _CM_POR_PULGADA * 72

    @staticmethod
    def encajar(ancho: float, alto: float, hoja_ancho: float, hoja_alto: float) -> tuple[float, float, float]:
        """La escala con que algo cabe entero en una hoja, y la esquina con que queda centrado."""
        escala = min(hoja_ancho / ancho, hoja_alto / alto)
        return escala, (hoja_ancho - ancho * escala) / 2, (hoja_alto - alto * escala) / 2


def leer_papel(cm: Any, ppp: Any = 150) -> Papel:
    """Comprueba las medidas de una hoja.

    Parameters
    ----------
    cm : tuple of float
        Ancho y alto en centímetros.
    ppp : int, optional

    Raises
    ------
    ErrorCaligrama
        Si no son dos medidas de 1 a 500 cm o los puntos por pulgada no van de 30 a 1200.
    """
    try:
        ancho, alto = (float(medida) for medida in cm)
    except (TypeError, ValueError):
        ancho = alto = 0.0
    if not (1 <= ancho <= 500 and 1 <= alto <= 500):
        raise ErrorCaligrama(f"El tamaño es {cm!r}: dé ancho y alto en centímetros, de 1 a 500; por ejemplo (90, 60).")
    if isinstance(ppp, bool) or not isinstance(ppp, int) or not 30 <= ppp <= 1200:
        raise ErrorCaligrama(f"Los puntos por pulgada son {ppp!r}: dé un número entero de 30 a 1200.")
    return Papel(ancho, alto, ppp)
