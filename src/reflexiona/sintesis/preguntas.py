"""Las preguntas para el diálogo: se eligen del banco según la situación que la comunidad escribió y lo que se citó."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import numpy as np

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.frases import a_media_frase
from reflexiona.sintesis.voces import Voz

__all__ = ["Pregunta", "PreguntaBase", "Preguntador", "banco"]

_REFERENCIAS = 2
ESPECIALES = ("tension", "hueco")
"""Situaciones que no son el acto de una oración: dos voces opuestas, un reto sin propuesta."""


@dataclass(frozen=True, slots=True)
class PreguntaBase:
    """Una pregunta del banco: de qué espacio, para qué dimensión y qué acto («» es cualquiera); puede llevar `{tema}`."""

    texto: str
    espacio: str
    dimension: str
    acto: str

    @property
    def con_tema(self) -> bool:
        """Si nombra un tema."""
        return "{tema}" in self.texto


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta para conversar y las citas de donde sale."""

    texto: str
    citas: tuple[Cita, ...]

    def __str__(self) -> str:
        return self.texto


@lru_cache(maxsize=1)
def banco() -> tuple[PreguntaBase, ...]:
    """Las preguntas de `preguntas.toml`, en su orden.

    Examples
    --------
    >>> len(banco()) > 50
    True
    """
    datos = tomllib.loads((files("reflexiona.sintesis") / "preguntas.toml").read_text("utf-8"))
    return tuple(PreguntaBase(p["texto"], p["espacio"], p["dimension"], p["acto"]) for p in datos["pregunta"])


@dataclass(slots=True)
class Preguntador:
    """Elige preguntas sin repetir ninguna en toda la síntesis, repartidas entre dimensiones, actos y temas.

    Parameters
    ----------
    voces : sequence of Voz
        Todas las oraciones: una pregunta pesa más mientras más personas viven su situación.
    temas : sequence of str
        Los que una pregunta puede nombrar, de más a menos personas.
    muestra : callable
        Si una voz habla de un tema.
    semilla : int
        Desempata entre preguntas que sirven igual.
    """

    voces: Sequence[Voz]
    temas: Sequence[str]
    muestra: Callable[[Voz, str], bool]
    semilla: int
    _hechas: set[str] = field(default_factory=set)
    _usos: Counter[str] = field(default_factory=Counter)
    _citadas: Counter[Cita] = field(default_factory=Counter)

    def elegir(
        self,
        espacio: str,
        citadas: Sequence[Voz],
        especiales: Mapping[tuple[str, str], Sequence[Cita]] | None = None,
    ) -> Pregunta | None:
        """La siguiente pregunta de un espacio, con las citas de donde sale, o None si ya no hay una que venga al caso.

        Parameters
        ----------
        espacio : str
        citadas : sequence of Voz
            Las que esa sección muestra.
        especiales : mapping of (str, str) to sequence of Cita, optional
            Las citas de cada («tension» | «hueco», tema) que la sección muestra.

        Returns
        -------
        Pregunta or None
        """
        total = max(len({v.cita.persona for v in self.voces}), 1)
        azar = np.random.default_rng(self.semilla).permutation(len(banco())).tolist()
        opciones: list[tuple[float, int, PreguntaBase, str | None, list[Cita]]] = []
        for orden, base in zip(azar, banco(), strict=True):
            if base.espacio != espacio or base.texto in self._hechas:
                continue
            if base.acto in ESPECIALES:
                opciones += [
                    (2.0, orden, base, tema, list(citas))
                    for (cual, tema), citas in (especiales or {}).items()
                    if cual == base.acto and not self._usos[f"{cual} {tema}"]
                ]
                continue
            for tema in self.temas if base.con_tema else (None,):
                de = [v.cita for v in citadas if _muestra(v, base, tema) and (not tema or self.muestra(v, tema))]
                if de:
                    viven = len({v.cita.persona for v in self.voces if _muestra(v, base, tema)})
                    precision = bool(base.dimension) + bool(base.acto) + 1.5 * base.con_tema
                    opciones.append(((viven / total) ** 0.5 + 0.35 * precision, orden, base, tema, de))
        if not opciones:
            return None
        mejor = min(opciones, key=lambda o: (-round(o[0] - self._repite(o[2], o[3]), 6), o[1], o[3] or ""))
        return self._hacer(*mejor[2:])

    def _repite(self, base: PreguntaBase, tema: str | None) -> float:
        usos = self._usos
        return (
            0.4 * usos[f"d {base.dimension}"]
            + 0.3 * usos[f"a {base.acto}"]
            + 0.8 * usos[f"t {tema}"]
            + 0.5 * usos[f"i {_inicio(base)}"]
        )

    def _hacer(self, base: PreguntaBase, tema: str | None, citas: Sequence[Cita]) -> Pregunta:
        # Primero las citas que aún no han dado pie a una pregunta; entre ellas, en el orden del documento.
        orden = sorted(range(len(citas)), key=lambda i: (self._citadas[citas[i]], i))[:_REFERENCIAS]
        suyas = tuple(citas[i] for i in sorted(orden))
        self._hechas.add(base.texto)
        self._citadas.update(suyas)
        self._usos.update([f"d {base.dimension}", f"a {base.acto}", f"i {_inicio(base)}"])
        if tema:
            self._usos.update([f"t {tema}", f"{base.acto} {tema}"])
        return Pregunta(base.texto.replace("{tema}", a_media_frase(tema)) if tema else base.texto, suyas)


def _inicio(base: PreguntaBase) -> str:
    """Con qué palabras abre: así no abren todas igual."""
    return " ".join(base.texto.split()[:2])


def _muestra(voz: Voz, base: PreguntaBase, tema: str | None) -> bool:
    return (
        (not base.dimension or base.dimension in voz.dimensiones)
        and (not base.acto or base.acto == voz.acto)
        and (tema is None or tema in voz.temas)
    )
