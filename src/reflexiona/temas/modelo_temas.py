"""`ModeloTemas`: los temas de una comunidad con el protocolo de scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from reflexiona.corpus import Corpus, Oracion, Reflexion
from reflexiona.errores import ErrorDatos
from reflexiona.temas.encontrar import encontrar_temas
from reflexiona.temas.menciones_corpus import leer_menciones
from reflexiona.temas.pertenencia import de_emergente
from reflexiona.texto import palabras, partir

if TYPE_CHECKING:
    import pandas as pd

    from reflexiona.temas.encontrar import PuntajesTemas
    from reflexiona.temas.temas import Temas

__all__ = ["ModeloTemas", "como_corpus"]


class ModeloTemas(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Temas recurrentes de una comunidad: los conocidos de la escuela y los que emergen de sus textos.

    Parameters
    ----------
    modelo : str
        Modelo que reconoce los temas conocidos: «rapido» o una ruta.
    minimo_personas : int or None
        Cuántas personas hacen un tema; por omisión, según el tamaño de la comunidad.
    max_emergentes : int
        Cuántos temas emergentes a lo más.
    semilla : int
        Del remuestreo con que se mide la estabilidad.

    Attributes
    ----------
    temas_ : pandas.DataFrame
        `tema`, `clave`, `origen`, `personas`, `oraciones`, `estabilidad` y `terminos`.
    resultado_ : Temas
        La tabla, las oraciones de cada tema y sus citas.

    Examples
    --------
    >>> textos = ["Se cayó el puente colgante.", "Sin puente colgante no cruzamos.", "El puente colgante urge."]
    >>> modelo = ModeloTemas(minimo_personas=2)
    >>> modelo.fit_transform(textos).shape == (3, len(modelo.temas_))
    True
    >>> "Puente colgante" in list(modelo.get_feature_names_out())
    True
    """

    temas_: pd.DataFrame
    resultado_: Temas

    def __init__(
        self,
        modelo: str = "rapido",
        *,
        minimo_personas: int | None = None,
        max_emergentes: int = 12,
        semilla: int = 0,
    ) -> None:
        self.modelo = modelo
        self.minimo_personas = minimo_personas
        self.max_emergentes = max_emergentes
        self.semilla = semilla

    def fit(self, X: Corpus | Iterable[Reflexion] | Iterable[str], y: Any = None) -> ModeloTemas:
        """Encuentra los temas. `X`: un `Corpus`, una lista de `Reflexion` o una lista de str.

        Raises
        ------
        ErrorDatos
            Si `X` es otra cosa, si dos reflexiones tienen el mismo id o si un parámetro no es válido.
        """
        self._encontrar(como_corpus(X))
        return self

    def fit_transform(self, X: Corpus | Iterable[Reflexion] | Iterable[str], y: Any = None) -> np.ndarray[Any, Any]:
        """Encuentra los temas y entrega qué tanto habla de cada uno cada reflexión.

        Returns
        -------
        ndarray of shape (n_reflexiones, n_temas)
            De 0 a 1, en el orden de `temas_`.
        """
        return self._encontrar(como_corpus(X)).pertenencia

    def transform(self, X: Corpus | Iterable[Reflexion] | Iterable[str]) -> np.ndarray[Any, Any]:
        """Qué tanto hablan otras reflexiones de los temas ya encontrados.

        Returns
        -------
        ndarray of shape (n_reflexiones, n_temas)

        Raises
        ------
        NotFittedError
            Si no se ha llamado a `fit`.
        """
        check_is_fitted(self, "temas_")
        corpus = como_corpus(X)
        salida = np.zeros((len(corpus), len(self.temas_)))
        oraciones = partir(corpus.reflexiones)
        if not oraciones:
            return salida
        puntajes = self._puntajes(oraciones)
        menciones = leer_menciones(corpus, oraciones, [palabras(o.texto, spacy="es") for o in oraciones])
        lugar = {r.id: k for k, r in enumerate(corpus)}
        de = np.array([lugar[o.reflexion] for o in oraciones], dtype=np.int64)
        con = np.array(list(dict.fromkeys(de.tolist())), dtype=np.int64)
        columnas = {clave: i for i, clave in enumerate(self._cargado().claves_temas)}
        for t, tema in enumerate(self.resultado_.hallados):
            if tema.grupo is None:
                salida[con, t] = puntajes.temas_reflexion[:, columnas[tema.clave]]
            else:
                salida[:, t] = de_emergente(tema.grupo, menciones, de).reflexiones
        return salida

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]:
        """Los nombres de los temas, en el orden de las columnas."""
        check_is_fitted(self, "temas_")
        return np.array(self.temas_["tema"].tolist(), dtype=object)

    def _encontrar(self, corpus: Corpus) -> Temas:
        if self.minimo_personas is not None and self.minimo_personas < 1:
            raise ErrorDatos(f"minimo_personas={self.minimo_personas}: un tema necesita al menos una persona.")
        if self.max_emergentes < 0:
            raise ErrorDatos(f"max_emergentes={self.max_emergentes}: pida cero temas o más.")
        oraciones = partir(corpus.reflexiones)
        self.resultado_ = encontrar_temas(
            corpus,
            oraciones,
            self._puntajes(oraciones) if oraciones else None,
            umbrales=self._cargado().umbrales_temas if oraciones else None,
            minimo_personas=self.minimo_personas,
            max_emergentes=self.max_emergentes,
            semilla=self.semilla,
        )
        self.temas_ = self.resultado_.tabla
        return self.resultado_

    def _cargado(self) -> Any:
        from reflexiona.modelo import cargar_modelo

        return cargar_modelo(self.modelo)

    def _puntajes(self, oraciones: Sequence[Oracion]) -> PuntajesTemas:
        puntajes: PuntajesTemas = self._cargado().evaluar(
            [o.texto for o in oraciones], [o.reflexion for o in oraciones]
        )
        return puntajes


def como_corpus(reflexiones: Corpus | Iterable[Reflexion] | Iterable[str]) -> Corpus:
    """Un `Corpus` a partir de otro, de reflexiones o de textos; cada texto suelto cuenta como de una persona.

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
    for i, r in enumerate(reflexiones, start=1):
        if isinstance(r, Reflexion):
            lista.append(r)
        elif isinstance(r, str):
            lista.append(Reflexion(id=str(i), texto=r, fila=i, persona=f"P{i}"))
        else:
            raise ErrorDatos(f"El elemento {i} es {type(r).__name__}: dé un texto o una Reflexion.")
    if len({r.id for r in lista}) < len(lista):
        raise ErrorDatos("Hay reflexiones con el mismo id: cada una necesita el suyo.")
    return Corpus(reflexiones=tuple(lista), filas=len(lista))
