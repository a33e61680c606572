"""`ModeloTemas`: los temas de una comunidad con el protocolo de scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from reflexiona.corpus import Corpus, Oracion, Reflexion
from reflexiona.errores import ErrorDatos
from reflexiona.temas.archivo import escribir_modelo, leer_modelo
from reflexiona.temas.conocidos import TemaConocido, conocidos, leer_conocidos
from reflexiona.temas.encontrar import encontrar_temas, pruebas_de
from reflexiona.temas.menciones_corpus import leer_menciones
from reflexiona.temas.muestra import MAXIMO, Muestra
from reflexiona.temas.pertenencia import de_emergente
from reflexiona.texto import palabras, partir

if TYPE_CHECKING:
    import pandas as pd

    from reflexiona.temas.encontrar import PuntajesTemas
    from reflexiona.temas.temas import Temas

__all__ = ["ModeloTemas", "como_corpus"]

Reflexiones = Corpus | Iterable[Reflexion] | Iterable[str]


class ModeloTemas(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Temas recurrentes de una comunidad: los conocidos de la escuela y los que emergen de sus textos.

    Parameters
    ----------
    modelo : str
        Modelo que lee las oraciones: «preciso», «rapido» o una ruta.
    n : int or None
        Cuántos temas; por omisión, los que hay.
    conocidos : str, Path, mapping of str to TemaConocido or None
        Los temas conocidos: un TOML o CSV propio (`copiar_conocidos` da uno para empezar); por omisión, los 30 incluidos.
    minimo_personas : int or None
        Cuántas personas hacen un tema; por omisión, según el tamaño de la comunidad.
    max_emergentes : int
        Cuántos temas emergentes a lo más.
    semilla : int
        Del remuestreo con que se mide la estabilidad.

    Attributes
    ----------
    temas_ : pandas.DataFrame
        La tabla de `resultado_`.
    resultado_ : Temas
        La tabla, las oraciones de cada tema y sus citas.
    vistas_ : int
        Reflexiones que se le han dado.

    Examples
    --------
    >>> textos = ["Se cayó el puente colgante.", "Sin puente colgante no cruzamos.", "El puente colgante urge."]
    >>> modelo = ModeloTemas("rapido", minimo_personas=2)
    >>> modelo.fit_transform(textos).shape == (3, len(modelo.temas_))
    True
    >>> "Puente colgante" in list(modelo.get_feature_names_out())
    True
    """

    vistas_: int
    _resultado: Temas | None
    _muestra: Muestra | None

    def __init__(
        self,
        modelo: str = "preciso",
        *,
        n: int | None = None,
        conocidos: str | Path | Mapping[str, TemaConocido] | None = None,
        minimo_personas: int | None = None,
        max_emergentes: int = 12,
        semilla: int = 0,
    ) -> None:
        self.modelo = modelo
        self.n = n
        self.conocidos = conocidos
        self.minimo_personas = minimo_personas
        self.max_emergentes = max_emergentes
        self.semilla = semilla

    def fit(self, X: Reflexiones, y: Any = None) -> ModeloTemas:
        """Encuentra los temas. `X`: un `Corpus`, una lista de `Reflexion` o una lista de str.

        Raises
        ------
        ErrorDatos
            Si `X` es otra cosa, si dos reflexiones tienen el mismo id o si un parámetro no es válido.
        """
        corpus = como_corpus(X)
        self._resultado = self._encontrar(corpus)
        self._muestra, self.vistas_ = None, len(corpus)
        return self

    def fit_transform(self, X: Reflexiones, y: Any = None) -> np.ndarray[Any, Any]:
        """Encuentra los temas y entrega qué tanto habla de cada uno cada reflexión.

        Returns
        -------
        ndarray of shape (n_reflexiones, n_temas)
            De 0 a 1, en el orden de `temas_`.
        """
        return self.fit(X).resultado_.pertenencia

    def partial_fit(self, X: Reflexiones, y: Any = None) -> ModeloTemas:
        """Agrega reflexiones por lotes, con memoria acotada: los temas salen de una muestra de lo que va llegando.

        La muestra (a lo más `muestra.MAXIMO` reflexiones) depende de los textos y no del orden ni de los lotes. Los temas
        se buscan al pedirlos (`temas_`, `resultado_`, `transform`); `transform`, por lotes, los reconoce en todas.

        Raises
        ------
        ErrorDatos
            Los de `fit`.
        """
        muestra = getattr(self, "_muestra", None)
        vistas = self.vistas_ if muestra is not None else 0
        if muestra is None:
            muestra = Muestra(MAXIMO)
        corpus = como_corpus(X, desde=vistas + 1)
        for reflexion in corpus:
            muestra.agregar(reflexion)
        self._muestra, self._resultado, self.vistas_ = muestra, None, vistas + len(corpus)
        return self

    @property
    def resultado_(self) -> Temas:
        """Los temas hallados, con su tabla, sus oraciones y sus citas."""
        check_is_fitted(self)
        if self._resultado is None and self._muestra is not None:
            self._resultado = self._encontrar(self._muestra.corpus())
        assert self._resultado is not None
        return self._resultado

    @property
    def temas_(self) -> pd.DataFrame:
        """Una fila por tema."""
        return self.resultado_.tabla

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "_resultado")

    def transform(self, X: Reflexiones) -> np.ndarray[Any, Any]:
        """Qué tanto hablan otras reflexiones de los temas ya encontrados.

        Los conocidos se reconocen como al ajustar; los propios, por lo que nombran.

        Returns
        -------
        ndarray of shape (n_reflexiones, n_temas)

        Raises
        ------
        NotFittedError
            Si no se ha llamado a `fit`.
        """
        check_is_fitted(self)
        hallados, estables = self.resultado_.hallados, self.temas_["estabilidad"].tolist()
        corpus = como_corpus(X)
        salida = np.zeros((len(corpus), len(hallados)))
        oraciones = partir(corpus.reflexiones)
        if not oraciones:
            return salida
        dichas = [palabras(o.texto, spacy="es") for o in oraciones]
        menciones = leer_menciones(corpus, oraciones, dichas)
        lugar = {r.id: k for k, r in enumerate(corpus)}
        de = np.array([lugar[o.reflexion] for o in oraciones], dtype=np.int64)
        suyos = self._temas_conocidos()
        pruebas = pruebas_de(
            corpus,
            oraciones,
            dichas,
            self._puntajes(corpus, oraciones),
            umbrales=self._cargado().umbrales_temas,
            temas_conocidos=suyos,
        )
        columna = {clave: t for t, clave in enumerate(suyos)}
        for t, tema in enumerate(hallados):
            if tema.grupo is None:
                salida[:, t] = pruebas.reflexiones[:, columna[tema.clave]]
            else:
                salida[:, t] = de_emergente(tema.grupo, menciones, de).reflexiones * estables[t]
        return salida

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]:
        """Los nombres de los temas, en el orden de las columnas."""
        check_is_fitted(self)
        return np.array(self.temas_["tema"].tolist(), dtype=object)

    def guardar(self, ruta: str | Path) -> Path:
        """Escribe los temas hallados en un JSON: con qué se reconocen y sus cuentas, sin ningún texto de las reflexiones.

        Raises
        ------
        ErrorSalida
            Si no se puede escribir.
        NotFittedError
            Si no se ha llamado a `fit`.
        """
        parametros = {**self.get_params(), "conocidos": None}
        suyos = None if self.conocidos is None else self._temas_conocidos()
        return escribir_modelo(ruta, parametros, suyos, self.resultado_, self.vistas_)

    @classmethod
    def cargar(cls, ruta: str | Path) -> ModeloTemas:
        """Lee lo que escribió `guardar`: reconoce los mismos temas, pero ya no tiene citas.

        Raises
        ------
        ErrorModelo
            Si no existe, está dañado o no es de este tipo.
        """
        parametros, suyos, resultado, vistas = leer_modelo(ruta)
        modelo = cls(**{**parametros, "conocidos": suyos})
        modelo._resultado, modelo._muestra, modelo.vistas_ = resultado, None, vistas
        return modelo

    def _temas_conocidos(self) -> Mapping[str, TemaConocido]:
        if self.conocidos is None:
            return conocidos()
        return self.conocidos if isinstance(self.conocidos, Mapping) else leer_conocidos(self.conocidos)

    def _encontrar(self, corpus: Corpus) -> Temas:
        if self.minimo_personas is not None and self.minimo_personas < 1:
            raise ErrorDatos(f"minimo_personas={self.minimo_personas}: un tema necesita al menos una persona.")
        if self.max_emergentes < 0:
            raise ErrorDatos(f"max_emergentes={self.max_emergentes}: pida cero temas o más.")
        oraciones = partir(corpus.reflexiones)
        return encontrar_temas(
            corpus,
            oraciones,
            self._puntajes(corpus, oraciones) if oraciones else None,
            umbrales=self._cargado().umbrales_temas if oraciones else None,
            minimo_personas=self.minimo_personas,
            max_emergentes=self.max_emergentes,
            semilla=self.semilla,
            n=self.n,
            temas_conocidos=self._temas_conocidos(),
            cabezas=self._cargado().cabezas if oraciones else None,
        )

    def _cargado(self) -> Any:
        from reflexiona.modelo import cargar_modelo

        return cargar_modelo(self.modelo)

    def _puntajes(self, corpus: Corpus, oraciones: Sequence[Oracion]) -> PuntajesTemas:
        preguntas = {r.id: r.pregunta for r in corpus if r.pregunta}
        puntajes: PuntajesTemas = self._cargado().evaluar(
            [o.texto for o in oraciones], [o.reflexion for o in oraciones], preguntas
        )
        return puntajes


def como_corpus(reflexiones: Reflexiones, *, desde: int = 1) -> Corpus:
    """Un `Corpus` a partir de otro, de reflexiones o de textos; cada texto suelto cuenta como de una persona.

    Parameters
    ----------
    reflexiones : Corpus, iterable of Reflexion or iterable of str
    desde : int
        El número del primer texto suelto.

    Raises
    ------
    ErrorDatos
        Si trae otra cosa o ids repetidos.

    Examples
    --------
    >>> como_corpus(["Llovió.", "No vino nadie."]).reflexiones[1].persona
    'P2'
    """
    if isinstance(reflexiones, Corpus):
        return reflexiones
    if isinstance(reflexiones, str) or not isinstance(reflexiones, Iterable):
        raise ErrorDatos("Dé un Corpus, una lista de Reflexion o una lista de textos.")
    lista: list[Reflexion] = []
    for i, r in enumerate(reflexiones, start=desde):
        if isinstance(r, Reflexion):
            lista.append(r)
        elif isinstance(r, str):
            lista.append(Reflexion(id=str(i), texto=r, fila=i, persona=f"P{i}"))
        else:
            raise ErrorDatos(f"El elemento {i} es {type(r).__name__}: dé un texto o una Reflexion.")
    if len({r.id for r in lista}) < len(lista):
        raise ErrorDatos("Hay reflexiones con el mismo id: cada una necesita el suyo.")
    return Corpus(reflexiones=tuple(lista), filas=len(lista))
