"""Las palabras que pone la síntesis: números con su nombre, listas y temas a media frase."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "MAYORIA",
    "MINIMO_GRUPO",
    "POCAS",
    "a_media_frase",
    "concordar",
    "cuantas",
    "de_personas",
    "enumerar",
    "gente",
]

MINIMO_GRUPO = 5
"""Con menos personas que éstas no se cita ni se cuenta a nadie."""

POCAS = 2
"""Hasta aquí la cuenta se dice «1 o 2»: la voz conserva su lugar sin que se sepa si es una sola."""

MAYORIA = 0.6
"""Desde qué parte se dice «la mayoría»: más que la mitad, para que un error de la máquina no la vuelva falsa."""


def cuantas(n: int, singular: str, plural: str) -> str:
    """Un número con su nombre.

    Examples
    --------
    >>> cuantas(1, "persona", "personas"), cuantas(1200, "oración", "oraciones")
    ('1 persona', '1,200 oraciones')
    """
    return f"{n:,} {singular if n == 1 else plural}"


def de_personas(n: int, total: int) -> str:
    """Cuántas personas de cuántas; «la mayoría» sólo desde tres de cada cinco, y de una o dos no se dice cuál.

    Examples
    --------
    >>> de_personas(7, 23), de_personas(20, 23), de_personas(23, 23), de_personas(1, 23), de_personas(1, 1)
    ('7 de 23 personas', 'la mayoría (20 de 23 personas)', 'las 23 personas', '1 o 2 de 23 personas', '1 persona')
    """
    if total == 1:
        return "1 persona"
    if n <= POCAS and total >= MINIMO_GRUPO:
        return f"1 o 2 de {total:,} personas"
    if n == total:
        return f"las {total:,} personas"
    cuenta = f"{n:,} de {total:,} personas"
    return f"la mayoría ({cuenta})" if n >= MAYORIA * total and total >= MINIMO_GRUPO else cuenta


def concordar(frase: str, singular: str, plural: str) -> str:
    """Una cuenta de `de_personas` y el verbo que le corresponde: «la mayoría» y una persona lo piden en singular.

    Examples
    --------
    >>> concordar("la mayoría (20 de 23 personas)", "propone", "proponen"), concordar("1 persona", "propone", "proponen")
    ('la mayoría (20 de 23 personas) propone', '1 persona propone')
    >>> concordar("1 o 2 de 23 personas", "propone", "proponen"), concordar("las 3 personas", "propone", "proponen")
    ('1 o 2 de 23 personas proponen', 'las 3 personas proponen')
    """
    una = frase.startswith(("1 persona", "1 de ", "la mayoría"))
    return f"{frase} {singular if una else plural}"


def gente(n: int) -> str:
    """Cuántas personas, sin decir de cuántas.

    Examples
    --------
    >>> gente(1), gente(4)
    ('1 o 2 personas', '4 personas')
    """
    return f"1 o {POCAS} personas" if n <= POCAS else f"{n:,} personas"


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
