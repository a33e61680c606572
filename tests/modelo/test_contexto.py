"""Quién es vecina de quién y qué ve la segunda etapa."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np
import pytest

from reflexiona.modelo.contexto import VECINAS, entradas, lugares

CASOS: list[list[Hashable]] = [
    ["a"],
    ["a", "a", "b"],
    ["a", "b", "a", "b", "a", "c", "b"],  # intercaladas
    ["z", "z", "a", "z", "m", "a", "z", "z"],  # interrumpidas
    [3, (1, 2), 3, None, "3", None],
]


def vecinas_ingenuas(ids: list[Hashable], i: int) -> dict[str, int]:
    propias = [j for j, r in enumerate(ids) if r == ids[i]]
    k = propias.index(i)
    pasos = {"anterior": -1, "siguiente": 1, "segunda_anterior": -2, "segunda_siguiente": 2}
    return {nombre: propias[k + p] if 0 <= k + p < len(propias) else -1 for nombre, p in pasos.items()}


@pytest.mark.parametrize("ids", CASOS)
def test_lugares_contra_la_version_ingenua(ids: list[Hashable]) -> None:
    donde = lugares(len(ids), ids)
    for i in range(len(ids)):
        assert {v: int(donde.vecinas[v][i]) for v in VECINAS[:-1]} == vecinas_ingenuas(ids, i)
    primeras = list(dict.fromkeys(ids))
    assert donde.reflexion.tolist() == [primeras.index(r) for r in ids]
    assert donde.cuantas.tolist() == [ids.count(r) for r in primeras]
    assert donde.reflexiones == len(primeras)


def test_sin_reflexiones_nadie_tiene_vecinas() -> None:
    donde = lugares(4, None)
    assert donde.reflexiones == 4
    assert all((donde.vecinas[v] == -1).all() for v in VECINAS[:-1])
    assert lugares(0, None).reflexiones == lugares(0, []).reflexiones == 0


@pytest.mark.parametrize("ids", CASOS)
def test_entradas_contra_la_version_ingenua(ids: list[Hashable]) -> None:
    n, k, centro, escala = len(ids), 3, 0.4, 1.7
    azar = np.random.default_rng(1)
    puntajes, largos = azar.normal(size=(n, k)), azar.integers(0, 30, size=n)
    esperadas = []
    for i in range(n):
        paso = 1 / (1 + math.exp((max(puntajes[i]) - centro) / escala))
        vecinas = vecinas_ingenuas(ids, i)
        contexto = [puntajes[vecinas[v]] if vecinas[v] >= 0 else np.zeros(k) for v in VECINAS[:-1]]
        otras = [puntajes[j] for j in range(n) if j != i and ids[j] == ids[i]]
        contexto.append(np.mean(otras, axis=0) if otras else np.zeros(k))
        orillas = [paso, float(vecinas["anterior"] < 0), float(vecinas["siguiente"] < 0), math.log(1 + largos[i])]
        esperadas.append(np.concatenate([puntajes[i], *contexto, *(paso * c for c in contexto), orillas]))
    assert np.allclose(entradas(puntajes, lugares(n, ids), largos, centro, escala), esperadas, atol=1e-12)


def test_a_mas_evidencia_propia_menos_contexto() -> None:
    puntajes = np.asarray([[-2.0, -3.0], [0.0, -1.0], [4.0, -5.0], [1e6, 0.0]])
    paso = entradas(puntajes, lugares(4, None), np.ones(4), 0.0, 1.0)[:, -4]
    assert (np.diff(paso) < 0).all()
    assert ((paso > 0) & (paso < 1)).all()
