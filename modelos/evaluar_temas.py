"""Mide los temas y escribe `docs/temas.md`: con redactores apartados, contra pares, y con asuntos plantados.

Uso: `python -m modelos.evaluar_temas`, en un entorno con `pip install --group pares`. Lo ya medido queda en
`build/temas/` y no se repite mientras no cambien el modelo ni el código.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy import sparse

from modelos.datos import CORPUS, claves_temas, ejemplos, leer_corpus
from modelos.ejes_temas import ejes_del_corpus
from modelos.fondo_palabras import hacer_fondo
from modelos.informe_temas import escribir_informe
from modelos.medidas_temas import Hallazgo, ami, ari, diversidad, duros, f1_y_recuerdo, npmi
from modelos.pares_temas import PARES, Entrada
from modelos.pliegues import PLIEGUES, TRABAJO
from reflexiona.corpus import Corpus, Oracion, Reflexion
from reflexiona.modelo import ModeloLineal, ModeloPreciso
from reflexiona.modelo.ajuste import ajustar
from reflexiona.temas import Temas, encontrar_temas
from reflexiona.temas.ejes import Ejes, guardar_ejes, leer_ejes
from reflexiona.temas.fondo import Fondo, leer_fondo
from reflexiona.texto import Palabra, oraciones, palabras

BUILD = Path("build/temas")
PLANTADOS = Path(__file__).with_name("temas_plantados.toml")
PLIEGUE = "uno"
TAMANOS = (12, 25, 60, 200, 800)
NUESTRO = "reflexiona"


@dataclass(frozen=True)
class Base:
    """Las reflexiones apartadas y las plantadas, leídas una vez por los modelos que no las vieron.

    Parameters
    ----------
    reflexiones : list of dict
        `id`, `temas` y `asunto` (el plantado, o None).
    oraciones : list of list of str
        Las de cada reflexión.
    desde : ndarray of shape (n + 1,)
        Dónde empieza cada reflexión en los arreglos por oración.
    vectores, temas, temas_lineal : ndarray
        Por oración.
    reflexion, reflexion_lineal : ndarray
        Por reflexión.
    palabras : list of list of Palabra
        Por oración.
    fondo : Fondo
        Hecho sin los redactores apartados.
    ejes : Ejes
        Hechos sin los redactores apartados.
    modelo : ModeloPreciso
    huella : str
    """

    reflexiones: list[dict[str, Any]]
    oraciones: list[list[str]]
    desde: np.ndarray
    vectores: np.ndarray
    temas: np.ndarray
    temas_lineal: np.ndarray
    reflexion: np.ndarray
    reflexion_lineal: np.ndarray
    palabras: list[list[Palabra]]
    fondo: Fondo
    ejes: Ejes
    modelo: ModeloPreciso
    huella: str


def preparar() -> Base:
    """Lee (o recupera) los puntajes de las reflexiones apartadas y de las plantadas."""
    carpeta = TRABAJO / PLIEGUE if (TRABAJO / PLIEGUE / "config.json").exists() else TRABAJO / f"{PLIEGUE}.1"
    modelo = ModeloPreciso.cargar(carpeta, hilos=1)
    corpus = leer_corpus()
    fuera = set(PLIEGUES[PLIEGUE])
    plantados = tomllib.loads(PLANTADOS.read_text("utf-8"))["tema"]
    reflexiones: list[dict[str, Any]] = []
    textos: list[list[str]] = []
    for r in corpus:
        if r["redactor"] in fuera:
            reflexiones.append({"id": r["id"], "temas": r["temas"], "asunto": None})
            textos.append([o["texto"] for o in r["oraciones"]])
    for t in plantados:
        for i, texto in enumerate(t["reflexiones"]):
            asunto = {"id": f"{t['clave']}:{i}", "temas": [], "asunto": t["clave"], "uso": t["uso"]}
            reflexiones.append(asunto)
            textos.append(oraciones(texto))
    desde = np.cumsum([0, *(len(t) for t in textos)])
    sueltas = [o for lista in textos for o in lista]
    de = [r["id"] for r, lista in zip(reflexiones, textos, strict=True) for _ in lista]
    lineal = _lineal(corpus, fuera)
    huella = hashlib.sha256("\0".join([modelo.huella, lineal.huella, *sueltas]).encode()).hexdigest()[:16]
    ruta = BUILD / f"base_{huella}.npz"
    if not ruta.exists():
        preciso, otro = modelo.evaluar(sueltas, de), lineal.evaluar(sueltas, de)
        assert preciso.vectores is not None
        BUILD.mkdir(parents=True, exist_ok=True)
        np.savez(
            ruta,
            vectores=preciso.vectores.astype(np.float32),
            temas=preciso.temas,
            reflexion=preciso.temas_reflexion,
            temas_lineal=otro.temas,
            reflexion_lineal=otro.temas_reflexion,
        )
    guardado = np.load(ruta)
    ajenas = [li for li in CORPUS.read_text("utf-8").splitlines() if json.loads(li)["redactor"] not in fuera]
    return Base(
        reflexiones=reflexiones,
        oraciones=textos,
        desde=desde,
        **{k: guardado[k] for k in ("vectores", "temas", "temas_lineal", "reflexion", "reflexion_lineal")},
        palabras=[palabras(o, spacy="es") for o in sueltas],
        fondo=leer_fondo(hacer_fondo(ajenas)),
        ejes=_ejes(modelo, fuera),
        modelo=modelo,
        huella=huella,
    )


def _lineal(corpus: list[dict[str, Any]], fuera: set[str]) -> ModeloLineal:
    ruta = BUILD / f"rapido_{PLIEGUE}"
    if not (ruta / "config.json").exists():
        propios = [r for r in corpus if r["redactor"] not in fuera]
        ajustar(ejemplos(propios, claves_temas(corpus))).guardar(ruta)
    return ModeloLineal.cargar(ruta)


def _ejes(modelo: ModeloPreciso, fuera: set[str]) -> Ejes:
    ruta = BUILD / f"ejes_{modelo.huella[:16]}.safetensors"
    if not ruta.exists():
        guardar_ejes(ejes_del_corpus(modelo, fuera), ruta, modelo.huella)
    return leer_ejes(ruta)


def temas_de(b: Base, indices: Sequence[int], semilla: int = 0) -> Temas:
    """Los temas que halla `reflexiona` en una muestra; una reflexión repetida es la misma persona otra vez."""
    reflexiones: list[Reflexion] = []
    lista: list[Oracion] = []
    filas: list[int] = []
    for k, i in enumerate(indices):
        clave = f"{b.reflexiones[i]['id']}·{k}"
        texto = " ".join(b.oraciones[i])
        reflexiones.append(Reflexion(clave, texto, k + 1, b.reflexiones[i]["id"]))
        inicio = 0
        for j, o in enumerate(b.oraciones[i], start=1):
            lista.append(Oracion(clave, j, o, inicio, inicio + len(o)))
            inicio += len(o) + 1
        filas.extend(range(b.desde[i], b.desde[i + 1]))
    f, r = np.asarray(filas), np.asarray(indices)
    puntajes = SimpleNamespace(temas=b.temas[f], temas_reflexion=b.reflexion[r], vectores=b.vectores[f])
    otros = SimpleNamespace(temas=b.temas_lineal[f], temas_reflexion=b.reflexion_lineal[r])
    return encontrar_temas(
        Corpus(tuple(reflexiones)),
        lista,
        puntajes,
        otros=otros,
        palabras=[b.palabras[j] for j in filas],
        umbrales=b.modelo.umbrales_temas,
        de_fondo=b.fondo,
        ejes=b.ejes,
        semilla=semilla,
    )


def nuestro(b: Base, indices: Sequence[int], semilla: int) -> Hallazgo:
    """`reflexiona`, con la cara de un par."""
    temas = temas_de(b, indices, semilla)
    terminos = [[p for t in lista for p in t.lower().split()][:6] for lista in temas.tabla["terminos"]]
    return Hallazgo(temas.pertenencia, terminos, temas.miembros, temas.principales)


class _Palabras:
    """Las palabras de las reflexiones para los pares, y sus vectores, que se calculan una vez."""

    def __init__(self, b: Base) -> None:
        de = [
            [p for j in range(b.desde[i], b.desde[i + 1]) for p in b.palabras[j] if p.contenido]
            for i in range(len(b.reflexiones))
        ]
        self.formas = [" ".join(p.texto.lower() for p in lista) for lista in de]
        self.lemas = [" ".join(p.lema.replace(" ", "_") for p in lista) for lista in de]
        self.modelo, self.ruta = b.modelo, BUILD / f"palabras_{b.huella}.npz"
        self.vectores: dict[str, np.ndarray] = {}
        if self.ruta.exists():
            g = np.load(self.ruta)
            self.vectores = dict(zip(g["palabras"].tolist(), g["vectores"], strict=True))
        self.media = np.asarray(
            [b.vectores[b.desde[i] : b.desde[i + 1]].mean(axis=0) for i in range(len(b.reflexiones))]
        )
        distintas = sorted(
            {p for texto in self.formas for p in texto.split()} | {p for t in self.lemas for p in t.split()}
        )
        self.columna = {p: j for j, p in enumerate(distintas)}
        pares = {(i, self.columna[p]) for t in (self.formas, self.lemas) for i, x in enumerate(t) for p in x.split()}
        filas, columnas = zip(*sorted(pares), strict=True)
        self.presencia = sparse.csr_matrix((np.ones(len(filas)), (filas, columnas)), (len(self.formas), len(distintas)))

    def codificar(self, lista: Sequence[str]) -> np.ndarray:
        faltan = sorted(set(lista) - set(self.vectores))
        if faltan:
            faltan = sorted({p for t in self.formas for p in t.split()} - set(self.vectores))
            nuevos = self.modelo.evaluar(faltan, [f"p{i}" for i in range(len(faltan))]).vectores
            assert nuevos is not None
            self.vectores.update(zip(faltan, nuevos.astype(np.float32), strict=True))
            claves = sorted(self.vectores)
            np.savez(self.ruta, palabras=np.array(claves), vectores=np.asarray([self.vectores[p] for p in claves]))
        return np.asarray([self.vectores[p] for p in lista])


def _correr(metodo: str, b: Base, p: _Palabras, indices: Sequence[int], k: int, semilla: int) -> Hallazgo:
    if metodo == NUESTRO:
        return nuestro(b, indices, semilla)
    entrada = Entrada(
        [p.formas[i] for i in indices],
        [p.lemas[i] for i in indices],
        p.media[list(indices)],
        k,
        semilla,
        p.codificar,
    )
    return PARES[metodo](entrada)


def medir(
    metodo: str, n: int, semilla: int, b: Base, p: _Palabras, claves: Sequence[str], veces: int
) -> dict[str, Any]:
    """Todas las medidas de un método en una muestra."""
    apartadas = [i for i, r in enumerate(b.reflexiones) if r["asunto"] is None]
    indices = sorted(random.Random(1000 * n + semilla).sample(apartadas, n))
    lugar = {c: j for j, c in enumerate(claves)}
    verdaderos = np.zeros((n, len(claves)), dtype=bool)
    principales = np.zeros(n, dtype=int)
    for fila, i in enumerate(indices):
        suyos = [lugar[t] for t in b.reflexiones[i]["temas"] if t in lugar]
        verdaderos[fila, suyos] = True
        principales[fila] = suyos[0] if suyos else len(claves)
    k = max(2, min(len(claves), n // 4))  # unas cuatro reflexiones por tema, y nunca más de los que hay
    if metodo == "KeyNMF":
        p.codificar(p.formas[indices[0]].split())  # los vectores de las palabras no cuentan en su tiempo
    inicio = time.perf_counter()
    try:
        h = _correr(metodo, b, p, indices, k, semilla)
    except Exception as error:
        return {
            "error": f"{type(error).__name__}: {error}"[:200],
            "ami": 0.0,
            "f1": 0.0,
            "recuerdo": 0.0,
            "sin": 1.0,
            "estabilidad": 0.0,
        }
    segundos = time.perf_counter() - inicio
    unos = duros(h)
    aris = []
    for v in range(veces):
        azar = np.random.default_rng(10_000 * n + 100 * semilla + v)
        otra = sorted(azar.choice(n, n).tolist())
        primera = {fila: q for q, fila in reversed(list(enumerate(otra)))}
        try:
            otros = duros(_correr(metodo, b, p, [indices[f] for f in otra], k, semilla + v + 1))
            comunes = sorted(primera)
            aris.append(ari(unos[comunes], otros[[primera[f] for f in comunes]]))
        except Exception:
            aris.append(0.0)
    f1, recuerdo = f1_y_recuerdo(h, verdaderos)
    return {
        "ami": ami(h, principales.tolist()),
        "f1": f1,
        "recuerdo": recuerdo,
        "sin": float((unos < 0).mean()),
        "temas": len(h.terminos),
        "estabilidad": float(np.mean(aris)) if aris else None,
        "diversidad": diversidad(h.terminos),
        "npmi": npmi(h.terminos, p.presencia, p.columna),
        "segundos": segundos,
    }


def plantar(b: Base, uso: str, ensayos: int) -> list[dict[str, Any]]:
    """Pone de 4 a 6 reflexiones de un asunto ajeno entre 20, 40, 60, 80 o 100 más y mira si se halla."""
    asuntos = sorted({r["asunto"] for r in b.reflexiones if r["asunto"] and r["uso"] == uso})
    apartadas = [i for i, r in enumerate(b.reflexiones) if r["asunto"] is None]
    salida = []
    for e in range(ensayos):
        asunto, otras = asuntos[e % len(asuntos)], (20, 40, 60, 80, 100)[(e // len(asuntos)) % 5]
        azar = random.Random(7000 + e)
        suyas = [i for i, r in enumerate(b.reflexiones) if r["asunto"] == asunto]
        elegidas = azar.sample(suyas, azar.choice((4, 5, 6)))
        indices = elegidas + azar.sample(apartadas, otras)
        azar.shuffle(indices)
        temas = temas_de(b, indices)
        es = np.asarray([i in set(elegidas) for i in indices])
        mejor: tuple[float, str, float, str] = (0.0, "", 0.0, "")
        emergentes = 0
        for t, fila in enumerate(temas.tabla.to_dict("records")):
            if fila["origen"] != "emergente":
                continue
            emergentes += 1
            assert temas.miembros is not None
            m = temas.miembros[:, t]
            juntas = int((m & es).sum())
            if juntas >= es.sum() / 2 and juntas >= m.sum() / 2:
                mejor = max(
                    mejor, (2 * juntas / int(m.sum() + es.sum()), fila["tema"], fila["estabilidad"], fila["firmeza"])
                )
        salida.append(
            {
                "asunto": asunto,
                "plantadas": len(elegidas),
                "otras": otras,
                "f1": mejor[0],
                "nombre": mejor[1],
                "estabilidad": mejor[2],
                "firmeza": mejor[3],
                "emergentes": emergentes,
            }
        )
    return salida


def _version() -> str:
    """Huella del código de los temas: si cambia, lo nuestro se vuelve a medir."""
    carpeta = Path(__file__).parents[1] / "src" / "reflexiona" / "temas"
    fuera = {"__init__", "archivo", "cambio", "figuras", "mapa", "modelo_temas", "muestra"}  # no deciden qué se halla
    archivos = [a for a in sorted(carpeta.glob("*.*")) if a.stem not in fuera and a.name != "ejes.safetensors"]
    return hashlib.sha256(b"".join(a.read_bytes() for a in archivos)).hexdigest()[:12]


def main() -> None:
    """Mide lo que falte y escribe el informe."""
    orden = argparse.ArgumentParser(description=__doc__)
    orden.add_argument("--semillas", type=int, nargs=5, default=(12, 10, 6, 3, 2), help="muestras de cada tamaño")
    orden.add_argument("--remuestreos", type=int, default=2, help="por muestra, para la estabilidad")
    orden.add_argument("--solo", nargs="*", default=[NUESTRO, *PARES], help="qué métodos")
    orden.add_argument("--uso", default="prueba", choices=("desarrollo", "prueba"), help="qué asuntos se plantan")
    orden.add_argument("--ensayos", type=int, default=40, help="de asuntos plantados")
    orden.add_argument("--sin-informe", action="store_true")
    o = orden.parse_args()
    b = preparar()
    p = _Palabras(b)
    claves = claves_temas(leer_corpus())
    hechas: dict[str, Any] = {}
    cuentas = dict(zip(TAMANOS, o.semillas, strict=True))
    for n, cuantas in cuentas.items():
        for semilla in range(cuantas):
            for metodo in o.solo:
                de = f"{b.huella}_{_version()}" if metodo == NUESTRO else b.huella
                ruta = BUILD / "medidas" / f"{metodo.replace(' ', '_')}_{n}_{semilla}_{o.remuestreos}_{de}.json"
                if not ruta.exists():
                    ruta.parent.mkdir(parents=True, exist_ok=True)
                    medida = medir(metodo, n, semilla, b, p, claves, o.remuestreos)
                    ruta.write_text(json.dumps(medida, ensure_ascii=False), "utf-8")
                    print(n, semilla, metodo, json.dumps(medida, ensure_ascii=False)[:230], flush=True)
                hechas[f"{metodo}|{n}|{semilla}"] = json.loads(ruta.read_text("utf-8"))
    ruta = BUILD / "medidas" / f"plantados_{o.uso}_{o.ensayos}_{b.huella}_{_version()}.json"
    if not ruta.exists():
        ruta.write_text(json.dumps(plantar(b, o.uso, o.ensayos), ensure_ascii=False), "utf-8")
    plantados = json.loads(ruta.read_text("utf-8"))
    hallados = sum(e["f1"] > 0 for e in plantados)
    if plantados:
        emergentes = np.mean([e["emergentes"] for e in plantados])
        print(f"plantados: {hallados} de {len(plantados)}; emergentes por ensayo: {emergentes:.1f}")
    if not o.sin_informe:
        ruta = BUILD / "tiempos.json"
        if not ruta.exists():
            # En otro proceso: así la memoria que se mide es sólo la de los temas.
            orden_ = [sys.executable, "-m", "modelos.tiempos_temas"]
            ruta.write_text(subprocess.run(orden_, check=True, capture_output=True, text=True).stdout, "utf-8")
        tiempos = json.loads(ruta.read_text("utf-8"))
        apartadas = sum(r["asunto"] is None for r in b.reflexiones)
        asuntos = {t["clave"]: t["nombre"] for t in tomllib.loads(PLANTADOS.read_text("utf-8"))["tema"]}
        escribir_informe(hechas, plantados, tiempos, b.modelo.ficha, asuntos, apartadas, o.remuestreos)


if __name__ == "__main__":
    main()
