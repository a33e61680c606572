"""El cuaderno y el guion de ejemplo corren tal cual están."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

DE_UNA_MAQUINA = re.compile(r"(?<![\w./<])/(home|tmp|root|Users|work|usr)/|[A-Z]:\\\\|\bat 0x[0-9a-f]+")


def correr(guion, *argumentos, cwd):
    return subprocess.run(
        [sys.executable, "-W", "error", str(guion), *map(str, argumentos)],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def cuaderno(raiz):
    return nbformat.read(raiz / "ejemplos" / "cuaderno.ipynb", as_version=4)


@pytest.mark.filterwarnings("default")  # los avisos de Jupyter no son nuestros; los nuestros se miran en las salidas
def test_el_cuaderno_corre_de_principio_a_fin(cuaderno, raiz, tmp_path, archivos):
    shutil.copy(raiz / "ejemplos" / "reflexiones.csv", tmp_path)
    hecho = nbformat.from_dict(cuaderno)
    for celda in hecho.cells:
        if celda.cell_type == "code":
            celda.outputs = []
    NotebookClient(hecho, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    salidas = [s for celda in hecho.cells if celda.cell_type == "code" for s in celda.outputs]
    assert [s.text for s in salidas if s.output_type == "stream" and s.name == "stderr"] == []
    assert sorted(p.name for p in (tmp_path / "salida").iterdir()) == sorted(archivos)
    tipos = {tipo for s in salidas for tipo in s.get("data", {})}
    assert {"text/html", "text/markdown", "image/png"} <= tipos
    assert not DE_UNA_MAQUINA.search(json.dumps([s for s in salidas if "image/png" not in s.get("data", {})]))


def test_el_cuaderno_guardado_es_limpio_y_ligero(cuaderno, raiz):
    nbformat.validate(cuaderno)
    assert (raiz / "ejemplos" / "cuaderno.ipynb").stat().st_size < 600_000
    codigo = [celda for celda in cuaderno.cells if celda.cell_type == "code"]
    assert len(codigo) >= 10
    for celda in codigo:
        texto = json.dumps([s for s in celda.outputs if "image/png" not in s.get("data", {})])
        assert not DE_UNA_MAQUINA.search(texto)
        assert not any(s.output_type == "error" or s.get("name") == "stderr" for s in celda.outputs)
    todo = "\n".join(celda.source for celda in cuaderno.cells)
    for pieza in ("rx.leer", "rx.analizar", ".resumen", ".etiquetas", ".citas(", ".explicar(", ".sintesis(",
                  ".caligrama(", "corazon", "paloma", ".guardar(", "GUIA"):  # fmt: skip
        assert pieza in todo


def test_el_guion_con_su_ejemplo(raiz, tmp_path, archivos):
    hecho = correr(raiz / "ejemplos" / "analizar_csv.py", cwd=tmp_path)
    assert (hecho.returncode, hecho.stderr) == (0, "")
    assert "338 reflexiones de 117 personas" in hecho.stdout
    assert "se apartaron 3 de 120 filas" in hecho.stdout
    for titulo in ("Dimensiones de la práctica:", "Temas:", "Sobre «", "Por qué:", "Archivos:"):
        assert titulo in hecho.stdout
    cita = re.search(r"Sobre «.+?»: «(.+)» \(reflexión (\S+), oración \d+\)", hecho.stdout)
    with (tmp_path / "salida" / "reflexiones.csv").open(encoding="utf-8-sig", newline="") as abierto:
        textos = {fila["reflexion"]: fila["texto"] for fila in csv.DictReader(abierto)}
    assert cita[1] in textos[cita[2]]
    assert sorted(p.name for p in (tmp_path / "salida").iterdir()) == sorted([*archivos, "caligrama_paloma.svg"])


def test_el_guion_con_un_archivo_sucio(raiz, tmp_path, archivos):
    memoria = io.StringIO(newline="")
    escritor = csv.writer(memoria, delimiter=";", quoting=csv.QUOTE_ALL)
    escritor.writerow(["Correo electrónico", "Situación de su práctica", "Años"])
    escritor.writerow(["a@x.mx", "Me cuesta que los niños comprendan;\r\nleen sin entender.", "5"])
    escritor.writerow(["b@x.mx", 'Las señoras dicen: "no podemos venir, está el corte".\r\n\r\nY tienen razón.', "12"])
    escritor.writerow(["a@x.mx", "En el consejo técnico acordamos leer más.", "5"])
    escritor.writerow(["c@x.mx", "", "3"])
    aqui = tmp_path / "otra carpeta"
    aqui.mkdir()
    (aqui / "año 2026.csv").write_bytes(memoria.getvalue().encode("cp1252"))
    hecho = correr(raiz / "ejemplos" / "analizar_csv.py", "año 2026.csv", "mis salidas", cwd=aqui)
    assert (hecho.returncode, hecho.stderr) == (0, "")
    assert "3 reflexiones de 2 personas, 1 de 4 filas apartadas" in hecho.stdout
    carpeta = aqui / "mis salidas"
    assert sorted(p.name for p in carpeta.iterdir()) == sorted([*archivos, "caligrama_paloma.svg"])
    with (carpeta / "reflexiones.csv").open(encoding="utf-8-sig", newline="") as abierto:
        textos = [fila["texto"] for fila in csv.DictReader(abierto)]
    assert textos[0] == "Me cuesta que los niños comprendan;\nleen sin entender."
    assert textos[1] == 'Las señoras dicen: "no podemos venir, está el corte".\n\nY tienen razón.'
    assert "x.mx" not in "".join(p.read_text(encoding="utf-8") for p in carpeta.iterdir() if p.suffix != ".png")


@pytest.mark.parametrize(
    ("argumentos", "dice"),
    [(["no existe.csv"], "Error: no existe.csv: no existe el archivo"), (["a", "b", "c"], "ARCHIVO")],
)
def test_el_guion_explica_lo_que_falla(argumentos, dice, raiz, tmp_path):
    hecho = correr(raiz / "ejemplos" / "analizar_csv.py", *argumentos, cwd=tmp_path)
    assert hecho.returncode == 1
    assert dice in hecho.stderr
    assert "Traceback" not in hecho.stderr
