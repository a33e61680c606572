"""Siluetas que la gente trae y salen mal: fondos varios, imágenes enormes o mínimas, trazos raros."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from reflexiona.caligrama.ruta_svg import es_trazo
from reflexiona.caligrama.silueta import PIXELES, leer_silueta
from reflexiona.errores import ErrorCaligrama


def _cruz(modo, fondo, figura, lado=400):
    imagen = Image.new(modo, (lado, lado), fondo)
    pluma = ImageDraw.Draw(imagen)
    u = lado / 10
    pluma.rectangle((4 * u, u, 6 * u - 1, 9 * u - 1), fill=figura)
    pluma.rectangle((u, 4 * u, 9 * u - 1, 6 * u - 1), fill=figura)
    return imagen


def _es_cruz(mascara, tolerancia=0.02):
    ideal = np.zeros((PIXELES, PIXELES), dtype=bool)
    ideal[:, 300:500] = ideal[300:500] = True
    return mascara.shape == ideal.shape and (ideal != mascara).mean() < tolerancia


def _svg(cuerpo, tmp_path):
    ruta = tmp_path / "dibujo.svg"
    ruta.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{cuerpo}</svg>', encoding="utf-8")
    return ruta


@pytest.mark.parametrize("terminacion", ["png", "webp", "tiff", "gif", "jpg"])
@pytest.mark.parametrize(
    ("fondo", "figura"),
    [("white", "black"), ("black", "white"), ("#808080", "#202020"), ("#777777", "#eeeeee"), ("#102a43", "#f0b429")],
)
def test_cualquier_fondo_liso_en_cualquier_formato(fondo, figura, terminacion, tmp_path):
    ruta = tmp_path / f"cruz.{terminacion}"
    _cruz("RGB", fondo, figura).save(ruta)
    assert _es_cruz(leer_silueta(ruta).mascara)


@pytest.mark.parametrize(
    ("modo", "fondo", "figura"),
    [
        ("LA", (0, 0), (0, 255)),
        ("RGBA", (255, 255, 255, 0), (255, 255, 255, 255)),
        ("CMYK", (0, 0, 0, 0), (9, 9, 9, 250)),
    ],
)
def test_otros_modos_de_color(modo, fondo, figura, tmp_path):
    ruta = tmp_path / ("cruz.tiff" if modo == "CMYK" else "cruz.png")
    _cruz(modo, fondo, figura).save(ruta)
    assert _es_cruz(leer_silueta(ruta).mascara)


@pytest.mark.parametrize("techo", [255, 65535])
def test_grises_de_16_bits(techo, tmp_path):
    grises = np.asarray(_cruz("L", 255, 0)).astype(np.uint16) * (techo // 255)
    Image.fromarray(grises).save(tmp_path / "cruz.png")
    assert _es_cruz(leer_silueta(tmp_path / "cruz.png").mascara)


def test_una_paleta_con_transparencia(tmp_path):
    imagen = _cruz("P", 0, 1)
    imagen.putpalette([10, 10, 10, 10, 10, 10])
    imagen.save(tmp_path / "cruz.png", transparency=0)
    assert _es_cruz(leer_silueta(tmp_path / "cruz.png").mascara)


def test_un_fondo_con_ruido_o_desenfocado(tmp_path):
    azar = np.random.default_rng(3)
    limpia = np.asarray(_cruz("L", 230, 30).filter(ImageFilter.GaussianBlur(3)), dtype=float)
    Image.fromarray((limpia + azar.normal(0, 5, limpia.shape)).clip(0, 255).astype(np.uint8)).save(tmp_path / "a.jpg")
    assert _es_cruz(leer_silueta(tmp_path / "a.jpg").mascara, 0.06)


def test_la_foto_acostada_de_un_telefono(tmp_path):
    imagen = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(imagen).rectangle((100, 20, 149, 179), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6
    imagen.save(tmp_path / "foto.jpg", exif=exif)
    silueta = leer_silueta(tmp_path / "foto.jpg")
    assert silueta.ancho > 3 * silueta.alto


@pytest.mark.parametrize(("modo", "terminacion"), [("L", "png"), ("RGB", "jpg"), ("1", "png")])
def test_una_imagen_de_diez_mil_pixeles_se_reduce(modo, terminacion, tmp_path):
    ruta = tmp_path / f"enorme.{terminacion}"
    imagen = _cruz("L", 255, 0, lado=10_000)
    (imagen if modo == "L" else imagen.convert(modo)).save(ruta)
    assert _es_cruz(leer_silueta(ruta).mascara)


def test_una_imagen_que_no_cabe_en_memoria_se_rechaza(tmp_path):
    ruta = tmp_path / "inmensa.png"
    Image.new("1", (20_000, 20_000), 1).save(ruta)
    with pytest.raises(ErrorCaligrama, match="demasiado grande"):
        leer_silueta(ruta)


@pytest.mark.parametrize(("ancho", "alto"), [(1, 1), (1, 500), (12, 12)])
def test_una_imagen_minima_dice_cuanto_mide(ancho, alto, tmp_path):
    Image.new("RGB", (ancho, alto), "black").save(tmp_path / "m.png")
    with pytest.raises(ErrorCaligrama, match=f"mide {ancho}×{alto} pixeles"):
        leer_silueta(tmp_path / "m.png")


def test_un_fondo_que_no_es_liso_se_dice(tmp_path):
    degradado = np.tile(np.linspace(0, 255, 300).astype(np.uint8), (300, 1))
    Image.fromarray(degradado).save(tmp_path / "d.png")
    with pytest.raises(ErrorCaligrama, match="no es de un solo color"):
        leer_silueta(tmp_path / "d.png")


def test_un_archivo_cortado_se_dice(tmp_path):
    _cruz("RGB", "white", "black").save(tmp_path / "a.png")
    datos = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(datos[: len(datos) // 2])
    with pytest.raises(ErrorCaligrama, match="como imagen"):
        leer_silueta(tmp_path / "a.png")


def test_un_dibujo_de_puras_lineas_se_llena_por_dentro(tmp_path):
    imagen = Image.new("RGB", (600, 600), "white")
    ImageDraw.Draw(imagen).ellipse((60, 60, 540, 540), outline="black", width=5)
    imagen.save(tmp_path / "aro.png")
    assert leer_silueta(tmp_path / "aro.png").mascara.mean() == pytest.approx(np.pi / 4, abs=0.01)
    ruta = _svg('<circle cx="50" cy="50" r="40" fill="none" stroke="black" stroke-width="1"/>', tmp_path)
    assert leer_silueta(ruta).mascara.mean() == pytest.approx(np.pi / 4, abs=0.01)


def test_un_aro_grueso_conserva_su_agujero(tmp_path):
    ruta = _svg('<circle cx="50" cy="50" r="30" fill="none" stroke="black" stroke-width="12"/>', tmp_path)
    silueta = leer_silueta(ruta)
    assert not silueta.mascara[400, 400]
    assert len(silueta.contornos) == 2


def test_un_svg_que_repite_una_pieza(tmp_path):
    una = '<defs><rect id="u" x="10" y="10" width="20" height="80"/></defs>'
    ruta = _svg(una + '<use href="#u"/><use href="#u" x="60"/>', tmp_path)
    assert len(leer_silueta(ruta).partes) == 2
    ruta = _svg('<g id="g"><use href="#g"/></g>', tmp_path)
    with pytest.raises(ErrorCaligrama, match="dentro de sí mismo"):
        leer_silueta(ruta)


def test_los_datos_de_un_trazo_son_una_forma():
    silueta = leer_silueta("M0 0 L 200 0 L 200 100 L 0 100 Z")
    assert (silueta.ancho, silueta.alto) == (1000, 500)
    assert silueta.mascara.mean() > 0.999
    [contorno] = silueta.contornos
    assert abs(np.sort(contorno, axis=0)[[0, -1]] - [[0, 0], [1000, 500]]).max() < 2


def test_un_trazo_que_se_cruza_se_llena_entero():
    """La estrella de cinco trazos: con la regla `nonzero`, el pentágono de en medio también lleva palabras."""
    puntas = [(np.sin(a), -np.cos(a)) for a in np.arange(5) * 4 * np.pi / 5]
    silueta = leer_silueta("M" + "L".join(f"{100 * x:.3f} {100 * y:.3f}" for x, y in puntas) + "Z")
    alto, ancho = silueta.mascara.shape
    assert silueta.mascara[round(alto * 0.55), ancho // 2]
    assert len(silueta.contornos) == 1
    assert len(silueta.partes) == 1


def test_un_moño_que_se_cruza_conserva_sus_dos_lados():
    silueta = leer_silueta("M0 0L100 100V0L0 100Z")
    assert silueta.mascara.mean() == pytest.approx(0.5, abs=0.01)


def test_un_trazo_con_miles_de_vueltas_termina():
    pasos = np.arange(20_000)
    puntos = np.column_stack([np.cos(pasos * 2.4), np.sin(pasos * 2.39)]) * 100
    silueta = leer_silueta("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in puntos) + "Z")
    assert silueta.mascara.mean() > 0.7


@pytest.mark.parametrize(
    ("d", "mensaje"),
    [
        ("M0 0", "no encierra nada"),
        ("M0 0L100 0", "vacía"),
        ("M0 0L1e999 0L5 5Z", "medidas imposibles"),
        ("M0 0L100 0L100 .4L0 .4Z", "delgada|vacía"),
    ],
)
def test_un_trazo_sin_cuerpo_se_dice(d, mensaje):
    with pytest.raises(ErrorCaligrama, match=mensaje):
        leer_silueta(d)


@pytest.mark.parametrize("texto", ["mano", "m1.svg", "mapa", "M", "luna", "maíz", "libro abierto"])
def test_un_nombre_no_es_un_trazo(texto):
    assert not es_trazo(texto)
