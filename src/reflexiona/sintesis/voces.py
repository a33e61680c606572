"""`Voz`: una oración con lo que se sabe de ella; si se entiende sola y si citarla expone a alguien."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reflexiona.privacidad import Seudonimizador
from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.senales import se_delata
from reflexiona.texto.lemas import lema

__all__ = ["Voz", "descuidos", "expone", "llano", "se_entiende"]

_ENLACES = (
    "por eso|por lo mismo|por es[oa]|por esta|y|e|o|u|ni|pero|mas|sino|entonces|luego|as[ií]|tambi[eé]n|tampoco"
    "|adem[aá]s|porque|pues|aunque|sin embargo|no obstante|es decir|o sea|igual|incluso|total|s[oó]lo que|mientras"
    "|en cambio|quizá|tal vez|al final|despu[eé]s|de ahí|con eso|con esto|al mes|al otro día"
)
_DEICTICOS = (
    "ah[ií]|allí|allá|est[eoa]s?|es[eoa]s?|aquel(?:l[oa]s?)?|él|ell[oa]s?|les?|los?(?= \\w+(?:o|é|ó|mos|an|en)\\b)|se"
    "|otr[oa]s?|l[oa]s otr[oa]s|l[oa]s del?|el otro|la otra|lo mismo|lo de|lo que|los que|las que|a él|a ell[oa]s?|uno|son|era|eran|fue|fueron|es|está|estaba|tenía|que"
    "|ahora|ya|hasta|ahí mismo|as[ií] que|por lo tanto|por lo que|como|cuando|si|donde|algun[oa]s|ambos|ambas|much[oa]s|todos|todas"
)
_SIN_ANTECEDENTE = re.compile(rf"[\s\-–—•*«\"“(]*(?:{_ENLACES}|{_DEICTICOS})\b", re.IGNORECASE)
_PRONOMBRE = re.compile(r"\b(?:él|ell[oa]s?|es[oa]s?|esto|aquello)\b", re.IGNORECASE)
_ATONO = re.compile(r"\b(?:(?:se|me|te|nos) l[oa]s?|les?|l[oa]s? que no)\b", re.IGNORECASE)
_CLITICO = re.compile(r"\bl[oa]s? ([^\W\d_]+)", re.IGNORECASE)
_PRIMERA = re.compile(r"[\s\-–—•*«\"“(¿¡]*([^\W\d_]+)")
_ENCLITICO = re.compile(
    r"\W*\w{2,}(?:[aá]r|[eé]r|[ií]r|ndo)(?:l[oa]s?|les?|sel[oa]s?|mel[oa]s?|nosl[oa]s?)\b", re.IGNORECASE
)
_ENCLITICO_DENTRO = re.compile(r"\b\w{2,}(?:ar|er|ir|ndo)(?:l[eoa]s?)\b(?! (?:a|al|a l[oa]s|que) )", re.IGNORECASE)
_JUZGA = re.compile(
    r"\b(?:floj[oa]s?|burr[oa]s|ignorantes?|irresponsables?|carencia de valores|falta de valores|no les importa\w*|malcriad[oa]s?|huevon\w*"
    r"|groser[oa]s?|tont[oa]s?|prietos?|indios?|culpa de)\b",
    re.IGNORECASE,
)
_INFINITIVO = ("ar", "er", "ir", "ír")
_TRUNCA = re.compile(r"\b(?:por qué|qué|cómo|cuándo|así|ahí|allí|los dos|las dos|eso)\W*$", re.IGNORECASE)
_NUMERADA = re.compile(r"\s*(?:\d+|[a-z])[.)]")
_TERCERA = re.compile(r"(?:n|ó|aba|ía|e|a)$")
_PAREJAS = (("«", "»"), ("“", "”"), ("(", ")"), ("¿", "?"), ("¡", "!"))


@dataclass(frozen=True, slots=True)
class Voz:
    """Una oración con lo que se sabe de ella.

    Parameters
    ----------
    cita : Cita
    puntajes : dict of str to float
        Probabilidad de cada dimensión.
    dimensiones, temas : tuple of str
    acto : str or None
    """

    cita: Cita
    puntajes: dict[str, float]
    dimensiones: tuple[str, ...]
    acto: str | None
    temas: tuple[str, ...]


def descuidos(texto: str, *, minimo: int = 6, maximo: int = 40) -> int:
    """Cuánto le falta a una oración para leerse bien fuera de su párrafo: 0 es que se entiende sola.

    Cuenta el largo, que empiece con un enlace o un pronombre sin antecedente o lleve uno dentro, que le falte la
    mayúscula o el punto, que califique a alguien, que vaya toda en mayúsculas o que deje abiertas comillas o paréntesis. No juzga a quien
    escribe: sólo ordena.

    Parameters
    ----------
    texto : str
    minimo, maximo : int
        Palabras entre las que debe estar.

    Returns
    -------
    int

    Examples
    --------
    >>> descuidos("Mi grupo abrió un club de lectura los viernes."), descuidos("Por eso no quise.")
    (0, 12)
    """
    n = len(texto.split())
    fallas = 6 if not minimo <= n <= maximo else 0
    fallas += 4 if _SIN_ANTECEDENTE.match(texto) else 0
    fallas += 2 if _PRONOMBRE.search(texto) else 0
    fallas += 1 if _ATONO.search(texto) or _ENCLITICO_DENTRO.search(texto) else 0
    fallas += 2 if _lleva_clitico(texto) else 0
    fallas += 2 if _sujeto_omitido(texto) or _ENCLITICO.match(texto) else 0
    fallas += 2 if _JUZGA.search(texto) else 0
    fallas += 4 if _NUMERADA.match(texto) else 0
    fallas += 3 if any(texto.count(a) != texto.count(b) for a, b in _PAREJAS) or texto.count('"') % 2 else 0
    fallas += 2 if texto.isupper() else 0
    fallas += 1 if not texto[:1].isupper() and texto[:1] not in "¿¡«" else 0
    fallas += 1 if texto[-1:] not in ".!?…»" else 0
    fallas += 3 if "\n" in texto else 0
    fallas += 2 if _TRUNCA.search(texto) else 0
    return fallas


def se_entiende(texto: str) -> bool:
    """Si la oración se lee bien fuera de su párrafo.

    Examples
    --------
    >>> se_entiende("Mi grupo abrió un club de lectura los viernes."), se_entiende("Entonces se fueron.")
    (True, False)
    """
    return descuidos(texto) <= 1


@lru_cache(maxsize=1)
def _seudonimizador() -> Seudonimizador:
    return Seudonimizador()


@lru_cache(maxsize=20_000)
def expone(texto: str) -> bool:
    """Si citar la oración deja reconocer a alguien: trae un dato personal o delata a quien escribe.

    Examples
    --------
    >>> expone("La mamá de Lupita me ayudó."), expone("Las mamás me ayudaron.")
    (True, False)
    """
    return se_delata(texto) or bool(_seudonimizador().encontrar(texto))


def llano(texto: str) -> str:
    """El texto sin signos, acentos ni mayúsculas: lo que hace iguales a dos oraciones."""
    sin = "".join(c for c in unicodedata.normalize("NFD", texto.casefold()) if c.isalnum() or c.isspace())
    return " ".join(sin.split())


def _lleva_clitico(texto: str) -> bool:
    """Si un «lo», «la», «los» o «las» va con un verbo, en lugar de un nombre: «lo recogió»."""
    for m in _CLITICO.finditer(texto):
        palabra = m[1].lower()
        if palabra.endswith("s") and not palabra.endswith("mos"):
            continue
        infinitivo = lema(palabra)
        if infinitivo != palabra and infinitivo.endswith(_INFINITIVO):
            return True
    return False


def _sujeto_omitido(texto: str) -> bool:
    """Si abre con un verbo en tercera persona: «Llegan tarde», «Empezó bien»; no se sabe quién."""
    primera = _PRIMERA.match(texto)
    if primera is None or not _TERCERA.search(primera[1].lower()):
        return False
    palabra = primera[1].lower()
    infinitivo = lema(palabra)
    return infinitivo != palabra and infinitivo.endswith(_INFINITIVO)
