"""El trazo: que el texto siga las líneas, que las letras no se toquen y que cada voz tome la suya."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reflexiona.caligrama import caligrama
from reflexiona.caligrama.guias import Guia, Guias, Tijera
from reflexiona.caligrama.medidas_trazo import medir_trazo
from reflexiona.caligrama.silueta import leer_silueta
from reflexiona.errores import AvisoReflexiona, ErrorCaligrama

TEXTO = (
    "Quiero seguir aprendiendo con mis compañeras del consejo técnico, sin miedo a decir que algo no me salió. Me "
    "comprometo a leer en voz alta todos los días y a guardar silencio para que hablen los que hablan poco."
)

DISCO = "M500 0A500 500 0 0 1 500 1000A500 500 0 0 1 500 0Z"


@pytest.fixture(scope="module")
def corazon():
    return caligrama(TEXTO, "corazon", "trazo")


@pytest.mark.parametrize("forma", ["corazon", "estrella", "circulo", "M0 0L1000 1000L1000 0L0 1000Z"])
def test_se_lee_en_orden_sigue_la_linea_y_no_se_toca(forma):
    hecho = caligrama(TEXTO, forma, "trazo")
    medidas = hecho.metricas()
    assert medidas["texto_en_orden"] == 1
    assert medidas["encimados"] == 0
    assert medidas["desvio"] < 0.05
    assert "".join(u.leido for u in hecho.palabras) == TEXTO.replace(" ", "")


def test_en_un_circulo_las_letras_giran_parejo():
    hecho = caligrama("o" * 3 + " o" * 40, DISCO, "trazo", relleno=False, cuerpo_maximo=20)
    x0, y0 = hecho.pagina.silueta_en
    centros = np.array([(u.x - x0 - 500, u.y - y0 - 500) for u in hecho.palabras])
    radios = np.hypot(*centros.T)
    assert np.ptp(radios) < 0.06 * 20
    # De pie hacia afuera: la vertical de cada letra apunta al centro.
    for (x, y), uno in zip(centros, hecho.palabras, strict=True):
        vertical = np.array([np.sin(uno.giro), -np.cos(uno.giro)])
        assert vertical @ (np.array([x, y]) / np.hypot(x, y)) > 0.97


def test_metricas_encuentra_lo_que_se_encima_y_lo_que_se_aparta(corazon):
    primera, segunda, *otras = corazon.pagina.palabras
    mala = replace(corazon.pagina, palabras=(primera, replace(segunda, x=primera.x, y=primera.y), *otras))
    args = (corazon._corrida.acomodo, corazon._silueta, corazon._letra, corazon._corrida.texto)
    assert medir_trazo(mala, *args)["encimados"] > 0
    lejos = replace(corazon.pagina, palabras=(primera, replace(segunda, x=segunda.x + segunda.cuerpo), *otras))
    assert medir_trazo(lejos, *args)["desvio"] > 0.3


def test_en_una_esquina_se_corta_y_las_letras_no_la_montan():
    puntos = np.array([[0.0, 0.0], [400.0, 0.0], [400.0, 400.0]])
    piezas = Tijera().cortar(Guia(puntos, False), 20.0)
    assert len(piezas) == 2
    assert piezas[0].puntos[-1, 0] < 400
    assert piezas[1].puntos[0, 1] > 0
    assert piezas[1].sigue


def test_una_linea_que_se_cruza_deja_libre_el_cruce():
    t = np.linspace(0, 2 * np.pi, 400)
    ocho = np.column_stack([500 + 400 * np.sin(t), 500 + 250 * np.sin(2 * t)])
    piezas = Tijera().cortar(Guia(ocho, False), 20.0)
    cruce = [p for p in piezas if np.hypot(*(p.puntos - 500).T).min() < 5]
    assert len(piezas) >= 2
    assert len(cruce) == 1


def test_hacia_las_cabezas_la_curva_pide_mas_aire():
    t = np.linspace(0, np.pi, 200)
    arco = np.column_stack([200 * np.cos(t), 200 * np.sin(t)])
    convexa, concava = (Tijera().cortar(Guia(p, False), 20.0)[0] for p in (arco, arco[::-1]))
    por_largo = [p.cabe / p.largo[-1] for p in (convexa, concava)]
    assert min(por_largo) == pytest.approx(1 - 0.76 * 20 / 200, abs=0.02)
    assert max(por_largo) > 1


def test_cada_voz_toma_su_linea():
    voces = {"Ana": "Me cuesta que algunas familias no puedan venir.", "Luz": "La niña que traduce ya es maestra."}
    hecho = caligrama(voces, "letras:SI", "trazo", colores=["#0B4DCD", "#AA2699"])
    assert hecho.metricas()["texto_en_orden"] == 1
    mitad = hecho.pagina.silueta_en[0] + 0.75 * hecho._silueta.ancho
    primera, segunda = ([u for u in hecho.palabras if u.voz == v] for v in (0, 1))
    assert max(u.x for u in primera) < mitad
    assert min(u.x for u in segunda) > max(u.x for u in primera)
    assert {u.color for u in primera} == {"#0B4DCD"}
    assert [r.texto for r in hecho.pagina.rotulos] == ["Ana", "Luz"]


def test_con_mas_voces_que_lineas_se_dan_mas_vueltas():
    voces = {n: f"{n} dice que la escuela es de quien la camina todos los días." for n in ("Ana", "Luz", "Iker")}
    hecho = caligrama(voces, DISCO, "trazo")
    medidas = hecho.metricas()
    assert medidas["texto_en_orden"] == 1
    assert medidas["encimados"] == 0
    x, y = hecho.pagina.ancho / 2, hecho.pagina.alto / 2
    lejos = [np.mean([np.hypot(u.x - x, u.y - y) for u in hecho.palabras if u.voz == v]) for v in range(3)]
    assert lejos[0] > lejos[1] > lejos[2]


def test_un_texto_largo_da_vueltas_y_lo_que_no_cabe_se_dice():
    largo = caligrama(TEXTO * 3, DISCO, "trazo")
    assert largo.metricas()["lineas"] > 1
    with pytest.warns(AvisoReflexiona, match="No cupieron"):
        hecho = caligrama(TEXTO * 12, "circulo", "trazo", cuerpo_minimo=45)
    fuera = [palabra for palabra, _ in hecho.omitidas]
    assert "".join(u.leido for u in hecho.palabras) + "".join(fuera) == (TEXTO * 12).replace(" ", "")


@pytest.mark.parametrize("texto", ["paz", "x" * 90, "de la que"])
def test_textos_cortos_o_raros(texto):
    medidas = caligrama(texto, "corazon", "trazo").metricas()
    assert medidas["texto_en_orden"] == 1
    assert medidas["encimados"] == 0


def test_en_una_raya_hay_un_error_claro():
    with pytest.raises(ErrorCaligrama):
        caligrama(TEXTO, "M0 0L1000 0L1000 3L0 3Z", "trazo")


def test_las_guias_quedan_dentro_de_la_silueta():
    silueta = leer_silueta("corazon")
    for guia in Guias(silueta).trazos(25.0, 3):
        columnas, filas = (np.round(guia.puntos * silueta.escala).astype(int)).T
        assert silueta.mascara[filas, columnas].all()
