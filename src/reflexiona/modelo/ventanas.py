"""Repartir una reflexión en ventanas: lo que el codificador lee de una vez.

Dentro de una ventana cada oración se lee sola (sus fichas no ven las de otra) y después se mira junto a las demás: por
eso la ventana dice de qué segmento es cada ficha. Una reflexión larga se reparte en varias ventanas y cada una empieza
con la última oración de la anterior, que sólo sirve de contexto. Una oración más larga que la ventana va por tramos.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TOPE", "Tramo", "Ventana", "ventanas"]

TOPE = 256
"""Fichas que caben en una ventana, con las de inicio y fin de cada oración."""


@dataclass(frozen=True, slots=True)
class Tramo:
    """Las fichas de una oración (o de un pedazo de ella) en una ventana.

    Parameters
    ----------
    oracion : int
        Índice de la oración en la reflexión; −1 si sólo es contexto.
    desde, hasta : int
        Lugar en la ventana, sin las fichas de inicio y fin.
    primera : int
        Qué ficha de la oración es la primera del tramo.
    """

    oracion: int
    desde: int
    hasta: int
    primera: int


@dataclass(frozen=True, slots=True)
class Ventana:
    """Las fichas que se leen juntas.

    Parameters
    ----------
    fichas, segmentos, posiciones : tuple of int, length t
        Cada ficha, el número de su tramo y su lugar en él, contando la de inicio.
    tramos : tuple of Tramo
        En orden; el contexto también tiene el suyo.
    """

    fichas: tuple[int, ...]
    segmentos: tuple[int, ...]
    posiciones: tuple[int, ...]
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
        Lo que abre y cierra cada oración.
    antes : sequence of int, optional
        Contexto que precede a todas: el título o la pregunta a la que se responde. Se recorta a un cuarto de ventana.
    tope : int, optional
        Fichas por ventana.

    Returns
    -------
    list of Ventana

    Examples
    --------
    >>> [v.fichas for v in ventanas([[5, 6], [7], [8, 9]], [0], [2], tope=8)]
    [(0, 5, 6, 2, 0, 7, 2), (0, 7, 2, 0, 8, 9, 2)]
    """
    orillas = len(inicio) + len(fin)
    pregunta = [(-1, 0, list(antes[: max(tope // 4 - orillas, 0)]))] if antes else []
    libre = tope - sum(len(p[2]) + orillas for p in pregunta)
    mayor = libre - orillas
    juntos: list[tuple[int, int, list[int]]] = list(pregunta)
    salida: list[Ventana] = []
    ocupadas = hay = 0
    for i, fichas in enumerate(oraciones):
        for k in range(0, len(fichas), mayor):
            pedazo = (i, k, list(fichas[k : k + mayor]))
            largo = len(pedazo[2]) + orillas
            if hay and ocupadas + largo > libre:
                salida.append(_armar(juntos, inicio, fin))
                ultimo = juntos[-1][2]
                cabe = len(ultimo) + orillas + largo <= libre
                juntos = [*pregunta, *([(-1, 0, ultimo)] if cabe else [])]
                ocupadas, hay = (len(ultimo) + orillas if cabe else 0), 0
            juntos.append(pedazo)
            ocupadas, hay = ocupadas + largo, hay + 1
    if hay:
        salida.append(_armar(juntos, inicio, fin))
    return salida


def _armar(juntos: list[tuple[int, int, list[int]]], inicio: Sequence[int], fin: Sequence[int]) -> Ventana:
    fichas: list[int] = []
    segmentos: list[int] = []
    posiciones: list[int] = []
    tramos = []
    for numero, (oracion, primera, suyas) in enumerate(juntos):
        desde = len(fichas) + len(inicio)
        tramos.append(Tramo(oracion, desde, desde + len(suyas), primera))
        entera = [*inicio, *suyas, *fin]
        fichas += entera
        segmentos += [numero] * len(entera)
        posiciones += range(len(entera))
    return Ventana(tuple(fichas), tuple(segmentos), tuple(posiciones), tuple(tramos))
