"""Cuánto aporta cada palabra, exacto: la base y los aportes de las palabras suman el puntaje final."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reflexiona.modelo.contexto import VECINAS, compuerta, lugares
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.rasgos import fichas

__all__ = ["AporteOracion", "aportes"]


@dataclass(frozen=True)
class AporteOracion:
    """El puntaje de una oración, desarmado: `puntaje == base + suma de los aportes`.

    Parameters
    ----------
    puntaje, base : ndarray of shape (k,)
        En logaritmo de momios (*log-odds*). La base reúne el sesgo, el lugar en la reflexión y el largo.
    probabilidad : ndarray of shape (k,)
    aportes : tuple of ndarray of shape (fichas de la oración j, k)
        Uno por oración de la reflexión: los de la propia oración y los que llegan de las demás como contexto.
    paso : float
        La compuerta: qué tanto contexto deja pasar esta oración, de 0 a 1.
    """

    puntaje: np.ndarray
    probabilidad: np.ndarray
    base: np.ndarray
    aportes: tuple[np.ndarray, ...]
    paso: float


def _de_fichas(modelo: ModeloLineal, oracion: str, columnas: slice) -> tuple[np.ndarray, np.ndarray]:
    """Aporte de cada ficha (m, k) al puntaje de la oración sola: palabra, trozos y la mitad de cada par.

    Lo segundo (k,) es lo que no es de ninguna ficha: el par inicio-fin de una oración sin palabras.
    """
    secuencia = fichas(oracion)
    with modelo._candado:
        _, normas, _ = modelo._sumas([oracion], columnas.stop)
        division = 1 / np.sqrt(np.maximum(normas[:, 0], 1e-9))
        lugar = [modelo._lexico[f] for f in secuencia]
        total = modelo._de_palabra[lugar][:, columnas].astype(np.float64) * division[0]
        total += modelo._de_trozos[lugar][:, columnas].astype(np.float64) * division[2]
    de_nadie = np.zeros(total.shape[1])
    n_palabras, claves = len(modelo.vocabulario.palabras), modelo.vocabulario.lugar_par
    orillada = [n_palabras, *lugar, n_palabras + 1]
    de_pares = modelo._por_bloque["pares"][:, columnas]
    for i, par in enumerate(pairwise(orillada)):
        if par not in claves:
            continue
        aporte = de_pares[claves[par]].astype(np.float64) * division[1]
        duenas = [j for j in (i - 1, i) if 0 <= j < len(secuencia)]
        if not duenas:
            de_nadie += aporte
        for j in duenas:
            total[j] += aporte / len(duenas)
    return np.asarray(total), de_nadie


def aportes(modelo: ModeloLineal, oraciones: Sequence[str], cabeza: str = "dimensiones") -> list[AporteOracion]:
    """Desarma el puntaje de cada oración de una reflexión.

    Parameters
    ----------
    modelo : ModeloLineal
    oraciones : sequence of str
        Las de una sola reflexión, en orden.
    cabeza : str

    Returns
    -------
    list of AporteOracion
        En el orden de `oraciones`; las fichas, en el de `fichas_con_lugar`.
    """
    c = modelo.cabezas[cabeza]
    n, k = len(oraciones), len(c.clases)
    salidas = c.pesos.shape[1]
    desarmadas = [_de_fichas(modelo, o, c.columnas) for o in oraciones]
    por_ficha = [f for f, _ in desarmadas]
    fijos = np.asarray([resto for _, resto in desarmadas]).reshape(n, k) + modelo.sesgo[c.columnas] - c.centro
    solos = np.asarray([f.sum(axis=0) for f in por_ficha]).reshape(n, k) + fijos
    donde = lugares(n, [0] * n)
    paso = compuerta(solos, *c.compuerta)[:, 0] if n else np.zeros(0)
    contextos = c.pesos[k : 6 * k].reshape(5, k, salidas), c.pesos[6 * k : 11 * k].reshape(5, k, salidas)
    resultado = []
    for i in range(n):
        mezcla = np.zeros((n, k, salidas))
        mezcla[i] = c.pesos[:k]
        for b, nombre in enumerate(VECINAS):
            peso = contextos[0][b] + paso[i] * contextos[1][b]
            if nombre == "demas":
                mezcla[[j for j in range(n) if j != i]] += peso / max(n - 1, 1)
            elif donde.vecinas[nombre][i] >= 0:
                mezcla[donde.vecinas[nombre][i]] += peso
        orillas = np.asarray(
            [paso[i], donde.vecinas["anterior"][i] < 0, donde.vecinas["siguiente"][i] < 0, np.log1p(len(por_ficha[i]))]
        )
        base = c.sesgo + orillas @ c.pesos[11 * k :] + np.einsum("jko,jk->o", mezcla, fijos)
        partes = tuple(por_ficha[j] @ mezcla[j] for j in range(n))
        puntaje = base + sum(p.sum(axis=0) for p in partes)
        resultado.append(AporteOracion(puntaje, c.probabilidades(puntaje[None])[0], base, partes, float(paso[i])))
    return resultado
