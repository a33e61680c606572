"""Los datos que se reconocen por su forma: correo, liga, CURP, RFC, clave de centro de trabajo y teléfono de México."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reflexiona.privacidad.hallazgo import Hallazgo

__all__ = ["formales"]

_FORMAS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("correo", 1.0, re.compile(r"(?<![\w.+-])[\w.+-]*\w@\w[\w-]*(?:\.\w[\w-]*)+", re.UNICODE)),
    ("liga", 1.0, re.compile(r"(?:https?://|www\.)[^\s<>«»\"“”]*[^\s<>«»\"“”.,;:!?)\]]", re.IGNORECASE)),
    (
        "liga",
        0.9,
        re.compile(
            r"(?<![\w@.])(?:[\w-]+\.)+(?:com|mx|org|net|edu|gob|gl|me|ly|be)(?:/[^\s<>«»\"“”]*[^\s<>«»\"“”.,;:!?)\]]|\b)"
        ),
    ),
    # Dieciocho caracteres: letras del nombre, fecha, sexo, entidad y consonantes, y dos de control. Sin exigir que la entidad
    # exista: una mal tecleada sigue siendo de alguien.
    ("curp", 1.0, re.compile(r"\b[A-ZÑ]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]{2}\b", re.IGNORECASE)),
    ("rfc", 0.95, re.compile(r"\b[A-ZÑ&]{4}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[A-Z\d]{3}\b", re.IGNORECASE)),
    # Entidad (01 a 32), clasificador y servicio, cuatro dígitos y una letra de control.
    ("cct", 1.0, re.compile(r"\b(?:0[1-9]|[12]\d|3[0-2])[A-Z]{3}\d{4}[A-Z]\b", re.IGNORECASE)),
)
_TELEFONO = re.compile(
    r"(?<![\w.,$#-])(?:\+?52[ .-]?(?:1[ .-]?)?)?(?:\(\d{2,3}\)[ .-]?|\d{2,3}[ .-]?)(?:\d[ .-]?){6,7}\d(?![\w-])"
)
_AVISA = re.compile(
    r"(?:tel|tels|tel[eé]fono|cel|celular|n[uú]mero|whats\w*|wats\w*|marc\w+|llam\w+|mensaje\w*|avis\w+|contest\w+)\b[^\d\n]{0,30}$",
    re.IGNORECASE,
)
_DIGITOS = 10


def formales(texto: str) -> Iterator[Hallazgo]:
    """Los datos que su forma delata.

    Parameters
    ----------
    texto : str

    Yields
    ------
    Hallazgo

    Examples
    --------
    >>> [h.tipo for h in formales("Tel. 228 123 4567, clave 30DPR1234X, curp GORA190514MMCNMTA7")]
    ['curp', 'cct', 'telefono']
    """
    for tipo, certeza, forma in _FORMAS:
        for m in forma.finditer(texto):
            yield Hallazgo(m.start(), m.end(), tipo, certeza)
    for m in _TELEFONO.finditer(texto):
        digitos = re.sub(r"\D", "", m[0])
        nacional = digitos.removeprefix(
            "521" if len(digitos) == _DIGITOS + 3 else "52" if len(digitos) > _DIGITOS else ""
        )
        if len(nacional) == _DIGITOS and nacional[0] != "0" and len(set(nacional)) > 2:
            yield Hallazgo(m.start(), m.end(), "telefono", 1.0 if _AVISA.search(texto[: m.start()]) else 0.9)
        elif len(digitos) in (7, 8) and _AVISA.search(texto[: m.start()]):
            yield Hallazgo(m.start(), m.end(), "telefono", 0.8)
