"""Cuánto tarda la receta del modelo preciso, de corrido: la sección del informe."""

from __future__ import annotations

import json
from pathlib import Path

from modelos.pliegues import MEDICIONES

__all__ = ["tiempos_de_la_receta"]


def tiempos_de_la_receta(archivo: Path = MEDICIONES / "tiempos.json") -> str:
    """La sección, con lo que anotó la última corrida entera de `modelos.entrenar_preciso`."""
    titulo = "\n## Cuánto tarda rehacer el modelo\n\n"
    if not archivo.exists():
        return titulo + "Sin medir: la orden lo anota si corre entera (`python -m modelos.entrenar_preciso`).\n"
    hecho = json.loads(archivo.read_text(encoding="utf-8"))
    partes: dict[str, float] = hecho["partes"]
    plan = hecho["plan"]
    ciclos = f"{plan['ciclos']} {'ciclo' if plan['ciclos'] == 1 else 'ciclos'} de {plan['epocas']} épocas"
    filas = ["| parte | minutos |", "| --- | ---: |", *(f"| {n} | {s / 60:.1f} |" for n, s in partes.items())]
    filas.append(f"| **todo** | **{sum(partes.values()) / 60:.1f}** |")
    return (
        f"{titulo}De corrido, del corpus a los artefactos, con una sola orden y {hecho['nucleos']} núcleos "
        f"({hecho['procesador']}), sin tarjeta gráfica; {ciclos} y una época más sin "
        "apartar a nadie. En otro procesador tarda otra cosa.\n\n" + "\n".join(filas) + "\n"
    )
