"""Con qué frecuencia se nombra cada cosa en cualquier escuela: contra eso se mide lo propio de una comunidad."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = ["Fondo", "fondo", "leer_fondo"]


@dataclass(frozen=True, slots=True)
class Fondo:
    """Frecuencias de fondo, hechas por `modelos/fondo_palabras.py` con el corpus de entrenamiento.

    Parameters
    ----------
    palabras : int
        Palabras con contenido que tiene el corpus.
    reflexiones : dict of str to int
        En cuántas reflexiones aparece cada nombre o colocación; lo que no está aparece en una o en ninguna.
    nominal : dict of str to float
        Qué tanto aparece como nombre (tras un determinante), de 0 a 1.
    tema : dict of str to str
        El tema conocido que la explica, si alguno («fracción» → «matematicas»).
    lexico : dict of str to tuple of str
        Los temas conocidos en que un lema aparece varias veces más que en los demás.
    frecuencia : dict of str to float
        Parte de las reflexiones que hablan de cada tema conocido.
    """

    palabras: int
    reflexiones: dict[str, int]
    nominal: dict[str, float]
    tema: dict[str, str]
    lexico: dict[str, tuple[str, ...]]
    frecuencia: dict[str, float]

    def tasa(self, clave: str) -> float:
        """Reflexiones que la nombran por cada palabra escrita."""
        return (self.reflexiones.get(clave, 0) + 0.5) / self.palabras


@lru_cache(maxsize=1)
def fondo() -> Fondo:
    """El fondo que viaja con el paquete.

    Examples
    --------
    >>> f = fondo()
    >>> f.tasa("escuela") > 20 * f.tasa("puente colgante")
    True
    >>> f.tema["fracción"]
    'matematicas'
    """
    return leer_fondo((files("reflexiona.temas") / "fondo.json").read_text("utf-8"))


def leer_fondo(texto: str) -> Fondo:
    """El fondo escrito en un JSON como el que hace `modelos/fondo_palabras.py`."""
    datos = json.loads(texto)
    claves = datos["temas"]
    terminos = datos["terminos"]
    return Fondo(
        palabras=datos["palabras"],
        reflexiones={t: fila[0] for t, fila in terminos.items()},
        nominal={t: fila[1] / 100 for t, fila in terminos.items()},
        tema={t: claves[fila[2]] for t, fila in terminos.items() if len(fila) > 2},
        lexico={lema: tuple(claves[i] for i in suyos) for lema, suyos in datos["lexico"].items()},
        frecuencia=dict(zip(claves, datos["frecuencia"], strict=True)),
    )
