"""Cuánto tardan los temas y cuánta memoria piden. Uso: `python -m modelos.tiempos_temas`, que escribe un JSON."""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Iterator

from modelos.datos import leer_corpus
from reflexiona.modelo import cargar_modelo
from reflexiona.temas import ModeloTemas, encontrar_temas
from reflexiona.temas.modelo_temas import como_corpus
from reflexiona.texto import partir

__all__ = ["lotes", "medir"]

LOTE = 1000


def lotes(cuantas: int, tamano: int = LOTE, semilla: int = 0) -> Iterator[list[str]]:
    """Reflexiones distintas por lotes: cada una, oraciones barajadas de reflexiones del corpus."""
    sueltas = [o["texto"] for r in leer_corpus() for o in r["oraciones"]]
    azar = random.Random(semilla)
    for desde in range(0, cuantas, tamano):
        yield [" ".join(azar.sample(sueltas, 7)) for _ in range(min(tamano, cuantas - desde))]


def _memoria() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def medir() -> dict[str, float]:
    """Segundos de reloj y de procesador de cada caso, y la memoria más alta (MiB)."""
    salida: dict[str, float] = {}

    def cronometrar(nombre: str, inicio: tuple[float, float]) -> None:
        salida[f"{nombre}, reloj"] = time.perf_counter() - inicio[0]
        salida[f"{nombre}, procesador"] = time.process_time() - inicio[1]

    def ahora() -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    textos = [" ".join(o["texto"] for o in r["oraciones"]) for r in leer_corpus()]
    veinticinco = random.Random(0).sample(textos, 25)
    ModeloTemas().fit(veinticinco[:2])  # cargar el modelo no cuenta
    inicio = ahora()
    ModeloTemas().fit(veinticinco)
    cronometrar("25 reflexiones, preciso", inicio)
    ModeloTemas("rapido").fit(veinticinco[:2])
    inicio = ahora()
    ModeloTemas("rapido").fit(veinticinco)
    cronometrar("25 reflexiones, rápido", inicio)

    corpus = como_corpus(random.Random(1).sample(textos, 2000))
    oraciones = partir(corpus.reflexiones)
    inicio = ahora()
    ModeloTemas("rapido").fit(corpus)
    cronometrar("2000 reflexiones, rápido", inicio)
    preciso = cargar_modelo("preciso")
    inicio = ahora()
    puntajes = preciso.evaluar([o.texto for o in oraciones], [o.reflexion for o in oraciones])
    cronometrar("2000 reflexiones, lectura con el preciso", inicio)
    inicio = ahora()
    encontrar_temas(corpus, oraciones, puntajes, umbrales=preciso.umbrales_temas)
    cronometrar("2000 reflexiones, temas con vectores ya hechos", inicio)
    del puntajes, oraciones, corpus
    salida["memoria hasta 2000"] = _memoria()

    modelo = ModeloTemas("rapido")
    inicio = ahora()
    for lote in lotes(100_000):
        modelo.partial_fit(lote)
    salida["temas hallados en 100000"] = len(modelo.temas_)
    cronometrar("100000 reflexiones por lotes, rápido", inicio)
    salida["memoria hasta 100000"] = _memoria()
    inicio = ahora()
    modelo.transform(next(lotes(LOTE, semilla=1)))
    cronometrar(f"reconocerlos en {LOTE} más, rápido", inicio)
    return salida


if __name__ == "__main__":
    print(json.dumps(medir(), ensure_ascii=False))
