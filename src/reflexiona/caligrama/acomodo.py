"""Dónde va cada palabra y de qué tamaño, en unidades abstractas y sin saber de colores ni de archivos."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.reja import Bulto, Reja
from reflexiona.caligrama.relleno import rellenar
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Tipografia

__all__ = ["CUERPO_MINIMO", "Acomodo", "acomodar"]

CUERPO_MINIMO = 8.5
"""La letra más pequeña de una palabra pedida, en unidades abstractas (la silueta mide 1000)."""

_RAZONES = (6.5, 5.5, 4.5, 3.7)
"""Cuántas veces más grande puede ser la palabra mayor que la menor; se usa la primera que deja leer la menor."""

_DENSIDADES = (0.68, 0.61, 0.54, 0.47, 0.4, 0.33, 0.26)
"""Parte de la silueta que ocupan las cajas de las palabras con su aire, de intento en intento."""

_ENCOGE = 0.85
"""Lo más que se encoge una palabra antes de preferir otro intento con todas más pequeñas."""

_AL_CENTRO = 12


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

    El área de una palabra es proporcional a su peso (su cuerpo, a la raíz). Si los pesos difieren tanto que las
    últimas no se leerían, las diferencias se comprimen por igual; el orden se conserva. Si al tamaño elegido no caben
    todas, se intenta de nuevo con todas más pequeñas.

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
    minimo = CUERPO_MINIMO * silueta.escala
    topes = _topes(palabras, silueta, letra, semilla)
    cabales = [(p, peso) for p, peso in palabras if topes[p] >= minimo]
    omitidas = [(p, "demasiado larga para la forma") for p, _ in palabras if topes[p] < minimo]
    if not cabales:
        return Acomodo((), tuple(omitidas))

    cajas = {p: _area(Bulto(letra.negrita, p, 100.0)) / 1e4 for p, _ in cabales}
    for densidad in _DENSIDADES:
        ultimo = densidad == _DENSIDADES[-1]
        cuerpos = _cuerpos(cabales, cajas, topes, densidad * float(silueta.mascara.sum()), minimo)
        reja = Reja(silueta, semilla)
        puestos, fuera = _intentar(cabales, cuerpos, topes, reja, silueta, letra, ultimo)
        if not fuera:
            break
    omitidas.extend((p, "no cupo en la forma") for p in fuera)
    if con_relleno and puestos:
        puestos.extend(rellenar(puestos, reja, silueta, letra, semilla))
    return Acomodo(tuple(puestos), tuple(omitidas))


def _topes(
    palabras: tuple[tuple[str, float], ...], silueta: Silueta, letra: Tipografia, semilla: int
) -> dict[str, float]:
    """El mayor cuerpo (pixeles) con que cada palabra cabe sola en la silueta vacía, o uno que de seguro sobra."""
    vacia = Reja(silueta, semilla)
    techo = 0.5 * math.sqrt(float(silueta.mascara.sum()))
    ancho = silueta.mascara.shape[1]
    topes: dict[str, float] = {}
    for i, (palabra, _) in enumerate(palabras):
        cuerpo = min(techo, ancho / letra.negrita.ancho(palabra))
        # Con muchas palabras, las últimas nunca serán grandes: se busca menos.
        if i >= _AL_CENTRO:
            cuerpo = min(cuerpo, 0.3 * techo)
        while cuerpo >= CUERPO_MINIMO * silueta.escala:
            if vacia.hueco(Bulto(letra.negrita, palabra, cuerpo)) is not None:
                break
            cuerpo *= 0.93
        topes[palabra] = cuerpo
    return topes


def _cuerpos(
    palabras: list[tuple[str, float]], cajas: dict[str, float], topes: dict[str, float], area: float, minimo: float
) -> dict[str, float]:
    """El cuerpo (pixeles) de cada palabra para que sus cajas sumen el área pedida.

    Parameters
    ----------
    palabras : list of (str, float)
    cajas : dict of str to float
        Área de la caja de cada palabra con cuerpo 1.
    topes : dict of str to float
    area : float
        Pixeles cuadrados que deben sumar las cajas.
    minimo : float
        El cuerpo menor que se lee.
    """
    mayor, menor = palabras[0][1], palabras[-1][1]
    distancia = math.log(mayor / menor)
    relativos: dict[str, float] = {}
    base = 0.0
    for razon in _RAZONES:
        exponente = min(0.5, math.log(razon) / distancia) if distancia > 0 else 0.5
        relativos = {p: (peso / mayor) ** exponente for p, peso in palabras}
        base = _base(relativos, cajas, topes, area)
        if base * relativos[palabras[-1][0]] >= minimo:
            break
    return {p: base * r for p, r in relativos.items()}


def _base(relativos: dict[str, float], cajas: dict[str, float], topes: dict[str, float], area: float) -> float:
    bajo, alto = 0.0, max(topes[p] / r for p, r in relativos.items())
    for _ in range(30):
        medio = (bajo + alto) / 2
        suma = sum(cajas[p] * min(medio * r, topes[p]) ** 2 for p, r in relativos.items())
        bajo, alto = (medio, alto) if suma < area else (bajo, medio)
    primera = next(iter(relativos))
    # La palabra mayor manda sobre las demás, salvo que sea tan larga que las volvería ilegibles.
    limite = topes[primera] / relativos[primera]
    return min(bajo, limite) if limite > 0.5 * bajo else bajo


def _area(bulto: Bulto) -> int:
    return bulto.ancho * bulto.alto


def _intentar(
    palabras: list[tuple[str, float]],
    cuerpos: dict[str, float],
    topes: dict[str, float],
    reja: Reja,
    silueta: Silueta,
    letra: Tipografia,
    ultimo: bool,
) -> tuple[list[Letrero], list[str]]:
    """Coloca las palabras una vez; fuera del último intento, se rinde con la primera que no cabe."""
    minimo = CUERPO_MINIMO * silueta.escala
    centro = _centro(silueta)
    puestos: list[Letrero] = []
    fuera: list[str] = []
    tope = math.inf
    for i, (palabra, peso) in enumerate(palabras):
        deseado = max(minimo, min(cuerpos[palabra], topes[palabra]))
        cuerpo = min(deseado, max(tope, minimo))
        piso = minimo if ultimo else min(cuerpo, max(minimo, _ENCOGE * deseado))
        lugar = None
        while True:
            bulto = Bulto(letra.negrita, palabra, cuerpo)
            lugar = reja.hueco(bulto, centro, _AL_CENTRO) if i < _AL_CENTRO else reja.hueco(bulto)
            if lugar is not None or cuerpo <= piso:
                break
            cuerpo = max(piso, cuerpo * 0.94)
        if lugar is None:
            fuera.append(palabra)
            if not ultimo:
                break
            continue
        reja.ocupar(bulto, lugar)
        puestos.append(reja.letrero(bulto, lugar, relleno=False, peso=peso))
        # Una palabra más ligera nunca se ve mayor que otra más pesada, salvo las que encogió su propio largo.
        if deseado < topes[palabra]:
            tope = cuerpo
    return puestos, fuera


def _centro(silueta: Silueta) -> tuple[float, float]:
    filas, columnas = np.nonzero(silueta.mascara)
    return float(filas.mean()), float(columnas.mean())
