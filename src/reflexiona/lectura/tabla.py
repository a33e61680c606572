"""`Tabla`: lo que entrega cada lector antes de saber qué columnas son reflexiones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Tabla", "encabezados_unicos"]


@dataclass(frozen=True, slots=True)
class Tabla:
    """Filas de celdas limpias con sus encabezados.

    Parameters
    ----------
    origen : str
        Nombre del archivo o de la fuente.
    columnas : tuple of str
        Encabezados, sin repetir ni vacíos.
    filas : list of list of str
        Filas de datos; una fila puede traer más o menos celdas que `columnas`.
    con_encabezado : bool
        Si los nombres de las columnas venían en la fuente.
    malas : Mapping[int, str]
        Filas (desde 1) que el lector no pudo interpretar, con su motivo.
    avisos : sequence of str
        Lo que conviene saber de la lectura.
    separador : str or None
        Con qué se unen las celdas de más cuando la fuente es texto separado.
    ids : sequence of str or None
        Identificador propio de cada fila (los archivos de una carpeta).
    es_prosa : bool
        Si por su naturaleza la única columna es texto (párrafos, listas).
    """

    origen: str
    columnas: tuple[str, ...]
    filas: list[list[str]]
    con_encabezado: bool = True
    malas: Mapping[int, str] = field(default_factory=dict)
    avisos: Sequence[str] = ()
    separador: str | None = None
    ids: Sequence[str] | None = None
    es_prosa: bool = False


def encabezados_unicos(nombres: Sequence[str], ancho: int) -> tuple[str, ...]:
    """Completa y distingue los encabezados: los vacíos se llaman «columna N» y los repetidos llevan «(2)», «(3)»…

    Examples
    --------
    >>> encabezados_unicos(["Nombre", "", "Nombre"], 4)
    ('Nombre', 'columna 2', 'Nombre (2)', 'columna 4')
    """
    propios = [" ".join(n.split()) for n in nombres]
    reservados = set(propios)
    vistos: set[str] = set()
    salida = []
    for i in range(max(ancho, len(propios))):
        base = (propios[i] if i < len(propios) else "") or f"columna {i + 1}"
        nombre, k = base, 2
        # Un nombre inventado no debe chocar con otro que sí venía en el archivo.
        while nombre in vistos or (nombre != base and nombre in reservados):
            nombre = f"{base} ({k})"
            k += 1
        vistos.add(nombre)
        salida.append(nombre)
    return tuple(salida)
