"""Los grupos de una comunidad que se pueden mirar aparte sin señalar a nadie: los de cinco personas o más."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reflexiona.corpus import Corpus

__all__ = ["MINIMO_PERSONAS", "Grupo", "grupos_de"]

MINIMO_PERSONAS = 5
"""Con menos personas un grupo no se ofrece: se sabría quién escribió."""


@dataclass(frozen=True, slots=True)
class Grupo:
    """Quienes dieron la misma respuesta en una columna del archivo.

    Parameters
    ----------
    columna, valor : str
    personas : int
    reflexiones : frozenset of str
        Ids.
    """

    columna: str
    valor: str
    personas: int
    reflexiones: frozenset[str]


def grupos_de(corpus: Corpus) -> tuple[Grupo, ...]:
    """Los grupos que se pueden ofrecer, por columna (en el orden del archivo) y de más a menos personas.

    Las columnas que identifican a alguien no cuentan, ni las que dejan un solo grupo.

    Examples
    --------
    >>> from reflexiona.corpus import Reflexion
    >>> def de(i, nivel):
    ...     return Reflexion(str(i), "Texto.", i, f"P{i}", metadatos={"Nivel": nivel})
    >>> varios = [*(de(i, "Primaria") for i in range(6)), *(de(i, "Secundaria") for i in range(6, 11)), de(11, "CAM")]
    >>> [(g.columna, g.valor, g.personas) for g in grupos_de(Corpus(tuple(varios)))]
    [('Nivel', 'Primaria', 6), ('Nivel', 'Secundaria', 5)]
    """
    grupos: list[Grupo] = []
    for columna in corpus.columnas:
        personas: dict[str, set[str]] = defaultdict(set)
        reflexiones: dict[str, set[str]] = defaultdict(set)
        for r in corpus:
            valor = " ".join(str(r.metadatos.get(columna) or "").split())
            if valor:
                personas[valor].add(r.persona)
                reflexiones[valor].add(r.id)
        propios = [
            Grupo(columna, valor, len(quienes), frozenset(reflexiones[valor]))
            for valor, quienes in personas.items()
            if len(quienes) >= MINIMO_PERSONAS
        ]
        if len(propios) > 1:
            grupos += sorted(propios, key=lambda g: (-g.personas, g.valor))
    return tuple(grupos)
