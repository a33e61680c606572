"""`leer`: la puerta de entrada. Reconoce la fuente, elige las columnas y entrega el `Corpus`."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from reflexiona.corpus import Corpus
from reflexiona.errores import AvisoReflexiona, ErrorDatos
from reflexiona.lectura.columnas import columna_pedida, columnas_de_texto, columnas_pedidas, rasgos_de
from reflexiona.lectura.filas import formar_corpus
from reflexiona.lectura.fuente import Opciones, abrir
from reflexiona.lectura.identidad import claves_de_persona, columnas_que_identifican
from reflexiona.lectura.memoria import leer_lista, leer_marco
from reflexiona.lectura.tabla import Tabla

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["leer"]


def leer(
    fuente: str | os.PathLike[str] | bytes | IO[Any] | pd.DataFrame | Iterable[Any],
    *,
    columna: str | int | Sequence[str | int] | None = None,
    hoja: str | int | None = None,
    persona: str | int | None = None,
    repetidas: Literal["apartar", "conservar"] = "apartar",
    encabezado: bool | None = None,
    separador: str | None = None,
    codificacion: str | None = None,
) -> Corpus:
    """Lee reflexiones de donde estén y dice qué apartó y por qué.

    Acepta CSV (coma, punto y coma, tabulador o barra), XLSX, XLS, ODS, JSONL, JSON, TXT (un párrafo por reflexión), una
    carpeta de TXT, un `DataFrame` o una lista de textos. Sin `columna`, busca las preguntas abiertas; las demás
    columnas quedan como metadatos. Cada fila termina en el corpus o en `corpus.apartadas`; el título y el encabezado no
    son filas, y una línea en blanco entre filas sí lo es («fila vacía»).

    Parameters
    ----------
    fuente : str, Path, bytes, file, DataFrame or iterable of str
        Ruta, contenido, archivo abierto, tabla o lista.
    columna : str, int, sequence or None
        Columna o columnas de texto, por nombre o por lugar desde 0.
    hoja : str, int or None
        Hoja del libro, por nombre o por lugar desde 0; sin ella, la primera con datos.
    persona : str, int or None
        Columna que dice quién escribió. Sin ella se usa el correo o el nombre, si los hay; si no, cada fila es
        una persona.
    repetidas : {"apartar", "conservar"}
        Qué hacer con las filas idénticas.
    encabezado : bool or None
        Si la primera fila nombra las columnas; `None` lo averigua.
    separador : str or None
        El de un CSV, si no se reconoce solo.
    codificacion : str or None
        La de un archivo de texto («mac_roman», «cp850»…), si no se reconoce sola.

    Returns
    -------
    Corpus

    Raises
    ------
    ErrorLectura
        Si la fuente no existe, no se entiende o no tiene reflexiones; el mensaje dice qué hacer.
    ErrorDatos
        Si un argumento no sirve.

    Warns
    -----
    AvisoReflexiona
        Una sola vez, si se apartó algo o algo parece sospechoso; también queda en `corpus.avisos`.

    Examples
    --------
    >>> leer(["Hoy mis alumnos leyeron solos.", "Me preocupa la lectura."])
    Corpus('lista': 2 reflexiones de 2 personas, 0 de 2 filas apartadas)
    """
    if repetidas not in ("apartar", "conservar"):
        raise ErrorDatos(f"repetidas={repetidas!r} no sirve: escriba 'apartar' o 'conservar'.")
    pedidos = columna if isinstance(columna, list | tuple) else [columna]
    nombres = [n for n in (*pedidos, persona) if isinstance(n, str)]
    tabla = _tabla(fuente, Opciones(hoja, encabezado, separador, codificacion, tuple(nombres)))
    corpus = _corpus(tabla, columna, persona, repetidas == "conservar")
    if corpus.avisos:
        warnings.warn("\n".join(corpus.avisos), AvisoReflexiona, stacklevel=2)
    return corpus


def _tabla(fuente: Any, opciones: Opciones) -> Tabla:
    if isinstance(fuente, str | os.PathLike):
        return abrir(fuente, opciones)
    if isinstance(fuente, bytes | bytearray | memoryview):
        return abrir(bytes(fuente), opciones)
    if hasattr(fuente, "read"):
        contenido = fuente.read()
        nombre = getattr(fuente, "name", None)
        datos = contenido.encode("utf-8", "surrogatepass") if isinstance(contenido, str) else bytes(contenido)
        return abrir(datos, opciones, Path(nombre).name if isinstance(nombre, str) else "archivo")
    if type(fuente).__module__.split(".")[0] == "pandas":
        return leer_marco(fuente.to_frame() if hasattr(fuente, "to_frame") else fuente)
    if isinstance(fuente, Iterable) and not isinstance(fuente, dict):
        return leer_lista(fuente)
    raise ErrorDatos(
        f"No sé leer un objeto {type(fuente).__name__}. Deme la ruta de un archivo, una carpeta, un DataFrame o una "
        "lista."
    )


def _corpus(
    tabla: Tabla,
    columna: str | int | Sequence[str | int] | None,
    persona: str | int | None,
    conservar_repetidas: bool,
) -> Corpus:
    rasgos = rasgos_de(tabla)
    textos = columnas_de_texto(tabla, rasgos) if columna is None else columnas_pedidas(columna, tabla)
    identifican = columnas_que_identifican(tabla, rasgos, textos)
    if persona is None:
        claves = claves_de_persona(tabla, rasgos, identifican)
    else:
        claves = [columna_pedida(persona, tabla, "persona")]
        if claves[0] in textos:
            raise ErrorDatos(f"persona={persona!r} es la columna del texto. Indique la que dice quién escribió.")
        identifican = sorted({*identifican, *claves})
    return formar_corpus(tabla, textos, claves, identifican, conservar_repetidas=conservar_repetidas)
