"""Encuentra los temas de una comunidad: los conocidos, por el modelo; los emergentes, por lo que sus textos nombran."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from reflexiona.corpus import Corpus, Oracion
from reflexiona.errores import ErrorDatos
from reflexiona.temas.conocidos import TemaConocido, conocidos
from reflexiona.temas.ejes import Ejes, ejes_de
from reflexiona.temas.emergentes import NOMINAL
from reflexiona.temas.estabilidad import estabilidad_conocidos, remuestreos
from reflexiona.temas.evidencia import Evidencia, PuntajesTemas, evidencia
from reflexiona.temas.fondo import Fondo, fondo
from reflexiona.temas.menciones_corpus import MencionesCorpus, leer_menciones
from reflexiona.temas.nombres import nombre_de, terminos_de
from reflexiona.temas.perfil import actos_y_dimensiones
from reflexiona.temas.pertenencia import Pertenencia, de_conocido
from reflexiona.temas.propios import temas_propios
from reflexiona.temas.temas import COLUMNAS, COLUMNAS_VOCES, FIRME, TemaHallado, Temas
from reflexiona.texto import OMNIPRESENTES, VACIAS_DOMINIO, Palabra
from reflexiona.texto import palabras as leer_palabras
from reflexiona.texto.vacias import sin_acentos

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PuntajesTemas", "encontrar_temas", "minimo_de_personas", "pruebas_de"]

_NO_CLAVE = re.compile(r"[^a-zñ0-9]+")


def minimo_de_personas(n_personas: int) -> int:
    """Cuántas personas hacen un tema: 2 en un grupo pequeño, 3 desde doce personas y 1.5 % en uno grande.

    Examples
    --------
    >>> [minimo_de_personas(n) for n in (1, 8, 12, 200, 2000)]
    [2, 2, 3, 3, 30]
    """
    return max(3 if n_personas >= 12 else 2, math.ceil(n_personas * 15 / 1000))


def encontrar_temas(
    corpus: Corpus,
    oraciones: Sequence[Oracion],
    puntajes: PuntajesTemas | None,
    *,
    palabras: Sequence[Sequence[Palabra]] | None = None,
    umbrales: np.ndarray[Any, Any] | None = None,
    minimo_personas: int | None = None,
    max_emergentes: int = 12,
    semilla: int = 0,
    n: int | None = None,
    temas_conocidos: Mapping[str, TemaConocido] | None = None,
    cabezas: Mapping[str, Any] | None = None,
    otros: PuntajesTemas | None = None,
    de_fondo: Fondo | None = None,
    ejes: Ejes | None = None,
) -> Temas:
    """Los temas de una comunidad, a partir de oraciones y puntajes ya calculados.

    Parameters
    ----------
    corpus : Corpus
    oraciones : sequence of Oracion
        Las de `reflexiona.texto.partir(corpus)`.
    puntajes : Puntajes
        Los del modelo para esas oraciones: `temas` (n_oraciones, 30) y `temas_reflexion` (n_reflexiones, 30), en el
        orden de primera aparición de las reflexiones. Con `vectores` (n_oraciones, d) se buscan además racimos; con
        `dimensiones` y `actos` los temas llevan su perfil.
    palabras : sequence of sequence of Palabra, optional
        Las palabras de cada oración, si ya se tienen.
    umbrales : ndarray of shape (30,), optional
        Desde qué probabilidad una reflexión tiene cada tema conocido; por omisión, los del modelo «rapido».
    minimo_personas : int, optional
        Personas de un tema propio y, si se da, de cualquier tema; por omisión, `minimo_de_personas` para los propios
        y una para los conocidos.
    max_emergentes : int
    semilla : int
        Del remuestreo con que se mide la estabilidad.
    n : int, optional
        Cuántos temas en total; por omisión los que hay.
    temas_conocidos : mapping of str to TemaConocido, optional
        De `leer_conocidos`; por omisión, los 30 incluidos.
    cabezas : mapping, optional
        Las del modelo («dimensiones» y «actos», con sus umbrales), para contar dimensiones y actos de cada tema.
    otros : Puntajes, optional
        Los del modelo lineal, que se promedian con los del codificador; por omisión se calculan si hay vectores.
    de_fondo : Fondo, optional
    ejes : Ejes, optional
        Los del modelo que dio los vectores; por omisión, los que viajan con el paquete si son del modelo preciso
        incluido, o los de la propia comunidad.

    Returns
    -------
    Temas

    Raises
    ------
    ErrorDatos
        Si `n` es negativo.
    """
    if n is not None and n < 0:
        raise ErrorDatos(f"n={n}: pida cero temas o más.")
    if not oraciones or puntajes is None:
        return _vacios(len(corpus), len(oraciones))
    if palabras is None:
        palabras = [leer_palabras(o.texto, spacy="es") for o in oraciones]
    vectores = getattr(puntajes, "vectores", None)
    usual = fondo() if de_fondo is None else de_fondo
    minimo = minimo_de_personas(corpus.personas) if minimo_personas is None else minimo_personas
    lugar = {r.id: k for k, r in enumerate(corpus)}
    de = np.array([lugar[o.reflexion] for o in oraciones], dtype=np.int64)
    menciones = leer_menciones(corpus, oraciones, palabras)
    pesos = remuestreos(len(menciones.largo), semilla)
    lista = list((conocidos() if temas_conocidos is None else temas_conocidos).values())
    pruebas = pruebas_de(
        corpus,
        oraciones,
        palabras,
        puntajes,
        umbrales=umbrales,
        temas_conocidos=temas_conocidos,
        otros=otros,
        de_fondo=de_fondo,
    )

    hallados: list[TemaHallado] = []
    de_cada: list[Pertenencia] = []
    terminos: list[list[str]] = []
    for t, tema in enumerate(lista):
        pertenencia = _conocido(pruebas, t, de)
        if _personas(pertenencia, menciones) >= (1 if minimo_personas is None else minimo):
            hallados.append(TemaHallado(tema.nombre, tema.clave, definicion=tema.definicion, conjunto=tema.grupo))
            de_cada.append(pertenencia)
            terminos.append(_tipicos(tema, pertenencia, menciones, usual))
    tienen = np.zeros((len(menciones.largo), len(hallados)))
    for t, pertenencia in enumerate(de_cada):
        tienen[menciones.persona[pertenencia.miembros], t] = 1.0
    firmes = estabilidad_conocidos(pesos, tienen, minimo).tolist()

    propios = temas_propios(
        corpus,
        oraciones,
        palabras,
        menciones,
        de,
        vectores,
        pruebas.reflexiones,
        pesos,
        usual,
        minimo=minimo,
        maximo=max_emergentes,
        n=None if n is None else max(0, n - sum(f >= FIRME for f in firmes)),
        ejes=_ejes_incluidos(vectores) if ejes is None else ejes,
    )
    usados = {h.nombre for h in hallados}
    for propio in propios:
        nombre = nombre_de(propio.grupo, menciones)
        if nombre in usados or _personas(propio.pertenencia, menciones) < minimo:
            continue
        clave = _NO_CLAVE.sub("_", sin_acentos(nombre.lower())).strip("_")
        conjunto = _conjunto_cercano(propio.pertenencia, hallados, de_cada)
        hallados.append(TemaHallado(nombre, clave, propio.grupo, conjunto=conjunto))
        # Lo que reaparece poco pesa poco: un tema dudoso no desplaza a uno claro.
        de_cada.append(replace(propio.pertenencia, reflexiones=propio.pertenencia.reflexiones * propio.estabilidad))
        terminos.append(list(terminos_de(propio.grupo, menciones)))
        firmes.append(propio.estabilidad)
    actos, dimensiones = actos_y_dimensiones(puntajes, cabezas, len(oraciones))
    return _armar(
        corpus, oraciones, menciones, hallados, de_cada, firmes, terminos, actos, dimensiones, vectores, minimo, n
    )


def pruebas_de(
    corpus: Corpus,
    oraciones: Sequence[Oracion],
    palabras: Sequence[Sequence[Palabra]],
    puntajes: PuntajesTemas,
    *,
    umbrales: np.ndarray[Any, Any] | None = None,
    temas_conocidos: Mapping[str, TemaConocido] | None = None,
    otros: PuntajesTemas | None = None,
    de_fondo: Fondo | None = None,
) -> Evidencia:
    """Lo que sostiene a cada tema conocido en unas reflexiones; los parámetros son los de `encontrar_temas`."""
    con_vectores = getattr(puntajes, "vectores", None) is not None
    if umbrales is None or (con_vectores and otros is None):
        from reflexiona.modelo import cargar_modelo

        lineal = cargar_modelo("rapido")
        umbrales = lineal.umbrales_temas if umbrales is None else umbrales
        if con_vectores and otros is None:
            otros = lineal.evaluar([o.texto for o in oraciones], [o.reflexion for o in oraciones])
    lugar = {r.id: k for k, r in enumerate(corpus)}
    de = np.array([lugar[o.reflexion] for o in oraciones], dtype=np.int64)
    lista = list((conocidos() if temas_conocidos is None else temas_conocidos).values())
    usual = fondo() if de_fondo is None else de_fondo
    return evidencia(oraciones, palabras, puntajes, otros, umbrales, de, len(corpus), usual, lista)


def _ejes_incluidos(vectores: np.ndarray[Any, Any] | None) -> Ejes | None:
    from reflexiona.modelo import cargar_modelo

    ejes = None if vectores is None else ejes_de(cargar_modelo("preciso").huella)
    return ejes if ejes is not None and vectores is not None and vectores.shape[1] == len(ejes.media) else None


def _conocido(pruebas: Evidencia, t: int, de: np.ndarray[Any, Any]) -> Pertenencia:
    return de_conocido(
        pruebas.oraciones[:, t],
        pruebas.reflexiones[:, t],
        float(pruebas.umbrales[t]),
        de,
        pruebas.apoyo[:, t],
        pruebas.rescate[:, t],
        pide_palabras=pruebas.pide_palabras,
    )


def _conjunto_cercano(propio: Pertenencia, hallados: Sequence[TemaHallado], de_cada: Sequence[Pertenencia]) -> str:
    """El conjunto amplio de los temas conocidos que más comparten sus reflexiones."""
    juntas: dict[str, float] = {}
    for tema, otra in zip(hallados, de_cada, strict=True):
        if tema.conjunto and tema.grupo is None:
            peso = float((otra.reflexiones * propio.miembros).sum()) / (1.0 + float(otra.reflexiones.sum())) ** 0.5
            juntas[tema.conjunto] = juntas.get(tema.conjunto, 0.0) + peso
    return max(sorted(juntas), key=lambda c: round(juntas[c], 9)) if juntas else ""


def _personas(pertenencia: Pertenencia, menciones: MencionesCorpus) -> int:
    return len(np.unique(menciones.persona[pertenencia.miembros]))


def _tipicos(
    tema: TemaConocido, pertenencia: Pertenencia, menciones: MencionesCorpus, usual: Fondo, maximo: int = 5
) -> list[str]:
    """Lo que más nombran sus oraciones y menos las demás: de las palabras propias del tema."""
    suyas = pertenencia.oraciones > 0
    con = np.asarray(menciones.por_oracion[suyas].sum(axis=0)).ravel()
    todas = np.asarray(menciones.por_oracion.sum(axis=0)).ravel()
    veces_mas = (con / max(con.sum(), 1)) / np.maximum(todas / max(todas.sum(), 1), 1e-12)
    valor = con * np.log(np.maximum(veces_mas, 1e-12))
    lexico = usual.lexico
    suyos = set(tema.cabezas)
    sobran = VACIAS_DOMINIO | OMNIPRESENTES
    posibles = [
        j
        for j in np.flatnonzero(con)
        if len(menciones.partes[j]) == 1
        and menciones.claves[j] not in sobran
        and suyos & set(lexico.get(menciones.claves[j], ()))
        and veces_mas[j] > 1
        and menciones.nominal[j] >= NOMINAL * menciones.veces[j]
        and menciones.propias[j] <= menciones.comunes[j]
    ]
    return [menciones.formas[j] for j in sorted(posibles, key=lambda j: (-round(valor[j], 6), j))[:maximo]]


def _armar(
    corpus: Corpus,
    oraciones: Sequence[Oracion],
    menciones: MencionesCorpus,
    hallados: list[TemaHallado],
    de_cada: list[Pertenencia],
    firmes: list[float],
    terminos: list[list[str]],
    actos: list[str | None],
    dimensiones: list[tuple[str, ...]],
    vectores: np.ndarray[Any, Any] | None,
    minimo: int,
    n: int | None,
) -> Temas:
    import pandas as pd

    personas = [_personas(p, menciones) for p in de_cada]
    # Lo tentativo va al final: nunca encabeza.
    firme = [e >= FIRME and p >= minimo for e, p in zip(firmes, personas, strict=True)]
    orden = sorted(
        range(len(hallados)), key=lambda t: (not firme[t], -personas[t], sin_acentos(hallados[t].nombre.lower()))
    )[:n]
    quien = {r.id: r.persona for r in corpus}
    por_oracion: list[list[str]] = [[] for _ in oraciones]
    voces: list[tuple[Any, ...]] = []
    de_voz: list[int] = []
    filas = []
    for t in orden:
        nombre = hallados[t].nombre
        puntos = de_cada[t].oraciones
        suyas = np.flatnonzero(puntos > 0)
        for i in suyas.tolist():
            o = oraciones[i]
            por_oracion[i].append(nombre)
            voces.append(
                (nombre, o.reflexion, o.numero, quien[o.reflexion], o.texto, float(puntos[i]), actos[i], dimensiones[i])
            )
            de_voz.append(i)
        origen = "conocido" if hallados[t].grupo is None else "emergente"
        filas.append(
            (
                nombre,
                hallados[t].clave,
                origen,
                personas[t],
                len(suyas),
                firmes[t],
                terminos[t],
                round(personas[t] / max(corpus.personas, 1), 4),
                "firme" if firme[t] else "tentativo",
                hallados[t].conjunto,
                hallados[t].definicion,
            )
        )
    pertenencia = np.column_stack([de_cada[t].reflexiones for t in orden]) if orden else np.zeros((len(corpus), 0))
    miembros = np.column_stack([de_cada[t].miembros for t in orden]) if orden else np.zeros((len(corpus), 0), bool)
    return Temas(
        tabla=pd.DataFrame(filas, columns=COLUMNAS) if filas else _tabla_vacia(),
        por_oracion=[tuple(nombres) for nombres in por_oracion],
        pertenencia=pertenencia,
        voces=pd.DataFrame(voces, columns=COLUMNAS_VOCES),
        hallados=tuple(hallados[t] for t in orden),
        miembros=miembros,
        personas=tuple(r.persona for r in corpus),
        vectores=None if vectores is None else np.asarray(vectores, dtype=np.float32)[de_voz],
    )


def _tabla_vacia() -> pd.DataFrame:
    import pandas as pd

    tabla = pd.DataFrame([], columns=COLUMNAS)
    return tabla.astype({"personas": "int64", "oraciones": "int64", "estabilidad": "float64", "parte": "float64"})


def _vacios(n_reflexiones: int, n_oraciones: int) -> Temas:
    import pandas as pd

    return Temas(
        _tabla_vacia(), [()] * n_oraciones, np.zeros((n_reflexiones, 0)), pd.DataFrame([], columns=COLUMNAS_VOCES)
    )
