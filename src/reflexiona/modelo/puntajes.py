"""Lo que un modelo dice de un lote de oraciones, sea cual sea el modelo."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

__all__ = ["Cabezas", "Modelo", "Puntajes"]


@dataclass(frozen=True)
class Puntajes:
    """Lo que el modelo dice de un lote de oraciones.

    Parameters
    ----------
    dimensiones : ndarray of shape (n, 5)
        Probabilidades, en el orden de las clases del modelo.
    actos : ndarray of shape (n, 5)
        Probabilidades de cada acto y, al final, de ninguno.
    temas : ndarray of shape (n, 30)
        Puntaje de cada tema conocido en la oración, como probabilidad.
    temas_reflexion : ndarray of shape (n_reflexiones, 30)
        Probabilidad de cada tema en la reflexión, en orden de aparición.
    vectores : ndarray of shape (n, d), optional
        El vector de cada oración en su contexto; None si el modelo no los da.
    """

    dimensiones: np.ndarray
    actos: np.ndarray
    temas: np.ndarray
    temas_reflexion: np.ndarray
    vectores: np.ndarray | None = None


class Cabezas(Protocol):
    """Lo que se sabe de una cabeza sin saber de qué modelo es."""

    @property
    def clases(self) -> tuple[str, ...]: ...
    @property
    def umbrales(self) -> np.ndarray: ...


class Modelo(Protocol):
    """Lo que comparten el modelo lineal y el preciso."""

    @property
    def cabezas(self) -> Mapping[str, Cabezas]: ...
    @property
    def claves_temas(self) -> tuple[str, ...]: ...
    @property
    def umbrales_temas(self) -> np.ndarray: ...
    @property
    def ficha(self) -> dict[str, Any]: ...
    @property
    def huella(self) -> str: ...

    def probabilidades(
        self, oraciones: Sequence[str], reflexiones: Sequence[Hashable] | None = None
    ) -> dict[str, np.ndarray]: ...
    def evaluar(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> Puntajes: ...
    def guardar(self, ruta: str | Path) -> None: ...
