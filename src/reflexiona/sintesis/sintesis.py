"""`Sintesis`: el documento que resume lo que escribió una comunidad, con sus voces y preguntas."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.preguntas import Pregunta

__all__ = ["Sintesis"]


@dataclass(frozen=True, slots=True, repr=False)
class Sintesis:
    """Una síntesis en Markdown.

    Parameters
    ----------
    markdown : str
        El documento.
    citas : tuple of Cita
        Las que contiene, en orden y textuales.
    preguntas : tuple of Pregunta
        Las preguntas para el diálogo, con las citas de donde salen.

    Examples
    --------
    >>> Sintesis("# Síntesis", (), ())
    Sintesis(0 citas, 0 preguntas; print() la muestra y .guardar(ruta) la escribe)
    """

    markdown: str
    citas: tuple[Cita, ...]
    preguntas: tuple[Pregunta, ...]

    def guardar(self, ruta: str | Path) -> Path:
        """Escribe el Markdown en un archivo (UTF-8) y entrega su ruta.

        Raises
        ------
        OSError
            Si no se puede escribir ahí.
        """
        destino = Path(ruta)
        destino.write_text(self.markdown, encoding="utf-8", newline="\n")
        return destino

    def __str__(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return (
            f"Sintesis({len(self.citas)} citas, {len(self.preguntas)} preguntas; "
            "print() la muestra y .guardar(ruta) la escribe)"
        )

    def _repr_markdown_(self) -> str:
        return self.markdown
