"""Lo que comparten las pruebas de lectura."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflexiona.corpus import Corpus
from reflexiona.errores import AvisoReflexiona
from reflexiona.lectura import leer


@pytest.fixture
def callada() -> Callable[..., Corpus]:
    """`leer` sin avisos: para pruebas que miran el corpus y no el aviso."""

    def _leer(*args: Any, **opciones: Any) -> Corpus:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AvisoReflexiona)
            return leer(*args, **opciones)

    return _leer


@pytest.fixture
def archivo(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Escribe un archivo temporal tal cual y devuelve su ruta."""

    def _escribir(nombre: str, contenido: str | bytes) -> Path:
        ruta = tmp_path / nombre
        ruta.write_bytes(contenido if isinstance(contenido, bytes) else contenido.encode())
        return ruta

    return _escribir
