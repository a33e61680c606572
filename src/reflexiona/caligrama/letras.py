"""Letras o palabras como forma: «NEM», el nombre de una escuela."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import combinations, pairwise

from reflexiona.caligrama.dibujo_svg import Dibujo, Mancha
from reflexiona.caligrama.trazos import Fuente, tipografia
from reflexiona.errores import ErrorCaligrama

__all__ = ["MAXIMO", "PREFIJO", "dibujar_letras"]

PREFIJO = "letras:"
"""Con qué empieza una forma escrita con letras: «letras:NEM»."""

MAXIMO = 60
"""Letras que caben en una forma; con más, cada una sería demasiado delgada para llevar palabras."""

_ENGROSAR = 0.045
_ENTRE_LETRAS = 0.05
_ENTRE_RENGLONES = 0.14
_CRECER = 1.7
_MARGEN = 0.1


@dataclass(frozen=True, slots=True)
class _Renglon:
    texto: str
    x0: float
    x1: float
    arriba: float
    abajo: float

    @property
    def ancho(self) -> float:
        return self.x1 - self.x0


def dibujar_letras(texto: str) -> Dibujo:
    """Convierte un texto en el dibujo de sus letras, en negrita.

    Parameters
    ----------
    texto : str
        Hasta `MAXIMO` letras. Los renglones se parten entre palabras, donde las letras quedan más grandes; un salto de
        línea los fija.

    Returns
    -------
    Dibujo
        Cada letra es una parte, en orden; una letra repetida se distingue con su número: «E», «E (2)».

    Raises
    ------
    ErrorCaligrama
        Si no hay letras, son demasiadas o la fuente no las tiene.

    Examples
    --------
    >>> dibujar_letras("NEM").partes
    ('N', 'E', 'M')
    """
    limpio = "\n".join(" ".join(unicodedata.normalize("NFC", r).split()) for r in texto.strip().splitlines())
    letras = [c for c in limpio if not c.isspace()]
    fuente = tipografia().negrita
    if not letras:
        raise ErrorCaligrama(f"Después de «{PREFIJO}» van las letras de la forma; por ejemplo, «{PREFIJO}NEM».")
    if faltan := fuente.faltantes("".join(letras)):
        raise ErrorCaligrama(f"No puedo hacer la forma «{limpio}»: la fuente no tiene «{faltan}».")
    if len(letras) > MAXIMO:
        raise ErrorCaligrama(
            f"«{limpio[:30]}…» tiene {len(letras)} letras y en una forma caben {MAXIMO}: "
            "use unas siglas o un nombre corto."
        )
    renglones = _partir(limpio, fuente)
    return _componer(renglones, fuente, " ".join(limpio.split()))


def _partir(texto: str, fuente: Fuente) -> list[_Renglon]:
    """Los renglones con que las letras quedan más grandes en un cuadro."""
    fijos = texto.split("\n")
    if len(fijos) > 1:
        return [_medir(r, fuente) for r in fijos if r]
    palabras = texto.split(" ")
    medidos: dict[str, _Renglon] = {}
    opciones: list[list[_Renglon]] = []
    for cuantos in range(min(len(palabras), 5)):
        for cortes in combinations(range(1, len(palabras)), cuantos):
            orillas = (0, *cortes, len(palabras))
            partido = [" ".join(palabras[a:b]) for a, b in pairwise(orillas)]
            opciones.append([medidos.setdefault(r, medidos.get(r) or _medir(r, fuente)) for r in partido])
    return min(opciones, key=lambda rs: (max(max(r.ancho for r in rs), 1.05 * len(rs)), len(rs)))


def _medir(texto: str, fuente: Fuente) -> _Renglon:
    cajas = [caja for _, _, caja in _letras(texto, fuente)]
    if not cajas:
        raise ErrorCaligrama(f"No puedo hacer la forma «{texto}»: no tiene tinta.")
    x0, y0, x1, y1 = (f(caja[i] for caja in cajas) for i, f in enumerate((min, min, max, max)))
    return _Renglon(texto, x0, x1, y0, y1)


def _letras(texto: str, fuente: Fuente) -> list[tuple[str, float, tuple[float, float, float, float]]]:
    """Cada letra con tinta, dónde empieza y su caja, en cuerpos; un poco más separadas que en un texto."""
    salida: list[tuple[str, float, tuple[float, float, float, float]]] = []
    u = fuente.unidades
    for i, (caracter, (glifo, x)) in enumerate(zip(texto, fuente.glifos(texto), strict=True)):
        inicio = x / u + i * _ENTRE_LETRAS
        if glifo.caja is not None:
            a, b, c, d = (v / u for v in glifo.caja)
            salida.append((caracter, inicio, (inicio + a, b, inicio + c, d)))
    return salida


def _componer(renglones: list[_Renglon], fuente: Fuente, titulo: str) -> Dibujo:
    """Renglones centrados; los cortos crecen un poco para emparejarse con el más largo."""
    mayor = max(r.ancho for r in renglones)
    manchas: list[Mancha] = []
    veces: dict[str, int] = {}
    y = 0.0
    for renglon in renglones:
        crece = min(_CRECER, mayor / renglon.ancho)
        base = y - renglon.arriba * crece
        izquierda = -renglon.ancho * crece / 2 - renglon.x0 * crece
        for caracter, inicio, _ in _letras(renglon.texto, fuente):
            veces[caracter] = veces.get(caracter, 0) + 1
            parte = caracter if veces[caracter] == 1 else f"{caracter} ({veces[caracter]})"
            k = crece / fuente.unidades
            matriz = (k, 0.0, 0.0, k, izquierda + inicio * crece, base)
            trazo = fuente.trazo(caracter)
            manchas.append(Mancha(trazo, matriz, "black", False, parte))
            manchas.append(Mancha(trazo, matriz, "black", False, parte, _ENGROSAR * fuente.unidades))
        y = base + renglon.abajo * crece + _ENTRE_RENGLONES
    alto = y - _ENTRE_RENGLONES
    ancho = max(r.ancho * min(_CRECER, mayor / r.ancho) for r in renglones)
    caja = (-ancho / 2 - _MARGEN, -_MARGEN, ancho + 2 * _MARGEN, alto + 2 * _MARGEN)
    return Dibujo(titulo, caja, tuple(manchas))
