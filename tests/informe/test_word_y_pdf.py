"""La relatoría en Word y PDF: títulos de verdad, texto alternativo, acuerdos en blanco y lo escrito tal cual."""

import itertools
import re
import shutil
import subprocess
import zipfile

import docx
import pytest

from reflexiona.informe.bloques import Cita, Lista, Parrafo, Tabla, Titulo, de_markdown, llano
from reflexiona.informe.visible import visible


@pytest.fixture(scope="module")
def documento(salida):
    return docx.Document(salida(".docx"))


def test_titulos_y_estilos_de_verdad(documento):
    estilos = [(p.style.name, p.text) for p in documento.paragraphs]
    assert estilos[0][0] == "Title"
    niveles = [int(e[-1]) for e, _ in estilos if e.startswith("Heading")]
    assert niveles[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(niveles))
    principales = [t for e, t in estilos if e == "Heading 1"]
    for nombre in ("Temas, con sus voces", "Caligrama de la comunidad", "Preguntas para el diálogo", "Acuerdos"):
        assert nombre in principales
    assert any(e == "Quote" for e, _ in estilos)


def test_los_acuerdos_estan_en_blanco(documento):
    tabla = next(t for t in documento.tables if t.rows[0].cells[0].text == "Acuerdo")
    assert [c.text for c in tabla.rows[0].cells] == ["Acuerdo", "Responsable", "Fecha"]
    assert len(tabla.rows) >= 6
    assert {c.text for fila in tabla.rows[1:] for c in fila.cells} == {""}
    assert tabla.rows[0]._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None


def test_el_caligrama_lleva_texto_alternativo(documento):
    assert len(documento.inline_shapes) == 1
    descripcion = documento.inline_shapes[0]._inline.docPr.get("descr")
    assert "círculo" in descripcion
    assert "alumnos" in descripcion


def test_las_citas_son_textuales(documento, hostil):
    textos = {visible(t) for t in hostil.etiquetas["texto"]}
    citas = [p.text[1:-1] for p in documento.paragraphs if p.style.name == "Quote"]
    assert citas
    assert all(c in textos for c in citas)


@pytest.mark.parametrize("tipo", [".docx", ".xlsx", ".qdpx"])
def test_el_zip_no_lleva_la_hora(salida, tipo):
    with zipfile.ZipFile(salida(tipo)) as zip_:
        assert zip_.testzip() is None
        assert {e.date_time for e in zip_.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("tipo", [".docx", ".xlsx", ".pdf", ".qdpx", ".txt", ".csv"])
def test_mismos_datos_mismos_bytes(hostil, tmp_path, tipo):
    una, otra = (hostil.informe(tmp_path / f"{n}{tipo}", forma="circulo").read_bytes() for n in "ab")
    assert una == otra


def test_el_pdf_se_busca_y_esta_etiquetado(salida, documento):
    datos = salida(".pdf").read_bytes()
    assert datos.startswith(b"%PDF-")
    assert b"/MarkInfo" in datos
    assert b"/CreationDate" not in datos
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler) no está en este equipo")
    visto = subprocess.run(
        ["pdftotext", "-raw", str(salida(".pdf")), "-"], capture_output=True, check=True
    ).stdout.decode()
    citas = [p.text for p in documento.paragraphs if p.style.name == "Quote"]
    assert citas
    llano_ = _sin_cortes(visto)
    for parte in ("Acuerdos", "Preguntas para el diálogo", "Responsable", *citas):
        assert _sin_cortes(parte) in llano_


def _sin_cortes(texto):
    """Sólo letras y cifras, sin pies de página: lo que queda no depende de cómo se acomodaron los renglones."""
    return re.sub(r"[\W_]+", "", re.sub(r"Página\s+\d+\s+de\s+\d+", "", texto))


def test_cada_pregunta_va_una_vez_y_con_lugar_para_contestar(documento, hostil):
    preguntas = [p.texto for p in hostil.sintesis().preguntas]
    parrafos = [p.text for p in documento.paragraphs]
    assert preguntas
    assert [sum(p in t for t in parrafos) for p in preguntas] == [1] * len(preguntas)
    assert sum(t.rows[0].cells[0].text == "Lo que dijimos:" for t in documento.tables) == len(preguntas)
    assert "Para conversar" not in parrafos


def test_las_columnas_de_una_tabla_miden_lo_mismo_en_word_y_en_libreoffice(documento):
    for tabla in documento.tables:
        anchos = [c.width for c in tabla.columns]
        for fila in tabla.rows:
            assert [c.width for c in fila.cells] == anchos
        assert sum(anchos) <= documento.sections[0].page_width - 2 * documento.sections[0].left_margin


def test_del_markdown_a_los_bloques():
    bloques = de_markdown(
        "# Uno\n\nHola **negrita** y *nota*.\n\n- a\n- b\n\n1. c  \n   *d*\n\n> «Cita <b>»  \n"
        "> — reflexión 1, oración 2\n\n"
        "| T | N |\n| --- | ---: |\n| x | 1 |\n\n<script>no</script>\n"
    )
    assert [type(b) for b in bloques] == [Titulo, Parrafo, Lista, Lista, Cita, Tabla, Parrafo]
    assert [(t.texto, t.negrita, t.cursiva) for t in bloques[1].tramos][1] == ("negrita", True, False)
    assert [b.numerada for b in bloques[2:4]] == [False, True]
    assert llano(bloques[3].elementos[0][0].tramos) == "c\nd"
    assert (llano(bloques[4].tramos), bloques[4].referencia) == ("«Cita <b>»", "reflexión 1, oración 2")
    assert bloques[5].numericas == (False, True)
    assert llano(bloques[6].tramos) == "<script>no</script>"
