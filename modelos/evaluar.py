"""Mide los modelos con redactores apartados y escribe `docs/validez.md`: `python -m modelos.evaluar`.

Usa los pliegues de `modelos.entrenar_preciso`: ninguna oración de quien se evalúa se vio al entrenar, al calibrar ni al
elegir sus umbrales (las piezas del fichador sí se eligieron, sin etiquetas, con todo el corpus). Los pares se entrenan
y se miden en la misma corrida, con las mismas particiones. Lo ya calculado queda en `build/evaluacion/` y no se repite.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from modelos import informe_aparte, informe_extras, pares
from modelos.curva_ciclos import ciclos_del_entrenamiento
from modelos.datos import claves_temas, ejemplos, leer_corpus
from modelos.destilar import Leccion, destilar
from modelos.informe_validez import escribir_informe
from modelos.pliegues import PARTE_LINEAL, PLIEGUES, TRABAJO, acompanar, mezclar, predicciones
from modelos.probar import pruebas_del_entrenamiento
from modelos.tiempos_receta import tiempos_de_la_receta
from reflexiona.dimensiones.etiquetador import elegir_actos
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.modelo.ajuste import Ejemplos, ajustar, elegir_umbral
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import ModeloPreciso

__all__ = ["principal"]

CURVA = (0.0, 0.15, 0.25, PARTE_LINEAL, 0.5, 1.0)
"""Partes del modelo de palabras que se prueban junto al codificador."""
DOCS = Path(__file__).parent.parent / "docs"


def _subconjunto(datos: Ejemplos, filas: np.ndarray) -> Ejemplos:
    assert datos.actos is not None
    assert datos.estratos is not None
    indices = np.flatnonzero(filas).tolist()
    return replace(
        datos,
        oraciones=[datos.oraciones[i] for i in indices],
        reflexiones=[datos.reflexiones[i] for i in indices],
        grupos=datos.grupos[filas],
        dimensiones=datos.dimensiones[filas],
        actos=datos.actos[filas],
        estratos=datos.estratos[filas],
        temas=None,
        claves_temas=(),
    )


class _Pliegue:
    """Un grupo de redactores apartado: lo de dentro, lo de fuera y lo que dice cada sistema."""

    def __init__(self, nombre: str, reflexiones: list[dict[str, Any]], cache: Path) -> None:
        self.nombre, self.cache, self.reflexiones = nombre, cache, reflexiones
        todo = ejemplos(reflexiones, ())
        es = np.isin(todo.grupos, PLIEGUES[nombre])
        self.dentro, self.fuera = _subconjunto(todo, ~es), _subconjunto(todo, es)
        assert self.dentro.actos is not None
        self.y = (self.dentro.dimensiones >= 0.5).astype(int)
        self.sabe = self.dentro.actos > -2
        self.y_actos = np.stack([self.dentro.actos[self.sabe] == j for j in range(len(ACTOS))], axis=1).astype(int)

    def medir(self, sistema: str, calcula: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        """Lo que dice un sistema: `dimensiones` y, si los tiene, `actos` (0 o 1) y `p` (probabilidades)."""
        ruta = self.cache / f"{self.nombre}_{sistema}.npz"
        if not ruta.exists():
            print(self.nombre, sistema, file=sys.stderr, flush=True)
            dicho = calcula()
            self.cache.mkdir(parents=True, exist_ok=True)
            np.savez(ruta, **dicho)  # type: ignore[arg-type]
        with np.load(ruta) as guardado:
            return {k: guardado[k] for k in guardado.files}

    def mayoria(self) -> dict[str, np.ndarray]:
        """La clase más frecuente, siempre."""
        salida = {}
        for nombre, y in (("dimensiones", self.y), ("actos", self.y_actos)):
            medio = y.mean(axis=0)
            salida[nombre] = np.tile(medio >= medio.max(), (len(self.fuera.oraciones), 1))
        return salida

    def tfidf(self) -> dict[str, np.ndarray]:
        """TF-IDF y regresión logística, también para los actos."""
        textos = [t for t, s in zip(self.dentro.oraciones, self.sabe, strict=True) if s]
        nuevas = list(self.fuera.oraciones)
        return {
            "dimensiones": pares.tfidf(list(self.dentro.oraciones), self.y, self.dentro.grupos, nuevas),
            "actos": pares.tfidf(textos, self.y_actos, self.dentro.grupos[self.sabe], nuevas),
        }

    def congelado(self) -> dict[str, np.ndarray]:
        """El codificador sin afinar, con la oración en su contexto, y regresión logística."""
        from modelos.entrenar_preciso import Receta

        modelo = Receta.sin_afinar(TRABAJO)
        propios = modelo.codificador.propios  # el entorno sin afinar es azar
        x, z = (modelo.vectores(d.oraciones, d.reflexiones)[:, :propios] for d in (self.dentro, self.fuera))
        return {
            "dimensiones": pares.regresion_densa(x, self.y, self.dentro.grupos, z),
            "actos": pares.regresion_densa(x[self.sabe], self.y_actos, self.dentro.grupos[self.sabe], z),
            "vectores": z.astype(np.float16),
        }

    def lineal(self, modelo: ModeloLineal) -> dict[str, np.ndarray]:
        """Un modelo lineal de la biblioteca, con sus umbrales."""
        p = modelo.probabilidades(self.fuera.oraciones, self.fuera.reflexiones)
        actos = elegir_actos(p["actos"], modelo.cabezas["actos"].umbrales, ACTOS)
        return {
            "dimensiones": p["dimensiones"] >= modelo.cabezas["dimensiones"].umbrales,
            "actos": np.asarray([[a == b for b in ACTOS] for a in actos]),
            "p": p["dimensiones"],
        }

    def preciso(self, sufijo: str = "", parte: float = PARTE_LINEAL) -> dict[str, np.ndarray]:
        """El modelo preciso de este pliegue; los umbrales de cada redactor se eligen con los demás apartados."""
        guardado = dict(predicciones())[self.nombre]
        assert list(dict.fromkeys(self.fuera.reflexiones)) == guardado["ids"].tolist()
        p = 1 / (1 + np.exp(-mezclar(guardado, "dimensiones", sufijo, parte)))
        act = mezclar(guardado, "actos", sufijo, parte)
        q = np.exp(act - act.max(axis=1, keepdims=True))
        q /= q.sum(axis=1, keepdims=True)
        grupos, estratos, actos = self.fuera.grupos, self.fuera.estratos, self.fuera.actos
        assert estratos is not None
        assert actos is not None
        salida = {"dimensiones": np.zeros(p.shape, bool), "actos": np.zeros((len(p), len(ACTOS)), bool), "p": p}
        for redactor in np.unique(grupos):
            es = grupos == redactor
            otros, leidos = ~es, ~es & (actos > -2)
            for j in range(len(DIMENSIONES)):
                u = elegir_umbral(self.fuera.dimensiones[otros, j] > 0.5, p[otros, j], estratos[otros])
                salida["dimensiones"][es, j] = p[es, j] >= u
            umbrales = np.asarray(
                [elegir_umbral(actos[leidos] == j, q[leidos, j], estratos[leidos]) for j in range(len(ACTOS))]
            )
            elegidos = elegir_actos(q[es], umbrales, ACTOS)
            salida["actos"][es] = [[a == b for b in ACTOS] for a in elegidos]
        return salida

    @cached_property
    def de_palabras(self) -> ModeloLineal:
        """El modelo de palabras sin destilar, que también acompaña al codificador."""
        return ajustar(self.dentro)

    def sin_llanas(self) -> dict[str, np.ndarray]:
        """El modelo de palabras con el corpus de antes, sin las reflexiones llanas."""
        assert self.dentro.estratos is not None
        return self.lineal(ajustar(_subconjunto(self.dentro, self.dentro.estratos != "llana")))

    def destilado(self, con_copias: bool) -> dict[str, np.ndarray]:
        """El modelo rápido destilado del preciso de este pliegue."""
        ids = set(self.dentro.reflexiones)
        maestro = acompanar(ModeloPreciso.cargar(TRABAJO / self.nombre), self.de_palabras)
        suyas = [r for r in self.reflexiones if r["id"] in ids]
        return self.lineal(destilar(suyas, Leccion.tomar(suyas, maestro, con_copias), ()))

    def todos(self, con_copias: bool = False) -> dict[str, dict[str, np.ndarray]]:
        """Lo que dice cada sistema de las oraciones de fuera."""
        nuevas = list(self.fuera.oraciones)
        viejas = list(self.dentro.oraciones)
        recetas: dict[str, Callable[[], dict[str, np.ndarray]]] = {
            "mayoria": self.mayoria,
            "palabras_clave": lambda: {"dimensiones": pares.palabras_clave(nuevas)},
            "tfidf": self.tfidf,
            "textcat": lambda: {"dimensiones": pares.textcat(viejas, self.y, self.dentro.grupos, nuevas, DIMENSIONES)},
            "congelado": self.congelado,
            "lineal": lambda: self.lineal(self.de_palabras),
            "lineal_sin_llanas": self.sin_llanas,
            "rapido": lambda: self.destilado(con_copias=False),
            "preciso": self.preciso,
            "preciso32": lambda: self.preciso("32"),
            "codificador": lambda: self.preciso(parte=0),
        }
        if con_copias:
            recetas["rapido_copias"] = lambda: self.destilado(con_copias=True)
        return {nombre: self.medir(nombre, receta) for nombre, receta in recetas.items()}


def principal(argumentos: list[str] | None = None) -> int:
    """Entrada de la consola."""
    opciones = argparse.ArgumentParser(description="Mide los modelos con redactores apartados.")
    opciones.add_argument("--cache", type=Path, default=Path("build/evaluacion"), help="predicciones ya hechas")
    todas = ",".join(PLIEGUES)
    opciones.add_argument("--con-pares", default=todas, help="particiones en que se entrenan los pares, entre comas")
    opciones.add_argument("--copias", action="store_true", help="mide también el rápido destilado con copias")
    elegidas = opciones.parse_args(argumentos)
    warnings.simplefilter("ignore")
    reflexiones = leer_corpus()
    hechos = [n for n, _ in predicciones()]
    if not hechos:
        print("Falta entrenar: python -m modelos.entrenar_preciso", file=sys.stderr)
        return 1
    con_pares = [n for n in hechos if n in elegidas.con_pares.split(",")]
    pliegues = [_Pliegue(n, reflexiones, elegidas.cache) for n in con_pares]
    otros = [_Pliegue(n, reflexiones, elegidas.cache) for n in hechos if n not in con_pares]
    dicho = [p.todos(elegidas.copias) for p in pliegues]
    rutas = DOCS / "validez.md", DOCS / "imagenes"
    mezclas = [[p.preciso(parte=x) for x in CURVA] for p in pliegues]
    extras = [
        informe_aparte.sin_pares(
            [p.fuera for p in otros],
            [
                {"palabras": p.preciso(parte=1), "codificador": p.preciso(parte=0), "preciso": p.preciso()}
                for p in otros
            ],
        ),
        informe_aparte.distribuidos(),
        informe_extras.mezcla([p.fuera for p in pliegues], mezclas, CURVA),
        informe_extras.temas_conocidos(reflexiones, TRABAJO, hechos, claves_temas(reflexiones)),
        informe_extras.parecido(reflexiones, TRABAJO, con_pares, elegidas.cache),
        informe_extras.datos_personales(reflexiones, TRABAJO, hechos),
        informe_extras.explicacion(reflexiones, TRABAJO, hechos),
        pruebas_del_entrenamiento(),
        ciclos_del_entrenamiento(),
        tiempos_de_la_receta(),
    ]
    aparte = [r for p in otros for r in PLIEGUES[p.nombre]]
    escribir_informe(*rutas, [p.fuera for p in pliegues], dicho, reflexiones, extras, aparte)
    print(json.dumps({"pliegues": hechos}))
    return 0


if __name__ == "__main__":
    sys.exit(principal())
