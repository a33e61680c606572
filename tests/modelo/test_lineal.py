"""El modelo lineal: que la cuenta rápida sea la cuenta exacta, y que nada más que el texto la mueva."""

from __future__ import annotations

import random
import threading
import time
import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest

from reflexiona.modelo import Puntajes, cargar_modelo, lineal
from reflexiona.modelo.ajuste import Ejemplos
from reflexiona.modelo.contexto import entradas, lugares
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.rasgos import doblar

CAMPOS = ("dimensiones", "actos", "temas", "temas_reflexion")
Muestra = tuple[list[str], list[str]]


def iguales(uno: Puntajes, otro: Puntajes, tolerancia: float = 1e-6) -> bool:
    return all(np.allclose(getattr(uno, c), getattr(otro, c), rtol=0, atol=tolerancia) for c in CAMPOS)


def directa(m: ModeloLineal, oraciones: Sequence[str], reflexiones: Sequence[str]) -> Puntajes:
    """Lo mismo que `evaluar`, multiplicando la matriz de rasgos por los pesos."""
    pesos = m.pesos.astype(np.float64)
    donde = lugares(len(oraciones), reflexiones)
    crudos = m.vocabulario.rasgos(oraciones) @ pesos + m.sesgo
    largos = m.vocabulario.contar(oraciones, m.vocabulario.lexico()).largos
    de_cabeza = {}
    for nombre, c in m.cabezas.items():
        x = entradas(crudos[:, c.columnas] - c.centro, donde, largos, *c.compuerta)
        logits = x @ c.pesos + c.sesgo
        fuerza = np.exp(logits)
        de_cabeza[nombre] = fuerza / fuerza.sum(axis=1, keepdims=True) if c.excluyente else fuerza / (1 + fuerza)
    por_reflexion = m.vocabulario.rasgos(oraciones, donde.reflexion) @ pesos + m.sesgo
    temas = len(m.sesgo) - len(m.claves_temas)
    return Puntajes(
        de_cabeza["dimensiones"],
        de_cabeza["actos"],
        1 / (1 + np.exp(-crudos[:, temas:])),
        1 / (1 + np.exp(-por_reflexion[:, temas:])),
    )


def test_evaluar_es_el_producto_de_matrices(modelo: ModeloLineal, oraciones: Muestra) -> None:
    rapido = modelo.evaluar(*oraciones)
    assert iguales(rapido, directa(modelo, *oraciones), 1e-4)
    assert rapido.dimensiones.shape == (len(oraciones[0]), 5)
    assert rapido.actos.shape == (len(oraciones[0]), 5)
    assert rapido.temas.shape == (len(oraciones[0]), 30)
    assert rapido.temas_reflexion.shape == (len(set(oraciones[1])), 30)
    assert np.allclose(rapido.actos.sum(axis=1), 1)


def test_evaluar_es_el_producto_de_matrices_en_un_modelo_recien_entrenado(
    modelo_chico: ModeloLineal, apartados: Ejemplos
) -> None:
    textos, ids = list(apartados.oraciones[:80]), [str(r) for r in apartados.reflexiones[:80]]
    assert iguales(modelo_chico.evaluar(textos, ids), directa(modelo_chico, textos, ids), 1e-4)


@pytest.mark.parametrize("lote", [1, 7, 100])
def test_el_tamano_del_lote_no_cambia_nada(
    modelo: ModeloLineal, oraciones: Muestra, lote: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    de_un_jalon = modelo.evaluar(*oraciones)
    monkeypatch.setattr(lineal, "_LOTE", lote)
    assert iguales(de_un_jalon, modelo.evaluar(*oraciones))


def test_una_reflexion_no_depende_de_las_demas_ni_de_su_orden(modelo: ModeloLineal, oraciones: Muestra) -> None:
    textos, ids = oraciones
    juntas = modelo.evaluar(textos, ids)
    distintas = list(dict.fromkeys(ids))
    for k, uno in enumerate(distintas):
        es = [i for i, r in enumerate(ids) if r == uno]
        sola = modelo.evaluar([textos[i] for i in es], [uno] * len(es))
        assert np.allclose(sola.dimensiones, juntas.dimensiones[es], rtol=0, atol=1e-6)
        assert np.allclose(sola.actos, juntas.actos[es], rtol=0, atol=1e-6)
        assert np.allclose(sola.temas_reflexion[0], juntas.temas_reflexion[k], rtol=0, atol=1e-6)
    # intercaladas al azar, sin mover el orden dentro de cada reflexión
    turnos = list(ids)
    random.Random(0).shuffle(turnos)
    quedan = {r: [i for i, de in enumerate(ids) if de == r] for r in distintas}
    orden = [quedan[r].pop(0) for r in turnos]
    revueltas = modelo.evaluar([textos[i] for i in orden], turnos)
    assert np.allclose(revueltas.dimensiones, juntas.dimensiones[orden], rtol=0, atol=1e-6)
    assert np.allclose(revueltas.temas, juntas.temas[orden], rtol=0, atol=1e-6)
    lugar = [distintas.index(r) for r in dict.fromkeys(turnos)]
    assert np.allclose(revueltas.temas_reflexion, juntas.temas_reflexion[lugar], rtol=0, atol=1e-6)


def test_el_contexto_si_cuenta(modelo: ModeloLineal) -> None:
    corta = "No les llego."
    sola = modelo.probabilidades([corta])["dimensiones"][0]
    con = modelo.probabilidades(["Las fracciones no las entienden.", corta, "Les expliqué con material."], ["r"] * 3)
    assert con["dimensiones"][1, 1] > sola[1] + 0.1


def test_sin_reflexiones_cada_oracion_va_sola(modelo: ModeloLineal, oraciones: Muestra) -> None:
    textos = oraciones[0][:60]
    juntas = modelo.evaluar(textos)
    assert iguales(juntas, modelo.evaluar(textos, range(len(textos))))
    solas = [modelo.evaluar([t]) for t in textos]
    assert np.allclose(juntas.dimensiones, np.vstack([s.dimensiones for s in solas]), rtol=0, atol=1e-6)
    assert np.allclose(juntas.temas_reflexion, juntas.temas, rtol=0, atol=1e-6)


def test_sin_oraciones(modelo: ModeloLineal) -> None:
    p = modelo.evaluar([])
    assert [getattr(p, c).shape for c in CAMPOS] == [(0, 5), (0, 5), (0, 30), (0, 30)]


def test_vacia_y_puros_emojis_dan_lo_mismo(modelo: ModeloLineal) -> None:
    p = modelo.evaluar(["", "😀🎉", "   \n", "—"])
    assert all(np.isfinite(getattr(p, c)).all() for c in CAMPOS)
    assert np.ptp(p.dimensiones, axis=0).max() == 0
    assert p.dimensiones.max() < 0.5


def test_una_palabra_de_un_megabyte_no_atora(modelo_nuevo: ModeloLineal) -> None:
    empieza = time.perf_counter()
    enorme = modelo_nuevo.probabilidades(["a" * 1_000_000])["dimensiones"]
    assert time.perf_counter() - empieza < 5
    assert np.array_equal(enorme, modelo_nuevo.probabilidades(["a" * 61])["dimensiones"])


@pytest.mark.parametrize(
    "cambio",
    [
        str.upper,
        str.lower,
        doblar,
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: unicodedata.normalize("NFD", t.upper()),
    ],
    ids=["mayusculas", "minusculas", "sin acentos", "NFD", "NFD en mayusculas"],
)
def test_la_forma_de_escribir_no_importa(modelo: ModeloLineal, oraciones: Muestra, cambio: object) -> None:
    textos, ids = oraciones
    assert callable(cambio)
    assert iguales(modelo.evaluar(textos, ids), modelo.evaluar([cambio(t) for t in textos], ids))


def test_el_lexico_no_crece_sin_fin(modelo_nuevo: ModeloLineal, monkeypatch: pytest.MonkeyPatch) -> None:
    base = len(modelo_nuevo._lexico)
    monkeypatch.setattr(lineal, "_LEXICO_MAXIMO", base + 100)
    prueba = "Las xilofonadas no entendieron la palabrejota."
    antes = modelo_nuevo.probabilidades([prueba])["dimensiones"]
    tamanos = []
    for i in range(40):
        modelo_nuevo.probabilidades([f"palabr{'x' * i}{chr(97 + j)} nueva" for j in range(20)])
        tamanos.append(len(modelo_nuevo._lexico))
        assert len(modelo_nuevo._de_trozos) == len(modelo_nuevo._de_palabra) == tamanos[-1]
    assert max(tamanos) <= base + 100 + 20
    assert min(tamanos[5:]) < base + 100  # se olvidó al menos una vez
    assert (np.diff(tamanos) < 0).any()
    assert np.array_equal(antes, modelo_nuevo.probabilidades([prueba])["dimensiones"])


def test_varios_hilos_dan_lo_mismo_que_uno(modelo_nuevo: ModeloLineal, oraciones: Muestra) -> None:
    """El servicio atiende a varias personas a la vez con el mismo modelo: cada hilo trae palabras nuevas."""
    textos = [t.replace("a", "ax").replace("e", "ez") for t in oraciones[0][:150]]
    esperadas = cargar_modelo("rapido").probabilidades(textos)["dimensiones"]
    fallas: list[object] = []

    def puntuar(desde: int) -> None:
        try:
            for i in [*range(desde, len(textos)), *range(desde)]:
                p = modelo_nuevo.probabilidades([textos[i]])["dimensiones"]
                if not np.allclose(p, esperadas[i], rtol=0, atol=1e-6):
                    fallas.append(i)
        except Exception as error:
            fallas.append(error)

    hilos = [threading.Thread(target=puntuar, args=(k * 40,)) for k in range(4)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert not fallas


def test_su_repr_cabe_en_un_renglon(modelo: ModeloLineal) -> None:
    assert len(repr(modelo)) < 120
    assert "dimensiones" in repr(modelo)
