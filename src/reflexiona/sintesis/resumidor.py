"""`Resumidor`: quien propone las citas de una sección; el incluido es extractivo y no sale a la red."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.parecido import Parecido
from reflexiona.sintesis.voces import Voz, descuidos, expone, llano

__all__ = ["Resumen", "Resumidor", "ResumidorExtractivo", "Retirada", "sin_comillas_ni_cuentas"]

_COMILLAS = re.compile(r"[«»“”\"„‟‹›]|(?<!\w)['‘’`]|['‘’`](?!\w)")
_CUENTA = re.compile(
    r"\d|\b(?:mayor[ií]a|minor[ií]a|todas? las|todos los|tod[oa]s|nadie|ningun[oa]|ningún|casi|mitad|tercio|pocas|pocos|much[oa]s|vari[oa]s"
    r"|algun[oa]s|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|por ciento)\b",
    re.IGNORECASE,
)
_ORACION = re.compile(r"[^.!?]+[.!?]*")


@dataclass(frozen=True, slots=True)
class Retirada:
    """Algo que un resumidor entregó y no se mostró.

    Parameters
    ----------
    texto : str
        Lo que entregó.
    motivo : str
    """

    texto: str
    motivo: str


@dataclass(frozen=True, slots=True)
class Resumen:
    """Lo que un resumidor entrega.

    Parameters
    ----------
    citas : tuple of Cita
        Textuales.
    texto : str
        Lo que escribió la máquina, sin comillas ni cuentas; puede ir vacío.
    retiradas : tuple of Retirada
    """

    citas: tuple[Cita, ...]
    texto: str = ""
    retiradas: tuple[Retirada, ...] = ()


class Resumidor(Protocol):
    """Cualquier objeto con `nombre` y `resumir` sirve de resumidor."""

    @property
    def nombre(self) -> str:
        """Cómo se le nombra en el resultado."""
        ...

    def resumir(self, voces: Sequence[Voz], *, espacio: str, palabras: int) -> Resumen:
        """Las citas que mejor muestran unas voces, en cuando más esas palabras.

        Parameters
        ----------
        voces : sequence of Voz
        espacio : str
            El nombre de la sección, o vacío si es todo el documento.
        palabras : int
        """
        ...


class ResumidorExtractivo:
    """Elige oraciones textuales que cubran los temas, las dimensiones y los actos de una comunidad, sin repetir voces.

    Cada paso toma la oración que más cubre por palabra (cobertura submodular con presupuesto: Lin y Bilmes, 2011) y
    descarta lo que no se entiende solo o expone a alguien. Un tema pesa según la raíz de sus personas: los de pocas también
    entran.

    Examples
    --------
    >>> ResumidorExtractivo().nombre
    'extractivo'
    """

    @property
    def nombre(self) -> str:
        """Cómo se le nombra en el resultado."""
        return "extractivo"

    def resumir(self, voces: Sequence[Voz], *, espacio: str = "", palabras: int = 300) -> Resumen:
        """Las citas, en cuando más esas palabras.

        Parameters
        ----------
        voces : sequence of Voz
        espacio : str
            No cambia lo que se elige.
        palabras : int

        Returns
        -------
        Resumen
        """
        orden = sorted(voces, key=lambda v: (v.cita.texto, v.cita.reflexion, v.cita.oracion))
        posibles = [v for v in orden if descuidos(v.cita.texto, minimo=5, maximo=32) <= 1]
        if not posibles:
            return Resumen(())
        pesos = _pesos(orden)
        parecido = Parecido([v.cita.texto for v in posibles])
        centro = parecido.al_centro(range(len(posibles)))
        largo = np.array([len(v.cita.texto.split()) for v in posibles])
        cubierto: Counter[str] = Counter()
        dichas: Counter[str] = Counter()
        redundancia = np.zeros(len(posibles))
        libres = np.ones(len(posibles), dtype=bool)
        citas: list[Cita] = []
        quedan = palabras
        while True:
            libres &= largo <= quedan
            cuales = np.flatnonzero(libres)
            if not len(cuales):
                break
            ganancia = np.array(
                [0.0 + sum(pesos[u] / (1 + 3 * cubierto[u]) for u in _unidades(posibles[i])) for i in cuales]
            )
            ganancia += 0.15 * centro[cuales]
            puntos = ganancia / largo[cuales] ** 0.6 - 0.5 * redundancia[cuales]
            puntos -= np.array([2.0 * dichas[posibles[i].cita.persona] for i in cuales])
            mejor = int(cuales[np.argmax(np.round(puntos, 9))])
            libres[mejor] = False
            voz = posibles[mejor]
            if expone(voz.cita.texto):
                continue
            quedan -= int(largo[mejor])
            cubierto.update(_unidades(voz))
            dichas[voz.cita.persona] += 1
            redundancia = np.maximum(redundancia, parecido.con_todas(mejor))
            libres &= np.array([llano(v.cita.texto) != llano(voz.cita.texto) for v in posibles])
            citas.append(voz.cita)
        return Resumen(tuple(citas))


def sin_comillas_ni_cuentas(texto: str) -> tuple[str, list[Retirada]]:
    """Lo redactado por una máquina sin las oraciones que llevan comillas o dicen cuentas, y lo que se quitó.

    Examples
    --------
    >>> sin_comillas_ni_cuentas("Aquí se habla del aula. La mayoría se cansa.")[0]
    'Aquí se habla del aula.'
    """
    quedan, retiradas = [], []
    for m in _ORACION.finditer(" ".join(texto.split())):
        oracion = m[0].strip()
        if not oracion:
            continue
        if _COMILLAS.search(oracion):
            retiradas.append(Retirada(oracion, "lleva comillas y no es una cita"))
        elif _CUENTA.search(oracion):
            retiradas.append(Retirada(oracion, "dice una cuenta que nadie comprobó"))
        else:
            quedan.append(oracion)
    return " ".join(quedan), retiradas


def _unidades(v: Voz) -> list[str]:
    """Lo que una oración cubre: sus temas, sus dimensiones y la pareja de dimensión y acto."""
    return [
        *(f"t {t}" for t in v.temas),
        *(f"d {d}" for d in v.dimensiones),
        *(f"d {d} {v.acto}" for d in v.dimensiones if v.acto),
    ]


def _pesos(voces: Sequence[Voz]) -> dict[str, float]:
    personas = {(u, v.cita.persona) for v in voces for u in _unidades(v)}
    cuentas = Counter(u for u, _ in personas)
    mayor = max(cuentas.values(), default=1)
    return {u: (n / mayor) ** 0.25 * (1.6 if u.startswith("t ") else 1.0) for u, n in cuentas.items()}
