"""Una muestra de tamaño acotado que depende de los textos y no del orden en que llegan."""

from __future__ import annotations

import hashlib
import heapq

from reflexiona.corpus import Corpus, Reflexion

__all__ = ["MAXIMO", "Muestra"]

MAXIMO = 5000
"""Reflexiones que bastan para hallar los temas de una comunidad grande: una parte se estima a ±1.4 puntos."""


class Muestra:
    """Las reflexiones de huella más baja entre todas las que se han visto (E. Cohen, *Bottom-k sketches*, 2007).

    Parameters
    ----------
    maximo : int

    Examples
    --------
    >>> una = Muestra(2)
    >>> for i, texto in enumerate(["Uno.", "Dos.", "Tres."]):
    ...     una.agregar(Reflexion(str(i), texto, i, f"P{i}"))
    >>> len(una.corpus())
    2
    """

    def __init__(self, maximo: int) -> None:
        self.maximo = maximo
        self._monton: list[tuple[int, str, int, Reflexion]] = []
        self._vistas = 0

    def agregar(self, reflexion: Reflexion) -> None:
        """Una más; si ya no cabe, se queda fuera la de huella más alta."""
        self._vistas += 1
        huella = int.from_bytes(hashlib.blake2b(f"{reflexion.texto}\0{reflexion.id}".encode(), digest_size=8).digest())
        heapq.heappush(self._monton, (-huella, reflexion.id, self._vistas, reflexion))
        if len(self._monton) > self.maximo:
            heapq.heappop(self._monton)

    def corpus(self) -> Corpus:
        """Las que quedaron, de la huella más baja a la más alta."""
        elegidas = [fila[-1] for fila in sorted(self._monton, key=lambda f: (-f[0], f[1], f[2]))]
        propias: dict[str, Reflexion] = {}
        for r in elegidas:
            propias.setdefault(r.id, r)
        return Corpus(reflexiones=tuple(propias.values()), filas=self._vistas)
