"""Hojas de Excel: una fila por oración o por reflexión y una columna de 0 y 1 por código."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reflexiona.dimensiones.guia import DIMENSIONES, GUIA
from reflexiona.errores import AvisoReflexiona
from reflexiona.informe.codigos import codigos
from reflexiona.informe.contenido import TITULO, textos_de
from reflexiona.informe.empaque import FECHA
from reflexiona.informe.extra import pedir
from reflexiona.informe.frases import oraciones, personas
from reflexiona.informe.visible import visible
from reflexiona.sintesis.frases import cuantas

if TYPE_CHECKING:
    from reflexiona.analisis import Analisis

__all__ = ["escribir_excel"]

_CELDA, _RENGLONES = 32_000, 1_048_575
_ANCHO_TEXTO, _ANCHO_MAXIMO = 70, 26


def escribir_excel(analisis: Analisis, *, titulo: str | None = None) -> bytes:
    """El libro de Excel; todo texto se guarda como texto, así que ninguna celda corre como fórmula ni como enlace.

    Raises
    ------
    ErrorSalida
        Si falta XlsxWriter.
    """
    xlsxwriter = pedir("xlsxwriter", "XlsxWriter", "Excel")
    memoria = io.BytesIO()
    libro = xlsxwriter.Workbook(memoria, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    libro.set_properties(
        {
            "title": visible(titulo or TITULO)[:250],
            "author": "reflexiona",
            "created": dt.datetime(*FECHA, tzinfo=dt.UTC).replace(tzinfo=None),
        }
    )
    libro_ = _Libro(libro)
    corpus = analisis.corpus
    textos = textos_de(analisis)
    todos = codigos([visible(t) for t in analisis.temas])
    metadatos = {r.id: [visible(str(r.metadatos.get(c) or "")) for c in corpus.columnas] for r in corpus}
    personas = {r.id: r.persona for r in corpus}
    columnas = [visible(c) for c in corpus.columnas]
    originales = [r.id for r in corpus]

    libro_.leame(titulo or TITULO, analisis)
    libro_.hoja(
        "Oraciones",
        ["Reflexión", "Oración", "Texto", *(f"P({GUIA[d].nombre})" for d in DIMENSIONES)]
        + [c.columna for c in todos]
        + columnas,
        [
            [t.id, o.numero, o.texto, *o.probabilidades, *(int(c.lleva(o)) for c in todos), *metadatos[id_]]
            for id_, t in zip(originales, textos, strict=True)
            for o in t.oraciones
        ],
        fijas=3,
    )
    libro_.hoja(
        "Reflexiones",
        ["Reflexión", "Persona", "Pregunta", "Texto", "Oraciones", *(c.columna for c in todos), *columnas],
        [
            [
                t.id,
                personas[id_],
                t.pregunta,
                visible(r.texto),
                len(t.oraciones),
                *(int(any(c.lleva(o) for o in t.oraciones)) for c in todos),
                *metadatos[id_],
            ]
            for id_, t, r in zip(originales, textos, corpus, strict=True)
        ],
        fijas=2,
    )
    tabla = analisis.temas.tabla
    libro_.hoja(
        "Temas",
        ["Tema", "Origen", "Personas", "Oraciones", "Estabilidad", "Palabras"],
        [
            [
                visible(f["tema"]),
                f["origen"],
                int(f["personas"]),
                int(f["oraciones"]),
                float(f["estabilidad"]),
                visible(", ".join(f["terminos"])),
            ]
            for f in tabla.to_dict("records")
        ],
        fijas=1,
    )
    libro_.hoja(
        "Dimensiones",
        ["Dimensión", "Personas", "Oraciones", "Proporción de las oraciones"],
        [
            [f["dimension"], int(f["personas"]), int(f["oraciones"]), round(float(f["proporcion"]), 4)]
            for f in analisis.resumen.to_dict("records")
        ],
        fijas=1,
    )
    libro_.hoja(
        "Apartadas",
        ["Fila", "Motivo", "Contenido"],
        [[a.fila, visible(a.motivo), visible(a.contenido)] for a in corpus.apartadas],
        fijas=1,
    )
    libro.close()
    return memoria.getvalue()


class _Libro:
    """Un libro en el que se van escribiendo hojas."""

    def __init__(self, libro: Any) -> None:
        self.libro = libro
        self.encabezado = libro.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "top",
                "bg_color": "#17495C",
                "font_color": "#FFFFFF",
                "border": 1,
            }
        )
        self.texto = libro.add_format({"text_wrap": True, "valign": "top"})
        self.corto = libro.add_format({"valign": "top"})
        self.probabilidad = libro.add_format({"valign": "top", "num_format": "0.00"})

    def leame(self, titulo: str, analisis: Analisis) -> None:
        """La primera hoja: qué hay en las demás."""
        hoja = self.libro.add_worksheet("Léame")
        hoja.set_column(0, 0, 110)
        hoja.hide_gridlines(2)
        corpus = analisis.corpus
        renglones = [
            f"{corpus.origen}: {cuantas(len(corpus), 'reflexión', 'reflexiones')} de {personas(corpus.personas)}, "
            f"{oraciones(len(analisis.etiquetas))}.",
            "Oraciones: una fila por oración, con la probabilidad de cada dimensión y, por código, 1 si lo lleva o 0.",
            "Reflexiones: una fila por reflexión; 1 si alguna de sus oraciones lleva el código.",
            "Temas, Dimensiones: cuántas personas y oraciones. Apartadas: filas que no se analizaron, con su motivo.",
            "Las columnas que identifican a alguien no se escriben. Los nombres que haya dentro de los textos pueden "
            "seguir ahí: revise antes de compartir.",
            "Las etiquetas las puso un programa que se equivoca. Sirven para empezar a conversar; no para calificar ni "
            "ordenar a nadie.",
        ]
        grande = self.libro.add_format({"bold": True, "font_size": 16})
        hoja.write_string(0, 0, visible(titulo), grande)
        for i, renglon in enumerate(renglones, start=2):
            hoja.write_string(i, 0, visible(renglon), self.texto)

    def hoja(self, nombre: str, encabezado: Sequence[str], filas: Sequence[Sequence[Any]], *, fijas: int) -> None:
        """Una tabla con el encabezado fijo y filtros; la que no cabe en una hoja sigue en otra."""
        for parte, desde in enumerate(range(0, max(len(filas), 1), _RENGLONES), start=1):
            self._parte(
                nombre if parte == 1 else f"{nombre} {parte}", encabezado, filas[desde : desde + _RENGLONES], fijas
            )

    def _parte(self, nombre: str, encabezado: Sequence[str], filas: Sequence[Sequence[Any]], fijas: int) -> None:
        hoja = self.libro.add_worksheet(nombre)
        hoja.freeze_panes(1, fijas)
        hoja.autofilter(0, 0, max(len(filas), 1), len(encabezado) - 1)
        hoja.set_row(0, 45)
        hoja.set_landscape()
        hoja.repeat_rows(0)
        hoja.fit_to_pages(1, 0)
        for j, titulo in enumerate(encabezado):
            largo = titulo in ("Texto", "Contenido", "Palabras")
            hoja.set_column(j, j, _ANCHO_TEXTO if largo else min(max(len(titulo) * 0.7 + 4, 11), _ANCHO_MAXIMO))
            hoja.write_string(0, j, titulo[:_CELDA], self.encabezado)
        for i, fila in enumerate(filas, start=1):
            for j, valor in enumerate(fila):
                if isinstance(valor, str):
                    largo = encabezado[j] in ("Texto", "Contenido", "Palabras", "Pregunta")
                    hoja.write_string(i, j, self._caber(valor, nombre, i), self.texto if largo else self.corto)
                else:
                    hoja.write_number(i, j, valor, self.probabilidad if isinstance(valor, float) else self.corto)

    @staticmethod
    def _caber(valor: str, nombre: str, fila: int) -> str:
        if len(valor) <= _CELDA:
            return valor
        warnings.warn(
            f"En la hoja «{nombre}», fila {fila + 1}, un texto de {len(valor):,} caracteres no cabe en una celda "
            f"de Excel y se cortó en {_CELDA:,}: está entero en .html y en .qdpx.",
            AvisoReflexiona,
            stacklevel=2,
        )
        return valor[:_CELDA] + " […]"
