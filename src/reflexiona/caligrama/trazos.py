"""Los contornos de las letras: medir y dibujar palabras sin depender de la fuente de quien mira."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reflexiona.caligrama.ruta_svg import Segmento, segmentos
from reflexiona.errores import ErrorCaligrama

__all__ = ["Fuente", "Glifo", "Tipografia", "tipografia"]


@dataclass(frozen=True, slots=True)
class Glifo:
    """Una letra: su nombre, su contorno con la y hacia abajo, lo que avanza y su caja, en unidades de la fuente."""

    nombre: str
    d: str
    avance: float
    caja: tuple[float, float, float, float] | None


class Fuente:
    """Una fuente TrueType u OpenType de la que se toman contornos.

    Parameters
    ----------
    ruta : Path
        Archivo .ttf u .otf.

    Raises
    ------
    ErrorCaligrama
        Si el archivo no existe o no es una fuente con contornos.

    Examples
    --------
    >>> letra = tipografia().negrita
    >>> letra.faltantes("niñez 🙂")
    '🙂'
    >>> letra.ancho("niñez") > letra.ancho("ni")
    True
    """

    def __init__(self, ruta: Path) -> None:
        from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

        if not ruta.is_file():
            raise ErrorCaligrama(f"No encuentro la fuente «{ruta}». Dé la ruta de un archivo .ttf u .otf.")
        try:
            self._archivo: Any = TTFont(io.BytesIO(ruta.read_bytes()), lazy=True, fontNumber=0)
            self._cmap: dict[int, str] = self._archivo.getBestCmap() or {}
            self._contornos: Any = self._archivo.getGlyphSet()
            self.unidades = int(self._archivo["head"].unitsPerEm)
        except (TTLibError, KeyError, OSError, ValueError, AssertionError) as error:
            raise ErrorCaligrama(f"«{ruta}» no es una fuente .ttf u .otf con contornos: {error}") from error
        self._glifos: dict[str, Glifo] = {}
        self._trazos: dict[str, tuple[Segmento, ...]] = {}
        self._pares = self._leer_pares()

    def faltantes(self, texto: str) -> str:
        """Los caracteres de `texto` que la fuente no puede dibujar, sin repetir."""
        faltan = [c for c in texto if ord(c) not in self._cmap or unicodedata.combining(c) or not c.isprintable()]
        return "".join(dict.fromkeys(faltan))

    def glifos(self, texto: str) -> tuple[tuple[Glifo, float], ...]:
        """Cada letra con su x de inicio, en unidades de la fuente."""
        salida: list[tuple[Glifo, float]] = []
        x = 0.0
        previo = ""
        for caracter in texto:
            nombre = self._cmap.get(ord(caracter), ".notdef")
            x += self._pares.get((previo, nombre), 0)
            glifo = self._glifo(nombre)
            salida.append((glifo, x))
            x += glifo.avance
            previo = nombre
        return tuple(salida)

    def ancho(self, texto: str) -> float:
        """Lo que avanza el texto, en cuerpos (1.0 = el tamaño de la letra)."""
        if not texto:
            return 0.0
        ultimo, x = self.glifos(texto)[-1]
        return (x + ultimo.avance) / self.unidades

    def cajas(self, texto: str) -> tuple[tuple[float, float, float, float], ...]:
        """Caja de tinta de cada letra: (x0, y0, x1, y1) en cuerpos, desde la línea base y con la y hacia abajo."""
        u = self.unidades
        return tuple(
            ((x + g.caja[0]) / u, g.caja[1] / u, (x + g.caja[2]) / u, g.caja[3] / u)
            for g, x in self.glifos(texto)
            if g.caja is not None
        )

    def trazo(self, texto: str) -> tuple[Segmento, ...]:
        """El contorno del texto entero, en unidades de la fuente y con la y hacia abajo."""
        salida: list[Segmento] = []
        for glifo, x in self.glifos(texto):
            if glifo.nombre not in self._trazos:
                self._trazos[glifo.nombre] = segmentos(glifo.d)
            salida.extend((orden, tuple((px + x, py) for px, py in p)) for orden, p in self._trazos[glifo.nombre])
        return tuple(salida)

    def _glifo(self, nombre: str) -> Glifo:
        if nombre not in self._glifos:
            from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
            from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
            from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]

            contorno = self._contornos[nombre]
            voltear = (1, 0, 0, -1, 0, 0)
            pluma = SVGPathPen(self._contornos, ntos=_numero)
            contorno.draw(TransformPen(pluma, voltear))
            regla = BoundsPen(self._contornos)
            contorno.draw(TransformPen(regla, voltear))
            self._glifos[nombre] = Glifo(nombre, pluma.getCommands(), float(contorno.width), regla.bounds)
        return self._glifos[nombre]

    def _leer_pares(self) -> dict[tuple[str, str], int]:
        """Ajuste entre pares de letras de la tabla `kern`; una fuente sin ella se compone sin ajuste."""
        if "kern" not in self._archivo:
            return {}
        pares: dict[tuple[str, str], int] = {}
        for tabla in self._archivo["kern"].kernTables:
            pares.update(getattr(tabla, "kernTable", {}))
        return pares


@dataclass(frozen=True, slots=True)
class Tipografia:
    """Las dos letras de un caligrama: negrita para lo que se lee, normal para lo que rellena."""

    negrita: Fuente
    normal: Fuente


@lru_cache(maxsize=8)
def tipografia(ruta: str | None = None) -> Tipografia:
    """La fuente de quien llama o, sin ella, DejaVu Sans, que viene con matplotlib.

    Parameters
    ----------
    ruta : str, optional
        Archivo .ttf u .otf; se usa para todo el caligrama.

    Returns
    -------
    Tipografia

    Raises
    ------
    ErrorCaligrama
        Si el archivo no existe o no es una fuente.

    Examples
    --------
    >>> tipografia().normal.unidades
    2048
    """
    if ruta is not None:
        unica = Fuente(Path(ruta).expanduser())
        return Tipografia(unica, unica)
    import matplotlib

    carpeta = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return Tipografia(Fuente(carpeta / "DejaVuSans-Bold.ttf"), Fuente(carpeta / "DejaVuSans.ttf"))


def _numero(valor: float) -> str:
    return str(int(valor)) if valor == int(valor) else f"{valor:.1f}"
