"""El lema de una palabra sin modelo: un diccionario general, corregido para lo que escriben docentes."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

__all__ = ["lema"]

_ENCLITICO = re.compile(r".{3,}(?:me|te|se|nos|l[aeo]s?)$")
_NOMBRE_EN_ION = re.compile(r"(.*[cs])iones$")
_ACENTOS = str.maketrans("aeiou", "áéíóú")
_ARROBA = re.compile(r"[@x](s?)$")


@lru_cache(maxsize=1)
def _tabla() -> dict[str, str]:
    datos = tomllib.loads((files("reflexiona.texto") / "lemas_es.toml").read_text("utf-8"))
    tabla: dict[str, str] = dict(datos["lemas"])
    for nombre in datos["femeninos"]["nombres"]:
        tabla[nombre] = tabla[f"{nombre}s"] = nombre
    return tabla


@lru_cache(maxsize=200_000)
def lema(palabra: str) -> str:
    """El lema de una palabra, en minúsculas y con sus acentos.

    Primero una tabla propia (`lemas_es.toml`), luego el diccionario de `simplemma`. Si la palabra no está en él se le
    devuelve el acento que le falta («evaluacion») y el singular de los diminutivos («papelitos»). Lo que nadie conoce
    queda igual. La primera llamada carga el diccionario (menos de un segundo).

    Parameters
    ----------
    palabra : str

    Returns
    -------
    str

    Examples
    --------
    >>> [lema(p) for p in ("Maestras", "niños", "evaluacion", "fracciones", "niñ@s", "hicimos")]
    ['maestra', 'niño', 'evaluación', 'fracción', 'niño', 'hacer']
    """
    import simplemma

    baja = unicodedata.normalize("NFC", palabra).lower()
    tabla = _tabla()
    if baja in tabla:
        return tabla[baja]
    if "@" in baja or baja.endswith(("xs", "x")):
        con_o = _ARROBA.sub(r"o\1", baja)
        if con_o != baja and (con_o in tabla or simplemma.is_known(con_o, lang="es")):
            return lema(con_o)
    conocida = simplemma.is_known(baja, lang="es")
    if not conocida:
        acentuada = _acentuar(baja)
        if acentuada:
            return lema(acentuada)
    resultado: str = simplemma.lemmatize(baja, lang="es").lower()
    verbo = resultado.endswith(("ar", "er", "ir", "ír"))
    nombre = _NOMBRE_EN_ION.match(baja)
    if verbo and nombre:
        return f"{nombre[1]}ión"
    if not conocida and verbo and not _ENCLITICO.match(baja):
        resultado = baja  # el diccionario lo inventó: «guadalupe» → «guadalupar»
    if not conocida and resultado == baja and baja.endswith(("itos", "itas", "illos", "illas")):
        return baja[:-1]
    return resultado


def _acentuar(palabra: str) -> str:
    """La palabra con el acento que la vuelve conocida («leccion» → «lección»), o nada."""
    import simplemma

    if not palabra.isascii() and not set(palabra).isdisjoint("áéíóú"):
        return ""
    for i in range(len(palabra) - 1, -1, -1):
        if palabra[i] in "aeiou":
            candidata = palabra[:i] + palabra[i].translate(_ACENTOS) + palabra[i + 1 :]
            if candidata in _tabla() or simplemma.is_known(candidata, lang="es"):
                return candidata
    return ""
