"""Entrenar el modelo lineal: rasgos → puntajes solos → contexto → umbrales, siempre con redactores apartados.

Los puntajes que aprende la segunda etapa y los umbrales salen de modelos que no vieron al redactor de la oración:
por eso las probabilidades quedan calibradas para gente nueva (*stacking*, Wolpert 1992) y no para la del corpus.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from reflexiona.errores import ErrorDatos
from reflexiona.modelo.contexto import Lugares, entradas, lugares
from reflexiona.modelo.lineal import Cabeza, ModeloLineal
from reflexiona.modelo.vocabulario import Vocabulario

__all__ = [
    "Ejemplos",
    "ajustar",
    "ajustar_independientes",
    "elegir_umbral",
    "entradas_centradas",
    "regresion",
    "repartir",
]

_C_RASGOS = 2.0
_C_CONTEXTO = 1.0
_ORACIONES_POR_PAR = 15_000
"""Un par de palabras entra si aparece al menos una vez por cada tantas oraciones, y dos en total."""
_C_TEMAS = 4.0
_CANDIDATOS = 60


@dataclass(frozen=True)
class Ejemplos:
    """Oraciones etiquetadas para entrenar.

    Parameters
    ----------
    oraciones : sequence of str, length n
    reflexiones : sequence of hashable, length n
        De qué reflexión es cada una.
    grupos : ndarray of shape (n,)
        Quién la redactó: los grupos se apartan enteros.
    dimensiones : ndarray of shape (n, k)
        De 0 a 1; con varias lecturas, su promedio: 0.5 si dos difieren, tercios si son tres.
    clases : tuple of str, length k
    actos : ndarray of shape (n,), optional
        Índice en `clases_actos`, −1 si ninguno, −2 si no se sabe.
    clases_actos : tuple of str
        Vacía si no hay `actos`.
    temas : ndarray of shape (n_reflexiones, n_temas), optional
        0 o 1, en el orden de aparición de las reflexiones.
    claves_temas : tuple of str, length n_temas
        Vacía si no hay `temas`.
    estratos : ndarray of shape (n,), optional
        Los umbrales se eligen con el promedio de los estratos, para que no manden los más numerosos.
    """

    oraciones: Sequence[str]
    reflexiones: Sequence[Hashable]
    grupos: np.ndarray
    dimensiones: np.ndarray
    clases: tuple[str, ...]
    actos: np.ndarray | None = None
    clases_actos: tuple[str, ...] = ()
    temas: np.ndarray | None = None
    claves_temas: tuple[str, ...] = ()
    estratos: np.ndarray | None = None


def ajustar(
    datos: Ejemplos,
    pliegues: int = 5,
    ficha: dict[str, object] | None = None,
    minimo_pares: int | None = None,
    c: float = _C_RASGOS,
) -> ModeloLineal:
    """Entrena el modelo lineal.

    Parameters
    ----------
    datos : Ejemplos
    pliegues : int
        En cuántas partes se reparten los grupos para obtener puntajes de gente no vista.
    ficha : dict, optional
        Lo que se anota en el modelo sobre su entrenamiento.
    minimo_pares : int, optional
        En cuántas oraciones, al menos, aparece un par de palabras para ser un rasgo; por omisión, en más cuanto más
        hay, y así el modelo no crece sin fin con el corpus.
    c : float
        Inverso de la regularización de los rasgos: con más, se ciñe más a lo que aprende.

    Returns
    -------
    ModeloLineal

    Raises
    ------
    ErrorDatos
        Si no hay oraciones, no comparten ninguna palabra, hay menos de dos grupos o una clase no tiene ejemplos a
        favor y en contra.
    """
    import sklearn.linear_model  # noqa: F401 — sólo se limitan los hilos de lo que ya está cargado
    from threadpoolctl import threadpool_limits

    _revisar(datos)
    with threadpool_limits(1):  # con más hilos las sumas cambian de orden, y con ellas los últimos bits
        if minimo_pares is None:
            minimo_pares = max(2, round(len(datos.oraciones) / _ORACIONES_POR_PAR))
        return _ajustar(datos, pliegues, ficha, minimo_pares, c)


def _ajustar(
    datos: Ejemplos, pliegues: int, ficha: dict[str, object] | None, minimo_pares: int, c: float
) -> ModeloLineal:
    n = len(datos.oraciones)
    vocabulario = Vocabulario.aprender(datos.oraciones, minimo_pares=minimo_pares)
    if not any(vocabulario.tamanos):
        raise ErrorDatos("Ninguna palabra se repite entre las oraciones: hacen falta más ejemplos para entrenar.")
    rasgos = vocabulario.rasgos(datos.oraciones)
    donde = lugares(n, datos.reflexiones)
    largos = vocabulario.contar(datos.oraciones, vocabulario.lexico()).largos
    parte = repartir(datos.grupos, pliegues)

    blancos, conocidos = [datos.dimensiones], [np.ones(n, dtype=bool)] * datos.dimensiones.shape[1]
    if datos.actos is not None:
        blancos.append(np.stack([datos.actos == j for j in range(len(datos.clases_actos))], axis=1).astype(float))
        conocidos = conocidos + [datos.actos > -2] * len(datos.clases_actos)
    blanco = np.hstack(blancos)
    fuera = np.zeros_like(blanco)  # puntajes de modelos que no vieron al grupo
    for p in range(parte.max() + 1):
        dentro = parte != p
        for j in range(blanco.shape[1]):
            usa = dentro & conocidos[j]
            w, b = regresion(rasgos[usa], blanco[usa, j], c)
            fuera[~dentro, j] = rasgos[~dentro] @ w + b
    columnas = [regresion(rasgos[conocidos[j]], blanco[conocidos[j], j], c) for j in range(blanco.shape[1])]

    estratos = np.zeros(n, dtype=int) if datos.estratos is None else datos.estratos
    k = datos.dimensiones.shape[1]
    cabezas = {"dimensiones": _cabeza(datos.clases, 0, fuera[:, :k], datos.dimensiones, donde, largos, parte, estratos)}
    if datos.actos is not None:
        cabezas["actos"] = _cabeza_actos(datos, k, fuera[:, k:], donde, largos, parte, estratos)

    umbrales_temas = np.zeros(0)
    if datos.temas is not None:
        columnas_temas, umbrales_temas = _temas(datos, vocabulario, donde, parte)
        columnas += columnas_temas
    return ModeloLineal(
        vocabulario,
        np.stack([w for w, _ in columnas], axis=1).astype(np.float16),
        np.asarray([b for _, b in columnas]),
        cabezas,
        datos.claves_temas,
        umbrales_temas,
        dict(ficha or {}),
    )


def _revisar(datos: Ejemplos) -> None:
    if not len(datos.oraciones):
        raise ErrorDatos("No hay oraciones para entrenar: pase al menos unas decenas por clase.")
    if len(set(datos.grupos.tolist())) < 2:
        raise ErrorDatos("Hacen falta al menos dos grupos (personas o reflexiones) para entrenar y elegir umbrales.")
    for j, clase in enumerate(datos.clases):
        y = datos.dimensiones[:, j]
        if not (y > 0).any() or not (y < 1).any():
            raise ErrorDatos(f"La clase «{clase}» necesita ejemplos a favor y en contra.")


def repartir(grupos: np.ndarray, pliegues: int) -> np.ndarray:
    """Número de pliegue de cada oración: los grupos, por tamaño, al pliegue más vacío.

    Parameters
    ----------
    grupos : ndarray of shape (n,)
        De qué grupo es cada oración; ninguno se parte.
    pliegues : int
        Cuántos, a lo más: nunca son más que los grupos.

    Returns
    -------
    ndarray of shape (n,)
        Desde 0.

    Examples
    --------
    >>> repartir(np.array(["ana", "ana", "ana", "beto", "caro"]), 2).tolist()
    [0, 0, 0, 1, 1]
    """
    nombres, indice, cuantas = np.unique(grupos, return_inverse=True, return_counts=True)
    pliegues = min(pliegues, len(nombres))
    carga = np.zeros(pliegues, dtype=int)
    destino = np.zeros(len(nombres), dtype=int)
    for g in np.lexsort((np.arange(len(nombres)), -cuantas)):
        destino[g] = int(np.argmin(carga))
        carga[destino[g]] += cuantas[g]
    return np.asarray(destino[indice])


def regresion(x: sparse.csr_matrix, y: np.ndarray, c: float) -> tuple[np.ndarray, float]:
    """Regresión logística con blancos entre 0 y 1: cada oración entra como «sí» y como «no» con su peso.

    Parameters
    ----------
    x : csr_matrix of shape (n, n_rasgos)
    y : ndarray of shape (n,)
        De 0 a 1.
    c : float
        Inverso de la regularización.

    Returns
    -------
    pesos : ndarray of shape (n_rasgos,)
    sesgo : float
        Si todo es «sí» o todo es «no», los pesos son cero y el sesgo, 20 o −20.

    Examples
    --------
    >>> pesos, sesgo = regresion(sparse.csr_matrix([[1.0], [1.0], [0.0], [0.0]]), np.array([1, 1, 0, 0.5]), 1.0)
    >>> pesos.shape, bool(pesos[0] > 0)
    ((1,), True)
    """
    from sklearn.linear_model import LogisticRegression

    si, no = y > 0, y < 1
    if not si.any() or not no.any():
        return np.zeros(x.shape[1]), 20.0 if si.any() else -20.0
    modelo = LogisticRegression(C=c, solver="liblinear", tol=1e-3, max_iter=300)
    modelo.fit(
        sparse.vstack([x[si], x[no]]),
        np.concatenate([np.ones(si.sum()), np.zeros(no.sum())]),
        sample_weight=np.concatenate([y[si], 1 - y[no]]),
    )
    return modelo.coef_[0], float(modelo.intercept_[0])


def entradas_centradas(
    solos: np.ndarray, donde: Lugares, largos: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[float, float]]:
    """Lo que ve la segunda etapa, con los puntajes centrados.

    Parameters
    ----------
    solos : ndarray of shape (n, k)
        Puntajes de las oraciones solas.
    donde : Lugares
    largos : ndarray of shape (n,)
        Fichas por oración.

    Returns
    -------
    x : ndarray of shape (n, 11 k + 4)
        Las de `reflexiona.modelo.contexto.entradas`.
    centro : ndarray of shape (k,)
        El promedio que se restó a los puntajes.
    compuerta : tuple of float
        Centro y escala de la evidencia propia.

    Examples
    --------
    >>> x, centro, _ = entradas_centradas(np.array([[1.0, 3.0], [3.0, 5.0]]), lugares(2, ["a", "a"]), np.array([4, 7]))
    >>> x.shape, centro.tolist()
    ((2, 26), [2.0, 4.0])
    """
    centro = solos.mean(axis=0)
    centrados = solos - centro
    evidencia = centrados.max(axis=1)
    compuerta = (float(evidencia.mean()), float(evidencia.std() or 1.0))
    return entradas(centrados, donde, largos, *compuerta), centro, compuerta


def _segunda_etapa(x: np.ndarray, y: np.ndarray, peso: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Regresión logística densa (multinomial si hay más de dos clases): pesos (entradas, salidas) y sesgo."""
    from sklearn.linear_model import LogisticRegression

    escala = x.std(axis=0)
    escala[escala < 1e-9] = 1.0
    modelo = LogisticRegression(C=_C_CONTEXTO, max_iter=1000, tol=1e-5)
    modelo.fit(x / escala, y, sample_weight=peso)
    return (modelo.coef_ / escala).T, modelo.intercept_


def ajustar_independientes(x: np.ndarray, blanco: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Una segunda etapa por clase, con blancos entre 0 y 1.

    Parameters
    ----------
    x : ndarray of shape (n, entradas)
    blanco : ndarray of shape (n, k)
        De 0 a 1.

    Returns
    -------
    pesos : ndarray of shape (entradas, k)
    sesgo : ndarray of shape (k,)
        A la clase en que todo es «sí» o todo es «no» le tocan pesos cero y sesgo de 20 o −20.

    Examples
    --------
    >>> pesos, sesgo = ajustar_independientes(np.array([[0.0], [1.0]]), np.array([[0, 1], [1, 1]]))
    >>> pesos.shape, float(sesgo[1])
    ((1, 2), 20.0)
    """
    pesos, sesgos = [], []
    for j in range(blanco.shape[1]):
        si, no = np.flatnonzero(blanco[:, j] > 0), np.flatnonzero(blanco[:, j] < 1)
        if not len(si) or not len(no):
            pesos.append(np.zeros((x.shape[1], 1)))
            sesgos.append(np.asarray([20.0 if len(si) else -20.0]))
            continue
        w, b = _segunda_etapa(
            x[np.concatenate([si, no])],
            np.concatenate([np.ones(len(si)), np.zeros(len(no))]),
            np.concatenate([blanco[si, j], 1 - blanco[no, j]]),
        )
        pesos.append(w)
        sesgos.append(b)
    return np.hstack(pesos), np.concatenate(sesgos)


def elegir_umbral(y: np.ndarray, p: np.ndarray, estratos: np.ndarray) -> float:
    """El umbral que da el mejor F1, promediado entre estratos.

    Se prueban desde el percentil 30 de las probabilidades, o desde más abajo si la clase es tan frecuente que ahí ya
    quedarían fuera oraciones suyas.

    Parameters
    ----------
    y : ndarray of bool, shape (n,)
        Cuáles son de la clase.
    p : ndarray of shape (n,)
        Sus probabilidades, de un modelo que no las vio.
    estratos : ndarray of shape (n,)
        De qué estrato es cada oración.

    Returns
    -------
    float
        Con milésimas; entre iguales, el más bajo.

    Examples
    --------
    >>> y, p = np.array([False, False, True, True]), np.array([0.1, 0.2, 0.7, 0.9])
    >>> u = elegir_umbral(y, p, np.zeros(4))
    >>> (p >= u).tolist()
    [False, False, True, True]
    """
    desde = min(0.3, 0.9 * (1 - float(y.mean()))) if len(y) else 0.3
    candidatos = np.unique(np.round(np.quantile(p, np.linspace(desde, 0.99, _CANDIDATOS)), 3))
    f1 = np.zeros(len(candidatos))
    for e in np.unique(estratos):
        ye, pe = y[estratos == e], p[estratos == e]
        acierta = np.asarray([((pe >= u) & ye).sum() for u in candidatos])
        f1 += 2 * acierta / np.maximum(np.asarray([(pe >= u).sum() for u in candidatos]) + ye.sum(), 1)
    return float(candidatos[int(np.argmax(f1))])


def _cabeza(
    clases: tuple[str, ...],
    desde: int,
    solos: np.ndarray,
    blanco: np.ndarray,
    donde: Lugares,
    largos: np.ndarray,
    parte: np.ndarray,
    estratos: np.ndarray,
) -> Cabeza:
    x, centro, compuerta = entradas_centradas(solos, donde, largos)
    apartadas = np.zeros_like(blanco)
    for p in range(parte.max() + 1):
        w, b = ajustar_independientes(x[parte != p], blanco[parte != p])
        apartadas[parte == p] = 1 / (1 + np.exp(-(x[parte == p] @ w + b)))
    umbrales = np.asarray([elegir_umbral(blanco[:, j] > 0.5, apartadas[:, j], estratos) for j in range(len(clases))])
    pesos, sesgo = ajustar_independientes(x, blanco)
    return Cabeza(clases, slice(desde, desde + len(clases)), centro, compuerta, pesos, sesgo, False, umbrales)


def _cabeza_actos(
    datos: Ejemplos,
    desde: int,
    solos: np.ndarray,
    donde: Lugares,
    largos: np.ndarray,
    parte: np.ndarray,
    estratos: np.ndarray,
) -> Cabeza:
    assert datos.actos is not None
    clases = datos.clases_actos
    x, centro, compuerta = entradas_centradas(solos, donde, largos)
    sabe = datos.actos > -2
    y = np.where(datos.actos < 0, len(clases), datos.actos)
    apartadas = np.zeros((len(y), len(clases) + 1))
    for p in range(parte.max() + 1):
        usa = (parte != p) & sabe
        w, b = _segunda_etapa(x[usa], y[usa])
        crudas = x[parte == p] @ w + b
        crudas = np.exp(crudas - crudas.max(axis=1, keepdims=True))
        apartadas[parte == p] = crudas / crudas.sum(axis=1, keepdims=True)
    umbrales = np.asarray(
        [elegir_umbral((y == j)[sabe], apartadas[sabe, j], estratos[sabe]) for j in range(len(clases))]
    )
    pesos, sesgo = _segunda_etapa(x[sabe], y[sabe])
    return Cabeza(clases, slice(desde, desde + len(clases)), centro, compuerta, pesos, sesgo, True, umbrales)


def _temas(
    datos: Ejemplos, vocabulario: Vocabulario, donde: Lugares, parte: np.ndarray
) -> tuple[list[tuple[np.ndarray, float]], np.ndarray]:
    """Los temas se aprenden por reflexión completa; un solo umbral, el que da el mejor F1 promedio entre temas."""
    assert datos.temas is not None
    if not datos.claves_temas:
        return [], np.zeros(0)
    rasgos = vocabulario.rasgos(datos.oraciones, donde.reflexion)
    de_quien = np.zeros(donde.reflexiones, dtype=int)
    de_quien[donde.reflexion] = parte
    fuera = np.zeros(datos.temas.shape)
    for p in range(parte.max() + 1):
        for j in range(datos.temas.shape[1]):
            w, b = regresion(rasgos[de_quien != p], datos.temas[de_quien != p, j], _C_TEMAS)
            fuera[de_quien == p, j] = 1 / (1 + np.exp(-(rasgos[de_quien == p] @ w + b)))
    si = datos.temas > 0.5
    candidatos = np.round(np.arange(0.05, 0.8, 0.01), 2)
    f1 = [np.mean(2 * ((fuera >= u) & si).sum(0) / np.maximum((fuera >= u).sum(0) + si.sum(0), 1)) for u in candidatos]
    umbral = float(candidatos[int(np.argmax(f1))])
    columnas = [regresion(rasgos, datos.temas[:, j], _C_TEMAS) for j in range(datos.temas.shape[1])]
    return columnas, np.full(datos.temas.shape[1], umbral)
