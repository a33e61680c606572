"""Las bibliotecas del extra `informe`: se cargan al usarse y, si faltan, se dice qué instalar."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from reflexiona.errores import ErrorSalida

__all__ = ["pedir"]


def pedir(modulo: str, biblioteca: str, para: str) -> ModuleType:
    """El módulo, o un error que dice cómo instalarlo.

    Raises
    ------
    ErrorSalida
        Si no está instalado.

    Examples
    --------
    >>> pedir("json", "json", "JSON").dumps([1])
    '[1]'
    """
    try:
        return import_module(modulo)
    except ImportError as error:
        raise ErrorSalida(
            f'Para escribir {para} hace falta {biblioteca}: instálelo con pip install "reflexiona[informe]".'
        ) from error
