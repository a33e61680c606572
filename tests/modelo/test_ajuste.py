"""El entrenamiento: que aprenda, que se repita byte a byte y que aparte a los redactores enteros."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import roc_auc_score

from reflexiona.errores import ErrorDatos
from reflexiona.modelo import ajuste
from reflexiona.modelo.ajuste import Ejemplos, ajustar
from reflexiona.modelo.lineal import ModeloLineal


def f1_macro(verdad: np.ndarray, dicho: np.ndarray) -> float:
    return float(np.mean(2 * (verdad & dicho).sum(0) / np.maximum(verdad.sum(0) + dicho.sum(0), 1)))


def test_dos_entrenamientos_dan_los_mismos_bytes(chico: Ejemplos, modelo_chico: ModeloLineal, tmp_path: Path) -> None:
    modelo_chico.guardar(tmp_path / "uno")
    ajustar(chico).guardar(tmp_path / "dos")
    for archivo in ("pesos.safetensors", "config.json"):
        assert (tmp_path / "uno" / archivo).read_bytes() == (tmp_path / "dos" / archivo).read_bytes()


def test_aprende_para_gente_que_no_vio(modelo_chico: ModeloLineal, chico: Ejemplos, apartados: Ejemplos) -> None:
    assert not set(chico.grupos) & set(apartados.grupos)
    probabilidades = modelo_chico.probabilidades(apartados.oraciones, apartados.reflexiones)
    verdad = apartados.dimensiones > 0.5
    dicho = probabilidades["dimensiones"] >= modelo_chico.cabezas["dimensiones"].umbrales
    frecuente = np.zeros_like(verdad)
    frecuente[:, chico.dimensiones.mean(axis=0).argmax()] = True
    todas = np.ones_like(verdad)
    assert f1_macro(verdad, dicho) > f1_macro(verdad, frecuente) + 0.25
    assert f1_macro(verdad, dicho) > f1_macro(verdad, todas) + 0.1


def test_los_actos_y_los_temas_tambien_se_aprenden(modelo_chico: ModeloLineal, apartados: Ejemplos) -> None:
    p = modelo_chico.evaluar(apartados.oraciones, apartados.reflexiones)
    assert apartados.actos is not None
    assert apartados.temas is not None
    de_actos = [roc_auc_score(apartados.actos == j, p.actos[:, j]) for j in range(len(apartados.clases_actos))]
    de_temas = [
        roc_auc_score(apartados.temas[:, j], p.temas_reflexion[:, j]) for j in range(len(apartados.claves_temas))
    ]
    assert np.mean(de_actos) > 0.65, de_actos
    assert np.mean(de_temas) > 0.6, de_temas
    assert de_temas[apartados.claves_temas.index("familias")] > 0.8, de_temas


def test_con_un_minimo_menor_entran_mas_pares(chico: Ejemplos, modelo_chico: ModeloLineal) -> None:
    pocos, omision = (ajustar(chico, minimo_pares=k).vocabulario for k in (4, 2))
    assert pocos.tamanos[1] < omision.tamanos[1]
    assert pocos.tamanos[::2] == omision.tamanos[::2]
    assert modelo_chico.vocabulario.tamanos == omision.tamanos


@pytest.mark.parametrize("pliegues", [2, 5, 40])
def test_repartir_no_parte_grupos_y_equilibra(pliegues: int) -> None:
    azar = np.random.default_rng(3)
    grupos = azar.permutation(np.repeat([f"g{i}" for i in range(17)], azar.integers(1, 30, size=17)))
    parte = ajuste.repartir(grupos, pliegues)
    for g in np.unique(grupos):
        assert len(set(parte[grupos == g].tolist())) == 1
    cargas = np.bincount(parte)
    assert len(cargas) == min(pliegues, 17)
    assert cargas.min() > 0
    assert cargas.max() - cargas.min() <= max(np.unique(grupos, return_counts=True)[1])
    orden = azar.permutation(len(grupos))
    assert np.array_equal(ajuste.repartir(grupos[orden], pliegues), parte[orden])


def test_al_puntuar_a_un_grupo_no_se_entreno_con_el(chico: Ejemplos, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cada redactor firma sus oraciones; ningún modelo de pliegue ve la firma del pliegue que va a puntuar."""
    firmas = {g: f"firma{letra * 5}" for g, letra in zip(sorted(set(chico.grupos.tolist())), "wxyz", strict=True)}
    pocas = np.flatnonzero(np.arange(len(chico.oraciones)) % 4 == 0)
    datos = Ejemplos(
        [f"{chico.oraciones[i]} {firmas[chico.grupos[i]]}" for i in pocas],
        [chico.reflexiones[i] for i in pocas],
        chico.grupos[pocas],
        chico.dimensiones[pocas],
        chico.clases,
    )
    vistas: list[tuple[int, frozenset[int]]] = []
    original = ajuste.regresion

    def espia(x: sparse.csr_matrix, y: np.ndarray, c: float) -> tuple[np.ndarray, float]:
        con = np.unique(x.indices[np.isin(x.indices, list(columnas))])
        vistas.append((x.shape[0], frozenset(con.tolist())))
        return original(x, y, c)

    vocabulario = ajuste.Vocabulario.aprender(datos.oraciones)
    columnas = {vocabulario.palabras.index(f) for f in firmas.values()}
    monkeypatch.setattr(ajuste, "regresion", espia)
    ajustar(datos)
    k = len(datos.clases)
    por_pliegue, finales = vistas[:-k], vistas[-k:]
    assert all(con == columnas for _, con in finales)
    assert len(por_pliegue) == len(firmas) * k
    assert all(len(con) == len(firmas) - 1 for _, con in por_pliegue)
    assert len({con for _, con in por_pliegue}) == len(firmas)


def test_los_blancos_a_medias_pesan_la_mitad() -> None:
    x = sparse.csr_matrix(np.asarray([[1.0, 0.0]] * 20 + [[0.0, 1.0]] * 20))
    w, b = ajuste.regresion(x, np.asarray([0.5] * 20 + [1.0] * 15 + [0.0] * 5), 100.0)
    a_medias, claras = 1 / (1 + np.exp(-(w + b)))
    assert a_medias == pytest.approx(0.5, abs=0.03)
    assert claras == pytest.approx(0.75, abs=0.03)


def test_los_umbrales_promedian_los_estratos() -> None:
    y = np.asarray([True] * 5 + [False] * 5 + [True] * 50 + [False] * 50)
    p = np.concatenate([np.linspace(0.31, 0.35, 5), np.linspace(0.01, 0.05, 5), [0.9] * 50, [0.2] * 50])
    estratos = np.asarray([0] * 10 + [1] * 100)
    u = ajuste.elegir_umbral(y, p, estratos)
    assert 0.2 < u <= 0.31


def _datos(**cambios: object) -> Ejemplos:
    textos = ["el agua corre", "el agua moja mucho", "el fuego quema", "el fuego arde y quema"] * 3
    y = np.asarray([[1, 0], [1, 0], [0, 1], [0, 1]] * 3, float)
    base = Ejemplos(textos, list(range(12)), np.arange(12), y, ("agua", "fuego"))
    return replace(base, **cambios)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"oraciones": [], "reflexiones": [], "grupos": np.zeros(0)}, "No hay oraciones"),
        ({"grupos": np.zeros(12)}, "dos grupos"),
        ({"dimensiones": np.asarray([[1, 0], [0, 0]] * 6, float)}, "«fuego» necesita ejemplos a favor y en contra"),
        ({"dimensiones": np.asarray([[1, 0], [1, 1]] * 6, float)}, "«agua» necesita ejemplos a favor y en contra"),
        ({"oraciones": [f"{chr(97 + i) * 9}" for i in range(12)]}, "Ninguna palabra se repite"),
    ],
    ids=["vacio", "un grupo", "sin positivos", "sin negativos", "nada en comun"],
)  # fmt: skip
def test_errores(cambios: dict[str, object], mensaje: str) -> None:
    with pytest.raises(ErrorDatos, match=mensaje):
        ajustar(_datos(**cambios))


def test_sin_actos_ni_temas() -> None:
    m = ajustar(_datos())
    assert list(m.cabezas) == ["dimensiones"]
    assert m.claves_temas == ()
    p = m.evaluar(["el agua", "el fuego"])
    assert p.actos.shape == (2, 0)
    assert p.temas_reflexion.shape == (2, 0)
    assert p.dimensiones[0, 0] > p.dimensiones[0, 1]
    assert p.dimensiones[1, 1] > p.dimensiones[1, 0]
