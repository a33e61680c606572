"""Lo que comparten las pruebas de las orillas: el ejemplo, su análisis y una zona pequeña con datos que identifican."""

import csv
import warnings
from pathlib import Path

import pytest

import reflexiona as rx

RAIZ = Path(__file__).resolve().parents[1]
ARCHIVOS = [
    "etiquetas.csv",
    "reflexiones.csv",
    "temas.csv",
    "apartadas.csv",
    "sintesis.md",
    "caligrama.svg",
    "caligrama.png",
    "analisis.json",
]
ENCABEZADO = ["Marca temporal", "Correo", "Nombre completo", "Nivel", "Escriba su reflexión del ciclo"]
ZONA = [
    [
        "ana.ruiz@escuela.mx",
        "Ana Ruiz",
        "Primaria",
        "Me cuesta que mis alumnos entiendan las fracciones. Usé corcholatas.",
    ],
    ["beto@escuela.mx", "Beto Cruz", "Primaria", "Las mamás trabajan en el corte y no pueden venir a la junta."],
    [
        "caro@escuela.mx",
        "Carolina Gil",
        "Preescolar",
        "=Hoy mis alumnos leyeron solos el cuento.\nMe sentí muy orgullosa.",
    ],
    ["ana.ruiz@escuela.mx", "Ana Ruiz", "Primaria", "Mis alumnos ya resuelven las fracciones con recetas de cocina."],
    ["ANA.RUIZ@escuela.mx ", "Ana Ruiz", "Primaria", "En el consejo técnico acordamos compartir los materiales."],
    [
        "dora@escuela.mx",
        "Dora León",
        "Secundaria",
        "  -Los formatos y la plataforma me quitan tiempo de planear mi clase.",
    ],
    ["efra@escuela.mx", "Efraín Paz", "Secundaria", "@todos: ¿cómo le hacemos para que las familias participen?"],
    ["fati@escuela.mx", "Fátima Sol", "=Nivel", "+ respeto: mis alumnos se pelean en el recreo y nadie media."],
    ["gabi@escuela.mx", "Gabriela Luna", "Primaria", ""],
    ["beto@escuela.mx", "Beto Cruz", "Primaria", "Las mamás trabajan en el corte y no pueden venir a la junta."],
]
"""Diez filas: ocho reflexiones de seis personas, una sin texto y una repetida de la segunda."""


@pytest.fixture(scope="session")
def raiz():
    """La carpeta del proyecto."""
    return RAIZ


@pytest.fixture(scope="session")
def archivos():
    """Los nombres de las salidas, en orden."""
    return ARCHIVOS


@pytest.fixture(scope="session")
def callada():
    """`rx.leer` sin avisos: los suyos se prueban en otra parte."""

    def leer(*args, **kwargs):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rx.AvisoReflexiona)
            return rx.leer(*args, **kwargs)

    return leer


@pytest.fixture(scope="session")
def analisis(callada):
    """El análisis del archivo de ejemplo."""
    return rx.analizar(callada(RAIZ / "ejemplos" / "reflexiones.csv"))


@pytest.fixture(scope="session")
def ruta_zona(tmp_path_factory):
    """El archivo de la zona pequeña."""
    ruta = tmp_path_factory.mktemp("zona") / "zona.csv"
    with ruta.open("w", encoding="utf-8", newline="") as abierto:
        escritor = csv.writer(abierto)
        escritor.writerow(ENCABEZADO)
        # La repetida lleva la hora de su original: es la misma fila dos veces.
        escritor.writerows([f"08/01/2026 10:{10 + ZONA.index(fila)}:00", *fila] for fila in ZONA)
    return ruta


@pytest.fixture(scope="session")
def zona(callada, ruta_zona):
    """El análisis de la zona pequeña."""
    return rx.analizar(callada(ruta_zona))


@pytest.fixture(scope="session")
def carpeta_zona(zona, tmp_path_factory):
    """Las salidas de la zona pequeña."""
    carpeta = tmp_path_factory.mktemp("salidas") / "nueva" / "carpeta"
    zona.guardar(carpeta, titulo="Zona 14")
    return carpeta
