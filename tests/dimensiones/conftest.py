"""El corpus y una guía propia pequeña para las pruebas de `reflexiona.dimensiones`."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

RAIZ = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus() -> list[dict[str, Any]]:
    with (RAIZ / "modelos" / "corpus" / "corpus.jsonl").open(encoding="utf-8") as archivo:
        return [json.loads(linea) for linea in archivo]


@pytest.fixture(scope="session")
def guia_propia() -> tuple[list[str], list[list[str]]]:
    """90 oraciones con otra guía: «agua», «fuego», las dos o ninguna."""
    azar = random.Random(5)
    dichos = {
        "agua": ["el río bajó crecido", "llovió toda la tarde", "regamos la milpa con agua"],
        "fuego": ["prendimos la lumbre", "se quemó el comal", "el fuego calentó la cocina"],
        "": ["fuimos al mercado", "compramos dos cuadernos", "mi tía llegó tarde"],
    }
    oraciones, clases = [], []
    for _ in range(90):
        llevan = sorted({azar.choice(["agua", "fuego", ""]), azar.choice(["agua", "fuego", "", ""])})
        partes = [azar.choice(dichos[c]) for c in llevan] + azar.sample(["ayer", "y pues ni modo", "como siempre"], 1)
        oraciones.append(" ".join(partes).capitalize() + ".")
        clases.append([c for c in llevan if c])
    return oraciones, clases
