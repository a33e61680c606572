"""El nombre de un tema emergente: una frase que de veras está en los textos."""

from __future__ import annotations

import numpy as np

from reflexiona.temas.emergentes import Grupo
from reflexiona.temas.menciones_corpus import MencionesCorpus
from reflexiona.texto import VACIAS_DOMINIO

__all__ = ["nombre_de", "terminos_de"]

PARTE = 0.25
"""Parte de quienes usan la cabeza que ha de usar la colocación para que dé el nombre."""


def nombre_de(grupo: Grupo, menciones: MencionesCorpus) -> str:
    """El nombre de un grupo: la colocación más usada que contiene su cabeza, o la cabeza en su forma más usada.

    Parameters
    ----------
    grupo : Grupo
    menciones : MencionesCorpus

    Returns
    -------
    str
        Con mayúscula inicial: «Puente colgante».
    """
    lugar = {c: j for j, c in enumerate(menciones.claves)}
    personas = np.asarray(menciones.por_persona.sum(axis=0)).ravel()
    j = lugar[grupo.cabeza]
    posibles = [j]
    if len(menciones.partes[j]) == 1:
        cabeza = menciones.partes[j][0]
        posibles += [
            k
            for k, partes in enumerate(menciones.partes)
            if len(partes) > 1
            and cabeza in partes
            and not any(p in VACIAS_DOMINIO for p in partes)
            and personas[k] >= max(2, PARTE * personas[j])
            and menciones.nominal[k] >= 1
            and menciones.propias[k] <= menciones.comunes[k]
        ]
    mejor = max(posibles, key=lambda k: (len(menciones.partes[k]), personas[k], menciones.claves[k]))
    forma = menciones.formas[mejor]
    return forma[:1].upper() + forma[1:]


def terminos_de(grupo: Grupo, menciones: MencionesCorpus, *, maximo: int = 6) -> tuple[str, ...]:
    """Las menciones del grupo en su forma más usada: las que otra ya contiene no van.

    Parameters
    ----------
    grupo : Grupo
    menciones : MencionesCorpus
    maximo : int

    Returns
    -------
    tuple of str
    """
    lugar = {c: j for j, c in enumerate(menciones.claves)}
    formas = [menciones.formas[lugar[c]] for c in (grupo.cabeza, *grupo.afines)]
    dichas = [set(f.split()) for f in formas]
    return tuple(f for f in formas if not any(set(f.split()) < otras for otras in dichas))[:maximo]
