"""Las preguntas para el diálogo: se eligen del banco según lo que la comunidad escribió y lo que se citó."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.frases import a_media_frase
from reflexiona.sintesis.voces import Voz

__all__ = ["Pregunta", "PreguntaBase", "banco", "elegir_preguntas"]

MINIMO = 6
MAXIMO = 8
_REFERENCIAS = 2


@dataclass(frozen=True, slots=True)
class PreguntaBase:
    """Una pregunta del banco: para qué dimensión y qué acto es («» es cualquiera); puede llevar `{tema}`."""

    texto: str
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
    >>> len(banco()) > 40
    True
    """
    datos = tomllib.loads((files("reflexiona.sintesis") / "preguntas.toml").read_text("utf-8"))
    return tuple(PreguntaBase(p["texto"], p["dimension"], p["acto"]) for p in datos["pregunta"])


def elegir_preguntas(
    voces: Sequence[Voz], citadas: Sequence[Voz], temas: Sequence[str], *, semilla: int
) -> list[Pregunta]:
    """De seis a ocho preguntas, ninguna repetida, repartidas entre dimensiones, actos y temas.

    Una pregunta sirve si alguna cita del documento muestra su situación; pesa más mientras más personas la viven.

    Parameters
    ----------
    voces : sequence of Voz
        Todas las oraciones.
    citadas : sequence of Voz
        Las que la síntesis cita.
    temas : sequence of str
        Los de la comunidad, de más a menos personas.
    semilla : int
        Desempata entre preguntas que sirven igual.

    Returns
    -------
    list of Pregunta
    """
    if not citadas:
        return []
    total = len({v.cita.persona for v in voces})
    azar = np.random.default_rng(semilla).permutation(len(banco()))
    situaciones = []
    for orden, base in zip(azar.tolist(), banco(), strict=True):
        for tema in temas if base.con_tema else [None]:
            de = [v for v in citadas if _muestra(v, base, tema)]
            if not de:
                continue
            viven = len({v.cita.persona for v in voces if _muestra(v, base, tema)})
            precision = bool(base.dimension) + bool(base.acto) + 2 * base.con_tema
            situaciones.append(((viven / total) ** 0.5 + 0.35 * precision, orden, base, tema, de))
    usos: Counter[str] = Counter()
    citas_usadas: Counter[Cita] = Counter()
    preguntas: list[Pregunta] = []
    while situaciones and len(preguntas) < MAXIMO:
        mejor = min(
            situaciones,
            key=lambda s: (
                -round(
                    s[0] - 0.4 * usos[s[2].dimension or "·"] - 0.3 * usos[s[2].acto or "·"] - 0.8 * usos[f"t {s[3]}"], 6
                ),
                s[1],
                s[3] or "",
            ),
        )
        _, _, base, tema, de = mejor
        preguntas.append(_hacer(base, tema, de, citas_usadas))
        usos.update([base.dimension or "·", base.acto or "·"])
        if tema:
            usos[f"t {tema}"] += 1
        situaciones = [s for s in situaciones if s[2] is not base]
    ya = {p.texto for p in preguntas}
    for base in banco():
        if len(preguntas) >= MINIMO:
            break
        if not base.acto and not base.con_tema and base.texto not in ya:
            preguntas.append(_hacer(base, None, citadas, citas_usadas))
    return preguntas


def _muestra(voz: Voz, base: PreguntaBase, tema: str | None) -> bool:
    return (
        (not base.dimension or base.dimension in voz.dimensiones)
        and (not base.acto or base.acto == voz.acto)
        and (tema is None or tema in voz.temas)
    )


def _hacer(base: PreguntaBase, tema: str | None, de: Sequence[Voz], usadas: Counter[Cita]) -> Pregunta:
    # Primero las citas que aún no han dado pie a una pregunta; entre ellas, en el orden del documento.
    orden = sorted(range(len(de)), key=lambda i: (usadas[de[i].cita], i))[:_REFERENCIAS]
    citas = tuple(de[i].cita for i in sorted(orden))
    usadas.update(citas)
    return Pregunta(base.texto.replace("{tema}", a_media_frase(tema)) if tema else base.texto, citas)
