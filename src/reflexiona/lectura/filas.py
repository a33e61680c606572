"""De una `Tabla` a un `Corpus`: cada fila queda en las reflexiones o entre las apartadas, con su motivo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reflexiona.corpus import Apartada, Corpus, Reflexion
from reflexiona.errores import ErrorLectura
from reflexiona.lectura.identidad import PERSONALES, Personas
from reflexiona.lectura.limpieza import limpiar, tiene_palabras
from reflexiona.lectura.rasgos import tipo
from reflexiona.lectura.sobrantes import acomodar
from reflexiona.lectura.tabla import Tabla

__all__ = ["formar_corpus"]

_PALABRAS_PARA_REPETIDA = 8


def formar_corpus(
    tabla: Tabla,
    textos: Sequence[int],
    claves: Sequence[int],
    identifican: Sequence[int],
    *,
    conservar_repetidas: bool = False,
) -> Corpus:
    """Recorre las filas una vez y reparte cada una.

    Una fila idéntica a otra se aparta si trae otras columnas además del texto o si el texto tiene ocho palabras o más:
    dos personas pueden haber escrito «Trabajo en equipo».

    Parameters
    ----------
    tabla : Tabla
    textos : sequence of int
        Columnas de texto, en el orden de las preguntas.
    claves : sequence of int
        Columnas que dicen quién escribió.
    identifican : sequence of int
        Columnas de metadatos que identifican a alguien.
    conservar_repetidas : bool
        Si las filas idénticas se quedan.

    Raises
    ------
    ErrorLectura
        Si no queda ninguna reflexión.

    Examples
    --------
    >>> t = Tabla("a.csv", ("nivel", "texto"), [["1", "Hoy aprendí"], ["2", ""], ["1", "Hoy aprendí"]])
    >>> [(a.fila, a.motivo) for a in formar_corpus(t, [1], [], []).apartadas]
    [(2, 'sin texto'), (3, 'repetida de la fila 1')]
    """
    columnas, ancho = tabla.columnas, len(tabla.columnas)
    metas = [(j, columnas[j]) for j in range(ancho) if j not in set(textos)]
    preguntas = [columnas[j] if tabla.con_encabezado else None for j in textos]
    personas = Personas(claves)
    reflexiones: list[Reflexion] = []
    apartadas: list[Apartada] = []
    vistas: dict[tuple[str, ...], int] = {}
    cortas = unidas = 0

    for numero, cruda in enumerate(tabla.filas, 1):
        motivo = tabla.malas.get(numero) or ("" if any(map(limpiar, cruda)) else "fila vacía")
        fila = None if motivo else acomodar(cruda, ancho, textos, tabla.separador)
        if fila is None:
            motivo = motivo or f"trae {len(cruda)} celdas y el encabezado {ancho}: revise comillas y separadores"
            apartadas.append(Apartada(numero, motivo, _contenido(cruda, identifican)))
            continue
        cortas += len(cruda) < ancho
        unidas += len(cruda) > ancho
        escritos = [(k, fila[j]) for k, j in enumerate(textos, 1) if tiene_palabras(fila[j])]
        if not escritos:
            apartadas.append(Apartada(numero, "sin texto", _contenido(cruda, identifican)))
            continue
        if not conservar_repetidas:
            original = vistas.setdefault(tuple(fila), numero)
            if original != numero and (
                any(fila[j] for j, _ in metas) or any(len(t.split()) >= _PALABRAS_PARA_REPETIDA for _, t in escritos)
            ):
                apartadas.append(Apartada(numero, f"repetida de la fila {original}", _contenido(cruda, identifican)))
                continue
        metadatos = {nombre: fila[j] for j, nombre in metas}
        persona = personas.de(fila)
        base = tabla.ids[numero - 1] if tabla.ids else str(numero)
        for k, texto in escritos:
            ident = base if len(textos) == 1 else f"{base}.{k}"
            reflexiones.append(Reflexion(ident, texto, numero, persona, preguntas[k - 1], metadatos))

    if not reflexiones:
        raise ErrorLectura(
            f"{tabla.origen}: ninguna de las {len(tabla.filas)} filas tiene una reflexión ({_motivos(apartadas)}). "
            f"Revise el archivo o indique otra columna con columna= (hay {', '.join(f'«{c}»' for c in columnas)})."
        )
    return Corpus(
        tuple(reflexiones),
        tuple(apartadas),
        origen=tabla.origen,
        filas=len(tabla.filas),
        columnas_texto=tuple(columnas[j] for j in textos),
        identificadores=tuple(columnas[j] for j in identifican),
        avisos=(*tabla.avisos, *_avisos(tabla, apartadas, cortas, unidas)),
    )


def _avisos(tabla: Tabla, apartadas: list[Apartada], cortas: int, unidas: int) -> list[str]:
    avisos = []
    if cortas:
        avisos.append(
            f"{tabla.origen}: {cortas} filas traían menos celdas que el encabezado; las que faltan quedaron vacías."
        )
    if unidas:
        avisos.append(
            f"{tabla.origen}: en {unidas} filas el texto traía «{tabla.separador}» sin comillas; se unieron sus partes."
        )
    if apartadas:
        avisos.append(
            f"{tabla.origen}: se apartaron {len(apartadas)} de {len(tabla.filas)} filas ({_motivos(apartadas)}); "
            "están en corpus.tabla_apartadas()."
        )
    return avisos


def _motivos(apartadas: list[Apartada]) -> str:
    cuenta = Counter("repetida" if a.motivo.startswith("repetida") else a.motivo.split(":")[0] for a in apartadas)
    partes = [f"{k} {m}" for m, k in cuenta.most_common(6)]
    resto = len(cuenta) - len(partes)
    return ", ".join(partes) + (f" y {resto} motivos más" if resto > 0 else "")


def _contenido(fila: Sequence[str], identifican: Sequence[int]) -> str:
    """Lo que traía la fila, sin lo que identifica a alguien: por su columna o, si viene corrida, por su forma."""
    celdas = [(j, c) for j, c in enumerate(map(limpiar, fila)) if c]
    if identifican:
        celdas = [(j, c) for j, c in celdas if j not in set(identifican) and tipo(c) not in PERSONALES]
    return " | ".join(c for _, c in celdas)
