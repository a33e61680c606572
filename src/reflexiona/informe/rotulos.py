"""Los nombres de los temas sobre el mapa: cada uno cerca de sus oraciones y ninguno encima de otro."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reflexiona.informe.mapa import ALTO, ANCHO
from reflexiona.informe.visible import corto

__all__ = ["CUERPO", "Rotulo", "rotular"]

CUERPO = 17
_LARGO, _MAXIMO = 36, 16
_ANCHO_LETRA = 0.62
_TAPADO = 24
_SALTOS = tuple((dx, dy) for dy in (0, -26, 26, -52, 52, -80, 80) for dx in (0, -45, 45, -95, 95))


@dataclass(frozen=True, slots=True)
class Rotulo:
    """El nombre de un tema, centrado en un lugar del mapa."""

    tema: str
    texto: str
    x: int
    y: int


def rotular(
    lugares: np.ndarray[Any, Any], oraciones: Mapping[str, Sequence[int]], radio: float = 7.0
) -> tuple[Rotulo, ...]:
    """Coloca los nombres que caben, en el orden en que llegan: cerca de los suyos y donde tapen menos puntos.

    Parameters
    ----------
    lugares : ndarray of shape (n, 2)
    oraciones : mapping of str to sequence of int
        Qué oraciones son de cada tema, de los temas con más personas a los de menos.
    radio : float
        De los puntos.

    Examples
    --------
    >>> juntos = np.asarray([[500, 300], [520, 300]])
    >>> [(r.texto, r.y) for r in rotular(juntos, {"Familias": [0], "Lectura": [1]})]
    [('Familias', 274), ('Lectura', 326)]
    """
    puestos: list[Rotulo] = []
    cajas: list[tuple[float, float, float, float]] = []
    for tema, indices in oraciones.items():
        if not len(indices) or len(puestos) == _MAXIMO:
            continue
        centro = np.median(lugares[list(indices)], axis=0)
        texto = corto(tema, _LARGO)
        medio = len(texto) * CUERPO * _ANCHO_LETRA / 2 + 4
        mejor: tuple[float, float, float, tuple[float, float, float, float]] | None = None
        for dx, dy in _SALTOS:
            x = float(np.clip(centro[0] + dx, medio + 4, ANCHO - medio - 4))
            y = float(np.clip(centro[1] + dy, CUERPO + 4, ALTO - 10))
            caja = (x - medio, y - CUERPO, x + medio, y + 6)
            if any(caja[0] < b[2] and b[0] < caja[2] and caja[1] < b[3] and b[1] < caja[3] for b in cajas):
                continue
            costo = float(np.hypot(dx, dy)) + _TAPADO * radio / 7 * _tapados(lugares, caja, radio)
            if mejor is None or costo < mejor[0]:
                mejor = (costo, x, y, caja)
        if mejor is not None:
            cajas.append(mejor[3])
            puestos.append(Rotulo(tema, texto, round(mejor[1]), round(mejor[2])))
    return tuple(puestos)


def _tapados(lugares: np.ndarray[Any, Any], caja: tuple[float, float, float, float], radio: float) -> int:
    x, y = lugares[:, 0], lugares[:, 1]
    dentro = (x > caja[0] - radio) & (x < caja[2] + radio) & (y > caja[1] - radio) & (y < caja[3] + radio)
    return int(dentro.sum())
