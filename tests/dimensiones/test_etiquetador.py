"""`Etiquetador`: el protocolo de scikit-learn, los errores, otra guía y que los pesos incluidos sean los buenos."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.validation import check_is_fitted

import reflexiona as rx
from modelos.datos import ejemplos, leer_corpus
from modelos.destilar import LECCION, Leccion, blancos_de
from reflexiona.dimensiones import etiquetador as modulo
from reflexiona.dimensiones.etiquetador import elegir_actos
from reflexiona.dimensiones.evaluacion import medir
from reflexiona.errores import AvisoReflexiona, ErrorDatos, ErrorModelo
from reflexiona.modelo import ModeloLineal, ModeloPreciso

Guia = tuple[list[str], list[list[str]]]

POR_DIMENSION = {
    "personal": "Me siento agotada y con ganas de llorar, pero sigo amando mi vocación.",
    "didactica": "Usé material concreto para que comprendieran las fracciones.",
    "institucional": "La directora nos pide demasiados formatos en el consejo técnico.",
    "social": "Muchas familias de la colonia migraron por falta de trabajo.",
    "valoral": "Educar es formar personas justas que respeten a los demás.",
}
POR_ACTO = {
    "reto": "Me cuesta mucho que los papás respondan cuando los llamo.",
    "logro": "Después de tres meses logré que todos leyeran en voz alta.",
    "compromiso": "Me comprometo a visitar a las familias cada mes.",
    "pregunta": "¿Cómo le hacemos para que todos participen?",
}


# --- el modelo incluido ---------------------------------------------------------------------------------------------


def test_los_pesos_incluidos_son_los_entrenados_con_este_corpus() -> None:
    """No mide calidad (el modelo ya vio estas oraciones): comprueba que se incluyeron los pesos correctos.

    Se compara con lo que aprendió: por mitades, las etiquetas y lo que dice el modelo preciso.
    """
    corpus = leer_corpus()
    blancos = blancos_de(ejemplos(corpus, ()), Leccion.leer(LECCION)) >= 0.5
    pares = [(r["id"], o["texto"]) for r in corpus for o in r["oraciones"]]
    elegidas = {r["id"] for r in corpus[::12]}
    filas = [i for i, (r, _) in enumerate(pares) if r in elegidas]
    ids = [pares[i][0] for i in filas]
    dicho = rx.Etiquetador("rapido").predict([pares[i][1] for i in filas], ids)
    medidas = medir(blancos[filas], dicho, ids, rx.DIMENSIONES, remuestreos=10)
    assert medidas["f1"].valor >= 0.85, medidas
    assert min(medidas[f"kappa {d}"].valor for d in rx.DIMENSIONES) >= 0.75, medidas


@pytest.mark.parametrize("modelo", ["preciso", "rapido"])
@pytest.mark.parametrize("dimension", rx.DIMENSIONES)
def test_una_oracion_llana_lleva_su_dimension(dimension: str, modelo: str) -> None:
    fila = rx.Etiquetador(modelo).predict([POR_DIMENSION[dimension]])[0]
    assert fila[rx.DIMENSIONES.index(dimension)] == 1


@pytest.mark.parametrize("modelo", ["preciso", "rapido"])
@pytest.mark.parametrize("acto", rx.ACTOS)
def test_una_oracion_llana_lleva_su_acto(acto: str, modelo: str) -> None:
    assert rx.Etiquetador(modelo).predict_actos([POR_ACTO[acto]]) == [acto]


@pytest.mark.parametrize("modelo", ["preciso", "rapido"])
def test_lo_que_no_dice_nada_no_lleva_nada(modelo: str) -> None:
    e = rx.Etiquetador(modelo)
    assert not e.predict(["", "😀", "Buenos días."]).any()
    assert e.predict_actos(["", "😀", "Buenos días."]) == [None] * 3


# --- el protocolo ---------------------------------------------------------------------------------------------------


def test_construir_no_hace_nada(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modulo, "cargar_modelo", lambda _: pytest.fail("se cargó el modelo al construir"))
    umbrales = [0.5] * 5
    e = rx.Etiquetador("no-existe", umbrales=umbrales)
    assert e.get_params() == {"modelo": "no-existe", "umbrales": umbrales, "hilos": None}
    assert e.get_params()["umbrales"] is umbrales
    copia = clone(e)
    assert copia is not e
    assert copia.get_params() == e.get_params()
    assert "no-existe" in repr(e)
    assert e.set_params(modelo="rapido", umbrales=None).modelo == "rapido"


def test_un_modelo_que_no_existe_falla_al_usarse() -> None:
    for usar in ("predict_proba", "predict", "predict_actos"):
        with pytest.raises(ErrorModelo, match="no-existe"):
            getattr(rx.Etiquetador("no-existe"), usar)(["hola"])
    with pytest.raises(ErrorModelo, match="no-existe"):
        rx.Etiquetador("no-existe").explicar("hola")
    with pytest.raises(ErrorModelo, match="no-existe"):
        rx.Etiquetador.cargar("no-existe")


def test_predict_proba_va_en_el_orden_de_las_dimensiones() -> None:
    e = rx.Etiquetador("rapido")
    p = e.predict_proba([POR_DIMENSION[d] for d in rx.DIMENSIONES])
    assert p.shape == (5, 5)
    assert ((p >= 0) & (p <= 1)).all()
    assert p.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert tuple(e.classes_) == rx.DIMENSIONES
    check_is_fitted(e)


def test_predict_es_la_probabilidad_contra_el_umbral(corpus: list[dict[str, Any]]) -> None:
    e = rx.Etiquetador("rapido")
    textos = [o["texto"] for r in corpus[::100] for o in r["oraciones"]]
    ids = [r["id"] for r in corpus[::100] for _ in r["oraciones"]]
    dicho = e.predict(textos, ids)
    assert dicho.dtype.kind == "i"
    assert np.array_equal(dicho, e.predict_proba(textos, ids) >= e.umbrales_)
    assert 0 < dicho.mean() < 1
    assert not np.array_equal(e.predict_proba(textos, ids), e.predict_proba(textos))  # el contexto se usa


def test_umbrales_propios() -> None:
    textos = list(POR_DIMENSION.values())
    assert rx.Etiquetador(umbrales=[0.0] * 5).predict(textos).all()
    assert not rx.Etiquetador(umbrales=[1.01] * 5).predict(textos).any()
    mezcla = rx.Etiquetador(umbrales=[0, 2, 0, 2, 0])
    assert mezcla.predict(textos).tolist() == [[1, 0, 1, 0, 1]] * 5
    assert mezcla.explicar(textos[0]).oraciones[0].asignadas == ("personal", "institucional", "valoral")
    with pytest.raises(ErrorDatos, match="5 números"):
        rx.Etiquetador(umbrales=[0.5] * 4).predict(textos)


def test_acepta_series_arreglos_y_tuplas() -> None:
    textos = list(POR_DIMENSION.values())
    e = rx.Etiquetador("rapido")
    esperado = e.predict_proba(textos, [1, 1, 1, 2, 2])
    for envoltura in (tuple, np.asarray, pd.Series):
        assert np.array_equal(e.predict_proba(envoltura(textos), envoltura([1, 1, 1, 2, 2])), esperado)


def test_sin_oraciones() -> None:
    e = rx.Etiquetador("rapido")
    assert e.predict_proba([]).shape == e.predict([], []).shape == (0, 5)
    assert e.predict_actos([]) == []


def test_los_actos_salen_de_la_lista(corpus: list[dict[str, Any]]) -> None:
    actos = rx.Etiquetador("rapido").predict_actos([o["texto"] for r in corpus[::60] for o in r["oraciones"]])
    assert set(actos) == {*rx.ACTOS, None}


def test_elegir_actos_compara_con_cada_umbral() -> None:
    p = np.asarray([[0.30, 0.40, 0.3], [0.30, 0.10, 0.6], [0.19, 0.49, 0.3]])
    assert elegir_actos(p, np.asarray([0.2, 0.5]), ["a", "b"]) == ["a", "a", None]


@pytest.mark.parametrize(
    ("oraciones", "reflexiones", "mensaje"),
    [
        ("Una oración suelta.", None, r"\[texto\]"),
        (["bien", None], None, "oración 2 no es texto sino NoneType"),
        (["bien", "bien", 3.5], None, "oración 3 no es texto sino float"),
        ([b"bytes"], None, "oración 1 no es texto sino bytes"),
        (["a", "b"], ["r1"], "2 oraciones y 1 identificadores"),
        ([], ["r1"], "0 oraciones y 1 identificadores"),
        (None, None, "lista de oraciones, en orden: llegó NoneType"),
        ({"a", "b"}, None, "lista de oraciones, en orden: llegó set"),
        ({"texto": "a"}, None, "lista de oraciones, en orden: llegó dict"),
        (pd.DataFrame({"id": ["1"], "texto": ["a"]}), None, r"tabla de 2 columnas.*tabla\['texto'\]"),
        (["a", "b"], ["r1", None], "identificador de reflexión 2 está vacío"),
        (["a", "b"], [np.nan, "r1"], "identificador de reflexión 1 está vacío"),
        (["a", "b"], ["r1", ["r2"]], "identificador de reflexión 2 está vacío o no sirve"),
    ],
)
def test_errores_de_entrada(oraciones: Any, reflexiones: Any, mensaje: str) -> None:
    for usar in ("predict_proba", "predict", "predict_actos"):
        with pytest.raises(ErrorDatos, match=mensaje):
            getattr(rx.Etiquetador("rapido"), usar)(oraciones, reflexiones)


@pytest.mark.parametrize(("preguntas", "mensaje"), [("¿Qué?", "diccionario"), ({"r": 3.5}, "«r» no es texto: 3.5")])
def test_preguntas_que_no_lo_son(preguntas: Any, mensaje: str) -> None:
    for usar in ("predict_proba", "predict", "predict_actos"):
        with pytest.raises(ErrorDatos, match=mensaje):
            getattr(rx.Etiquetador(), usar)(["a"], ["r"], preguntas)
    with pytest.raises(ErrorDatos, match="`pregunta` debe ser un texto"):
        rx.Etiquetador().explicar("a", pregunta=preguntas if isinstance(preguntas, dict) else 3)  # type: ignore[arg-type]


def test_explicar_lo_que_no_es_texto() -> None:
    for nada in (None, np.nan, 3):
        with pytest.raises(ErrorDatos, match="lista de oraciones"):
            rx.Etiquetador("rapido").explicar(nada)  # type: ignore[arg-type]


@pytest.mark.parametrize("hilos", [0, -2, 1.5, "4", True])
def test_hilos_que_no_sirven(hilos: Any) -> None:
    with pytest.raises(ErrorDatos, match="entero desde 1"):
        rx.Etiquetador(hilos=hilos).predict(["a"])


def test_umbrales_que_no_son_numeros() -> None:
    with pytest.raises(ErrorDatos, match="números, uno por clase"):
        rx.Etiquetador("rapido", umbrales=["alto"] * 5).predict(["a"])  # type: ignore[list-item]


def test_una_tabla_de_una_columna_son_sus_textos() -> None:
    textos = list(POR_DIMENSION.values())
    e = rx.Etiquetador("rapido")
    assert np.array_equal(e.predict(pd.DataFrame({"texto": textos})), e.predict(textos))


def test_score_es_la_parte_bien_etiquetada() -> None:
    e = rx.Etiquetador("rapido")
    textos = list(POR_DIMENSION.values())
    dicho = e.predict(textos)
    assert e.score(textos, dicho) == 1.0
    mal = dicho.copy()
    mal[0] = 1 - mal[0]
    assert e.score(textos, mal) == pytest.approx(0.8)
    assert e.score(textos, mal, sample_weight=[0, 1, 1, 1, 1]) == 1.0
    nombres = [[d for d, x in zip(rx.DIMENSIONES, fila, strict=True) if x] for fila in dicho]
    assert e.score(textos, nombres) == e.score(textos, pd.DataFrame(dicho, columns=list(rx.DIMENSIONES))) == 1.0
    assert e.score(textos, dicho, reflexiones=[1] * 5) == (e.predict(textos, [1] * 5) == dicho).all(axis=1).mean()
    with pytest.raises(ErrorDatos, match="5 oraciones y 4 filas"):
        e.score(textos, dicho[:4])
    with pytest.raises(ErrorDatos, match="Las columnas de `Y`"):
        e.score(textos, pd.DataFrame(dicho, columns=list(rx.DIMENSIONES)[::-1]))


# --- con otra guía --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def propio(guia_propia: Guia) -> rx.Etiquetador:
    return rx.Etiquetador("rapido").fit(*guia_propia)


def test_fit_con_listas_de_nombres(propio: rx.Etiquetador) -> None:
    assert propio.classes_.tolist() == ["agua", "fuego"]
    assert propio.predict(["Llovió en el río.", "El fuego quemó el comal.", "Compramos cuadernos."]).tolist() == [
        [1, 0],
        [0, 1],
        [0, 0],
    ]


def test_fit_con_tabla_y_con_arreglo_da_el_mismo_modelo(guia_propia: Guia, propio: rx.Etiquetador) -> None:
    oraciones, clases = guia_propia
    tabla = pd.DataFrame([[c in fila for c in ("agua", "fuego")] for fila in clases], columns=["agua", "fuego"])
    con_tabla = rx.Etiquetador("rapido").fit(pd.Series(oraciones), tabla)
    con_arreglo = rx.Etiquetador("rapido").fit(oraciones, tabla.to_numpy(dtype=int), clases=["H2O", "lumbre"])
    sin_nombres = rx.Etiquetador("rapido").fit(oraciones, tabla.to_numpy(dtype=int).tolist())
    assert con_tabla.classes_.tolist() == ["agua", "fuego"]
    assert con_arreglo.classes_.tolist() == ["H2O", "lumbre"]
    assert sin_nombres.classes_.tolist() == ["clase_1", "clase_2"]
    for otro in (con_tabla, con_arreglo, sin_nombres):
        assert np.array_equal(otro.predict_proba(oraciones), propio.predict_proba(oraciones))


def test_fit_no_cambia_los_parametros_ni_al_incluido(guia_propia: Guia) -> None:
    e = rx.Etiquetador("rapido")
    assert e.fit(*guia_propia) is e
    assert e.get_params() == {"modelo": "rapido", "umbrales": None, "hilos": None}
    assert tuple(clone(e).classes_) == rx.DIMENSIONES
    assert tuple(rx.Etiquetador("rapido").classes_) == rx.DIMENSIONES


def test_guardar_y_cargar(propio: rx.Etiquetador, guia_propia: Guia, tmp_path: Path) -> None:
    oraciones = guia_propia[0]
    propio.guardar(tmp_path / "propio")
    vuelto = rx.Etiquetador.cargar(tmp_path / "propio")
    assert vuelto.classes_.tolist() == ["agua", "fuego"]
    assert np.allclose(vuelto.predict_proba(oraciones), propio.predict_proba(oraciones), rtol=0, atol=1e-5)
    assert {a.name for a in (tmp_path / "propio").iterdir()} == {"config.json", "pesos.safetensors"}
    with pytest.raises(ErrorModelo, match="no reconoce actos"):
        vuelto.predict_actos(oraciones)
    with pytest.raises(ErrorModelo, match="no reconoce actos"):
        propio.predict_actos(oraciones)


@pytest.mark.parametrize("modelo", ["preciso", "rapido"])
def test_guardar_lleva_los_umbrales_en_uso(modelo: str, tmp_path: Path) -> None:
    umbrales = [0.9, 0.1, 0.5, 0.5, 0.25]
    rx.Etiquetador(modelo, umbrales=umbrales).guardar(tmp_path)
    vuelto = rx.Etiquetador.cargar(tmp_path)
    assert vuelto.umbrales is None
    assert np.allclose(vuelto.umbrales_, umbrales, rtol=0, atol=1e-6)
    assert rx.Etiquetador(modelo).umbrales_.tolist() != vuelto.umbrales_.tolist()
    assert vuelto.predict_actos(["¿Cómo le hacemos?"]) == ["pregunta"]


def test_guardar_otro_en_la_misma_carpeta(propio: rx.Etiquetador, guia_propia: Guia, tmp_path: Path) -> None:
    propio.guardar(tmp_path)
    assert rx.Etiquetador(tmp_path).classes_.tolist() == ["agua", "fuego"]
    oraciones, clases = guia_propia
    otras = [["mar" if c == "agua" else c for c in fila] for fila in clases]
    rx.Etiquetador("rapido").fit(oraciones, otras).guardar(tmp_path)
    assert rx.Etiquetador(tmp_path).classes_.tolist() == rx.Etiquetador.cargar(tmp_path).classes_.tolist()
    assert "mar" in rx.Etiquetador(tmp_path).classes_


@pytest.mark.parametrize(
    ("y", "clases", "mensaje"),
    [
        ([["a"]], None, "4 oraciones y 1 filas"),
        (["a", "b", "a", "b"], None, "una sola clase por oración"),
        ([1, 0, 1, 0], None, "tabla"),
        ([[1, 0], [1], [0, 1], [0, 1]], None, "tabla"),
        ([[1, np.nan], [0, 1], [1, 0], [0, 1]], None, "vacíos o fuera de 0 a 1"),
        ([[2, 0], [0, 1], [1, 0], [0, 1]], None, "vacíos o fuera de 0 a 1"),
        ([[1, 0], [0, 1], [1, 0], [0, 1]], ["x"], "2 columnas y `clases` 1 nombres"),
        (pd.DataFrame([[1, 0], [0, 1]] * 2, columns=["x", "y"]), ["x"], "2 columnas y `clases` 1 nombres"),
        ([["a"], ["b"], ["a"], ["c"]], ["a", "b"], "no incluye «c»"),
        (None, None, "Faltan las clases"),
        ([[1, 0], [0, 1], [1, 0], [0, 1]], ["x", "x"], "repetidos"),
        ([[], [], [], []], None, "Ninguna oración lleva una clase"),
        ([["a"], ["a"], ["a"], ["a"]], None, "«a» necesita ejemplos a favor y en contra"),
    ],
)
def test_errores_al_entrenar(y: Any, clases: Any, mensaje: str) -> None:
    with pytest.raises(ErrorDatos, match=mensaje):
        rx.Etiquetador("rapido").fit(["el agua", "el fuego", "más agua", "más fuego"], y, clases=clases)


def test_las_clases_pueden_venir_en_un_arreglo(guia_propia: Guia, propio: rx.Etiquetador) -> None:
    oraciones, clases = guia_propia
    otro = rx.Etiquetador("rapido").fit(oraciones, clases, clases=propio.classes_)  # type: ignore[arg-type]
    assert np.array_equal(otro.predict_proba(oraciones), propio.predict_proba(oraciones))


@pytest.mark.parametrize("modelo", ["preciso", "rapido"])
def test_con_muy_pocos_ejemplos_se_avisa(modelo: str) -> None:
    textos = ["el agua del río", "el fuego del comal", "más agua del pozo", "más fuego de leña"]
    with pytest.warns(AvisoReflexiona, match=r"«agua» \(2 a favor, 2 en contra\)"):
        rx.Etiquetador(modelo).fit(textos, [["agua"], [], ["agua"], []])


def test_entrenar_otra_vez_usa_el_modelo_que_se_pide(guia_propia: Guia) -> None:
    e = rx.Etiquetador("preciso").fit(*guia_propia)
    assert isinstance(e.modelo_, ModeloPreciso)
    assert isinstance(e.set_params(modelo="rapido").fit(*guia_propia).modelo_, ModeloLineal)
    with pytest.raises(ErrorModelo, match="no-existe"):
        e.set_params(modelo="no-existe").fit(*guia_propia)


def test_una_clase_que_casi_siempre_esta_se_asigna_casi_siempre() -> None:
    """Con umbrales desde el percentil 30, nunca se podría asignar a más del 70 % de las oraciones."""
    azar = np.random.default_rng(0)
    con, sin = ("el agua del río", "llovió mucha agua", "agua del pozo"), ("el fuego del comal", "fuego de leña")
    y = azar.random(120) < 0.85
    textos = [f"{azar.choice(con if si else sin)} {i}" for i, si in enumerate(y)]
    e = rx.Etiquetador("preciso").fit(textos, [["agua"] if si else [] for si in y])
    assert (e.predict(textos)[:, 0] == y).mean() > 0.95


def test_entrenar_con_las_mismas_reflexiones_pide_dos() -> None:
    with pytest.raises(ErrorDatos, match="dos grupos"):
        rx.Etiquetador("rapido").fit(["el agua", "el fuego"], [[1, 0], [0, 1]], reflexiones=["r", "r"])


def test_en_un_pipeline_y_en_validacion_cruzada(guia_propia: Guia, propio: rx.Etiquetador) -> None:
    oraciones, clases = guia_propia
    tuberia = Pipeline(
        [
            ("limpia", FunctionTransformer(lambda textos: [t.strip() for t in textos])),
            ("etiqueta", rx.Etiquetador("rapido")),
        ]
    )
    tuberia.fit([f"  {o}\n" for o in oraciones], clases)
    assert np.array_equal(tuberia.predict_proba(oraciones), propio.predict_proba(oraciones))
    y = np.asarray([[c in fila for c in ("agua", "fuego")] for fila in clases], dtype=int)
    dicho = cross_val_predict(rx.Etiquetador("rapido"), np.asarray(oraciones), y, cv=3)
    assert (dicho == y).mean() > 0.9


def test_la_pregunta_del_formulario_cuenta_y_los_hilos_no() -> None:
    oraciones, de = ["Que lleguen con hambre.", "Todo lo demás se platica."], ["r", "r"]
    sola = rx.Etiquetador().predict_proba(oraciones, de)
    con = rx.Etiquetador(hilos=1).predict_proba(oraciones, de, {"r": "¿Qué del contexto de las familias le preocupa?"})
    assert np.abs(sola - con).max() > 0.01
    assert np.array_equal(
        con,
        rx.Etiquetador(hilos=3).predict_proba(oraciones, de, {"r": "¿Qué del contexto de las familias le preocupa?"}),
    )
