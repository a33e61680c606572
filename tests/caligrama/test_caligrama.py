"""El caligrama entero: que sea siempre igual, que no se salga, que no se encime y que no pierda palabras."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import unicodedata
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from PIL import Image

import reflexiona.caligrama
from reflexiona.caligrama import caligrama, formas
from reflexiona.caligrama.colores import contraste
from reflexiona.dimensiones.guia import GUIA
from reflexiona.errores import ErrorCaligrama

SVG = "{http://www.w3.org/2000/svg}"
ENLACE = "{http://www.w3.org/1999/xlink}href"
TEXTO = """
escuela alumnos niñez familias comunidad aprendizaje docentes maestras planeación evaluación respeto
inclusión diálogo colectivo estrategias lectura escritura fracciones matemáticas proyectos tiempo trabajo
compromiso vocación emociones cansancio esperanza justicia convivencia valores derechos equidad
participación asamblea madres padres contexto lengua territorio migración pobreza apoyo director
supervisión carga formatos infraestructura agua internet materiales biblioteca juego arte canto recreo
patio salón grupo multigrado
"""
PALABRAS = TEXTO.split()
PESOS = {palabra: 60 / (i + 1) ** 0.75 for i, palabra in enumerate(PALABRAS)}
LEYENDA = {d.nombre: d.color for d in GUIA.values()}
COLORES = {palabra: list(LEYENDA.values())[i % 5] for i, palabra in enumerate(PALABRAS)}


@pytest.fixture(scope="module")
def corazon():
    return caligrama(PESOS, "corazon", colores=COLORES, leyenda=LEYENDA, titulo="Lo que nos mueve")


@pytest.fixture(scope="module")
def todas():
    return {forma: caligrama(PESOS, forma) for forma in formas()}


def test_mismo_dato_mismos_bytes_aunque_cambie_el_orden(corazon):
    barajadas = list(PESOS.items())
    random.Random(9).shuffle(barajadas)
    otro = caligrama(dict(barajadas), "corazon", colores=COLORES, leyenda=LEYENDA, titulo="Lo que nos mueve")
    assert otro.svg() == corazon.svg()
    assert otro.png(400) == corazon.png(400)


def test_mismo_dato_mismos_bytes_en_otro_proceso():
    orden = (
        "import hashlib; from reflexiona.caligrama import caligrama;"
        "c = caligrama({'aula': 3, 'paz': 2, 'niñez': 2, 'maíz': 1}, 'estrella', relleno=False);"
        "print(hashlib.sha256(c.svg().encode() + c.png(300)).hexdigest())"
    )
    salidas = [
        subprocess.run(
            [sys.executable, "-c", orden], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": azar}
        ).stdout
        for azar in ("1", "2")
    ]
    assert salidas[0] == salidas[1]


def test_otra_semilla_da_otro_acomodo():
    pocas = dict(list(PESOS.items())[:8])
    una, otra = (caligrama(pocas, "circulo", semilla=s, relleno=False) for s in (0, 1))
    assert [(u.x, u.y) for u in una.palabras] != [(u.x, u.y) for u in otra.palabras]


def test_el_tamano_de_salida_no_cambia_el_acomodo(corazon):
    grande = caligrama(PESOS, "corazon", colores=COLORES, leyenda=LEYENDA, titulo="Lo que nos mueve", ancho=3000)
    assert grande.pagina == corazon.pagina
    chica, doble = (Image.open(io.BytesIO(corazon.png(ancho))) for ancho in (500, 1000))
    diferencia = np.abs(np.asarray(doble.resize(chica.size, Image.Resampling.BOX), int) - np.asarray(chica, int))
    assert diferencia.mean() < 4


@pytest.mark.parametrize("forma", formas())
def test_cada_forma_se_llena_sin_salirse_ni_encimarse(forma, todas):
    hecho = todas[forma]
    medidas = hecho.metricas()
    assert medidas["tinta_fuera"] == 0
    assert medidas["encimados"] == 0
    assert medidas["colocadas"] + medidas["omitidas"] == medidas["pedidas"] == len(PESOS)
    assert medidas["omitidas"] == 0
    assert medidas["cobertura"] > 0.2
    assert medidas["correlacion_tamano_peso"] > 0.95
    assert medidas["cuerpo_minimo"] >= 8.5
    for uno in hecho.pagina.palabras:
        assert 0 < uno.x < hecho.pagina.ancho
        assert 0 < uno.y < hecho.pagina.alto


@pytest.mark.parametrize("forma", formas())
def test_el_relleno_deja_ver_la_silueta(forma, todas):
    """Cada rincón de la silueta donde cabe una letra tiene tinta cerca."""
    hecho = todas[forma]
    mascara = hecho._silueta.mascara
    x0, y0 = hecho.pagina.silueta_en
    alto, ancho = mascara.shape
    escala = 0.8
    imagen = Image.open(io.BytesIO(hecho.png(round(hecho.pagina.ancho * escala))))
    tinta = np.asarray(imagen.convert("L"))[round(y0 * escala) :, round(x0 * escala) :][:alto, :ancho] < 200
    lado = 40
    llenos = [
        tinta[f : f + lado, c : c + lado].any()
        for f in range(0, alto - lado, lado)
        for c in range(0, ancho - lado, lado)
        if mascara[f : f + lado, c : c + lado].mean() > 0.9
    ]
    assert np.mean(llenos) > 0.97


def test_la_palabra_de_mas_peso_es_la_mayor(corazon):
    cuerpos = [uno.cuerpo for uno in corazon.palabras]
    assert corazon.palabras[0].texto == "escuela"
    assert cuerpos[0] == max(cuerpos) > 2 * min(cuerpos)
    assert max(uno.cuerpo for uno in corazon.relleno) < min(cuerpos)


def test_metricas_encuentra_lo_que_se_encima_y_lo_que_se_sale(corazon):
    from dataclasses import replace

    from reflexiona.caligrama.metricas import medir

    primera, segunda, *_ = corazon.palabras
    mala = replace(
        corazon.pagina, palabras=(primera, replace(segunda, x=primera.x, y=primera.y), replace(segunda, x=0.0, y=60.0))
    )
    medidas = medir(mala, corazon._silueta, corazon._letra, 0)
    assert medidas["encimados"] > 0
    assert medidas["tinta_fuera"] > 0.1


def test_svg_bien_formado_con_texto_alternativo(corazon):
    raiz = ElementTree.fromstring(corazon.svg())
    assert raiz.get("role") == "img"
    x, y, ancho, alto = (float(n) for n in raiz.get("viewBox").split())
    assert (x, y) == (0, 0)
    assert ancho == pytest.approx(corazon.pagina.ancho, abs=0.1)
    assert alto == pytest.approx(corazon.pagina.alto, abs=0.1)
    assert "corazón" in raiz.find(f"{SVG}title").text
    assert "escuela, alumnos, niñez" in raiz.find(f"{SVG}desc").text
    definidos = {nodo.get("id") for nodo in raiz.find(f"{SVG}defs")}
    usados = {nodo.get(ENLACE)[1:] for nodo in raiz.iter(f"{SVG}use")}
    assert usados == definidos
    assert not list(raiz.iter(f"{SVG}text"))
    titulos = [
        nodo.find(f"{SVG}title").text for nodo in raiz.findall(f"{SVG}g") if nodo.find(f"{SVG}title") is not None
    ]
    assert titulos == [uno.texto for uno in corazon.palabras]
    escondido = next(nodo for nodo in raiz.findall(f"{SVG}g") if nodo.get("aria-hidden"))
    assert len(escondido) == len(corazon.relleno)
    assert len(corazon.svg()) < 500_000


def test_palabras_hostiles_quedan_escapadas():
    hecho = caligrama({"<script>": 3, "a&b": 2, '"><x': 1}, titulo="</title><script>&\x07", leyenda={"<b>": "#0B4DCD"})
    raiz = ElementTree.fromstring(hecho.svg())
    assert {nodo.tag.removeprefix(SVG) for nodo in raiz.iter()} == {
        "svg",
        "title",
        "desc",
        "defs",
        "path",
        "g",
        "use",
        "circle",
    }
    assert "<script>" not in hecho.svg()
    assert [uno.texto for uno in hecho.palabras] == ["<script>", "a&b", '"><x']


def test_png_del_ancho_pedido_y_sin_transparencia(corazon):
    imagen = Image.open(io.BytesIO(corazon.png(640)))
    assert imagen.format == "PNG"
    assert imagen.size == (640, round(640 * corazon.pagina.alto / corazon.pagina.ancho))
    assert imagen.mode == "RGB"
    assert imagen.getpixel((0, 0)) == (255, 255, 255)
    assert imagen.info == {}


def test_colores_leyenda_y_titulo(corazon):
    for uno in corazon.palabras:
        assert uno.color == COLORES[uno.texto]
    for uno in corazon.relleno:
        assert uno.color not in LEYENDA.values()
    fondo_de_la_forma = corazon.pagina.silueta_en[1] + corazon._silueta.alto
    assert [m.color for m in corazon.pagina.marcas] == list(LEYENDA.values())
    assert all(m.y - m.radio > fondo_de_la_forma for m in corazon.pagina.marcas)
    assert [r.texto for r in corazon.pagina.rotulos] == ["Lo que nos mueve", *LEYENDA]
    assert corazon.pagina.rotulos[0].y < corazon.pagina.silueta_en[1]


@pytest.mark.parametrize("fondo", ["#FFFFFF", "#10243A", "#808080", "#F4B400"])
def test_el_color_por_omision_se_lee_sobre_cualquier_fondo(fondo):
    hecho = caligrama({"aula": 2, "paz": 1}, "circulo", fondo=fondo, relleno=False)
    assert all(contraste(uno.color, fondo) >= 4.5 for uno in hecho.palabras)
    assert hecho.metricas()["contraste_minimo"] >= 4.5


def test_los_colores_de_la_guia_se_leen_y_valen_para_mayusculas(corazon):
    assert corazon.metricas()["contraste_minimo"] >= 4.5
    hecho = caligrama({"CTE": 1}, "circulo", colores={"cte": "#8f7118"}, relleno=False)
    assert hecho.palabras[0].color == "#8F7118"


def test_nfd_y_nfc_son_la_misma_palabra():
    hecho = caligrama({unicodedata.normalize("NFD", "niñez"): 1, "niñez": 2}, "circulo", relleno=False)
    assert [(uno.texto, uno.peso) for uno in hecho.palabras] == [("niñez", 3.0)]


def test_lo_que_no_se_dibuja_se_reporta_con_su_motivo():
    pesos = {"aula": 5, "paz": 4, "🙂": 3, "x" * 300: 2.5, "luz": 2, "voz": 1}
    hecho = caligrama(pesos, "circulo", max_palabras=5, relleno=False)
    assert [uno.texto for uno in hecho.palabras] == ["aula", "paz", "luz"]
    assert dict(hecho.omitidas) == {
        "🙂": "la fuente no tiene «🙂»",
        "x" * 300: "demasiado larga para la forma",
        "voz": "fuera de las 5 más frecuentes",
    }
    assert hecho.metricas()["pedidas"] == len(pesos)


def test_en_una_forma_diminuta_para_tantas_palabras_ninguna_se_pierde(tmp_path):
    ruta = tmp_path / "raya.svg"
    ruta.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 200"><path d="M50 80H950V110H50Z"/></svg>'
    )
    pedidas = {palabra + final: 1 for palabra in PALABRAS for final in ("", "mente", "ción")}
    hecho = caligrama(pedidas, ruta)
    puestas = {uno.texto for uno in hecho.palabras}
    fuera = dict(hecho.omitidas)
    assert puestas
    assert fuera
    assert puestas | set(fuera) == set(pedidas)
    assert not puestas & set(fuera)
    assert set(fuera.values()) == {"no cupo en la forma"}


def test_una_palabra_muy_larga_no_empequenece_a_las_demas():
    hecho = caligrama({**dict(list(PESOS.items())[:20]), "electroencefalografista" * 4: 100.0}, "estrella")
    larga, primera, *_ = hecho.palabras
    assert len(larga.texto) == 92
    assert primera.cuerpo > 2 * larga.cuerpo


def test_una_sola_palabra_llena_la_forma():
    hecho = caligrama({"paz": 1}, "corazon")
    assert hecho.palabras[0].cuerpo > 250
    assert len(hecho.relleno) > 50
    assert hecho.metricas()["tinta_fuera"] == 0


def test_cinco_mil_palabras_dejan_las_doscientas_primeras():
    pesos = {f"{PALABRAS[i % len(PALABRAS)]}{chr(97 + i % 26)}{i}": 1 + 5000 / (i + 1) for i in range(5000)}
    hecho = caligrama(pesos, "arbol")
    assert len(hecho.palabras) == 200
    assert len(hecho.omitidas) == 4800


def test_sin_relleno_no_hay_relleno():
    assert caligrama({"paz": 1}, "circulo", relleno=False).relleno == ()


def test_texto_y_lista_de_textos_cuentan_igual():
    uno = caligrama("Escuela y familia. La escuela escucha.", vacias={"la"}, relleno=False)
    otro = caligrama(["Escuela y familia.", "La escuela escucha."], vacias={"la"}, relleno=False)
    assert uno.svg() == otro.svg()
    assert {u.texto: u.peso for u in uno.palabras} == {"escuela": 2, "escucha": 1, "familia": 1}


def test_el_orden_de_los_textos_no_cambia_nada():
    textos = ["milpa y maíz", "agua, maíz y luz", "voz y agua", "luz"]
    uno, otro = (caligrama(t, "circulo", vacias=(), relleno=False) for t in (textos, textos[::-1]))
    assert uno.svg() == otro.svg()


def test_las_palabras_vacias_del_espanol_no_se_dibujan():
    hecho = caligrama("Lo que para todos nosotros es la escuela", "circulo", relleno=False)
    assert "escuela" in {u.texto for u in hecho.palabras}
    assert not {"que", "para", "nosotros"} & {u.texto for u in hecho.palabras}


def test_se_muestra_en_jupyter_con_texto_alternativo(corazon):
    datos, meta = corazon._repr_mimebundle_()
    assert set(datos) == {"image/svg+xml", "image/png", "text/plain"}
    assert datos["image/svg+xml"].startswith("<svg")
    assert "escuela" in meta["image/png"]["alt"]
    assert set(corazon._repr_mimebundle_(include=["text/plain"])[0]) == {"text/plain"}


def test_se_dibuja_en_unos_ejes_sin_tocar_la_configuracion(corazon):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    antes = dict(matplotlib.rcParams)
    figura = Figure(figsize=(4, 4))
    lienzo = FigureCanvasAgg(figura)
    ejes = figura.add_subplot()
    corazon.dibujar(ejes)
    lienzo.draw()
    pixeles = np.asarray(lienzo.buffer_rgba())[:, :, :3]
    assert (pixeles.min(axis=2) < 128).mean() > 0.02
    assert ejes.get_ylim() == (corazon.pagina.alto, 0)
    assert dict(matplotlib.rcParams) == antes


def test_guardar(corazon, tmp_path):
    assert corazon.guardar(tmp_path / "c.svg").read_text(encoding="utf-8") == corazon.svg()
    with Image.open(corazon.guardar(str(tmp_path / "c.PNG"))) as imagen:
        assert imagen.width == 1600
    with pytest.raises(ErrorCaligrama, match=r"\.svg, \.png, \.pdf o \.html"):
        corazon.guardar(tmp_path / "c.bmp")
    with pytest.raises(ErrorCaligrama, match="No pude escribir"):
        corazon.guardar(tmp_path / "no" / "c.svg")


def test_la_carpeta_se_puede_llamar_como_la_funcion():
    assert reflexiona.caligrama({"paz": 1}, "circulo", relleno=False).palabras[0].texto == "paz"


@pytest.mark.parametrize(
    ("entrada", "opciones", "mensaje"),
    [
        ({}, {}, "vacía"),
        ("", {"vacias": ()}, "vacío"),
        ("de la y 2025 ...", {"vacias": {"las"}}, "palabras vacías, números o signos"),
        ("los las", {"vacias": {"los", "las"}}, "palabras vacías"),
        ([1, 2], {"vacias": ()}, "diccionario"),
        (7, {"vacias": ()}, "diccionario"),
        ({"paz": 0}, {}, "mayor que cero"),
        ({"paz": -1}, {}, "«paz» es -1"),
        ({"paz": float("nan")}, {}, "mayor que cero"),
        ({"paz": float("inf")}, {}, "mayor que cero"),
        ({"paz": "mucho"}, {}, "mayor que cero"),
        ({1: 1}, {}, "no es texto"),
        ({"🙂": 1}, {}, "Ninguna palabra"),
        ({"x" * 400: 1}, {}, "Ninguna palabra cabe"),
        ({"paz": 1}, {"estilo": "prosa"}, "Los que hay: nube, verso, trazo"),
        ({"paz": 1}, {"forma": "paloa"}, "Quiso decir «paloma»"),
        ({"paz": 1}, {"forma": "zzz"}, "arbol, barco, casa"),
        ({"paz": 1}, {"forma": "no_esta.png"}, "No encuentro la silueta"),
        ({"paz": 1}, {"ancho": -5}, "ancho es -5"),
        ({"paz": 1}, {"semilla": None}, "semilla es None"),
        ({"paz": 1}, {"max_palabras": 0}, "max_palabras=0"),
        ({"paz": 1}, {"fondo": "blanco"}, "fondo es 'blanco'"),
        ({"paz": 1}, {"colores": {"paz": "azul"}}, "«paz» es 'azul'"),
        ({"paz": 1}, {"fuente": "no_esta.ttf"}, "No encuentro la fuente"),
        ({"paz": 1}, {"fuente": __file__}, "no es una fuente"),
    ],
)
def test_los_errores_dicen_que_paso(entrada, opciones, mensaje):
    with pytest.raises(ErrorCaligrama, match=mensaje):
        caligrama(entrada, **opciones)


def test_otra_fuente(tmp_path):
    ruta = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSerif.ttf"
    una, otra = (caligrama({"paz": 1}, "circulo", fuente=f, relleno=False) for f in (ruta, None))
    assert una.svg() != otra.svg()
    assert una.metricas()["tinta_fuera"] == 0


@pytest.mark.parametrize("ancho", [0, 12.5, 100_000])
def test_anchos_que_no_sirven(corazon, ancho):
    with pytest.raises(ErrorCaligrama, match="ancho"):
        corazon.png(ancho)
