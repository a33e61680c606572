"""El catálogo de formas: que cada dibujo se lea, respire y declare bien sus partes y sus líneas."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.path import Path as Camino

from reflexiona.caligrama.dibujo_svg import leer_dibujo
from reflexiona.caligrama.formas import Formas, archivo_de_forma, formas, nombre_legible
from reflexiona.caligrama.silueta import LADO, PIXELES, leer_silueta
from reflexiona.caligrama.tinta import camino
from reflexiona.errores import ErrorCaligrama

PEDIDAS = {
    *("paloma", "corazon", "arbol", "mano", "manos_unidas", "escuela", "libro", "libro_abierto"),
    *("casa", "estrella", "sol", "mariposa", "colibri", "pez", "flor", "maguey", "nopal"),
    *("maiz", "mexico", "huella", "circulo_de_personas", "lapiz", "barco", "luna"),
}


@pytest.fixture(scope="module")
def siluetas():
    return {nombre: leer_silueta(nombre) for nombre in formas()}


def _pintar(contornos, mascara, escala):
    """Cuáles pixeles de la máscara quedan dentro de los contornos, con la regla `evenodd`."""
    alto, ancho = mascara.shape
    y, x = np.mgrid[:alto:4, :ancho:4]
    puntos = np.column_stack([x.ravel() + 0.5, y.ravel() + 0.5]) / escala
    dentro = np.zeros(len(puntos), dtype=bool)
    for contorno in contornos:
        dentro ^= Camino(contorno).contains_points(puntos)
    return dentro.reshape(x.shape)


def test_estan_las_formas_pedidas():
    assert len(formas()) >= 26
    assert set(formas()) >= PEDIDAS


@pytest.mark.parametrize("forma", formas())
def test_cada_forma_se_llena_y_no_toca_su_borde(forma, siluetas):
    silueta = siluetas[forma]
    assert max(silueta.mascara.shape) == PIXELES
    assert 0.25 < silueta.mascara.mean() < 0.9
    dibujo = leer_dibujo(archivo_de_forma(forma))
    assert dibujo.titulo == silueta.nombre == nombre_legible(forma)
    x, y, ancho, alto = dibujo.caja
    for mancha in dibujo.manchas:
        orilla = camino(mancha.trazo).get_extents()
        assert x + 5 < orilla.x0 < orilla.x1 < x + ancho - 5
        assert y + 5 < orilla.y0 < orilla.y1 < y + alto - 5


@pytest.mark.parametrize("forma", formas())
def test_las_formas_llevan_texto(forma, siluetas):
    """Nueve décimas de la tinta están donde cabe una letra de 26 unidades."""
    from scipy import ndimage

    silueta = siluetas[forma]
    lado = round(26 * silueta.escala)
    cabe = ndimage.binary_opening(np.pad(silueta.mascara, lado), structure=np.ones((lado, lado), dtype=bool))
    assert cabe.sum() > 0.9 * silueta.mascara.sum()


@pytest.mark.parametrize("forma", formas())
def test_los_contornos_dicen_lo_mismo_que_la_mascara(forma, siluetas):
    silueta = siluetas[forma]
    dentro = _pintar(silueta.contornos, silueta.mascara, silueta.escala)
    assert (dentro != silueta.mascara[::4, ::4]).mean() < 0.006
    for contorno in silueta.contornos:
        assert (contorno[0] == contorno[-1]).all()
        x, y = contorno.T
        assert x[:-1] @ y[1:] - x[1:] @ y[:-1] > 0


@pytest.mark.parametrize("forma", formas())
def test_las_lineas_son_finas_y_caben_en_la_caja(forma, siluetas):
    silueta = siluetas[forma]
    assert len(silueta.lineas) >= len(silueta.contornos) > 0
    for linea in silueta.lineas:
        assert len(linea) > 4
        assert np.hypot(*np.diff(linea, axis=0).T).max() <= 4
        assert (linea >= 0).all()
        assert (linea <= (silueta.ancho + 0.01, silueta.alto + 0.01)).all()


@pytest.mark.parametrize("forma", formas())
def test_las_partes_cubren_la_silueta_sin_encimarse(forma, siluetas):
    silueta = siluetas[forma]
    suma = np.sum([parte.mascara for parte in silueta.partes], axis=0)
    assert (suma == silueta.mascara).all()
    declaradas = leer_dibujo(archivo_de_forma(forma)).partes
    if declaradas:
        assert tuple(parte.nombre for parte in silueta.partes) == declaradas
        assert all(parte.mascara.mean() > 0.003 for parte in silueta.partes)
    else:
        assert silueta.partes[0].nombre == "parte 1"


def test_las_lineas_interiores_siguen_a_los_contornos():
    silueta = leer_silueta("libro_abierto")
    interiores = silueta.lineas[len(silueta.contornos) :]
    assert len(interiores) >= 10
    for linea in interiores:
        columnas, filas = (linea * silueta.escala).astype(int).T
        assert silueta.mascara[filas.clip(0, len(silueta.mascara) - 1), columnas].mean() > 0.9
    primera, segunda = interiores[:2]
    assert segunda[0, 1] > primera[0, 1]


def test_una_silueta_sin_partes_se_lee_como_una_pagina(tmp_path):
    ruta = tmp_path / "cuatro.svg"
    cajas = ((60, 55), (10, 60), (60, 10), (10, 12))
    cuerpo = "".join(f'<rect x="{x}" y="{y}" width="30" height="25"/>' for x, y in cajas)
    ruta.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{cuerpo}</svg>', encoding="utf-8")
    centros = [np.argwhere(parte.mascara).mean(axis=0) / PIXELES for parte in leer_silueta(ruta).partes]
    lugares = [(fila > 0.5, columna > 0.5) for fila, columna in centros]
    assert lugares == [(False, False), (False, True), (True, False), (True, True)]


def test_partes_declaradas_en_un_dibujo_propio(tmp_path):
    ruta = tmp_path / "casa.svg"
    ruta.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>Dos</title>'
        '<g data-parte="abajo"><rect x="10" y="10" width="80" height="80"/></g>'
        '<rect data-parte="arriba" x="10" y="10" width="80" height="40"/>'
        '<circle cx="50" cy="75" r="8"/>'
        '<g data-lineas="true" transform="translate(10 10)"><path d="M0 40H80M0 60H80"/></g></svg>',
        encoding="utf-8",
    )
    silueta = leer_silueta(ruta)
    assert [(p.nombre, round(p.mascara.mean(), 1)) for p in silueta.partes] == [("abajo", 0.5), ("arriba", 0.5)]
    assert not silueta.partes[0].mascara[100].any()
    interiores = silueta.lineas[len(silueta.contornos) :]
    assert [linea[:, 1].round().tolist()[0] / LADO for linea in interiores] == [0.5, 0.75]


def test_el_catalogo_es_una_tupla_con_miniaturas():
    todas = formas()
    assert isinstance(todas, tuple)
    assert list(todas) == sorted(todas)
    assert repr(Formas(("luna", "sol"))) == "('luna', 'sol')"
    pagina = todas._repr_html_()
    arbol = ElementTree.fromstring(pagina)
    dibujos = [nodo for nodo in arbol.iter() if nodo.tag.endswith("svg")]
    assert [nodo.get("aria-label") for nodo in dibujos] == [nombre_legible(nombre) for nombre in todas]
    assert "data-lineas" not in pagina
    assert "Colibrí" in pagina
    for nombre in todas:
        assert f">{nombre}</code>" in pagina


def test_los_dibujos_son_limpios():
    for nombre in formas():
        texto = archivo_de_forma(nombre).read_text(encoding="utf-8")
        assert len(texto) < 24_000, nombre
        assert not re.search(r"\d\.\d\d", texto), nombre
        assert not re.search(r"style=|transform=|#[0-9a-f]{3}", texto), nombre


@pytest.mark.parametrize(("escrito", "archivo"), [("México", "mexico"), ("Círculo de personas", "circulo_de_personas")])
def test_se_piden_como_se_leen(escrito, archivo):
    assert archivo_de_forma(escrito).stem == archivo
    assert leer_silueta(escrito).nombre == escrito


@pytest.mark.parametrize(
    ("forma", "dicha"),
    [
        ("corazon", "corazón"),
        ("Círculo de personas", "círculo de personas"),
        ("mexico", "México"),
        ("letras:NEM", "las letras NEM"),
        ("letras:Escuela Benito Juárez", "las letras Escuela Benito Juárez"),
        ("letras:A", "la letra A"),
        ("M0 0L100 0L50 80Z", "trazo"),
    ],
)
def test_a_media_frase_solo_lo_propio_va_con_mayuscula(forma, dicha):
    assert leer_silueta(forma).en_frase == dicha


def test_solo_los_nombres_propios_conservan_su_mayuscula():
    assert [forma for forma in formas() if not leer_silueta(forma).en_frase.islower()] == ["mexico"]


def test_una_forma_que_no_existe_sugiere_otra():
    with pytest.raises(ErrorCaligrama, match="¿Quiso decir «colibri»"):
        archivo_de_forma("colibries")


def test_unas_letras_son_partes_en_orden():
    silueta = leer_silueta("letras:NEM")
    assert silueta.nombre == "NEM"
    assert [parte.nombre for parte in silueta.partes] == ["N", "E", "M"]
    izquierdas = [int(np.flatnonzero(parte.mascara.any(axis=0))[0]) for parte in silueta.partes]
    assert izquierdas == sorted(izquierdas)
    assert silueta.ancho > 1.5 * silueta.alto
    assert len(silueta.contornos) == 3


def test_una_letra_repetida_y_los_acentos_cuentan_aparte():
    assert [parte.nombre for parte in leer_silueta("letras:niñez en").partes] == [*"niñez", "e (2)", "n (2)"]
    assert len(leer_silueta("letras:niñ").contornos) == 5


def test_un_nombre_largo_va_en_renglones():
    larga = leer_silueta("letras:Escuela Primaria Benito Juárez")
    assert larga.nombre == "Escuela Primaria Benito Juárez"
    assert 0.5 < larga.ancho / larga.alto < 2
    assert larga.partes[0].nombre == "E"
    fijos = leer_silueta("letras:La\nescuela")
    filas = [np.flatnonzero(parte.mascara.any(axis=1)) for parte in fijos.partes]
    assert filas[1][-1] < filas[2][0] + 8


@pytest.mark.parametrize(
    ("forma", "mensaje"),
    [("letras:", "letras de la forma"), ("letras:🙂", "no tiene «🙂»"), ("letras:" + "a" * 61, "caben 60")],
)
def test_letras_que_no_se_pueden(forma, mensaje):
    with pytest.raises(ErrorCaligrama, match=mensaje):
        leer_silueta(forma)
