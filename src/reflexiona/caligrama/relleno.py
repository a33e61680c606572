"""Repeticiones pequeñas que completan la silueta entre las palabras."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.reja import Bulto, Reja
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["CUERPO_RELLENO", "rellenar"]

CUERPO_RELLENO = 6.6
"""La letra más pequeña del relleno, en unidades abstractas."""

_MAYOR = 30.0
_MAXIMO = 1300
_LEJOS = 9.0
"""Dos repeticiones de una palabra quedan al menos a estos cuerpos de distancia, si hay más de una palabra."""


def rellenar(puestos: list[Letrero], reja: Reja, silueta: Silueta, letra: Tipografia, semilla: int) -> list[Letrero]:
    """Repite las palabras de menor peso, cada vez más pequeñas, en los renglones que quedan libres.

    Parameters
    ----------
    puestos : list of Letrero
        Las palabras ya colocadas, de mayor a menor.
    reja : Reja
        Lo ocupado; se sigue ocupando.
    silueta : Silueta
    letra : Tipografia
    semilla : int

    Returns
    -------
    list of Letrero
        Cada uno con `relleno=True`.
    """
    # Si hay de dónde, las de más peso no se repiten: su tamaño ya dice cuánto pesan.
    base = puestos[len(puestos) // 4 :] if len(puestos) >= 12 else puestos
    palabras = list(dict.fromkeys(uno.texto for uno in base))
    random.Random(semilla).shuffle(palabras)
    turno = _Turno(palabras, puestos, silueta.escala)
    menor = min(uno.cuerpo for uno in puestos)
    cuerpo = max(CUERPO_RELLENO, min(0.75 * menor, _MAYOR))
    salida: list[Letrero] = []
    while len(salida) < _MAXIMO:
        _pasada(cuerpo * silueta.escala, reja, letra, turno, salida)
        if cuerpo <= CUERPO_RELLENO:
            break
        cuerpo = max(CUERPO_RELLENO, cuerpo * 0.8)
    return salida[:_MAXIMO]


class _Turno:
    """A quién le toca: la palabra menos usada que cabe y que no está ya cerca."""

    def __init__(self, palabras: list[str], puestos: list[Letrero], escala: float) -> None:
        self.palabras = palabras
        self.usos = dict.fromkeys(palabras, 0)
        self._lugares: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for uno in puestos:
            self._lugares[uno.texto].append((uno.y * escala, uno.x * escala))

    def tomar(self, bultos: list[Bulto], ancho: int, fila: int, columna: int) -> Bulto | None:
        caben = [b for b in bultos if b.ancho <= ancho and not self._cerca(b, fila, columna)]
        if not caben:
            return None
        elegido = min(caben, key=lambda b: self.usos[b.texto])
        self.usos[elegido.texto] += 1
        self._lugares[elegido.texto].append((fila, columna))
        return elegido

    def _cerca(self, bulto: Bulto, fila: int, columna: int) -> bool:
        if len(self.palabras) < 4:
            return False
        lejos = _LEJOS * bulto.cuerpo
        return any(abs(f - fila) < 0.5 * lejos and abs(c - columna) < lejos for f, c in self._lugares[bulto.texto])


def _pasada(cuerpo: float, reja: Reja, letra: Tipografia, turno: _Turno, salida: list[Letrero]) -> None:
    """Recorre los renglones de arriba abajo a un solo tamaño; primero los que aceptan cualquier palabra."""
    bultos = [Bulto(letra.normal, palabra, cuerpo) for palabra in turno.palabras]
    for alto in sorted({b.alto for b in bultos}, reverse=True):
        bajos = [b for b in bultos if b.alto <= alto]
        angosto = min(b.ancho for b in bajos)
        for fila in range(reja.ocupado.shape[0] - alto + 1):
            if len(salida) >= _MAXIMO:
                return
            libre = reja.ocupado[fila : fila + alto].max(axis=0) == 0
            for desde, hasta in _tramos(libre, angosto):
                _renglon(bajos, fila, desde, hasta, reja, turno, salida)


def _renglon(
    bultos: list[Bulto], fila: int, desde: int, hasta: int, reja: Reja, turno: _Turno, salida: list[Letrero]
) -> None:
    """Llena un tramo libre; lo que sobra se reparte entre las palabras para que las dos orillas queden parejas."""
    elegidos: list[Bulto] = []
    x = desde
    while (bulto := turno.tomar(bultos, hasta - x, fila, x)) is not None:
        elegidos.append(bulto)
        x += bulto.ancho
    if not elegidos:
        return
    sobra = hasta - x
    huecos = max(1, len(elegidos) - 1)
    paso = min(sobra / huecos, 0.9 * elegidos[0].cuerpo)
    lugar = desde + (0.0 if len(elegidos) > 1 else min(sobra / 2, paso))
    for bulto in elegidos:
        reja.marcar(bulto, (fila, int(lugar)))
        salida.append(reja.letrero(bulto, (fila, int(lugar)), relleno=True, peso=0.0))
        lugar += bulto.ancho + paso


def _tramos(libre: np.typing.NDArray[np.bool_], minimo: int) -> list[tuple[int, int]]:
    """Tramos seguidos de columnas libres de al menos `minimo` pixeles."""
    bordes = np.flatnonzero(np.diff(np.concatenate(([0], libre.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(bordes[::2], bordes[1::2], strict=True) if b - a >= minimo]
