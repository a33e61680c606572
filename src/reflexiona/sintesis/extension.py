"""Cuánto mide la síntesis: un presupuesto de palabras y qué bloques caben en él."""

from __future__ import annotations

from collections.abc import Sequence

from reflexiona.errores import ErrorDatos
from reflexiona.sintesis.piezas import Bloque, palabras

__all__ = ["EXTENSIONES", "MINIMO_PALABRAS", "presupuesto", "recortar"]

EXTENSIONES = {"página": 450, "cinco minutos": 1000}
"""Extensiones con nombre, en palabras: una hoja impresa y cinco minutos de lectura a 200 palabras por minuto."""

MINIMO_PALABRAS = 200
"""Con menos no caben las cuatro secciones y su nota."""


def presupuesto(extension: int | str) -> int:
    """Las palabras de una extensión.

    Parameters
    ----------
    extension : int or str
        Un número de palabras, «página» o «cinco minutos».

    Raises
    ------
    ErrorDatos
        Si no existe o son menos de `MINIMO_PALABRAS`.

    Examples
    --------
    >>> presupuesto("pagina"), presupuesto(300)
    (450, 300)
    """
    if isinstance(extension, str):
        pedida = extension.strip().lower().replace("á", "a").removeprefix("una ")
        for nombre, n in EXTENSIONES.items():
            if pedida == nombre.replace("á", "a"):
                return n
        nombres = " o ".join(f"«{n}»" for n in EXTENSIONES)
        raise ErrorDatos(f"No hay una extensión «{extension}»: dé un número de palabras, {nombres}.")
    if isinstance(extension, bool) or not isinstance(extension, int) or extension < MINIMO_PALABRAS:
        raise ErrorDatos(f"palabras={extension!r}: pida {MINIMO_PALABRAS} palabras o más.")
    return extension


def recortar(bloques: Sequence[Bloque], disponibles: int) -> list[Bloque]:
    """Los bloques que caben, en su orden: primero los de menor prioridad numérica y, entre iguales, una vuelta por sección.

    Los de prioridad 0 van siempre.

    Parameters
    ----------
    bloques : sequence of Bloque
    disponibles : int
        Palabras.

    Returns
    -------
    list of Bloque
    """
    vuelta: dict[tuple[str, int], int] = {}
    orden = []
    for i, b in enumerate(bloques):
        turno = vuelta[b.seccion, b.prioridad] = vuelta.get((b.seccion, b.prioridad), 0) + 1
        orden.append((b.prioridad, turno, i))
    quedan, dentro, claves = disponibles, set(), set()
    for prioridad, _, i in sorted(orden):
        bloque = bloques[i]
        if bloque.depende and bloque.depende not in claves:
            continue
        largo = palabras(bloque.markdown())
        if prioridad and largo > quedan:
            continue
        quedan -= largo
        dentro.add(i)
        claves.add(bloque.clave)
    return [b for i, b in enumerate(bloques) if i in dentro]
