"""La explicación: suma exacta, dice dónde está cada palabra y no deja pasar HTML ajeno."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import islice
from typing import Any

import numpy as np
import pytest

import reflexiona as rx
from reflexiona.dimensiones.explicacion import Explicacion
from reflexiona.dimensiones.guia import GUIA
from reflexiona.modelo.rasgos import fichas

SUELTAS = [
    "Me frustra que no entiendan las fracciones.",
    "¿Y ahora?",
    "😀",
    "",
    "Palabrainexistente xyzzy 12345.",
    unicodedata.normalize("NFD", "La niñez también enseña… ¡y cómo!"),
    "No no no no les llego, no.",
]


def comprobar(explicacion: Explicacion, oraciones: list[str], e: rx.Etiquetador) -> None:
    probabilidades = e.predict_proba(oraciones, [0] * len(oraciones))
    dicho = e.predict(oraciones, [0] * len(oraciones))
    assert len(explicacion.oraciones) == len(oraciones)
    for i, o in enumerate(explicacion.oraciones):
        k = len(o.clases)
        assert o.numero == i + 1
        suma = np.asarray(o.base) + sum((np.asarray(a.aportes) for a in (*o.palabras, *o.contexto)), np.zeros(k))
        assert np.allclose(suma, o.puntajes, rtol=0, atol=1e-6)
        assert np.allclose(1 / (1 + np.exp(-np.asarray(o.puntajes))), probabilidades[i], rtol=0, atol=1e-5)
        assert np.allclose(o.probabilidades, probabilidades[i], rtol=0, atol=1e-5)
        assert o.asignadas == tuple(c for c, si in zip(o.clases, dicho[i], strict=True) if si)
        assert len(o.palabras) == len(fichas(oraciones[i]))
        assert len(o.contexto) == sum(len(fichas(otra)) for otra in oraciones) - len(o.palabras)
        assert {a.oracion for a in o.palabras} <= {i + 1}
        assert i + 1 not in {a.oracion for a in o.contexto}
        for a in (*o.palabras, *o.contexto):
            assert explicacion.oraciones[a.oracion - 1].texto[a.inicio : a.fin] == a.texto != ""
        assert 0 <= o.paso <= 1


@pytest.mark.parametrize("oracion", SUELTAS)
def test_una_oracion_suma_exacto(oracion: str) -> None:
    comprobar(rx.Etiquetador("rapido").explicar([oracion]), [oracion], rx.Etiquetador("rapido"))


@pytest.mark.parametrize("largo", [1, 2, 3, 7])
def test_una_reflexion_suma_exacto(largo: int, corpus: list[dict[str, Any]]) -> None:
    e = rx.Etiquetador("rapido")
    for r in islice((r for r in corpus if len(r["oraciones"]) >= largo), 0, 400, 80):
        oraciones = [o["texto"] for o in r["oraciones"][:largo]]
        comprobar(e.explicar(oraciones), oraciones, e)


def test_oraciones_sin_palabras_en_medio() -> None:
    oraciones = ["Las mamás no vinieron.", "😀", "", "No les llego."]
    comprobar(rx.Etiquetador("rapido").explicar(oraciones), oraciones, rx.Etiquetador("rapido"))


def test_con_otra_guia_tambien_suma_aunque_haya_oraciones_sin_palabras() -> None:
    """Con dos oraciones de puros emojis, el par inicio-fin entra al vocabulario y no es de ninguna palabra."""
    textos = ["😀", "gato bonito", "!!", "gato feo y malo", "☕", "gato feo", "perro bonito"] * 6
    e = rx.Etiquetador("rapido").fit(textos, [["a"], [], ["b"], ["b"], ["a"], ["a"], []] * 6)
    v = e.modelo_.vocabulario
    assert (len(v.palabras), len(v.palabras) + 1) in v.lugar_par
    for oraciones in (["😀"], ["gato", "😀", "!!"]):
        comprobar(e.explicar(oraciones), oraciones, e)


def test_un_texto_se_parte_en_oraciones() -> None:
    e = rx.Etiquetador("rapido")
    texto = "Me frustra que no entiendan. No les llego. ¿Qué hago?"
    explicada = e.explicar(texto)
    assert [o.texto for o in explicada.oraciones] == rx.oraciones(texto)
    comprobar(explicada, rx.oraciones(texto), e)
    assert e.explicar("").oraciones == ()


def test_las_palabras_que_mas_pesan_son_las_que_importan() -> None:
    o = rx.Etiquetador("rapido").explicar(SUELTAS[0]).oraciones[0]
    assert o.asignadas
    assert o.principales("didactica", 2)[0][0] in {"fracciones", "entiendan"}
    assert o.principales("personal", 3)[0][0] in {"Me", "frustra"}
    valores = [v for _, v in o.principales("didactica", 10)]
    assert valores == sorted(valores, reverse=True)
    assert all(v > 0 for v in valores)
    assert len(o.principales("didactica", 2)) == 2


def test_el_contexto_se_ve_en_la_explicacion() -> None:
    e = rx.Etiquetador("rapido")
    o = e.explicar(["Las fracciones no las entienden.", "No les llego."]).oraciones[1]
    j = o.clases.index("didactica")
    llega = sum(a.aportes[j] for a in o.contexto)
    assert llega > 0.1
    assert e.explicar(["No les llego."]).oraciones[0].contexto == ()


def test_tabla() -> None:
    oraciones = ["Me frustra que no entiendan.", "No les llego."]
    explicada = rx.Etiquetador("rapido").explicar(oraciones)
    tabla = explicada.tabla()
    assert tabla.columns.tolist() == ["oracion", "desde_oracion", "palabra", *rx.DIMENSIONES]
    assert len(tabla) == 2 * sum(len(fichas(o)) for o in oraciones)
    propias = tabla[(tabla["oracion"] == 2) & (tabla["desde_oracion"] == 2)]
    assert propias["palabra"].tolist() == ["No", "les", "llego"]
    for o in explicada.oraciones:
        sumas = tabla[tabla["oracion"] == o.numero][list(rx.DIMENSIONES)].sum().to_numpy() + np.asarray(o.base)
        assert np.allclose(sumas, o.puntajes)
    assert rx.Etiquetador("rapido").explicar("").tabla().empty


def test_repr_dice_la_oracion_sus_dimensiones_y_sus_palabras() -> None:
    explicada = rx.Etiquetador("rapido").explicar(["Me siento agotada y triste.", "Llevamos tres cajas."])
    texto = repr(explicada)
    assert re.match(r"1\. Me siento agotada y triste\. → personal\n   personal (0\.9\d|1\.00): agotada \+\d", texto)
    tabla = explicada.tabla()
    propias = tabla[(tabla["oracion"] == 1) & (tabla["desde_oracion"] == 1)].sort_values("personal", ascending=False)
    dichas = [f"{p} {x:+.2f}" for p, x in zip(propias["palabra"], propias["personal"], strict=True)]
    assert f": {', '.join(dichas)}\n" in texto
    assert re.search(r"siento \+\d\.\d\d", texto)
    assert {"siento", "agotada", "triste"} < set(propias["palabra"].head(4))
    assert "\n2. Llevamos tres cajas. → " in texto
    assert repr(rx.Etiquetador("rapido").explicar("Buenos días.")) == "1. Buenos días. → ninguna"
    assert repr(rx.Etiquetador("rapido").explicar("")) == "Explicación de un texto vacío"


def test_html_resalta_la_palabra_con_el_color_de_su_dimension() -> None:
    vista = rx.Etiquetador("rapido").explicar("Me siento agotada y triste.")._repr_html_()
    assert re.search(
        rf'<span style="border-bottom:\dpx solid {GUIA["personal"].color}" title="[^"]*">agotada</span>', vista
    )
    assert re.search(r"Personal (0\.9\d|1\.00)</b>", vista)
    assert "ninguna dimensión" in rx.Etiquetador("rapido").explicar("Buenos días.")._repr_html_()
    assert rx.Etiquetador("rapido").explicar("")._repr_html_() == "<p>Texto vacío.</p>"


HOSTIL = """<script>alert("niñas")</script> & <img src=x onerror='frustra()'> </p><b>Me frustra</b>"""


def _texto_visible(vista: str) -> str:
    parrafo = re.fullmatch(r'<p style="[^"]*">(.*)<br><small>.*</small></p>', vista, re.DOTALL)
    assert parrafo is not None
    assert set(re.findall(r"</?(\w+)", parrafo[1])) <= {"span"}
    return html.unescape(re.sub(r"</?span[^>]*>", "", parrafo[1]))


def test_html_escapa_lo_que_viene_en_el_texto() -> None:
    vista = rx.Etiquetador("rapido").explicar([HOSTIL])._repr_html_()
    assert "<span" in vista
    assert _texto_visible(vista) == HOSTIL


def test_html_escapa_los_nombres_de_las_clases() -> None:
    textos = ["el agua corre", "el fuego quema mucho", "más agua", "el fuego arde", "agua y más agua clara"] * 6
    clase = '"><script>x</script>'
    e = rx.Etiquetador(umbrales=[0.0]).fit(textos, [[clase], [], [clase], [], [clase]] * 6)
    vista = e.explicar(["el agua & el fuego"])._repr_html_()
    assert "<script" not in vista
    assert html.escape(clase) in vista
    assert _texto_visible(vista) == "el agua & el fuego"
