"""`medir` contra scikit-learn, y que el intervalo sea el de reflexiones enteras."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from reflexiona.dimensiones.evaluacion import Medida, medir
from reflexiona.errores import ErrorDatos

CLASES = ("x", "y", "z")


def al_azar(n: int, semilla: int = 0, acierto: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
    azar = np.random.default_rng(semilla)
    verdad = azar.random((n, 3)) < [0.5, 0.2, 0.7]
    return verdad, np.where(azar.random((n, 3)) < acierto, verdad, ~verdad)


@pytest.mark.parametrize("semilla", range(5))
def test_los_valores_son_los_de_scikit_learn(semilla: int) -> None:
    verdad, dicho = al_azar(200, semilla)
    m = medir(verdad, dicho, [i // 5 for i in range(200)], CLASES, remuestreos=20)
    for j, c in enumerate(CLASES):
        assert m[f"f1 {c}"].valor == pytest.approx(f1_score(verdad[:, j], dicho[:, j]))
        assert m[f"kappa {c}"].valor == pytest.approx(cohen_kappa_score(verdad[:, j], dicho[:, j]))
    assert m["f1"].valor == pytest.approx(f1_score(verdad, dicho, average="macro"))
    assert m["kappa"].valor == pytest.approx(np.mean([m[f"kappa {c}"].valor for c in CLASES]))
    assert list(m) == ["f1", "f1 x", "f1 y", "f1 z", "kappa", "kappa x", "kappa y", "kappa z"]


def test_una_clase_que_nadie_usa_vale_cero() -> None:
    nada = np.zeros((4, 1), dtype=int)
    m = medir(nada, nada, range(4), ["x"], remuestreos=20)
    assert m["f1"] == m["kappa"] == Medida(0.0, 0.0, 0.0)


def test_el_intervalo_contiene_el_valor_y_se_cierra_con_mas_reflexiones() -> None:
    anchos = []
    for n in (60, 240, 960):
        m = medir(*al_azar(n), [i // 4 for i in range(n)], CLASES, remuestreos=300)
        assert all(v.bajo <= v.valor <= v.alto for v in m.values())
        anchos.append(m["f1"].alto - m["f1"].bajo)
    assert anchos[0] > 1.5 * anchos[1] > 2 * anchos[2] > 0


def test_el_intervalo_cubre_lo_que_dice() -> None:
    """Con 60 muestras de la misma fuente, cerca del 90 % de los intervalos al 90 % contiene el valor de la fuente."""
    real = medir(*al_azar(40_000, 99), range(40_000), CLASES, remuestreos=1)["f1"].valor
    dentro = 0
    for semilla in range(60):
        m = medir(*al_azar(150, semilla), range(150), CLASES, remuestreos=200, confianza=0.9)["f1"]
        dentro += m.bajo <= real <= m.alto
    assert 0.78 <= dentro / 60 <= 0.99


def test_remuestrea_reflexiones_y_no_oraciones() -> None:
    verdad, dicho = (np.repeat(t, 10, axis=0) for t in al_azar(40))  # cada reflexión repite diez veces lo mismo
    por_reflexion = medir(verdad, dicho, [i // 10 for i in range(400)], CLASES)["f1"]
    por_oracion = medir(verdad, dicho, range(400), CLASES)["f1"]
    assert por_reflexion.valor == pytest.approx(por_oracion.valor)
    assert por_reflexion.alto - por_reflexion.bajo > 2 * (por_oracion.alto - por_oracion.bajo)


def test_mas_confianza_mas_ancho() -> None:
    verdad, dicho = al_azar(100)
    anchos = [
        m.alto - m.bajo for c in (0.5, 0.9, 0.99) for m in [medir(verdad, dicho, range(100), CLASES, confianza=c)["f1"]]
    ]
    assert anchos == sorted(anchos)
    assert anchos[0] < anchos[2]


def test_mismo_dato_mismo_resultado_y_otra_semilla_otro_intervalo() -> None:
    verdad, dicho = al_azar(100)
    ids = [f"r{i // 3}" for i in range(100)]
    uno = medir(verdad, dicho, ids, CLASES)
    assert uno == medir(verdad.astype(int), dicho.tolist(), ids, CLASES)  # type: ignore[arg-type]
    otro = medir(verdad, dicho, ids, CLASES, semilla=1)
    assert uno["f1"].valor == otro["f1"].valor
    assert uno != otro


def test_str_de_la_medida() -> None:
    assert str(Medida(0.5, 0.25, 0.75)) == "0.500 [0.250, 0.750]"


@pytest.mark.parametrize(
    "cambio",
    [
        {"prediccion": np.zeros((4, 2))},
        {"prediccion": np.zeros((3, 3))},
        {"reflexiones": ["a"] * 3},
        {"clases": ["x", "y"]},
        {"verdad": np.zeros((0, 3)), "prediccion": np.zeros((0, 3)), "reflexiones": []},
        {"verdad": np.zeros(4), "prediccion": np.zeros(4)},
    ],
)
def test_errores(cambio: dict[str, Any]) -> None:
    base: dict[str, Any] = {
        "verdad": np.zeros((4, 3)),
        "prediccion": np.zeros((4, 3)),
        "reflexiones": ["a"] * 4,
        "clases": CLASES,
    }
    with pytest.raises(ErrorDatos, match="dos tablas iguales"):
        medir(**base | cambio)
