"""Rehace lo que el `README.md` enseña del ejemplo: la imagen y el pedazo de síntesis. `python -m modelos.portada`."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from reflexiona.analisis import analizar
from reflexiona.errores import AvisoReflexiona
from reflexiona.lectura import leer

RAIZ = Path(__file__).parent.parent
_INICIO, _FIN = "<!-- sintesis:inicio -->", "<!-- sintesis:fin -->"


def _pedazo(markdown: str) -> str:
    """De «Construyendo en colectivo»: la cuenta, los dos primeros retos con su propuesta, y las preguntas."""
    construyendo = re.search(r"## Construyendo en colectivo\n.*?(?=\n## )", markdown, re.S)
    preguntas = construyendo and re.search(r"\*\*Para conversar\*\*\n\n1\. .*", construyendo.group(), re.S)
    if not construyendo or not preguntas:
        raise SystemExit("La síntesis del ejemplo ya no trae esa sección: revise modelos/portada.py.")
    parrafos = construyendo.group().strip().split("\n\n")[:6]
    texto = "\n\n".join([*parrafos, preguntas.group().strip()])
    # Dos espacios al final de un renglón son un salto en Markdown: no se recortan.
    lineas = texto.replace("## ", "#### ").split("\n")
    return "\n".join(f"> {linea}" if linea.strip() else ">" for linea in lineas)


def principal() -> None:
    """Escribe la imagen y reemplaza el pedazo entre las marcas del `README.md`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AvisoReflexiona)
        analisis = analizar(leer(RAIZ / "ejemplos" / "reflexiones.csv"), spacy="es")
    imagen = RAIZ / "docs" / "imagenes" / "paloma.png"
    imagen.parent.mkdir(parents=True, exist_ok=True)
    imagen.write_bytes(analisis.caligrama("paloma").png(1100))
    portada = RAIZ / "README.md"
    texto = portada.read_text(encoding="utf-8")
    antes, despues = texto.split(_INICIO)[0], texto.split(_FIN)[1]
    nuevo = f"{antes}{_INICIO}\n{_pedazo(analisis.sintesis().markdown)}\n{_FIN}{despues}"
    portada.write_text(nuevo, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    principal()
