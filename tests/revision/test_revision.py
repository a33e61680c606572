"""La hoja de revisión: sale, se llena como lo haría una persona, vuelve, y lo corregido manda de ahí en adelante."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

import reflexiona as rx
from reflexiona.revision.columnas import COLUMNAS

TEXTOS = [
    "Mis alumnos no entienden las fracciones. Usé corcholatas y ya las entienden.",
    "Las familias no vienen a las juntas. Propongo visitar a las familias en la tarde.",
    "El director nos pide muchos formatos. No alcanza el tiempo del consejo.",
    "Me siento cansada este ciclo. Aprendí a pedir ayuda a mis compañeras.",
    "=2+2 es lo que puse en el pizarrón. El respeto se aprende en el recreo.",
    "¿Cómo le hacemos para que lean más? Los niños leyeron un cuento completo.",
]


@pytest.fixture(scope="module")
def analisis():
    return rx.analizar(TEXTOS, modelo="rapido")


def llenar(ruta: Path, respuestas: dict[int, dict[str, str]]) -> Path:
    """Escribe en la hoja, por renglón de Excel, lo que contestó una persona."""
    libro = openpyxl.load_workbook(ruta)
    hoja = libro["Revisión"]
    for renglon, celdas in respuestas.items():
        for columna, valor in celdas.items():
            hoja.cell(renglon, COLUMNAS.index(columna) + 1, valor)
    libro.save(ruta)
    return ruta


@pytest.fixture
def hoja(analisis, tmp_path: Path) -> Path:
    return analisis.hoja_de_revision(tmp_path / "revision.xlsx")


def test_la_hoja_trae_la_sugerencia_su_probabilidad_y_sus_palabras(analisis, hoja) -> None:
    filas = list(openpyxl.load_workbook(hoja)["Revisión"].values)
    assert filas[0] == COLUMNAS
    assert len(filas) == len(analisis.etiquetas) + 1
    for fila, e in zip(filas[1:], analisis.etiquetas.to_dict("records"), strict=True):
        assert fila[:3] == (e["reflexion"], str(e["oracion"]), e["texto"])
        for d in e["dimensiones"]:
            assert f"{e[d]:.2f}" in fila[3]
        assert not any(fila[6:])
        dichas = (fila[4] or "").split(", ")
        assert all(p in e["texto"].lower() for p in dichas)
        assert len(dichas) == len(set(dichas)) <= 4
    assert sum(bool(f[4]) for f in filas[1:]) >= 0.8 * len(analisis.etiquetas)


def test_las_listas_para_elegir_cubren_todos_los_renglones(analisis, hoja) -> None:
    hoja_ = openpyxl.load_workbook(hoja)["Revisión"]
    listas = {str(v.sqref): v.formula1.strip('"').split(",") for v in hoja_.data_validations.dataValidation}
    ultima = len(analisis.etiquetas) + 1
    assert listas[f"G2:G{ultima}"] == ["De acuerdo", "Corrijo"]
    assert listas[f"H2:H{ultima}"] == ["Sí", "No"]
    assert listas[f"M2:M{ultima}"] == ["Reto", "Logro", "Compromiso", "Pregunta", "Ninguno"]
    assert len(listas) == 7
    assert hoja_.freeze_panes == "D2"


def test_ninguna_celda_corre_como_formula(hoja) -> None:
    libro = openpyxl.load_workbook(hoja)
    tipos = {c.data_type for h in libro for fila in h.iter_rows() for c in fila if c.value is not None}
    assert tipos == {"s"}
    assert any(str(c.value).startswith("=2+2") for fila in libro["Revisión"].iter_rows() for c in fila)


def test_los_mismos_datos_dan_los_mismos_bytes(analisis, tmp_path) -> None:
    uno, otro = (analisis.hoja_de_revision(tmp_path / f"{n}.xlsx", n=5).read_bytes() for n in "ab")
    assert uno == otro


def test_se_pueden_pedir_unas_cuantas_al_azar(analisis, tmp_path) -> None:
    ruta = analisis.hoja_de_revision(tmp_path / "r.xlsx", n=4)
    assert len(list(openpyxl.load_workbook(ruta)["Revisión"].values)) == 5
    with pytest.raises(rx.ErrorDatos, match="n=0"):
        analisis.hoja_de_revision(ruta, n=0)
    with pytest.raises(rx.ErrorDatos, match="xlsx"):
        analisis.hoja_de_revision(tmp_path / "r.csv")


def test_lo_que_vuelve_se_guarda_aparte_y_manda_despues(analisis, hoja) -> None:
    antes = analisis.etiquetas.copy()
    llenar(
        hoja,
        {
            2: {"¿De acuerdo?": "De acuerdo"},
            3: {"¿De acuerdo?": "Corrijo", "Social": "Sí", "Valoral": "sí", "Personal": "No", "Acto": "Compromiso"},
            4: {"¿De acuerdo?": "Corrijo", "Acto": "Ninguno", "Comentario": "No dice nada"},
        },
    )
    revision = rx.leer_revision(hoja, analisis)
    assert len(revision) == 3
    assert revision.humana["dimensiones"].tolist() == [antes["dimensiones"][0], ["social", "valoral"], []]
    assert revision.humana["acto"].tolist()[1:] == ["compromiso", None]
    assert revision.correcciones["comentario"].tolist()[-1] == "No dice nada"
    corregido = analisis.con_revision(revision)
    # La máquina queda intacta, en el original y en el corregido.
    assert analisis.etiquetas["dimensiones"].tolist() == antes["dimensiones"].tolist()
    assert corregido.maquina["dimensiones"].tolist() == antes["dimensiones"].tolist()
    assert corregido.etiquetas["dimensiones"][1] == ["social", "valoral"]
    assert corregido.etiquetas["acto"][1] == "compromiso"
    assert corregido.etiquetas["dimensiones"][2] == []
    assert corregido.etiquetas["texto"].tolist() == antes["texto"].tolist()
    assert corregido.procedencia["revision"] == {"revisadas": 3, "corregidas": len(revision.correcciones)}


def test_todo_lo_que_sigue_usa_lo_corregido(analisis, hoja) -> None:
    respuestas = {r: {"¿De acuerdo?": "Corrijo", "Valoral": "Sí", "Acto": "Compromiso"} for r in range(2, 14)}
    corregido = analisis.con_revision(rx.leer_revision(llenar(hoja, respuestas), analisis))
    resumen = corregido.resumen.set_index("dimension")["personas"].to_dict()
    assert resumen == {"Personal": 0, "Didáctica": 0, "Institucional": 0, "Social": 0, "Valoral": 6}
    assert set(corregido.palabras["dimension"]) <= {"valoral", None, ""}
    sintesis = corregido.sintesis(minimo=1).markdown
    assert "| Valoral | 6 |" in sintesis
    assert "| Social" not in sintesis
    assert "las 6 personas proponen" in sintesis.lower()
    assert corregido.reflexiones["valoral"].tolist() == [1.0] * 6


def test_el_acuerdo_es_el_de_las_formulas_conocidas(analisis, hoja) -> None:
    azar = np.random.default_rng(0)
    nombres = ("Personal", "Didáctica", "Institucional", "Social", "Valoral")
    marcas = azar.random((12, 5)) < 0.35
    respuestas = {
        i + 2: {"¿De acuerdo?": "Corrijo", **{n: "Sí" if x else "No" for n, x in zip(nombres, fila, strict=True)}}
        for i, fila in enumerate(marcas)
    }
    acuerdo = rx.leer_revision(llenar(hoja, respuestas), analisis).acuerdo.set_index("codigo")
    for j, (d, nombre) in enumerate(zip(rx.DIMENSIONES, nombres, strict=True)):
        maquina = np.array([d in suyas for suyas in analisis.etiquetas["dimensiones"]])
        fila = acuerdo.loc[nombre]
        assert (fila["persona"], fila["maquina"], fila["oraciones"]) == (marcas[:, j].sum(), maquina.sum(), 12)
        if maquina.any():
            assert fila["kappa"] == pytest.approx(cohen_kappa_score(marcas[:, j], maquina), abs=1e-3)
            assert fila["f1"] == pytest.approx(f1_score(marcas[:, j], maquina), abs=1e-3)
            assert fila["kappa_bajo"] <= fila["kappa"] <= fila["kappa_alto"]
    assert np.isnan(acuerdo.loc["Pregunta", "kappa"]) or acuerdo.loc["Pregunta", "maquina"] > 0


def test_con_todo_de_acuerdo_el_acuerdo_es_uno(analisis, hoja) -> None:
    revision = rx.leer_revision(llenar(hoja, {r: {"¿De acuerdo?": "De acuerdo"} for r in range(2, 14)}), analisis)
    medidos = revision.acuerdo.dropna()
    assert len(medidos) >= 4
    assert (medidos["f1"] == 1).all()
    assert len(revision.correcciones) == 0


@pytest.mark.parametrize(
    ("celdas", "dice"),
    [
        ({"Social": "Sí"}, "no dice «Corrijo»"),
        ({"¿De acuerdo?": "De acuerdo", "Social": "Sí"}, "además corrige"),
        ({"¿De acuerdo?": "tal vez"}, "elija de la lista"),
        ({"¿De acuerdo?": "Corrijo", "Social": "quizá"}, "elija Sí o No"),
        ({"¿De acuerdo?": "Corrijo", "Acto": "queja"}, "elija de la lista"),
        ({"Texto": "Otra cosa", "¿De acuerdo?": "De acuerdo"}, "cambió su texto"),
        ({"Oración": "dos", "¿De acuerdo?": "De acuerdo"}, "debe ser un número"),
    ],
)
def test_lo_que_no_se_entiende_se_dice_con_su_renglon(analisis, hoja, celdas, dice) -> None:
    with pytest.raises(rx.ErrorDatos, match=dice) as error:
        rx.leer_revision(llenar(hoja, {3: celdas}), analisis)
    assert "renglón 3" in str(error.value)


def test_una_hoja_de_otro_analisis_o_que_no_es_hoja_se_dice(analisis, hoja, tmp_path) -> None:
    with pytest.raises(rx.ErrorDatos, match="otro análisis"):
        rx.leer_revision(hoja, rx.analizar([*TEXTOS, "Otra reflexión distinta."], modelo="rapido"))
    otro = tmp_path / "otro.xlsx"
    openpyxl.Workbook().save(otro)
    with pytest.raises(rx.ErrorLectura, match="no es una hoja de revisión"):
        rx.leer_revision(otro, analisis)
    (tmp_path / "x.xlsx").write_bytes(b"hola")
    with pytest.raises(rx.ErrorLectura):
        rx.leer_revision(tmp_path / "x.xlsx", analisis)
    with pytest.raises(rx.ErrorLectura):
        rx.leer_revision(tmp_path / "no_existe.xlsx", analisis)


def test_una_fila_dos_veces_y_una_columna_borrada_se_dicen(analisis, hoja) -> None:
    llenar(hoja, {2: {"¿De acuerdo?": "De acuerdo"}})
    libro = openpyxl.load_workbook(hoja)
    libro["Revisión"].append([c.value for c in libro["Revisión"][2]])
    libro.save(hoja)
    with pytest.raises(rx.ErrorDatos, match="dos veces"):
        rx.leer_revision(hoja, analisis)
    libro["Revisión"].delete_cols(COLUMNAS.index("Valoral") + 1)
    libro.save(hoja)
    with pytest.raises(rx.ErrorDatos, match="«Valoral»"):
        rx.leer_revision(hoja, analisis)


def test_la_hoja_ordenada_de_otro_modo_se_lee_igual(analisis, hoja) -> None:
    llenar(hoja, {2: {"¿De acuerdo?": "De acuerdo"}, 5: {"¿De acuerdo?": "Corrijo", "Social": "x"}})
    antes = rx.leer_revision(hoja, analisis).humana.sort_values(["reflexion", "oracion"]).to_dict("records")
    libro = openpyxl.load_workbook(hoja)
    h = libro["Revisión"]
    filas = [list(f) for f in h.iter_rows(min_row=2, values_only=True)][::-1]
    for i, fila in enumerate(filas, start=2):
        for j, valor in enumerate(fila, start=1):
            celda = h.cell(i, j)
            celda.value = valor
            celda.data_type = celda.data_type if valor is None else "s"
    libro.save(hoja)
    despues = rx.leer_revision(hoja, analisis).humana.sort_values(["reflexion", "oracion"]).to_dict("records")
    assert antes == despues


def test_lo_corregido_vuelve_a_entrenar_las_cabezas(analisis, hoja) -> None:
    """Con una regla que la máquina no conocía, el etiquetador reentrenado la sigue."""
    respuestas = {
        i + 2: {
            "¿De acuerdo?": "Corrijo",
            "Social": "Sí" if "familias" in texto or "alumnos" in texto else "No",
            **dict.fromkeys(("Personal", "Didáctica", "Institucional", "Valoral"), "Sí" if i % 2 else "No"),
        }
        for i, texto in enumerate(analisis.etiquetas["texto"])
    }
    x, y, reflexiones = rx.leer_revision(llenar(hoja, respuestas), analisis).ejemplos()
    assert x == analisis.etiquetas["texto"].tolist()
    assert y["social"].tolist() == [int("familias" in t or "alumnos" in t) for t in x]
    veces = [f"{r}-{i}" for i in range(8) for r in reflexiones]
    etiquetador = rx.Etiquetador("rapido").fit(x * 8, np.tile(y.to_numpy(), (8, 1)), veces, list(y))
    p = etiquetador.predict_proba(["Vinieron las familias.", "Llovió toda la tarde."])[:, list(y).index("social")]
    assert p[0] > p[1]
