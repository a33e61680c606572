"""El vocabulario contra una cuenta hecha a mano, ficha por ficha."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from reflexiona.modelo.rasgos import FIN, INICIO, fichas, pares, trozos
from reflexiona.modelo.vocabulario import BLOQUES, Vocabulario

RARAS = ["", "😀", "palabrainexistente otrainexistente", "no no no no", "¿?", "No les llego… ¿y ahora?"]


@pytest.fixture(scope="module")
def vocabulario(oraciones: tuple[list[str], list[str]]) -> Vocabulario:
    return Vocabulario.aprender(oraciones[0])


def cuentas_ingenuas(v: Vocabulario, oracion: str) -> dict[str, np.ndarray]:
    """Cuántas veces está cada rasgo conocido en la oración, sin nada de lo que usa la versión rápida."""
    nombres = [*v.palabras, INICIO, FIN]
    pares_conocidos = [(nombres[a], nombres[b]) for a, b in v.pares.tolist()]
    hay = {
        "palabras": (v.palabras, Counter(fichas(oracion))),
        "pares": (pares_conocidos, Counter(pares(fichas(oracion)))),
        "trozos": (v.trozos, Counter(t for f in fichas(oracion) for t in trozos(f))),
    }
    return {b: np.asarray([cuenta[r] for r in rasgos], dtype=float) for b, (rasgos, cuenta) in hay.items()}


def rasgos_ingenuos(v: Vocabulario, oraciones: list[str]) -> np.ndarray:
    """Rasgos de las oraciones juntas: idf por cuenta, entre la raíz de la suma de idf² de cada aparición."""
    partes = []
    for b in BLOQUES:
        cuenta = np.sum([cuentas_ingenuas(v, o)[b] for o in oraciones], axis=0)
        idf = v.idf[b].astype(float)
        apariciones = np.repeat(idf, cuenta.astype(int))
        norma = np.sqrt((apariciones**2).sum())
        partes.append(cuenta * idf / (norma if norma else 1.0))
    return np.concatenate(partes)


def test_se_queda_lo_que_se_repite_en_oraciones_distintas() -> None:
    v = Vocabulario.aprender(["sol sol", "luna llena", "luna nueva", "luna llena"])
    assert v.palabras == ("llena", "luna")  # «sol» está dos veces pero en una sola oración
    nombres = [*v.palabras, INICIO, FIN]
    assert [(nombres[a], nombres[b]) for a, b in v.pares.tolist()] == [
        ("llena", FIN),
        ("luna", "llena"),
        (INICIO, "luna"),
    ]
    assert v.trozos == tuple(sorted(trozos("luna")))  # tres oraciones
    assert v.idf["palabras"] == pytest.approx([np.log(5 / 3) + 1, np.log(5 / 4) + 1])


def test_aprender_no_depende_del_orden(oraciones: tuple[list[str], list[str]]) -> None:
    uno, otro = Vocabulario.aprender(oraciones[0]), Vocabulario.aprender(oraciones[0][::-1])
    assert (uno.palabras, uno.trozos, uno.pares.tolist()) == (otro.palabras, otro.trozos, otro.pares.tolist())
    assert all(np.array_equal(uno.idf[b], otro.idf[b]) for b in BLOQUES)


def test_contar_contra_la_cuenta_ingenua(vocabulario: Vocabulario, oraciones: tuple[list[str], list[str]]) -> None:
    muestra = oraciones[0][::25] + RARAS
    lexico = vocabulario.lexico()
    cuenta = vocabulario.contar(muestra, lexico)
    assert cuenta.largos.tolist() == [len(fichas(o)) for o in muestra]
    de_fichas, de_pares = cuenta.fichas.toarray(), cuenta.pares.toarray()
    de_trozos = cuenta.fichas @ vocabulario.trozos_de(list(lexico)).toarray()
    for i, o in enumerate(muestra):
        esperada = cuentas_ingenuas(vocabulario, o)
        assert np.array_equal(de_fichas[i, : len(vocabulario.palabras)], esperada["palabras"])
        assert np.array_equal(de_pares[i], esperada["pares"])
        assert np.array_equal(de_trozos[i], esperada["trozos"])
    assert de_pares.sum() > len(muestra)


def test_las_fichas_nuevas_entran_al_lexico_sin_mover_las_demas(vocabulario: Vocabulario) -> None:
    lexico = vocabulario.lexico()
    antes = dict(lexico)
    vocabulario.contar(["zzyzx qqqq zzyzx"], lexico)
    assert {k: lexico[k] for k in antes} == antes
    assert sorted(set(lexico) - set(antes)) == ["qqqq", "zzyzx"]
    assert sorted(lexico.values()) == list(range(len(lexico)))


def test_rasgos_contra_la_referencia_densa(vocabulario: Vocabulario, oraciones: tuple[list[str], list[str]]) -> None:
    muestra = oraciones[0][::25] + RARAS
    esperados = np.stack([rasgos_ingenuos(vocabulario, [o]) for o in muestra])
    assert np.allclose(vocabulario.rasgos(muestra).toarray(), esperados, atol=1e-6)


def test_la_norma_es_por_apariciones() -> None:
    v = Vocabulario.aprender(["no no", "no sé", "sé leer", "leer no"])
    fila = v.rasgos(["no no no no"]).toarray()[0]
    assert fila[v.palabras.index("no")] == pytest.approx(2.0)  # 4 idf / raíz de 4 idf², y no 1


def test_con_grupos_se_suman_antes_de_dividir(vocabulario: Vocabulario, oraciones: tuple[list[str], list[str]]) -> None:
    muestra = [*oraciones[0][:11], ""]
    grupos = np.asarray([0, 1, 0, 2, 2, 1, 0, 0, 1, 2, 1, 3])
    juntos = vocabulario.rasgos(muestra, grupos).toarray()
    assert juntos.shape[0] == 4
    for g in range(4):
        esperados = rasgos_ingenuos(vocabulario, [o for o, de in zip(muestra, grupos, strict=True) if de == g])
        assert np.allclose(juntos[g], esperados, atol=1e-6)


def test_sin_oraciones_y_sin_vocabulario(vocabulario: Vocabulario) -> None:
    assert vocabulario.rasgos([]).shape == (0, sum(vocabulario.tamanos))
    vacio = Vocabulario.aprender([])
    assert vacio.tamanos == (0, 0, 0)
    assert vacio.contar(["hola mundo"], vacio.lexico()).fichas.shape == (1, 4)


def test_los_pares_piden_sus_propias_apariciones() -> None:
    dichas = ["no les llego"] * 2 + ["no les digo"]
    dos, tres = (Vocabulario.aprender(dichas, minimo_pares=k) for k in (2, 3))
    assert dos.palabras == tres.palabras
    assert dos.tamanos[1] > tres.tamanos[1] > 0  # «no les» está en las tres; «les llego», en dos
