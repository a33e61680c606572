"""Lo que ya está en Python: listas de textos, listas de diccionarios y tablas de pandas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reflexiona.errores import ErrorLectura
from reflexiona.lectura.json_lineas import tabla_de_objetos
from reflexiona.lectura.limpieza import como_texto
from reflexiona.lectura.tabla import Tabla, encabezados_unicos

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["leer_lista", "leer_marco"]


def leer_lista(valores: Iterable[Any]) -> Tabla:
    """Una fila por elemento; lo que no es texto ni diccionario queda apartado.

    Examples
    --------
    >>> t = leer_lista(["Hoy aprendí a escuchar.", None, 3])
    >>> t.filas[0], t.malas
    (['Hoy aprendí a escuchar.'], {2: 'vacío', 3: 'no es texto sino un número'})
    """
    return tabla_de_objetos(valores, "lista")


def leer_marco(marco: pd.DataFrame) -> Tabla:
    """Lee un `DataFrame`; las celdas se escriben como las vería una persona y el índice con nombre es otra columna.

    Examples
    --------
    >>> import pandas as pd
    >>> leer_marco(pd.DataFrame({"texto": ["Hoy aprendí", None], "n": [1.0, 2.5]})).filas
    [['Hoy aprendí', '1'], ['', '2.5']]
    """
    if not len(marco.columns) or not len(marco):
        raise ErrorLectura("DataFrame: la tabla no tiene filas o columnas. Revise el paso anterior.")
    if any(n is not None for n in marco.index.names):
        repetidos = set(marco.index.names) & set(marco.columns)
        marco = marco.reset_index(
            names=[f"{n} (índice)" if n in repetidos else n or "índice" for n in marco.index.names]
        )
    sin_nombres = [str(c) for c in marco.columns] == [str(k) for k in range(len(marco.columns))]
    nombres = [] if sin_nombres else [_nombre(c) for c in marco.columns]
    celdas = [[como_texto(v) for v in marco.iloc[:, j].tolist()] for j in range(len(marco.columns))]
    return Tabla(
        "DataFrame",
        encabezados_unicos(nombres, len(marco.columns)),
        [list(f) for f in zip(*celdas, strict=True)],
        con_encabezado=not sin_nombres,
    )


def _nombre(columna: Any) -> str:
    if isinstance(columna, tuple):
        return " ".join(p for p in map(como_texto, columna) if p)
    return como_texto(columna)
