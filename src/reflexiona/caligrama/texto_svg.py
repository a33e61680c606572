"""Letras de un SVG como texto que se selecciona y se busca, con sus fuentes recortadas dentro del archivo."""

from __future__ import annotations

import base64
import io
import math
from typing import Any
from xml.sax.saxutils import escape

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.piezas import fuente_de
from reflexiona.caligrama.trazos import Fuente, Tipografia

__all__ = ["Seleccionable"]


class Seleccionable:
    """Escribe cada palabra como `<text>` y junta las letras usadas, para llevarlas en el archivo.

    Parameters
    ----------
    letra : Tipografia
    corto : str
        Con qué empiezan los nombres de las fuentes.
    """

    def __init__(self, letra: Tipografia, corto: str) -> None:
        self._letra = letra
        self._corto = corto
        self._usados: dict[bool, set[str]] = {}

    def palabra(self, uno: Letrero, *, titulo: str = "") -> str:
        """Una palabra en su lugar, con su giro y su espaciado."""
        fuente = fuente_de(uno, self._letra)
        self._usados.setdefault(uno.negrita, set()).update(uno.texto)
        lugar = f'x="{uno.x:.2f}" y="{uno.y:.2f}" font-size="{uno.cuerpo:.3f}"'
        if uno.giro:
            lugar += f' transform="rotate({math.degrees(uno.giro):.2f} {uno.x:.2f} {uno.y:.2f})"'
        if uno.espaciado:
            lugar += f' letter-spacing="{uno.espaciado * uno.cuerpo:.3f}"'
        dicho = f"<title>{escape(titulo)}</title>" if titulo else ""
        # Al copiar, cada palabra queda separada de la que sigue; el guion de un corte no se copia.
        dice, sigue = uno.texto, " "
        if uno.lee is not None and uno.lee + "-" == uno.texto:
            dice, sigue = uno.lee, ""
        # Quien no abra la fuente de adentro y use otra, al menos no encima las palabras.
        largo = (fuente.ancho(dice) + uno.espaciado * len(fuente.racimos(dice))) * uno.cuerpo
        guion = '<tspan class="s">-</tspan>' if dice != uno.texto else sigue
        clase = f"{self._corto}{'n' if fuente is self._letra.negrita and uno.negrita else 'd'}"
        texto = f'<tspan textLength="{largo:.2f}" lengthAdjust="spacingAndGlyphs">{escape(dice)}</tspan>{guion}'
        return f'<text class="{clase}" fill="{uno.color}" {lugar}>{dicho}{texto}</text>'

    def definiciones(self) -> list[str]:
        """La hoja de estilo, con las fuentes recortadas a las letras usadas."""
        reglas: list[str] = [".s{user-select:none}"]
        for negrita in sorted(self._usados):
            texto = "".join(sorted(self._usados[negrita]))
            nombre = f"{self._corto}{'n' if negrita else 'd'}"
            fuente = self._letra.negrita if negrita else self._letra.normal
            familias: list[str] = []
            for k, (cual, letras) in enumerate(fuente.reparto(texto)):
                familias.append(f"{nombre}{k}")
                datos = base64.b64encode(_recortada(cual, letras)).decode("ascii")
                reglas.append(f"@font-face{{font-family:{nombre}{k};src:url(data:font/ttf;base64,{datos})}}")
            reglas.append(
                f".{nombre}{{font-family:{','.join(familias)},serif;white-space:pre;font-variant-ligatures:none;"
                "font-kerning:normal}"
            )
        return [f"<style>{''.join(reglas)}</style>"]


def _recortada(fuente: Fuente, letras: str) -> bytes:
    """La fuente con sólo esas letras, siempre los mismos bytes."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    opciones = subset.Options()
    opciones.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    opciones.name_IDs = [0, 1, 2, 13, 14]
    opciones.hinting = False
    opciones.glyph_names = False
    opciones.recalc_timestamp = False
    opciones.notdef_outline = True
    opciones.drop_tables += ["FFTM", "PfEd", "MATH", "Silf", "Silt", "Glat", "Gloc", "Feat", "Sill"]
    archivo: Any = TTFont(io.BytesIO(fuente.datos), recalcTimestamp=False, fontNumber=0)
    recorte = subset.Subsetter(opciones)
    recorte.populate(text=letras + " ")
    recorte.subset(archivo)
    salida = io.BytesIO()
    archivo.save(salida, reorderTables=True)
    return salida.getvalue()
