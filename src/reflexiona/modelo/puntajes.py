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
    dimensiones : ndarray of shape (n, k)
        Probabilidades, en el orden de las clases del modelo.
    actos : ndarray of shape (n, k_actos + 1), o (n, 0) si el modelo no los reconoce
        Probabilidades de cada acto y, al final, de ninguno.
    temas : ndarray of shape (n, n_temas)
        Puntaje de cada tema conocido en la oración, como probabilidad; sin columnas si el modelo no conoce temas.
    temas_reflexion : ndarray of shape (n_reflexiones, n_temas)
        Probabilidad de cada tema en la reflexión, en orden de aparición.
    vectores : ndarray of shape (n, d), optional
        El vector de cada oración, sin lo que recibe de las demás; None si el modelo no los da.
    """

    dimensiones: np.ndarray
    actos: np.ndarray
    temas: np.ndarray
    temas_reflexion: np.ndarray
    vectores: np.ndarray | None = None


class Cabezas(Protocol):
    """Lo que se sabe de una cabeza sin saber de qué modelo es."""

    @property
    def clases(self) -> tuple[str, ...]:
        """Los nombres de las clases."""
        ...

    @property
    def umbrales(self) -> np.ndarray:
        """Desde qué probabilidad se asigna cada una."""
        ...


class Modelo(Protocol):
    """Lo que comparten el modelo lineal y el preciso."""

    @property
    def cabezas(self) -> Mapping[str, Cabezas]:
        """«dimensiones» y, si los reconoce, «actos»."""
        ...

    @property
    def claves_temas(self) -> tuple[str, ...]:
        """Los temas que reconoce."""
        ...

    @property
    def umbrales_temas(self) -> np.ndarray:
        """Desde qué probabilidad una reflexión tiene cada tema."""
        ...

    @property
    def ficha(self) -> dict[str, Any]:
        """Con qué se entrenó."""
        ...

    @property
    def huella(self) -> str:
        """La suma de sus pesos."""
        ...

    def probabilidades(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> dict[str, np.ndarray]:
        """Probabilidades de cada cabeza."""
        ...

    def evaluar(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> Puntajes:
        """Todo lo que dice de las oraciones."""
        ...

    def guardar(self, ruta: str | Path) -> None:
        """Escribe el modelo en una carpeta, sin pickle."""
        ...
