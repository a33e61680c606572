"""Dónde puede acabar una oración y si ahí acaba: una expresión regular propone y una función pequeña decide."""

from __future__ import annotations

import re

from reflexiona.texto.abreviaturas import (
    ABREN,
    ARTICULOS,
    CIERRAN,
    NOMBRAN,
    NUNCA,
    ORDINAL,
    SALVO_FUNCION,
    SIGLA,
    SOLO_NUMERO,
    conjunto,
)
from reflexiona.texto.renglones import MARCADOR, separa_renglon

__all__ = ["CANDIDATA", "NUMERO_DE_LISTA", "es_frontera"]

_EMOJI = r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B05-\u2B55\uFE0F\u200D]"
CANDIDATA = re.compile(
    rf"(?P<punto>[.!?…]++)(?P<cierre>[)\]»”’\"'*]*+)(?:[^\S\n]*{_EMOJI}++)*(?P<hueco>\s*+)"
    r"|(?P<renglon>\n\s*+)"
    r"|(?P<vineta>[•▪●◦‣])"
    rf"|(?P<cara>{_EMOJI}++|[:;]-?[()DP](?!\w))(?P<tras>\s*+)"
    r"|(?<=[a-záéíóúüñ0-9)»”,:;])[ \t](?=(?P<abre>[A-ZÁÉÍÓÚÑ][a-záéíóúñ]*+)[ ,]"
    r"|(?P<lista>(?:\d{1,2}[.)]|[a-h]\))[ ¿]))"
)
"""Lo que puede separar dos oraciones. Cuantificadores posesivos: el tiempo es lineal con cualquier entrada."""

NUMERO_DE_LISTA = re.compile(r"(\d{1,2}|[a-h])[.)](?=[ ¿\n])")
"""El número o la letra con que empieza un punto de una lista en línea."""

_SIGUE = re.compile(r"(?P<signos>[¿¡\"“”«»‘’'(\[—–\-*#>_]{0,8})\s{0,2}(?P<palabra>\w{1,24})?")
_GRADO = re.compile(
    r"(?:\d\.?(?:[oaºª°]|[eé]?r[oa]?|[dtmvn]o)?\.?|\b(?:primer|segund|tercer|cuart|quint|sext)[oa]?"
    r"|\b(?:maternal|lactantes|sala|grupo|salón|salon|plan|inciso|opción|opcion|turno|tipo|vitamina|letra|equipo|sección))\s*$"
)
_GRADOS = conjunto(
    "grado grados sesión sesion sesiones año semestre bimestre trimestre reunión reunion etapa fase lugar semana "
    "parte junta asamblea visita edición turno nivel ciclo período periodo bloque momento"
)
_ROMANO = re.compile(r"[IVX]{1,5}")
_FUNCION = ABREN | ARTICULOS
_VENTANA = 300


def es_frontera(texto: str, inicio: int, m: re.Match[str], ancho: int, lista: str = "") -> bool:
    """Si la candidata `m` separa dos oraciones.

    Parameters
    ----------
    texto : str
    inicio : int
        Dónde empieza la oración en curso.
    m : re.Match
        Coincidencia de `CANDIDATA`.
    ancho : int
        Ancho al que se cortaron los renglones, 0 si no se cortaron.
    lista : str
        El último número o letra de lista con que empezó una oración («2», «b»), o nada.

    Examples
    --------
    >>> texto = "La Profra. Elodia llegó."
    >>> es_frontera(texto, 0, CANDIDATA.search(texto), 0)
    False
    """
    que = m.lastgroup
    if que == "hueco":
        return _tras_punto(texto, inicio, m, ancho)
    if que == "renglon":
        return separa_renglon(texto, m.start(), m.end(), ancho)
    if que == "abre":
        return m["abre"] in ABREN and _abre_sin_punto(texto, m.start())
    if que == "lista":
        return _sigue_lista(texto, m, lista)
    if que == "vineta":
        return True
    if "\n" in m["tras"]:
        return separa_renglon(texto, m.start("tras"), m.end(), ancho)
    sigue = texto[m.end() : m.end() + 1]
    return sigue.isupper() or sigue in ("¿", "¡")


def _tras_punto(texto: str, inicio: int, m: re.Match[str], ancho: int) -> bool:
    fin = m.end()
    hueco = m["hueco"]
    if not hueco and texto[fin : fin + 1].islower():
        return False
    sigue = _SIGUE.match(texto, fin)
    if sigue is None:  # no ocurre: el patrón acepta la cadena vacía
        return False
    palabra, signos = sigue["palabra"] or "", sigue["signos"]
    if not hueco:
        return _sin_espacio(texto, inicio, m, palabra, signos)
    punto = m["punto"]
    despues = texto[sigue.end() : sigue.end() + 1]
    if punto == "." and not m["cierre"] and _abrevia(texto, inicio, m.start(), palabra, despues):
        return False
    if "\n" in hueco and (not ancho or not palabra[:1].islower() or MARCADOR.match(texto, fin)):
        return True
    if not palabra:
        return despues not in ",;:)"
    if not palabra[0].islower():
        return True
    if signos[:1] in ("—", "–", "-") or m["cierre"]:
        return False  # inciso del diálogo: «¿Acabaste? —pregunté»
    if "?" in punto or "!" in punto:
        if signos:
            return False
        signo = "¿" if "?" in punto else "¡"
        return texto.rfind(signo, max(inicio, m.start() - _VENTANA), m.start()) < 0
    return punto == "."


def _sin_espacio(texto: str, inicio: int, m: re.Match[str], palabra: str, signos: str) -> bool:
    """«clase.Los niños»: falta el espacio; no son «8.5», «C.T.E.», «www.sep.gob.mx» ni «a@b.Mx»."""
    if signos and signos[0] not in "¿¡«“—":
        return False
    if not palabra[:1].isupper() or not (signos or palabra[1:2].islower()):
        return False
    antes = texto[max(inicio, m.start() - 40) : m.start()].rsplit(None, 1)
    previa = antes[-1] if antes else ""
    despues = texto[m.end() : m.end() + 40].split(None, 1)[0]
    if any(s in previa or s in despues for s in ("@", "/", "www", "_")):
        return False
    if m["punto"] == ".":
        if len(previa) < 2 or previa.lower() in _CORTADAS:
            return False
        return previa[-2:].isalnum() and not previa[-1].isupper()
    return bool(previa)


_CORTADAS = NUNCA | SALVO_FUNCION | CIERRAN | SOLO_NUMERO - {"no"}


def _abrevia(texto: str, inicio: int, fin: int, palabra: str, despues: str) -> bool:
    """Si el punto de `texto[fin]` es de abreviatura, inicial, ordinal o número de lista: no cierra."""
    antes = texto[max(inicio, fin - 24) : fin]
    previa = antes.rsplit(None, 1)[-1].lstrip("(¿¡\"“«'‘—–-*") if antes.strip() else ""
    if len(previa) > 10:
        return False
    baja = previa.lower()
    principio = fin - len(previa) <= inicio + 1
    mayuscula, numero = palabra[:1].isupper(), palabra[:1].isdigit()
    if len(previa) == 1 and previa.isalpha():
        if principio:
            return True
        if not previa.isupper():
            return not mayuscula or (len(palabra) == 1 and despues == ".")
        if numero or palabra in _FUNCION:
            return False
        return not (mayuscula and _GRADO.search(antes[: -len(previa)]))
    if baja in SALVO_FUNCION:
        return palabra not in _FUNCION
    if baja in NUNCA:
        return True
    if baja in CIERRAN:
        return not mayuscula
    if baja in SOLO_NUMERO:
        return numero or _ROMANO.fullmatch(palabra) is not None
    if baja.isdigit():
        return len(baja) < 3 and (principio or antes[: -len(previa)].rstrip()[-1:] in (":", ";", ",", "("))
    if ORDINAL.fullmatch(baja):
        return not mayuscula or len(palabra) == 1 or palabra.lower() in _GRADOS
    if SIGLA.fullmatch(baja):
        return not mayuscula or (len(baja) < 4 and palabra not in _FUNCION)
    return principio and _ROMANO.fullmatch(previa) is not None


def _abre_sin_punto(texto: str, fin: int) -> bool:
    """«al final firmamos Hoy por fin»: falta el punto, pero la mayúscula abre; no tras «el proyecto Mi comunidad»."""
    previa = texto[max(0, fin - 24) : fin].rsplit(None, 1)[-1]
    if previa[-1] in ",:;" or previa[0].isupper() or previa.lower() in NOMBRAN:
        return False
    return not (previa[-1] == ")" and len(previa) < 4)


def _sigue_lista(texto: str, m: re.Match[str], lista: str) -> bool:
    """«1. Leer 2. Avisar»: el marcador separa si es el siguiente del último visto, o el primero tras dos puntos."""
    marca = m["lista"][:-2]
    if marca in ("1", "a"):
        return texto[m.start() - 1] == ":" and texto[m.end("lista") : m.end("lista") + 1].isupper()
    if not lista or lista.isdigit() != marca.isdigit():
        return False
    return int(marca) == int(lista) + 1 if marca.isdigit() else ord(marca) == ord(lista) + 1
