"""Las formas que vienen con la biblioteca: un dibujo SVG por forma en `dibujos/`."""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from reflexiona.errores import ErrorCaligrama

__all__ = ["Formas", "archivo_de_forma", "formas", "nombre_en_frase", "nombre_legible"]

_DIBUJOS = Path(__file__).parent / "dibujos"
_TITULO = re.compile(r"<title>(.*?)</title>\s*", re.DOTALL)
_LINEAS = re.compile(r'<g data-lineas="true".*?</g>\s*', re.DOTALL)
_PARTE = re.compile(r' data-parte="[^"]*"')
_PROPIOS = frozenset({"México"})


class Formas(tuple[str, ...]):
    """Los nombres de las formas: una tupla que en Jupyter se muestra con sus dibujos.

    Examples
    --------
    >>> Formas(["luna", "sol"])
    ('luna', 'sol')
    >>> "<svg" in Formas(["luna"])._repr_html_()
    True
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        tarjetas = "".join(_tarjeta(nombre) for nombre in self)
        return f'<div style="display:flex;flex-wrap:wrap;gap:12px">{tarjetas}</div>'


def formas() -> Formas:
    """Nombres de las formas que vienen con la biblioteca, en orden alfabético.

    Returns
    -------
    tuple of str
        En Jupyter se muestra con una miniatura de cada una.

    Examples
    --------
    >>> "corazon" in formas()
    True
    """
    return Formas(sorted(archivo.stem for archivo in _DIBUJOS.glob("*.svg")))


def archivo_de_forma(nombre: str) -> Path:
    """Busca el dibujo de una forma por su nombre, con o sin acentos.

    Parameters
    ----------
    nombre : str
        Uno de `formas()`, como archivo («libro_abierto») o como se lee («Libro abierto»).

    Returns
    -------
    Path

    Raises
    ------
    ErrorCaligrama
        Si no hay una forma con ese nombre: el mensaje dice cuáles hay y cuál se parece.

    Examples
    --------
    >>> archivo_de_forma("Corazón").name
    'corazon.svg'
    >>> archivo_de_forma("círculo de personas").name
    'circulo_de_personas.svg'
    """
    plano = unicodedata.normalize("NFD", nombre.strip().lower())
    plano = re.sub(r"[\s_-]+", "_", "".join(c for c in plano if not unicodedata.combining(c)))
    hay = formas()
    if plano in hay:
        return _DIBUJOS / f"{plano}.svg"
    cercana = difflib.get_close_matches(plano, hay, n=1, cutoff=0.5)
    sugerencia = f" ¿Quiso decir «{cercana[0]}»?" if cercana else ""
    raise ErrorCaligrama(
        f"No hay una forma «{nombre}».{sugerencia} Las que hay: {', '.join(hay)}; "
        "o dé la ruta de una silueta .svg, .png o .jpg, el trazo de un SVG, o letras: «letras:NEM»."
    )


def nombre_legible(nombre: str) -> str:
    """El nombre de una forma como se lee, con sus acentos.

    Parameters
    ----------
    nombre : str
        Uno de `formas()`.

    Returns
    -------
    str

    Examples
    --------
    >>> nombre_legible("colibri")
    'Colibrí'
    """
    hallado = _TITULO.search(_leer(nombre))
    return html.unescape(hallado[1].strip()) if hallado else nombre


def nombre_en_frase(nombre: str) -> str:
    """El nombre de una forma a media frase: con minúscula, salvo que sea un nombre propio.

    Parameters
    ----------
    nombre : str
        Uno de `formas()`.

    Returns
    -------
    str

    Examples
    --------
    >>> nombre_en_frase("colibri"), nombre_en_frase("mexico")
    ('colibrí', 'México')
    """
    legible = nombre_legible(nombre)
    return legible if legible in _PROPIOS else legible[:1].lower() + legible[1:]


@lru_cache(maxsize=64)
def _leer(nombre: str) -> str:
    return archivo_de_forma(nombre).read_text(encoding="utf-8")


def _tarjeta(nombre: str) -> str:
    """La miniatura de una forma, con su nombre legible y el que se escribe en el código."""
    legible = html.escape(nombre_legible(nombre))
    dibujo = _PARTE.sub("", _LINEAS.sub("", _leer(nombre)))
    dibujo = dibujo.replace(
        "<svg ", f'<svg role="img" aria-label="{legible}" width="88" height="88" fill="currentColor" ', 1
    )
    codigo = html.escape(nombre)
    return (
        '<figure style="width:128px;margin:0;text-align:center">'
        f'{dibujo.strip()}<figcaption style="font-size:13px;line-height:1.3">{legible}<br/>'
        f'<code style="font-size:11px">{codigo}</code></figcaption></figure>'
    )
