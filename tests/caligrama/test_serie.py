"""Caligramas en serie con la misma escala, y dos comunidades en una forma."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from reflexiona.caligrama import caligrama_de_dos, caligramas_en_serie
from reflexiona.errores import ErrorCaligrama

A = {"agua": 9, "milpa": 6, "cerro": 5, "lluvia": 4, "camino": 3, "asamblea": 3, "lengua": 2, "maíz": 2}
B = {"calle": 12, "agua": 6, "ruido": 5, "patio": 4, "camión": 3, "mercado": 3, "luz": 2}
C = {"mar": 3, "red": 2, "lancha": 1}


@pytest.fixture(scope="module")
def serie():
    return caligramas_en_serie({"Zona A": A, "Zona B": B, "Zona C": C}, "circulo", titulo="Lo que decimos")


@pytest.fixture(scope="module")
def dos():
    return caligrama_de_dos(A, B, "circulo", nombres=("La sierra", "La ciudad"))


def test_a_igual_peso_igual_cuerpo_en_todos(serie):
    cuerpos: dict[float, set[float]] = {}
    for panel in serie.paneles.values():
        for uno in panel.palabras:
            cuerpos.setdefault(uno.peso, set()).add(round(uno.cuerpo, 4))
    assert all(len(suyos) == 1 for suyos in cuerpos.values())
    orden = [min(cuerpos[peso]) for peso in sorted(cuerpos)]
    assert orden == sorted(orden)
    assert len(set(orden)) == len(orden)


def test_cada_panel_lleva_su_nombre_y_no_se_pierde_nada(serie):
    assert [r.texto for r in serie.pagina.rotulos][:4] == ["Lo que decimos", "Zona A", "Zona B", "Zona C"]
    assert {n: {u.texto for u in p.palabras} for n, p in serie.paneles.items()} == {
        "Zona A": set(A),
        "Zona B": set(B),
        "Zona C": set(C),
    }
    assert serie.omitidas == ()
    assert len(serie.palabras) == len(A) + len(B) + len(C)
    for medidas in serie.metricas().values():
        assert medidas["tinta_fuera"] == 0
        assert medidas["encimados"] == 0


def test_los_paneles_no_se_enciman_en_la_pagina(serie):
    pagina = serie.pagina
    assert all(0 < u.x < pagina.ancho and 0 < u.y < pagina.alto for u in (*pagina.palabras, *pagina.rotulos))
    imagen = np.asarray(Image.open(io.BytesIO(serie.png(600))).convert("L")) < 200
    assert imagen.any()
    centros = {
        n: np.mean([u.x for u in serie.palabras if u.texto in d]) for n, d in (("A", {"milpa"}), ("B", {"calle"}))
    }
    assert centros["A"] < pagina.ancho / 2 < centros["B"]


def test_la_serie_se_guarda_se_muestra_y_se_repite(serie, tmp_path):
    raiz = ElementTree.fromstring(serie.svg())
    assert raiz.get("role") == "img"
    assert serie.guardar(tmp_path / "s.png").stat().st_size > 1000
    assert set(serie._repr_mimebundle_()[0]) >= {"image/svg+xml", "text/plain"}
    assert "3 caligramas" in repr(serie)
    otra = caligramas_en_serie({"Zona A": A, "Zona B": B, "Zona C": C}, "circulo", titulo="Lo que decimos")
    assert otra.svg() == serie.svg()


def test_por_cada_cien_compara_grupos_de_distinto_tamano():
    serie = caligramas_en_serie(
        {"Chica": {"agua": 5, "luz": 1}, "Grande": {"agua": 50, "luz": 10}},
        por_cada_cien={"Chica": 10, "Grande": 100},
        relleno=False,
    )
    chica, grande = (p.palabras[0] for p in serie.paneles.values())
    assert chica.peso == grande.peso == 50
    assert chica.cuerpo == pytest.approx(grande.cuerpo)


def test_una_forma_y_un_color_por_grupo():
    serie = caligramas_en_serie(
        {"A": C, "B": C}, {"A": "circulo", "B": "corazon"}, colores={"A": "#0B4DCD", "B": "#642D16"}, relleno=False
    )
    assert {u.color for u in serie.paneles["A"].palabras} == {"#0B4DCD"}
    assert {u.color for u in serie.paneles["B"].palabras} == {"#642D16"}
    assert "corazón" in serie.paneles["B"].pagina.titulo


def test_lo_que_no_cabe_dice_de_que_grupo_es():
    serie = caligramas_en_serie({"A": {**C, "x" * 300: 2}, "B": C}, relleno=False, max_palabras=3)
    motivos = dict(serie.omitidas)
    assert motivos["lancha"] == "fuera de las 3 más frecuentes (A)"
    assert motivos["x" * 300] == "demasiado larga para la forma (A)"


@pytest.mark.parametrize(
    ("grupos", "opciones", "mensaje"),
    [
        ({}, {}, "diccionario de grupo"),
        ({"A": ""}, {}, "En «A»"),
        ({"A": {"🙂": 1}}, {}, "En «A» ninguna palabra"),
        ({"A": C, "B": C}, {"forma": {"A": "circulo"}}, "forma para «B»"),
        ({"A": C}, {"columnas": 0}, "columnas=0"),
        ({"A": C}, {"por_cada_cien": {}}, "personas de «A»"),
    ],
)
def test_errores_de_la_serie(grupos, opciones, mensaje):
    with pytest.raises(ErrorCaligrama, match=mensaje):
        caligramas_en_serie(grupos, **opciones)


def test_dos_comunidades_cada_una_de_su_lado_y_lo_comun_en_medio(dos):
    def donde(palabra):
        return next(u.x for u in dos.palabras if u.texto == palabra)

    solas_a, solas_b = set(A) - set(B), set(B) - set(A)
    assert {u.texto for u in dos.palabras} == set(A) | set(B)
    assert max(map(donde, solas_a)) < donde("agua") < min(map(donde, solas_b))
    assert next(u.peso for u in dos.palabras if u.texto == "agua") == 7.5
    colores = {
        clave: {u.color for u in dos.palabras if u.texto in clave} for clave in map(frozenset, (solas_a, solas_b))
    }
    assert all(len(c) == 1 for c in colores.values())
    assert len({c for suyos in colores.values() for c in suyos}) == 2
    assert [r.texto for r in dos.pagina.rotulos] == ["La sierra", "Ambas", "La ciudad"]
    medidas = dos.metricas()
    assert medidas["tinta_fuera"] == 0
    assert medidas["encimados"] == 0
    assert medidas["correlacion_tamano_peso"] == 1


def test_una_palabra_es_de_quien_la_dice_al_menos_el_doble():
    hecho = caligrama_de_dos(
        {"agua": 10, "luz": 4, "sol": 6}, {"agua": 10, "luz": 9, "mar": 1}, "circulo", relleno=False, max_palabras=1
    )
    de = {u.texto: u.x for u in hecho.palabras}
    assert de["sol"] < de["agua"] < de["luz"]
    assert dict(hecho.omitidas) == {"mar": "fuera de las 1 más frecuentes (Otra comunidad)"}


def test_dos_sin_nada_en_comun_y_con_nombres_iguales():
    hecho = caligrama_de_dos(C, {"sol": 2, "sal": 1}, "circulo", relleno=False)
    assert [r.texto for r in hecho.pagina.rotulos] == ["Una comunidad", "Otra comunidad"]
    with pytest.raises(ErrorCaligrama, match="nombres distintos"):
        caligrama_de_dos(C, A, nombres=("Zona", "Zona"))
