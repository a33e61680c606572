"""El corpus convertido en ejemplos: cada oración con lo suyo."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

import reflexiona as rx
from modelos.casos_dificiles import desacuerdo, principal
from modelos.datos import ARCHIVOS, CORPUS, PRUEBA, claves_temas, ejemplos, leer_corpus, referencia
from modelos.muestras import muestras
from reflexiona.temas import conocidos

Corpus = list[dict[str, Any]]


def _planas(corpus: Corpus) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(r, o) for r in corpus for o in r["oraciones"]]


def test_los_ejemplos_van_alineados(corpus: Corpus) -> None:
    planas = _planas(corpus)
    datos = ejemplos(corpus, claves_temas(corpus))
    assert list(datos.oraciones) == [o["texto"] for _, o in planas]
    assert list(datos.reflexiones) == [r["id"] for r, _ in planas]
    assert datos.grupos.tolist() == [r["redactor"] for r, _ in planas]
    assert datos.estratos is not None
    assert datos.estratos.tolist() == [r["origen"] for r, _ in planas]
    assert datos.clases == rx.DIMENSIONES
    assert datos.clases_actos == rx.ACTOS
    assert datos.actos is not None
    for i in range(0, len(planas), 97):
        _, o = planas[i]
        for j, d in enumerate(rx.DIMENSIONES):
            segunda = o.get("segunda_anotacion", o["dimensiones"])
            leyeron = [d in o["dimensiones"], d in segunda]
            if "relectura" in o:
                leyeron.append(d in o["relectura"]["dimensiones"])
            assert datos.dimensiones[i, j] == sum(leyeron) / len(leyeron)
        acto = o.get("acto")
        if "relectura" in o and o["relectura"]["acto"] == o["segundo_acto"]:
            acto = o["segundo_acto"]  # dos de tres
        if "acto" not in o:
            assert datos.actos[i] == -2
        elif acto is None:
            assert datos.actos[i] == -1
        else:
            assert rx.ACTOS[datos.actos[i]] == acto
    de_mas = np.asarray(["relectura" in o for _, o in planas])
    assert set(np.unique(datos.dimensiones[~de_mas])) == {0.0, 0.5, 1.0}
    assert set(np.unique(datos.dimensiones[de_mas])) == {0.0, 1 / 3, 2 / 3, 1.0}


def test_en_un_caso_dificil_pesan_igual_las_tres_lecturas() -> None:
    oracion = {
        "texto": "x",
        "dimensiones": ["personal"],
        "acto": "reto",
        "segunda_anotacion": ["personal", "social"],
        "segundo_acto": "logro",
        "relectura": {"dimensiones": ["personal", "valoral"], "acto": "logro"},
    }
    r = {"id": "a", "redactor": "a", "origen": "reescrita", "temas": ["familias"], "oraciones": [oracion]}
    datos = ejemplos([r], ("familias",))
    assert datos.dimensiones.tolist() == [[1, 0, 0, 1 / 3, 1 / 3]]
    assert datos.actos is not None
    assert [rx.ACTOS[i] for i in datos.actos] == ["logro"]  # dos de tres
    (m,) = muestras([r], ("familias",), segunda=0.75)
    assert np.allclose(m.dimensiones, [[1, 0, 0, 1 / 3, 1 / 3]])
    orden = [rx.ACTOS.index(a) for a in ("reto", "logro")]
    assert np.allclose(m.actos[0, orden], np.asarray([1, 2]) / 3 * 0.96 + 0.04 / 5)
    oracion["relectura"] = {"dimensiones": [], "acto": None}
    datos = ejemplos([r], ("familias",))
    assert datos.actos is not None
    assert [rx.ACTOS[i] for i in datos.actos] == ["reto"]  # sin acuerdo, la primera


def test_los_casos_dificiles_son_los_que_discuten_los_modelos(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = leer_corpus(PRUEBA)[:6]
    archivo = tmp_path / "textos.jsonl"
    archivo.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in corpus), encoding="utf-8")
    assert principal([str(archivo), "--parte", "0.25"]) == 0
    salen = [linea.split("\t") for linea in capsys.readouterr().out.splitlines()]
    oraciones = {f"{r['id']}.{i}": o["texto"] for r in corpus for i, o in enumerate(r["oraciones"], 1)}
    assert len(salen) == math.ceil(len(oraciones) / 4)
    assert [oraciones[i] for i, _ in salen] == [t for _, t in salen]
    ids = [i.rsplit(".", 1)[0] for i in oraciones]
    dicen = [np.asarray(rx.Etiquetador(m).predict_proba(list(oraciones.values()), ids)) for m in ("preciso", "rapido")]
    distancia = dict(zip(oraciones, np.abs(dicen[0] - dicen[1]).max(1), strict=True))
    elegidas = {i for i, _ in salen}
    otras = np.mean([d for i, d in distancia.items() if i not in elegidas])
    assert np.mean([distancia[i] for i in elegidas]) > 1.5 * otras


def test_el_desacuerdo_no_depende_de_quien_habla_primero() -> None:
    azar = np.random.default_rng(5)
    una, otra = azar.random((2, 20, 5))
    assert np.allclose(desacuerdo([una, otra]), desacuerdo([otra, una]))
    assert np.allclose(desacuerdo([una, una]), 0)
    assert (desacuerdo([una, otra]) <= 5 * np.log(2)).all()


def test_los_temas_van_por_reflexion_en_orden_de_aparicion(corpus: Corpus) -> None:
    temas = claves_temas(corpus)
    datos = ejemplos(corpus, temas)
    assert datos.temas is not None
    assert datos.temas.shape == (len(corpus), len(temas))
    assert list(dict.fromkeys(datos.reflexiones)) == [r["id"] for r in corpus]
    for i in range(0, len(corpus), 29):
        assert {t for t, si in zip(temas, datos.temas[i], strict=True) if si} == set(corpus[i]["temas"]) - {"otro"}


def test_los_temas_del_corpus_son_los_conocidos(corpus: Corpus) -> None:
    assert set(claves_temas(corpus)) == set(conocidos())
    assert "otro" not in claves_temas(corpus)
    assert claves_temas(corpus) == tuple(sorted(claves_temas(corpus[::-1])))


def test_la_referencia_de_las_reescritas_es_la_segunda_lectura() -> None:
    oracion = {"texto": "x", "dimensiones": ["personal"], "segunda_anotacion": ["social", "valoral"]}
    sin_segunda = {"texto": "y", "dimensiones": ["didactica"]}
    corpus = [{"origen": o, "oraciones": [oracion, sin_segunda]} for o in ("sintetica", "reescrita")]
    assert referencia(corpus).tolist() == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 1, 1], [0, 1, 0, 0, 0]]


def test_la_referencia_va_alineada_con_los_ejemplos(corpus: Corpus) -> None:
    verdad = referencia(corpus)
    planas = _planas(corpus)
    assert verdad.shape == (len(planas), 5)
    difieren = 0
    for i, (r, o) in enumerate(planas):
        campo = "segunda_anotacion" if r["origen"] == "reescrita" else "dimensiones"
        esperadas = set(o.get(campo, o["dimensiones"]))
        assert {d for d, si in zip(rx.DIMENSIONES, verdad[i], strict=True) if si} == esperadas
        difieren += esperadas != set(o["dimensiones"])
    assert difieren > 100  # la segunda lectura no es copia de la primera


def test_el_corpus_esta_sano(corpus: Corpus) -> None:
    assert leer_corpus() == corpus
    assert len({r["id"] for r in corpus}) == len(corpus)
    por_redactor: dict[str, set[str]] = {}
    for r, o in _planas(corpus):
        por_redactor.setdefault(r["redactor"], set()).add(r["origen"])
        assert o["texto"].strip()
        assert set(o["dimensiones"]) <= set(rx.DIMENSIONES)
        assert o.get("acto") in {*rx.ACTOS, None}
    assert all(len(origenes) == 1 for origenes in por_redactor.values())
    cuantos = Counter(o for origenes in por_redactor.values() for o in origenes)
    assert cuantos == {"sintetica": 13, "reescrita": 34, "llana": 25}


def test_las_llanas_tienen_dos_lecturas_y_marcas_en_su_lugar(corpus: Corpus) -> None:
    llanas = [o for r, o in _planas(corpus) if r["origen"] == "llana"]
    assert len(llanas) > 30_000
    for o in llanas:
        assert {"segunda_anotacion", "acto", "segundo_acto"} <= set(o)
        assert set(o["segunda_anotacion"]) <= set(rx.DIMENSIONES)
        assert "[[" not in o["texto"]
        for inicio, fin, tipo in o.get("datos_personales", []):
            assert tipo in {"PER", "ESC", "LUG"}
            assert o["texto"][inicio:fin].strip() == o["texto"][inicio:fin] != ""
    difieren = sum(set(o["dimensiones"]) != set(o["segunda_anotacion"]) for o in llanas)
    assert 0.05 < difieren / len(llanas) < 0.5  # dos lecturas de veras, ni copiadas ni al azar


def test_donde_no_hay_marcas_no_se_aprende_que_no_hay_nombres(corpus: Corpus) -> None:
    for muestra, r in zip(muestras(corpus, claves_temas(corpus), 0.75), corpus, strict=True):
        assert (muestra.datos is None) == bool(r.get("sin_marcas"))


def test_la_prueba_no_comparte_redactores_ni_textos_con_el_corpus(corpus: Corpus) -> None:
    prueba = leer_corpus(PRUEBA)
    assert len(_planas(prueba)) > 5_000
    assert not {r["redactor"] for r in prueba} & {r["redactor"] for r in corpus}
    vistas = {o["texto"] for _, o in _planas(corpus) if len(o["texto"]) > 40}
    assert not [o["texto"] for _, o in _planas(prueba) if o["texto"] in vistas]
    assert all({"segunda_anotacion", "acto", "segundo_acto"} <= set(o) for _, o in _planas(prueba))


def test_las_contadas_tienen_dos_lecturas_y_no_repiten_lo_que_se_aparta() -> None:
    """Que ninguna cuente la misma página que una de n–t: al apartarlas, se habrían visto al entrenar."""
    contadas = leer_corpus(CORPUS.with_name("contadas.jsonl"))
    assert len(contadas) > 800
    assert all(r["origen"] == "reescrita" and r["sin_marcas"] for r in contadas)
    planas = [o for _, o in _planas(contadas)]
    assert all({"segunda_anotacion", "acto", "segundo_acto"} <= set(o) for o in planas)
    difieren = sum(set(o["dimensiones"]) != set(o["segunda_anotacion"]) for o in planas)
    assert 0.05 < difieren / len(planas) < 0.5
    dificiles = [o for o in planas if "relectura" in o]
    assert len(dificiles) > 1_500
    assert all(set(o["relectura"]["dimensiones"]) <= set(rx.DIMENSIONES) for o in dificiles)
    assert {o["relectura"]["acto"] for o in dificiles} == {*rx.ACTOS, None}
    tres = [{*o["relectura"]["dimensiones"]} not in ({*o["dimensiones"]}, {*o["segunda_anotacion"]}) for o in dificiles]
    assert 0.02 < sum(tres) / len(tres) < 0.5  # ni copiada de alguna de las otras ni al azar
    de_partida = [r for r in leer_corpus(CORPUS) if r["origen"] == "reescrita"]
    prueba = [r for r in leer_corpus(PRUEBA) if r["origen"] == "reescrita"]
    assert len(prueba) > 100
    textos = [" ".join(o["texto"] for o in r["oraciones"]) for r in (*de_partida, *contadas, *prueba)]
    x = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.2, strip_accents="unicode").fit_transform(textos)
    a, b = len(de_partida), len(de_partida) + len(contadas)
    assert (x[a:b] @ x[:a].T).max() < 0.2
    assert (x[b:] @ x[:b].T).max() < 0.2


def test_la_ficha_del_corpus_cuenta_lo_que_hay() -> None:
    tabla = (CORPUS.parent / "LEEME.md").read_text(encoding="utf-8")
    filas = {
        celdas[1].strip(" `"): (celdas[3], celdas[4])
        for celdas in (linea.split("|") for linea in tabla.splitlines() if linea.startswith("| `"))
        if celdas[1].strip(" `").endswith(".jsonl")
    }
    assert set(filas) == {a.name for a in (*ARCHIVOS, PRUEBA)}
    for ruta in (*ARCHIVOS, PRUEBA):
        reflexiones = leer_corpus(ruta)
        dichas = tuple(int(x.replace(",", "")) for x in filas[ruta.name])
        assert dichas == (len(reflexiones), sum(len(r["oraciones"]) for r in reflexiones)), ruta.name
