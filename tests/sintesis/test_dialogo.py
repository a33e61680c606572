"""Las preguntas para el diálogo, las tensiones y los retos con su respuesta."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.sintesis import ESPACIOS, Cita, sintetizar
from reflexiona.sintesis.cruces import cruzar
from reflexiona.sintesis.preguntas import ESPECIALES, banco
from reflexiona.sintesis.seleccion import Selector
from reflexiona.sintesis.tensiones import encontrar_tensiones
from reflexiona.sintesis.voces import Voz

CULPA = re.compile(
    r"\b(?:culpa|error|fall\w+|mal hech\w+|incumpl\w+|quién no|por qué no|deber[ií]an?)\b", re.IGNORECASE
)


def molde(texto: str) -> str:
    return re.escape(texto).replace(r"\{tema\}", ".+")


def voz(reflexion: str, texto: str, acto: str | None, *temas: str, dimensiones: tuple[str, ...] = ("social",)) -> Voz:
    cita = Cita(reflexion, 1, texto, f"P{reflexion}")
    return Voz(cita, dict.fromkeys(DIMENSIONES, 0.5), dimensiones, acto, temas)


def selector(voces: list[Voz]) -> Selector:
    return Selector(voces, fuerzas={(t, v.cita.reflexion, 1): 0.9 for v in voces for t in v.temas})


def test_el_banco_es_amplio_abierto_y_sin_culpas() -> None:
    textos = [b.texto for b in banco()]
    assert len(textos) >= 40
    assert len(set(textos)) == len(textos)
    assert Counter(b.espacio for b in banco()).keys() == set(ESPACIOS)
    for b in banco():
        assert b.texto.endswith("?")
        assert "¿" in b.texto
        # Abierta: pregunta qué, cuál, cómo, quién…; ninguna se contesta con sí o no.
        assert re.search(r"¿(?:\w+ ){0,2}(?:qué|cuál|cuáles|cómo|quién|quiénes|dónde)\b|, ¿", b.texto, re.IGNORECASE)
        assert not CULPA.search(b.texto)
        assert b.dimension in ("", *DIMENSIONES)
        assert b.acto in ("", *ACTOS, *ESPECIALES)
    # Hay por dónde entrar desde cada dimensión y cada acto.
    assert {b.dimension for b in banco()} == {"", *DIMENSIONES}
    assert {b.acto for b in banco()} == {"", *ACTOS, *ESPECIALES}


@pytest.mark.parametrize("extension", [300, "página", "cinco minutos", 2000])
def test_las_preguntas_salen_del_banco_sin_repetirse_y_con_sus_citas(ejemplo, hecha, extension) -> None:
    sintesis = sintetizar(ejemplo, hecha.etiquetas, hecha.temas, extension=extension)
    assert len(sintesis.preguntas) >= 2
    usados = []
    for p in sintesis.preguntas:
        suyos = [b.texto for b in banco() if re.fullmatch(molde(b.texto), p.texto)]
        assert len(suyos) == 1
        usados += suyos
        assert "{" not in p.texto
        assert p.citas
        assert set(p.citas) <= set(sintesis.citas)
    assert len(set(usados)) == len(usados)


def test_la_pregunta_corresponde_a_la_situacion_citada(ejemplo, hecha) -> None:
    por = {(f["reflexion"], f["oracion"]): f for f in hecha.etiquetas.to_dict("records")}
    en_tension = {frozenset((t.una, t.otra)): t.tema for t in hecha.sintesis.tensiones}
    acto_de = {"tension": (*ACTOS, None), "hueco": ("reto",)}
    for p in hecha.sintesis.preguntas:
        base = next(b for b in banco() if re.fullmatch(molde(b.texto), p.texto))
        assert p.texto in hecha.sintesis.secciones[base.espacio]
        for c in p.citas:
            fila = por[c.reflexion, c.oracion]
            assert c.texto.split()[0] in hecha.sintesis.secciones[base.espacio]
            assert not base.dimension or base.dimension in fila["dimensiones"]
            assert not base.acto or fila["acto"] in acto_de.get(base.acto, (base.acto,))
            if base.con_tema:
                assert any(t.lower() in p.texto.lower() for t in fila["temas"])
        if base.acto == "tension":
            assert en_tension[frozenset(p.citas)].lower() in p.texto.lower()


def test_una_tension_opone_a_dos_personas_sobre_el_mismo_tema() -> None:
    voces = [
        voz("1", "Las familias participan y por fin vienen a las juntas de la escuela.", "logro", "Familias"),
        voz("2", "Las familias no participan y nadie viene a las juntas de la escuela.", "reto", "Familias"),
        voz("3", "El celular no sirve en clase, distrae a todo el grupo de tercero.", None, "Tecnología"),
        voz("4", "El celular sirve en clase y ayuda a todo el grupo de tercero.", None, "Tecnología"),
        voz("5", "La biblioteca ya tiene libros y los alumnos leyeron diez cuentos.", "logro", "Lectura"),
    ]
    halladas = encontrar_tensiones(voces, selector(voces), ["Familias", "Tecnología", "Lectura"])
    assert {t.tema: (t.por, {t.una.reflexion, t.otra.reflexion}) for t in halladas} == {
        "Familias": ("acto", {"1", "2"}),
        "Tecnología": ("postura", {"3", "4"}),
    }


def test_una_persona_no_esta_en_tension_consigo_misma() -> None:
    una = voz("1", "Las familias participan y por fin vienen a las juntas de la escuela.", "logro", "Familias")
    otra = voz("2", "Las familias no participan y nadie viene a las juntas de la escuela.", "reto", "Familias")
    misma = replace(otra, cita=replace(otra.cita, persona="P1"))
    assert encontrar_tensiones([una, otra], selector([una, otra]), ["Familias"])
    assert not encontrar_tensiones([una, misma], selector([una, misma]), ["Familias"])
    de_otra_cosa = replace(otra, temas=("Lectura",))
    assert not encontrar_tensiones([una, de_otra_cosa], selector([una, de_otra_cosa]), ["Familias", "Lectura"])


def test_cada_reto_va_con_lo_que_lo_contesta_y_los_demas_quedan_sin_respuesta() -> None:
    voces = [
        voz("1", "No hay libros en la biblioteca del salón.", "reto", "Lectura"),
        voz("2", "Propongo abrir la biblioteca los viernes.", "compromiso", "Lectura"),
        voz("3", "No hay agua en los baños de la escuela.", "reto", "Infraestructura"),
        voz("4", "Propongo un huerto en el patio.", "compromiso", "Medio ambiente"),
    ]
    cruces = {c.tema: [v.cita.reflexion for v in c.propuestas] for c in cruzar(voces, selector(voces))}
    assert cruces == {"Lectura": ["2"], "Infraestructura": []}


def test_la_propuesta_sin_tema_contesta_los_retos_de_su_reflexion() -> None:
    reto = voz("1", "No hay libros en la biblioteca del salón.", "reto", "Lectura")
    propuesta = voz("1", "Propongo pedirlos prestados a la otra escuela.", "compromiso")
    ajena = voz("2", "Propongo pedirlos prestados a la otra escuela vecina.", "compromiso")
    (cruce,) = cruzar([reto, propuesta, ajena], selector([reto, propuesta, ajena]))
    assert cruce.propuestas == (propuesta,)
