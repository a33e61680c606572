"""`Sintesis`: el documento que resume lo que escribió una comunidad, con sus voces y preguntas."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.conteos import Afirmacion
from reflexiona.sintesis.frases import cuantas
from reflexiona.sintesis.pagina import pagina
from reflexiona.sintesis.preguntas import Pregunta
from reflexiona.sintesis.resumidor import Retirada
from reflexiona.sintesis.tensiones import Tension

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Sintesis"]


@dataclass(frozen=True, slots=True, repr=False)
class Sintesis:
    """Una síntesis, en Markdown y en HTML.

    Parameters
    ----------
    markdown : str
        El documento.
    citas : tuple of Cita
        Las que contiene, en orden y textuales.
    preguntas : tuple of Pregunta
        Las preguntas para el diálogo, con las citas de donde salen.
    cuerpo : str
        El documento en HTML, sin la página que lo envuelve.
    secciones : dict of str to str
        El Markdown de cada espacio, por su clave.
    tensiones : tuple of Tension
    afirmaciones : tuple of Afirmacion
        Cada cuenta que se dice, con las oraciones en que se apoya.
    palabras : int
        Cuántas se leen.
    resumidor : str
        Quién propuso las citas.
    retiradas : tuple of Retirada
        Lo que el resumidor entregó y no se mostró, con su motivo.
    titulo : str

    Examples
    --------
    >>> Sintesis("# Síntesis", (), ())
    Sintesis(0 citas, 0 preguntas, 0 palabras; print() la muestra y .guardar(ruta) la escribe en .md o .html)
    """

    markdown: str
    citas: tuple[Cita, ...]
    preguntas: tuple[Pregunta, ...]
    cuerpo: str = ""
    secciones: dict[str, str] = field(default_factory=dict)
    tensiones: tuple[Tension, ...] = ()
    afirmaciones: tuple[Afirmacion, ...] = ()
    palabras: int = 0
    resumidor: str = "extractivo"
    retiradas: tuple[Retirada, ...] = ()
    titulo: str = ""

    @property
    def respaldo(self) -> pd.DataFrame:
        """La lista detrás de cada cuenta: `asunto`, `personas`, `de` y `oraciones` («reflexión·oración»).

        De lo que dicen una o dos personas no se listan oraciones.
        """
        import pandas as pd

        filas = [(a.asunto, a.personas, a.de, list(a.respaldo)) for a in self.afirmaciones]
        return pd.DataFrame(filas, columns=["asunto", "personas", "de", "oraciones"])

    def html(self) -> str:
        """La síntesis como página HTML completa, con la lista que sostiene cada cuenta al final."""
        renglones = "".join(
            f"<li>{escape(a.asunto)}: {a.personas} de {cuantas(a.de, 'persona', 'personas')}. "
            f"{'Oración' if len(a.respaldo) == 1 else 'Oraciones'} {escape(', '.join(a.respaldo))}.</li>"
            for a in self.afirmaciones
            if a.respaldo
        )
        detras = f"<details><summary>Las oraciones detrás de cada cuenta</summary><ul>{renglones}</ul></details>"
        return pagina(self.titulo, self.cuerpo, detras if renglones else "")

    def guardar(self, ruta: str | Path) -> Path:
        """Escribe la síntesis en un archivo (UTF-8) y entrega su ruta: HTML si termina en `.html`, Markdown si no.

        Raises
        ------
        OSError
            Si no se puede escribir ahí.
        """
        destino = Path(ruta)
        texto = self.html() if destino.suffix.lower() in {".html", ".htm"} else self.markdown
        destino.write_text(texto, encoding="utf-8", newline="\n")
        return destino

    def __str__(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return (
            f"Sintesis({len(self.citas)} citas, {len(self.preguntas)} preguntas, {self.palabras} palabras; "
            "print() la muestra y .guardar(ruta) la escribe en .md o .html)"
        )

    def _repr_markdown_(self) -> str:
        return self.markdown
