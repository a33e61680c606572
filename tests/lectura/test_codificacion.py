"""Codificaciones y separadores: la matriz completa, y lo que se avisa cuando algo huele mal."""

from __future__ import annotations

import codecs
import csv
import io
import random

import pytest

from reflexiona.errores import AvisoReflexiona, ErrorLectura
from reflexiona.lectura import leer
from reflexiona.lectura.codificacion import decodificar

TEXTOS = [
    "Hoy aprendí, por fin, a escuchar a los niños; también a callar.",
    "La evaluación me cuesta | y no sé por qué: ¿será el tiempo?",
    'Trabajé con «fracciones» y dijeron "otra vez";\nse quedaron callados.',
]

CODIFICACIONES = {
    "utf-8": lambda t: t.encode("utf-8"),
    "utf-8 con BOM": lambda t: t.encode("utf-8-sig"),
    "cp1252": lambda t: t.encode("cp1252"),
    "latin-1": lambda t: t.encode("latin-1"),
    "utf-16": lambda t: t.encode("utf-16"),
    "utf-16 grande": lambda t: codecs.BOM_UTF16_BE + t.encode("utf-16-be"),
    "utf-32": lambda t: t.encode("utf-32"),
}


@pytest.mark.parametrize("codificacion", CODIFICACIONES)
@pytest.mark.parametrize("separador", [",", ";", "\t", "|"])
@pytest.mark.parametrize("salto", ["\n", "\r\n", "\r"])
def test_matriz(codificacion, separador, salto, archivo):
    salida = io.StringIO(newline="")
    escritor = csv.writer(salida, delimiter=separador, lineterminator=salto)
    escritor.writerows([["folio", "reflexión", "región"], *([i, t, "Bajío"] for i, t in enumerate(TEXTOS, 1))])
    corpus = leer(archivo("datos.csv", CODIFICACIONES[codificacion](salida.getvalue())))
    assert corpus.textos == TEXTOS
    assert corpus.columnas_texto == ("reflexión",)
    assert [dict(r.metadatos) for r in corpus] == [{"folio": str(i), "región": "Bajío"} for i in (1, 2, 3)]
    assert corpus.avisos == ()


@pytest.mark.parametrize("codificacion", ["mac_roman", "cp850"])
def test_codificacion_de_otra_epoca_avisa_y_se_puede_pedir(codificacion, archivo):
    ruta = archivo("viejo.csv", ("id;reflexión\n" + f'1;"{TEXTOS[0]}"\n').encode(codificacion))
    with pytest.warns(AvisoReflexiona, match=r"caracteres sospechosos.*CSV UTF-8"):
        leer(ruta)
    assert leer(ruta, codificacion=codificacion).textos == TEXTOS[:1]


def test_las_codificaciones_cortas_aciertan_siempre():
    azar = random.Random(3)
    palabras = ["niñez", "acción", "está", "güero", "años", "compañía", "Íñigo", "¿qué?", "«sí»", "útil"]
    for _ in range(300):
        texto = " ".join(azar.choices(palabras, k=azar.randint(1, 6)))
        for codificacion in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            assert decodificar(texto.encode(codificacion), "a.txt") == (texto, []), (codificacion, texto)


def test_lo_legitimo_no_despierta_sospechas():
    for texto in ("Le cœur — dit-on — a l’air d’aimer.", "Año 2024–2025: ¡qué alegría! 5 € y 3 £", "日本語 🙂 ok"):
        assert decodificar(texto.encode(), "a.txt")[1] == []


def test_mezcla_de_utf8_y_windows():
    datos = "Educación y niñez están aquí.\n".encode() + "La acción.".encode("cp1252")
    texto, avisos = decodificar(datos, "a.txt")
    assert texto == "Educación y niñez están aquí.\nLa acción."
    assert "mezcla" in avisos[0]


@pytest.mark.parametrize(
    ("datos", "aviso"),
    [
        ("Educaci\ufffdn".encode(), "letras perdidas, como en «Educaci\ufffdn»"),
        ("Educación".encode().decode("cp1252").encode(), "se convirtió dos veces"),
        (b"Hola\x00 a todos", "bytes nulos"),
        ("Hola a todos".encode("utf-16-le"), "UTF-16 sin marca"),
        (codecs.BOM_UTF16_LE + b"H\x00o", "no son utf-16-le"),
    ],
)
def test_avisos(datos, aviso):
    texto, avisos = decodificar(datos, "a.txt")
    assert aviso in avisos[0]
    assert "\x00" not in texto


def test_bytes_que_cp1252_no_define_no_se_pierden():
    assert decodificar(b"acci\xf3n \x93s\xed\x94 \x81", "a.txt")[0] == "acción “sí” \x81"


def test_codificacion_desconocida_o_equivocada():
    with pytest.raises(ErrorLectura, match="no conozco la codificación «klingon»"):
        decodificar(b"hola", "a.csv", "klingon")
    with pytest.raises(ErrorLectura, match=r"a\.csv: el archivo no está en «utf-8»"):
        decodificar("acción".encode("cp1252"), "a.csv", "utf-8")
