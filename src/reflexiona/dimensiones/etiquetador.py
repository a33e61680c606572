"""El etiquetador: dimensiones y actos de cada oración, con el protocolo de scikit-learn."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

from reflexiona.dimensiones.explicacion import Explicacion, explicar
from reflexiona.errores import AvisoReflexiona, ErrorDatos, ErrorModelo
from reflexiona.modelo import MODELO, ModeloLineal, ModeloPreciso, cargar_modelo

__all__ = ["Etiquetador", "elegir_actos"]

_POCOS = 10
"""Con menos ejemplos que éstos, a favor o en contra, se avisa al entrenar otra guía."""


def elegir_actos(probabilidades: np.ndarray, umbrales: np.ndarray, clases: Sequence[str]) -> list[str | None]:
    """El acto de cada oración: el que más rebasa su umbral, o None.

    Parameters
    ----------
    probabilidades : ndarray of shape (n, k + 1)
        De cada acto y, al final, de ninguno, que aquí no cuenta.
    umbrales : ndarray of shape (k,)
    clases : sequence of str, length k

    Returns
    -------
    list of str or None, length n

    Examples
    --------
    >>> p = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    >>> elegir_actos(p, np.array([0.5, 0.2]), ["reto", "logro"])
    ['logro', None]
    """
    razon = probabilidades[:, : len(clases)] / umbrales
    mejor = razon.argmax(axis=1)
    return [clases[j] if razon[i, j] >= 1 else None for i, j in enumerate(mejor)]


class Etiquetador(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn no trae tipos
    """Etiqueta oraciones con las cinco dimensiones de la práctica (o con otra guía, entrenándolo).

    Parameters
    ----------
    modelo : str or Path
        «preciso» (lee cada oración dentro de su reflexión), «rapido» (lineal en palabras: en un núcleo, más de cien
        veces más veloz, y de explicación exacta) o la carpeta de un modelo guardado.
    umbrales : sequence of float, length k, optional
        A partir de qué probabilidad se asigna cada clase; sin esto, los del modelo, elegidos con redactores apartados.
    hilos : int, optional
        Cuántos usa el modelo preciso a la vez; sin esto, los procesadores que haya. El resultado es el mismo.

    Raises
    ------
    ErrorModelo
        Al usarse, si el modelo falta o está dañado.
    ErrorDatos
        Al usarse, si `hilos` no es un entero desde 1 o `umbrales` no trae un número por clase.

    Examples
    --------
    >>> e = Etiquetador()
    >>> e.predict_proba(["Las mamás del pueblo trabajan en el corte y no pueden venir a la junta."]).argmax()
    np.int64(3)
    >>> e.predict_actos(["¿Cómo le hacemos para que todos participen?"])
    ['pregunta']
    """

    def __init__(
        self, modelo: str | Path = MODELO, umbrales: Sequence[float] | None = None, hilos: int | None = None
    ) -> None:
        self.modelo = modelo
        self.umbrales = umbrales
        self.hilos = hilos

    def __sklearn_is_fitted__(self) -> bool:
        return True

    @property
    def modelo_(self) -> ModeloLineal | ModeloPreciso:
        """El modelo que se usa: el que se entrenó con `fit` o el que se carga."""
        propio = self.__dict__.get("_modelo")
        return propio if propio is not None else cargar_modelo(self.modelo, self.hilos)

    @property
    def classes_(self) -> np.ndarray:
        """Las clases, en el orden de las columnas."""
        return np.asarray(self.modelo_.cabezas["dimensiones"].clases)

    @property
    def umbrales_(self) -> np.ndarray:
        """Los umbrales en uso, ndarray of shape (k,).

        Raises
        ------
        ErrorDatos
            Si `umbrales` no trae uno por clase.
        """
        if self.umbrales is None:
            return self.modelo_.cabezas["dimensiones"].umbrales
        try:
            umbrales = np.asarray(self.umbrales, dtype=float)
        except (TypeError, ValueError) as error:
            raise ErrorDatos(f"`umbrales` debe traer números, uno por clase: {self.umbrales!r}.") from error
        if umbrales.shape != self.classes_.shape:
            raise ErrorDatos(f"`umbrales` debe traer {len(self.classes_)} números, uno por clase: {umbrales.shape}.")
        return umbrales

    def predict_proba(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> np.ndarray:
        """Probabilidad de cada clase.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada oración, para usar las vecinas como contexto.
        preguntas : mapping of hashable to str, optional
            De cada reflexión, la pregunta o el título a que responde; sólo la lee el modelo preciso.

        Returns
        -------
        ndarray of shape (n, k)

        Raises
        ------
        ErrorDatos
            Si `oraciones` no es una lista de textos, `reflexiones` tiene otra longitud o trae vacíos, o `preguntas` no
            es un diccionario de textos.
        """
        lista, de = _revisar(oraciones, reflexiones, preguntas)
        return self.modelo_.probabilidades(lista, de, preguntas)["dimensiones"]

    def predict(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> np.ndarray:
        """Clases asignadas.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
        preguntas : mapping of hashable to str, optional
            Los tres, como en `predict_proba`.

        Returns
        -------
        ndarray of shape (n, k)
            De 0 y 1; una fila de ceros es «ninguna».

        Raises
        ------
        ErrorDatos
            Como en `predict_proba`, o si `umbrales` no trae un número por clase.

        Examples
        --------
        >>> Etiquetador("rapido").predict(["Me siento agotada.", "Hoy es martes."]).tolist()
        [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]
        """
        umbrales = self.umbrales_  # si no cuadran, se dice antes de leer nada
        return (self.predict_proba(oraciones, reflexiones, preguntas) >= umbrales).astype(np.int64)

    def score(
        self,
        X: Sequence[str],
        Y: Any,
        reflexiones: Sequence[Hashable] | None = None,
        sample_weight: Sequence[float] | None = None,
    ) -> float:
        """Parte de las oraciones cuyas clases se asignan todas bien, y ninguna de más.

        Es una cuenta severa, la de scikit-learn para varias clases a la vez; para F1 y κ con intervalos,
        `reflexiona.dimensiones.evaluacion.medir`.

        Parameters
        ----------
        X : sequence of str, length n
        Y : array-like of shape (n, k), DataFrame o lista de listas de nombres
            Como en `fit`; un valor desde 0.5 cuenta como asignado.
        reflexiones : sequence of hashable, length n, optional
        sample_weight : sequence of float, length n, optional
            Cuánto cuenta cada oración.

        Returns
        -------
        float
            De 0 a 1.

        Raises
        ------
        ErrorDatos
            Si no hay oraciones, las longitudes no coinciden o `Y` no se entiende.

        Examples
        --------
        >>> textos = ["Me siento agotada.", "Las familias migran a la cosecha."]
        >>> Etiquetador("rapido").score(textos, [["personal"], ["social"]])
        1.0
        """
        lista, de = _revisar(X, reflexiones)
        tabla, _ = _tabla_de_clases(Y, None if hasattr(Y, "columns") else self.classes_.tolist())
        if hasattr(Y, "columns") and [str(c) for c in Y.columns] != self.classes_.tolist():
            raise ErrorDatos(f"Las columnas de `Y` deben ser, en orden: {', '.join(self.classes_.tolist())}.")
        if not lista or len(tabla) != len(lista):
            raise ErrorDatos(f"Hay {len(lista)} oraciones y {len(tabla)} filas de clases.")
        bien = (self.predict(lista, de) == (tabla >= 0.5)).all(axis=1)
        return float(np.average(bien, weights=sample_weight))

    def predict_actos(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> list[str | None]:
        """Lo que hace cada oración: «reto», «logro», «compromiso», «pregunta» o None.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
        preguntas : mapping of hashable to str, optional
            Los tres, como en `predict_proba`.

        Returns
        -------
        list of str or None, length n

        Raises
        ------
        ErrorDatos
            Como en `predict_proba`.
        ErrorModelo
            Si el modelo se entrenó con otra guía y no tiene actos.

        Examples
        --------
        >>> Etiquetador("rapido").predict_actos(["Logramos que todos leyeran.", "Hoy es martes."])
        ['logro', None]
        """
        lista, de = _revisar(oraciones, reflexiones, preguntas)
        cabeza = self.modelo_.cabezas.get("actos")
        if cabeza is None:
            raise ErrorModelo("Este modelo se entrenó sólo con clases propias: no reconoce actos.")
        return elegir_actos(self.modelo_.probabilidades(lista, de, preguntas)["actos"], cabeza.umbrales, cabeza.clases)

    def explicar(self, texto: str | Sequence[str], pregunta: str | None = None) -> Explicacion:
        """Cuánto aporta cada palabra a cada clase.

        Parameters
        ----------
        texto : str or sequence of str
            Una reflexión, o sus oraciones ya partidas.
        pregunta : str, optional
            La pregunta o el título a que responde; sólo la lee el modelo preciso.

        Returns
        -------
        Explicacion
            Por oración, la base y los aportes que suman su puntaje: exactos con el modelo «rapido»; con el «preciso»,
            por oclusión (valores de Shapley por muestreo; las fuentes, en `reflexiona.modelo.oclusion`), y lo incierto
            del reparto viene en `error`.

        Raises
        ------
        ErrorDatos
            Si `texto` no es un texto ni una lista de textos, `pregunta` no es un texto o `umbrales` no trae un número
            por clase.

        Examples
        --------
        >>> o = Etiquetador().explicar("Me frustra que no entiendan las fracciones.").oraciones[0]
        >>> suma = np.sum([a.aportes for a in o.palabras], axis=0) + o.base
        >>> bool(np.allclose(suma, o.puntajes))
        True
        """
        lista, _ = _revisar([texto] if isinstance(texto, str) else texto, None)
        if pregunta is not None and not isinstance(pregunta, str):
            raise ErrorDatos(f"`pregunta` debe ser un texto: llegó {type(pregunta).__name__}.")
        umbrales = self.umbrales_.tolist()
        return explicar(self.modelo_, lista[0] if isinstance(texto, str) else lista, umbrales, pregunta or "")

    def fit(
        self,
        X: Sequence[str],
        Y: Any,
        reflexiones: Sequence[Hashable] | None = None,
        clases: Sequence[str] | None = None,
    ) -> Self:
        """Entrena el etiquetador con otra guía.

        Con el modelo «preciso» se entrenan cabezas ligeras sobre su codificador, que no cambia; con el «rapido», un
        modelo lineal desde cero. Reúna al menos unas decenas de ejemplos por clase.

        Parameters
        ----------
        X : sequence of str, length n
            Oraciones.
        Y : array-like of shape (n, k), DataFrame o lista de listas de nombres
            Las clases de cada oración.
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada una; se apartan enteras al elegir umbrales.
        clases : sequence of str, optional
            Nombres de las columnas de `Y`.

        Returns
        -------
        Etiquetador
            El mismo, ya entrenado.

        Raises
        ------
        ErrorDatos
            Si no hay oraciones, las longitudes no coinciden, `Y` no se entiende, hay menos de dos reflexiones o una
            clase no tiene ejemplos a favor y en contra; con el «rapido», también si ninguna palabra se repite.
        ErrorModelo
            Si el modelo de partida falta o está dañado.

        Warns
        -----
        AvisoReflexiona
            Si alguna clase tiene menos de diez ejemplos a favor o en contra: aprende, pero no hay que fiarse.

        Examples
        --------
        >>> numeros = ["Sumamos con fichas.", "Restamos con fichas.", "Sumamos fracciones."] * 4
        >>> letras = ["Leímos un cuento.", "Escribimos un cuento.", "Leímos una carta."] * 4
        >>> propio = Etiquetador("rapido").fit(numeros + letras, [["números"]] * 12 + [["letras"]] * 12)
        >>> propio.classes_.tolist(), propio.predict(["Sumamos fichas."]).tolist()
        (['letras', 'números'], [[0, 1]])
        """
        from reflexiona.modelo.ajuste import Ejemplos, ajustar

        oraciones, de = _revisar(X, reflexiones)
        tabla, nombres = _tabla_de_clases(Y, clases)
        if len(tabla) != len(oraciones):
            raise ErrorDatos(f"Hay {len(oraciones)} oraciones y {len(tabla)} filas de clases.")
        ids = list(range(len(oraciones))) if de is None else list(de)
        partida = cargar_modelo(self.modelo, self.hilos)
        if isinstance(partida, ModeloPreciso):
            from reflexiona.modelo.ligero import ajustar_cabeza

            propio: ModeloLineal | ModeloPreciso = ajustar_cabeza(partida, oraciones, ids, tabla, nombres)
        else:
            propio = ajustar(Ejemplos(oraciones, ids, np.asarray([str(i) for i in ids]), tabla, nombres))
        _avisar_de_las_escasas(tabla, nombres)
        self._modelo = propio
        return self

    def guardar(self, ruta: str | Path) -> None:
        """Escribe el modelo en una carpeta, sin pickle, con los umbrales en uso.

        Parameters
        ----------
        ruta : str or Path
            Se crea si no existe; si ya hay un modelo en ella, lo reemplaza.

        Raises
        ------
        ErrorSalida
            Si no se puede escribir ahí.
        ErrorDatos
            Si `umbrales` no trae un número por clase.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as carpeta:
        ...     Etiquetador("rapido").guardar(carpeta)
        ...     Etiquetador.cargar(carpeta).predict_actos(["¿Cómo le hacemos?"])
        ['pregunta']
        """
        modelo: Any = self.modelo_
        if self.umbrales is not None:
            cabeza = replace(modelo.cabezas["dimensiones"], umbrales=self.umbrales_)
            modelo = replace(modelo, cabezas={**modelo.cabezas, "dimensiones": cabeza})
        modelo.guardar(ruta)

    @classmethod
    def cargar(cls, ruta: str | Path) -> Etiquetador:
        """Un etiquetador con el modelo de una carpeta.

        Parameters
        ----------
        ruta : str or Path
            La carpeta en que se guardó, o el nombre de un modelo incluido.

        Returns
        -------
        Etiquetador

        Raises
        ------
        ErrorModelo
            Si falta o está dañado.

        Examples
        --------
        >>> Etiquetador.cargar("rapido").classes_.tolist()
        ['personal', 'didactica', 'institucional', 'social', 'valoral']
        """
        etiquetador = cls(modelo=ruta)
        cargar_modelo(ruta)
        return etiquetador


def _revisar(
    oraciones: Sequence[str],
    reflexiones: Sequence[Hashable] | None,
    preguntas: Mapping[Hashable, str] | None = None,
) -> tuple[list[str], list[Hashable] | None]:
    if isinstance(oraciones, str):
        raise ErrorDatos("Llegó un solo texto: pase una lista de oraciones, por ejemplo [texto].")
    columnas = getattr(oraciones, "columns", None)
    if columnas is not None and len(columnas) != 1:
        raise ErrorDatos(
            f"Llegó una tabla de {len(columnas)} columnas: pase la de los textos, por ejemplo tabla['texto']."
        )
    if columnas is not None:
        oraciones = oraciones.iloc[:, 0]  # type: ignore[attr-defined]
    if isinstance(oraciones, (Mapping, Set)) or not hasattr(oraciones, "__iter__"):
        raise ErrorDatos(f"Hace falta una lista de oraciones, en orden: llegó {type(oraciones).__name__}.")
    lista = list(oraciones)
    for i, oracion in enumerate(lista):
        if not isinstance(oracion, str):
            raise ErrorDatos(f"La oración {i + 1} no es texto sino {type(oracion).__name__}: quítela o conviértala.")
    de = None if reflexiones is None else list(reflexiones)
    if de is not None and len(de) != len(lista):
        raise ErrorDatos(f"Hay {len(lista)} oraciones y {len(de)} identificadores de reflexión.")
    for i, clave in enumerate(de or ()):
        if clave is None or not isinstance(clave, Hashable) or clave != clave:  # NaN no es igual a sí mismo
            raise ErrorDatos(f"El identificador de reflexión {i + 1} está vacío o no sirve: {clave!r}.")
    if preguntas is not None:
        if not isinstance(preguntas, Mapping):
            raise ErrorDatos("`preguntas` debe ser un diccionario: de cada reflexión, su pregunta.")
        for clave, pregunta in preguntas.items():
            if pregunta is not None and not isinstance(pregunta, str):
                raise ErrorDatos(f"La pregunta de la reflexión «{clave}» no es texto: {pregunta!r}.")
    return lista, de


def _avisar_de_las_escasas(tabla: np.ndarray, nombres: Sequence[str]) -> None:
    si, no = (tabla >= 0.5).sum(axis=0).tolist(), (tabla < 0.5).sum(axis=0).tolist()
    escasas = [
        f"«{c}» ({a} a favor, {b} en contra)" for c, a, b in zip(nombres, si, no, strict=True) if min(a, b) < _POCOS
    ]
    if escasas:
        warnings.warn(
            f"Con tan pocos ejemplos no hay que fiarse de lo que diga de {', '.join(escasas)}: reúna unas decenas.",
            AvisoReflexiona,
            stacklevel=3,
        )


def _tabla_de_clases(y: Any, clases: Sequence[str] | None) -> tuple[np.ndarray, tuple[str, ...]]:
    """La tabla (n, k) de 0 a 1 y los nombres de sus columnas."""
    if clases is not None:
        clases = [str(c) for c in clases]
        if len(set(clases)) != len(clases):
            raise ErrorDatos(f"`clases` trae nombres repetidos: {', '.join(clases)}.")
    if hasattr(y, "columns"):
        return _tabla_de_clases(y.to_numpy(), clases or [str(c) for c in y.columns])
    if not hasattr(y, "__iter__"):
        raise ErrorDatos(f"Faltan las clases de cada oración (`Y`): llegó {type(y).__name__}.")
    filas = list(y)
    if filas and all(
        not isinstance(f, str) and hasattr(f, "__iter__") and all(isinstance(c, str) for c in f) for f in filas
    ):
        puestas = sorted({c for f in filas for c in f})
        nombres = tuple(clases or puestas)
        if not nombres or not set(puestas) <= set(nombres):
            sobran = ", ".join(f"«{c}»" for c in puestas if c not in nombres)
            raise ErrorDatos(f"`clases` no incluye {sobran}." if sobran else "Ninguna oración lleva una clase.")
        return np.asarray([[c in f for c in nombres] for f in filas], dtype=float), nombres
    forma = "`Y` debe ser una tabla (n, k) de 0 y 1 o una lista de listas de nombres."
    try:
        tabla = np.asarray(filas, dtype=float)
    except (TypeError, ValueError) as error:
        raise ErrorDatos(f"{forma} Con una sola clase por oración: [[clase] for clase in Y].") from error
    if tabla.ndim != 2:
        raise ErrorDatos(forma)
    if not ((tabla >= 0) & (tabla <= 1)).all():
        raise ErrorDatos(f"{forma} Trae valores vacíos o fuera de 0 a 1.")
    nombres = tuple(clases) if clases else tuple(f"clase_{j + 1}" for j in range(tabla.shape[1]))
    if len(nombres) != tabla.shape[1]:
        raise ErrorDatos(f"`Y` tiene {tabla.shape[1]} columnas y `clases` {len(nombres)} nombres.")
    return tabla, nombres
