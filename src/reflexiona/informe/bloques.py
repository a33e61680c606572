"""Un documento en bloques (títulos, párrafos, citas, listas, tablas): lo mismo para la página, Word y PDF.

La síntesis llega en Markdown y aquí se vuelve bloques; ninguna marca de quien escribió se interpreta.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reflexiona.informe.visible import visible

__all__ = ["Bloque", "Cita", "Lista", "Parrafo", "Tabla", "Titulo", "Tramo", "Tramos", "de_markdown", "llano", "suelto"]


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un trozo de texto con un solo aspecto; un salto de renglón es «\\n» dentro del texto."""

    texto: str
    negrita: bool = False
    cursiva: bool = False


Tramos = tuple[Tramo, ...]


@dataclass(frozen=True, slots=True)
class Titulo:
    """Un título; el 1 es el del documento."""

    nivel: int
    tramos: Tramos


@dataclass(frozen=True, slots=True)
class Parrafo:
    """Un párrafo."""

    tramos: Tramos


@dataclass(frozen=True, slots=True)
class Cita:
    """Lo que alguien escribió, con su referencia («reflexión 12, oración 3») si la trae."""

    tramos: Tramos
    referencia: str = ""


@dataclass(frozen=True, slots=True)
class Lista:
    """Una lista, numerada o no; cada elemento puede traer sus propios bloques."""

    numerada: bool
    elementos: tuple[tuple[Bloque, ...], ...]


@dataclass(frozen=True, slots=True)
class Tabla:
    """Una tabla con su encabezado; `numericas` dice qué columnas van a la derecha."""

    encabezado: tuple[Tramos, ...]
    filas: tuple[tuple[Tramos, ...], ...]
    numericas: tuple[bool, ...]


Bloque = Titulo | Parrafo | Cita | Lista | Tabla


def suelto(texto: str, *, negrita: bool = False) -> Tramos:
    """Un texto como un solo tramo."""
    return (Tramo(visible(texto), negrita=negrita),)


def llano(tramos: Tramos) -> str:
    """Sólo el texto."""
    return "".join(t.texto for t in tramos)


def de_markdown(markdown: str) -> tuple[Bloque, ...]:
    """El Markdown de una síntesis, en bloques.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    tuple of Bloque
        El HTML y los enlaces que trajera quedan como texto.

    Examples
    --------
    >>> de_markdown("## Huella\\n\\n> «Ya &lt;b&gt; leen.»  \\n> — reflexión 1, oración 2")
    (Titulo(nivel=2, tramos=(Tramo(texto='Huella', negrita=False, cursiva=False),)),
     Cita(tramos=(Tramo(texto='«Ya <b> leen.»', negrita=False, cursiva=False),), referencia='reflexión 1, oración 2'))
    """
    return _bloques(_lector().parse(markdown))


@lru_cache(maxsize=1)
def _lector() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _bloques(fichas: Sequence[Token]) -> tuple[Bloque, ...]:
    salida: list[Bloque] = []
    i = 0
    while i < len(fichas):
        ficha = fichas[i]
        if ficha.nesting == 1:
            fin = _cierre(fichas, i)
            dentro = fichas[i + 1 : fin]
            if ficha.type == "heading_open":
                salida.append(Titulo(int(ficha.tag[1]), _tramos(dentro)))
            elif ficha.type == "paragraph_open":
                salida.append(Parrafo(_tramos(dentro)))
            elif ficha.type == "blockquote_open":
                salida += _cita(_bloques(dentro))
            elif ficha.type in ("bullet_list_open", "ordered_list_open"):
                salida.append(Lista(ficha.type.startswith("ordered"), _elementos(dentro)))
            elif ficha.type == "table_open":
                salida.append(_tabla(dentro))
            else:
                salida += _bloques(dentro)
            i = fin
        elif ficha.type in ("code_block", "fence", "html_block"):
            salida.append(Parrafo((Tramo(visible(ficha.content.rstrip("\n"))),)))
        i += 1
    return tuple(salida)


def _cierre(fichas: Sequence[Token], desde: int) -> int:
    hondo = 0
    for i in range(desde, len(fichas)):
        hondo += fichas[i].nesting
        if hondo == 0:
            return i
    return len(fichas)


def _elementos(fichas: Sequence[Token]) -> tuple[tuple[Bloque, ...], ...]:
    salida, i = [], 0
    while i < len(fichas):
        fin = _cierre(fichas, i)
        salida.append(_bloques(fichas[i + 1 : fin]))
        i = fin + 1
    return tuple(salida)


def _cita(bloques: tuple[Bloque, ...]) -> list[Bloque]:
    """Los párrafos de una cita; si el último renglón empieza con una raya, es su referencia."""
    salida: list[Bloque] = []
    for b in bloques:
        if not isinstance(b, Parrafo):
            salida.append(b)
            continue
        antes, raya, referencia = llano(b.tramos).rpartition("\n— ")
        if not raya or "\n" in referencia:
            salida.append(Cita(b.tramos))
            continue
        salida.append(Cita(_recortar(b.tramos, len(antes)), referencia))
    return salida


def _recortar(tramos: Tramos, largo: int) -> Tramos:
    salida = []
    for t in tramos:
        if largo <= 0:
            break
        salida.append(Tramo(t.texto[:largo], t.negrita, t.cursiva))
        largo -= len(t.texto)
    return tuple(salida)


def _tabla(fichas: Sequence[Token]) -> Tabla:
    filas: list[tuple[Tramos, ...]] = []
    numericas: list[bool] = []
    fila: list[Tramos] = []
    for i, ficha in enumerate(fichas):
        if ficha.type == "tr_open":
            fila = []
        elif ficha.type in ("th_open", "td_open"):
            if ficha.type == "th_open":
                numericas.append("right" in str(ficha.attrGet("style") or ""))
            fila.append(_tramos(fichas[i + 1 : i + 2]))
        elif ficha.type == "tr_close":
            filas.append(tuple(fila))
    return Tabla(filas[0] if filas else (), tuple(filas[1:]), tuple(numericas))


def _tramos(fichas: Sequence[Token]) -> Tramos:
    salida: list[Tramo] = []
    negrita = cursiva = 0
    for ficha in (hija for f in fichas for hija in (f.children or [])):
        match ficha.type:
            case "strong_open" | "strong_close":
                negrita += ficha.nesting
            case "em_open" | "em_close":
                cursiva += ficha.nesting
            case "softbreak":
                salida.append(Tramo(" ", bool(negrita), bool(cursiva)))
            case "hardbreak":
                salida.append(Tramo("\n", bool(negrita), bool(cursiva)))
            case _ if ficha.content:
                salida.append(Tramo(visible(ficha.content), bool(negrita), bool(cursiva)))
    return _juntar(salida)


def _juntar(tramos: Sequence[Tramo]) -> Tramos:
    salida: list[Tramo] = []
    for t in tramos:
        if salida and (salida[-1].negrita, salida[-1].cursiva) == (t.negrita, t.cursiva):
            salida[-1] = Tramo(salida[-1].texto + t.texto, t.negrita, t.cursiva)
        else:
            salida.append(t)
    return tuple(salida)
