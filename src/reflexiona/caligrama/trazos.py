"""Los contornos de las letras: medir y dibujar palabras sin depender de la fuente de quien mira."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reflexiona.caligrama.ruta_svg import Segmento, segmentos
from reflexiona.errores import ErrorCaligrama

__all__ = ["LETRAS", "Fuente", "Glifo", "Puesto", "Racimo", "Tipografia", "racimos", "tipografia"]

LETRAS = ("serif", "sans", "mano")
"""Las letras que vienen con la biblioteca, además de DejaVu Sans, que viene con matplotlib."""

_CARPETA = Path(__file__).parent / "fuentes"
_FORMAS_FIJAS = {"liga": False, "clig": False, "calt": False, "dlig": False}
"""Sin ligaduras: cada letra conserva su lugar y su avance."""

_INVISIBLES = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u00ad\ufeff")


@dataclass(frozen=True, slots=True)
class Glifo:
    """Una letra: su nombre, su contorno con la y hacia abajo, lo que avanza y su caja, en unidades de la fuente."""

    nombre: str
    d: str
    avance: float
    caja: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Puesto:
    """Un glifo en su lugar, en unidades de la fuente, y la posición en el texto de la letra a la que pertenece."""

    glifo: Glifo
    x: float
    y: float
    letra: int


@dataclass(frozen=True, slots=True)
class Racimo:
    """Una letra con sus diacríticos: qué dice, dónde empieza y cuánto avanza (ya con su ajuste), en cuerpos."""

    texto: str
    x: float
    avance: float


class Fuente:
    """Una fuente TrueType u OpenType de la que se toman contornos.

    Parameters
    ----------
    ruta : Path
        Archivo .ttf u .otf.
    respaldos : tuple of Path, optional
        De dónde se toman, en ese orden, las letras que a ésta le faltan.

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

    def __init__(self, ruta: Path, respaldos: tuple[Path, ...] = ()) -> None:
        from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

        if not ruta.is_file():
            raise ErrorCaligrama(f"No encuentro la fuente «{ruta}». Dé la ruta de un archivo .ttf u .otf.")
        self.ruta = ruta
        try:
            self.datos = ruta.read_bytes()
            self._archivo: Any = TTFont(io.BytesIO(self.datos), lazy=True, fontNumber=0)
            self._cmap: dict[int, str] = self._archivo.getBestCmap() or {}
            self._contornos: Any = self._archivo.getGlyphSet()
            self.unidades = int(self._archivo["head"].unitsPerEm)
            self._armador = _armador(self.datos)
        except (TTLibError, KeyError, OSError, ValueError, AssertionError) as error:
            raise ErrorCaligrama(f"«{ruta}» no es una fuente .ttf u .otf con contornos: {error}") from error
        self._respaldos = tuple(r for r in respaldos if r != ruta)
        self._propios: dict[str, Glifo] = {}
        self._glifos: dict[tuple[int, str], Glifo] = {}
        self._trazos: dict[str, tuple[Segmento, ...]] = {}
        self._puestos: dict[str, tuple[Puesto, ...]] = {}
        self._anchos: dict[str, float] = {}
        self._racimos: dict[str, tuple[Racimo, ...]] = {}

    def faltantes(self, texto: str) -> str:
        """Los caracteres de `texto` que ni la fuente ni sus respaldos pueden dibujar, sin repetir."""
        faltan = (letra for letra in racimos(texto) if self._quien(letra) < 0)
        return "".join(dict.fromkeys("".join(faltan)))

    def prestadas(self, texto: str) -> str:
        """Los caracteres de `texto` que se toman de un respaldo, sin repetir."""
        return "".join(dict.fromkeys("".join(letra for letra in racimos(texto) if self._quien(letra) > 0)))

    def reparto(self, texto: str) -> tuple[tuple[Fuente, str], ...]:
        """Cada fuente que dibuja algo de `texto`, la propia primero, con los caracteres que pone."""
        suyos: dict[int, list[str]] = {0: []}
        for cual, desde, hasta in self._tramos(texto):
            suyos.setdefault(cual, []).append(texto[desde:hasta])
        return tuple(
            (self if cual == 0 else _respaldo(self._respaldos[cual - 1]), "".join(suyos[cual]))
            for cual in sorted(suyos)
        )

    def glifos(self, texto: str) -> tuple[tuple[Glifo, float], ...]:
        """Cada glifo con su x de inicio, en unidades de la fuente."""
        return tuple((p.glifo, p.x) for p in self.puestos(texto))

    def puestos(self, texto: str, espaciado: float = 0.0) -> tuple[Puesto, ...]:
        """Cada glifo con su lugar.

        Parameters
        ----------
        texto : str
        espaciado : float, optional
            Lo que se agrega entre letra y letra, en cuerpos.
        """
        if texto not in self._puestos:
            self._componer(texto)
        puestos = self._puestos[texto]
        if not espaciado:
            return puestos
        orden = {letra: i for i, letra in enumerate(dict.fromkeys(p.letra for p in puestos))}
        extra = espaciado * self.unidades
        return tuple(Puesto(p.glifo, p.x + extra * orden[p.letra], p.y, p.letra) for p in puestos)

    def racimos(self, texto: str) -> tuple[Racimo, ...]:
        """Cada letra con sus diacríticos, su inicio y su avance."""
        if texto not in self._racimos:
            self._racimos[texto] = self._partir(texto)
        return self._racimos[texto]

    def _partir(self, texto: str) -> tuple[Racimo, ...]:
        inicios: dict[int, float] = {}
        for p in self.puestos(texto):
            inicios[p.letra] = min(p.x, inicios.get(p.letra, p.x))
        # Un diacrítico puede empezar antes que su letra: manda el avance acumulado.
        lugares = sorted(inicios)
        bordes = [inicios[i] / self.unidades for i in lugares] + [self.ancho(texto)]
        cortes = [*lugares[1:], len(texto)]
        return tuple(
            Racimo(texto[desde:hasta], bordes[k], bordes[k + 1] - bordes[k])
            for k, (desde, hasta) in enumerate(zip(lugares, cortes, strict=True))
        )

    def ancho(self, texto: str) -> float:
        """Lo que avanza el texto, en cuerpos (1.0 = el tamaño de la letra)."""
        if texto not in self._anchos:
            self._componer(texto)
        return self._anchos[texto]

    def cajas(self, texto: str, espaciado: float = 0.0) -> tuple[tuple[float, float, float, float], ...]:
        """Caja de tinta de cada letra: (x0, y0, x1, y1) en cuerpos, desde la línea base y con la y hacia abajo."""
        u = self.unidades
        return tuple(
            ((p.x + c[0]) / u, (p.y + c[1]) / u, (p.x + c[2]) / u, (p.y + c[3]) / u)
            for p in self.puestos(texto, espaciado)
            if (c := p.glifo.caja) is not None
        )

    def trazo(self, texto: str, espaciado: float = 0.0) -> tuple[Segmento, ...]:
        """El contorno del texto entero, en unidades de la fuente y con la y hacia abajo."""
        salida: list[Segmento] = []
        for p in self.puestos(texto, espaciado):
            if p.glifo.nombre not in self._trazos:
                self._trazos[p.glifo.nombre] = segmentos(p.glifo.d)
            x, y = p.x, p.y
            salida.extend(
                (o, tuple((px + x, py + y) for px, py in puntos)) for o, puntos in self._trazos[p.glifo.nombre]
            )
        return tuple(salida)

    @property
    def altura_x(self) -> float:
        """Altura de la x minúscula, en cuerpos."""
        caja = self.cajas("x")
        return -caja[0][1] if caja else 0.5

    def _componer(self, texto: str) -> None:
        """Forma el texto por tramos, cada uno con la primera fuente que tiene sus letras."""
        puestos: list[Puesto] = []
        x = 0.0
        for cual, desde, hasta in self._tramos(texto):
            fuente = self if cual == 0 else _respaldo(self._respaldos[cual - 1])
            escala = self.unidades / fuente.unidades
            for nombre, letra, dx, dy, avance in fuente._armado(texto[desde:hasta]):
                puestos.append(Puesto(self._glifo(cual, nombre), x + dx * escala, -dy * escala, desde + letra))
                x += avance * escala
        self._puestos[texto] = tuple(puestos)
        self._anchos[texto] = x / self.unidades

    def _tramos(self, texto: str) -> list[tuple[int, int, int]]:
        """Tramos (fuente, desde, hasta) del texto; lo que nadie tiene se queda con la propia."""
        salida: list[tuple[int, int, int]] = []
        i = 0
        for letra in racimos(texto):
            # Un espacio no corta el tramo.
            cual = salida[-1][0] if letra == " " and salida else max(0, self._quien(letra))
            if salida and salida[-1][0] == cual:
                salida[-1] = (cual, salida[-1][1], i + len(letra))
            else:
                salida.append((cual, i, i + len(letra)))
            i += len(letra)
        return salida

    def _armado(self, texto: str) -> Iterator[tuple[str, int, float, float, float]]:
        """Cada glifo que HarfBuzz acomoda: nombre, posición de su letra, desplazamiento y avance."""
        import uharfbuzz as hb

        renglon = hb.Buffer()
        renglon.add_str(texto)
        renglon.guess_segment_properties()
        hb.shape(self._armador, renglon, _FORMAS_FIJAS)
        for info, lugar in zip(renglon.glyph_infos, renglon.glyph_positions, strict=True):
            nombre = self._archivo.getGlyphName(info.codepoint)
            yield nombre, info.cluster, lugar.x_offset, lugar.y_offset, lugar.x_advance

    def _quien(self, letra: str) -> int:
        """0 si la fuente tiene la letra, k si la tiene el k-ésimo respaldo, -1 si nadie."""
        visibles = [c for c in letra if c not in _INVISIBLES]
        if not all(c.isprintable() for c in visibles):
            return -1
        if self._tiene(letra, visibles):
            return 0
        for k, ruta in enumerate(self._respaldos, start=1):
            if _respaldo(ruta)._tiene(letra, visibles):
                return k
        return -1

    def _tiene(self, letra: str, visibles: list[str]) -> bool:
        if all(ord(c) in self._cmap for c in visibles):
            return True
        # La letra compuesta puede faltar y estar sus partes (ḵ = k + macrón debajo), o al revés.
        return all(ord(c) in self._cmap for c in unicodedata.normalize("NFD", "".join(visibles)))

    def _glifo(self, cual: int, nombre: str) -> Glifo:
        if (cual, nombre) not in self._glifos:
            if cual == 0:
                self._glifos[cual, nombre] = self._dibujado(nombre, nombre, 1.0)
            else:
                fuente = _respaldo(self._respaldos[cual - 1])
                escala = self.unidades / fuente.unidades
                self._glifos[cual, nombre] = fuente._dibujado(nombre, f"{cual}/{nombre}", escala)
        return self._glifos[cual, nombre]

    def _dibujado(self, nombre: str, como: str, escala: float) -> Glifo:
        from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
        from fontTools.pens.svgPathPen import SVGPathPen  # type: ignore[import-untyped]
        from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]

        contorno = self._contornos[nombre]
        voltear = (escala, 0, 0, -escala, 0, 0)
        pluma = SVGPathPen(self._contornos, ntos=_numero)
        contorno.draw(TransformPen(pluma, voltear))
        regla = BoundsPen(self._contornos)
        contorno.draw(TransformPen(regla, voltear))
        return Glifo(como, pluma.getCommands(), float(contorno.width) * escala, regla.bounds)


@dataclass(frozen=True, slots=True)
class Tipografia:
    """Las dos letras de un caligrama: negrita para lo que se lee de lejos, normal para lo que rellena o corre."""

    negrita: Fuente
    normal: Fuente

    def dibujable(self, texto: str) -> str:
        """Un título o un nombre sin los caracteres que la fuente no tiene."""
        faltan = self.negrita.faltantes(texto) + self.normal.faltantes(texto)
        return " ".join("".join(letra for letra in racimos(texto) if letra not in faltan).split())


@lru_cache(maxsize=8)
def tipografia(letra: str | None = None) -> Tipografia:
    """Una de las letras de `LETRAS`, la de quien llama o, sin ella, DejaVu Sans, que viene con matplotlib.

    Parameters
    ----------
    letra : str, optional
        Uno de `LETRAS`, o la ruta de un archivo .ttf u .otf, que se usa para todo el caligrama.

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
    >>> tipografia("serif").normal.faltantes("tsɨkʉri x̱i")
    ''
    """
    import matplotlib

    dejavu = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    gruesa, delgada = dejavu / "DejaVuSans-Bold.ttf", dejavu / "DejaVuSans.ttf"
    respaldos_gruesos = (_CARPETA / "sans-negrita.ttf", gruesa)
    respaldos = (_CARPETA / "sans-normal.ttf", delgada)
    if letra in LETRAS:
        gruesa = _CARPETA / f"{letra}-negrita.ttf"
        delgada = _CARPETA / f"{letra}-normal.ttf"
        if not gruesa.is_file():
            gruesa = delgada
    elif letra is not None:
        ruta = Path(letra).expanduser()
        if not ruta.suffix and not ruta.exists():
            raise ErrorCaligrama(
                f"No hay una letra «{letra}». Las que hay: {', '.join(LETRAS)}; o dé la ruta de un archivo .ttf u .otf."
            )
        unica = Fuente(ruta, respaldos)
        return Tipografia(unica, unica)
    return Tipografia(Fuente(gruesa, respaldos_gruesos), Fuente(delgada, respaldos))


def racimos(texto: str) -> Iterator[str]:
    """Parte un texto en letras, cada una con los diacríticos y selectores que la siguen.

    Examples
    --------
    >>> list(racimos("x\\u0331ñ"))
    ['x̱', 'ñ']
    """
    letra = ""
    for c in texto:
        if letra and (unicodedata.combining(c) or c in _INVISIBLES or letra[-1] == "\u200d"):
            letra += c
        else:
            if letra:
                yield letra
            letra = c
    if letra:
        yield letra


@lru_cache(maxsize=16)
def _respaldo(ruta: Path) -> Fuente:
    return Fuente(ruta)


def _armador(datos: bytes) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(datos))


def _numero(valor: float) -> str:
    return str(int(valor)) if valor == int(valor) else f"{valor:.1f}"
