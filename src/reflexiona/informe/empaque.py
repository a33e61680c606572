"""Archivos comprimidos que dan los mismos bytes con el mismo contenido: sin la hora en que se escribieron."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

__all__ = ["FECHA", "comprimir", "reempacar"]

FECHA = (1980, 1, 1, 0, 0, 0)
"""La fecha más antigua que admite un zip: es la de todos los archivos que van dentro."""


def comprimir(archivos: Mapping[str, bytes]) -> bytes:
    """Un zip con los archivos en su orden y sin fecha.

    Examples
    --------
    >>> comprimir({"a.txt": b"hola"}) == comprimir({"a.txt": b"hola"})
    True
    """
    memoria = io.BytesIO()
    with zipfile.ZipFile(memoria, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nombre, datos in archivos.items():
            entrada = zipfile.ZipInfo(nombre, FECHA)
            entrada.compress_type = zipfile.ZIP_DEFLATED
            entrada.create_system = 0
            entrada.external_attr = 0
            zip_.writestr(entrada, datos)
    return memoria.getvalue()


def reempacar(datos: bytes) -> bytes:
    """El mismo zip, con sus archivos en el mismo orden y sin fecha."""
    with zipfile.ZipFile(io.BytesIO(datos)) as zip_:
        return comprimir({entrada.filename: zip_.read(entrada) for entrada in zip_.infolist()})
