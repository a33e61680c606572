"""El mapa, los rótulos y la orilla: rutas que no sirven, bibliotecas que faltan, la consola."""

import itertools
import sys

import numpy as np
import pytest
from click.testing import CliRunner

import reflexiona as rx
from reflexiona.cli import orden
from reflexiona.informe import FORMATOS, formato_de
from reflexiona.informe.mapa import ALTO, ANCHO, trazar
from reflexiona.informe.resaltado import resaltar
from reflexiona.informe.rotulos import CUERPO, rotular


@pytest.mark.parametrize("n", [0, 1, 2, 7, 9, 60, 400])
def test_cada_oracion_tiene_su_lugar(n):
    palabras = ["lectura", "familias", "río", "fracciones", "patio", "consejo", "huerto"]
    textos = [f"{palabras[i % 7]} {palabras[(i // 7) % 7]} uno{i % 11}" for i in range(n)]
    temas = [[palabras[i % 7]] if i % 3 else [] for i in range(n)]
    mapa = trazar(textos, temas)
    assert len(mapa.lugares) == len({tuple(p) for p in mapa.lugares.tolist()}) == n
    if n:
        assert mapa.lugares.min() > 0
        assert (mapa.lugares.max(axis=0) < [ANCHO, ALTO]).all()
        assert np.array_equal(mapa.lugares, trazar(textos, temas).lugares)
        pares = np.linalg.norm(mapa.lugares[:, None] - mapa.lugares[None], axis=2) + np.eye(n) * 999
        assert pares.min() >= 2 * mapa.radio - 1.5  # ninguno tapa a otro


def test_el_mapa_junta_las_de_un_mismo_tema():
    temas = [["a"]] * 30 + [["b"]] * 30
    lugares = trazar(["hola"] * 60, temas).lugares
    centros = lugares[:30].mean(axis=0), lugares[30:].mean(axis=0)
    dentro = np.linalg.norm(lugares[:30] - centros[0], axis=1).mean()
    assert np.linalg.norm(centros[0] - centros[1]) > dentro


def test_el_mapa_usa_los_vectores_si_los_hay():
    vectores = np.vstack([np.tile([1.0, 0, 0], (20, 1)), np.tile([0, 1.0, 0], (20, 1))])
    lugares = trazar(["igual"] * 40, [[]] * 40, vectores=vectores).lugares
    centros = lugares[:20].mean(axis=0), lugares[20:].mean(axis=0)
    assert np.linalg.norm(centros[0] - centros[1]) > np.linalg.norm(lugares[:20] - centros[0], axis=1).mean()


def test_los_nombres_no_se_enciman():
    azar = np.random.default_rng(0)
    lugares = azar.integers(50, 590, (300, 2))
    temas = {f"Un tema de nombre largo {i}": azar.integers(0, 300, 12).tolist() for i in range(25)}
    rotulos = rotular(lugares, temas)
    assert len(rotulos) >= 8
    cajas = [
        (r.x - len(r.texto) * CUERPO * 0.28, r.y - CUERPO, r.x + len(r.texto) * CUERPO * 0.28, r.y) for r in rotulos
    ]
    for a, b in itertools.combinations(cajas, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_nada_se_resalta_sin_etiqueta():
    assert resaltar(["Mis alumnos leen fracciones.", "!!!"], [[], ["social"]]) == [(), ()]


def test_terminaciones(zona, tmp_path):
    assert {formato_de(f"x{t.upper()}") for t in FORMATOS} == set(FORMATOS)
    with pytest.raises(rx.ErrorSalida, match=r"informe\.pptx.*\.html"):
        zona.informe(tmp_path / "informe.pptx")
    assert list(tmp_path.iterdir()) == []


def test_donde_no_se_puede_escribir(zona, tmp_path):
    (tmp_path / "archivo").write_text("x", encoding="utf-8")
    with pytest.raises(rx.ErrorSalida, match="No se pudo escribir"):
        zona.informe(tmp_path / "archivo" / "informe.txt")


def test_si_falta_la_biblioteca_se_dice_cual(zona, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(rx.ErrorSalida, match=r"XlsxWriter.*reflexiona\[informe\]"):
        zona.informe(tmp_path / "hojas.xlsx")


def test_una_sola_reflexion(tmp_path):
    solo = rx.analizar(["Mis alumnos ya leen."], modelo="rapido")
    for tipo in FORMATOS:
        assert solo.informe(tmp_path / f"solo{tipo}").stat().st_size > 100


def test_la_orden_escribe_varios(ruta_zona, tmp_path):
    rutas = [tmp_path / "i.html", tmp_path / "i.txt"]
    hecho = CliRunner().invoke(orden, ["informe", str(ruta_zona), "-o", str(rutas[0]), "-o", str(rutas[1]), "-q"])
    assert hecho.exit_code == 0, hecho.output
    assert hecho.output.split() == [str(r) for r in rutas]
    assert all(r.stat().st_size for r in rutas)


def test_la_orden_revisa_antes_de_leer(tmp_path):
    hecho = CliRunner().invoke(orden, ["informe", "no-existe.csv", "-o", str(tmp_path / "i.pptx")])
    assert isinstance(hecho.exception, rx.ErrorSalida)
