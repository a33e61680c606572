"""Un `ModeloTemas` en un JSON: con qué se reconoce cada tema y sus cuentas, sin textos de nadie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reflexiona.errores import ErrorModelo, ErrorSalida
from reflexiona.temas.conocidos import TemaConocido
from reflexiona.temas.emergentes import Grupo
from reflexiona.temas.temas import COLUMNAS, COLUMNAS_VOCES, TemaHallado, Temas

__all__ = ["escribir_modelo", "leer_modelo"]

_TIPO, _FORMATO = "temas", 1


def escribir_modelo(
    ruta: str | Path,
    parametros: Mapping[str, Any],
    conocidos: Mapping[str, TemaConocido] | None,
    temas: Temas,
    vistas: int,
) -> Path:
    """Escribe el JSON; los mismos temas dan los mismos bytes."""
    ruta = Path(ruta)
    datos = {
        "tipo": _TIPO,
        "formato": _FORMATO,
        "parametros": {**parametros, "modelo": str(parametros["modelo"])},
        "conocidos": None if conocidos is None else [asdict(t) for t in conocidos.values()],
        "vistas": vistas,
        "hallados": [asdict(h) for h in temas.hallados],
        "tabla": temas.tabla.to_dict("records"),
    }
    try:
        ruta.write_text(json.dumps(datos, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise ErrorSalida(f"No pude escribir «{ruta}»: {error}.") from error
    return ruta


def leer_modelo(ruta: str | Path) -> tuple[dict[str, Any], dict[str, TemaConocido] | None, Temas, int]:
    """Los parámetros, los temas conocidos propios (si los hay), los temas hallados y cuántas reflexiones se vieron.

    Raises
    ------
    ErrorModelo
        Si no se puede leer, está dañado o es de otro tipo.
    """
    ruta = Path(ruta)
    try:
        datos = json.loads(ruta.read_text("utf-8"))
        if (datos["tipo"], datos["formato"]) != (_TIPO, _FORMATO):
            raise ErrorModelo(f"«{ruta}» no es un modelo de temas de esta versión.")
        conocidos = datos["conocidos"]
        suyos = None if conocidos is None else {t["clave"]: TemaConocido(**_tuplas(t)) for t in conocidos}
        hallados = tuple(
            TemaHallado(**{**h, "grupo": None if h["grupo"] is None else Grupo(**_tuplas(h["grupo"]))})
            for h in datos["hallados"]
        )
        tabla = pd.DataFrame(datos["tabla"], columns=COLUMNAS)
        if len(tabla) != len(hallados):
            raise ValueError("la tabla y los temas no cuadran")
        temas = Temas(tabla, [], np.zeros((0, len(tabla))), pd.DataFrame([], columns=COLUMNAS_VOCES), hallados)
        return dict(datos["parametros"]), suyos, temas, int(datos["vistas"])
    except OSError as error:
        raise ErrorModelo(f"No pude leer el modelo de temas «{ruta}»: {error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ErrorModelo(f"El modelo de temas «{ruta}» está dañado o le falta una parte: {error}.") from error


def _tuplas(campos: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in campos.items()}
