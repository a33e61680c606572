"""El corpus de entrenamiento como ejemplos para el modelo."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.modelo.ajuste import Ejemplos

__all__ = ["ARCHIVOS", "CORPUS", "PRUEBA", "claves_temas", "ejemplos", "huella_corpus", "leer_corpus", "referencia"]

CORPUS = Path(__file__).with_name("corpus") / "corpus.jsonl"
ARCHIVOS = (CORPUS, *(CORPUS.with_name(f"{n}.jsonl") for n in ("llanas", "relatos", "contadas")))
"""El corpus de partida (redactores a–t), las llanas (u–z, aa–ac), los relatos (ad–ao, at–aw) y las contadas (ax en
adelante)."""

PRUEBA = CORPUS.with_name("prueba.jsonl")
"""Reflexiones que no entran en el entrenamiento ni en ninguna decisión: sólo se miden los modelos terminados."""


def leer_corpus(*rutas: Path) -> list[dict[str, Any]]:
    """Las reflexiones etiquetadas de los archivos dados, o de todo el corpus."""
    return [json.loads(linea) for ruta in rutas or ARCHIVOS for linea in ruta.read_text("utf-8").splitlines()]


def huella_corpus() -> str:
    """SHA-256 de los archivos del corpus, en orden."""
    return hashlib.sha256(b"".join(a.read_bytes() for a in ARCHIVOS)).hexdigest()


def claves_temas(reflexiones: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Los temas conocidos del corpus, en orden alfabético («otro» no es un tema)."""
    return tuple(sorted({t for r in reflexiones for t in r["temas"]} - {"otro"}))


def _codigos(oracion: dict[str, Any], campo: str) -> np.ndarray:
    puestas = oracion.get(campo, oracion["dimensiones"])
    return np.asarray([d in puestas for d in DIMENSIONES], dtype=float)


def referencia(reflexiones: Iterable[dict[str, Any]]) -> np.ndarray:
    """Las dimensiones contra las que se evalúa (n, 5): quien redactó en las sintéticas, la segunda lectura en las
    reescritas y la primera en las llanas, que no leyó quien redactó."""
    campo = {"sintetica": "dimensiones", "reescrita": "segunda_anotacion", "llana": "dimensiones"}
    return np.asarray([_codigos(o, campo[r["origen"]]) for r in reflexiones for o in r["oraciones"]])


def _blanco(oracion: dict[str, Any]) -> np.ndarray:
    lecturas = [_codigos(oracion, "dimensiones"), _codigos(oracion, "segunda_anotacion")]
    if "relectura" in oracion:
        lecturas.append(_codigos(oracion["relectura"], "dimensiones"))
    return np.asarray(np.mean(lecturas, axis=0))


def _acto(oracion: dict[str, Any]) -> Any:
    """El de la primera lectura, si las otras dos de un caso difícil no coinciden en otro."""
    if "relectura" in oracion and oracion["relectura"]["acto"] == oracion["segundo_acto"]:
        return oracion["relectura"]["acto"]
    return oracion["acto"]


def ejemplos(reflexiones: list[dict[str, Any]], temas: tuple[str, ...]) -> Ejemplos:
    """Ejemplos de entrenamiento: el promedio de las dos lecturas (tres en los casos difíciles) es el blanco."""
    pares = [(r, o) for r in reflexiones for o in r["oraciones"]]
    acto = {a: i for i, a in enumerate(ACTOS)}
    return Ejemplos(
        oraciones=[o["texto"] for _, o in pares],
        reflexiones=[r["id"] for r, _ in pares],
        grupos=np.asarray([r["redactor"] for r, _ in pares]),
        dimensiones=np.asarray([_blanco(o) for _, o in pares]),
        clases=DIMENSIONES,
        actos=np.asarray([-2 if "acto" not in o else acto.get(_acto(o), -1) for _, o in pares]),
        clases_actos=ACTOS,
        temas=np.asarray([[t in r["temas"] for t in temas] for r in reflexiones], dtype=float),
        claves_temas=temas,
        estratos=np.asarray([r["origen"] for r, _ in pares]),
    )
