"""Cada reto con las propuestas que lo contestan, y los retos que nadie ha contestado."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reflexiona.sintesis.seleccion import Selector
from reflexiona.sintesis.senales import dice
from reflexiona.sintesis.voces import Voz, descuidos, expone

__all__ = ["Cruce", "cruzar"]


@dataclass(frozen=True, slots=True)
class Cruce:
    """Un reto de la comunidad, por su tema, y lo que se propone.

    Parameters
    ----------
    tema : str
    retos, propuestas : tuple of Voz
        Las que lo nombran y las que lo contestan, de la más clara a la menos clara.
    """

    tema: str
    retos: tuple[Voz, ...]
    propuestas: tuple[Voz, ...]

    @property
    def personas(self) -> int:
        """Cuántas personas nombran el reto."""
        return len({v.cita.persona for v in self.retos})


def cruzar(voces: Sequence[Voz], selector: Selector) -> list[Cruce]:
    """Los retos por tema, de los que nombran más personas a los que menos.

    Una propuesta contesta un reto si habla del mismo tema; si no nombra ninguno, si es de la misma reflexión en que se
    contó el reto. Entre varias va antes la que comparte palabras con los retos.

    Parameters
    ----------
    voces : sequence of Voz
    selector : Selector

    Returns
    -------
    list of Cruce
        Con `propuestas` vacío, un reto que nadie ha contestado.
    """
    retos: dict[str, list[Voz]] = defaultdict(list)
    en_reflexion: dict[str, set[str]] = defaultdict(set)
    for v in voces:
        if v.acto == "reto":
            for tema in v.temas:
                retos[tema].append(v)
                en_reflexion[v.cita.reflexion].add(tema)
    propuestas: dict[str, list[Voz]] = defaultdict(list)
    for v in voces:
        if v.acto == "compromiso":
            for tema in v.temas or sorted(en_reflexion[v.cita.reflexion]):
                propuestas[tema].append(v)
    cruces = [
        Cruce(
            tema,
            tuple(_mas_claras(suyos, tema, selector)),
            tuple(_mas_cercanas(propuestas[tema], _mas_claras(suyos, tema, selector)[:12], tema, selector)),
        )
        for tema, suyos in retos.items()
    ]
    return sorted(cruces, key=lambda c: (-c.personas, c.tema))


def _mas_claras(retos: Sequence[Voz], tema: str, selector: Selector) -> list[Voz]:
    def claridad(v: Voz) -> float:
        return round(_claridad("reto", v) + 2 * selector.fuerza(v, tema), 6)

    return sorted(retos, key=lambda v: (-claridad(v), v.cita.texto))


def _mas_cercanas(propuestas: Sequence[Voz], retos: Sequence[Voz], tema: str, selector: Selector) -> list[Voz]:
    def cercania(p: Voz) -> float:
        parecido = max((selector.entre(p, r) for r in retos), default=0.0)
        return round(parecido + selector.fuerza(p, tema) + _claridad("compromiso", p), 6)

    return sorted(propuestas, key=lambda p: (-cercania(p), p.cita.texto))


def _claridad(acto: str, v: Voz) -> float:
    texto = v.cita.texto
    return 0.8 * dice(acto, texto) - 0.35 * descuidos(texto, maximo=32) - 2.0 * expone(texto)
