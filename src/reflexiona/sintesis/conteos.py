"""Cuántas personas hablan de qué: la síntesis cuenta personas, no oraciones, y a nadie dos veces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.sintesis.voces import Voz

__all__ = ["Conteos", "contar"]


@dataclass(frozen=True, slots=True)
class Conteos:
    """Personas distintas por dimensión, por acto y por las dos cosas.

    Parameters
    ----------
    dimension, acto : dict of str to int
        En el orden de la guía; 0 donde nadie.
    dimension_acto : dict of (str, str) to int
    temas_de : dict of str to tuple of (str, int)
        Los temas que más aparecen con cada dimensión, con sus personas.
    """

    dimension: dict[str, int]
    acto: dict[str, int]
    dimension_acto: dict[tuple[str, str], int]
    temas_de: dict[str, tuple[tuple[str, int], ...]]


def contar(voces: Sequence[Voz]) -> Conteos:
    """Cuenta personas en un conjunto de voces.

    Parameters
    ----------
    voces : sequence of Voz

    Returns
    -------
    Conteos
    """
    dimension: dict[str, set[str]] = {d: set() for d in DIMENSIONES}
    acto: dict[str, set[str]] = {a: set() for a in ACTOS}
    juntas: dict[tuple[str, str], set[str]] = {(d, a): set() for d in DIMENSIONES for a in ACTOS}
    temas: dict[str, set[tuple[str, str]]] = {d: set() for d in DIMENSIONES}
    for v in voces:
        persona = v.cita.persona
        if v.acto in acto:
            acto[v.acto].add(persona)
        for d in v.dimensiones:
            dimension[d].add(persona)
            temas[d].update((t, persona) for t in v.temas)
            if v.acto in acto:
                juntas[d, v.acto].add(persona)
    return Conteos(
        dimension={d: len(p) for d, p in dimension.items()},
        acto={a: len(p) for a, p in acto.items()},
        dimension_acto={k: len(p) for k, p in juntas.items()},
        temas_de={
            d: tuple(sorted(Counter(t for t, _ in pares).items(), key=lambda par: (-par[1], par[0])))
            for d, pares in temas.items()
        },
    )
