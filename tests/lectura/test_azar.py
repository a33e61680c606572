"""Tablas al azar: lo que se escribe es lo que se lee, y ningún archivo roto rompe la cuenta."""

from __future__ import annotations

import csv
import io
import random
import time
import unicodedata
import warnings

import pytest

from reflexiona.errores import AvisoReflexiona, ErrorReflexiona
from reflexiona.lectura import leer

PALABRAS = [
    "escuela",
    "niñez",
    "aprendí",
    '"así"',
    "«sí»",
    "a,b",
    "uno;",
    "y",
    "|",
    "tiempo:",
    "¿qué?",
    "(no)",
    "3.5",
    "más",
    "",
    "\n",
    "'",
    "año",
    "…",
    "hoy\tno",
    "final.",
]
EMOJI = ["🙂", "👩🏽\u200d🏫", "ni\u0303o"]


def celda(azar, codificacion, largo):
    lexico = PALABRAS + (EMOJI if codificacion.startswith("utf") else [])
    return " ".join(["Hoy", *azar.choices(lexico, k=largo), "fin"])


@pytest.mark.parametrize("semilla", range(120))
def test_ida_y_vuelta(semilla, archivo, callada):
    azar = random.Random(semilla)
    codificacion = azar.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    separador = azar.choice(",;\t|")
    citas = azar.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    salto = azar.choice(["\n", "\r\n"])
    extras = [azar.choice(["primaria", "", "Zona 3", "x;y", "a,b", "dos\nlíneas"]) for _ in range(azar.randint(0, 4))]
    filas = [
        [str(i), *azar.sample(extras, len(extras)), celda(azar, codificacion, azar.randint(8, 30))]
        for i in range(1, azar.randint(2, 40))
    ]
    lugar = azar.randint(0, len(extras))
    for fila in filas:
        fila.insert(lugar, fila.pop())
    nombres = ["folio", *(f"dato {k}" for k in range(len(extras)))]
    nombres.insert(lugar, "reflexión")
    salida = io.StringIO(newline="")
    csv.writer(salida, delimiter=separador, quoting=citas, lineterminator=salto).writerows([nombres, *filas])

    corpus = callada(archivo("azar.csv", salida.getvalue().encode(codificacion)))

    def normal(texto):
        return unicodedata.normalize("NFC", texto).strip()

    assert corpus.columnas_texto == ("reflexión",)
    assert corpus.filas == len(filas)
    assert corpus.textos == [normal(f[lugar]) for f in filas]
    for r, fila in zip(corpus, filas, strict=True):
        assert list(r.metadatos.values()) == [normal(c) for j, c in enumerate(fila) if j != lugar]


@pytest.mark.parametrize("semilla", range(150))
def test_archivo_roto(semilla, archivo):
    """Comillas, saltos y separadores borrados o metidos al azar: la cuenta sale completa o hay un error propio."""
    azar = random.Random(1000 + semilla)
    salida = io.StringIO(newline="")
    separador = azar.choice(",;\t|")
    csv.writer(salida, delimiter=separador).writerows(
        [["folio", "reflexión", "nivel"], *([i, celda(azar, "utf-8", 12), "primaria"] for i in range(1, 15))]
    )
    letras = list(salida.getvalue())
    for _ in range(azar.randint(1, 25)):
        lugar = azar.randrange(len(letras))
        letras[lugar] = azar.choice(['"', "", separador, "\n", "\0", "\r", "\ufeff", "\x1f", '""'])
    datos = "".join(letras).encode()
    if azar.random() < 0.3:
        datos = datos[: azar.randrange(1, len(datos))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AvisoReflexiona)
        try:
            corpus = leer(archivo(azar.choice(["roto.csv", "roto.txt", "roto"]), datos))
        except ErrorReflexiona:
            return
    en_corpus, apartadas = {r.fila for r in corpus}, {a.fila for a in corpus.apartadas}
    assert en_corpus | apartadas == set(range(1, corpus.filas + 1))
    assert not en_corpus & apartadas
    assert len(corpus.apartadas) == len(apartadas)
    todo = "".join(r.texto + "".join(r.metadatos.values()) for r in corpus) + "".join(
        a.contenido for a in corpus.apartadas
    )
    palabras = [p for p in "".join(letras).split() if p.isalpha() and len(p) > 3][3:]
    if len(datos) == len("".join(letras).encode()):
        perdidas = [p for p in palabras if p not in todo and p not in "".join(corpus.avisos) + "folio reflexión nivel"]
        assert not perdidas


def test_bytes_al_azar_dan_corpus_o_error_propio():
    azar = random.Random(5)
    inicios = [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"[",
        b"{",
        b'"',
        b"sep=;\n",
    ]
    for inicio in inicios:
        for _ in range(25):
            datos = inicio + azar.randbytes(azar.randint(1, 400))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", AvisoReflexiona)
                try:
                    corpus = leer(datos)
                except ErrorReflexiona:
                    continue
            assert {r.fila for r in corpus} | {a.fila for a in corpus.apartadas} == set(range(1, corpus.filas + 1))


@pytest.mark.parametrize(
    "linea",
    [
        '1,"{i}Hoy aprendí a escuchar mejor',
        '{i},"Dijo "no" y aprendí a escuchar"',
        '{i},"""',
        "{i},Hoy, por fin, aprendí mucho",
        '{i},"a\n',
    ],
)
def test_lo_roto_crece_en_linea_recta(linea, archivo, callada):
    """Veinte mil filas mal formadas no deben costar el cuadrado de mil."""
    contenido = "id,reflexion\n" + "\n".join(linea.format(i=i) for i in range(20_000)) + "\n1,Hoy aprendí a escuchar"
    inicio = time.perf_counter()
    corpus = callada(archivo("a.csv", contenido))
    assert time.perf_counter() - inicio < 20
    assert {r.fila for r in corpus} | {a.fila for a in corpus.apartadas} == set(range(1, corpus.filas + 1))


def test_cien_mil_filas(archivo, callada):
    filas = "".join(
        f'{i},primaria,a{i % 5000}@ejemplo.mx,"Hoy aprendí, por fin, a escuchar. Número {i}"\n' for i in range(100_000)
    )
    inicio = time.perf_counter()
    corpus = callada(archivo("grande.csv", "id,nivel,correo,reflexion\n" + filas))
    assert time.perf_counter() - inicio < 30
    assert (len(corpus), corpus.personas, corpus.filas) == (100_000, 5000, 100_000)
