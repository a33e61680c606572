"""Medir un etiquetado: F1, F1 macro y kappa de Cohen, con intervalos que remuestrean reflexiones enteras."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from reflexiona.errores import ErrorDatos

__all__ = ["Medida", "medir"]


@dataclass(frozen=True, slots=True)
class Medida:
    """Un valor con su intervalo de confianza (percentiles del *bootstrap*).

    Parameters
    ----------
    valor : float
    bajo, alto : float
        Las orillas del intervalo.
    """

    valor: float
    bajo: float
    alto: float

    def __str__(self) -> str:
        return f"{self.valor:.3f} [{self.bajo:.3f}, {self.alto:.3f}]"


def medir(
    verdad: np.ndarray,
    prediccion: np.ndarray,
    reflexiones: Sequence[Hashable],
    clases: Sequence[str],
    *,
    remuestreos: int = 1000,
    confianza: float = 0.95,
    semilla: int = 0,
) -> dict[str, Medida]:
    """F1 y kappa de cada clase, y F1 y kappa macro, con intervalos por reflexión.

    El intervalo remuestrea reflexiones y no oraciones porque las de un mismo texto se parecen (*cluster bootstrap*,
    Field y Welsh 2007). Kappa: Cohen (1960).

    Parameters
    ----------
    verdad, prediccion : ndarray of shape (n, k)
        0 o 1.
    reflexiones : sequence of hashable, length n
    clases : sequence of str, length k
    remuestreos : int
    confianza : float
        Entre 0 y 1.
    semilla : int

    Returns
    -------
    dict
        Claves «f1», «kappa», «f1 CLASE» y «kappa CLASE».

    Raises
    ------
    ErrorDatos
        Si las formas no coinciden o no hay oraciones.

    Examples
    --------
    >>> y = np.array([[1, 0], [0, 1], [1, 1]])
    >>> str(medir(y, y, ["a", "a", "b"], ["x", "y"], remuestreos=20)["f1"])
    '1.000 [1.000, 1.000]'
    """
    verdad, prediccion = np.asarray(verdad) > 0, np.asarray(prediccion) > 0
    if verdad.shape != prediccion.shape or verdad.shape != (len(reflexiones), len(clases)) or not len(verdad):
        raise ErrorDatos(
            f"Para medir hacen falta dos tablas iguales de {len(reflexiones)} × {len(clases)}; "
            f"llegaron {verdad.shape} y {prediccion.shape}."
        )
    numero: dict[Hashable, int] = {}
    grupo = np.asarray([numero.setdefault(r, len(numero)) for r in reflexiones])
    cuentas = np.zeros((4, len(numero), len(clases)))
    for i, casos in enumerate((verdad & prediccion, ~verdad & prediccion, verdad & ~prediccion, ~verdad & ~prediccion)):
        np.add.at(cuentas[i], grupo, casos)
    azar = np.random.default_rng(semilla)
    pesos = azar.multinomial(len(numero), np.full(len(numero), 1 / len(numero)), size=remuestreos)
    una_vez = np.ones((1, len(numero)))
    punto, nube = _valores(cuentas, una_vez), _valores(cuentas, pesos)
    orillas = [(1 - confianza) / 2 * 100, (1 + confianza) / 2 * 100]
    medidas = {}
    for j, nombre in enumerate(("f1", "kappa")):
        series = {nombre: (punto[j].mean(axis=1), nube[j].mean(axis=1))}
        series |= {f"{nombre} {c}": (punto[j][:, k], nube[j][:, k]) for k, c in enumerate(clases)}
        for clave, (uno, muchos) in series.items():
            bajo, alto = np.percentile(muchos, orillas)
            medidas[clave] = Medida(float(uno[0]), float(bajo), float(alto))
    return medidas


def _valores(cuentas: np.ndarray, pesos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """F1 y kappa (remuestreos, k) de las cuentas por reflexión."""
    acierto, sobra, falta, nada = (pesos @ c for c in cuentas)
    total = acierto + sobra + falta + nada
    f1 = 2 * acierto / np.maximum(2 * acierto + sobra + falta, 1)
    acuerdo = (acierto + nada) / total
    azar = ((acierto + sobra) * (acierto + falta) + (nada + sobra) * (nada + falta)) / total**2
    kappa = np.where(azar < 1, (acuerdo - azar) / np.maximum(1 - azar, 1e-12), 0.0)
    return f1, kappa
