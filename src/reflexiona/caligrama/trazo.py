"""El estilo trazo: el texto corre por las orillas y las líneas de la silueta, con cada letra girada a su tangente."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

import numpy as np

from reflexiona.caligrama.corrido import ESPACIO
from reflexiona.caligrama.guias import ALTA, BAJA, Guia, Guias, Linea, Pieza, Tijera
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.silabas import cortes
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Fuente
from reflexiona.caligrama.voces import Palabra
from reflexiona.errores import ErrorCaligrama

__all__ = ["CUERPO_MINIMO", "Trazo", "acomodar_trazo"]

CUERPO_MINIMO = 8.0
"""La letra más pequeña de un texto que corre por una línea, en unidades abstractas (la silueta mide 1000)."""

_COMODO = 19.0
"""Con una letra menor se prefiere dar otra vuelta hacia adentro."""

_VUELTAS = 40
_SIN_ESQUINAS = 0.93
"""Lo que queda del largo de una línea sin los respiros de sus esquinas, más o menos."""

_CHICO = 0.6
_ABRE = 0.13
_SUELTA = 0.012
"""Aire que se agrega a cada letra, en cuerpos: al girar, la punta de una «f» no toca la «l» que sigue."""

_PIEZA = 4.5
_CUBIERTO, _BASTA = 0.9, 0.8
"""Qué parte de las líneas se quiere seguir, y con cuál basta si la letra va quedando chica."""
_MEDIA = 1.6
"""Cuerpos que mide media palabra."""
_LEGIBLE = 14.0
"""Letra, en milésimas del lado mayor, de la que no se baja sólo para que las piezas se llenen mejor."""
_CHICA, _PRECISA = 0.85, 0.01
"""De cuánto en cuánto se prueba una letra más chica, y con qué precisión se busca la mayor con que cabe el texto."""


@dataclass(frozen=True, eq=False)
class Trazo:
    """Un texto acomodado a lo largo de líneas.

    Parameters
    ----------
    letreros : tuple of Letrero
        Cada letra (con sus diacríticos), en orden de lectura; las repeticiones del texto llevan `relleno`.
    guias : tuple of ndarray of shape (k, 2)
        Las líneas por las que corre, sin suavizar, en unidades abstractas.
    de : tuple of int
        Por cuál guía va cada letrero.
    cuerpo : float
        La letra más pequeña, en unidades abstractas.
    vueltas : int
        Cuántas veces se dice el texto, a lo más.
    colocadas : int
        Cuántas palabras del texto se colocaron; las demás no cupieron.
    """

    letreros: tuple[Letrero, ...]
    guias: tuple[Linea, ...]
    de: tuple[int, ...]
    cuerpo: float
    vueltas: int
    colocadas: int


@dataclass(frozen=True, slots=True)
class _Letra:
    """Una letra o un espacio: qué dice, cuánto avanza (en cuerpos), de qué palabra es y si ahí se puede cortar."""

    texto: str
    avance: float
    palabra: Palabra
    abre: bool
    repetida: bool
    corta: bool = False

    @property
    def espacio(self) -> bool:
        return not self.texto


def acomodar_trazo(
    palabras: tuple[Palabra, ...],
    silueta: Silueta,
    fuente: Fuente,
    *,
    negrita: bool = False,
    separador: str = "·",
    cuerpo_minimo: float = CUERPO_MINIMO,
    cuerpo_maximo: float | None = None,
    repetir: bool = True,
    una_linea_por_voz: bool = True,
) -> Trazo:
    """Escribe el texto por las orillas de la silueta y sus líneas interiores.

    Si no cabe con una letra cómoda, da más vueltas hacia adentro. Con varias voces, cada una toma una línea.

    Parameters
    ----------
    palabras : tuple of Palabra
    silueta : Silueta
    fuente : Fuente
    negrita : bool, optional
        Con cuál letra de la tipografía se dibujará.
    separador : str, optional
        Signo entre voz y voz y entre repeticiones; vacío, ninguno.
    cuerpo_minimo : float, optional
        Con esta letra, lo que no cabe queda fuera.
    cuerpo_maximo : float, optional
        Con esta letra, lo que falta se completa repitiendo el texto.
    repetir : bool, optional
        Si un texto corto se repite.
    una_linea_por_voz : bool, optional
        Si cada voz toma su línea; si no, corren una tras otra.

    Returns
    -------
    Trazo

    Raises
    ------
    ErrorCaligrama
        Si la silueta es tan delgada que no cabe ninguna letra.

    Examples
    --------
    >>> from reflexiona.caligrama.silueta import leer_silueta
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> palabras = tuple(Palabra(p, i, 0) for i, p in enumerate("La escuela es de quien la camina".split()))
    >>> hecho = acomodar_trazo(palabras, leer_silueta("circulo"), tipografia("serif").normal)
    >>> "".join(uno.leido for uno in hecho.letreros if not uno.relleno)
    'Laescuelaesdequienlacamina'
    """
    guias = Guias(silueta)
    area = float(silueta.mascara.sum()) / silueta.escala**2
    mayor = cuerpo_maximo if cuerpo_maximo is not None else 0.062 * math.sqrt(area)
    mayor = max(cuerpo_minimo, min(mayor, 0.9 * guias.fondo / (ALTA + BAJA)))
    if cuerpo_maximo is None:
        # Un texto largo no llega a la letra mayor: en cuanto es cómoda no se dan más vueltas.
        largo = sum(fuente.ancho(palabra.texto) + ESPACIO for palabra in palabras)
        mayor = min(mayor, max(2 * _COMODO, _cuerpo(guias, largo, 1, cuerpo_minimo, mayor)))
        mayor = _que_siga_la_forma(guias, mayor, max(cuerpo_minimo, 0.012 * math.sqrt(area)))
    signo = list(_signo(separador, fuente, 0))
    voces = sorted({palabra.voz for palabra in palabras})
    if una_linea_por_voz and len(voces) > 1:
        hecho = _por_voz(palabras, voces, guias, fuente, signo, cuerpo_minimo, mayor, repetir)
    else:
        hecho = _de_corrido(palabras, guias, fuente, separador, cuerpo_minimo, mayor, repetir)
    if hecho is None:
        raise ErrorCaligrama(
            f"En la forma «{silueta.nombre}» no cabe el texto por sus orillas: es muy delgada para el estilo «trazo»."
        )
    return hecho.terminar(negrita)


def _que_siga_la_forma(guias: Guias, mayor: float, menor: float) -> float:
    """La letra más grande con que casi toda la orilla se puede seguir sin trozos sueltos de pocas letras."""
    entera = sum(_largo(contorno) for contorno in guias.silueta.contornos)
    entera += sum(map(_largo, guias.interiores))

    @cache
    def seguido(paso: int) -> tuple[float, int]:
        """Lo que se puede seguir con esa letra, y en cuántas piezas."""
        cuerpo = mayor * _CHICA**paso
        tijera = Tijera()
        # Por dentro la orilla es más corta que por fuera: un círculo pierde lo que sube la letra.
        largo, cuantas = 2 * math.pi * ALTA * cuerpo, 0
        for guia in guias.trazos(cuerpo, 1):
            piezas = tijera.cortar(guia, cuerpo)
            tijera.ocupar(piezas, cuerpo)
            enteras = [float(p.largo[-1]) for p in piezas if p.cabe > _PIEZA * cuerpo]
            largo, cuantas = largo + sum(enteras), cuantas + len(enteras)
        return largo, cuantas

    def cubre(paso: int, pierde: float) -> float:
        largo, cuantas = seguido(paso)
        return (largo - pierde * cuantas * mayor * _CHICA**paso) / entera

    pasos = range(max(0, math.ceil(math.log(menor / mayor, _CHICA))))

    def con(meta: float) -> float:
        return max(menor, mayor * _CHICA ** bisect_left(pasos, True, key=lambda paso: cubre(paso, 0.0) >= meta))

    # Por seguir también lo más curvo no se llega a una letra incómoda.
    sigue = max(con(_CUBIERTO), min(con(_BASTA), _COMODO))
    # Al final de cada pieza se pierde, en promedio, media palabra: la que ya no cabe entera. Por eso tampoco.
    if sigue < _LEGIBLE / _CHICA:
        return sigue
    for paso in pasos:
        cuerpo = mayor * _CHICA**paso
        if cuerpo < _LEGIBLE:
            break
        if cuerpo <= sigue and cubre(paso, _MEDIA) >= _CUBIERTO:
            return cuerpo
    return sigue * _CHICA


class _Hecho:
    """Lo que se va escribiendo."""

    def __init__(self) -> None:
        self.letreros: list[Letrero] = []
        self.guias: list[Linea] = []
        self.de: list[int] = []
        self.cuerpos: list[float] = []
        self.vueltas = 1

    def escribir(self, piezas: Sequence[Pieza], reparto: list[list[_Letra]], cuerpo: float) -> None:
        for pieza, letras in zip(piezas, reparto, strict=True):
            if letras:
                self.guias.append(pieza.guia)
            for uno in _colocar(letras, pieza, cuerpo):
                self.letreros.append(uno)
                self.de.append(len(self.guias) - 1)
        self.cuerpos.append(cuerpo)

    def terminar(self, negrita: bool) -> Trazo:
        from dataclasses import replace

        letreros = tuple(replace(uno, negrita=negrita) for uno in self.letreros)
        puestas = {uno.palabra for uno in letreros if uno.palabra >= 0 and not uno.relleno}
        return Trazo(letreros, tuple(self.guias), tuple(self.de), min(self.cuerpos), self.vueltas, len(puestas))


def _de_corrido(
    palabras: tuple[Palabra, ...],
    guias: Guias,
    fuente: Fuente,
    separador: str,
    minimo: float,
    mayor: float,
    repetir: bool,
) -> _Hecho | None:
    """Todo el texto, por todas las guías, con una sola letra."""
    con_signos: list[Palabra] = []
    for palabra in palabras:
        if con_signos and con_signos[-1].voz != palabra.voz:
            con_signos.extend(_signo(separador, fuente, palabra.voz))
        con_signos.append(palabra)
    cabe = guias.largo(minimo, _VUELTAS) / minimo
    letras = _letras(con_signos, fuente, tope=1.2 * cabe)
    largo = _suma(letras)
    vueltas, cuerpo = _cuantas_vueltas(guias, largo, minimo, mayor)
    veces = 1
    if repetir and cuerpo >= mayor:
        otra = _letras([*_signo(separador, fuente, 0), *con_signos], fuente, repetidas=True, seguidas=True)
        if otra:
            veces = max(1, min(5000, math.floor(0.97 * guias.largo(mayor, vueltas) / mayor / _suma(otra))))
            letras = letras + otra * (veces - 1)
    cuerpo = _cuerpo(guias, _suma(letras), vueltas, minimo, mayor)
    todas = sum(not letra.espacio for letra in letras)
    mejor: tuple[float, list[Pieza], list[list[_Letra]]] | None = None
    falla = math.inf
    for _ in range(40):
        tijera = Tijera()
        piezas: list[Pieza] = []
        for guia in guias.trazos(cuerpo, vueltas):
            suyas = tijera.cortar(guia, cuerpo)
            tijera.ocupar(suyas, cuerpo)
            piezas.extend(suyas)
        reparto = _repartir(letras, [p.cabe / cuerpo for p in piezas], [p.sigue for p in piezas], recorta=True) or []
        puestas = sum(not letra.espacio for suyas in reparto for letra in suyas)
        if puestas == todas:
            mejor = (cuerpo, piezas, reparto)
        elif cuerpo <= minimo:
            mejor = (cuerpo, piezas, reparto) if puestas else None
            break
        else:
            falla = cuerpo
        if mejor is None:
            # Con una letra más chica caben más, casi en proporción.
            cuerpo = max(minimo, cuerpo * min(1 - _PRECISA, max(0.7, puestas / todas)))
        elif falla < (1 + 2 * _PRECISA) * mejor[0] or falla == math.inf:
            break
        else:
            cuerpo = math.sqrt(falla * mejor[0])
    if mejor is None:
        return None
    hecho = _Hecho()
    hecho.vueltas = veces
    cuerpo, piezas, reparto = mejor
    hecho.escribir(piezas, reparto, cuerpo)
    return hecho if hecho.letreros else None


def _por_voz(
    palabras: tuple[Palabra, ...],
    voces: list[int],
    guias: Guias,
    fuente: Fuente,
    signo: list[Palabra],
    minimo: float,
    mayor: float,
    repetir: bool,
) -> _Hecho | None:
    """Cada voz en su línea; si hay más líneas que voces, se turnan, y si hay menos, se dan más vueltas."""
    textos = [[p for p in palabras if p.voz == voz] for voz in voces]
    medidas = [_letras(texto, fuente) for texto in textos]
    vueltas, cuerpo = 1, max(minimo, min(mayor, _COMODO))
    lineas = guias.trazos(cuerpo, vueltas)
    while len(lineas) < len(textos) and vueltas < _VUELTAS:
        vueltas += 1
        lineas = guias.trazos(cuerpo, vueltas)
    if len(lineas) < len(textos):
        # No hay línea para cada una: corren una tras otra.
        return _de_corrido(palabras, guias, fuente, signo[0].texto if signo else "", minimo, mayor, repetir)
    if vueltas > 1:
        lineas = lineas[: len(textos)]
    largos = [_SIN_ESQUINAS * _largo(linea.puntos) for linea in lineas]
    parejo = min(mayor, max(minimo, median(largo / _suma(m) for largo, m in zip(largos, medidas, strict=False))))
    if vueltas > 1:
        # Vueltas vecinas van con la misma letra, la mayor con que caben todas.
        parejo = max(minimo, min(cuerpo, *(largo / _suma(m) for largo, m in zip(largos, medidas, strict=True))))
        lineas = guias.trazos(parejo, vueltas)[: len(textos)]
    hecho = _Hecho()
    tijera = Tijera()
    for i, linea in enumerate(lineas):
        entero = _SIN_ESQUINAS * _largo(linea.puntos)
        repite = i >= len(textos)
        # Las líneas que sobran repiten la voz que mejor las llena.
        cual = i if not repite else min(range(len(textos)), key=lambda k: abs(entero / parejo - _suma(medidas[k])))
        letras = [_otra_vez(letra) for letra in medidas[cual]] if repite else list(medidas[cual])
        otra = _letras([*signo, *textos[cual]], fuente, repetidas=True, seguidas=True)
        if repetir and otra:
            caben = max(0, min(5000, math.floor((entero / parejo - _suma(letras)) / _suma(otra))))
            letras += otra * caben
            hecho.vueltas = max(hecho.vueltas, 1 + caben)
        elif repite:
            continue
        tope = parejo if vueltas > 1 else min(mayor, 1.5 * parejo)
        suyo = max(minimo, min(tope, entero / _suma(letras)))
        if repite and suyo < _CHICO * parejo:
            continue
        _escribir_voz(hecho, tijera, guias, linea, letras, suyo, minimo, trazada=parejo if vueltas > 1 else cuerpo)
    return hecho if hecho.letreros else None


def _escribir_voz(
    hecho: _Hecho,
    tijera: Tijera,
    guias: Guias,
    linea: Guia,
    letras: list[_Letra],
    cuerpo: float,
    minimo: float,
    *,
    trazada: float,
) -> None:
    """Escribe una voz en su línea, con la letra más grande que cabe; con la mínima, hasta donde llegue."""
    while True:
        propia = _misma(guias, linea, cuerpo, trazada)
        piezas = tijera.cortar(propia, cuerpo)
        corto = cuerpo <= minimo
        reparto = _repartir(letras, [p.cabe / cuerpo for p in piezas], [p.sigue for p in piezas], recorta=corto)
        if reparto is not None:
            hecho.escribir(piezas, reparto, cuerpo)
            tijera.ocupar([p for p, suyas in zip(piezas, reparto, strict=True) if suyas], cuerpo)
        if reparto is not None or corto:
            return
        cuerpo = max(minimo, 0.98 * cuerpo)


def _misma(guias: Guias, linea: Guia, cuerpo: float, trazada: float) -> Guia:
    """La misma línea trazada para otra letra; la de siempre si es interior o si a esa letra las orillas son otras."""
    if any(linea.puntos is interior for interior in guias.interiores) or abs(cuerpo - trazada) < 1e-9:
        return linea
    antes, ahora = guias.trazos(trazada, 1), guias.trazos(cuerpo, 1)
    donde = next((i for i, otra in enumerate(antes) if np.array_equal(otra.puntos, linea.puntos)), None)
    return ahora[donde] if donde is not None and len(antes) == len(ahora) else linea


def _cuantas_vueltas(guias: Guias, largo: float, minimo: float, mayor: float) -> tuple[int, float]:
    """Cuántas vueltas hacia adentro hacen falta para una letra cómoda, y de qué tamaño sale."""
    mejor, mejor_cuerpo, mejor_cabe = 1, 0.0, 0.0
    for vueltas in range(1, _VUELTAS + 1):
        cuerpo = _cuerpo(guias, largo, vueltas, minimo, mayor)
        cabe = guias.largo(cuerpo, vueltas) / cuerpo
        # Mientras el texto no quepa, cuenta cuánto cabe; después, de qué tamaño queda.
        if cuerpo > 1.02 * mejor_cuerpo or (mejor_cuerpo <= minimo and cabe > 1.01 * mejor_cabe):
            mejor, mejor_cuerpo, mejor_cabe = vueltas, cuerpo, cabe
        elif vueltas > mejor + 1:
            break
        if mejor_cuerpo >= min(_COMODO, mayor):
            break
    return mejor, mejor_cuerpo


def _cuerpo(guias: Guias, largo: float, vueltas: int, minimo: float, mayor: float) -> float:
    """La letra con que un texto de ese largo (en cuerpos) llena más o menos las guías."""
    bajo, alto = minimo, mayor
    if 0.95 * guias.largo(mayor, vueltas) >= largo * mayor:
        return mayor
    for _ in range(12):
        medio = (bajo + alto) / 2
        bajo, alto = (medio, alto) if 0.95 * guias.largo(medio, vueltas) >= largo * medio else (bajo, medio)
    return bajo


def _letras(
    palabras: Sequence[Palabra],
    fuente: Fuente,
    *,
    repetidas: bool = False,
    seguidas: bool = False,
    tope: float = math.inf,
) -> list[_Letra]:
    """El texto letra por letra, hasta que avance `tope` cuerpos."""
    salida: list[_Letra] = []
    lleva = 0.0
    for palabra in palabras:
        if lleva > tope:
            break
        if salida or seguidas:
            salida.append(_Letra("", ESPACIO, palabra, False, repetidas))
            lleva += ESPACIO
        silabas = {posicion for posicion, _, _ in cortes(palabra.texto)}
        posicion = 0
        for uno in fuente.racimos(palabra.texto):
            avance = uno.avance + _SUELTA
            salida.append(_Letra(uno.texto, avance, palabra, posicion == 0, repetidas, posicion in silabas))
            posicion += len(uno.texto)
            lleva += avance
    return salida


def _otra_vez(letra: _Letra) -> _Letra:
    return _Letra(letra.texto, letra.avance, letra.palabra, letra.abre, True, letra.corta)


def _suma(letras: Sequence[_Letra]) -> float:
    return sum(letra.avance for letra in letras)


def _repartir(
    letras: list[_Letra], caben: list[float], siguen: list[bool], *, recorta: bool
) -> list[list[_Letra]] | None:
    """Qué letras van en cada pieza, parejas; None si no caben (o sólo las primeras, si `recorta`).

    Una palabra sólo se parte en una esquina de su misma línea.
    """
    n = len(letras)
    lleva = np.concatenate([[0.0], np.cumsum([letra.avance for letra in letras])])
    total, cabe = float(lleva[-1]), sum(caben)
    if not caben or (total > cabe and not recorta):
        return None
    razon = min(1.0, total / cabe)
    abren = [i for i, letra in enumerate(letras) if letra.abre] + [n]
    salida: list[list[_Letra]] = []
    i = 0
    meta = 0.0
    for j, ancho in enumerate(caben):
        meta += ancho * razon
        while i < n and letras[i].espacio:
            i += 1
        tope = lleva[i] + ancho
        # Si aquí acaba el texto, va entero; si no, hasta donde toca para que todas las piezas queden parejas.
        ultima = j + 1 == len(caben)
        seguida = not ultima and siguen[j + 1]
        hasta = int(np.searchsorted(lleva, tope + 1.0, side="right"))
        cerca = abren[bisect_right(abren, i) : bisect_right(abren, hasta)]
        enteras = [k for k in cerca if _fin(lleva, letras, k) <= tope]
        mejor = min(enteras, key=lambda k: abs(float(lleva[k]) - meta), default=i)
        if ultima and enteras:
            mejor = enteras[-1]
        elif seguida:
            partidas = [k for k in range(i + 1, min(n, hasta)) if lleva[k] <= tope and letras[k].corta]
            partida = min(partidas, key=lambda k: abs(float(lleva[k]) - meta), default=i)
            # Partir una palabra en la esquina se justifica si dejarla entera se nota.
            if abs(float(lleva[mejor]) - meta) > max(1.2, 0.15 * ancho) + abs(float(lleva[partida]) - meta):
                mejor = partida
        suyas = letras[i:mejor]
        while suyas and suyas[-1].espacio:
            suyas = suyas[:-1]
        salida.append(suyas)
        i = mejor
    while i < n and letras[i].espacio:
        i += 1
    if i < n and not recorta:
        return None
    if i < n:
        _cortar_cola(salida, letras[i])
    return salida


def _fin(lleva: np.typing.NDArray[np.float64], letras: list[_Letra], k: int) -> float:
    """Dónde acaba el texto antes de la letra k, sin el espacio que la precede."""
    return float(lleva[k - 1] if k > 0 and letras[k - 1].espacio else lleva[k])


def _cortar_cola(salida: list[list[_Letra]], siguiente: _Letra) -> None:
    """Quita la palabra que quedó a medias al final de lo que cupo."""
    if siguiente.abre:
        return
    for suyas in reversed(salida):
        while suyas and suyas[-1].palabra == siguiente.palabra and not suyas[-1].espacio:
            suyas.pop()
        if suyas:
            break


def _colocar(letras: list[_Letra], pieza: Pieza, cuerpo: float) -> Iterator[Letrero]:
    """Pone las letras sobre la pieza, parejas y giradas a la tangente."""
    if not letras:
        return
    avances = np.array([letra.avance for letra in letras])
    sobra = pieza.cabe / cuerpo - float(avances.sum())
    # El aire se reparte entre letras, con el doble en los espacios; un texto corto no se desparrama.
    peso = np.array([2.0 if letra.espacio else 1.0 for letra in letras])
    peso[-1] = 0.0
    unidad = float(np.clip(sobra / peso.sum(), 0.0, _ABRE)) if peso.sum() else 0.0
    inicio = np.concatenate([[0.0], np.cumsum(avances + unidad * peso)[:-1]])
    libre = max(0.0, sobra - unidad * float(peso.sum()))
    inicio += libre / 2
    desde, hasta = inicio * cuerpo, (inicio + avances) * cuerpo
    a, medio, b = (_en(pieza, lugar) for lugar in (desde, (desde + hasta) / 2, hasta))
    giros = np.arctan2(b[:, 1] - a[:, 1], b[:, 0] - a[:, 0])
    # La cuerda corta la curva por un lado y la tangente se va por el otro: a la mitad, el desvío es el menor.
    centro = (medio + (a + b) / 2) / 2
    rumbo = np.column_stack([np.cos(giros), np.sin(giros)])
    origen = centro - rumbo * (avances * cuerpo / 2)[:, None]
    for letra, (x, y), giro in zip(letras, origen.tolist(), giros.tolist(), strict=True):
        if not letra.espacio:
            signo = letra.palabra.indice < 0
            yield Letrero(
                letra.texto,
                x,
                y,
                cuerpo,
                relleno=letra.repetida,
                giro=giro,
                lee="" if signo else None,
                palabra=letra.palabra.indice,
                voz=letra.palabra.voz,
            )


def _en(pieza: Pieza, util: np.typing.NDArray[np.float64]) -> Linea:
    """Los puntos de la pieza a ese recorrido útil."""
    s = np.interp(util, pieza.util, pieza.largo)
    return np.column_stack([np.interp(s, pieza.largo, pieza.puntos[:, eje]) for eje in (0, 1)])


def _signo(separador: str, fuente: Fuente, voz: int) -> Iterator[Palabra]:
    limpio = separador.strip()
    if limpio and not fuente.faltantes(limpio):
        yield Palabra(limpio, -1, voz)


def _largo(puntos: Linea) -> float:
    return float(np.hypot(*np.diff(puntos, axis=0).T).sum())
