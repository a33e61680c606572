"""Lo que se mide de una columna para saber si es prosa, opción cerrada o dato."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from reflexiona.lectura.clases import plano

__all__ = ["Rasgos", "medir", "tipo"]

MUESTRA = 2000

_HORA = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]\.? ?m\.?)?( ?(z|utc|gmt|[+-]\d{2}:?\d{2})[-+:\d]*)?"
_MES = "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic|jan|apr|aug|dec"
_TIPOS = (
    ("numero", re.compile(r"[-+]?[$]?\d+([.,]\d+)*( ?%)?(\s*/\s*\d+)?")),
    (
        "fecha",
        re.compile(
            rf"(\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}([ t,]+{_HORA})?|{_HORA}|"
            rf"(\w+,? )?\d{{1,2}}[ -](de )?({_MES})\w*\.?[ -,]*((de|del) )?\d{{2,4}}([ ,]+{_HORA})?)",
            re.IGNORECASE,
        ),
    ),
    ("correo", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("telefono", re.compile(r"\+?[\d][\d\s().-]{8,16}\d")),
    ("curp", re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d", re.IGNORECASE)),
    ("rfc", re.compile(r"[A-ZÑ&]{4}\d{6}[A-Z\d]{3}", re.IGNORECASE)),
    ("url", re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)),
)

_LIKERT = re.compile(
    "si|no|na|n/a|x|tal vez|quiza|quizas|a veces|siempre|casi siempre|nunca|casi nunca|algunas veces|rara vez|"
    "frecuentemente|ocasionalmente|totalmente de acuerdo|de acuerdo|muy de acuerdo|en desacuerdo|muy en desacuerdo|"
    "totalmente en desacuerdo|ni de acuerdo ni en desacuerdo|parcialmente de acuerdo|neutral|neutro|indiferente|"
    "excelente|muy bueno|muy buena|bueno|buena|regular|malo|mala|muy malo|muy mala|deficiente|suficiente|"
    "insuficiente|sobresaliente|satisfactorio|mucho|poco|nada|bastante|algo|alto|medio|bajo|muy alto|muy bajo|"
    "no aplica|no se|no lo se|ninguno|ninguna|prefiero no decirlo|hombre|mujer|masculino|femenino|otro|otra|"
    "verdadero|falso|true|false|yes|maybe|acepto|no acepto|si acepto|muy satisfecho|satisfecho|insatisfecho|"
    "muy insatisfecho|muy util|util|poco util|nada util"
)


@dataclass(frozen=True, slots=True)
class Rasgos:
    """Medidas de una columna sobre sus celdas con contenido; las proporciones van de 0 a 1.

    Parameters
    ----------
    n : int
        Celdas con contenido en la muestra.
    palabras : float
        Mediana de palabras por celda.
    prosa : float
        Celdas que se leen como una oración: seis palabras o más y no nombres propios.
    varias : float
        Celdas con tres palabras o más.
    distintas : float
        Valores distintos entre celdas.
    tipos : Counter
        Cuántas celdas son número, fecha, correo…
    opciones : bool
        Si las celdas son opciones de una lista (una o varias casillas).
    """

    n: int
    palabras: float
    prosa: float
    varias: float
    distintas: float
    tipos: Counter[str]
    opciones: bool

    @property
    def dato(self) -> float:
        """Proporción de celdas que son un dato con forma fija."""
        return self.tipos.total() / self.n if self.n else 0.0


def tipo(celda: str) -> str | None:
    """Dice si la celda tiene forma de número, fecha, correo, teléfono, CURP, RFC o dirección web.

    Examples
    --------
    >>> [tipo(c) for c in ("8.5", "8/01/2026 9:31:22", "a@b.mx", "228 123 4567", "Hola a todos")]
    ['numero', 'fecha', 'correo', 'telefono', None]
    """
    if len(celda) > 200:
        return None
    cifras = sum(c.isdigit() for c in celda)
    if celda.isdigit() and cifras == 10:
        return "telefono"
    for nombre, patron in _TIPOS:
        if patron.fullmatch(celda) and (nombre != "telefono" or 10 <= cifras <= 13):
            return nombre
    return None


def medir(celdas: Sequence[str]) -> Rasgos:
    """Mide una columna sobre una muestra repartida de hasta 2,000 celdas.

    Parameters
    ----------
    celdas : sequence of str

    Examples
    --------
    >>> r = medir(["Sí", "No", "Sí", ""])
    >>> r.n, r.opciones
    (3, True)
    """
    llenas = [c for c in celdas if c]
    muestra = llenas[:: max(1, len(llenas) // MUESTRA)]
    n = len(muestra)
    if not n:
        return Rasgos(0, 0.0, 0.0, 0.0, 0.0, Counter(), False)
    palabras = [len(c[:20_000].split()) for c in muestra]
    mediana = float(median(palabras))
    distintas = len(set(muestra)) / n
    return Rasgos(
        n=n,
        palabras=mediana,
        prosa=sum(p >= 6 and _en_minusculas(c) for p, c in zip(palabras, muestra, strict=True)) / n,
        varias=sum(p >= 3 for p in palabras) / n,
        distintas=distintas,
        tipos=Counter(t for c in muestra if (t := tipo(c))),
        opciones=_son_opciones(muestra, mediana, distintas),
    )


def _en_minusculas(celda: str) -> bool:
    """Distingue la prosa de los nombres propios: «Escuela Primaria Benito Juárez» lleva pocas minúsculas."""
    iniciales = [p.lstrip("«“\"'¿¡(")[:1] for p in celda[:2000].split()[1:]]
    letras = [c for c in iniciales if c.isalpha()]
    if not letras:
        return False
    if celda.isupper() or not any(c.isupper() or c.islower() for c in letras):
        return True  # todo en mayúsculas, o una escritura que no las tiene
    return sum(c.islower() for c in letras) / len(letras) >= 0.6


def _son_opciones(muestra: Sequence[str], mediana: float, distintas: float) -> bool:
    n = len(muestra)
    if sum(len(c) < 40 and _LIKERT.fullmatch(plano(c).strip(".")) is not None for c in muestra) >= 0.8 * n:
        return True
    if n >= 8 and distintas <= 0.3:
        return True
    if n >= 4 and distintas <= 0.5 and mediana <= 6:
        return True
    listas = [[o.strip() for o in re.split(r"[,;]\s", c)] for c in muestra if len(c) < 1000]
    cortas = [o for o in listas if all(0 < len(x.split()) <= 4 and not x[0].islower() for x in o)]
    if len(cortas) >= 0.8 * n and sum(len(o) > 1 for o in cortas) >= 0.4 * n:
        return True
    partes = [x for o in listas for x in o if x]
    return len(listas) == n and len(partes) >= 12 and len(set(partes)) <= 0.35 * len(partes)
