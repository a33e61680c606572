"""Reconocer qué es un archivo (por su contenido y su terminación) y pasarlo a su lector."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reflexiona.errores import ErrorDatos, ErrorLectura
from reflexiona.lectura.codificacion import decodificar
from reflexiona.lectura.hojas import es_hoja, leer_hoja
from reflexiona.lectura.json_lineas import leer_json
from reflexiona.lectura.parrafos import leer_carpeta, leer_parrafos
from reflexiona.lectura.tabla import Tabla
from reflexiona.lectura.tablas import leer_tabla_de_texto, parece_tabla

__all__ = ["Opciones", "abrir"]

_HOJAS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods"}
_TABLAS = {".csv", ".tsv", ".tab", ".psv"}
_JSON = {".json", ".jsonl", ".ndjson"}
_AJENOS = (
    (b"%PDF", "es un PDF"),
    (b"{\\rtf", "es un documento RTF"),
    (b"\x1f\x8b", "está comprimido (gzip)"),
    (b"PK\x03\x04", "es un archivo comprimido o un documento de Word"),
    (b"\xd0\xcf\x11\xe0", "es un documento antiguo de Office"),
    (b"\x89PNG", "es una imagen"),
    (b"\xff\xd8\xff", "es una imagen"),
    (b"SQLite format 3", "es una base de datos"),
)


@dataclass(frozen=True, slots=True)
class Opciones:
    """Lo que quien lee ya sabe del archivo; `None` es «averígualo»."""

    hoja: str | int | None = None
    encabezado: bool | None = None
    separador: str | None = None
    codificacion: str | None = None
    nombres: tuple[str, ...] = ()


def abrir(fuente: str | os.PathLike[str] | bytes, opciones: Opciones, origen: str = "archivo") -> Tabla:
    """Abre una ruta, una carpeta o el contenido de un archivo.

    Parameters
    ----------
    fuente : str, Path or bytes
    opciones : Opciones
    origen : str
        Nombre del archivo cuando se da su contenido.

    Raises
    ------
    ErrorLectura
        Si no existe, no se puede abrir o no es de un tipo que se pueda leer.

    Examples
    --------
    >>> abrir('{"texto": "Hoy aprendí"}'.encode(), Opciones()).filas
    [['Hoy aprendí']]
    """
    if isinstance(fuente, bytes):
        datos = fuente
    else:
        ruta = _ruta(fuente)
        if ruta.is_dir():
            return leer_carpeta(ruta, opciones.codificacion)
        datos, origen = _bytes(ruta), ruta.name
    if not datos.strip():
        raise ErrorLectura(
            f"{origen}: el archivo está vacío. Revise que sea el correcto y que la descarga haya terminado."
        )
    terminacion = Path(origen).suffix.lower()
    if terminacion in _HOJAS or es_hoja(datos):
        return leer_hoja(datos, origen, hoja=opciones.hoja, encabezado=opciones.encabezado, nombres=opciones.nombres)
    if opciones.hoja is not None:
        raise ErrorDatos(f"hoja={opciones.hoja!r} sólo sirve con hojas de cálculo, y {origen} no lo es. Quite hoja=.")
    for firma, que_es in _AJENOS:
        if datos.startswith(firma):
            raise ErrorLectura(
                f"{origen}: {que_es} y no se puede leer. Guarda las reflexiones como CSV UTF-8, Excel (.xlsx) o "
                "texto (.txt)."
            )
    return _texto(datos, origen, terminacion, opciones)


def _texto(datos: bytes, origen: str, terminacion: str, opciones: Opciones) -> Tabla:
    texto, avisos = decodificar(datos, origen, opciones.codificacion)
    inicio = texto[:500].lstrip()
    if inicio[:15].lower().startswith(("<!doctype html", "<html")):
        raise ErrorLectura(f"{origen}: es una página web (HTML). Ábrala en Excel y guárdela como .xlsx o «CSV UTF-8».")
    if terminacion in _JSON or (terminacion not in _TABLAS and terminacion != ".txt" and inicio[:1] in ("{", "[")):
        return leer_json(texto, origen, avisos)
    es_tabla = terminacion in _TABLAS or opciones.separador is not None or parece_tabla(texto)
    if not es_tabla:
        return leer_parrafos(texto, origen, avisos)
    return leer_tabla_de_texto(
        texto,
        origen,
        separador=opciones.separador,
        encabezado=opciones.encabezado,
        nombres=opciones.nombres,
        avisos=avisos,
    )


def _ruta(fuente: str | os.PathLike[str]) -> Path:
    nombre = os.fspath(fuente)
    try:
        ruta = Path(nombre).expanduser()
        if ruta.exists():
            return ruta
    except (OSError, ValueError, RuntimeError):  # texto demasiado largo o con NUL: no es una ruta
        ruta = Path("texto")
    if "\n" in nombre or len(nombre.split()) > 12 or len(nombre) > 250:
        raise ErrorLectura(
            "Eso parece un texto y no la ruta de un archivo. Para leer textos, dales en una lista: leer([texto])."
        )
    carpeta = ruta.parent.resolve()
    parecidos = _parecidos(ruta)
    quiza = f" ¿Será «{parecidos}»?" if parecidos else ""
    raise ErrorLectura(f"{nombre}: no existe el archivo (se buscó en {carpeta}). Revise el nombre y la carpeta.{quiza}")


def _parecidos(ruta: Path) -> str:
    import difflib

    try:
        nombres = [p.name for p in ruta.parent.iterdir()][:2000]
    except OSError:
        return ""
    return next(iter(difflib.get_close_matches(ruta.name, nombres, 1, 0.75)), "")


def _bytes(ruta: Path) -> bytes:
    try:
        return ruta.read_bytes()
    except PermissionError:
        raise ErrorLectura(
            f"{ruta.name}: no hay permiso para abrirlo. Ciérralo si está abierto en Excel, o cópialo a otra carpeta."
        ) from None
    except OSError as error:
        raise ErrorLectura(
            f"{ruta.name}: no se pudo abrir ({error.strerror}). Cópielo a su equipo y pruebe otra vez."
        ) from None
