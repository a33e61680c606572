"""`Selector`: qué oraciones se citan: centrales, que se entiendan solas, distintas entre sí y de personas distintas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.parecido import Parecido
from reflexiona.sintesis.voces import Voz, descuidos, expone, llano

__all__ = ["SE_VE", "Selector"]

SE_VE = 0.2
"""Desde qué puntaje una oración muestra un tema de su reflexión."""

_CENTRO, _REDUNDANCIA, _DESCUIDO, _PREFERIDA = 0.5, 1.2, 0.35, 1.5


class Selector:
    """Elige citas sin repetir ninguna en todo el documento y repartiendo la palabra entre personas.

    El puntaje combina lo que la sección busca, la cercanía al centro de lo que se dice y una resta por parecerse a lo ya
    citado (relevancia marginal máxima: Carbonell y Goldstein, 1998). Lo que expone a alguien no se cita nunca.

    Parameters
    ----------
    voces : sequence of Voz
    preferidas : collection of (str, int)
        Reflexión y oración de las que un `Resumidor` propuso: van antes entre las que sirven.
    fuerzas : mapping of (str, str, int) to float, optional
        Qué tanto muestra un tema cada (tema, reflexión, oración).
    """

    def __init__(
        self,
        voces: Sequence[Voz],
        preferidas: Collection[tuple[str, int]] = (),
        fuerzas: Mapping[tuple[str, str, int], float] | None = None,
    ) -> None:
        # El orden no depende del de las filas.
        self.voces = sorted(voces, key=lambda v: (v.cita.texto, v.cita.reflexion, v.cita.oracion))
        self.preferidas = set(preferidas)
        self._fuerzas = fuerzas or {}
        self.elegidas: list[Voz] = []
        self.parecido = Parecido([v.cita.texto for v in self.voces])
        self._lugar = {id(v): i for i, v in enumerate(self.voces)}
        self._redundancia = np.zeros(len(self.voces))
        self._vistas: set[str] = set()
        self._turnos: Counter[str] = Counter()

    def elegir(
        self,
        n: int,
        sirve: Callable[[Voz], bool],
        valor: Callable[[Voz], float],
        *,
        minimo: int = 6,
        maximo: int = 32,
        tope: int = 3,
    ) -> list[Cita]:
        """Hasta `n` citas que sirven y no se han usado.

        Parameters
        ----------
        n : int
        sirve : callable
            Si una voz muestra lo que se busca.
        valor : callable
            Qué tanto lo muestra, de 0 a poco más de 1.
        minimo, maximo : int
            Palabras preferidas.
        tope : int
            Descuidos con que ya no se cita.

        Returns
        -------
        list of Cita
        """
        posibles = [
            (i, fallas)
            for i, v in enumerate(self.voces)
            if sirve(v) and (fallas := descuidos(v.cita.texto, minimo=minimo, maximo=maximo)) <= tope
        ]
        if not posibles:
            return []
        lugares = [i for i, _ in posibles]
        descuidadas = np.array([f for _, f in posibles])
        base = np.array([valor(self.voces[i]) for i in lugares]) + _CENTRO * self.parecido.al_centro(lugares)
        base += _PREFERIDA * np.array([self._clave(self.voces[i]) in self.preferidas for i in lugares])
        base -= _DESCUIDO * descuidadas
        citas: list[Cita] = []
        descartadas: set[int] = set()
        while len(citas) < n:
            turnos = np.array([self._turnos[self.voces[i].cita.persona] for i in lugares])
            puntos = np.round(base - turnos - _REDUNDANCIA * self._redundancia[lugares], 6)
            orden = np.lexsort((np.arange(len(lugares)), -puntos)).tolist()
            libre = next((k for k in orden if k not in descartadas and self._sirve(lugares[k], k, descartadas)), None)
            if libre is None:
                break
            citas.append(self.tomar(self.voces[lugares[libre]]))
        return citas

    def tomar(self, voz: Voz) -> Cita:
        """Da por citada una voz y la entrega como cita."""
        self._vistas.add(llano(voz.cita.texto))
        self._turnos[voz.cita.persona] += 1
        self.elegidas.append(voz)
        self._redundancia = np.maximum(self._redundancia, self.parecido.con_todas(self._lugar[id(voz)]))
        return voz.cita

    def libre(self, voz: Voz, *, tope: int = 3) -> bool:
        """Si una voz se puede citar todavía: no está citada, se entiende y no expone a nadie."""
        texto = voz.cita.texto
        return llano(texto) not in self._vistas and descuidos(texto, maximo=32) <= tope and not expone(texto)

    def turno(self, voz: Voz) -> int:
        """Cuántas veces se ha citado a quien dice esto."""
        return self._turnos[voz.cita.persona]

    def fuerza(self, voz: Voz, tema: str) -> float:
        """Qué tanto muestra una voz un tema, de 0 a 1."""
        return min(self._fuerzas.get((tema, voz.cita.reflexion, voz.cita.oracion), 0.0), 1.0)

    def muestra(self, voz: Voz, tema: str) -> bool:
        """Si la oración misma habla del tema, y no sólo su reflexión."""
        return self.fuerza(voz, tema) >= SE_VE

    def entre(self, una: Voz, otra: Voz) -> float:
        """Parecido de dos voces."""
        return self.parecido.entre(self._lugar[id(una)], self._lugar[id(otra)])

    def _clave(self, v: Voz) -> tuple[str, int]:
        return (v.cita.reflexion, v.cita.oracion)

    def _sirve(self, lugar: int, k: int, descartadas: set[int]) -> bool:
        texto = self.voces[lugar].cita.texto
        if llano(texto) in self._vistas or expone(texto):
            descartadas.add(k)
            return False
        return True
