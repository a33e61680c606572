"""Mide los modelos con redactores apartados y escribe `docs/validez.md`: `python -m modelos.evaluar`.

Cada redactor se aparta entero: ninguna oración suya se ve al entrenar, al calibrar ni al elegir umbrales. Los pares
se entrenan y se miden en la misma corrida, con las mismas particiones. Tarda unos 15 minutos en 2 núcleos.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from modelos.datos import ejemplos, leer_corpus, referencia
from modelos.informe_validez import escribir_informe
from reflexiona.dimensiones.guia import ACTOS
from reflexiona.modelo.ajuste import Ejemplos, ajustar, elegir_umbral, repartir

__all__ = ["evaluar_redactor"]

DOCS = Path(__file__).parent.parent / "docs"


def _subconjunto(datos: Ejemplos, filas: np.ndarray) -> Ejemplos:
    assert datos.actos is not None
    assert datos.estratos is not None
    indices = np.flatnonzero(filas).tolist()
    return replace(
        datos,
        oraciones=[datos.oraciones[i] for i in indices],
        reflexiones=[datos.reflexiones[i] for i in indices],
        grupos=datos.grupos[filas],
        dimensiones=datos.dimensiones[filas],
        actos=datos.actos[filas],
        estratos=datos.estratos[filas],
        temas=None,
        claves_temas=(),
    )


def _par_tfidf(
    textos: list[str], y: np.ndarray, grupos: np.ndarray, nuevos: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """TF-IDF (palabras 1-2, trozos 3-5) + regresión logística de scikit-learn: con umbral 0.5 y con umbral elegido."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    rasgos = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True),
    )
    x, z = rasgos.fit_transform(textos).tocsr(), rasgos.transform(nuevos).tocsr()
    parte = repartir(grupos, 4)
    a_medias, elegido = np.zeros((len(nuevos), y.shape[1])), np.zeros((len(nuevos), y.shape[1]))
    for j in range(y.shape[1]):
        fuera = np.zeros(len(textos))
        for p in range(parte.max() + 1):
            modelo = LogisticRegression(C=5, solver="liblinear").fit(x[parte != p], y[parte != p, j])
            fuera[parte == p] = modelo.predict_proba(x[parte == p])[:, 1]
        prob = LogisticRegression(C=5, solver="liblinear").fit(x, y[:, j]).predict_proba(z)[:, 1]
        a_medias[:, j] = prob >= 0.5
        elegido[:, j] = prob >= elegir_umbral(y[:, j] > 0, fuera, np.zeros(len(textos), dtype=int))
    return a_medias, elegido


def evaluar_redactor(redactor: str, carpeta: Path) -> None:
    """Entrena sin un redactor, predice sus oraciones y guarda las predicciones."""
    destino = carpeta / f"{redactor}.npz"
    if destino.exists():
        return
    reflexiones = leer_corpus()
    datos = ejemplos(reflexiones, ())
    es = datos.grupos == redactor
    dentro, fuera = _subconjunto(datos, ~es), _subconjunto(datos, es)
    modelo = ajustar(dentro)
    probs = modelo.probabilidades(fuera.oraciones, fuera.reflexiones)
    sin_contexto = modelo.probabilidades(fuera.oraciones)["dimensiones"]
    assert dentro.actos is not None
    quien = (dentro.dimensiones >= 0.5).astype(int)
    sabe = dentro.actos > -2
    con_acto = np.stack([dentro.actos[sabe] == j for j in range(len(ACTOS))], axis=1).astype(int)
    textos = [t for t, s in zip(dentro.oraciones, sabe, strict=True) if s]
    medias, elegido = _par_tfidf(list(dentro.oraciones), quien, dentro.grupos, list(fuera.oraciones))
    acto_medias, acto_elegido = _par_tfidf(textos, con_acto, dentro.grupos[sabe], list(fuera.oraciones))
    frecuente = np.tile(dentro.dimensiones.mean(axis=0) >= dentro.dimensiones.mean(axis=0).max(), (es.sum(), 1))
    carpeta.mkdir(parents=True, exist_ok=True)
    np.savez(
        destino,
        dimensiones=probs["dimensiones"],
        sin_contexto=sin_contexto,
        umbrales=modelo.cabezas["dimensiones"].umbrales,
        actos=probs["actos"],
        umbrales_actos=modelo.cabezas["actos"].umbrales,
        mayoria=frecuente,
        mayoria_actos=np.tile(con_acto.mean(axis=0) >= con_acto.mean(axis=0).max(), (es.sum(), 1)),
        tfidf=medias,
        tfidf_umbral=elegido,
        tfidf_actos=acto_medias,
        tfidf_umbral_actos=acto_elegido,
    )
    print(redactor, "listo", file=sys.stderr, flush=True)


def principal(argumentos: list[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Mide los modelos con redactores apartados.")
    opciones.add_argument("--procesos", type=int, default=2)
    opciones.add_argument("--cache", type=Path, default=Path("build/evaluacion"), help="predicciones ya hechas")
    elegidas = opciones.parse_args(argumentos)
    from joblib import Parallel, delayed

    warnings.simplefilter("ignore")
    reflexiones = leer_corpus()
    datos = ejemplos(reflexiones, ())
    redactores = sorted(set(datos.grupos.tolist()))
    Parallel(n_jobs=elegidas.procesos)(delayed(evaluar_redactor)(r, elegidas.cache) for r in redactores)
    juntas: dict[str, list[Any]] = {}
    for r in redactores:
        with np.load(elegidas.cache / f"{r}.npz") as archivo:
            for clave in archivo.files:
                juntas.setdefault(clave, []).append(archivo[clave])
    escribir_informe(DOCS / "validez.md", datos, referencia(reflexiones), redactores, juntas)
    return 0


if __name__ == "__main__":
    sys.exit(principal())
