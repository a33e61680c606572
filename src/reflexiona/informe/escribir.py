"""Escribe un informe; la terminación de la ruta dice en qué formato."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reflexiona.errores import ErrorSalida
from reflexiona.informe.contenido import reunir

if TYPE_CHECKING:
    from reflexiona.analisis import Analisis

__all__ = ["FORMATOS", "escribir", "formato_de"]

FORMATOS = {
    ".html": "página web que se abre sin internet, con filtros, búsqueda y mapa",
    ".docx": "relatoría de Word, para editar y firmar acuerdos",
    ".pdf": "la misma relatoría, para imprimir",
    ".xlsx": "hojas de Excel con una columna de 0 y 1 por código",
    ".qdpx": "proyecto REFI-QDA para QualCoder, ATLAS.ti, MAXQDA o NVivo",
    ".txt": "corpus etiquetado de IRaMuTeQ",
    ".csv": "tabla de IRaMuTeQ, una fila por oración",
}
"""Cada terminación y lo que se obtiene."""


def formato_de(ruta: str | Path) -> str:
    """La terminación de la ruta, si es una de `FORMATOS`.

    Raises
    ------
    ErrorSalida
        Si no lo es.

    Examples
    --------
    >>> formato_de("Informe.HTML")
    '.html'
    """
    tipo = Path(ruta).suffix.lower()
    if tipo not in FORMATOS:
        raise ErrorSalida(
            f"No sé escribir un informe como «{Path(ruta).name}»: use una ruta que termine en "
            f"{', '.join(list(FORMATOS)[:-1])} o {list(FORMATOS)[-1]}."
        )
    return tipo


def escribir(analisis: Analisis, ruta: str | Path, *, forma: str | Path = "corazon", titulo: str | None = None) -> Path:
    """Escribe el informe de un análisis.

    Parameters
    ----------
    analisis : Analisis
    ruta : str or Path
        Termina en una de `FORMATOS`. La carpeta se crea si no existe; si el archivo existe, se reemplaza.
    forma : str or Path
        La del caligrama.
    titulo : str, optional

    Returns
    -------
    Path

    Raises
    ------
    ErrorSalida
        Si la terminación es otra, falta una biblioteca o no se puede escribir ahí.
    ErrorCaligrama
        Si la forma no sirve.
    """
    destino = Path(ruta)
    tipo = formato_de(destino)
    datos = _ESCRITORES[tipo](analisis, forma, titulo)
    try:
        destino.parent.mkdir(parents=True, exist_ok=True)
        destino.write_bytes(datos)
    except OSError as error:
        raise ErrorSalida(
            f"No se pudo escribir «{destino}»: {error.strerror or error}. Elija otra ruta, cierre el archivo si está "
            "abierto en otro programa y revise sus permisos."
        ) from error
    return destino


_Escritor = Callable[["Analisis", "str | Path", "str | None"], bytes]


def _html(analisis: Analisis, forma: str | Path, titulo: str | None) -> bytes:
    from reflexiona.informe.mapa import trazar
    from reflexiona.informe.pagina import escribir_pagina
    from reflexiona.informe.resaltado import es_del_modelo, resaltar

    contenido = reunir(analisis, forma=forma, titulo=titulo)
    filas = [o for t in contenido.textos for o in t.oraciones]
    textos = [o.texto for o in filas]
    marcas = resaltar(textos, [o.dimensiones for o in filas])
    # Los vectores del modelo, cuando el análisis los trae, ponen juntas las oraciones que dicen lo mismo.
    vectores = getattr(analisis, "vectores", None)
    mapa = trazar(textos, [o.temas for o in filas], vectores=vectores, semilla=analisis.semilla)
    modelo = dict(analisis.procedencia.get("modelo") or {})
    pagina = escribir_pagina(
        contenido,
        marcas,
        mapa,
        exacto=es_del_modelo(str(modelo.get("sha256", ""))),
        modelo=str(modelo.get("nombre", "propio")),
    )
    return pagina.encode("utf-8")


def _docx(analisis: Analisis, forma: str | Path, titulo: str | None) -> bytes:
    from reflexiona.informe.word import escribir_word

    return escribir_word(reunir(analisis, forma=forma, titulo=titulo))


def _pdf(analisis: Analisis, forma: str | Path, titulo: str | None) -> bytes:
    from reflexiona.informe.pdf import escribir_pdf

    return escribir_pdf(reunir(analisis, forma=forma, titulo=titulo))


def _xlsx(analisis: Analisis, _forma: str | Path, titulo: str | None) -> bytes:
    from reflexiona.informe.excel import escribir_excel

    return escribir_excel(analisis, titulo=titulo)


def _qdpx(analisis: Analisis, _forma: str | Path, titulo: str | None) -> bytes:
    from reflexiona.informe.refi_qda import escribir_qdpx

    return escribir_qdpx(analisis, titulo=titulo)


def _txt(analisis: Analisis, _forma: str | Path, _titulo: str | None) -> bytes:
    from reflexiona.informe.iramuteq import escribir_corpus

    return escribir_corpus(analisis)


def _csv(analisis: Analisis, _forma: str | Path, _titulo: str | None) -> bytes:
    from reflexiona.informe.iramuteq import escribir_tabla

    return escribir_tabla(analisis)


_ESCRITORES: dict[str, _Escritor] = {
    ".html": _html,
    ".docx": _docx,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
    ".qdpx": _qdpx,
    ".txt": _txt,
    ".csv": _csv,
}
