"""Las palabras de un texto, con su lema y si tienen contenido (nombran algo) o son vacías."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reflexiona.texto.lemas import lema as lema_de_diccionario
from reflexiona.texto.vacias import vacias

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Palabra", "palabras", "palabras_contenido"]

_LETRA = r"[^\W\d_][\u0300-\u036f]*"
_PALABRA = re.compile(rf"(?:{_LETRA})+(?:['’ʼꞌ‘`\-](?:{_LETRA})+)*(?:['’ʼꞌ]|@s?)?")
_CORTAS = frozenset({"IA", "TV", "PC"})
_MINIMO = 3
_LOTE = 256


@dataclass(frozen=True, slots=True)
class Palabra:
    """Una palabra de un texto: `texto_completo[inicio:fin] == texto`.

    Parameters
    ----------
    texto : str
        Tal como está escrita.
    lema : str
        En minúsculas, con acentos.
    inicio, fin : int
        Posición en caracteres.
    contenido : bool
        Si nombra algo: no es vacía, ni número, ni enlace, correo, etiqueta (#) o cuenta (@), y tiene 3 letras o más.
    """

    texto: str
    lema: str
    inicio: int
    fin: int
    contenido: bool


def palabras(texto: str | Doc, *, spacy: str = "auto", quitar: Iterable[str] = ()) -> list[Palabra]:
    """Las palabras de un texto o de un `Doc` ya analizado, en orden y sin los signos.

    Parameters
    ----------
    texto : str or spacy.tokens.Doc
    spacy : str
        Con qué se analiza si es texto: véase `reflexiona.texto.spacy_es.cargar`.
    quitar : iterable of str
        Lemas que tampoco cuentan como contenido: `VACIAS_DOMINIO`, `OMNIPRESENTES` u otros.

    Returns
    -------
    list of Palabra

    Examples
    --------
    >>> [p.lema for p in palabras("Las maestras leyeron 3 cuentos: #NEM", spacy="es") if p.contenido]
    ['maestra', 'leer', 'cuento']
    """
    if isinstance(texto, str):
        from reflexiona.texto.spacy_es import cargar

        texto = cargar(spacy)(texto)
    return _de_doc(texto, vacias().union(quitar))


def palabras_contenido(
    textos: Iterable[str], *, spacy: str = "auto", quitar: Iterable[str] = ()
) -> list[list[Palabra]]:
    """Las palabras con contenido de muchos textos: sólo corre lo que hace falta para tener lemas.

    Parameters
    ----------
    textos : iterable of str
    spacy : str
        «es» alcanza para cientos de miles de textos; un modelo instalado es decenas de veces más lento.
    quitar : iterable of str
        Lemas que tampoco cuentan como contenido.

    Returns
    -------
    list of list of Palabra
        Una lista por texto, en el mismo orden.

    Examples
    --------
    >>> listas = palabras_contenido(["Los niños leen.", "No vino."], spacy="es", quitar={"niño"})
    >>> [[p.lema for p in lista] for lista in listas]
    [['leer'], []]
    """
    from reflexiona.texto.spacy_es import cargar

    sobran = vacias().union(quitar)
    return [[p for p in _de_doc(doc, sobran) if p.contenido] for doc in _analizar(cargar(spacy), textos)]


def _analizar(nlp: Language, textos: Iterable[str]) -> Iterator[Doc]:
    if not {"lemmatizer", "trainable_lemmatizer"} & set(nlp.pipe_names):
        return map(nlp.make_doc, textos)  # el lema de diccionario se pone al leer la palabra
    inutiles = {"reflexiona_oraciones", "parser", "ner"} & set(nlp.pipe_names)
    return nlp.pipe(textos, batch_size=_LOTE, disable=sorted(inutiles))


def _de_doc(doc: Doc, sobran: frozenset[str]) -> list[Palabra]:
    encontradas = []
    anterior = ""
    for token in doc:
        texto = token.text
        if anterior != "#" and _es_palabra(texto):
            lema = token.lemma_.lower() or lema_de_diccionario(texto)
            llena = len(texto) >= _MINIMO and lema not in sobran and texto.lower() not in sobran
            inicio = token.idx
            encontradas.append(Palabra(texto, lema, inicio, inicio + len(texto), llena or texto in _CORTAS))
        anterior = texto if texto == "#" and not token.whitespace_ else ""
    return encontradas


@lru_cache(maxsize=100_000)
def _es_palabra(texto: str) -> bool:
    return _PALABRA.fullmatch(texto) is not None
