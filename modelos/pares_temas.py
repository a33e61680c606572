"""Los pares de los temas: NMF y LDA de scikit-learn, BERTopic y KeyNMF, cada uno con lo que más le conviene.

A los que piden cuántos temas hay se les pide uno por cada cuatro reflexiones, hasta 30 (con más, cada reflexión acaba
siendo su propio tema). BERTopic elige los suyos, y con tan pocos textos se le baja el tamaño mínimo de un tema. Los que
usan vectores reciben los mismos que `reflexiona`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from modelos.medidas_temas import Hallazgo

__all__ = ["PARES", "Entrada"]

TERMINOS = 6


@dataclass(frozen=True)
class Entrada:
    """Lo que recibe un par.

    Parameters
    ----------
    palabras : list of str
        Cada reflexión, con sus palabras separadas por espacios, sin las vacías.
    lemas : list of str
        Lo mismo, con lemas.
    vectores : ndarray of shape (n, d)
        El promedio de los de sus oraciones.
    k : int
        Temas que se le piden.
    semilla : int
    codificar : callable
        De una lista de palabras a sus vectores.
    """

    palabras: list[str]
    lemas: list[str]
    vectores: np.ndarray
    k: int
    semilla: int
    codificar: Callable[[Sequence[str]], np.ndarray]


def _contador(tipo: Any) -> Any:
    return tipo(token_pattern=r"\S+", lowercase=False)


def _primeros(pesos: np.ndarray, nombres: np.ndarray) -> list[list[str]]:
    return [nombres[np.argsort(-fila, kind="stable")[:TERMINOS]].tolist() for fila in pesos]


def _nmf(textos: list[str], e: Entrada) -> Hallazgo:
    tabla = _contador(TfidfVectorizer)
    x = tabla.fit_transform(textos)
    modelo = NMF(e.k, init="nndsvda", random_state=e.semilla, max_iter=300)
    return Hallazgo(modelo.fit_transform(x), _primeros(modelo.components_, tabla.get_feature_names_out()))


def _lda(textos: list[str], e: Entrada) -> Hallazgo:
    tabla = _contador(CountVectorizer)
    x = tabla.fit_transform(textos)
    modelo = LatentDirichletAllocation(e.k, random_state=e.semilla, max_iter=20)
    return Hallazgo(modelo.fit_transform(x), _primeros(modelo.components_, tabla.get_feature_names_out()))


def _bertopic(e: Entrada) -> Hallazgo:
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from umap import UMAP

    n = len(e.palabras)
    vecinos, dimensiones = min(15, n - 1), max(2, min(5, n - 3))
    modelo = BERTopic(
        embedding_model=None,
        umap_model=UMAP(
            n_neighbors=vecinos,
            n_components=dimensiones,
            min_dist=0.0,
            metric="cosine",
            init="spectral" if n > 40 else "random",
            random_state=e.semilla,
        ),
        hdbscan_model=HDBSCAN(min_cluster_size=max(2, n // 50), min_samples=1, prediction_data=False),
        vectorizer_model=_contador(CountVectorizer),
        top_n_words=TERMINOS,
    )
    temas, _ = modelo.fit_transform(e.palabras, embeddings=e.vectores)
    claves = sorted(set(temas) - {-1})
    fuerza = (np.asarray(temas)[:, None] == np.asarray(claves, dtype=int)[None, :]).astype(float)
    return Hallazgo(fuerza.reshape(n, len(claves)), [[p for p, _ in modelo.get_topic(t) if p] for t in claves])


class _Codificador:
    """Las palabras, con el mismo codificador que las oraciones, en la forma que espera Turftopic."""

    def __init__(self, codificar: Callable[[Sequence[str]], np.ndarray]) -> None:
        self.codificar = codificar

    def encode(self, textos: Sequence[str], **_: Any) -> np.ndarray:
        return self.codificar(list(textos))


def _keynmf(e: Entrada) -> Hallazgo:
    from turftopic import KeyNMF

    modelo = KeyNMF(
        e.k,
        encoder=_Codificador(e.codificar),
        vectorizer=_contador(CountVectorizer),
        top_n=25,
        random_state=e.semilla,
    )
    fuerza = np.asarray(modelo.fit_transform(e.palabras, embeddings=e.vectores))
    return Hallazgo(np.maximum(fuerza, 0), _primeros(modelo.components_, np.asarray(modelo.get_vocab())))


def _callado(metodo: Callable[[Entrada], Hallazgo]) -> Callable[[Entrada], Hallazgo]:
    def correr(e: Entrada) -> Hallazgo:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return metodo(e)

    return correr


PARES: dict[str, Callable[[Entrada], Hallazgo]] = {
    "NMF": _callado(lambda e: _nmf(e.palabras, e)),
    "NMF con lemas": _callado(lambda e: _nmf(e.lemas, e)),
    "LDA": _callado(lambda e: _lda(e.palabras, e)),
    "LDA con lemas": _callado(lambda e: _lda(e.lemas, e)),
    "BERTopic": _callado(_bertopic),
    "KeyNMF": _callado(_keynmf),
}
"""Por su nombre; cada uno lanza el error que le salga si no puede con la muestra."""
