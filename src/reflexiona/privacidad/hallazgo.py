"""`Hallazgo`: un dato personal dentro de un texto."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TIPOS", "Hallazgo"]

TIPOS: dict[str, str] = {
    "correo": "correo",
    "telefono": "teléfono",
    "curp": "CURP",
    "rfc": "RFC",
    "cct": "clave de escuela",
    "liga": "liga",
    "persona": "persona",
    "escuela": "escuela",
    "lugar": "lugar",
}
"""Lo que se busca, con el nombre que lleva su marcador: «[teléfono 1]»."""


class Hallazgo(NamedTuple):
    """Un dato personal: `texto[inicio:fin]`.

    Parameters
    ----------
    inicio, fin : int
        Posición en caracteres.
    tipo : str
        Uno de `TIPOS`.
    certeza : float
        De 0 a 1: 1 si su forma no deja duda; menos si depende del contexto.
    """

    inicio: int
    fin: int
    tipo: str
    certeza: float
