"""Entrenar y evaluar: que nada del redactor apartado se cuele y que `--comprobar` note los cambios."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from modelos import entrenar
from modelos.datos import CORPUS, claves_temas, ejemplos, huella_corpus, leer_corpus
from modelos.destilar import LECCION, Leccion, copias
from modelos.evaluar import _subconjunto
from modelos.pliegues import PLIEGUES
from reflexiona.modelo import cargar_modelo
from reflexiona.modelo.carpeta import carpeta_de
from reflexiona.modelo.lineal import ModeloLineal


@pytest.mark.parametrize("redactor", ["a", "n", "t"])
def test_al_apartar_a_un_redactor_no_queda_nada_suyo(corpus: list[dict[str, Any]], redactor: str) -> None:
    datos = ejemplos(corpus, ())
    es = datos.grupos == redactor
    dentro, fuera = _subconjunto(datos, ~es), _subconjunto(datos, es)
    suyas = {r["id"] for r in corpus if r["redactor"] == redactor}
    assert set(fuera.reflexiones) == suyas
    assert not set(dentro.reflexiones) & suyas
    assert set(fuera.grupos) == {redactor}
    assert redactor not in set(dentro.grupos)
    assert set(dentro.reflexiones) | suyas == {r["id"] for r in corpus}


def test_el_subconjunto_va_alineado(corpus: list[dict[str, Any]]) -> None:
    datos = ejemplos(corpus, claves_temas(corpus))
    filas = np.random.default_rng(0).random(len(datos.oraciones)) < 0.1
    parte = _subconjunto(datos, filas)
    assert datos.actos is not None
    assert datos.estratos is not None
    assert parte.actos is not None
    assert parte.estratos is not None
    for nueva, i in enumerate(np.flatnonzero(filas)):
        assert parte.oraciones[nueva] == datos.oraciones[i]
        assert parte.reflexiones[nueva] == datos.reflexiones[i]
        assert parte.grupos[nueva] == datos.grupos[i]
        assert parte.actos[nueva] == datos.actos[i]
        assert parte.estratos[nueva] == datos.estratos[i]
        assert np.array_equal(parte.dimensiones[nueva], datos.dimensiones[i])
    assert parte.temas is None
    assert parte.claves_temas == ()


@pytest.fixture
def incluido() -> ModeloLineal:
    return ModeloLineal.cargar(carpeta_de("rapido"))


def test_el_modelo_incluido_dice_con_que_corpus_se_hizo(incluido: ModeloLineal, corpus: list[dict[str, Any]]) -> None:
    assert incluido.ficha["corpus_sha256"] == huella_corpus()
    assert incluido.ficha["leccion_sha256"] == hashlib.sha256(LECCION.read_bytes()).hexdigest()
    assert incluido.ficha["reflexiones"] == len(corpus)
    assert incluido.ficha["oraciones"] == sum(len(r["oraciones"]) for r in corpus)
    assert "no participaron docentes" in incluido.ficha["limite"]
    assert incluido.claves_temas == claves_temas(corpus)


def test_comprobar_acepta_el_mismo_modelo(
    incluido: ModeloLineal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entrenar, "entrenar_rapido", lambda: incluido)
    assert entrenar.principal(["--comprobar"]) == 0
    assert "idéntico byte a byte" in capsys.readouterr().out


@pytest.mark.parametrize("cambio", ["pesos", "ficha", "vocabulario"])
def test_comprobar_nota_lo_que_cambio(
    incluido: ModeloLineal, cambio: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    otros = {
        "pesos": {"pesos": incluido.pesos + np.where(np.arange(len(incluido.pesos)) == 7, 1, 0)[:, None]},
        "ficha": {"ficha": {**incluido.ficha, "oraciones": 1}},
        "vocabulario": {
            "vocabulario": replace(incluido.vocabulario, palabras=("zz", *incluido.vocabulario.palabras[1:]))
        },
    }
    monkeypatch.setattr(entrenar, "entrenar_rapido", lambda: replace(incluido, **otros[cambio]))
    antes = (carpeta_de("rapido") / "pesos.safetensors").read_bytes()
    assert entrenar.principal(["--comprobar"]) == 1
    assert capsys.readouterr().err.strip()  # dice qué cambió
    assert (carpeta_de("rapido") / "pesos.safetensors").read_bytes() == antes


def test_el_preciso_incluido_dice_con_que_corpus_se_hizo(corpus: list[dict[str, Any]]) -> None:
    preciso = cargar_modelo("preciso")
    assert preciso.ficha["corpus_sha256"] == huella_corpus()
    assert preciso.ficha["oraciones"] == sum(len(r["oraciones"]) for r in corpus)
    assert "MIT" in preciso.ficha["pesos_de_partida"]
    assert "no participaron docentes" in preciso.ficha["limite"]
    assert preciso.claves_temas == claves_temas(corpus)


def test_las_copias_solo_cambian_palabras_que_tienen_vecinas() -> None:
    reflexion = {"oraciones": [{"texto": "Planeé la Clase con mis alumnos."}]}
    vecinas = {"clase": ["lección"], "alumnos": ["chicos"]}
    dichas = {copias([reflexion], vecinas, np.random.default_rng(s))[0][0] for s in range(40)}
    assert dichas == {f"Planeé la {a} con mis {b}." for a in ("Clase", "Lección") for b in ("alumnos", "chicos")}


def test_la_leccion_es_la_del_corpus(corpus: list[dict[str, Any]]) -> None:
    filas = [json.loads(linea) for linea in LECCION.read_text("utf-8").splitlines()]
    assert [f["id"] for f in filas] == [r["id"] for r in corpus]
    assert [len(f["dimensiones"]) for f in filas] == [len(r["oraciones"]) for r in corpus]
    leccion = Leccion.leer(LECCION)
    assert ((leccion.dimensiones >= 0) & (leccion.dimensiones <= 1)).all()
    assert not leccion.copias


def test_ningun_redactor_esta_en_dos_pliegues(corpus: list[dict[str, Any]]) -> None:
    apartados = [r for grupo in PLIEGUES.values() for r in grupo]
    assert len(set(apartados)) == len(apartados)
    assert set(apartados) <= {r["redactor"] for r in corpus}
    # las contadas entran en todos los entrenamientos: se miden los reescritos de corpus.jsonl, cada uno una vez
    de_partida = {r["redactor"] for r in leer_corpus(CORPUS) if r["origen"] == "reescrita"}
    assert len(de_partida) == 7
    assert de_partida <= set(apartados)
