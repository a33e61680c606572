"""Lo que el cortador promete con cualquier texto: cubrirlo, en orden, en tiempo lineal y sin cargar spaCy."""

import random
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from reflexiona.corpus import Reflexion
from reflexiona.texto import cortes, oraciones, partir
from reflexiona.texto.largas import MAXIMO, partir_larga

PALABRAS = "Profra. Elodia núm. 3 3.º a.m. etc. 1. 2) a) J. M. hola Hoy los niños CTE ʼ 8.5 www.sep.mx a@b.mx EE. UU."
SIGNOS = '... … ? ¿ ! ¡ « » " “ ” ( ) — - • * 😊 👩‍🏫 . , : :) # _ \u200b'
PIEZAS = [*PALABRAS.split(), *SIGNOS.split(), "\n", "\n\n", "\r\n", "\t", " ", "  ", "\u00a0", "\x85", "\u2028"]


def _sin_espacios(texto):
    return "".join(texto.split())


@pytest.mark.parametrize("semilla", range(40))
def test_las_oraciones_cubren_el_texto(semilla):
    azar = random.Random(semilla)
    for _ in range(50):
        texto = "".join(azar.choice(PIEZAS) + azar.choice(["", " ", " "]) for _ in range(azar.randrange(60)))
        spans = cortes(texto)
        assert _sin_espacios("".join(oraciones(texto))) == _sin_espacios(texto)
        assert all(texto[i:f] == texto[i:f].strip() != "" for i, f in spans)
        assert all(f <= i and not texto[f:i].strip() for (_, f), (i, _) in pairwise(spans))


@pytest.mark.parametrize("texto", ["", " ", "\n\n\t "])
def test_sin_texto_no_hay_oraciones(texto):
    assert oraciones(texto) == []


@pytest.mark.parametrize("texto", ["...", "😊", "¿?", "—"])
def test_lo_que_no_tiene_letras_no_se_pierde(texto):
    assert oraciones(texto) == [texto]
    assert oraciones(f"Hola.\n{texto}") == [f"Hola.\n{texto}"]
    assert oraciones(f"{texto}\nHola.") == [f"{texto}\nHola."]


@pytest.mark.parametrize(
    "pieza",
    [
        ".",
        ". ",
        "? a ",
        " ",
        "\n",
        "a\n",
        "a",
        "a ",
        '"',
        "😊 ",
        "a Hoy ",
        "1. ",
        "J. ",
        "A.B.",
        ".\n",
        "¿",
        "- ",
        "2) ",
    ],
)
def test_tiempo_lineal_con_entradas_hostiles(pieza):
    def tarda(n):
        texto = "¿" + pieza * (n // len(pieza))
        inicio = time.process_time()
        cortes(texto)
        return time.process_time() - inicio

    chico = max(min(tarda(40_000) for _ in range(3)), 0.002)
    assert tarda(320_000) < 40 * chico  # lineal sería 8 veces; cuadrático, 64


def test_un_renglon_enorme_se_parte_en_puntos_claros():
    azar = random.Random(0)
    texto = " ".join(azar.choice(["los niños", "leen", "yo", "pero", "y la tarea", "gracias"]) for _ in range(3000))
    partes = oraciones(texto)
    assert " ".join(partes) == texto
    assert all(15 <= len(p.split()) <= 60 for p in partes)


def test_una_oracion_larga_normal_queda_entera():
    texto = " ".join(["palabra"] * MAXIMO)
    assert oraciones(texto) == [texto]
    assert list(partir_larga(texto, 0, len(texto))) == [(0, len(texto))]


def test_texto_cortado_a_un_ancho_se_lee_corrido():
    import textwrap

    frase = "En la junta de hoy la maestra Elodia contó que sus niños de tercero siguen sin libros y nadie responde. "
    texto = textwrap.fill(frase * 4, 60)
    assert len(oraciones(texto)) == 4


def test_partir_numera_y_ubica():
    reflexiones = [
        Reflexion(id="1", texto="  Llovió.\nNadie vino. ", fila=1, persona="P1"),
        Reflexion(id="2", texto="", fila=2, persona="P2"),
        Reflexion(id="3", texto="Bien.", fila=3, persona="P3"),
    ]
    partidas = partir(reflexiones)
    assert [(o.reflexion, o.numero, o.texto) for o in partidas] == [
        ("1", 1, "Llovió."),
        ("1", 2, "Nadie vino."),
        ("3", 1, "Bien."),
    ]
    textos = {r.id: r.texto for r in reflexiones}
    assert all(textos[o.reflexion][o.inicio : o.fin] == o.texto for o in partidas)


def test_importar_no_carga_spacy_ni_simplemma():
    codigo = "import sys, reflexiona.texto; print(sorted({'spacy', 'simplemma', 'numpy', 'pandas'} & set(sys.modules)))"
    salida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True)
    assert salida.stdout.strip() == "[]"
