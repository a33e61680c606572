"""De textos a pesos: se cuentan personas, se juntan flexiones y se conservan frases."""

from __future__ import annotations

import random
import unicodedata

import pytest

from reflexiona.caligrama.conteo import contar
from reflexiona.caligrama.frases import hallar_frases, separar_frases
from reflexiona.caligrama.pesos import leer_pesos
from reflexiona.errores import ErrorCaligrama


def test_quien_repite_no_pesa_mas():
    pesos = contar(["milpa milpa milpa milpa milpa", "La lluvia.", "Vino la lluvia."])
    assert pesos["lluvia"] == 2
    assert pesos["milpa"] == 1


def test_un_solo_texto_cuenta_veces():
    assert contar(["La lluvia. Otra lluvia en la milpa."]) == {"lluvia": 2, "milpa": 1}


def test_las_flexiones_se_juntan_bajo_la_forma_mas_usada():
    textos = ["Las reflexiones.", "Otras reflexiones.", "Una reflexión.", "Reflexiones y más."]
    assert contar(textos)["reflexiones"] == 4
    assert "reflexión" not in contar(textos)


@pytest.mark.parametrize(
    ("textos", "forma"),
    [
        (["evaluacion", "evaluacion", "evaluación"], "evaluación"),
        (["La evaluacion."], "evaluación"),
        (["el trabajo", "el trabajo", "trabajo"], "trabajo"),
        ([unicodedata.normalize("NFD", "La niñez"), "niñez"], "niñez"),
        (["ESCUELA RURAL", "La escuela"], "escuela"),
        (["En el CTE", "el CTE"], "CTE"),
    ],
)
def test_la_forma_que_se_muestra_lleva_sus_acentos(textos, forma):
    assert forma in contar(textos)


@pytest.mark.parametrize(
    ("texto", "frase"),
    [
        ("Somos una comunidad de aprendizaje.", "comunidad de aprendizaje"),
        ("Hay comunidades de aprendizaje.", "comunidades de aprendizaje"),
        ("Fue en el consejo técnico escolar.", "consejo técnico escolar"),
        ("Vinieron madres y padres de familia.", "madres y padres de familia"),
        ("El Consejo Tecnico de hoy.", "Consejo Tecnico"),
    ],
)
def test_las_frases_del_oficio_van_enteras(texto, frase):
    pesos = contar([texto, "La milpa."])
    assert pesos[frase] == 1
    assert not {"comunidad", "aprendizaje", "consejo", "padres"} & set(pesos)


def test_singular_y_plural_de_una_frase_son_la_misma():
    pesos = contar(["Una comunidad de aprendizaje.", "Comunidades de aprendizaje.", "Esta comunidad de aprendizaje."])
    assert pesos == {"comunidad de aprendizaje": 3}


def test_una_colocacion_necesita_apoyo_y_asociacion():
    varios = ["El cuaderno viajero llegó a casa."] * 5 + ["Regresó la milpa.", "Sembramos maíz.", "Llovió en la casa."]
    assert contar(varios)["cuaderno viajero"] == 5
    assert "cuaderno viajero" not in contar(varios[3:])
    # Dos palabras muy comunes que a veces coinciden no son una frase.
    azar = random.Random(1)
    otras = ["agua", "milpa", "cerro", "patio", "lluvia", "mesa"]
    sueltas = [" ".join(azar.sample(otras, 6)) for _ in range(40)]
    assert all(" " not in palabra for palabra in contar(sueltas))


def test_una_frase_no_cruza_signos():
    assert all(" " not in p for p in contar(["Hubo consejo. Técnico vino.", "consejo, técnico"]))


def test_la_frase_mas_larga_gana():
    fichas = [("consejo", True), ("técnico", True), ("escolar", True)]
    assert separar_frases(fichas, hallar_frases([])) == [(0, 3)]
    assert separar_frases(fichas[:2], hallar_frases([])) == [(0, 2)]


def test_el_orden_de_los_textos_no_cambia_los_pesos():
    textos = ["El agua y la milpa.", "Aguas claras", "La Milpa de todos", "agua", "evaluacion", "evaluación"]
    assert leer_pesos(textos, 50) == leer_pesos(textos[::-1], 50)


def test_vacias_propias():
    assert contar(["La escuela y el patio"], vacias={"patio", "el"}) == {"escuela": 1}


def test_solo_vacias_es_un_error_claro():
    with pytest.raises(ErrorCaligrama, match="palabras vacías"):
        contar(["de la que", "los con"])
