"""La receta de los modelos (`modelos/`) no se instala: se importa desde la raíz del repositorio."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from modelos.datos import leer_corpus


@pytest.fixture(scope="session")
def corpus() -> list[dict[str, Any]]:
    return leer_corpus()
