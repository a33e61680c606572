"""Mide «verso» y «trazo», hace su galería y escribe su parte de `docs/caligramas.md`.

Se corre con `python -m tests.rendimiento.caligramas_verso`. El tiempo es de procesador, de un solo hilo.
"""

from __future__ import annotations

import csv
import io
import time
import warnings

from PIL import Image

from reflexiona.caligrama import Caligrama, caligrama, formas
from reflexiona.errores import AvisoReflexiona
from tests.rendimiento.caligramas import GALERIA, RAIZ, escribir_seccion

VERSOS = ("corazon", "mano", "paloma", "arbol", "letras:NEM", "mariposa")
TRAZOS = ("corazon", "paloma", "casa", "mariposa", "mano", "estrella")


def textos() -> list[str]:
    """Las reflexiones del archivo de ejemplo."""
    with (RAIZ / "ejemplos" / "reflexiones.csv").open(encoding="utf-8-sig", newline="") as abierto:
        return [max(fila.values(), key=len) for fila in csv.DictReader(abierto)]


def palabras(cuantas: int) -> str:
    """Las primeras palabras del ejemplo, repetido lo necesario."""
    todas = " ".join(textos()).split()
    return " ".join((todas * (1 + cuantas // len(todas)))[:cuantas])


def hacer(forma: str, estilo: str, texto: str) -> tuple[Caligrama, float]:
    """El caligrama y lo que tardó."""
    inicio = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AvisoReflexiona)
        hecho = caligrama(texto, forma, estilo)
    return hecho, time.process_time() - inicio


def medidas() -> str:
    """La tabla de todas las formas y la de tamaños."""
    salida = [
        "«en orden»: parte del texto que se lee desde el principio sin faltar una letra. IoU: silueta contra mancha",
        "de texto, cerrada a 0.55 interlíneas. «sale»: lo más que una letra se sale, en cuerpos. «espacios»: renglones",
        "con sus espacios entre 0.6 y 1.8 veces el normal. «desvío»: lo más que una letra se aparta de su línea, en",
        "cuerpos. El cuerpo va en milésimas del lado mayor y «s» son segundos de procesador. Verso con 300 palabras (y el",
        "tiempo y el IoU con 2,000; entre paréntesis, cuántas no cupieron) y trazo con 90, unas 500 letras.",
        "",
        "| forma | en orden | IoU | sale | espacios | cuerpo | s | con 2,000: IoU | s | trazo: en orden | encimados | "
        "desvío | cuerpo | s |",
        "| --- " * 14 + "|",
    ]
    for forma in (*formas(), "letras:NEM"):
        verso, tv = hacer(forma, "verso", palabras(300))
        largo, tl = hacer(forma, "verso", palabras(2_000))
        trazo, tt = hacer(forma, "trazo", palabras(90))
        v, g, t = verso.metricas(), largo.metricas(), trazo.metricas()
        fuera = f" ({g['no_cupieron']})" if g["no_cupieron"] else ""
        del_verso = (
            f"{v['texto_en_orden']:.0%}",
            f"{v['iou']:.3f}",
            f"{v['sale']:.2f}",
            f"{v['espaciado_normal']:.0%}",
            f"{v['cuerpo']:.1f}",
            f"{tv:.2f}",
            f"{g['iou']:.3f}{fuera}",
            f"{tl:.2f}",
        )
        del_trazo = (
            f"{t['texto_en_orden']:.0%}",
            f"{t['encimados']}",
            f"{t['desvio']:.3f}",
            f"{t['cuerpo']:.1f}",
            f"{tt:.2f}",
        )
        salida.append(f"| {forma} | {' | '.join(del_verso)} | {' | '.join(del_trazo)} |")
        print(salida[-1], flush=True)
    salida += ["", "| palabras en un corazón | estilo | s | no cupieron |", "| --- | --- | --- | --- |"]
    for cuantas, estilo in [(n, estilo) for estilo in ("verso", "trazo") for n in (1, 100, 2_000, 50_000)]:
        hecho, tardo = hacer("corazon", estilo, palabras(cuantas))
        salida.append(f"| {cuantas:,} | {estilo} | {tardo:.2f} | {hecho.metricas()['no_cupieron']:,} |")
        print(salida[-1], flush=True)
    return "\n".join(salida)


def galeria() -> str:
    """Los dibujos, y el renglón que los muestra."""
    GALERIA.mkdir(parents=True, exist_ok=True)
    corto, medio = palabras(70), palabras(260)
    voces = dict(zip(("Una voz", "Otra voz", "Otra más"), textos()[:3], strict=True))
    muestras = {f"verso-{forma}": caligrama(medio, forma, "verso") for forma in VERSOS}
    muestras |= {f"trazo-{forma}": caligrama(corto, forma, "trazo") for forma in TRAZOS}
    muestras["verso-voces"] = caligrama(voces, "paloma", "verso", colores="milpa", fondo="#10243A", fuente="sans")
    muestras["trazo-voces"] = caligrama(voces, "mariposa", "trazo", colores="jacaranda", fuente="mano")
    renglones: list[str] = []
    for archivo, hecho in muestras.items():
        limpio = archivo.replace(":", "-")
        imagen = Image.open(io.BytesIO(hecho.png(1100)))
        imagen.quantize(64).save(GALERIA / f"{limpio}.png", optimize=True)
        renglones += [f"![{hecho.pagina.titulo}](imagenes/caligramas/{limpio}.png)", ""]
    return "\n".join(renglones)


def medir_todo() -> None:
    """Rehace las dos secciones del documento."""
    hacer("circulo", "verso", "calentar")
    escribir_seccion("verso-medidas", medidas())
    escribir_seccion("verso-galeria", galeria())


if __name__ == "__main__":
    medir_todo()
