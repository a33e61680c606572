"""Palabras con que suele decirse un acto o una postura, o con que alguien se deja reconocer: ordenan citas, no etiquetan."""

from __future__ import annotations

import re

__all__ = ["calidez", "cuenta_un_camino", "dice", "postura", "se_delata", "se_duele"]

_SENALES = {
    "logro": re.compile(
        r"\b(?:logr\w+|por fin|por primera vez|ya (?:le|me|les )?(?:lee[n]?|leían|puede[n]?|escribe[n]?|cuenta[n]?|habla[n]?|participa[n]?|sabe[n]?|entiende[n]?|resuelve[n]?|viene[n]?|quiere[n]?|multiplica[n]?)|aprend(?:í|ieron|imos|ió)|mejor(?:ó|aron|amos)?"
        r"|funcion(?:ó|aron)|orgull\w+(?! herid)|content[oa]s?|pudieron|pudo|gan(?:ó|aron|amos)|conseguimos"
        r"|sali(?:ó|eron|mos)|avan[cz]\w+|gust(?:ó|aron)|subi(?:ó|eron)|bonit\w+|precios\w+|particip(?:ó|aron|amos|ación)"
        r"|enseñaron|explica(?:n|ron)|ayud(?:ó|aron|amos)|apoy(?:ó|aron)|entendi(?:ó|eron)|escribi(?:ó|eron|mos)|ley(?:ó|eron)|leímos"
        r"|invent(?:ó|aron|amos)|hicimos|arm(?:aron|amos)|regal(?:ó|aron)|recib(?:ió|ieron))\b",
        re.IGNORECASE,
    ),
    "reto": re.compile(
        r"\b(?:no (?:\w+ ){0,2}(?:hay|tenemos|tengo|puedo|podemos|sé|sabemos|alcanza|llega|\w+n)"
        r"|falta\w*|cuesta|dif[ií]cil\w*|problema\w*|sin|preocupa\w*|miedo|cansa\w*|sola?|nadie|me duele)\b",
        re.IGNORECASE,
    ),
    # «Mañana voy a…» es un plan del día, no una propuesta para el colectivo.
    "compromiso": re.compile(
        r"^(?!\W*(?:mañana|hoy|ahorita|creo)\b)(?:\W*\w{2,}(?:ar|er|ir)(?:l[eoa]s?|nos|me|se)?\b|\W*que (?:se|nos|la|el|los|las|cada)\b"
        r"|.*\b(?:voy a|vamos a|propongo|proponemos|me comprometo|nos comprometemos|acordamos|quisiera|hay que|debemos)\b)",
        re.IGNORECASE | re.DOTALL,
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
_DUELE = re.compile(
    r"\b(?:no|ni|nunca|nadie|nada|ningun[oa]?|ningún|pero|aunque|sin|apenas|ojal[aá]|despu[eé]s|habr[ií]a|harta?|solas?|llor\w+|miedo|cans\w+|triste\w*|coraj\w+|pena"
    r"|verg[uü]enza|mal|peor|muri\w+|golpe\w*)\b",
    re.IGNORECASE,
)
_CALIDA = re.compile(
    r"\b(?:nos|nuestr[oa]s?|junt[oa]s|comunidad|escuel\w+|niñ[oa]s?|alumn\w+|sueñ\w+|cariñ\w+|quer\w+|quier\w+|aprend\w+|enseñ\w+"
    r"|orgull\w+|esperanza\w*|confi\w+|palabra\w*|voz|voces|vida|coraz[oó]n|gracias|alegr\w+|sonr\w+|abraz\w+|cant\w+|cuent\w+|le(?:er|en|ímos|yeron)"
    r"|camin\w+|sembr\w+|semilla\w*|familias?|mam[aá]s|pap[aá]s|amig\w+|compart\w+|escuch\w+)\b",
    re.IGNORECASE,
)
_FRIA = re.compile(
    r"^\W*\w+(?:ar|er|ir)\b|\d|\b(?:reglamento|formatos?|fines|estrategias?|implementar|realizar|evaluaci[oó]n|calendario|comisi[oó]n|total)\b",
    re.IGNORECASE,
)
_CAMINO = re.compile(
    r"\b(?:años|cuando (?:era|empec[eé]|entr[eé]|llegu[eé])|empec[eé]|llegu[eé] (?:a|al|de|aqu[ií])\b|estudi[eé]|vocaci[oó]n|desde (?:que|niñ[oa])|elegí|de niñ[oa]"
    r"|mi (?:mamá|papá|abuel[oa]|maestr[oa])|normal(?:ista)?|plaza|generaci[oó]n|me form[eé]|crec[ií]|ser (?:maestr[oa]|docente))\b",
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
    r"|mi depresi[oó]n|mi terapeuta|antidepresiv\w+)\b"
    r"|\b(?:ped\w+|solicit\w+|meter|metí) mi (?:cambio|baja|permuta|renuncia)\b|\b(?:renunciar|renuncié|jubilarme|dejar (?:la docencia|el magisterio))\b",
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


def se_duele(texto: str) -> bool:
    """Si la oración lleva algo que impide leerla como celebración: una negación, un «pero», una pena.

    Examples
    --------
    >>> se_duele("Salieron bien, pero yo estaba lejos."), se_duele("Ya leen solos.")
    (True, False)
    """
    return _DUELE.search(texto) is not None


def cuenta_un_camino(texto: str) -> bool:
    """Si la oración cuenta de dónde viene quien escribe: sus años, cómo empezó, quién le enseñó.

    Examples
    --------
    >>> cuenta_un_camino("Llegué a esta escuela hace veinte años."), cuenta_un_camino("Hoy llovió.")
    (True, False)
    """
    return _CAMINO.search(texto) is not None


def calidez(texto: str) -> int:
    """Cuántas palabras lleva de la comunidad y de lo que se quiere, menos las de trámite: ordena las frases del caligrama.

    Examples
    --------
    >>> calidez("Nuestros niños aprenden cantando."), calidez("Se entregó el formato.")
    (4, -2)
    """
    return len(_CALIDA.findall(texto)) - 2 * len(_FRIA.findall(texto))


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
    """Si quien escribe dice algo que en su escuela la señala: su cargo, ser la única, su salud, su familia o que piensa irse.

    Examples
    --------
    >>> se_delata("Como directora firmo todo."), se_delata("Soy maestra de primaria.")
    (True, False)
    """
    return _DELATA.search(texto) is not None
