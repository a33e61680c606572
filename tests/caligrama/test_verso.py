"""El verso: que todo se lea en orden, que llene la forma sin salirse y que avise de lo que no cupo."""

from __future__ import annotations

import numpy as np
import pytest

from reflexiona.caligrama import caligrama
from reflexiona.caligrama.corrido import ESPACIO, Corrido
from reflexiona.caligrama.medidas_verso import medir_verso
from reflexiona.caligrama.reparto import ajustar, ceder, repartir
from reflexiona.caligrama.silabas import cortes
from reflexiona.caligrama.trazos import tipografia
from reflexiona.caligrama.voces import Palabra
from reflexiona.errores import AvisoReflexiona, ErrorCaligrama

TEXTO = (
    "Caminamos de mañana hacia la escuela con la neblina todavía sobre los cafetales. Mis alumnos llegan con la "
    "mochila seca, porque la cuidan más que a sus zapatos. Este año aprendí que no basta con planear bien: hay que "
    "escuchar primero lo que cada quien trae de su casa, de su lengua, de su milpa. Cuando les pedí que midieran el "
    "terreno del huerto con mecates y pasos, las fracciones dejaron de ser un castigo y se volvieron pregunta. "
) * 2


def leido(hecho) -> str:
    return "".join(uno.leido for uno in hecho.palabras)


@pytest.fixture(scope="module")
def corazon():
    return caligrama(TEXTO, "corazon", "verso")


@pytest.mark.parametrize("forma", ["corazon", "mano", "letras:NEM"])
def test_cada_letra_en_orden_dentro_de_la_forma_y_con_espacios_normales(forma):
    medidas = caligrama(TEXTO, forma, "verso").metricas()
    assert medidas["texto_en_orden"] == 1
    assert medidas["omitidas"] == 0
    assert medidas["sale"] == 0
    assert medidas["encimados"] == 0
    assert medidas["espaciado_normal"] >= 0.95
    assert medidas["iou"] >= 0.92


def test_el_orden_de_la_pagina_es_el_del_texto(corazon):
    """Sin usar los índices: de arriba abajo y de izquierda a derecha se lee el texto."""
    visual = sorted((u for u in corazon.pagina.palabras if not u.relleno), key=lambda u: (round(u.y, 3), u.x))
    assert "".join(u.leido for u in visual) == TEXTO.replace(" ", "")


def test_los_renglones_van_a_la_misma_distancia_y_del_mismo_tamano(corazon):
    bases = np.unique([round(u.y, 3) for u in corazon.pagina.palabras])
    assert np.allclose(np.diff(bases), np.diff(bases)[0], atol=0.01)
    assert len({u.cuerpo for u in corazon.pagina.palabras}) == 1


def test_un_texto_corto_se_repite_y_las_repeticiones_son_relleno():
    hecho = caligrama("Aquí se escucha.", "circulo", "verso")
    assert leido(hecho) == "Aquíseescucha."
    assert hecho.metricas()["vueltas"] > 3
    assert "".join(u.leido for u in hecho.relleno).startswith("Aquíseescucha.")
    sola = caligrama("Aquí se escucha.", "circulo", "verso", relleno=False)
    assert sola.relleno == ()
    assert sola.palabras[0].cuerpo > 2 * hecho.palabras[0].cuerpo


def test_un_texto_que_no_cabe_dos_veces_crece_hasta_llenar():
    justo = caligrama(TEXTO * 4, "corazon", "verso").metricas()["cuerpo"]
    with pytest.warns(AvisoReflexiona, match="No cupieron"):
        caligrama(TEXTO * 4, "corazon", "verso", cuerpo_minimo=1.04 * justo)
    hecho = caligrama(TEXTO * 4, "corazon", "verso", cuerpo_minimo=0.9 * justo, cuerpo_maximo=0.95 * justo)
    assert hecho.metricas()["vueltas"] == 1
    assert hecho.metricas()["renglones_vacios"] < 0.02
    assert hecho.metricas()["omitidas"] == 0


def test_lo_que_no_cabe_se_dice_y_no_se_pierde():
    palabras = (TEXTO * 4).split()
    with pytest.warns(AvisoReflexiona, match="No cupieron"):
        hecho = caligrama(" ".join(palabras), "circulo", "verso", cuerpo_minimo=30)
    fuera = [palabra for palabra, motivo in hecho.omitidas if motivo == "no cupo en la forma"]
    assert fuera
    assert leido(hecho) + "".join(fuera) == "".join(palabras)
    assert hecho.pagina.palabras[-1].texto.endswith("…")
    assert hecho.metricas()["texto_en_orden"] < 1


def test_las_voces_llevan_su_color_y_su_nombre():
    voces = {"Ana": "Leer en voz alta todos los días.", "Luz": "Escuchar primero."}
    hecho = caligrama(voces, "corazon", "verso", colores={"Ana": "#0B4DCD", "Luz": "#AA2699", "escuchar": "#268552"})
    colores = {u.texto: u.color for u in hecho.palabras if len(u.texto) > 3 and u.lee == u.texto}
    assert {u.color for u in hecho.palabras if u.voz == 0} == {"#0B4DCD"}
    assert {u.color for u in hecho.palabras if u.voz == 1} <= {"#AA2699", "#268552"}
    assert "#268552" in {u.color for u in hecho.palabras if u.palabra == 7}
    assert colores
    assert "Ana: Leer en voz alta todos los días. · Luz: Escuchar primero." in hecho.pagina.descripcion


def test_por_partes_cada_una_se_lee_entera_antes_que_la_siguiente():
    hecho = caligrama(TEXTO, "letras:NEM", "verso")
    partes = [p.mascara for p in hecho._silueta.partes]
    cual = []
    for u in hecho.pagina.palabras:
        columna = int((u.x + 0.2 * u.cuerpo - hecho.pagina.silueta_en[0]) * hecho._silueta.escala)
        cual.append([p[:, max(0, columna)].any() for p in partes].index(True))
    assert cual == sorted(cual)
    assert set(cual) == {0, 1, 2}


def test_metricas_encuentra_lo_que_se_sale_se_encima_y_se_pierde(corazon):
    from dataclasses import replace

    acomodo, silueta, letra = corazon._corrida.acomodo, corazon._silueta, corazon._letra
    primera, segunda, *otras = corazon.pagina.palabras
    corrida = replace(corazon.pagina, palabras=(replace(primera, x=0.0), replace(segunda, x=otras[0].x), *otras))
    mala = medir_verso(corrida, acomodo, silueta, letra, corazon._corrida.texto)
    assert mala["sale"] > 1
    assert mala["encimados"] > 0
    assert mala["espaciado_normal"] < 1
    sin_una = replace(corazon.pagina, palabras=(primera, *otras))
    assert medir_verso(sin_una, acomodo, silueta, letra, corazon._corrida.texto)["texto_en_orden"] < 0.1


@pytest.mark.parametrize(
    ("opciones", "mensaje"),
    [
        ({"orden": "columnas"}, "renglones"),
        ({"cuerpo_minimo": "chico"}, "cuerpo_minimo"),
        ({"una_linea_por_voz": True}, "no tiene la opción"),
        ({"interlinea": 9}, "interlinea"),
        ({"separador": 3}, "separador"),
    ],
)
def test_opciones_que_no_sirven(opciones, mensaje):
    with pytest.raises(ErrorCaligrama, match=mensaje):
        caligrama(TEXTO, "corazon", "verso", **opciones)


@pytest.mark.parametrize("texto", ["", "   \n", "🙂 🎉", [], {}, [3], {"a": "b", "c": 4}])
def test_sin_nada_que_leer_hay_un_error(texto):
    with pytest.raises(ErrorCaligrama):
        caligrama(texto, "corazon", "verso")


@pytest.mark.parametrize("texto", ["de la que y el", "electroencefalografista" * 4, "x" * 90, "—" * 300])
def test_textos_raros_se_leen_enteros(texto):
    medidas = caligrama(texto, "circulo", "verso").metricas()
    assert medidas["texto_en_orden"] == 1
    assert medidas["sale"] == 0


# --- Las piezas -------------------------------------------------------------------------------------------------------


def test_silabas():
    assert [c[0] for c in cortes("aprendizaje")] == [5, 7, 9]
    assert all(2 <= c[0] <= len("maestra") - 2 for c in cortes("maestra"))
    assert cortes("SEP") == ()
    assert len(cortes("x" * 90)) > 80


def test_el_reparto_llena_todos_los_renglones_y_no_pierde_pedazos():
    texto = Corrido(tipografia("serif").normal)
    texto.agregar(Palabra(p, i, 0) for i, p in enumerate(TEXTO.split()))
    ancho = texto.avance[-1] / 12 * 0.995
    hecho = repartir(texto, [ancho] * 12)
    assert hecho is not None
    assert [t[0] for t in hecho.tramos] == [0, *[t[1] for t in hecho.tramos][:-1]]
    assert hecho.tramos[-1][1] == len(texto)
    for a, b in hecho.tramos:
        assert abs(texto.natural(a, b) - ancho) < 0.12 * ancho
    assert repartir(texto, [ancho] * 6) is None


@pytest.mark.parametrize("sobra", [-0.6, 0.0, 0.9, 2.5])
def test_lo_que_se_reparte_suma_lo_que_sobra(sobra):
    espacio, letra = ceder(sobra, 7, 40)
    assert 7 * espacio + 40 * letra == pytest.approx(sobra)
    assert 0.6 <= 1 + espacio / ESPACIO <= 1.8
    assert ajustar(sobra, 7, 40).costo >= 0
