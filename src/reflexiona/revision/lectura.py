"""Leer la hoja de revisión que volvió: cada renglón se comprueba contra el análisis de donde salió."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflexiona.dimensiones.guia import ACTO_NOMBRES, GUIA
from reflexiona.errores import ErrorDatos, ErrorLectura
from reflexiona.revision.columnas import ACUERDO, COLUMNAS, CORRIGE, DATOS, HOJA, NINGUNO
from reflexiona.revision.revision import Revision

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["leer_hoja"]

_SI_NO = {"sí": True, "si": True, "x": True, "1": True, "no": False, "0": False, "": False}


def leer_hoja(ruta: str | Path, etiquetas: pd.DataFrame, *, huella: str) -> Revision:
    """Lo que las personas contestaron en una hoja de revisión.

    Parameters
    ----------
    ruta : str or Path
    etiquetas : pandas.DataFrame
        Las de la máquina, del análisis de donde salió la hoja.
    huella : str
        La del corpus de ese análisis.

    Returns
    -------
    Revision

    Raises
    ------
    ErrorLectura
        Si el archivo no se puede abrir o no es una hoja de revisión.
    ErrorDatos
        Si es de otro análisis, o un renglón está repetido, cambiado o contestado con algo que no es de la lista: el mensaje
        dice en cuál.
    """
    hojas = _abrir(Path(ruta))
    if not hojas[DATOS] or str(hojas[DATOS][0][0]) != huella:
        raise ErrorDatos(f"La hoja «{Path(ruta).name}» salió de otro análisis: use el mismo archivo de reflexiones.")
    filas = hojas[HOJA]
    encabezado = [str(c).strip() for c in filas[0]] if filas else []
    faltan = [c for c in COLUMNAS if c not in encabezado]
    if faltan:
        raise ErrorDatos(f"A la hoja le falta la columna «{faltan[0]}»: no borre ni renombre columnas.")
    maquina = {(str(e["reflexion"]), int(e["oracion"])): e for e in etiquetas.to_dict("records")}
    humana: dict[tuple[str, int], dict[str, Any]] = {}
    for numero, valores in enumerate(filas[1:], start=2):
        fila = {c: _texto(v) for c, v in zip(encabezado, valores, strict=False)}
        if not any(fila.values()):
            continue
        clave = _clave(fila, numero)
        if clave not in maquina or fila["Texto"] != _celda(maquina[clave]["texto"]):
            raise ErrorDatos(
                f"El renglón {numero} (reflexión {clave[0]}, oración {clave[1]}) no está en el análisis o cambió su texto: "
                "devuelva las columnas de la máquina a como estaban."
            )
        contestada = _contestar(fila, numero, maquina[clave])
        if contestada is None:
            continue
        if clave in humana:
            raise ErrorDatos(
                f"La reflexión {clave[0]}, oración {clave[1]}, está contestada dos veces (renglón {numero})."
            )
        humana[clave] = contestada
    import pandas as pd

    columnas = ["reflexion", "oracion", "dimensiones", "acto", "comentario"]
    filas_humanas = [{"reflexion": c[0], "oracion": c[1], **h} for c, h in humana.items()]
    # Sin decir el tipo, pandas vuelve NaN lo que es None.
    return Revision(pd.DataFrame(filas_humanas, columns=columnas, dtype=object), etiquetas)


def _abrir(ruta: Path) -> dict[str, list[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        libro = CalamineWorkbook.from_path(str(ruta))
        faltan = [h for h in (HOJA, DATOS) if h not in libro.sheet_names]
        if faltan:
            raise ErrorLectura(f"«{ruta.name}» no es una hoja de revisión: le falta la hoja «{faltan[0]}».")
        return {h: libro.get_sheet_by_name(h).to_python(skip_empty_area=False) for h in (HOJA, DATOS)}
    except OSError as error:
        raise ErrorLectura(f"No se pudo abrir «{ruta}»: {error.strerror or error}.") from error
    except CalamineError as error:
        raise ErrorLectura(f"«{ruta.name}» no es un libro de Excel que se pueda leer.") from error


def _clave(fila: dict[str, str], numero: int) -> tuple[str, int]:
    try:
        return fila["Reflexión"], int(fila["Oración"])
    except ValueError as error:
        raise ErrorDatos(f"En el renglón {numero} la oración dice «{fila['Oración']}» y debe ser un número.") from error


def _contestar(fila: dict[str, str], numero: int, maquina: dict[Any, Any]) -> dict[str, Any] | None:
    """Lo que dijo la persona de una oración, o None si no la revisó."""
    respuesta = fila["¿De acuerdo?"].casefold()
    marcadas = any(fila[d.nombre] for d in GUIA.values()) or bool(fila["Acto"])
    if not respuesta:
        if marcadas:
            raise ErrorDatos(f"El renglón {numero} tiene marcas pero no dice «{CORRIGE}» en «¿De acuerdo?».")
        return None
    if respuesta == ACUERDO.casefold():
        if marcadas:
            raise ErrorDatos(f"El renglón {numero} dice «{ACUERDO}» y además corrige: deje sólo una de las dos cosas.")
        acto = maquina["acto"] if isinstance(maquina["acto"], str) else None
        return {"dimensiones": list(maquina["dimensiones"]), "acto": acto, "comentario": fila["Comentario"]}
    if respuesta != CORRIGE.casefold():
        raise ErrorDatos(f"En el renglón {numero}, «¿De acuerdo?» dice «{fila['¿De acuerdo?']}»: elija de la lista.")
    dimensiones = []
    for clave, d in GUIA.items():
        valor = fila[d.nombre].casefold()
        if valor not in _SI_NO:
            raise ErrorDatos(f"En el renglón {numero}, «{d.nombre}» dice «{fila[d.nombre]}»: elija Sí o No.")
        if _SI_NO[valor]:
            dimensiones.append(clave)
    actos = {nombre.casefold(): clave for clave, nombre in ACTO_NOMBRES.items()}
    dicho = fila["Acto"].casefold()
    if dicho not in {*actos, NINGUNO.casefold(), ""}:
        raise ErrorDatos(f"En el renglón {numero}, «Acto» dice «{fila['Acto']}»: elija de la lista.")
    return {"dimensiones": dimensiones, "acto": actos.get(dicho), "comentario": fila["Comentario"]}


def _texto(valor: Any) -> str:
    """El contenido de una celda; Excel puede volver número lo que era texto («7» → 7.0)."""
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    return _celda("" if valor is None else str(valor))


def _celda(texto: str) -> str:
    """El texto como vuelve de Excel: sin las orillas en blanco y con un solo tipo de salto."""
    return texto.replace("\r\n", "\n").replace("\r", "\n").strip()
