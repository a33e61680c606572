"""Una vuelta de acomodo: la reja que se va ocupando, lo puesto y lo que no cupo."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.bulto import Bulto, perfil
from reflexiona.caligrama.cuerpos import CUERPO_MINIMO
from reflexiona.caligrama.entorno import Entorno
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.rangos import concordancia
from reflexiona.caligrama.reja import Bits, Reja
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["Intento"]

_GRANDES = 14
"""Cuántas se reparten por donde hay más espacio; las demás se ajustan a lo que va quedando."""

_ENCOGE = 0.7
"""Lo más que se encoge una palabra antes de regresar."""

_CEDE = 0.96
_ARRASTRE = (1.03, 0.87)
"""Lo más que una palabra pasa a la anterior que tuvo que encogerse, y lo menos que se le deja de su tamaño."""

_FOTOS = 12
_REGRESOS = 8
_REGRESA = 0.93
"""Si una palabra no cabe, se quitan las últimas y se siguen poniendo con esta parte de su tamaño."""

_QUEDA = 1.15
"""Cuánto mayores que lo mínimo deben ser las palabras a las que se regresa."""

_CONCUERDA = 0.985
"""Correlación de rangos entre peso y tamaño que se exige."""

_Par = tuple[str, float]


@dataclass(frozen=True, slots=True)
class _Foto:
    """El estado antes de poner una palabra, para poder regresar a él."""

    cual: int
    puestas: int
    tope: float
    reja: tuple[Bits, int]
    entorno: tuple[npt.NDArray[np.float64], ...]


class Intento:
    """Lo que se va poniendo en una silueta.

    Parameters
    ----------
    silueta : Silueta
    letra : Tipografia
    semilla : int

    Attributes
    ----------
    puestos : list of (Bulto, (int, int), float)
        Cada palabra con su lugar (fila, columna) y su peso.
    fuera : list of str
        Las que no cupieron.
    """

    def __init__(self, silueta: Silueta, letra: Tipografia, semilla: int) -> None:
        self.puestos: list[tuple[Bulto, tuple[int, int], float]] = []
        self.fuera: list[str] = []
        self._reja = Reja(silueta.mascara, silueta.escala)
        self._entorno = Entorno(silueta.mascara, semilla)
        self._fuente = letra.negrita
        self._minimo = CUERPO_MINIMO * silueta.escala
        self._imposible = (math.inf, math.inf)

    def poner(
        self,
        palabras: Sequence[_Par],
        cuerpos: npt.NDArray[np.float64],
        topes: npt.NDArray[np.float64],
        *,
        ultimo: bool = False,
    ) -> None:
        """Coloca las palabras, que pueden encogerse un poco.

        Si una no cabe, se regresa unas cuantas y se siguen poniendo más pequeñas; si ni así, se rinde y la deja en
        `fuera`. En el último intento no se rinde: se encogen hasta lo que se lee, y la que no cabe queda en `fuera`.

        Parameters
        ----------
        palabras : sequence of (str, float)
            Palabra y peso, de mayor a menor.
        cuerpos, topes : ndarray of float, shape (n,)
            El cuerpo que se quiere y el mayor con que cada una cabe sola, en pixeles.
        ultimo : bool, optional
        """
        cuerpos = cuerpos.copy()
        cada = max(1, len(palabras) // _FOTOS)
        fotos: list[_Foto] = []
        regresos, tope, i = 0, math.inf, 0
        while i < len(palabras):
            if not ultimo and i % cada == 0:
                fotos.append(_Foto(i, len(self.puestos), tope, self._reja.estado(), self._entorno.estado()))
            palabra, peso = palabras[i]
            deseado = max(float(min(cuerpos[i], topes[i])), self._minimo)
            cuerpo = max(min(deseado, tope), self._minimo)
            piso = self._minimo if ultimo else min(cuerpo, max(self._minimo, _ENCOGE * deseado))
            bulto = self._poner_una(i, palabra, peso, cuerpo, piso)
            if bulto is None and not ultimo:
                if regresos == _REGRESOS or len(fotos) < 3:
                    self.fuera.append(palabra)
                    return
                regresos += 1
                # De nada sirve regresar a donde ya no se pueden encoger.
                atras = 2
                while atras < len(fotos) and cuerpos[fotos[-atras].cual] < _QUEDA * self._minimo:
                    atras += 1
                foto = fotos[-atras]
                del fotos[-atras:]
                self._regresar(foto)
                cuerpos[foto.cual :] *= _REGRESA
                i, tope = foto.cual, foto.tope
                continue
            if bulto is None:
                self.fuera.append(palabra)
            # Una palabra más ligera no se ve mayor que otra más pesada, salvo las que encogió su propio largo.
            elif deseado < topes[i]:
                tope = max(_ARRASTRE[0] * bulto.cuerpo, _ARRASTRE[1] * deseado)
            i += 1

    def poner_fijas(self, palabras: Sequence[_Par], cuerpos: npt.NDArray[np.float64], *, ultimo: bool) -> None:
        """Coloca las palabras con su cuerpo exacto; la que no cabe queda en `fuera` y, salvo en el último, se rinde."""
        for i, (palabra, peso) in enumerate(palabras):
            if self._poner_una(i, palabra, peso, float(cuerpos[i]), float(cuerpos[i])) is None:
                self.fuera.append(palabra)
                if not ultimo:
                    return

    def letreros(self) -> list[Letrero]:
        """Lo puesto, en unidades abstractas."""
        return [self._reja.letrero(b, lugar, relleno=False, peso=peso) for b, lugar, peso in self.puestos]

    def concuerda(self) -> bool:
        """Si el tamaño de lo puesto dice su peso."""
        pesos, cuerpos = [peso for _, _, peso in self.puestos], [bulto.cuerpo for bulto, _, _ in self.puestos]
        return len(set(cuerpos)) < 2 or concordancia(pesos, cuerpos) >= _CONCUERDA

    def _poner_una(self, i: int, palabra: str, peso: float, cuerpo: float, piso: float) -> Bulto | None:
        forma = perfil(self._fuente, palabra)
        medidas = (piso * forma.ancho, piso * (forma.arriba + forma.abajo))
        # Si una menor en todo ya no cupo, ésta tampoco: con miles de palabras, así se termina pronto.
        if medidas[0] >= self._imposible[0] and medidas[1] >= self._imposible[1]:
            return None
        while True:
            bulto = Bulto(self._fuente, palabra, cuerpo)
            lugares = self._reja.lugares(bulto)
            if lugares is not None:
                break
            if cuerpo <= piso:
                self._imposible = min(self._imposible, medidas)
                return None
            cuerpo = max(piso, cuerpo * _CEDE)
        if i < _GRANDES:
            lugar = self._entorno.despejado(bulto, *self._reja.donde(self._reja.salteados(lugares)))
        else:
            lugar = self._entorno.ajustado(bulto, *self._reja.donde(self._reja.esquinas(lugares)))
        self._reja.ocupar(bulto.marca, lugar)
        self._entorno.ocupar(bulto, lugar)
        self.puestos.append((bulto, lugar, peso))
        return bulto

    def _regresar(self, foto: _Foto) -> None:
        del self.puestos[foto.puestas :]
        self._imposible = (math.inf, math.inf)
        self._reja.volver(foto.reja)
        self._entorno.volver(foto.entorno)
