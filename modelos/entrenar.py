"""Rehace los modelos incluidos a partir del corpus: `python -m modelos.entrenar`.

Con `--salida CARPETA` los deja en otro lugar; con `--comprobar` no escribe nada y termina con error si lo entrenado
no coincide con lo que está en `modelos/`.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np

from modelos.datos import CORPUS, claves_temas, ejemplos, leer_corpus
from reflexiona.modelo.ajuste import ajustar
from reflexiona.modelo.carpeta import leer_carpeta
from reflexiona.modelo.lineal import ModeloLineal

__all__ = ["entrenar_rapido"]

AQUI = Path(__file__).parent


def entrenar_rapido() -> ModeloLineal:
    """Entrena el modelo rápido con todo el corpus."""
    reflexiones = leer_corpus()
    ficha = {
        "nombre": "rapido",
        "corpus_sha256": hashlib.sha256(CORPUS.read_bytes()).hexdigest(),
        "reflexiones": len(reflexiones),
        "oraciones": sum(len(r["oraciones"]) for r in reflexiones),
        "limite": "Textos y etiquetas hechos con un modelo de lenguaje que siguió la guía; no participaron docentes.",
    }
    return ajustar(ejemplos(reflexiones, claves_temas(reflexiones)), ficha=ficha)


def _diferencias(nueva: Path, actual: Path) -> list[str]:
    """En qué difieren dos carpetas de modelo, más allá del último bit que cambia entre procesadores."""
    config_n, pesos_n = leer_carpeta(nueva)
    config_a, pesos_a = leer_carpeta(actual)
    distintas = [k for k in config_n.keys() | config_a.keys() if k != "sha256" and config_n.get(k) != config_a.get(k)]
    problemas = [f"config.json: «{k}»" for k in sorted(distintas) if k != "cabezas"]
    for nombre in sorted(pesos_n.keys() | pesos_a.keys()):
        a, b = pesos_n.get(nombre), pesos_a.get(nombre)
        if a is None or b is None or a.shape != b.shape:
            problemas.append(f"{nombre}: falta o cambió de forma")
        elif not np.allclose(a.astype(np.float64), b.astype(np.float64), rtol=0.02, atol=0.01):
            problemas.append(f"{nombre}: difiere hasta {np.abs(a.astype(float) - b.astype(float)).max():.4f}")
    return problemas


def principal(argumentos: list[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Rehace los modelos incluidos a partir del corpus.")
    opciones.add_argument("--salida", type=Path, default=AQUI, help="carpeta donde se escriben (modelos/)")
    opciones.add_argument("--comprobar", action="store_true", help="no escribe: compara con lo que hay en modelos/")
    elegidas = opciones.parse_args(argumentos)
    modelo = entrenar_rapido()
    if not elegidas.comprobar:
        modelo.guardar(elegidas.salida / "rapido")
        return 0
    with tempfile.TemporaryDirectory() as temporal:
        modelo.guardar(temporal)
        iguales = (Path(temporal) / "pesos.safetensors").read_bytes() == (
            AQUI / "rapido" / "pesos.safetensors"
        ).read_bytes()
        problemas = _diferencias(Path(temporal), AQUI / "rapido")
    print("rapido:", "DISTINTO" if problemas else "idéntico byte a byte" if iguales else "igual salvo redondeo")
    for problema in problemas:
        print("  ", problema, file=sys.stderr)
    return 1 if problemas else 0


if __name__ == "__main__":
    sys.exit(principal())
