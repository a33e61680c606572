"""Las imágenes de los temas: barras de personas, dimensión por tema y el cambio entre dos sesiones.

Cada función devuelve una `Figure` de matplotlib: en Jupyter se muestra sola y `figura.savefig("temas.svg")` la guarda.
"""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np

from reflexiona.dimensiones.guia import COLOR_NINGUNA, DIMENSIONES, GUIA
from reflexiona.temas.cambio import emparejar
from reflexiona.temas.temas import Temas

__all__ = ["figura_barras", "figura_calor", "figura_cambio", "lienzo"]

TINTA, GRIS, PISTA = "#23282F", "#6B7280", "#E7E3D8"
_FILA, _ROTULO = 0.36, 2.9
_MAXIMO = 20


def lienzo(ancho: float, alto: float) -> Any:
    """Una figura en blanco de esas pulgadas, sin ventana."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figura = Figure(figsize=(ancho, alto), facecolor="white")
    FigureCanvasAgg(figura)
    return figura


def figura_barras(temas: Temas, *, maximo: int = _MAXIMO) -> Any:
    """Personas por tema; el color reparte cada barra según las dimensiones de sus oraciones.

    Parameters
    ----------
    temas : Temas
    maximo : int
        Cuántos temas a lo más, los que más personas tocan.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ErrorDatos
        Si no hay temas.
    """
    tabla = _primeros(temas, maximo)
    perfil = temas.perfil.set_index("tema")
    alto = _FILA * len(tabla) + 1.5
    figura = lienzo(8.6, alto)
    ejes = figura.add_axes((_ROTULO / 8.6, 0.45 / alto, 1 - (_ROTULO + 0.75) / 8.6, 1 - 1.45 / alto))
    mayor = int(tabla["personas"].max())
    ejes.set_xlim(0, mayor)
    ejes.set_ylim(len(tabla) - 0.5, -0.5)
    ejes.set_axis_off()
    for y, fila in enumerate(tabla.to_dict("records")):
        cuentas = perfil.loc[fila["tema"], list(DIMENSIONES)].to_numpy(dtype=float)
        partes = cuentas / cuentas.sum() if cuentas.sum() else cuentas
        palido = 0.45 if fila["firmeza"] == "tentativo" else 1.0
        desde = 0.0
        for clave, parte in zip(DIMENSIONES, partes, strict=True):
            ejes.barh(y, parte * fila["personas"], left=desde, height=0.66, color=GUIA[clave].color, alpha=palido)
            desde += parte * fila["personas"]
        if not cuentas.sum():
            ejes.barh(y, fila["personas"], height=0.66, color=COLOR_NINGUNA, alpha=palido)
        _rotulo(ejes, y, fila)
        ejes.text(fila["personas"] + mayor * 0.012, y, str(fila["personas"]), va="center", fontsize=9.5, color=TINTA)
    _titulo(figura, alto, "Personas que hablan de cada tema")
    if perfil[list(DIMENSIONES)].to_numpy().sum():
        _leyenda(figura, alto)
    return figura


def figura_calor(temas: Temas, *, maximo: int = _MAXIMO) -> Any:
    """Qué parte de las oraciones de cada tema está en cada dimensión (una oración puede estar en varias o en ninguna).

    Parameters
    ----------
    temas : Temas
    maximo : int

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ErrorDatos
        Si no hay temas.
    """
    from matplotlib.colors import LinearSegmentedColormap

    tabla = _primeros(temas, maximo)
    perfil = temas.perfil.set_index("tema").loc[tabla["tema"]]
    partes = perfil[list(DIMENSIONES)].to_numpy(dtype=float) / np.maximum(perfil["oraciones"].to_numpy()[:, None], 1)
    alto = _FILA * len(tabla) + 1.2
    figura = lienzo(8.6, alto)
    ejes = figura.add_axes((_ROTULO / 8.6, 0.3 / alto, 1 - (_ROTULO + 0.3) / 8.6, 1 - 1.1 / alto))
    tono = LinearSegmentedColormap.from_list("papel", ["#F7F5EF", "#8FB3C9", "#1F4E6B"])
    ejes.imshow(partes, aspect="auto", cmap=tono, vmin=0, vmax=1)
    ejes.set_xlim(-0.5, len(DIMENSIONES) - 0.5)
    ejes.set_axis_off()
    for y, fila in enumerate(tabla.to_dict("records")):
        _rotulo(ejes, y, fila, x=-0.58)
        for x, parte in enumerate(partes[y]):
            color = "white" if parte > 0.55 else TINTA if parte >= 0.005 else "#B9B3A2"
            ejes.text(x, y, f"{100 * parte:.0f} %", ha="center", va="center", fontsize=9, color=color)
    for y in range(1, len(tabla)):
        ejes.axhline(y - 0.5, color="white", linewidth=1.5)
    for x, clave in enumerate(DIMENSIONES):
        ejes.axvline(x - 0.5, color="white", linewidth=1.5)
        ejes.text(x, -0.66, GUIA[clave].nombre, ha="center", va="bottom", fontsize=9.5, color=TINTA, weight="bold")
    _titulo(figura, alto, "Parte de las oraciones de cada tema en cada dimensión")
    return figura


def figura_cambio(
    antes: Temas, despues: Temas, nombres: tuple[str, str] = ("Antes", "Después"), *, maximo: int = 16
) -> Any:
    """Qué parte de las personas habla de cada tema en dos sesiones.

    Parameters
    ----------
    antes, despues : Temas
    nombres : tuple of str
        Los de las sesiones.
    maximo : int

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ErrorDatos
        Si ninguna de las dos tiene temas.
    """
    from matplotlib.lines import Line2D

    from reflexiona.errores import ErrorDatos

    tabla = emparejar(antes, despues)
    if not len(tabla):
        raise ErrorDatos("No hay temas que dibujar en ninguna de las dos sesiones.")
    mayores = tabla[["parte_antes", "parte_despues"]].max(axis=1).sort_values(ascending=False, kind="stable")
    tabla = tabla.loc[mayores.index[:maximo]]
    tabla = tabla.loc[(tabla["parte_despues"] - tabla["parte_antes"]).sort_values(ascending=False, kind="stable").index]
    alto = _FILA * len(tabla) + 1.7
    figura = lienzo(8.6, alto)
    ejes = figura.add_axes((_ROTULO / 8.6, 0.45 / alto, 1 - (_ROTULO + 0.9) / 8.6, 1 - 1.6 / alto))
    tope = max(0.1, float(mayores.iloc[0]) * 1.06)
    ejes.set_xlim(0, tope)
    ejes.set_ylim(len(tabla) - 0.5, -0.5)
    for lado in ("top", "right", "left", "bottom"):
        ejes.spines[lado].set_visible(False)
    ejes.set_yticks([])
    ejes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor=GRIS)
    ejes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f} %")
    ejes.grid(axis="x", color=PISTA, linewidth=0.8)
    ejes.set_axisbelow(True)
    colores = ("#B9B3A2", "#1F4E6B")
    for y, fila in enumerate(tabla.to_dict("records")):
        a, d = fila["parte_antes"], fila["parte_despues"]
        ejes.plot([a, d], [y, y], color="#CFCABB", linewidth=2.2, zorder=1, solid_capstyle="round")
        ejes.scatter([a], [y], s=46, color=colores[0], zorder=2)
        ejes.scatter([d], [y], s=46, color=colores[1], zorder=3)
        _rotulo(ejes, y, {"tema": fila["tema"], "firmeza": "firme"}, x=-0.02 * tope)
        ejes.text(1.03, y, _puntos(d - a), va="center", fontsize=8.5, color=GRIS, transform=ejes.get_yaxis_transform())
    _titulo(figura, alto, "Parte de las personas que habla de cada tema")
    marcas = [
        Line2D([], [], marker="o", linestyle="", markersize=7, color=c, label=n)
        for c, n in zip(colores, nombres, strict=True)
    ]
    figura.legend(
        handles=marcas, loc="upper left", bbox_to_anchor=(_ROTULO / 8.6 - 0.01, 1 - 0.5 / alto), ncols=2, frameon=False,
        fontsize=9, handletextpad=0.3, columnspacing=1.4,
    )  # fmt: skip
    return figura


def _puntos(cambio: float) -> str:
    puntos = round(100 * cambio)
    if puntos == 0:
        return "igual"
    return f"{'+' if puntos > 0 else '−'}{abs(puntos)} {'punto' if abs(puntos) == 1 else 'puntos'}"


def _primeros(temas: Temas, maximo: int) -> Any:
    from reflexiona.errores import ErrorDatos

    if not len(temas):
        raise ErrorDatos("No hay temas que dibujar: en estas reflexiones no se encontró ninguno.")
    return temas.tabla.head(maximo)


def _rotulo(ejes: Any, y: int, fila: Any, x: float | None = None) -> None:
    nombre = textwrap.shorten(fila["tema"], 38, placeholder="…")
    dudoso = fila["firmeza"] == "tentativo"
    lugar = {} if x is not None else {"transform": ejes.get_yaxis_transform()}
    ejes.text(
        -0.015 if x is None else x, y, f"{nombre} (tentativo)" if dudoso else nombre, ha="right", va="center",
        fontsize=9.5, color=GRIS if dudoso else TINTA, style="italic" if dudoso else "normal", parse_math=False, **lugar,
    )  # fmt: skip


def _titulo(figura: Any, alto: float, texto: str) -> None:
    figura.text(0.02, 1 - 0.16 / alto, texto, fontsize=13, weight="bold", color=TINTA, va="top")


def _leyenda(figura: Any, alto: float) -> None:
    from matplotlib.patches import Patch

    muestras = [Patch(color=GUIA[c].color, label=GUIA[c].nombre) for c in DIMENSIONES]
    figura.legend(
        handles=muestras, loc="upper left", bbox_to_anchor=(0.008, 1 - 0.46 / alto), ncols=len(muestras), frameon=False,
        fontsize=9, handlelength=1, handleheight=1, columnspacing=1.2, handletextpad=0.4,
    )  # fmt: skip
