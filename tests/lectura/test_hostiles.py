"""Archivos hostiles: cada uno se lee o da un error claro, y cada fila queda contada."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from reflexiona.errores import AvisoReflexiona, ErrorDatos, ErrorLectura, ErrorReflexiona
from reflexiona.lectura import leer

T1 = "Hoy aprendí a escuchar a mis alumnos antes de corregirlos."
T2 = "Me preocupa que las familias ya no vengan a las reuniones."
T3 = "Logramos leer un libro completo entre todo el grupo, por fin."
FAMILIA = "👩🏽\u200d🏫"


def tabla(filas, sep=",", **opciones):
    salida = io.StringIO(newline="")
    csv.writer(salida, delimiter=sep, **opciones).writerows(filas)
    return salida.getvalue()


def ole(nombre):
    """Un contenedor OLE mínimo: cabecera, una FAT y un directorio con la entrada que se pide."""
    cabecera = bytearray(512)
    cabecera[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    cabecera[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    cabecera[44:52] = b"\x01\x00\x00\x00\x01\x00\x00\x00"
    cabecera[56:60] = b"\x00\x10\x00\x00"
    cabecera[60:76] = b"\xfe\xff\xff\xff\x00\x00\x00\x00\xfe\xff\xff\xff\x00\x00\x00\x00"
    cabecera[76:512] = b"\x00\x00\x00\x00" + b"\xff" * 432
    fat = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504
    entradas = b""
    for titulo, clase in (("Root Entry", 5), (nombre, 2)):
        utf16 = titulo.encode("utf-16-le")
        entradas += utf16.ljust(64, b"\0") + bytes([len(utf16) + 2, 0, clase, 1]) + b"\xff" * 12 + b"\0" * 48
    return bytes(cabecera) + fat + entradas.ljust(512, b"\0")


def xlsx(filas):
    libro = openpyxl.Workbook()
    for fila in filas:
        libro.active.append(fila)
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def paquete(nombre):
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as z:
        z.writestr(nombre, "x")
    return salida.getvalue()


# nombre del caso: (archivo, contenido, filas, textos esperados o None, trozos de motivos)
LEGIBLES = {
    "saltos dentro de comillas": (
        "a.csv",
        tabla([["id", "reflexion"], [1, f"{T1}\n\n{T2}"], [2, T3]]),
        2,
        [f"{T1}\n\n{T2}", T3],
        [],
    ),
    "comillas incrustadas": (
        "a.csv",
        tabla([["id", "reflexion"], [1, f'Dijo "no puedo". {T1}']]),
        1,
        [f'Dijo "no puedo". {T1}'],
        [],
    ),
    "comillas sin escapar": (
        "a.csv",
        f'id,reflexion\n1,"Dijo "no puedo" y {T1}"\n2,{T2}\n',
        2,
        [f'Dijo "no puedo" y {T1}', T2],
        [],
    ),
    "cita al inicio sin comillas de celda": (
        "a.csv",
        f'id,reflexion\n1,"No puedo" dijo Ana. {T1}\n2,{T2}\n',
        2,
        [f'"No puedo" dijo Ana. {T1}', T2],
        [],
    ),
    "comilla sin cerrar": (
        "a.csv",
        f'id,reflexion\n1,{T1}\n2,"{T2}\n3,{T1} Otra vez.\n',
        3,
        [T1, f'"{T2}', f"{T1} Otra vez."],
        [],
    ),
    "comilla sin cerrar y otras bien": (
        "a.csv",
        f'id,reflexion\n1,"{T1}\n2,"{T2}"\n3,"{T3}"\n',
        3,
        [f'"{T1}', T2, T3],
        [],
    ),
    "comas sin comillas al final": (
        "a.csv",
        f"id,reflexion\n1,Hoy, por fin, {T1}\n2,{T2}\n",
        2,
        [f"Hoy, por fin, {T1}", T2],
        [],
    ),
    "comas sin comillas en medio": (
        "a.csv",
        f"id,reflexion,nivel\n1,Hoy, por fin, {T1},primaria\n2,{T2},primaria\n3,{T1},primaria\n",
        3,
        [f"Hoy, por fin, {T1}", T2, T1],
        [],
    ),
    "celdas de más sin arreglo": (
        "a.csv",
        f"id,reflexion,nivel\n1,{T1},primaria,x,y\n2,{T2},primaria\n3,{T1},secundaria\n",
        3,
        [T2, T1],
        ["trae 5 celdas"],
    ),
    "celdas de menos": ("a.csv", f"id,reflexion,nivel\n1,{T1}\n2,{T2},primaria\n3\n", 3, [T1, T2], ["sin texto"]),
    "comas vacías al final": ("a.csv", f"id,reflexion\n1,{T1.replace(',', '')},,,\n2,{T2},,,\n", 2, [T1, T2], []),
    "celdas y líneas vacías": (
        "a.csv",
        f"id,reflexion\n1,{T1}\n\n2,\n,\n3,   \n4,{T2}\n\n\n",
        6,
        [T1, T2],
        ["fila vacía", "sin texto"],
    ),
    "sólo signos": ("a.csv", f"id,reflexion\n1,{T1}\n2,...\n3,-\n", 3, [T1], ["sin texto"]),
    "filas repetidas": (
        "a.csv",
        tabla([["id", "reflexion"], [1, T1], [2, T1], [1, T1]]),
        3,
        [T1, T1],
        ["repetida de la fila 1"],
    ),
    "una columna repetida larga": (
        "a.csv",
        tabla([["reflexion"], [T1], [T2], [T1]], quoting=csv.QUOTE_ALL),
        3,
        [T1, T2],
        ["repetida de la fila 1"],
    ),
    "una columna repetida corta": (
        "a.csv",
        "reflexion\nTrabajo en equipo\nTrabajo en equipo\nLa planeación\n",
        3,
        ["Trabajo en equipo", "Trabajo en equipo", "La planeación"],
        [],
    ),
    "celda de 1 MB": (
        "a.csv",
        tabla([["id", "reflexion"], [1, "palabra " * 131_072 + "fin"], [2, T2]]),
        2,
        ["palabra " * 131_072 + "fin", T2],
        [],
    ),
    "NUL": ("a.csv", f"id,reflexion\n1,{T1[:5]}\0{T1[5:]}\n2,{T2}\n", 2, [T1, T2], []),
    "control y ancho cero": ("a.csv", f"id,reflexion\n1,\ufeff{T1}\x07\x1b\n2,{T2[:2]}\x9f{T2[2:]}\n", 2, [T1, T2], []),
    "emoji": ("a.csv", f"id,reflexion\n1,{T1} {FAMILIA}🙂\n2,👍\n", 2, [f"{T1} {FAMILIA}🙂", "👍"], []),
    "NFD": (
        "a.csv",
        "id,reflexion\n1,La nin\u0303ez aprendio\u0301 a leer con alegri\u0301a este mes\n",
        1,
        ["La niñez aprendió a leer con alegría este mes"],
        [],
    ),
    "otra lengua": (
        "a.csv",
        "id,reflexion\n1,Tlen nimomachtia ipan notlamachtiloyan axkan tonal\n2,今日は子どもたちと本を読みました\n"
        "3,Today I learned how to listen to my students\n",
        3,
        [
            "Tlen nimomachtia ipan notlamachtiloyan axkan tonal",
            "今日は子どもたちと本を読みました",
            "Today I learned how to listen to my students",
        ],
        [],
    ),
    "sin encabezado": (
        "a.csv",
        tabla([[1, "primaria", T1], [2, "secundaria", T2], [3, "primaria", T3]]),
        3,
        [T1, T2, T3],
        [],
    ),
    "sin encabezado y una columna": ("a.csv", f"{T1}\n{T2}\n{T3}\n", 3, [T1, T2, T3], []),
    "una fila sin encabezado": ("a.csv", T1, 1, [T1], []),
    "encabezados repetidos y vacíos": (
        "a.csv",
        tabla([["nivel", "", "reflexion", "nivel"], ["a", "b", T1, "c"]]),
        1,
        [T1],
        [],
    ),
    "título encima": (
        "a.csv",
        f"Reporte de la zona 12,,\n,,\nid,nivel,reflexion\n1,primaria,{T1}\n2,primaria,{T2}\n",
        2,
        [T1, T2],
        [],
    ),
    "sep= de Excel": ("a.csv", f"sep=;\nid;reflexion\n1;{T1}, y ya\n", 1, [f"{T1}, y ya"], []),
    "espacio antes de las comillas": (
        "a.csv",
        f'id, reflexion\n1, "{T1}, y ya"\n2, "{T3}"\n',
        2,
        [f"{T1}, y ya", T3],
        [],
    ),
    "retornos dobles": ("a.csv", f"id,reflexion\r\r\n1,{T1}\r\r\n2,{T2}\r\r\n", 2, [T1, T2], []),
    "excel con nombre de csv": ("a.csv", xlsx([["id", "reflexion"], [1, T1], [2, T2]]), 2, [T1, T2], []),
    "cada línea entre comillas": (
        "a.csv",
        f'"id,reflexion"\n"1,""Hoy, por fin. {T1}"""\n"2,{T2}"\n',
        2,
        [f"Hoy, por fin. {T1}", T2],
        [],
    ),
    "segunda línea de encabezados": (
        "a.csv",
        f"ID,¿Qué aprendiste?\n,Open-Ended Response\n1,{T1}\n",
        2,
        [T1],
        ["segunda línea de encabezados"],
    ),
    "jsonl con líneas malas": (
        "a.jsonl",
        f'{{"texto": "{T1}"}}\n{{mal\n"{T2}"\n3\nnull\n\n[1]\n{{"otra": "x"}}\n',
        8,
        [T1, T2],
        ["no es JSON válido", "no es texto sino un número", "vacío", "fila vacía", "una lista", "sin texto"],
    ),
    "json sustituto suelto": (
        "a.jsonl",
        '{"texto": "Hoy \\ud83d aprendimos mucho todos juntos en clase"}',
        1,
        ["Hoy \ufffd aprendimos mucho todos juntos en clase"],
        [],
    ),
    "lista json": ("a.json", json.dumps([{"texto": T1}, T2, None]), 3, [T1, T2], ["vacío"]),
    "texto por párrafos": ("a.txt", f"{T1}\n{T2}\n\n\n   \n{T3}\n", 2, [f"{T1}\n{T2}", T3], []),
    "texto por líneas": ("a.txt", f"{T1}\n{T2}\n{T3}", 3, [T1, T2, T3], []),
    "texto de Excel": ("a.txt", ("id\treflexion\r\n1\t" + T1 + "\r\n").encode("utf-16"), 1, [T1], []),
    "sin terminación": ("datos", f"id;reflexion\n1;{T1}\n", 1, [T1], []),
    "hoja con huecos": (
        "a.xlsx",
        xlsx([["id", "reflexion"], [1, T1], [None, None], [2, None], [3, f"{T2}_x000D_\n¡Sí!"], [1, T1]]),
        5,
        [T1, f"{T2}\n¡Sí!"],
        ["fila vacía", "sin texto", "repetida"],
    ),
}

ERRORES = {
    "sólo encabezado": ("a.csv", "id,reflexion\n", "sólo tiene el encabezado"),
    "vacío": ("a.csv", "", "está vacío"),
    "sólo espacios": ("a.txt", " \n\n ", "está vacío"),
    "sólo BOM": ("a.csv", b"\xef\xbb\xbf", "está vacío"),
    "sólo NUL": ("a.csv", b"\0" * 50, "está vacío"),
    "sin prosa": (
        "a.csv",
        "id,edad,grupo\n1,30,A\n2,41,B\n",
        "ninguna columna parece.*«id», «edad», «grupo».*columna=",
    ),
    "todo cerrado": (
        "a.csv",
        "Marca temporal,¿Asistió?\n8/01/2026 9:31:22,Sí\n8/01/2026 9:32:22,No\n",
        "ninguna columna parece",
    ),
    "sin texto": ("a.csv", "id,reflexion\n1,\n2,\n", "ninguna"),
    "con contraseña": ("a.xlsx", ole("EncryptedPackage"), "protegido con contraseña.*quite la contraseña"),
    "csv disfrazado": ("a.xlsx", f"id,reflexion\n1,{T1}\n", "no es un archivo de Excel.*texto separado.*\\.csv"),
    "html disfrazado": ("a.xls", "<html><table><tr><td>x</td></tr></table></html>", "página web"),
    "pdf disfrazado": ("a.xlsx", b"%PDF-1.7", "PDF"),
    "zip disfrazado": ("a.xlsx", paquete("foto.txt"), "no es un archivo de Excel"),
    "xlsx cortado": ("a.xlsx", xlsx([["reflexion"], [T1]])[:2000], "incompleto"),
    "xlsx dañado": ("a.xlsx", paquete("xl/workbook.xml"), "dañada"),
    "ole dañado": ("a.xls", ole("Workbook"), "no tiene ninguna hoja"),
    "xlsx vacío": ("a.xlsx", xlsx([]), "vacía"),
    "word": ("a.docx", paquete("word/document.xml"), "documento de Word"),
    "pdf": ("a.pdf", b"%PDF-1.7", "es un PDF"),
    "html": ("a.html", "<!DOCTYPE html><p>hola</p>", "página web"),
    "comprimido": ("a.csv.gz", b"\x1f\x8b\x08\x00", "comprimido"),
    "json mal escrito": ("a.json", '[{"texto": "hola"},\n{"texto": }]', "línea 2, carácter 11"),
    "jsonl sin nada": ("a.jsonl", "hola\nadiós\n", "fila 1: la línea no es JSON"),
    "json vacío": ("a.json", "[]", "lista está vacía"),
}


@pytest.fixture(params=LEGIBLES)
def caso(request, archivo):
    nombre, contenido, filas, textos, motivos = LEGIBLES[request.param]
    return archivo(nombre, contenido), filas, textos, motivos


def test_lee_justo_lo_que_habia(caso, callada):
    ruta, filas, textos, motivos = caso
    corpus = callada(ruta)
    assert corpus.textos == textos
    assert corpus.filas == filas
    for motivo in motivos:
        assert any(motivo in a.motivo for a in corpus.apartadas), (motivo, corpus.apartadas)
    if not motivos:
        assert corpus.apartadas == ()


def test_cada_fila_queda_contada_una_vez(caso, callada):
    corpus = callada(caso[0])
    en_corpus, apartadas = {r.fila for r in corpus}, [a.fila for a in corpus.apartadas]
    assert en_corpus | set(apartadas) == set(range(1, corpus.filas + 1))
    assert not en_corpus & set(apartadas)
    assert len(apartadas) == len(set(apartadas))
    assert len({r.id for r in corpus}) == len(corpus)
    assert all(a.motivo for a in corpus.apartadas)


@pytest.mark.parametrize("nombre", [n for n, caso in LEGIBLES.items() if caso[-1]])
def test_avisa_una_vez_si_aparto_algo(nombre, archivo):
    ruta = archivo(*LEGIBLES[nombre][:2])
    with pytest.warns(AvisoReflexiona, match=r"se apartaron \d+ de \d+ filas") as avisos:
        corpus = leer(ruta)
    assert len(avisos) == 1
    assert avisos[0].filename == __file__
    assert str(avisos[0].message) == "\n".join(corpus.avisos)


@pytest.mark.parametrize("nombre", ERRORES)
def test_error_claro(nombre, archivo):
    fichero, contenido, mensaje = ERRORES[nombre]
    with pytest.raises(ErrorLectura, match=f"(?s){mensaje}") as error:
        leer(archivo(fichero, contenido))
    assert fichero in str(error.value)
    assert str(error.value).count(". ") >= 1, "falta decir qué hacer"
    assert error.value.__cause__ is None


def test_la_comilla_sin_cerrar_se_avisa_con_su_fila(archivo):
    nombre, contenido, *_ = LEGIBLES["comilla sin cerrar"]
    with pytest.warns(AvisoReflexiona, match="comillas sin cerrar en la fila 2"):
        leer(archivo(nombre, contenido))


def test_filas_tragadas_por_una_celda_se_avisan(archivo):
    contenido = f'id,reflexion\n1,"{T1}\n2,{T2}\n3,{T3}\n4,fin"\n5,{T1}\n'
    with pytest.warns(AvisoReflexiona, match="la fila 1 parece contener otras filas"):
        leer(archivo("a.csv", contenido))


def test_lo_apartado_conserva_su_contenido(archivo, callada):
    corpus = callada(archivo("a.csv", f"id,reflexion,nivel\n1,{T1},primaria,sobra,más\n2,{T2},primaria\n3,{T1},x\n"))
    assert corpus.apartadas[0].contenido == f"1 | {T1} | primaria | sobra | más"
    assert corpus.tabla_apartadas().shape == (1, 3)


def test_repetidas_conservar(archivo):
    ruta = archivo("a.csv", tabla([["id", "reflexion"], [1, T1], [1, T1]]))
    assert len(leer(ruta, repetidas="conservar")) == 2
    with pytest.raises(ErrorDatos, match="repetidas="):
        leer(ruta, repetidas="borrar")


def test_archivo_que_no_existe(archivo, tmp_path):
    archivo("reflexiones.csv", "x")
    with pytest.raises(ErrorLectura, match=r"no existe el archivo.*¿Será «reflexiones\.csv»\?"):
        leer(tmp_path / "reflexion.csv")
    with pytest.raises(ErrorLectura, match="lista"):
        leer(f"{T1} {T2} {T3}" * 100)
    with pytest.raises(ErrorLectura, match="no existe"):
        leer("a\0b.csv")


def test_archivo_sin_permiso(archivo, monkeypatch):
    ruta = archivo("a.csv", "x")

    def negar(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", negar)
    with pytest.raises(ErrorLectura, match=r"a\.csv: no hay permiso.*Excel"):
        leer(ruta)


@pytest.mark.parametrize("fuente", [3, None, {"a": 1}, object()])
def test_fuente_que_no_es_fuente(fuente):
    with pytest.raises(ErrorReflexiona, match="No sé leer"):
        leer(fuente)


def test_no_imprime_ni_cambia_el_limite_de_csv(archivo, callada, capfd):
    antes = 131_072
    csv.field_size_limit(antes)
    callada(archivo(*LEGIBLES["celda de 1 MB"][:2]))
    assert csv.field_size_limit() == antes
    assert capfd.readouterr() == ("", "")


def test_separador_y_encabezado_explicitos(archivo):
    ruta = archivo("a.csv", f"id~reflexion\n1~{T1}\n")
    assert leer(ruta, separador="~").textos == [T1]
    with pytest.raises(ErrorDatos, match="un solo carácter"):
        leer(ruta, separador="::")
    ruta = archivo("b.csv", "reflexion\nHoy\n")
    assert leer(ruta, encabezado=False).textos == ["reflexion", "Hoy"]
    ruta = archivo("c.csv", f"{T1}\n{T2}\n")
    assert leer(ruta, encabezado=True).textos == [T2]


def test_bytes_y_archivos_abiertos(archivo):
    ruta = archivo("a.csv", tabla([["id", "reflexion"], [1, T1]]))
    assert leer(ruta.read_bytes()).textos == [T1]
    with ruta.open("rb") as f:
        corpus = leer(f)
    assert (corpus.textos, corpus.origen) == ([T1], "a.csv")
    assert leer(io.StringIO(tabla([["id", "reflexion"], [1, T1]]))).textos == [T1]
    assert leer(io.BytesIO(xlsx([["reflexion"], [T1]]))).textos == [T1]


def test_las_mismas_filas_dan_lo_mismo_en_todo_formato(archivo, callada):
    filas = [["id", "nivel", "reflexion"], ["1", "primaria", T1], ["2", "secundaria", T2], ["3", "", T3]]
    objetos = [dict(zip(filas[0], f, strict=True)) for f in filas[1:]]
    fuentes = [
        archivo("a.csv", tabla(filas)),
        archivo("a.tsv", tabla(filas, "\t").encode("utf-16")),
        archivo("a.xlsx", xlsx(filas)),
        archivo("a.jsonl", "\n".join(json.dumps(o) for o in objetos)),
        archivo("a.json", json.dumps(objetos)),
        pd.DataFrame(objetos),
        objetos,
    ]
    corpora = [callada(f) for f in fuentes]
    for corpus in corpora:
        assert corpus.reflexiones == corpora[0].reflexiones
        assert corpus.filas == 3
