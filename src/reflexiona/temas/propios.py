"""Los temas propios de una comunidad: por los racimos de lo que dicen y por lo que nombran más que cualquier escuela."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reflexiona.corpus import Corpus, Oracion
from reflexiona.temas.ejes import Ejes, hacer_ejes
from reflexiona.temas.emergentes import NOMINAL, Grupo, candidatas, explicada, minar
from reflexiona.temas.estabilidad import estabilidad_emergentes, estabilidad_racimos
from reflexiona.temas.fondo import Fondo
from reflexiona.temas.menciones_corpus import MencionesCorpus, leer_menciones
from reflexiona.temas.nombres import nombre_de
from reflexiona.temas.parecido import parecido
from reflexiona.temas.pertenencia import Pertenencia, de_emergente, de_racimo
from reflexiona.temas.racimos import CORTE, Racimo, buscar_racimos, terreno
from reflexiona.texto import Palabra

__all__ = ["Propio", "temas_propios"]

FIRME = 0.5
"""Lo hallado sólo por sus palabras que se pierde en la mitad de los remuestreos puede ser casualidad."""
DUDOSO = 0.4
"""Un racimo que se pierde en la mayoría de los remuestreos no es un tema, ni tentativo."""
TOPE = 800
"""Reflexiones que se agrupan a lo más: en comunidades mayores, las que menos explican los temas conocidos."""
MISMO = 0.5
"""Parte de las reflexiones del menor de dos temas que han de compartir para ser el mismo."""


@dataclass(frozen=True, slots=True, eq=False)
class Propio:
    """Un tema propio de la comunidad."""

    grupo: Grupo
    pertenencia: Pertenencia
    estabilidad: float


def temas_propios(
    corpus: Corpus,
    oraciones: Sequence[Oracion],
    palabras: Sequence[Sequence[Palabra]],
    menciones: MencionesCorpus,
    de: np.ndarray[Any, Any],
    vectores: np.ndarray[Any, Any] | None,
    conocidos: np.ndarray[Any, Any],
    pesos: np.ndarray[Any, Any],
    fondo: Fondo,
    *,
    minimo: int,
    maximo: int,
    n: int | None = None,
    ejes: Ejes | None = None,
) -> list[Propio]:
    """Los temas que los conocidos no explican.

    Parameters
    ----------
    corpus : Corpus
    oraciones : sequence of Oracion
    palabras : sequence of sequence of Palabra
    menciones : MencionesCorpus
    de : ndarray of shape (n_oraciones,)
        Índice de la reflexión de cada oración.
    vectores : ndarray of shape (n_oraciones, d), optional
        Sin ellos, sólo se busca por lo que se nombra.
    conocidos : ndarray of shape (n_reflexiones, n_temas)
        Probabilidad de cada tema conocido.
    pesos : ndarray of shape (veces, n_personas)
        Los remuestreos.
    fondo : Fondo
    minimo, maximo : int
        Personas de un tema y cuántos temas a lo más.
    n : int, optional
        Cuántos temas, si se piden: los más claros, aunque no pasen el corte.
    ejes : Ejes, optional
        Los del modelo; por omisión, los de la propia comunidad.

    Returns
    -------
    list of Propio
    """
    propios = _de_palabras(menciones, de, pesos, fondo, minimo=minimo, maximo=maximo)
    if vectores is not None and len(oraciones):
        racimos = _de_vectores(
            corpus, oraciones, palabras, menciones, de, vectores, conocidos, pesos, fondo, minimo, maximo, n, ejes
        )
        propios = _unir(racimos, propios, menciones)
    propios = _sin_repetir(propios, menciones)
    return propios[: maximo if n is None else n]


def _de_palabras(
    menciones: MencionesCorpus,
    de: np.ndarray[Any, Any],
    pesos: np.ndarray[Any, Any],
    fondo: Fondo,
    *,
    minimo: int,
    maximo: int,
) -> list[Propio]:
    posibles = candidatas(menciones, fondo)
    grupos = _fundir(minar(posibles, minimo=minimo, maximo=maximo), menciones)
    estables = estabilidad_emergentes(pesos, posibles, grupos, minimo=minimo, maximo=maximo)
    return [Propio(g, de_emergente(g, menciones, de), e) for g, e in zip(grupos, estables, strict=True) if e >= FIRME]


def _de_vectores(
    corpus: Corpus,
    oraciones: Sequence[Oracion],
    palabras: Sequence[Sequence[Palabra]],
    menciones: MencionesCorpus,
    de: np.ndarray[Any, Any],
    vectores: np.ndarray[Any, Any],
    conocidos: np.ndarray[Any, Any],
    pesos: np.ndarray[Any, Any],
    fondo: Fondo,
    minimo: int,
    maximo: int,
    n: int | None,
    ejes: Ejes | None,
) -> list[Propio]:
    elegidas = _elegir_reflexiones(corpus, de, conocidos)
    if len(elegidas) < 3:
        return []
    lugar = {int(r): k for k, r in enumerate(elegidas)}
    filas = sorted((i for i in range(len(de)) if int(de[i]) in lugar), key=lambda i: (lugar[int(de[i])], i))
    dentro = np.array([lugar[int(de[i])] for i in filas], dtype=np.int64)
    suyos = vectores[filas]
    atenuados = (hacer_ejes(suyos) if ejes is None else ejes).atenuar(suyos)
    chico = Corpus(tuple(corpus.reflexiones[r] for r in elegidas))
    suyas = leer_menciones(chico, [oraciones[i] for i in filas], [palabras[i] for i in filas])
    largo = np.bincount(dentro, [sum(p.contenido for p in palabras[i]) for i in filas], len(elegidas))
    t = terreno(parecido(atenuados, dentro, suyas, fondo), suyas, largo, conocidos[elegidas], fondo)
    corte = CORTE if n is None else -np.inf
    racimos = buscar_racimos(t, minimo=minimo, maximo=maximo if n is None else n, corte=corte)
    con_nombre = [(r, g) for r in racimos if (g := _grupo(r, suyas, fondo)) is not None]
    if len(elegidas) < len(corpus) or pesos.shape[1] != len(suyas.largo):
        pesos = _reducir(pesos, len(suyas.largo))
    estables = estabilidad_racimos(pesos, t, [r for r, _ in con_nombre], minimo=minimo, maximo=maximo, corte=corte)
    salida = []
    for (racimo, grupo), estable in zip(con_nombre, estables, strict=True):
        if n is None and estable < DUDOSO:
            continue
        p = de_racimo(racimo.miembros, [suyas.claves[j] for j in racimo.terminos], suyas, atenuados, dentro)
        reflexiones, miembros = np.zeros(len(corpus)), np.zeros(len(corpus), dtype=bool)
        reflexiones[elegidas], miembros[elegidas] = p.reflexiones, p.miembros
        puntos = np.zeros(len(de))
        puntos[filas] = p.oraciones
        salida.append(Propio(grupo, Pertenencia(reflexiones, miembros, puntos), estable))
    return salida


def _elegir_reflexiones(
    corpus: Corpus, de: np.ndarray[Any, Any], conocidos: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Las que se agrupan, en un orden que depende del texto y no del lugar de la fila."""
    con = sorted(set(de.tolist()), key=lambda r: (corpus.reflexiones[r].texto, corpus.reflexiones[r].id))
    if len(con) > TOPE:
        explica = conocidos.max(axis=1)
        con = sorted(con, key=lambda r: round(float(explica[r]), 5))[:TOPE]
        con = sorted(con, key=lambda r: (corpus.reflexiones[r].texto, corpus.reflexiones[r].id))
    return np.array(con, dtype=np.int64)


def _reducir(pesos: np.ndarray[Any, Any], personas: int) -> np.ndarray[Any, Any]:
    azar = np.random.default_rng(personas)
    veces = min(len(pesos), 12)
    return azar.multinomial(personas, np.full(personas, 1 / personas), size=veces).astype(float)


def _grupo(racimo: Racimo, menciones: MencionesCorpus, fondo: Fondo) -> Grupo | None:
    """El grupo de menciones de un racimo, con el nombre que mejor lo dice a la cabeza; None si nada lo nombra."""
    miembros = list(racimo.miembros)
    dentro = np.asarray(menciones.por_reflexion[miembros].sum(axis=0)).ravel()
    todas = np.asarray(menciones.por_reflexion.sum(axis=0)).ravel()
    nombres = [
        j
        for j in racimo.terminos
        if menciones.nominal[j] >= max(1.0, NOMINAL * menciones.veces[j])
        and not explicada(menciones.claves[j], menciones.partes[j], fondo)
    ]
    if not nombres:
        return None
    # Lo raro que es en cualquier escuela, por cuántos del racimo lo dicen y por lo poco que lo dice el resto.
    largo = max(float(np.mean(menciones.largo)), 1.0)
    valor = {
        j: dentro[j] * (dentro[j] / todas[j]) * -np.log(min(1.0, fondo.tasa(menciones.claves[j]) * largo))
        for j in nombres
    }
    cabeza = max(nombres, key=lambda j: (round(float(valor[j]), 6), menciones.claves[j]))
    afines = tuple(menciones.claves[j] for j in racimo.terminos if j != cabeza)
    return Grupo(menciones.claves[cabeza], afines)


def _unir(racimos: list[Propio], de_palabras: list[Propio], menciones: MencionesCorpus) -> list[Propio]:
    """Un tema hallado por los dos caminos es uno, con la cabeza que más personas nombran."""
    salida = list(racimos)
    personas = dict(zip(menciones.claves, np.asarray(menciones.por_persona.sum(axis=0)).ravel(), strict=True))
    for p in de_palabras:
        mismos = [r for r in salida if _es_el_mismo(r, p)]
        for r in mismos:
            p = _fundir_dos(*sorted((p, r), key=lambda x: (-personas.get(x.grupo.cabeza, 0), x.grupo.cabeza)))
        lugar = salida.index(mismos[0]) if mismos else len(salida)
        salida = [r for r in salida if r not in mismos]
        salida.insert(lugar, p)
    return salida


def _es_el_mismo(uno: Propio, otro: Propio) -> bool:
    a, b = uno.pertenencia.miembros, otro.pertenencia.miembros
    juntas = int((a & b).sum())
    dicen = otro.grupo.cabeza in (uno.grupo.cabeza, *uno.grupo.afines) or uno.grupo.cabeza in otro.grupo.afines
    return juntas >= MISMO * max(1, min(int(a.sum()), int(b.sum()))) or (dicen and juntas > 0)


def _fundir_dos(uno: Propio, otro: Propio) -> Propio:
    """El primero, con las menciones y las reflexiones de ambos."""
    afines = dict.fromkeys((*uno.grupo.afines, otro.grupo.cabeza, *otro.grupo.afines))
    grupo = Grupo(uno.grupo.cabeza, tuple(a for a in afines if a != uno.grupo.cabeza))
    return Propio(grupo, _sumar(uno.pertenencia, otro.pertenencia), max(uno.estabilidad, otro.estabilidad))


def _sumar(a: Pertenencia, b: Pertenencia) -> Pertenencia:
    return Pertenencia(
        np.maximum(a.reflexiones, b.reflexiones), a.miembros | b.miembros, np.maximum(a.oraciones, b.oraciones)
    )


def _sin_repetir(propios: list[Propio], menciones: MencionesCorpus) -> list[Propio]:
    """Dos temas con el mismo nombre son uno."""
    por_nombre: dict[str, Propio] = {}
    for p in propios:
        nombre = nombre_de(p.grupo, menciones)
        otro = por_nombre.get(nombre)
        if otro is None:
            por_nombre[nombre] = p
            continue
        por_nombre[nombre] = _fundir_dos(otro, p)
    return list(por_nombre.values())


def _fundir(grupos: list[Grupo], menciones: MencionesCorpus) -> list[Grupo]:
    """Junta los grupos que darían el mismo nombre, o uno que repite palabras del otro."""
    fundidos: list[tuple[str, Grupo]] = []
    for grupo in grupos:
        nombre = nombre_de(grupo, menciones)
        for i, (otro_nombre, otro) in enumerate(fundidos):
            if nombre == otro_nombre or grupo.cabeza in otro.afines or _repite(grupo.cabeza, otro_nombre, menciones):
                afines = dict.fromkeys((*otro.afines, grupo.cabeza, *grupo.afines))
                fundidos[i] = (otro_nombre, Grupo(otro.cabeza, tuple(a for a in afines if a != otro.cabeza)))
                break
        else:
            fundidos.append((nombre, grupo))
    return [grupo for _, grupo in fundidos]


def _repite(cabeza: str, nombre: str, menciones: MencionesCorpus) -> bool:
    forma = menciones.formas[menciones.claves.index(cabeza)]
    return set(forma.split()) <= set(nombre.lower().split())
