"""De qué tamaño va cada palabra: lo que pesa, lo que cabe y lo que se lee."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.bulto import AIRE, perfil
from reflexiona.caligrama.reja import Reja
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["CUERPO_MINIMO", "RAZONES", "cuerpos_para", "escala_que_llena", "exponente", "superficies", "topes"]

CUERPO_MINIMO = 8.5
"""La letra más pequeña de una palabra pedida, en unidades abstractas (la silueta mide 1000)."""

RAZONES = (9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.2, 2.5, 2.0, 1.6)
"""Cuántas veces más grande puede ser la palabra mayor que la menor; se usa la primera que deja leer la menor."""

_Numeros = npt.NDArray[np.float64]


def superficies(palabras: Sequence[str], letra: Tipografia) -> _Numeros:
    """Lo que ocupa cada palabra con cuerpo 1 y su aire, ndarray of shape (n,)."""
    return np.array([perfil(letra.negrita, p).superficie() for p in palabras])


def topes(palabras: Sequence[str], silueta: Silueta, letra: Tipografia) -> _Numeros:
    """El mayor cuerpo (pixeles) con que la franja de cada palabra cabe sola en la silueta vacía.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    vacia = Reja(silueta.mascara, silueta.escala)
    altos = np.unique(np.geomspace(3, silueta.mascara.shape[0], 32).astype(int))
    largos = np.array([vacia.mayor_tramo(int(a)) for a in altos], dtype=float)
    franjas = np.array([perfil(letra.negrita, p).franja for p in palabras])
    anchos, alturas = franjas[:, 2] - franjas[:, 0], franjas[:, 3] - franjas[:, 1] + 2 * AIRE[1]
    bajo = np.zeros(len(palabras))
    alto = np.full(len(palabras), 0.5 * math.sqrt(float(silueta.mascara.sum())))
    for _ in range(16):
        medio = (bajo + alto) / 2
        cabe = medio * anchos + 1 <= np.interp(medio * alturas + 1, altos, largos, right=0.0)
        bajo, alto = np.where(cabe, medio, bajo), np.where(cabe, alto, medio)
    return bajo


def exponente(mayor: float, menor: float, razon: float) -> float:
    """A qué potencia se elevan los pesos: 1 (cuerpo proporcional al peso) o menos, para no pasar de la razón.

    Examples
    --------
    >>> exponente(6.0, 2.0, razon=9.0), exponente(81.0, 1.0, razon=9.0)
    (1.0, 0.5)
    """
    distancia = math.log(mayor / menor)
    return min(1.0, math.log(razon) / distancia) if distancia > 0 else 1.0


def cuerpos_para(
    pesos: _Numeros,
    areas: _Numeros,
    limites: _Numeros,
    area: float,
    minimo: float,
    razones: Sequence[float] = RAZONES,
) -> _Numeros:
    """El cuerpo (pixeles) de cada palabra para que juntas sumen el área pedida.

    Parameters
    ----------
    pesos : ndarray of float, shape (n,)
        De mayor a menor.
    areas : ndarray of float, shape (n,)
        Lo que ocupa cada palabra con cuerpo 1.
    limites : ndarray of float, shape (n,)
    area : float
        Pixeles cuadrados que deben sumar.
    minimo : float
        El cuerpo menor que se lee.
    razones : sequence of float
        Cuántas veces mayor puede ser la primera que la última, de lo que se prefiere a lo que se acepta.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    for razon in razones:
        relativos = (pesos / pesos[0]) ** exponente(pesos[0], pesos[-1], razon)
        libre = escala_que_llena(relativos, areas, limites, area)
        # La palabra mayor manda sobre las demás, salvo que sea tan larga que las volvería ilegibles.
        tope = float(limites[0] / relativos[0])
        base = min(libre, tope) if tope > 0.5 * libre else libre
        if base * relativos[-1] >= minimo and base > 0.97 * libre:
            break
    return np.asarray(np.maximum(base * relativos, minimo))


def escala_que_llena(
    relativos: _Numeros,
    areas: _Numeros,
    limites: _Numeros,
    area: float,
) -> float:
    """Por cuánto se multiplican los tamaños relativos para que las palabras sumen el área."""
    bajo, alto = 0.0, float((limites / relativos).max())
    for _ in range(30):
        medio = (bajo + alto) / 2
        suma = float((areas * np.minimum(medio * relativos, limites) ** 2).sum())
        bajo, alto = (medio, alto) if suma < area else (bajo, medio)
    return bajo
