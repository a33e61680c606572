"""De lo que da la persona a un texto corrido: las voces en orden y, de cada una, las palabras que se pueden dibujar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reflexiona.caligrama.pesos import leer_pesos, normalizar
from reflexiona.caligrama.trazos import Fuente, racimos
from reflexiona.errores import ErrorCaligrama

__all__ = ["Palabra", "Voz", "dibujables", "leer_voces"]


@dataclass(frozen=True, slots=True)
class Voz:
    """Un texto y de quién es; el nombre puede estar vacío."""

    nombre: str
    texto: str


@dataclass(frozen=True, slots=True)
class Palabra:
    """Una palabra del texto corrido.

    Parameters
    ----------
    texto : str
    indice : int
        Su lugar en el texto completo; -1 en los signos que separan.
    voz : int
        De qué voz es.
    """

    texto: str
    indice: int
    voz: int


def leer_voces(entrada: str | Iterable[str] | Mapping[str, str] | Mapping[str, float]) -> tuple[Voz, ...]:
    """Lee un texto, varios, varios con nombre, o palabras con peso (que se leen de mayor a menor).

    Raises
    ------
    ErrorCaligrama
        Si no hay nada que leer o no es texto.

    Examples
    --------
    >>> leer_voces({"Ana": "Leer  juntos.", "Luz": "Escuchar."})
    (Voz(nombre='Ana', texto='Leer juntos.'), Voz(nombre='Luz', texto='Escuchar.'))
    >>> [voz.texto for voz in leer_voces({"paz": 1, "aula": 2})]
    ['aula', 'paz']
    """
    if not isinstance(entrada, (str, Mapping)) and hasattr(entrada, "items"):
        entrada = dict(entrada.items())  # una serie de pandas
    voces: list[Voz]
    if isinstance(entrada, str):
        voces = [Voz("", entrada)]
    elif isinstance(entrada, Mapping):
        if all(isinstance(texto, str) for texto in entrada.values()):
            voces = [Voz(str(nombre), str(texto)) for nombre, texto in entrada.items()]
        else:
            pesos = {str(clave): float(peso) for clave, peso in _numeros(entrada)}
            voces = [Voz("", palabra) for palabra, _ in leer_pesos(pesos, max(1, len(pesos))).palabras]
    else:
        textos = list(entrada) if isinstance(entrada, Iterable) else [entrada]
        if not all(isinstance(texto, str) for texto in textos):
            raise ErrorCaligrama("Dé un texto, una lista de textos o un diccionario de nombre a texto.")
        voces = [Voz("", texto) for texto in textos]
    limpias = [Voz(normalizar(voz.nombre), normalizar(voz.texto)) for voz in voces]
    limpias = [voz for voz in limpias if voz.texto]
    if not limpias:
        raise ErrorCaligrama("No hay palabras que dibujar: el texto está vacío.")
    return tuple(limpias)


def dibujables(voces: tuple[Voz, ...], fuente: Fuente) -> tuple[tuple[Palabra, ...], tuple[tuple[str, str], ...]]:
    """Las palabras que la fuente puede dibujar, en orden, y lo que no puede, con su motivo.

    Raises
    ------
    ErrorCaligrama
        Si no puede dibujar ninguna.

    Examples
    --------
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> palabras, fuera = dibujables((Voz("", "Leer 🙂 juntas🙂"),), tipografia("serif").normal)
    >>> [palabra.texto for palabra in palabras]
    ['Leer', 'juntas']
    >>> fuera
    (('🙂', 'la fuente no tiene «🙂»'), ('juntas🙂', 'se dibujó sin «🙂», que la fuente no tiene'))
    """
    palabras: list[Palabra] = []
    fuera: list[tuple[str, str]] = []
    sirven: dict[str, str] = {}
    indice = 0
    for v, voz in enumerate(voces):
        for escrita in voz.texto.split(" "):
            if escrita not in sirven:
                sirven[escrita] = _sin_faltantes(escrita, fuente)
            queda = sirven[escrita]
            if queda:
                palabras.append(Palabra(queda, indice, v))
            if queda != escrita:
                faltan = fuente.faltantes(escrita)
                motivo = (
                    f"se dibujó sin «{faltan}», que la fuente no tiene" if queda else f"la fuente no tiene «{faltan}»"
                )
                fuera.append((escrita, motivo))
            indice += 1
    if not palabras:
        raise ErrorCaligrama("Ninguna palabra se puede dibujar con esta fuente. Dé otra con el parámetro `fuente`.")
    return tuple(palabras), tuple(fuera)


def _sin_faltantes(palabra: str, fuente: Fuente) -> str:
    faltan = fuente.faltantes(palabra)
    if not faltan:
        return palabra if fuente.cajas(palabra) else ""
    queda = "".join(letra for letra in racimos(palabra) if not fuente.faltantes(letra))
    return queda if any(c.isalnum() for c in queda) and fuente.cajas(queda) else ""


def _numeros(entrada: Mapping[str, object]) -> Iterable[tuple[str, float]]:
    for clave, peso in entrada.items():
        try:
            yield clave, float(peso)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise ErrorCaligrama(
                f"Lo que acompaña a «{clave}» es {peso!r}: dé a todas un texto o a todas un número."
            ) from None
