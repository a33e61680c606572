"""Qué trae cada parte de la receta: `python -m modelos.probar sin_llanas` (o cualquiera de `PRUEBAS`).

Cada prueba entrena una sola época con la primera partición, sin los relatos, y mide los redactores apartados; lo que se
compara es la diferencia con `base`, no la cifra. Los resultados quedan en `build/preciso/pruebas/`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from modelos.datos import ARCHIVOS, leer_corpus
from modelos.medidas_apartadas import f1_de_apartadas
from modelos.pliegues import PLIEGUES, TRABAJO

__all__ = ["PRUEBAS", "pruebas_del_entrenamiento"]

PRUEBAS = {
    "base": "la receta de antes (menos trozos y más peso a los temas que ahora), una época",
    "con_solas": "con la pérdida de la oración sola",
    "sin_llanas": "sin las reflexiones llanas",
    "sin_contexto": "cada oración sola, sin su reflexión",
    "sin_ruido": "sin descuidos, trozos ni fichas tapadas",
    "seis_capas": "con las seis capas de abajo congeladas",
    "mitad": "con la mitad de los redactores de entrenamiento",
    "sin_temas": "sin la cabeza de temas",
    "cuarta": "con la cuarta parte de los redactores de entrenamiento",
    "suave": "con blancos suavizados un 5 % (*label smoothing*)",
    "paso_doble": "con el doble de paso",
    "trozos": "con la mitad de las reflexiones cortadas en trozos de una a tres oraciones",
    "tapadas": "con una época antes adivinando palabras tapadas de los mismos textos",
}


def _probar(nombre: str, origen: Path | None, salida: Path) -> None:
    from modelos.entrenar_codificador import Plan, afinar, predecir
    from modelos.entrenar_preciso import Receta
    from modelos.muestras import Muestra

    plan = Plan(epocas=1, sueltas=0.15, temas=8.0, otras=1.0)  # como era la receta al correr la base
    cambios: dict[str, Callable[[Plan], Plan]] = {
        "sin_ruido": lambda p: replace(p, ruido=0.0, sueltas=0.0, perdida=0.0, pregunta=0.0),
        "seis_capas": lambda p: replace(p, congeladas=6),
        "sin_temas": lambda p: replace(p, temas=0.0),
        "suave": lambda p: replace(p, suave=0.05),
        "paso_doble": lambda p: replace(p, paso=2 * p.paso),
        "trozos": lambda p: replace(p, sueltas=0.5),
    }
    receta = Receta(cambios.get(nombre, lambda p: p)(plan), origen)
    fuera = PLIEGUES["uno"]

    def sueltas(m: Muestra) -> list[Muestra]:
        return [
            replace(
                m,
                id=f"{m.id}.{i}",
                oraciones=(m.oraciones[i],),
                dimensiones=m.dimensiones[i : i + 1],
                actos=m.actos[i : i + 1],
                datos=m.datos and m.datos[i : i + 1],
            )
            for i in range(len(m.oraciones))
        ]

    de_antes = {r["id"] for r in leer_corpus(*ARCHIVOS[:2])}
    todas = [m for m in receta.muestras if m.id in de_antes]
    dentro = [m for m in todas if m.redactor not in fuera and not (nombre == "sin_llanas" and m.origen == "llana")]
    apartadas = [m for m in todas if m.redactor in fuera]
    if nombre in ("mitad", "cuarta"):
        redactores = sorted({m.redactor for m in dentro})
        dentro = [m for m in dentro if m.redactor in redactores[:: 2 if nombre == "mitad" else 4]]
    if nombre == "sin_contexto":
        dentro, apartadas = ([s for m in grupo for s in sueltas(m)] for grupo in (dentro, apartadas))
    red, inicio = receta.red(), time.monotonic()
    if nombre == "tapadas":
        from modelos.enmascarar import adivinar_tapadas

        adivinar_tapadas(red, receta.fichador, dentro, receta.especiales, receta.plan)
    afinar(red, receta.fichador, dentro, receta.especiales, receta.plan)
    segundos = time.monotonic() - inicio
    vectores = np.concatenate(predecir(red, receta.fichador, apartadas, receta.especiales))
    cabeza = red.cabezas["dimensiones"]
    p = vectores @ cabeza.weight.detach().numpy().T + cabeza.bias.detach().numpy()
    hecho = {
        "f1": f1_de_apartadas(apartadas, p),
        "oraciones": sum(len(m.oraciones) for m in dentro),
        "segundos": round(segundos),
    }
    salida.mkdir(parents=True, exist_ok=True)
    (salida / f"{nombre}.json").write_text(json.dumps(hecho), encoding="utf-8")


def pruebas_del_entrenamiento(carpeta: Path = TRABAJO / "pruebas") -> str:
    """La sección del informe, con las pruebas que se han corrido."""
    hechas = {n: json.loads((carpeta / f"{n}.json").read_text()) for n in PRUEBAS if (carpeta / f"{n}.json").exists()}
    if "base" not in hechas:
        return "\n## Qué trae cada parte de la receta\n\nSin pruebas corridas (`python -m modelos.probar base`).\n"
    base = hechas["base"]["f1"]
    filas = [f"| | oraciones con que aprende | {' | '.join(base)} |", "| --- | ---: |" + " ---: |" * len(base)]
    for nombre, dicho in hechas.items():
        celdas = [
            f"{dicho['f1'][o]:.3f}" + ("" if nombre == "base" else f" ({dicho['f1'][o] - base[o]:+.3f})") for o in base
        ]
        filas.append(f"| {PRUEBAS[nombre]} | {dicho['oraciones']:,} | {' | '.join(celdas)} |")
    faltan = [PRUEBAS[n] for n in PRUEBAS if n not in hechas]
    nota = f" No se han corrido: {'; '.join(faltan)}." if faltan else ""
    return (
        "\n## Qué trae cada parte de la receta\n\nF1 macro de las dimensiones en los redactores de la primera "
        "partición, con una sola época y sin los relatos (el modelo que se distribuye lleva más): lo que vale es la "
        f"diferencia con la primera fila; un solo azar por prueba.{nota}\n\n" + "\n".join(filas) + "\n"
    )


def principal(argumentos: Sequence[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Entrena una época quitando una parte de la receta.")
    opciones.add_argument("pruebas", nargs="+", choices=list(PRUEBAS))
    opciones.add_argument("--origen", type=Path)
    elegidas = opciones.parse_args(argumentos)
    for nombre in elegidas.pruebas:
        _probar(nombre, elegidas.origen, TRABAJO / "pruebas")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
