"""Racimos: reflexiones que dicen cosas cercanas y además nombran algo que casi ninguna escuela nombra.

Las reflexiones se juntan de abajo arriba por su parecido promedio (R. Sokal y C. Michener, 1958) y cada rama del árbol
es un tema posible. Se elige por lo unida que está, por lo sorprendente de lo que nombra (G² de Dunning, contra el
fondo) y por lo poco que la explica un solo tema conocido: cuántos temas hay sale de los datos.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from reflexiona.temas.emergentes import explicada, generica
from reflexiona.temas.fondo import Fondo
from reflexiona.temas.menciones_corpus import MencionesCorpus

__all__ = ["Racimo", "Terreno", "buscar_racimos", "terreno"]

G_TERMINO = 4.0
"""Sorpresa desde la que un término cuenta."""
PROPIO = 0.5
"""Parte de las reflexiones que nombran un término que ha de estar en el racimo."""
PARTE_MAXIMA = 0.4
"""Lo que es de más de esta parte de la comunidad ya no es un racimo."""
ENCIMADO = 0.34
"""Parte del menor de dos racimos que puede estar en ambos: entre un núcleo y lo que lo rodea se queda el más claro."""
CORTE = 0.0
"""Puntaje desde el que una rama es un tema."""
PESOS = {"base": -3.2, "union": 0.8, "primera": 4.2, "conocido": -2.5, "comunidad": -2.4}
"""De una regresión logística con los asuntos de «desarrollo» (`modelos/temas_plantados.toml`) entre reflexiones de
redactores apartados. «comunidad» multiplica al logaritmo de cuántas reflexiones hay: entre más, más ramas parecen algo
por azar."""


POCAS = 30
"""Con menos reflexiones que éstas se pide lo mismo que con ellas."""


@dataclass(frozen=True, slots=True, eq=False)
class Racimo:
    """Reflexiones que forman un tema.

    Parameters
    ----------
    miembros : tuple of int
    puntaje : float
    terminos : tuple of int
        Columnas de `MencionesCorpus`, de la más a la menos sorprendente.
    """

    miembros: tuple[int, ...]
    puntaje: float
    terminos: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Terreno:
    """Lo que hace falta para buscar racimos con cualquier peso de las personas.

    Parameters
    ----------
    parecido : ndarray of shape (n, n)
    columnas : ndarray of shape (c,)
        Las menciones de una palabra que pueden distinguir un racimo.
    por_reflexion : csr_matrix of shape (n, c)
    esperada : ndarray of shape (n, c)
        Probabilidad de que esa reflexión la nombre, según el fondo.
    conocidos : ndarray of shape (n, n_temas)
        Probabilidad de cada tema conocido.
    persona : ndarray of shape (n,)
    """

    parecido: np.ndarray[Any, Any]
    columnas: np.ndarray[Any, Any]
    por_reflexion: Any
    esperada: np.ndarray[Any, Any]
    conocidos: np.ndarray[Any, Any]
    persona: np.ndarray[Any, Any]


def terreno(
    parecido: np.ndarray[Any, Any],
    menciones: MencionesCorpus,
    largo: np.ndarray[Any, Any],
    conocidos: np.ndarray[Any, Any],
    fondo: Fondo,
) -> Terreno:
    """Prepara la búsqueda.

    Parameters
    ----------
    parecido : ndarray of shape (n, n)
    menciones : MencionesCorpus
    largo : ndarray of shape (n,)
        Palabras con contenido de cada reflexión.
    conocidos : ndarray of shape (n, n_temas)
    fondo : Fondo

    Returns
    -------
    Terreno
    """
    personas = np.asarray(menciones.por_persona.sum(axis=0)).ravel()
    columnas = np.array(
        [
            j
            for j in np.flatnonzero(personas >= 2)
            if len(menciones.partes[j]) == 1
            and not generica(menciones.partes[j])
            and not explicada(menciones.claves[j], menciones.partes[j], fondo)
            and menciones.propias[j] <= menciones.comunes[j]
        ],
        dtype=np.int64,
    )
    tasas = np.array([fondo.tasa(menciones.claves[j]) for j in columnas])
    return Terreno(
        parecido=parecido,
        columnas=columnas,
        por_reflexion=menciones.por_reflexion[:, columnas].tocsr(),
        esperada=-np.expm1(-np.outer(largo, tasas)),
        conocidos=conocidos,
        persona=menciones.persona,
    )


def buscar_racimos(
    t: Terreno, pesos: np.ndarray[Any, Any] | None = None, *, minimo: int, maximo: int, corte: float = CORTE
) -> list[Racimo]:
    """Los racimos, del más al menos claro.

    Parameters
    ----------
    t : Terreno
    pesos : ndarray of shape (n_personas,), optional
        Cuántas veces cuenta cada persona (para remuestrear); por omisión, una.
    minimo : int
        Personas que debe tener un racimo.
    maximo : int
    corte : float
        Puntaje desde el que una rama es un racimo.

    Returns
    -------
    list of Racimo
    """
    n_personas = int(t.persona.max()) + 1 if len(t.persona) else 0
    pesos = np.ones(n_personas) if pesos is None else pesos
    presentes = np.flatnonzero(pesos[t.persona] > 0)
    if len(presentes) < 3 or not len(t.columnas) or maximo < 1:
        return []
    ramas = _ramas(t.parecido[np.ix_(presentes, presentes)], presentes, len(t.persona))
    quien = sparse.csr_matrix((np.ones(len(t.persona)), (np.arange(len(t.persona)), t.persona)))
    cuantas = (ramas @ quien).sign()
    personas = np.asarray(cuantas @ pesos).ravel()
    distintas = np.asarray(cuantas.sum(axis=1)).ravel()
    tope = max(2 * minimo, PARTE_MAXIMA * pesos.sum())
    sirven = (personas >= minimo) & (distintas >= min(3, minimo)) & (personas <= tope)
    ramas = ramas[sirven]
    if not ramas.shape[0]:
        return []
    puntajes, sorpresas = _puntuar(t, ramas, pesos[t.persona])
    return _elegir(t, ramas, puntajes, sorpresas, maximo, corte)


def _ramas(parecido: np.ndarray[Any, Any], presentes: np.ndarray[Any, Any], n: int) -> Any:
    lejos = parecido.max() - parecido
    np.fill_diagonal(lejos, 0.0)
    arbol = linkage(squareform(lejos, checks=False), "average")
    miembros: list[list[int]] = [[int(i)] for i in presentes]
    for a, b, _, _ in arbol:
        miembros.append(miembros[int(a)] + miembros[int(b)])
    grupos = [m for m in miembros[len(presentes) :] if len(m) <= max(8, n // 2)]
    filas = np.repeat(np.arange(len(grupos)), [len(g) for g in grupos])
    columnas = np.concatenate([np.asarray(g) for g in grupos]) if grupos else np.zeros(0, dtype=int)
    return sparse.csr_matrix((np.ones(len(columnas)), (filas, columnas)), shape=(len(grupos), n))


def _puntuar(t: Terreno, ramas: Any, pesos: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """El puntaje de cada rama y la sorpresa de cada término en ella."""
    n = len(t.persona)
    tam = np.asarray(ramas.sum(axis=1)).ravel()
    parecido = t.parecido.copy()
    np.fill_diagonal(parecido, 0.0)
    con_todas = ramas @ parecido
    dentro = np.asarray(ramas.multiply(con_todas).sum(axis=1)).ravel()
    suma = con_todas.sum(axis=1)
    union = dentro / np.maximum(tam * (tam - 1), 1) - (suma - dentro) / np.maximum(tam * (n - tam), 1)
    union = union / max(float(parecido[np.triu_indices(n, 1)].std()), 1e-9)

    pesadas = ramas @ sparse.diags(pesos)
    observadas = np.asarray((pesadas @ t.por_reflexion).todense())
    distintas = np.asarray((ramas @ t.por_reflexion).todense())
    totales = np.asarray(t.por_reflexion.T @ pesos).ravel()
    esperadas = np.maximum(pesadas @ t.esperada, 1e-9)
    con = np.maximum(observadas, 1e-12)
    sorpresa = 2 * (con * np.log(con / esperadas) - (observadas - esperadas))
    vale = (observadas > esperadas) & (distintas >= 2) & (observadas >= PROPIO * np.maximum(totales, 1e-12))
    sorpresa = np.where(vale & (sorpresa > G_TERMINO), sorpresa, 0.0)
    primera = sorpresa.max(axis=1)
    conocido = (pesadas @ t.conocidos / np.maximum(pesadas.sum(axis=1), 1e-9).reshape(-1, 1)).max(axis=1)
    puntajes = (
        PESOS["base"]
        + PESOS["union"] * union
        + PESOS["primera"] * np.log1p(primera)
        + PESOS["conocido"] * np.asarray(conocido).ravel()
        + PESOS["comunidad"] * np.log(max(n, POCAS))
    )
    return np.where(primera > 0, puntajes, -np.inf), sorpresa


def _elegir(
    t: Terreno, ramas: Any, puntajes: np.ndarray[Any, Any], sorpresas: np.ndarray[Any, Any], maximo: int, corte: float
) -> list[Racimo]:
    elegidos: list[Racimo] = []
    for i in np.lexsort((np.arange(len(puntajes)), -np.round(puntajes, 6))):
        if puntajes[i] < corte or len(elegidos) == maximo:
            break
        suyas = tuple(sorted(ramas[i].indices.tolist()))
        if any(len({*suyas} & {*r.miembros}) > ENCIMADO * min(len(suyas), len(r.miembros)) for r in elegidos):
            continue
        orden = np.lexsort((t.columnas, -np.round(sorpresas[i], 6)))
        terminos = tuple(int(t.columnas[j]) for j in orden[:8] if sorpresas[i, j] > 0)
        elegidos.append(Racimo(suyas, float(puntajes[i]), terminos))
    return elegidos
