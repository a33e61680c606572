"""Escribe `docs/validez.md` a partir de lo que cada sistema dijo de los redactores apartados."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from modelos import informe_figuras as figuras
from modelos.datos import referencia
from modelos.informe_tablas import (
    ORIGENES,
    Evaluado,
    acuerdo_entre_lecturas,
    diferencias,
    f1_macro,
    fila,
    por_clase,
    por_grupo,
    por_redactor,
    tabla,
)
from modelos.pliegues import PLIEGUES
from reflexiona.dimensiones.guia import ACTO_NOMBRES, ACTOS, DIMENSIONES, GUIA
from reflexiona.modelo.ajuste import Ejemplos

__all__ = ["escribir_informe"]

_SISTEMAS = {
    "mayoria": "La clase más frecuente",
    "palabras_clave": "Lista de palabras de la guía",
    "textcat": "spaCy `textcat_multilabel`",
    "tfidf": "TF-IDF + regresión logística",
    "congelado": "e5 sin afinar + regresión logística",
    "lineal_sin_llanas": "lineal con contexto, sin las reflexiones llanas",
    "lineal": "lineal con contexto, sin destilar (las palabras de `preciso`)",
    "rapido_copias": "lineal, destilado además con copias de palabras cambiadas",
    "rapido": "**`rapido`** (lineal, destilado)",
    "codificador": "`preciso`, sólo su codificador",
    "preciso": "**`preciso`**",
}
_OBJETIVOS = {
    ("preciso", "dimensiones", "reescrita"): 0.78,
    ("preciso", "actos", "reescrita"): 0.72,
    ("preciso", "dimensiones", "sintetica"): 0.87,
}

_INTRODUCCION = """# Validez

Qué tan bien etiqueta `reflexiona` lo que no ha visto. Esta página la escribe `python -m modelos.evaluar`; ninguna cifra
se puso a mano.

> **Límite.** Los textos y las etiquetas del corpus se hicieron para este proyecto con un modelo de lenguaje que siguió
> la guía; no participaron docentes. Una parte se inventó y otra vuelve a contar lo que docentes publicaron. Lo que aquí
> se llama redactor o lector es ese modelo con indicaciones propias, no una persona. Las lecturas independientes son del
> mismo tipo y coinciden más de lo que lo harían personas. Antes de decidir nada con estos resultados hay que
> contrastarlos con docentes: para eso está la hoja de revisión.

Los temas se miden en [temas.md](temas.md); la síntesis y los datos personales, en [sintesis.md](sintesis.md).

## Cómo se midió

- **Redactores apartados.** Se apartan redactores enteros; los pesos y las palabras del modelo lineal se aprenden con
  los demás. Las piezas del fichador se eligen una vez, sin mirar etiquetas, con todo el corpus. Los umbrales de
  `preciso` para cada redactor se eligen con los otros redactores apartados, nunca con él.
- **Lo que se eligió mirando.** Las decisiones de la receta y cuánto pesa el modelo de palabras se tomaron mirando a los
  redactores de la primera partición (c, h, o, r, t, v, aa): sus cifras pueden ser algo optimistas. Con los textos de
  `prueba.jsonl` no se decidió nada.
- **Contra qué.** En las reflexiones sintéticas, las etiquetas de quien redactó; en las reescritas (cuentan con otras
  palabras lo que docentes publicaron, y son las que más se parecen a lo real), las de la segunda lectura, que no vio la
  primera; en las llanas (inventadas para este proyecto en el registro de las reescritas), la primera de dos lecturas a
  ciegas.
- **Pares** entrenados en la misma corrida con las mismas particiones; los que tienen umbral lo eligen con redactores
  apartados dentro de su entrenamiento.
- **Medidas.** F1 va de 0 a 1: junta qué parte de las etiquetas que puso eran correctas y qué parte de las que debía
  poner halló; «macro» es el promedio de las clases. κ es la coincidencia que queda al descontar la del azar.
- **Intervalos** al 95 %: 1,000 remuestreos de reflexiones enteras; donde se dice, de redactores enteros.
"""


def escribir_informe(
    ruta: Path,
    imagenes: Path,
    fuera: Sequence[Ejemplos],
    dicho: Sequence[Mapping[str, Mapping[str, np.ndarray]]],
    corpus: list[dict[str, Any]],
    extras: Sequence[str],
    aparte: Sequence[str] = (),
) -> None:
    """Calcula las medidas y escribe el informe y sus imágenes.

    Parameters
    ----------
    ruta, imagenes : Path
    fuera : sequence of Ejemplos
        Las oraciones apartadas de cada pliegue.
    dicho : sequence of mapping
        Por pliegue y sistema: `dimensiones`, `actos` y `p`.
    corpus : list of dict
    extras : sequence of str
        Secciones ya escritas que van al final.
    aparte : sequence of str
        Los redactores que se miden en otra sección, sin pares.
    """
    e = _evaluado(fuera, dicho, corpus)
    medias = {o: f1_macro(e.verdad[e.en(o)], e.dicho["preciso"][e.en(o)]) for o in e.origenes}
    partes = [
        _INTRODUCCION,
        f"Son {len(set(e.reflexiones.tolist())):,} reflexiones y {len(e.verdad):,} oraciones apartadas, de "
        f"{len(set(e.redactores.tolist()))} redactores, en {len(fuera)} "
        f"{'partición' if len(fuera) == 1 else 'particiones'} "
        f"({'; '.join(', '.join(sorted(set(f.grupos.tolist()))) for f in fuera)}). "
        f"{_redactores_que_faltan(e, aparte)}\n",
        "## Dimensiones\n\nF1 macro de las cinco dimensiones, con su intervalo, y κ de Cohen.\n",
        tabla(e, _SISTEMAS, e.verdad, e.dicho, DIMENSIONES, e.todas),
        _objetivos(e),
        diferencias(e, "preciso", ("tfidf", "textcat", "congelado", "lineal", "rapido", "codificador"), _SISTEMAS),
        diferencias(e, "rapido", ("tfidf", "lineal_sin_llanas", "lineal"), _SISTEMAS),
        "\n### Cada dimensión, con `preciso`\n",
        por_clase(e, e.verdad, e.dicho["preciso"], DIMENSIONES, lambda c: GUIA[c].nombre, e.todas),
        "\n### Con redactores como unidad\n",
        "El mismo F1 macro de `preciso` con intervalos que remuestrean redactores enteros:\n",
        "\n".join(f"- {ORIGENES[o]}: {fila(e, o, e.redactores)}" for o in e.origenes) + "\n",
        "\n### Cada redactor\n",
        por_redactor(e),
        "\n### Por estilo, nivel y procedencia\n",
        por_grupo(e, corpus, medias),
        "\n## Actos\n\nReto, logro, compromiso, pregunta o ninguno; el F1 macro es el de los cuatro actos.\n",
        tabla(
            e,
            {k: v for k, v in _SISTEMAS.items() if k in e.dicho_actos},
            e.verdad_actos,
            e.dicho_actos,
            ACTOS,
            e.con_acto,
        ),
        por_clase(e, e.verdad_actos, e.dicho_actos["preciso"], ACTOS, lambda c: ACTO_NOMBRES[c], e.con_acto),
        "\n## Lo que valen las probabilidades\n",
        figuras.calibracion(e, imagenes / "calibracion.png"),
        figuras.cobertura(e, imagenes / "cobertura.png"),
        "\n## Ocho bits contra treinta y dos\n",
        _ocho_bits(e),
        "\n## El techo: dos lecturas independientes\n",
        acuerdo_entre_lecturas(corpus),
        *extras,
        "\n## Treinta errores típicos\n",
        figuras.errores_tipicos(e),
    ]
    ruta.parent.mkdir(parents=True, exist_ok=True)
    ruta.write_text("\n".join(partes).rstrip() + "\n", encoding="utf-8", newline="\n")


def _evaluado(
    fuera: Sequence[Ejemplos], dicho: Sequence[Mapping[str, Mapping[str, np.ndarray]]], corpus: list[dict[str, Any]]
) -> Evaluado:
    por_id = {r["id"]: r for r in corpus}
    orden = [por_id[i] for f in fuera for i in dict.fromkeys(f.reflexiones)]
    actos = np.concatenate([f.actos for f in fuera if f.actos is not None])

    def junta(que: str, sistema: str) -> np.ndarray:
        return np.concatenate([d[sistema][que] for d in dicho])

    sistemas = [s for s in (*_SISTEMAS, "preciso32") if all(s in d for d in dicho)]
    return Evaluado(
        oraciones=[o for f in fuera for o in f.oraciones],
        reflexiones=np.asarray([i for f in fuera for i in f.reflexiones]),
        redactores=np.concatenate([f.grupos for f in fuera]),
        origen=np.concatenate([f.estratos for f in fuera if f.estratos is not None]),
        verdad=referencia(orden) > 0,
        verdad_actos=np.stack([actos == j for j in range(len(ACTOS))], axis=1),
        con_acto=actos > -2,
        dicho={s: junta("dimensiones", s) > 0 for s in sistemas},
        dicho_actos={s: junta("actos", s) > 0 for s in sistemas if all("actos" in d[s] for d in dicho)},
        p={s: junta("p", s) for s in sistemas if all("p" in d[s] for d in dicho)},
    )


def _redactores_que_faltan(e: Evaluado, aparte: Sequence[str]) -> str:
    medidos = {*e.redactores.tolist(), *aparte}
    faltan = [r for g in PLIEGUES.values() for r in g if r not in medidos]
    dichos = [f"Otros ({', '.join(aparte)}) se miden más abajo, sin pares."] if aparte else []
    dichos += [f"Falta entrenar la partición que aparta a {', '.join(faltan)}."] if faltan else []
    return " ".join(dichos) or "Cada redactor de `corpus.jsonl` que reescribió se aparta una vez."


def _objetivos(e: Evaluado) -> str:
    lineas = []
    for (sistema, que, origen), meta in _OBJETIVOS.items():
        if origen not in e.origenes:
            continue
        cuales = e.en(origen) & (e.con_acto if que == "actos" else e.todas)
        verdad = e.verdad_actos if que == "actos" else e.verdad
        valor = f1_macro(verdad[cuales], (e.dicho_actos if que == "actos" else e.dicho)[sistema][cuales])
        juicio = "se alcanza" if valor >= meta else f"faltan {meta - valor:.3f}"
        lineas.append(f"- `{sistema}`, {que}, {ORIGENES[origen]}: {valor:.3f}; la meta es {meta:.2f}: {juicio}.")
    inicio = "\nLas metas se fijaron antes de entrenar el `preciso` que se distribuye, y no se han cambiado:\n\n"
    return inicio + "\n".join(lineas) + "\n"


def _ocho_bits(e: Evaluado) -> str:
    lineas = ["F1 macro de la misma red con pesos de 8 bits (la que se distribuye) y en float32:\n"]
    for o in e.origenes:
        a, b = (f1_macro(e.verdad[e.en(o)], e.dicho[s][e.en(o)]) for s in ("preciso", "preciso32"))
        lineas.append(f"- {ORIGENES[o]}: {a:.4f} y {b:.4f} ({a - b:+.4f}).")
    return "\n".join(lineas) + "\n"
