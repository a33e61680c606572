"""Comparar grupos de una comunidad, o la misma comunidad en dos fechas, contando personas."""

from reflexiona.comparacion.comparacion import Comparacion
from reflexiona.comparacion.comparar import comparar_fechas, comparar_grupos

__all__ = ["Comparacion", "comparar_fechas", "comparar_grupos"]
