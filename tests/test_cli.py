"""La orden de consola: códigos de salida, español en todo y cada cosa por su salida."""

import csv
import json
import re
import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

import reflexiona
from reflexiona.caligrama import formas
from reflexiona.cli import principal

INGLES = re.compile(
    r"\b(usage|options?|show|this|message|exit|required|default|commands?|arguments?|error:|try|for help|missing|"
    r"no such|invalid|unexpected|integer|text|path|file|directory|aborted|did you mean|value|got|valid|yes|version)\b",
    re.IGNORECASE,
)
PERMITIDAS = re.compile(r"--(version|help)|\[OPCIONES\]|^Error: ", re.MULTILINE)


@pytest.fixture
def orden(capsys):
    """Corre la orden y entrega su código, su salida estándar y su salida de errores."""

    def correr(*argumentos):
        with pytest.raises(SystemExit) as salida:
            principal([str(a) for a in argumentos])
        leido = capsys.readouterr()
        return SimpleNamespace(codigo=salida.value.code, fuera=leido.out, error=leido.err)

    return correr


@pytest.fixture
def sin_dibujo(monkeypatch):
    """Sin palabras no hay caligrama, que es lo que más tarda."""
    vacia = pd.DataFrame(columns=["palabra", "lema", "personas", "oraciones", "dimension"])
    monkeypatch.setattr("reflexiona.analisis.palabras_de_la_comunidad", lambda *_, **__: vacia)


@pytest.fixture
def dos_columnas(tmp_path):
    """Un CSV con dos preguntas abiertas y una clave que se repite."""
    ruta = tmp_path / "dos.csv"
    with ruta.open("w", encoding="utf-8", newline="") as abierto:
        csv.writer(abierto).writerows(
            [
                ["Gafete", "¿Qué reto enfrenta su grupo?", "¿Qué logro quiere compartir?"],
                ["rojo", "Me cuesta que mis alumnos entiendan las fracciones.", "Ya leen solos los cuentos."],
                ["azul", "Las mamás no pueden venir a la junta por el corte.", "Hicimos un huerto con las familias."],
                ["rojo", "La plataforma me quita tiempo de planear.", "El consejo técnico acordó leer a diario."],
            ]
        )
    return ruta


def reflexiones_de(carpeta):
    with (carpeta / "reflexiones.csv").open(encoding="utf-8-sig", newline="") as abierto:
        return list(csv.DictReader(abierto))


def en_espanol(texto):
    """Las palabras en inglés que quedaron."""
    return INGLES.findall(PERMITIDAS.sub("", texto))


# --- Lo que sale bien -------------------------------------------------------------------------------------------------


def test_analizar_lista_archivos_por_un_lado_y_avisa_por_otro(orden, ruta_zona, tmp_path, archivos):
    hecho = orden("analizar", ruta_zona, "-o", tmp_path / "s", "--titulo", "Zona 14")
    assert hecho.codigo == 0
    assert hecho.fuera.splitlines() == [str(tmp_path / "s" / nombre) for nombre in archivos]
    assert all((tmp_path / "s" / nombre).stat().st_size for nombre in archivos)
    aviso, cuenta = hecho.error.splitlines()
    assert aviso.startswith("Aviso: zona.csv: se apartaron 2 de 10 filas (1 sin texto, 1 repetida)")
    assert cuenta.startswith("8 reflexiones, 6 personas, 10 oraciones, ")
    assert cuenta.endswith("; filas apartadas: 2 de 10.")
    assert (tmp_path / "s" / "sintesis.md").read_text(encoding="utf-8").startswith("# Zona 14")


def test_silencio_y_repetidas_y_forma_y_semilla(orden, ruta_zona, tmp_path, archivos):
    hecho = orden(
        *["analizar", ruta_zona, "-o", tmp_path, "-q", "--conservar-repetidas", "--forma", "circulo", "--semilla", "5"]
    )
    assert (hecho.codigo, hecho.error) == (0, "")
    assert hecho.fuera.splitlines() == [str(tmp_path / nombre) for nombre in archivos]
    assert len(reflexiones_de(tmp_path)) == 9
    hecho = json.loads((tmp_path / "analisis.json").read_bytes())
    assert (hecho["caligrama"]["forma"], hecho["semilla"]) == ("circulo", 5)


def test_columna_y_persona(orden, dos_columnas, tmp_path, sin_dibujo):
    hecho = orden(
        *["analizar", dos_columnas, "-o", tmp_path / "s", "--columna", "¿Qué logro quiere compartir?"],
        *["--persona", "Gafete"],
    )
    assert hecho.codigo == 0
    assert "3 reflexiones, 2 personas, " in hecho.error
    filas = reflexiones_de(tmp_path / "s")
    assert [f["texto"] for f in filas] == [
        "Ya leen solos los cuentos.",
        "Hicimos un huerto con las familias.",
        "El consejo técnico acordó leer a diario.",
    ]
    assert [f["persona"] for f in filas] == ["P1", "P2", "P1"]
    assert not [c for c in filas[0] if "Gafete" in c]  # quien escribió no se publica


def test_columna_se_puede_repetir(orden, dos_columnas, tmp_path, sin_dibujo):
    reto, logro = "¿Qué reto enfrenta su grupo?", "¿Qué logro quiere compartir?"
    assert orden("analizar", dos_columnas, "-o", tmp_path, "--columna", logro, "--columna", reto).codigo == 0
    assert {f["pregunta"] for f in reflexiones_de(tmp_path)} == {reto, logro}


def test_hoja(orden, tmp_path, sin_dibujo):
    from openpyxl import Workbook

    libro = Workbook()
    libro.active.title = "Zona 13"
    libro.active.append(["Reflexión"])
    libro.active.append(["Esta no es la hoja que se pide."])
    otra = libro.create_sheet("Zona 14")
    otra.append(["Reflexión"])
    otra.append(["Mis alumnos ya leen solos los cuentos de la biblioteca."])
    libro.save(tmp_path / "zonas.xlsx")
    assert orden("analizar", tmp_path / "zonas.xlsx", "-o", tmp_path / "s", "--hoja", "Zona 14", "-q").codigo == 0
    assert [f["texto"] for f in reflexiones_de(tmp_path / "s")] == [
        "Mis alumnos ya leen solos los cuentos de la biblioteca."
    ]
    hecho = orden("analizar", tmp_path / "zonas.xlsx", "-o", tmp_path / "s", "--hoja", "Zona 15")
    assert hecho.codigo == 1
    assert "Zona 13" in hecho.error
    assert "Zona 14" in hecho.error


def test_formas_y_version(orden):
    hecho = orden("formas")
    assert (hecho.codigo, hecho.error) == (0, "")
    assert hecho.fuera.splitlines() == list(formas())
    assert {"corazon", "paloma"} <= set(formas())
    assert orden("--version").fuera == f"reflexiona {reflexiona.__version__}\n"


def test_python_m(tmp_path):
    hecho = subprocess.run(
        [sys.executable, "-W", "error", "-m", "reflexiona", "formas"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert (hecho.returncode, hecho.stderr) == (0, "")
    assert "paloma" in hecho.stdout.split()


# --- La ayuda ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("argumentos", [["--help"], ["-h"], ["--ayuda"], ["analizar", "--help"], ["formas", "-h"], []])
def test_la_ayuda_esta_en_espanol(orden, argumentos):
    hecho = orden(*argumentos)
    ayuda = hecho.fuera if argumentos else hecho.error
    assert hecho.codigo == (0 if argumentos else 2)
    assert ayuda.startswith("Uso: reflexiona")
    assert "Opciones:" in ayuda
    assert "Muestra esta ayuda y termina." in ayuda
    assert en_espanol(ayuda) == []


def test_la_ayuda_dice_lo_necesario(orden):
    general, analizar = orden("--help").fuera, orden("analizar", "--help").fuera
    assert re.search(r"Órdenes:\n +analizar +Analiza", general)
    assert "130 si se interrumpe" in general
    assert analizar.startswith("Uso: reflexiona analizar [OPCIONES] ARCHIVO\n")
    assert "[obligatoria]" in analizar
    for opcion in ("--salida", "--columna", "--hoja", "--persona", "--forma", "--titulo", "--modelo", "--spacy",
                   "--semilla", "--conservar-repetidas", "--silencio"):  # fmt: skip
        assert re.search(rf"{opcion}\b.*\S", analizar)
    # Cada renglón de opciones trae su explicación.
    opciones = re.split(r"\n(?=  \S)", analizar.split("Opciones:\n")[1])
    assert len(opciones) == 12
    assert all(re.search(r"  \S+.*(  |\n +)\S", o) for o in opciones)


# --- Mal escrita: 2 ---------------------------------------------------------------------------------------------------

MAL_ESCRITAS = {
    "sin archivo": (["analizar", "-o", "s"], "Falta ARCHIVO."),
    "sin carpeta": (["analizar", "a.csv"], "Falta -o."),
    "opción parecida": (
        ["analizar", "a.csv", "-o", "s", "--hojas", "x"],
        "No existe la opción --hojas. ¿Quiso decir --hoja?",
    ),
    "opción rara": (["analizar", "a.csv", "-o", "s", "--zzz"], "No existe la opción --zzz."),
    "entero": (
        ["analizar", "a.csv", "-o", "s", "--semilla", "x"],
        "El valor de --semilla no sirve: debe ser un número entero.",
    ),
    "sin valor": (["analizar", "a.csv", "-o"], "A la opción -o le falta su valor"),
    "orden desconocida": (["analisar", "a.csv"], "La orden no existe"),
    "le sobra": (["analizar", "a.csv", "b.csv", "-o", "s"], "le sobran palabras"),
    "le sobra a formas": (["formas", "paloma"], "le sobran palabras"),
}


@pytest.mark.parametrize("caso", MAL_ESCRITAS)
def test_mal_escrita(caso, orden, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    argumentos, dice = MAL_ESCRITAS[caso]
    hecho = orden(*argumentos)
    assert (hecho.codigo, hecho.fuera) == (2, "")
    assert dice in hecho.error
    assert re.search(r"Vea: reflexiona .*--help\n$", hecho.error)
    assert en_espanol(hecho.error) == []
    assert list(tmp_path.iterdir()) == []


# --- Datos que no sirven: 1 -------------------------------------------------------------------------------------------


def test_archivo_que_no_existe(orden, tmp_path):
    hecho = orden("analizar", tmp_path / "nada.csv", "-o", tmp_path / "s")
    assert (hecho.codigo, hecho.fuera) == (1, "")
    assert hecho.error.startswith("Error: ")
    assert "nada.csv: no existe el archivo" in hecho.error
    assert en_espanol(hecho.error) == []
    assert not (tmp_path / "s").exists()


def test_columna_que_no_existe(orden, ruta_zona, tmp_path):
    hecho = orden("analizar", ruta_zona, "-o", tmp_path / "s", "--columna", "Nada")
    assert hecho.codigo == 1
    assert "«Nada»" in hecho.error
    assert "«Escriba su reflexión del ciclo»" in hecho.error
    assert "Ana Ruiz" not in hecho.error


def test_modelo_que_no_existe(orden, ruta_zona, tmp_path):
    hecho = orden("analizar", ruta_zona, "-o", tmp_path / "s", "--modelo", "nada", "-q")
    assert hecho.codigo == 1
    assert "«nada»" in hecho.error
    assert not (tmp_path / "s").exists()


def test_forma_que_no_existe_se_dice_antes_de_leer(orden, ruta_zona, tmp_path, monkeypatch):
    def no_debe(*_, **__):
        raise AssertionError("se leyó el archivo antes de revisar la forma")

    monkeypatch.setattr("reflexiona.lectura.leer", no_debe)
    hecho = orden("analizar", ruta_zona, "-o", tmp_path / "s", "--forma", "dragon")
    assert (hecho.codigo, hecho.fuera) == (1, "")
    assert "dragon" in hecho.error
    assert all(forma in hecho.error for forma in formas())
    assert not (tmp_path / "s").exists()


# --- No se pudo escribir: 3; interrupción: 130 ------------------------------------------------------------------------


def test_carpeta_donde_no_se_puede_escribir(orden, tmp_path):
    (tmp_path / "a.txt").write_text("😀😀 🎉\n", encoding="utf-8")
    (tmp_path / "ocupado").write_text("x")
    hecho = orden("analizar", tmp_path / "a.txt", "-o", tmp_path / "ocupado", "-q")
    assert (hecho.codigo, hecho.fuera) == (3, "")
    assert hecho.error.startswith(f"Error: No se pudo escribir en «{tmp_path / 'ocupado'}»")


def test_interrupcion(orden, ruta_zona, tmp_path, monkeypatch):
    def interrumpir(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("reflexiona.analisis.analizar", interrumpir)
    hecho = orden("analizar", ruta_zona, "-o", tmp_path / "s", "-q")
    assert (hecho.codigo, hecho.fuera) == (130, "")
    assert "Interrumpido" in hecho.error
    assert en_espanol(hecho.error) == []
    assert not (tmp_path / "s").exists()


def test_una_falla_imprevista_no_muestra_lo_que_escribio_la_gente(ruta_zona, tmp_path):
    """Si algo se rompe por dentro, el rastro no trae variables locales, que son los textos."""
    codigo = """
import sys, types
falso = types.ModuleType("reflexiona.analisis")
falso.PASOS = ("uno",)
def analizar(corpus, **_):
    secreto = corpus.textos
    assert "fracciones" in secreto[0]
    raise RuntimeError("falla imprevista")
falso.analizar = analizar
sys.modules["reflexiona.analisis"] = falso
from reflexiona.cli import principal
principal(sys.argv[1:])
"""
    hecho = subprocess.run(
        [sys.executable, "-c", codigo, "analizar", str(ruta_zona), "-o", str(tmp_path / "s")],
        capture_output=True,
        encoding="utf-8",
    )
    assert hecho.returncode == 1
    assert "falla imprevista" in hecho.stderr
    for dato in ("fracciones", "Ana Ruiz", "escuela.mx"):
        assert dato not in hecho.stderr + hecho.stdout


# --- Caligrama --------------------------------------------------------------------------------------------------------


@pytest.fixture
def poema(tmp_path):
    ruta = tmp_path / "poema.txt"
    ruta.write_text("La escuela es de quien la camina,\nde quien la barre y la canta.\n", encoding="utf-8")
    return ruta


@pytest.mark.parametrize(("nombre", "empieza"), [("c.pdf", b"%PDF"), ("c.svg", b"<svg"), ("c.html", b"<figure")])
def test_caligrama_escribe_en_el_formato_de_la_ruta(orden, poema, tmp_path, nombre, empieza):
    hecho = orden("caligrama", poema, "--forma", "paloma", "--estilo", "verso", "-o", tmp_path / nombre)
    assert (hecho.codigo, hecho.error) == (0, "")
    assert hecho.fuera.strip() == str(tmp_path / nombre)
    assert (tmp_path / nombre).read_bytes().startswith(empieza)


def test_caligrama_de_voces_en_una_hoja(orden, tmp_path):
    from PIL import Image

    ruta = tmp_path / "voces.txt"
    ruta.write_bytes("Ana: Leer en voz alta.\nLuz: Escuchar a la niñez 🙂.\n".encode())
    hecho = orden("caligrama", ruta, "--estilo", "trazo", "--voces", "--color", "milpa", "--cm", "10x8", "--ppp", 50,
                  "--forma", "letras:SI", "-o", tmp_path / "c.png")  # fmt: skip
    assert hecho.codigo == 0
    assert "🙂" in hecho.error
    assert en_espanol(hecho.error) == []
    with Image.open(tmp_path / "c.png") as imagen:
        assert imagen.size == (197, 157)


@pytest.mark.parametrize(
    ("argumentos", "codigo", "mensaje"),
    [
        (["no_esta.txt", "-o", "c.svg"], 1, "No pude leer"),
        (["POEMA", "-o", "c.docx"], 1, ".svg, .png, .pdf o .html"),
        (["POEMA", "-o", "c.svg", "--forma", "palomaa"], 1, "paloma"),
        (["POEMA", "-o", "c.svg", "--estilo", "prosa"], 1, "nube, verso, trazo"),
        (["POEMA", "-o", "c.png", "--cm", "grande"], 1, "90x60"),
        (["POEMA", "-o", "no/hay/c.svg"], 3, "la carpeta no existe"),
        ([".", "-o", "c.svg"], 1, "es una carpeta"),
        (["POEMA"], 2, "Falta"),
    ],
)
def test_caligrama_dice_que_falla(orden, poema, tmp_path, monkeypatch, argumentos, codigo, mensaje):
    monkeypatch.chdir(tmp_path)
    hecho = orden("caligrama", *[poema if a == "POEMA" else a for a in argumentos])
    assert hecho.codigo == codigo
    assert mensaje in hecho.error
    assert hecho.fuera == ""
    assert en_espanol(hecho.error) == []


def test_la_ayuda_de_caligrama_esta_en_espanol(orden):
    hecho = orden("caligrama", "--help")
    assert hecho.codigo == 0
    assert "--estilo" in hecho.fuera
    assert en_espanol(hecho.fuera) == []
