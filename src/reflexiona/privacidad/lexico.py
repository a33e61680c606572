"""Qué palabra con mayúscula es común y cuál parece nombre propio."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

__all__ = ["conocida", "es_nombre_de_pila", "es_publico", "llana"]


def llana(texto: str) -> str:
    """Minúsculas, sin acentos y con espacios simples: lo que hace iguales a dos menciones.

    Examples
    --------
    >>> llana("  José  Ángel Muñoz")
    'jose angel munoz'
    """
    sin = "".join(c for c in unicodedata.normalize("NFD", texto.casefold()) if not unicodedata.combining(c))
    return " ".join(sin.split())


@lru_cache(maxsize=1)
def _listas() -> dict[str, frozenset[str]]:
    listas: dict[str, set[str]] = {}
    actual = ""
    for renglon in (files("reflexiona.privacidad") / "nombres_es.txt").read_text("utf-8").splitlines():
        if renglon.startswith("["):
            actual = renglon.strip("[]")
            listas[actual] = set()
        elif renglon and not renglon.startswith("#"):
            partes = renglon.split(",") if actual == "publicos" else renglon.split()
            listas[actual].update(llana(p) for p in partes)
    return {clave: frozenset(valores - {""}) for clave, valores in listas.items()}


def es_nombre_de_pila(palabra: str) -> bool:
    """Si es un nombre de persona usual en México.

    Examples
    --------
    >>> es_nombre_de_pila("Lupita"), es_nombre_de_pila("Pizarrón")
    (True, False)
    """
    return llana(palabra) in _listas()["pila"]


def es_publico(nombre: str) -> bool:
    """Si nombra algo que no identifica a nadie: un programa, una dependencia, un personaje de la historia, una fiesta.

    Examples
    --------
    >>> es_publico("Benito Juárez"), es_publico("Excel"), es_publico("Naolinquilla")
    (True, True, False)
    """
    return llana(nombre) in _listas()["publicos"]


@lru_cache(maxsize=50_000)
def conocida(palabra: str, *, de_oido: bool = True) -> bool:
    """Si la palabra, en minúsculas, es común en español; con `de_oido`, también con sus faltas de ortografía usuales.

    Examples
    --------
    >>> conocida("Escuela"), conocida("Naolinquilla")
    (True, False)
    """
    import simplemma

    from reflexiona.texto.lemas import lema
    from reflexiona.texto.vacias import vacias

    baja = unicodedata.normalize("NFC", palabra).lower()
    if simplemma.is_known(baja, lang="es") or baja in vacias():
        return True
    if not de_oido:
        return False
    if lema(baja) != baja or baja.endswith(("ito", "ita", "itos", "itas")):
        return True
    # «cambie» por «cambié», «tambien», «nesesito»: lo que se escribe de oído sigue siendo palabra.
    return any(simplemma.is_known(otra, lang="es") for otra in _de_oido(baja))


def _de_oido(baja: str) -> set[str]:
    cambios = (
        ("v", "b"), ("b", "v"), ("s", "c"), ("c", "s"), ("s", "z"), ("z", "s"), ("y", "ll"), ("ll", "y"), ("j", "g"),
        ("g", "j"), ("k", "qu"), ("k", "c"), ("x", "h"), ("e", "é"), ("o", "ó"), ("i", "í"), ("a", "á"), ("u", "ú"),
    )  # fmt: skip
    formas = {baja.replace(a, b) for a, b in cambios if a in baja}
    formas |= {baja[: -len(a)] + b for a, b in cambios if baja.endswith(a)}
    if len(baja) > 3:
        formas |= {"h" + baja, baja.removeprefix("h")}
        for i, letra in enumerate(baja):
            con = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ"}.get(letra)
            if con:
                formas.add(baja[:i] + con + baja[i + 1 :])
    return formas - {baja}
