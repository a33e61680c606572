"""Lo que el informe de validez dice de lo que se entrenó."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

import reflexiona as rx
from modelos.curva_ciclos import ciclos_del_entrenamiento
from modelos.informe_aparte import distribuidos
from modelos.informe_tablas import acuerdo_entre_lecturas
from modelos.medidas_apartadas import f1_de_apartadas
from modelos.muestras import Muestra
from modelos.probar import PRUEBAS, pruebas_del_entrenamiento
from modelos.tiempos_receta import tiempos_de_la_receta


def _muestra(redactor: str, dimensiones: list[list[float]], origen: str = "reescrita") -> Muestra:
    y = np.asarray(dimensiones, dtype=np.float32)
    return Muestra(
        redactor, redactor, origen, tuple("x" for _ in y), y, np.zeros((len(y), 5)), np.zeros(3), tuple(() for _ in y)
    )


def test_el_f1_de_apartadas_toma_el_umbral_de_los_demas() -> None:
    si, no = [1.0] * 5, [0.0] * 5
    una, otra = _muestra("x", [si, no, si, no]), _muestra("y", [si, no, si, no])
    bien = np.tile([[0.9], [0.1]], (4, 5))
    assert f1_de_apartadas([una, otra], bien) == {"reescrita": 1.0}
    # los puntajes de «y» están corridos: con su propio umbral acertaría todo; con el de «x» dice que sí a todo
    corridos = bien.copy()
    corridos[4:] += 5
    f1 = f1_de_apartadas([una, otra], corridos)["reescrita"]
    assert f1 < 0.75


def test_cada_origen_por_separado() -> None:
    si, no = [1.0] * 5, [0.0] * 5
    muestras = [_muestra(r, [si, no], o) for r, o in (("x", "llana"), ("y", "llana"), ("z", "sintetica"))]
    puntajes = np.tile([[0.9], [0.1]], (3, 5))
    puntajes[4:] = puntajes[4:][::-1]
    f1 = f1_de_apartadas(muestras, puntajes)
    assert set(f1) == {"llana", "sintetica"}
    assert f1["sintetica"] == 0.0


def test_las_pruebas_y_los_ciclos_se_cuentan_con_su_diferencia(tmp_path: Path) -> None:
    pruebas = tmp_path / "pruebas.json"
    assert "Sin pruebas corridas" in pruebas_del_entrenamiento(pruebas)
    dichas = {n: {"f1": {"reescrita": f1}, "oraciones": 1234} for n, f1 in (("base", 0.6), ("suave", 0.625))}
    pruebas.write_text(json.dumps(dichas), encoding="utf-8")
    texto = pruebas_del_entrenamiento(pruebas)
    assert "0.625 (+0.025)" in texto
    assert "1,234" in texto
    assert PRUEBAS["mitad"] in texto.split("No se han corrido:")[1]
    assert PRUEBAS["suave"] not in texto.split("No se han corrido:")[1].splitlines()[0]

    ciclos = tmp_path / "ciclos.json"
    assert "Sin medir" in ciclos_del_entrenamiento(ciclos)
    ciclos.write_text(json.dumps({"ciclo 1": {"reescrita": 0.5}, "ciclo 2": {"reescrita": 0.61}}), encoding="utf-8")
    assert "| ciclo 2 | 0.610 |" in ciclos_del_entrenamiento(ciclos)


def test_los_tiempos_de_la_receta_suman_sus_partes(tmp_path: Path) -> None:
    tiempos = tmp_path / "tiempos.json"
    assert "Sin medir" in tiempos_de_la_receta(tiempos)
    hecho = {"partes": {"leer": 90.0, "aprender": 600.0}, "plan": {"ciclos": 1, "epocas": 3}}
    tiempos.write_text(json.dumps(hecho | {"nucleos": 2, "procesador": "uno"}), encoding="utf-8")
    texto = tiempos_de_la_receta(tiempos)
    assert "| leer | 1.5 |" in texto
    assert "| **todo** | **11.5** |" in texto


def test_los_distribuidos_se_miden_por_origen_contra_la_primera_lectura(tmp_path: Path) -> None:
    """Con la segunda lectura igual a la primera, su renglón es de acierto completo y el de los modelos no."""
    textos = {
        "Me sentí muy cansada y con ganas de llorar.": "personal",
        "Les puse un problema de fracciones con material concreto.": "didactica",
        "La directora nos pidió entregar otro formato.": "institucional",
        "Las mamás de la comunidad nos llevan de comer.": "social",
        "Hablamos del respeto y de pedir perdón.": "valoral",
    }
    filas = []
    for redactor, origen in (("yy", "llana"), ("zz", "reescrita")):
        oraciones = [
            {"texto": t, "dimensiones": [d], "segunda_anotacion": [d], "acto": a, "segundo_acto": a}
            for (t, d), a in zip(textos.items(), (*rx.ACTOS, None), strict=True)
        ]
        filas.append(
            {"id": f"{redactor}1", "redactor": redactor, "origen": origen, "temas": [], "oraciones": oraciones}
        )
    ruta = tmp_path / "prueba.jsonl"
    ruta.write_text("\n".join(json.dumps(f, ensure_ascii=False) for f in filas), encoding="utf-8")
    lineas = distribuidos(ruta).splitlines()
    for titulo in ("llanas", "reescritas"):
        suyas = [linea for linea in lineas if linea.startswith(f"| {titulo} |")]
        assert [s.split("|")[2].strip() for s in suyas] == ["`rapido`", "`preciso`", "la segunda lectura"]
        assert "1.000" in suyas[2].split("|")[3]
        assert "1.000" in suyas[2].split("|")[5]
    assert not any("sintéticas" in linea for linea in lineas if linea.startswith("|"))
    assert not any(linea.startswith("| reescritas, ") for linea in lineas)  # es una sola persona


def test_cada_redactor_de_las_reescritas_de_prueba_tiene_sus_renglones(tmp_path: Path) -> None:
    oracion = {"texto": "Les puse un problema de fracciones.", "dimensiones": ["didactica"], "acto": None}
    oracion |= {"segunda_anotacion": ["didactica"], "segundo_acto": None}
    filas = [
        {"id": f"{r}1", "redactor": r, "origen": o, "temas": [], "oraciones": [oracion]}
        for r, o in (("ww", "llana"), ("xx", "llana"), ("yy", "reescrita"), ("zz", "reescrita"))
    ]
    ruta = tmp_path / "prueba.jsonl"
    ruta.write_text("\n".join(json.dumps(f, ensure_ascii=False) for f in filas), encoding="utf-8")
    titulos = [linea.split("|")[1].strip() for linea in distribuidos(ruta).splitlines() if linea.startswith("| ")]
    assert titulos[2:] == ["reescritas"] * 3 + ["reescritas, yy"] * 3 + ["reescritas, zz"] * 3 + ["llanas"] * 3


def test_los_casos_dificiles_se_comparan_aparte() -> None:
    facil = {"dimensiones": ["personal"], "segunda_anotacion": ["personal"], "acto": None, "segundo_acto": None}
    dificil = {**facil, "relectura": {"dimensiones": ["social"], "acto": None}}
    corpus = [{"origen": "reescrita", "sin_marcas": True, "oraciones": [facil, dificil, dificil]}]
    filas = [[c.strip() for c in linea.split("|")[1:-1]] for linea in acuerdo_entre_lecturas(corpus).splitlines()]
    leidas = {(f[0], f[1]): f[2:] for f in filas if len(f) == 4}
    assert leidas["dimensiones, contadas", "primera y segunda"][0] == "3"
    assert leidas["dimensiones, contadas, casos difíciles", "primera y segunda"] == ["2", "0.200"]
    assert leidas["dimensiones, contadas, casos difíciles", "segunda y relectura"] == ["2", "0.000"]
