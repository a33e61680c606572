"""Los temas conocidos: los que se repiten en cualquier escuela, escritos en `conocidos.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = ["TemaConocido", "conocidos"]


@dataclass(frozen=True, slots=True)
class TemaConocido:
    """Un tema recurrente de la escuela.

    Parameters
    ----------
    clave : str
        La del corpus de entrenamiento: «familias».
    nombre : str
        El que se muestra: «Familias y escuela».
    definicion : str
    ejemplos : tuple of str
    """

    clave: str
    nombre: str
    definicion: str
    ejemplos: tuple[str, ...]


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
    datos = tomllib.loads((files("reflexiona.temas") / "conocidos.toml").read_text("utf-8"))
    return {
        t["clave"]: TemaConocido(t["clave"], t["nombre"], t["definicion"], tuple(t["ejemplos"])) for t in datos["tema"]
    }
