"""Palabras con que suele decirse un acto o una postura, o con que alguien se deja reconocer: ordenan citas, no etiquetan."""

from __future__ import annotations

import re

__all__ = ["dice", "postura", "se_delata"]

_SENALES = {
    "logro": re.compile(
        r"\b(?:logr\w+|por fin|por primera vez|ya (?!no\b)\w+|aprend(?:í|ieron|imos|ió)|mejor(?:ó|aron|amos)"
        r"|funcion(?:ó|aron)|orgull\w+(?! herid)|content[oa]s?|pudieron|pudo|gan(?:ó|aron|amos)|conseguimos"
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
_EN_CONTRA = re.compile(
    r"\b(?:no (?:\w+ ){0,2}(?:sirve|ayuda|funciona|creo|conviene|estoy de acuerdo|estamos de acuerdo|me gusta|apoyan?|participan?"
    r"|vienen|aprenden)|estorba\w*|distrae\w*|quitan? tiempo|en contra|prohib\w+|injust\w+|de nada sirve|de qué sirve|pérdida de tiempo"
    r"|dejé de|ya no creo)\b",
    re.IGNORECASE,
)
_A_FAVOR = re.compile(
    r"\b(?:(?<!no )(?<!no nos )(?<!no me )(?:sirve|sirvió|ayuda|ayudó|funciona|funcionó)|vale la pena|a favor|de acuerdo|gracias a"
    r"|acerca|aprenden más|me gusta|nos gusta|confío|hace falta|es justo|tienen derecho|apoyan|participan|vienen)\b",
    re.IGNORECASE,
)
_CARGO = (
    r"directora?|subdirectora?|supervisora?|jef[ea] de (?:sector|enseñanza)|intendente|conserje|velador|bibliotecari[oa]|psic[oó]log[oa]"
    r"|trabajador[a]? social|secretari[oa]|asesor[a]? t[eé]cnic[oa]|atp|prefect[oa]|promotor[a]?|enfermer[oa]"
)
_DELATA = re.compile(
    rf"\b(?:(?:yo )?soy|como|siendo|fui|mi cargo de|al ser|me nombraron|quedé de|entré de)[ ,]+(?:(?:la|el|su|un|una)[ ]+)?(?:{_CARGO})\b"
    r"|\bsoy (?:la|el) (?:[uú]nic[oa]|m[aá]s|primer[oa]?|que)\b|\b[uú]nic[oa] (?:maestr[oa]|docente|profesora?|mujer|hombre|persona|de)\b"
    r"|\b(?:vengo|voy|trabajo) (?:los )?(?:lunes|martes|mi[eé]rcoles|jueves|viernes)\b|\b(?:soy|somos) (?:de|la de|el de) usaer\b"
    r"|\b(?:mi divorcio|mi enfermedad|mi c[aá]ncer|mi embarazo|mi ex|mi esposo|mi esposa|mi marido|mi diagn[oó]stico|me diagnosticaron"
    r"|mi depresi[oó]n|mi terapeuta|antidepresiv\w+)\b",
    re.IGNORECASE,
)


def dice(acto: str, texto: str) -> bool:
    """Si la oración trae una señal del acto.

    Examples
    --------
    >>> dice("compromiso", "Propongo abrir la biblioteca."), dice("logro", "No hay agua.")
    (True, False)
    """
    return _SENALES[acto].search(texto) is not None


def postura(texto: str) -> int:
    """1 si la oración se pone a favor de algo, -1 si en contra, 0 si no se sabe.

    Examples
    --------
    >>> postura("El celular ayuda en clase."), postura("El celular no ayuda."), postura("Hay celulares.")
    (1, -1, 0)
    """
    contra, favor = bool(_EN_CONTRA.search(texto)), bool(_A_FAVOR.search(texto))
    return -1 if contra else int(favor)


def se_delata(texto: str) -> bool:
    """Si quien escribe dice algo que en su escuela la señala: su cargo, ser la única, su salud o su familia.

    Examples
    --------
    >>> se_delata("Como directora firmo todo."), se_delata("Soy maestra de primaria.")
    (True, False)
    """
    return _DELATA.search(texto) is not None
