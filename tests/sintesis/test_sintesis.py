"""La síntesis: los espacios del taller, el presupuesto, las citas textuales y las cuentas de personas."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import reflexiona as rx
from reflexiona.sintesis import ESPACIOS, Cita, Sintesis, sintetizar
from reflexiona.sintesis.frases import de_personas
from reflexiona.sintesis.markdown import desescapar
from reflexiona.sintesis.voces import descuidos, expone
from reflexiona.texto import partir

BLOQUE = re.compile(r"> «(.*?)»  \n> — reflexión (\S+), oración (\d+)", re.DOTALL)
BLOQUE_HTML = re.compile(
    r"<blockquote><p>«(.*?)»</p><footer>reflexión (\S+), oración (\d+)</footer></blockquote>", re.DOTALL
)
COMILLAS = set("«»“”„‟")
HOSTILES = [
    "La maestra dijo <script>alert('x')</script> & nadie entendió *nada* de _eso_.",
    "# Éste no es un título, es lo que escribió un alumno en su cuaderno.",
    "Los resultados fueron:\n- tres bien\n- dos mal, y ahí nos quedamos todos.",
    "1. Primero leímos el cuento en voz alta con los más chiquitos.",
    "El [enlace](javascript:alert(1)) y ![foto](x.png) que mandaron al grupo de la escuela.",
    "Usamos `código`, |tablas|, $x^2$, ~~tachado~~ y \\diagonales\\ en el pizarrón.",
    '> Esto es una cita dentro de otra «con comillas» y "otras" que pusieron los papás.',
    "Los alumnos dibujaron & escribieron <b>muy grande</b> el nombre de la escuela.",
    "Dos espacios  \n> y un renglón que parece bloque de cita de verdad.",
]


def comprobar_citas(corpus: rx.Corpus, sintesis: Sintesis) -> None:
    """Cada cita de cada salida, contra el original, carácter por carácter; y ninguna comilla fuera de ellas."""
    original = {(o.reflexion, o.numero): o.texto for o in partir(corpus.reflexiones)}
    quien = {r.id: r.persona for r in corpus}
    for c in sintesis.citas:
        assert c.texto == original[c.reflexion, c.oracion]
        assert c.persona == quien[c.reflexion]
    esperadas = [(c.texto, c.reflexion, c.oracion) for c in sintesis.citas]
    assert len({t for t, _, _ in esperadas}) == len(esperadas)
    markdown = [(desescapar(t), r, int(n)) for t, r, n in BLOQUE.findall(sintesis.markdown)]
    html = [(unescape(t), r, int(n)) for t, r, n in BLOQUE_HTML.findall(sintesis.html())]
    por_seccion = [(desescapar(t), r, int(n)) for s in sintesis.secciones.values() for t, r, n in BLOQUE.findall(s)]
    assert markdown == html == por_seccion == esperadas
    assert not COMILLAS & set(BLOQUE.sub("", sintesis.markdown))
    assert not COMILLAS & set(BLOQUE_HTML.sub("", sintesis.html()).split("</style>")[1])


def test_las_citas_del_ejemplo_son_textuales(ejemplo, hecha) -> None:
    assert len(hecha.sintesis.citas) >= 15
    comprobar_citas(ejemplo, hecha.sintesis)
    assert len({c.persona for c in hecha.sintesis.citas}) >= 0.9 * len(hecha.sintesis.citas)
    assert len(hecha.sintesis.markdown.split()) < 1500


def test_las_citas_hostiles_son_textuales_y_no_dan_formato(comunidad) -> None:
    corpus = comunidad.armar(HOSTILES)
    sintesis = comunidad.hacer(corpus, titulo="Zona <b>5</b> *norte*")
    assert len(sintesis.citas) >= 2
    comprobar_citas(corpus, sintesis)
    for salida in (sintesis.markdown, sintesis.cuerpo):
        assert "<script" not in salida
        assert "<b>" not in salida
    assert sintesis.markdown.startswith("# Zona &lt;b&gt;5&lt;/b&gt; \\*norte\\*\n")
    assert all("alumno" not in r for r in sintesis.markdown.split("\n") if r.startswith("#"))


def test_sigue_los_espacios_del_taller(hecha) -> None:
    titulos = re.findall(r"^## (.+)$", hecha.sintesis.markdown, re.MULTILINE)
    assert titulos == [
        "Huella colectiva",
        "La práctica docente bajo la lupa",
        "Construyendo en colectivo",
        "Caligrama de la comunidad",
        "Cómo se hizo",
    ]
    assert list(hecha.sintesis.secciones) == list(ESPACIOS)


@pytest.mark.parametrize("pedida", [*ESPACIOS, *ESPACIOS.values(), "La práctica bajo la lupa"])
def test_cada_espacio_se_pide_por_separado(ejemplo, hecha, pedida) -> None:
    sola = sintetizar(ejemplo, hecha.etiquetas, hecha.temas, seccion=pedida, extension=400)
    clave = next(c for c, nombre in ESPACIOS.items() if pedida in (c, nombre) or (c == "lupa" and "lupa" in pedida))
    assert list(sola.secciones) == [clave]
    assert [t for t in ESPACIOS.values() if f"## {t}\n" in sola.markdown] == [ESPACIOS[clave]]
    assert sola.citas
    assert sola.palabras <= 400
    comprobar_citas(ejemplo, sola)


@pytest.mark.parametrize("extension", [200, 300, "página", 450, 700, "cinco minutos", 2000])
def test_el_presupuesto_se_cumple_en_palabras_que_se_leen(ejemplo, hecha, extension) -> None:
    tope = {"página": 450, "cinco minutos": 1000}.get(extension, extension)
    sintesis = sintetizar(ejemplo, hecha.etiquetas, hecha.temas, extension=extension)
    # Se cuentan aparte, en lo que se ve en la página.
    visto = unescape(re.sub(r"<[^>]+>", " ", sintesis.cuerpo))
    leidas = sum(any(c.isalnum() for c in p) for p in visto.split())
    assert leidas <= tope
    assert abs(leidas - sintesis.palabras) <= 0.02 * tope + 2
    if tope <= 1000:
        assert leidas >= 0.6 * tope
    assert set(sintesis.secciones) == set(ESPACIOS)
    comprobar_citas(ejemplo, sintesis)


@pytest.mark.parametrize("extension", [0, 199, -3, True, 300.5, "larga"])
def test_una_extension_que_no_existe_se_dice(ejemplo, hecha, extension) -> None:
    with pytest.raises(rx.ErrorDatos, match=r"palabras|extensión"):
        sintetizar(ejemplo, hecha.etiquetas, hecha.temas, extension=extension)


def test_una_seccion_que_no_existe_se_dice(ejemplo, hecha) -> None:
    with pytest.raises(rx.ErrorDatos, match="huella"):
        sintetizar(ejemplo, hecha.etiquetas, hecha.temas, seccion="conclusiones")


def test_cuenta_personas_y_no_veces(comunidad) -> None:
    texto = "Me gusta mucho dar clases en esta escuela del cerro."
    personas = ["P1", "P1", "P1", "P2", "P3", "P4", "P5", "P6"]
    corpus = comunidad.armar([texto, texto + " Bis.", *[texto] * 6], personas)
    etiquetas, temas = comunidad.analizar(corpus, sin_nada=True)
    etiquetas["dimensiones"] = [["personal"]] * len(etiquetas)
    etiquetas["acto"] = "logro"
    sintesis = sintetizar(corpus, etiquetas, temas)
    assert "Escribieron 6 personas, en 8 reflexiones. Las 6 personas cuentan algo de sí" in sintesis.markdown
    assert "Las 6 personas comparten un logro" in sintesis.markdown
    assert sum(c.texto == texto for c in sintesis.citas) <= 1


@pytest.mark.parametrize(
    ("n", "total", "quienes", "verbos"),
    [
        (1, 1, "1 persona", ("cuenta algo de sí", "comparte", "propone algo o asume")),
        (1, 3, "1 de 3 personas", ("cuenta algo de sí", "comparte", "propone algo o asume")),
        (3, 3, "Las 3 personas", ("cuentan algo de sí", "comparten", "proponen algo o asumen")),
        (1, 8, "1 o 2 de 8 personas", ("cuentan algo de sí", "comparten", "proponen algo o asumen")),
        (3, 8, "3 de 8 personas", ("cuentan algo de sí", "comparten", "proponen algo o asumen")),
        (6, 8, "La mayoría (6 de 8 personas)", ("cuenta algo de sí", "comparte", "propone algo o asume")),
    ],
)
def test_el_verbo_va_con_su_cuenta(comunidad, n, total, quienes, verbos) -> None:
    corpus = comunidad.armar([f"Me gusta dar clases en la escuela número {i} del cerro." for i in range(total)])
    etiquetas, temas = comunidad.analizar(corpus, sin_nada=True)
    for acto, verbo in zip(("logro", "compromiso"), verbos[1:], strict=True):
        etiquetas["dimensiones"] = [["personal"] if i < n else [] for i in range(total)]
        etiquetas["acto"] = [acto if i < n else None for i in range(total)]
        markdown = sintetizar(corpus, etiquetas, temas, minimo=1).markdown
        assert f"{quienes} {verbos[0]}:" in markdown
        assert f"{quienes} {verbo} un " in markdown


def test_los_conteos_coinciden_con_las_etiquetas(ejemplo, hecha) -> None:
    quien = {r.id: r.persona for r in ejemplo}
    e = hecha.etiquetas
    respaldo = hecha.sintesis.respaldo.set_index("asunto")
    nombres = ("Personal", "Didáctica", "Institucional", "Social", "Valoral")
    for d, nombre in zip(rx.DIMENSIONES, nombres, strict=True):
        suyas = [(r, n) for r, n, ds in zip(e["reflexion"], e["oracion"], e["dimensiones"], strict=True) if d in ds]
        con = {quien[r] for r, _ in suyas}
        fila = re.search(rf"^\| {nombre} \| (\d+) \|", hecha.sintesis.markdown, re.MULTILINE)
        assert int(fila[1]) == len(con) == respaldo.loc[nombre, "personas"]
        assert respaldo.loc[nombre, "oraciones"] == [f"{r}·{n}" for r, n in suyas]
        assert respaldo.loc[nombre, "de"] == ejemplo.personas


def test_toda_cuenta_del_documento_tiene_su_lista(ejemplo, hecha) -> None:
    respaldo = hecha.sintesis.respaldo
    cuentas = {int(n) for n in re.findall(r"(\d+) de 117 personas", BLOQUE.sub("", hecha.sintesis.markdown))}
    assert len(cuentas) >= 4
    quien = {r.id: r.persona for r in ejemplo}
    listas = {len({quien[o.split("·")[0]] for o in lista}) for lista in respaldo["oraciones"] if lista}
    assert cuentas <= listas


@pytest.mark.parametrize(
    ("n", "total", "dice"),
    [(11, 20, False), (12, 20, True), (19, 20, True), (3, 4, False), (2, 3, False), (10, 20, False)],
)
def test_la_mayoria_solo_cuando_la_cuenta_lo_permite(n, total, dice) -> None:
    assert ("mayoría" in de_personas(n, total)) is dice
    assert str(n) in de_personas(n, total)


def test_la_mayoria_se_dice_junto_a_su_cuenta(hecha) -> None:
    resto = BLOQUE.sub("", hecha.sintesis.markdown)
    dichas = re.findall(r"mayoría(?: \((\d+) de (\d+) personas\))?", resto)
    assert dichas
    for n, total in dichas:
        assert int(n) >= 0.6 * int(total)


def test_no_expone_ni_ordena_a_nadie(ejemplo, hecha) -> None:
    """Ni seudónimos, ni cuentas por persona, ni citas con nombres; de una o dos personas, la cuenta no es exacta."""
    s = hecha.sintesis
    for persona in {r.persona for r in ejemplo}:
        assert not re.search(rf"\b{persona}\b", BLOQUE.sub("", s.markdown))
        assert not re.search(rf"\b{persona}\b", BLOQUE_HTML.sub("", s.cuerpo))
    assert not any(expone(c.texto) for c in s.citas)
    assert not re.search(r"\b[12] de 117 personas", s.markdown)
    assert not re.search(r"\| [12] \|", s.markdown)
    pocas = s.respaldo[s.respaldo["personas"] <= 2]
    assert not [lista for lista in pocas["oraciones"] if lista]
    assert (pocas["personas"] == 2).all()


def test_las_voces_de_pocas_personas_conservan_su_lugar(comunidad) -> None:
    corpus = comunidad.armar([f"El grupo número {i} trabajó con el libro de texto en la mañana." for i in range(12)])
    etiquetas, temas = comunidad.analizar(corpus)
    cuentas = temas.tabla.set_index("tema")["personas"]
    raros = [t for t in cuentas.index if cuentas[t] <= 2]
    assert raros
    markdown = sintetizar(corpus, etiquetas, temas).markdown
    assert "sólo 1 o 2 personas" in markdown
    assert any(t.lower() in markdown.lower() for t in raros)


@pytest.mark.parametrize("personas", [1, 2, 4])
def test_una_comunidad_muy_chica_no_se_cita_ni_se_cuenta(comunidad, personas) -> None:
    textos = ["Hoy llovió y cantamos bajo el techo de lámina toda la mañana.", "La escuela no tiene luz.", "a b c", "d"]
    corpus = comunidad.armar(textos[:personas])
    etiquetas, temas = comunidad.analizar(corpus)
    discreta = sintetizar(corpus, etiquetas, temas)
    assert discreta.citas == ()
    assert not any(t in discreta.markdown for t in textos[:2])
    assert "no cita ni cuenta" in discreta.markdown
    assert discreta.preguntas
    de_acuerdo = sintetizar(corpus, etiquetas, temas, minimo=1)
    quienes = "Escribió 1 persona" if personas == 1 else f"Escribieron {personas} personas"
    assert quienes in de_acuerdo.markdown
    assert "1 personas" not in de_acuerdo.markdown
    assert not re.search(r"\b1 personas|De 1 persona, cuántas", de_acuerdo.html())
    comprobar_citas(corpus, de_acuerdo)


def test_nada_reconocido_se_dice_con_honestidad(comunidad) -> None:
    corpus = comunidad.armar(["Hoy llovió y cantamos bajo el techo de lámina toda la mañana."] * 6)
    sintesis = sintetizar(corpus, *comunidad.analizar(corpus, sin_nada=True))
    assert "no se reconocieron propuestas" in sintesis.markdown
    assert "mayoría" not in sintesis.markdown
    comprobar_citas(corpus, sintesis)


def test_no_esconde_sus_limites(hecha) -> None:
    resto = BLOQUE.sub("", hecha.sintesis.markdown)
    for limite in ("puede equivocarse", "no por docentes", "aproximadas", "contrastarlas", "puede escaparse"):
        assert limite in resto


def test_no_depende_del_orden_y_se_repite(comunidad, ejemplo) -> None:
    textos = [r.texto for r in ejemplo][:60]
    directo, reves = comunidad.hacer(comunidad.armar(textos)), comunidad.hacer(comunidad.armar(textos[::-1]))
    assert [c.texto for c in directo.citas] == [c.texto for c in reves.citas]
    assert [p.texto for p in directo.preguntas] == [p.texto for p in reves.preguntas]
    assert comunidad.hacer(comunidad.armar(textos)).markdown == directo.markdown


@pytest.mark.parametrize("textos", [[], ["", "  "]])
def test_sin_texto_no_truena(comunidad, textos: list[str]) -> None:
    sintesis = comunidad.hacer(comunidad.armar(textos))
    assert "Todavía no hay reflexiones" in sintesis.markdown
    assert sintesis.citas == sintesis.preguntas == ()


def test_lo_que_se_entiende_solo_va_antes() -> None:
    assert descuidos("Mi grupo de tercero escribió su primer libro.") == 0
    for peor in (
        "Por eso ya no quise seguir con el plan de lectura.",
        "Y entonces se fueron todos a su casa temprano ese día.",
        "Eso me dolió mucho más que el examen de la zona.",
        "A la salida lo recogió una señora de la colonia.",
        "Los de un lado no querían sentarse con el resto del grupo.",
        "Los padres de familia no entendieron por qué.",
        "Muy bien.",
        "ESTO VA TODO EN MAYÚSCULAS Y CUESTA LEERLO AQUÍ.",
        "Me dijo «profe, no entiendo nada de las fracciones.",
    ):
        assert descuidos(peor) > 0


def test_guardar_y_mostrar(comunidad, tmp_path: Path) -> None:
    sintesis = comunidad.hacer(comunidad.armar(HOSTILES))
    ruta = sintesis.guardar(tmp_path / "síntesis.md")
    assert ruta.read_text("utf-8") == sintesis.markdown == str(sintesis) == sintesis._repr_markdown_()
    pagina = sintesis.guardar(tmp_path / "síntesis.html").read_text("utf-8")
    assert pagina == sintesis.html()
    assert 'lang="es"' in pagina
    assert "http" not in re.sub(r"&[^;]+;", "", pagina)
    with pytest.raises(AttributeError):
        sintesis.markdown = ""
    assert Cita("1", 2, "a", "P1") == Cita("1", 2, "a", "P1")


def test_etiquetas_incompletas_se_dicen(comunidad) -> None:
    corpus = comunidad.armar(["Hoy cantamos todos en el patio de la escuela."])
    etiquetas, temas = comunidad.analizar(corpus)
    with pytest.raises(rx.ErrorDatos, match="acto"):
        sintetizar(corpus, etiquetas.drop(columns="acto"), temas)
    with pytest.raises(rx.ErrorDatos, match="no está en el corpus"):
        sintetizar(comunidad.armar([]), etiquetas, temas)
