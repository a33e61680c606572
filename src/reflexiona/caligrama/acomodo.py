"""Dónde va cada palabra y de qué tamaño, en unidades abstractas y sin saber de colores ni de archivos."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.bulto import AIRE, Bulto, perfil
from reflexiona.caligrama.entorno import Entorno
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.rangos import concordancia
from reflexiona.caligrama.reja import Reja
from reflexiona.caligrama.relleno import rellenar
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["CUERPO_MINIMO", "Acomodo", "acomodar", "acomodar_juntos"]

CUERPO_MINIMO = 8.5
"""La letra más pequeña de una palabra pedida, en unidades abstractas (la silueta mide 1000)."""

_RAZONES = (9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.2, 2.5)
"""Cuántas veces más grande puede ser la palabra mayor que la menor; se usa la primera que deja leer la menor."""

_DENSIDAD = 0.84
"""Parte de la silueta que se intenta ocupar, de entrada, con las palabras y su aire."""

_RALA = 0.26
_INTENTOS = 10

_TEMPRANO = 0.2
"""Si no llegó a colocarse esta parte de las palabras, sobra diferencia entre la mayor y la menor y no densidad."""

_ENCOGE = 0.7
"""Lo más que se encoge una palabra antes de preferir otro intento con todas más pequeñas."""

_CEDE = 0.96

_CONCUERDA = 0.985
"""Correlación de rangos entre peso y tamaño que se exige; si no se alcanza, se intenta con menos densidad."""

_ARRASTRE = (1.03, 0.87)
"""Lo más que una palabra pasa a la anterior que tuvo que encogerse, y lo menos que se le deja de su tamaño."""

_IMPIDE = 0.35
"""Una palabra tan larga que sola cabe con menos de esta parte del cuerpo usual no achica la escala común: se omite."""

_LARGA, _NO_CUPO = "demasiado larga para la forma", "no cupo en la forma"

_GRANDES = 14
"""Cuántas se reparten por donde hay más espacio; las demás se ajustan a lo que va quedando."""


@dataclass(frozen=True, slots=True)
class Acomodo:
    """Las palabras colocadas (de mayor a menor peso y luego el relleno) y las que no cupieron, con su motivo."""

    letreros: tuple[Letrero, ...]
    omitidas: tuple[tuple[str, str], ...]


def acomodar(
    palabras: tuple[tuple[str, float], ...],
    silueta: Silueta,
    letra: Tipografia,
    semilla: int = 0,
    *,
    con_relleno: bool = True,
) -> Acomodo:
    """Coloca cada palabra dentro de la silueta, en horizontal y sin que se encimen.

    El cuerpo de una palabra es proporcional a su peso. Si los pesos difieren tanto que las últimas no se leerían, las
    diferencias se comprimen por igual; el orden se conserva. Se empieza con el tamaño que casi llena la silueta y, si
    no caben todas, se intenta de nuevo con todas más pequeñas.

    Parameters
    ----------
    palabras : tuple of (str, float)
        Palabra y peso, de mayor a menor.
    silueta : Silueta
    letra : Tipografia
    semilla : int, optional
    con_relleno : bool, optional
        Si se completa la silueta con repeticiones pequeñas.

    Returns
    -------
    Acomodo

    Examples
    --------
    >>> from reflexiona.caligrama.silueta import leer_silueta
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> hecho = acomodar((("aula", 2.0), ("paz", 1.0)), leer_silueta("circulo"), tipografia(), con_relleno=False)
    >>> [uno.texto for uno in hecho.letreros]
    ['aula', 'paz']
    """
    topes = _topes([p for p, _ in palabras], silueta, letra)
    caben = topes >= CUERPO_MINIMO * silueta.escala
    omitidas = [(p, _LARGA) for (p, _), si in zip(palabras, caben, strict=True) if not si]
    cabales = [par for par, si in zip(palabras, caben, strict=True) if si]
    if not cabales:
        return Acomodo((), tuple(omitidas))
    intento = _llenar(cabales, topes[caben], silueta, letra, semilla)
    omitidas.extend((p, _NO_CUPO) for p in intento.fuera)
    puestos = intento.letreros()
    if con_relleno and puestos:
        puestos.extend(rellenar(puestos, silueta, letra, semilla))
    return Acomodo(tuple(puestos), tuple(omitidas))


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
    mayor, distancia = max(pesos), math.log(max(pesos) / min(pesos))
    topes = [_topes([p for p, _ in lista], s, letra) for lista, s in zip(listas, siluetas, strict=True)]
    base = 0.0
    for razon in _RAZONES:
        exponente = min(1.0, math.log(razon) / distancia) if distancia > 0 else 1.0
        relativos = [np.array([(peso / mayor) ** exponente for _, peso in lista]) for lista in listas]
        base = min(map(_escala_propia, listas, relativos, topes, siluetas, [letra] * len(listas)))
        if base * (min(pesos) / mayor) ** exponente >= minimo * siluetas[0].escala:
            break
    intentos: list[_Intento] = []
    for vuelta in range(_INTENTOS):
        intentos = [_Intento(silueta, letra, semilla) for silueta in siluetas]
        for intento, lista, relativo, tope in zip(intentos, listas, relativos, topes, strict=True):
            # La que no cabe ni sola con su tamaño no achica a las demás: se omite.
            intento.largas = [p for (p, _), r, t in zip(lista, relativo, tope, strict=True) if t < base * r]
            cabales = [(par, base * r) for par, r in zip(lista, relativo, strict=True) if par[0] not in intento.largas]
            cuerpos = np.array([c for _, c in cabales])
            intento.poner([par for par, _ in cabales], cuerpos, cuerpos, encoge=1.0, ultimo=vuelta == _INTENTOS - 1)
            if intento.fuera and vuelta < _INTENTOS - 1:
                break
        if not any(intento.fuera for intento in intentos):
            break
        base *= 0.92
    salida = []
    for intento, silueta in zip(intentos, siluetas, strict=True):
        puestos = intento.letreros()
        if con_relleno and puestos:
            puestos.extend(rellenar(puestos, silueta, letra, semilla, minimo=minimo))
        omitidas = [(p, _LARGA) for p in intento.largas] + [(p, _NO_CUPO) for p in intento.fuera]
        salida.append(Acomodo(tuple(puestos), tuple(omitidas)))
    return salida


def _escala_propia(
    lista: tuple[tuple[str, float], ...],
    relativos: npt.NDArray[np.float64],
    topes: npt.NDArray[np.float64],
    silueta: Silueta,
    letra: Tipografia,
) -> float:
    """La escala (cuerpo en pixeles de lo que más pesa) con que una lista casi llena su silueta y sus palabras caben."""
    superficies = np.array([perfil(letra.negrita, p).superficie() for p, _ in lista])
    libre = _base(relativos, superficies, topes, _DENSIDAD * float(silueta.mascara.sum()))
    comunes = topes > _IMPIDE * float(np.median(topes))
    return min(libre, float((topes / relativos)[comunes].min(initial=libre)))


def _llenar(
    palabras: list[tuple[str, float]],
    topes: npt.NDArray[np.float64],
    silueta: Silueta,
    letra: Tipografia,
    semilla: int,
) -> _Intento:
    """Intenta cada vez con menos densidad hasta que caben todas."""
    superficies = np.array([perfil(letra.negrita, p).superficie() for p, _ in palabras])
    pesos = np.array([peso for _, peso in palabras])
    area = float(silueta.mascara.sum())
    densidad, razones = _DENSIDAD, list(_RAZONES)
    for vuelta in range(_INTENTOS):
        ultimo = vuelta == _INTENTOS - 1
        if ultimo:
            densidad = min(densidad, _RALA)
        cuerpos = _cuerpos(pesos, superficies, topes, densidad * area, CUERPO_MINIMO * silueta.escala, razones)
        intento = _Intento(silueta, letra, semilla)
        intento.poner(palabras, cuerpos, topes, encoge=_ENCOGE, ultimo=ultimo)
        if ultimo or (not intento.fuera and intento.concuerda()):
            break
        puestas = len(intento.puestos)
        if puestas < _TEMPRANO * len(palabras) and len(razones) > 1:
            # No faltó área: las grandes no caben juntas en una forma de partes delgadas.
            razones = razones[1 + len(razones) // 4 :]
        else:
            logrado = sum(superficies[i] * b.cuerpo**2 for i, (b, _, _) in enumerate(intento.puestos)) / area
            densidad = min(0.95 * densidad, logrado + 0.01 if puestas > 50 else 0.9 * densidad)
    return intento


class _Intento:
    """Una vuelta de acomodo: la reja que se va ocupando, lo puesto y lo que no cupo."""

    def __init__(self, silueta: Silueta, letra: Tipografia, semilla: int) -> None:
        self.reja = Reja(silueta.mascara, silueta.escala)
        self.puestos: list[tuple[Bulto, tuple[int, int], float]] = []
        self.fuera: list[str] = []
        self.largas: list[str] = []
        self._entorno = Entorno(silueta.mascara, semilla)
        self._fuente = letra.negrita
        self._minimo = CUERPO_MINIMO * silueta.escala

    def poner(
        self,
        palabras: list[tuple[str, float]],
        cuerpos: npt.NDArray[np.float64],
        topes: npt.NDArray[np.float64],
        *,
        encoge: float,
        ultimo: bool,
    ) -> None:
        """Coloca las palabras una vez; fuera del último intento, se rinde con la primera que no cabe."""
        tope = math.inf
        imposible = (math.inf, math.inf)
        for i, (palabra, peso) in enumerate(palabras):
            deseado = float(min(cuerpos[i], topes[i]))
            cuerpo = min(deseado, tope) if encoge < 1 else deseado
            cuerpo = max(cuerpo, min(self._minimo, deseado))
            piso = cuerpo if encoge >= 1 else min(cuerpo, max(self._minimo, encoge * deseado))
            if ultimo and encoge < 1:
                piso = min(cuerpo, self._minimo)
            forma = perfil(self._fuente, palabra)
            medidas = (piso * forma.ancho, piso * (forma.arriba + forma.abajo))
            # Si una menor en todo ya no cupo, ésta tampoco: con miles de palabras, así se termina pronto.
            if medidas[0] >= imposible[0] and medidas[1] >= imposible[1]:
                self.fuera.append(palabra)
                continue
            bulto, lugares = self._buscar(palabra, cuerpo, piso)
            if lugares is None:
                self.fuera.append(palabra)
                if not ultimo:
                    return
                imposible = min(imposible, medidas)
                continue
            if i < _GRANDES:
                lugar = self._entorno.despejado(bulto, *self.reja.donde(self.reja.salteados(lugares)))
            else:
                lugar = self._entorno.ajustado(bulto, *self.reja.donde(self.reja.esquinas(lugares)))
            self.reja.ocupar(bulto.marca, lugar)
            self._entorno.ocupar(bulto, lugar)
            self.puestos.append((bulto, lugar, peso))
            # Una palabra más ligera no se ve mayor que otra más pesada, salvo las que encogió su propio largo.
            if deseado < topes[i]:
                tope = max(_ARRASTRE[0] * bulto.cuerpo, _ARRASTRE[1] * deseado)

    def letreros(self) -> list[Letrero]:
        """Lo puesto, en unidades abstractas."""
        return [self.reja.letrero(b, lugar, relleno=False, peso=peso) for b, lugar, peso in self.puestos]

    def concuerda(self) -> bool:
        """Si el tamaño de lo puesto dice su peso."""
        pesos, cuerpos = [peso for _, _, peso in self.puestos], [bulto.cuerpo for bulto, _, _ in self.puestos]
        return len(set(cuerpos)) < 2 or concordancia(pesos, cuerpos) >= _CONCUERDA

    def _buscar(self, palabra: str, cuerpo: float, piso: float) -> tuple[Bulto, npt.NDArray[np.uint64] | None]:
        while True:
            bulto = Bulto(self._fuente, palabra, cuerpo)
            lugares = self.reja.lugares(bulto)
            if lugares is not None or cuerpo <= piso:
                return bulto, lugares
            cuerpo = max(piso, cuerpo * _CEDE)


def _topes(palabras: list[str], silueta: Silueta, letra: Tipografia) -> npt.NDArray[np.float64]:
    """El mayor cuerpo (pixeles) con que la franja de cada palabra cabe sola en la silueta vacía.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    vacia = Reja(silueta.mascara, silueta.escala)
    altos = np.unique(np.geomspace(3, silueta.mascara.shape[0], 32).astype(int))
    largos = np.array([vacia.mayor_tramo(int(a)) for a in altos], dtype=float)
    franjas = np.array([perfil(letra.negrita, p).franja for p in palabras])
    anchos, alturas = franjas[:, 2] - franjas[:, 0], franjas[:, 3] - franjas[:, 1] + 2 * AIRE[1]
    bajo = np.zeros(len(palabras))
    alto = np.full(len(palabras), 0.5 * math.sqrt(float(silueta.mascara.sum())))
    for _ in range(16):
        medio = (bajo + alto) / 2
        cabe = medio * anchos + 1 <= np.interp(medio * alturas + 1, altos, largos, right=0.0)
        bajo, alto = np.where(cabe, medio, bajo), np.where(cabe, alto, medio)
    return bajo


def _cuerpos(
    pesos: npt.NDArray[np.float64],
    superficies: npt.NDArray[np.float64],
    topes: npt.NDArray[np.float64],
    area: float,
    minimo: float,
    razones: Sequence[float] = _RAZONES,
) -> npt.NDArray[np.float64]:
    """El cuerpo (pixeles) de cada palabra para que juntas sumen el área pedida.

    Parameters
    ----------
    pesos : ndarray of float, shape (n,)
        De mayor a menor.
    superficies : ndarray of float, shape (n,)
        Lo que ocupa cada palabra con cuerpo 1.
    topes : ndarray of float, shape (n,)
    area : float
        Pixeles cuadrados que deben sumar.
    minimo : float
        El cuerpo menor que se lee.
    razones : sequence of float
        Cuántas veces mayor puede ser la primera que la última, de lo que se prefiere a lo que se acepta.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    distancia = math.log(pesos[0] / pesos[-1])
    for razon in razones:
        relativos = (pesos / pesos[0]) ** (min(1.0, math.log(razon) / distancia) if distancia > 0 else 1.0)
        libre = _base(relativos, superficies, topes, area)
        # La palabra mayor manda sobre las demás, salvo que sea tan larga que las volvería ilegibles.
        limite = float(topes[0] / relativos[0])
        base = min(libre, limite) if limite > 0.5 * libre else libre
        if base * relativos[-1] >= minimo and base > 0.97 * libre:
            break
    return np.maximum(base * relativos, minimo)


def _base(
    relativos: npt.NDArray[np.float64],
    superficies: npt.NDArray[np.float64],
    topes: npt.NDArray[np.float64],
    area: float,
) -> float:
    """Por cuánto se multiplican los tamaños relativos para que las palabras sumen el área."""
    bajo, alto = 0.0, float((topes / relativos).max())
    for _ in range(30):
        medio = (bajo + alto) / 2
        suma = float((superficies * np.minimum(medio * relativos, topes) ** 2).sum())
        bajo, alto = (medio, alto) if suma < area else (bajo, medio)
    return bajo
