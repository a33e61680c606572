"""Escribir un análisis en una carpeta: tablas que Excel abre bien, síntesis, caligrama y procedencia."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflexiona.errores import ErrorSalida

if TYPE_CHECKING:
    import pandas as pd

    from reflexiona.analisis import Analisis

__all__ = ["celda_segura", "escribir", "tabla_csv"]

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SEPARADOR_LISTA = "; "
_CALIGRAMAS = ("caligrama.svg", "caligrama.png")


def celda_segura(valor: Any) -> Any:
    """El valor tal cual, salvo el texto que una hoja de cálculo correría como fórmula: lleva un apóstrofo delante.

    Sigue la recomendación de OWASP, *CSV Injection*.

    Examples
    --------
    >>> celda_segura("=1+1"), celda_segura("- primero"), celda_segura("Hola"), celda_segura(-0.5)
    ("'=1+1", "'- primero", 'Hola', -0.5)
    """
    if isinstance(valor, (list, tuple)):
        valor = _SEPARADOR_LISTA.join(map(str, valor))
    if isinstance(valor, str) and (valor.lstrip().startswith(_FORMULA) or valor.startswith(("\t", "\r", "\n"))):
        return f"'{valor}"
    return "" if valor is None else valor


def tabla_csv(tabla: pd.DataFrame) -> bytes:
    """La tabla como CSV para Excel: UTF-8 con BOM, comas, renglones CRLF y sin celdas que corran como fórmula."""
    memoria = io.StringIO(newline="")
    escritor = csv.writer(memoria, lineterminator="\r\n")
    escritor.writerow([celda_segura(str(c)) for c in tabla.columns])
    for fila in tabla.itertuples(index=False, name=None):
        escritor.writerow([celda_segura(v) for v in fila])
    return memoria.getvalue().encode("utf-8-sig")


def escribir(
    analisis: Analisis, carpeta: str | Path, *, forma: str | Path = "corazon", titulo: str | None = None
) -> list[Path]:
    """Escribe todas las salidas de un análisis.

    Parameters
    ----------
    analisis : Analisis
    carpeta : str or Path
        Se crea si no existe; los archivos del mismo nombre se reemplazan.
    forma : str or Path
        La del caligrama.
    titulo : str, optional
        De la síntesis y del caligrama.

    Returns
    -------
    list of Path
        `etiquetas.csv`, `reflexiones.csv`, `temas.csv`, `apartadas.csv`, `sintesis.md`, `caligrama.svg`,
        `caligrama.png` y `analisis.json`. Si ninguna palabra puede dibujarse no hay caligrama, y `analisis.json` dice
        por qué.

    Raises
    ------
    ErrorCaligrama
        Si la forma no sirve.
    ErrorSalida
        Si la carpeta no se puede crear o escribir.
    """
    archivos: dict[str, bytes] = {
        "etiquetas.csv": tabla_csv(analisis.etiquetas),
        "reflexiones.csv": tabla_csv(analisis.reflexiones),
        "temas.csv": tabla_csv(analisis.temas.tabla),
        "apartadas.csv": tabla_csv(analisis.corpus.tabla_apartadas()),
        "sintesis.md": analisis.sintesis(titulo=titulo).markdown.encode(),
    }
    dibujo: dict[str, Any] = {"forma": Path(forma).name}
    if len(analisis.palabras):
        caligrama = analisis.caligrama(forma, titulo=titulo)
        archivos["caligrama.svg"] = caligrama.svg().encode()
        archivos["caligrama.png"] = caligrama.png()
        dibujo |= {"metricas": caligrama.metricas(), "omitidas": [list(o) for o in caligrama.omitidas]}
    else:
        dibujo["motivo"] = "ninguna palabra con contenido la dicen suficientes personas"
    procedencia = {**analisis.procedencia, "caligrama": dibujo}
    texto = json.dumps(procedencia, ensure_ascii=False, indent=2, default=_sencillo) + "\n"
    archivos["analisis.json"] = texto.encode()
    destino = Path(carpeta)
    try:
        destino.mkdir(parents=True, exist_ok=True)
        for nombre in _CALIGRAMAS:  # que no quede el de otro análisis
            (destino / nombre).unlink(missing_ok=True)
        for nombre, datos in archivos.items():
            (destino / nombre).write_bytes(datos)
    except OSError as error:
        raise ErrorSalida(
            f"No se pudo escribir en «{destino}»: {error.strerror or error}. "
            "Elija otra carpeta con -o, cierre los archivos que estén abiertos en Excel y revise sus permisos."
        ) from error
    return [destino / nombre for nombre in archivos]


def _sencillo(valor: Any) -> Any:
    """Números de numpy y tuplas, como JSON."""
    if hasattr(valor, "item"):
        return valor.item()
    raise TypeError(f"No sé escribir {type(valor).__name__} en JSON.")
