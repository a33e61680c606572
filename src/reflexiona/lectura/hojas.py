"""Hojas de cálculo: XLSX, XLSM, XLSB, XLS y ODS."""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Collection
from typing import TYPE_CHECKING

from reflexiona.errores import ErrorDatos, ErrorLectura
from reflexiona.lectura.armado import armar
from reflexiona.lectura.limpieza import como_texto
from reflexiona.lectura.tabla import Tabla

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["es_hoja", "leer_hoja"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CIFRADO = "EncryptedPackage".encode("utf-16-le")
_DOCUMENTO = "WordDocument".encode("utf-16-le")


def es_hoja(datos: bytes) -> bool:
    """Dice si los bytes son de una hoja de cálculo, se llame como se llame el archivo.

    Examples
    --------
    >>> es_hoja(b"id,texto")
    False
    """
    if datos.startswith(_OLE):
        return _DOCUMENTO not in datos
    if not datos.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(datos)) as paquete:
            nombres = set(paquete.namelist())
            tipo = paquete.read("mimetype") if "mimetype" in nombres else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
    return b"spreadsheet" in tipo or any(n.startswith("xl/") for n in nombres)


def leer_hoja(
    datos: bytes,
    origen: str,
    *,
    hoja: str | int | None = None,
    encabezado: bool | None = None,
    nombres: Collection[str] = (),
) -> Tabla:
    """Lee una hoja: la que se pide o la primera que tenga datos.

    Parameters
    ----------
    datos : bytes
        El archivo completo.
    origen : str
        Nombre del archivo.
    hoja : str or int or None
        Nombre de la hoja o su lugar desde 0.
    encabezado : bool or None
        Si la primera fila nombra las columnas; `None` lo averigua.
    nombres : collection of str
        Columnas que pidió quien lee.

    Raises
    ------
    ErrorLectura
        Si el archivo tiene contraseña, no es una hoja de cálculo, está dañado, o la hoja no existe o está vacía.

    Examples
    --------
    >>> leer_hoja(b"id,texto", "a.xlsx")
    Traceback (most recent call last):
    ...
    reflexiona.errores.ErrorLectura: a.xlsx: no es un archivo de Excel aunque así se llame: es texto separado (CSV)...
    """
    libro = _abrir(datos, origen)
    with libro:
        hojas = libro.sheet_names
        if not hojas:
            raise ErrorLectura(f"{origen}: no tiene ninguna hoja. Ábralo, revise su contenido y guárdelo de nuevo.")
        elegidas = hojas if hoja is None else [_hoja_pedida(hoja, hojas, origen)]
        avisos: list[str] = []
        for nombre in elegidas:
            registros = _registros(libro, nombre, origen)
            if any(c for fila in registros for c in fila):
                break
        else:
            cual = "todas sus hojas están vacías" if hoja is None else f"la hoja «{elegidas[0]}» está vacía"
            raise ErrorLectura(f"{origen}: {cual}. Hojas: {_lista(hojas)}. Indique otra con hoja=.")
    if hoja is None and len(hojas) > 1:
        otras = [h for h in hojas if h != nombre]
        avisos.append(f"{origen}: se leyó la hoja «{nombre}»; también están {_lista(otras)} (elija con hoja=).")
    while registros and not any(registros[-1]):
        registros.pop()
    return armar(origen, registros, encabezado=encabezado, nombres=nombres, avisos=avisos)


def _abrir(datos: bytes, origen: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    con_clave = ErrorLectura(
        f"{origen}: está protegido con contraseña. Ábralo en Excel, quite la contraseña (Archivo → Información → "
        "Proteger libro → Cifrar con contraseña, y déjala en blanco), guárdelo y vuelva a leerlo."
    )
    if _cifrado(datos):
        raise con_clave
    if not es_hoja(datos):
        raise ErrorLectura(f"{origen}: no es un archivo de Excel aunque así se llame: {_que_es(datos)}")
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(datos))
    except PasswordError:
        raise con_clave from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # un libro dañado puede hacer fallar a la biblioteca de formas que no son Exception
        raise _dañado(origen, error) from None


def _cifrado(datos: bytes) -> bool:
    if datos.startswith(_OLE):
        return _CIFRADO in datos
    try:
        with zipfile.ZipFile(io.BytesIO(datos)) as paquete:
            return b"encryption-data" in paquete.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        return False


def _dañado(origen: str, error: BaseException) -> ErrorLectura:
    return ErrorLectura(
        f"{origen}: la hoja de cálculo está dañada o incompleta ({str(error)[:120]}). Ábrala en Excel o LibreOffice, "
        "guárdela con otro nombre y vuelva a leerla, o expórtela como «CSV UTF-8»."
    )


def _que_es(datos: bytes) -> str:
    inicio = datos[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower().replace(b"\x00", b"")
    if not inicio:
        return "está vacío. Revise que la descarga haya terminado."
    if inicio.startswith(b"<") and (b"<html" in inicio or b"<table" in inicio or b"<!doctype" in inicio):
        return "es una página web (HTML). Ábralo en Excel y guárdelo como «Libro de Excel (.xlsx)» o «CSV UTF-8»."
    if datos.startswith(b"PK"):
        return "es un archivo comprimido incompleto o de otro programa. Vuelva a descargarlo o a guardarlo como .xlsx."
    if datos.startswith(_OLE):
        return "es un documento de otro programa. Guarde la tabla como .xlsx o «CSV UTF-8»."
    if inicio.startswith(b"%pdf"):
        return "es un PDF. Consigue la tabla original en Excel o CSV."
    if b"\x00" in datos[:2000] and not datos.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "su contenido no se reconoce. Vuelva a descargarlo o a guardarlo como .xlsx."
    return "es texto separado (CSV) con otro nombre. Cámbiale la terminación a .csv y vuelva a leerlo."


def _hoja_pedida(hoja: str | int, hojas: list[str], origen: str) -> str:
    if isinstance(hoja, bool) or not isinstance(hoja, str | int):
        raise ErrorDatos(f"hoja={hoja!r} no sirve: escriba el nombre de la hoja o su lugar desde 0.")
    if isinstance(hoja, int):
        if -len(hojas) <= hoja < len(hojas):
            return hojas[hoja]
        raise ErrorLectura(f"{origen}: no hay hoja {hoja}; hay {len(hojas)}, desde 0: {_lista(hojas)}.")
    iguales = [h for h in hojas if h == hoja] or [h for h in hojas if h.strip().casefold() == hoja.strip().casefold()]
    if iguales:
        return iguales[0]
    cerca = difflib.get_close_matches(hoja, hojas, 1)
    quiza = f" ¿Quiso decir «{cerca[0]}»?" if cerca else ""
    raise ErrorLectura(f"{origen}: no existe la hoja «{hoja}». Hojas: {_lista(hojas)}.{quiza}")


def _registros(libro: CalamineWorkbook, nombre: str, origen: str) -> list[list[str]]:
    try:
        return [[como_texto(c) for c in fila] for fila in libro.get_sheet_by_name(nombre).to_python()]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if "chart" in str(error).lower():
            return []
        raise _dañado(origen, error) from None


def _lista(nombres: list[str]) -> str:
    return ", ".join(f"«{n}»" for n in nombres)
