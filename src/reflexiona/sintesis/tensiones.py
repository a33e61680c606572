"""Las tensiones: dos voces de personas distintas que hablan de lo mismo y lo viven o lo juzgan al revés."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.seleccion import Selector
from reflexiona.sintesis.senales import dice, postura
from reflexiona.sintesis.voces import Voz

__all__ = ["Tension", "encontrar_tensiones"]

_POR_LADO = 25


@dataclass(frozen=True, slots=True)
class Tension:
    """Dos citas de personas distintas sobre el mismo tema, con acto o postura opuestos.

    Parameters
    ----------
    tema : str
    una, otra : Cita
    por : str
        «acto» (una lo celebra y otra lo vive como reto) o «postura» (una a favor y otra en contra).
    """

    tema: str
    una: Cita
    otra: Cita
    por: str


def encontrar_tensiones(
    voces: Sequence[Voz], selector: Selector, temas: Sequence[str], *, maximo: int = 2
) -> list[Tension]:
    """Las tensiones más claras, una por tema, y las da por citadas.

    Parameters
    ----------
    voces : sequence of Voz
    selector : Selector
    temas : sequence of str
        Los de la comunidad, de más a menos personas.
    maximo : int

    Returns
    -------
    list of Tension
    """
    por_tema: dict[str, list[Voz]] = defaultdict(list)
    for v in selector.voces:
        for tema in v.temas:
            por_tema[tema].append(v)
    hallados = []
    for lugar, tema in enumerate(temas):
        par = _mejor_par(por_tema[tema], tema, selector)
        if par:
            puntos, una, otra, por = par
            hallados.append((round(puntos - 0.02 * lugar, 6), tema, una, otra, por))
    hallados.sort(key=lambda h: (-h[0], h[1]))
    tensiones: list[Tension] = []
    dichas: set[str] = set()
    for _, tema, una, otra, por in hallados:
        if len(tensiones) >= maximo:
            break
        if {una.cita.persona, otra.cita.persona} & dichas or not (selector.libre(una) and selector.libre(otra)):
            continue
        dichas |= {una.cita.persona, otra.cita.persona}
        tensiones.append(Tension(tema, selector.tomar(una), selector.tomar(otra), por))
    return tensiones


def _mejor_par(voces: Sequence[Voz], tema: str, selector: Selector) -> tuple[float, Voz, Voz, str] | None:
    con = [(v, _fuerza(v) + selector.fuerza(v, tema)) for v in voces if selector.muestra(v, tema) and _clara(v)]
    con.sort(key=lambda par: (-par[1], par[0].cita.texto))
    utiles: dict[str, list[tuple[Voz, float]]] = defaultdict(list)
    for v, fuerza in con:
        lado = v.acto if v.acto in ("reto", "logro") else "favor" if postura(v.cita.texto) > 0 else "contra"
        if len(utiles[lado]) < _POR_LADO and selector.libre(v, tope=1):
            utiles[lado].append((v, fuerza))
    mejor: tuple[float, Voz, Voz, str] | None = None
    for a, b, por in (("logro", "reto", "acto"), ("favor", "contra", "postura"), ("logro", "contra", "postura"),
                      ("favor", "reto", "postura")):  # fmt: skip
        for una, f1 in utiles[a]:
            for otra, f2 in utiles[b]:
                if una.cita.persona == otra.cita.persona:
                    continue
                if por == "postura" and postura(una.cita.texto) * postura(otra.cita.texto) != -1:
                    continue
                puntos = (
                    f1 + f2 + 2.5 * selector.entre(una, otra) + 0.3 * bool(set(una.dimensiones) & set(otra.dimensiones))
                )
                if mejor is None or round(puntos, 6) > round(mejor[0], 6):
                    mejor = (puntos, una, otra, por)
    return mejor


def _clara(v: Voz) -> bool:
    """Si el acto o la postura se oyen en la oración, y no es una propuesta: ahí una tensión sería inventada."""
    texto = v.cita.texto
    if dice("compromiso", texto):
        return False
    return (v.acto in ("reto", "logro") and dice(v.acto, texto)) if v.acto else bool(postura(texto))


def _fuerza(v: Voz) -> float:
    texto = v.cita.texto
    if v.acto == "logro":
        return 0.3 * (postura(texto) > 0) - 0.6 * dice("reto", texto)
    return 0.3 * (postura(texto) < 0) - 0.3 * dice("logro", texto)
