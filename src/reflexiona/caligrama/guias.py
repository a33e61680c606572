"""Por dónde corre un texto: las orillas de la silueta y sus líneas interiores, suaves y cortadas en sus esquinas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.renglones import zonas
from reflexiona.caligrama.silueta import Silueta

__all__ = ["ALTA", "BAJA", "Guia", "Guias", "Linea", "Pieza", "Tijera"]

Linea = npt.NDArray[np.float64]

ALTA, BAJA = 0.76, 0.26
"""Lo que una letra sube y baja de su línea base, en cuerpos."""

_ENTRE_VUELTAS = 1.22
_LARGO_MINIMO = 10.0
_ESQUINA, _FLECHA = np.radians(34.0), 0.085
"""Desde cuánto giro en un cuerpo, o desde cuánto se aparta la línea de una cuerda de un cuerpo, hay una esquina."""

_SUAVE = 0.1
_RECTA = 0.9
_PASO = 0.1
_PUNTOS_MINIMOS = 8
_HONDA = 0.42
"""Cuánto más juntas quedarían las cabezas que los pies en la curva más cerrada que lleva letras."""

_APARTE = 0.04
"""Lo más que la base de una letra se aparta de su línea, en cuerpos."""


@dataclass(frozen=True, eq=False)
class Guia:
    """Una línea por la que corre el texto.

    Parameters
    ----------
    puntos : ndarray of shape (k, 2)
        En unidades abstractas.
    cerrada : bool
        Si el último punto es el primero.
    """

    puntos: Linea
    cerrada: bool


@dataclass(frozen=True, eq=False)
class Pieza:
    """Un tramo sin esquinas de una guía.

    Parameters
    ----------
    puntos : ndarray of shape (k, 2)
    largo : ndarray of shape (k,)
        Lo recorrido hasta cada punto.
    util : ndarray of shape (k,)
        Lo mismo, contado donde las letras quedarían más juntas: en una curva cerrada hacia sus cabezas, más arriba.
    guia : Linea
        La línea sin suavizar por la que va, para medir cuánto se aparta.
    sigue : bool
        Si empieza donde acabó la pieza anterior, al otro lado de una esquina.
    """

    puntos: Linea
    largo: npt.NDArray[np.float64]
    util: npt.NDArray[np.float64]
    guia: Linea
    sigue: bool

    @property
    def cabe(self) -> float:
        """Cuánto texto cabe, en unidades abstractas."""
        return float(self.util[-1])


@dataclass(frozen=True, eq=False)
class _Tramo:
    """Un lado entre dos esquinas: suavizado, como venía, y si sigue al anterior."""

    puntos: Linea
    guia: Linea
    sigue: bool


@dataclass(frozen=True, eq=False)
class _Ocupado:
    """Los puntos por donde ya van letras, y la caja que los encierra."""

    puntos: Linea
    menor: Linea
    mayor: Linea

    @classmethod
    def de(cls, puntos: Linea) -> _Ocupado:
        return cls(puntos, puntos.min(axis=0), puntos.max(axis=0))


class Guias:
    """Las distancias de una silueta a sus orillas, de las que salen guías a cualquier altura de letra.

    Parameters
    ----------
    silueta : Silueta
    """

    def __init__(self, silueta: Silueta) -> None:
        from scipy import ndimage

        self.silueta = silueta
        self._orilla = 3
        mascara = np.pad(silueta.mascara, self._orilla)
        vacios, cuantos = ndimage.label(~mascara)
        areas = np.bincount(vacios.ravel(), minlength=cuantos + 1)
        hueco = np.isin(vacios, [i for i in range(1, cuantos + 1) if i != vacios[0, 0] and areas[i] >= 150])
        self._hasta_fuera = self._distancia(~(vacios == vacios[0, 0]))
        self._hasta_hueco = self._distancia(~hueco) if hueco.any() else None
        # En orden, para contar cuántos pixeles quedan a cierta distancia sin volver a mirarlos todos.
        self._distancias = _en_fila(self._hasta_fuera)
        self._distancias_hueco = None if self._hasta_hueco is None else _en_fila(self._hasta_hueco)
        self._zonas = [np.pad(zona, self._orilla) for zona in zonas(silueta, "renglones")]
        self.interiores: tuple[Linea, ...] = tuple(silueta.lineas[len(silueta.contornos) :])

    def orillas(self, cuerpo: float, adentro: float = 0.0) -> list[Guia]:
        """Las guías que siguen el contorno por dentro, con las letras de pie hacia afuera.

        Parameters
        ----------
        cuerpo : float
        adentro : float, optional
            Cuánto más adentro que la orilla, en unidades abstractas.
        """
        return self._nivel(self._hasta_fuera, adentro + ALTA * cuerpo, cuerpo)

    def huecos(self, cuerpo: float) -> list[Guia]:
        """Las guías que rodean los agujeros, con las letras de espaldas a ellos."""
        if self._hasta_hueco is None:
            return []
        return self._nivel(self._hasta_hueco, BAJA * cuerpo, cuerpo)

    def largo(self, cuerpo: float, vueltas: int) -> float:
        """Más o menos cuánto miden todas las guías, sin trazarlas.

        Lo que mide la orilla a una distancia es lo que pierde de área la silueta al adelgazar (fórmula de la coárea).
        """
        e = self.silueta.escala
        total = 0.0
        for vuelta in range(vueltas):
            d = (ALTA + vuelta * _ENTRE_VUELTAS) * cuerpo * e
            total += _entre(self._distancias, d - 1.5, d + 1.5) / 3.0 / e
        if self._distancias_hueco is not None:
            d = BAJA * cuerpo * e
            total += _entre(self._distancias_hueco, d - 1.0, d + 1.0) / 2.0 / e
        return total + sum(_largo(linea) for linea in self.interiores)

    def trazos(self, cuerpo: float, vueltas: int) -> list[Guia]:
        """Todas las guías, en orden: orillas, agujeros, líneas interiores y más vueltas hacia adentro."""
        lineas = [Guia(linea, _es_cerrada(linea)) for linea in self.interiores]
        lineas = [linea for linea in lineas if _largo(linea.puntos) > 3 * cuerpo]
        salida = [*self.orillas(cuerpo), *self.huecos(cuerpo), *lineas]
        for vuelta in range(1, vueltas):
            salida.extend(self.orillas(cuerpo, vuelta * _ENTRE_VUELTAS * cuerpo))
        return salida

    @property
    def fondo(self) -> float:
        """Lo más lejos que se puede estar de la orilla, en unidades abstractas."""
        return float(self._hasta_fuera.max()) / self.silueta.escala

    def _distancia(self, dentro: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        from scipy import ndimage

        lejos: npt.NDArray[np.float64] = ndimage.distance_transform_edt(dentro) - 0.5
        suave: npt.NDArray[np.float64] = ndimage.gaussian_filter(lejos, 1.2)
        return suave

    def _nivel(self, distancia: npt.NDArray[np.float64], cuanto: float, cuerpo: float) -> list[Guia]:
        import contourpy

        e = self.silueta.escala
        buscador = contourpy.contour_generator(z=distancia, line_type=contourpy.LineType.Separate)
        halladas: list[tuple[int, float, float, Linea]] = []
        for cruda in buscador.lines(cuanto * e):
            pixeles = np.asarray(cruda, dtype=float)
            puntos = (pixeles + 0.5 - self._orilla) / e
            if len(puntos) < 8 or not np.allclose(puntos[0], puntos[-1]) or _largo(puntos) < _LARGO_MINIMO * cuerpo:
                continue
            x, y = puntos.T
            if x[:-1] @ y[1:] - y[:-1] @ x[1:] < 0:
                puntos = puntos[::-1]
            columna, fila = np.round(pixeles[0]).astype(int)
            zona = next((i for i, z in enumerate(self._zonas) if z[fila, columna]), len(self._zonas))
            izquierda = int(puntos[:, 0].argmin())
            puntos = np.vstack([puntos[izquierda:-1], puntos[: izquierda + 1]])
            halladas.append((zona, round(float(y.min()), 1), float(x.min()), puntos))
        halladas.sort(key=lambda una: una[:3])
        return [Guia(puntos, True) for *_, puntos in halladas]


class Tijera:
    """Corta guías en sus esquinas y se acuerda de lo ya escrito, para no escribir encima."""

    def __init__(self) -> None:
        self._ocupados: list[_Ocupado] = []

    def cortar(self, guia: Guia, cuerpo: float) -> list[Pieza]:
        """Los tramos sin esquinas de una guía, en orden de lectura, sin lo que se encimaría con lo ya escrito."""
        puntos = _parejos(guia.puntos, _PASO * cuerpo)
        esquinas = _esquinas(puntos, guia.cerrada, cuerpo)
        n = len(puntos) - 1
        if guia.cerrada and esquinas:
            # Se empieza en la esquina de más abajo y a la izquierda: de ahí el texto sube y pasa de pie por arriba.
            primera = max(esquinas, key=lambda par: puntos[par[0], 1] - puntos[par[0], 0])[0]
            puntos = np.vstack([puntos[primera:-1], puntos[: primera + 1]])
            esquinas = sorted(((k - primera) % n, giro) for k, giro in esquinas)
            orillas = [*esquinas, (n, esquinas[0][1])]
        else:
            # Donde una vuelta se cierra, un respiro entre el final del texto y su principio.
            orillas = [(0, 0.0), *esquinas, (n - (round(0.55 / _PASO) if guia.cerrada else 0), 0.0)]
        tramos: list[_Tramo] = []
        volteado = False
        for (a, giro_a), (b, giro_b) in pairwise(orillas):
            quita_a, quita_b = (round(_respiro(giro, cuerpo) / (_PASO * cuerpo)) for giro in (giro_a, giro_b))
            if b - quita_b - a - quita_a >= _PUNTOS_MINIMOS:
                if guia.cerrada and not esquinas:
                    tramo = _suave(puntos, _SUAVE / _PASO, cerrada=True)[: b + 1]
                else:
                    tramo = _suave(puntos[a : b + 1], _SUAVE / _PASO, cerrada=False)
                suyo, cruda = tramo[quita_a : len(tramo) - quita_b], puntos[a : b + 1]
                sigue = a > 0 and not volteado
                volteado = bool(esquinas) and _de_cabeza(suyo)
                if volteado:
                    # El escalón de los pixeles haría temblar la normal con que se recorre.
                    cruda = _suave(cruda, _SUAVE / 2 / _PASO, cerrada=False)
                    suyo, cruda = (_voltear(linea, cuerpo) for linea in (suyo, cruda))
                tramos.append(_Tramo(suyo, cruda, sigue and not volteado))
        piezas = [_medir(tramo, cuerpo) for tramo in _libres(tramos, self._ocupados, cuerpo)]
        return [pieza for pieza in piezas if pieza.cabe > 0.9 * cuerpo]

    def ocupar(self, piezas: Sequence[Pieza], cuerpo: float) -> None:
        """Anota que esas piezas ya llevan texto."""
        self._ocupados.extend(_Ocupado.de(_banda(pieza.puntos, cuerpo)) for pieza in piezas)


def _esquinas(puntos: Linea, cerrada: bool, cuerpo: float) -> list[tuple[int, float]]:
    """Dónde la línea da una vuelta más cerrada que una letra, y cuánto gira (positivo, como el reloj)."""
    suave = _suave(puntos, 0.15 / _PASO, cerrada=cerrada)
    medio = round(0.5 / _PASO)
    paso = np.diff(suave, axis=0)
    rumbo = np.unwrap(np.arctan2(paso[:, 1], paso[:, 0]))
    n = len(rumbo)
    if n < 4 * medio:
        return []
    if cerrada:
        vuelta = 2 * np.pi * np.round((rumbo[-1] - rumbo[0]) / (2 * np.pi))
        rumbo = np.concatenate([rumbo[-medio:] - vuelta, rumbo, rumbo[:medio] + vuelta])
    giro = rumbo[2 * medio :] - rumbo[: -2 * medio]
    lugares = np.arange(n) if cerrada else np.arange(medio, medio + len(giro))
    # Una letra ancha es una cuerda: también es esquina donde se apartaría mucho de la línea.
    largo = np.vstack([suave[-medio - 1 : -1], suave, suave[1:medio]]) if cerrada else suave
    flecha = np.hypot(*(largo[medio:-medio] - (largo[: -2 * medio] + largo[2 * medio :]) / 2).T)[: len(giro)]
    halladas: list[tuple[int, float]] = []
    fuerza = np.maximum(np.abs(giro) / _ESQUINA, flecha / (_FLECHA * cuerpo))
    pendientes = np.flatnonzero(fuerza > 1)
    while len(pendientes):
        mejor = int(pendientes[fuerza[pendientes].argmax()])
        halladas.append((int(lugares[mejor]), float(giro[mejor])))
        lejos = np.abs(pendientes - mejor)
        if cerrada:
            lejos = np.minimum(lejos, n - lejos)
        pendientes = pendientes[lejos > 2 * medio]
    return sorted(halladas)


def _respiro(giro: float, cuerpo: float) -> float:
    """Lo que se deja libre antes y después de una esquina, para que las letras no se toquen."""
    if giro == 0:
        return 0.0
    # Al girar hacia las cabezas chocan las cabezas; al girar hacia los pies, los pies.
    alto = ALTA if giro < 0 else BAJA
    return float(min(1.6, alto * np.tan(min(abs(giro), 2.7) / 2) + 0.06) * cuerpo)


def _de_cabeza(puntos: Linea) -> bool:
    """Si en ese lado, casi recto, el texto iría de derecha a izquierda."""
    ida = puntos[-1] - puntos[0]
    derecho = float(np.hypot(*ida))
    return derecho > _RECTA * _largo(puntos) and float(ida[0]) < -0.6 * derecho


def _voltear(puntos: Linea, cuerpo: float) -> Linea:
    """El mismo lado, leído de izquierda a derecha, con las letras ocupando la misma franja."""
    paso = np.gradient(puntos, axis=0)
    normal = np.column_stack([paso[:, 1], -paso[:, 0]]) / np.hypot(*paso.T).clip(1e-9)[:, None]
    return np.asarray((puntos + normal * (ALTA - BAJA) * cuerpo)[::-1])


def _medir(tramo: _Tramo, cuerpo: float) -> Pieza:
    puntos = tramo.puntos
    pasos = np.hypot(*np.diff(puntos, axis=0).T)
    curva = _curva(puntos)
    # Hacia las cabezas, lo que manda es lo alto de las letras; hacia los pies, la media altura, que es la que se ve.
    factor = np.where(curva < 0, 1 + curva * ALTA * cuerpo, np.minimum(1.06, 1 + curva * 0.2 * cuerpo)).clip(0.3)
    largo = np.concatenate([[0.0], np.cumsum(pasos)])
    util = np.concatenate([[0.0], np.cumsum(pasos * factor)])
    return Pieza(puntos, largo, util, tramo.guia, tramo.sigue)


def _curva(puntos: Linea) -> npt.NDArray[np.float64]:
    """La curvatura en cada paso: positiva si la línea gira como el reloj."""
    from scipy import ndimage

    pasos = np.hypot(*np.diff(puntos, axis=0).T)
    rumbo = np.unwrap(np.arctan2(*np.diff(puntos, axis=0).T[::-1]))
    curva = np.gradient(rumbo) / pasos.clip(1e-9) if len(rumbo) > 2 else np.zeros(len(pasos))
    return np.asarray(ndimage.uniform_filter1d(curva, max(1, round(0.5 / _PASO)), mode="nearest"))


def _banda(puntos: Linea, cuerpo: float) -> Linea:
    """Puntos repartidos por donde quedarán las letras."""
    paso = np.gradient(puntos, axis=0)
    normal = np.column_stack([paso[:, 1], -paso[:, 0]]) / np.hypot(*paso.T).clip(1e-9)[:, None]
    ralos = slice(None, None, 2)
    return np.vstack([puntos[ralos] + normal[ralos] * alto * cuerpo for alto in (-0.16, 0.1, 0.38, 0.66)])


def _en_fila(distancia: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.sort(distancia[distancia > 0])


def _entre(ordenadas: npt.NDArray[np.float64], desde: float, hasta: float) -> float:
    """Cuántas hay de un valor a otro."""
    menos, mas = np.searchsorted(ordenadas, [desde, hasta])
    return float(mas - menos)


def _libres(nuevos: list[_Tramo], ocupados: list[_Ocupado], cuerpo: float) -> list[_Tramo]:
    """Lo que queda de cada tramo al quitarle donde se encimaría con lo ya escrito o consigo mismo."""
    from scipy.spatial import cKDTree

    salida: list[_Tramo] = []
    previos = list(ocupados)
    radio = 0.2 * cuerpo
    for tramo in nuevos:
        puntos = tramo.puntos
        choca = _quebrados(tramo, cuerpo)
        banda = _banda(puntos, cuerpo)
        cual = np.tile(np.arange(0, len(puntos), 2), 4)
        suyo = _Ocupado.de(banda)
        # Un árbol con todo lo escrito costaría más que mirar sólo lo que está a la mano.
        menor, mayor = suyo.menor - radio, suyo.mayor + radio
        cerca = [p.puntos for p in previos if (p.mayor >= menor).all() and (p.menor <= mayor).all()]
        if cerca:
            juntos = np.vstack(cerca)
            juntos = juntos[((juntos >= menor) & (juntos <= mayor)).all(axis=1)]
            lejos, _ = cKDTree(juntos).query(banda, distance_upper_bound=radio)
            choca[cual[np.isfinite(lejos)]] = True
        arbol = cKDTree(banda)
        pares = arbol.query_pairs(radio, output_type="ndarray")
        if len(pares):
            a, b = cual[pares[:, 0]], cual[pares[:, 1]]
            # Lo vecino siempre está cerca: sólo cuenta si se llega dando un rodeo.
            rodeo = np.abs(a - b) > 2.2 / _PASO
            choca[np.maximum(a, b)[rodeo]] = True
        if choca.any():
            choca = np.convolve(choca, np.ones(2 * round(0.3 / _PASO) + 1), mode="same") > 0
        bordes = np.flatnonzero(np.diff(np.concatenate([[True], choca, [True]]).astype(np.int8)))
        for desde, hasta in zip(bordes[::2], bordes[1::2], strict=True):
            if hasta - desde >= _PUNTOS_MINIMOS:
                salida.append(_Tramo(puntos[desde:hasta], tramo.guia, tramo.sigue and desde == 0))
        previos.append(suyo)
    return salida


def _quebrados(tramo: _Tramo, cuerpo: float) -> npt.NDArray[np.bool_]:
    """Los puntos donde una letra ancha se apartaría de la línea, en un quiebre que quedó junto a una esquina."""
    puntos = tramo.puntos
    aparte = _lejos_de(puntos, tramo.guia)
    medio = round(0.45 / _PASO)
    if len(puntos) > 2 * medio:
        flecha = np.hypot(*(puntos[medio:-medio] - (puntos[: -2 * medio] + puntos[2 * medio :]) / 2).T)
        aparte += np.pad(flecha, medio, mode="edge") / 2
    # En una curva muy cerrada hacia las cabezas, para que no choquen habría que dejar las letras sueltas.
    cerrada = np.append(_curva(puntos), 0.0) * ALTA * cuerpo < -_HONDA
    return np.asarray((aparte > _APARTE * cuerpo) | cerrada)


def _lejos_de(puntos: Linea, linea: Linea) -> npt.NDArray[np.float64]:
    """A cuánto queda cada punto de una línea de puntos seguidos."""
    from scipy.spatial import cKDTree

    cual = np.asarray(cKDTree(linea).query(puntos)[1])
    salida = np.full(len(puntos), np.inf)
    for a, b in ((np.maximum(cual - 1, 0), cual), (cual, np.minimum(cual + 1, len(linea) - 1))):
        lado = linea[b] - linea[a]
        t = ((puntos - linea[a]) * lado).sum(axis=1) / np.maximum((lado**2).sum(axis=1), 1e-12)
        salida = np.minimum(salida, np.hypot(*(puntos - linea[a] - t.clip(0, 1)[:, None] * lado).T))
    return salida


def _parejos(puntos: Linea, paso: float) -> Linea:
    avance = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(puntos, axis=0).T))])
    lugares = np.linspace(0.0, avance[-1], max(8, round(avance[-1] / paso)) + 1)
    return np.column_stack([np.interp(lugares, avance, puntos[:, eje]) for eje in (0, 1)])


def _suave(puntos: Linea, sigma: float, *, cerrada: bool) -> Linea:
    """La línea sin el escalón de los pixeles; si es abierta, sin mover sus extremos."""
    from scipy import ndimage

    if cerrada:
        suave = ndimage.gaussian_filter1d(puntos[:-1], sigma, axis=0, mode="wrap")
        return np.vstack([suave, suave[:1]])
    k = min(len(puntos) - 1, round(4 * sigma))
    antes, despues = 2 * puntos[0] - puntos[k:0:-1], 2 * puntos[-1] - puntos[-2 : -k - 2 : -1]
    largo = ndimage.gaussian_filter1d(np.vstack([antes, puntos, despues]), sigma, axis=0)
    return np.asarray(largo[k : k + len(puntos)])


def _largo(puntos: Linea) -> float:
    return float(np.hypot(*np.diff(puntos, axis=0).T).sum())


def _es_cerrada(puntos: Linea) -> bool:
    return len(puntos) > 3 and bool(np.hypot(*(puntos[0] - puntos[-1])) < 1.0)
