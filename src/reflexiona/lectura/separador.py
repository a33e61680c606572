"""Elegir el separador de un texto por la constancia de sus columnas, sin `csv.Sniffer`."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reflexiona.lectura.comillas import partir_tolerante
from reflexiona.lectura.encabezado import lugar_del_encabezado, rotulos

__all__ = ["UNA_COLUMNA", "Dialecto", "elegir", "partir"]

SEPARADORES = ("\t", ";", "|", ",")
UNA_COLUMNA = "\x1f"
_MUESTRA = 300
_CANDADO = threading.Lock()


@dataclass(frozen=True, slots=True)
class Dialecto:
    """Cómo está separado un texto: `separador` y si tras él hay un espacio antes de las comillas."""

    separador: str = UNA_COLUMNA
    saltar_espacio: bool = False


def partir(texto: str, dialecto: Dialecto, limite: int | None = None) -> tuple[list[list[str]], list[int]]:
    """Parte el texto en registros y dice cuáles (desde 0) tenían comillas sin cerrar.

    Examples
    --------
    >>> partir('a;b\\n"1;2";3', Dialecto(";"))
    ([['a', 'b'], ['1;2', '3']], [])
    """
    # El límite de csv es global: se sube mientras se lee y se deja como estaba.
    with _CANDADO:
        anterior = csv.field_size_limit(max(csv.field_size_limit(), len(texto) + 1))
        try:
            lector = csv.reader(
                io.StringIO(texto, newline=""),
                delimiter=dialecto.separador,
                skipinitialspace=dialecto.saltar_espacio,
                strict=True,
            )
            return list(islice(lector, limite)), []
        except csv.Error:
            pass
        finally:
            csv.field_size_limit(anterior)
    registros, abiertas = [], []
    tolerante = partir_tolerante(texto, dialecto.separador, dialecto.saltar_espacio)
    for i, (fila, abierta) in enumerate(islice(tolerante, limite)):
        registros.append(fila)
        if abierta:
            abiertas.append(i)
    return registros, abiertas


def elegir(texto: str) -> Dialecto:
    """Prueba tabulador, punto y coma, barra y coma, y se queda con el de columnas más constantes (o con una sola).

    Examples
    --------
    >>> elegir("id;texto\\n1;Hola, colegas\\n2;Bien, gracias\\n").separador
    ';'
    >>> elegir("Hoy llegué tarde, pero contenta.\\nMe gusta leer, cantar, jugar.\\n") == Dialecto()
    True
    """
    mejor, mejor_nota = Dialecto(), 0.0
    for dialecto in _candidatos(texto):
        nota = _constancia(partir(texto, dialecto, _MUESTRA)[0])
        if nota > mejor_nota:
            mejor, mejor_nota = dialecto, nota
    return mejor


def _candidatos(texto: str) -> Iterator[Dialecto]:
    for separador in SEPARADORES:
        if separador in texto:
            yield Dialecto(separador)
            # Una cita suelta en la prosa («dijo, "hola"») no basta: debe ser la costumbre del archivo.
            inicio = texto[:200_000]
            if len(re.findall(f'{re.escape(separador)} +"', inicio)) >= 0.3 * (inicio.count("\n") + 1):
                yield Dialecto(separador, saltar_espacio=True)


def _constancia(registros: list[list[str]]) -> float:
    filas = [f for f in ([c.strip() for c in r] for r in registros) if f]
    crudas = [r for r in registros if r]
    inicio = lugar_del_encabezado(filas)
    filas, crudas = filas[inicio:], crudas[inicio:]
    if not filas or len(filas[0]) < 2:
        return 0.0
    anchos = Counter(map(len, filas))
    ancho, n = len(filas[0]), len(filas)
    conocidos = rotulos(filas[0])
    siguientes = [c for r in crudas for c in r[1:] if c]
    con_espacio = sum(c[0] == " " for c in siguientes) / len(siguientes) if siguientes else 0.0
    # En la prosa, tras la coma va un espacio: sin rótulos conocidos eso no es una tabla.
    if con_espacio > 0.6 and not conocidos:
        return 0.0
    constancia = anchos[ancho] / n
    if constancia >= 0.5:
        # Sin título encima es la lectura más sencilla.
        return constancia - 0.2 * bool(inicio) - 0.3 * con_espacio + 0.001 * min(ancho, 50)
    # Comas sueltas en la prosa o celdas finales omitidas: el encabezado manda si se reconoce.
    if conocidos and sum(k for a, k in anchos.items() if a > 1) >= 0.6 * n:
        return 0.4
    return 0.0
