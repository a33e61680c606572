"""Con encabezado o sin él: la primera fila no se pierde ni se cuela."""

from __future__ import annotations

import pytest

from reflexiona.lectura.encabezado import hay_encabezado

LARGO = "Hoy trabajé con fracciones y por fin entendieron la idea de repartir en partes iguales."

CON = [
    [["id", "reflexion"], ["1", LARGO]],
    [["reflexion"], [LARGO], [LARGO + " Otra vez."]],
    [["¿Qué aprendí?"], ["A escuchar"], ["A planear"]],
    [["Personal", "Social"], [LARGO, LARGO + " Sí."], [LARGO, LARGO]],
    [["Marca temporal", "Escriba con libertad qué vivió y qué le gustaría cambiar."], ["1/1/2026 9:00", "Nada."]],
    [["Nombre", "Nivel"], ["Ana", "primaria"]],
    [["2024", "texto"], ["3", LARGO]],
    [["folio", "docente", "comentarios"], ["1", "Ana Ruiz", "Bien"]],
    [["a", "b"], ["1", "x"], ["2", "y"]],
]
SIN = [
    [[LARGO]],
    [[LARGO], [LARGO + " Y ya."]],
    [["Trabajo en equipo"], ["La planeación"], ["Trabajo en equipo"]],
    [["1", "primaria", LARGO], ["2", "primaria", LARGO]],
    [["ana@ejemplo.mx", "Me gustó"], ["luz@ejemplo.mx", "Me aburrí"]],
    [["primaria", LARGO], ["primaria", LARGO + " Y más."]],
    [["8/01/2026 9:31:22", "Me gustó"], ["8/01/2026 9:40:00", "No"]],
    [["a001", "primaria", "docente", "diario", LARGO * 3]],
    [["¿Por qué lloran?"], ["¿Qué hago cuando no quieren entrar?"], ["¿Me equivoqué?"]],
]


@pytest.mark.parametrize("filas", CON)
def test_reconoce_el_encabezado(filas):
    assert hay_encabezado(filas)


@pytest.mark.parametrize("filas", SIN)
def test_la_primera_respuesta_no_es_encabezado(filas):
    assert not hay_encabezado(filas)


def test_la_columna_pedida_decide():
    filas = [["Ana", LARGO], ["Luz", LARGO]]
    assert not hay_encabezado([[LARGO, LARGO]])
    assert hay_encabezado(filas, ["ana"])
