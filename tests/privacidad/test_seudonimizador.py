"""Los datos personales: lo que se encuentra, lo que no se toca y que el mismo dato lleve siempre el mismo marcador."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import pytest

import reflexiona as rx
from reflexiona.privacidad import TIPOS, Hallazgo, Seudonimizador

CORPUS = Path(__file__).parents[2] / "modelos" / "corpus"
TIPO = {
    "PER": "persona", "ESC": "escuela", "LUG": "lugar", "CCT": "cct", "TEL": "telefono", "COR": "correo", "CUR": "curp",
}  # fmt: skip


def hallados(texto: str) -> list[tuple[str, str]]:
    return [(texto[h.inicio : h.fin], h.tipo) for h in Seudonimizador().encontrar(texto)]


@pytest.mark.parametrize(
    ("texto", "dato", "tipo"),
    [
        ("Escriban a maestra.lupe+3ro@escuela-rural.edu.mx hoy.", "maestra.lupe+3ro@escuela-rural.edu.mx", "correo"),
        ("Mi correo es josé_ñ@correo.mx.", "josé_ñ@correo.mx", "correo"),
        ("Márcame al 2281234567 por favor.", "2281234567", "telefono"),
        ("Tel. (228) 123-45-67 en las tardes", "(228) 123-45-67", "telefono"),
        ("mi whats +52 1 228 123 4567", "+52 1 228 123 4567", "telefono"),
        ("Su CURP es GORA190514MMCNMTA7, con acta.", "GORA190514MMCNMTA7", "curp"),
        ("su curp es gora190514mmcnmta7", "gora190514mmcnmta7", "curp"),
        ("El RFC GORA190514AB1 del maestro", "GORA190514AB1", "rfc"),
        ("Trabajo en la 30DPR1234X desde agosto", "30DPR1234X", "cct"),
        ("Suban todo a https://drive.ejemplo.mx/a?b=c.", "https://drive.ejemplo.mx/a?b=c", "liga"),
        ("La maestra Noemí llegó tarde.", "Noemí", "persona"),
        ("Hoy Lupita Hernández leyó en voz alta.", "Lupita Hernández", "persona"),
        ("Trabajo en la primaria Leona Vicario.", "Leona Vicario", "escuela"),
        ("Vivimos en el ejido Naolinquilla.", "Naolinquilla", "lugar"),
        ("Doy clase en la telesecundaria 123.", "telesecundaria 123", "escuela"),
    ],
)
def test_encuentra(texto: str, dato: str, tipo: str) -> None:
    assert (dato, tipo) in hallados(texto)


@pytest.mark.parametrize(
    "texto",
    [
        "El 5 de febrero de 2024 hubo 25 alumnos y 12 mamás.",
        "Gastamos $1,234,567.00 en el techo de la escuela.",
        "Benito Juárez es el tema de la semana en Historia.",
        "Usamos Excel y Classroom para la tarea de Matemáticas.",
        "La Nueva Escuela Mexicana pide proyectos con la SEP.",
        "ESTE TEXTO VA EN MAYÚSCULAS Y NO LLEVA NINGÚN NOMBRE.",
        "Hoy llovió. Ayer también. Mañana quién sabe.",
        "",
    ],
)
def test_no_toca_lo_que_no_identifica(texto: str) -> None:
    assert hallados(texto) == []


def test_dos_nombres_unidos_por_y_son_dos_personas() -> None:
    assert hallados("Irma y Beto llegaron con la maestra Noemí.") == [
        ("Irma", "persona"),
        ("Beto", "persona"),
        ("Noemí", "persona"),
    ]


def test_el_mismo_dato_lleva_el_mismo_marcador() -> None:
    textos = ["La maestra Irma López y Beto.", "IRMA no: Irma faltó; vino José.", "Jose escribió a a@b.mx y A@B.MX."]
    salida = Seudonimizador().transform(textos)
    assert salida[0] == "La maestra [persona 1] y [persona 2]."
    assert "[persona 1] faltó" in salida[1]
    assert salida[1].endswith("[persona 3].")
    assert salida[2] == "[persona 3] escribió a [correo 1] y [correo 1]."
    tabla = Seudonimizador().tabla(textos).set_index("marcador")
    assert tabla.loc["[persona 1]", "original"] == "Irma López"
    assert tabla.loc["[correo 1]", "veces"] == 2


def test_lo_que_se_sustituye_ya_no_esta_y_lo_demas_queda_igual() -> None:
    for archivo in ("corpus.jsonl", "llanas.jsonl"):
        filas = [json.loads(r) for r in (CORPUS / archivo).read_text("utf-8").splitlines()]
        textos = [o["texto"] for r in random.Random(0).sample(filas, 60) for o in r["oraciones"]]
        s = Seudonimizador()
        for texto, salida in zip(textos, s.transform(textos), strict=True):
            hechos = s.encontrar(texto)
            assert all(a.fin <= b.inicio for a, b in itertools.pairwise(hechos))
            desde = lugar = 0
            for h in hechos:
                igual = texto[desde : h.inicio]
                assert salida[lugar : lugar + len(igual)] == igual
                lugar = salida.index("]", lugar + len(igual)) + 1
                desde = h.fin
            assert salida[lugar:] == texto[desde:]


def test_encuentra_casi_todo_lo_marcado_en_el_corpus() -> None:
    """Un piso, para que un cambio en las reglas no lo empeore sin que se note; las cifras están en docs/sintesis.md."""
    pisos = {"persona": 0.88, "lugar": 0.85, "escuela": 0.6, "cct": 1, "telefono": 1, "correo": 1, "curp": 1}
    hay = dict.fromkeys(pisos, 0)
    tocados = dict.fromkeys(pisos, 0)
    s = Seudonimizador()
    for archivo in ("corpus.jsonl", "llanas.jsonl"):
        for renglon in (CORPUS / archivo).read_text("utf-8").splitlines():
            for o in json.loads(renglon)["oraciones"]:
                marcas = o.get("datos_personales", [])
                suyos = s.encontrar(o["texto"]) if marcas else []
                for a, b, t in marcas:
                    hay[TIPO[t]] += 1
                    tocados[TIPO[t]] += any(h.inicio < b and a < h.fin for h in suyos)
    assert {t: tocados[t] / hay[t] for t in pisos if tocados[t] / hay[t] < pisos[t]} == {}


def test_un_modelo_suma_lo_que_las_reglas_no_ven() -> None:
    class Modelo:
        def datos_personales(self, oraciones):
            lugares = [o.find("tecolote") for o in oraciones]
            return [[(i, i + 8, "PER", 0.9)] if i >= 0 else [] for i in lugares]

    texto = "Hoy faltó mucha gente. Vino el tecolote otra vez."
    assert Seudonimizador().encontrar(texto) == []
    (h,) = Seudonimizador(modelo=Modelo()).encontrar(texto)
    assert (texto[h.inicio : h.fin], h.tipo) == ("tecolote", "persona")
    assert Seudonimizador(certeza=0.95, modelo=Modelo()).encontrar(texto) == []


def test_se_puede_pedir_solo_algunos_tipos() -> None:
    s = Seudonimizador(tipos=["correo"])
    assert s.transform(["Irma: a@b.mx"]) == ["Irma: [correo 1]"]
    assert set(TIPOS) >= {"correo", "persona"}
    assert Hallazgo(0, 4, "persona", 1.0).tipo == "persona"


@pytest.mark.parametrize("malo", [{"certeza": 2}, {"certeza": -0.1}, {"tipos": ["apodo"]}])
def test_lo_que_no_existe_se_dice(malo) -> None:
    with pytest.raises(rx.ErrorDatos):
        Seudonimizador(**malo)


def test_un_solo_texto_o_algo_que_no_es_texto_se_dice() -> None:
    with pytest.raises(rx.ErrorDatos, match="lista"):
        Seudonimizador().transform("La maestra Irma")
    with pytest.raises(rx.ErrorDatos, match="texto"):
        Seudonimizador().transform([None])
