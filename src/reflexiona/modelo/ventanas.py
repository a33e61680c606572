"""Repartir una reflexión en ventanas: lo que el codificador lee de una vez.

Cada oración se lee dentro de su reflexión. Una reflexión larga se reparte en varias ventanas y cada una empieza con la
última oración de la anterior, que sólo sirve de contexto. Una oración más larga que la ventana se lee por tramos.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TOPE", "Tramo", "Ventana", "ventanas"]

TOPE = 256
"""Fichas que caben en una ventana, con las de inicio y fin."""


@dataclass(frozen=True, slots=True)
class Tramo:
    """Un pedazo de ventana que pertenece a una oración: fichas `desde` a `hasta` de la ventana.

    Parameters
    ----------
    oracion : int
        Índice de la oración en la reflexión.
    desde, hasta : int
        Lugar en la ventana.
    primera : int
        Qué ficha de la oración es la primera del tramo.
    """

    oracion: int
    desde: int
    hasta: int
    primera: int


@dataclass(frozen=True, slots=True)
class Ventana:
    """Las fichas que se leen juntas y a qué oraciones pertenecen; el contexto no tiene tramo."""

    fichas: tuple[int, ...]
    tramos: tuple[Tramo, ...]


def ventanas(
    oraciones: Sequence[Sequence[int]],
    inicio: Sequence[int],
    fin: Sequence[int],
    antes: Sequence[int] = (),
    tope: int = TOPE,
) -> list[Ventana]:
    """Reparte las oraciones de una reflexión.

    Parameters
    ----------
    oraciones : sequence of sequence of int
        Las fichas de cada oración, en su orden; una oración sin fichas no entra en ninguna ventana.
    inicio, fin : sequence of int
        Lo que abre y cierra cada ventana.
    antes : sequence of int, optional
        Contexto que precede a todas: el título o la pregunta a la que se responde. Se recorta a un cuarto de ventana.
    tope : int, optional
        Fichas por ventana.

    Returns
    -------
    list of Ventana

    Examples
    --------
    >>> [v.fichas for v in ventanas([[5, 6], [7], [8, 9]], [0], [2], tope=5)]
    [(0, 5, 6, 7, 2), (0, 7, 8, 9, 2)]
    """
    abre = [*inicio, *antes[: tope // 4]]
    libre = tope - len(abre) - len(fin)
    pedazos = [
        (i, k, list(fichas[k : k + libre])) for i, fichas in enumerate(oraciones) for k in range(0, len(fichas), libre)
    ]
    salida: list[Ventana] = []
    contexto: list[int] = []
    juntos: list[tuple[int, int, list[int]]] = []
    ocupadas = 0
    for pedazo in pedazos:
        largo = len(pedazo[2])
        if juntos and ocupadas + largo > libre:
            salida.append(_armar(abre, contexto, juntos, fin))
            ultimo = juntos[-1][2]
            contexto = ultimo if len(ultimo) + largo <= libre else []
            juntos, ocupadas = [], len(contexto)
        juntos.append(pedazo)
        ocupadas += largo
    if juntos:
        salida.append(_armar(abre, contexto, juntos, fin))
    return salida


def _armar(
    abre: list[int], contexto: list[int], juntos: list[tuple[int, int, list[int]]], fin: Sequence[int]
) -> Ventana:
    fichas, tramos = [*abre, *contexto], []
    for oracion, primera, suyas in juntos:
        tramos.append(Tramo(oracion, len(fichas), len(fichas) + len(suyas), primera))
        fichas += suyas
    return Ventana((*fichas, *fin), tuple(tramos))
