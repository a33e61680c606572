"""Texto separado por comas, puntos y coma, tabuladores o barras."""

from __future__ import annotations

import re
from collections.abc import Collection

from reflexiona.errores import ErrorDatos
from reflexiona.lectura.armado import armar
from reflexiona.lectura.encabezado import hay_encabezado, lugar_del_encabezado, rotulos
from reflexiona.lectura.limpieza import saltos_unix
from reflexiona.lectura.separador import UNA_COLUMNA, Dialecto, elegir, partir
from reflexiona.lectura.tabla import Tabla

_DECLARADO = re.compile('"?sep=([,;|\t])"?\n')

__all__ = ["leer_tabla_de_texto", "parece_tabla"]


def leer_tabla_de_texto(
    texto: str,
    origen: str,
    *,
    separador: str | None = None,
    encabezado: bool | None = None,
    nombres: Collection[str] = (),
    avisos: Collection[str] = (),
) -> Tabla:
    """Lee un CSV de cualquier separador; sin separador reconocible, cada línea es una celda.

    Parameters
    ----------
    texto : str
        El contenido, ya decodificado.
    origen : str
        Nombre del archivo.
    separador : str or None
        Un carácter, si ya se sabe.
    encabezado : bool or None
        Si la primera fila nombra las columnas; `None` lo averigua.
    nombres : collection of str
        Columnas que pidió quien lee.
    avisos : collection of str
        Los de la decodificación.

    Raises
    ------
    ErrorDatos
        Si `separador` no es un solo carácter.
    ErrorLectura
        Si no hay filas de datos.

    Examples
    --------
    >>> leer_tabla_de_texto("id;reflexión\\n1;Hoy, por fin, leyeron.", "a.csv").filas
    [['1', 'Hoy, por fin, leyeron.']]
    """
    if separador is not None and (len(separador) != 1 or separador in '"\r\n'):
        raise ErrorDatos(f"separador={separador!r} no sirve: debe ser un solo carácter, como «;» o «\\t».")
    texto = saltos_unix(texto)
    # Excel escribe a veces «sep=;» en la primera línea.
    if declarado := _DECLARADO.match(texto):
        texto = texto[declarado.end() :]
        separador = separador or declarado[1]
    dialecto = Dialecto(separador) if separador else elegir(texto)
    registros, abiertas = partir(texto, dialecto)
    if separador is None and (desenvuelto := _desenvolver(registros)):
        dialecto = elegir(desenvuelto)
        registros, abiertas = partir(desenvuelto, dialecto)
    return armar(
        origen,
        registros,
        encabezado=encabezado,
        nombres=nombres,
        avisos=tuple(avisos),
        separador=None if dialecto.separador == UNA_COLUMNA else dialecto.separador,
        abiertas=abiertas,
    )


def _desenvolver(registros: list[list[str]]) -> str | None:
    """El texto de una tabla en la que cada línea quedó entre comillas (un CSV pegado en una columna de Excel)."""
    if not registros or any(len(r) > 1 or (r and "\n" in r[0]) for r in registros):
        return None
    interior = "\n".join(r[0] if r else "" for r in registros)
    dialecto = elegir(interior)
    if dialecto.separador == UNA_COLUMNA:
        return None
    primera = partir(interior, dialecto, 1)[0][0]
    return interior if rotulos(primera) == len(primera) else None


def parece_tabla(texto: str) -> bool:
    """Dice si un texto sin extensión conocida es una tabla y no párrafos: varias columnas constantes y un rótulo.

    Examples
    --------
    >>> parece_tabla("id\\treflexion\\n1\\tHoy aprendí\\n"), parece_tabla("Hoy aprendí, mucho.\\nOtra cosa.\\n")
    (True, False)
    """
    texto = saltos_unix(texto)
    if _DECLARADO.match(texto):
        return True
    dialecto = elegir(texto)
    if dialecto.separador == UNA_COLUMNA:
        return False
    filas = [f for f in partir(texto, dialecto, 50)[0] if f]
    filas = filas[lugar_del_encabezado(filas) :]
    if rotulos(filas[0]) and hay_encabezado(filas):
        return True
    # En la prosa tras la coma va un espacio; en una tabla sin rótulos, no.
    pegadas = [c[:1] not in ("", " ") for f in filas for c in f[1:]]
    return len(filas) > 1 and len({len(f) for f in filas}) == 1 and sum(pegadas) >= 0.5 * len(pegadas)
