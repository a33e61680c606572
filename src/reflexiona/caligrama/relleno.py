"""Repeticiones pequeñas que completan la silueta entre las palabras."""

from __future__ import annotations

import math
import random

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.bulto import AIRE, Bulto, huellas, perfil
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.reja import Reja
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["CUERPO_RELLENO", "rellenar"]

CUERPO_RELLENO = 6.0
"""La letra más pequeña del relleno, en unidades abstractas."""

_MAYOR = 30.0
_MAXIMO = 2500
_FINURA = 2
"""Pixeles de la reja del relleno por pixel de la máscara: en letras tan pequeñas, uno entero se nota."""

_LEJOS = (14.0, 8.0, 5.0)
"""Dos repeticiones de una palabra quedan al menos a estos cuerpos de distancia; sólo al final se permite más cerca."""


def rellenar(
    puestos: list[Letrero], silueta: Silueta, letra: Tipografia, semilla: int, *, minimo: float = CUERPO_RELLENO
) -> list[Letrero]:
    """Repite las palabras de menor peso, cada vez más pequeñas, en los renglones que quedan libres.

    Parameters
    ----------
    puestos : list of Letrero
        Las palabras ya colocadas, de mayor a menor.
    silueta : Silueta
    letra : Tipografia
    semilla : int
    minimo : float, optional
        La letra más pequeña, en unidades abstractas.

    Returns
    -------
    list of Letrero
        Cada uno con `relleno=True`.
    """
    reja = Reja(silueta.mascara, silueta.escala, _FINURA)
    escala = reja.escala
    for uno in puestos:
        forma = perfil(letra.negrita, uno.texto)
        reja.ocupar(huellas(forma, uno.cuerpo * escala, uno.x * escala, uno.y * escala))
    # Si hay de dónde, las de más peso no se repiten: su tamaño ya dice cuánto pesan.
    base = puestos[len(puestos) // 4 :] if len(puestos) >= 12 else puestos
    palabras = list(dict.fromkeys(uno.texto for uno in base))
    random.Random(semilla).shuffle(palabras)
    obra = _Obra(palabras, puestos, reja, letra, silueta.mascara)
    menor = min(uno.cuerpo for uno in puestos)
    minimo = max(CUERPO_RELLENO, min(minimo, 0.8 * menor))
    cuerpo = max(minimo, min(0.8 * menor, _MAYOR))
    while cuerpo > minimo:
        obra.pasada(cuerpo * escala, _LEJOS[0])
        cuerpo = max(minimo, cuerpo * 0.84)
    for lejos in _LEJOS:
        obra.pasada(minimo * escala, lejos)
    return obra.hechos


class _Obra:
    """Lo que se sabe mientras se rellena: las palabras, cuánto miden, cuánto se han usado y dónde están."""

    def __init__(
        self, palabras: list[str], puestos: list[Letrero], reja: Reja, letra: Tipografia, mascara: npt.NDArray[np.bool_]
    ) -> None:
        self.hechos: list[Letrero] = []
        self._dentro = mascara
        self._palabras, self._reja, self._fuente = palabras, reja, letra.negrita
        formas = [perfil(letra.negrita, p) for p in palabras]
        self._anchos = np.array([f.ancho for f in formas])
        self._arriba, self._abajo = np.array([f.arriba for f in formas]), np.array([f.abajo for f in formas])
        self._usos = np.zeros(len(palabras))
        lugar_de = {p: i for i, p in enumerate(palabras)}
        ya = [(lugar_de[u.texto], u.y * reja.escala, u.x * reja.escala) for u in puestos if u.texto in lugar_de]
        # Cuál palabra, en qué fila y en qué columna: las puestas y luego el relleno.
        self._donde = np.zeros((_MAXIMO + len(ya), 3))
        self._donde[: len(ya)] = ya
        self._cuantas = len(ya)

    def pasada(self, cuerpo: float, lejos: float) -> None:
        """Recorre los renglones a un solo tamaño: primero los que aceptan cualquier palabra, luego los más bajos."""
        lados, puntas = max(0.5, AIRE[0] * cuerpo), max(0.4, AIRE[1] * cuerpo)
        self._reja.estrechar(lados)
        for arriba, abajo in self._renglones():
            cuales = np.flatnonzero((self._arriba <= arriba) & (self._abajo <= abajo))
            sube = math.ceil(arriba * cuerpo + puntas)
            anchos = self._anchos[cuales] * cuerpo + 2 * lados
            for fila, desde, hasta in self._reja.tramos(
                sube + math.ceil(abajo * cuerpo + puntas), math.ceil(float(anchos.min()))
            ):
                if len(self.hechos) >= _MAXIMO:
                    return
                self._renglon(cuerpo, lejos * cuerpo, cuales, anchos, fila + sube, desde, hasta)

    def _renglones(self) -> list[tuple[float, float]]:
        """Las alturas que vale la pena distinguir: con ascendentes o sin ellas, con descendentes o sin ellas."""
        bajas, cortas = self._arriba <= self._arriba.min() + 0.08, self._abajo <= self._abajo.min() + 0.08
        salida: dict[tuple[float, float], None] = {}
        for grupo in (np.ones_like(bajas), cortas, bajas, bajas & cortas):
            if grupo.any():
                salida[float(self._arriba[grupo].max()), float(self._abajo[grupo].max())] = None
        return list(salida)

    def _renglon(
        self,
        cuerpo: float,
        lejos: float,
        cuales: npt.NDArray[np.intp],
        anchos: npt.NDArray[np.float64],
        base: int,
        desde: int,
        hasta: int,
    ) -> None:
        """Llena un tramo libre; lo que sobra se reparte entre las palabras para que las dos orillas queden parejas."""
        libres = self._lejanas(cuales, base, desde, hasta, lejos)
        elegidas: list[int] = []
        queda = float(hasta - desde)
        menor = float(anchos.min())
        while queda >= menor:
            caben = libres & (anchos <= queda)
            if not caben.any():
                break
            # La menos usada; al cerrar el renglón, de las menos usadas la que deja menos hueco.
            cierra = 0.3 * cuerpo if queda < 2.2 * menor else math.inf
            nota = self._usos[cuales] + (queda - anchos) / cierra
            k = int(np.where(caben, nota, np.inf).argmin())
            elegidas.append(k)
            self._usos[cuales[k]] += 1
            queda -= anchos[k]
            if len(self._palabras) > 3:
                libres[k] = False
        if not elegidas:
            return
        hueco = min(queda / max(1, len(elegidas) - 1), 0.9 * cuerpo)
        queda -= hueco * (len(elegidas) - 1)
        # Lo que aún sobra va del lado de adentro: la orilla de la silueta es la que se dibuja.
        lugar = desde + queda * (0.5 + 0.5 * (self._orilla(base, hasta) - self._orilla(base, desde - 1)))
        for k in elegidas:
            bulto = Bulto(self._fuente, self._palabras[cuales[k]], cuerpo)
            sitio = (math.ceil(base - bulto.base[0]), math.floor(lugar))
            self._reja.ocupar(bulto.marca, sitio)
            self.hechos.append(self._reja.letrero(bulto, sitio, relleno=True, peso=0.0))
            if self._cuantas < len(self._donde):
                self._donde[self._cuantas] = (cuales[k], base, lugar)
                self._cuantas += 1
            lugar += anchos[k] + hueco

    def _orilla(self, fila: int, columna: int) -> int:
        """1 si ahí ya es fuera de la silueta."""
        f, c = min(fila // _FINURA, self._dentro.shape[0] - 1), columna // _FINURA
        return int(not (0 <= c < self._dentro.shape[1] and self._dentro[f, c]))

    def _lejanas(
        self, cuales: npt.NDArray[np.intp], base: int, desde: int, hasta: int, lejos: float
    ) -> npt.NDArray[np.bool_]:
        """De las palabras que se pueden usar, las que no están ya cerca del tramo."""
        if len(self._palabras) < 4:
            return np.ones(len(cuales), dtype=bool)
        quien, fila, columna = self._donde[: self._cuantas].T
        cerca = (np.abs(fila - base) < 0.6 * lejos) & (columna > desde - lejos) & (columna < hasta + lejos)
        repetidas = np.zeros(len(self._palabras), dtype=bool)
        repetidas[quien[cerca].astype(int)] = True
        return ~repetidas[cuales]
