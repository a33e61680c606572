"""Lo que se escribe en la carpeta: tablas que Excel abre sin riesgo, procedencia y los mismos bytes cada vez."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

import reflexiona as rx
from reflexiona.modelo import cargar_modelo
from reflexiona.salidas import celda_segura, tabla_csv
from reflexiona.sintesis.markdown import desescapar

BOM = b"\xef\xbb\xbf"
FORMULA = ("=", "+", "-", "@")
PELIGROSAS = [
    "=1+1",
    '=HYPERLINK("http://x";"y")',
    "+52 228 123 4567",
    "-2+3",
    "- Primero leímos.",
    "@SUM(A1)",
    "\t=1",
    "\tHola",
    "\r=1",
    "\n=1",
    "  =1",
    " \t @x",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
]


def leer_csv(datos: bytes) -> list[list[str]]:
    assert datos.startswith(BOM)
    assert datos.count(BOM) == 1
    return list(csv.reader(io.StringIO(datos[3:].decode("utf-8"), newline="")))


def como_texto(valor) -> str:
    if isinstance(valor, list):
        valor = "; ".join(valor)
    return "" if valor is None else str(valor)


def tablas(analisis):
    return {
        "etiquetas.csv": analisis.etiquetas,
        "reflexiones.csv": analisis.reflexiones,
        "temas.csv": analisis.temas.tabla,
        "apartadas.csv": analisis.corpus.tabla_apartadas(),
    }


# --- Las tablas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", ["etiquetas.csv", "reflexiones.csv", "temas.csv", "apartadas.csv"])
def test_el_csv_es_la_tabla(nombre, analisis, zona):
    for cual in (analisis, zona):
        tabla = tablas(cual)[nombre]
        encabezado, *filas = leer_csv(tabla_csv(tabla))
        assert encabezado == list(tabla.columns)
        assert len(filas) == len(tabla)
        for fila, valores in zip(filas, tabla.itertuples(index=False, name=None), strict=True):
            assert [c.removeprefix("'") for c in fila] == [como_texto(v).removeprefix("'") for v in valores]


def test_los_archivos_son_esas_tablas(zona, carpeta_zona):
    for nombre, tabla in tablas(zona).items():
        datos = (carpeta_zona / nombre).read_bytes()
        assert datos == tabla_csv(tabla)
        assert datos.endswith(b"\r\n")


def test_los_textos_vuelven_letra_por_letra(zona, carpeta_zona):
    encabezado, *filas = leer_csv((carpeta_zona / "reflexiones.csv").read_bytes())
    textos = [fila[encabezado.index("texto")].removeprefix("'") for fila in filas]
    assert textos == zona.corpus.textos
    assert "=Hoy mis alumnos leyeron solos el cuento.\nMe sentí muy orgullosa." in textos


@pytest.mark.parametrize("peligrosa", PELIGROSAS)
def test_ninguna_celda_corre_como_formula(peligrosa):
    tabla = pd.DataFrame({peligrosa: [peligrosa, "Hola"], "lista": [[peligrosa, "b"], []]})
    encabezado, primera, segunda = leer_csv(tabla_csv(tabla))
    assert encabezado == [f"'{peligrosa}", "lista"]
    assert primera == [f"'{peligrosa}", f"'{peligrosa}; b"]
    assert segunda == ["Hola", ""]


def test_lo_que_no_es_formula_queda_igual():
    for valor in ("Hola = adiós", "a-b", "correo@x.mx", "'=1", "", "¿=?", "«-»", -0.5, 3, 0.25):
        assert celda_segura(valor) == valor
    assert celda_segura(None) == ""


def test_ningun_archivo_trae_formulas(carpeta_zona):
    vistas = 0
    for nombre in ("etiquetas.csv", "reflexiones.csv", "temas.csv", "apartadas.csv"):
        for fila in leer_csv((carpeta_zona / nombre).read_bytes()):
            assert not [c for c in fila if c.strip().startswith(FORMULA) or c.startswith(("\t", "\r", "\n"))]
            vistas += sum(c.startswith("'") for c in fila)
    assert vistas >= 8  # el texto y el nivel hostiles, en las dos tablas


# --- Procedencia ------------------------------------------------------------------------------------------------------


def test_analisis_json_dice_con_que_se_hizo(zona, carpeta_zona):
    hecho = json.loads((carpeta_zona / "analisis.json").read_bytes())
    assert hecho["reflexiona"] == version("reflexiona")
    assert hecho["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {"numpy", "pandas", "scikit-learn", "spacy"} <= set(hecho["dependencias"])
    assert all(v == version(nombre) for nombre, v in hecho["dependencias"].items())
    assert re.fullmatch(r"[0-9a-f]{64}", hecho["modelo"]["sha256"])
    assert hecho["modelo"]["sha256"] == cargar_modelo().huella
    assert set(hecho["modelo"]["umbrales"]) >= {"dimensiones", "actos"}
    assert list(hecho["modelo"]["umbrales"]["dimensiones"]) == list(rx.DIMENSIONES)
    assert hecho["semilla"] == 0
    assert hecho["corpus"]["origen"] == "zona.csv"
    assert hecho["corpus"]["columnas_omitidas_por_identificar"] == ["Correo", "Nombre completo"]
    assert hecho["caligrama"]["forma"] == "corazon"
    assert hecho["caligrama"]["metricas"]["colocadas"] > 0
    assert rx.analizar(zona.corpus, semilla=7).procedencia["semilla"] == 7


def test_la_huella_del_corpus_cambia_con_una_letra():
    def huella(texto):
        return rx.analizar([texto]).procedencia["corpus"]["sha256"]

    esperada = hashlib.sha256(b"1\0Mis alumnos leen.\0").hexdigest()
    assert huella("Mis alumnos leen.") == esperada != huella("Mis alumnas leen.")


def test_sin_rutas_ni_horas(carpeta_zona, ruta_zona, raiz):
    texto = (carpeta_zona / "analisis.json").read_text(encoding="utf-8")
    for ruta in (carpeta_zona, ruta_zona.parent, raiz, Path.home(), Path.cwd(), sys.prefix):
        if str(ruta) != "/":
            assert str(ruta) not in texto
    assert not re.search(r'"[A-Za-z]:\\|"/', texto)
    assert not re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d", texto)


def test_ningun_archivo_identifica_a_nadie(carpeta_zona, archivos):
    assert sorted(p.name for p in carpeta_zona.iterdir()) == sorted(archivos)
    for ruta in carpeta_zona.iterdir():
        datos = ruta.read_bytes().decode("utf-8", "ignore").casefold()
        for dato in ("escuela.mx", "ana.ruiz", "ana ruiz", "carolina", "beto cruz", "gabi@", "gabriela"):
            assert dato not in datos, (ruta.name, dato)


def test_nombre_de_una_silueta_propia_sin_su_ruta(zona, tmp_path):
    dibujo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1H8V8H1Z"/></svg>'
    silueta = tmp_path / "mi figura.svg"
    silueta.write_text(dibujo, encoding="utf-8")
    zona.guardar(tmp_path / "s", forma=silueta)
    assert json.loads((tmp_path / "s" / "analisis.json").read_bytes())["caligrama"]["forma"] == "mi figura.svg"
    assert str(tmp_path) not in (tmp_path / "s" / "analisis.json").read_text(encoding="utf-8")


# --- Los mismos bytes -------------------------------------------------------------------------------------------------


def test_los_mismos_bytes_en_otra_corrida_y_con_otro_orden_interno(carpeta_zona, ruta_zona, archivos, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "reflexiona", "analizar", str(ruta_zona), "-o", "otra", "--titulo", "Zona 14", "-q"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": "4321"},
        check=True,
        capture_output=True,
    )
    for nombre in archivos:
        assert (tmp_path / "otra" / nombre).read_bytes() == (carpeta_zona / nombre).read_bytes(), nombre


def test_guardar_devuelve_las_rutas_y_reemplaza(zona, carpeta_zona, archivos, tmp_path):
    (tmp_path / "etiquetas.csv").write_text("viejo")
    (tmp_path / "apuntes.txt").write_text("míos", encoding="utf-8")
    rutas = zona.guardar(tmp_path, titulo="Zona 14")
    assert rutas == [tmp_path / nombre for nombre in archivos]
    for ruta in rutas:
        assert ruta.read_bytes() == (carpeta_zona / ruta.name).read_bytes()
    assert (tmp_path / "apuntes.txt").read_text(encoding="utf-8") == "míos"


def test_el_titulo_y_la_forma_llegan(zona, carpeta_zona, tmp_path):
    assert (carpeta_zona / "sintesis.md").read_text(encoding="utf-8").startswith("# Zona 14\n")
    assert "Zona 14" in (carpeta_zona / "caligrama.svg").read_text(encoding="utf-8")
    zona.guardar(tmp_path, forma="circulo")
    assert "círculo" in (tmp_path / "caligrama.svg").read_text(encoding="utf-8")
    assert (tmp_path / "caligrama.png").read_bytes().startswith(b"\x89PNG")


def test_sin_palabras_no_queda_un_caligrama_ajeno(tmp_path, archivos):
    for nombre in ("caligrama.svg", "caligrama.png"):
        (tmp_path / nombre).write_bytes(b"de otra comunidad")
    rutas = rx.analizar(["😀😀", "🎉"]).guardar(tmp_path)
    esperados = [nombre for nombre in archivos if not nombre.startswith("caligrama")]
    assert [r.name for r in rutas] == esperados
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(esperados)
    assert json.loads((tmp_path / "analisis.json").read_bytes())["caligrama"]["motivo"]


# --- Errores ----------------------------------------------------------------------------------------------------------


def test_donde_no_se_puede_escribir(tmp_path):
    emojis = rx.analizar(["😀😀", "🎉"])  # sin caligrama, que aquí no hace falta
    (tmp_path / "archivo").write_text("x")
    (tmp_path / "ocupada" / "etiquetas.csv").mkdir(parents=True)
    for carpeta in (tmp_path / "archivo", tmp_path / "archivo" / "dentro", tmp_path / "ocupada"):
        with pytest.raises(rx.ErrorSalida, match=f"No se pudo escribir en «{re.escape(str(carpeta))}»"):
            emojis.guardar(carpeta)


def test_forma_que_no_existe_no_escribe_nada(zona, tmp_path):
    with pytest.raises(rx.ErrorCaligrama, match="paloma"):
        zona.guardar(tmp_path / "nueva", forma="dragon")
    assert not (tmp_path / "nueva").exists()


# --- La síntesis ------------------------------------------------------------------------------------------------------


def test_cada_cita_de_la_sintesis_es_textual(analisis):
    sintesis = analisis.sintesis()
    oraciones = {(e.reflexion, e.oracion): e.texto for e in analisis.etiquetas.itertuples()}
    reflexiones = {r.id: r for r in analisis.corpus}
    assert len(sintesis.citas) >= 10
    for cita in sintesis.citas:
        assert oraciones[cita.reflexion, cita.oracion] == cita.texto
        assert cita.texto in reflexiones[cita.reflexion].texto
        assert reflexiones[cita.reflexion].persona == cita.persona
        assert cita.markdown() in sintesis.markdown


def test_no_hay_mas_comillas_que_las_de_la_comunidad(analisis):
    """Se leen del Markdown, como las vería quien lo abre."""
    bloques = re.findall(r"^> «(.+?)»[ \\]*\n> — ", analisis.sintesis().markdown, flags=re.MULTILINE | re.DOTALL)
    textos = {re.sub(r"\s+", " ", r.texto) for r in analisis.corpus}
    assert len(bloques) >= len(analisis.sintesis().citas)
    for bloque in bloques:
        cita = re.sub(r"\s+", " ", desescapar(bloque.replace("\n> ", "\n")))
        assert any(cita in texto for texto in textos), cita
