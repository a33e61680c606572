"""Encontrar las columnas de texto en lo que exportan los formularios, y decir cuáles hay cuando no se puede."""

from __future__ import annotations

import csv
import io

import pytest

from reflexiona.errores import ErrorDatos, ErrorLectura
from reflexiona.lectura import leer
from reflexiona.lectura.clases import clase

P1 = (
    "Después de leer el documento «Ser y hacer en comunidad», ¿qué aprendió usted este ciclo, en lo personal y en "
    "lo profesional? Escriba con libertad; no hay respuestas correctas."
)
P2 = "Describe un reto que viviste con tu grupo"
P3 = "¿Por qué? Explique su respuesta"
ENCABEZADO = [
    "Marca temporal",
    "Dirección de correo electrónico",
    "Nombre completo",
    "Nivel educativo",
    "¿En qué escuela trabaja?",
    P1,
    "El taller cumplió mis expectativas",
    P2,
    "¿Qué temas le interesan? (marque todas las opciones que apliquen)",
    "En una escala del 1 al 5, ¿cómo se siente?",
    P3,
]
CERRADAS = ["Totalmente de acuerdo", "De acuerdo", "En desacuerdo"]
TEMAS = ["Evaluación formativa, Planeación", "Inclusión", "Evaluación formativa, Inclusión, Lectura y escritura"]
APRENDI = [
    "Aprendí a pedir ayuda, y también a ofrecerla.\nNo fue fácil.",
    "Que evaluar no es calificar; me costó dos años entenderlo.",
    "Mis alumnos me enseñaron paciencia.",
    "Descubrí que planear en colectivo aligera la carga.",
]
RETOS = [
    "La falta de tiempo",
    "Tengo seis grados en un salón y no alcanzo a atenderlos",
    "Las familias",
    "El ausentismo",
]
PORQUES = ["Porque sí", "Siento que fue poco tiempo para tanto contenido", "Me gustó la dinámica", "No sé"]


def respuesta(i):
    marca = "" if i < 4 else f" Caso {i}."
    return [
        f"{i % 28 + 1}/01/2026 9:31:{i % 60:02d}",
        f"docente{i}@ejemplo.mx",
        f"Ana López {i}",
        ["Primaria", "Preescolar"][i % 2],
        ["Benito Juárez García", "Escuela Normal Veracruzana Enrique C. Rébsamen"][i % 2],
        APRENDI[i % 4] + marca,
        CERRADAS[i % 3],
        RETOS[i % 4] + marca,
        TEMAS[i % 3],
        i % 5 + 1,
        PORQUES[i % 4] + marca,
    ]


def formulario(n):
    filas = [ENCABEZADO, *map(respuesta, range(n))]
    salida = io.StringIO(newline="")
    csv.writer(salida).writerows(filas)
    return salida.getvalue()


@pytest.mark.parametrize("n", [2, 3, 4, 10, 60, 500])
def test_formulario_de_google(n, archivo):
    corpus = leer(archivo("Respuestas de formulario 1.csv", formulario(n)))
    assert corpus.columnas_texto == (P1, P2, P3)
    assert len(corpus) == 3 * n
    assert [r.id for r in corpus][:4] == ["1.1", "1.2", "1.3", "2.1"]
    assert [r.pregunta for r in corpus][:3] == [P1, P2, P3]
    assert corpus.reflexiones[0].texto == APRENDI[0]
    assert corpus.identificadores == ("Dirección de correo electrónico", "Nombre completo")
    assert set(corpus.columnas) == set(ENCABEZADO) - {P1, P2, P3} - set(corpus.identificadores)
    assert corpus.reflexiones[3].metadatos["El taller cumplió mis expectativas"] == "De acuerdo"
    assert corpus.personas == n
    assert not any("@" in str(v) for v in corpus.tabla().to_numpy().ravel())


def test_formulario_de_una_respuesta(archivo):
    corpus = leer(archivo("a.csv", formulario(1)))
    assert P1 in corpus.columnas_texto
    assert P2 in corpus.columnas_texto
    assert not set(corpus.columnas_texto) - {P1, P2, P3}


CASOS = {
    "respuestas cortas": (
        "nivel,¿Qué se lleva?\nprimaria,Trabajo en equipo\nprimaria,Escucha\nsecundaria,Ganas",
        "¿Qué se lleva?",
    ),
    "encabezado que no dice nada": (
        "a,b\n1,Hoy pude escuchar a mis alumnos con calma\n2,Me cansé mucho esta semana de juntas",
        "b",
    ),
    "la prosa va primero": ("comentario;zona\nMe gustó mucho trabajar así;12\nFalta tiempo;14", "comentario"),
    "otra lengua": ("id,comment\n1,I learned a lot from my students this week\n2,Too much paperwork", "comment"),
    "preguntas numeradas": (
        "1. ¿Qué aprendí?;2. Edad\nA escuchar antes de hablar;34\nA planear con otros;41",
        "1. ¿Qué aprendí?",
    ),
    "escuela con nombre largo": (
        "Escuela,Reflexión\nEscuela Primaria Rural Federal Benito Juárez García,Me costó\n"
        "Escuela Secundaria Técnica Lázaro Cárdenas,Bien",
        "Reflexión",
    ),
    "mayúsculas": (
        "nivel,x\nprimaria,HOY APRENDÍ MUCHO CON MIS ALUMNOS DE PRIMERO\nprimaria,NO ME ALCANZÓ EL TIEMPO PARA NADA",
        "x",
    ),
    "ligas y folios": (
        "folio,liga,x\nA1,https://a.mx/1,Hoy leímos juntos un cuento largo\nA2,https://a.mx/2,Nadie vino a la junta",
        "x",
    ),
    "una palabra con rótulo": ("id,reflexión\n1,Paciencia\n2,Paciencia\n3,Paciencia\n4,Escucha", "reflexión"),
    "prosa partida en todas las filas": ("id,texto\n1,Hoy, por fin, leyeron\n2,Hoy, otra vez, nada", "texto"),
    "prosa partida en medio": (
        "texto,nivel\nHoy, por fin, leyeron un libro,a\nHoy, otra vez, no quiso leer,b",
        "texto",
    ),
}


@pytest.mark.parametrize("nombre", CASOS)
def test_encuentra_la_columna(nombre, archivo, callada):
    contenido, columna = CASOS[nombre]
    assert callada(archivo("a.csv", contenido)).columnas_texto == (columna,)


def test_mucho_texto_repetido_sigue_siendo_texto(archivo):
    filas = "".join(
        f"{i},Hoy aprendí a escuchar a mis alumnos número {i % 7} antes de corregirlos\n" for i in range(300)
    )
    assert leer(archivo("a.csv", f"id,reflexion\n{filas}")).columnas_texto == ("reflexion",)
    filas = "".join(f"{i},Hoy aprendí a escuchar mucho mejor {i % 7}\n" for i in range(300))
    assert leer(archivo("b.csv", f"id,reflexion\n{filas}")).columnas_texto == ("reflexion",)


def test_opciones_largas_de_una_pregunta_cerrada_son_metadatos(archivo):
    opciones = ["Sí porque considero que el espacio me sirvió", "No porque considero que el tiempo fue poco"]
    filas = "".join(f'{i},"{opciones[i % 2]}",Hoy aprendí a escuchar a mis alumnos {i}\n' for i in range(9))
    corpus = leer(archivo("a.csv", f"id,¿Volvería a participar?,Reflexión\n{filas}"))
    assert corpus.columnas_texto == ("Reflexión",)
    assert corpus.reflexiones[0].metadatos["¿Volvería a participar?"] == opciones[0]


@pytest.fixture
def tres(archivo):
    return archivo("a.csv", "Folio,Reflexión final,Otra\n7,Hoy aprendí a escuchar con calma,x\n8,Me costó evaluar,y\n")


def test_columna_por_nombre_lugar_y_lista(tres):
    assert leer(tres, columna="Otra").textos == ["x", "y"]
    assert leer(tres, columna="reflexion  FINAL").columnas_texto == ("Reflexión final",)
    assert leer(tres, columna=1).columnas_texto == leer(tres, columna=-2).columnas_texto == ("Reflexión final",)
    corpus = leer(tres, columna=["Otra", 1, "Otra"])
    assert [(r.id, r.texto) for r in corpus][:2] == [("1.1", "x"), ("1.2", "Hoy aprendí a escuchar con calma")]
    assert corpus.columnas == ("Folio",)


@pytest.mark.parametrize("columna", ["Reflexion fnal", 9, -4, ["Otra", "nada"]])
def test_columna_que_no_existe(tres, columna):
    with pytest.raises(ErrorLectura, match=r"a\.csv.*«Folio», «Reflexión final», «Otra»"):
        leer(tres, columna=columna)


def test_sugiere_la_columna_parecida(tres):
    with pytest.raises(ErrorLectura, match=r"¿Quiso decir «Reflexión final»\?"):
        leer(tres, columna="Reflexion fnal")


@pytest.mark.parametrize("columna", [[], True, 1.5, [None]])
def test_columna_que_no_es_columna(tres, columna):
    with pytest.raises(ErrorDatos, match=r"columna=.* no sirve"):
        leer(tres, columna=columna)


@pytest.mark.parametrize(
    ("encabezado", "esperada"),
    [
        ("Marca temporal", "tiempo"),
        ("Hora de finalización", "tiempo"),
        ("Correo electrónico institucional", "correo"),
        ("¿Cuál es su nombre?", "nombre"),
        ("Nombre(s)", "nombre"),
        ("Apellido paterno", "nombre"),
        ("Nombre del docente", "nombre"),
        ("Nombre de la escuela", "atributo"),
        ("CURP", "identidad"),
        ("Teléfono celular", "identidad"),
        ("¿Cuántos años de servicio tiene?", "atributo"),
        ("¿Qué nombre le pondría a lo que vivió y por qué?", "texto"),
        ("¿Cómo usa el correo para comunicarse con las familias?", "texto"),
        ("Reflexión", "texto"),
        ("Xyz", "neutra"),
    ],
)
def test_clase_del_encabezado(encabezado, esperada):
    assert clase(encabezado) == esperada
