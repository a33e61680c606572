"""Caracteres que no se ven y engañan (cambios de dirección, controles): se muestran como «�», uno por uno."""

from __future__ import annotations

from typing import Final

__all__ = ["MARCA", "corto", "en_utf16", "visible"]

MARCA: Final = "\ufffd"

_DIRECCION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = (*range(0x09), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)
_TABLA = dict.fromkeys((*_DIRECCION, *_CONTROL, *range(0xD800, 0xE000)), MARCA) | {0x2028: "\n", 0x2029: "\n"}


def visible(texto: str) -> str:
    """El texto sin caracteres que cambien el orden de lo que se lee ni que un XML no admita.

    Cada uno se cambia por otro, de modo que las posiciones no se mueven.

    Examples
    --------
    >>> visible("pago \\u202e001$ a la vuelta\\x00")
    'pago �001$ a la vuelta�'
    """
    return texto.translate(_TABLA)


def corto(texto: str, largo: int) -> str:
    """El texto en un renglón, recortado con «…» si pasa de `largo` caracteres.

    Examples
    --------
    >>> corto("Escuela  Primaria\\nRural", 12)
    'Escuela Pri…'
    """
    renglon = " ".join(texto.split())
    return renglon if len(renglon) <= largo else renglon[: largo - 1].rstrip() + "…"


def en_utf16(texto: str, lugares: list[int]) -> list[int]:
    """Posiciones contadas en caracteres, vueltas a las unidades de UTF-16 con que cuenta JavaScript.

    Examples
    --------
    >>> en_utf16("¡👍 sí!", [0, 1, 2, 6])
    [0, 1, 3, 7]
    """
    if all(c <= "\uffff" for c in texto):
        return lugares
    suma, sumas = 0, [0]
    for c in texto:
        suma += 2 if c > "\uffff" else 1
        sumas.append(suma)
    return [sumas[i] for i in lugares]
