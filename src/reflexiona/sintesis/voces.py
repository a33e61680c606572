"""Qué oraciones se citan: las que muestran lo que se busca, se entienden solas y son de personas distintas."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reflexiona.sintesis.cita import Cita

__all__ = ["Selector", "Voz", "descuidos"]

_ENLACES = (
    "por eso|por lo mismo|por es[oa]|por esta|y|e|o|u|ni|pero|mas|sino|entonces|luego|as[ií]|tambi[eé]n|tampoco"
    "|adem[aá]s|porque|pues|aunque|sin embargo|no obstante|es decir|o sea|igual|incluso|total|s[oó]lo que|mientras"
    "|en cambio|quizá|tal vez|al final|despu[eé]s|de ahí|con eso|con esto|al mes|al otro día"
)
_DEICTICOS = (
    "ah[ií]|allí|allá|est[eoa]s?|es[eoa]s?|aquel(?:l[oa]s?)?|él|ell[oa]s?|les?|los?(?= \\w+(?:o|é|ó|mos|an|en)\\b)|se"
    "|otr[oa]s?|lo mismo|lo de|a él|a ell[oa]s?|uno|son|era|eran|fue|fueron|es|está|estaba|tenía"
)
_SIN_ANTECEDENTE = re.compile(rf"[\s\-–—•*«\"“(]*(?:{_ENLACES}|{_DEICTICOS})\b", re.IGNORECASE)
_PRONOMBRE = re.compile(
    r"\b(?:es[oa]s?|esto|aquello|(?:se|me|te|nos) l[oa]s?|les?"
    r"|l[oa]s? (?:he|ha|hemos|había|hice|hizo|hicimos|hago|vi|dije|digo|dijo|pensé|sabía|puse|tengo|tenía))\b",
    re.IGNORECASE,
)
_PAREJAS = (("«", "»"), ("“", "”"), ("(", ")"), ("¿", "?"), ("¡", "!"))


@dataclass(frozen=True, slots=True)
class Voz:
    """Una oración con lo que se sabe de ella.

    Parameters
    ----------
    cita : Cita
    puntajes : dict of str to float
        Probabilidad de cada dimensión.
    dimensiones, temas : tuple of str
    acto : str or None
    """

    cita: Cita
    puntajes: dict[str, float]
    dimensiones: tuple[str, ...]
    acto: str | None
    temas: tuple[str, ...]


def descuidos(texto: str, *, minimo: int = 6, maximo: int = 40) -> int:
    """Cuánto le falta a una oración para leerse bien fuera de su párrafo: 0 es que se entiende sola.

    Cuenta el largo, que empiece con un enlace o un pronombre sin antecedente o lleve uno dentro, que le falte la
    mayúscula o el punto, que vaya toda en mayúsculas o que deje abiertas comillas o paréntesis. No juzga a quien
    escribe: sólo ordena.

    Parameters
    ----------
    texto : str
    minimo, maximo : int
        Palabras entre las que debe estar.

    Returns
    -------
    int

    Examples
    --------
    >>> descuidos("Mi grupo abrió un club de lectura los viernes."), descuidos("Por eso no quise.")
    (0, 11)
    """
    n = len(texto.split())
    fallas = 6 if not minimo <= n <= maximo else 0
    fallas += 4 if _SIN_ANTECEDENTE.match(texto) else 0
    fallas += 1 if _PRONOMBRE.search(texto) else 0
    fallas += 3 if any(texto.count(a) != texto.count(b) for a, b in _PAREJAS) or texto.count('"') % 2 else 0
    fallas += 2 if texto.isupper() else 0
    fallas += 1 if not texto[:1].isupper() and texto[:1] not in "¿¡«" else 0
    fallas += 1 if texto[-1:] not in ".!?…»" else 0
    fallas += 3 if "\n" in texto else 0
    return fallas


@dataclass(slots=True)
class Selector:
    """Elige citas sin repetir ninguna en todo el documento y repartiendo la palabra entre personas.

    Parameters
    ----------
    voces : sequence of Voz
    """

    voces: Sequence[Voz]
    elegidas: list[Voz] = field(default_factory=list)
    _vistas: set[str] = field(default_factory=set)
    _turnos: Counter[str] = field(default_factory=Counter)

    def elegir(
        self,
        n: int,
        sirve: Callable[[Voz], bool],
        valor: Callable[[Voz], float],
        *,
        minimo: int = 6,
        maximo: int = 40,
        tope: int = 8,
    ) -> list[Cita]:
        """Hasta `n` citas que sirven y no se han usado.

        Parameters
        ----------
        n : int
        sirve : callable
            Si una voz muestra lo que se busca.
        valor : callable
            Qué tanto lo muestra.
        minimo, maximo : int
            Palabras preferidas.
        tope : int
            Descuidos con que ya no se cita.

        Returns
        -------
        list of Cita
        """
        posibles = [
            (fallas, v)
            for v in self.voces
            if sirve(v) and (fallas := descuidos(v.cita.texto, minimo=minimo, maximo=maximo)) <= tope
        ]
        posibles.sort(key=lambda par: (par[1].cita.texto, par[1].cita.reflexion, par[1].cita.oracion))
        puestos = [fallas / 5 - round(valor(v), 4) / 2 for fallas, v in posibles]
        citas: list[Cita] = []
        while len(citas) < n:
            libres = [
                (self._turnos[v.cita.persona] + puestos[i], i)
                for i, (_, v) in enumerate(posibles)
                if _llano(v.cita.texto) not in self._vistas
            ]
            if not libres:
                break
            voz = posibles[min(libres)[1]][1]
            self._vistas.add(_llano(voz.cita.texto))
            self._turnos[voz.cita.persona] += 1
            self.elegidas.append(voz)
            citas.append(voz.cita)
        return citas


def _llano(texto: str) -> str:
    sin = "".join(c for c in unicodedata.normalize("NFD", texto.casefold()) if c.isalnum() or c.isspace())
    return " ".join(sin.split())
