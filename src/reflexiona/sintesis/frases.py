"""Las palabras que pone la síntesis: números con su nombre, listas y temas a media frase."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["a_media_frase", "cuantas", "de_personas", "enumerar"]


def cuantas(n: int, singular: str, plural: str) -> str:
    """Un número con su nombre.

    Examples
    --------
    >>> cuantas(1, "persona", "personas"), cuantas(1200, "oración", "oraciones")
    ('1 persona', '1,200 oraciones')
    """
    return f"{n:,} {singular if n == 1 else plural}"


def de_personas(n: int, total: int) -> str:
    """Cuántas personas de cuántas.

    Examples
    --------
    >>> de_personas(34, 57), de_personas(1, 1)
    ('34 de 57 personas', '1 persona')
    """
    return "1 persona" if total == 1 else f"{n:,} de {total:,} personas"


def enumerar(partes: Sequence[str], *, separador: str = ",") -> str:
    """Una lista en una frase; con `separador=";"`, una de partes que ya llevan comas.

    Examples
    --------
    >>> enumerar(["retos", "logros", "iniciativas"])
    'retos, logros e iniciativas'
    """
    if len(partes) < 2:
        return "".join(partes)
    ultima = partes[-1].lower()
    conjuncion = "e" if ultima.startswith(("i", "hi")) and not ultima.startswith("hie") else "y"
    antes = f"{separador} ".join(partes[:-1])
    return f"{antes}{separador if separador != ',' else ''} {conjuncion} {partes[-1]}"


def a_media_frase(nombre: str) -> str:
    """El nombre de un tema sin su mayúscula inicial, salvo las siglas.

    Examples
    --------
    >>> a_media_frase("Familias y escuela"), a_media_frase("USAER")
    ('familias y escuela', 'USAER')
    """
    return nombre if nombre[:2].isupper() else nombre[:1].lower() + nombre[1:]
