"""Escribir una página como SVG: letras como trazos, o como texto que se puede seleccionar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import groupby
from xml.sax.saxutils import escape

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.piezas import fuente_de
from reflexiona.caligrama.texto_svg import Seleccionable
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["escribir_svg", "prefijo"]

_ANCHO_NATURAL = 800


def escribir_svg(pagina: Pagina, letra: Tipografia, *, seleccionable: bool = False) -> str:
    """Escribe la página como un documento SVG 1.1 completo y siempre igual.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia
    seleccionable : bool, optional
        Si las letras van como texto, con su fuente recortada dentro del archivo, y no como trazos.

    Returns
    -------
    str
        Con trazos, cada letra se define una vez y se repite con `<use>`. Las palabras de una nube llevan su `<title>`;
        las de una voz con nombre, el de la voz; el relleno, `aria-hidden`.
    """
    corto = prefijo(pagina)
    escribe: _Trazos | Seleccionable = Seleccionable(letra, corto) if seleccionable else _Trazos(letra, corto)
    cuerpo: list[str] = [f'<path fill="{pagina.fondo}" d="M0 0H{_n(pagina.ancho)}V{_n(pagina.alto)}H0Z"/>']
    cuerpo.append('<g aria-hidden="true">')
    cuerpo.extend(escribe.palabra(uno) for uno in pagina.palabras if uno.relleno)
    cuerpo.append("</g>")
    for voz, suyas in groupby((uno for uno in pagina.palabras if not uno.relleno), key=lambda uno: _voz(uno, pagina)):
        if voz:
            cuerpo.append(f"<g><title>{_texto(voz)}</title>")
        cuerpo.extend(escribe.palabra(uno, titulo="" if uno.corrido else uno.texto) for uno in suyas)
        if voz:
            cuerpo.append("</g>")
    cuerpo.extend(f'<circle cx="{_n(m.x)}" cy="{_n(m.y)}" r="{_n(m.radio)}" fill="{m.color}"/>' for m in pagina.marcas)
    cuerpo.extend(escribe.palabra(uno) for uno in pagina.rotulos)
    alto = round(_ANCHO_NATURAL * pagina.alto / pagina.ancho)
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
            f'viewBox="0 0 {_n(pagina.ancho)} {_n(pagina.alto)}" width="{_ANCHO_NATURAL}" height="{alto}" '
            f'role="img" aria-labelledby="{corto}t {corto}d">',
            f'<title id="{corto}t">{_texto(pagina.titulo)}</title>',
            f'<desc id="{corto}d">{_texto(pagina.descripcion)}</desc>',
            "<defs>",
            *escribe.definiciones(),
            "</defs>",
            *cuerpo,
            "</svg>",
            "",
        ]
    )


def prefijo(pagina: Pagina) -> str:
    """Distinto en cada página: dos caligramas en el mismo HTML no deben compartir nombres."""
    return "c" + hashlib.sha256(repr(pagina).encode()).hexdigest()[:6]


def _voz(uno: Letrero, pagina: Pagina) -> str:
    return pagina.voces[uno.voz] if uno.corrido and uno.voz < len(pagina.voces) else ""


class _Trazos:
    """Reparte nombres cortos a las letras que se usan y escribe cada palabra con ellos."""

    def __init__(self, letra: Tipografia, corto: str) -> None:
        self._letra = letra
        self._corto = corto
        self._definidas: list[str] = []
        self._nombres: dict[tuple[bool, str], str] = {}

    def definiciones(self) -> list[str]:
        return self._definidas

    def palabra(self, uno: Letrero, *, titulo: str = "") -> str:
        fuente = fuente_de(uno, self._letra)
        escala = uno.cuerpo / fuente.unidades
        usos: list[str] = []
        for puesto in fuente.puestos(uno.texto, uno.espaciado):
            if puesto.glifo.d:
                # xlink:href y no href: también lo leen Word, LibreOffice y los visores anteriores a SVG 2.
                sitio = f' x="{_n(puesto.x)}"' if puesto.x else ""
                sitio += f' y="{_n(puesto.y)}"' if puesto.y else ""
                nombre = self._nombre(uno.negrita, puesto.glifo.nombre, puesto.glifo.d)
                usos.append(f'<use xlink:href="#{nombre}"{sitio}/>')
        dicho = f"<title>{_texto(titulo)}</title>" if titulo else ""
        giro = (
            f"matrix({_matriz(uno, escala)})" if uno.giro else f"translate({_n(uno.x)} {_n(uno.y)})scale({escala:.5f})"
        )
        return f'<g fill="{uno.color}" transform="{giro}">{dicho}{"".join(usos)}</g>'

    def _nombre(self, negrita: bool, glifo: str, d: str) -> str:
        clave = (negrita, glifo)
        if clave not in self._nombres:
            self._nombres[clave] = f"{self._corto}{len(self._nombres)}"
            self._definidas.append(f'<path id="{self._nombres[clave]}" d="{d}"/>')
        return self._nombres[clave]


def _matriz(uno: Letrero, escala: float) -> str:
    import math

    c, s = escala * math.cos(uno.giro), escala * math.sin(uno.giro)
    return f"{c:.5f} {s:.5f} {-s:.5f} {c:.5f} {uno.x:.2f} {uno.y:.2f}"


def _n(valor: float) -> str:
    texto = f"{valor:.1f}".rstrip("0").rstrip(".")
    return "0" if texto == "-0" else texto


def _texto(texto: str) -> str:
    return escape("".join(_permitidos(texto)))


def _permitidos(texto: str) -> Iterable[str]:
    """Sólo lo que XML 1.0 admite."""
    return (c for c in texto if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")
