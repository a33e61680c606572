"""El texto ajeno dentro de Markdown se ve letra por letra."""

from __future__ import annotations

import random

import pytest

from reflexiona.sintesis.markdown import desescapar, escapar

RAROS = [
    "La maestra dijo <script>alert('x')</script> & nadie entendió *nada* de _eso_.",
    "# Éste no es un título.",
    "Los resultados fueron:\n- tres bien\n- dos mal.",
    "1. Primero leímos el cuento.",
    "El [enlace](javascript:alert(1)) y https://ejemplo.mx/a_b_c y ![foto](x.png).",
    "`código`, |tablas|, $x^2$, ~~tachado~~ y \\diagonales\\.",
    "El correo a@b.mx no &amp; sirve &#60;nunca&#62;.",
    "Dos espacios  \n> y un renglón que parece bloque de cita.",
    "\\",
    "\\\\*",
    "a\tb\r\nc\u2028d",
    "  - x",
    "12) y",
    "&lt;",
    "+ - =",
    "",
]


@pytest.mark.parametrize("texto", RAROS)
def test_escapar_es_reversible(texto: str) -> None:
    seguro = escapar(texto)
    assert desescapar(seguro) == texto
    assert "<" not in seguro
    for renglon in seguro.split("\n")[1:]:
        assert renglon.startswith("> ")


def test_escapar_es_reversible_con_cualquier_cosa() -> None:
    azar = random.Random(0)
    signos = "ab ñ\\`*_[]()#+-.!|<>&;~$:/@w123\n\t\r «»\"'=lt{}^?,\u2028"
    for _ in range(3000):
        texto = "".join(azar.choice(signos) for _ in range(azar.randrange(12)))
        assert desescapar(escapar(texto)) == texto
