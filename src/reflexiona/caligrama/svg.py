"""Escribir una página como SVG: letras como trazos, para que se vea igual en todas partes y se pueda incrustar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from xml.sax.saxutils import escape

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["escribir_svg"]

_ANCHO_NATURAL = 800


def escribir_svg(pagina: Pagina, letra: Tipografia) -> str:
    """Escribe la página como un documento SVG 1.1 completo y siempre igual.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia

    Returns
    -------
    str
        Cada letra se define una vez y se repite con `<use>`; cada palabra lleva su `<title>`, y el relleno,
        `aria-hidden`.
    """
    letras = _Letras(letra, _prefijo(pagina))
    cuerpo: list[str] = [f'<path fill="{pagina.fondo}" d="M0 0H{_n(pagina.ancho)}V{_n(pagina.alto)}H0Z"/>']
    cuerpo.append('<g aria-hidden="true">')
    cuerpo.extend(letras.palabra(uno) for uno in pagina.palabras if uno.relleno)
    cuerpo.append("</g>")
    cuerpo.extend(letras.palabra(uno, con_titulo=True) for uno in pagina.palabras if not uno.relleno)
    cuerpo.extend(f'<circle cx="{_n(m.x)}" cy="{_n(m.y)}" r="{_n(m.radio)}" fill="{m.color}"/>' for m in pagina.marcas)
    cuerpo.extend(letras.palabra(uno) for uno in pagina.rotulos)
    alto = round(_ANCHO_NATURAL * pagina.alto / pagina.ancho)
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
            f'viewBox="0 0 {_n(pagina.ancho)} {_n(pagina.alto)}" width="{_ANCHO_NATURAL}" height="{alto}" '
            f'role="img" aria-labelledby="{letras.prefijo}t {letras.prefijo}d">',
            f'<title id="{letras.prefijo}t">{_texto(pagina.titulo)}</title>',
            f'<desc id="{letras.prefijo}d">{_texto(pagina.descripcion)}</desc>',
            "<defs>",
            *letras.definiciones,
            "</defs>",
            *cuerpo,
            "</svg>",
            "",
        ]
    )


class _Letras:
    """Reparte nombres cortos a las letras que se usan y escribe cada palabra con ellos."""

    def __init__(self, letra: Tipografia, prefijo: str) -> None:
        self._letra = letra
        self.prefijo = prefijo
        self.definiciones: list[str] = []
        self._nombres: dict[tuple[bool, str], str] = {}

    def palabra(self, uno: Letrero, *, con_titulo: bool = False) -> str:
        fuente = self._letra.negrita if uno.negrita else self._letra.normal
        escala = uno.cuerpo / fuente.unidades
        usos: list[str] = []
        for glifo, x in fuente.glifos(uno.texto):
            if glifo.d:
                # xlink:href y no href: también lo leen Word, LibreOffice y los visores anteriores a SVG 2.
                sitio = f' x="{_n(x)}"' if x else ""
                usos.append(f'<use xlink:href="#{self._nombre(uno.negrita, glifo.nombre, glifo.d)}"{sitio}/>')
        titulo = f"<title>{_texto(uno.texto)}</title>" if con_titulo else ""
        lugar = f"translate({_n(uno.x)} {_n(uno.y)})scale({escala:.5f})"
        return f'<g fill="{uno.color}" transform="{lugar}">{titulo}{"".join(usos)}</g>'

    def _nombre(self, negrita: bool, glifo: str, d: str) -> str:
        clave = (negrita, glifo)
        if clave not in self._nombres:
            self._nombres[clave] = f"{self.prefijo}{len(self._nombres)}"
            self.definiciones.append(f'<path id="{self._nombres[clave]}" d="{d}"/>')
        return self._nombres[clave]


def _prefijo(pagina: Pagina) -> str:
    """Distinto en cada página: dos caligramas en el mismo HTML no deben compartir nombres."""
    return "c" + hashlib.sha256(repr(pagina).encode()).hexdigest()[:4]


def _n(valor: float) -> str:
    texto = f"{valor:.1f}".rstrip("0").rstrip(".")
    return "0" if texto == "-0" else texto


def _texto(texto: str) -> str:
    return escape("".join(_permitidos(texto)))


def _permitidos(texto: str) -> Iterable[str]:
    """Sólo lo que XML 1.0 admite."""
    return (c for c in texto if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")
