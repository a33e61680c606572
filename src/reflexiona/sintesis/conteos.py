"""Cuántas personas dicen qué, con la lista detrás: la síntesis cuenta personas, no oraciones, y a nadie dos veces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reflexiona.sintesis.frases import MINIMO_GRUPO, POCAS, de_personas
from reflexiona.sintesis.voces import Voz

__all__ = ["Afirmacion", "Contador"]


@dataclass(frozen=True, slots=True)
class Afirmacion:
    """Una cuenta que la síntesis dice, con las oraciones en que se apoya.

    Parameters
    ----------
    asunto : str
        De qué es la cuenta: «reto · Familias y escuela».
    personas, de : int
        Cuántas personas y de cuántas. De una o dos no se sabe si es una sola: `personas` es 2.
    respaldo : tuple of str
        Las oraciones, como «12·3» (reflexión·oración); vacío si son de una o dos personas.
    """

    asunto: str
    personas: int
    de: int
    respaldo: tuple[str, ...]


class Contador:
    """Cuenta personas y recuerda cada cuenta que se hizo.

    Parameters
    ----------
    voces : sequence of Voz
    total : int
        Cuántas personas escribieron.
    """

    def __init__(self, voces: Sequence[Voz], total: int) -> None:
        self.voces = voces
        self.total = total
        self.dichas: dict[str, Afirmacion] = {}

    def personas(self, sirve: Callable[[Voz], bool]) -> int:
        """Cuántas personas dicen algo que sirve."""
        return len({v.cita.persona for v in self.voces if sirve(v)})

    def afirmar(self, asunto: str, sirve: Callable[[Voz], bool]) -> int:
        """Cuántas personas, y deja la afirmación con su respaldo en `dichas`."""
        suyas = [v.cita for v in self.voces if sirve(v)]
        n = len({c.persona for c in suyas})
        if n:
            discreta = n <= POCAS and self.total >= MINIMO_GRUPO
            respaldo = () if discreta else tuple(f"{c.reflexion}·{c.oracion}" for c in suyas)
            self.dichas[asunto] = Afirmacion(asunto, POCAS if discreta else n, self.total, respaldo)
        return n

    def frase(self, asunto: str, sirve: Callable[[Voz], bool]) -> str:
        """«7 de 23 personas», y deja la afirmación en `dichas`."""
        return de_personas(self.afirmar(asunto, sirve), self.total)
