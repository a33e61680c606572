"""Limpieza que no cambia lo que alguien escribió: NFC, caracteres de control, espacios de los extremos."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping

__all__ = ["como_texto", "limpiar", "saltos_unix", "tiene_palabras"]

_SALTO_RARO = re.compile("[\x0b\x0c\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_SUSTITUTO = re.compile("[\ud800-\udfff]")
_DOBLES = re.compile("\r+\n")
_ESCAPE_XML = re.compile("_x000[dD]_\n?")


def saltos_unix(texto: str) -> str:
    """Deja `\\n` como único salto de línea; «\\r\\r\\n» (un CSV guardado dos veces) cuenta como uno.

    Examples
    --------
    >>> saltos_unix("a\\r\\nb\\rc")
    'a\\nb\\nc'
    """
    if "\r" not in texto:
        return texto
    return _DOBLES.sub("\n", texto).replace("\r", "\n")


def limpiar(celda: str) -> str:
    """Normaliza una celda a NFC, quita caracteres de control y recorta los extremos; lo demás queda igual.

    Examples
    --------
    >>> limpiar("  nin\\u0303ez\\x00 ")
    'niñez'
    """
    if not celda.isascii():
        celda = unicodedata.normalize("NFC", celda)
    if not celda.isprintable():
        if _SUSTITUTO.search(celda):
            celda = celda.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        # El tabulador vertical y el salto de página separan palabras: quitarlos las pegaría.
        celda = _CONTROL.sub("", _SALTO_RARO.sub("\n", saltos_unix(celda)))
    return celda.strip()


def tiene_palabras(texto: str) -> bool:
    """Dice si hay algo que leer: una letra, una cifra o un emoji («-», «...» y lo vacío no cuentan).

    Examples
    --------
    >>> [tiene_palabras(t) for t in ("Sí", "👍", "...", "")]
    [True, True, False, False]
    """
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in texto)


def como_texto(valor: object) -> str:
    """Escribe un valor de una hoja o de una tabla como lo vería una persona.

    Examples
    --------
    >>> import datetime as dt
    >>> [como_texto(v) for v in (3.0, 0.1 + 0.2, True, None, dt.datetime(2026, 1, 8, 9, 31))]
    ['3', '0.3', 'VERDADERO', '', '2026-01-08 09:31']
    """
    match valor:
        case str():
            # Excel guarda el retorno de carro como «_x000D_».
            return limpiar(_ESCAPE_XML.sub("\n", valor) if "_x000" in valor else valor)
        case None:
            return ""
        case bool():
            return "VERDADERO" if valor else "FALSO"
        case float():
            return _numero(valor)
        case dt.datetime():
            return _momento(valor)
        case dt.time():
            return valor.strftime("%H:%M:%S" if valor.second else "%H:%M")
        case list() | tuple() | set() | frozenset():
            partes = (como_texto(v) for v in (sorted(valor, key=str) if isinstance(valor, set | frozenset) else valor))
            return ", ".join(p for p in partes if p)
        case Mapping():
            return ", ".join(f"{k}: {como_texto(v)}" for k, v in valor.items())
        case bytes():
            return limpiar(valor.decode("utf-8", "replace"))
        case _:
            texto = str(valor)
            return "" if texto in {"NaT", "<NA>", "nan"} else limpiar(texto)


def _numero(valor: float) -> str:
    if math.isnan(valor):
        return ""
    if valor.is_integer() and abs(valor) < 1e15:
        return str(int(valor))
    return format(valor, ".15g")


def _momento(valor: dt.datetime) -> str:
    if str(valor) == "NaT":  # el NaT de pandas pasa por datetime
        return ""
    # Las hojas guardan el tiempo como fracción de día: los microsegundos son ruido del redondeo.
    valor = (valor + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    if (valor.hour, valor.minute, valor.second) == (0, 0, 0):
        return valor.strftime("%Y-%m-%d")
    return valor.strftime("%Y-%m-%d %H:%M:%S" if valor.second else "%Y-%m-%d %H:%M")
