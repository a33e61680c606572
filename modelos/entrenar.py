"""Rehace el modelo rápido a partir del corpus y de la lección del preciso: `python -m modelos.entrenar`.

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

from modelos.datos import claves_temas, huella_corpus, leer_corpus
from modelos.destilar import LECCION, Leccion, destilar
from reflexiona.modelo.carpeta import leer_carpeta
from reflexiona.modelo.lineal import ModeloLineal

__all__ = ["entrenar_rapido"]

AQUI = Path(__file__).parent
MAXIMA_DIFERENCIA = 0.005
"""Promedio de lo que puede cambiar una probabilidad entre dos máquinas."""
MINIMO_ACUERDO = 0.99
"""Parte de las etiquetas que deben ser las mismas."""


def entrenar_rapido() -> ModeloLineal:
    """Entrena el modelo rápido con todo el corpus y con lo que el preciso dijo de él."""
    reflexiones = leer_corpus()
    ficha = {
        "nombre": "rapido",
        "corpus_sha256": huella_corpus(),
        "leccion_sha256": hashlib.sha256(LECCION.read_bytes()).hexdigest(),
        "reflexiones": len(reflexiones),
        "oraciones": sum(len(r["oraciones"]) for r in reflexiones),
        "limite": "Textos y etiquetas hechos con un modelo de lenguaje que siguió la guía; no participaron docentes.",
    }
    return destilar(reflexiones, Leccion.leer(LECCION), claves_temas(reflexiones), ficha)


def _diferencias(nueva: Path, actual: Path) -> list[str]:
    """En qué difieren dos carpetas de modelo, más allá de los últimos bits, que cambian de un procesador a otro.

    El vocabulario y la ficha deben ser los mismos, y los pesos de los rasgos, casi. La segunda etapa y los umbrales
    pueden variar si lo que el modelo dice de las oraciones del corpus es lo mismo.
    """
    (config_n, pesos_n), (config_a, pesos_a) = leer_carpeta(nueva), leer_carpeta(actual)
    problemas = [
        f"config.json: «{k}»"
        for k in sorted(config_n.keys() | config_a.keys())
        if k not in ("sha256", "cabezas") and config_n.get(k) != config_a.get(k)
    ]
    for nombre in sorted(pesos_n.keys() | pesos_a.keys()):
        a, b = pesos_n.get(nombre), pesos_a.get(nombre)
        if a is None or b is None or a.shape != b.shape:
            problemas.append(f"{nombre}: falta o cambió de forma")
        elif nombre.startswith("vocabulario") and not np.array_equal(a, b):
            problemas.append(f"{nombre}: no es el mismo")
        elif nombre.startswith(("rasgos", "idf")) and not np.allclose(
            a.astype(np.float64), b.astype(np.float64), rtol=0.02, atol=0.02
        ):
            problemas.append(f"{nombre}: difiere hasta {np.abs(a.astype(float) - b.astype(float)).max():.4f}")
    if problemas:
        return problemas
    reflexiones = leer_corpus()
    oraciones = [o["texto"] for r in reflexiones for o in r["oraciones"]]
    ids = [r["id"] for r in reflexiones for _ in r["oraciones"]]
    dichos = [ModeloLineal.cargar(ruta) for ruta in (nueva, actual)]
    for cabeza in dichos[0].cabezas:
        p, q = (m.probabilidades(oraciones, ids)[cabeza] for m in dichos)
        k = len(dichos[0].cabezas[cabeza].clases)
        u, v = (m.cabezas[cabeza].umbrales for m in dichos)
        acuerdo = ((p[:, :k] >= u) == (q[:, :k] >= v)).mean()
        if np.abs(p - q).mean() > MAXIMA_DIFERENCIA or acuerdo < MINIMO_ACUERDO:
            problemas.append(f"{cabeza}: probabilidades a {np.abs(p - q).mean():.4f}, acuerdo {acuerdo:.4f}")
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
