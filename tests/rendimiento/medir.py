"""Mide velocidad, arranque y memoria, y escribe `docs/rendimiento.md`: `python -m tests.rendimiento.medir`.

Cada medición corre en un proceso nuevo, con un solo núcleo y un solo hilo, junto a su par en la misma corrida. Con
`--entrenar` mide además el entrenamiento. Necesita Linux o macOS. Tarda unos tres minutos.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.rendimiento.preciso import INICIO

RAIZ = Path(__file__).parents[2]
DOCS = RAIZ / "docs" / "rendimiento.md"
_HILOS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


# --- procesos nuevos ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Corrida:
    """Lo que costó un proceso: segundos de reloj y memoria máxima en MiB."""

    segundos: float
    memoria: float
    salida: str


def _entorno(cache: Path) -> dict[str, str]:
    """Un hilo, y los módulos compilados en una carpeta aparte: todos los procesos arrancan igual de calientes."""
    entorno = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    entorno |= dict.fromkeys(_HILOS, "1")
    return entorno | {"PYTHONPYCACHEPREFIX": str(cache / "pyc"), "PYTHONPATH": str(RAIZ), "MPLCONFIGDIR": str(cache)}


def correr(argumentos: Sequence[str], cache: Path) -> Corrida:
    """Corre Python en un proceso nuevo.

    Raises
    ------
    RuntimeError
        Si el proceso termina con error.
    """
    with tempfile.TemporaryFile() as salida:
        empieza = time.perf_counter()
        proceso = subprocess.Popen([sys.executable, *argumentos], stdout=salida, env=_entorno(cache), cwd=cache)
        _, estado, uso = os.wait4(proceso.pid, 0)
        segundos = time.perf_counter() - empieza
        proceso.returncode = os.waitstatus_to_exitcode(estado)
        if proceso.returncode:
            raise RuntimeError(f"Terminó con {proceso.returncode}: {' '.join(argumentos)}")
        salida.seek(0)
        unidad = 2**20 if sys.platform == "darwin" else 2**10
        return Corrida(segundos, uso.ru_maxrss / unidad, salida.read().decode())


def comparar(casos: dict[str, Sequence[str]], veces: int, cache: Path) -> dict[str, list[Corrida]]:
    """Corre los casos por turnos, para que una racha lenta del equipo les toque a todos; el primer turno no cuenta."""
    corridas: dict[str, list[Corrida]] = {nombre: [] for nombre in casos}
    for vuelta in range(veces + 1):
        for nombre, argumentos in casos.items():
            una = correr(argumentos, cache)
            if vuelta:
                corridas[nombre].append(una)
    return corridas


# --- lo que corre dentro de cada proceso ----------------------------------------------------------------------------


def _textos() -> list[str]:
    from modelos.datos import CORPUS, leer_corpus

    return [" ".join(o["texto"] for o in r["oraciones"]) for r in leer_corpus(CORPUS)]


def _tfidf(oraciones: list[str]) -> Callable[[list[str]], Any]:
    """El par: TF-IDF (palabras 1-2, trozos 3-5) y regresión logística, una contra las demás."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline, make_union

    import reflexiona as rx
    from modelos.datos import CORPUS, ejemplos, leer_corpus

    datos = ejemplos(leer_corpus(CORPUS), ())
    rasgos = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True),
    )
    par = make_pipeline(rasgos, OneVsRestClassifier(LogisticRegression(C=5, solver="liblinear")))
    par.fit(list(datos.oraciones), (datos.dimensiones >= 0.5).astype(int))
    assert par.predict(oraciones[:3]).shape == (3, len(rx.DIMENSIONES))
    return par.predict  # type: ignore[no-any-return]


def _velocidad(veces: int = 5) -> dict[str, Any]:
    import reflexiona as rx
    from reflexiona.modelo import cargar

    textos = _textos()
    partidas = [(o, i) for i, t in enumerate(textos) for o in rx.oraciones(t)]
    oraciones, ids = [o for o, _ in partidas], [i for _, i in partidas]
    par = _tfidf(oraciones)

    def partir() -> tuple[list[str], list[int]]:
        pares = [(o, i) for i, t in enumerate(textos) for o in rx.oraciones(t)]
        return [o for o, _ in pares], [i for _, i in pares]

    def etiquetar(lista: list[str], de: list[int]) -> None:
        etiquetador = rx.Etiquetador("rapido")
        etiquetador.predict(lista, de)
        etiquetador.predict_actos(lista, de)

    casos: dict[str, Callable[[], object]] = {
        "reflexiona_crudo": lambda: etiquetar(*partir()),
        "par_crudo": lambda: par(partir()[0]),
        "reflexiona_partidas": lambda: etiquetar(oraciones, ids),
        "par_partidas": lambda: par(oraciones),
        "dimensiones_partidas": lambda: rx.Etiquetador("rapido").predict(oraciones, ids),
        "solo_partir": partir,
    }
    segundos: dict[str, list[float]] = {c: [] for c in casos}
    for vuelta in range(veces + 1):
        for nombre, hacer in casos.items():
            cargar._cargado.cache_clear()  # que ninguna vuelta herede las palabras que aprendió la anterior
            cargar.cargar_modelo("rapido")
            empieza = time.process_time()  # y no el reloj: no cuenta lo que otros procesos ocupen el núcleo
            hacer()
            if vuelta:
                segundos[nombre].append(time.process_time() - empieza)
    return {"oraciones": len(oraciones), "reflexiones": len(textos), "segundos": segundos}


def _carga(veces: int = 7) -> list[float]:
    from reflexiona.modelo.carpeta import carpeta_de
    from reflexiona.modelo.lineal import ModeloLineal

    segundos = []
    for _ in range(veces + 1):
        empieza = time.perf_counter()
        ModeloLineal.cargar(carpeta_de("rapido"))
        segundos.append(time.perf_counter() - empieza)
    return segundos[1:]


def _etiquetar_todo() -> None:
    import reflexiona as rx

    partidas = [(o, i) for i, t in enumerate(_textos()) for o in rx.oraciones(t)]
    rx.Etiquetador("rapido").predict([o for o, _ in partidas], [i for _, i in partidas])


_PARTES: dict[str, Callable[[], Any]] = {"velocidad": _velocidad, "carga": _carga, "etiquetar": _etiquetar_todo}


def _un_nucleo() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


# --- el informe -----------------------------------------------------------------------------------------------------


def _rango(valores: Sequence[float], forma: str) -> str:
    return f"{statistics.median(valores):{forma}} [{min(valores):{forma}}, {max(valores):{forma}}]"


def _razon(nuestros: Sequence[float], ajenos: Sequence[float], forma: str = ".2f") -> str:
    """Mediana y rango de las razones, turno por turno."""
    return _rango([a / b for a, b in zip(nuestros, ajenos, strict=True)], forma)


def _procesador() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for linea in cpuinfo.read_text(encoding="utf-8").splitlines():
            if linea.startswith("model name"):
                return linea.partition(":")[2].strip()
    return platform.machine()


def _seccion_velocidad(v: dict[str, Any]) -> list[str]:
    n, s = v["oraciones"], v["segundos"]
    nombres = {
        "reflexiona_crudo": "**`reflexiona`**, del texto crudo a dimensiones y actos",
        "par_crudo": "TF-IDF + regresión logística, del texto crudo a dimensiones, con el mismo cortador",
        "reflexiona_partidas": "**`reflexiona`**, oraciones ya partidas, dimensiones y actos",
        "dimensiones_partidas": "**`reflexiona`**, oraciones ya partidas, sólo dimensiones",
        "par_partidas": "TF-IDF + regresión logística, oraciones ya partidas, dimensiones",
        "solo_partir": "(sólo partir en oraciones)",
    }
    filas = [f"| {nombre} | {_rango([n / t for t in s[c]], ',.0f')} |" for c, nombre in nombres.items()]
    return [
        "## Oraciones por segundo, un núcleo\n",
        "**Del texto crudo a las etiquetas, `reflexiona` hace "
        f"{_razon(s['par_crudo'], s['reflexiona_crudo'])} veces las oraciones por segundo de su par. Con las oraciones "
        f"ya partidas, {_razon(s['par_partidas'], s['reflexiona_partidas'])} veces; si además sólo se le piden "
        f"dimensiones, como al par, {_razon(s['par_partidas'], s['dimensiones_partidas'])} veces.**\n",
        f"{v['reflexiones']:,} reflexiones (las de `corpus.jsonl`), {n:,} oraciones. `reflexiona` usa el contexto de la reflexión y da "
        "dimensiones y actos (`predict` y `predict_actos`, dos pasadas), aquí con su modelo `rapido`. El par sólo da dimensiones y sin contexto: "
        "TF-IDF (palabras 1-2 y trozos 3-5) y `LogisticRegression` una contra las demás, de scikit-learn, entrenado "
        "con esos mismos textos. Segundos de procesador, que en un hilo son los del reloj si nadie más usa el núcleo; "
        f"{len(s['par_crudo'])} repeticiones por turnos, cada una con el modelo recién cargado.\n",
        "| | oraciones por segundo |",
        "| --- | ---: |",
        *filas,
    ]


def _seccion_arranque(importar: dict[str, list[Corrida]], orden: dict[str, list[Corrida]]) -> list[str]:
    def seg(corridas: Sequence[Corrida]) -> list[float]:
        return [c.segundos for c in corridas]

    vacio, numpy = seg(importar["vacio"]), seg(importar["numpy"])
    nombres = {
        "vacio": "Python sin importar nada",
        "numpy": "`import numpy`",
        "reflexiona": "**`import reflexiona`**",
        "primera": '**`rx.Etiquetador("rapido").predict([…])`**, con todo lo que carga',
    }
    filas = [
        f"| {nombre} | {_rango(seg(importar[c]), '.3f')} | {_razon(seg(importar[c]), vacio)} | "
        f"{_razon(seg(importar[c]), numpy)} |"
        for c, nombre in nombres.items()
    ]
    analizar, pesados = seg(orden["analizar"]), seg(orden["pesados"])
    return [
        "\n## Arranque\n",
        f"**`import reflexiona` tarda {_razon(seg(importar['reflexiona']), numpy)} veces lo que `import numpy`.** Lo "
        f"pesado se carga al usarse. Segundos de reloj, procesos nuevos, {len(vacio)} repeticiones por turnos.\n",
        "| | segundos | × Python vacío | × `import numpy` |",
        "| --- | ---: | ---: | ---: |",
        *filas,
        "\n**La orden completa `reflexiona analizar ejemplos/reflexiones.csv -o CARPETA`, en frío, tarda "
        f"{_razon(analizar, pesados)} veces lo que importar spaCy, scikit-learn, matplotlib y pandas**, lo menos que "
        f"tardaría una orden que los cargara todos. Procesos nuevos, {len(analizar)} repeticiones por turnos.\n",
        "| | segundos |",
        "| --- | ---: |",
        f"| **`reflexiona analizar`** | {_rango(analizar, '.2f')} |",
        f"| `import spacy, sklearn.linear_model, matplotlib.pyplot, pandas` | {_rango(pesados, '.2f')} |",
    ]


def _seccion_memoria(
    carga: list[float], memoria: Corrida, n: int, importar: dict[str, list[Corrida]], orden: dict[str, list[Corrida]]
) -> list[str]:
    def mib(corridas: Sequence[Corrida]) -> str:
        return f"{statistics.median(c.memoria for c in corridas):,.0f}"

    tamano = sum(a.stat().st_size for a in (RAIZ / "modelos" / "rapido").iterdir())
    return [
        "\n## Modelo y memoria\n",
        f"Cargar el modelo incluido ({tamano / 2**20:.1f} MiB en disco) tarda {_rango(carga, '.3f')} s.\n",
        "| memoria máxima del proceso | MiB |",
        "| --- | ---: |",
        f"| Python sin importar nada | {mib(importar['vacio'])} |",
        f"| `import numpy` | {mib(importar['numpy'])} |",
        f"| `import reflexiona` | {mib(importar['reflexiona'])} |",
        f"| etiquetar las {n:,} oraciones de una vez | {memoria.memoria:,.0f} |",
        f"| importar spaCy, scikit-learn, matplotlib y pandas | {mib(orden['pesados'])} |",
        f"| `reflexiona analizar ejemplos/reflexiones.csv` | {mib(orden['analizar'])} |",
    ]


def _encabezado(carga_media: float | None) -> list[str]:
    paquetes = ", ".join(
        f"{p} {version(p)}" for p in ("numpy", "scipy", "scikit-learn", "spacy", "matplotlib", "pandas")
    )
    otros = (
        ""
        if carga_media is None
        else f" El equipo se comparte: al empezar, su carga media del último minuto era {carga_media:.1f}."
    )
    return [
        "# Rendimiento\n",
        "Esta página la escriben `python -m tests.rendimiento.medir` (el modelo `rapido` y la orden completa) y "
        "`python -m tests.rendimiento.preciso` (el modelo de omisión, al final); ninguna cifra se puso a mano.\n",
        "> **Las cifras absolutas dependen del equipo; las razones, mucho menos.** Cada par se mide en la misma "
        "corrida, por turnos y en el mismo núcleo. Se da la mediana y, entre corchetes, el mínimo y el máximo.\n",
        f"{platform.system()}, {_procesador()}, {os.cpu_count()} núcleos (se usa uno, con un hilo); "
        f"Python {platform.python_version()}; {paquetes}.{otros}\n",
    ]


def principal(argumentos: list[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Mide velocidad, arranque y memoria.")
    opciones.add_argument("--entrenar", action="store_true", help="mide también `python -m modelos.entrenar` (minutos)")
    opciones.add_argument("--salida", type=Path, default=DOCS, help="dónde se escribe (docs/rendimiento.md)")
    opciones.add_argument("--parte", choices=sorted(_PARTES), help=argparse.SUPPRESS)
    elegidas = opciones.parse_args(argumentos)
    _un_nucleo()  # los procesos que se abran lo heredan
    if elegidas.parte:
        print(json.dumps(_PARTES[elegidas.parte]()))
        return 0
    carga_media = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    yo = str(Path(__file__).resolve())
    with tempfile.TemporaryDirectory() as temporal:
        cache = Path(temporal)
        importar = comparar(
            {
                "vacio": ["-c", "pass"],
                "numpy": ["-c", "import numpy"],
                "reflexiona": ["-c", "import reflexiona"],
                "primera": ["-c", "import reflexiona as rx; rx.Etiquetador('rapido').predict(['No les llego.'])"],
            },
            7,
            cache,
        )
        print("arranque: listo", file=sys.stderr)
        ejemplo = str(RAIZ / "ejemplos" / "reflexiones.csv")
        orden = comparar(
            {
                "pesados": ["-c", "import spacy, sklearn.linear_model, matplotlib.pyplot, pandas"],
                "analizar": ["-m", "reflexiona", "analizar", ejemplo, "-o", str(cache / "salida"), "-q"],
            },
            5,
            cache,
        )
        print("orden: lista", file=sys.stderr)
        carga = json.loads(correr([yo, "--parte", "carga"], cache).salida)
        memoria = correr([yo, "--parte", "etiquetar"], cache)
        velocidad = json.loads(correr([yo, "--parte", "velocidad"], cache).salida)
        print("velocidad: lista", file=sys.stderr)
        renglones = [
            *_encabezado(carga_media),
            *_seccion_velocidad(velocidad),
            *_seccion_arranque(importar, orden),
            *_seccion_memoria(carga, memoria, velocidad["oraciones"], importar, orden),
        ]
        if elegidas.entrenar:
            entrenar = correr(["-m", "modelos.entrenar", "--salida", str(cache / "modelos")], cache)
            renglones.append(
                f"\n## Entrenamiento\n\n`python -m modelos.entrenar`: {entrenar.segundos:,.0f} s en un núcleo y "
                f"{entrenar.memoria:,.0f} MiB."
            )
    antes = elegidas.salida.read_text(encoding="utf-8") if elegidas.salida.exists() else ""
    if INICIO in antes:  # lo que escribió la otra orden se queda
        renglones.append("\n" + antes[antes.index(INICIO) :].rstrip())
    elegidas.salida.write_text("\n".join(renglones) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(principal())
