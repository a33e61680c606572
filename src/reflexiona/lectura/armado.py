"""De registros crudos (CSV u hoja de cálculo) a `Tabla`: título, encabezado, ancho y limpieza de celdas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from reflexiona.errores import ErrorLectura
from reflexiona.lectura.encabezado import hay_encabezado, lugar_del_encabezado
from reflexiona.lectura.limpieza import limpiar
from reflexiona.lectura.tabla import Tabla, encabezados_unicos

__all__ = ["armar"]

# La que agregan algunos servicios de encuestas bajo cada pregunta.
_SUBTITULO = re.compile(r"(open-ended )?response|respuesta( abierta)?", re.IGNORECASE)


def armar(
    origen: str,
    registros: list[list[str]],
    *,
    encabezado: bool | None = None,
    nombres: Collection[str] = (),
    avisos: Sequence[str] = (),
    separador: str | None = None,
    abiertas: Sequence[int] = (),
) -> Tabla:
    """Separa el encabezado de los datos y deja las celdas limpias.

    Las filas más largas que el encabezado conservan sus celdas crudas: al unirlas no debe perderse un espacio.

    Parameters
    ----------
    origen : str
    registros : list of list of str
        Todos los registros de la fuente, con el encabezado; se vacía al armar la tabla.
    encabezado : bool or None
        Si la primera fila nombra las columnas; `None` lo averigua.
    nombres : collection of str
        Columnas que pidió quien lee.
    avisos, separador
        Pasan a la tabla.
    abiertas : sequence of int
        Registros (desde 0) con comillas sin cerrar.

    Raises
    ------
    ErrorLectura
        Si no hay nada o sólo hay encabezado.

    Examples
    --------
    >>> t = armar("a.csv", [["id", "reflexion"], ["1", " Hoy aprendí… "], ["2"]])
    >>> t.columnas, t.filas
    (('id', 'reflexion'), [['1', 'Hoy aprendí…'], ['2']])
    """
    while registros and not any(c.strip() for c in registros[-1]) and len(registros[-1]) <= 1:
        registros.pop()
    inicio = next((i for i, r in enumerate(registros) if any(map(limpiar, r))), len(registros))
    if inicio == len(registros):
        raise ErrorLectura(f"{origen}: el archivo está vacío. Revise que sea el correcto y que tenga reflexiones.")
    muestra = [[limpiar(c) for c in r] for r in registros[inicio : inicio + 220]]

    propios = list(avisos)
    titulo = 0 if encabezado is False else lugar_del_encabezado(muestra)
    if titulo:
        saltado = " ".join(c for r in muestra[:titulo] for c in r if c)
        propios.append(f"{origen}: se saltó el título antes del encabezado: «{saltado}».")
    con_encabezado = hay_encabezado(muestra[titulo:], nombres) if encabezado is None else encabezado
    primera = inicio + titulo + con_encabezado
    if primera == len(registros):
        columnas = ", ".join(f"«{c[:60]}»" for c in muestra[titulo])
        raise ErrorLectura(
            f"{origen}: sólo tiene el encabezado ({columnas}) y ninguna fila. Agregue las reflexiones debajo; si esa "
            "fila ya es una reflexión, use encabezado=False."
        )

    nombres_columnas = muestra[titulo] if con_encabezado else []
    filas = registros[primera:]
    registros.clear()
    ancho = _ancho(nombres_columnas, filas)
    for i, fila in enumerate(filas):
        while len(fila) > ancho and not fila[-1].strip():
            fila.pop()
        if len(fila) <= ancho:
            filas[i] = [limpiar(c) for c in fila]
    malas = {}
    if con_encabezado and any(filas[0]) and all(_SUBTITULO.fullmatch(c) for c in filas[0] if c):
        malas[1] = "segunda línea de encabezados"
    propios += _avisos_de_comillas(origen, filas, [k - primera + 1 for k in abiertas])
    return Tabla(
        origen,
        encabezados_unicos(nombres_columnas[:ancho], ancho),
        filas,
        con_encabezado=con_encabezado,
        malas=malas,
        avisos=propios,
        separador=separador,
    )


def _ancho(nombres: list[str], filas: list[list[str]]) -> int:
    """Columnas de la tabla: las del encabezado sin las vacías del final, o las de la mayoría de las filas."""
    declarado = len(nombres)
    while declarado > 1 and not nombres[declarado - 1]:
        declarado -= 1
    usados: Counter[int] = Counter()
    espacios = sobrantes = 0
    for fila in filas:
        usado = len(fila)
        while usado > max(declarado, 1) and not fila[usado - 1].strip():
            usado -= 1
        if usado:
            usados[usado] += 1
        for celda in fila[max(declarado, 1) : usado]:
            sobrantes += 1
            espacios += celda.startswith(" ")
    if not usados:
        return max(declarado, 1)
    if not nombres:
        # Sin encabezado, las celdas vacías del final no angostan la tabla.
        return max(Counter(map(len, filas)).items(), key=lambda par: (par[1], par[0]))[0] or max(usados)
    if declarado == len(nombres) and (not sobrantes or espacios > 0.5 * sobrantes):
        return declarado
    tope = len(nombres) if declarado < len(nombres) else max(usados)
    anchas = [a for a, k in usados.items() if a > declarado]
    if declarado < len(nombres):
        return max([declarado, *(min(a, tope) for a in anchas)])
    moda = max(usados.items(), key=lambda par: (par[1], par[0]))
    return moda[0] if moda[0] > declarado and moda[1] >= 0.5 * usados.total() else declarado


def _avisos_de_comillas(origen: str, filas: list[list[str]], abiertas: list[int]) -> list[str]:
    avisos = []
    if abiertas:
        lista = ", ".join(map(str, abiertas[:5])) + ("…" if len(abiertas) > 5 else "")
        avisos.append(
            f"{origen}: comillas sin cerrar en la fila {lista}; se leyeron como texto. Revise esa fila y la siguiente."
        )
    tragadas = [i for i, fila in enumerate(filas, 1) if any("\n" in c and _parece_tragar(c, fila) for c in fila)]
    if tragadas:
        lista = ", ".join(map(str, tragadas[:5])) + ("…" if len(tragadas) > 5 else "")
        avisos.append(
            f"{origen}: la fila {lista} parece contener otras filas dentro de una celda; "
            "quizá falta cerrar unas comillas."
        )
    return avisos


def _parece_tragar(celda: str, fila: list[str]) -> bool:
    """Dos o más líneas de la celda empiezan con un número y un separador, como la fila misma."""
    if not fila[0].isdigit():
        return False
    lineas = celda.split("\n")[1:]
    return sum(len(p) > 1 for p in (x.lstrip("0123456789") for x in lineas) if p[:1] in (",", ";", "\t", "|")) >= 2
