"""Un fragmento de HTML con el dibujo y, al señalar o tocar una palabra, su peso, sus personas y una cita."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Nota, Pagina
from reflexiona.caligrama.piezas import fuente_de
from reflexiona.caligrama.svg import escribir_svg, prefijo
from reflexiona.caligrama.tintes import clave
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["escribir_html"]

_ESTILO = """
.P{position:relative;margin:0;max-width:60rem;line-height:1.35}
.P>svg{display:block;width:100%;height:auto}
.P a{position:absolute;border-radius:.2em;outline-offset:1px}
.P a:hover,.P a:focus{box-shadow:0 0 0 2px TINTA;z-index:2}
.P a>span{position:absolute;display:none;width:max-content;max-width:16rem;padding:.5em .7em;border-radius:.4em;
font:14px/1.4 system-ui,sans-serif;text-align:left;background:TINTA;color:FONDO;box-shadow:0 2px 8px #0003}
.P a:hover>span,.P a:focus>span{display:block}
.P .ar{bottom:calc(100% + 6px)}.P .ab{top:calc(100% + 6px)}.P .iz{left:0}.P .de{right:0}
.P b,.P i{display:block}.P i{margin-top:.3em}
"""


def escribir_html(pagina: Pagina, letra: Tipografia) -> str:
    """Escribe la página como un `<figure>` que no necesita nada más: ni guiones ni archivos.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia

    Returns
    -------
    str
        El SVG y, encima, un cuadro por palabra con algo que contar; se alcanzan también con el teclado y al tocar.
    """
    corto = prefijo(pagina)
    tinta = pagina.rotulos[0].color if pagina.rotulos else _tinta(pagina)
    estilo = _ESTILO.replace(".P", f".{corto}").replace("TINTA", tinta).replace("FONDO", pagina.fondo)
    svg = escribir_svg(pagina, letra)
    # El globo sustituye al rótulo del navegador, que aparecería encima.
    cuadros = "\n".join(_cuadro(uno, caja, lineas, pagina) for uno, caja, lineas in _senalables(pagina, letra))
    if cuadros:
        svg = _sin_titulos(svg)
    return f'<figure class="{corto}">\n<style>{estilo}</style>\n{svg}{cuadros}\n</figure>\n'


Caja = tuple[float, float, float, float]


def _senalables(pagina: Pagina, letra: Tipografia) -> Iterator[tuple[str, Caja, list[str]]]:
    """Cada palabra o voz de la que hay algo que decir: su nombre, su caja y lo que se dice."""
    notas = {clave(nota.de): nota for nota in pagina.notas}
    for uno in pagina.palabras:
        if uno.relleno or uno.giro:
            continue
        nota = notas.get(clave(uno.texto))
        if nota is None and not uno.corrido:
            nota = Nota(uno.texto)
        voz = pagina.voces[uno.voz] if uno.corrido and uno.voz < len(pagina.voces) else ""
        if nota is None and voz:
            nota = notas.get(clave(voz), Nota(voz))
        if nota is not None and (lineas := _lineas(uno, nota)):
            yield nota.de if uno.corrido else uno.texto, _caja(uno, letra), lineas


def _lineas(uno: Letrero, nota: Nota) -> list[str]:
    salida = []
    if uno.peso:
        salida.append(f"Peso: {uno.peso:.10g}")
    if nota.personas:
        salida.append("1 persona" if nota.personas == 1 else f"{nota.personas} personas")
    if nota.cita:
        salida.append(f"«{nota.cita}»")
    return salida or ([""] if uno.corrido else [])


def _caja(uno: Letrero, letra: Tipografia) -> Caja:
    cajas = fuente_de(uno, letra).cajas(uno.texto, uno.espaciado)
    x0, y0 = min(c[0] for c in cajas), min(c[1] for c in cajas)
    x1, y1 = max(c[2] for c in cajas), max(c[3] for c in cajas)
    return uno.x + x0 * uno.cuerpo, uno.y + y0 * uno.cuerpo, uno.x + x1 * uno.cuerpo, uno.y + y1 * uno.cuerpo


def _cuadro(nombre: str, caja: Caja, lineas: list[str], pagina: Pagina) -> str:
    x0, y0, x1, y1 = caja
    lugar = (
        f"left:{100 * x0 / pagina.ancho:.2f}%;top:{100 * y0 / pagina.alto:.2f}%;"
        f"width:{100 * (x1 - x0) / pagina.ancho:.2f}%;height:{100 * (y1 - y0) / pagina.alto:.2f}%"
    )
    lado = ("ar" if y0 > 0.4 * pagina.alto else "ab") + " " + ("iz" if x0 < 0.5 * pagina.ancho else "de")
    dicho = "".join(
        f"<i>{escape(d)}</i>" if d.startswith("«") else f"<span>{escape(d)}</span><br>" for d in lineas if d
    )
    return f'<a tabindex="0" style="{lugar}"><span class="{lado}"><b>{escape(nombre)}</b>{dicho}</span></a>'


def _sin_titulos(svg: str) -> str:
    """Quita los `<title>` de las palabras y deja el del dibujo."""
    import re

    return re.sub(r"<title>[^<]*</title>", "", svg)


def _tinta(pagina: Pagina) -> str:
    from reflexiona.caligrama.colores import color_de_texto

    return color_de_texto(pagina.fondo)
