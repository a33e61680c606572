"""Encuentra los temas de una comunidad: los conocidos, por el modelo; los emergentes, por lo que sus textos nombran."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from reflexiona.corpus import Corpus, Oracion
from reflexiona.temas.apoyo import apoyo_en_palabras
from reflexiona.temas.conocidos import conocidos
from reflexiona.temas.emergentes import NOMINAL, Grupo, candidatas, minar
from reflexiona.temas.estabilidad import estabilidad_conocidos, estabilidad_emergentes, remuestreos
from reflexiona.temas.fondo import fondo
from reflexiona.temas.menciones_corpus import MencionesCorpus, leer_menciones
from reflexiona.temas.nombres import nombre_de, terminos_de
from reflexiona.temas.pertenencia import Pertenencia, de_conocido, de_emergente
from reflexiona.temas.temas import COLUMNAS, COLUMNAS_VOCES, TemaHallado, Temas
from reflexiona.texto import OMNIPRESENTES, VACIAS_DOMINIO, Palabra
from reflexiona.texto import palabras as leer_palabras
from reflexiona.texto.vacias import sin_acentos

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PuntajesTemas", "encontrar_temas", "minimo_de_personas"]

FIRME = 0.5
"""Un emergente que se pierde en la mitad de los remuestreos puede ser casualidad: no se muestra."""

_NO_CLAVE = re.compile(r"[^a-zñ0-9]+")


class PuntajesTemas(Protocol):
    """Lo que se usa de los puntajes del modelo."""

    @property
    def temas(self) -> np.ndarray[Any, Any]:
        """Probabilidad de cada tema conocido en cada oración, ndarray of shape (n_oraciones, n_temas)."""

    @property
    def temas_reflexion(self) -> np.ndarray[Any, Any]:
        """Lo mismo con la reflexión entera."""


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
) -> Temas:
    """Los temas de una comunidad, a partir de oraciones y puntajes ya calculados.

    Parameters
    ----------
    corpus : Corpus
    oraciones : sequence of Oracion
        Las de `reflexiona.texto.partir(corpus)`.
    puntajes : Puntajes
        Los del modelo para esas oraciones: `temas` (n_oraciones, 30) y `temas_reflexion` (n_reflexiones, 30), en el
        orden de primera aparición de las reflexiones.
    palabras : sequence of sequence of Palabra, optional
        Las palabras de cada oración, si ya se tienen.
    umbrales : ndarray of shape (30,), optional
        Desde qué probabilidad una reflexión tiene cada tema conocido; por omisión, los del modelo «rapido».
    minimo_personas : int, optional
        Por omisión, `minimo_de_personas`.
    max_emergentes : int
    semilla : int
        Del remuestreo con que se mide la estabilidad.

    Returns
    -------
    Temas
    """
    if not oraciones or puntajes is None:
        return _vacios(len(corpus), len(oraciones))
    if palabras is None:
        palabras = [leer_palabras(o.texto, spacy="es") for o in oraciones]
    if umbrales is None:
        from reflexiona.modelo import cargar_modelo

        umbrales = cargar_modelo("rapido").umbrales_temas
    minimo = minimo_de_personas(corpus.personas) if minimo_personas is None else minimo_personas
    lugar = {r.id: k for k, r in enumerate(corpus)}
    de = np.array([lugar[o.reflexion] for o in oraciones], dtype=np.int64)
    menciones = leer_menciones(corpus, oraciones, palabras)
    pesos = remuestreos(len(menciones.largo), semilla)

    hallados: list[TemaHallado] = []
    de_cada: list[Pertenencia] = []
    firmes: list[float] = []
    terminos: list[list[str]] = []

    apoyo = apoyo_en_palabras(palabras, list(conocidos()), fondo())
    pertenencias = _conocidas(puntajes, umbrales, de, len(corpus), apoyo)
    for tema, pertenencia in zip(conocidos().values(), pertenencias, strict=True):
        if _personas(pertenencia, menciones) >= minimo:
            hallados.append(TemaHallado(tema.nombre, tema.clave))
            de_cada.append(pertenencia)
            terminos.append(_tipicos(tema.clave, pertenencia, menciones))
    tienen = np.zeros((len(menciones.largo), len(hallados)))
    for t, pertenencia in enumerate(de_cada):
        tienen[menciones.persona[pertenencia.miembros], t] = 1.0
    firmes += estabilidad_conocidos(pesos, tienen, minimo).tolist()

    posibles = candidatas(menciones, fondo())
    grupos = _fundir(minar(posibles, minimo=minimo, maximo=max_emergentes), menciones)
    estables = estabilidad_emergentes(pesos, posibles, grupos, minimo=minimo, maximo=max_emergentes)
    for grupo, estable in zip(grupos, estables, strict=True):
        if estable < FIRME:
            continue
        nombre = nombre_de(grupo, menciones)
        hallados.append(TemaHallado(nombre, _NO_CLAVE.sub("_", sin_acentos(nombre.lower())).strip("_"), grupo))
        de_cada.append(de_emergente(grupo, menciones, de))
        terminos.append(list(terminos_de(grupo, menciones)))
        firmes.append(estable)
    return _armar(corpus, oraciones, menciones, hallados, de_cada, firmes, terminos)


def _conocidas(
    puntajes: PuntajesTemas,
    umbrales: np.ndarray[Any, Any],
    de: np.ndarray[Any, Any],
    n: int,
    apoyo: np.ndarray[Any, Any],
) -> list[Pertenencia]:
    # Las reflexiones sin oraciones no tienen puntaje: quedan en cero.
    _, primera = np.unique(de, return_index=True)
    probabilidad = np.zeros((n, len(umbrales)))
    probabilidad[de[np.sort(primera)]] = puntajes.temas_reflexion
    return [
        de_conocido(puntajes.temas[:, t], probabilidad[:, t], float(umbrales[t]), de, apoyo[:, t])
        for t in range(len(umbrales))
    ]


def _personas(pertenencia: Pertenencia, menciones: MencionesCorpus) -> int:
    return len(np.unique(menciones.persona[pertenencia.miembros]))


def _tipicos(tema: str, pertenencia: Pertenencia, menciones: MencionesCorpus, maximo: int = 5) -> list[str]:
    """Lo que más nombran sus oraciones y menos las demás: de las palabras propias del tema."""
    suyas = pertenencia.oraciones > 0
    con = np.asarray(menciones.por_oracion[suyas].sum(axis=0)).ravel()
    todas = np.asarray(menciones.por_oracion.sum(axis=0)).ravel()
    veces_mas = (con / max(con.sum(), 1)) / np.maximum(todas / max(todas.sum(), 1), 1e-12)
    valor = con * np.log(np.maximum(veces_mas, 1e-12))
    lexico = fondo().lexico
    sobran = VACIAS_DOMINIO | OMNIPRESENTES
    posibles = [
        j
        for j in np.flatnonzero(con)
        if len(menciones.partes[j]) == 1
        and menciones.claves[j] not in sobran
        and tema in lexico.get(menciones.claves[j], ())
        and veces_mas[j] > 1
        and menciones.nominal[j] >= NOMINAL * menciones.veces[j]
        and menciones.propias[j] <= menciones.comunes[j]
    ]
    return [menciones.formas[j] for j in sorted(posibles, key=lambda j: (-round(valor[j], 6), j))[:maximo]]


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


def _armar(
    corpus: Corpus,
    oraciones: Sequence[Oracion],
    menciones: MencionesCorpus,
    hallados: list[TemaHallado],
    de_cada: list[Pertenencia],
    firmes: list[float],
    terminos: list[list[str]],
) -> Temas:
    import pandas as pd

    personas = [_personas(p, menciones) for p in de_cada]
    orden = sorted(range(len(hallados)), key=lambda t: (-personas[t], sin_acentos(hallados[t].nombre.lower())))
    quien = {r.id: r.persona for r in corpus}
    por_oracion: list[list[str]] = [[] for _ in oraciones]
    voces: list[tuple[str, str, int, str, str, float]] = []
    filas = []
    for t in orden:
        nombre = hallados[t].nombre
        puntos = de_cada[t].oraciones
        suyas = np.flatnonzero(puntos > 0)
        for i in suyas.tolist():
            o = oraciones[i]
            por_oracion[i].append(nombre)
            voces.append((nombre, o.reflexion, o.numero, quien[o.reflexion], o.texto, float(puntos[i])))
        origen = "conocido" if hallados[t].grupo is None else "emergente"
        filas.append((nombre, hallados[t].clave, origen, personas[t], len(suyas), firmes[t], terminos[t]))
    pertenencia = np.column_stack([de_cada[t].reflexiones for t in orden]) if orden else np.zeros((len(corpus), 0))
    return Temas(
        tabla=pd.DataFrame(filas, columns=COLUMNAS) if filas else _tabla_vacia(),
        por_oracion=[tuple(nombres) for nombres in por_oracion],
        pertenencia=pertenencia,
        voces=pd.DataFrame(voces, columns=COLUMNAS_VOCES),
        hallados=tuple(hallados[t] for t in orden),
    )


def _tabla_vacia() -> pd.DataFrame:
    import pandas as pd

    tabla = pd.DataFrame([], columns=COLUMNAS)
    return tabla.astype({"personas": "int64", "oraciones": "int64", "estabilidad": "float64"})


def _vacios(n_reflexiones: int, n_oraciones: int) -> Temas:
    import pandas as pd

    return Temas(
        _tabla_vacia(), [()] * n_oraciones, np.zeros((n_reflexiones, 0)), pd.DataFrame([], columns=COLUMNAS_VOCES)
    )
