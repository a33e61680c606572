"""Palabras con que suele decirse un logro, un reto, un compromiso o una pregunta: ordenan las citas, no etiquetan."""

from __future__ import annotations

import re

__all__ = ["dice"]

_SENALES = {
    "logro": re.compile(
        r"\b(?:logr\w+|por fin|por primera vez|ya (?!no\b)\w+|aprend(?:í|ieron|imos|ió)|mejor(?:ó|aron|amos)"
        r"|funcion(?:ó|aron)|orgull\w+|content[oa]s?|pudieron|pudo|gan(?:ó|aron|amos)|conseguimos"
        r"|sali(?:ó|eron) (?:muy )?bien|avan[cz]\w+)\b",
        re.IGNORECASE,
    ),
    "reto": re.compile(
        r"\b(?:no (?:\w+ ){0,2}(?:hay|tenemos|tengo|puedo|podemos|sé|sabemos|alcanza|llega|\w+n)"
        r"|falta\w*|cuesta|dif[ií]cil\w*|problema\w*|sin|preocupa\w*|miedo|cansa\w*|sola?|nadie|me duele)\b",
        re.IGNORECASE,
    ),
    "compromiso": re.compile(
        r"^\W*\w{2,}(?:ar|er|ir)(?:l[eoa]s?|nos|me|se)?\b|^\W*que (?:se|nos|la|el|los|las|cada)\b"
        r"|\b(?:voy a|vamos a|propongo|proponemos|me comprometo|nos comprometemos|acordamos|quisiera|hay que"
        r"|debemos)\b",
        re.IGNORECASE,
    ),
    "pregunta": re.compile(r"\?"),
}


def dice(acto: str, texto: str) -> bool:
    """Si la oración trae una señal del acto.

    Examples
    --------
    >>> dice("compromiso", "Propongo abrir la biblioteca."), dice("logro", "No hay agua.")
    (True, False)
    """
    return _SENALES[acto].search(texto) is not None
