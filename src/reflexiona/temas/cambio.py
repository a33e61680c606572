"""Los temas de dos sesiones, emparejados: los conocidos por su clave y los propios por su nombre o sus palabras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflexiona.temas.temas import Temas

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["emparejar"]

COMPARTEN = 0.5
"""Parte de las menciones del menor de dos temas propios que han de compartir para ser el mismo."""


def emparejar(antes: Temas, despues: Temas) -> pd.DataFrame:
    """Cada tema de dos sesiones, con las personas y la parte que lo dicen en cada una.

    Parameters
    ----------
    antes, despues : Temas

    Returns
    -------
    pandas.DataFrame
        `tema` (el nombre de la segunda sesión, si está en ella), `personas_antes`, `personas_despues`, `parte_antes`,
        `parte_despues` (0 donde no está) y `esta`: «en ambas», «sólo antes» o «sólo después».
    """
    import pandas as pd

    unas, otras = antes.tabla.to_dict("records"), despues.tabla.to_dict("records")
    libres = list(range(len(unas)))
    filas = []
    for j, fila in enumerate(otras):
        par = next((i for i in libres if _es_el_mismo(antes, i, despues, j)), None)
        if par is not None:
            libres.remove(par)
        filas.append(_fila(fila["tema"], None if par is None else unas[par], fila))
    filas += [_fila(unas[i]["tema"], unas[i], None) for i in libres]
    columnas = ["tema", "personas_antes", "personas_despues", "parte_antes", "parte_despues", "esta"]
    return pd.DataFrame(filas, columns=columnas)


def _es_el_mismo(antes: Temas, i: int, despues: Temas, j: int) -> bool:
    uno, otro = antes.hallados[i], despues.hallados[j]
    if uno.clave == otro.clave:
        return True
    if uno.grupo is None or otro.grupo is None:
        return False
    dichas = {uno.grupo.cabeza, *uno.grupo.afines}, {otro.grupo.cabeza, *otro.grupo.afines}
    comunes = dichas[0] & dichas[1]
    cabezas = {uno.grupo.cabeza, otro.grupo.cabeza}
    return bool(cabezas & comunes) and len(comunes) >= COMPARTEN * min(map(len, dichas))


def _fila(nombre: str, antes: Any, despues: Any) -> tuple[Any, ...]:
    esta = "sólo después" if antes is None else "sólo antes" if despues is None else "en ambas"
    cuentas = [0 if f is None else int(f["personas"]) for f in (antes, despues)]
    partes = [0.0 if f is None else float(f["parte"]) for f in (antes, despues)]
    return (nombre, *cuentas, *partes, esta)
