"""Mide los informes y los retrata: `python -m tests.rendimiento.informes` escribe su parte de `docs/informes.md` y las
imágenes de `docs/imagenes/informes/`.

Comunidades de 9, 40 y 600 personas tomadas al azar del corpus, y el archivo de ejemplo. Pide playwright, Chromium,
LibreOffice, poppler (`pdftoppm`), npm (baja axe-core) y una letra con emojis. Tarda varios minutos.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

RAIZ = Path(__file__).parents[2]
DOCS, IMAGENES = RAIZ / "docs" / "informes.md", RAIZ / "docs" / "imagenes" / "informes"
INICIO, FIN = "<!-- medidas: inicio -->", "<!-- medidas: fin -->"
TIPOS = (".html", ".docx", ".pdf", ".xlsx", ".qdpx", ".txt", ".csv")
_LENTO = 6


def comunidad(personas: int) -> Any:
    """Tantas reflexiones del corpus, al azar, cada una de una persona."""
    import pandas as pd

    import reflexiona as rx
    from modelos.datos import leer_corpus

    todas = leer_corpus()
    random.Random(personas).shuffle(todas)
    filas = [
        {
            "Nivel": r["nivel"].replace("_", " ").capitalize(),
            "Función": r["funcion"].capitalize(),
            "Reflexión": " ".join(o["texto"] for o in r["oraciones"]),
        }
        for r in todas[:personas]
    ]
    return rx.leer(pd.DataFrame(filas), columna="Reflexión")


def escribir(analisis: Any, carpeta: Path, nombre: str) -> dict[str, tuple[float, float]]:
    """Escribe los siete informes: de cada uno, segundos de procesador y megabytes."""
    salida = {}
    for tipo in TIPOS:
        antes = time.process_time()
        ruta = analisis.informe(carpeta / f"{nombre}{tipo}", titulo="Lo que nos contamos")
        salida[tipo] = (time.process_time() - antes, ruta.stat().st_size / 1e6)
    return salida


def bajar_axe(carpeta: Path) -> str:
    """El código de axe-core, del registro de npm."""
    subprocess.run(["npm", "pack", "axe-core@4", "--silent"], cwd=carpeta, capture_output=True, check=True)
    datos = next(carpeta.glob("axe-core-*.tgz")).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(datos)) as tar:
        miembro = tar.extractfile("package/axe.min.js")
        assert miembro is not None
        return miembro.read().decode()


def faltas(navegador: Any, ruta: Path, ancho: int, axe: str) -> Counter[str]:
    """Cuántas faltas halla axe-core, por gravedad."""
    hoja = navegador.new_context(viewport={"width": ancho, "height": 900}, bypass_csp=True).new_page()
    hoja.goto(ruta.as_uri())
    hoja.evaluate(axe)
    graves = hoja.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations.map(v => v.impact))")
    hoja.context.close()
    return Counter(graves)


# De que se toca un control a que la pantalla queda pintada: dos cuadros después.
_PINTADO = """async (f) => {
  const hecho = () => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
  await hecho();
  const antes = performance.now();
  await eval(f);
  await hecho();
  return performance.now() - antes;
}"""
ACCIONES = {
    "filtrar por dimensión": "(() => { const e = document.getElementById('f-dim'); e.value = '1'; "
    "e.dispatchEvent(new Event('change')); })()",
    "filtrar por tema": "(() => { const e = document.getElementById('f-tema'); e.value = '0'; "
    "e.dispatchEvent(new Event('change')); })()",
    "quitar los filtros": "document.getElementById('limpiar').click()",
    "buscar una palabra": "(() => { const e = document.getElementById('f-q'); e.value = 'familias'; "
    "document.getElementById('filtros').dispatchEvent(new Event('submit', {cancelable: true})); })()",
    "señalar en el mapa": "(() => { document.getElementById('mapa').dispatchEvent("
    "new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true})); })()",
    "mostrar más textos": "document.getElementById('mostrar').click()",
}


def tardanza(navegador: Any, ruta: Path, veces: int) -> dict[str, float]:
    """Milisegundos de cada acción, con el procesador tantas veces más lento; y de abrir la página."""
    hoja = navegador.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    hoja.context.new_cdp_session(hoja).send("Emulation.setCPUThrottlingRate", {"rate": veces})
    hoja.goto(ruta.as_uri())
    hoja.evaluate("document.getElementById('t-mapa').scrollIntoView()")
    hoja.wait_for_timeout(2000)
    abrir = hoja.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    medidas = {"abrir la página": abrir}
    for nombre, guion in ACCIONES.items():
        medidas[nombre] = min(hoja.evaluate(_PINTADO, guion) for _ in range(3))
    hoja.context.close()
    return medidas


def retratar(navegador: Any, carpeta: Path) -> None:
    """Las vistas de la galería."""
    from PIL import Image

    IMAGENES.mkdir(parents=True, exist_ok=True)
    vistas: dict[str, Any] = {}
    ruta = (carpeta / "ejemplo.html").as_uri()

    def foto(nombre: str, ancho: int, alto: int, donde: str | None, antes: Callable[[Any], None] | None = None) -> None:
        hoja = navegador.new_page(viewport={"width": ancho, "height": alto})
        hoja.goto(ruta)
        if antes:
            antes(hoja)
        if donde:
            hoja.evaluate(f"document.getElementById('{donde}').scrollIntoView()")
        hoja.wait_for_timeout(300)
        vistas[nombre] = Image.open(io.BytesIO(hoja.screenshot()))
        hoja.close()

    foto("pagina-panorama", 1280, 900, None)
    foto("pagina-temas", 1280, 900, "temas")
    foto("pagina-mapa", 1280, 1100, "t-mapa", lambda h: h.focus("#mapa") or h.keyboard.press("ArrowRight"))
    foto("pagina-textos", 1280, 900, "t-textos")
    celular = []
    for donde in (None, "temas", "t-textos"):
        foto("x", 390, 844, donde)
        celular.append(vistas.pop("x"))
    vistas["pagina-celular"] = _juntas(celular)
    hoja = navegador.new_page()
    hoja.goto(ruta)
    hoja.pdf(path=str(carpeta / "impresa.pdf"), format="Letter")
    hoja.close()
    orden = ["libreoffice", "--headless", "--convert-to", "pdf", "--outdir", str(carpeta / "word")]
    subprocess.run([*orden, str(carpeta / "ejemplo.docx")], capture_output=True, check=True)
    for nombre, pdf, paginas in (
        ("word", carpeta / "word" / "ejemplo.pdf", (1, -4, -2)),
        ("pdf", carpeta / "ejemplo.pdf", (1, -4, -2)),
        ("pagina-impresa", carpeta / "impresa.pdf", (1, 3)),
    ):
        subprocess.run(["pdftoppm", "-r", "55", "-png", str(pdf), str(carpeta / f"h-{nombre}")], check=True)
        hojas = sorted(carpeta.glob(f"h-{nombre}-*.png"))
        vistas[nombre] = _juntas([Image.open(hojas[p - 1 if p > 0 else p]) for p in paginas])
    for nombre, imagen in vistas.items():
        chica = imagen.convert("RGB")
        chica.thumbnail((1000, 1000))
        chica.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            IMAGENES / f"{nombre}.png", optimize=True
        )


def _juntas(imagenes: list[Any]) -> Any:
    from PIL import Image

    alto, aire = max(i.height for i in imagenes), 12
    juntas = Image.new("RGB", (sum(i.width for i in imagenes) + aire * (len(imagenes) - 1), alto), "#9a9da3")
    x = 0
    for i in imagenes:
        juntas.paste(i, (x, 0))
        x += i.width + aire
    return juntas


def principal() -> int:
    """Mide, retrata y escribe."""
    from playwright.sync_api import sync_playwright

    import reflexiona as rx

    sys.path.insert(0, str(RAIZ))
    warnings.simplefilter("ignore", rx.AvisoReflexiona)
    carpeta = Path(tempfile.mkdtemp())
    nombres = {"ejemplo": "`ejemplos/reflexiones.csv`", "9": "9 personas", "40": "40 personas", "600": "600 personas"}
    filas, peso = [], []
    for clave, nombre in nombres.items():
        corpus = rx.leer(RAIZ / "ejemplos" / "reflexiones.csv") if clave == "ejemplo" else comunidad(int(clave))
        analisis = rx.analizar(corpus)
        medido = escribir(analisis, carpeta, clave)
        cuentas = f"{nombre} | {len(corpus)} | {len(analisis.etiquetas):,}"
        filas.append(f"| {cuentas} | " + " | ".join(f"{medido[t][0]:.1f}" for t in TIPOS) + " |")
        peso.append(f"| {nombre} | " + " | ".join(f"{medido[t][1]:.2f}" for t in TIPOS) + " |")
        print(cuentas, medido, file=sys.stderr, flush=True)
    grande = rx.analizar(comunidad(840), modelo="rapido")
    grande.informe(carpeta / "grande.html")
    axe = bajar_axe(carpeta)
    with sync_playwright() as juego:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        navegador = juego.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        accesibles = []
        for clave, nombre in nombres.items():
            halladas = [faltas(navegador, carpeta / f"{clave}.html", ancho, axe) for ancho in (1280, 390)]
            accesibles.append(f"| {nombre} | " + " | ".join(_dichas(f) for f in halladas) + " |")
        tiempos = [tardanza(navegador, carpeta / "grande.html", veces) for veces in (1, _LENTO)]
        retratar(navegador, carpeta)
        navegador.close()
    tabla = " | ".join(TIPOS)
    rayas = " | ".join("---:" for _ in TIPOS)
    lineas = [
        "### Cuánto tarda, después de etiquetar\n",
        "Segundos de procesador en un hilo (los del reloj si nadie más usa el núcleo), con lo que tarda en cargar cada "
        "biblioteca la primera vez.\n",
        f"| comunidad | reflexiones | oraciones | {tabla} |",
        f"| --- | ---: | ---: | {rayas} |",
        *filas,
        "\n### Cuánto pesa (MB)\n",
        f"| comunidad | {tabla} |",
        f"| --- | {rayas} |",
        *peso,
        "\n### Faltas de accesibilidad que halla axe-core en Chromium\n",
        "| comunidad | a 1280 px | a 390 px |",
        "| --- | --- | --- |",
        *accesibles,
        f"\n### Con {len(grande.reflexiones):,} reflexiones ({len(grande.etiquetas):,} oraciones), etiquetadas con `rapido`, en "
        "Chromium\n",
        "Milisegundos desde que se toca el control hasta que la pantalla queda pintada; a la derecha, con el procesador "
        f"{_LENTO} veces más lento, como en un equipo viejo.\n",
        f"| | este equipo | {_LENTO}× más lento |",
        "| --- | ---: | ---: |",
        *(f"| {a} | {tiempos[0][a]:.0f} | {tiempos[1][a]:.0f} |" for a in tiempos[0]),
    ]
    texto = DOCS.read_text(encoding="utf-8")
    texto = texto[: texto.index(INICIO)] + INICIO + "\n" + "\n".join(lineas) + "\n" + texto[texto.index(FIN) :]
    DOCS.write_text(texto, encoding="utf-8", newline="\n")
    shutil.rmtree(carpeta)
    return 0


def _dichas(f: Counter[str]) -> str:
    return ", ".join(f"{n} {g}" for g, n in sorted(f.items())) or "ninguna"


if __name__ == "__main__":
    sys.exit(principal())
