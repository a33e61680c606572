"""Escribe `docs/temas.md` y su curva con lo que midió `evaluar_temas`."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.errores import AvisoReflexiona
from reflexiona.lectura import leer
from reflexiona.temas import ModeloTemas, figura_barras, figura_calor, figura_mapa

__all__ = ["escribir_informe"]

DOCS = Path(__file__).parents[1] / "docs"
NUESTRO = "reflexiona"
COLUMNAS = {
    "ami": "AMI",
    "f1": "F1",
    "recuerdo": "5 más frecuentes",
    "sin": "sin tema",
    "temas": "temas",
    "estabilidad": "estabilidad",
    "diversidad": "diversidad",
    "npmi": "NPMI",
    "segundos": "segundos",
}
METAS = {"ami": None, "f1": 0.6, "estabilidad": 0.85}

_ENTRADA = """# Temas

Qué tan bien halla `reflexiona` los temas de una comunidad. Esta página la escribe `python -m modelos.evaluar_temas`;
ninguna cifra se puso a mano. Lo demás que se mide está en [validez.md](validez.md).

> **Límite.** Los textos y los temas del corpus, y los asuntos plantados, se hicieron para este proyecto con un modelo de
> lenguaje; no participaron docentes. Qué tema es «el principal» de una reflexión es discutible aun entre personas.

![AMI, F1 y estabilidad por número de reflexiones](imagenes/temas_curva.png)

## Cómo se midió

- **Redactores apartados**: el codificador, el modelo de palabras, las frecuencias de fondo y los ejes de los vectores se
  hicieron sin ellos ({reflexiones} reflexiones; modelo «{ficha}»). El modelo que se distribuye vio todo el corpus y no se usa aquí.
- **Muestras** de 12, 25, 60, 200 y 800 reflexiones con semillas fijas ({muestras}); en cada una, todos los
  métodos reciben lo mismo. La tabla da el promedio.
- **AMI**: información mutua ajustada entre el tema principal hallado y el del corpus. **F1**: multietiqueta, de todos los
  temas juntos, tras emparejarlos del modo que más aciertos da; lo asignado sin pareja es error. **5 más frecuentes**:
  parte de los cinco temas más frecuentes que se hallan (F1 ≥ 0.5). **Estabilidad**: índice de Rand ajustado entre la
  partición de la muestra y la de sus remuestreos con reemplazo ({remuestreos} por muestra). **Diversidad**: parte de las
  palabras de los temas que no se repiten. **NPMI**: coherencia de las palabras de cada tema, contada en las reflexiones
  apartadas. **Segundos**: con los vectores ya hechos y la máquina ocupada en otras cosas.
- **Pares**: NMF y LDA (scikit-learn, con y sin lemas), BERTopic y KeyNMF (Turftopic) con los mismos vectores. A los que
  lo piden se les pide un tema por cada cuatro reflexiones, hasta 30; la parte de una reflexión que basta para darle un
  tema se elige en cada muestra como más les favorece. BERTopic usa un tamaño mínimo de tema acorde a la muestra.

Los pares no saben qué temas tiene una escuela; `reflexiona` aprendió los 30 recurrentes de otros redactores. Por eso no
compite en lo mismo: la comparación dice qué gana quien la usa en lugar de ellos. Lo que no está entre los 30 se mide más
abajo, con asuntos plantados.

**Lo que se eligió mirando**: el umbral de los temas conocidos, cuánto se realza lo escaso y cuánto pesa un tema emergente
frente a uno conocido se eligieron con estos mismos redactores apartados (son unos cuantos números, no un modelo, pero las
cifras pueden ser algo optimistas), y los asuntos de «prueba» se midieron varias veces mientras se ajustaba el método.
"""


def escribir_informe(
    medidas: Mapping[str, Mapping[str, Any]],
    plantados: Sequence[Mapping[str, Any]],
    tiempos: Mapping[str, float],
    ficha: Mapping[str, Any],
    asuntos: Mapping[str, str],
    reflexiones: int,
    remuestreos: int,
) -> None:
    """Las tablas, la curva y los límites.

    Parameters
    ----------
    medidas : mapping
        «método|n|semilla» → medidas.
    plantados : sequence of mapping
    tiempos : mapping
        De `tiempos_temas`.
    ficha : mapping
        La del modelo.
    asuntos : mapping
        Clave de cada asunto plantado → su nombre.
    reflexiones : int
        Las apartadas.
    remuestreos : int
    """
    cada: dict[tuple[int, str], list[Mapping[str, Any]]] = defaultdict(list)
    for clave, medida in medidas.items():
        metodo, tamano, _ = clave.split("|")
        cada[int(tamano), metodo].append(medida)
    promedios = {k: {c: _media([m.get(c) for m in v]) for c in COLUMNAS} for k, v in cada.items()}
    tamanos = sorted({n for n, _ in promedios})
    metodos = list(dict.fromkeys(m for _, m in promedios))
    primera, *otras = [(len(cada[n, NUESTRO]), n) for n in tamanos]
    muestras = ", ".join(["{} muestras de {} reflexiones".format(*primera), *(f"{k} de {n}" for k, n in otras)])
    partes = [
        _ENTRADA.format(
            reflexiones=reflexiones, ficha=ficha.get("nombre", "?"), muestras=muestras, remuestreos=remuestreos
        )
    ]
    for n in tamanos:
        partes.append(f"\n## {n} reflexiones\n\n" + _tabla([(m, promedios[n, m]) for m in metodos]))
        fallas = sorted({m for m in metodos for x in cada[n, m] if "error" in x})
        if fallas:
            partes.append(f"\nNo pudieron con alguna muestra (cuenta como cero): {', '.join(fallas)}.\n")
    partes.append(_metas(promedios, tamanos, metodos))
    partes.append(_plantados(plantados, asuntos))
    partes.append(_tiempos(tiempos))
    partes.append(_ejemplo())
    DOCS.joinpath("temas.md").write_text("".join(partes), "utf-8")
    _curva(promedios, tamanos, metodos)


def _media(valores: Sequence[float | None]) -> float:
    utiles = [v for v in valores if v is not None and np.isfinite(v)]
    return float(np.mean(utiles)) if utiles else float("nan")


def _tabla(filas: Sequence[tuple[str, Mapping[str, float]]]) -> str:
    mejor_alto = {c: max(v[c] for _, v in filas) for c in ("ami", "f1", "recuerdo", "estabilidad")}
    lineas = ["| | " + " | ".join(COLUMNAS.values()) + " |", "| --- |" + " ---: |" * len(COLUMNAS)]
    for metodo, v in filas:
        celdas = []
        for c in COLUMNAS:
            texto = "—" if np.isnan(v[c]) else f"{v[c]:.0f}" if c == "temas" else f"{v[c]:.2f}"
            celdas.append(f"**{texto}**" if c in mejor_alto and v[c] == mejor_alto[c] else texto)
        nombre = f"**`{metodo}`**" if metodo == NUESTRO else metodo
        lineas.append(f"| {nombre} | " + " | ".join(celdas) + " |")
    return "\n".join(lineas) + "\n"


def _metas(
    promedios: Mapping[tuple[int, str], Mapping[str, float]], tamanos: Sequence[int], metodos: Sequence[str]
) -> str:
    lineas = [
        "\n## Contra lo que se buscaba\n",
        "| reflexiones | AMI sobre el mejor par | F1 (meta 0.60) | F1 sobre el mejor par | estabilidad (meta 0.85) | "
        "sin tema (meta < 10 %) |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for n in tamanos:
        v = promedios[n, NUESTRO]
        resto = {c: max(promedios[n, m][c] for m in metodos if m != NUESTRO) for c in ("ami", "f1")}
        meta = " (meta +0.15)" if n <= 60 else ""
        lineas.append(
            f"| {n} | {v['ami'] - resto['ami']:+.2f}{meta} | {v['f1']:.2f} | {v['f1'] - resto['f1']:+.2f} | "
            f"{v['estabilidad']:.2f} | {100 * v['sin']:.0f} % |"
        )
    lineas.append(
        "\nEn los grupos chicos el emparejamiento ayuda a cualquiera; en los grandes el F1 es lo que da el codificador con "
        "redactores que no vio, más en las reflexiones inventadas que en las reescritas. Con 12 reflexiones casi cada una es de "
        "un tema distinto y la AMI, que descuenta el azar, es ruidosa para todos.\n"
    )
    return "\n".join(lineas)


def _plantados(plantados: Sequence[Mapping[str, Any]], asuntos: Mapping[str, str]) -> str:
    hallados = [e for e in plantados if e["f1"] > 0]
    lineas = [
        "\n## Asuntos plantados\n",
        "De 4 a 6 reflexiones de un asunto que no está entre los 30 (`modelos/temas_plantados.toml`) entre 20, 40, "
        "60, 80 o 100 reflexiones de los redactores apartados. Se halla si un tema emergente lleva al menos la mitad de las plantadas y al menos la mitad de lo "
        "suyo son ellas. Los pesos se ajustaron con los asuntos de «desarrollo»; éstos son los de «prueba».\n",
        f"**{len(hallados)} de {len(plantados)}** ensayos ({100 * len(hallados) / max(1, len(plantados)):.0f} %; meta 80 %); F1 de "
        f"lo hallado, {_media([e['f1'] for e in hallados]):.2f}; firmes, {sum(e['firmeza'] == 'firme' for e in hallados)}. En "
        f"promedio salen {_media([e['emergentes'] for e in plantados]):.1f} temas emergentes por ensayo: los que no son el "
        "plantado suelen quedar como «tentativos».\n",
        "| asunto | hallado | con qué nombre |",
        "| --- | ---: | --- |",
    ]
    por_asunto: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for e in plantados:
        por_asunto[e["asunto"]].append(e)
    for asunto in sorted(por_asunto):
        suyos = por_asunto[asunto]
        nombres = sorted({e["nombre"] for e in suyos if e["f1"] > 0})
        cuantos = sum(e["f1"] > 0 for e in suyos)
        lineas.append(f"| {asuntos[asunto]} | {cuantos} de {len(suyos)} | {', '.join(nombres) or '—'} |")
    por_tamano = sorted({e["otras"] for e in plantados})
    partes = []
    for otras in por_tamano:
        suyos = [e for e in plantados if e["otras"] == otras]
        partes.append(f"{sum(e['f1'] > 0 for e in suyos)} de {len(suyos)} entre {otras}")
    lineas.append(f"\nPor tamaño: {'; '.join(partes)}.\n")
    return "\n".join(lineas)


def _tiempos(tiempos: Mapping[str, float]) -> str:
    lineas = [
        "\n## Tiempo y memoria\n",
        "En dos núcleos; el preciso usa los dos.\n",
        "| qué | reloj (s) | procesador (s) |",
        "| --- | ---: | ---: |",
    ]
    for nombre in dict.fromkeys(k.rsplit(", ", 1)[0] for k in tiempos if k.endswith(("reloj", "procesador"))):
        reloj, procesador = tiempos[f"{nombre}, reloj"], tiempos[f"{nombre}, procesador"]
        lineas.append(f"| {nombre} | {reloj:.1f} | {procesador:.1f} |")
    lineas.append("")
    lineas += [
        f"- {k}: {v:,.0f}{' MiB' if 'memoria' in k else ''}"
        for k, v in tiempos.items()
        if k.startswith(("memoria", "temas"))
    ]
    lineas.append(
        "\n`partial_fit` guarda a lo más 5,000 reflexiones, elegidas por su texto y no por su lugar, y busca los temas en ellas; "
        "`transform`, por lotes, los reconoce en todas.\n"
    )
    return "\n".join(lineas)


def _ejemplo() -> str:
    """Las figuras y los temas propios de `ejemplos/reflexiones.csv`, con el modelo que se distribuye."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AvisoReflexiona)
        temas = ModeloTemas().fit(leer(DOCS.parent / "ejemplos" / "reflexiones.csv")).resultado_
    for nombre, figura in (("barras", figura_barras), ("mapa", figura_mapa), ("calor", figura_calor)):
        figura(temas).savefig(DOCS / "imagenes" / f"temas_{nombre}.png", dpi=90, metadata={"Software": None})
    lineas = [
        "\n## El ejemplo\n",
        f"En `ejemplos/reflexiones.csv` hay {len(temas)} temas; los propios de esa comunidad, con una cita de cada uno:\n",
        "| tema | personas | estabilidad | cita |",
        "| --- | ---: | ---: | --- |",
    ]
    for fila in temas.tabla[temas.tabla["origen"] == "emergente"].to_dict("records"):
        cita = temas.citas(fila["tema"], 1)["texto"].iloc[0].replace("|", " ")
        dudoso = " (tentativo)" if fila["firmeza"] == "tentativo" else ""
        lineas.append(f"| {fila['tema']}{dudoso} | {fila['personas']} | {fila['estabilidad']:.2f} | «{cita}» |")
    lineas.append(
        "\n![Personas por tema y dimensión](imagenes/temas_barras.png)\n\n"
        "![Mapa de las oraciones](imagenes/temas_mapa.png)\n\n![Dimensión por tema](imagenes/temas_calor.png)\n"
    )
    return "\n".join(lineas)


def _curva(
    promedios: Mapping[tuple[int, str], Mapping[str, float]], tamanos: Sequence[int], metodos: Sequence[str]
) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    colores = dict(
        zip(metodos, ("#1F4E6B", "#C8553D", "#E3A08F", "#C99A2E", "#E6CF94", "#5B8C3A", "#8A5A9E"), strict=False)
    )
    figura = Figure(figsize=(10.5, 3.9), facecolor="white")
    FigureCanvasAgg(figura)
    for i, (c, meta) in enumerate(METAS.items()):
        ejes = figura.add_axes((0.055 + 0.322 * i, 0.25, 0.28, 0.62))
        for m in metodos:
            nuestro = m == NUESTRO
            ejes.plot(
                range(len(tamanos)),
                [promedios[n, m][c] for n in tamanos],
                marker="o",
                markersize=6 if nuestro else 4,
                linewidth=2.8 if nuestro else 1.4,
                color=colores[m],
                label=m,
                zorder=3 if nuestro else 2,
            )
        if meta:
            ejes.axhline(meta, color="#6B7280", linewidth=1, linestyle=":")
            ejes.text(len(tamanos) - 1, meta, "meta", fontsize=8, color="#6B7280", va="bottom", ha="right")
        ejes.set_xticks(range(len(tamanos)), [str(n) for n in tamanos])
        ejes.set_ylim(-0.12, 1.04)
        ejes.set_title(
            COLUMNAS[c].capitalize() if c == "estabilidad" else COLUMNAS[c], fontsize=11, loc="left", weight="bold"
        )
        ejes.tick_params(length=0, labelsize=8.5)
        ejes.grid(axis="y", color="#E7E3D8", linewidth=0.8)
        for lado in ("top", "right", "left"):
            ejes.spines[lado].set_visible(False)
        ejes.set_xlabel("reflexiones", fontsize=9)
    manijas, nombres = figura.axes[0].get_legend_handles_labels()
    figura.legend(manijas, nombres, loc="lower center", ncols=len(metodos), frameon=False, fontsize=9)
    figura.savefig(DOCS / "imagenes" / "temas_curva.png", dpi=110, metadata={"Software": None})
