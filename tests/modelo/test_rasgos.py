"""De la oración a sus fichas, pares y trozos."""

from __future__ import annotations

import unicodedata

import pytest

from reflexiona.modelo.rasgos import doblar, fichas, fichas_con_lugar, pares, trozos

DIFICILES = [
    "",
    "😀🎉",
    "¿Y AHORA?  Son 23 niñas… ¡y 4 niños!",
    "İstanbul y Straße: la niñez, el pingüino.",
    "d'amico O’Higgins maʼya l_l x2y",
    unicodedata.normalize("NFD", "Corazón, ñandú, pingüino."),
    "uno\ndos\ttres\u00a0cuatro",
]


def test_doblar_quita_acentos_y_mayusculas_pero_conserva_la_enie() -> None:
    assert doblar("EL NIÑO APRENDIÓ, pingüino") == "el niño aprendio, pinguino"
    assert fichas("año") != fichas("ano")


@pytest.mark.parametrize("texto", DIFICILES)
def test_doblar_no_mueve_los_lugares(texto: str) -> None:
    assert len(doblar(texto)) == len(unicodedata.normalize("NFC", texto))


@pytest.mark.parametrize("texto", DIFICILES)
def test_las_fichas_con_lugar_son_las_mismas_y_estan_donde_dicen(texto: str) -> None:
    con_lugar = list(fichas_con_lugar(texto))
    doblado = doblar(texto)
    assert [f for f, _, _ in con_lugar] == fichas(texto)
    assert [doblado[i:j] for _, i, j in con_lugar] == fichas(texto)


def test_fichas_palabras_numeros_y_signos() -> None:
    assert fichas("No les llego, son 23... ¡ayuda! d'amico ¿sí?") == [
        "no", "les", "llego", "son", "23", "...", "¡", "ayuda", "!", "d'amico", "¿", "si", "?",
    ]  # fmt: skip
    assert fichas("😀 — _ ,") == []


def test_pares_de_una_oracion_vacia_son_inicio_y_fin() -> None:
    assert pares([]) == [("<", ">")]
    assert len(pares(["a", "b", "c"])) == 4


@pytest.mark.parametrize("palabra", ["a", "si", "leer", "comprensión"])
def test_trozos_contra_una_cuenta_ingenua(palabra: str) -> None:
    orillada = f" {palabra} "
    todos = {(i, j) for i in range(len(orillada)) for j in range(i + 3, min(i + 5, len(orillada)) + 1)}
    assert sorted(trozos(palabra)) == sorted(orillada[i:j] for i, j in todos)


def test_los_trozos_de_una_palabra_enorme_estan_acotados() -> None:
    assert trozos("a" * 1_000_000) == trozos("a" * 60)
