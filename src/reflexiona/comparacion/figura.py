"""La imagen de una comparación: una columna por grupo, una barra por código y su intervalo."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflexiona.dimensiones.guia import COLOR_NINGUNA, GUIA

if TYPE_CHECKING:
    from reflexiona.comparacion.comparacion import Comparacion

__all__ = ["dibujar", "escribir"]

_TINTA, _PISTA = "#23282F", "#F1EEE6"
_TITULOS = {"dimension": "Dimensiones", "acto": "Actos", "tema": "Temas"}
_ANCHO_ROTULO, _ANCHO_GRUPO, _ALTO_FILA = 2.9, 1.75, 0.34
_ALFA = 0.05


def dibujar(comparacion: Comparacion, *, temas: int = 8) -> Any:
    """La figura; véase `Comparacion.figura`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    tabla = comparacion.tabla
    cuentas = tabla.groupby(["tipo", "codigo"], sort=False)["personas"].sum()
    de_tema = [c for t, c in cuentas.index if t == "tema"]
    dibujados = sorted(de_tema, key=lambda c: (-cuentas["tema", c], c))[:temas]
    filas: list[tuple[str, str]] = []
    for tipo in _TITULOS:
        suyos = [c for t, c in cuentas.index if t == tipo and (tipo != "tema" or c in dibujados)]
        filas += [(f"#{tipo}", _TITULOS[tipo])] * bool(suyos) + [(tipo, c) for c in suyos]
    datos = {(f["tipo"], f["codigo"], f["grupo"]): f for f in tabla.to_dict("records")}
    grupos = comparacion.grupos
    ancho = _ANCHO_ROTULO + _ANCHO_GRUPO * len(grupos) + 0.3
    alto = _ALTO_FILA * len(filas) + 1.75
    figura = Figure(figsize=(ancho, alto), facecolor="white")
    FigureCanvasAgg(figura)
    izquierda, abajo, arriba = _ANCHO_ROTULO / ancho, 0.72 / alto, 1 - 1.0 / alto
    paso = (1 - izquierda - 0.3 / ancho) / len(grupos)
    for g, grupo in enumerate(grupos):
        ejes = figura.add_axes((izquierda + g * paso, abajo, paso * 0.86, arriba - abajo))
        ejes.set_xlim(0, 1)
        ejes.set_ylim(len(filas) - 0.5, -0.5)
        ejes.set_axis_off()
        n = next(int(f["n"]) for f in datos.values() if f["grupo"] == grupo)
        nombre = "\n".join(textwrap.wrap(grupo, 19)[:2])
        figura.text(
            izquierda + g * paso, arriba + 0.26 / alto, nombre, color=_TINTA, fontsize=10.5, weight="bold", va="bottom",
            linespacing=1.05, parse_math=False,
        )  # fmt: skip
        figura.text(
            izquierda + g * paso,
            arriba + 0.06 / alto,
            f"{n} {'persona' if n == 1 else 'personas'}",
            color=COLOR_NINGUNA,
            fontsize=8.5,
            va="bottom",
        )
        for y, (tipo, codigo) in enumerate(filas):
            if tipo.startswith("#"):
                continue
            f = datos[tipo, codigo, grupo]
            color = _color(tipo, codigo)
            ejes.barh(y, 1, height=0.62, color=_PISTA, linewidth=0)
            ejes.barh(y, f["proporcion"], height=0.62, color=color, linewidth=0, alpha=0.9)
            ejes.plot([f["bajo"], f["alto"]], [y, y], color="white", linewidth=3.0, solid_capstyle="butt")
            ejes.plot([f["bajo"], f["alto"]], [y, y], color=_TINTA, linewidth=1.1, solid_capstyle="butt")
            adentro = f["alto"] > 0.72
            ejes.text(
                0.02 if adentro else 0.99, y, f"{100 * f['proporcion']:.0f} %", ha="left" if adentro else "right", va="center",
                fontsize=8.5, color="white" if adentro and f["bajo"] > 0.24 else _TINTA, weight="bold",
            )  # fmt: skip
    for y, (tipo, codigo) in enumerate(filas):
        alto_y = arriba - (y + 0.5) / len(filas) * (arriba - abajo)
        if tipo.startswith("#"):
            figura.text(0.22 / ancho, alto_y, codigo, color=_TINTA, fontsize=11, weight="bold", va="center")
            continue
        distinta = datos[tipo, codigo, grupos[0]]["p_ajustada"] < _ALFA
        rotulo = textwrap.shorten(codigo, 36, placeholder="…")
        figura.text(
            0.36 / ancho, alto_y, rotulo, color=_color(tipo, codigo) if tipo == "dimension" else _TINTA, fontsize=9.5,
            va="center", weight="bold" if distinta else "normal", parse_math=False,
        )  # fmt: skip
        if distinta:
            figura.text(0.24 / ancho, alto_y, "●", color=_TINTA, fontsize=6, va="center", ha="center")
    pie = "Qué parte de las personas de cada grupo lo dice; la línea, su intervalo de 95 % (Wilson).\n" + (
        "Los grupos no difieren más de lo que daría el azar (5 %, Benjamini-Hochberg)."
        if comparacion.diferencias.empty
        else "● Los grupos difieren más de lo que daría el azar (5 %, Benjamini-Hochberg)."
    )
    figura.text(0.22 / ancho, 0.18 / alto, pie, color=COLOR_NINGUNA, fontsize=8, va="bottom", linespacing=1.5)
    return figura


def escribir(figura: Any, destino: Path) -> None:
    """Escribe la figura sin fecha ni programa, para que los mismos datos den los mismos bytes."""
    import matplotlib as mpl

    tipo = destino.suffix.lower()
    sin = {".png": {"Software": None}, ".svg": {"Date": None, "Creator": None}, ".pdf": {"CreationDate": None}}[tipo]
    with mpl.rc_context({"svg.hashsalt": "reflexiona"}):
        figura.savefig(destino, dpi=200, metadata=sin)


def _color(tipo: str, codigo: str) -> str:
    if tipo == "dimension":
        return next(d.color for d in GUIA.values() if d.nombre == codigo)
    return "#3E5C76" if tipo == "acto" else "#6B7F5E"
