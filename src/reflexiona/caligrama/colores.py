"""Qué color lleva cada palabra y cuánto se distingue del fondo."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reflexiona.errores import ErrorCaligrama

__all__ = ["color_de_texto", "color_por_palabra", "contraste", "leer_color", "mezclar"]

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_OSCURO, _CLARO = "#2F3B4C", "#F4F1EA"


def leer_color(color: str, donde: str) -> str:
    """Comprueba un color `#RRGGBB` y lo entrega en mayúsculas.

    Raises
    ------
    ErrorCaligrama
        Si no tiene esa forma.

    Examples
    --------
    >>> leer_color("#0b4dcd", "fondo")
    '#0B4DCD'
    """
    if not isinstance(color, str) or not _HEX.fullmatch(color):
        raise ErrorCaligrama(f"El color de {donde} es {color!r}: escríbalo como «#RRGGBB», por ejemplo «#0B4DCD».")
    return color.upper()


def contraste(uno: str, otro: str) -> float:
    """Razón de contraste de WCAG 2.1 entre dos colores, de 1 a 21.

    Examples
    --------
    >>> round(contraste("#000000", "#FFFFFF"))
    21
    """
    a, b = sorted((_luminancia(uno), _luminancia(otro)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def mezclar(color: str, fondo: str, parte: float) -> str:
    """Aclara un color hacia el fondo; `parte` es cuánto del fondo lleva, de 0 a 1.

    Examples
    --------
    >>> mezclar("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    canales = (round(c + (f - c) * parte) for c, f in zip(_canales(color), _canales(fondo), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*canales)


def color_de_texto(fondo: str) -> str:
    """Un neutro que se lee sobre el fondo (contraste de 4.5 o más).

    Examples
    --------
    >>> color_de_texto("#FFFFFF")
    '#2F3B4C'
    """
    for color in (_OSCURO, _CLARO):
        if contraste(color, fondo) >= 4.5:
            return color
    # Con el negro o con el blanco siempre se llega a 4.5.
    return max(("#000000", "#FFFFFF"), key=lambda c: contraste(c, fondo))


def color_por_palabra(palabras: tuple[str, ...], colores: Mapping[str, str] | str | None, fondo: str) -> dict[str, str]:
    """El color de cada palabra.

    Parameters
    ----------
    palabras : tuple of str
    colores : mapping of str to str, str or None
        Color por palabra (se busca tal cual y en minúsculas), uno para todas, o ninguno.
    fondo : str
        Color del fondo.

    Returns
    -------
    dict of str to str
        Las que no tienen color propio llevan un neutro legible sobre el fondo.

    Raises
    ------
    ErrorCaligrama
        Si un color no es `#RRGGBB`.

    Examples
    --------
    >>> color_por_palabra(("aula", "paz"), {"Aula": "#0B4DCD"}, "#FFFFFF")
    {'aula': '#0B4DCD', 'paz': '#2F3B4C'}
    """
    from reflexiona.caligrama.pesos import normalizar

    neutro = color_de_texto(fondo)
    if colores is None:
        return dict.fromkeys(palabras, neutro)
    if isinstance(colores, str):
        return dict.fromkeys(palabras, leer_color(colores, "las palabras"))
    exactos = {normalizar(p): leer_color(c, f"«{p}»") for p, c in colores.items()}
    sueltos = {p.lower(): c for p, c in exactos.items()}
    return {p: exactos.get(p, sueltos.get(p.lower(), neutro)) for p in palabras}


def _canales(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminancia(color: str) -> float:
    lineales = []
    for canal in _canales(color):
        c = canal / 255
        lineales.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * lineales[0] + 0.7152 * lineales[1] + 0.0722 * lineales[2]
