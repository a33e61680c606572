"""De letras sueltas a una mancha: cerrar los blancos que quedan entre ellas, para comparar un texto con su silueta."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.metricas import cerrar as cerrar_con_orilla

__all__ = ["CIERRE", "cerrar"]

CIERRE = 0.55
"""Radio con que se cierran los blancos entre letras y renglones, en interlíneas."""

Mascara = npt.NDArray[np.bool_]


def cerrar(mancha: Mascara, radio: float) -> Mascara:
    """Cierre morfológico con un disco: llena los blancos más angostos que su diámetro.

    Parameters
    ----------
    mancha : ndarray of bool, shape (alto, ancho)
    radio : float
        En pixeles.

    Returns
    -------
    ndarray of bool, shape (alto, ancho)

    Examples
    --------
    >>> rayas = np.zeros((9, 9), dtype=bool)
    >>> rayas[3:6, ::4] = True
    >>> cerrar(rayas, 3.0)[4].all()
    np.True_
    """
    # Sin orilla, lo que toca el borde de la lámina no se cerraría.
    orilla = math.ceil(radio) + 2
    ancha = np.pad(mancha, orilla)
    return (cerrar_con_orilla(ancha, radio) | ancha)[orilla:-orilla, orilla:-orilla] if mancha.any() else mancha
