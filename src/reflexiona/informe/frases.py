"""Cuentas dichas en una frase; de pocas personas no se dice si es una sola, igual que en la síntesis."""

from __future__ import annotations

from reflexiona.sintesis.frases import MINIMO_GRUPO, POCAS, cuantas

__all__ = ["cuenta", "oraciones", "personas"]


def cuenta(n: int, total: int) -> str:
    """Cuántas personas de un grupo, en cifras.

    Examples
    --------
    >>> cuenta(1, 40), cuenta(7, 40), cuenta(0, 40), cuenta(1, 3)
    ('1 o 2', '7', '0', '1')
    """
    return f"1 o {POCAS}" if 0 < n <= POCAS and total >= MINIMO_GRUPO else f"{n:,}"


def personas(n: int, total: int = 0) -> str:
    """Cuántas personas; con `total`, las de un grupo.

    Examples
    --------
    >>> personas(1), personas(1200), personas(2, 40)
    ('1 persona', '1,200 personas', '1 o 2 personas')
    """
    dicha = cuenta(n, total)
    return f"{dicha} {'persona' if dicha == '1' else 'personas'}"


def oraciones(n: int) -> str:
    """Cuántas oraciones."""
    return cuantas(n, "oración", "oraciones")
