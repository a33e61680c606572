"""reflexiona: dimensiones, temas, caligrama y síntesis de las reflexiones de una comunidad docente.

>>> import reflexiona as rx
>>> rx.DIMENSIONES
('personal', 'didactica', 'institucional', 'social', 'valoral')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.errores import (
    AvisoReflexiona,
    ErrorCaligrama,
    ErrorDatos,
    ErrorLectura,
    ErrorModelo,
    ErrorReflexiona,
)

if TYPE_CHECKING:
    from reflexiona.lectura import leer

__version__ = "0.1.0"

# Lo pesado (spaCy, scikit-learn, matplotlib, pandas) se carga al usarse: `import reflexiona` es inmediato.
_PEREZOSOS = {
    "leer": "reflexiona.lectura",
}

__all__ = [
    "ACTOS",
    "DIMENSIONES",
    "AvisoReflexiona",
    "ErrorCaligrama",
    "ErrorDatos",
    "ErrorLectura",
    "ErrorModelo",
    "ErrorReflexiona",
    "__version__",
    "leer",
]


def __getattr__(nombre: str) -> Any:
    if nombre in _PEREZOSOS:
        return getattr(import_module(_PEREZOSOS[nombre]), nombre)
    raise AttributeError(f"module {__name__!r} has no attribute {nombre!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
