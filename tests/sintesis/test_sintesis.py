"""Síntesis: citas textuales con su rastro, conteos de personas y preguntas para el diálogo."""

from __future__ import annotations

import random
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import reflexiona as rx
from reflexiona.corpus import Corpus, Reflexion
from reflexiona.sintesis import Cita, Sintesis, sintetizar
from reflexiona.sintesis.markdown import desescapar, escapar
from reflexiona.sintesis.preguntas import banco
from reflexiona.sintesis.voces import descuidos
from reflexiona.temas import Temas, encontrar_temas
from reflexiona.texto import partir

RAIZ = Path(__file__).parents[2]
BLOQUE = re.compile(r"> «(.*?)»  \n> — reflexión (\S+), oración (\d+)", re.DOTALL)


def armar(textos: list[str], personas: list[str] | None = None) -> Corpus:
    personas = personas or [f"P{i}" for i in range(1, len(textos) + 1)]
    return Corpus(tuple(Reflexion(str(i), t, i, p) for i, (t, p) in enumerate(zip(textos, personas, strict=True), 1)))


def analizar(corpus: Corpus, *, semilla: int = 0, sin_nada: bool = False) -> tuple[pd.DataFrame, Temas]:
    """Etiquetas y temas con puntajes que dependen sólo del texto de cada oración."""
    oraciones = partir(corpus.reflexiones)
    n = len(oraciones)
    azares = [random.Random(f"{semilla} {o.texto}") for o in oraciones]
    dimensiones = np.array([[a.random() for _ in rx.DIMENSIONES] for a in azares]).reshape(n, 5)
    actos = [a.choice((*rx.ACTOS, None)) for a in azares]
    por_oracion = np.array([[a.random() ** 4 for _ in range(30)] for a in azares]).reshape(n, 30)
    ids = list(dict.fromkeys(o.reflexion for o in oraciones))
    de = [ids.index(o.reflexion) for o in oraciones]
    por_reflexion = np.zeros((len(ids), 30))
    if n:
        np.maximum.at(por_reflexion, np.array(de), por_oracion)
    puntajes = SimpleNamespace(temas=por_oracion, temas_reflexion=por_reflexion)
    temas = encontrar_temas(corpus, oraciones, puntajes, umbrales=np.full(30, 2.0 if sin_nada else 0.9))
    filas = [
        {
            "reflexion": o.reflexion,
            "oracion": o.numero,
            "texto": o.texto,
            **dict(zip(rx.DIMENSIONES, map(float, dimensiones[i]), strict=True)),
            "dimensiones": []
            if sin_nada
            else [d for d, p in zip(rx.DIMENSIONES, dimensiones[i], strict=True) if p > 0.6],
            "acto": None if sin_nada else actos[i],
            "temas": list(temas.por_oracion[i]),
        }
        for i, o in enumerate(oraciones)
    ]
    columnas = ["reflexion", "oracion", "texto", *rx.DIMENSIONES, "dimensiones", "acto", "temas"]
    return pd.DataFrame(filas, columns=columnas), temas


def hacer(corpus: Corpus, **opciones: object) -> Sintesis:
    return sintetizar(corpus, *analizar(corpus), **opciones)


@pytest.fixture(scope="module")
def ejemplo() -> Corpus:
    with pytest.warns(rx.AvisoReflexiona):
        return rx.leer(RAIZ / "ejemplos" / "reflexiones.csv")


HOSTILES = [
    "La maestra dijo <script>alert('x')</script> & nadie entendió *nada* de _eso_.",
    "# Éste no es un título, es lo que escribió un alumno en su cuaderno.",
    "Los resultados fueron:\n- tres bien\n- dos mal, y ahí nos quedamos todos.",
    "1. Primero leímos el cuento en voz alta con los más chiquitos.",
    "El [enlace](javascript:alert(1)) y https://ejemplo.mx/a_b_c y ![foto](x.png) que mandaron.",
    "Usamos `código`, |tablas|, $x^2$, ~~tachado~~ y \\diagonales\\ en el pizarrón.",
    '> Esto es una cita dentro de otra «con comillas» y "otras" que pusieron los papás.',
    "El correo maestra_lupe@escuela.mx no &amp; sirve &#60;nunca&#62; desde agosto pasado.",
    "Dos espacios  \n> y un renglón que parece bloque de cita de verdad.",
]


@pytest.mark.parametrize("texto", [*HOSTILES, "\\", "\\\\*", "a\tb\r\nc\u2028d", "  - x", "12) y", "&lt;", "+ - =", ""])
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


def _comprobar_citas(corpus: Corpus, sintesis: Sintesis) -> None:
    original = {(o.reflexion, o.numero): o.texto for o in partir(corpus.reflexiones)}
    quien = {r.id: r.persona for r in corpus}
    assert len(set(sintesis.citas)) == len({c.texto for c in sintesis.citas}) == len(sintesis.citas)
    for c in sintesis.citas:
        assert c.texto == original[c.reflexion, c.oracion]
        assert c.persona == quien[c.reflexion]
        assert sintesis.markdown.count(c.markdown()) == 1
    mostradas = {(desescapar(t), r, int(n)) for t, r, n in BLOQUE.findall(sintesis.markdown)}
    assert mostradas == {(c.texto, c.reflexion, c.oracion) for c in sintesis.citas}
    # Fuera de los bloques, la máquina no usa comillas.
    resto = BLOQUE.sub("", sintesis.markdown)
    assert not set("«»“”") & set(resto)


def test_las_citas_del_ejemplo_son_textuales(ejemplo: Corpus) -> None:
    sintesis = hacer(ejemplo)
    assert len(sintesis.citas) >= 15
    _comprobar_citas(ejemplo, sintesis)
    assert len({c.persona for c in sintesis.citas}) >= 0.9 * len(sintesis.citas)


def test_las_citas_hostiles_son_textuales_y_no_dan_formato() -> None:
    corpus = armar(HOSTILES)
    sintesis = hacer(corpus, titulo="Zona <b>5</b> *norte*")
    assert len(sintesis.citas) >= 4
    _comprobar_citas(corpus, sintesis)
    assert "<script" not in sintesis.markdown
    assert "<b>" not in sintesis.markdown
    assert sintesis.markdown.startswith("# Zona &lt;b&gt;5&lt;/b&gt; \\*norte\\*\n")
    titulos = [r for r in sintesis.markdown.split("\n") if r.startswith("#")]
    assert all("alumno" not in t for t in titulos)


def test_sigue_los_espacios_del_taller(ejemplo: Corpus) -> None:
    titulos = re.findall(r"^## (.+)$", hacer(ejemplo).markdown, re.MULTILINE)
    assert titulos == [
        "Huella colectiva",
        "La práctica docente bajo la lupa",
        "Construyendo en colectivo",
        "Caligrama de la comunidad",
        "Preguntas para el diálogo",
        "Cómo se hizo esta síntesis",
    ]


def test_cuenta_personas_y_no_veces() -> None:
    texto = "Me gusta mucho dar clases en esta escuela del cerro."
    corpus = armar([texto, texto + " Bis.", texto, texto], ["P1", "P1", "P1", "P2"])
    etiquetas, temas = analizar(corpus, sin_nada=True)
    etiquetas["dimensiones"] = [["personal"]] * len(etiquetas)
    etiquetas["acto"] = "logro"
    sintesis = sintetizar(corpus, etiquetas, temas)
    assert "Escribieron 2 personas: 4 reflexiones y 5 oraciones." in sintesis.markdown
    assert "**Personal**: 2 de 2 personas" in sintesis.markdown
    assert sum(c.texto == texto for c in sintesis.citas) <= 1


def test_los_conteos_coinciden_con_las_etiquetas(ejemplo: Corpus) -> None:
    etiquetas, temas = analizar(ejemplo)
    sintesis = sintetizar(ejemplo, etiquetas, temas)
    quien = {r.id: r.persona for r in ejemplo}
    for d, nombre in zip(rx.DIMENSIONES, ("Personal", "Didáctica", "Institucional", "Social", "Valoral"), strict=True):
        con = {quien[r] for r, ds in zip(etiquetas["reflexion"], etiquetas["dimensiones"], strict=True) if d in ds}
        assert f"- **{nombre}**: {len(con)} de {ejemplo.personas} personas" in sintesis.markdown
    primera = temas.tabla.iloc[0]
    assert re.search(
        rf"\| {re.escape(primera['tema'])}.* \| {primera['personas']} \| {primera['oraciones']} \|", str(sintesis)
    )


def test_preguntas_distintas_del_banco_y_con_su_origen(ejemplo: Corpus) -> None:
    sintesis = hacer(ejemplo)
    assert 6 <= len(sintesis.preguntas) <= 8
    textos = [p.texto for p in sintesis.preguntas]
    assert len(set(textos)) == len(textos)
    moldes = [re.escape(b.texto).replace(r"\{tema\}", ".+") for b in banco()]
    for p in sintesis.preguntas:
        assert any(re.fullmatch(m, p.texto) for m in moldes)
        assert "{" not in p.texto
        assert p.citas
        assert set(p.citas) <= set(sintesis.citas)
    assert any("{tema}" in b.texto and re.fullmatch(m, t) for b, m in zip(banco(), moldes, strict=True) for t in textos)


def test_la_pregunta_corresponde_a_la_situacion_citada(ejemplo: Corpus) -> None:
    etiquetas, temas = analizar(ejemplo)
    sintesis = sintetizar(ejemplo, etiquetas, temas)
    por = {(f["reflexion"], f["oracion"]): f for f in etiquetas.to_dict("records")}
    for p in sintesis.preguntas:
        base = next(b for b in banco() if re.fullmatch(re.escape(b.texto).replace(r"\{tema\}", ".+"), p.texto))
        for c in p.citas:
            fila = por[c.reflexion, c.oracion]
            assert not base.dimension or base.dimension in fila["dimensiones"]
            assert not base.acto or base.acto == fila["acto"]
            if base.con_tema:
                assert any(t.lower() in p.texto.lower() for t in fila["temas"])


def test_no_depende_del_orden_y_se_repite(ejemplo: Corpus) -> None:
    textos = [r.texto for r in ejemplo][:60]
    directo, reves = hacer(armar(textos)), hacer(armar(textos[::-1]))
    assert [c.texto for c in directo.citas] == [c.texto for c in reves.citas]
    assert [p.texto for p in directo.preguntas] == [p.texto for p in reves.preguntas]
    assert hacer(armar(textos)).markdown == directo.markdown


def test_una_persona_y_nada_reconocido() -> None:
    corpus = armar(["Hoy llovió y cantamos bajo el techo de lámina toda la mañana."])
    sintesis = sintetizar(corpus, *analizar(corpus, sin_nada=True))
    assert "Escribió 1 persona: 1 reflexión y 1 oración." in sintesis.markdown
    assert "1 personas" not in sintesis.markdown
    assert "No se encontró un tema" in sintesis.markdown
    assert [c.oracion for c in sintesis.citas] == [1]
    assert len(sintesis.preguntas) >= 6
    _comprobar_citas(corpus, sintesis)


@pytest.mark.parametrize("textos", [[], ["", "  "]])
def test_sin_texto_no_truena(textos: list[str]) -> None:
    sintesis = hacer(armar(textos))
    assert "Todavía no hay reflexiones" in sintesis.markdown
    assert sintesis.citas == sintesis.preguntas == ()


def test_no_dice_mayorias_ni_esconde_sus_limites(ejemplo: Corpus) -> None:
    texto = hacer(ejemplo).markdown
    resto = BLOQUE.sub("", texto)
    assert "mayoría" not in resto
    for limite in ("Puede equivocarse", "no por docentes", "contrastar", "todavía no se han quitado"):
        assert limite in resto
    assert len(texto.split()) < 1500


def test_lo_que_se_entiende_solo_va_antes() -> None:
    assert descuidos("Mi grupo de tercero escribió su primer libro.") == 0
    for peor in (
        "Por eso ya no quise seguir con el plan de lectura.",
        "Y entonces se fueron todos a su casa temprano ese día.",
        "Eso me dolió mucho más que el examen de la zona.",
        "Muy bien.",
        "ESTO VA TODO EN MAYÚSCULAS Y CUESTA LEERLO AQUÍ.",
        "Me dijo «profe, no entiendo nada de las fracciones.",
    ):
        assert descuidos(peor) > 0


def test_guardar_y_mostrar(tmp_path: Path) -> None:
    sintesis = hacer(armar(HOSTILES))
    ruta = sintesis.guardar(tmp_path / "síntesis.md")
    assert ruta.read_text("utf-8") == sintesis.markdown == str(sintesis) == sintesis._repr_markdown_()
    with pytest.raises(AttributeError):
        sintesis.markdown = ""
    assert Cita("1", 2, "a", "P1") == Cita("1", 2, "a", "P1")


def test_etiquetas_incompletas_se_dicen() -> None:
    corpus = armar(["Hoy cantamos todos en el patio de la escuela."])
    etiquetas, temas = analizar(corpus)
    with pytest.raises(rx.ErrorDatos, match="acto"):
        sintetizar(corpus, etiquetas.drop(columns="acto"), temas)
    with pytest.raises(rx.ErrorDatos, match="no está en el corpus"):
        sintetizar(armar([]), etiquetas, temas)
