"""XLSX, ODS y XLS: lo que se ve en la celda, la hoja que se pide y los libros que no se pueden abrir."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from reflexiona.errores import AvisoReflexiona, ErrorDatos, ErrorLectura
from reflexiona.lectura import leer

T1 = "Hoy aprendí a escuchar a mis alumnos antes de corregirlos."
T2 = "Me preocupa que las familias ya no vengan a las reuniones."


def xlsx(hojas):
    libro = openpyxl.Workbook()
    libro.remove(libro.active)
    for nombre, filas in hojas.items():
        hoja = libro.create_sheet(nombre)
        for fila in filas:
            hoja.append(fila)
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def ods(hojas):
    libro = OpenDocumentSpreadsheet()
    for nombre, filas in hojas.items():
        hoja = Table(name=nombre)
        for fila in filas:
            renglon = TableRow()
            for valor in fila:
                celda = TableCell(valuetype="string")
                celda.addElement(P(text=str(valor)))
                renglon.addElement(celda)
            hoja.addElement(renglon)
        libro.spreadsheet.addElement(hoja)
    salida = io.BytesIO()
    libro.write(salida)
    return salida.getvalue()


FILAS = [["id", "reflexión"], ["1", T1], ["2", T2]]


@pytest.mark.parametrize(("nombre", "hacer"), [("a.xlsx", xlsx), ("a.ods", ods)])
def test_hojas(nombre, hacer, archivo):
    ruta = archivo(nombre, hacer({"Hoja1": FILAS}))
    corpus = leer(ruta)
    assert corpus.textos == [T1, T2]
    assert corpus.filas == 2
    varias = archivo(nombre, hacer({"Portada": [["Zona 12"]], "Respuestas": FILAS, "Otra": FILAS[:2]}))
    for hoja in ("Respuestas", "respuestas ", 1, -2):
        assert leer(varias, hoja=hoja).textos == [T1, T2]
    with pytest.raises(
        ErrorLectura, match=r"no existe la hoja «Respuesta».*«Portada», «Respuestas», «Otra».*decir «Resp"
    ):
        leer(varias, hoja="Respuesta")
    with pytest.raises(ErrorLectura, match="no hay hoja 7; hay 3"):
        leer(varias, hoja=7)
    with pytest.raises(ErrorDatos, match="hoja=True"):
        leer(varias, hoja=True)


def test_sin_hoja_se_lee_la_primera_con_datos_y_se_avisa(archivo):
    ruta = archivo("a.xlsx", xlsx({"Vacía": [], "Datos": FILAS}))
    with pytest.warns(AvisoReflexiona, match="se leyó la hoja «Datos»; también están «Vacía»"):
        assert leer(ruta).textos == [T1, T2]
    with pytest.raises(ErrorLectura, match=r"la hoja «Vacía» está vacía.*«Vacía», «Datos»"):
        leer(ruta, hoja="Vacía")


def test_hoja_en_un_csv(archivo):
    with pytest.raises(ErrorDatos, match="sólo sirve con hojas de cálculo"):
        leer(archivo("a.csv", "id,texto\n1,Hola a todos mis colegas"), hoja="Hoja1")


def test_los_valores_se_ven_como_en_la_hoja(archivo):
    fila = [
        3.0,
        8.5,
        dt.datetime(2026, 1, 8, 9, 31),
        dt.datetime(2026, 1, 8, 9, 31, 22),
        dt.date(2026, 1, 8),
        True,
        0.1 + 0.2,
    ]
    nombres = ["grado", "promedio", "momento", "momento 2", "fecha", "asistió", "índice"]
    corpus = leer(archivo("a.xlsx", xlsx({"H": [[*nombres, "reflexión"], [*fila, T1]]})))
    assert dict(corpus.reflexiones[0].metadatos) == dict(
        zip(
            nombres,
            ["3", "8.5", "2026-01-08 09:31", "2026-01-08 09:31:22", "2026-01-08", "VERDADERO", "0.3"],
            strict=True,
        )
    )


def test_hoja_con_columnas_y_filas_vacias_alrededor(archivo):
    filas = [[None, None, None], [None, "id", "reflexión"], [None, 1, T1], [None, None, None], [None, 2, T2]]
    with pytest.warns(AvisoReflexiona, match="1 fila vacía"):
        corpus = leer(archivo("a.xlsx", xlsx({"H": filas})))
    assert [(r.fila, r.texto) for r in corpus] == [(1, T1), (3, T2)]


def test_libro_cifrado_de_libreoffice(archivo):
    import zipfile

    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        z.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
            '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>',
        )
        z.writestr("content.xml", b"\x01\x02\x03\xff" * 50)
    with pytest.raises(ErrorLectura, match="contraseña"):
        leer(archivo("a.ods", salida.getvalue()))
