"""Las figuras del informe de validez y las tablas que las acompañan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from modelos.informe_tablas import ORIGENES, Evaluado, f1_macro
from reflexiona.dimensiones.guia import DIMENSIONES, GUIA

__all__ = ["calibracion", "cobertura", "errores_tipicos"]

_TINTA, _TENUE = "#22303C", "#8A97A3"
_METADATOS = {"Software": None}


def _ejes(ancho: float, alto: float, columnas: int = 1) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figura = Figure(figsize=(ancho, alto), layout="constrained")
    FigureCanvasAgg(figura)
    ejes = figura.subplots(1, columnas, squeeze=False)[0]
    for ax in ejes:
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines[["left", "bottom"]].set_color(_TENUE)
        ax.tick_params(colors=_TINTA, labelsize=9)
    return figura, ejes


def calibracion(e: Evaluado, ruta: Path) -> str:
    """La curva de calibración de `preciso` por dimensión, y su error esperado (ECE, Naeini et al. 2015)."""
    figura, ejes = _ejes(3.6 * len(e.origenes), 3.7, len(e.origenes))
    filas = [
        f"| | {' | '.join(ORIGENES[o] for o in e.origenes)} |",
        "| --- |" + " ---: |" * len(e.origenes),
    ]
    celdas: dict[str, list[str]] = {d: [] for d in DIMENSIONES}
    for ax, o in zip(ejes, e.origenes, strict=True):
        ax.plot([0, 1], [0, 1], color=_TENUE, lw=1, ls="--")
        for j, d in enumerate(DIMENSIONES):
            p, y = e.p["preciso"][e.en(o), j], e.verdad[e.en(o), j]
            tramo = np.minimum((p * 10).astype(int), 9)
            hay = [t for t in range(10) if (tramo == t).sum() >= 15]
            ax.plot(
                [p[tramo == t].mean() for t in hay],
                [y[tramo == t].mean() for t in hay],
                marker="o", ms=4, lw=1.6, color=GUIA[d].color, label=GUIA[d].nombre,
            )  # fmt: skip
            error = sum(abs(p[tramo == t].sum() - y[tramo == t].sum()) for t in range(10)) / len(p)
            celdas[d].append(f"{error:.3f}")
        ax.set_title(ORIGENES[o].capitalize(), fontsize=11, color=_TINTA)
        ax.set_xlabel("probabilidad que da", fontsize=9, color=_TINTA)
        ax.set_xlim(0, 1)
        ax.set_ylim(0, 1)
        ax.set_aspect("equal")
    ejes[0].set_ylabel("frecuencia con que se cumple", fontsize=9, color=_TINTA)
    ejes[0].legend(frameon=False, fontsize=8, loc="upper left")
    ruta.parent.mkdir(parents=True, exist_ok=True)
    figura.savefig(ruta, dpi=150, metadata=_METADATOS)
    filas += [f"| {GUIA[d].nombre} | {' | '.join(celdas[d])} |" for d in DIMENSIONES]
    return (
        "Error de calibración esperado (ECE, diez tramos) de las probabilidades de los pliegues, antes de la "
        "calibración que lleva el modelo que se distribuye:\n\n"
        + "\n".join(filas)
        + f"\n\n![Curvas de calibración de `preciso`: por "
        f"origen del texto, la frecuencia observada contra la probabilidad de cada dimensión.](imagenes/{ruta.name})\n"
    )


def cobertura(e: Evaluado, ruta: Path) -> str:
    """Qué tan bien se etiqueta la parte más segura de las oraciones: lo que se gana si el modelo puede callar."""
    figura, (ax,) = _ejes(5.2, 3.4)
    partes = np.asarray([1.0, 0.9, 0.8, 0.7, 0.6, 0.5])
    filas = [
        "| oraciones que etiqueta | " + " | ".join(f"{c:.0%}" for c in partes) + " |",
        "| --- |" + " ---: |" * len(partes),
    ]
    for o, estilo in zip(e.origenes, ("-", "--", ":"), strict=False):
        en = e.en(o)
        p, v, d = e.p["preciso"][en], e.verdad[en], e.dicho["preciso"][en]
        seguras = np.argsort(-np.abs(p - 0.5).min(axis=1), kind="stable")
        f1 = [f1_macro(v[seguras[: int(c * len(p))]], d[seguras[: int(c * len(p))]]) for c in partes]
        ax.plot(100 * partes, f1, marker="o", ms=4, color=_TINTA, ls=estilo)
        ax.annotate(
            ORIGENES[o], (100 * partes[-1], f1[-1]), xytext=(8, 0), textcoords="offset points", ha="left",
            va="center", fontsize=9, color=_TINTA,
        )  # fmt: skip
        filas.append(f"| F1 macro, {ORIGENES[o]} | " + " | ".join(f"{x:.3f}" for x in f1) + " |")
    ax.set_xlabel("parte de las oraciones que etiqueta (las más seguras), %", fontsize=9, color=_TINTA)
    ax.set_ylabel("F1 macro", fontsize=9, color=_TINTA)
    ax.set_xlim(103, 36)
    ax.set_xticks(100 * partes)
    figura.savefig(ruta, dpi=150, metadata=_METADATOS)
    return (
        "Si se dejan sin etiquetar las oraciones menos seguras (la dimensión con probabilidad más cercana a 0.5):\n\n"
        + "\n".join(filas)
        + f"\n\n![F1 macro de `preciso` según la parte de las oraciones que etiqueta.](imagenes/{ruta.name})\n"
    )


def errores_tipicos(e: Evaluado, cuantos: int = 30) -> str:
    """Las confusiones más frecuentes en reescritas, con ejemplos: donde más lejos queda lo dicho de la referencia."""
    en = np.flatnonzero((e.origen == "reescrita") & (e.verdad != e.dicho["preciso"]).any(axis=1))

    def nombres(f: np.ndarray) -> str:
        return ", ".join(GUIA[d].nombre.lower() for d, si in zip(DIMENSIONES, f, strict=True) if si) or "ninguna"

    clases: dict[tuple[str, str], list[int]] = {}
    for i in en.tolist():
        clases.setdefault((nombres(e.verdad[i]), nombres(e.dicho["preciso"][i])), []).append(i)
    filas = ["| veces | referencia | `preciso` dijo | oración |", "| ---: | --- | --- | --- |"]
    orden = sorted(clases.items(), key=lambda x: (-len(x[1]), x[0]))
    elegidos: list[tuple[int, tuple[str, str], int]] = []
    vuelta = 0
    while len(elegidos) < cuantos and vuelta < 3:
        for clave, indices in orden[: cuantos - len(elegidos) if vuelta else 20]:
            cortas = sorted(indices, key=lambda i: (abs(len(e.oraciones[i]) - 90), i))
            if len(cortas) > vuelta and len(elegidos) < cuantos:
                elegidos.append((len(indices), clave, cortas[vuelta]))
        vuelta += 1
    for veces, (real, dicho), i in sorted(elegidos, key=lambda x: (-x[0], x[1], x[2])):
        texto = e.oraciones[i].replace("|", "/").replace("\n", " ")
        filas.append(f"| {veces} | {real} | {dicho} | {texto} |")
    total = int((e.origen == "reescrita").sum())
    return (
        f"Las confusiones más frecuentes en las reescritas ({len(en):,} de {total:,} oraciones difieren en algo), con "
        "el número de veces que ocurre cada una. Los textos cuentan con otras palabras lo que publicaron docentes; los "
        "nombres son inventados. La referencia es la segunda lectura, también de un modelo de lenguaje: no siempre "
        "quien se equivoca es `preciso`.\n\n" + "\n".join(filas) + "\n"
    )
