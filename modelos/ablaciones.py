"""Qué aporta cada parte del modelo rápido: escribe `docs/ablaciones.md`. `python -m modelos.ablaciones`.

Cinco pliegues de redactores; vocabulario común, aprendido sin etiquetas. Las cifras sirven para comparar variantes
entre sí; las de `docs/validez.md`, donde se aparta cada redactor de todo, son las que valen.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy import sparse

from modelos.datos import claves_temas, ejemplos, leer_corpus, referencia
from reflexiona.modelo.ajuste import ajustar_independientes, elegir_umbral, entradas_centradas, regresion, repartir
from reflexiona.modelo.contexto import lugares
from reflexiona.modelo.vocabulario import Vocabulario

DOCS = Path(__file__).parent.parent / "docs"
_C = 2.0


def _fuera(
    rasgos: sparse.csr_matrix, blanco: np.ndarray, parte: np.ndarray, c: float = _C, usar: np.ndarray | None = None
) -> np.ndarray:
    """Puntajes de cada oración dados por un modelo que no vio a su redactor."""
    usar = np.ones(len(blanco), dtype=bool) if usar is None else usar
    puntajes = np.zeros(blanco.shape)
    for p in range(parte.max() + 1):
        for j in range(blanco.shape[1]):
            dentro = (parte != p) & usar
            w, b = regresion(rasgos[dentro], blanco[dentro, j], c)
            puntajes[parte == p, j] = rasgos[parte == p] @ w + b
    return puntajes


def _f1(verdad: np.ndarray, puntajes: np.ndarray, parte: np.ndarray, origen: np.ndarray) -> dict[str, float]:
    """F1 macro por origen, con umbrales elegidos en los otros pliegues."""
    dicho = np.zeros(verdad.shape, dtype=bool)
    prob = 1 / (1 + np.exp(-puntajes))
    for p in range(parte.max() + 1):
        otras = parte != p
        for j in range(verdad.shape[1]):
            dicho[~otras, j] = prob[~otras, j] >= elegir_umbral(verdad[otras, j] > 0, prob[otras, j], origen[otras])
    resultado = {}
    for o in ("sintetica", "reescrita"):
        v, d = verdad[origen == o] > 0, dicho[origen == o]
        resultado[o] = float(np.mean(2 * (v & d).sum(0) / np.maximum(v.sum(0) + d.sum(0), 1)))
    return resultado


def _temas_conocidos(rasgos: sparse.csr_matrix, temas: np.ndarray, parte: np.ndarray, origen: np.ndarray) -> list[str]:
    """Qué tan bien reconoce la cabeza de temas los de una reflexión; el umbral se elige en los otros pliegues."""
    puntajes = _fuera(rasgos, temas, parte, 4.0)
    candidatos = np.linspace(-4, 2, 121)
    dicho = np.zeros(temas.shape, dtype=bool)
    for p in range(parte.max() + 1):
        otras = parte != p
        f1 = [
            np.mean(2 * ((puntajes[otras] >= u) & (temas[otras] > 0)).sum(0)
                    / np.maximum((puntajes[otras] >= u).sum(0) + temas[otras].sum(0), 1))
            for u in candidatos
        ]  # fmt: skip
        dicho[~otras] = puntajes[~otras] >= candidatos[int(np.argmax(f1))]
    filas = ["| reflexiones | F1 macro | F1 micro | con algún tema acertado | sin ningún tema |"]
    filas.append("| --- | ---: | ---: | ---: | ---: |")
    for o, nombre in (("sintetica", "sintéticas"), ("reescrita", "reescritas")):
        v, d = temas[origen == o] > 0, dicho[origen == o]
        v, d = v[temas[origen == o].any(1)], d[temas[origen == o].any(1)]
        macro = np.mean(2 * (v & d).sum(0) / np.maximum(v.sum(0) + d.sum(0), 1))
        micro = 2 * (v & d).sum() / (v.sum() + d.sum())
        filas.append(
            f"| {nombre} | {macro:.3f} | {micro:.3f} | {(v & d).any(1).mean():.0%} | {(~d.any(1)).mean():.0%} |"
        )
    return filas


def principal() -> int:
    """Corre las variantes y escribe la página."""
    reflexiones = leer_corpus()
    datos, verdad = ejemplos(reflexiones, claves_temas(reflexiones)), referencia(reflexiones)
    assert datos.estratos is not None
    assert datos.temas is not None
    origen, parte = datos.estratos, repartir(datos.grupos, 5)
    vocabulario = Vocabulario.aprender(datos.oraciones)
    rasgos = vocabulario.rasgos(datos.oraciones)
    largos = vocabulario.contar(datos.oraciones, vocabulario.lexico()).largos
    donde = lugares(len(datos.oraciones), datos.reflexiones)
    n_palabras, n_pares, _ = vocabulario.tamanos
    k = datos.dimensiones.shape[1]

    def con_contexto(solos: np.ndarray, columnas: slice | None) -> np.ndarray:
        x = entradas_centradas(solos, donde, largos)[0]
        x = x if columnas is None else x[:, columnas]
        final = np.zeros_like(solos)
        for p in range(parte.max() + 1):
            w, b = ajustar_independientes(x[parte != p], datos.dimensiones[parte != p])
            final[parte == p] = x[parte == p] @ w + b
        return final

    solos = _fuera(rasgos, datos.dimensiones, parte)
    una = np.asarray([[c in o["dimensiones"] for c in datos.clases] for r in reflexiones for o in r["oraciones"]])
    variantes = {
        "Sólo palabras": _fuera(rasgos[:, :n_palabras].tocsr(), datos.dimensiones, parte),
        "Palabras y pares": _fuera(rasgos[:, : n_palabras + n_pares].tocsr(), datos.dimensiones, parte),
        "Palabras, pares y trozos; blanco de una sola lectura": _fuera(rasgos, una.astype(float), parte),
        "Palabras, pares y trozos; promedio de las dos lecturas": solos,
        "… con menos regularización (C = 8)": _fuera(rasgos, datos.dimensiones, parte, 8.0),
        "… con más regularización (C = 0.5)": _fuera(rasgos, datos.dimensiones, parte, 0.5),
        "… y segunda etapa sin contexto": con_contexto(solos, slice(0, k)),
        "… y contexto sin compuerta": con_contexto(solos, slice(0, 6 * k)),
        "… y contexto con compuerta (**`rapido`**)": con_contexto(solos, None),
    }
    filas = ["| variante | F1 macro, sintéticas | F1 macro, reescritas |", "| --- | ---: | ---: |"]
    for nombre, puntajes in variantes.items():
        f1 = _f1(verdad, puntajes, parte, origen)
        filas.append(f"| {nombre} | {f1['sintetica']:.3f} | {f1['reescrita']:.3f} |")

    curva = ["| con qué se entrena | oraciones | sintéticas | reescritas |", "| --- | ---: | ---: | ---: |"]
    azar = np.random.default_rng(0)
    sorteo = dict(zip(dict.fromkeys(datos.reflexiones), azar.random(donde.reflexiones), strict=True))
    suerte = np.asarray([sorteo[r] for r in datos.reflexiones])
    conjuntos = {"sólo las sintéticas": origen == "sintetica", "sólo las reescritas": origen == "reescrita"}
    conjuntos |= {f"{q:.0%} de las reflexiones": suerte < q for q in (0.125, 0.25, 0.5, 1.0)}
    for nombre, usar in conjuntos.items():
        puntajes = solos if usar.all() else _fuera(rasgos, datos.dimensiones, parte, usar=usar)
        f1 = _f1(verdad, puntajes, parte, origen)
        curva.append(f"| {nombre} | {usar.sum()} | {f1['sintetica']:.3f} | {f1['reescrita']:.3f} |")

    primera = np.unique(donde.reflexion, return_index=True)[1]
    por_reflexion = vocabulario.rasgos(datos.oraciones, donde.reflexion)
    temas = _temas_conocidos(por_reflexion, datos.temas, parte[primera], origen[primera])

    texto = "\n".join(
        [
            "# Qué aporta cada parte del modelo rápido\n",
            "La escribe `python -m modelos.ablaciones`. Cinco pliegues de redactores, con vocabulario común aprendido",
            "sin etiquetas: sirve para comparar variantes entre sí. Las cifras que valen, con cada redactor apartado",
            "de todo, son las de [validez.md](validez.md). El corpus es sintético o reescrito, hecho y etiquetado con",
            "un modelo de lenguaje; no participaron docentes.\n",
            *filas,
            "\n## Con cuántos datos y de cuáles\n",
            "Puntajes de cada oración sola (sin contexto), según con qué se entrena:\n",
            *curva,
            "\n## Temas conocidos\n",
            "Lo que la cabeza de temas dice de la reflexión entera, contra los 1 a 3 temas del corpus.",
            "`reflexiona.temas` no la usa sola: pide además palabras del tema en el texto y un mínimo de personas.\n",
            *temas,
        ]
    )
    (DOCS / "ablaciones.md").write_text(texto + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
