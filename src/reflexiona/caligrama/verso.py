"""El estilo verso: un texto corrido que llena la silueta renglón por renglón, justificado a su orilla."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.cierre import CIERRE, cerrar
from reflexiona.caligrama.corrido import Corrido
from reflexiona.caligrama.justificar import Renglon, justificar
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.renglones import Hoja, Medida, Tramo, zonas
from reflexiona.caligrama.reparto import VACIO, repartir
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Fuente
from reflexiona.caligrama.voces import Palabra
from reflexiona.errores import ErrorCaligrama

__all__ = ["CUERPO_MINIMO", "INTERLINEA", "Verso", "acomodar_verso"]

CUERPO_MINIMO = 7.0
"""La letra más pequeña de un texto corrido, en unidades abstractas (la silueta mide 1000): 8 puntos a 40 cm."""

INTERLINEA = 1.14
"""Distancia entre líneas base, en cuerpos."""

_PARECIDO = 0.958
"""Qué tanto se parecen a la silueta los renglones vacíos con la letra mayor que se permite."""

_FASES = (0.0, 0.2, 0.4, 0.6, 0.8)
_PROBADOS = 5
_POR_PARECIDO = 60.0
"""Cuánto del costo de un renglón vale dibujar mejor la silueta."""

_LOGRADO = 0.915
"""Con cuánto parecido, ya con el texto puesto, no se busca una letra más chica."""

_INTENTOS = 3
_PASADAS = 4
_VECINO, _AJUSTE = 1.06, 0.002
"""Qué tan lejos del anterior se busca el cuerpo con que cabe el texto, y con qué precisión."""

_FINALISTAS = 2
_REPETICIONES = 20_000
_BUENO = 0.45
"""Costo por renglón con el que ya no se busca más."""

_RETOQUES = (0.997, 1.003, 0.985, 0.974, 0.964, 0.95, 0.93, 0.9, 0.86, 0.8)


@dataclass(frozen=True, eq=False)
class Verso:
    """Un texto acomodado en renglones.

    Parameters
    ----------
    letreros : tuple of Letrero
        Cada palabra, o pedazo de palabra, en orden de lectura; las repeticiones del texto llevan `relleno`.
    renglones : tuple of (int, int)
        Qué letreros (desde, hasta sin incluirlo) lleva cada renglón.
    cuerpo : float
        Tamaño de la letra, en unidades abstractas.
    interlinea : float
        Distancia entre líneas base, en unidades abstractas.
    vueltas : int
        Cuántas veces se dice el texto.
    colocadas : int
        Cuántas palabras del texto se colocaron; las demás no cupieron.
    vacios : float
        Parte del largo de los renglones que quedó sin texto.
    """

    letreros: tuple[Letrero, ...]
    renglones: tuple[tuple[int, int], ...]
    cuerpo: float
    interlinea: float
    vueltas: int
    colocadas: int
    vacios: float


def acomodar_verso(
    palabras: tuple[Palabra, ...],
    silueta: Silueta,
    fuente: Fuente,
    *,
    negrita: bool = False,
    separador: str = "·",
    interlinea: float = INTERLINEA,
    cuerpo_minimo: float = CUERPO_MINIMO,
    cuerpo_maximo: float | None = None,
    repetir: bool = True,
    orden: str = "renglones",
) -> Verso:
    """Escribe el texto dentro de la silueta, de un tamaño con el que la llena justo.

    Parameters
    ----------
    palabras : tuple of Palabra
    silueta : Silueta
    fuente : Fuente
    negrita : bool, optional
        Con cuál letra de la tipografía se dibujará.
    separador : str, optional
        Signo entre voz y voz y entre repeticiones; vacío, ninguno.
    interlinea : float, optional
        En cuerpos.
    cuerpo_minimo : float, optional
        Con esta letra, lo que no cabe queda fuera.
    cuerpo_maximo : float, optional
        Con esta letra, lo que falta se completa repitiendo el texto; por omisión, la mayor con que la silueta se
        reconoce.
    repetir : bool, optional
        Si un texto corto se repite; si no, la letra crece cuanto haga falta.
    orden : {"renglones", "partes"}, optional
        Véase `renglones.zonas`.

    Returns
    -------
    Verso

    Raises
    ------
    ErrorCaligrama
        Si en la silueta no cabe ni un renglón.

    Examples
    --------
    >>> from reflexiona.caligrama.silueta import leer_silueta
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> palabras = tuple(Palabra(p, i, 0) for i, p in enumerate("La escuela es de quien la camina".split()))
    >>> hecho = acomodar_verso(palabras, leer_silueta("circulo"), tipografia("serif").normal)
    >>> "".join(uno.leido for uno in hecho.letreros if not uno.relleno)
    'Laescuelaesdequienlacamina'
    """
    medida = Medida.de(fuente, interlinea)
    pliego = _Pliego([Hoja(zona, silueta.escala) for zona in zonas(silueta, orden)], silueta, medida)
    cabe = pliego.capacidad(cuerpo_minimo)
    if cabe < 6.0:
        raise ErrorCaligrama(
            f"En la forma «{silueta.nombre}» no cabe ni un renglón: es demasiado delgada para el estilo «verso»."
        )
    texto = Corrido(fuente)
    con_signos = list(_con_separadores(palabras, separador, fuente))
    agregadas = texto.agregar(con_signos, hasta=1.1 * cabe)
    vueltas = 1
    hecho: _Acomodo | None = None
    if agregadas == len(con_signos) and texto.avance[-1] <= cabe:
        mayor = pliego.cuerpo_mayor(cuerpo_minimo) if cuerpo_maximo is None else max(cuerpo_maximo, cuerpo_minimo)
        signo = list(_signo(separador, fuente))
        una, llena = texto.avance[-1], pliego.capacidad(mayor)
        # Una repetición que ya no cabe ni con la letra mínima no se agrega: el texto crece.
        while repetir and vueltas < _REPETICIONES and texto.avance[-1] < llena and texto.avance[-1] + una <= cabe:
            texto.agregar((*signo, *con_signos), repetidas=True)
            vueltas += 1
        repite = repetir and texto.avance[-1] >= llena
        techo = 1.3 * mayor if repite else 0.5 * math.sqrt(float(silueta.mascara.sum())) / silueta.escala
        techo = max(techo, cuerpo_minimo)
        hecho = _resolver(texto, pliego, cuerpo_minimo, techo)
        logrado = 0.0 if hecho is None else pliego.logrado(hecho)
        dichas = vueltas
        for _ in range(_INTENTOS if repetir and cuerpo_maximo is None else 0):
            if hecho is None or hecho.cuerpo < 1.15 * cuerpo_minimo or logrado >= _LOGRADO:
                break
            # La letra quedó grande para lo fino de la forma: se dice el texto más veces, más chico.
            otras = max(1, round(0.2 * dichas))
            if texto.avance[-1] + otras * una > cabe:
                break
            for _ in range(otras):
                texto.agregar((*signo, *con_signos), repetidas=True)
            dichas += otras
            otro = _resolver(texto, pliego, cuerpo_minimo, techo)
            if otro is not None and (parecido := pliego.logrado(otro)) > logrado + 0.003:
                hecho, logrado, vueltas = otro, parecido, dichas
    if hecho is None:
        vueltas = 1
        hecho = _recortar(con_signos, fuente, pliego, cuerpo_minimo)
    if hecho is None:
        raise ErrorCaligrama(f"El texto no se puede acomodar en la forma «{silueta.nombre}»: pruebe otra forma.")
    return _escribir(hecho, negrita, vueltas)


class _Pliego:
    """Las hojas de una silueta, en orden, vistas como una sola lista de renglones."""

    def __init__(self, hojas: list[Hoja], silueta: Silueta, medida: Medida) -> None:
        self.hojas = hojas
        self.medida = medida
        self._silueta = silueta
        # La suma de cualquier rectángulo de la silueta son cuatro lecturas.
        self._sumas = np.pad(silueta.mascara.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def medidas(self) -> list[Medida]:
        """La interlínea pedida y dos vecinas: con alguna el primer renglón y el último quedan a ras de las orillas."""
        return [replace(self.medida, interlinea=self.medida.interlinea * k) for k in (1.0, 0.975, 1.025)]

    def tramos(self, cuerpo: float, fase: float, medida: Medida | None = None) -> list[tuple[Hoja, Tramo]]:
        return [(hoja, tramo) for hoja in self.hojas for tramo in hoja.tramos(cuerpo, medida or self.medida, fase)]

    def capacidad(self, cuerpo: float, fase: float = 0.5) -> float:
        """Cuánto texto cabe, en cuerpos."""
        return sum(tramo.ancho for _, tramo in self.tramos(cuerpo, fase)) / cuerpo

    def cuerpo_mayor(self, minimo: float) -> float:
        """La letra más grande con que los renglones todavía dibujan la silueta."""
        area = float(self._silueta.mascara.sum()) / self._silueta.escala**2
        cuerpo = 0.09 * math.sqrt(area)
        mejor, parecido_mejor = minimo, 0.0
        while cuerpo > minimo:
            parecido = max(self.parecido(cuerpo, fase) for fase in _FASES)
            if parecido >= _PARECIDO:
                return cuerpo
            if parecido > parecido_mejor + 0.004:
                mejor, parecido_mejor = cuerpo, parecido
            cuerpo *= 0.94
        return mejor

    def parecido(self, cuerpo: float, fase: float, medida: Medida | None = None) -> float:
        """Intersección entre unión de las franjas de los renglones con la silueta."""
        medida = medida or self.medida
        tramos = [t for _, t in self.tramos(cuerpo, fase, medida)]
        if not tramos:
            return 0.0
        e = self._silueta.escala
        blanco = medida.interlinea - medida.x
        # Por abajo de la línea sólo hay colas sueltas; por arriba, astas: ahí la mancha de texto llega más lejos.
        arriba, abajo = medida.x + 0.6 * blanco, 0.4 * blanco
        orillas = np.array([((t.base - arriba * cuerpo), (t.base + abajo * cuerpo), t.x0, t.x1) for t in tramos]) * e
        alto, ancho = self._silueta.mascara.shape
        f0, f1, c0, c1 = np.round(orillas).astype(int).clip(0, [alto, alto, ancho, ancho]).T
        s = self._sumas
        pintado, comun = ((f1 - f0) * (c1 - c0)).sum(), (s[f1, c1] - s[f0, c1] - s[f1, c0] + s[f0, c0]).sum()
        return float(comun / (s[-1, -1] + pintado - comun))

    def logrado(self, hecho: _Acomodo) -> float:
        """Lo mismo, con las palabras ya puestas y los blancos entre ellas cerrados."""
        e, c = self._silueta.escala, hecho.cuerpo
        pintada: npt.NDArray[np.bool_] = np.zeros_like(self._silueta.mascara)
        fuente = hecho.texto.fuente
        for renglon in filter(None, hecho.renglones):
            for (_, _, dibujo), x in zip(renglon.trozos, renglon.lugares, strict=True):
                ancho = (fuente.ancho(dibujo) + renglon.letra * (len(fuente.racimos(dibujo)) - 1)) * c
                filas = slice(round((renglon.tramo.base - self.medida.x * c) * e), round(renglon.tramo.base * e))
                pintada[filas, round((x + 0.06 * c) * e) : round((x + ancho - 0.06 * c) * e)] = True
        # Una rendija más angosta que la interlínea se pierde a la vista: con letra chica, no.
        return _parecido(cerrar(pintada, CIERRE * hecho.interlinea * c * e), self._silueta.mascara)


@dataclass(frozen=True, slots=True)
class _Acomodo:
    """Los renglones ya justificados (None en los tramos sin texto), con qué letra, y lo que costaron."""

    texto: Corrido
    cuerpo: float
    interlinea: float
    tramos: tuple[Tramo, ...]
    renglones: tuple[Renglon | None, ...]
    costo: float


def _parecido(una: npt.NDArray[np.bool_], otra: npt.NDArray[np.bool_]) -> float:
    """Intersección entre unión."""
    return float((una & otra).sum() / (una | otra).sum())


def _resolver(texto: Corrido, pliego: _Pliego, minimo: float, maximo: float) -> _Acomodo | None:
    """El cuerpo y el lugar del primer renglón con que el texto llena mejor la silueta."""
    probados: list[tuple[float, float, float, Medida]] = []

    def cabe(cuerpo: float, fase: float, medida: Medida) -> bool:
        tramos = pliego.tramos(cuerpo, fase, medida)
        # En cada corte se ahorra un espacio o se gasta un guion.
        return sum(t.ancho for _, t in tramos) / cuerpo > texto.avance[-1] - 0.1 * len(tramos)

    bajo, alto = minimo, maximo
    for medida in pliego.medidas():
        for fase in _FASES:
            # Con otra fase el cuerpo sale casi igual: se busca a su alrededor.
            if probados:
                bajo, alto = max(minimo, bajo / _VECINO), min(maximo, bajo * _VECINO)
                bajo = bajo if cabe(bajo, fase, medida) else minimo
                alto = maximo if cabe(alto, fase, medida) else alto
            while alto - bajo > _AJUSTE * bajo:
                medio = (bajo + alto) / 2
                bajo, alto = (medio, alto) if cabe(medio, fase, medida) else (bajo, medio)
            probados.append((-pliego.parecido(bajo, fase, medida), bajo, fase, medida))
    probados.sort(key=lambda uno: uno[:3])
    # Primero los renglones que mejor dibujan la silueta; entre ésos, los que dejan mejor espaciado.
    candidatos: list[tuple[float, int, float]] = []
    for i, (parecido, cuanto, fase, medida) in enumerate(probados[:_PROBADOS]):
        for cuerpo, retoque in {max(minimo, cuanto * retoque): retoque for retoque in _RETOQUES}.items():
            tramos = pliego.tramos(cuerpo, fase, medida)
            reparto = repartir(texto, [t.ancho / cuerpo for _, t in tramos])
            if reparto is not None:
                costo = reparto.costo / len(tramos) + _POR_PARECIDO * (parecido - probados[0][0])
                candidatos.append((costo + 20.0 * max(0.0, 1 - cuerpo / cuanto), i, cuerpo))
                if retoque <= 0.985 or reparto.costo / len(tramos) < _BUENO:
                    break
    mejor: _Acomodo | None = None
    menor = math.inf
    for costo, i, cuerpo in sorted(candidatos)[:_FINALISTAS]:
        _, _, fase, medida = probados[i]
        hecho = _justificar(texto, pliego.tramos(cuerpo, fase, medida), cuerpo, medida.interlinea)
        if hecho is not None and (final := hecho.costo / len(hecho.tramos) + costo) < menor:
            mejor, menor = hecho, final
    return mejor


def _justificar(texto: Corrido, tramos: list[tuple[Hoja, Tramo]], cuerpo: float, interlinea: float) -> _Acomodo | None:
    """Reparte y justifica; donde una letra alta obligó a recorrer una punta, se reparte otra vez con ella recorrida."""
    mejor: _Acomodo | None = None
    for _ in range(_PASADAS):
        reparto = repartir(texto, [t.ancho / cuerpo for _, t in tramos])
        if reparto is None:
            break
        renglones = tuple(
            None if cual is None else justificar(texto, *cual, hoja, tramo, cuerpo)
            for (hoja, tramo), cual in zip(tramos, reparto.tramos, strict=True)
        )
        costo = sum(
            VACIO + t.ancho / cuerpo if r is None else r.costo for (_, t), r in zip(tramos, renglones, strict=True)
        )
        if mejor is None or costo < mejor.costo:
            mejor = _Acomodo(texto, cuerpo, interlinea, tuple(t for _, t in tramos), renglones, costo)
        nuevos = [(hoja, t if r is None else r.tramo) for (hoja, t), r in zip(tramos, renglones, strict=True)]
        if nuevos == tramos:
            break
        tramos = nuevos
    return mejor


def _recortar(palabras: list[Palabra], fuente: Fuente, pliego: _Pliego, cuerpo: float) -> _Acomodo | None:
    """El principio del texto que llena la silueta con la letra mínima, y puntos suspensivos donde se corta."""
    tramos = pliego.tramos(cuerpo, 0.5)
    meta = sum(t.ancho for _, t in tramos) / cuerpo - 1.0
    for parte in (1.0, 0.99, 0.98, 0.96, 0.93, 0.9, 0.85, 0.8, 0.7, 0.5, 0.3):
        texto = Corrido(fuente)
        texto.agregar(palabras, hasta=meta * parte)
        if not fuente.faltantes("…"):
            texto.agregar([Palabra("…", -1, texto.palabras[-1].voz)])
        hecho = _justificar(texto, tramos, cuerpo, pliego.medida.interlinea)
        if hecho is not None:
            return hecho
    return None


def _escribir(hecho: _Acomodo, negrita: bool, vueltas: int) -> Verso:
    letreros: list[Letrero] = []
    orillas: list[tuple[int, int]] = []
    lleno = 0.0
    for tramo, renglon in zip(hecho.tramos, hecho.renglones, strict=True):
        if renglon is None:
            continue
        lleno += tramo.ancho
        desde = len(letreros)
        for (lugar, dice, dibujo), x in zip(renglon.trozos, renglon.lugares, strict=True):
            palabra = hecho.texto.palabras[lugar]
            letreros.append(
                Letrero(
                    dibujo,
                    x,
                    tramo.base,
                    hecho.cuerpo,
                    negrita=negrita,
                    relleno=hecho.texto.repetida[lugar],
                    espaciado=renglon.letra,
                    lee="" if palabra.indice < 0 else dice,
                    palabra=palabra.indice,
                    voz=palabra.voz,
                )
            )
        orillas.append((desde, len(letreros)))
    puestas = {uno.palabra for uno in letreros if uno.palabra >= 0 and not uno.relleno}
    vacios = 1 - lleno / sum(t.ancho for t in hecho.tramos)
    return Verso(
        tuple(letreros), tuple(orillas), hecho.cuerpo, hecho.cuerpo * hecho.interlinea, vueltas, len(puestas), vacios
    )


def _con_separadores(palabras: tuple[Palabra, ...], separador: str, fuente: Fuente) -> Iterator[Palabra]:
    previa: Palabra | None = None
    for palabra in palabras:
        if previa is not None and previa.voz != palabra.voz:
            yield from _signo(separador, fuente, previa.voz)
        yield palabra
        previa = palabra


def _signo(separador: str, fuente: Fuente, voz: int = 0) -> Iterator[Palabra]:
    limpio = separador.strip()
    if limpio and not fuente.faltantes(limpio):
        yield Palabra(limpio, -1, voz)
