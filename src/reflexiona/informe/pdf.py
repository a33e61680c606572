"""La relatoría en PDF, compuesta con typst: el texto viaja como dato y nunca como marcas."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from itertools import zip_longest
from typing import Any

from reflexiona.caligrama.trazos import tipografia
from reflexiona.errores import ErrorSalida
from reflexiona.informe.bloques import Cita, Lista, Parrafo, Tabla, Titulo, Tramos
from reflexiona.informe.contenido import Contenido
from reflexiona.informe.extra import pedir
from reflexiona.informe.relatoria import Acuerdos, Dibujo, Elemento, Pregunta, armar
from reflexiona.informe.visible import corto

__all__ = ["escribir_pdf"]


def escribir_pdf(contenido: Contenido) -> bytes:
    """La relatoría como PDF con títulos, idioma y texto alternativo; los mismos datos dan los mismos bytes.

    Raises
    ------
    ErrorSalida
        Si falta typst o no puede componer el documento.
    """
    typst = pedir("typst", "typst", "PDF")
    relatoria = armar(contenido)
    datos = {
        "titulo": relatoria.titulo,
        "subtitulo": relatoria.subtitulo,
        "elementos": [
            _dato(e) | {"unido": isinstance(siguiente, Cita | Acuerdos)}
            for e, siguiente in zip_longest(relatoria.elementos, relatoria.elementos[1:])
        ],
    }
    plantilla = (files("reflexiona.informe") / "relatoria.typ").read_bytes()
    with as_file(files("reflexiona.caligrama") / "fuentes") as fuentes:
        try:
            hecho = typst.compile(
                plantilla,
                font_paths=[str(fuentes)],
                ignore_system_fonts=not _falta_letra(datos),
                format="pdf",
                sys_inputs={"datos": json.dumps(datos, ensure_ascii=False)},
                timestamp=0,
            )
        except typst.TypstError as error:
            raise ErrorSalida(f"No se pudo componer el PDF: {error}. Pida el informe en .docx o .html.") from error
    return bytes(hecho)


def _falta_letra(datos: dict[str, Any]) -> bool:
    """Si hay emojis u otros signos que la letra incluida no tiene: entonces se buscan en las del equipo."""
    letras = sorted(set(json.dumps(datos, ensure_ascii=False)))
    return bool(tipografia("serif").normal.faltantes(" ".join(letras)))


def _dato(e: Elemento) -> dict[str, Any]:
    match e:
        case Titulo():
            return {"tipo": "titulo", "nivel": min(max(e.nivel, 1), 3), "tramos": _tramos(e.tramos)}
        case Parrafo():
            return {"tipo": "parrafo", "tramos": _tramos(e.tramos)}
        case Cita():
            return {"tipo": "cita", "tramos": _tramos(e.tramos), "referencia": e.referencia}
        case Lista():
            return {
                "tipo": "lista",
                "numerada": e.numerada,
                "elementos": [[_dato(h) for h in hijos] for hijos in e.elementos],
            }
        case Tabla():
            return {
                "tipo": "tabla",
                "numericas": list(e.numericas),
                "encabezado": [_tramos(c) for c in e.encabezado],
                "filas": [[_tramos(c) for c in fila] for fila in e.filas],
            }
        case Dibujo():
            return {"tipo": "dibujo", "svg": e.svg, "alternativo": corto(e.alternativo, 900), "pie": e.pie}
        case Pregunta():
            return {"tipo": "pregunta", "numero": e.numero, "texto": e.texto, "referencias": "; ".join(e.referencias)}
        case Acuerdos():
            return {"tipo": "acuerdos", "encabezado": list(e.encabezado), "renglones": e.renglones}


def _tramos(tramos: Tramos) -> list[dict[str, Any]]:
    return [{"texto": t.texto, "negrita": t.negrita, "cursiva": t.cursiva} for t in tramos]
