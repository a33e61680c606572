"""Qué oraciones conviene volver a leer: `python -m modelos.casos_dificiles textos.jsonl`.

Aprendizaje activo con un comité (Seung, Opper y Sompolinsky 1992, *Query by committee*): de textos que los modelos no
han visto, se leen otra vez a ciegas las oraciones en que `preciso` y `rapido` más se contradicen. El desacuerdo es la
divergencia media de cada uno con el promedio de ambos (McCallum y Nigam 1998), sumada en las cinco dimensiones.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from modelos.datos import leer_corpus
from reflexiona.dimensiones.etiquetador import Etiquetador

__all__ = ["PARTE", "desacuerdo", "elegir"]

PARTE = 0.2
"""Parte de las oraciones que se vuelve a leer."""


def desacuerdo(probabilidades: Sequence[np.ndarray]) -> np.ndarray:
    """Cuánto se contradicen los modelos en cada oración.

    Parameters
    ----------
    probabilidades : sequence of ndarray of shape (n, clases)
        De cada modelo, la probabilidad de cada clase; las clases no se excluyen.

    Returns
    -------
    ndarray of shape (n,)
        En nats: 0 si dicen lo mismo y, con dos modelos, a lo más log 2 por clase.

    Examples
    --------
    >>> desacuerdo([np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([[1.0, 1.0], [0.5, 0.5]])]).round(3)
    array([0.693, 0.   ])
    """
    todas = np.clip(np.stack(probabilidades).astype(np.float64), 1e-9, 1 - 1e-9)
    juntas = todas.mean(0)
    divergencia = todas * np.log(todas / juntas) + (1 - todas) * np.log((1 - todas) / (1 - juntas))
    return np.asarray(divergencia.mean(0).sum(1))


def elegir(valores: np.ndarray, parte: float = PARTE) -> np.ndarray:
    """Los lugares de la parte pedida con más desacuerdo, en el orden en que venían.

    Parameters
    ----------
    valores : ndarray of shape (n,)
    parte : float
        Entre 0 y 1; se redondea hacia arriba.

    Returns
    -------
    ndarray of int

    Examples
    --------
    >>> elegir(np.array([0.1, 0.5, 0.0, 0.4]), 0.5)
    array([1, 3])
    """
    cuantas = math.ceil(len(valores) * parte)
    return np.sort(np.argsort(-valores, kind="stable")[:cuantas])


def principal(argumentos: Sequence[str] | None = None) -> int:
    """Entrada de la consola: escribe `id<TAB>oración` de cada una de las elegidas."""
    opciones = argparse.ArgumentParser(description="Elige las oraciones que conviene volver a leer.")
    opciones.add_argument("textos", type=Path, help="reflexiones como las del corpus; sus etiquetas no se miran")
    opciones.add_argument("--parte", type=float, default=PARTE)
    elegidas = opciones.parse_args(argumentos)
    if not 0 < elegidas.parte <= 1:
        opciones.error("--parte va de 0 a 1.")
    reflexiones = leer_corpus(elegidas.textos)
    oraciones = [o["texto"] for r in reflexiones for o in r["oraciones"]]
    suyas = [r["id"] for r in reflexiones for _ in r["oraciones"]]
    numeros = [f"{r['id']}.{i}" for r in reflexiones for i in range(1, len(r["oraciones"]) + 1)]
    dicen = [np.asarray(Etiquetador(m).predict_proba(oraciones, suyas)) for m in ("preciso", "rapido")]
    for i in elegir(desacuerdo(dicen), elegidas.parte).tolist():
        print(numeros[i], oraciones[i], sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
