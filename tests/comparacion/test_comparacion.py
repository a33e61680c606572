"""Comparar grupos o fechas: cuentas de personas, intervalos, corrección por muchas pruebas y nadie señalado."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import reflexiona as rx
from reflexiona.comparacion import comparar_fechas, comparar_grupos
from reflexiona.comparacion.estadistica import benjamini_hochberg, iguales, wilson
from reflexiona.corpus import Corpus, Reflexion


def comunidad(grupos: dict[str, int], dice: dict[str, dict[str, int]]) -> tuple[Corpus, pd.DataFrame, SimpleNamespace]:
    """Una reflexión por persona; `dice[código][grupo]` son las personas de ese grupo que lo dicen."""
    reflexiones, filas, fila = [], [], 0
    for grupo, n in grupos.items():
        for i in range(n):
            fila += 1
            suyos = [c for c, cuantas in dice.items() if i < cuantas.get(grupo, 0)]
            reflexiones.append(Reflexion(str(fila), "Texto.", fila, f"P{fila}", None, {"Nivel": grupo}))
            # Quien lo dice, lo dice dos veces: se cuentan personas.
            filas += [
                {
                    "reflexion": str(fila),
                    "oracion": k,
                    "texto": "Texto.",
                    "dimensiones": [c for c in suyos if c in rx.DIMENSIONES],
                    "acto": next((c for c in suyos if c in rx.ACTOS), None),
                    "temas": [c for c in suyos if c.startswith("Tema")],
                }
                for k in (1, 2)
            ]
    nombres = [c for c in dice if c.startswith("Tema")]
    temas = SimpleNamespace(tabla=pd.DataFrame({"tema": nombres, "origen": ["conocido"] * len(nombres)}))
    corpus = Corpus(tuple(reflexiones), filas=fila)
    return corpus, pd.DataFrame(filas), temas


def celda(c, codigo: str, grupo: str) -> dict:
    return c.tabla[(c.tabla["codigo"] == codigo) & (c.tabla["grupo"] == grupo)].iloc[0].to_dict()


@pytest.fixture(scope="module")
def comparada():
    datos = comunidad(
        {"Primaria": 30, "Secundaria": 30, "Preescolar": 8, "CAM": 3, "Otro": 1},
        {
            "social": {"Primaria": 27, "Secundaria": 3, "Preescolar": 4, "CAM": 3},
            "personal": {"Primaria": 10, "Secundaria": 10, "Preescolar": 3, "CAM": 1},
            "reto": {"Primaria": 15, "Secundaria": 15, "Preescolar": 4},
            "Tema raro": {"Primaria": 2, "Secundaria": 2},
            "Tema común": {"Primaria": 6, "Secundaria": 1},
        },
    )
    return comparar_grupos(*datos, "meta_Nivel")


def test_cuenta_personas_por_grupo_con_su_intervalo(comparada) -> None:
    fila = celda(comparada, "Social", "Primaria")
    assert (fila["n"], fila["personas"], fila["proporcion"]) == (30, 27, 0.9)
    suyo = stats.binomtest(27, 30).proportion_ci(method="wilson")
    assert (fila["bajo"], fila["alto"]) == (round(suyo.low, 4), round(suyo.high, 4))


def test_los_grupos_chicos_se_juntan_y_ninguno_sale_por_resta(comparada) -> None:
    # CAM (3) y Otro (1) juntos son 4: se les suma Preescolar, el menor de los visibles.
    assert comparada.grupos == ("Primaria", "Secundaria", "Otros grupos")
    assert comparada.juntados == ("CAM", "Otro", "Preescolar")
    assert set(comparada.tabla.groupby("grupo")["n"].first()) == {30, 12}
    assert not comparada.tabla["grupo"].isin(["CAM", "Otro", "Preescolar"]).any()
    assert comparada.tabla["n"].min() >= 5
    assert "menos de 5 personas" in comparada.lectura


def test_un_tema_de_menos_personas_que_el_minimo_no_se_compara(comparada) -> None:
    temas = set(comparada.tabla.loc[comparada.tabla["tipo"] == "tema", "codigo"])
    assert temas == {"Tema común"}


def test_encuentra_la_diferencia_que_hay_y_no_otras(comparada) -> None:
    assert set(comparada.diferencias["codigo"]) == {"Social"}
    assert celda(comparada, "Personal", "Primaria")["p_ajustada"] > 0.5
    assert "hay 1 diferencia" in comparada.lectura


def test_la_correccion_es_la_de_benjamini_y_hochberg() -> None:
    p = np.random.default_rng(0).random(40) ** 3
    assert np.allclose(benjamini_hochberg(p), stats.false_discovery_control(p, method="bh"))


def test_la_permutacion_da_lo_que_la_prueba_exacta() -> None:
    dice = np.array([[1]] * 8 + [[0]] * 4 + [[1]] * 2 + [[0]] * 10, dtype=bool)
    exacta = stats.fisher_exact([[8, 4], [2, 10]]).pvalue
    assert iguales(dice, np.array([0] * 12 + [1] * 12))[0] == pytest.approx(exacta, abs=0.015)


def test_sin_diferencias_de_verdad_casi_nunca_se_afirma_una() -> None:
    azar, falsas = np.random.default_rng(1), 0
    for i in range(60):
        dice = azar.random((40, 12)) < 0.4
        p = benjamini_hochberg(iguales(dice, np.repeat([0, 1], 20), permutaciones=199, semilla=i))
        falsas += bool((p < 0.05).any())
    assert falsas <= 8  # 5 % de 60 son 3; con probabilidad menor a 1 % son más de 8


@pytest.mark.parametrize(("k", "n"), [(0, 5), (5, 5), (7, 23), (1, 600)])
def test_el_intervalo_es_el_de_wilson(k: int, n: int) -> None:
    suyo = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((suyo.low, suyo.high), abs=1e-9)


def test_quien_respondio_dos_cosas_cuenta_una_vez_y_lo_vacio_es_sin_dato() -> None:
    corpus, etiquetas, temas = comunidad({"A": 8, "": 6}, {"social": {"A": 8}})
    primera = corpus.reflexiones[0]
    otra = Reflexion("99", "Texto.", 99, primera.persona, None, {"Nivel": "B"})
    dos = Corpus((*corpus.reflexiones, otra), filas=15)
    c = comparar_grupos(dos, etiquetas, temas, "Nivel")
    assert c.grupos == ("A", "Sin dato")
    assert celda(c, "Social", "A")["n"] == 8


def test_la_columna_o_los_grupos_que_faltan_se_dicen() -> None:
    datos = comunidad({"A": 8, "B": 3}, {"social": {"A": 4}})
    with pytest.raises(rx.ErrorDatos, match="«Nivel»"):
        comparar_grupos(*datos, "Grado")
    with pytest.raises(rx.ErrorDatos, match="dos grupos"):
        comparar_grupos(*datos, "Nivel")


def test_dos_fechas_se_comparan_por_los_temas_conocidos() -> None:
    antes = comunidad({"A": 20}, {"social": {"A": 2}, "Tema común": {"A": 10}})
    despues = comunidad({"A": 25}, {"social": {"A": 22}, "Tema común": {"A": 12}, "Tema propio": {"A": 9}})
    despues[2].tabla.loc[despues[2].tabla["tema"] == "Tema propio", "origen"] = "emergente"
    c = comparar_fechas(antes, despues, ("Agosto", "Enero"))
    assert c.grupos == ("Agosto", "Enero")
    assert (celda(c, "Social", "Agosto")["n"], celda(c, "Social", "Enero")["personas"]) == (20, 22)
    assert set(c.diferencias["codigo"]) == {"Social"}
    assert "Tema propio" not in set(c.tabla["codigo"])
    with pytest.raises(rx.ErrorDatos, match="distintos"):
        comparar_fechas(antes, despues, ("Hoy", "Hoy"))
    with pytest.raises(rx.ErrorDatos, match="menos de 5"):
        comparar_fechas(antes, comunidad({"A": 4}, {"social": {"A": 4}}))


def test_las_salidas_se_escriben_iguales_cada_vez(comparada, tmp_path: Path) -> None:
    for nombre in ("c.csv", "c.png", "c.svg"):
        uno = comparada.guardar(tmp_path / nombre).read_bytes()
        assert comparada.guardar(tmp_path / nombre).read_bytes() == uno
    leida = pd.read_csv(tmp_path / "c.csv")
    assert list(leida.columns) == list(comparada.tabla.columns)
    assert len(leida) == len(comparada.tabla)
    html = comparada._repr_html_()
    assert "27 de 30" in html
    with pytest.raises(rx.ErrorSalida, match="gif"):
        comparada.guardar(tmp_path / "c.gif")


def test_un_grupo_con_nombre_hostil_no_da_formato() -> None:
    datos = comunidad({"<script>x</script>": 8, "$a_b$": 8}, {"social": {"$a_b$": 8}})
    c = comparar_grupos(*datos, "Nivel")
    assert "<script" not in c._repr_html_()
    c.figura()
