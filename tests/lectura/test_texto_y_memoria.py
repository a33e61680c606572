"""Párrafos, carpetas, JSON, listas y DataFrames."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from reflexiona.errores import AvisoReflexiona, ErrorLectura
from reflexiona.lectura import leer

T1 = "Hoy aprendí a escuchar a mis alumnos antes de corregirlos."
T2 = "Me preocupa que las familias ya no vengan a las reuniones."


def test_texto_cortado_a_media_oracion_es_una_sola_reflexion(archivo):
    contenido = "Hoy aprendí a escuchar\na mis alumnos antes\nde corregirlos.\n"
    with pytest.warns(AvisoReflexiona, match="una sola reflexión"):
        assert leer(archivo("a.txt", contenido)).textos == [contenido.strip()]


def test_texto_con_comas_no_es_tabla(archivo):
    lineas = ["Hoy, por fin, leyeron.", "Me gusta, la verdad, planear.", "Ayer, otra vez, faltaron."]
    assert leer(archivo("a.txt", "\n".join(lineas))).textos == lineas
    assert leer(archivo("a.csv", "\n".join(lineas))).textos == lineas


def test_reflexiones_de_texto_no_tienen_pregunta(archivo):
    corpus = leer(archivo("a.txt", T1))
    assert corpus.reflexiones[0].pregunta is None
    assert dict(corpus.reflexiones[0].metadatos) == {}


def test_carpeta(tmp_path):
    carpeta = tmp_path / "voces"
    carpeta.mkdir()
    (carpeta / "10.txt").write_bytes(T1.encode("cp1252"))
    (carpeta / "2.TXT").write_bytes(f"{T2}\r\n\r\n{T1}".encode("utf-16"))
    (carpeta / "ana.txt").write_text("", "utf-8")
    (carpeta / "lista.xlsx").write_bytes(b"x")
    (carpeta / ".oculto.txt").write_text("no", "utf-8")
    with pytest.warns(AvisoReflexiona, match=r"«lista\.xlsx»[\s\S]*se apartaron 1 de 3"):
        corpus = leer(carpeta)
    assert [(r.id, r.fila, r.texto) for r in corpus] == [("2", 1, f"{T2}\n\n{T1}"), ("10", 2, T1)]
    assert [(a.fila, a.motivo) for a in corpus.apartadas] == [(3, "fila vacía")]


def test_carpeta_con_nombres_que_chocan(tmp_path):
    for nombre in ("a.txt", "a.TXT", "a (2).txt"):
        (tmp_path / nombre).write_text(f"{T1} {nombre}", "utf-8")
    corpus = leer(tmp_path)
    assert len({r.id for r in corpus}) == 3


def test_carpeta_sin_textos(tmp_path):
    (tmp_path / "a.csv").write_text("x", "utf-8")
    with pytest.raises(ErrorLectura, match=r"no tiene archivos \.txt \(hay «a\.csv»\)"):
        leer(tmp_path)


def test_jsonl_con_metadatos_anidados(archivo):
    objetos = [
        {"id": 1, "escuela": {"nivel": "primaria"}, "temas": ["a", "b"], "texto": T1},
        {"texto": T2, "extra": 2.0},
    ]
    corpus = leer(archivo("a.jsonl", "\n".join(json.dumps(o) for o in objetos)))
    assert corpus.columnas_texto == ("texto",)
    assert dict(corpus.reflexiones[0].metadatos) == {
        "id": "1",
        "escuela.nivel": "primaria",
        "temas": "a, b",
        "extra": "",
    }
    assert corpus.reflexiones[1].metadatos["extra"] == "2"


def test_json_con_la_lista_dentro_de_un_objeto(archivo):
    assert leer(archivo("a.json", json.dumps({"version": 1, "datos": [{"texto": T1}]}, indent=2))).textos == [T1]


def test_lista_con_de_todo(callada):
    corpus = callada([T1, None, "", float("nan"), 3, "Sí", b"bytes", T2, T1])
    assert corpus.textos == [T1, "Sí", T2]
    motivos = {a.fila: a.motivo for a in corpus.apartadas}
    assert motivos == {
        2: "vacío",
        3: "fila vacía",
        4: "vacío",
        5: "no es texto sino un número",
        7: "no es texto sino bytes",
        9: "repetida de la fila 1",
    }


def test_iterables():
    assert leer(t for t in (T1, T2)).textos == leer((T1, T2)).textos == [T1, T2]
    assert leer(np.array([T1, T2])).textos == [T1, T2]
    for vacio in ([], iter(())):
        with pytest.raises(ErrorLectura, match="lista está vacía"):
            leer(vacio)
    with pytest.raises(ErrorLectura, match=r"ninguna de las 2 filas tiene una reflexión \(2 vacío\)"):
        leer([None, None])


def test_dataframe(callada):
    marco = pd.DataFrame(
        {
            "fecha": [dt.datetime(2026, 1, 8, 9, 31), pd.NaT, dt.datetime(2026, 1, 9)],
            "grado": [1.0, np.nan, 3.0],
            "zona": pd.array([12, None, 14], dtype="Int64"),
            "nivel": pd.Categorical(["primaria", "secundaria", None]),
            "reflexion": [T1, None, T2],
        },
        index=[10, 20, 20],
    )
    corpus = callada(marco)
    assert corpus.textos == [T1, T2]
    assert [(a.fila, a.motivo) for a in corpus.apartadas] == [(2, "sin texto")]
    assert dict(corpus.reflexiones[0].metadatos) == {
        "fecha": "2026-01-08 09:31",
        "grado": "1",
        "zona": "12",
        "nivel": "primaria",
    }
    assert corpus.reflexiones[1].metadatos["nivel"] == ""


def test_dataframe_raros():
    assert leer(pd.Series([T1, T2])).textos == [T1, T2]
    assert leer(pd.Series([T1], name="voz")).columnas_texto == ("voz",)
    repetidas = pd.DataFrame([["x", T1, "y"]], columns=["a", "reflexion", "a"])
    assert dict(leer(repetidas).reflexiones[0].metadatos) == {"a": "x", "a (2)": "y"}
    con_indice = pd.DataFrame({"reflexion": [T1]}, index=pd.Index(["F7"], name="folio"))
    assert dict(leer(con_indice).reflexiones[0].metadatos) == {"folio": "F7"}
    for vacio in (pd.DataFrame(), pd.DataFrame({"a": []})):
        with pytest.raises(ErrorLectura, match="no tiene filas"):
            leer(vacio)


def test_leer_texto_no_carga_pandas_ni_calamine():
    codigo = (
        "import sys; from reflexiona.lectura import leer; leer(['Hoy aprendí']); leer(b'id,texto\\n1,Hola a todos');"
        "print([m for m in ('pandas', 'python_calamine', 'numpy') if m in sys.modules])"
    )
    salida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True)
    assert salida.stdout.strip() == "[]"
