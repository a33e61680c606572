"""Rehace el modelo preciso: `python -m modelos.entrenar_preciso`.

Cuánto tarda cada parte lo dice `docs/validez.md`. Con `--solo uno,dos` se mide también la segunda partición.

Primero entrena sin un grupo de redactores a la vez (`PLIEGUES`): de lo que dice de ellos salen los umbrales, la
calibración y las cifras de `docs/validez.md`. Después, el de la primera partición sigue una época más sin
apartar a nadie (lo que se mide es, pues, un modelo que vio menos), se exporta a ONNX de 8 bits y queda en
`modelos/codificador/`; con `--desde`, esa última época sigue de otro modelo ya hecho. Cada parte terminada queda en
`--trabajo` y no se repite.

Necesita el grupo de dependencias `entrenar` (`pip install --group entrenar`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from modelos.datos import claves_temas, ejemplos, huella_corpus, leer_corpus
from modelos.entrenar_codificador import Plan, afinar, mayores_entradas, predecir
from modelos.exportar import a_onnx, cuantizar
from modelos.muestras import TIPOS_DE_DATO, Muestra, muestras
from modelos.pesos_e5 import Origen, abrir_origen, armar_fichador, piezas_del_espanol
from modelos.pliegues import MEDICIONES, PLIEGUES, TRABAJO, acompanar, mezclar, predicciones
from modelos.reanudar import guardar_pesos, leer_pesos, poner_pesos
from modelos.red import Red
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.modelo.ajuste import ajustar, elegir_umbral
from reflexiona.modelo.codificador import Codificador
from reflexiona.modelo.entorno import Entorno
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import FICHADOR, RED, CabezaDensa, ModeloPreciso, temas_de_reflexion
from reflexiona.modelo.ventanas import TOPE

__all__ = ["Prediccion", "Receta"]

AQUI = Path(__file__).parent
PESOS = "red.safetensors"
"""Los pesos en float32 de una red a medio entrenar, junto a su modelo exportado."""
_TEXTOS_DE_MUESTRA = 60
_NOTA = "Textos y etiquetas hechos con un modelo de lenguaje que siguió la guía; no participaron docentes."


class Receta:
    """Lo que comparten todos los entrenamientos: corpus, fichador, vocabulario podado y plan."""

    def __init__(self, plan: Plan, origen: Path | None, trabajo: Path = TRABAJO) -> None:
        self.plan = plan
        self.reflexiones = leer_corpus()
        self.temas = claves_temas(self.reflexiones)
        self.muestras = muestras(self.reflexiones, self.temas, plan.segunda)
        self.origen: Origen = abrir_origen(origen)
        # El vocabulario se elige una vez: un corpus que crece después no cambia el de los modelos ya entrenados.
        elegidas = trabajo / "piezas.json"
        if not elegidas.exists():
            trabajo.mkdir(parents=True, exist_ok=True)
            piezas = piezas_del_espanol(self.origen, [o for m in self.muestras for o in m.oraciones])
            elegidas.write_text(json.dumps(piezas), encoding="utf-8")
        self.piezas: list[int] = json.loads(elegidas.read_text(encoding="utf-8"))
        self.fichador = armar_fichador(self.origen, self.piezas)
        lugar = {p: i for i, p in enumerate(self.piezas)}
        e = {n: lugar[p] for n, p in self.origen.especiales.items()}
        self.especiales = {
            "abre": [e["bos"]],
            "cierra": [e["eos"]],
            "relleno": [e["pad"]],
            "tapada": [e["unk"]],
        }

    @classmethod
    def sin_afinar(cls, trabajo: Path, origen: Path | None = None) -> ModeloPreciso:
        """El codificador de partida como modelo de la biblioteca, para compararse con él; sus cabezas no dicen nada."""
        carpeta = trabajo / "sin_afinar"
        if not (carpeta / "config.json").exists():
            receta = cls(Plan(), origen, trabajo)
            receta.modelo(receta.red(), {"nombre": "sin afinar"}).guardar(carpeta)
        return ModeloPreciso.cargar(carpeta)

    def red(self) -> Red:
        """La red sin afinar."""
        salidas = {
            "dimensiones": len(DIMENSIONES),
            "actos": len(ACTOS) + 1,
            "temas": len(self.temas),
            "datos": len(TIPOS_DE_DATO) + 1,
        }
        return Red(self.origen, self.piezas, salidas)

    def entrenar(self, fuera: Sequence[str], desde: Red | None = None, ciclo: int = 0) -> Red:
        """Una red afinada sin los redactores de `fuera`.

        Con `desde`, sigue esa red con un ciclo nuevo (el paso sube otra vez y vuelve a bajar: *warm restarts*,
        Loshchilov y Hutter 2017) de otro azar; sin redactores fuera, una época.
        """
        plan = replace(self.plan, semilla=self.plan.semilla + ciclo)
        torch.manual_seed(plan.semilla)
        red = desde or self.red()
        if not fuera:
            plan = replace(plan, epocas=1)
        dentro = [m for m in self.muestras if m.redactor not in fuera]
        afinar(red, self.fichador, dentro, self.especiales, plan, sesgos=desde is None)
        return red

    def modelo(self, red: Red, ficha: dict[str, Any], fuera: Sequence[str] = ()) -> ModeloPreciso:
        """La red como modelo de la biblioteca, en 8 bits y con umbrales de 0.5.

        El tamaño de las entradas de cada matriz se mide en `_TEXTOS_DE_MUESTRA` reflexiones que no son de `fuera`.
        """
        dentro = [m for m in self.muestras if m.redactor not in fuera]
        elegidas = dentro[:: max(1, len(dentro) // _TEXTOS_DE_MUESTRA)]
        mayores = mayores_entradas(red, self.fichador, elegidas, self.especiales)
        archivos = {RED: cuantizar(a_onnx(red, mayores)), FICHADOR: self.fichador.to_str().encode("utf-8")}
        config = {"abre": self.especiales["abre"], "cierra": self.especiales["cierra"], "tope": TOPE}
        config["tapada"] = self.especiales["tapada"]
        entorno = Entorno(red.entorno.pesos())
        codificador = Codificador.abrir(archivos[RED], archivos[FICHADOR], config, entorno)

        def cabeza(nombre: str, clases: tuple[str, ...], excluyente: bool) -> CabezaDensa:
            lineal = red.cabezas[nombre]
            peso, sesgo = lineal.weight.detach().double().numpy().T, lineal.bias.detach().double().numpy()
            return CabezaDensa(clases, peso.copy(), sesgo.copy(), excluyente, np.full(len(clases), 0.5))

        return ModeloPreciso(
            codificador,
            {"dimensiones": cabeza("dimensiones", DIMENSIONES, False), "actos": cabeza("actos", ACTOS, True)},
            cabeza("temas", self.temas, False),
            cabeza("datos", TIPOS_DE_DATO, True),
            None,
            ficha,
            archivos=archivos,
        )

    def lineal(self, fuera: Sequence[str] = ()) -> ModeloLineal:
        """El modelo de palabras que acompaña al codificador, sin los redactores de `fuera`."""
        return ajustar(ejemplos([r for r in self.reflexiones if r["redactor"] not in fuera], ()))


class Prediccion:
    """Lo que un modelo dice de los redactores que no vio.

    Parameters
    ----------
    muestras : list of Muestra
    logits : dict of str to ndarray
        Por cabeza; los de temas, por reflexión.
    """

    def __init__(self, apartadas: list[Muestra], logits: dict[str, np.ndarray]) -> None:
        self.muestras, self.logits = apartadas, logits

    @classmethod
    def de_vectores(cls, modelo: ModeloPreciso, apartadas: list[Muestra], vectores: np.ndarray) -> Prediccion:
        """Aplica las cabezas del modelo a los vectores (n, d) de todas las oraciones."""
        assert modelo.temas is not None
        cortes = np.cumsum([0, *(len(m.oraciones) for m in apartadas)])
        grupos = [(i, list(range(cortes[i], cortes[i + 1]))) for i in range(len(apartadas))]
        logits = {n: c.logits(vectores) for n, c in modelo.cabezas.items()}
        logits["temas"] = temas_de_reflexion(modelo.temas.logits(vectores), grupos)
        return cls(apartadas, logits)


class _Reloj:
    """Cuánto tardó cada parte, en segundos: `tiempos.json`, que lee el informe."""

    def __init__(self, archivo: Path) -> None:
        self.archivo, self.inicio, self.entera = archivo, time.monotonic(), True
        self.partes: dict[str, float] = {}

    def marca(self, parte: str) -> None:
        """Cierra una parte."""
        self.partes[parte] = round(time.monotonic() - self.inicio - sum(self.partes.values()), 1)
        print(f"{parte}: {self.partes[parte]:.0f} s", file=sys.stderr, flush=True)

    def guardar(self, plan: Plan, procesador: str) -> None:
        """Lo escribe, si la corrida fue entera: sin partes hechas de antes."""
        if not self.entera:
            return
        hecho = {"partes": self.partes, "plan": asdict(plan), "procesador": procesador, "nucleos": os.cpu_count()}
        self.archivo.parent.mkdir(parents=True, exist_ok=True)
        self.archivo.write_text(json.dumps(hecho, indent=1) + "\n", encoding="utf-8", newline="\n")


def _procesador() -> str:
    """Su nombre, donde el sistema lo dice."""
    try:
        renglones = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((r.split(":", 1)[1].strip() for r in renglones if r.startswith("model name")), platform.processor())


def _pliegue(receta: Receta, nombre: str, trabajo: Path, reloj: _Reloj) -> Path:
    """Entrena lo que falte de un pliegue, deja lo que dice de sus apartados y da el archivo de sus últimos pesos."""
    carpeta = trabajo / nombre
    if not (carpeta / "lineal.npz").exists():
        apartadas = [m for m in receta.muestras if m.redactor in PLIEGUES[nombre]]
        ids = [m.id for m in apartadas for _ in m.oraciones]
        logits = receta.lineal(PLIEGUES[nombre]).logits([o for m in apartadas for o in m.oraciones], ids)
        carpeta.mkdir(parents=True, exist_ok=True)
        np.savez(carpeta / "lineal.npz", **{f"{n}_lineal": v.astype(np.float32) for n, v in logits.items()})
        reloj.marca(f"modelo de palabras sin los apartados de «{nombre}»")
    ultimos = trabajo / f"{nombre}.{receta.plan.ciclos}" / PESOS
    if (carpeta / "apartadas.npz").exists():
        reloj.entera = False
        return ultimos
    print(f"pliegue {nombre}: sin {', '.join(PLIEGUES[nombre])}", file=sys.stderr, flush=True)
    red: Red | None = None
    for ciclo in range(receta.plan.ciclos):
        hecho = trabajo / f"{nombre}.{ciclo + 1}"
        if (hecho / "config.json").exists():
            red = receta.red()
            leer_pesos(red, hecho / PESOS)
            reloj.entera = False
            continue
        red = receta.entrenar(PLIEGUES[nombre], red, ciclo)
        guardar_pesos(red, hecho / PESOS)
        ficha = {"nombre": f"pliegue {nombre}, ciclo {ciclo + 1}"}
        receta.modelo(red, ficha, PLIEGUES[nombre]).guardar(hecho)
        reloj.marca(f"codificador sin los apartados de «{nombre}», ciclo {ciclo + 1}")
    assert red is not None
    modelo = ModeloPreciso.cargar(trabajo / f"{nombre}.{receta.plan.ciclos}")
    modelo.guardar(carpeta)
    apartadas = [m for m in receta.muestras if m.redactor in PLIEGUES[nombre]]
    oraciones = [o for m in apartadas for o in m.oraciones]
    ids = [m.id for m in apartadas for _ in m.oraciones]
    vectores = modelo.vectores(oraciones, ids)
    flotantes = np.concatenate(predecir(red, receta.fichador, apartadas, receta.especiales))
    p, q = (Prediccion.de_vectores(modelo, apartadas, v) for v in (vectores, flotantes))
    np.savez(
        carpeta / "apartadas.npz",
        ids=np.asarray([m.id for m in apartadas]),
        vectores=vectores[:, : modelo.codificador.propios].astype(np.float16),
        **{n: v.astype(np.float32) for n, v in p.logits.items()},
        **{f"{n}32": v.astype(np.float32) for n, v in q.logits.items()},
    )
    reloj.marca(f"lo que dice de los apartados de «{nombre}»")
    return ultimos


def _calibrar(modelo: ModeloPreciso, receta: Receta, trabajo: Path) -> ModeloPreciso:
    """El modelo final: con su modelo de palabras, y umbrales y calibración de Platt por clase, de lo que los de cada
    pliegue dicen de los redactores apartados.

    Los umbrales se eligen con el promedio de los tres orígenes del corpus: que una clase sea más frecuente en uno no
    los mueve.
    """
    from sklearn.linear_model import LogisticRegression

    modelo = acompanar(modelo, receta.lineal())
    por_id = {m.id: m for m in receta.muestras}
    juntas: dict[str, list[np.ndarray]] = {"dimensiones": [], "actos": [], "temas": []}
    apartadas: list[Muestra] = []
    for _, guardado in predicciones(trabajo):
        apartadas += [por_id[i] for i in guardado["ids"].tolist()]
        for nombre in juntas:
            juntas[nombre].append(guardado[nombre] if nombre == "temas" else mezclar(guardado, nombre))
    logits = {n: np.concatenate(v) for n, v in juntas.items()}
    estrato = np.asarray([m.origen for m in apartadas for _ in m.oraciones])
    y = np.concatenate([m.dimensiones for m in apartadas]).astype(np.float64)
    pesa = np.asarray([1 / (estrato == e).sum() for e in estrato]) * len(estrato)
    dim = modelo.cabezas["dimensiones"]
    escala, corre, umbrales = np.ones(len(DIMENSIONES)), np.zeros(len(DIMENSIONES)), []
    for j in range(len(DIMENSIONES)):
        x = np.concatenate([logits["dimensiones"][:, j]] * 2)[:, None]
        platt = LogisticRegression(C=1e3).fit(
            x,
            np.repeat([1, 0], len(y)),
            sample_weight=np.concatenate([y[:, j], 1 - y[:, j]]) * np.concatenate([pesa, pesa]) + 1e-9,
        )
        escala[j], corre[j] = platt.coef_[0, 0], platt.intercept_[0]
        p = 1 / (1 + np.exp(-(logits["dimensiones"][:, j] * escala[j] + corre[j])))
        umbrales.append(elegir_umbral(y[:, j] > 0.5, p, estrato))
    assert dim.del_lineal is not None
    dim = replace(
        dim,
        pesos=dim.pesos * escala,
        sesgo=dim.sesgo * escala + corre,
        umbrales=np.asarray(umbrales),
        del_lineal=dim.del_lineal * escala,
    )

    a = np.concatenate([m.actos for m in apartadas])
    leidos = a.sum(1) > 0
    crudas = logits["actos"][leidos]
    p_actos = np.exp(crudas - crudas.max(1, keepdims=True))
    p_actos /= p_actos.sum(1, keepdims=True)
    gana = a[leidos].argmax(1)
    actos = replace(
        modelo.cabezas["actos"],
        umbrales=np.asarray([elegir_umbral(gana == j, p_actos[:, j], estrato[leidos]) for j in range(len(ACTOS))]),
    )

    assert modelo.temas is not None
    t = np.stack([m.temas for m in apartadas]) > 0.5
    p_temas = 1 / (1 + np.exp(-logits["temas"].astype(np.float64)))
    candidatos = np.round(np.arange(0.1, 0.8, 0.01), 2)
    f1 = [2 * ((p_temas >= u) & t).sum() / ((p_temas >= u).sum() + t.sum()) for u in candidatos]
    temas = replace(modelo.temas, umbrales=np.full(t.shape[1], candidatos[int(np.argmax(f1))]))
    return replace(modelo, cabezas={"dimensiones": dim, "actos": actos}, temas=temas)


def principal(argumentos: list[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Rehace el modelo preciso a partir del corpus.")
    opciones.add_argument("--origen", type=Path, help="pesos de partida: archivo de cuatro bits o carpeta del original")
    opciones.add_argument("--trabajo", type=Path, default=TRABAJO, help="lo ya hecho de cada pliegue")
    opciones.add_argument("--salida", type=Path, default=AQUI / "codificador")
    opciones.add_argument("--epocas", type=int, default=Plan.epocas)
    opciones.add_argument("--ciclos", type=int, default=Plan.ciclos)
    opciones.add_argument("--otras", type=float, default=Plan.otras, help="parte de las no reescritas en cada época")
    opciones.add_argument("--hilos", type=int, default=Plan.hilos)
    opciones.add_argument("--solo", default="uno", help="pliegues que se entrenan, separados por comas")
    opciones.add_argument("--desde", type=Path, help="modelo del que sigue la última época; por omisión, el medido")
    opciones.add_argument("--sin-final", action="store_true", help="entrena los pliegues y termina")
    elegidas = opciones.parse_args(argumentos)
    reloj = _Reloj(MEDICIONES / "tiempos.json")
    plan = Plan(epocas=elegidas.epocas, ciclos=elegidas.ciclos, hilos=elegidas.hilos, otras=elegidas.otras)
    receta = Receta(plan, elegidas.origen, elegidas.trabajo)
    reloj.marca("leer el corpus y podar el vocabulario")
    ultimos = {n: _pliegue(receta, n, elegidas.trabajo, reloj) for n in elegidas.solo.split(",")}
    if elegidas.sin_final:
        return 0
    final = elegidas.trabajo / "todo"
    reloj.entera &= not (final / "config.json").exists()
    if not (final / "config.json").exists():
        ficha = {
            "nombre": "preciso",
            "corpus_sha256": huella_corpus(),
            "reflexiones": len(receta.reflexiones),
            "oraciones": sum(len(m.oraciones) for m in receta.muestras),
            "pesos_de_partida": f"intfloat/multilingual-e5-small (MIT), de {receta.origen.nombre}",
            "piezas": len(receta.piezas),
            "plan": asdict(receta.plan),
            "limite": _NOTA,
        }
        red = receta.red()
        if elegidas.desde:
            poner_pesos(red, ModeloPreciso.cargar(elegidas.desde))
        else:
            leer_pesos(red, ultimos["uno"])
        red = receta.entrenar((), red, receta.plan.ciclos)
        guardar_pesos(red, final / PESOS)
        receta.modelo(red, ficha).guardar(final)
        reloj.marca("una época más sin apartar a nadie")
    modelo = _calibrar(ModeloPreciso.cargar(final), receta, elegidas.trabajo)
    modelo.guardar(elegidas.salida)
    reloj.marca("modelo de palabras con todo el corpus, umbrales y calibración")
    reloj.guardar(plan, _procesador())
    print(json.dumps({k: v.umbrales.tolist() for k, v in modelo.cabezas.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(principal())
