"""El acomodo de la nube por dentro: bultos que contienen su tinta, huecos bien hallados, relleno que no se amontona."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from PIL import Image

from reflexiona.caligrama import caligrama
from reflexiona.caligrama.bulto import Bulto, huellas, perfil
from reflexiona.caligrama.cuerpos import CUERPO_MINIMO
from reflexiona.caligrama.juntos import acomodar_juntos
from reflexiona.caligrama.metricas import cerrar
from reflexiona.caligrama.reja import Reja
from reflexiona.caligrama.relleno import CUERPO_RELLENO
from reflexiona.caligrama.silueta import leer_silueta
from reflexiona.caligrama.tinta import Lamina, camino, camino_de_texto
from reflexiona.caligrama.trazos import tipografia
from reflexiona.errores import ErrorCaligrama

LETRA = tipografia().negrita
SILABAS = ("ma", "es", "tra", "ni", "ño", "pa", "lá", "gri", "co", "ju", "fé", "yo", "que", "bil", "zón")


def muchas(cuantas: int) -> dict[str, float]:
    """Palabras inventadas de varios largos, con pesos que caen como en un texto."""
    azar = random.Random(5)
    nombres: dict[str, None] = {}
    while len(nombres) < cuantas:
        nombres["".join(azar.choices(SILABAS, k=azar.choice((1, 2, 2, 3, 3, 4))))] = None
    return {p: 700 / (i + 1) ** 0.5 for i, p in enumerate(nombres)}


@pytest.fixture(scope="module")
def doscientas():
    return muchas(200)


# --- bultos -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "palabra", ["aprendizaje", "ÁRBOL", "niñ@s", "CTE", "comunidad de aprendizaje", "Q,j", "«fin»"]
)
@pytest.mark.parametrize("cuerpo", [7.3, 21.0, 88.8])
def test_las_huellas_contienen_toda_la_tinta(palabra, cuerpo):
    forma = perfil(LETRA, palabra)
    x, y = 30.37, 120.61
    lamina = Lamina(math.ceil(forma.ancho * cuerpo) + 80, 180)
    paso = cuerpo / LETRA.unidades
    lamina.rellenar(camino(LETRA.trazo(palabra)), "#000000", (paso, 0, 0, paso, x, y))
    cubierto = np.zeros((lamina.alto, lamina.ancho), dtype=bool)
    for fila, columna, alto, ancho in huellas(forma, cuerpo, x, y):
        cubierto[fila : fila + alto, columna : columna + ancho] = True
    tinta = lamina.cubiertos()
    assert tinta.any()
    assert not (tinta & ~cubierto).any()


def test_el_perfil_aprovecha_lo_que_una_caja_desperdicia():
    for palabra in ("aprendizaje", "paz", "libro"):
        forma = perfil(LETRA, palabra)
        assert forma.superficie((0, 0)) < 0.9 * forma.ancho * (forma.arriba + forma.abajo)


def test_el_camino_de_un_texto_es_el_de_su_trazo():
    for texto, espaciado in (("niñ@s", 0.0), ("ÁRBOL", 0.3), (" ", 0.0)):
        uno, otro = camino_de_texto(LETRA, texto, espaciado), camino(LETRA.trazo(texto, espaciado))
        assert np.allclose(uno.vertices, otro.vertices)
        assert (uno.codes == otro.codes).all()


# --- la reja ----------------------------------------------------------------------------------------------------------


def _manchas(semilla: int) -> np.ndarray:
    azar = np.random.default_rng(semilla)
    mascara = np.zeros((90, 150), dtype=bool)
    for _ in range(6):
        f, c = azar.integers(0, 60), azar.integers(0, 110)
        mascara[f : f + azar.integers(15, 40), c : c + azar.integers(20, 60)] = True
    return mascara


@pytest.mark.parametrize("semilla", range(6))
def test_los_lugares_son_exactamente_los_que_caben(semilla):
    reja = Reja(_manchas(semilla), 1.0)
    reja.ocupar([(20, 30, 9, 25), (50, 60, 4, 40)])
    reja.estrechar(0)
    libre = _manchas(semilla)
    libre[20:29, 30:55] = libre[50:54, 60:100] = False
    bulto = Bulto(LETRA, "pil", 9.0)
    lugares = reja.lugares(bulto)
    hallados = set() if lugares is None else set(zip(*(a.tolist() for a in reja.donde(lugares)), strict=True))
    esperados = {
        (f, c)
        for f in range(libre.shape[0] - bulto.alto + 1)
        for c in range(libre.shape[1] - bulto.ancho + 1)
        if all(libre[f + a : f + a + alto, c + b : c + b + ancho].all() for a, b, alto, ancho in bulto.pide)
    }
    assert esperados
    assert hallados == esperados


@pytest.mark.parametrize("semilla", range(6))
def test_el_aire_se_asoma_fuera_de_la_silueta_pero_la_palabra_no(semilla):
    mascara = _manchas(semilla)
    mascara[:, 70:74] = False  # una ranura que ninguna palabra debe cruzar
    reja, estrecha = Reja(mascara, 1.0), Reja(mascara, 1.0)
    estrecha.estrechar(0)
    bulto = Bulto(LETRA, "paz", 15.0)
    lugares = reja.lugares(bulto)
    assert lugares is not None
    filas, columnas = (a.tolist() for a in reja.donde(lugares))
    for f, c in zip(filas, columnas, strict=True):
        for a, b, alto, ancho in bulto.marca:
            assert c + b >= 0
            assert mascara[f + a : f + a + alto, c + b : c + b + ancho].all()
            assert c + b + ancho <= mascara.shape[1]
    pocos = estrecha.lugares(bulto)
    assert pocos is None or len(estrecha.donde(pocos)[0]) < len(filas)


@pytest.mark.parametrize("semilla", range(4))
def test_el_mayor_tramo_y_los_tramos(semilla):
    mascara = _manchas(semilla)
    reja = Reja(mascara, 1.0)
    reja.estrechar(0)
    for alto in (1, 7, 20):
        esperados = []
        for f in range(mascara.shape[0] - alto + 1):
            juntas = np.concatenate(([0], mascara[f : f + alto].all(axis=0).astype(int), [0]))
            cambios = np.flatnonzero(np.diff(juntas)).tolist()
            esperados += [(f, a, b) for a, b in zip(cambios[::2], cambios[1::2], strict=True) if b - a >= 10]
        assert list(reja.tramos(alto, 10)) == esperados
        assert reja.mayor_tramo(alto) == max((b - a for _, a, b in esperados), default=0)


# --- la nube entera ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("forma", ["corazon", "paloma", "mano"])
def test_doscientas_palabras_llenan_la_forma(forma, doscientas):
    hecho = caligrama(doscientas, forma)
    medidas = hecho.metricas()
    assert medidas["omitidas"] == 0
    assert medidas["tinta_fuera"] == 0
    assert medidas["encimados"] == 0
    assert medidas["correlacion_tamano_peso"] >= 0.98
    assert medidas["iou"] >= 0.9
    assert medidas["cobertura"] >= 0.36
    assert medidas["cuerpo_minimo"] >= CUERPO_MINIMO
    assert {uno.giro for uno in hecho.pagina.palabras} == {0.0}


def test_el_relleno_es_menor_mas_claro_y_no_se_amontona(doscientas):
    hecho = caligrama(doscientas, "estrella")
    menor = min(uno.cuerpo for uno in hecho.palabras)
    assert len(hecho.relleno) > 100
    assert all(CUERPO_RELLENO <= uno.cuerpo < menor for uno in hecho.relleno)
    assert not {u.color for u in hecho.relleno} & {u.color for u in hecho.palabras}
    lugares: dict[str, list[tuple[float, float, float]]] = {}
    for uno in hecho.relleno:
        for x, y, cuerpo in lugares.setdefault(uno.texto, []):
            lejos = 4.5 * min(cuerpo, uno.cuerpo)
            assert abs(uno.x - x) > lejos or abs(uno.y - y) > 0.5 * lejos, uno.texto
        lugares[uno.texto].append((uno.x, uno.y, uno.cuerpo))


def test_el_iou_distingue_una_silueta_a_medias(doscientas):
    from dataclasses import replace

    from reflexiona.caligrama.metricas import medir

    hecho = caligrama(doscientas, "circulo")
    mitad = replace(hecho.pagina, palabras=tuple(u for u in hecho.pagina.palabras if u.x < hecho.pagina.ancho / 2))
    assert medir(mitad, hecho._silueta, hecho._letra, 0)["iou"] < 0.7 < hecho.metricas()["iou"]


def test_cerrar_llena_huecos_menores_que_el_disco():
    puntos = np.zeros((60, 60), dtype=bool)
    puntos[20:41:5, 20:41:5] = True
    cerrada = cerrar(puntos, 4.0)
    assert cerrada[22, 22]
    assert not cerrada[10, 10]
    assert (cerrada | ~puntos).all()


def test_la_escala_comun_da_el_mismo_cuerpo_al_mismo_peso(doscientas):
    pares = list(doscientas.items())
    listas = [tuple(pares[:30]), tuple((p, w) for (p, _), (_, w) in zip(pares[30:50], pares[10:30], strict=True))]
    siluetas = [leer_silueta("circulo"), leer_silueta("paloma")]
    hechos = acomodar_juntos(listas, siluetas, tipografia(), con_relleno=False)
    cuerpos: dict[float, set[float]] = {}
    for hecho in hechos:
        assert not hecho.omitidas
        for uno in hecho.letreros:
            cuerpos.setdefault(uno.peso, set()).add(round(uno.cuerpo, 6))
    assert len(cuerpos) == 30
    assert all(len(suyos) == 1 for suyos in cuerpos.values())


# --- lo extremo -------------------------------------------------------------------------------------------------------


def test_una_palabra_de_noventa_letras_sola():
    hecho = caligrama({"anticonstitucionalmente" * 4: 1}, "corazon")
    assert len(hecho.palabras) == 1
    assert hecho.metricas()["tinta_fuera"] == 0


def test_cincuenta_mil_palabras_de_texto():
    vocabulario = list(muchas(900))
    azar = random.Random(3)
    textos = [" ".join(azar.choices(vocabulario, k=500)) + "." for _ in range(100)]
    hecho = caligrama(textos, "circulo", vacias=())
    assert len(hecho.palabras) == 200
    assert all(1 <= uno.peso <= 100 for uno in hecho.palabras)


def test_con_demasiadas_palabras_cada_una_esta_puesta_u_omitida_y_el_tamano_aun_dice_el_peso():
    pesos = muchas(480)
    hecho = caligrama(pesos, "mexico", max_palabras=470, relleno=False)
    puestas, fuera = {u.texto for u in hecho.palabras}, dict(hecho.omitidas)
    assert len(puestas) > 300
    assert puestas | set(fuera) == set(pesos)
    assert not puestas & set(fuera)
    assert hecho.metricas()["correlacion_tamano_peso"] > 0.95


@pytest.mark.parametrize("texto", ["🙂🎉 🙃", "de la que los con y para", "   ", "1234 5678 ... !!"])
def test_sin_nada_que_dibujar_lo_dice(texto):
    with pytest.raises(ErrorCaligrama, match="No hay palabras"):
        caligrama(texto, "circulo")


@pytest.mark.parametrize("lado", [1, 3])
def test_una_mascara_de_un_pixel_lo_dice(tmp_path, lado):
    ruta = tmp_path / "punto.png"
    imagen = Image.new("L", (40, 40), 255)
    imagen.paste(0, (20, 20, 20 + lado, 20 + lado))
    imagen.save(ruta)
    with pytest.raises(ErrorCaligrama):
        caligrama({"paz": 1}, ruta)


def test_una_semilla_negativa_tambien_sirve():
    assert caligrama({"paz": 2, "luz": 1}, "circulo", semilla=-3, relleno=False).palabras
