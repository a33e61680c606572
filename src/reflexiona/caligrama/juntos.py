"""Varias listas de palabras con una sola escala de tamaños, para poder compararlas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.acomodo import DENSIDAD, LARGA, NO_CUPO, Acomodo
from reflexiona.caligrama.cuerpos import CUERPO_MINIMO, RAZONES, escala_que_llena, exponente, superficies, topes
from reflexiona.caligrama.intento import Intento
from reflexiona.caligrama.relleno import rellenar
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["acomodar_juntos"]

_INTENTOS = 14
_CEDE = 0.94

_IMPIDE = 0.35
"""Una palabra tan larga que sola cabe con menos de esta parte del cuerpo usual no achica la escala común: se omite."""


def acomodar_juntos(
    listas: Sequence[tuple[tuple[str, float], ...]],
    siluetas: Sequence[Silueta],
    letra: Tipografia,
    semilla: int = 0,
    *,
    con_relleno: bool = True,
    minimo: float = CUERPO_MINIMO,
) -> list[Acomodo]:
    """Varias listas de palabras, cada una en su silueta y todas con la misma escala: a igual peso, igual cuerpo.

    La escala es la mayor con la que cada palabra cabe en su silueta.

    Parameters
    ----------
    listas : sequence of tuple of (str, float)
        Palabra y peso, de mayor a menor.
    siluetas : sequence of Silueta
        Una por lista.
    letra : Tipografia
    semilla : int, optional
    con_relleno : bool, optional
    minimo : float, optional
        La letra más pequeña, en unidades abstractas.

    Returns
    -------
    list of Acomodo

    Examples
    --------
    >>> from reflexiona.caligrama.silueta import leer_silueta
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> circulo = leer_silueta("circulo")
    >>> listas = [(("aula", 4.0), ("paz", 2.0)), (("luz", 2.0),)]
    >>> uno, otro = acomodar_juntos(listas, [circulo, circulo], tipografia(), con_relleno=False)
    >>> uno.letreros[1].cuerpo == otro.letreros[0].cuerpo
    True
    """
    pesos = [peso for lista in listas for _, peso in lista]
    mayor, menor = max(pesos), min(pesos)
    limites = [topes([p for p, _ in lista], s, letra) for lista, s in zip(listas, siluetas, strict=True)]
    base = 0.0
    relativos: list[npt.NDArray[np.float64]] = []
    for razon in RAZONES:
        potencia = exponente(mayor, menor, razon)
        relativos = [np.array([(peso / mayor) ** potencia for _, peso in lista]) for lista in listas]
        base = min(
            _escala_propia([p for p, _ in lista], relativo, limite, silueta, letra)
            for lista, relativo, limite, silueta in zip(listas, relativos, limites, siluetas, strict=True)
        )
        if base * (menor / mayor) ** potencia >= minimo * siluetas[0].escala:
            break
    intentos: list[Intento] = []
    largas: list[list[str]] = []
    for vuelta in range(_INTENTOS):
        ultimo = vuelta == _INTENTOS - 1
        intentos, largas = [], []
        for lista, relativo, limite, silueta in zip(listas, relativos, limites, siluetas, strict=True):
            # La que no cabe ni sola con su tamaño no achica a las demás: se omite.
            caben = limite >= base * relativo
            largas.append([p for (p, _), si in zip(lista, caben, strict=True) if not si])
            intento = Intento(silueta, letra, semilla)
            intento.poner_fijas(
                [par for par, si in zip(lista, caben, strict=True) if si], base * relativo[caben], ultimo=ultimo
            )
            intentos.append(intento)
            if intento.fuera and not ultimo:
                break
        if not intentos[-1].fuera:
            break
        base *= _CEDE
    salida = []
    for intento, sobran, silueta in zip(intentos, largas, siluetas, strict=True):
        puestos = intento.letreros()
        if con_relleno and puestos:
            puestos.extend(rellenar(puestos, silueta, letra, semilla, minimo=minimo))
        omitidas = [(p, LARGA) for p in sobran] + [(p, NO_CUPO) for p in intento.fuera]
        salida.append(Acomodo(tuple(puestos), tuple(omitidas)))
    return salida


def _escala_propia(
    palabras: list[str],
    relativos: npt.NDArray[np.float64],
    limites: npt.NDArray[np.float64],
    silueta: Silueta,
    letra: Tipografia,
) -> float:
    """La escala (cuerpo en pixeles de lo que más pesa) con que una lista casi llena su silueta y sus palabras caben."""
    area = DENSIDAD * float(silueta.mascara.sum())
    libre = escala_que_llena(relativos, superficies(palabras, letra), limites, area)
    comunes = limites > _IMPIDE * float(np.median(limites))
    return min(libre, float((limites / relativos)[comunes].min(initial=libre)))
