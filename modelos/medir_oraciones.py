"""Mide el cortador de oraciones con el corpus y escribe `docs/oraciones.md`: `python -m modelos.medir_oraciones`."""

from __future__ import annotations

import json
import random
import re
import textwrap
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy

from reflexiona.texto import cortes, palabras_contenido
from reflexiona.texto.largas import MAXIMO, partir_larga
from reflexiona.texto.lemas import lema
from reflexiona.texto.spacy_es import cargar

RAIZ = Path(__file__).resolve().parent.parent
CORPUS = RAIZ / "modelos" / "corpus" / "corpus.jsonl"
DOCUMENTO = RAIZ / "docs" / "oraciones.md"
SEMILLA, REPETICIONES, ANCHO = 20260, 1000, 72

Cortador = Callable[[str], set[int]]
Cuenta = tuple[int, int, int]  # aciertos, cortes de más, cortes de menos


@dataclass(frozen=True)
class Muestra:
    """Una reflexión reunida en un texto y dónde empieza cada oración después de la primera."""

    texto: str
    inicios: frozenset[int]
    estilo: str
    ajuste: bool


def reunir(oraciones: Iterable[str], separador: Callable[[], str]) -> tuple[str, frozenset[int]]:
    """Las oraciones unidas, y dónde empieza cada una después de la primera."""
    texto, inicios = "", set()
    for oracion in oraciones:
        if texto:
            texto += separador()
            inicios.add(len(texto))
        texto += oracion
    return texto, frozenset(inicios)


def condiciones() -> dict[str, list[Muestra]]:
    """El corpus reunido de cada manera que se mide."""
    filas = [json.loads(linea) for linea in CORPUS.read_text("utf-8").splitlines()]
    azar = random.Random(SEMILLA)
    reunidas: dict[str, list[Muestra]] = {c: [] for c in ("espacio", "mitad", "renglon", "ancho", "sin_punto")}
    for fila in filas:
        oraciones = [" ".join(o["texto"].split()) for o in fila["oraciones"]]
        sin_punto = [re.sub(r"[.!?…]+$", "", o) or o for o in oraciones]
        espacio, inicios = reunir(oraciones, lambda: " ")
        cortado = "\n".join(textwrap.wrap(espacio, ANCHO, break_long_words=False, break_on_hyphens=False))
        textos = {
            "espacio": (espacio, inicios),
            "mitad": reunir(oraciones, lambda: azar.choice(" \n")),
            "renglon": reunir(oraciones, lambda: "\n"),
            "ancho": (cortado, inicios),
            "sin_punto": reunir(sin_punto, lambda: " "),
        }
        for condicion, (texto, donde) in textos.items():
            reunidas[condicion].append(Muestra(texto, donde, fila["estilo"], fila["redactor"] <= "m"))
    return reunidas


def nuestro(texto: str) -> set[int]:
    """Inicios según `reflexiona.texto.cortes`."""
    return {inicio for inicio, _ in cortes(texto)[1:]}


def ingenuo(texto: str) -> set[int]:
    """Inicios según «espacio después de . ! ? …»."""
    return {m.end() for m in re.finditer(r"(?<=[.!?…])\s+(?=\S)", texto)}


def con_spacy() -> Cortador:
    """Inicios según la regla `sentencizer` de spaCy."""
    nlp = spacy.blank("es")
    nlp.add_pipe("sentencizer")

    def cortar(texto: str) -> set[int]:
        comienzos = (s.start_char + len(s.text) - len(s.text.lstrip()) for s in nlp(texto).sents if s.text.strip())
        return set(list(comienzos)[1:])

    return cortar


def contar(muestras: list[Muestra], cortador: Cortador) -> list[Cuenta]:
    """Aciertos, cortes de más y de menos de cada reflexión."""
    cuentas = []
    for muestra in muestras:
        hallados = cortador(muestra.texto)
        bien = len(hallados & muestra.inicios)
        cuentas.append((bien, len(hallados) - bien, len(muestra.inicios) - bien))
    return cuentas


def medidas(cuentas: list[Cuenta]) -> str:
    """Celdas de la tabla: fronteras, precisión, exhaustividad y F1 con intervalo de 95 % por reflexión."""
    tabla = np.array(cuentas, dtype=float)
    azar = np.random.default_rng(SEMILLA)
    pesos = azar.multinomial(len(tabla), [1 / len(tabla)] * len(tabla), size=REPETICIONES)
    sumas = np.vstack([tabla.sum(0), pesos @ tabla])
    bien, demas, menos = sumas.T
    celdas = [f"{int(bien[0] + menos[0])}"]
    for valores in (
        bien / np.maximum(bien + demas, 1),
        bien / np.maximum(bien + menos, 1),
        2 * bien / np.maximum(2 * bien + demas + menos, 1),
    ):
        bajo, alto = np.percentile(valores[1:], [2.5, 97.5])
        celdas.append(f"{valores[0]:.3f} [{bajo:.3f}, {alto:.3f}]")
    return " | ".join(celdas)


def largas(muestras: list[Muestra], maximo: int) -> tuple[int, int, int]:
    """Trozos sin puntuación de más de `maximo` palabras, los cortes que se harían en ellos y cuántos acertarían."""
    trozos = hechos = bien = 0
    for m in muestras:
        for inicio, fin in cortes(m.texto):
            partes = list(partir_larga(m.texto, inicio, fin, maximo))
            trozos += len(partes) > 1
            hechos += len(partes) - 1
            bien += sum(i in m.inicios for i, _ in partes[1:])
    return trozos, hechos, bien


NOMBRES = {
    "espacio": "Unidas con un espacio (principal)",
    "mitad": "Unidas con espacio o salto de línea, al azar",
    "renglon": "Una por renglón",
    "ancho": f"Unidas con un espacio y cortadas a {ANCHO} columnas",
    "sin_punto": "Sin la puntuación final (difícil)",
}
CABEZA = "| fronteras | precisión | exhaustividad | F1 |\n"
RAYA = "| ---: | --- | --- | --- |\n"


def escribir() -> str:
    """El texto de `docs/oraciones.md`."""
    reunidas = condiciones()
    cortadores: dict[str, Cortador] = {"reflexiona": nuestro, "spaCy `sentencizer`": con_spacy(), "ingenuo": ingenuo}
    cuentas = {(c, n): contar(ms, f) for c, ms in reunidas.items() for n, f in cortadores.items()}
    grupos = {"a–m": True, "n–t": False}
    filas = []
    for condicion, nombre in NOMBRES.items():
        for grupo, ajuste in grupos.items():
            for cortador in cortadores:
                elegidas = [
                    k
                    for k, m in zip(cuentas[condicion, cortador], reunidas[condicion], strict=True)
                    if m.ajuste == ajuste
                ]
                filas.append(f"| {nombre} | {grupo} | {cortador} | {medidas(elegidas)} |\n")
    estilos = []
    for condicion in ("espacio", "renglon"):
        for estilo in ("diario", "documento", "formulario", "mensaje", "oral"):
            for grupo, ajuste in grupos.items():
                elegidas = [
                    k
                    for k, m in zip(cuentas[condicion, "reflexiona"], reunidas[condicion], strict=True)
                    if m.ajuste == ajuste and m.estilo == estilo
                ]
                if elegidas:
                    estilos.append(f"| {NOMBRES[condicion]} | {estilo} | {grupo} | {medidas(elegidas)} |\n")
    ocultas = total = 0
    for m in reunidas["espacio"]:
        total += len(m.inicios)
        ocultas += sum(m.texto[i - 2] not in '.!?…:;"»”)' and not m.texto[i].isupper() for i in m.inicios)
    suaves = []
    for maximo in (60, 120, MAXIMO):
        trozos, hechos, bien = largas([m for m in reunidas["espacio"] if m.ajuste], maximo)
        suaves.append(f"| {maximo} | {trozos} | {hechos} | {f'{bien / hechos:.2f}' if hechos else '—'} |\n")
    inicio = time.process_time()
    cuantas = sum(len(cortes(m.texto)) for _ in range(3) for m in reunidas["espacio"])
    velocidad = cuantas / (time.process_time() - inicio)
    abrir, por_palabra, textos = _medir_palabras([m.texto for m in reunidas["espacio"]])
    mayor = max(len(t.split()) for m in reunidas["espacio"] for t in _anotadas(m))
    return PAGINA.format(
        n=len(reunidas["espacio"]),
        total=total,
        ocultas=ocultas,
        parte=ocultas / total,
        tabla="| condición | redactores | cortador " + CABEZA + "| --- | --- | --- " + RAYA + "".join(filas),
        estilos="| condición | estilo | redactores " + CABEZA + "| --- | --- | --- " + RAYA + "".join(estilos),
        suaves="".join(suaves),
        miles=int(velocidad // 1000),
        mayor=mayor,
        maximo=MAXIMO,
        abrir=abrir,
        por_palabra=por_palabra,
        textos=round(textos, -2),
        repeticiones=REPETICIONES,
    )


def _medir_palabras(textos: list[str]) -> tuple[float, float, int]:
    """Segundos en abrir el diccionario, microsegundos por palabra nueva y reflexiones por segundo."""
    nuevas = sorted({p for t in textos for p in re.findall(r"[^\W\d_]+", t.lower())})
    lema.cache_clear()
    inicio = time.process_time()
    lema("niñez")
    abrir = time.process_time() - inicio
    inicio = time.process_time()
    for palabra in nuevas:
        lema(palabra)
    por_palabra = (time.process_time() - inicio) / len(nuevas) * 1e6
    cargar("es")
    inicio = time.process_time()
    palabras_contenido(textos, spacy="es")
    return abrir, por_palabra, int(len(textos) / (time.process_time() - inicio))


def _anotadas(muestra: Muestra) -> list[str]:
    orillas = [0, *sorted(muestra.inicios), len(muestra.texto)]
    return [muestra.texto[a:b] for a, b in pairwise(orillas)]


PAGINA = """# Cómo se separan las oraciones, y qué tan bien

Esta página la escribe `python -m modelos.medir_oraciones`; no se edita a mano.

**Límite.** El corpus es sintético o recontado: lo escribió y etiquetó un modelo de lenguaje que siguió la guía, no lo
hicieron docentes. Mide el cortador contra cómo se separaron esas oraciones, no contra lo que separaría una persona.

## Qué se mide

Las oraciones de cada una de las {n:,} reflexiones de `corpus.jsonl` se vuelven a unir y el cortador debe encontrar
dónde empiezan. Cuentan sólo las fronteras internas ({total:,}); el final del texto no. El intervalo de 95 % sale de
{repeticiones:,} remuestreos de reflexiones enteras. Las reglas se ajustaron mirando a los redactores a–m; n–t
quedaron apartados. Los dos grupos son también los dos orígenes del corpus: a–m son sintéticas y n–t, reescritas.

{ocultas:,} fronteras ({parte:.1%}) no llevan punto ni mayúscula: mensajes donde cada renglón era una oración.
Unidas con un espacio no hay de dónde reconocerlas y se pierden casi todas; con su salto de línea se recuperan
(condición «una por renglón»). En la condición «sin la puntuación final» se quitan los signos con que acaba cada oración
y se dejan las mayúsculas: el cortador sólo corta ante palabras que casi nunca empiezan un nombre («Hoy», «Me»,
«Cuando»…), y prefiere dejar dos oraciones juntas que partir «La Merced».

## Resultado

{tabla}
`sentencizer` es la regla de puntuación de spaCy; «ingenuo» corta en el espacio que sigue a `.`, `!`, `?` o `…`.

## Por estilo (`reflexiona`)

{estilos}
## Renglones corridos

La oración anotada más larga tiene {mayor} palabras: un trozo mayor son varias. Pero sin puntuación la mayoría de los
cortes caen mal. Sobre los redactores a–m, unidos con un espacio:

| se parte desde (palabras) | trozos | cortes | precisión de esos cortes |
| ---: | ---: | ---: | ---: |
{suaves}
Por eso sólo se parte lo que pasa de {maximo} palabras, en trozos de a lo más 60, junto a la puntuación o ante las
palabras que más abren oración en los mensajes; lo demás queda como una oración larga.

## Velocidad

Unas {miles},000 oraciones por segundo de procesador en la máquina donde se corrió. El tiempo es lineal con cualquier
entrada (`tests/texto/test_oraciones.py` lo comprueba con entradas hostiles).

Con el camino incluido (sin modelo de spaCy), abrir el diccionario de lemas tardó {abrir:.1f} s; cada palabra nueva,
{por_palabra:.0f} µs (las repetidas salen de la memoria), y las palabras con contenido de
{textos:,} reflexiones, un segundo.

## Cuándo no acierta

- Mensajes sin puntos, sin mayúsculas y sin saltos de línea.
- «¿Listos? Sí.»: el cortador separa la respuesta corta; en el corpus a veces va con su pregunta.
- «Compañeras: les comparto…»: los dos puntos no separan, salvo con salto de línea.
- Un texto cortado por el ancho de la hoja en menos de cuatro renglones: no se distingue de un mensaje por renglones.
- Una cita de varias oraciones se parte por dentro: «Dijo: "No quiero. Ya me voy."».
"""

if __name__ == "__main__":
    DOCUMENTO.parent.mkdir(exist_ok=True)
    DOCUMENTO.write_text(escribir(), "utf-8")
