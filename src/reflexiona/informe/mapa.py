"""El mapa de oraciones: cada una es un punto, y quedan cerca las que comparten palabras y temas.

Con los vectores del análisis si los trae; si no, con TF-IDF y SVD. Las oraciones se resumen en puntos de apoyo, éstos
se acomodan en el plano con t-SNE (van der Maaten y Hinton 2008) y cada oración toma un lugar libre junto a los suyos,
de modo que ningún punto tapa a otro.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reflexiona.texto import vacias

__all__ = ["ALTO", "ANCHO", "Mapa", "trazar"]

ANCHO, ALTO = 1000, 640
_APOYOS = 180
_LLENO = 0.42
_ORILLA = 24


@dataclass(frozen=True, eq=False)
class Mapa:
    """Dónde va cada oración.

    Parameters
    ----------
    lugares : ndarray of shape (n, 2) of int
        En un papel de `ANCHO` por `ALTO`; ningún lugar se repite.
    radio : float
        De los puntos.
    """

    lugares: np.ndarray[Any, Any]
    radio: float


def trazar(
    textos: Sequence[str],
    temas: Sequence[Sequence[str]],
    *,
    vectores: np.ndarray[Any, Any] | None = None,
    semilla: int = 0,
) -> Mapa:
    """Acomoda las oraciones en el plano; mismos datos, mismo mapa.

    Parameters
    ----------
    textos : sequence of str, length n
    temas : sequence of sequence of str, length n
        Los de cada oración: acercan a las que los comparten.
    vectores : ndarray of shape (n, d), optional
    semilla : int

    Examples
    --------
    >>> trazar(["Leen en casa.", "Leen solos.", "Llueve mucho."], [[], [], []]).lugares.shape
    (3, 2)
    """
    n = len(textos)
    if n == 0:
        return Mapa(np.zeros((0, 2), dtype=int), 8.0)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # con varios hilos las sumas cambian de orden, y con ellas el mapa
        rasgos = np.hstack([_unidad(_de_textos(textos, semilla) if vectores is None else vectores), _de_temas(temas)])
        plano = _en_el_plano(rasgos, semilla)
    return _acomodar(plano)


def _unidad(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    normas = np.linalg.norm(x, axis=1, keepdims=True)
    return np.asarray(x / np.where(normas > 0, normas, 1))


def _de_textos(textos: Sequence[str], semilla: int) -> np.ndarray[Any, Any]:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    lector = TfidfVectorizer(
        strip_accents="unicode",
        stop_words=sorted(_sin_acentos(vacias())),
        token_pattern=r"(?u)\b[^\W\d_]{3,}\b",
        sublinear_tf=True,
        min_df=2 if len(textos) > 40 else 1,
        max_features=8000,
    )
    try:
        tabla = lector.fit_transform(textos)
    except ValueError:  # ninguna palabra se repite o todas son vacías: el mapa sale de los temas
        return np.zeros((len(textos), 1))
    columnas = min(40, tabla.shape[1] - 1, len(textos) - 1)
    if columnas < 2:
        return np.asarray(tabla.toarray())
    return np.asarray(TruncatedSVD(columnas, random_state=semilla).fit_transform(tabla))


def _sin_acentos(palabras: Sequence[str] | frozenset[str]) -> set[str]:
    from sklearn.feature_extraction.text import strip_accents_unicode

    sueltas = {strip_accents_unicode(p) for p in palabras}
    return {p for p in sueltas if len(p) >= 3 and p.isalpha()}


def _de_temas(temas: Sequence[Sequence[str]]) -> np.ndarray[Any, Any]:
    nombres = sorted({t for lista in temas for t in lista})
    lugar = {t: j for j, t in enumerate(nombres)}
    tabla = np.zeros((len(temas), max(len(nombres), 1)))
    for i, lista in enumerate(temas):
        for t in lista:
            tabla[i, lugar[t]] = 1.0
    return _unidad(tabla) * 0.9


def _en_el_plano(rasgos: np.ndarray[Any, Any], semilla: int) -> np.ndarray[Any, Any]:
    """Lugares sin escala (n, 2)."""
    n = len(rasgos)
    if n > _APOYOS:
        from sklearn.cluster import KMeans

        apoyos = np.unique(np.round(rasgos, 6), axis=0)
        if len(apoyos) > _APOYOS:
            apoyos = KMeans(_APOYOS, n_init=1, max_iter=25, random_state=semilla).fit(rasgos).cluster_centers_
    else:
        apoyos = rasgos
    if len(apoyos) < 8:
        giro = np.arange(len(apoyos)) * 2.399963
        plano = np.c_[np.cos(giro), np.sin(giro)] * np.sqrt(np.arange(len(apoyos)) + 0.5)[:, None]
    else:
        from sklearn.manifold import TSNE

        plano = TSNE(
            perplexity=min(15.0, (len(apoyos) - 1) / 3),
            init="random",
            method="exact",
            max_iter=600,
            random_state=semilla,
            n_jobs=1,
        ).fit_transform(apoyos.astype(np.float64))
    if n <= _APOYOS:
        return np.asarray(plano, dtype=float)
    lejos = ((rasgos**2).sum(axis=1)[:, None] - 2 * rasgos @ apoyos.T + (apoyos**2).sum(axis=1)).clip(0)
    cerca = np.argsort(lejos, axis=1, kind="stable")[:, :3]
    d = np.take_along_axis(lejos, cerca, axis=1)
    pesos = np.exp(-(d - d[:, :1]) / np.maximum(0.15 * d.mean(), 1e-9))
    return np.asarray((plano[cerca] * pesos[:, :, None]).sum(axis=1) / pesos.sum(axis=1)[:, None])


def _acomodar(plano: np.ndarray[Any, Any]) -> Mapa:
    """Cada punto a la celda libre más cercana de un panal."""
    from scipy.spatial import cKDTree

    n = len(plano)
    ancho, alto = ANCHO - 2 * _ORILLA, ALTO - 2 * _ORILLA
    paso = min(26.0, float(np.sqrt(ancho * alto * _LLENO / n / 0.866)))
    filas, columnas = int(alto / (paso * 0.866)) + 1, int(ancho / paso) + 1
    j, i = np.meshgrid(np.arange(columnas), np.arange(filas))
    celdas = np.c_[(j + 0.5 * (i % 2)).ravel() * paso, i.ravel() * paso * 0.866] + _ORILLA
    celdas = celdas[celdas[:, 0] <= ANCHO - _ORILLA + 0.5 * paso]
    arbol = cKDTree(celdas)
    deseados = np.c_[_repartir(plano[:, 0]) * ancho, _repartir(plano[:, 1]) * alto] + _ORILLA
    centro = np.asarray([ANCHO / 2, ALTO / 2])
    orden = np.lexsort((np.arange(n), np.round(((deseados - centro) ** 2).sum(axis=1), 3)))
    libre = np.ones(len(celdas), dtype=bool)
    lugares = np.zeros((n, 2))
    for p in orden.tolist():
        k = 12
        while True:
            _, vecinas = arbol.query(deseados[p], k=min(k, len(celdas)))
            libres = [c for c in np.atleast_1d(vecinas).tolist() if libre[c]]
            if libres:
                break
            k *= 6
        libre[libres[0]] = False
        lugares[p] = celdas[libres[0]]
    return Mapa(np.round(lugares).astype(int), round(min(7.0, 0.37 * paso), 1))


def _repartir(x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """De 0 a 1: a medias su valor y su puesto, para que nada quede ni amontonado ni lejos."""
    orden = np.argsort(np.round(x, 6), kind="stable")
    puesto = np.empty(len(x))
    puesto[orden] = (np.arange(len(x)) + 0.5) / len(x)
    extremo = float(np.ptp(x)) or 1.0
    return np.asarray(0.5 * puesto + 0.5 * (x - x.min()) / extremo)
