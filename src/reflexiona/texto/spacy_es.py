"""El español de spaCy que se usa: el incluido (sin descarga) o un modelo instalado, siempre con nuestras oraciones."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import spacy as _spacy
from spacy.about import __version__ as _VERSION
from spacy.language import Language
from spacy.util import is_package

from reflexiona.errores import ErrorModelo
from reflexiona.texto import componentes  # registra los componentes en spaCy

__all__ = ["INCLUIDO", "MODELO", "cargar", "modelo_usado"]

INCLUIDO = "es"
"""El camino incluido: el tokenizador español de spaCy y lemas de diccionario."""

MODELO = "es_core_news_md"
"""El modelo que se busca con `spacy="auto"`."""


def cargar(spacy: str = "auto") -> Language:
    """El `Language` de spaCy para español; se carga una vez por nombre.

    Parameters
    ----------
    spacy : str
        «auto» (el modelo `es_core_news_md` si está instalado y, si no, el incluido), «es» (el incluido), el nombre de
        un modelo instalado o la ruta de una carpeta.

    Returns
    -------
    spacy.language.Language
        Con `reflexiona_oraciones` antes que todo lo demás: las oraciones son las de `reflexiona.texto.oraciones`.

    Raises
    ------
    ErrorModelo
        Si se pidió un modelo que no está instalado o que no abre.

    Examples
    --------
    >>> [(p.text, p.lemma_) for p in cargar("es")("Mis alumnas leyeron")]
    [('Mis', 'mi'), ('alumnas', 'alumna'), ('leyeron', 'leer')]
    """
    if spacy == "auto":
        spacy = MODELO if is_package(MODELO) else INCLUIDO
    return _cargar(spacy)


def modelo_usado(nlp: Language) -> str:
    """Con qué se hizo el análisis: nombre y versión del modelo.

    Examples
    --------
    >>> modelo_usado(cargar("es"))
    'es (spaCy ..., lemas de simplemma ...)'
    """
    propio = {componentes.NOMBRE_ORACIONES, componentes.NOMBRE_LEMAS}
    nombre = f"{nlp.lang} (spaCy {_VERSION}"
    if set(nlp.pipe_names) - propio:
        nombre = f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']} (spaCy {_VERSION}"
    if componentes.NOMBRE_LEMAS in nlp.pipe_names:
        nombre += f", lemas de simplemma {version('simplemma')}"
    return f"{nombre})"


@lru_cache(maxsize=4)
def _cargar(nombre: str) -> Language:
    if nombre == INCLUIDO:
        nlp = _spacy.blank("es")
    elif is_package(nombre) or Path(nombre).is_dir():
        try:
            # Las oraciones las ponemos nosotros: fuera las del modelo.
            nlp = _spacy.load(nombre, exclude=["senter", "sentencizer"])
        except (OSError, ValueError) as error:
            raise ErrorModelo(f"El modelo de spaCy «{nombre}» no abre: {error}") from error
    else:
        raise ErrorModelo(
            f"El modelo de spaCy «{nombre}» no está instalado. Instálelo con «python -m spacy download {nombre}» "
            'o use el camino incluido, que no necesita descarga: spacy="es".'
        )
    nlp.add_pipe(componentes.NOMBRE_ORACIONES, first=True)
    if not {"lemmatizer", "trainable_lemmatizer"} & set(nlp.pipe_names):
        nlp.add_pipe(componentes.NOMBRE_LEMAS, last=True)
    return nlp
