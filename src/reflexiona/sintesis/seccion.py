"""Pedir uno solo de los cuatro espacios, por su clave o por su nombre."""

from __future__ import annotations

from reflexiona.errores import ErrorDatos
from reflexiona.privacidad.lexico import llana
from reflexiona.sintesis.secciones import ESPACIOS

__all__ = ["pedir_seccion"]


def pedir_seccion(seccion: str | None) -> str | None:
    """La clave de un espacio, o None si se piden todos.

    Raises
    ------
    ErrorDatos
        Si no existe.

    Examples
    --------
    >>> pedir_seccion("Huella colectiva"), pedir_seccion(None)
    ('huella', None)
    """
    if seccion is None:
        return None
    pedida = llana(seccion)
    for clave, nombre in ESPACIOS.items():
        if pedida in (clave, llana(nombre), llana(nombre).replace("docente ", "")):
            return clave
    hay = ", ".join(f"«{clave}»" for clave in ESPACIOS)
    raise ErrorDatos(f"No hay una sección «{seccion}». Las que hay: {hay}.")
