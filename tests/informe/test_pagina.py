"""La página: sin red, todo escapado, sin quien se asome, con lo principal aunque no corran guiones."""

import base64
import hashlib
import itertools
import json
import re

import pytest

from reflexiona import Etiquetador
from reflexiona.dimensiones.guia import DIMENSIONES
from reflexiona.informe.contenido import reunir
from reflexiona.informe.grupos import MINIMO_PERSONAS, grupos_de
from reflexiona.informe.resaltado import resaltar
from reflexiona.informe.visible import visible


@pytest.fixture(scope="module")
def html(salida):
    return salida(".html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pagina(html, leer_pagina):
    return leer_pagina(html)


@pytest.fixture(scope="module")
def datos(html):
    crudo = re.search(r'<script type="application/json" id="datos">(.*?)</script>', html, re.DOTALL)[1]
    return json.loads(crudo)


def test_nada_de_lo_escrito_se_vuelve_pagina(pagina):
    assert [a.get("type") for a in pagina.de("script")] == ["application/json", None]
    assert [a["src"].split(";")[0] for a in pagina.de("img")] == ["data:image/svg+xml"]
    permitidos = {"href", "src", "class", "id", "content", "alt"}
    for nombre, atributos in pagina.elementos:
        assert not [a for a in atributos if a.startswith("on") or a in {"style", "srcdoc", "autofocus"}], nombre
        for a, valor in atributos.items():
            assert "javascript:" not in (valor or "") or a not in permitidos
    assert all(a["href"].startswith("#") for a in pagina.de("a"))
    assert pagina.de("b") == []


def test_los_datos_no_cierran_su_etiqueta(html, datos, hostil):
    crudo = re.search(r'id="datos">(.*?)</script>', html, re.DOTALL)[1]
    assert not set("<>&\u2028\u2029") & set(crudo)
    assert [o[2] for o in datos["o"]] == [visible(t) for t in hostil.etiquetas["texto"]]


def test_sin_caracteres_que_cambien_la_direccion(html):
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", html)
    assert "\ufffd" in html  # se ve dónde estaban


def test_todo_va_dentro_y_la_politica_lo_exige(html, pagina):
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", html)
    assert not re.search(r"url\(|@import|@font-face", html)
    politica = next(a["content"] for a in pagina.de("meta") if a.get("http-equiv"))
    assert politica.startswith("default-src 'none'")
    assert "unsafe" not in politica
    for etiqueta in ("style", "script"):
        dentro = re.findall(rf"<{etiqueta}>(.*?)</{etiqueta}>", html, re.DOTALL)
        assert len(dentro) == 1
        huella = base64.b64encode(hashlib.sha256(dentro[0].encode()).digest()).decode()
        assert f"'sha256-{huella}'" in politica


def test_sin_guiones_estan_los_textos_las_citas_y_el_metodo(pagina, hostil):
    visto = " ".join("".join(pagina.texto).split())
    for texto in hostil.etiquetas["texto"]:
        assert " ".join(visible(texto).split()) in visto
    assert "no participaron docentes" in visto
    for dimension in ("Personal", "Didáctica", "Institucional", "Social", "Valoral"):
        assert dimension in visto


def test_las_personas_no_se_asoman(html, datos, hostil):
    assert hostil.corpus.identificadores == ("Correo",)
    assert "persona0@escuela.mx" not in html
    nombres = re.findall(r'<option value="\d+">([^<]*\(\d+ personas\))', html)
    assert nombres == [
        "&lt;b&gt;Primaria&lt;/b&gt; (7 personas)",
        "Secundaria (5 personas)",
        "Matutino (5 personas)",
        "Vespertino (5 personas)",
    ]
    assert "Nocturno" not in html
    assert all(g.personas >= MINIMO_PERSONAS for g in grupos_de(hostil.corpus))
    assert {g for r in datos["r"] for g in r[3]} == set(range(4))


def test_lo_resaltado_cae_en_palabras_enteras(datos):
    """Las posiciones cuentan en UTF-16, como JavaScript, también después de un emoji."""
    vistas = tras_emoji = 0
    for o in datos["o"]:
        unidades = o[2].encode("utf-16-le")
        for inicio, largo, d, fuerza in zip(*(iter(o[7]),) * 4, strict=True):
            palabra = unidades[2 * inicio : 2 * (inicio + largo)].decode("utf-16-le")
            vecinas = unidades[2 * inicio - 2 : 2 * inicio], unidades[2 * (inicio + largo) : 2 * (inicio + largo) + 2]
            assert re.fullmatch(r"[\w'’]+", palabra)
            assert not any(v.decode("utf-16-le", "replace").isalnum() for v in vecinas)
            assert d in o[4]
            assert fuerza in {1, 2, 3}
            vistas += 1
            tras_emoji += "👍" in unidades[: 2 * inicio].decode("utf-16-le")
    assert vistas > 10
    assert tras_emoji


def test_solo_se_resalta_donde_los_dos_modelos_coinciden(analisis, tmp_path):
    """Ninguna palabra se pinta de una dimensión que su oración no lleva o que el modelo rápido no le pondría."""
    filas = analisis.etiquetas
    rapidas = Etiquetador("rapido").predict(filas["texto"].tolist())
    marcas = resaltar(filas["texto"].tolist(), filas["dimensiones"].tolist())
    callan = 0
    for suyas, puestas, rapida in zip(marcas, filas["dimensiones"], rapidas, strict=True):
        comunes = {d for d, si in zip(DIMENSIONES, rapida, strict=True) if si} & set(puestas)
        assert {m.dimension for m in suyas} <= comunes
        callan += bool(puestas) and not comunes
    assert callan, "el preciso y el rápido no coinciden siempre"
    html = analisis.informe(tmp_path / "preciso.html").read_text(encoding="utf-8")
    assert "La dimensión y la probabilidad las da el modelo «preciso»" in html
    assert "sólo se subraya donde los dos coinciden" in html


def test_de_una_o_dos_personas_no_se_dice_cuantas(html, hostil):
    pocos = hostil.temas.tabla.query("personas <= 2")["tema"]
    fichas = dict(re.findall(r'<div class="ficha[^>]*><h3>([^<]+)</h3>\n<p>([^·]+) ·', html))
    assert len(pocos)
    assert {fichas[t] for t in pocos} == {"1 o 2 personas"}


def test_los_titulos_van_en_orden(pagina):
    niveles = [int(n[1]) for n, _ in pagina.elementos if re.fullmatch("h[1-6]", n)]
    assert niveles[0] == 1
    assert niveles.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(niveles))
    assert pagina.de("html") == [{"lang": "es"}]


def test_mismos_datos_mismos_bytes(hostil, tmp_path):
    otra = hostil.informe(tmp_path / "otra.html", forma="circulo")
    tercera = hostil.informe(tmp_path / "tercera.html", forma="circulo")
    assert otra.read_bytes() == tercera.read_bytes()


def test_las_cuentas_son_las_del_analisis(analisis):
    contenido = reunir(analisis)
    resumen = analisis.resumen
    assert [d.personas for d in contenido.dimensiones] == resumen["personas"].tolist()
    assert [d.oraciones for d in contenido.dimensiones] == resumen["oraciones"].tolist()
    assert [t.personas for t in contenido.temas] == analisis.temas.tabla["personas"].tolist()
    textos = set(analisis.etiquetas["texto"])
    voces = [v for d in contenido.dimensiones for v in d.voces] + [v for t in contenido.temas for v in t.voces]
    assert len(voces) > 50
    assert all(v.texto in textos for v in voces)
