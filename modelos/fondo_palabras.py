"""Hace `src/reflexiona/temas/fondo.json`: con qué frecuencia se nombra cada cosa en el corpus de entrenamiento.

Uso: `python -m modelos.fondo_palabras`. Mismo corpus, mismos bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from reflexiona.temas.menciones import menciones
from reflexiona.texto import VACIAS_DOMINIO, palabras

RAIZ = Path(__file__).parent
CORPUS = RAIZ / "corpus" / "corpus.jsonl"
DESTINO = RAIZ.parent / "src" / "reflexiona" / "temas" / "fondo.json"

MINIMO_PALABRA = 2
MINIMO_COLOCACION = 4
MINIMO_TEMA = 4
PARTE_TEMA = 0.45
VECES_TEMA = 3.0
MINIMO_LEXICO = 5
PARTE_LEXICO = 0.2
VECES_LEXICO = 4.0
BASTA_LEXICO = 0.35


def hacer_fondo(lineas: list[str]) -> str:
    """El JSON del fondo, en orden alfabético.

    Parameters
    ----------
    lineas : list of str
        Una reflexión anotada por línea, como en `modelos/corpus/corpus.jsonl`.
    """
    reflexiones: Counter[str] = Counter()
    veces: Counter[str] = Counter()
    nominal: Counter[str] = Counter()
    colocaciones: set[str] = set()
    por_tema: dict[str, Counter[str]] = {}
    temas: Counter[str] = Counter()
    lemas: Counter[str] = Counter()
    lemas_por_tema: dict[str, Counter[str]] = {}
    total = 0
    for linea in lineas:
        reflexion = json.loads(linea)
        vistas: set[str] = set()
        dichos: set[str] = set()
        for oracion in reflexion["oraciones"]:
            lista = palabras(oracion["texto"], spacy="es")
            total += sum(p.contenido for p in lista)
            dichos.update(p.lema for p in lista if p.contenido)
            for m in menciones(oracion["texto"], lista):
                if m.propio:
                    continue
                veces[m.clave] += 1
                nominal[m.clave] += round(2 * m.nominal)
                vistas.add(m.clave)
                if len(m.partes) > 1:
                    colocaciones.add(m.clave)
        reflexiones.update(vistas)
        lemas.update(dichos)
        temas.update(reflexion["temas"])
        for tema in reflexion["temas"]:
            por_tema.setdefault(tema, Counter()).update(vistas)
            lemas_por_tema.setdefault(tema, Counter()).update(dichos)
    claves = sorted(temas)
    terminos: dict[str, list[int]] = {}
    for clave in sorted(reflexiones):
        n = reflexiones[clave]
        if n < (MINIMO_COLOCACION if clave in colocaciones else MINIMO_PALABRA):
            continue
        fila = [n, round(50 * nominal[clave] / veces[clave])]
        mejor = max(claves, key=lambda t: (por_tema[t][clave], t))
        parte = por_tema[mejor][clave] / n
        if n >= MINIMO_TEMA and parte >= PARTE_TEMA and parte >= VECES_TEMA * temas[mejor] / len(lineas):
            fila.append(claves.index(mejor))
        terminos[clave] = fila
    lexico: dict[str, list[int]] = {}
    for lema in sorted(lemas):
        if lemas[lema] < MINIMO_LEXICO or lema in VACIAS_DOMINIO:
            continue
        partes = [lemas_por_tema[t][lema] / lemas[lema] for t in claves]
        suyos = [
            i
            for i, (t, parte) in enumerate(zip(claves, partes, strict=True))
            if parte >= PARTE_LEXICO and parte >= min(BASTA_LEXICO, VECES_LEXICO * temas[t] / len(lineas))
        ]
        if suyos:
            lexico[lema] = suyos
    datos = {
        "palabras": total,
        "documentos": len(lineas),
        "temas": claves,
        "frecuencia": [round(temas[t] / len(lineas), 4) for t in claves],
        "terminos": terminos,
        "lexico": lexico,
    }
    return json.dumps(datos, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    DESTINO.write_text(hacer_fondo(CORPUS.read_text("utf-8").splitlines()), "utf-8")
