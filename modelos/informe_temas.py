"""Escribe `docs/temas.md` con lo que midió `evaluar_temas`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["escribir_informe"]


def escribir_informe(
    medidas: Mapping[str, Any], plantados: Sequence[Mapping[str, Any]], ficha: Mapping[str, Any], reflexiones: int
) -> None:
    """Las tablas, la curva y los límites."""
    raise NotImplementedError
