"""Los nombres de personas, escuelas y lugares, por lo que los rodea.

Ninguna regla basta sola: un nombre se reconoce por la palabra que lo presenta («la maestra X», «la primaria X», «el
ejido X»), por estar entre los nombres de pila usuales o por llevar mayúscula a media oración sin ser palabra común.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflexiona.privacidad.hallazgo import Hallazgo
from reflexiona.privacidad.lexico import conocida, es_nombre_de_pila, es_publico

__all__ = ["nombres"]

_MAYUSCULA = r"[A-ZÁÉÍÓÚÜÑ][\w'’ʼ\-]*(?:\.[ºª°]|(?<=fra)\.|(?<=rof)\.|(?<=rofr)\.)?"
_ENLACE = r"(?:[ ]+(?:de[ ]+las?|de[ ]+los|del|de|y|e)(?=[ ]+[A-ZÁÉÍÓÚÜÑ]))?"
_PROPIO = rf"{_MAYUSCULA}(?:{_ENLACE}[ ]+{_MAYUSCULA}){{0,5}}"
_COMILLA = r"[«\"“'‘]?"
_FICHA = re.compile(_PROPIO)
_CONJUNCION = re.compile(r"[ ]+[ye][ ]+([A-ZÁÉÍÓÚÜÑ][\w'’ʼ\-]*)")
_PALABRA = re.compile(r"[^\W\d_][\w'’ʼ\-]*")

_TRATO = (
    r"maestr[oa]|mtr[oa]\.?|ma?est?r[oa]|profesora?|prof[ea]?\.?|profra?\.?|profr\.?|profa\.?|direc(?:tora?)?|directora?"
    r"|dir\.|subdirectora?|supervisora?|jef[ea]|inspectora?|don|doña|señora?|señorita|sra?\.?|srita\.?|seño|seo|lic\.?"
    r"|licenciad[oa]|ing\.?|dra?\.?|doctora?|enfermer[oa]|psic[oó]log[oa]|miss|teacher|compañer[oa]|colega|alumn[oa]"
    r"|niñ[oa]|joven|chic[oa]|chamac[oa]|muchach[oa]|t[ií][oa]|abuel(?:it)?[oa]|compadre|comadre|amig[oa]|herman(?:it)?[oa]"
    r"|prim[oa]|vecin[oa]|intendente|conserje|secretari[oa]|educadora|padre|comandante|hij[oa]|espos[oa]|c\."
)
_PRESENTA_PERSONA = re.compile(
    rf"(?:\b(?:{_TRATO})(?:[ ]+(?:nuev[oa]|suplente|titular|jubilad[oa]|interin[oa]))?[ ,]+{_COMILLA}"
    rf"|\b(?:me llamo|se llama(?:ba)?|mi nombre es|de nombre|apellid\w+(?:[ ]+es)?|llamad[oa]|le dicen|le decimos|firma|atte\.?:?"
    rf"|atentamente[:,]?)[ ]+{_COMILLA}"
    rf"|\b(?:mam[aá]|pap[aá]|mami|papi|abuelit[oa]|abuel[oa]|t[ií][oa]|t[ií]t[oa]|tutora?|herman[oa]s?|hij[oa]s?|espos[oa]|familia|caso|casa"
    rf"|cuaderno|libreta|palabras|voz|lo)[ ]+de[ ]+)$",
    re.IGNORECASE,
)
_ETAPA = (
    r"escuel(?:a|ita)|esc\.?|primaria|prim\.?|secundaria|secu|telesecundaria|tele|preescolar|jard[ií]n(?:[ ]+de[ ]+niños)?|jn"
    r"|k[ií]nder|plantel|colegio|instituto|bachillerato|prepa(?:ratoria)?|telebachillerato|tbc|cam|centro(?:[ ]+de[ ]+atenci[oó]n"
    r"[ ]+m[uú]ltiple|[ ]+escolar|[ ]+educativo)?|normal|universidad|cendi|albergue|unitaria|bidocente|tridocente|t[eé]cnica"
    r"|est|multigrado"
)
_ADJETIVO = (
    r"rural|federal|ind[ií]gena|urbana|particular|oficial|estatal|p[uú]blica|privad[oa]|matutin[oa]|vespertin[oa]|general"
    r"|t[eé]cnica|biling[uü]e|unitaria|multigrado|bidocente|tridocente|comunitari[oa]|primaria|secundaria|de[ ]+organizaci[oó]n"
    r"[ ]+completa|normal|superior|llamad[oa]|n[uú]m(?:ero)?\.?|no\.?"
)
_PRESENTA_ESCUELA = re.compile(rf"\b(?:{_ETAPA})(?:[ ]+(?:{_ADJETIVO})){{0,3}},?[ ]+{_COMILLA}$", re.IGNORECASE)
_NUMERADA = re.compile(
    r"\b(?:CBT[Ii][Ss]|CBTA|CETIS|CETis|CETAC|CECYTE[MV]?|CECyTE[MV]?|COBA[A-Z]{1,3}|COBACH|CONALEP|CAM|CENDI|EST|UPN|BUAP|CONAFE"
    r"|USAER|TBC|Colegio de Bachilleres|[Tt]elesecundaria|[Ss]ecundaria|[Pp]rimaria|[Tt]écnica|[Pp]repa|[Jj]ard[ií]n)"
    r"[ ]+(?:[Nn]úm(?:ero)?\.?[ ]*|[Nn]o\.?[ ]*|#[ ]*)?(\d{1,4})(?![\d°º])"
)
_PRESENTA_LUGAR = re.compile(
    r"\b(?:comunidad|pueblo|poblado|ranch(?:o|er[ií]a)|ejido|colonia|col\.|barrio|municipio|ciudad|localidad|estado|sierra|regi[oó]n"
    r"|valle|paraje|cabecera|puerto|isla|agencia|delegaci[oó]n|fraccionamiento|cerro|laguna|r[ií]o|caser[ií]o|zona|normal|origen"
    r"|carretera|calle|norte|sur|lado)(?:[ ]+(?:de|del|a))?,?[ ]+(?:de[ ]+)?$",
    re.IGNORECASE,
)
_HACIA = re.compile(
    r"\b(?:en|desde|hasta|hacia|rumbo a|por|soy de|somos de|viene[n]? de|vino de|vinieron de|lleg[oóué]\w* (?:de|a)|va[n]? a|fu(?:e|i|eron) a"
    r"|ir a|mand(?:ó|aron|an|aban) a|cambi(?:ó|aron) a|migr\w+ a|emigr\w+ a|bajan? (?:a|de)|aqu[ií] de|ac[aá] de|all[aá] de"
    r"|docente de|trabajo de|gente de|señoras de|niños de|familias de|cerca de|los de|entre)[ ]+$",
    re.IGNORECASE,
)
_DE_LUGAR = re.compile(
    r"(?:San|Santa|Santo|Villa|Los|Las|La|El|Puerto|Cerro|Llano|Rancho|Ejido|Colonia|Barrio|Valle|Cañada|Ciudad|Plan|Río|Arroyo"
    r"|Puente|Rincón|Loma|Lomas|Cuesta|Palo|Agua|Ojo|Paso|Pueblo|Nueva|Nuevo|Monte|Tierra|Mesa|Bajo|Alto)$"
)
_TERMINA_EN_LUGAR = re.compile(
    r"(?:tlán|tlan|tepec|tzingo|cingo|pan|huaca|calco|titlán|apa|lco|chapa|huatlán|york|ville)$", re.I
)
_ARTICULO_FEMENINO = re.compile(r"\b(?:en|de|a|por) la[ ]+$|\bla[ ]+$", re.IGNORECASE)
_ABRE = re.compile(r"(?:^|[.!?…\n]|[:;][ ]*[«\"“'‘]?|[«\"“‘¿¡(\-–—•*]|\d\.)[ ]*$")
_TRAS_NOMBRE = re.compile(
    r"[ ]+(?:se|me|le|les|nos|no|ya|es|era|tiene|tenía|está|estaba|dijo|dice|llegó|vino|viene|vende|fue|va|lee|leyó|escribió"
    r"|preguntó|sacó|faltó|falta|trajo|llevó|quiso|quiere|puso|pone|hizo|hace|pasó|habla|mordió|lloró|llora|nunca|siempre|también"
    r"|y yo|y[ ]+[A-ZÁÉÍÓÚÑ]|\w{2,}(?:ó|ía|aba))\b|,[ ]+(?:mi|su|el|la|que|de|un|una|se|l\w+|g\w+it\w)\b|:"
)


def nombres(texto: str) -> Iterator[Hallazgo]:
    """Los nombres propios de un texto, con su certeza.

    Parameters
    ----------
    texto : str

    Yields
    ------
    Hallazgo
        Pueden encimarse; quien llama se queda con el más cierto y el más largo.

    Examples
    --------
    >>> texto = "La maestra Noemí llegó de Naolinquilla a la primaria Leona Vicario."
    >>> [(texto[h.inicio:h.fin], h.tipo) for h in nombres(texto)]
    [('Noemí', 'persona'), ('Naolinquilla', 'lugar'), ('Leona Vicario', 'escuela')]
    """
    gritado = _gritado(texto)
    for m in _NUMERADA.finditer(texto):
        yield Hallazgo(m.start(), m.end(), "escuela", 0.8)
    if gritado:
        return
    for m in _FICHA.finditer(texto):
        for inicio, fin in _personas_sueltas(texto, m.start(), m.end()):
            yield from _de_ficha(texto, inicio, fin)


def _de_ficha(texto: str, inicio: int, fin: int) -> Iterator[Hallazgo]:
    antes = texto[max(0, inicio - 60) : inicio]
    abre = bool(_ABRE.search(antes))
    # La mayúscula que abre la oración puede ser de una palabra común: «Hoy Lupita», «La Esperanza», «Maestra Irma».
    inicio = _sin_comun_inicial(texto, inicio, fin, abre)
    if inicio >= fin:
        return
    corrido = abre and not _ABRE.search(texto[max(0, inicio - 60) : inicio])
    abre = abre and not corrido
    antes = texto[max(0, inicio - 60) : inicio]
    propio = texto[inicio:fin]
    primera = propio.split()[0]
    if _PRESENTA_ESCUELA.search(antes) and not _sigla(propio) and not (es_publico(propio) and " " not in propio):
        if not (
            len(propio.split()) == 1 and conocida(primera) and not es_nombre_de_pila(primera) and "«" not in antes[-1:]
        ):
            yield Hallazgo(inicio, fin, "escuela", 0.95)
            return
    pila = es_nombre_de_pila(primera)
    if _sigla(propio) or es_publico(propio) or (es_publico(primera) and (not pila or abre)):
        return
    if _PRESENTA_PERSONA.search(antes) and (
        pila or not conocida(primera) or not antes.rstrip().lower().endswith(" de")
    ):
        yield Hallazgo(inicio, fin, "persona", 0.95)
        return
    if _PRESENTA_LUGAR.search(antes):
        yield Hallazgo(inicio, fin, "lugar", 0.85)
        return
    piezas = [p for p in propio.split() if p[0].isupper()]
    raras = [p for p in piezas if not conocida(p, de_oido=abre)]
    if _ARTICULO_FEMENINO.search(antes) and not abre and len(piezas) > 1 and (pila or raras):
        yield Hallazgo(inicio, fin, "escuela", 0.7)
        return
    de_lugar = bool(_DE_LUGAR.match(primera)) and len(piezas) > 1
    if de_lugar and not pila and (raras or not abre or primera in {"San", "Santa", "Santo"}):
        yield Hallazgo(inicio, fin, "lugar", 0.8)
        return
    if pila and not abre:
        yield Hallazgo(inicio, fin, "persona", 0.9 if not conocida(primera) or len(piezas) > 1 else 0.7)
        return
    if pila and (not conocida(primera, de_oido=False) or _TRAS_NOMBRE.match(texto[fin : fin + 24])):
        yield Hallazgo(inicio, fin, "persona", 0.85)
        return
    if not raras:
        if not abre and _HACIA.search(antes) and len(piezas) > 1:
            yield Hallazgo(inicio, fin, "lugar", 0.55)
        return
    if not abre:
        lugar = _HACIA.search(antes) or _TERMINA_EN_LUGAR.search(primera)
        yield Hallazgo(inicio, fin, "lugar" if lugar else "persona", 0.75 if lugar else 0.65)
    elif _TRAS_NOMBRE.match(texto[fin : fin + 24]) and len(primera) > 3:
        yield Hallazgo(inicio, fin, "persona", 0.55)


def _personas_sueltas(texto: str, inicio: int, fin: int) -> Iterator[tuple[int, int]]:
    """Los tramos de una ficha: «Irma y Beto» son dos personas; «Ortega y Gasset», un nombre."""
    desde = inicio
    for m in _CONJUNCION.finditer(texto, inicio, fin):
        if es_nombre_de_pila(m[1]):
            yield desde, m.start()
            desde = m.start(1)
    yield desde, fin


def _sin_comun_inicial(texto: str, inicio: int, fin: int, abre: bool) -> int:
    """Dónde empieza el nombre si lo antecede, pegada, una palabra común con mayúscula («Hoy Lupita», «Profe Irma»)."""
    partes = list(_PALABRA.finditer(texto, inicio, fin))
    if len(partes) < 2:
        return inicio
    primera = partes[0][0]
    trato = re.fullmatch(_TRATO, primera, re.IGNORECASE)
    etapa = re.fullmatch(_ETAPA, primera, re.IGNORECASE)
    comun = conocida(primera) and not es_nombre_de_pila(primera) and not _DE_LUGAR.match(primera)
    if trato or etapa or (abre and comun):
        siguiente = next((p for p in partes[1:] if p[0][0].isupper()), None)
        return siguiente.start() if siguiente else fin
    if abre and primera in {"La", "El", "Los", "Las"} and (es_nombre_de_pila(partes[1][0]) or _sigla(partes[1][0])):
        return partes[1].start()
    return inicio


def _sigla(propio: str) -> bool:
    sola = propio.replace(".", "")
    return sola.isupper() and len(sola) <= 8 and " " not in sola


def _gritado(texto: str) -> bool:
    """Un texto escrito en mayúsculas: ahí la mayúscula no dice nada."""
    letras = [c for c in texto if c.isalpha()]
    return len(letras) > 20 and sum(c.isupper() for c in letras) > 0.7 * len(letras)
