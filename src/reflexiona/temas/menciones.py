"""Las frases con que un texto nombra cosas: nombres («puente») y colocaciones («puente colgante», «club de ajedrez»).

Sin etiquetador, que una palabra sea nombre se infiere de lo que la antecede: los nombres siguen a un artículo u otro
determinante; los adjetivos y los verbos, casi nunca.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reflexiona.texto import Palabra
from reflexiona.texto.abreviaturas import conjunto

__all__ = ["Mencion", "es_infinitivo", "menciones"]

_FIRMES = conjunto(
    "el un una unos unas este esta estos estas ese esa esos esas aquel aquella aquellos aquellas mi mis tu tus su sus "
    "nuestro nuestra nuestros nuestras cada otro otra otros otras algún alguna algunos algunas ningún ninguna "
    "cualquier varios varias muchos muchas pocos pocas dos tres cuatro cinco seis siete ocho diez veinte primer "
    "primera segundo segunda tercer tercera mucho mucha poco poca tanto tanta qué"
)
_INEQUIVOCOS = conjunto("el un mi mis tu tus su sus nuestro nuestra nuestros nuestras cada algún ningún")
_ARTICULOS = _FIRMES | conjunto("la los las del al")
_PREPOSICIONES = conjunto("de en con sin por para a entre sobre hacia desde hasta contra")
_ANTES = re.compile(r"([^\W\d_]+)[ \t]+[«\"“]?$")
_HUECO_DE = re.compile(r"\s+(?:de|del|de la|de las|de los)\s+", re.IGNORECASE)
_PARTICIPIO = re.compile(r".{2,}(?:[aií]d|t|ch)[oa]s?$")
_ABRE = re.compile(r"(?:^|[.!?…:;\n«\"“(¿¡—–-])\s*$")


@dataclass(frozen=True, slots=True)
class Mencion:
    """Una vez que el texto nombra algo.

    Parameters
    ----------
    clave : str
        Los lemas: «puente», «puente colgante», «club de ajedrez».
    forma : str
        Como está escrita, en minúsculas salvo las siglas.
    partes : tuple of str
        Los lemas con contenido.
    nominal : float
        1 si la antecede un determinante, 0.5 si una preposición, 0 si otra cosa.
    propio : bool or None
        Si lleva mayúscula a media oración; None cuando no se puede saber.
    """

    clave: str
    forma: str
    partes: tuple[str, ...]
    nominal: float
    propio: bool | None


def es_infinitivo(lema: str) -> bool:
    """Si el lema tiene terminación de verbo (también la tienen «taller» o «celular»).

    Examples
    --------
    >>> es_infinitivo("crecer"), es_infinitivo("puente")
    (True, False)
    """
    return len(lema) > 3 and lema.endswith(("ar", "er", "ir", "ír"))


def menciones(texto: str, palabras: Sequence[Palabra]) -> Iterator[Mencion]:
    """Lo que nombra una oración: cada palabra que puede ser nombre o adjetivo y cada colocación de dos.

    Parameters
    ----------
    texto : str
        La oración.
    palabras : sequence of Palabra
        Las de la oración, con posiciones dentro de `texto`; sólo cuentan las que tienen contenido.

    Yields
    ------
    Mencion

    Examples
    --------
    >>> from reflexiona.texto import palabras
    >>> oracion = "Se cayó el puente colgante."
    >>> [(m.clave, m.nominal) for m in menciones(oracion, palabras(oracion, spacy="es"))]
    [('puente', 1.0), ('puente colgante', 1.0), ('colgante', 0.0)]
    """
    gritado = texto.isupper()
    anterior: tuple[Palabra, Mencion] | None = None
    for palabra in palabras:
        if not palabra.contenido:
            continue
        mencion = _de_palabra(texto, palabra, gritado)
        if anterior is not None:
            colocacion = _colocacion(texto, anterior, palabra, mencion, gritado)
            if colocacion is not None:
                yield colocacion
        anterior = None
        if mencion is not None:
            yield mencion
            anterior = (palabra, mencion)


def _de_palabra(texto: str, palabra: Palabra, gritado: bool) -> Mencion | None:
    forma = palabra.texto.lower()
    antes = _ANTES.search(texto[max(0, palabra.inicio - 24) : palabra.inicio])
    previa = antes[1].lower() if antes else ""
    clave = palabra.lema
    nominal = 1.0 if previa in _ARTICULOS else 0.5 if previa in _PREPOSICIONES else 0.0
    if forma.endswith("mente"):
        return None
    if es_infinitivo(clave):
        # Forma de un verbo, salvo que un determinante inequívoco diga que ahí es nombre («el juego», «un taller»).
        plural = forma in (f"{clave}es", f"{clave}s")
        if previa in _INEQUIVOCOS:
            clave = clave if plural else forma
        elif forma != clave and not plural:
            return None
        else:
            nominal = nominal if plural else 0.0
    return Mencion(clave, _mostrar(palabra.texto, gritado), (clave,), nominal, _propio(texto, palabra, gritado))


def _colocacion(
    texto: str, anterior: tuple[Palabra, Mencion], palabra: Palabra, mencion: Mencion | None, gritado: bool
) -> Mencion | None:
    primera, cabeza = anterior
    hueco = texto[primera.fin : palabra.inicio]
    if hueco.isspace() and "\n" not in hueco:
        enlace = " "
    elif _HUECO_DE.fullmatch(hueco):
        enlace = " de "
    else:
        return None
    if mencion is None:
        if enlace != " " or not _PARTICIPIO.fullmatch(palabra.texto.lower()) or cabeza.nominal < 1:
            return None  # «río creció»: sujeto y verbo
        cola = palabra.texto.lower()
    else:
        cola = mencion.clave
    if cola == cabeza.clave or palabra.texto.lower().endswith("mente"):
        return None
    propio = bool(cabeza.propio) or bool(_propio(texto, palabra, gritado))
    return Mencion(
        f"{cabeza.clave}{enlace}{cola}",
        " ".join((cabeza.forma, *hueco.lower().split(), _mostrar(palabra.texto, gritado))),
        (cabeza.clave, cola),
        cabeza.nominal,
        propio,
    )


def _mostrar(forma: str, gritado: bool) -> str:
    return forma if forma.isupper() and 2 <= len(forma) <= 6 and not gritado else forma.lower()


def _propio(texto: str, palabra: Palabra, gritado: bool) -> bool | None:
    if gritado or _ABRE.search(texto[max(0, palabra.inicio - 4) : palabra.inicio]):
        return None
    return palabra.texto[0].isupper() and not palabra.texto.isupper()
