"""Intercambio con IRaMuTeQ: el corpus etiquetado (`**** *variable_valor`) y una tabla con una fila por oración."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from reflexiona.dimensiones.guia import DIMENSIONES
from reflexiona.informe.codigos import codigos
from reflexiona.informe.contenido import textos_de
from reflexiona.informe.grupos import grupos_de
from reflexiona.informe.visible import visible

if TYPE_CHECKING:
    from reflexiona.analisis import Analisis

__all__ = ["escribir_corpus", "escribir_tabla", "simple"]

_NADA = "ninguna"


def simple(texto: str) -> str:
    """Un nombre como los pide IRaMuTeQ: sin acentos, espacios ni signos.

    Examples
    --------
    >>> simple("Años de servicio"), simple("11 a 20 años"), simple("*_")
    ('anosdeservicio', '11a20anos', 'x')
    """
    sin = "".join(c for c in unicodedata.normalize("NFD", texto.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", sin)[:40] or "x"


def escribir_corpus(analisis: Analisis) -> bytes:
    """El corpus etiquetado: un texto por reflexión, con sus variables; UTF-8.

    Las variables son la reflexión, su dimensión y su tema más frecuentes, si tiene cada acto, y los grupos de cinco
    personas o más («otro» en los demás). El asterisco, que ahí manda, se cambia por «×».
    """
    textos = textos_de(analisis)
    variables = _variables(analisis)
    partes = []
    for r, t in zip(analisis.corpus, textos, strict=True):
        actos = {o.acto for o in t.oraciones}
        marcas = [
            f"*reflexion_{t.id.replace('.', 'p') if re.fullmatch(r'[0-9.]+', t.id) else simple(t.id)}",
            f"*dimension_{_principal([d for o in t.oraciones for d in o.dimensiones])}",
            f"*tema_{_principal([simple(x) for o in t.oraciones for x in o.temas])}",
            *(f"*{a}_{'si' if a in actos else 'no'}" for a in ("reto", "logro", "compromiso", "pregunta")),
            *(f"*{nombre}_{valores.get(r.id, 'otro')}" for nombre, valores in variables),
        ]
        # Un renglón vacío o uno que empiece con asteriscos partiría el texto.
        cuerpo = " ".join(visible(r.texto).replace("*", "×").split())
        partes.append(f"**** {' '.join(marcas)}\n{cuerpo}\n")
    return "\n".join(partes).encode("utf-8")


def escribir_tabla(analisis: Analisis) -> bytes:
    """La tabla: una fila por oración, su texto y una columna de 0 y 1 por código; UTF-8 con BOM."""
    import pandas as pd

    from reflexiona.salidas import tabla_csv

    textos = textos_de(analisis)
    todos = codigos([visible(t) for t in analisis.temas])
    variables = _variables(analisis)
    nombres = _distintos([f"{simple(c.familia)}_{simple(c.nombre)}" for c in todos])
    columnas = ["reflexion", "oracion", "texto", *nombres, *(n for n, _ in variables)]
    filas = [
        [t.id, o.numero, o.texto, *(int(c.lleva(o)) for c in todos), *(v.get(r.id, "otro") for _, v in variables)]
        for r, t in zip(analisis.corpus, textos, strict=True)
        for o in t.oraciones
    ]
    return tabla_csv(pd.DataFrame(filas, columns=columnas))


def _variables(analisis: Analisis) -> list[tuple[str, dict[str, str]]]:
    """Por columna de grupos, su nombre y el valor de cada reflexión; los grupos pequeños no aparecen."""
    columnas: dict[str, dict[str, str]] = {}
    for g in grupos_de(analisis.corpus):
        columnas.setdefault(g.columna, {}).update(dict.fromkeys(sorted(g.reflexiones), simple(g.valor)))
    reservados = ["reflexion", "dimension", "tema", "reto", "logro", "compromiso", "pregunta", "oracion", "texto"]
    nombres = _distintos([*reservados, *map(simple, columnas)])[len(reservados) :]
    return list(zip(nombres, columnas.values(), strict=True))


def _distintos(nombres: list[str]) -> list[str]:
    """Los nombres sin repetir: el segundo «tema» es «tema2»."""
    vistos: Counter[str] = Counter()
    salida: list[str] = []
    for nombre in nombres:
        vistos[nombre] += 1
        salida.append(nombre if vistos[nombre] == 1 else f"{nombre}{vistos[nombre]}")
    return salida


def _principal(valores: list[str]) -> str:
    orden = {d: i for i, d in enumerate(DIMENSIONES)}
    cuenta = Counter(valores)
    return min(cuenta, key=lambda v: (-cuenta[v], orden.get(v, 0), v)) if cuenta else _NADA
