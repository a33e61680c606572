"""Mide la síntesis contra pares y el seudonimizador, y escribe `docs/sintesis.md`: `python -m modelos.evaluar_sintesis`.

Las muestras son de los redactores apartados del pliegue «uno» y las lee el modelo de ese pliegue, que no los vio. Todos los
resumidores reciben las mismas oraciones ya partidas y las mismas palabras. Los pares (sumy, pytextrank y un modelo de spaCy
en español) no son dependencias del proyecto: el que falte se dice en el documento con el error que dio.
"""

from __future__ import annotations

import random
import re
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from modelos.datos import ARCHIVOS, leer_corpus
from modelos.pliegues import PLIEGUES, TRABAJO
from reflexiona import analizar
from reflexiona.corpus import Corpus, Reflexion
from reflexiona.modelo import cargar_modelo
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.privacidad import Seudonimizador
from reflexiona.sintesis import ResumidorExtractivo
from reflexiona.sintesis.sintetizar import voces_de
from reflexiona.texto import partir

__all__ = ["main"]

DOCS = Path(__file__).parents[1] / "docs"
PLIEGUE = "uno"
_MODELO = Path("build/sintesis/modelo")
_MUESTRAS = ((9, 150, 20), (40, 300, 12), (120, 450, 4))
"""Reflexiones, palabras y cuántas muestras de cada tamaño."""
_COMUNIDADES = (9, 40, 600)
_MEDIDAS = ("temas", "dimensiones", "reparto", "redundancia", "voces", "solas")
_MENOS_ES_MEJOR = {"redundancia"}
_LECTURA = {"sintetica": "dimensiones", "reescrita": "segunda_anotacion", "llana": "dimensiones"}
"""Contra qué lectura se mide cada origen, como en `modelos.datos.referencia`."""

_TIPOS = {
    "PER": "persona", "ESC": "escuela", "LUG": "lugar", "CCT": "cct", "TEL": "telefono", "COR": "correo", "CUR": "curp",
}  # fmt: skip

# Prueba sencilla y aparte de la que usa el resumidor: enlace, pronombre o demostrativo sin antecedente al abrir.
_DEPENDE = re.compile(
    r"\W*(?:y|e|o|u|ni|pero|sino|aunque|porque|pues|entonces|luego|después|así|además|también|tampoco|por eso|por lo|sin embargo"
    r"|mientras|en cambio|es decir|o sea|él|ella|ellos|ellas|esto|eso|aquello|este|esta|estos|estas|ese|esa|esos|esas|aquel|aquella"
    r"|le|les|lo|la(?= \w+(?:é|ó|an|en)\b)|los(?= \w+(?:é|ó)\b)|se|ahí|allí|allá|otro|otra|otros|otras)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dicha:
    """Una oración con su verdad."""

    texto: str
    reflexion: str
    dimensiones: frozenset[str]
    temas: frozenset[str]


def _apartadas() -> list[dict[str, Any]]:
    return [r for r in leer_corpus() if r["redactor"] in PLIEGUES[PLIEGUE]]


def _modelo() -> Path:
    """El modelo que no leyó a los redactores apartados, con los umbrales del que se distribuye, en una carpeta."""
    suyo = TRABAJO / PLIEGUE
    if not (suyo / "config.json").exists():
        suyo = TRABAJO / f"{PLIEGUE}.1"
    modelo, final = ModeloPreciso.cargar(suyo), cargar_modelo("preciso")
    assert isinstance(final, ModeloPreciso)
    assert modelo.temas is not None
    cabezas = {n: replace(c, umbrales=final.cabezas[n].umbrales) for n, c in modelo.cabezas.items()}
    temas = replace(modelo.temas, umbrales=final.umbrales_temas)
    replace(modelo, cabezas=cabezas, temas=temas).guardar(_MODELO)
    return _MODELO


def _corpus(reflexiones: Sequence[dict[str, Any]]) -> Corpus:
    return Corpus(
        tuple(
            Reflexion(r["id"], "\n".join(o["texto"] for o in r["oraciones"]), i, r["id"])
            for i, r in enumerate(reflexiones, start=1)
        ),
        origen="muestra",
        filas=len(reflexiones),
    )


def _dichas(reflexiones: Sequence[dict[str, Any]], corpus: Corpus) -> list[Dicha]:
    """Las oraciones como las parte el proyecto, con las dimensiones de la oración del corpus que las contiene."""
    por_id = {r["id"]: r for r in reflexiones}
    salida = []
    for o in partir(corpus):
        r = por_id[o.reflexion]
        suya: dict[str, Any] = next(
            (x for x in r["oraciones"] if o.texto in x["texto"] or x["texto"] in o.texto), {"dimensiones": []}
        )
        leidas = suya.get(_LECTURA[r["origen"]], suya["dimensiones"])
        salida.append(Dicha(o.texto, o.reflexion, frozenset(leidas), frozenset(r["temas"])))
    return salida


def _hasta(orden: Sequence[int], dichas: Sequence[Dicha], palabras: int) -> list[Dicha]:
    """Las primeras de un orden que caben en las palabras."""
    elegidas, quedan = [], palabras
    for i in orden:
        largo = len(dichas[i].texto.split())
        if largo <= quedan:
            elegidas.append(dichas[i])
            quedan -= largo
    return elegidas


def _de_sumy(clase: str) -> Callable[[Sequence[Dicha]], list[int]]:
    def ordenar(dichas: Sequence[Dicha]) -> list[int]:
        from importlib import import_module

        from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
        from sumy.nlp.stemmers import Stemmer
        from sumy.utils import get_stop_words

        class Fichas:
            def to_words(self, texto: str) -> tuple[str, ...]:
                return tuple(re.findall(r"[^\W\d_]+", texto.lower()))

        fichas = Fichas()
        oraciones = [Sentence(d.texto, fichas) for d in dichas]
        documento = ObjectDocumentModel([Paragraph(oraciones)])
        modulo = import_module(f"sumy.summarizers.{'lex_rank' if clase == 'LexRank' else 'text_rank'}")
        resumidor = getattr(modulo, f"{clase}Summarizer")(Stemmer("spanish"))
        resumidor.stop_words = get_stop_words("spanish")
        # No hay una orden pública que dé todos los puntajes: se toman de donde se escogen las mejores.
        resumidor._get_best_sentences = lambda _oraciones, _cuantas, puntajes: puntajes
        puntajes = resumidor(documento, len(oraciones))
        return sorted(range(len(oraciones)), key=lambda i: -puntajes[oraciones[i]])

    return ordenar


def _de_pytextrank(dichas: Sequence[Dicha]) -> list[int]:
    import pytextrank  # noqa: F401
    import spacy

    nlp = spacy.load("es_core_news_sm", exclude=["ner"])
    cortes: set[int] = set()
    lugar = 0
    for d in dichas:
        cortes.add(lugar)
        lugar += len(d.texto) + 1

    nlp.add_pipe("textrank")
    crudo = nlp.make_doc("\n".join(d.texto.replace("\n", " ") for d in dichas))
    for ficha in crudo:
        ficha.is_sent_start = ficha.idx in cortes
    doc = nlp(crudo)
    inicio = {}
    lugar = 0
    for i, d in enumerate(dichas):
        inicio[lugar] = i
        lugar += len(d.texto) + 1
    orden = []
    for oracion in doc._.textrank.summary(limit_phrases=30, limit_sentences=len(dichas), preserve_order=False):
        if oracion.start_char in inicio:
            orden.append(inicio[oracion.start_char])
    return orden


def _primeras(dichas: Sequence[Dicha]) -> list[int]:
    return list(range(len(dichas)))


_PARES: dict[str, Callable[[Sequence[Dicha]], list[int]]] = {
    "sumy, LexRank": _de_sumy("LexRank"),
    "sumy, TextRank": _de_sumy("TextRank"),
    "pytextrank": _de_pytextrank,
    "las primeras": _primeras,
}


def _se_entiende(texto: str) -> bool:
    return not _DEPENDE.match(texto) and texto[:1].isupper()


def _medir(elegidas: Sequence[Dicha], todas: Sequence[Dicha]) -> dict[str, float]:
    """Cobertura de temas y dimensiones verdaderas, redundancia, voces y cuántas se entienden solas."""
    from reflexiona.sintesis.parecido import Parecido

    temas = {t for d in todas for t in d.temas}
    dimensiones = Counter(x for d in todas for x in d.dimensiones)
    dichas = Counter(x for d in elegidas for x in d.dimensiones)
    # Cuánto de la distribución de dimensiones de la comunidad queda a la vista (1 - distancia de variación total).
    total, suyo = sum(dimensiones.values()), max(sum(dichas.values()), 1)
    reparto = 1 - 0.5 * sum(abs(dimensiones[x] / total - dichas[x] / suyo) for x in dimensiones)
    if len(elegidas) > 1:
        matriz = Parecido([d.texto for d in elegidas]).matriz
        pares = (matriz @ matriz.T).toarray()
        np.fill_diagonal(pares, 0)
        redundancia = float(pares.max(axis=1).mean())
    else:
        redundancia = 0.0
    return {
        "temas": len({t for d in elegidas for t in d.temas}) / len(temas),
        "dimensiones": len(dichas) / len(dimensiones),
        "reparto": reparto,
        "redundancia": redundancia,
        "voces": float(len({d.reflexion for d in elegidas})),
        "solas": float(np.mean([_se_entiende(d.texto) for d in elegidas])),
        "oraciones": float(len(elegidas)),
    }


def _contra_pares(
    reflexiones: Sequence[dict[str, Any]], modelo: Path
) -> tuple[dict[str, dict[str, list[float]]], dict[str, str]]:
    medidas: dict[str, dict[str, list[float]]] = {}
    fallas: dict[str, str] = {}
    for n, palabras, veces in _MUESTRAS:
        for semilla in range(veces):
            muestra = random.Random(1000 * n + semilla).sample(list(reflexiones), n)
            corpus = _corpus(muestra)
            dichas = _dichas(muestra, corpus)
            por_clave = {(d.reflexion, d.texto): d for d in dichas}
            analisis = analizar(corpus, modelo=modelo, spacy="es")
            resumen = ResumidorExtractivo().resumir(voces_de(corpus, analisis.etiquetas), palabras=palabras)
            corridas = {"reflexiona": [por_clave[c.reflexion, c.texto] for c in resumen.citas]}
            for nombre, ordenar in _PARES.items():
                if nombre in fallas:
                    continue
                try:
                    corridas[nombre] = _hasta(ordenar(dichas), dichas, palabras)
                except Exception as error:  # el par se corre si se puede; si no, el documento dice por qué
                    fallas[nombre] = f"{type(error).__name__}: {str(error).splitlines()[0][:160]}"
            for nombre, elegidas in corridas.items():
                for medida, valor in _medir(elegidas, dichas).items():
                    medidas.setdefault(nombre, {}).setdefault(f"{n} {medida}", []).append(valor)
            print(n, semilla, {k: len(v) for k, v in corridas.items()}, flush=True)
    return medidas, fallas


def _privacidad(reflexiones: Sequence[dict[str, Any]], seudonimizador: Seudonimizador) -> list[str]:
    """Cuántas marcas toca algún hallazgo y cuántos hallazgos tocan una marca, por tipo."""
    hay, hallados, dados, ciertos = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for r in reflexiones:
        for o in r["oraciones"]:
            marcas = [(a, b, _TIPOS[t]) for a, b, t in o.get("datos_personales", [])]
            suyos = seudonimizador.encontrar(o["texto"])
            for a, b, tipo in marcas:
                hay[tipo] += 1
                hallados[tipo] += any(h.inicio < b and a < h.fin for h in suyos)
            for h in suyos:
                dados[h.tipo] += 1
                ciertos[h.tipo] += any(h.inicio < b and a < h.fin for a, b, _ in marcas)
    filas = ["| dato | marcas | exhaustividad | hallazgos | precisión |", "| --- | ---: | ---: | ---: | ---: |"]
    for tipo in _TIPOS.values():
        if hay[tipo]:
            filas.append(
                f"| {tipo} | {hay[tipo]} | {hallados[tipo] / hay[tipo]:.3f} | {dados[tipo]} "
                f"| {ciertos[tipo] / max(dados[tipo], 1):.3f} |"
            )
    return filas


def _intervalo(valores: Sequence[float]) -> tuple[float, float, float]:
    """Promedio e intervalo de 95 % remuestreando muestras."""
    v = np.asarray(valores)
    azar = np.random.default_rng(0)
    medias = v[azar.integers(len(v), size=(2000, len(v)))].mean(axis=1)
    bajo, alto = np.quantile(medias, (0.025, 0.975))
    return float(v.mean()), float(bajo), float(alto)


def _tablas(medidas: dict[str, dict[str, list[float]]]) -> list[str]:
    partes = []
    for n, palabras, veces in _MUESTRAS:
        partes.append(f"\n### {n} reflexiones, {palabras} palabras, {veces} muestras\n")
        partes.append("| | " + " | ".join(_MEDIDAS) + " | oraciones |")
        partes.append("| --- |" + " ---: |" * (len(_MEDIDAS) + 1))
        for nombre, suyas in medidas.items():
            celdas = []
            for medida in _MEDIDAS:
                media, bajo, alto = _intervalo(suyas[f"{n} {medida}"])
                cifras = 1 if medida == "voces" else 3
                celdas.append(f"{media:.{cifras}f} ({bajo:.{cifras}f}–{alto:.{cifras}f})")
            partes.append(f"| {nombre} | {' | '.join(celdas)} | {np.mean(suyas[f'{n} oraciones']):.1f} |")
    partes.append("\n### Cuánto mejor que cada par\n")
    partes.append(
        "Ventaja de reflexiona en las mismas muestras (en redundancia, cuánto menos), con todos los tamaños juntos y su intervalo de "
        "95 %. Un intervalo que no toca el cero es una ventaja que el azar de las muestras no explica.\n"
    )
    partes.append("| | " + " | ".join(_MEDIDAS) + " |")
    partes.append("| --- |" + " ---: |" * len(_MEDIDAS))
    nuestro = medidas["reflexiona"]
    for nombre, suyas in medidas.items():
        if nombre == "reflexiona":
            continue
        celdas = []
        for medida in _MEDIDAS:
            claves = [f"{n} {medida}" for n, _, _ in _MUESTRAS]
            signo = -1 if medida in _MENOS_ES_MEJOR else 1
            difs = [signo * (a - b) for k in claves for a, b in zip(nuestro[k], suyas[k], strict=True)]
            media, bajo, alto = _intervalo(difs)
            cifras = 1 if medida == "voces" else 3
            celdas.append(f"{media:+.{cifras}f} ({bajo:+.{cifras}f} a {alto:+.{cifras}f})")
        partes.append(f"| {nombre} | {' | '.join(celdas)} |")
    return partes


def _enteras(reflexiones: Sequence[dict[str, Any]], modelo: Path) -> list[str]:
    """La síntesis completa de comunidades de varios tamaños: qué trae y si cumple lo que pide."""
    filas = ["| personas | se pidió | palabras | citas | de cuántas personas | solas | preguntas |"]
    filas.append("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for n in _COMUNIDADES:
        muestra = random.Random(n).sample(list(reflexiones), n)
        corpus = _corpus(muestra)
        analisis = analizar(corpus, modelo=modelo, spacy="es")
        original = {(o.reflexion, o.numero): o.texto for o in partir(corpus)}
        for pedida in (300, "página", "cinco minutos"):
            s = analisis.sintesis(palabras=pedida)
            assert all(original[c.reflexion, c.oracion] == c.texto for c in s.citas)
            solas = float(np.mean([_se_entiende(c.texto) for c in s.citas])) if s.citas else 0.0
            filas.append(
                f"| {n} | {pedida} | {s.palabras} | {len(s.citas)} | {len({c.persona for c in s.citas})} | {solas:.2f} "
                f"| {len(s.preguntas)} |"
            )
    return filas


_INTRO = """# La síntesis y la privacidad, medidas

Lo rehace `python -m modelos.evaluar_sintesis`. Textos y etiquetas hechos con un modelo de lenguaje, no por docentes.

## La síntesis contra otros resumidores

Muestras de los redactores apartados ({redactores}: sintéticas, reescritas y llanas), que el modelo con que se midió no leyó. Todos
reciben las mismas oraciones ya partidas y las mismas palabras; entre paréntesis, el intervalo de 95 % remuestreando muestras.

- **Temas**: parte de los temas verdaderos de la muestra que tienen alguna reflexión citada. **Dimensiones**: parte de las
  verdaderas que quedan citadas; **reparto**: qué tanto se parece la mezcla de dimensiones citadas a la de la muestra (1 es igual).
- **Redundancia**: parecido promedio de cada cita con la que más se le parece (menos es mejor).
- **Voces**: personas distintas. **Solas**: citas que no abren con un enlace o un pronombre sin antecedente y abren con mayúscula,
  con una lista aparte de la que usa el resumidor.
"""

_DECISIONES = """
## Decisiones

- **Tamaño mínimo.** Con menos de cinco personas la síntesis no cita ni cuenta: dice de qué se habla y deja preguntas generales
  (`minimo=1` si quienes escribieron están de acuerdo). Con cinco o más, lo que dicen una o dos personas se cuenta «1 o 2» y su lista
  de oraciones no se muestra; su tema conserva su lugar. Los temas propios de la comunidad sólo se nombran si los dicen cinco personas o más
  (y al menos dos de cada cien).
- **Qué no se cita.** Ninguna oración en que el seudonimizador encuentra un dato personal, ni las que nombran un cargo único
  (dirección, supervisión…), los días en que alguien va a la escuela, la salud o la familia de quien escribe,
  o que piensa irse. Bajo el nombre de un tema sólo se cita lo que de veras lo muestra (puntaje de 0.2 o más).
- **«La mayoría»** se dice desde tres de cada cinco personas.
- **Comparar.** Los grupos de menos de cinco personas se juntan en «Otros grupos»; si juntos no llegan a cinco, se les suma el
  grupo visible más chico, para que nadie se obtenga por resta. Los temas de menos de cinco personas no se comparan.
- **Un modelo de lenguaje** sólo propone citas (de oraciones sin datos personales) y redacta entradas; toda cita se compara letra por
  letra y de lo redactado se quita cualquier oración con comillas o con cuentas. Está apagado si no se pide.
"""


def main() -> None:
    """Mide y escribe el documento."""
    warnings.simplefilter("ignore")
    carpeta = _modelo()
    medidas, fallas = _contra_pares(_apartadas(), carpeta)
    partes = [_INTRO.format(redactores=", ".join(PLIEGUES[PLIEGUE])), *_tablas(medidas)]
    partes += [f"\nNo se pudo correr {nombre}: `{error}`." for nombre, error in fallas.items()]
    partes += [
        "\n## La síntesis entera\n",
        "Comunidades de los redactores apartados. Todas las citas se comprobaron letra por letra contra el original. Una página son "
        "450 palabras y cinco minutos, 1000; en comunidades chicas no se rellena lo que falta.\n",
        *_enteras(_apartadas(), carpeta),
        "\n## El seudonimizador\n",
        "Una marca cuenta como hallada si algún hallazgo la toca. Todas son inventadas. Las reglas de nombres se ajustaron mirando "
        f"errores en `{ARCHIVOS[0].name}`; los textos de `{ARCHIVOS[1].name}` no se miraron: ahí se ve qué esperar con textos nuevos.",
    ]
    for archivo in ARCHIVOS[:2]:  # los relatos no llevan marcados los datos personales
        partes += [f"\n### `{archivo.name}`, sólo con reglas\n", *_privacidad(leer_corpus(archivo), Seudonimizador())]
    modelo = ModeloPreciso.cargar(_MODELO)
    partes += [
        "\n### Los redactores apartados, con reglas y con el modelo preciso\n",
        "`Seudonimizador(modelo=…)` suma lo que reconoce el modelo, aquí el que no leyó a esos redactores.\n",
        *_privacidad(_apartadas(), Seudonimizador(modelo=modelo)),
        "\nLos mismos, sólo con reglas:\n",
        *_privacidad(_apartadas(), Seudonimizador()),
        _DECISIONES.rstrip(),
    ]
    (DOCS / "sintesis.md").write_text("\n".join(partes) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
