"""Qué trae cada parte de la receta: `python -m modelos.probar sin_llanas` (o cualquiera de `PRUEBAS`).

Cada prueba entrena una sola época con la primera partición, sin los relatos ni las contadas, y mide los redactores
apartados; lo que se compara es la diferencia con `base`, no la cifra. Los resultados quedan en
`docs/mediciones/pruebas.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from modelos.datos import ARCHIVOS, leer_corpus, referencia
from modelos.informe_tablas import ORIGENES
from modelos.medidas_apartadas import f1_de_apartadas
from modelos.pliegues import MEDICIONES, PLIEGUES
from reflexiona.dimensiones.guia import DIMENSIONES

if TYPE_CHECKING:
    from modelos.red import Red

__all__ = ["PRUEBAS", "pruebas_del_entrenamiento"]

_ARCHIVO = MEDICIONES / "pruebas.json"
_DE_SEMILLAS = ("repetida", "otro_azar", "dos_azares")
"""Salen de la prueba `semillas`."""

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
    "mismo_paso": "con el mismo paso en todas las capas (la base lo encoge hacia abajo)",
    "duros": "con la sola lectura de referencia (la base promedia las dos: blancos a medias donde difieren)",
    "repetida": "la base otra vez, con el mismo azar (la máquina y las piezas cambiaron)",
    "otro_azar": "la base con otro azar",
    "dos_azares": "las dos anteriores juntas: el promedio de lo que dicen (cuesta el doble al usarse)",
    "semillas": "destilada de esas dos: aprende del promedio de las etiquetas y de lo que ellas dicen",
}


def _probar(nombre: str, origen: Path | None, hilos: int) -> dict[str, dict[str, Any]]:
    import torch

    from modelos.entrenar_codificador import Plan, afinar, predecir
    from modelos.entrenar_preciso import Receta
    from modelos.muestras import Muestra

    plan = Plan(epocas=1, sueltas=0.15, temas=8.0, otras=1.0, hilos=hilos)  # como era la receta al correr la base
    cambios: dict[str, Callable[[Plan], Plan]] = {
        "sin_ruido": lambda p: replace(p, ruido=0.0, sueltas=0.0, perdida=0.0, pregunta=0.0),
        "seis_capas": lambda p: replace(p, congeladas=6),
        "sin_temas": lambda p: replace(p, temas=0.0),
        "suave": lambda p: replace(p, suave=0.05),
        "paso_doble": lambda p: replace(p, paso=2 * p.paso),
        "trozos": lambda p: replace(p, sueltas=0.5),
        "mismo_paso": lambda p: replace(p, decae=1.0),
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

    corpus = leer_corpus(*ARCHIVOS[:2])
    de_antes = {r["id"]: r for r in corpus}
    todas = [m for m in receta.muestras if m.id in de_antes]
    dentro = [m for m in todas if m.redactor not in fuera and not (nombre == "sin_llanas" and m.origen == "llana")]
    apartadas = [m for m in todas if m.redactor in fuera]
    if nombre == "duros":
        dentro = [
            replace(m, dimensiones=referencia([de_antes[m.id]]).astype(np.float32).reshape(-1, len(DIMENSIONES)))
            for m in dentro
        ]
    if nombre in ("mitad", "cuarta"):
        redactores = sorted({m.redactor for m in dentro})
        dentro = [m for m in dentro if m.redactor in redactores[:: 2 if nombre == "mitad" else 4]]
    if nombre == "sin_contexto":
        dentro, apartadas = ([s for m in grupo for s in sueltas(m)] for grupo in (dentro, apartadas))

    def entrenar(muestras: Sequence[Muestra], plan: Plan) -> Red:
        torch.manual_seed(plan.semilla)
        red = receta.red()
        if nombre == "tapadas":
            from modelos.enmascarar import adivinar_tapadas

            adivinar_tapadas(red, receta.fichador, muestras, receta.especiales, plan)
        afinar(red, receta.fichador, muestras, receta.especiales, plan)
        return red

    def dice(red: Red, muestras: Sequence[Muestra], cabeza: str = "dimensiones") -> np.ndarray:
        vectores = np.concatenate(predecir(red, receta.fichador, muestras, receta.especiales))
        lineal = red.cabezas[cabeza]
        return np.asarray(vectores @ lineal.weight.detach().numpy().T + lineal.bias.detach().numpy())

    inicio = time.monotonic()

    def hecho(puntajes: np.ndarray) -> dict[str, Any]:
        oraciones = sum(len(m.oraciones) for m in dentro)
        f1 = f1_de_apartadas(apartadas, puntajes)
        return {"f1": f1, "oraciones": oraciones, "segundos": round(time.monotonic() - inicio)}

    if nombre != "semillas":
        return {nombre: hecho(dice(entrenar(dentro, receta.plan), apartadas))}
    redes = [entrenar(dentro, replace(receta.plan, semilla=s)) for s in (0, 1)]
    puntajes = [dice(red, apartadas) for red in redes]
    salida = {n: hecho(p) for n, p in zip(("repetida", "otro_azar"), puntajes, strict=True)}
    salida["dos_azares"] = hecho(np.mean(puntajes, axis=0))
    cortes = np.cumsum([0, *(len(m.oraciones) for m in dentro)])
    y = np.mean([1 / (1 + np.exp(-dice(red, dentro))) for red in redes], axis=0)
    alumnas = [
        replace(m, dimensiones=((m.dimensiones + y[i:j]) / 2).astype(np.float32))
        for m, i, j in zip(dentro, cortes[:-1], cortes[1:], strict=True)
    ]
    salida["semillas"] = hecho(dice(entrenar(alumnas, replace(receta.plan, semilla=2)), apartadas))
    return salida


def pruebas_del_entrenamiento(archivo: Path = _ARCHIVO) -> str:
    """La sección del informe, con las pruebas que se han corrido."""
    guardadas = json.loads(archivo.read_text(encoding="utf-8")) if archivo.exists() else {}
    hechas = {n: guardadas[n] for n in PRUEBAS if n in guardadas}
    if "base" not in hechas:
        return "\n## Qué trae cada parte de la receta\n\nSin pruebas corridas (`python -m modelos.probar base`).\n"
    base = hechas["base"]["f1"]
    origenes = [o for o in ORIGENES if o in base]
    titulos = " | ".join(ORIGENES[o] for o in origenes)
    filas = [f"| | oraciones con que aprende | {titulos} |", "| --- | ---: |" + " ---: |" * len(origenes)]
    for nombre, dicho in hechas.items():
        celdas = [
            f"{dicho['f1'][o]:.3f}" + ("" if nombre == "base" else f" ({dicho['f1'][o] - base[o]:+.3f})")
            for o in origenes
        ]
        filas.append(f"| {PRUEBAS[nombre]} | {dicho['oraciones']:,} | {' | '.join(celdas)} |")
    faltan = [PRUEBAS[n] for n in PRUEBAS if n not in hechas]
    nota = f" No se han corrido: {'; '.join(faltan)}." if faltan else ""
    return (
        "\n## Qué trae cada parte de la receta\n\nF1 macro de las dimensiones en los redactores de la primera "
        "partición, con una sola época y sin los relatos ni las contadas (el modelo que se distribuye lleva más): "
        "lo que vale es la diferencia con la primera fila. Un solo azar por prueba: una diferencia menor que la de la "
        f"base con otro azar no dice nada.{nota}\n\n" + "\n".join(filas) + "\n"
    )


def principal(argumentos: Sequence[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Entrena una época quitando una parte de la receta.")
    opciones.add_argument("pruebas", nargs="+", choices=[n for n in PRUEBAS if n not in _DE_SEMILLAS])
    opciones.add_argument("--origen", type=Path)
    opciones.add_argument("--hilos", type=int, default=2)
    elegidas = opciones.parse_args(argumentos)
    for nombre in elegidas.pruebas:
        nuevas = _probar(nombre, elegidas.origen, elegidas.hilos)
        guardadas = json.loads(_ARCHIVO.read_text(encoding="utf-8")) if _ARCHIVO.exists() else {}
        _ARCHIVO.parent.mkdir(parents=True, exist_ok=True)
        _ARCHIVO.write_text(json.dumps(guardadas | nuevas, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
