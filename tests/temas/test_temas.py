"""Temas: conocidos y emergentes, con personas, citas textuales y estabilidad."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import reflexiona as rx
from reflexiona.corpus import Corpus, Reflexion
from reflexiona.modelo import cargar_modelo
from reflexiona.temas import (
    ModeloTemas,
    Temas,
    conocidos,
    copiar_conocidos,
    emparejar,
    encontrar_temas,
    figura_barras,
    figura_calor,
    figura_cambio,
    figura_mapa,
    leer_conocidos,
)
from reflexiona.temas.ejes import ejes_de
from reflexiona.temas.emergentes import candidatas, minar
from reflexiona.temas.encontrar import minimo_de_personas
from reflexiona.temas.fondo import fondo
from reflexiona.temas.menciones_corpus import leer_menciones
from reflexiona.temas.muestra import Muestra
from reflexiona.temas.temas import COLUMNAS, FIRME
from reflexiona.texto import palabras, partir
from reflexiona.texto.vacias import sin_acentos

RAIZ = Path(__file__).parents[2]
CLAVES = list(conocidos())

PLANTADOS = {
    "ajedrez": [
        "Abrí un club de ajedrez los martes y se quedaron hasta los más inquietos.",
        "En el club de ajedrez una alumna me ganó y el grupo le aplaudió.",
        "Nos faltan tableros para el club de ajedrez, jugamos con corcholatas.",
        "El ajedrez les enseñó a esperar, por eso queremos un torneo de ajedrez.",
    ],
    "puente": [
        "La creciente tumbó el puente colgante y nadie pudo cruzar.",
        "Desde que se cayó el puente colgante rodeamos por el cerro.",
        "Firmamos una petición para que repongan el puente colgante.",
        "Sin el puente colgante llegan con los zapatos en la mano.",
    ],
    "apiario": [
        "Instalamos un apiario con las abejas que donó un vecino.",
        "El apiario de la escuela dio seis frascos de miel y las abejas ya no asustan.",
        "Medimos las colmenas del apiario y contamos abejas por minuto.",
        "Una mamá cuida el apiario en vacaciones para que las abejas no se vayan.",
    ],
    "radio": [
        "La radio comunitaria nos prestó su cabina los jueves.",
        "Grabaron leyendas para la radio comunitaria y se oyeron en la plaza.",
        "En la radio comunitaria leyeron sus poemas sin pena.",
        "La radio comunitaria se oye hasta la sierra y los abuelos llaman.",
    ],
}


def _corpus_de_entrenamiento() -> list[str]:
    with (RAIZ / "modelos" / "corpus" / "corpus.jsonl").open(encoding="utf-8") as archivo:
        return [" ".join(o["texto"] for o in json.loads(linea)["oraciones"]) for linea in archivo]


@pytest.fixture(scope="module")
def reales() -> list[str]:
    return _corpus_de_entrenamiento()


def armar(textos: list[str], personas: list[str] | None = None) -> Corpus:
    personas = personas or [f"P{i}" for i in range(1, len(textos) + 1)]
    return Corpus(tuple(Reflexion(f"r{i}", t, i, p) for i, (t, p) in enumerate(zip(textos, personas, strict=True), 1)))


def sin_conocidos(corpus: Corpus, **opciones: object) -> Temas:
    """Los temas con un modelo que no reconoce ninguno: quedan los emergentes."""
    oraciones = partir(corpus.reflexiones)
    con_texto = len({o.reflexion for o in oraciones})
    puntajes = SimpleNamespace(temas=np.zeros((len(oraciones), 30)), temas_reflexion=np.zeros((con_texto, 30)))
    return encontrar_temas(corpus, oraciones, puntajes, umbrales=np.full(30, 0.5), **opciones)


@pytest.fixture(scope="module")
def ejemplo() -> tuple[Corpus, Temas]:
    with pytest.warns(rx.AvisoReflexiona):
        corpus = rx.leer(RAIZ / "ejemplos" / "reflexiones.csv")
    return corpus, ModeloTemas().fit(corpus).resultado_


def test_lo_plantado_emerge_con_un_nombre_legible(reales: list[str]) -> None:
    hallados = 0
    for semilla, (palabra, textos) in enumerate(PLANTADOS.items()):
        for vuelta in (0, 1):
            azar = random.Random(10 * semilla + vuelta)
            mezcla = azar.sample(reales, 30) + textos
            azar.shuffle(mezcla)
            temas = sin_conocidos(armar(mezcla))
            suyos = [t for t in temas if palabra in t.lower()]
            assert len(suyos) <= 1, f"dos nombres para lo mismo: {suyos}"
            if suyos:
                fila = temas.tabla.set_index("tema").loc[suyos[0]]
                assert fila["origen"] == "emergente"
                assert fila["personas"] >= 3
                hallados += 1
    assert hallados >= 6


def test_sin_nada_propio_no_se_inventan_temas(reales: list[str]) -> None:
    inventados = [t for s in range(6) for t in sin_conocidos(armar(random.Random(s).sample(reales, 25)))]
    assert len(inventados) <= 2, inventados


def test_el_nombre_de_un_emergente_esta_en_los_textos(ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, temas = ejemplo
    emergentes = temas.tabla[temas.tabla["origen"] == "emergente"]
    todo = sin_acentos("\n".join(corpus.textos).lower())
    assert len(emergentes) >= 3
    for nombre in emergentes["tema"]:
        assert sin_acentos(nombre.lower()) in todo
        assert "_" not in nombre
    assert "Puente colgante" in list(temas)


def test_los_nombres_de_pila_y_los_lugares_no_son_temas() -> None:
    textos = [
        "Hoy Lupita no vino y su mesa se quedó vacía.",
        "Le pedí a Lupita que leyera y leyó bajito.",
        "Cuando Lupita se enoja nos avisa, eso lo aprendió aquí.",
        "Fuimos a Ocoapan por los libros y volvimos de noche.",
        "En Ocoapan hay señal y aquí no.",
        "La zona de Ocoapan pidió otra lista.",
    ]
    nombres = " ".join(sin_conocidos(armar(textos))).lower()
    assert "lupita" not in nombres
    assert "ocoapan" not in nombres


def test_cuenta_personas_y_no_veces() -> None:
    textos = ["El puente colgante se cayó. Extraño el puente colgante."] * 5 + ["El puente colgante urge."]
    uno = sin_conocidos(armar(textos, ["P1"] * 6))
    assert len(uno) == 0
    dos = sin_conocidos(armar(textos, ["P1"] * 5 + ["P2"]))
    assert dos.tabla["personas"].tolist() == [2]
    assert dos.tabla["oraciones"].tolist() == [11]


def test_un_conocido_pide_reflexion_y_oracion() -> None:
    corpus = armar(["La mamá vino. Ya es mayo. Sus papás firmaron.", "Su papá llamó.", "Cinco. Seis."])
    oraciones = partir(corpus.reflexiones)
    columna = CLAVES.index("familias")
    por_oracion = np.zeros((len(oraciones), 30))
    por_oracion[:, columna] = [0.9, 0.1, 0.8, 0.4, 0.7, 0.7]
    por_reflexion = np.zeros((3, 30))
    por_reflexion[:, columna] = [0.8, 0.6, 0.1]
    puntajes = SimpleNamespace(temas=por_oracion, temas_reflexion=por_reflexion)
    temas = encontrar_temas(corpus, oraciones, puntajes, umbrales=np.full(30, 0.5))
    familias = conocidos()["familias"].nombre
    assert temas.por_oracion == [(familias,), (), (familias,), (familias,), (), ()]
    assert temas.tabla[["clave", "origen", "personas", "oraciones"]].to_numpy().tolist() == [
        ["familias", "conocido", 2, 3]
    ]
    # «Cinco. Seis.» no dice nada: no hay tema que reconocer.
    assert temas.pertenencia[:, 0].tolist() == [0.8, 0.6, 0.0]
    # Sin palabras del tema, pasar apenas el umbral no basta.
    mudo = armar(["Es lunes. Ya es mayo. Hoy no.", "Tampoco.", "Cinco. Seis."])
    suyas = partir(mudo.reflexiones)
    sin_palabras = encontrar_temas(mudo, suyas, puntajes, umbrales=np.full(30, 0.5), minimo_personas=1)
    assert sin_palabras.tabla["personas"].tolist() == [1]


def test_las_citas_son_textuales_y_de_personas_distintas(ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, temas = ejemplo
    texto = {(o.reflexion, o.numero): o.texto for o in partir(corpus.reflexiones)}
    quien = {r.id: r.persona for r in corpus}
    for tema, personas in zip(temas, temas.tabla["personas"], strict=True):
        citas = temas.citas(tema, 3)
        assert 1 <= len(citas) <= 3
        assert citas["persona"].nunique() == min(3, personas, len(citas))
        for c in citas.to_dict("records"):
            assert c["texto"] == texto[c["reflexion"], c["oracion"]]
            assert c["persona"] == quien[c["reflexion"]]


def test_la_tabla_cuadra_con_las_oraciones(ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, temas = ejemplo
    oraciones = partir(corpus.reflexiones)
    quien = {r.id: r.persona for r in corpus}
    assert len(temas.por_oracion) == len(oraciones)
    for fila in temas.tabla.to_dict("records"):
        suyas = [o for o, t in zip(oraciones, temas.por_oracion, strict=True) if fila["tema"] in t]
        assert fila["oraciones"] == len(suyas)
        assert fila["personas"] == len({quien[o.reflexion] for o in suyas})
        assert 0 <= fila["estabilidad"] <= 1
    # Lo tentativo nunca encabeza; dentro de cada parte, de más a menos personas.
    firmezas = temas.tabla["firmeza"].tolist()
    assert firmezas == sorted(firmezas)
    for _, parte in temas.tabla.groupby("firmeza"):
        assert parte["personas"].is_monotonic_decreasing
    assert ((temas.tabla["estabilidad"] >= FIRME) | (temas.tabla["firmeza"] == "tentativo")).all()


def test_buscar_un_tema_sin_acentos_o_por_partes(ejemplo: tuple[Corpus, Temas]) -> None:
    _, temas = ejemplo
    assert temas.buscar("familias") == temas.buscar("FAMILIAS Y ESCUELA") == "Familias y escuela"
    assert temas.buscar("puente_colgante") == temas.buscar("puente") == "Puente colgante"
    with pytest.raises(rx.ErrorDatos, match=r"Los que hay son .*«Puente colgante»"):
        temas.citas("astronomía")
    with pytest.raises(rx.ErrorDatos, match="puede ser"):
        temas.citas("a")


def _resumen(temas: Temas) -> list[list[object]]:
    return temas.tabla.drop(columns=["clave"]).to_numpy().tolist()


def test_no_depende_del_orden_de_las_filas(reales: list[str]) -> None:
    textos = random.Random(3).sample(reales, 25) + PLANTADOS["puente"] + PLANTADOS["apiario"]
    uno, otro = armar(textos), armar(textos[::-1])
    modelo = ModeloTemas()
    a, b = modelo.fit(uno).resultado_, clone(modelo).fit(otro).resultado_
    assert len(a) >= 2
    assert _resumen(a) == _resumen(b)
    np.testing.assert_allclose(a.pertenencia, b.pertenencia[::-1], atol=1e-9)
    for tema in a:
        assert a.citas(tema)["texto"].tolist() == b.citas(tema)["texto"].tolist()


def test_lo_mismo_da_los_mismos_bytes(ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, temas = ejemplo
    otra = ModeloTemas().fit(corpus).resultado_
    assert otra.tabla.to_json() == temas.tabla.to_json()
    assert otra.voces.to_json() == temas.voces.to_json()


def test_lo_firme_es_mas_estable_que_lo_escaso(reales: list[str]) -> None:
    # El mismo asunto en ocho personas o en tres: con tres, muchos remuestreos lo pierden.
    fondo_ = random.Random(5).sample(reales, 30)
    muchas = sin_conocidos(armar(fondo_ + PLANTADOS["puente"] * 2)).tabla.set_index("tema")["estabilidad"]
    pocas = sin_conocidos(armar(fondo_ + PLANTADOS["puente"][:3])).tabla.set_index("tema")["estabilidad"]
    assert muchas["Puente colgante"] > 0.9
    assert pocas["Puente colgante"] < 0.8


def test_los_pesos_del_remuestreo_cuentan() -> None:
    corpus = armar(PLANTADOS["puente"])
    oraciones = partir(corpus.reflexiones)
    menciones = leer_menciones(corpus, oraciones, [palabras(o.texto, spacy="es") for o in oraciones])
    posibles = candidatas(menciones, fondo())
    assert minar(posibles, minimo=2, maximo=5)
    assert minar(posibles, np.array([1.0, 0, 0, 0]), minimo=2, maximo=5) == []


def test_protocolo_de_scikit_learn() -> None:
    modelo = ModeloTemas(minimo_personas=2, max_emergentes=3, semilla=7)
    assert modelo.get_params() == {
        "modelo": "preciso",
        "n": None,
        "conocidos": None,
        "minimo_personas": 2,
        "max_emergentes": 3,
        "semilla": 7,
    }
    copia = clone(modelo).set_params(semilla=1)
    assert (copia.semilla, modelo.semilla) == (1, 7)
    for llamada in (lambda: modelo.transform(["x"]), modelo.get_feature_names_out):
        with pytest.raises(NotFittedError):
            llamada()
    matriz = modelo.fit_transform(PLANTADOS["puente"])
    assert matriz.shape == (4, len(modelo.temas_))
    assert matriz.min() >= 0
    assert matriz.max() <= 1
    assert modelo.get_feature_names_out().tolist() == modelo.temas_["tema"].tolist()
    conocidos_ = (modelo.temas_["origen"] == "conocido").to_numpy()
    np.testing.assert_allclose(modelo.transform(PLANTADOS["puente"])[:, conocidos_], matriz[:, conocidos_])
    nuevas = modelo.transform(["Otra vez el puente colgante.", "Leímos un cuento."])
    columna = modelo.temas_["tema"].tolist().index("Puente colgante")
    assert nuevas[0, columna] > 0.5
    assert nuevas[1, columna] == 0
    tabla = clone(modelo).set_output(transform="pandas").fit_transform(PLANTADOS["puente"])
    assert tabla.columns.tolist() == modelo.temas_["tema"].tolist()


def test_textos_reflexiones_y_corpus_dan_lo_mismo() -> None:
    corpus = armar(PLANTADOS["ajedrez"])
    esperado = ModeloTemas().fit_transform(corpus)
    np.testing.assert_array_equal(ModeloTemas().fit_transform(list(corpus)), esperado)
    np.testing.assert_array_equal(ModeloTemas().fit_transform(corpus.textos), esperado)


@pytest.mark.parametrize("malo", ["un texto suelto", 5, None, [1, 2], [Reflexion("1", "a", 1, "P1")] * 2])
def test_lo_que_no_sirve_se_dice(malo: object) -> None:
    with pytest.raises(rx.ErrorDatos):
        ModeloTemas().fit(malo)


@pytest.mark.parametrize("textos", [[], [""], ["   ", "..."], ["Una sola reflexión, la mía."]])
def test_con_casi_nada_no_truena(textos: list[str]) -> None:
    modelo = ModeloTemas()
    assert modelo.fit_transform(textos).shape == (len(textos), len(modelo.temas_))
    assert len(modelo.temas_) == 0
    assert list(modelo.temas_.columns) == COLUMNAS
    assert repr(modelo.resultado_) == "Temas(ninguno)"
    with pytest.raises(rx.ErrorDatos, match="no se encontró ninguno"):
        modelo.resultado_.citas("familias")


def test_ocho_reflexiones_bastan(reales: list[str]) -> None:
    textos = random.Random(2).sample(reales, 5) + PLANTADOS["puente"][:3]
    temas = ModeloTemas().fit(textos).resultado_
    assert "Puente colgante" in list(temas)
    # Lo que dice una sola persona se cuenta, pero como tentativo: un tema firme es de varias.
    firmes = temas.tabla[temas.tabla["firmeza"] == "firme"]
    assert len(firmes) >= 2
    assert (firmes["personas"] >= minimo_de_personas(8)).all()
    assert (temas.tabla.loc[temas.tabla["origen"] == "emergente", "personas"] >= minimo_de_personas(8)).all()


def test_lo_hostil_se_muestra_escapado() -> None:
    malo = "El <script>alert(1)</script> puente colgante & la lancha."
    temas = sin_conocidos(armar([malo, malo + " Sí.", "El puente colgante <b>no</b> está."]))
    cuadro = temas._repr_html_()
    assert "<script" not in cuadro
    assert "Puente colgante" in cuadro
    assert malo in temas.citas("puente", 9)["texto"].tolist()


def test_el_fondo_es_pequeno_y_se_puede_rehacer() -> None:
    ficha = importlib.util.spec_from_file_location("fondo_palabras", RAIZ / "modelos" / "fondo_palabras.py")
    assert ficha is not None
    receta = importlib.util.module_from_spec(ficha)
    ficha.loader.exec_module(receta)
    assert receta.DESTINO.stat().st_size <= 300_000
    assert receta.hacer_fondo(receta.CORPUS.read_text("utf-8").splitlines()) == receta.DESTINO.read_text("utf-8")


def test_lo_tentativo_no_encabeza_y_no_es_principal(ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, temas = ejemplo
    assert temas.tabla["firmeza"].iloc[0] == "firme"
    dudosos = temas.tabla[(temas.tabla["firmeza"] == "tentativo") & (temas.tabla["origen"] == "emergente")]["tema"]
    assert len(temas.principales) == len(corpus)
    assert set(temas.principales) <= {None, *temas}
    assert not set(temas.principales) & set(dudosos)


def test_el_perfil_y_los_conjuntos_cuadran_con_las_voces(ejemplo: tuple[Corpus, Temas]) -> None:
    _, temas = ejemplo
    perfil = temas.perfil.set_index("tema")
    assert perfil["oraciones"].tolist() == temas.tabla["oraciones"].tolist()
    assert (perfil["reto"] + perfil["logro"] + perfil["compromiso"] <= perfil["oraciones"]).all()
    assert perfil.loc["Matemáticas", "didactica"] > perfil.loc["Matemáticas", "social"]
    conjuntos = temas.conjuntos
    assert 2 <= len(conjuntos) <= 3
    assert sorted(t for lista in conjuntos["temas"] for t in lista) == sorted(temas)
    mayor = temas.tabla.groupby("conjunto")["personas"].max()
    for fila in conjuntos.to_dict("records"):
        assert mayor[fila["conjunto"]] <= fila["personas"] <= 117


def test_la_voz_minoritaria_contradice_a_la_mayoria(ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, temas = ejemplo
    texto = {(o.reflexion, o.numero): o.texto for o in partir(corpus.reflexiones)}
    halladas = 0
    for tema in temas:
        voz = temas.voz_minoritaria(tema)
        if len(voz):
            halladas += 1
            fila = voz.iloc[0]
            suyas = temas.voces[temas.voces["tema"] == tema]
            contrarios = suyas[suyas["acto"] == {"reto": "logro", "logro": "reto"}[fila["acto"]]]
            assert contrarios["persona"].nunique() >= suyas[suyas["acto"] == fila["acto"]]["persona"].nunique() + 2
            assert fila["persona"] not in set(contrarios["persona"])
            assert texto[fila["reflexion"], fila["oracion"]] == fila["texto"]
    assert halladas >= 3


def test_n_da_los_que_se_piden() -> None:
    textos = PLANTADOS["ajedrez"] + PLANTADOS["radio"]
    assert [len(ModeloTemas(n=n).fit(textos).temas_) for n in (0, 1, 3)] == [0, 1, 3]
    with pytest.raises(rx.ErrorDatos):
        ModeloTemas(n=-1).fit(textos)


@pytest.mark.parametrize("terminacion", ["toml", "csv"])
def test_los_temas_conocidos_se_copian_y_se_cambian(tmp_path: Path, terminacion: str) -> None:
    ruta = copiar_conocidos(tmp_path / f"mios.{terminacion}")
    assert leer_conocidos(ruta) == conocidos()
    cambiado = ruta.read_text("utf-8").replace("Familias y escuela", "Las familias de aquí")
    ruta.write_text(cambiado, "utf-8")
    textos = ["Las mamás vinieron a la junta de padres de familia.", "Los papás ayudan con la tarea en casa."]
    assert "Las familias de aquí" in list(ModeloTemas(conocidos=ruta).fit(textos).temas_["tema"])
    with pytest.raises(rx.ErrorSalida):
        copiar_conocidos(ruta)


def test_agregar_y_juntar_temas_conocidos(tmp_path: Path) -> None:
    ruta = tmp_path / "mios.csv"
    ruta.write_text(
        "clave,nombre,cabezas,palabras\nletras,Leer y escribir,lectura|escritura,\nrobots,Robótica,,robot|robótica\n",
        "utf-8",
    )
    textos = ["Leyeron un cuento en voz alta y comprendieron la lectura.", "Escribieron una carta y corrigieron.",
              "Armamos un robot."]  # fmt: skip
    modelo = ModeloTemas(conocidos=ruta).fit(textos)
    assert modelo.resultado_.por_oracion[0] == ("Leer y escribir",)
    assert modelo.resultado_.por_oracion[1] == ("Leer y escribir",)
    assert modelo.resultado_.por_oracion[2] == ("Robótica",)
    assert modelo.transform(["Otro robot nuevo."])[0, list(modelo.temas_["tema"]).index("Robótica")] > 0.5
    for malo in (
        "clave,nombre\nx,X\n",
        "clave,nombre,palabras\nx,X,a\nx,Y,b\n",
        "clave,nombre,cabezas\nx,X,nadie\n",
        "",
    ):
        ruta.write_text(malo, "utf-8")
        with pytest.raises(rx.ErrorDatos):
            ModeloTemas(conocidos=ruta).fit(textos)


def test_guardar_y_cargar_reconocen_lo_mismo_sin_textos(tmp_path: Path, ejemplo: tuple[Corpus, Temas]) -> None:
    corpus, _ = ejemplo
    textos = corpus.textos[:40]
    modelo = ModeloTemas().fit(textos)
    ruta = modelo.guardar(tmp_path / "temas.json")
    vuelto = ModeloTemas.cargar(ruta)
    np.testing.assert_array_equal(vuelto.transform(textos[:5]), modelo.transform(textos[:5]))
    assert vuelto.temas_.to_json() == modelo.temas_.to_json()
    assert vuelto.guardar(tmp_path / "otra.json").read_bytes() == ruta.read_bytes()
    escrito = ruta.read_text("utf-8")
    assert not any(o.texto in escrito for o in partir(corpus.reflexiones) if len(o.texto) > 40)
    for malo in ("", "{}", "[]", escrito.replace('"tipo": "temas"', '"tipo": "otro"'), escrito[:-40]):
        ruta.write_text(malo, "utf-8")
        with pytest.raises(rx.ErrorModelo):
            ModeloTemas.cargar(ruta)


def test_por_lotes_da_lo_mismo_en_cualquier_orden(reales: list[str]) -> None:
    textos = random.Random(8).sample(reales, 20) + PLANTADOS["puente"]
    reflexiones = list(armar(textos))
    entero = ModeloTemas().fit(reflexiones)
    a, b = ModeloTemas(), ModeloTemas()
    for i in range(0, 24, 8):
        a.partial_fit(reflexiones[i : i + 8])
        b.partial_fit(reflexiones[::-1][i : i + 8])
    assert a.vistas_ == b.vistas_ == 24
    assert _resumen(a.resultado_) == _resumen(b.resultado_) == _resumen(entero.resultado_)


def test_la_muestra_no_crece_y_no_depende_del_orden() -> None:
    reflexiones = [Reflexion(f"r{i}", f"Texto {i}.", i, f"P{i}") for i in range(200)]
    una, otra = Muestra(30), Muestra(30)
    for r in reflexiones:
        una.agregar(r)
    for r in reflexiones[::-1]:
        otra.agregar(r)
    assert una.corpus().reflexiones == otra.corpus().reflexiones
    assert len(una.corpus()) == 30
    assert una.corpus().filas == 200


def test_los_temas_de_dos_sesiones_se_emparejan() -> None:
    antes = ModeloTemas().fit(PLANTADOS["puente"] + PLANTADOS["ajedrez"]).resultado_
    despues = ModeloTemas().fit(PLANTADOS["puente"] + PLANTADOS["apiario"]).resultado_
    tabla = emparejar(antes, despues).set_index("tema")
    assert tabla.loc["Puente colgante", "esta"] == "en ambas"
    assert tabla.loc["Puente colgante", ["personas_antes", "personas_despues"]].tolist() == [4, 4]
    assert (tabla["esta"] == "sólo después").any()
    assert len(tabla) == len(set(antes) | set(despues))


@pytest.mark.parametrize("figura", [figura_barras, figura_calor, figura_mapa])
def test_las_figuras_dicen_los_temas(ejemplo: tuple[Corpus, Temas], figura: Callable[[Temas], Figure]) -> None:
    _, temas = ejemplo
    dibujada = figura(temas)
    escritos = " ".join(" ".join(t.get_text().split()) for ejes in dibujada.axes for t in ejes.texts)
    for tema in list(temas)[:10]:
        assert tema in escritos
    with pytest.raises(rx.ErrorDatos):
        figura(sin_conocidos(armar(["Nada."])))


def test_los_nombres_del_mapa_no_se_enciman(ejemplo: tuple[Corpus, Temas]) -> None:
    dibujado = figura_mapa(ejemplo[1])
    pintor = dibujado.canvas.get_renderer()
    cajas = [t.get_window_extent(pintor) for t in dibujado.axes[0].texts]
    assert len(cajas) == 12
    assert not any(a.overlaps(b) for i, a in enumerate(cajas) for b in cajas[:i])


def test_la_figura_del_cambio_dice_las_dos_sesiones(ejemplo: tuple[Corpus, Temas]) -> None:
    _, temas = ejemplo
    dibujada = figura_cambio(temas, temas, ("Octubre", "Febrero"))
    assert [t.get_text() for t in dibujada.legends[0].get_texts()] == ["Octubre", "Febrero"]
    assert {t.get_text() for t in dibujada.axes[0].texts} >= {"igual", *list(temas)[:5]}


def test_los_ejes_son_del_modelo_que_viaja() -> None:
    assert ejes_de(cargar_modelo("preciso").huella) is not None
    assert ejes_de("otra huella") is None


@pytest.mark.filterwarnings("ignore::reflexiona.AvisoReflexiona")
def test_modelo_temas_y_analizar_hallan_los_mismos() -> None:
    corpus = rx.leer(Path(__file__).parents[2] / "ejemplos" / "reflexiones.csv")
    unos, otros = rx.ModeloTemas().fit(corpus).resultado_.tabla, rx.analizar(corpus).temas.tabla
    columnas = ["tema", "personas", "oraciones", "estabilidad", "firmeza"]
    assert unos[columnas].to_dict("records") == otros[columnas].to_dict("records")
