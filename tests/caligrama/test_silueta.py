"""Las siluetas: las que vienen y las de la persona, en imagen o en SVG."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reflexiona.caligrama.formas import archivo_de_forma, formas
from reflexiona.caligrama.ruta_svg import segmentos
from reflexiona.caligrama.silueta import PIXELES, leer_silueta
from reflexiona.caligrama.tinta import camino
from reflexiona.errores import ErrorCaligrama


def _circulo(modo, fondo, figura, tmp_path, nombre="silueta.png"):
    imagen = Image.new(modo, (300, 400), fondo)
    ImageDraw.Draw(imagen).ellipse((50, 60, 250, 260), fill=figura)
    ruta = tmp_path / nombre
    imagen.save(ruta)
    return ruta


def _svg(cuerpo, tmp_path, caja='viewBox="0 0 100 100"'):
    ruta = tmp_path / "dibujo.svg"
    ruta.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {caja}>{cuerpo}</svg>', encoding="utf-8")
    return ruta


def _es_circulo(mascara):
    alto, ancho = mascara.shape
    y, x = np.mgrid[:alto, :ancho]
    ideal = (x - ancho / 2 + 0.5) ** 2 + (y - alto / 2 + 0.5) ** 2 <= (ancho / 2) ** 2
    return abs(alto - ancho) < 12 and (ideal != mascara).mean() < 0.02


def test_estan_las_formas_pedidas():
    assert {"corazon", "paloma", "arbol", "estrella", "escuela", "mano"} <= set(formas())


@pytest.mark.parametrize("forma", formas())
def test_cada_forma_llena_su_marco(forma):
    silueta = leer_silueta(forma)
    assert max(silueta.mascara.shape) == PIXELES
    assert 0.2 < silueta.mascara.mean() < 0.9
    for orilla in (silueta.mascara[:8], silueta.mascara[-8:], silueta.mascara[:, :8], silueta.mascara[:, -8:]):
        assert orilla.any()
    assert silueta.nombre[0].isupper()


def test_las_formas_no_se_salen_de_su_dibujo():
    from reflexiona.caligrama.dibujo_svg import leer_dibujo

    for forma in formas():
        dibujo = leer_dibujo(archivo_de_forma(forma))
        x, y, ancho, alto = dibujo.caja
        for mancha in dibujo.manchas:
            caja = camino(mancha.trazo).get_extents()
            assert x <= caja.x0 < caja.x1 <= x + ancho, forma
            assert y <= caja.y0 < caja.y1 <= y + alto, forma


@pytest.mark.parametrize(
    ("modo", "fondo", "figura"),
    [
        ("RGBA", (0, 0, 0, 0), (200, 30, 30, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255, 255)),
        ("RGBA", (255, 255, 255, 255), (0, 0, 0, 255)),
        ("RGB", (255, 255, 255), (40, 90, 160)),
        ("RGB", (250, 247, 240), (0, 0, 0)),
        ("RGB", (10, 10, 30), (240, 240, 240)),
        ("L", 255, 0),
        ("L", 0, 255),
        ("1", 1, 0),
    ],
)
def test_una_imagen_encuentra_su_figura(modo, fondo, figura, tmp_path):
    assert _es_circulo(leer_silueta(_circulo(modo, fondo, figura, tmp_path)).mascara)


def test_un_jpg_tambien(tmp_path):
    silueta = leer_silueta(_circulo("RGB", "white", "black", tmp_path, "mi-sol.jpg"))
    assert silueta.nombre == "mi-sol"
    assert _es_circulo(silueta.mascara)


@pytest.mark.parametrize(
    "cuerpo",
    [
        '<circle cx="50" cy="50" r="30"/>',
        '<ellipse cx="50" cy="50" rx="30" ry="30"/>',
        '<rect x="20" y="20" width="60" height="60" rx="30"/>',
        '<path d="M20 50a30 30 0 1 1 60 0A30 30 0 1 1 20,50z"/>',
        '<path d="M20 50a30 30 0 1160 0 30 30 0 11-60 0z"/>',
        '<path d="M80 50c0 16.57-13.43 30-30 30S20 66.57 20 50s13.43-30 30-30 30 13.43 30 30Z"/>',
        '<g transform="translate(50,50) rotate(30) scale(2)"><circle r="15" fill="rgb(9,9,9)"/></g>',
        '<rect width="100" height="100" fill="white"/><circle cx="50" cy="50" r="30" style="fill:#333"/>',
        '<rect width="100" height="100" fill="#223"/><circle cx="50" cy="50" r="30" fill="white"/>',
        '<style>.a{fill:none}</style><rect class="a" width="90" height="90"/><circle cx="50" cy="50" r="30"/>',
        '<defs><linearGradient id="g"/></defs><circle cx="50" cy="50" r="30" fill="url(#g)"/>',
        '<circle cx="50" cy="50" r="30" fill="white"/>',
    ],
)
def test_un_svg_encuentra_su_figura(cuerpo, tmp_path):
    assert _es_circulo(leer_silueta(_svg(cuerpo, tmp_path)).mascara)


def test_un_svg_con_huecos(tmp_path):
    for cuerpo in (
        '<path fill-rule="evenodd" d="M10 10H90V90H10ZM40 40H60V60H40Z"/>',
        '<path d="M10 10H90V90H10ZM40 40V60H60V40Z"/>',
        '<polygon points="10,10 90,10 90,90 10,90"/><rect x="40" y="40" width="20" height="20" fill="#fff"/>',
    ):
        mascara = leer_silueta(_svg(cuerpo, tmp_path)).mascara
        assert not mascara[400, 400]
        assert mascara.mean() == pytest.approx(1 - 1 / 16, abs=0.01)


def test_ordenes_relativas_y_absolutas_dicen_lo_mismo():
    absoluta = segmentos("M10 10L20 10H30V20C30 30 20 30 20 20S10 10 10 20Q5 25 10 30T10 40Z")
    relativa = segmentos("m10,10 10,0h10v10c0 10-10 10-10 0s-10-10-10 0q-5 5 0 10t0 10z")
    assert absoluta == relativa
    assert {orden for orden, _ in absoluta} == {"M", "L", "C", "Q", "Z"}


@pytest.mark.parametrize("d", ["L1 1", "M1", "M1 1 X2", "M0 0L1 a", "M0 0A1 1 0 5 1 2 2"])
def test_trazos_que_no_son_svg(d):
    with pytest.raises(ErrorCaligrama):
        segmentos(d)


@pytest.mark.parametrize(
    ("cuerpo", "mensaje"),
    [
        ("<text>hola</text>", "<text>, que no sé dibujar"),
        ('<image href="x.png"/>', "<image>"),
        ('<use href="#a"/>', "<use>"),
        ('<circle r="5em"/>', "medida r=«5em»"),
        ('<g transform="gira(3)"><circle r="5"/></g>', "transformación"),
        ('<path d="M0 0 hola"/>', "trazo SVG"),
        ("", "vacía"),
        ('<rect width="100" height="100"/>', "toda la página"),
        ('<path fill="none" d="M0 0H90V90Z"/>', "vacía"),
    ],
)
def test_un_svg_que_no_sirve_dice_por_que(cuerpo, mensaje, tmp_path):
    with pytest.raises(ErrorCaligrama, match=mensaje):
        leer_silueta(_svg(cuerpo, tmp_path))


def test_un_svg_sin_tamano_o_que_no_es_svg(tmp_path):
    with pytest.raises(ErrorCaligrama, match="no dice su tamaño"):
        leer_silueta(_svg('<circle r="5"/>', tmp_path, caja=""))
    ruta = tmp_path / "roto.svg"
    ruta.write_text("<svg", encoding="utf-8")
    with pytest.raises(ErrorCaligrama, match="como SVG"):
        leer_silueta(ruta)
    ruta.write_text("<html/>", encoding="utf-8")
    with pytest.raises(ErrorCaligrama, match="no es un dibujo SVG"):
        leer_silueta(ruta)


@pytest.mark.parametrize(
    ("modo", "color", "mensaje"),
    [
        ("RGBA", (0, 0, 0, 0), "vacía"),
        ("RGBA", (0, 0, 0, 255), "toda la página"),
        ("RGB", "white", "vacía"),
        ("RGB", "black", "toda la página"),
    ],
)
def test_una_imagen_lisa_no_es_silueta(modo, color, mensaje, tmp_path):
    ruta = tmp_path / "lisa.png"
    Image.new(modo, (200, 200), color).save(ruta)
    with pytest.raises(ErrorCaligrama, match=mensaje):
        leer_silueta(ruta)


def test_un_punto_no_es_silueta(tmp_path):
    imagen = Image.new("RGB", (300, 300), "white")
    imagen.putpixel((150, 150), (0, 0, 0))
    imagen.save(tmp_path / "punto.png")
    with pytest.raises(ErrorCaligrama, match="vacía"):
        leer_silueta(tmp_path / "punto.png")
    transparente = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    transparente.putpixel((150, 150), (0, 0, 0, 255))
    transparente.save(tmp_path / "punto.png")
    with pytest.raises(ErrorCaligrama, match="punto"):
        leer_silueta(tmp_path / "punto.png")


def test_un_archivo_que_no_es_imagen(tmp_path):
    for nombre, mensaje in (("nota.txt", "use un archivo"), ("falsa.png", "como imagen")):
        ruta = tmp_path / nombre
        ruta.write_text("hola", encoding="utf-8")
        with pytest.raises(ErrorCaligrama, match=mensaje):
            leer_silueta(ruta)
