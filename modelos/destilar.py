"""El modelo rápido aprende del preciso (*knowledge distillation*, Hinton et al. 2015): `python -m modelos.destilar`
guarda lo que éste dice, y `python -m modelos.entrenar` entrena con ello.

Los blancos mezclan las etiquetas con lo que dice el preciso. Se probó además leer cada reflexión con parte de sus
palabras cambiadas por otras de sentido cercano, con el preciso como única fuente de blancos: en redactores apartados
no trajo lo que costaba (`python -m modelos.evaluar --copias` lo mide), y el modelo que se distribuye no las usa.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from modelos.datos import CORPUS, ejemplos, leer_corpus
from reflexiona.dimensiones.guia import ACTOS
from reflexiona.modelo.ajuste import Ejemplos, ajustar
from reflexiona.modelo.cargar import cargar_modelo
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.texto import vacias

__all__ = ["LECCION", "Leccion", "blancos_de", "copias", "destilar", "vecinas_de_sentido"]

LECCION = CORPUS.with_name("leccion.jsonl")
"""Lo que el modelo preciso dice del corpus: con esto se rehace el rápido sin volver a preguntarle."""

PALABRAS = 20_000
"""Palabras del español, de las más usadas, que pueden entrar en lugar de otra."""
PARTE_MAESTRO = 0.5
"""Cuánto pesa lo que dice el preciso junto a las etiquetas."""
CAMBIO = 0.4
"""Parte de las palabras de contenido que se cambian en una copia."""
_MINIMO_PARES, _C = 2, 3.0
"""El rápido no viaja en la carpeta del preciso: puede llevar más pares de palabras y ceñirse más a lo que aprende."""
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


@dataclass(frozen=True)
class Leccion:
    """Lo que el maestro dice de un corpus y, si se pidieron, de sus copias.

    Parameters
    ----------
    dimensiones : ndarray of shape (n, 5)
        Probabilidades en las oraciones del corpus.
    copias : sequence of sequence of str
        Por reflexión; ninguna si no se pidieron.
    dimensiones_copias : ndarray of shape (n, 5)
    actos_copias : ndarray of shape (n,)
        Índice del acto más probable; −1 si ninguno.
    """

    dimensiones: np.ndarray
    copias: Sequence[Sequence[str]] = ()
    dimensiones_copias: np.ndarray = field(default_factory=lambda: np.zeros((0, 5)))
    actos_copias: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    @classmethod
    def tomar(
        cls, reflexiones: Sequence[Mapping[str, Any]], maestro: ModeloPreciso, con_copias: bool = False
    ) -> Leccion:
        """Le pregunta al maestro."""
        oraciones = [o["texto"] for r in reflexiones for o in r["oraciones"]]
        ids = [r["id"] for r in reflexiones for _ in r["oraciones"]]
        dicho = maestro.evaluar(oraciones, ids)
        if not con_copias:
            return cls(dicho.dimensiones)
        propias = sorted({p.lower() for o in oraciones for p in _PALABRA.findall(o)} - set(vacias()))
        nuevas = copias(reflexiones, vecinas_de_sentido(maestro, propias), np.random.default_rng(0))
        leido = maestro.evaluar([o for r in nuevas for o in r], ids)
        acto = leido.actos.argmax(axis=1)
        return cls(dicho.dimensiones, nuevas, leido.dimensiones, np.where(acto == len(ACTOS), -1, acto))

    def guardar(self, ruta: Path, reflexiones: Sequence[Mapping[str, Any]]) -> None:
        """Lo que el maestro dice del corpus, una reflexión por línea y con tres decimales; las copias no se guardan."""
        cortes = np.cumsum([0, *(len(r["oraciones"]) for r in reflexiones)])
        lineas = [
            {"id": r["id"], "dimensiones": self.dimensiones[i:j].round(3).tolist()}
            for r, i, j in zip(reflexiones, cortes[:-1], cortes[1:], strict=True)
        ]
        ruta.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lineas), "utf-8", newline="\n")

    @classmethod
    def leer(cls, ruta: Path) -> Leccion:
        """Lee lo que escribió `guardar`."""
        filas = [json.loads(linea) for linea in ruta.read_text("utf-8").splitlines()]
        return cls(np.concatenate([np.asarray(f["dimensiones"]) for f in filas]))


def destilar(
    reflexiones: list[dict[str, Any]],
    leccion: Leccion,
    temas: tuple[str, ...],
    ficha: dict[str, object] | None = None,
    parte_maestro: float = PARTE_MAESTRO,
) -> ModeloLineal:
    """Entrena el modelo lineal con las etiquetas y con lo que dice el preciso.

    Parameters
    ----------
    reflexiones : list of dict
        Como las entrega `leer_corpus`.
    leccion : Leccion
        De las mismas reflexiones.
    temas : tuple of str
        Los que reconoce; vacío si no hacen falta.
    ficha : dict, optional
    parte_maestro : float
        Cuánto pesa el preciso junto a las etiquetas, de 0 a 1.
    """
    base = ejemplos(reflexiones, temas)
    assert base.actos is not None
    assert base.estratos is not None
    assert base.temas is not None
    blancos = blancos_de(base, leccion, parte_maestro)
    if not leccion.copias:
        return ajustar(replace(base, dimensiones=blancos), ficha=ficha, minimo_pares=_MINIMO_PARES, c=_C)
    nuevas = [o for copia in leccion.copias for o in copia]
    return ajustar(
        Ejemplos(
            [*base.oraciones, *nuevas],
            [*base.reflexiones, *(f"{i}+" for i in base.reflexiones)],
            np.concatenate([base.grupos, base.grupos]),
            np.concatenate([blancos, _al_grano(leccion.dimensiones_copias)]),
            base.clases,
            np.concatenate([base.actos, leccion.actos_copias]),
            base.clases_actos,
            np.concatenate([base.temas, base.temas]) if temas else None,
            temas,
            np.concatenate([base.estratos, base.estratos]),
        ),
        ficha=ficha,
        minimo_pares=_MINIMO_PARES,
        c=_C,
    )


def blancos_de(base: Ejemplos, leccion: Leccion, parte_maestro: float = PARTE_MAESTRO) -> np.ndarray:
    """Lo que aprende el rápido de cada oración: las etiquetas y lo que dice el preciso, promediados. (n, 5)"""
    return _al_grano((1 - parte_maestro) * base.dimensiones + parte_maestro * leccion.dimensiones)


def _al_grano(p: np.ndarray) -> np.ndarray:
    """Cuartos de unidad: los blancos casi seguros pasan a 0 o 1, y así cada oración entra una sola vez al ajuste."""
    return np.asarray(np.round(4 * p) / 4)


def principal() -> int:
    """Le pregunta al modelo preciso incluido y guarda su lección."""
    reflexiones = leer_corpus()
    maestro = cargar_modelo("preciso")
    assert isinstance(maestro, ModeloPreciso)
    Leccion.tomar(reflexiones, maestro).guardar(LECCION, reflexiones)
    return 0


if __name__ == "__main__":
    sys.exit(principal())
