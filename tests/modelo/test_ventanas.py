"""Las ventanas: cada ficha de cada oración se lee una sola vez, y ninguna ventana pasa del tope."""

from __future__ import annotations

import numpy as np
import pytest

from reflexiona.modelo.ventanas import ventanas


def _reflexion(largos: list[int]) -> list[list[int]]:
    ficha = iter(range(100, 10_000))
    return [[next(ficha) for _ in range(n)] for n in largos]


@pytest.mark.parametrize("semilla", range(40))
def test_cada_ficha_se_lee_una_vez_y_ninguna_ventana_pasa_del_tope(semilla: int) -> None:
    azar = np.random.default_rng(semilla)
    tope = int(azar.integers(12, 60))
    oraciones = _reflexion(azar.integers(0, 90, size=int(azar.integers(1, 12))).tolist())
    antes = list(range(int(azar.integers(0, 30))))
    leidas: list[list[tuple[int, int]]] = [[] for _ in oraciones]
    for v in ventanas(oraciones, [0, 1], [2], antes, tope):
        assert len(v.fichas) == len(v.segmentos) == len(v.posiciones) <= tope
        for t in v.tramos:
            # Cada oración va entre sus propias fichas de inicio y fin, en un segmento suyo que cuenta desde cero.
            entera = slice(t.desde - 2, t.hasta + 1)
            assert v.fichas[entera] == (0, 1, *v.fichas[t.desde : t.hasta], 2)
            assert set(v.segmentos[entera]) == {v.tramos.index(t)}
            assert v.posiciones[entera] == tuple(range(t.hasta - t.desde + 3))
            for k, ficha in enumerate(v.fichas[t.desde : t.hasta] if t.oracion >= 0 else ()):
                leidas[t.oracion].append((t.primera + k, ficha))
        if antes:
            pregunta = tuple(antes[: max(tope // 4 - 3, 0)])
            assert v.tramos[0].oracion == -1
            assert v.fichas[v.tramos[0].desde : v.tramos[0].hasta] == pregunta
    assert [sorted(x) for x in leidas] == [list(enumerate(o)) for o in oraciones]


def test_cada_ventana_empieza_con_la_ultima_oracion_de_la_anterior() -> None:
    una, otra = ventanas([[5] * 4, [6] * 4, [7] * 4], [0], [2], tope=14)
    assert [t.oracion for t in una.tramos] == [0, 1]
    assert otra.fichas == (0, *[6] * 4, 2, 0, *[7] * 4, 2)
    assert [t.oracion for t in otra.tramos] == [-1, 2]


def test_sin_fichas_no_hay_ventanas() -> None:
    assert ventanas([], [0], [2]) == []
    assert ventanas([[], []], [0], [2]) == []
