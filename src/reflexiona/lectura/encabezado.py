"""Decidir si la primera fila son encabezados o ya es una respuesta, y saltar el título que a veces va encima."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reflexiona.lectura.clases import clase, es_etiqueta, plano
from reflexiona.lectura.rasgos import medir, tipo

__all__ = ["hay_encabezado", "lugar_del_encabezado", "rotulos"]

_PORTADA = 12
_MUESTRA = 200


def rotulos(fila: Sequence[str]) -> int:
    """Cuenta las celdas que son rótulos conocidos de columna.

    Examples
    --------
    >>> rotulos(["id", "Reflexión", "xyz"])
    2
    """
    return sum(map(es_etiqueta, fila))


def lugar_del_encabezado(filas: Sequence[Sequence[str]]) -> int:
    """Posición de la fila de encabezados cuando antes hay un título suelto; 0 si no hay título.

    Examples
    --------
    >>> lugar_del_encabezado([["Reporte de la zona 12", ""], [], ["ID", "Reflexión"], ["1", "Hoy aprendí…"]])
    2
    """
    for i, fila in enumerate(filas[:_PORTADA]):
        llenas = sum(map(bool, fila))
        if llenas >= 2:
            return i if i and len(filas) > i + 1 and rotulos(fila) >= 1 and hay_encabezado(filas[i:]) else 0
    return 0


def hay_encabezado(filas: Sequence[Sequence[str]], nombres: Collection[str] = ()) -> bool:
    """Dice si la primera fila nombra las columnas.

    Suma indicios a favor (rótulos conocidos, preguntas, una columna de fechas o de textos largos bajo una celda que no
    lo es) y en contra (un correo o una fecha en la primera fila, una oración, un valor que se repite abajo).

    Parameters
    ----------
    filas : sequence of sequence of str
        La primera fila y una muestra de las siguientes.
    nombres : collection of str
        Columnas que pidió quien lee: si alguna está en la primera fila, es encabezado.

    Examples
    --------
    >>> hay_encabezado([["nivel", "reflexion"], ["primaria", "Hoy aprendí a escuchar."]])
    True
    >>> hay_encabezado([["Hoy aprendí a escuchar."], ["Me cuesta evaluar."]])
    False
    """
    if not filas:
        return False
    primera = filas[0]
    pedidos = {plano(n) for n in nombres}
    if pedidos & {plano(c) for c in primera if len(c) < 1000}:
        return True
    ancho = len(primera)
    resto = [f for f in filas[1 : _MUESTRA + 1] if any(f)]
    puntos = 0.5 if ancho > 1 else -0.5
    for j, celda in enumerate(primera):
        columna = [f[j] for f in resto if j < len(f) and f[j]]
        if celda:
            puntos += _indicios(celda, columna, ancho)
    return puntos > 0


def _indicios(celda: str, columna: list[str], ancho: int) -> float:
    palabras = len(celda.split())
    if tipo(celda) in {"fecha", "correo", "telefono", "curp", "rfc", "url"}:
        return -4
    if tipo(celda) == "numero":
        return -2
    abajo = medir(columna)
    puntos = 0.0
    if celda in columna and abajo.palabras < 12:
        puntos -= 3
    if es_etiqueta(celda):
        puntos += 3 if clase(celda) != "atributo" or palabras <= 2 else 2
    elif _es_pregunta(celda) and not any(map(_es_pregunta, columna)):
        puntos += 2 if ancho > 1 or columna else 0.4
    elif palabras >= 6 or (palabras >= 3 and celda[-1] in ".!"):
        # Una consigna larga también puede ser encabezado: pesa menos si termina en dos puntos.
        puntos -= 0.3 if celda[-1] == ":" else 1.5 + 0.06 * min(palabras, 60)
    if abajo.n and abajo.dato >= 0.8:
        puntos += 3
    if abajo.n and abajo.prosa >= 0.6 and palabras <= 3 and abajo.palabras >= 5 * palabras and celda[-1] not in ".!":
        puntos += 2
    return puntos


def _es_pregunta(celda: str) -> bool:
    return celda.endswith("?") and (celda.startswith("¿") or celda.count("?") == 1) and ". " not in celda
