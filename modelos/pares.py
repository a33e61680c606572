"""Los pares contra los que se mide, todos entrenados con lo mismo y en la misma corrida.

Cada uno recibe las oraciones de entrenamiento con sus clases (n, k) de 0 o 1, los grupos de redactores y las oraciones
nuevas, y devuelve lo asignado (m, k). Los umbrales se eligen con redactores apartados dentro del entrenamiento.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

from reflexiona.modelo.ajuste import elegir_umbral, repartir

__all__ = ["PALABRAS_GUIA", "palabras_clave", "regresion_densa", "textcat", "tfidf"]

PALABRAS_GUIA: dict[str, tuple[str, ...]] = {
    "personal": (
        "me siento", "me senti", "vocacion", "aprendi que", "me cuesta", "mi familia", "orgullo", "miedo", "frustra",
        "prepararme", "cansad", "agotad", "mi carrera", "mi mama", "mi papa", "me gusta", "llore", "culpa",
    ),
    "didactica": (
        "plane", "actividad", "fraccion", "lectura", "leer", "escrib", "rubrica", "equipo", "material", "retroaliment",
        "campo formativo", "clase", "proyecto", "evalua", "examen", "aprend", "tarea", "ejercicio", "grupo",
    ),
    "institucional": (
        "colectivo", "director", "supervis", "comision", "oficio", "cte", "consejo tecnico", "plantilla", "acuerdo",
        "formato", "curso", "taller", "plaza", "compañer", "colega", "zona", "horario", "plan de estudios",
    ),
    "social": (
        "mama", "papa", "comunidad", "contexto", "pobre", "migra", "lengua", "vecin", "faena", "centro de salud",
        "familia", "padres", "pueblo", "trabajan", "violencia", "inseguridad",
    ),
    "valoral": (
        "respet", "empatia", "dignidad", "just", "derecho", "ejemplo", "inclu", "convivencia", "solidari", "valores",
        "burla", "acoso", "igualdad", "discrimin", "responsab",
    ),
}  # fmt: skip
"""Raíces de las palabras que la guía da como usuales en cada dimensión, y otras del mismo sentido."""


def palabras_clave(oraciones: Sequence[str], claves: dict[str, tuple[str, ...]] = PALABRAS_GUIA) -> np.ndarray:
    """Una lista de palabras por clase: lleva la clase quien tenga alguna. ndarray of shape (n, k)."""
    patrones = [re.compile(r"\b(?:" + "|".join(map(re.escape, raices)) + ")") for raices in claves.values()]
    planas = []
    for o in oraciones:
        partido = unicodedata.normalize("NFD", o.lower())
        planas.append("".join(c for c in partido if unicodedata.category(c) != "Mn" or c == "\u0303"))
    return np.asarray([[bool(p.search(unicodedata.normalize("NFC", o))) for p in patrones] for o in planas])


def _con_umbral(
    ajusta: Callable[[np.ndarray, np.ndarray], Callable[[np.ndarray], np.ndarray]],
    x: np.ndarray,
    y: np.ndarray,
    grupos: np.ndarray,
    nuevas: np.ndarray,
) -> np.ndarray:
    parte = repartir(grupos, 4)
    salida = np.zeros((nuevas.shape[0], y.shape[1]), dtype=bool)
    for j in range(y.shape[1]):
        fuera = np.zeros(len(y))
        for p in range(int(parte.max()) + 1):
            fuera[parte == p] = ajusta(x[parte != p], y[parte != p, j])(x[parte == p])
        umbral = elegir_umbral(y[:, j] > 0, fuera, np.zeros(len(y), dtype=int))
        salida[:, j] = ajusta(x, y[:, j])(nuevas) >= umbral
    return salida


def tfidf(oraciones: Sequence[str], y: np.ndarray, grupos: np.ndarray, nuevas: Sequence[str]) -> np.ndarray:
    """TF-IDF (palabras 1-2, trozos 3-5) y regresión logística de scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    rasgos = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True),
    )
    x, z = rasgos.fit_transform(oraciones).tocsr(), rasgos.transform(nuevas).tocsr()

    def ajusta(a: np.ndarray, b: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        modelo = LogisticRegression(C=5, solver="liblinear").fit(a, b)
        return lambda c: np.asarray(modelo.predict_proba(c)[:, 1])

    return _con_umbral(ajusta, x, y, grupos, z)


def regresion_densa(x: np.ndarray, y: np.ndarray, grupos: np.ndarray, nuevas: np.ndarray) -> np.ndarray:
    """Regresión logística de scikit-learn sobre vectores ya hechos, normalizados por columna."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    escala = StandardScaler().fit(x)

    def ajusta(a: np.ndarray, b: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        modelo = LogisticRegression(C=0.03, max_iter=300).fit(a, b)
        return lambda c: np.asarray(modelo.predict_proba(c)[:, 1])

    return _con_umbral(ajusta, escala.transform(x), y, grupos, escala.transform(nuevas))


def textcat(
    oraciones: Sequence[str],
    y: np.ndarray,
    grupos: np.ndarray,
    nuevas: Sequence[str],
    clases: Sequence[str],
    epocas: int = 4,
) -> np.ndarray:
    """`textcat_multilabel` de spaCy, el de omisión y desde cero; el umbral se elige con un quinto apartado."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(0)
    azar = random.Random(0)
    nlp = spacy.blank("es")
    pieza = nlp.add_pipe("textcat_multilabel")
    for c in clases:
        pieza.add_label(c)  # type: ignore[attr-defined]
    aparte = repartir(grupos, 5) == 0

    def ejemplo(texto: str, fila: np.ndarray) -> Example:
        cats = {c: float(v) for c, v in zip(clases, fila, strict=True)}
        return Example.from_dict(nlp.make_doc(texto), {"cats": cats})

    datos = [ejemplo(o, f) for o, f, fuera in zip(oraciones, y, aparte, strict=True) if not fuera]
    optimizador = nlp.initialize(lambda: datos[:2000])
    for _ in range(epocas):
        azar.shuffle(datos)
        for lote in minibatch(datos, 64):
            nlp.update(lote, sgd=optimizador, drop=0.2)

    def probabilidades(textos: Sequence[str]) -> np.ndarray:
        return np.asarray([[d.cats[c] for c in clases] for d in nlp.pipe(textos, batch_size=256)])

    p = probabilidades([o for o, fuera in zip(oraciones, aparte, strict=True) if fuera])
    umbrales = [elegir_umbral(y[aparte, j] > 0, p[:, j], np.zeros(len(p), dtype=int)) for j in range(len(clases))]
    return probabilidades(nuevas) >= np.asarray(umbrales)
