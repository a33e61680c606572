"""Un mapa de las oraciones en dos dimensiones, con los nombres de los temas sin encimarse."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np

from reflexiona.errores import ErrorDatos
from reflexiona.temas.ejes import hacer_ejes
from reflexiona.temas.figuras import GRIS, TINTA, lienzo
from reflexiona.temas.temas import Temas

__all__ = ["figura_mapa"]

TOPE = 600
"""Oraciones que se dibujan a lo más: las que mejor dicen su tema."""
COLORES = (
    "#1F6E8C", "#C8553D", "#5B8C3A", "#8A5A9E", "#C99A2E", "#3B5BA5", "#A2456F", "#4E8D7C", "#9A6B3F", "#6B7280",
    "#B5792B", "#2F7D5B",
)  # fmt: skip


def figura_mapa(temas: Temas, *, maximo: int = 12, semilla: int = 0) -> Any:
    """Cada oración, cerca de las que dicen cosas parecidas (t-SNE; L. van der Maaten y G. Hinton, 2008).

    Parameters
    ----------
    temas : Temas
        Hallados con un modelo que da vectores.
    maximo : int
        Cuántos temas se nombran, los que más personas tocan; las demás oraciones van en gris.
    semilla : int

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ErrorDatos
        Si el modelo no da vectores o hay menos de tres oraciones.
    """
    from sklearn.manifold import TSNE

    if temas.vectores is None:
        raise ErrorDatos("El mapa necesita los vectores de las oraciones: busque los temas con el modelo «preciso».")
    voces = temas.voces.reset_index(drop=True)
    nombrados = list(temas)[:maximo]
    orden = voces.assign(
        otros=~voces["tema"].isin(nombrados), menos=-voces["puntaje"].round(6), fila=np.arange(len(voces))
    )
    orden = orden.sort_values(["otros", "menos", "reflexion", "oracion"], kind="stable")
    orden = orden.drop_duplicates(["reflexion", "oracion"]).head(TOPE)
    if len(orden) < 3:
        raise ErrorDatos("Hay muy pocas oraciones para un mapa: hacen falta al menos tres.")
    crudos = np.asarray(temas.vectores, dtype=np.float64)[orden["fila"].to_numpy()]
    suaves = hacer_ejes(crudos).atenuar(crudos)
    suaves /= np.maximum(np.linalg.norm(suaves, axis=1, keepdims=True), 1e-9)
    # Las oraciones de un mismo tema se acercan un poco a su centro: el mapa es para verlos.
    de = orden["tema"].to_numpy()
    for tema in nombrados:
        suyas = de == tema
        if suyas.any():
            suaves[suyas] = 0.5 * suaves[suyas] + 0.5 * suaves[suyas].mean(axis=0)
    puntos = TSNE(
        2, perplexity=min(30.0, (len(suaves) - 1) / 3), init="pca", method="exact", random_state=semilla, max_iter=500
    ).fit_transform(suaves)
    return _dibujar(puntos, de, nombrados)


def _dibujar(puntos: np.ndarray, de: np.ndarray, nombrados: list[str]) -> Any:
    ancho, alto = 9.0, 7.2
    figura = lienzo(ancho, alto)
    ejes = figura.add_axes((0.02, 0.03, 0.96, 0.88))
    ejes.set_axis_off()
    otras = ~np.isin(de, nombrados)
    ejes.scatter(*puntos[otras].T, s=12, color="#D6D2C6", linewidths=0)
    rotulos = []
    for i, tema in enumerate(nombrados):
        suyos = puntos[de == tema]
        if len(suyos):
            color = COLORES[i % len(COLORES)]
            ejes.scatter(*suyos.T, s=26, color=color, alpha=0.75, linewidths=0)
            rotulos.append((tema, np.median(suyos, axis=0), color))
    ejes.margins(0.06)
    figura.canvas.draw()
    _poner_nombres(figura, ejes, rotulos)
    figura.text(0.02, 0.965, "De qué hablan las oraciones", fontsize=13, weight="bold", color=TINTA, va="center")
    figura.text(
        0.02, 0.93, "Cada punto es una oración; cerca quedan las que dicen cosas parecidas, un poco más si son del mismo tema.", fontsize=9, color=GRIS,
        va="center",
    )  # fmt: skip
    return figura


def _poner_nombres(figura: Any, ejes: Any, rotulos: list[tuple[str, np.ndarray, str]]) -> None:
    """Escribe cada nombre lo más cerca posible del centro de su tema sin tapar otro."""
    import matplotlib.patheffects as efectos

    marco = ejes.get_window_extent()
    puestos: list[Any] = []
    for tema, centro, color in rotulos:
        texto = ejes.text(
            *centro, textwrap.fill(tema, 20), ha="center", va="center", fontsize=10, weight="bold", color=color, zorder=5,
            linespacing=0.95, parse_math=False, path_effects=[efectos.withStroke(linewidth=3, foreground="white")],
        )  # fmt: skip
        base = ejes.transData.transform(centro)
        for radio in range(0, 420, 12):
            libre = None
            for angulo in np.linspace(0, 2 * np.pi, 1 if radio == 0 else 24, endpoint=False):
                lugar = base + radio * np.array([np.cos(angulo), 0.7 * np.sin(angulo)])
                texto.set_position(ejes.transData.inverted().transform(lugar))
                caja = texto.get_window_extent(figura.canvas.get_renderer()).expanded(1.04, 1.1)
                dentro = marco.x0 <= caja.x0 and caja.x1 <= marco.x1 and marco.y0 <= caja.y0 and caja.y1 <= marco.y1
                if dentro and not any(caja.overlaps(otra) for otra in puestos):
                    libre = caja
                    break
            if libre is not None:
                break
        puestos.append(texto.get_window_extent(figura.canvas.get_renderer()))
