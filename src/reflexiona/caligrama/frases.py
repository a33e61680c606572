"""Las frases que se leen como una sola palabra: las del oficio y las que una comunidad repite juntas."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

__all__ = ["DEL_OFICIO", "Ficha", "hallar_frases", "separar_frases"]

DEL_OFICIO = (
    "comunidad de aprendizaje",
    "comunidad escolar",
    "comunidad docente",
    "consejo técnico",
    "consejo técnico escolar",
    "madres y padres",
    "padres y madres",
    "madres de familia",
    "padres de familia",
    "madres y padres de familia",
    "niñas y niños",
    "niños y niñas",
    "niñas, niños y adolescentes",
    "maestras y maestros",
    "alumnas y alumnos",
    "trabajo en equipo",
    "trabajo colaborativo",
    "programa analítico",
    "programa sintético",
    "campo formativo",
    "eje articulador",
    "proceso de desarrollo de aprendizaje",
    "plan de estudios",
    "nueva escuela mexicana",
    "evaluación formativa",
    "lectura y escritura",
    "vida cotidiana",
    "pensamiento crítico",
    "proyecto de aula",
    "lengua materna",
    "lengua indígena",
    "educación especial",
    "educación física",
    "barreras para el aprendizaje",
    "mejora continua",
    "práctica docente",
    "formación continua",
    "carga administrativa",
    "salud mental",
)
"""Las que se juntan aunque se digan poco. Una frase dicha en otro número («comunidades de aprendizaje») es la misma."""

_NEXOS = frozenset({"de", "del", "y", "e", "en", "con", "para", "a", "al", "la", "el", "los", "las"})
_LARGO = 4
_APOYO = 3
_PARTE = 0.02
_BASTANTE = 12
_ASOCIACION = 0.5
_PROPIA = 0.3

Ficha = tuple[str, bool]
"""Una palabra de un texto: su lema en minúsculas y si tiene contenido. Un signo que separa es `("", False)`."""


@lru_cache(maxsize=1)
def _del_oficio() -> frozenset[tuple[str, ...]]:
    from reflexiona.texto.lemas import lema

    return frozenset(tuple(lema(p) for p in frase.replace(",", "").split()) for frase in DEL_OFICIO)


def hallar_frases(textos: Sequence[Sequence[Ficha]]) -> frozenset[tuple[str, ...]]:
    """Las frases fijas de unos textos: las del oficio y las colocaciones con bastante apoyo y asociación.

    Una colocación empieza y termina en palabras con contenido, con a lo más dos nexos en medio («libro de texto»). La
    dicen al menos tres personas y dos de cada cien (doce bastan); sus palabras se buscan entre sí (información mutua
    puntual normalizada de 0.5 o más) y la menos común de las dos sale sobre todo ahí.

    Parameters
    ----------
    textos : sequence of sequence of Ficha
        Las palabras de cada persona, en orden; con uno solo, el apoyo se cuenta en veces.

    Returns
    -------
    frozenset of tuple of str
        Cada frase, por sus lemas.

    References
    ----------
    Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. GSCL.

    Examples
    --------
    >>> dicho = [("libro", True), ("de", False), ("texto", True), ("", False), ("leer", True)]
    >>> hallar_frases([dicho] * 4) - hallar_frases([])
    frozenset({('libro', 'de', 'texto')})
    """
    palabras: Counter[str] = Counter()
    juntas: Counter[tuple[str, ...]] = Counter()
    apoyo: Counter[tuple[str, ...]] = Counter()
    for texto in textos:
        palabras.update(lema for lema, contenido in texto if contenido)
        suyas = Counter(_candidatas(texto))
        juntas.update(suyas)
        apoyo.update(suyas if len(textos) == 1 else suyas.keys())
    total = sum(palabras.values())
    minimo = max(_APOYO, min(_BASTANTE, math.ceil(_PARTE * len(textos))))
    halladas = {
        frase
        for frase, cuantos in apoyo.items()
        if cuantos >= minimo and _van_juntas(juntas[frase], palabras[frase[0]], palabras[frase[-1]], total)
    }
    return _del_oficio() | halladas


def _van_juntas(juntas: int, una: int, otra: int, total: int) -> bool:
    if juntas < _PROPIA * min(una, otra):
        return False
    probable = juntas / total
    if probable >= 1:
        return False
    return math.log(probable * total * total / (una * otra)) / -math.log(probable) >= _ASOCIACION


def _candidatas(texto: Sequence[Ficha]) -> Iterator[tuple[str, ...]]:
    for i, (_, contenido) in enumerate(texto):
        if not contenido:
            continue
        for j in range(i + 1, min(i + _LARGO, len(texto))):
            lema, llena = texto[j]
            if llena:
                # «niña niña» es insistencia y no frase.
                if lema != texto[i][0]:
                    yield tuple(p for p, _ in texto[i : j + 1])
                break
            if lema not in _NEXOS:
                break


def separar_frases(texto: Sequence[Ficha], frases: frozenset[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Parte un texto en unidades: cada frase fija, la más larga que se pueda, o cada palabra con contenido.

    Parameters
    ----------
    texto : sequence of Ficha
    frases : frozenset of tuple of str
        Lo que entrega `hallar_frases`.

    Returns
    -------
    list of (int, int)
        Desde qué ficha y hasta cuál (sin incluirla).

    Examples
    --------
    >>> separar_frases([("una", False), ("comunidad", True), ("escolar", True), ("viva", True)], hallar_frases([]))
    [(1, 3), (3, 4)]
    """
    mayor = max((len(f) for f in frases), default=1)
    salida: list[tuple[int, int]] = []
    i = 0
    while i < len(texto):
        hasta = i + 1
        for largo in range(min(mayor, len(texto) - i), 1, -1):
            if tuple(p for p, _ in texto[i : i + largo]) in frases:
                hasta = i + largo
                break
        if hasta > i + 1 or texto[i][1]:
            salida.append((i, hasta))
        i = hasta
    return salida
