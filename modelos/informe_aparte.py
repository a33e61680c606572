"""Dos secciones del informe: las particiones que se miden sin pares, y los modelos que se distribuyen ante textos que
no entraron en nada."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import numpy as np

from modelos.datos import PRUEBA, ejemplos, leer_corpus, referencia
from modelos.informe_tablas import ORIGENES, f1_macro
from reflexiona.dimensiones.etiquetador import elegir_actos
from reflexiona.dimensiones.evaluacion import medir
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.modelo.ajuste import Ejemplos
from reflexiona.modelo.cargar import cargar_modelo

__all__ = ["distribuidos", "sin_pares"]

_COLUMNAS = {
    "palabras": "sólo palabras",
    "codificador": "sólo codificador",
    "preciso": "`preciso`",
}


def sin_pares(fuera: Sequence[Ejemplos], dicho: Sequence[Mapping[str, Mapping[str, np.ndarray]]]) -> str:
    """F1 macro de `preciso` y de sus dos partes en los redactores de otras particiones.

    Parameters
    ----------
    fuera : sequence of Ejemplos
        Las oraciones apartadas de cada partición.
    dicho : sequence of mapping
        Por partición y columna (`palabras`, `codificador`, `preciso`): `dimensiones` y `actos`.
    """
    if not fuera:
        return ""
    filas = [f"| redactor | origen | oraciones | {' | '.join(_COLUMNAS.values())} |", "| --- | --- |" + " ---: |" * 4]
    todas: dict[str, list[tuple[np.ndarray, np.ndarray, list[Hashable]]]] = {o: [] for o in ORIGENES}
    for datos, sistemas in zip(fuera, dicho, strict=True):
        assert datos.estratos is not None
        por_id = {r["id"]: r for r in leer_corpus()}
        verdad = referencia([por_id[i] for i in dict.fromkeys(datos.reflexiones)]) > 0
        for redactor in sorted(set(datos.grupos.tolist()), key=lambda r: (len(r), r)):
            es = datos.grupos == redactor
            origen = str(datos.estratos[es][0])
            celdas = " | ".join(f"{f1_macro(verdad[es], sistemas[s]['dimensiones'][es]):.3f}" for s in _COLUMNAS)
            filas.append(f"| {redactor} | {ORIGENES[origen]} | {es.sum():,} | {celdas} |")
            suyas = [r for r, s in zip(datos.reflexiones, es.tolist(), strict=True) if s]
            todas[origen].append((verdad[es], sistemas["preciso"]["dimensiones"][es], suyas))
    juntos = []
    for origen, partes in todas.items():
        if partes:
            y, d = (np.concatenate([p[k] for p in partes]) for k in (0, 1))
            juntos.append(f"{ORIGENES[origen]} {medir(y, d, [i for p in partes for i in p[2]], DIMENSIONES)['f1']}")
    return (
        "\n## Los redactores de la otra partición\n\nAquí no se entrenaron los pares; el modelo lleva la misma "
        "receta. F1 macro de las dimensiones, con los umbrales elegidos con "
        f"los otros redactores apartados; en conjunto, `preciso`: {'; '.join(juntos)}.\n\n" + "\n".join(filas) + "\n"
    )


def distribuidos(ruta: Path = PRUEBA) -> str:
    """Lo que dicen los modelos que se distribuyen, con sus umbrales, de los textos de `prueba.jsonl`.

    La referencia es siempre la primera lectura: la segunda es un renglón de la tabla.
    """
    reflexiones = leer_corpus(ruta)
    datos = ejemplos(reflexiones, ())
    assert datos.actos is not None
    assert datos.estratos is not None
    planas = [o for r in reflexiones for o in r["oraciones"]]
    lecturas = [
        (
            np.asarray([[d in o[campo] for d in DIMENSIONES] for o in planas]),
            np.asarray([[a == o[acto] for a in ACTOS] for o in planas]),
        )
        for campo, acto in (("dimensiones", "acto"), ("segunda_anotacion", "segundo_acto"))
    ]
    verdad, segunda = lecturas
    dichos = {}
    for nombre in ("rapido", "preciso"):
        modelo = cargar_modelo(nombre)
        p = modelo.evaluar(datos.oraciones, datos.reflexiones)
        elegidos = elegir_actos(p.actos, modelo.cabezas["actos"].umbrales, ACTOS)
        dichos[f"`{nombre}`"] = (
            p.dimensiones >= modelo.cabezas["dimensiones"].umbrales,
            np.asarray([[a == b for b in ACTOS] for a in elegidos]),
        )
    dichos["la segunda lectura"] = segunda
    filas = ["| | | dimensiones, F1 macro | κ | actos, F1 macro | κ |", "| --- | --- | --- | ---: | --- | ---: |"]

    def medidas(titulo: str, es: np.ndarray) -> None:
        ids = [i for i, s in zip(datos.reflexiones, es.tolist(), strict=True) if s]
        for nombre, (dimensiones, actos) in dichos.items():
            a = medir(verdad[0][es], dimensiones[es], ids, DIMENSIONES)
            b = medir(verdad[1][es], actos[es], ids, ACTOS)
            filas.append(
                f"| {titulo} | {nombre} | {a['f1']} | {a['kappa'].valor:.3f} | {b['f1']} | {b['kappa'].valor:.3f} |"
            )

    partes = []
    for origen, titulo in ORIGENES.items():
        es = datos.estratos == origen
        if not es.any():
            continue
        redactores = sorted(set(datos.grupos[es].tolist()))
        suyas = {i for i, s in zip(datos.reflexiones, es.tolist(), strict=True) if s}
        partes.append(f"{len(suyas):,} {titulo}, {es.sum():,} oraciones de {len(redactores)} redactores")
        medidas(titulo, es)
        if origen == "reescrita" and len(redactores) > 1:
            for r in redactores:
                medidas(f"{titulo}, {r}", datos.grupos == r)
    return (
        "\n## Los modelos que se distribuyen, ante textos nuevos\n\nLas cifras de las particiones son de modelos que "
        f"vieron menos texto. Éstas son de los que se distribuyen, con sus umbrales, en `{ruta.name}`: reflexiones que "
        f"no entraron en el entrenamiento, los umbrales ni ninguna decisión ({'; '.join(partes)}), contra la primera "
        "de dos lecturas a ciegas.\n\n" + "\n".join(filas) + "\n"
    )
