"""Escribe `docs/validez.md` a partir de las predicciones con redactores apartados."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.dimensiones.etiquetador import elegir_actos
from reflexiona.dimensiones.evaluacion import Medida, medir
from reflexiona.dimensiones.guia import ACTO_NOMBRES, ACTOS, DIMENSIONES, GUIA
from reflexiona.modelo.ajuste import Ejemplos

__all__ = ["escribir_informe"]

_ORIGENES = {"sintetica": "sintéticas (a–m)", "reescrita": "reescritas (n–t)"}
_OBJETIVOS = {"sintetica": 0.76, "reescrita": 0.62}
_SISTEMAS = {
    "mayoria": "La clase más frecuente",
    "tfidf": "TF-IDF + regresión logística, umbral 0.5",
    "tfidf_umbral": "TF-IDF + regresión logística, umbral elegido",
    "sin_contexto": "`rapido`, oraciones sin su contexto",
    "rapido": "**`rapido`**",
}
_SISTEMAS_ACTOS = {k: v for k, v in _SISTEMAS.items() if k != "sin_contexto"}

_INTRODUCCION = """# Validez

Qué tan bien etiqueta `reflexiona` lo que no ha visto. Esta página la escribe `python -m modelos.evaluar`; ninguna cifra
se puso a mano.

> **Límite.** Los textos y las etiquetas del corpus se hicieron para este proyecto con un modelo de lenguaje que siguió
> la guía; no participaron docentes. Las dos lecturas independientes son del mismo tipo y coinciden más de lo que lo
> harían personas (entre personas, en tareas parecidas, se publica κ ≈ 0.6). Antes de decidir nada con estos resultados
> hay que contrastarlos con docentes.

## Cómo se midió

- **Redactores apartados**: cada redactor se aparta entero y el modelo se entrena desde cero con los demás; vocabulario,
  pesos, contexto, calibración y umbrales incluidos. Ninguna oración de quien se evalúa se vio en nada.
- **Contra qué**: en las reflexiones sintéticas, las etiquetas de quien redactó; en las reescritas (cuentan con otras
  palabras lo que docentes publicaron, y se parecen más a lo real), las de la segunda lectura, que no vio la primera.
- **Pares** en la misma corrida y con las mismas particiones: la clase más frecuente, y TF-IDF (palabras 1-2 y trozos
  3-5) con regresión logística de scikit-learn, con umbral 0.5 y con el umbral elegido igual que el nuestro.
- **Intervalos** al 95 %: 1,000 remuestreos de reflexiones enteras. Un solo umbral por dimensión para todos los textos.
"""


def escribir_informe(
    ruta: Path,
    datos: Ejemplos,
    verdad: np.ndarray,
    redactores: Sequence[str],
    juntas: Mapping[str, list[Any]],
) -> None:
    """Calcula las medidas y escribe el informe.

    Parameters
    ----------
    ruta : Path
    datos : Ejemplos
        Todo el corpus.
    verdad : ndarray of shape (n, 5)
        Las dimensiones de referencia.
    redactores : sequence of str
        En el orden de las listas de `juntas`.
    juntas : mapping
        Por cada clave guardada por `modelos.evaluar`, una lista con un arreglo por redactor.
    """
    assert datos.actos is not None
    assert datos.estratos is not None
    orden = np.concatenate([np.flatnonzero(datos.grupos == r) for r in redactores])
    reflexiones = np.asarray([datos.reflexiones[i] for i in orden])
    grupos, origen, verdad, actos = datos.grupos[orden], datos.estratos[orden], verdad[orden], datos.actos[orden]

    def todas(clave: str) -> np.ndarray:
        return np.concatenate(juntas[clave])

    def sobre(clave: str) -> np.ndarray:
        return np.concatenate([p >= u for p, u in zip(juntas[clave], juntas["umbrales"], strict=True)])

    predicho = {"rapido": sobre("dimensiones"), "sin_contexto": sobre("sin_contexto")}
    predicho |= {k: todas(k) for k in ("mayoria", "tfidf", "tfidf_umbral")}
    elegidos = [
        a for p, u in zip(juntas["actos"], juntas["umbrales_actos"], strict=True) for a in elegir_actos(p, u, ACTOS)
    ]
    predicho_actos = {"rapido": np.asarray([[a == b for b in ACTOS] for a in elegidos])}
    predicho_actos |= {k: todas(f"{k}_actos") for k in ("mayoria", "tfidf", "tfidf_umbral")}
    verdad_actos = np.stack([actos == j for j in range(len(ACTOS))], axis=1)
    donde = {o: origen == o for o in _ORIGENES}
    donde_actos = {o: (origen == o) & (actos > -2) for o in _ORIGENES}

    def tabla(
        sistemas: Mapping[str, str], real: np.ndarray, dicho: Mapping[str, np.ndarray], en: Mapping[str, np.ndarray],
        clases: Sequence[str],
    ) -> tuple[list[str], dict[str, dict[str, Medida]]]:  # fmt: skip
        filas, del_rapido = [], {}
        for sistema, nombre in sistemas.items():
            celdas = []
            for o, cuales in en.items():
                m = medir(real[cuales], dicho[sistema][cuales], reflexiones[cuales].tolist(), clases)
                celdas += [str(m["f1"]), f"{m['kappa'].valor:.3f}"]
                if sistema == "rapido":
                    del_rapido[o] = m
            filas.append(f"| {nombre} | {' | '.join(celdas)} |")
        return filas, del_rapido

    cabeza = "| | F1 macro, sintéticas | κ | F1 macro, reescritas | κ |\n| --- | --- | ---: | --- | ---: |"
    filas, medidas = tabla(_SISTEMAS, verdad, predicho, donde, DIMENSIONES)
    filas_actos, medidas_actos = tabla(_SISTEMAS_ACTOS, verdad_actos, predicho_actos, donde_actos, ACTOS)
    partes = [
        _INTRODUCCION,
        f"Son {len(set(reflexiones))} reflexiones y {len(reflexiones)} oraciones de {len(redactores)} redactores.\n",
        "## Dimensiones\n",
        "\n".join([cabeza, *filas]),
        _contra_objetivos(medidas),
        _diferencias(verdad, predicho, donde, reflexiones),
        "\n### Cada dimensión, con `rapido`\n",
        _por_clase(medidas, DIMENSIONES, lambda c: GUIA[c].nombre),
        _ninguna(verdad, predicho["rapido"], donde),
        "\n### Cada redactor\n",
        _por_redactor(grupos, origen, verdad, predicho, redactores),
        "\n### Calibración\n",
        _calibracion(verdad, todas("dimensiones"), donde),
        "\n## Actos\n",
        "Reto, logro, compromiso, pregunta o ninguno; el F1 macro es el de los cuatro actos.\n",
        "\n".join([cabeza, *filas_actos]),
        "",
        _por_clase(medidas_actos, ACTOS, lambda c: ACTO_NOMBRES[c]),
    ]
    ruta.parent.mkdir(parents=True, exist_ok=True)
    ruta.write_text("\n".join(partes).rstrip() + "\n", encoding="utf-8", newline="\n")


def _contra_objetivos(medidas: Mapping[str, Mapping[str, Medida]]) -> str:
    lineas = []
    for o, nombre in _ORIGENES.items():
        m, meta = medidas[o]["f1"], _OBJETIVOS[o]
        juicio = "se alcanza" if m.valor >= meta else f"faltan {meta - m.valor:.3f}"
        lineas.append(f"- Reflexiones {nombre}: {m} contra un objetivo de {meta:.2f}: {juicio}.")
    return "\n" + "\n".join(lineas) + "\n"


def _diferencias(
    verdad: np.ndarray, predicho: Mapping[str, np.ndarray], donde: Mapping[str, np.ndarray], reflexiones: np.ndarray
) -> str:
    """Cuánto gana `rapido` a cada par, con las mismas reflexiones remuestreadas en los dos."""
    lineas = ["Ganancia de `rapido` (diferencia de F1 macro; las mismas reflexiones remuestreadas en ambos):\n"]
    for otro in ("tfidf", "tfidf_umbral", "sin_contexto"):
        celdas = []
        for o, nombre in _ORIGENES.items():
            nube = [
                _f1_remuestreado(verdad[donde[o]], predicho[s][donde[o]], reflexiones[donde[o]])
                for s in ("rapido", otro)
            ]
            resta = nube[0] - nube[1]
            bajo, alto = np.percentile(resta[1:], [2.5, 97.5])
            celdas.append(f"{nombre} {resta[0]:+.3f} [{bajo:+.3f}, {alto:+.3f}]")
        lineas.append(f"- sobre «{_SISTEMAS[otro].replace('`', '')}»: {'; '.join(celdas)}.")
    return "\n".join(lineas) + "\n"


def _f1_remuestreado(
    verdad: np.ndarray, predicho: np.ndarray, reflexiones: np.ndarray, veces: int = 1000
) -> np.ndarray:
    """F1 macro del conjunto (primero) y de cada remuestreo, con la misma semilla para todos los sistemas."""
    _, grupo = np.unique(reflexiones, return_inverse=True)
    n = int(grupo.max()) + 1
    verdad, predicho = verdad > 0, predicho > 0
    cuentas = np.zeros((3, n, verdad.shape[1]))
    for i, casos in enumerate((verdad & predicho, ~verdad & predicho, verdad & ~predicho)):
        np.add.at(cuentas[i], grupo, casos)
    pesos = np.vstack([np.ones(n), np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=veces)])
    a, s, f = (pesos @ c for c in cuentas)
    return np.asarray((2 * a / np.maximum(2 * a + s + f, 1)).mean(axis=1))


def _por_clase(medidas: Mapping[str, Mapping[str, Medida]], clases: Sequence[str], nombre: Callable[[str], str]) -> str:
    filas = ["| | F1, sintéticas | κ, sintéticas | F1, reescritas | κ, reescritas |", "| --- | --- | --- | --- | --- |"]
    for c in clases:
        celdas = [str(medidas[o][f"{que} {c}"]) for o in _ORIGENES for que in ("f1", "kappa")]
        filas.append(f"| {nombre(c)} | {' | '.join(celdas)} |")
    return "\n".join(filas) + "\n"


def _ninguna(verdad: np.ndarray, predicho: np.ndarray, donde: Mapping[str, np.ndarray]) -> str:
    lineas = []
    for o, nombre in _ORIGENES.items():
        real, dicho = ~(verdad[donde[o]] > 0).any(axis=1), ~predicho[donde[o]].any(axis=1)
        precision = (real & dicho).sum() / max(dicho.sum(), 1)
        alcance = (real & dicho).sum() / max(real.sum(), 1)
        lineas.append(
            f"- «Ninguna dimensión», {nombre}: {real.mean():.1%} de las oraciones; `rapido` la dice en "
            f"{dicho.mean():.1%}, con precisión {precision:.2f} y exhaustividad {alcance:.2f}."
        )
    return "\n".join(lineas) + "\n"


def _por_redactor(
    grupos: np.ndarray,
    origen: np.ndarray,
    verdad: np.ndarray,
    predicho: Mapping[str, np.ndarray],
    redactores: Sequence[str],
) -> str:
    def f1(real: np.ndarray, dicho: np.ndarray) -> float:
        real, dicho = real > 0, dicho > 0
        acierto = (real & dicho).sum(axis=0)
        return float(np.mean(2 * acierto / np.maximum(real.sum(axis=0) + dicho.sum(axis=0), 1)))

    filas = [
        "| redactor | origen | oraciones | `rapido` | TF-IDF, umbral elegido |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    promedios: dict[str, list[tuple[float, float]]] = {o: [] for o in _ORIGENES}
    for r in redactores:
        es = grupos == r
        par = f1(verdad[es], predicho["rapido"][es]), f1(verdad[es], predicho["tfidf_umbral"][es])
        promedios[str(origen[es][0])].append(par)
        filas.append(f"| {r} | {origen[es][0]} | {es.sum()} | {par[0]:.3f} | {par[1]:.3f} |")
    for o, pares in promedios.items():
        medio = np.mean(pares, axis=0)
        filas.append(f"| promedio | {o} | | {medio[0]:.3f} | {medio[1]:.3f} |")
    return "\n".join(filas) + "\n"


def _calibracion(verdad: np.ndarray, probabilidades: np.ndarray, donde: Mapping[str, np.ndarray]) -> str:
    """Error de calibración esperado (Naeini y otros, 2015) en diez tramos iguales de probabilidad."""
    filas = [
        "Distancia promedio entre la probabilidad que se da y la frecuencia con que se cumple (ECE, diez tramos):\n",
        "| | sintéticas | reescritas |",
        "| --- | ---: | ---: |",
    ]
    for j, clave in enumerate(DIMENSIONES):
        celdas = []
        for cuales in donde.values():
            p, y = probabilidades[cuales, j], verdad[cuales, j] > 0
            tramo = np.minimum((p * 10).astype(int), 9)
            ece = sum(abs(p[tramo == t].sum() - y[tramo == t].sum()) for t in range(10)) / len(p)
            celdas.append(f"{ece:.3f}")
        filas.append(f"| {GUIA[clave].nombre} | {' | '.join(celdas)} |")
    return "\n".join(filas) + "\n"
