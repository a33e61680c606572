"""El corpus, el modelo incluido y un modelo pequeño para las pruebas de `reflexiona.modelo`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

RAIZ = Path(__file__).parents[2]
sys.path.insert(0, str(RAIZ))

from modelos.datos import ejemplos, leer_corpus  # noqa: E402
from reflexiona.modelo.ajuste import Ejemplos, ajustar  # noqa: E402
from reflexiona.modelo.carpeta import carpeta_de  # noqa: E402
from reflexiona.modelo.lineal import ModeloLineal  # noqa: E402

TEMAS = ("familias", "lectura", "matematicas")


@pytest.fixture(scope="session")
def corpus() -> list[dict[str, Any]]:
    return leer_corpus()


@pytest.fixture(scope="session")
def modelo() -> ModeloLineal:
    """El modelo incluido, leído aparte para que ninguna prueba dependa de lo que otra le hizo al compartido."""
    return ModeloLineal.cargar(carpeta_de("rapido"))


@pytest.fixture
def modelo_nuevo() -> ModeloLineal:
    return ModeloLineal.cargar(carpeta_de("rapido"))


@pytest.fixture(scope="session")
def oraciones(corpus: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Oraciones de 60 reflexiones repartidas por el corpus, con el id de cada una."""
    pares = [(o["texto"], r["id"]) for r in corpus[:: len(corpus) // 60] for o in r["oraciones"]]
    return [t for t, _ in pares], [i for _, i in pares]


def de_redactores(corpus: list[dict[str, Any]], redactores: str, cuantas: int = 50) -> Ejemplos:
    """Las primeras reflexiones de cada redactor, como ejemplos."""
    elegidas = [r for q in redactores for r in [r for r in corpus if r["redactor"] == q][:cuantas]]
    return ejemplos(elegidas, TEMAS)


@pytest.fixture(scope="session")
def chico(corpus: list[dict[str, Any]]) -> Ejemplos:
    """200 reflexiones de cuatro redactores: dos de cada origen."""
    return de_redactores(corpus, "adnq")


@pytest.fixture(scope="session")
def apartados(corpus: list[dict[str, Any]]) -> Ejemplos:
    """Reflexiones de dos redactores que no están en `chico`."""
    return de_redactores(corpus, "kt")


@pytest.fixture(scope="session")
def modelo_chico(chico: Ejemplos) -> ModeloLineal:
    return ajustar(chico)
