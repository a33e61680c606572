"""Escribir la hoja de revisión: un XLSX con listas para elegir, en que ninguna celda corre como fórmula."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflexiona.dimensiones.guia import ACTO_NOMBRES, DIMENSIONES, GUIA
from reflexiona.errores import ErrorDatos, ErrorSalida
from reflexiona.revision.columnas import (
    ACUERDO,
    COLUMNAS,
    CORRIGE,
    DATOS,
    HOJA,
    NINGUNO,
    OPCIONES_ACTO,
    OPCIONES_SI_NO,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["escribir_hoja"]

_ANCHOS = (11, 8, 60, 30, 30, 14, 13, *(13,) * len(DIMENSIONES), 14, 26)
_MAXIMO_CELDA = 32_767
_AYUDA = (
    "Lea cada oración y elija en «¿De acuerdo?»: «De acuerdo» si la sugerencia le parece bien; «Corrijo» si no.",
    "Si corrige, marque Sí en cada dimensión que la oración lleve (lo vacío cuenta como No) y elija el acto.",
    "Lo que deje sin contestar no cuenta como revisado. No cambie las columnas de la máquina.",
    "Las probabilidades van de 0 a 1. Las palabras son las que más empujan hacia la sugerencia.",
)


def escribir_hoja(
    etiquetas: pd.DataFrame,
    ruta: str | Path,
    *,
    huella: str,
    palabras: Mapping[tuple[str, int], Sequence[str]] | None = None,
) -> Path:
    """Escribe la hoja de revisión.

    Parameters
    ----------
    etiquetas : pandas.DataFrame
        Las de un análisis.
    ruta : str or Path
        Debe terminar en `.xlsx`.
    huella : str
        La del corpus: al leer la hoja se comprueba que es de ese análisis.
    palabras : mapping of (str, int) to sequence of str, optional
        Las que más pesaron en cada (reflexión, oración).

    Returns
    -------
    Path

    Raises
    ------
    ErrorDatos
        Si la ruta no termina en `.xlsx`.
    ErrorSalida
        Si falta XlsxWriter o no se puede escribir ahí.
    """
    destino = Path(ruta)
    if destino.suffix.lower() != ".xlsx":
        raise ErrorDatos(f"La hoja de revisión es de Excel: «{destino.name}» debe terminar en .xlsx.")
    try:
        import xlsxwriter
    except ImportError as error:
        raise ErrorSalida("Para escribir la hoja falta XlsxWriter: pip install 'reflexiona[informe]'.") from error
    libro = xlsxwriter.Workbook(
        str(destino), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    # Con fecha fija, los mismos datos dan los mismos bytes.
    libro.set_properties({"title": "Hoja de revisión", "created": datetime.datetime(2026, 1, 1)})
    _hoja(libro, etiquetas, palabras or {})
    _instrucciones(libro)
    datos = libro.add_worksheet(DATOS)
    datos.write_string(0, 0, huella)
    datos.hide()
    try:
        libro.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise ErrorSalida(f"No se pudo escribir «{destino}»: ciérrela en Excel y revise la carpeta.") from error
    return destino


def _hoja(libro: Any, etiquetas: pd.DataFrame, palabras: Mapping[tuple[str, int], Sequence[str]]) -> None:
    hoja = libro.add_worksheet(HOJA)
    cabeza = libro.add_format(
        {"bold": True, "bg_color": "#23282F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    maquina = libro.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F4F1EA", "font_color": "#23282F"})
    persona = libro.add_format(
        {"valign": "top", "bg_color": "#FFFFFF", "border": 1, "border_color": "#D9D5CB", "locked": False}
    )
    for j, (nombre, ancho) in enumerate(zip(COLUMNAS, _ANCHOS, strict=True)):
        formato = cabeza
        color = next((d.color for d in GUIA.values() if d.nombre == nombre), "")
        if color:
            formato = libro.add_format({"bold": True, "bg_color": color, "font_color": "#FFFFFF", "valign": "top"})
        hoja.write_string(0, j, nombre, formato)
        hoja.set_column(j, j, ancho)
    filas = etiquetas.to_dict("records")
    for i, fila in enumerate(filas, start=1):
        clave = (str(fila["reflexion"]), int(fila["oracion"]))
        acto = ACTO_NOMBRES.get(fila["acto"], NINGUNO)
        celdas = (
            clave[0],
            str(clave[1]),
            fila["texto"][:_MAXIMO_CELDA],
            _sugerencia(fila),
            ", ".join(palabras.get(clave, ())),
            acto,
        )
        for j, celda in enumerate(celdas):
            hoja.write_string(i, j, celda, maquina)
        for j in range(len(celdas), len(COLUMNAS)):
            hoja.write_blank(i, j, None, persona)
    if filas:
        ultima = len(filas)
        _lista(hoja, 6, ultima, (ACUERDO, CORRIGE))
        for j in range(7, 7 + len(DIMENSIONES)):
            _lista(hoja, j, ultima, OPCIONES_SI_NO)
        _lista(hoja, 7 + len(DIMENSIONES), ultima, OPCIONES_ACTO)
    hoja.freeze_panes(1, 3)
    hoja.autofilter(0, 0, max(len(filas), 1), len(COLUMNAS) - 1)
    hoja.set_landscape()
    hoja.fit_to_pages(1, 0)
    hoja.repeat_rows(0)


def _lista(hoja: Any, columna: int, ultima: int, opciones: Sequence[str]) -> None:
    hoja.data_validation(
        1,
        columna,
        ultima,
        columna,
        {
            "validate": "list",
            "source": list(opciones),
            "error_title": "Elija de la lista",
            "error_message": "Elija una de las opciones de la lista.",
        },
    )


def _instrucciones(libro: Any) -> None:
    hoja = libro.add_worksheet("Instrucciones")
    formato = libro.add_format({"text_wrap": True, "valign": "top"})
    hoja.set_column(0, 0, 100)
    for i, renglon in enumerate((*_AYUDA, *(f"{d.nombre}: {d.descripcion}" for d in GUIA.values()))):
        hoja.write_string(i, 0, renglon, formato)


def _sugerencia(fila: Mapping[Any, Any]) -> str:
    """«Didáctica 0.91; Personal 0.62», o «Ninguna» con la más probable."""
    puestas = [f"{GUIA[d].nombre} {fila[d]:.2f}" for d in fila["dimensiones"]]
    if puestas:
        return "; ".join(puestas)
    cerca = max(DIMENSIONES, key=lambda d: (fila[d], -DIMENSIONES.index(d)))
    return f"Ninguna (la más cercana: {GUIA[cerca].nombre} {fila[cerca]:.2f})"
