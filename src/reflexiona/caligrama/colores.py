"""Qué color lleva cada palabra o cada voz, y cuánto se distingue del fondo."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping

from reflexiona.dimensiones.guia import GUIA
from reflexiona.errores import ErrorCaligrama

__all__ = [
    "CONTRASTE",
    "PALETAS",
    "color_de_texto",
    "color_por_palabra",
    "contraste",
    "leer_color",
    "leer_paleta",
    "legible",
    "mezclar",
]

CONTRASTE = 4.5
"""Razón de contraste mínima de WCAG 2.1 (AA) para texto."""

PALETAS: dict[str, tuple[str, ...]] = {
    "dimensiones": tuple(d.color for d in GUIA.values()),
    "milpa": ("#2E6B34", "#8A6A00", "#9C3D16", "#1F5F7A", "#6B4A2B", "#5B6B12"),
    "jacaranda": ("#5B3A9B", "#A0307A", "#2A5CA8", "#7A3E00", "#356B4C", "#8C2F39"),
    "barro": ("#8C3B1B", "#5A2E1A", "#A8501F", "#6E5410", "#3F3A36", "#8A2C3A"),
    "mar": ("#0F5C8C", "#106B6B", "#2F4A9E", "#3B6E22", "#0B3F63", "#5A4A8C"),
}
"""Las paletas con nombre; todas se leen sobre blanco."""

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


def legible(color: str, fondo: str, minimo: float = CONTRASTE) -> str:
    """El color más parecido que se lee sobre el fondo: se oscurece o se aclara sólo lo necesario, con su mismo tono.

    Examples
    --------
    >>> legible("#0B4DCD", "#FFFFFF")
    '#0B4DCD'
    >>> contraste(legible("#0B4DCD", "#10243A"), "#10243A") >= 4.5
    True
    """
    if contraste(color, fondo) >= minimo:
        return color
    hacia = max(("#000000", "#FFFFFF"), key=lambda extremo: contraste(extremo, fondo))
    extremo = float(hacia == "#FFFFFF")
    # Mezclar con blanco o negro acabaría en grises: dos voces de la misma paleta se verían iguales.
    tono, luz, viveza = colorsys.rgb_to_hls(*(canal / 255 for canal in _canales(color)))
    for paso in range(1, 101):
        nueva = luz + (extremo - luz) * paso / 100
        canales = (round(255 * canal) for canal in colorsys.hls_to_rgb(tono, nueva, viveza))
        probado = "#{:02X}{:02X}{:02X}".format(*canales)
        if contraste(probado, fondo) >= minimo:
            return probado
    return hacia


def leer_paleta(colores: str | Iterable[str]) -> tuple[str, ...]:
    """Una paleta por su nombre (véase `PALETAS`), un solo color, o varios.

    Raises
    ------
    ErrorCaligrama
        Si no hay una paleta con ese nombre o un color no es `#RRGGBB`.

    Examples
    --------
    >>> leer_paleta(["#0b4dcd", "#8F7118"])
    ('#0B4DCD', '#8F7118')
    >>> len(leer_paleta("dimensiones"))
    5
    """
    if isinstance(colores, str):
        if colores in PALETAS:
            return PALETAS[colores]
        if not colores.startswith("#"):
            raise ErrorCaligrama(
                f"No hay una paleta «{colores}». Las que hay: {', '.join(PALETAS)}; o dé colores como «#0B4DCD»."
            )
        return (leer_color(colores, "las palabras"),)
    leidos = tuple(leer_color(c, f"el lugar {i} de la paleta") for i, c in enumerate(colores, start=1))
    if not leidos:
        raise ErrorCaligrama("La paleta no tiene colores. Dé al menos uno, como «#0B4DCD».")
    return leidos


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
