"""El paquete por fuera: qué carga, qué exporta, en qué sentido van sus imports y con qué colores pinta."""

import ast
import itertools
import subprocess
import sys
from importlib.metadata import version

import numpy as np
import pytest

import reflexiona
from reflexiona.dimensiones.guia import COLOR_NINGUNA, GUIA

PESADOS = ("pandas", "numpy", "spacy", "sklearn", "matplotlib", "scipy", "wordcloud", "simplemma", "PIL", "thinc")

CAPAS = {
    "errores": 0,
    "corpus": 0,
    "dimensiones.guia": 1,
    "lectura": 2,
    "texto": 2,
    "modelo": 3,
    "privacidad": 3,
    "caligrama": 3,
    "dimensiones": 4,
    "temas": 5,
    "comparacion": 6,
    "revision": 6,
    "sintesis": 6,
    "salidas": 7,
    "informe": 8,
    "analisis": 9,
    "cli": 10,
    "__main__": 11,
}
"""Cada pieza importa sólo de las que tienen un número menor."""

SOLO_TIPOS = {("salidas", "analisis"), ("informe", "analisis")}
"""Quién conoce a otra de mayor número, y sólo por sus tipos."""

PROHIBIDOS = {
    *("pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"),
    *("requests", "urllib", "urllib3", "httpx", "aiohttp", "http", "socket", "ssl", "ftplib", "smtplib"),
}

CON_RED = "sintesis.llm"
"""El único módulo que puede salir a la red, y sólo al servicio que se le pase."""

# Machado, Oliveira y Fernandes (2009), severidad 1, sobre RGB lineal.
VISIONES = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


@pytest.fixture(scope="module")
def modulos(raiz):
    """El árbol de sintaxis de cada módulo, por su nombre dentro del paquete."""
    base = raiz / "src" / "reflexiona"
    arboles = {}
    for ruta in sorted(base.rglob("*.py")):
        partes = ruta.relative_to(base).with_suffix("").parts
        nombre = ".".join(partes[:-1] if partes[-1] == "__init__" else partes)
        arboles[nombre] = ast.parse(ruta.read_text(encoding="utf-8"), str(ruta))
    return arboles


def pieza(nombre: str) -> str:
    """La pieza de un módulo: «lectura.filas» es de «lectura»; la guía cuenta aparte."""
    return "dimensiones.guia" if nombre == "dimensiones.guia" else nombre.partition(".")[0]


def importados(arbol: ast.AST, modulos) -> set[str]:
    """Los módulos propios que importa, estén donde estén: arriba, dentro de una función o sólo para tipos."""
    salida = set()
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.Import):
            nombres = [a.name for a in nodo.names]
        elif isinstance(nodo, ast.ImportFrom):
            assert nodo.level == 0, f"import relativo en la línea {nodo.lineno}"
            # «from reflexiona.texto import componentes» puede traer un módulo o un nombre.
            hijos = [f"{nodo.module}.{a.name}" for a in nodo.names]
            nombres = [h if h.removeprefix("reflexiona.") in modulos else str(nodo.module) for h in hijos]
        else:
            continue
        for nombre in nombres:
            if nombre == "reflexiona" or nombre.startswith("reflexiona."):
                salida.add(nombre.removeprefix("reflexiona").removeprefix("."))
    return salida


# --- Lo que se ve -----------------------------------------------------------------------------------------------------


def test_importar_no_carga_nada_pesado(tmp_path):
    codigo = f"import sys, reflexiona; print([m for m in {PESADOS!r} if m in sys.modules])"
    hecho = subprocess.run(
        [sys.executable, "-W", "error", "-c", codigo], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert hecho.stdout.strip() == "[]"


def test_la_ayuda_de_la_consola_no_carga_nada_pesado(tmp_path):
    codigo = f"""
import sys
from reflexiona.cli import principal
try:
    principal(["analizar", "--help"])
except SystemExit:
    print("PESADOS", [m for m in {PESADOS!r} if m in sys.modules])
"""
    hecho = subprocess.run([sys.executable, "-c", codigo], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert hecho.stdout.splitlines()[-1] == "PESADOS []"


def test_cada_nombre_exportado_existe():
    assert reflexiona.__all__ == sorted(reflexiona.__all__, key=lambda n: (not n.isupper(), n))
    for nombre in reflexiona.__all__:
        assert getattr(reflexiona, nombre) is not None
    assert dir(reflexiona) == sorted(reflexiona.__all__)
    with pytest.raises(AttributeError, match="no_existe"):
        _ = reflexiona.no_existe


def test_los_nombres_del_contrato():
    assert reflexiona.DIMENSIONES == ("personal", "didactica", "institucional", "social", "valoral")
    assert reflexiona.ACTOS == ("reto", "logro", "compromiso", "pregunta")
    assert callable(reflexiona.caligrama)
    assert "paloma" in reflexiona.caligrama.formas()
    errores = [n for n in reflexiona.__all__ if n.startswith("Error")]
    assert len(errores) == 6
    assert all(issubclass(getattr(reflexiona, n), reflexiona.ErrorReflexiona) for n in errores)
    assert issubclass(reflexiona.AvisoReflexiona, UserWarning)


def test_la_version_es_una_sola():
    assert reflexiona.__version__ == version("reflexiona")


# --- Por dentro -------------------------------------------------------------------------------------------------------


def test_los_imports_van_en_un_solo_sentido(modulos):
    al_reves = []
    for nombre, arbol in modulos.items():
        if not nombre:  # la raíz presenta a todos
            continue
        propia = pieza(nombre)
        assert propia in CAPAS, f"«{propia}» no tiene capa: dele una en CAPAS"
        for otro in importados(arbol, modulos):
            if otro == "":
                assert nombre in {"cli"}, f"{nombre} importa la raíz del paquete"
                continue
            ajena = pieza(otro)
            if ajena != propia and CAPAS[ajena] >= CAPAS[propia] and (propia, ajena) not in SOLO_TIPOS:
                al_reves.append((nombre, otro))
    assert al_reves == []


def test_las_orillas_y_el_caligrama_van_aparte(modulos):
    quienes = {
        destino: {n for n, arbol in modulos.items() if destino in {pieza(m) for m in importados(arbol, modulos)}}
        for destino in ("analisis", "cli", "salidas", "caligrama")
    }
    assert quienes["cli"] == {"__main__"}
    assert {pieza(n) for n in quienes["analisis"]} == {"", "cli", "informe", "salidas"}
    assert {pieza(n) for n in quienes["salidas"]} == {"analisis", "informe"}
    assert {pieza(n) for n in quienes["caligrama"]} <= {"", "caligrama", "analisis", "cli", "informe"}
    usa = {pieza(m) for n, arbol in modulos.items() if pieza(n) == "caligrama" for m in importados(arbol, modulos)}
    # De la guía, el caligrama sólo toma los colores de las dimensiones.
    assert usa <= {"caligrama", "texto", "dimensiones.guia", "errores"}


def test_las_orillas_conocen_a_analisis_solo_por_sus_tipos(modulos):
    conocen = [
        n
        for n, arbol in modulos.items()
        if (pieza(n), "analisis") in SOLO_TIPOS and "analisis" in importados(arbol, modulos)
    ]
    assert {pieza(n) for n in conocen} == {"salidas", "informe"}
    for nombre in conocen:
        condiciones = [n for n in ast.walk(modulos[nombre]) if isinstance(n, ast.If)]
        solo_tipos = [n for n in condiciones if ast.unparse(n.test) == "TYPE_CHECKING"]
        dentro = set().union(*(importados(n, modulos) for n in solo_tipos))
        fuera = [n for n in ast.walk(modulos[nombre]) if isinstance(n, ast.ImportFrom) and n.module]
        assert "analisis" in dentro, nombre
        assert sum(n.module == "reflexiona.analisis" for n in fuera) == 1, nombre


def test_sin_pickle_ni_eval_ni_red(modulos):
    encontrados = []
    for nombre, arbol in modulos.items():
        for nodo in ast.walk(arbol):
            if isinstance(nodo, ast.Import):
                raices = {a.name.partition(".")[0] for a in nodo.names}
            elif isinstance(nodo, ast.ImportFrom):
                raices = {str(nodo.module).partition(".")[0]}
            elif isinstance(nodo, ast.Call):
                llamada = ast.unparse(nodo.func)
                raices = {llamada} & {"eval", "exec", "__import__", "os.system", "os.popen"}
                raices |= {k.arg for k in nodo.keywords if k.arg in {"allow_pickle", "shell"}}
                encontrados += [(nombre, nodo.lineno, r) for r in raices]
                continue
            else:
                continue
            permitido = {"urllib"} if nombre == CON_RED else set()
            encontrados += [(nombre, nodo.lineno, r) for r in raices & PROHIBIDOS - permitido]
    assert encontrados == []


def test_todo_lo_publico_tiene_docstring(modulos):
    faltan = []

    def revisar(nodo, ruta):
        if not ast.get_docstring(nodo):
            faltan.append(ruta)
        for hijo in nodo.body:
            if isinstance(hijo, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not hijo.name.startswith(
                "_"
            ):
                if isinstance(hijo, ast.ClassDef):
                    revisar(hijo, f"{ruta}.{hijo.name}")
                elif not ast.get_docstring(hijo):
                    faltan.append(f"{ruta}.{hijo.name}")

    for nombre, arbol in modulos.items():
        revisar(arbol, nombre or "reflexiona")
    assert faltan == []


# --- Los colores ------------------------------------------------------------------------------------------------------


def lineal(color: str) -> np.ndarray:
    """RGB lineal de un color `#RRGGBB`."""
    c = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def cielab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB (D65) de un RGB lineal."""
    matriz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    x = np.array(matriz) @ rgb / np.array([0.95047, 1, 1.08883])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("color", [*(d.color for d in GUIA.values()), COLOR_NINGUNA])
def test_cada_color_se_lee_sobre_blanco(color):
    """WCAG 2.2, contraste AA para texto: 4.5 o más."""
    luminancia = float(np.array([0.2126, 0.7152, 0.0722]) @ lineal(color))
    assert 1.05 / (luminancia + 0.05) >= 4.5


@pytest.mark.parametrize("vision", VISIONES)
def test_los_colores_se_distinguen_con_cualquier_vision(vision):
    """Distancia CIE76 de 20 o más entre cada par."""
    vistos = {d.clave: cielab(np.clip(VISIONES[vision] @ lineal(d.color), 0, 1)) for d in GUIA.values()}
    assert len(vistos) == 5
    cercanos = {
        (a, b): float(np.linalg.norm(vistos[a] - vistos[b]))
        for a, b in itertools.combinations(vistos, 2)
        if np.linalg.norm(vistos[a] - vistos[b]) < 20
    }
    assert cercanos == {}
