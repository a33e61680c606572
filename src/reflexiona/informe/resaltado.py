"""Las palabras que inclinaron cada etiqueta, para resaltarlas en el texto.

Salen siempre del modelo rápido, que es lineal: lo que aporta una palabra se calcula al instante y es exacto. Si el
análisis se hizo con otro modelo, las etiquetas son de aquél y lo resaltado, una aproximación; el informe lo dice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reflexiona.dimensiones.etiquetador import Etiquetador
from reflexiona.dimensiones.guia import DIMENSIONES

__all__ = ["Marca", "es_del_modelo", "resaltar"]

_PALABRAS = 5
_PARTE = 0.3


@dataclass(frozen=True, slots=True)
class Marca:
    """Una palabra resaltada: dónde está, a qué dimensión suma y cuánto (1, 2 o 3)."""

    inicio: int
    fin: int
    dimension: str
    fuerza: int


def es_del_modelo(huella: str) -> bool:
    """Si lo resaltado sale del mismo modelo que puso las etiquetas."""
    return Etiquetador("rapido").modelo_.huella == huella


def resaltar(oraciones: Sequence[str], asignadas: Sequence[Sequence[str]]) -> list[tuple[Marca, ...]]:
    """Hasta cinco palabras por oración, en el orden en que se leen.

    Parameters
    ----------
    oraciones : sequence of str, length n
    asignadas : sequence of sequence of str, length n
        Las dimensiones de cada oración; sin ninguna, nada se resalta.

    Examples
    --------
    >>> frase = "Con fichas ya leen las fracciones."
    >>> [frase[m.inicio : m.fin] for m in resaltar([frase], [["didactica"]])[0]]
    ['fichas', 'leen', 'fracciones']
    """
    etiquetador = Etiquetador("rapido")
    hechas: dict[tuple[str, tuple[str, ...]], tuple[Marca, ...]] = {}
    salida = []
    for texto, claves in zip(oraciones, asignadas, strict=True):
        llave = (texto, tuple(claves))
        if llave not in hechas:
            hechas[llave] = _marcas(etiquetador, texto, [c for c in claves if c in DIMENSIONES])
        salida.append(hechas[llave])
    return salida


def _marcas(etiquetador: Etiquetador, texto: str, claves: Sequence[str]) -> tuple[Marca, ...]:
    if not claves:
        return ()
    # De una en una: lo que aporta una palabra a su oración no depende de las demás oraciones.
    explicada = etiquetador.explicar([texto]).oraciones[0]
    if explicada.texto != texto:  # sin normalizar, los lugares no serían los mismos
        return ()
    columnas = {c: explicada.clases.index(c) for c in claves if c in explicada.clases}
    pesos = []
    for a in explicada.palabras:
        if columnas:
            clave = max(columnas, key=lambda c, a=a: a.aportes[columnas[c]])  # type: ignore[misc]
            pesos.append((a.aportes[columnas[clave]], a.inicio, a.fin, clave))
    tope = max((p for p, *_ in pesos), default=0.0)
    fuertes = sorted((p for p in pesos if p[0] > max(_PARTE * tope, 0.05)), key=lambda p: (-p[0], p[1]))[:_PALABRAS]
    return tuple(
        Marca(inicio, fin, clave, 1 + (peso > 0.45 * tope) + (peso > 0.75 * tope))
        for peso, inicio, fin, clave in sorted(fuertes, key=lambda p: p[1])
        if any(c.isalnum() for c in texto[inicio:fin])
    )
