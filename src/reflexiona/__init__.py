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
    ErrorSalida,
)

if TYPE_CHECKING:
    from reflexiona import caligrama
    from reflexiona.analisis import Analisis, analizar, leer_revision
    from reflexiona.corpus import Corpus
    from reflexiona.dimensiones.etiquetador import Etiquetador
    from reflexiona.lectura import leer
    from reflexiona.privacidad import Seudonimizador
    from reflexiona.temas import ModeloTemas
    from reflexiona.texto import oraciones

__version__ = "0.1.0"

# Lo pesado (spaCy, scikit-learn, matplotlib, pandas) se carga al usarse: `import reflexiona` es inmediato.
_PEREZOSOS = {
    "Analisis": "reflexiona.analisis",
    "Corpus": "reflexiona.corpus",
    "Etiquetador": "reflexiona.dimensiones.etiquetador",
    "ModeloTemas": "reflexiona.temas",
    "Seudonimizador": "reflexiona.privacidad",
    "analizar": "reflexiona.analisis",
    "leer": "reflexiona.lectura",
    "leer_revision": "reflexiona.analisis",
    "oraciones": "reflexiona.texto",
}

__all__ = [
    "ACTOS",
    "DIMENSIONES",
    "Analisis",
    "AvisoReflexiona",
    "Corpus",
    "ErrorCaligrama",
    "ErrorDatos",
    "ErrorLectura",
    "ErrorModelo",
    "ErrorReflexiona",
    "ErrorSalida",
    "Etiquetador",
    "ModeloTemas",
    "Seudonimizador",
    "__version__",
    "analizar",
    "caligrama",
    "leer",
    "leer_revision",
    "oraciones",
]


def __getattr__(nombre: str) -> Any:
    if nombre == "caligrama":  # la carpeta y su función se llaman igual: el módulo se puede llamar
        return import_module("reflexiona.caligrama")
    if nombre in _PEREZOSOS:
        return getattr(import_module(_PEREZOSOS[nombre]), nombre)
    raise AttributeError(f"module {__name__!r} has no attribute {nombre!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
