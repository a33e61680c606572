"""Los componentes propios de spaCy: `reflexiona_oraciones` marca las oraciones y `reflexiona_lemas` pone los lemas."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from reflexiona.texto.cortador import cortes
from reflexiona.texto.lemas import lema

__all__ = ["NOMBRE_LEMAS", "NOMBRE_ORACIONES", "marcar_oraciones", "poner_lemas"]

NOMBRE_ORACIONES = "reflexiona_oraciones"
NOMBRE_LEMAS = "reflexiona_lemas"

_TROZO = re.compile(r"\w+|[^\w\s]+|\s+")


@Language.component(NOMBRE_ORACIONES, assigns=["token.is_sent_start", "doc.sents"])
def marcar_oraciones(doc: Doc) -> Doc:
    """Marca en `doc` las oraciones de `reflexiona.texto.cortes`.

    Va antes del analizador sintáctico, que respeta lo marcado. Si un corte cae dentro de una palabra de spaCy
    («fue!Los»), la palabra se divide ahí.

    Parameters
    ----------
    doc : spacy.tokens.Doc

    Returns
    -------
    spacy.tokens.Doc
        El mismo, con `token.is_sent_start` puesto en todas sus palabras.

    Examples
    --------
    >>> import spacy
    >>> [o.text for o in marcar_oraciones(spacy.blank("es")("Vino la Profra. Elodia. Cantamos.")).sents]
    ['Vino la Profra. Elodia.', 'Cantamos.']
    """
    inicios = [inicio for inicio, _ in cortes(doc.text)]
    _dividir(doc, inicios)
    marcas = set(inicios)
    empieza = np.asarray([p.i == 0 or p.idx in marcas for p in doc], dtype=bool)
    if inicios and len(doc) and doc[0].idx != inicios[0]:
        # Los espacios del principio van con la primera oración.
        empieza[bisect_left([p.idx for p in doc], inicios[0])] = False
    # Todas de una vez: ponerlas una por una recorre el documento entero en cada palabra.
    marcadas: Any = np.where(empieza, 1, -1).astype(np.int64).view(np.uint64)[:, None]
    return doc.from_array([SENT_START], marcadas)


@Language.component(NOMBRE_LEMAS, assigns=["token.lemma"])
def poner_lemas(doc: Doc) -> Doc:
    """Pone en cada palabra de `doc` su lema de diccionario; los signos y los espacios quedan igual.

    Parameters
    ----------
    doc : spacy.tokens.Doc

    Returns
    -------
    spacy.tokens.Doc

    Examples
    --------
    >>> import spacy
    >>> [p.lemma_ for p in poner_lemas(spacy.blank("es")("Las maestras cantaron."))]
    ['el', 'maestra', 'cantar', '.']
    """
    for palabra in doc:
        texto = palabra.text
        palabra.lemma_ = lema(texto) if any(c.isalpha() for c in texto) else texto
    return doc


def _dividir(doc: Doc, inicios: list[int]) -> None:
    comienzos = [p.idx for p in doc]
    conocidos = set(comienzos)
    partidas: dict[int, list[int]] = {}
    for inicio in inicios:
        if inicio not in conocidos:
            partidas.setdefault(bisect_left(comienzos, inicio) - 1, []).append(inicio)
    if not partidas:
        return
    with doc.retokenize() as retokenizador:
        for i, dentro in partidas.items():
            palabra = doc[i]
            orillas = [0, *(inicio - palabra.idx for inicio in dentro), len(palabra.text)]
            partes = [trozo for a, b in pairwise(orillas) for trozo in _TROZO.findall(palabra.text[a:b])]
            retokenizador.split(palabra, partes, heads=[palabra] * len(partes))
