"""Las tablas del informe de validez."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reflexiona.dimensiones.evaluacion import medir
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES

__all__ = [
    "ORIGENES",
    "Evaluado",
    "acuerdo_entre_lecturas",
    "diferencias",
    "f1_macro",
    "fila",
    "por_clase",
    "por_grupo",
    "por_redactor",
    "tabla",
]

ORIGENES = {"sintetica": "sintéticas", "reescrita": "reescritas", "llana": "llanas"}
_MINIMO_GRUPO = 150
"""Oraciones que debe tener un grupo para aparecer en la tabla de equidad."""
_LEJOS = 0.10
_DE_MEXICO = frozenset((
    "Aguascalientes", "Baja California", "Baja California Sur", "Campeche", "Chiapas", "Chihuahua", "Coahuila",
    "Colima", "Durango", "Guanajuato", "Guerrero", "Hidalgo", "Jalisco", "Michoacán", "Morelos", "Nayarit",
    "Nuevo León", "Oaxaca", "Puebla", "Querétaro", "Quintana Roo", "San Luis Potosí", "Sinaloa", "Sonora", "Tabasco",
    "Tamaulipas", "Tlaxcala", "Veracruz", "Yucatán", "Zacatecas",
))  # fmt: skip
"""Entidades que el corpus nombra sin decir el país; de otras partes suele decir sólo el país."""


@dataclass(frozen=True)
class Evaluado:
    """Las oraciones apartadas con su referencia y lo que dijo cada sistema.

    Parameters
    ----------
    oraciones : list of str
    reflexiones, redactores, origen : ndarray of shape (n,)
    verdad, verdad_actos : ndarray of shape (n, k), bool
    con_acto : ndarray of shape (n,), bool
        Si la oración tiene acto de referencia.
    dicho, dicho_actos, p : dict of ndarray
        Por sistema: lo asignado y las probabilidades.
    """

    oraciones: list[str]
    reflexiones: np.ndarray
    redactores: np.ndarray
    origen: np.ndarray
    verdad: np.ndarray
    verdad_actos: np.ndarray
    con_acto: np.ndarray
    dicho: dict[str, np.ndarray]
    dicho_actos: dict[str, np.ndarray]
    p: dict[str, np.ndarray]

    @property
    def origenes(self) -> list[str]:
        """Los orígenes que hay, en el orden de `ORIGENES`."""
        return [o for o in ORIGENES if (self.origen == o).any()]

    @property
    def todas(self) -> np.ndarray:
        """Máscara con todas las oraciones."""
        return np.ones(len(self.verdad), dtype=bool)

    def en(self, origen: str) -> np.ndarray:
        """Máscara de las oraciones de un origen."""
        return np.asarray(self.origen == origen)


def f1_macro(verdad: np.ndarray, dicho: np.ndarray) -> float:
    """F1 macro de dos tablas de 0 y 1."""
    verdad, dicho = verdad > 0, dicho > 0
    acierto = (verdad & dicho).sum(axis=0)
    return float(np.mean(2 * acierto / np.maximum(verdad.sum(axis=0) + dicho.sum(axis=0), 1)))


def fila(e: Evaluado, origen: str, unidad: np.ndarray) -> str:
    """F1 macro de `preciso` en un origen, remuestreando la unidad dada."""
    en = e.en(origen)
    return str(medir(e.verdad[en], e.dicho["preciso"][en], unidad[en].tolist(), DIMENSIONES)["f1"])


def tabla(
    e: Evaluado,
    sistemas: Mapping[str, str],
    verdad: np.ndarray,
    dicho: Mapping[str, np.ndarray],
    clases: Sequence[str],
    cuales: np.ndarray,
) -> str:
    """F1 macro con intervalo y κ de cada sistema, por origen."""
    titulos = [t for o in e.origenes for t in (f"F1, {ORIGENES[o]}", "κ")]
    filas = [f"| | {' | '.join(titulos)} |", "| --- |" + " --- | ---: |" * len(e.origenes)]
    for sistema, nombre in sistemas.items():
        if sistema not in dicho:
            continue
        celdas = []
        for o in e.origenes:
            en = e.en(o) & cuales
            m = medir(verdad[en], dicho[sistema][en], e.reflexiones[en].tolist(), clases)
            celdas += [str(m["f1"]), f"{m['kappa'].valor:.3f}"]
        filas.append(f"| {nombre} | {' | '.join(celdas)} |")
    return "\n".join(filas) + "\n"


def por_clase(
    e: Evaluado,
    verdad: np.ndarray,
    dicho: np.ndarray,
    clases: Sequence[str],
    nombre: Callable[[str], str],
    cuales: np.ndarray,
) -> str:
    """F1 y κ de cada clase, por origen."""
    titulos = [t for o in e.origenes for t in (f"F1, {ORIGENES[o]}", f"κ, {ORIGENES[o]}")]
    filas = [f"| | {' | '.join(titulos)} |", "| --- |" + " --- | --- |" * len(e.origenes)]
    medidas = {}
    for o in e.origenes:
        en = e.en(o) & cuales
        medidas[o] = medir(verdad[en], dicho[en], e.reflexiones[en].tolist(), clases)
    for c in clases:
        celdas = [str(medidas[o][f"{que} {c}"]) for o in e.origenes for que in ("f1", "kappa")]
        filas.append(f"| {nombre(c)} | {' | '.join(celdas)} |")
    return "\n".join(filas) + "\n"


def diferencias(e: Evaluado, uno: str, otros: Sequence[str], nombres: Mapping[str, str]) -> str:
    """Cuánto gana un sistema a otros, con las mismas reflexiones remuestreadas en los dos."""
    lineas = [f"\nGanancia de `{uno}` en F1 macro (las mismas reflexiones remuestreadas en ambos):\n"]
    for otro in otros:
        if otro not in e.dicho:
            continue
        celdas = []
        for o in e.origenes:
            en = e.en(o)
            nube = [_remuestreado(e.verdad[en], e.dicho[s][en], e.reflexiones[en]) for s in (uno, otro)]
            resta = nube[0] - nube[1]
            bajo, alto = np.percentile(resta[1:], [2.5, 97.5])
            celdas.append(f"{ORIGENES[o]} {resta[0]:+.3f} [{bajo:+.3f}, {alto:+.3f}]")
        lineas.append(f"- sobre «{nombres[otro].replace('`', '').replace('**', '')}»: {'; '.join(celdas)}.")
    return "\n".join(lineas) + "\n"


def _remuestreado(verdad: np.ndarray, dicho: np.ndarray, reflexiones: np.ndarray, veces: int = 1000) -> np.ndarray:
    """F1 macro del conjunto (primero) y de cada remuestreo, con la misma semilla para todos los sistemas."""
    _, grupo = np.unique(reflexiones, return_inverse=True)
    n = int(grupo.max()) + 1
    cuentas = np.zeros((3, n, verdad.shape[1]))
    for i, casos in enumerate((verdad & dicho, ~verdad & dicho, verdad & ~dicho)):
        np.add.at(cuentas[i], grupo, casos)
    pesos = np.vstack([np.ones(n), np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=veces)])
    a, s, f = (pesos @ c for c in cuentas)
    return np.asarray((2 * a / np.maximum(2 * a + s + f, 1)).mean(axis=1))


def por_redactor(e: Evaluado) -> str:
    """F1 macro de cada redactor apartado."""
    sistemas = [s for s in ("tfidf", "rapido", "preciso") if s in e.dicho]
    filas = [
        f"| redactor | origen | oraciones | {' | '.join(f'`{s}`' for s in sistemas)} |",
        "| --- | --- | ---: |" + " ---: |" * len(sistemas),
    ]
    for r in sorted(set(e.redactores.tolist()), key=lambda r: (list(ORIGENES).index(_origen(e, r)), len(r), r)):
        es = e.redactores == r
        celdas = " | ".join(f"{f1_macro(e.verdad[es], e.dicho[s][es]):.3f}" for s in sistemas)
        filas.append(f"| {r} | {ORIGENES[_origen(e, r)]} | {es.sum():,} | {celdas} |")
    return "\n".join(filas) + "\n"


def _origen(e: Evaluado, redactor: str) -> str:
    return str(e.origen[e.redactores == redactor][0])


def por_grupo(e: Evaluado, corpus: Sequence[Mapping[str, Any]], medias: Mapping[str, float]) -> str:
    """F1 macro por estilo, nivel y procedencia; se nombra a quien queda lejos del promedio de su origen."""
    por_id = {r["id"]: r for r in corpus}
    filas = [
        "| | grupo | origen | oraciones | F1 de `preciso` | contra su origen |",
        "| --- | --- | --- | ---: | ---: | ---: |",
    ]
    lejos = []
    for campo, titulo in (("estilo", "estilo"), ("nivel", "nivel"), ("entidad", "procedencia")):
        valores = np.asarray([por_id[i][campo] for i in e.reflexiones.tolist()])
        if campo == "entidad":
            valores = np.asarray(["México" if v in _DE_MEXICO or "México" in v else v for v in valores.tolist()])
        for v in sorted(set(valores.tolist())):
            for o in e.origenes:
                es = (valores == v) & e.en(o)
                if es.sum() < _MINIMO_GRUPO:
                    continue
                f1 = f1_macro(e.verdad[es], e.dicho["preciso"][es])
                nombre = v.replace("_", " ").replace("indigena", "indígena")
                celdas = f"{ORIGENES[o]} | {es.sum():,} | {f1:.3f} | {f1 - medias[o]:+.3f}"
                filas.append(f"| {titulo} | {nombre} | {celdas} |")
                if f1 < medias[o] - _LEJOS:
                    lejos.append(f"{nombre} ({titulo}, {ORIGENES[o]}: {f1:.3f})")
    nota = (
        f"Quedan a más de {_LEJOS:.2f} por debajo del promedio de su origen: {'; '.join(lejos)}."
        if lejos
        else f"Ningún grupo de {_MINIMO_GRUPO} oraciones o más queda a más de {_LEJOS:.2f} por debajo de su origen."
    )
    return f"{nota}\n\n" + "\n".join(filas) + "\n"


def acuerdo_entre_lecturas(corpus: Sequence[Mapping[str, Any]]) -> str:
    """F1 macro entre las lecturas de las mismas oraciones: lo más que cabe esperar de cualquier modelo."""
    Par = tuple[list[bool], list[bool]]
    pares: dict[tuple[str, str], list[Par]] = defaultdict(list)
    for r in corpus:
        de = ORIGENES[r["origen"]]
        if r["origen"] == "reescrita" and r.get("sin_marcas"):
            de = "contadas"  # las reescritas que entran en todos los entrenamientos
        for o in r["oraciones"]:
            una, otra = o["dimensiones"], o.get("segunda_anotacion")
            if "relectura" in o:
                nueva = o["relectura"]["dimensiones"]
                for cuales, x, y in (("primera y segunda", una, otra), ("segunda y relectura", otra, nueva)):
                    pares["dimensiones, contadas, casos difíciles", cuales].append(
                        ([d in x for d in DIMENSIONES], [d in y for d in DIMENSIONES])
                    )
            lecturas = [("dimensiones", "primera y segunda", una, otra)]
            lecturas.append(("dimensiones", "segunda y tercera", otra, o.get("tercera_anotacion")))
            for que, cuales, x, y in lecturas:
                if x is not None and y is not None:
                    pares[f"{que}, {de}", cuales].append(([d in x for d in DIMENSIONES], [d in y for d in DIMENSIONES]))
            if "segundo_acto" in o:
                leidos = [a == o["acto"] for a in ACTOS], [a == o["segundo_acto"] for a in ACTOS]
                cuales = "primera y segunda" if "tercera_anotacion" not in o else "primera y tercera"
                pares[f"actos, {de}", cuales].append(leidos)
    filas = ["| | lecturas | oraciones | F1 macro |", "| --- | --- | ---: | ---: |"]
    for (que, cuales), ambas in sorted(pares.items(), key=lambda x: (x[0][0].startswith("actos"), x[0])):
        a, b = (np.asarray([p[i] for p in ambas]) for i in range(2))
        filas.append(f"| {que} | {cuales} | {len(a):,} | {f1_macro(a, b):.3f} |")
    return (
        "Lo que coinciden dos lecturas de las mismas oraciones. Es el techo de lo que se puede pedir y está inflado: "
        "las hizo el mismo tipo de lector. La tercera, de una pasada y casi toda a ciegas (unas cien "
        "oraciones no lo fueron), se hizo para saberlo: con sus dimensiones no se entrena ni se evalúa; sus actos "
        "se promedian con los de la primera al entrenar el codificador. Los casos difíciles, leídos tres veces, son "
        "las oraciones en que los modelos más se contradecían antes de haberlas visto. Aquí «reescritas» son las de "
        "`corpus.jsonl` y «contadas», las de `contadas.jsonl`; en lo demás de la página, ambas son reescritas.\n\n"
        + "\n".join(filas)
        + "\n"
    )
