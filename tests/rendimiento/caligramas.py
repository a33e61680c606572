"""Mide los caligramas, hace la galería y escribe `docs/caligramas.md`: `python -m tests.rendimiento.caligramas`.

La nube se mide junto a wordcloud, en la misma corrida y con las mismas palabras y máscaras, en tiempo de procesador.
«Verso» y «trazo» se miden en `caligramas_verso`, que esta orden corre al final. Cada sección del documento va entre dos
marcas y sólo se reescribe la suya. Tarda unos diez minutos; con `--rapido` no se corre wordcloud a 1600 y 3200 pixeles.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from modelos.datos import leer_corpus
from reflexiona.caligrama import Caligrama, caligrama, caligrama_de_dos, caligramas_en_serie
from reflexiona.caligrama.metricas import RADIO_CIERRE, cerrar
from reflexiona.caligrama.pesos import leer_pesos
from reflexiona.caligrama.silueta import Silueta, leer_silueta
from reflexiona.caligrama.trazos import tipografia

RAIZ = Path(__file__).parents[2]
DOCS = RAIZ / "docs" / "caligramas.md"
GALERIA = RAIZ / "docs" / "imagenes" / "caligramas"
FORMAS = (
    *("corazon", "paloma", "arbol", "mano", "estrella", "libro_abierto"),
    *("escuela", "maiz", "mariposa", "nopal", "colibri", "mexico"),
)
LADOS = (800, 1600, 3200)
IMPORTANTES = 60

Mascara = npt.NDArray[np.bool_]


# --- lo que se compara ----------------------------------------------------------------------------------------------


def palabras() -> dict[str, float]:
    """Las 200 palabras que más personas dicen en el corpus, con su peso."""
    textos = [" ".join(o["texto"] for o in r["oraciones"]) for r in leer_corpus()]
    return dict(leer_pesos(textos, 200).palabras)


@dataclass(frozen=True)
class Medida:
    """Lo que dio una nube: segundos, cuántas palabras faltan de las importantes, y la tinta sobre la silueta."""

    segundos: float
    colocadas: int
    faltan: int
    cobertura: float
    iou: float
    fuera: int = 0
    encimados: int = 0
    concordancia: float = 1.0
    leer_forma: float = 0.0


def nuestra(pesos: dict[str, float], forma: str, lado: int, veces: int = 3) -> Medida:
    """De las palabras al PNG, con la forma ya leída aparte (wordcloud también recibe la máscara hecha)."""
    leer = [_segundos(lambda: leer_silueta(forma))[0] for _ in range(veces)]
    hechos = [_segundos(lambda: _dibujar(pesos, forma, lado)) for _ in range(veces)]
    nube = hechos[0][1]
    medidas = nube.metricas()
    puestas = {uno.texto for uno in nube.palabras}
    return Medida(
        segundos=statistics.median(s for s, _ in hechos) - statistics.median(leer),
        colocadas=len(puestas),
        faltan=len(set(list(pesos)[:IMPORTANTES]) - puestas),
        cobertura=medidas["cobertura"],
        iou=medidas["iou"],
        fuera=round(medidas["tinta_fuera"] * 1e5),
        encimados=int(medidas["encimados"]),
        concordancia=medidas["correlacion_tamano_peso"],
        leer_forma=statistics.median(leer),
    )


def _dibujar(pesos: dict[str, float], forma: str, lado: int) -> Caligrama:
    nube = caligrama(pesos, forma)
    # El lado es el de la silueta, como en wordcloud; la página lleva además sus márgenes.
    silueta = nube._silueta
    nube.png(round(nube.pagina.ancho * lado / max(silueta.ancho, silueta.alto)))
    return nube


def de_wordcloud(pesos: dict[str, float], silueta: Silueta, lado: int, letra: str | None, veces: int = 1) -> Medida:
    """Lo mismo con wordcloud, tal como viene salvo la letra y el fondo."""
    from wordcloud import WordCloud

    mascara = _agrandar(silueta.mascara, lado)

    def hacer() -> tuple[Any, bytes]:
        nube = WordCloud(
            font_path=letra,
            mask=np.where(mascara, 0, 255).astype(np.uint8),
            max_words=len(pesos),
            random_state=0,
            background_color="white",
            color_func=lambda *_, **__: "black",
        ).generate_from_frequencies(pesos)
        salida = io.BytesIO()
        nube.to_image().save(salida, format="PNG")
        return nube, salida.getvalue()

    hechos = [_segundos(hacer) for _ in range(veces)]
    nube, png = hechos[0][1]
    tinta = np.asarray(Image.open(io.BytesIO(png)).convert("L")) < 128
    puestas = {palabra for (palabra, _), *_ in nube.layout_}
    return Medida(
        segundos=statistics.median(s for s, _ in hechos),
        colocadas=len(puestas),
        faltan=len(set(list(pesos)[:IMPORTANTES]) - puestas),
        cobertura=float(tinta.sum() / mascara.sum()),
        iou=_iou(tinta, mascara, lado) if lado == LADOS[0] else 0.0,
    )


def _agrandar(mascara: Mascara, lado: int) -> Mascara:
    alto, ancho = (round(n * lado / max(mascara.shape)) for n in mascara.shape)
    imagen = Image.fromarray(mascara.astype(np.uint8) * 255).resize((ancho, alto), Image.Resampling.NEAREST)
    return np.asarray(imagen) > 127


def _iou(tinta: Mascara, mascara: Mascara, lado: int) -> float:
    borde = round(0.05 * lado)
    cerrada, entera = cerrar(np.pad(tinta, borde), RADIO_CIERRE * lado / 1000), np.pad(mascara, borde)
    return float((cerrada & entera).sum() / (cerrada | entera).sum())


def _segundos(hacer: Callable[[], Any]) -> tuple[float, Any]:
    empieza = time.process_time()  # y no el reloj: no cuenta lo que otros procesos ocupen el núcleo
    hecho = hacer()
    return time.process_time() - empieza, hecho


# --- la sección de la nube ------------------------------------------------------------------------------------------


def seccion_nube(rapido: bool) -> str:
    """Las tablas y la galería de la nube, en Markdown."""
    pesos = palabras()
    negrita = str(tipografia().negrita.ruta)
    nuestra(pesos, "circulo", 400, veces=1)
    de_wordcloud(pesos, leer_silueta("circulo"), 400, None)
    lados = LADOS[:1] if rapido else LADOS
    filas, tiempos = [], []
    for forma in FORMAS:
        silueta = leer_silueta(forma)
        una = {lado: nuestra(pesos, forma, lado) for lado in lados}
        otra = {lado: de_wordcloud(pesos, silueta, lado, None, veces=3 if lado == LADOS[0] else 1) for lado in lados}
        misma = de_wordcloud(pesos, silueta, LADOS[0], negrita)
        filas.append(_fila(forma, una[LADOS[0]], otra[LADOS[0]], misma))
        tiempos.append(_fila_tiempo(forma, una, otra))
        print(filas[-1], tiempos[-1], sep="\n", flush=True)
    return "\n".join(
        [
            "## La nube, medida",
            "",
            f"{len(pesos)} palabras de las reflexiones del corpus (hechas con un modelo de lenguaje, no por docentes), "
            f"con el número de personas que las dicen. wordcloud {version('wordcloud')} recibe las mismas palabras y la "
            "misma máscara en la misma corrida. **Tinta**: parte de la silueta con tinta. **IoU**: la tinta cerrada con "
            f"un disco de radio {RADIO_CIERRE / 10:g} % del lado, contra la silueta. **Razón**: nuestra tinta entre la de "
            "wordcloud con su letra (tal como viene) y, entre paréntesis, con la nuestra (DejaVu Sans Negrita).",
            "",
            "| forma | colocadas | faltan de 60 | fuera / encimados | peso y tamaño | IoU | IoU de wordcloud | tinta | "
            "tinta de wordcloud | razón |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *filas,
            "",
            "Segundos de procesador, de las palabras al PNG; la forma se lee aparte. Entre paréntesis, los de wordcloud y "
            "la razón.",
            "",
            "| forma | " + " | ".join(f"{lado} px" for lado in lados) + " | leer la forma |",
            "| --- | " + " | ".join("---" for _ in lados) + " | --- |",
            *tiempos,
            "",
        ]
    )


def _fila(forma: str, una: Medida, otra: Medida, misma: Medida) -> str:
    return (
        f"| {forma} | {una.colocadas} | {una.faltan} | {una.fuera} / {una.encimados} | {una.concordancia:.3f} | "
        f"{una.iou:.3f} | {otra.iou:.3f} | {una.cobertura:.3f} | {otra.cobertura:.3f} ({misma.cobertura:.3f}) | "
        f"{una.cobertura / otra.cobertura:.2f} ({una.cobertura / misma.cobertura:.2f}) |"
    )


def _fila_tiempo(forma: str, una: dict[int, Medida], otra: dict[int, Medida]) -> str:
    celdas = [
        f"{una[lado].segundos:.2f} ({otra[lado].segundos:.2f}; {una[lado].segundos / otra[lado].segundos:.2f})"
        for lado in una
    ]
    return f"| {forma} | {' | '.join(celdas)} | {una[LADOS[0]].leer_forma:.2f} |"


# --- la galería -----------------------------------------------------------------------------------------------------


def galeria() -> str:
    """Dibuja las muestras y entrega su Markdown."""
    GALERIA.mkdir(parents=True, exist_ok=True)
    reflexiones = [(r["id"], " ".join(o["texto"] for o in r["oraciones"])) for r in leer_corpus()]
    textos = [t for _, t in reflexiones]
    pesos = palabras()
    muestras: dict[str, tuple[str, Caligrama]] = {
        f"nube-{forma}": (forma.replace("_", " "), caligrama(pesos, forma, colores="milpa")) for forma in FORMAS
    }
    tercio = len(textos) // 3
    grupos = {f"Grupo {n}": textos[i * tercio : (i + 1) * tercio] for i, n in enumerate("ABC")}
    muestras["serie"] = ("tres grupos, la misma escala", caligramas_en_serie(grupos, "circulo", colores="jacaranda"))
    muestras["dos"] = (
        "dos grupos en una forma",
        caligrama_de_dos(textos[:tercio], textos[tercio : 2 * tercio], "arbol", nombres=("Grupo A", "Grupo B")),
    )
    renglones = ["## La nube, a la vista", ""]
    for archivo, (nombre, hecho) in muestras.items():
        imagen = Image.open(io.BytesIO(hecho.png(1600))).resize(
            (1000, round(1000 * hecho.pagina.alto / hecho.pagina.ancho))
        )
        imagen.quantize(48).save(GALERIA / f"{archivo}.png", optimize=True)
        renglones += [f"![{nombre}: {hecho.pagina.titulo}](imagenes/caligramas/{archivo}.png)", ""]
    return "\n".join(renglones)


# --- el documento ---------------------------------------------------------------------------------------------------


def escribir_seccion(nombre: str, contenido: str) -> None:
    """Reescribe en el documento lo que va entre las marcas de una sección; si no están, la agrega al final."""
    texto = DOCS.read_text("utf-8") if DOCS.exists() else "# Caligramas\n"
    abre, cierra = f"<!-- {nombre}: inicio -->", f"<!-- {nombre}: fin -->"
    nuevo = f"{abre}\n{contenido.strip()}\n{cierra}"
    if abre in texto and cierra in texto:
        antes, resto = texto.split(abre, 1)
        texto = antes + nuevo + resto.split(cierra, 1)[1]
    else:
        texto = f"{texto.rstrip()}\n\n{nuevo}\n"
    DOCS.write_text(texto, "utf-8")


def principal() -> None:
    """Corre las mediciones pedidas."""
    ordenes = argparse.ArgumentParser(description=__doc__)
    ordenes.add_argument("--rapido", action="store_true", help="wordcloud sólo a 800 pixeles")
    ordenes.add_argument("--solo", choices=("medidas", "galeria"), help="sólo una de las dos partes de la nube")
    pedido = ordenes.parse_args()
    if pedido.solo != "galeria":
        escribir_seccion("nube-medidas", seccion_nube(pedido.rapido))
    if pedido.solo != "medidas":
        escribir_seccion("nube-galeria", galeria())
    if pedido.solo is None:
        from tests.rendimiento import caligramas_verso  # usa lo de aquí: se importa al final

        caligramas_verso.medir_todo()


if __name__ == "__main__":
    principal()
