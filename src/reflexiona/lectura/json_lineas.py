"""JSONL (un objeto o un texto por línea) y JSON (una lista)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reflexiona.errores import ErrorLectura
from reflexiona.lectura.limpieza import como_texto, saltos_unix
from reflexiona.lectura.tabla import Tabla, encabezados_unicos

__all__ = ["leer_json", "tabla_de_objetos"]

_TEXTO = "texto"


def leer_json(texto: str, origen: str, avisos: Sequence[str] = ()) -> Tabla:
    """Lee una lista JSON o un objeto por línea; la línea que no se entiende queda apartada con su motivo.

    Parameters
    ----------
    texto : str
    origen : str
        Nombre del archivo.
    avisos : sequence of str
        Los de la decodificación.

    Raises
    ------
    ErrorLectura
        Si está vacío, si la lista está mal escrita o si ninguna línea es JSON.

    Examples
    --------
    >>> t = leer_json('{"texto": "Hoy aprendí", "nivel": "primaria"}\\n{mal\\n"Otra"', "a.jsonl")
    >>> t.columnas, t.filas[0], sorted(t.malas)
    (('texto', 'nivel'), ['Hoy aprendí', 'primaria'], [2])
    """
    contenido = saltos_unix(texto).strip()
    if not contenido:
        raise ErrorLectura(f"{origen}: el archivo está vacío. Revise que sea el correcto.")
    if contenido.startswith("[") and (lista := _lista_entera(contenido, origen)) is not None:
        return tabla_de_objetos(lista, origen, {}, avisos)
    objetos: list[Any] = []
    malas: dict[int, str] = {}
    for i, linea in enumerate(contenido.split("\n"), 1):
        try:
            objetos.append(json.loads(linea) if linea.strip() else {})
        except (ValueError, RecursionError) as error:
            objetos.append(linea)
            donde = f" (carácter {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
            malas[i] = f"la línea no es JSON válido{donde}"
    if len(malas) == len(objetos):
        unico = _objeto_unico(contenido)
        if unico is not None:
            return tabla_de_objetos(unico, origen, {}, avisos)
        raise ErrorLectura(
            f'{origen}, fila 1: {malas[1]}. Se espera un objeto por línea, como {{"texto": "…"}}, o una lista [ … ].'
        )
    return tabla_de_objetos(objetos, origen, malas, avisos)


def tabla_de_objetos(
    objetos: Iterable[Any], origen: str, malas: Mapping[int, str] | None = None, avisos: Sequence[str] = ()
) -> Tabla:
    """Arma la tabla con la unión de las claves, en orden de aparición; un texto suelto va a la columna «texto».

    Examples
    --------
    >>> tabla_de_objetos([{"a": 1, "b": {"c": "x"}}, "Hola"], "datos").columnas
    ('a', 'b.c', 'texto')
    """
    motivos = dict(malas or {})
    planos: list[dict[str, str]] = []
    lugares: dict[str, int] = {}
    hay_objetos = False
    for i, objeto in enumerate(objetos, 1):
        if isinstance(objeto, Mapping):
            hay_objetos = True
            fila = _aplanar(objeto)
        else:
            fila = {_TEXTO: como_texto(objeto)}
            if not isinstance(objeto, str):
                motivos.setdefault(i, "vacío" if _es_nulo(objeto) else f"no es texto sino {_tipo(objeto)}")
        planos.append(fila)
        if i not in motivos:
            for clave in fila:
                lugares.setdefault(clave, len(lugares))
    if not planos:
        raise ErrorLectura(f"{origen}: la lista está vacía. Dele al menos una reflexión.")
    columnas = list(lugares) or [_TEXTO]
    filas = [
        list(fila.values()) if i in motivos else [fila.get(c, "") for c in columnas] for i, fila in enumerate(planos, 1)
    ]
    return Tabla(
        origen,
        encabezados_unicos(columnas, len(columnas)),
        filas,
        con_encabezado=hay_objetos,
        malas=motivos,
        avisos=avisos,
        es_prosa=columnas == [_TEXTO],
    )


def _aplanar(objeto: Mapping[Any, Any], prefijo: str = "") -> dict[str, str]:
    plano: dict[str, str] = {}
    for clave, valor in objeto.items():
        nombre = f"{prefijo}{clave}"
        if isinstance(valor, Mapping) and valor and prefijo.count(".") < 5:
            plano |= _aplanar(valor, f"{nombre}.")
        else:
            plano[nombre] = como_texto(valor)
    return plano


def _lista_entera(contenido: str, origen: str) -> list[Any] | None:
    try:
        valor = json.loads(contenido)
    except RecursionError:
        raise ErrorLectura(f"{origen}: la lista JSON está anidada sin fin. Revise el archivo.") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return None  # una lista por línea
        raise ErrorLectura(
            f"{origen}, línea {error.lineno}, carácter {error.colno}: la lista JSON está mal escrita ({error.msg}). "
            "Corrígela o guarda un objeto por línea (.jsonl)."
        ) from None
    return valor if isinstance(valor, list) else None


def _objeto_unico(contenido: str) -> list[Any] | None:
    """Un solo objeto en varias líneas: la lista que contiene, o él mismo."""
    try:
        valor = json.loads(contenido)
    except (ValueError, RecursionError):
        return None
    if not isinstance(valor, Mapping):
        return None
    listas = [v for v in valor.values() if isinstance(v, list) and v and all(isinstance(x, Mapping | str) for x in v)]
    return listas[0] if len(listas) == 1 else [valor]


def _es_nulo(valor: object) -> bool:
    return valor is None or como_texto(valor) == ""


def _tipo(valor: object) -> str:
    nombres = {bool: "un valor lógico", int: "un número", float: "un número", list: "una lista", bytes: "bytes"}
    return nombres.get(type(valor), f"«{type(valor).__name__}»")
