"""El modelo rápido aprende del preciso (*knowledge distillation*, Hinton et al. 2015): `python -m modelos.destilar`
guarda lo que éste dice, y `python -m modelos.entrenar` entrena con ello.

Los blancos mezclan las etiquetas con lo que dice el preciso. Como un modelo de palabras sólo sabe de las que vio, cada
reflexión se lee además con parte de sus palabras cambiadas por otras de sentido cercano (las más usadas del español,
según el propio codificador); de esas copias no hay etiquetas: sus blancos son los del preciso.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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

__all__ = ["LECCION", "Leccion", "copias", "destilar", "vecinas_de_sentido"]

LECCION = CORPUS.with_name("leccion.jsonl")
"""Lo que el modelo preciso dice del corpus y de sus copias: con esto se rehace el rápido sin volver a preguntarle."""

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


@dataclass(frozen=True)
class Leccion:
    """Lo que el maestro dice de un corpus y de sus copias.

    Parameters
    ----------
    dimensiones : ndarray of shape (n, 5)
        Probabilidades en las oraciones del corpus.
    copias : list of list of str
        Por reflexión.
    dimensiones_copias : ndarray of shape (n, 5)
    actos_copias : ndarray of shape (n,)
        Índice del acto más probable; −1 si ninguno.
    """

    dimensiones: np.ndarray
    copias: list[list[str]]
    dimensiones_copias: np.ndarray
    actos_copias: np.ndarray

    @classmethod
    def tomar(cls, reflexiones: Sequence[Mapping[str, Any]], maestro: ModeloPreciso) -> Leccion:
        """Le pregunta al maestro."""
        oraciones = [o["texto"] for r in reflexiones for o in r["oraciones"]]
        ids = [r["id"] for r in reflexiones for _ in r["oraciones"]]
        dicho = maestro.evaluar(oraciones, ids)
        propias = sorted({p.lower() for o in oraciones for p in _PALABRA.findall(o)} - set(vacias()))
        nuevas = copias(reflexiones, vecinas_de_sentido(maestro, propias), np.random.default_rng(0))
        leido = maestro.evaluar([o for r in nuevas for o in r], ids)
        acto = leido.actos.argmax(axis=1)
        return cls(dicho.dimensiones, nuevas, leido.dimensiones, np.where(acto == len(ACTOS), -1, acto))

    def guardar(self, ruta: Path, reflexiones: Sequence[Mapping[str, Any]]) -> None:
        """Una reflexión por línea, con tres decimales."""
        lineas, k = [], 0
        for r, copia in zip(reflexiones, self.copias, strict=True):
            hasta = k + len(copia)
            lineas.append(
                {
                    "id": r["id"],
                    "dimensiones": self.dimensiones[k:hasta].round(3).tolist(),
                    "copia": copia,
                    "dimensiones_copia": self.dimensiones_copias[k:hasta].round(3).tolist(),
                    "actos_copia": self.actos_copias[k:hasta].tolist(),
                }
            )
            k = hasta
        ruta.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lineas), "utf-8", newline="\n")

    @classmethod
    def leer(cls, ruta: Path) -> Leccion:
        """Lee lo que escribió `guardar`."""
        filas = [json.loads(linea) for linea in ruta.read_text("utf-8").splitlines()]
        return cls(
            np.concatenate([np.asarray(f["dimensiones"]) for f in filas]),
            [f["copia"] for f in filas],
            np.concatenate([np.asarray(f["dimensiones_copia"]) for f in filas]),
            np.concatenate([np.asarray(f["actos_copia"]) for f in filas]),
        )


def destilar(
    reflexiones: list[dict[str, Any]],
    leccion: Leccion,
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
    leccion : Leccion
        De las mismas reflexiones.
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
    assert base.temas is not None
    blancos = _al_grano((1 - parte_maestro) * base.dimensiones + parte_maestro * leccion.dimensiones)
    if not con_copias:
        return ajustar(replace(base, dimensiones=blancos), ficha=ficha)
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
    )


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
