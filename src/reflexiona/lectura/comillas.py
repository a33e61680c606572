"""Leer texto separado cuyas comillas no siguen la norma, sin que unas sin cerrar se traguen el resto del archivo."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["partir_tolerante"]


def partir_tolerante(texto: str, separador: str, saltar_espacio: bool = False) -> Iterator[tuple[list[str], bool]]:
    """Parte el texto en registros; cada uno viene con `True` si tenía comillas sin cerrar.

    Una celda entre comillas puede ocupar varias líneas sólo si cierra como manda la norma (comilla seguida de separador
    o de fin de línea). Si no, vale la comilla que cierre en la misma línea; y si no la hay, la comilla es texto.

    Examples
    --------
    >>> list(partir_tolerante('1,"Hoy aprendí\\n2,"Dijo "hola" y ya"\\n', ","))
    [(['1', '"Hoy aprendí'], True), (['2', 'Dijo "hola" y ya'], False)]
    """
    llana = re.compile(f"[^{re.escape(separador)}\n]*")
    cierre = re.compile(f'"(?={re.escape(separador)}|$)')
    i, n = 0, len(texto)
    while i < n:
        fila: list[str] = []
        sin_cerrar = False
        while True:
            if saltar_espacio:
                while i < n and texto[i] == " ":
                    i += 1
            if i < n and texto[i] == '"':
                celda, i, abierta = _citada(texto, i, separador, llana, cierre)
                sin_cerrar = sin_cerrar or abierta
            else:
                encontrada = llana.match(texto, i)
                celda = encontrada[0] if encontrada else ""
                i += len(celda)
            fila.append(celda)
            if i < n and texto[i] == separador:
                i += 1
                continue
            i += 1
            break
        yield ([] if fila == [""] else fila), sin_cerrar


def _citada(
    texto: str, inicio: int, separador: str, llana: re.Pattern[str], cierre: re.Pattern[str]
) -> tuple[str, int, bool]:
    fin = inicio + 1
    while (fin := texto.find('"', fin)) != -1:
        siguiente = texto[fin + 1 : fin + 2]
        if siguiente == '"':
            fin += 2
            continue
        if siguiente in ("", separador, "\n"):
            return texto[inicio + 1 : fin].replace('""', '"'), fin + 1, False
        break

    salto = texto.find("\n", inicio)
    linea = texto[inicio : salto if salto != -1 else len(texto)]
    interior = linea.find('"', 1)
    # «"No puedo" dijo Ana»: la primera comilla interior cierra una cita, así que la celda no iba entre comillas.
    es_cita = interior > 0 and linea[interior - 1] not in " \\"
    cerrada = None if es_cita else cierre.search(linea, 1)
    if cerrada:
        return linea[1 : cerrada.start()].replace('\\"', '"').replace('""', '"'), inicio + cerrada.end(), False
    encontrada = llana.match(linea)
    celda = encontrada[0] if encontrada else linea
    return celda, inicio + len(celda), celda.count('"') % 2 == 1
