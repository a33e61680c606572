"""Cuánto pesó cada palabra en el modelo preciso: se tapa y se ve cuánto cambia el puntaje (*oclusión*).

De cada palabra se promedian dos cambios: el de taparla sólo a ella y el de destaparla sólo a ella. Con uno solo, dos
palabras que dicen lo mismo se esconderían la una a la otra (Zeiler y Fergus 2014 usan el primero; los dos son los
extremos del valor de Shapley). Las demás oraciones de la reflexión se tapan enteras. Al modelo de palabras que acompaña
al codificador no hace falta taparle nada: sus aportes son exactos y se suman. El total no lo es: lo que falta va
en `error`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reflexiona.modelo.aportes import aportes
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.modelo.rasgos import fichas_con_lugar

__all__ = ["AporteOcluido", "aportes_por_oclusion"]


@dataclass(frozen=True)
class AporteOcluido:
    """El puntaje de una oración, repartido: `puntaje == base + Σ palabras + Σ oraciones + error`.

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
        Lo que la suma no alcanza a explicar.
    """

    puntaje: np.ndarray
    probabilidad: np.ndarray
    base: np.ndarray
    palabras: np.ndarray
    oraciones: np.ndarray
    error: np.ndarray


def aportes_por_oclusion(
    modelo: ModeloPreciso, oraciones: Sequence[str], cabeza: str = "dimensiones"
) -> list[AporteOcluido]:
    """Reparte el puntaje de cada oración de una reflexión entre sus palabras y las demás oraciones.

    Parameters
    ----------
    modelo : ModeloPreciso
    oraciones : sequence of str
        Las de una sola reflexión, en orden.
    cabeza : str

    Returns
    -------
    list of AporteOcluido
        En el orden de `oraciones`. El modelo se corre dos veces por palabra y por oración vecina.
    """
    c, codificador = modelo.cabezas[cabeza], modelo.codificador
    codificadas = codificador.fichas(oraciones)
    enteras = [list(f.ids) for f in codificadas]
    tapadas = [[codificador.tapada] * len(f) for f in enteras]
    exactos = aportes(modelo.lineal, oraciones, cabeza) if modelo.lineal and c.del_lineal is not None else []
    salida = []
    for i, oracion in enumerate(oraciones):
        lugares = [(inicio, fin) for _, inicio, fin in fichas_con_lugar(oracion)]
        de_palabra = [
            [k for k, (a, b) in enumerate(codificadas[i].offsets) if a < fin and b > inicio and b > a]
            for inicio, fin in lugares
        ]
        vecinas = [j for j in range(len(oraciones)) if j != i]
        variantes = [enteras, tapadas]
        for fichas in de_palabra:
            sin, sola = list(enteras[i]), list(tapadas[i])
            for k in fichas:
                sin[k], sola[k] = codificador.tapada, enteras[i][k]
            variantes += [[*enteras[:i], sin, *enteras[i + 1 :]], [*tapadas[:i], sola, *tapadas[i + 1 :]]]
        for j in vecinas:
            variantes += [
                [*enteras[:j], tapadas[j], *enteras[j + 1 :]],
                [*tapadas[:j], enteras[j], *tapadas[j + 1 :]],
            ]
        puntos = c.logits(codificador.vectores_de_fichas(variantes, i))
        completo, vacio = puntos[0], puntos[1]
        cambios = (completo - puntos[2::2] + puntos[3::2] - vacio) / 2
        otras = np.zeros((len(oraciones), puntos.shape[1]))
        otras[vecinas] = cambios[len(lugares) :]
        palabras = cambios[: len(lugares)]
        error = completo - vacio - palabras.sum(axis=0) - otras.sum(axis=0)
        if exactos:
            suyos, peso = exactos[i], c.del_lineal
            completo, vacio = completo + suyos.puntaje * peso, vacio + suyos.base * peso
            palabras = palabras + suyos.aportes[i] * peso
            otras[vecinas] += np.asarray([suyos.aportes[j].sum(axis=0) * peso for j in vecinas]).reshape(-1, len(error))
        salida.append(AporteOcluido(completo, c.probabilidades(completo[None])[0], vacio, palabras, otras, error))
    return salida
