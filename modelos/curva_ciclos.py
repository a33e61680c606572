"""Cuánto trae cada ciclo del entrenamiento, y promediar los pesos de dos: `python -m modelos.curva_ciclos`.

Mide el codificador solo, sin el modelo de palabras, al final de cada ciclo de la primera partición
(`build/preciso/uno.N`) con los redactores apartados, y la red cuyos pesos son el promedio de los dos últimos (Izmailov
et al. 2018, «Averaging weights leads to wider optima»). El resultado se agrega a `docs/mediciones/ciclos.json`;
lo lee `modelos.evaluar`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from modelos.informe_tablas import ORIGENES
from modelos.pliegues import MEDICIONES, PLIEGUES, TRABAJO

__all__ = ["ciclos_del_entrenamiento"]

_ARCHIVO = MEDICIONES / "ciclos.json"
_PROMEDIO = "promedio de los pesos de los dos últimos"


def _medir(origen: Path | None) -> dict[str, dict[str, float]]:
    import torch

    from modelos.entrenar_codificador import Plan
    from modelos.entrenar_preciso import PESOS, Receta
    from modelos.medidas_apartadas import f1_de_apartadas
    from modelos.reanudar import leer_pesos, poner_pesos
    from modelos.red import Red
    from reflexiona.modelo.preciso import ModeloPreciso

    receta = Receta(Plan(), origen)
    apartadas = [m for m in receta.muestras if m.redactor in PLIEGUES["uno"]]
    oraciones = [o for m in apartadas for o in m.oraciones]
    ids = [m.id for m in apartadas for _ in m.oraciones]
    carpetas = sorted(TRABAJO.glob("uno.*"), key=lambda c: int(c.suffix[1:]))
    hecho: dict[str, dict[str, float]] = {}
    redes: list[Red] = []
    for carpeta in carpetas:
        modelo = ModeloPreciso.cargar(carpeta)
        logits = modelo.cabezas["dimensiones"].logits(modelo.vectores(oraciones, ids))
        hecho[f"ciclo {carpeta.suffix[1:]}"] = f1_de_apartadas(apartadas, logits)
        red = receta.red()
        if (carpeta / PESOS).exists():
            leer_pesos(red, carpeta / PESOS)
        else:
            poner_pesos(red, modelo)
        redes = [*redes[-1:], red]
    if len(redes) == 2:
        una, otra = redes
        with torch.no_grad():
            for p, q in zip(una.parameters(), otra.parameters(), strict=True):
                p.copy_((p + q) / 2)
        promedio = receta.modelo(una, {"nombre": _PROMEDIO})
        logits = promedio.cabezas["dimensiones"].logits(promedio.vectores(oraciones, ids))
        hecho[_PROMEDIO] = f1_de_apartadas(apartadas, logits)
    return hecho


def ciclos_del_entrenamiento(archivo: Path = _ARCHIVO) -> str:
    """La sección del informe."""
    if not archivo.exists():
        return "\n## La curva de los ciclos\n\nSin medir (`python -m modelos.curva_ciclos`).\n"
    hecho: dict[str, dict[str, float]] = json.loads(archivo.read_text(encoding="utf-8"))
    origenes = [o for o in ORIGENES if o in next(iter(hecho.values()))]
    filas = [f"| | {' | '.join(ORIGENES[o] for o in origenes)} |", "| --- |" + " ---: |" * len(origenes)]
    filas += [f"| {nombre} | {' | '.join(f'{f1[o]:.3f}' for o in origenes)} |" for nombre, f1 in hecho.items()]
    return (
        "\n## La curva de los ciclos\n\nF1 macro de las dimensiones en los redactores de la primera partición, con el "
        "codificador solo, al terminar cada ciclo. «Por partes» es el entrenamiento anterior, que siguió conforme "
        "crecía el corpus y en ocho bits entre un ciclo y otro; «de corrido», el de una sola orden con todo el corpus."
        "\n\n" + "\n".join(filas) + "\n"
    )


def principal(argumentos: Sequence[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Mide el codificador al final de cada ciclo.")
    opciones.add_argument("--origen", type=Path)
    opciones.add_argument("--nombre", default="de corrido", help="cómo se llama este entrenamiento en la tabla")
    elegidas = opciones.parse_args(argumentos)
    hecho = json.loads(_ARCHIVO.read_text(encoding="utf-8")) if _ARCHIVO.exists() else {}
    hecho |= {f"{elegidas.nombre}, {k}": v for k, v in _medir(elegidas.origen).items()}
    _ARCHIVO.parent.mkdir(parents=True, exist_ok=True)
    _ARCHIVO.write_text(json.dumps(hecho, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(ciclos_del_entrenamiento())
    return 0


if __name__ == "__main__":
    sys.exit(principal())
