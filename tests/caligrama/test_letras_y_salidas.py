"""Letras, colores y archivos: que lo mismo se vea igual en SVG, PNG, PDF, HTML y matplotlib, y se lea."""

from __future__ import annotations

import io
import re
import zlib
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from reflexiona.caligrama import caligrama
from reflexiona.caligrama.colores import PALETAS, contraste, legible
from reflexiona.caligrama.papel import leer_papel
from reflexiona.caligrama.tintes import tintar
from reflexiona.caligrama.trazos import LETRAS, Fuente, racimos, tipografia
from reflexiona.dimensiones.guia import GUIA
from reflexiona.errores import AvisoReflexiona, ErrorCaligrama

SVG = "{http://www.w3.org/2000/svg}"
VOCES = {"Ana": "Leer en voz alta, sin prisa.", "Luz": "Escuchar primero a la niñez."}


@pytest.fixture(scope="module")
def verso():
    return caligrama(VOCES, "corazon", "verso", colores="milpa", titulo="Voces")


@pytest.fixture(scope="module")
def trazo():
    return caligrama(VOCES, "letras:SI", "trazo", fuente="mano")


# --- Letras -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", LETRAS)
def test_las_letras_incluidas_tienen_espanol_y_lenguas_originarias(nombre):
    letra = tipografia(nombre)
    texto = "ÁÉÍÓÚÜÑáéíóúüñ¿¡«»—…ɨɄʉʼꞌx̱o̱a̱ɨ́ə"
    assert letra.normal.faltantes(texto) == letra.negrita.faltantes(texto) == ""
    assert letra.normal.faltantes("a🙂") == "🙂"


@pytest.mark.parametrize("nombre", LETRAS)
def test_cada_letra_lleva_su_licencia(nombre):
    archivo = tipografia(nombre).normal.ruta
    licencia = (archivo.parent / f"OFL-{nombre}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licencia
    assert "Copyright" in licencia.splitlines()[0]
    assert archivo.stat().st_size < 120_000


def test_un_diacritico_queda_bajo_su_letra_y_no_avanza():
    fuente = tipografia("serif").normal
    assert list(racimos("x̱i")) == ["x̱", "i"]
    assert [r.texto for r in fuente.racimos("x̱i")] == ["x̱", "i"]
    assert fuente.ancho("x̱i") == pytest.approx(fuente.ancho("xi"), abs=0.01)
    x, macron, _ = fuente.cajas("x̱i")
    assert macron[1] > 0
    assert x[0] < (macron[0] + macron[2]) / 2 < x[2]


def test_lo_que_falta_se_toma_de_otra_letra(tmp_path):
    from fontTools import subset

    opciones = subset.Options()
    archivo = subset.load_font(str(tipografia("serif").normal.ruta), opciones)
    recorte = subset.Subsetter(opciones)
    recorte.populate(text="abcdefghijklmnopqrstuvwxyz ")
    recorte.subset(archivo)
    archivo.save(str(tmp_path / "corta.ttf"))
    archivo.close()
    assert Fuente(tmp_path / "corta.ttf").faltantes("ɨ") == "ɨ"
    letra = tipografia(str(tmp_path / "corta.ttf")).normal
    assert letra.faltantes("tsɨkʉri") == ""
    assert letra.prestadas("tsɨkʉri") == "ɨʉ"
    hecho = caligrama("tsɨkʉri ñuu 🙂", "circulo", "verso", fuente=tmp_path / "corta.ttf")
    assert "tsɨkʉri" in {u.texto for u in hecho.palabras}
    assert hecho.omitidas == (("🙂", "la fuente no tiene «🙂»"),)
    ids = re.findall(r'<path id="(\w+)"', hecho.svg())
    assert len(ids) == len(set(ids)) > 8
    assert hecho.svg(seleccionable=True).count("@font-face") == 2


def test_una_letra_que_no_existe():
    with pytest.raises(ErrorCaligrama, match="serif, sans, mano"):
        caligrama("paz", fuente="gotica")


# --- Colores ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fondo", ["#FFFFFF", "#10243A", "#000000", "#F4F1EA"])
@pytest.mark.parametrize("paleta", PALETAS)
def test_las_paletas_se_leen_en_cualquier_fondo(paleta, fondo):
    tintes = tintar(paleta, fondo)
    assert all(contraste(color, fondo) >= 4.5 for color in tintes.ciclo)
    if fondo == "#FFFFFF":
        assert tintes.ciclo == PALETAS[paleta]


def test_un_color_que_no_se_lee_se_ajusta_y_se_avisa():
    with pytest.warns(AvisoReflexiona, match="#FFEE00"):
        hecho = caligrama("paz", "circulo", "verso", colores="#FFEE00")
    assert hecho.metricas()["contraste_minimo"] >= 4.5
    assert caligrama("paz", "circulo", "verso", colores="#FFEE00", contraste_minimo=1).palabras[0].color == "#FFEE00"
    assert legible("#808080", "#FFFFFF") != "#808080"


def test_los_grupos_llevan_color_y_leyenda():
    hecho = caligrama(
        {"aula": 3, "mamás": 2, "paz": 1}, "circulo", grupos={"aula": "didactica", "mamás": "social"}, relleno=False
    )
    colores = {u.texto: u.color for u in hecho.palabras}
    assert colores["aula"] == GUIA["didactica"].color
    assert colores["mamás"] == GUIA["social"].color
    assert [r.texto for r in hecho.pagina.rotulos] == ["Didáctica", "Social"]
    por_tema = tintar({"agua": "#0B4DCD"}, "#FFFFFF", grupos={"pozo": "agua", "milpa": "tierra"})
    assert por_tema.de("pozo") == "#0B4DCD"
    assert por_tema.de("¡Milpa!") == PALETAS["milpa"][1]


@pytest.mark.parametrize("colores", ["azul", [], ["#0B4DCD", "rojo"]])
def test_colores_que_no_sirven(colores):
    with pytest.raises(ErrorCaligrama):
        caligrama("paz", colores=colores)


# --- Archivos ---------------------------------------------------------------------------------------------------------


def pdf_por_dentro(datos: bytes) -> str:
    corrientes = re.findall(rb"stream\n(.*?)\nendstream", datos, re.DOTALL)
    return "\n".join(zlib.decompress(c).decode("ascii") for c in corrientes)


def test_los_mismos_bytes(verso):
    otro = caligrama(VOCES, "corazon", "verso", colores="milpa", titulo="Voces")
    assert otro.pdf() == verso.pdf()
    assert otro.html() == verso.html()
    assert otro.svg(seleccionable=True) == verso.svg(seleccionable=True)
    assert otro.png(300) == verso.png(300)


def test_pdf_con_titulo_medida_y_letras_que_se_copian(verso, trazo):
    datos = verso.pdf(cm=(90, 60))
    assert datos.startswith(b"%PDF-1.7")
    assert b"/MediaBox[0 0 2551.1811 1700.7874]" in datos
    assert "Voces".encode("utf-16-be").hex().upper().encode() in datos
    assert b"CreationDate" not in datos
    dentro = pdf_por_dentro(datos)
    assert f"<{'ñ'.encode('utf-16-be').hex().upper()}>" in dentro
    assert dentro.count(" Tm") == len(verso.pagina.palabras) + len(verso.pagina.rotulos)
    assert dentro.count("/Artifact BMC") == len(verso.relleno)
    assert pdf_por_dentro(trazo.pdf()).count(" Tm") == len(trazo.pagina.palabras)


def test_la_tabla_del_pdf_apunta_a_cada_objeto(verso):
    datos = verso.pdf()
    tabla = int(datos.rsplit(b"startxref\n", 1)[1].split()[0])
    lugares = [int(fila[:10]) for fila in datos[tabla:].split(b"\n")[3:] if fila.endswith(b"n ")]
    for numero, lugar in enumerate(lugares, start=1):
        assert datos[lugar:].startswith(f"{numero} 0 obj".encode())


def test_un_cartel_sin_acomodar_de_nuevo(verso):
    imagen = Image.open(io.BytesIO(verso.png(cm=(30, 20), ppp=100)))
    assert imagen.size == (1181, 787)
    assert imagen.info["dpi"] == pytest.approx((100, 100), abs=0.1)
    tinta = np.asarray(imagen.convert("L")) < 200
    columnas = np.flatnonzero(tinta.any(axis=0))
    assert abs((columnas[0] + columnas[-1]) / 2 - 1181 / 2) < 12
    assert leer_papel((90, 60), 150).pixeles() == (5315, 3543)


@pytest.mark.parametrize(("cm", "ppp"), [((0, 5), 150), ("90x60", 150), ((10, 10), 5), ((500, 500), 1200)])
def test_medidas_que_no_sirven(verso, cm, ppp):
    with pytest.raises(ErrorCaligrama):
        verso.png(cm=cm, ppp=ppp)


def test_svg_que_se_selecciona_dice_lo_mismo(verso):
    raiz = ElementTree.fromstring(verso.svg(seleccionable=True))
    textos = ["".join(n.itertext()) for n in raiz.iter(f"{SVG}text")]
    assert "Voces " in textos
    dicho = "".join(textos)
    assert "Leer en voz alta, sin prisa." in dicho.replace("-", "")
    assert "data:font/ttf;base64," in raiz.find(f"{SVG}defs/{SVG}style").text
    assert not list(raiz.iter(f"{SVG}use"))


def test_svg_agrupa_por_voz_y_gira_las_letras(verso, trazo):
    raiz = ElementTree.fromstring(verso.svg())
    assert [n.text for n in raiz.iter(f"{SVG}title")][1:] == ["Ana", "Luz"]
    giros = [n.get("transform") for n in ElementTree.fromstring(trazo.svg()).iter(f"{SVG}g") if n.get("transform")]
    assert sum(g.startswith("matrix(") for g in giros) > 0.5 * len(giros)


def test_html_con_globos_que_se_alcanzan_con_el_teclado():
    hecho = caligrama(
        {"escuela": 3, "paz": 1},
        "circulo",
        personas={"escuela": 12},
        citas={"escuela": "La escuela <somos> todas."},
        relleno=False,
    )
    pagina = hecho.html()
    assert pagina.startswith("<figure")
    assert pagina.count('<a tabindex="0"') == 2
    assert "Peso: 3" in pagina
    assert "12 personas" in pagina
    assert "«La escuela &lt;somos&gt; todas.»" in pagina
    assert "<script" not in pagina
    ElementTree.fromstring(pagina.replace("<br>", "<br/>"))


@pytest.mark.parametrize(
    ("forma", "estilo", "titulo"),
    [
        ("mexico", "nube", "Caligrama en forma de México con una palabra"),
        ("letras:NEM", "verso", "Texto de una palabra que llena la forma de las letras NEM"),
        ("Corazón", "trazo", "Texto de una palabra que recorre la forma de corazón"),
    ],
)
def test_el_texto_alterno_nombra_bien_la_forma(forma, estilo, titulo):
    datos, alternos = caligrama("escuela", forma, estilo)._repr_mimebundle_(include=["image/svg+xml"])
    assert f">{titulo}</title>" in datos["image/svg+xml"]
    assert alternos["image/svg+xml"]["alt"].startswith(f"{titulo}. ")


def test_se_guarda_en_todos_los_formatos(verso, tmp_path):
    for nombre in ("c.pdf", "c.html", "c.svg", "c.png"):
        assert verso.guardar(tmp_path / nombre, cm=(12, 10)).stat().st_size > 1000
    with pytest.raises(ErrorCaligrama, match=r"\.pdf"):
        verso.guardar(tmp_path / "c.docx")


def test_en_matplotlib_y_en_png_se_ve_lo_mismo(trazo):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    ancho = 500
    alto = round(ancho * trazo.pagina.alto / trazo.pagina.ancho)
    figura = Figure(figsize=(ancho / 100, alto / 100), dpi=100)
    lienzo = FigureCanvasAgg(figura)
    ejes = figura.add_axes((0, 0, 1, 1))
    trazo.dibujar(ejes)
    lienzo.draw()
    uno = np.asarray(lienzo.buffer_rgba())[:, :, :3].astype(int)
    otro = np.asarray(Image.open(io.BytesIO(trazo.png(ancho)))).astype(int)
    assert np.abs(uno - otro).mean() < 3
