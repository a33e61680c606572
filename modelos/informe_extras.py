"""Las secciones del informe que no son de dimensiones ni de actos: temas, datos personales, parecido, explicación."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from modelos.informe_tablas import ORIGENES, f1_macro
from modelos.pliegues import PARTE_LINEAL, PLIEGUES
from reflexiona.dimensiones.guia import ACTOS
from reflexiona.modelo.ajuste import Ejemplos
from reflexiona.modelo.oclusion import aportes_por_oclusion
from reflexiona.modelo.preciso import ModeloPreciso

__all__ = ["datos_personales", "explicacion", "mezcla", "parecido", "temas_conocidos"]

_TIPOS = {"PER": "personas", "ESC": "escuelas", "LUG": "lugares"}


def _apartadas(corpus: Sequence[dict[str, Any]], pliegue: str) -> list[dict[str, Any]]:
    return [r for r in corpus if r["redactor"] in PLIEGUES[pliegue]]


def _planas(reflexiones: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    pares = [(o["texto"], r["id"]) for r in reflexiones for o in r["oraciones"]]
    return [o for o, _ in pares], [i for _, i in pares]


def temas_conocidos(
    corpus: Sequence[dict[str, Any]], trabajo: Path, hechos: Sequence[str], claves: Sequence[str]
) -> str:
    """F1 de los temas de la reflexión; el umbral de cada redactor se elige con los demás apartados."""
    real, p, redactor, origen = [], [], [], []
    for nombre in hechos:
        por_id = {r["id"]: r for r in corpus}
        with np.load(trabajo / nombre / "apartadas.npz") as guardado:
            suyas = [por_id[i] for i in guardado["ids"].tolist()]
            p.append(1 / (1 + np.exp(-guardado["temas"].astype(np.float64))))
        real.append(np.asarray([[t in r["temas"] for t in claves] for r in suyas]))
        redactor += [r["redactor"] for r in suyas]
        origen += [r["origen"] for r in suyas]
    y, q, quien, de = np.concatenate(real), np.concatenate(p), np.asarray(redactor), np.asarray(origen)
    dicho = np.zeros(y.shape, dtype=bool)
    candidatos = np.arange(0.1, 0.8, 0.01)
    for r in np.unique(quien):
        otros = quien != r
        f1 = [_micro(y[otros], q[otros] >= u) for u in candidatos]
        dicho[~otros] = q[~otros] >= candidatos[int(np.argmax(f1))]
    primero = y[np.arange(len(y)), q.argmax(axis=1)]
    filas = ["| | reflexiones | F1 micro | F1 macro | acierta el más probable |", "| --- | ---: | ---: | ---: | ---: |"]
    for o in ("sintetica", "reescrita", "llana"):
        es = de == o
        if es.any():
            a = (y[es] & dicho[es]).sum(0)
            macro = float(np.mean(2 * a / np.maximum(y[es].sum(0) + dicho[es].sum(0), 1)))
            micro, uno = _micro(y[es], dicho[es]), primero[es].mean()
            filas.append(f"| {ORIGENES[o]} | {es.sum():,} | {micro:.3f} | {macro:.3f} | {uno:.3f} |")
    return "\n## Temas conocidos por reflexión, con `preciso`\n\n" + "\n".join(filas) + "\n"


def mezcla(
    fuera: Sequence[Ejemplos], dicho: Sequence[Sequence[Mapping[str, np.ndarray]]], partes: Sequence[float]
) -> str:
    """Lo que se gana al promediar el codificador con el modelo de palabras, según cuánto pese éste."""
    origen = np.concatenate([f.estratos for f in fuera if f.estratos is not None])
    actos = np.concatenate([f.actos for f in fuera if f.actos is not None])
    verdad = {
        "dimensiones": np.concatenate([f.dimensiones for f in fuera]) > 0.5,
        "actos": np.stack([actos == j for j in range(len(ACTOS))], axis=1),
    }
    columnas = [(que, o) for que in verdad for o in ORIGENES if (origen == o).any()]
    filas = ["| parte | " + " | ".join(f"{que}, {ORIGENES[o]}" for que, o in columnas) + " |"]
    filas.append("| ---: |" + " ---: |" * len(columnas))
    for k, parte in enumerate(partes):
        celdas = []
        for que, o in columnas:
            junto = np.concatenate([d[k][que] for d in dicho])
            cuales = (origen == o) & ((actos > -2) | (que == "dimensiones"))
            celdas.append(f"{f1_macro(verdad[que][cuales], junto[cuales]):.3f}")
        filas.append(f"| {parte:g} | {' | '.join(celdas)} |")
    return (
        "\n## El codificador y las palabras\n\n`preciso` promedia lo que dice el codificador con lo que dice un modelo "
        "de palabras entrenado con los mismos textos. F1 macro (contra el promedio de las lecturas) según la parte que "
        f"pesa el de palabras; la que se usa es {PARTE_LINEAL:g}, elegida con la primera partición:\n\n"
        + "\n".join(filas)
        + "\n"
    )


def _micro(y: np.ndarray, dicho: np.ndarray) -> float:
    return float(2 * (y & dicho).sum() / max(y.sum() + dicho.sum(), 1))


def datos_personales(corpus: Sequence[dict[str, Any]], trabajo: Path, hechos: Sequence[str]) -> str:
    """Precisión y exhaustividad de los nombres de personas, escuelas y lugares en redactores apartados."""
    cuenta = {t: np.zeros(3) for t in _TIPOS}
    for nombre in hechos:
        modelo = ModeloPreciso.cargar(trabajo / nombre)
        reflexiones = [r for r in _apartadas(corpus, nombre) if r["origen"] != "reescrita" or _con_marcas(r)]
        oraciones, ids = _planas(reflexiones)
        marcas = [o.get("datos_personales", []) for r in reflexiones for o in r["oraciones"]]
        for reales, hallados in zip(marcas, modelo.datos_personales(oraciones, ids), strict=True):
            for t in _TIPOS:
                de_veras = [(a, b) for a, b, tipo in reales if tipo == t]
                dichos = [(a, b) for a, b, tipo, _ in hallados if tipo == t]
                cuenta[t] += (
                    sum(any(a < d and b > c for c, d in dichos) for a, b in de_veras),
                    len(de_veras),
                    len(dichos),
                )
                cuenta[t][2] -= sum(  # un nombre hallado en dos pedazos cuenta una vez
                    max(0, sum(a < d and b > c for c, d in dichos) - 1) for a, b in de_veras
                )
    filas = ["| | marcados | precisión | exhaustividad |", "| --- | ---: | ---: | ---: |"]
    for t, titulo in _TIPOS.items():
        aciertos, reales_, dichos_ = cuenta[t]
        filas.append(
            f"| {titulo} | {reales_:.0f} | {aciertos / max(dichos_, 1):.3f} | {aciertos / max(reales_, 1):.3f} |"
        )
    return (
        "\n## Nombres de personas, escuelas y lugares\n\nSe cuenta como hallado el nombre que toca al marcado, "
        "del mismo tipo.\n\n" + "\n".join(filas) + "\n"
    )


def _con_marcas(reflexion: dict[str, Any]) -> bool:
    return any(o.get("datos_personales") for o in reflexion["oraciones"])


def parecido(corpus: Sequence[dict[str, Any]], trabajo: Path, hechos: Sequence[str], cache: Path) -> str:
    """Si la reflexión más parecida (por el promedio de sus vectores) comparte tema, antes y después de afinar."""
    filas = ["| | antes de afinar | después |", "| --- | ---: | ---: |"]
    for nombre in hechos:
        por_id = {r["id"]: r for r in corpus}
        with np.load(trabajo / nombre / "apartadas.npz") as guardado:
            ids, despues = guardado["ids"].tolist(), guardado["vectores"].astype(np.float32)
        with np.load(cache / f"{nombre}_congelado.npz") as guardado:
            antes = guardado["vectores"].astype(np.float32)
        cortes = np.cumsum([0, *(len(por_id[i]["oraciones"]) for i in ids)])
        celdas = []
        for vectores in (antes, despues):
            v = np.stack([vectores[cortes[k] : cortes[k + 1]].mean(axis=0) for k in range(len(ids))])
            v = v - v.mean(axis=0)
            v /= np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9)
            cosenos = v @ v.T
            np.fill_diagonal(cosenos, -2)
            vecina = cosenos.argmax(axis=1)
            comparte = [
                bool(set(por_id[i]["temas"]) & set(por_id[ids[j]]["temas"])) for i, j in zip(ids, vecina, strict=True)
            ]
            celdas.append(f"{np.mean(comparte):.3f}")
        filas.append(f"| partición {nombre} ({len(ids):,} reflexiones) | {' | '.join(celdas)} |")
    return (
        "\n## El vector sigue sirviendo para buscar parecidos\n\nParte de las reflexiones apartadas cuya vecina más "
        "cercana comparte algún tema:\n\n" + "\n".join(filas) + "\n"
    )


def explicacion(corpus: Sequence[dict[str, Any]], trabajo: Path, hechos: Sequence[str], cuantas: int = 40) -> str:
    """Si los aportes suman el puntaje, y cuánto cambian de unos órdenes de oclusión a otros."""
    modelo = ModeloPreciso.cargar(trabajo / hechos[0])
    azar = np.random.default_rng(0)
    apartadas = _apartadas(corpus, hechos[0])
    faltas, errores, aportes = [], [], []
    for k in azar.choice(len(apartadas), cuantas, replace=False).tolist():
        oraciones = [o["texto"] for o in apartadas[k]["oraciones"]][:3]
        for parte in aportes_por_oclusion(modelo, oraciones):
            suma = parte.base + parte.palabras.sum(axis=0) + parte.oraciones.sum(axis=0)
            faltas.append(np.abs(parte.puntaje - suma).max())
            errores.append(parte.error)
            mayores = np.sort(np.abs(parte.palabras), axis=0)[-3:]
            aportes.append(mayores.mean(axis=0) if len(mayores) else np.zeros(len(parte.error)))
    return (
        "\n## La explicación de `preciso`\n\nPor oclusión, con valores de Shapley por muestreo. En "
        f"{len(errores)} oraciones apartadas, la base y los aportes suman el puntaje con una diferencia de "
        f"{max(faltas):.0e} a lo más. Lo incierto de un aporte (lo que cambia de unos órdenes a otros) es en promedio "
        f"{np.mean(errores):.2f}, en logaritmo de momios; los tres aportes mayores de cada oración valen en promedio "
        f"{np.mean(aportes):.2f}. La explicación de `rapido` es exacta.\n"
    )
