"""Los temas conocidos: los que se repiten en cualquier escuela, escritos en `conocidos.toml` o en un archivo propio."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from reflexiona.errores import ErrorDatos, ErrorSalida

__all__ = ["TemaConocido", "conocidos", "copiar_conocidos", "leer_conocidos"]

_LISTAS = ("ejemplos", "cabezas", "palabras")
_TEXTOS = ("clave", "nombre", "definicion", "grupo")


@dataclass(frozen=True, slots=True)
class TemaConocido:
    """Un tema recurrente de la escuela.

    Parameters
    ----------
    clave : str
        «familias».
    nombre : str
        El que se muestra: «Familias y escuela».
    definicion : str
    ejemplos : tuple of str
    grupo : str
        El conjunto amplio al que pertenece: «Enseñar y aprender».
    cabezas : tuple of str
        Claves del modelo que lo reconocen; con varias, basta una.
    palabras : tuple of str
        Palabras o frases que también lo dicen; las necesita un tema que el modelo no aprendió.
    """

    clave: str
    nombre: str
    definicion: str
    ejemplos: tuple[str, ...]
    grupo: str = ""
    cabezas: tuple[str, ...] = ()
    palabras: tuple[str, ...] = ()


def _texto_incluido() -> str:
    return (files("reflexiona.temas") / "conocidos.toml").read_text("utf-8")


@lru_cache(maxsize=1)
def conocidos() -> dict[str, TemaConocido]:
    """Los temas conocidos por su clave, en el orden del archivo.

    Returns
    -------
    dict of str to TemaConocido

    Examples
    --------
    >>> conocidos()["familias"].nombre
    'Familias y escuela'
    """
    filas = tomllib.loads(_texto_incluido())["tema"]
    claves = frozenset(f["clave"] for f in filas)
    return {t.clave: t for t in _armar(filas, "conocidos.toml", claves)}


def leer_conocidos(ruta: str | Path) -> dict[str, TemaConocido]:
    """Temas conocidos escritos por la comunidad, en TOML o en CSV.

    Parameters
    ----------
    ruta : str or Path
        Un TOML como el incluido, o un CSV con columnas `clave`, `nombre` y, si se quiere, `definicion`, `grupo`,
        `ejemplos`, `cabezas` y `palabras` (las tres últimas, separadas con «|»).

    Returns
    -------
    dict of str to TemaConocido

    Raises
    ------
    ErrorDatos
        Si no se puede leer, se repite una clave o un nombre, o hay un tema sin modo de reconocerse.
    """
    ruta = Path(ruta)
    try:
        texto = ruta.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ErrorDatos(f"No pude leer los temas de «{ruta.name}»: {error}. Guárdelo como UTF-8.") from error
    if ruta.suffix.lower() == ".csv":
        filas: list[Any] = list(csv.DictReader(io.StringIO(texto)))
    else:
        try:
            filas = tomllib.loads(texto).get("tema", [])
        except tomllib.TOMLDecodeError as error:
            raise ErrorDatos(f"«{ruta.name}» no es un TOML válido: {error}.") from error
    if not isinstance(filas, list) or not filas or not all(isinstance(f, Mapping) for f in filas):
        raise ErrorDatos(f"«{ruta.name}» no tiene temas: escriba al menos uno, con su clave y su nombre.")
    return {t.clave: t for t in _armar(filas, ruta.name, frozenset(conocidos()))}


def copiar_conocidos(ruta: str | Path) -> Path:
    """Escribe los temas incluidos en un TOML (o en un CSV, si la ruta termina así) para adaptarlos.

    Raises
    ------
    ErrorSalida
        Si ya existe o no se puede escribir.
    """
    ruta = Path(ruta)
    contenido = _texto_incluido()
    if ruta.suffix.lower() == ".csv":
        hoja = io.StringIO()
        tabla = csv.writer(hoja, lineterminator="\n")
        tabla.writerow([*_TEXTOS, *_LISTAS])
        for t in conocidos().values():
            tabla.writerow([*(getattr(t, c) for c in _TEXTOS), *("|".join(getattr(t, c)) for c in _LISTAS)])
        contenido = hoja.getvalue()
    try:
        with ruta.open("x", encoding="utf-8") as archivo:
            archivo.write(contenido)
    except FileExistsError as error:
        raise ErrorSalida(f"«{ruta}» ya existe: dé otro nombre para no perder lo que tiene.") from error
    except OSError as error:
        raise ErrorSalida(f"No pude escribir «{ruta}»: {error}.") from error
    return ruta


def _armar(filas: Iterable[Mapping[str, Any]], de: str, cabezas: frozenset[str]) -> list[TemaConocido]:
    temas: list[TemaConocido] = []
    for i, fila in enumerate(filas, start=1):
        textos = {c: str(fila.get(c) or "").strip() for c in _TEXTOS}
        listas = {c: _lista(fila.get(c)) for c in _LISTAS}
        if not textos["clave"] or not textos["nombre"]:
            raise ErrorDatos(f"El tema {i} de «{de}» necesita una clave y un nombre.")
        if not listas["cabezas"] and textos["clave"] in cabezas:
            listas["cabezas"] = (textos["clave"],)
        ajenas = [c for c in listas["cabezas"] if c not in cabezas]
        if ajenas:
            raise ErrorDatos(f"El tema «{textos['nombre']}» de «{de}» pide «{ajenas[0]}», que el modelo no reconoce.")
        if not listas["cabezas"] and not listas["palabras"]:
            raise ErrorDatos(
                f"El tema «{textos['nombre']}» de «{de}» no tiene modo de reconocerse: escriba sus `palabras` o de qué "
                "`cabezas` se compone."
            )
        temas.append(
            TemaConocido(
                clave=textos["clave"],
                nombre=textos["nombre"],
                definicion=textos["definicion"],
                grupo=textos["grupo"],
                ejemplos=listas["ejemplos"],
                cabezas=listas["cabezas"],
                palabras=listas["palabras"],
            )
        )
    for articulo, campo in (("la", "clave"), ("el", "nombre")):
        valores = [getattr(t, campo) for t in temas]
        repetidos = [v for v in valores if valores.count(v) > 1]
        if repetidos:
            raise ErrorDatos(f"«{de}» repite {articulo} {campo} «{repetidos[0]}»: no puede haber dos iguales.")
    return temas


def _lista(valor: Any) -> tuple[str, ...]:
    partes = valor.split("|") if isinstance(valor, str) else (valor or ())
    return tuple(p.strip() for p in partes if str(p).strip())
