"""Abrir un modelo por su nombre o por su carpeta, sea del tipo que sea, y guardarlo en memoria."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from numbers import Integral
from pathlib import Path

from reflexiona.errores import ErrorDatos, ErrorModelo
from reflexiona.modelo.carpeta import carpeta_de, huella_de, tipo_de
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import ModeloPreciso

__all__ = ["MODELO", "cargar_modelo"]

MODELO = "preciso"
"""El que se usa si no se pide otro."""

_TIPOS: dict[str, Callable[[Path, int | None], ModeloLineal | ModeloPreciso]] = {
    "lineal": lambda carpeta, _: ModeloLineal.cargar(carpeta),
    "preciso": ModeloPreciso.cargar,
}


@lru_cache(maxsize=4)
def _cargado(carpeta: Path, config: bytes, hilos: int | None) -> ModeloLineal | ModeloPreciso:
    tipo = tipo_de(config)
    if tipo not in _TIPOS:
        raise ErrorModelo(f"El modelo de {carpeta} es de tipo «{tipo}», que esta versión no conoce.")
    return _TIPOS[tipo](carpeta, hilos)


def cargar_modelo(modelo: str | Path = MODELO, hilos: int | None = None) -> ModeloLineal | ModeloPreciso:
    """El modelo incluido con ese nombre o el de una carpeta; se vuelve a leer sólo si se guardó otro en ella.

    Parameters
    ----------
    modelo : str or Path
        «preciso», «rapido» o una carpeta. Nunca se usa otro en su lugar: si falta o está dañado, es un error.
    hilos : int, optional
        Cuántos usa el preciso a la vez; sin esto, los procesadores que haya. El resultado es el mismo.

    Raises
    ------
    ErrorModelo
        Si no existe o está dañado.
    ErrorDatos
        Si `hilos` no es un entero desde 1.
    """
    if hilos is not None and not (_es_entero(hilos) and hilos >= 1):
        raise ErrorDatos(f"`hilos` debe ser un entero desde 1: {hilos!r}.")
    carpeta = carpeta_de(modelo)
    return _cargado(carpeta, huella_de(carpeta), hilos)


def _es_entero(valor: object) -> bool:
    return isinstance(valor, Integral) and not isinstance(valor, bool)
