"""De textos a pesos: cuántas personas dicen cada palabra, con sus flexiones juntas y sus frases enteras."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from reflexiona.caligrama.frases import Ficha, hallar_frases, separar_frases
from reflexiona.errores import ErrorCaligrama

__all__ = ["contar"]

_CIERRA_ORACION = frozenset('.!?¡¿:;\n\r«"“(—-•')
_SEPARA = frozenset('.!?¡¿:;,\n\r«»"“”()—•/…')
_MINIMO = 3


def contar(textos: Sequence[str], vacias: Iterable[str] | None = None) -> dict[str, float]:
    """Cuenta en personas: cada texto es de una, y decir muchas veces lo mismo no pesa más.

    Con un solo texto se cuentan las veces. Las flexiones («reflexión», «reflexiones») se juntan bajo la forma más
    usada, con sus acentos; una frase fija («comunidad de aprendizaje») cuenta entera y no por sus palabras.

    Parameters
    ----------
    textos : sequence of str
        Uno por persona.
    vacias : iterable of str, optional
        Palabras que no se cuentan; por omisión, las de `reflexiona.texto.vacias` y `VACIAS_DOMINIO`.

    Returns
    -------
    dict of str to float

    Raises
    ------
    ErrorCaligrama
        Si no queda ninguna palabra.

    Examples
    --------
    >>> contar(["Reflexiones, reflexiones y más reflexiones.", "Una reflexión.", "Las reflexiones del colegio"])
    {'reflexiones': 3.0, 'colegio': 1.0}
    """
    if not all(isinstance(texto, str) for texto in textos):
        raise ErrorCaligrama("Dé un texto, una lista de textos o un diccionario de palabra a peso.")
    leidos = [_leer(unicodedata.normalize("NFC", texto), vacias) for texto in textos]
    frases = hallar_frases([fichas for fichas, _ in leidos])
    cuentas: Counter[tuple[str, ...]] = Counter()
    escritas: dict[tuple[str, ...], Counter[str]] = {}
    for fichas, formas in leidos:
        suyas: Counter[tuple[str, ...]] = Counter()
        for desde, hasta in separar_frases(fichas, frases):
            clave = tuple(_sin_acentos(lema) for lema, _ in fichas[desde:hasta])
            suyas[clave] += 1
            escritas.setdefault(clave, Counter())[" ".join(formas[desde:hasta])] += 1
        cuentas.update(suyas if len(leidos) == 1 else suyas.keys())
    if not cuentas:
        if any(texto.strip() for texto in textos):
            raise ErrorCaligrama("No hay palabras que dibujar: el texto sólo tiene palabras vacías, números o signos.")
        raise ErrorCaligrama("No hay palabras que dibujar: el texto está vacío.")
    pesos: dict[str, float] = {}
    for clave, veces in cuentas.items():
        # Dos lemas distintos pueden mostrarse igual.
        visible = _mas_usada(escritas[clave])
        pesos[visible] = pesos.get(visible, 0.0) + veces
    return pesos


def _leer(texto: str, vacias: Iterable[str] | None) -> tuple[list[Ficha], list[str]]:
    """Las fichas de un texto y cómo se escribe cada una; entre dos partes separadas va una ficha sin palabra."""
    from reflexiona.texto import VACIAS_DOMINIO, palabras

    fuera = None if vacias is None else {unicodedata.normalize("NFC", v).lower() for v in vacias}
    # Quien escribe todo en mayúsculas no está escribiendo siglas.
    gritado = texto.isupper()
    fichas: list[Ficha] = []
    formas: list[str] = []
    previo = 0
    for p in palabras(texto, spacy="es", quitar=VACIAS_DOMINIO):
        if fichas and not _SEPARA.isdisjoint(texto[previo : p.inicio]):
            fichas.append(("", False))
            formas.append("")
        baja = p.texto.lower()
        contenido = p.contenido
        if fuera is not None:
            letras = sum(c.isalpha() for c in p.texto)
            contenido = letras >= _MINIMO and baja not in fuera and p.lema not in fuera
        fichas.append((p.lema, contenido))
        formas.append(baja if gritado or not contenido or _abre_oracion(texto, p.inicio, p.texto) else p.texto)
        previo = p.fin
    return fichas, formas


def _abre_oracion(texto: str, inicio: int, palabra: str) -> bool:
    """Si la mayúscula inicial puede deberse al lugar y no a ser un nombre."""
    if palabra[1:] != palabra[1:].lower():
        return False
    antes = texto[:inicio].rstrip(" \t")
    return not antes or antes[-1] in _CIERRA_ORACION


def _mas_usada(formas: Counter[str]) -> str:
    """La forma más usada; si le falta un acento que otras sí llevan o que pide su lema, la acentuada."""
    grupos: dict[str, Counter[str]] = {}
    for forma, veces in formas.items():
        grupos.setdefault(_sin_acentos(forma.lower()), Counter())[forma] += veces
    grupo = min(grupos.items(), key=lambda par: (-sum(par[1].values()), par[0]))[1]
    # En un empate gana la minúscula, que en el orden de los caracteres va después.
    primera = max(grupo, key=lambda f: (grupo[f], f))
    if primera != _sin_acentos(primera):
        return primera
    acentuadas = [f for f in grupo if f != _sin_acentos(f)]
    pedida = _acento_pedido(primera)
    if pedida:
        return pedida
    mejor = max(acentuadas, key=lambda f: (grupo[f], f), default=primera)
    return mejor if 2 * grupo[mejor] >= grupo[primera] else primera


def _acento_pedido(forma: str) -> str:
    """La forma con los acentos de su lema («evaluacion»), o nada si no le faltan."""
    from reflexiona.texto.lemas import lema

    con = [lema(p) if p.islower() and _sin_acentos(lema(p)) == p else p for p in forma.split()]
    acentuada = " ".join(con)
    return acentuada if acentuada != forma else ""


def _sin_acentos(palabra: str) -> str:
    from reflexiona.texto.vacias import sin_acentos

    return sin_acentos(palabra)
