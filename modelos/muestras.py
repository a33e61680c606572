"""El corpus como lo lee el codificador: reflexiones con sus blancos por oración, por reflexión y por ficha."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from modelos.ruido import con_ruido
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.modelo.ventanas import ventanas

__all__ = ["PREGUNTAS", "TIPOS_DE_DATO", "Lectura", "Muestra", "muestras", "variar", "ventanas_de"]

TIPOS_DE_DATO = ("PER", "ESC", "LUG")

PREGUNTAS = (
    "¿Qué reto enfrentó este ciclo y cómo lo atendió?",
    "Describa una situación de su práctica que quiera compartir.",
    "¿De qué se siente orgullosa u orgulloso?",
    "¿Qué cambiaría de su práctica?",
    "Reflexión",
    "¿Cómo ha sido su trayectoria como docente?",
    "Escriba lo que le deja la sesión de hoy.",
    "¿Qué relación tiene la escuela con las familias y la comunidad?",
    "¿Qué compromisos asume para el siguiente periodo?",
    "¿Qué aprendieron sus alumnas y alumnos y cómo lo sabe?",
    "Comentarios",
    "¿Qué apoyos necesita?",
    "Diario de la jornada",
    "¿Qué valores se viven en su aula?",
    "¿Cómo trabaja con su colectivo?",
    "Mi práctica docente bajo la lupa",
    "Huella colectiva",
    "Cuente una experiencia que no olvide.",
)
"""Títulos y preguntas de formulario que pueden anteceder a una reflexión: se escribieron para entrenar."""

_SUAVE = 0.04
"""Parte del blanco de actos que se reparte entre todos (*label smoothing*)."""


@dataclass(frozen=True)
class Muestra:
    """Una reflexión etiquetada.

    Parameters
    ----------
    id, redactor, origen : str
    oraciones : tuple of str
    dimensiones : ndarray of shape (n, 5)
        De 0 a 1: lo que dicen las dos lecturas, con su peso.
    actos : ndarray of shape (n, 5)
        Lo mismo para los actos y, al final, ninguno; ceros si no se leyó.
    temas : ndarray of shape (n_temas,)
    datos : tuple of tuple of (inicio, fin, tipo), optional
        Por oración; None si no se sabe dónde están.
    """

    id: str
    redactor: str
    origen: str
    oraciones: tuple[str, ...]
    dimensiones: np.ndarray
    actos: np.ndarray
    temas: np.ndarray
    datos: tuple[tuple[tuple[int, int, str], ...], ...] | None


@dataclass(frozen=True)
class Lectura:
    """Una ventana con sus blancos: qué oración es cada tramo (−1: contexto) y el tipo de dato de cada ficha."""

    fichas: tuple[int, ...]
    segmentos: tuple[int, ...]
    posiciones: tuple[int, ...]
    tramos: tuple[tuple[int, int, int], ...]
    datos: tuple[int, ...]
    muestra: int


def muestras(reflexiones: Sequence[Mapping[str, Any]], temas: Sequence[str], segunda: float) -> list[Muestra]:
    """Convierte el corpus.

    Parameters
    ----------
    reflexiones : sequence of mapping
    temas : sequence of str
        Los temas conocidos, en orden.
    segunda : float
        Peso de la segunda lectura en las reescritas; en las demás pesan igual.
    """
    clases = (*ACTOS, None)
    salida = []
    for r in reflexiones:
        peso = segunda if r["origen"] == "reescrita" else 0.5
        y, a = [], []
        for o in r["oraciones"]:
            una = np.asarray([d in o["dimensiones"] for d in DIMENSIONES], dtype=np.float32)
            otra = np.asarray([d in o.get("segunda_anotacion", o["dimensiones"]) for d in DIMENSIONES], np.float32)
            leidos = [o[x] for x in ("acto", "segundo_acto") if x in o]
            if "relectura" in o:  # un caso difícil: la tercera lectura pesa como las otras dos
                de_mas = np.asarray([d in o["relectura"]["dimensiones"] for d in DIMENSIONES], np.float32)
                y.append((una + otra + de_mas) / 3)
                leidos.append(o["relectura"]["acto"])
            else:
                y.append((1 - peso) * una + peso * otra)
            acto = np.zeros(len(clases), np.float32)
            for leido in leidos:
                acto[clases.index(leido)] += 1 / len(leidos)
            if leidos:
                acto = (1 - _SUAVE) * acto + _SUAVE / len(clases)
            a.append(acto)
        salida.append(
            Muestra(
                r["id"],
                r["redactor"],
                r["origen"],
                tuple(o["texto"] for o in r["oraciones"]),
                np.asarray(y),
                np.asarray(a),
                np.asarray([t in r["temas"] for t in temas], np.float32),
                None
                if r.get("sin_marcas")
                else tuple(tuple((d[0], d[1], d[2]) for d in o.get("datos_personales", [])) for o in r["oraciones"]),
            )
        )
    return salida


def ventanas_de(
    fichador: Any, muestra: Muestra, numero: int, especiales: Mapping[str, Sequence[int]], antes: str = ""
) -> list[Lectura]:
    """Las ventanas de una muestra, con el tipo de dato personal de cada ficha (−1 donde no se aprende)."""
    codificadas = fichador.encode_batch(list(muestra.oraciones), add_special_tokens=False)
    previas = fichador.encode(antes, add_special_tokens=False).ids if antes else ()
    salida = []
    for v in ventanas([c.ids for c in codificadas], especiales["abre"], especiales["cierra"], previas):
        datos = [-1] * len(v.fichas)
        for t in v.tramos:
            if muestra.datos is None or t.oracion < 0:
                continue
            lugares = codificadas[t.oracion].offsets[t.primera : t.primera + t.hasta - t.desde]
            for k, (inicio, fin) in enumerate(lugares):
                datos[t.desde + k] = next(
                    (
                        TIPOS_DE_DATO.index(tipo) + 1
                        for a, b, tipo in muestra.datos[t.oracion]
                        if inicio < b and fin > max(a, inicio) and tipo in TIPOS_DE_DATO
                    ),
                    0,
                )
        tramos = tuple((t.oracion, t.desde, t.hasta) for t in v.tramos)
        salida.append(Lectura(v.fichas, v.segmentos, v.posiciones, tramos, tuple(datos), numero))
    return salida


def variar(muestra: Muestra, azar: np.random.Generator, ruido: float, sueltas: float) -> list[tuple[int, Muestra]]:
    """La muestra como podría llegar esta vez: con descuidos, o cortada en trozos de una a tres oraciones.

    Returns
    -------
    list of (int, Muestra)
        Cada trozo con el número de su primera oración en la muestra original.
    """
    if azar.random() < ruido:
        # Los lugares de los datos personales ya no valen: esas fichas no se aprenden esta vez.
        muestra = replace(muestra, oraciones=tuple(con_ruido(muestra.oraciones, azar)), datos=None)
    if azar.random() >= sueltas:
        return [(0, muestra)]
    trozos, i = [], 0
    while i < len(muestra.oraciones):
        j = i + int(azar.integers(1, 4))
        trozos.append(
            (i, replace(muestra, oraciones=muestra.oraciones[i:j], datos=muestra.datos and muestra.datos[i:j]))
        )
        i = j
    return trozos
