"""Una comunidad con todo lo que puede romper un informe, y un navegador para mirarlo."""

import io
import shutil
import subprocess
import tarfile
import warnings
from html.parser import HTMLParser

import pandas as pd
import pytest

import reflexiona as rx

HOSTILES = [
    "<script>alert('x')</script> Mis alumnos leen </script><img src=x onerror=alert(1)>.",
    'Un enlace javascript:alert(1) y <a href="javascript:alert(1)">aquí</a> para las familias de mis alumnos.',
    '" onmouseover="alert(1) \' autofocus onfocus=alert(1) x=" la escuela y sus maestras.',
    "Texto \u202eal revés\u202c y \u2066aislado\u2069 que mis alumnos escriben en la escuela.",
    '=HYPERLINK("http://malo.example","clic") Las mamás trabajan en el corte y no pueden venir a la junta.',
    "Mis alumnos 👩🏽‍🏫👍 ya leen las fracciones con fichas y juegos en la escuela 👍🏽 y en casa.",
    "<!-- --> ]]> {{ 7*7 }} {% raw %} #set text(red) $x$ `código` en la clase de matemáticas.",
    "**** *nivel_falso\n-*tema asteriscos * en la clase.\n**** Los formatos me quitan tiempo de planear.",
    "Separador \u2028 de renglón \u2029 y de párrafo: las familias de la escuela migran a la cosecha.",
    "+52 y -1 y @todos: me comprometo a leer con mis alumnos todos los días en el salón.",
    "&lt;b&gt;ya escapado&lt;/b&gt; &amp; con entidades: mis alumnos leen y las familias ayudan.",
    "¿Cómo le hacemos para que las familias participen? Me siento cansada y sola en la escuela.",
]
TITULO = "Zona </title><script>alert(3)</script> \u202e14"
COLUMNA = 'Nivel"><script>alert(2)</script>'


@pytest.fixture(scope="session")
def hostil():
    """Doce personas; siete de un nivel y cinco de otro, y una columna con un grupo de dos."""
    tabla = pd.DataFrame(
        {
            "Correo": [f"persona{i}@escuela.mx" for i in range(len(HOSTILES))],
            COLUMNA: ["<b>Primaria</b>"] * 7 + ["Secundaria"] * 5,
            "Turno": ["Matutino"] * 5 + ["Vespertino"] * 5 + ["Nocturno"] * 2,
            "Reflexión": HOSTILES,
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rx.AvisoReflexiona)
        return rx.analizar(rx.leer(tabla, columna="Reflexión"), modelo="rapido")


@pytest.fixture(scope="session")
def salida(hostil, tmp_path_factory):
    """Escribe una vez el informe hostil con esa terminación y da su ruta."""
    carpeta, hechos = tmp_path_factory.mktemp("informe"), {}

    def escribir(tipo):
        if tipo not in hechos:
            hechos[tipo] = hostil.informe(carpeta / f"informe{tipo}", titulo=TITULO, forma="circulo")
        return hechos[tipo]

    return escribir


class Pagina(HTMLParser):
    """Los elementos de una página, con sus atributos, y el texto que se ve."""

    def __init__(self, texto):
        super().__init__(convert_charrefs=True)
        self.elementos, self.texto, self._dentro = [], [], []
        self.feed(texto)
        self.close()

    def handle_starttag(self, nombre, atributos):
        self.elementos.append((nombre, dict(atributos)))
        if nombre in {"script", "style"}:
            self._dentro.append(nombre)

    def handle_endtag(self, nombre):
        if nombre in self._dentro:
            self._dentro.remove(nombre)

    def handle_data(self, datos):
        if not self._dentro:
            self.texto.append(datos)

    def de(self, nombre):
        """Los atributos de cada elemento con ese nombre."""
        return [a for n, a in self.elementos if n == nombre]


@pytest.fixture(scope="session")
def leer_pagina():
    """De un HTML a sus elementos."""
    return Pagina


@pytest.fixture(scope="session")
def navegador(tmp_path_factory):
    """Abre una página en Chromium, corre en ella un guion y entrega lo que el guion dejó en `window.hecho`."""
    programa = next((p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), None)
    if programa is None:
        pytest.skip("no hay Chromium en este equipo")
    perfil = tmp_path_factory.mktemp("perfil")

    def abrir(html, guion, *, ancho=1280):
        # La política de la página no deja correr guiones ajenos: la copia de prueba no la lleva.
        antes, _, resto = html.partition('<meta http-equiv="Content-Security-Policy"')
        sin_politica = antes + resto.partition(">")[2]
        prueba = (
            f"<script>(async function () {{ {guion} }})().then(function (x) {{ return JSON.stringify(x); }}, "
            "function (e) { return JSON.stringify({error: String(e)}); }).then(function (t) {"
            "var p = document.createElement('pre'); p.id = 'hecho'; p.textContent = t; "
            "document.body.appendChild(p); });"
            "</script></body>"
        )
        ruta = perfil / "prueba.html"
        ruta.write_text(sin_politica.replace("</body>", prueba), encoding="utf-8")
        hecho = correr(programa, perfil, ruta, ancho, "--dump-dom")
        _, marca, cola = hecho.stdout.rpartition('<pre id="hecho">')
        assert marca, hecho.stderr[-2000:]
        return cola.partition("</pre>")[0]

    abrir.tal_cual = lambda ruta: correr(programa, perfil, ruta, 1280, "--dump-dom", "--enable-logging=stderr", "--v=0")
    return abrir


def correr(programa, perfil, ruta, ancho, *opciones):
    """Chromium sin ventana, sin red y con el reloj adelantado."""
    return subprocess.run(
        [
            programa,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"),
            f"--user-data-dir={perfil / 'datos'}",
            f"--window-size={ancho},900",
            "--virtual-time-budget=30000",
            *opciones,
            ruta.as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """El código de axe-core, del registro de npm; si no se puede bajar, la prueba se salta."""
    carpeta = tmp_path_factory.mktemp("axe")
    if not shutil.which("npm"):
        pytest.skip("axe-core se baja con npm, que no está en este equipo")
    hecho = subprocess.run(
        ["npm", "pack", "axe-core@4", "--silent"], cwd=carpeta, capture_output=True, timeout=180, check=False
    )
    paquetes = list(carpeta.glob("axe-core-*.tgz"))
    if hecho.returncode or not paquetes:
        pytest.skip("no se pudo bajar axe-core del registro de npm")
    with tarfile.open(fileobj=io.BytesIO(paquetes[0].read_bytes())) as tar:
        miembro = tar.extractfile("package/axe.min.js")
        return miembro.read().decode("utf-8")
