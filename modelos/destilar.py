"""El modelo rápido aprende del preciso: `destilar` (*knowledge distillation*, Hinton et al. 2015).

Los blancos mezclan las etiquetas con lo que dice el preciso. Como un modelo de palabras sólo sabe de las que vio, cada
reflexión se lee además con parte de sus palabras cambiadas por otras de sentido cercano (las más usadas del español,
según el propio codificador); de esas copias no hay etiquetas: sus blancos son los del preciso.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modelos.datos import ejemplos
from reflexiona.dimensiones.guia import ACTOS
from reflexiona.modelo.ajuste import Ejemplos, ajustar
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.texto import vacias

__all__ = ["copias", "destilar", "vecinas_de_sentido"]

PALABRAS = 20_000
"""Palabras del español, de las más usadas, que pueden entrar en lugar de otra."""
CAMBIO = 0.4
"""Parte de las palabras de contenido que se cambian en una copia."""
_VECINAS = 12
_PALABRA = re.compile(r"[^\W\d_]{4,}")


def vecinas_de_sentido(maestro: ModeloPreciso, propias: Sequence[str]) -> dict[str, list[str]]:
    """Para cada palabra propia, las más cercanas en sentido entre las usuales, con su misma terminación."""
    from wordfreq import top_n_list

    usuales = [p for p in top_n_list("es", PALABRAS) if _PALABRA.fullmatch(p) and p not in vacias()]
    vectores = []
    for grupo in (usuales, list(propias)):
        v = maestro.vectores(grupo)
        vectores.append(v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9))
    por_final: dict[str, list[int]] = {}
    for i, palabra in enumerate(usuales):
        por_final.setdefault(palabra[-2:], []).append(i)
    salida = {}
    for palabra, v in zip(propias, vectores[1], strict=True):
        candidatas = np.asarray(por_final.get(palabra[-2:], []), dtype=int)
        parecido = vectores[0][candidatas] @ v
        orden = candidatas[np.argsort(-parecido, kind="stable")][: _VECINAS + 1]
        salida[palabra] = [usuales[i] for i in orden if usuales[i] != palabra][:_VECINAS]
    return salida


def copias(
    reflexiones: Sequence[Mapping[str, Any]], vecinas: Mapping[str, Sequence[str]], azar: np.random.Generator
) -> list[list[str]]:
    """Las oraciones de cada reflexión con parte de sus palabras cambiadas."""

    def cambiar(hallada: re.Match[str]) -> str:
        palabra = hallada.group()
        otras = vecinas.get(palabra.lower(), ())
        if not otras or azar.random() >= CAMBIO:
            return palabra
        nueva = otras[int(azar.integers(len(otras)))]
        return nueva.capitalize() if palabra[0].isupper() else nueva

    return [[_PALABRA.sub(cambiar, o["texto"]) for o in r["oraciones"]] for r in reflexiones]


def destilar(
    reflexiones: list[dict[str, Any]],
    maestro: ModeloPreciso,
    temas: tuple[str, ...],
    ficha: dict[str, object] | None = None,
    con_copias: bool = True,
    parte_maestro: float = 0.5,
) -> ModeloLineal:
    """Entrena el modelo lineal con las etiquetas y con lo que dice el preciso.

    Parameters
    ----------
    reflexiones : list of dict
        Como las entrega `leer_corpus`.
    maestro : ModeloPreciso
    temas : tuple of str
        Los que reconoce; vacío si no hacen falta.
    ficha : dict, optional
    con_copias : bool
        Si se agregan las copias con palabras cambiadas.
    parte_maestro : float
        Cuánto pesa el preciso junto a las etiquetas, de 0 a 1.
    """
    base = ejemplos(reflexiones, temas)
    assert base.actos is not None
    assert base.estratos is not None
    dicho = maestro.evaluar(base.oraciones, base.reflexiones)
    blancos = (1 - parte_maestro) * base.dimensiones + parte_maestro * dicho.dimensiones
    partes: dict[str, list[Any]] = {
        "oraciones": list(base.oraciones),
        "reflexiones": list(base.reflexiones),
        "grupos": [base.grupos],
        "dimensiones": [blancos],
        "actos": [base.actos],
        "estratos": [base.estratos],
        "temas": [base.temas],
    }
    if con_copias:
        propias = sorted({p.lower() for o in base.oraciones for p in _PALABRA.findall(o)} - set(vacias()))
        vecinas = vecinas_de_sentido(maestro, propias)
        nuevas = copias(reflexiones, vecinas, np.random.default_rng(0))
        oraciones = [o for r in nuevas for o in r]
        ids = [f"{r['id']}+" for r in reflexiones for _ in r["oraciones"]]
        leido = maestro.evaluar(oraciones, ids)
        acto = leido.actos.argmax(axis=1)
        partes["oraciones"] += oraciones
        partes["reflexiones"] += ids
        partes["grupos"].append(base.grupos)
        partes["dimensiones"].append(leido.dimensiones)
        partes["actos"].append(np.where(acto == len(ACTOS), -1, acto))
        partes["estratos"].append(base.estratos)
        partes["temas"].append(base.temas)
    return ajustar(
        Ejemplos(
            partes["oraciones"],
            partes["reflexiones"],
            np.concatenate(partes["grupos"]),
            np.concatenate(partes["dimensiones"]),
            base.clases,
            np.concatenate(partes["actos"]),
            base.clases_actos,
            np.concatenate(partes["temas"]) if temas else None,
            temas,
            np.concatenate(partes["estratos"]),
        ),
        ficha=ficha,
    )
