"""Texto llano: una reflexión por párrafo, o una por archivo de una carpeta."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from reflexiona.errores import ErrorLectura
from reflexiona.lectura.codificacion import decodificar
from reflexiona.lectura.limpieza import limpiar, saltos_unix
from reflexiona.lectura.tabla import Tabla

__all__ = ["leer_carpeta", "leer_parrafos"]

_VACIA = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def leer_parrafos(texto: str, origen: str, avisos: Sequence[str] = ()) -> Tabla:
    """Una reflexión por párrafo; sin líneas en blanco, una por línea.

    Si no hay líneas en blanco y las líneas parecen cortadas a media oración (correo, PDF pegado), todo el archivo es
    una sola reflexión.

    Parameters
    ----------
    texto : str
    origen : str
        Nombre del archivo.
    avisos : sequence of str
        Los de la decodificación.

    Raises
    ------
    ErrorLectura
        Si no hay texto.

    Examples
    --------
    >>> leer_parrafos("Hoy aprendí\\na escuchar.\\n\\nMe cuesta evaluar.", "a.txt").filas
    [['Hoy aprendí\\na escuchar.'], ['Me cuesta evaluar.']]
    """
    contenido = saltos_unix(texto.replace("\x0c", "\n\n")).strip()
    partes = [p for p in _VACIA.split(contenido) if limpiar(p)]
    if not partes:
        raise ErrorLectura(f"{origen}: el archivo está vacío. Revise que sea el correcto y que tenga texto.")
    propios = list(avisos)
    lineas = partes[0].split("\n")
    if len(partes) == 1 and len(lineas) > 1:
        if _cortadas(lineas):
            propios.append(
                f"{origen}: no hay líneas en blanco y las líneas se cortan a media oración; se leyó como una sola "
                "reflexión. Si son varias, sepáralas con una línea en blanco."
            )
        else:
            partes = [x for x in lineas if limpiar(x)]
    return Tabla(
        origen, ("texto",), [[limpiar(p)] for p in partes], con_encabezado=False, avisos=propios, es_prosa=True
    )


def leer_carpeta(carpeta: Path, codificacion: str | None = None) -> Tabla:
    """Una reflexión por archivo .txt de la carpeta; el id es el nombre del archivo.

    Parameters
    ----------
    carpeta : Path
    codificacion : str or None
        La de los archivos, si se conoce.

    Raises
    ------
    ErrorLectura
        Si la carpeta no tiene archivos .txt o alguno no se puede abrir.
    """
    visibles = sorted((p for p in carpeta.iterdir() if p.is_file() and not p.name.startswith(".")), key=_orden_natural)
    archivos = [p for p in visibles if p.suffix.lower() == ".txt"]
    if not archivos:
        hay = ", ".join(f"«{p.name}»" for p in visibles[:8]) or "nada"
        raise ErrorLectura(
            f"{carpeta.name}: la carpeta no tiene archivos .txt (hay {hay}). Ponga ahí un .txt por reflexión, o lee un "
            "archivo con su nombre completo."
        )
    avisos: list[str] = []
    if omitidos := [p.name for p in visibles if p.suffix.lower() != ".txt"]:
        lista = ", ".join(f"«{n}»" for n in omitidos[:5]) + ("…" if len(omitidos) > 5 else "")
        avisos.append(f"{carpeta.name}: se omitieron {len(omitidos)} archivos que no son .txt: {lista}.")
    filas, ids, vistos = [], [], set()
    for archivo in archivos:
        try:
            datos = archivo.read_bytes()
        except OSError as error:
            raise ErrorLectura(f"{archivo.name}: no se pudo abrir ({error.strerror}). Revise sus permisos.") from None
        texto, suyos = decodificar(datos, archivo.name, codificacion)
        avisos += suyos
        base = limpiar(archivo.stem)
        nombre, k = base, 2
        while nombre in vistos:
            nombre, k = f"{base} ({k})", k + 1
        vistos.add(nombre)
        ids.append(nombre)
        filas.append([limpiar(saltos_unix(texto))])
    return Tabla(carpeta.name, ("texto",), filas, con_encabezado=False, avisos=avisos, ids=ids, es_prosa=True)


def _cortadas(lineas: list[str]) -> bool:
    """La mayoría de las líneas termina sin puntuación y la siguiente empieza en minúscula."""
    pares = [(a.rstrip(), b.lstrip()) for a, b in pairwise(lineas) if a.strip() and b.strip()]
    rotas = sum(a[-1] not in '.!?…:;»”"' and b[0].islower() for a, b in pares)
    return rotas > 0.5 * len(pares)


def _orden_natural(ruta: Path) -> list[tuple[int, int, str]]:
    """«2.txt» va antes que «10.txt»."""
    partes = re.split(r"(\d+)", ruta.name.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in partes]
