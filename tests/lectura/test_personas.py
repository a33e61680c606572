"""Quién escribió: seudónimos estables y columnas que identifican a alguien."""

from __future__ import annotations

import pickle

import pytest

from reflexiona.errores import ErrorDatos, ErrorLectura
from reflexiona.lectura import leer

T = [f"Hoy aprendí a escuchar a mis alumnos, parte {i}." for i in range(1, 8)]


def personas(corpus):
    return [r.persona for r in corpus]


def test_sin_identificador_cada_fila_es_una_persona():
    assert personas(leer([{"nivel": "x", "texto": t} for t in T[:3]])) == ["P1", "P2", "P3"]


def test_el_correo_une_filas_sin_importar_mayusculas():
    filas = [("Ana@a.mx", T[0]), ("luz@a.mx", T[1]), (" ana@a.mx ", T[2])]
    corpus = leer([{"Contacto": c, "texto": t} for c, t in filas])
    assert personas(corpus) == ["P1", "P2", "P1"]
    assert corpus.personas == 2
    assert corpus.identificadores == ("Contacto",)
    assert corpus.columnas == ()
    assert corpus.reflexiones[0].metadatos["Contacto"] == "Ana@a.mx"


def test_nombre_y_apellidos_juntos():
    filas = [("Ana", "Ruiz"), ("Ana", "Paz"), ("ana", "RUIZ"), ("", ""), ("", ""), ("Anónimo", ""), ("anónimo", "")]
    corpus = leer([{"Nombre": n, "Apellidos": a, "texto": t} for (n, a), t in zip(filas, T, strict=True)])
    assert personas(corpus) == ["P1", "P2", "P1", "P3", "P4", "P5", "P6"]
    assert corpus.identificadores == ("Nombre", "Apellidos")


def test_el_correo_de_la_escuela_no_es_una_persona():
    corpus = leer([{"Correo": "escuela@sep.mx", "texto": t} for t in T])
    assert corpus.personas == len(T)
    assert corpus.identificadores == ("Correo",)


def test_una_persona_con_varias_preguntas_es_una():
    corpus = leer([{"¿Qué aprendí?": T[0], "¿Qué me costó?": T[1]}, {"¿Qué aprendí?": T[2], "¿Qué me costó?": T[3]}])
    assert personas(corpus) == ["P1", "P1", "P2", "P2"]


def test_persona_explicita():
    filas = [{"clave": c, "texto": t} for c, t in zip("abaab", T, strict=False)]
    assert leer(filas).personas == 5
    corpus = leer(filas, persona="Clave")
    assert personas(corpus) == ["P1", "P2", "P1", "P1", "P2"]
    assert corpus.identificadores == ("clave",)
    with pytest.raises(ErrorLectura, match=r"no existe la columna «correo» \(persona=\)"):
        leer(filas, persona="correo")
    with pytest.raises(ErrorDatos, match="columna del texto"):
        leer(filas, persona="texto")


@pytest.mark.parametrize(
    ("columna", "valores"),
    [
        ("x", ["228 123 4567", "+52 228 765 4321", "2281112233"]),
        ("x", ["LOPA800101MVZPNN09", "RUPL790202MDFZZZ01", "PEGJ850303HVZRNN05"]),
        ("x", ["LOPA800101AB1", "RUPL790202AB2", "PEGJ850303AB3"]),
        ("Quien responde", ["María Elena López Ruiz", "José Luis Pérez", "Guadalupe de la Cruz Soto"]),
        ("Matrícula", ["S19001", "S19002", "S19003"]),
        ("Número de empleado", ["71", "72", "73"]),
        ("Usuario", ["ana.r", "luz.p", "jo.s"]),
    ],
)
def test_identificadores_por_encabezado_y_por_contenido(columna, valores):
    corpus = leer([{columna: v, "reflexión": t} for v, t in zip(valores, T, strict=False)])
    assert corpus.identificadores == (columna,)


@pytest.mark.parametrize(
    ("columna", "valores"),
    [
        ("Escuela", ["Benito Juárez", "José María Morelos", "Miguel Hidalgo"]),
        ("Nombre de la escuela", ["José María Morelos", "Ana Soto", "Luis Pérez"]),
        ("Fecha", ["2026-01-08", "2026-01-09", "2026-01-10"]),
        ("CCT", ["30EPR1234X", "30DPR0001A", "30ETV0333K"]),
        ("Municipio", ["Xalapa", "Coatepec", "Emiliano Zapata"]),
    ],
)
def test_lo_que_no_identifica_a_nadie(columna, valores):
    corpus = leer([{columna: v, "reflexión": t} for v, t in zip(valores, T, strict=False)])
    assert corpus.identificadores == ()
    assert corpus.columnas == (columna,)


def test_el_corpus_viaja_entre_procesos():
    corpus = leer([{"nivel": "primaria", "texto": T[0]}])
    assert pickle.loads(pickle.dumps(corpus)) == corpus  # noqa: S301
