"""Cuentas y listas dichas en una frase."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["enumerar", "oraciones", "personas"]


def personas(n: int) -> str:
    """Cuántas personas.

    Examples
    --------
    >>> personas(1), personas(1200)
    ('1 persona', '1,200 personas')
    """
    return f"{n:,} {'persona' if n == 1 else 'personas'}"


def oraciones(n: int) -> str:
    """Cuántas oraciones."""
    return f"{n:,} {'oración' if n == 1 else 'oraciones'}"


def enumerar(partes: Sequence[str]) -> str:
    """Una lista en una frase.

    Examples
    --------
    >>> enumerar(["2 cuentan retos", "1 pregunta"]), enumerar(["uno"])
    ('2 cuentan retos y 1 pregunta', 'uno')
    """
    return " y ".join([", ".join(partes[:-1]), partes[-1]] if len(partes) > 1 else partes)
