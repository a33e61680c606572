"""Dónde va cada palabra y de qué tamaño, en unidades abstractas y sin saber de colores ni de archivos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.cuerpos import CUERPO_MINIMO, RAZONES, cuerpos_para, superficies, topes
from reflexiona.caligrama.intento import Intento
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.relleno import rellenar
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["DENSIDAD", "LARGA", "NO_CUPO", "Acomodo", "acomodar"]

DENSIDAD = 0.84
"""Parte de la silueta que se intenta ocupar, de entrada, con las palabras y su aire."""

LARGA, NO_CUPO = "demasiado larga para la forma", "no cupo en la forma"

_RALA = 0.26
_INTENTOS = 10

_TEMPRANO = 0.2
"""Si no llegó a colocarse esta parte de las palabras, sobra diferencia entre la mayor y la menor y no densidad."""


@dataclass(frozen=True, slots=True)
class Acomodo:
    """Las palabras colocadas (de mayor a menor peso y luego el relleno) y las que no cupieron, con su motivo."""

    letreros: tuple[Letrero, ...]
    omitidas: tuple[tuple[str, str], ...]


def acomodar(
    palabras: tuple[tuple[str, float], ...],
    silueta: Silueta,
    letra: Tipografia,
    semilla: int = 0,
    *,
    con_relleno: bool = True,
) -> Acomodo:
    """Coloca cada palabra dentro de la silueta, en horizontal y sin que se encimen.

    El cuerpo de una palabra es proporcional a su peso. Si los pesos difieren tanto que las últimas no se leerían, las
    diferencias se comprimen por igual; el orden se conserva. Se empieza con el tamaño que casi llena la silueta y, si
    una no cabe, se regresa unas cuantas y siguen más pequeñas; si no basta, se intenta de nuevo con todas más pequeñas.

    Parameters
    ----------
    palabras : tuple of (str, float)
        Palabra y peso, de mayor a menor.
    silueta : Silueta
    letra : Tipografia
    semilla : int, optional
    con_relleno : bool, optional
        Si se completa la silueta con repeticiones pequeñas.

    Returns
    -------
    Acomodo

    Examples
    --------
    >>> from reflexiona.caligrama.silueta import leer_silueta
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> hecho = acomodar((("aula", 2.0), ("paz", 1.0)), leer_silueta("circulo"), tipografia(), con_relleno=False)
    >>> [uno.texto for uno in hecho.letreros]
    ['aula', 'paz']
    """
    limites = topes([p for p, _ in palabras], silueta, letra)
    caben = limites >= CUERPO_MINIMO * silueta.escala
    omitidas = [(p, LARGA) for (p, _), si in zip(palabras, caben, strict=True) if not si]
    cabales = [par for par, si in zip(palabras, caben, strict=True) if si]
    if not cabales:
        return Acomodo((), tuple(omitidas))
    intento = _llenar(cabales, limites[caben], silueta, letra, semilla)
    omitidas.extend((p, NO_CUPO) for p in intento.fuera)
    puestos = intento.letreros()
    if con_relleno and puestos:
        puestos.extend(rellenar(puestos, silueta, letra, semilla))
    return Acomodo(tuple(puestos), tuple(omitidas))


def _llenar(
    palabras: list[tuple[str, float]],
    limites: npt.NDArray[np.float64],
    silueta: Silueta,
    letra: Tipografia,
    semilla: int,
) -> Intento:
    """Intenta cada vez con menos densidad hasta que caben todas."""
    areas = superficies([p for p, _ in palabras], letra)
    pesos = np.array([peso for _, peso in palabras])
    area, minimo = float(silueta.mascara.sum()), CUERPO_MINIMO * silueta.escala
    densidad = DENSIDAD
    razones: tuple[float, ...] = RAZONES
    for vuelta in range(_INTENTOS):
        ultimo = vuelta == _INTENTOS - 1
        if ultimo:
            densidad = min(densidad, _RALA)
        cuerpos = cuerpos_para(pesos, areas, limites, densidad * area, minimo, razones)
        intento = Intento(silueta, letra, semilla)
        intento.poner(palabras, cuerpos, limites, ultimo=ultimo)
        # Con las últimas ya en lo mínimo, achicar más sólo empareja los tamaños.
        if ultimo or (not intento.fuera and (cuerpos[-1] <= minimo or intento.concuerda())):
            break
        puestas = len(intento.puestos)
        if puestas < _TEMPRANO * len(palabras) and len(razones) > 1:
            # No faltó área: las grandes no caben juntas en una forma de partes delgadas.
            razones = razones[1 + len(razones) // 4 :]
        else:
            logrado = sum(areas[i] * b.cuerpo**2 for i, (b, _, _) in enumerate(intento.puestos)) / area
            densidad = min(0.95 * densidad, logrado + 0.01 if puestas > 50 else 0.9 * densidad)
    return intento
