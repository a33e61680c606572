"""Las piezas de que está hecho el documento —párrafos, listas, tablas, citas, preguntas— y cómo se ven en Markdown y HTML.

En los textos de la máquina, `**así**` es negrita; todo lo demás se ve letra por letra.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.markdown import escapar
from reflexiona.sintesis.preguntas import Pregunta

__all__ = ["Bloque", "Lista", "Parrafo", "Pieza", "Preguntas", "Subtitulo", "Tabla", "palabras"]

_NEGRITA = re.compile(r"\*\*(.+?)\*\*")
_VISIBLE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Parrafo:
    """Un párrafo de la máquina."""

    texto: str

    def markdown(self) -> str:
        """En Markdown."""
        return _en_markdown(self.texto)

    def html(self) -> str:
        """En HTML."""
        return f"<p>{_en_html(self.texto)}</p>"


@dataclass(frozen=True, slots=True)
class Subtitulo:
    """Un título dentro de una sección; con `color`, el de su dimensión."""

    texto: str
    color: str = ""

    def markdown(self) -> str:
        """En Markdown."""
        return f"### {_en_markdown(self.texto)}"

    def html(self) -> str:
        """En HTML."""
        estilo = f' class="dimension" style="--color:{self.color}"' if self.color else ""
        return f"<h3{estilo}>{_en_html(self.texto)}</h3>"


@dataclass(frozen=True, slots=True)
class Lista:
    """Una lista de renglones de la máquina."""

    renglones: tuple[str, ...]

    def markdown(self) -> str:
        """En Markdown."""
        return "\n".join(f"- {_en_markdown(r)}" for r in self.renglones)

    def html(self) -> str:
        """En HTML."""
        return "<ul>" + "".join(f"<li>{_en_html(r)}</li>" for r in self.renglones) + "</ul>"


@dataclass(frozen=True, slots=True)
class Tabla:
    """Una tabla de cuentas; la primera columna es texto y las demás, números."""

    columnas: tuple[str, ...]
    filas: tuple[tuple[str, ...], ...]
    colores: tuple[str, ...] = ()

    def markdown(self) -> str:
        """En Markdown."""
        raya = "| --- |" + " ---: |" * (len(self.columnas) - 1)
        filas = ["| " + " | ".join(escapar(c) for c in fila) + " |" for fila in (self.columnas, *self.filas)]
        return "\n".join([filas[0], raya, *filas[1:]])

    def html(self) -> str:
        """En HTML."""
        cabeza = "".join(f'<th scope="col">{escape(c)}</th>' for c in self.columnas)
        colores = self.colores or ("",) * len(self.filas)
        filas = "".join(
            f'<tr><th scope="row"{f""" style="--color:{color}" class="dimension" """.rstrip() if color else ""}>'
            f"{escape(primera)}</th>" + "".join(f"<td>{escape(c)}</td>" for c in resto) + "</tr>"
            for (primera, *resto), color in zip(self.filas, colores, strict=True)
        )
        return f"<table><thead><tr>{cabeza}</tr></thead><tbody>{filas}</tbody></table>"


@dataclass(frozen=True, slots=True)
class Preguntas:
    """Las preguntas de una sección, cada una con la referencia de sus citas."""

    preguntas: tuple[Pregunta, ...]

    def markdown(self) -> str:
        """En Markdown."""
        renglones = [
            f"{i}. {escapar(p.texto)}  \n   *Sale de: {'; '.join(escapar(c.referencia) for c in p.citas)}.*"
            if p.citas
            else f"{i}. {escapar(p.texto)}"
            for i, p in enumerate(self.preguntas, start=1)
        ]
        return "**Para conversar**\n\n" + "\n".join(renglones)

    def html(self) -> str:
        """En HTML."""
        renglones = "".join(
            f"<li>{escape(p.texto)}"
            + (f"<small>Sale de: {escape('; '.join(c.referencia for c in p.citas))}.</small>" if p.citas else "")
            + "</li>"
            for p in self.preguntas
        )
        return f'<div class="preguntas"><h3>Para conversar</h3><ol>{renglones}</ol></div>'


Pieza = Parrafo | Subtitulo | Lista | Tabla | Preguntas | Cita


@dataclass(frozen=True, slots=True)
class Bloque:
    """Piezas que van juntas o no van.

    Parameters
    ----------
    seccion : str
        Clave de su espacio.
    prioridad : int
        0 es imprescindible; mientras mayor, antes se deja fuera si no cabe.
    piezas : tuple of Pieza
    clave : str
        Cómo lo nombran los que dependen de él.
    depende : str
        Sin ese bloque, éste no va.
    """

    seccion: str
    prioridad: int
    piezas: tuple[Pieza, ...]
    clave: str = ""
    depende: str = ""

    @property
    def citas(self) -> tuple[Cita, ...]:
        """Las citas que muestra."""
        return tuple(p for p in self.piezas if isinstance(p, Cita))

    def markdown(self) -> str:
        """En Markdown."""
        return "\n\n".join(p.markdown() for p in self.piezas)

    def html(self) -> str:
        """En HTML."""
        return "\n".join(p.html() for p in self.piezas)


def palabras(markdown: str) -> int:
    """Cuántas palabras se leen en un Markdown: los signos solos no cuentan.

    Examples
    --------
    >>> palabras("### Temas\\n\\n| Tema | Personas |\\n| --- | ---: |\\n> «Ya *leen*.»  \\n> — reflexión 3, oración 1")
    9
    """
    return sum(bool(_VISIBLE.search(p)) for p in markdown.split())


def _en_markdown(texto: str) -> str:
    partes = _NEGRITA.split(texto)
    return "".join(f"**{escapar(p)}**" if i % 2 else escapar(p) for i, p in enumerate(partes))


def _en_html(texto: str) -> str:
    partes = _NEGRITA.split(texto)
    return "".join(
        f"<strong>{escape(p, quote=False)}</strong>" if i % 2 else escape(p, quote=False) for i, p in enumerate(partes)
    )
