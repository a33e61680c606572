"""Cuánto pesó cada palabra en el modelo preciso: se tapa y se ve cuánto cambia el puntaje (*oclusión*).

Lo que cambia al destapar una palabra depende de cuáles otras estén a la vista, así que se destapan una por una en
varios órdenes, cada uno con su inverso, y se promedia: es el valor de Shapley por muestreo (Castro, Gómez y Tejada
2009; órdenes opuestos, Mitchell y otros 2022). En cada orden los cambios suman exactamente el paso de todo tapado a
todo a la vista; lo aproximado es el reparto, y cuánto varía lo dice `error`. Cada una de las demás oraciones de la
reflexión se tapa entera. Al modelo de palabras que acompaña al codificador no hace falta taparle nada: sus aportes son
exactos.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reflexiona.modelo.aportes import aportes
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.modelo.rasgos import fichas_con_lugar

__all__ = ["AporteOcluido", "aportes_por_oclusion"]

_PARES = 2
"""Órdenes que se sortean, cada uno con su inverso; par, porque el error compara la mitad con la otra mitad."""


@dataclass(frozen=True)
class AporteOcluido:
    """El puntaje de una oración, repartido: `puntaje == base + Σ palabras + Σ oraciones`.

    Parameters
    ----------
    puntaje, base : ndarray of shape (k,)
        En logaritmo de momios; la base es el puntaje con todo tapado.
    probabilidad : ndarray of shape (k,)
    palabras : ndarray of shape (palabras de la oración, k)
        En el orden de `fichas_con_lugar`.
    oraciones : ndarray of shape (n, k)
        Lo que aporta cada otra oración de la reflexión; ceros en la propia.
    error : ndarray of shape (k,)
        Cuánto cambia en promedio un aporte de unos órdenes a otros: lo incierto del reparto. La suma es exacta.
    """

    puntaje: np.ndarray
    probabilidad: np.ndarray
    base: np.ndarray
    palabras: np.ndarray
    oraciones: np.ndarray
    error: np.ndarray


def aportes_por_oclusion(
    modelo: ModeloPreciso, oraciones: Sequence[str], cabeza: str = "dimensiones", pregunta: str = ""
) -> list[AporteOcluido]:
    """Reparte el puntaje de cada oración de una reflexión entre sus palabras y las demás oraciones.

    Parameters
    ----------
    modelo : ModeloPreciso
    oraciones : sequence of str
        Las de una sola reflexión, en orden.
    cabeza : str
    pregunta : str
        A la que responde la reflexión: se lee antes y no se tapa.

    Returns
    -------
    list of AporteOcluido
        En el orden de `oraciones`. El modelo se corre unas cuatro veces por palabra y por oración vecina.
    """
    c, codificador = modelo.cabezas[cabeza], modelo.codificador
    codificadas = codificador.fichas(oraciones)
    enteras = [list(f.ids) for f in codificadas]
    antes = codificador.fichas([pregunta])[0].ids if pregunta else ()
    exactos = aportes(modelo.lineal, oraciones, cabeza) if modelo.lineal and c.del_lineal is not None else []
    salida = []
    for i, oracion in enumerate(oraciones):
        piezas = [
            [(i, k) for k, (a, b) in enumerate(codificadas[i].offsets) if a < fin and b > inicio and b > a]
            for _, inicio, fin in fichas_con_lugar(oracion)
        ]
        cuantas = len(piezas)
        vecinas = [j for j in range(len(oraciones)) if j != i]
        piezas += [[(j, k) for k in range(len(enteras[j]))] for j in vecinas]
        ordenes = _ordenes(len(piezas))
        tapadas = [[codificador.tapada] * len(f) for f in enteras]
        # Lo que ninguna palabra tiene (un signo suelto) se ve siempre: si no, nadie lo destaparía.
        sueltas = set(range(len(enteras[i]))) - {k for pieza in piezas[:cuantas] for _, k in pieza}
        for k in sueltas:
            tapadas[i][k] = enteras[i][k]
        variantes = _destapar(enteras, tapadas, piezas, ordenes)
        puntos = c.logits(codificador.vectores_de_fichas(variantes, i, antes))
        completo, vacio = puntos[0], puntos[1]
        cambios = np.zeros((len(ordenes), len(piezas), puntos.shape[1]))
        paso = max(len(piezas) - 1, 0)
        for n, orden in enumerate(ordenes):
            camino = np.vstack([vacio, puntos[2 + n * paso : 2 + (n + 1) * paso], completo])
            cambios[n, orden] = np.diff(camino, axis=0)
        reparto = cambios.mean(axis=0) if piezas else np.zeros((0, puntos.shape[1]))
        mitades = cambios.reshape(2, _PARES, *cambios.shape[1:]).mean(axis=1)
        error = np.abs(mitades[0] - mitades[1]).mean(axis=0) / 2 if piezas else np.zeros(puntos.shape[1])
        palabras, otras = reparto[:cuantas], np.zeros((len(oraciones), puntos.shape[1]))
        otras[vecinas] = reparto[cuantas:]
        if not piezas:
            completo = vacio
        if exactos:
            suyos, peso = exactos[i], c.del_lineal
            completo, vacio = completo + suyos.puntaje * peso, vacio + suyos.base * peso
            palabras = palabras + suyos.aportes[i] * peso
            otras[vecinas] += np.asarray([suyos.aportes[j].sum(axis=0) * peso for j in vecinas]).reshape(-1, len(error))
        salida.append(AporteOcluido(completo, c.probabilidades(completo[None])[0], vacio, palabras, otras, error))
    return salida


def _destapar(
    enteras: list[list[int]], tapadas: list[list[int]], piezas: list[list[tuple[int, int]]], ordenes: np.ndarray
) -> Iterator[list[list[int]]]:
    """La reflexión a la vista, la tapada y, en cada orden, lo que se ve al destapar cada pieza menos la última."""
    yield enteras
    yield tapadas
    for orden in ordenes:
        actual = [list(f) for f in tapadas]
        for pieza in orden[:-1]:
            for j, k in piezas[pieza]:
                actual[j][k] = enteras[j][k]
            yield [list(f) for f in actual]


def _ordenes(cuantas: int) -> np.ndarray:
    """Órdenes en que se destapan las piezas: al azar fijo, cada uno seguido de su inverso. (2 × pares, cuantas)"""
    azar = np.random.default_rng(cuantas)
    pares = [azar.permutation(cuantas) for _ in range(_PARES)]
    return np.asarray([orden for al_derecho in pares for orden in (al_derecho, al_derecho[::-1])])
