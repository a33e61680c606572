"""Estropear el texto como de veras llega: sin acentos, sin mayúsculas, a gritos, sin comas, con dedazos."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

__all__ = ["con_ruido", "sin_acentos"]


def sin_acentos(texto: str) -> str:
    """Quita los acentos y conserva la ñ.

    Examples
    --------
    >>> sin_acentos("El niño leyó más")
    'El niño leyo mas'
    """
    partido = unicodedata.normalize("NFD", texto)
    return unicodedata.normalize("NFC", "".join(c for c in partido if unicodedata.category(c) != "Mn" or c == "\u0303"))


def con_ruido(oraciones: Sequence[str], azar: np.random.Generator) -> list[str]:
    """Las oraciones de una reflexión con un mismo descuido; ninguna cambia de lugar ni desaparece."""
    clase = azar.random()
    if clase < 0.3:
        return [sin_acentos(o) for o in oraciones]
    if clase < 0.5:
        return [sin_acentos(o).lower() for o in oraciones]
    if clase < 0.65:
        return [o.lower().rstrip(".") for o in oraciones]
    if clase < 0.75:
        return [o.upper() for o in oraciones]
    if clase < 0.85:
        return [o.translate(str.maketrans("", "", ",;:¿¡")) for o in oraciones]
    return [_dedazos(o, azar) for o in oraciones]


def _dedazos(oracion: str, azar: np.random.Generator) -> str:
    """Una letra cambiada de lugar, comida o repetida cada cuarenta, más o menos."""
    letras = list(oracion)
    for _ in range(max(1, len(letras) // 40)):
        if len(letras) < 4:
            break
        i, clase = int(azar.integers(len(letras) - 1)), azar.random()
        if clase < 0.4:
            letras[i], letras[i + 1] = letras[i + 1], letras[i]
        elif clase < 0.8:
            del letras[i]
        else:
            letras.insert(i, letras[i])
    return "".join(letras)
