"""Palabras de una comunidad dentro de una silueta, en SVG y PNG.

>>> from reflexiona.caligrama import formas
>>> "paloma" in formas()
True
"""

import sys
from types import ModuleType
from typing import Any

from reflexiona.caligrama.caligrama import ESTILOS, Caligrama, caligrama
from reflexiona.caligrama.formas import formas
from reflexiona.caligrama.serie import Serie, caligrama_de_dos, caligramas_en_serie

__all__ = ["ESTILOS", "Caligrama", "Serie", "caligrama", "caligrama_de_dos", "caligramas_en_serie", "formas"]


class _Invocable(ModuleType):
    """La función y su carpeta se llaman igual: así `reflexiona.caligrama(...)` dibuja siempre."""

    def __call__(self, *args: Any, **kwargs: Any) -> Caligrama:
        return caligrama(*args, **kwargs)


sys.modules[__name__].__class__ = _Invocable
