"""`Cita`: una oración textual con su rastro al original."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from reflexiona.sintesis.markdown import escapar

__all__ = ["Cita"]


@dataclass(frozen=True, slots=True)
class Cita:
    """Una oración de la comunidad, tal como se escribió.

    Parameters
    ----------
    reflexion : str
        Id de la reflexión.
    oracion : int
        Número de la oración en la reflexión: 1, 2, …
    texto : str
        Textual, letra por letra.
    persona : str
        Seudónimo de quien escribió; no se muestra en la síntesis.
    """

    reflexion: str
    oracion: int
    texto: str
    persona: str

    @property
    def referencia(self) -> str:
        """Dónde está: «reflexión 12, oración 3»."""
        return f"reflexión {self.reflexion}, oración {self.oracion}"

    def markdown(self) -> str:
        """La cita como bloque de Markdown, entre comillas y con su referencia.

        Examples
        --------
        >>> print(Cita("12", 3, "Ya leen *solos*.", "P12").markdown())
        > «Ya leen \\*solos\\*.»
        > — reflexión 12, oración 3
        """
        # El salto con dos espacios se ve igual en cualquier visor de Markdown.
        return f"> «{escapar(self.texto)}»  \n> — {escapar(self.referencia)}"

    def html(self) -> str:
        """La cita como HTML.

        Examples
        --------
        >>> Cita("12", 3, "Ya <leen>.", "P12").html()
        '<blockquote><p>«Ya &lt;leen&gt;.»</p><footer>reflexión 12, oración 3</footer></blockquote>'
        """
        return (
            f"<blockquote><p>«{escape(self.texto, quote=False)}»</p>"
            f"<footer>{escape(self.referencia, quote=False)}</footer></blockquote>"
        )
