"""Las palabras que inclinaron cada etiqueta, para resaltarlas en el texto.

Las señala siempre el modelo rápido, que es lineal: lo que aporta una palabra se calcula al instante y es exacto. Tapar
palabra por palabra para explicar el preciso tardaría minutos en una comunidad grande. Si la etiqueta es de otro modelo,
sólo se resalta donde el rápido también la pondría: ninguna palabra contradice a su etiqueta. El informe lo dice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reflexiona.dimensiones.etiquetador import Etiquetador
from reflexiona.dimensiones.explicacion import explicar
from reflexiona.dimensiones.guia import DIMENSIONES
from reflexiona.modelo import ModeloLineal, ModeloPreciso
from reflexiona.texto import vacias

__all__ = ["Marca", "es_del_modelo", "resaltar"]

_PALABRAS = 5
_PARTE, _MINIMO = 0.3, 0.05


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
    """Hasta cinco palabras con contenido por oración, en el orden en que se leen.

    Parameters
    ----------
    oraciones : sequence of str, length n
    asignadas : sequence of sequence of str, length n
        Las dimensiones de cada oración; las que el modelo rápido no le pondría no se resaltan.

    Examples
    --------
    >>> frase = "Con fichas ya leen las fracciones."
    >>> didactica, social = resaltar([frase, frase], [["didactica"], ["social"]])
    >>> [frase[m.inicio : m.fin] for m in didactica], social
    (['fichas', 'leen', 'fracciones'], ())
    """
    etiquetador = Etiquetador("rapido")
    # Cada oración suelta, como se explica: lo que aporta una palabra a la suya no depende de las demás.
    propias = etiquetador.predict(list(oraciones)).tolist() if oraciones else []
    modelo, umbrales = etiquetador.modelo_, etiquetador.umbrales_.tolist()
    hechas: dict[tuple[str, tuple[str, ...]], tuple[Marca, ...]] = {}
    salida = []
    for texto, claves, fila in zip(oraciones, asignadas, propias, strict=True):
        comunes = tuple(c for c, puesta in zip(DIMENSIONES, fila, strict=True) if puesta and c in claves)
        llave = (texto, comunes)
        if llave not in hechas:
            hechas[llave] = _marcas(modelo, umbrales, texto, comunes) if comunes else ()
        salida.append(hechas[llave])
    return salida


def _marcas(
    modelo: ModeloLineal | ModeloPreciso, umbrales: Sequence[float], texto: str, claves: Sequence[str]
) -> tuple[Marca, ...]:
    explicada = explicar(modelo, [texto], umbrales).oraciones[0]
    if explicada.texto != texto:  # sin normalizar, los lugares no serían los mismos
        return ()
    pesos = []
    for a in explicada.palabras:
        if a.texto.lower() in vacias() or not any(c.isalnum() for c in a.texto):
            continue
        suma, clave = max((a.aportes[DIMENSIONES.index(c)], c) for c in claves)
        pesos.append((suma, a.inicio, a.fin, clave))
    tope = max((p for p, *_ in pesos), default=0.0)
    fuertes = sorted((p for p in pesos if p[0] > max(_PARTE * tope, _MINIMO)), key=lambda p: (-p[0], p[1]))[:_PALABRAS]
    return tuple(
        Marca(inicio, fin, clave, 1 + (suma > 0.45 * tope) + (suma > 0.75 * tope))
        for suma, inicio, fin, clave in sorted(fuertes, key=lambda p: p[1])
    )
