"""Las hojas de Excel, vueltas a leer: 0 y 1 por código, encabezado fijo, filtros y ninguna fórmula."""

import openpyxl
import pytest

from reflexiona.dimensiones.guia import DIMENSIONES, GUIA
from reflexiona.informe.visible import visible


@pytest.fixture(scope="module")
def libro(salida):
    return openpyxl.load_workbook(salida(".xlsx"))


def filas(hoja):
    """Cada fila como diccionario."""
    encabezado, *resto = hoja.iter_rows(values_only=True)
    return [dict(zip(encabezado, fila, strict=True)) for fila in resto]


def test_las_columnas_de_codigos_dicen_lo_que_las_etiquetas(libro, hostil):
    leidas = filas(libro["Oraciones"])
    assert len(leidas) == len(hostil.etiquetas)
    for leida, e in zip(leidas, hostil.etiquetas.to_dict("records"), strict=True):
        assert leida["Texto"] == visible(e["texto"])
        for d in DIMENSIONES:
            assert leida[f"Dimensión: {GUIA[d].nombre}"] == int(d in e["dimensiones"])
            assert leida[f"P({GUIA[d].nombre})"] == pytest.approx(e[d])
        for tema in hostil.temas:
            assert leida[f"Tema: {visible(tema)}"] == int(tema in e["temas"])
        assert sum(leida[f"Acto: {a}"] for a in ("Reto", "Logro", "Compromiso", "Pregunta")) == (e["acto"] is not None)


def test_encabezado_fijo_y_filtros(libro):
    for nombre in ("Oraciones", "Reflexiones", "Temas"):
        hoja = libro[nombre]
        assert hoja.freeze_panes.endswith("2")
        assert hoja.auto_filter.ref.startswith("A1:")


def test_ninguna_celda_es_formula_ni_enlace(libro):
    vistas = 0
    for hoja in libro:
        for fila in hoja.iter_rows():
            for celda in fila:
                assert celda.data_type != "f", (hoja.title, celda.coordinate)
                assert celda.hyperlink is None
                vistas += str(celda.value).startswith(("=", "+", "@"))
    assert vistas >= 2  # las hubo, y son texto


def test_nadie_se_asoma(libro):
    celdas = [str(c) for hoja in libro for fila in hoja.iter_rows(values_only=True) for c in fila]
    assert not [c for c in celdas if "@escuela.mx" in c]
    assert "Correo" not in celdas
