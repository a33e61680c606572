"""Cabezas ligeras: otra guía, con pocos ejemplos, sobre el codificador ya entrenado y sin moverlo."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from reflexiona.errores import ErrorDatos
from reflexiona.modelo.ajuste import elegir_umbral, repartir
from reflexiona.modelo.preciso import CabezaDensa, ModeloPreciso

__all__ = ["ajustar_cabeza"]

_FUERZAS = (0.01, 0.03, 0.1, 0.3, 1.0)
"""Inversos de la regularización que se prueban; se queda el que mejor acierta con grupos apartados."""
_PLIEGUES = 5
_UMBRALES = (0.1, 0.9)
"""Con pocos ejemplos el mejor umbral puede caer en un extremo por azar."""


def ajustar_cabeza(
    modelo: ModeloPreciso,
    oraciones: Sequence[str],
    reflexiones: Sequence[Hashable],
    tabla: np.ndarray,
    clases: tuple[str, ...],
) -> ModeloPreciso:
    """Entrena una cabeza por clase (regresión logística) sobre los vectores de las oraciones.

    Parameters
    ----------
    modelo : ModeloPreciso
        De él sólo se usa el codificador, que no cambia; las cabezas de temas y de datos personales se conservan.
    oraciones : sequence of str, length n
    reflexiones : sequence of hashable, length n
        Se apartan enteras al elegir la regularización y los umbrales.
    tabla : ndarray of shape (n, k)
        De 0 a 1.
    clases : tuple of str, length k

    Returns
    -------
    ModeloPreciso
        Con una sola cabeza, «dimensiones», de las clases dadas.

    Raises
    ------
    ErrorDatos
        Si no hay oraciones, hay menos de dos reflexiones o una clase no tiene ejemplos a favor y en contra.
    """
    if not len(oraciones):
        raise ErrorDatos("No hay oraciones para entrenar: pase al menos unas decenas por clase.")
    grupos = np.asarray([str(r) for r in reflexiones])
    if len(set(grupos.tolist())) < 2:
        raise ErrorDatos("Hacen falta al menos dos grupos (personas o reflexiones) para entrenar y elegir umbrales.")
    for clase, y in zip(clases, tabla.T, strict=True):
        if not (y > 0).any() or not (y < 1).any():
            raise ErrorDatos(f"La clase «{clase}» necesita ejemplos a favor y en contra.")
    vectores = modelo.vectores(oraciones, reflexiones).astype(np.float64)
    centro, escala = vectores.mean(axis=0), np.maximum(vectores.std(axis=0), 1e-6)
    x = (vectores - centro) / escala
    parte = repartir(grupos, _PLIEGUES)
    columnas = [_una_clase(x, y, parte) for y in tabla.T]
    pesos = np.stack([w for w, _, _ in columnas], axis=1) / escala[:, None]
    sesgo = np.asarray([b for _, b, _ in columnas]) - centro @ pesos
    cabeza = CabezaDensa(clases, pesos, sesgo, False, np.asarray([u for _, _, u in columnas]))
    ficha = {"nombre": "propio", "oraciones": len(oraciones), "codificador": modelo.ficha.get("nombre", "")}
    return ModeloPreciso(
        modelo.codificador, {"dimensiones": cabeza}, modelo.temas, modelo.datos, None, ficha, archivos=modelo.archivos
    )


def _una_clase(x: np.ndarray, y: np.ndarray, parte: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Pesos, sesgo y umbral de una clase, con la regularización que mejor predice a los grupos apartados."""
    mejor: tuple[float, float, np.ndarray] | None = None
    for fuerza in _FUERZAS:
        fuera = np.zeros(len(y))
        for p in range(int(parte.max()) + 1):
            w, b = _regresion(x[parte != p], y[parte != p], fuerza)
            fuera[parte == p] = 1 / (1 + np.exp(-np.clip(x[parte == p] @ w + b, -30, 30)))
        seguras = np.clip(fuera, 1e-6, 1 - 1e-6)
        perdida = -float(np.mean(y * np.log(seguras) + (1 - y) * np.log(1 - seguras)))
        if mejor is None or perdida < mejor[0] - 1e-9:
            mejor = (perdida, fuerza, fuera)
    assert mejor is not None
    w, b = _regresion(x, y, mejor[1])
    umbral = elegir_umbral(y > 0.5, mejor[2], np.zeros(len(y), dtype=int))
    return w, b, float(np.clip(umbral, *_UMBRALES))


def _regresion(x: np.ndarray, y: np.ndarray, fuerza: float) -> tuple[np.ndarray, float]:
    """Regresión logística con blancos de 0 a 1; sin una de las dos clases, una constante."""
    from sklearn.linear_model import LogisticRegression

    si, no = y > 0, y < 1
    if not si.any() or not no.any():
        return np.zeros(x.shape[1]), 20.0 if si.any() else -20.0
    modelo = LogisticRegression(C=fuerza, max_iter=2000)
    modelo.fit(
        np.concatenate([x[si], x[no]]),
        np.concatenate([np.ones(si.sum()), np.zeros(no.sum())]),
        sample_weight=np.concatenate([y[si], 1 - y[no]]),
    )
    return modelo.coef_[0], float(modelo.intercept_[0])
