"""El texto corrido medido: pedazos que no se parten, con lo que avanzan y lo que cuesta cortar después de cada uno."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from reflexiona.caligrama.silabas import cortes
from reflexiona.caligrama.trazos import Fuente, racimos
from reflexiona.caligrama.voces import Palabra

__all__ = ["ESPACIO", "Corrido"]

ESPACIO = 0.25
"""El espacio normal entre palabras, en cuerpos."""


@dataclass
class Corrido:
    """Un texto listo para repartirse en renglones; cada lista tiene un lugar por pedazo.

    Parameters
    ----------
    fuente : Fuente
    """

    fuente: Fuente
    palabras: list[Palabra] = field(default_factory=list)
    repetida: list[bool] = field(default_factory=list)
    de: list[int] = field(default_factory=list)
    desde: list[int] = field(default_factory=list)
    hasta: list[int] = field(default_factory=list)
    abre: list[bool] = field(default_factory=list)
    guion: list[float] = field(default_factory=list)
    castigo: list[float] = field(default_factory=list)
    avance: list[float] = field(default_factory=lambda: [0.0])
    letras: list[int] = field(default_factory=lambda: [0])
    huecos: list[int] = field(default_factory=lambda: [0])
    _medidas: dict[str, list[tuple[int, int, float, float, float, int]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.de)

    def agregar(self, palabras: Iterable[Palabra], *, repetidas: bool = False, hasta: float = float("inf")) -> int:
        """Agrega palabras al final hasta que el texto avance `hasta` cuerpos; entrega cuántas agregó."""
        cuantas = 0
        for palabra in palabras:
            if self.avance[-1] >= hasta:
                break
            lugar = len(self.palabras)
            self.palabras.append(palabra)
            self.repetida.append(repetidas)
            cuantas += 1
            if palabra.indice < 0 and self.castigo:
                self.castigo[-1] = 1.5  # un signo que separa no empieza renglón
            for i, (desde, fin, ancho, guion, castigo, letras) in enumerate(self._medir(palabra.texto)):
                abre = i == 0 and lugar > 0
                self.de.append(lugar)
                self.desde.append(desde)
                self.hasta.append(fin)
                self.abre.append(abre)
                self.guion.append(guion)
                self.castigo.append(castigo)
                self.avance.append(self.avance[-1] + ancho + (ESPACIO if abre else 0.0))
                self.letras.append(self.letras[-1] + letras)
                self.huecos.append(self.huecos[-1] + abre)
        return cuantas

    def natural(self, a: int, b: int) -> float:
        """Lo que avanza el renglón con los pedazos de `a` a `b` (sin incluirlo), con espacios normales."""
        return self.avance[b] - self.avance[a] - (ESPACIO if self.abre[a] else 0.0) + self.guion[b - 1]

    def trozos(self, a: int, b: int) -> list[tuple[int, str, str]]:
        """Las palabras, o pedazos de palabra, de un renglón: su lugar en el texto, lo que dicen y lo que se dibuja."""
        salida: list[tuple[int, str, str]] = []
        i = a
        while i < b:
            j = i
            while j < b and self.de[j] == self.de[i]:
                j += 1
            dice = self.palabras[self.de[i]].texto[self.desde[i] : self.hasta[j - 1]]
            salida.append((self.de[i], dice, dice + ("-" if j == b and self.guion[b - 1] else "")))
            i = j
        return salida

    def _medir(self, texto: str) -> list[tuple[int, int, float, float, float, int]]:
        if texto not in self._medidas:
            largo = self.fuente.ancho("-")
            inicios: dict[int, float] = {}
            posicion = 0
            for uno in self.fuente.racimos(texto):
                inicios[posicion] = uno.x
                posicion += len(uno.texto)
            validos = [c for c in cortes(texto) if c[0] in inicios]
            orillas = [(0, False, 0.0), *validos, (len(texto), False, 0.0)]
            inicios[len(texto)] = self.fuente.ancho(texto)
            self._medidas[texto] = [
                (d, h, inicios[h] - inicios[d], largo if con else 0.0, castigo, sum(1 for _ in racimos(texto[d:h])))
                for (d, _, _), (h, con, castigo) in pairwise(orillas)
            ]
        return self._medidas[texto]
