"""El camino de spaCy: el incluido, un modelo instalado (uno de mentira, siempre; uno real si está) y sus errores."""

import random
import sys
from importlib.util import find_spec

import pytest
import spacy

from reflexiona.errores import ErrorModelo
from reflexiona.texto import oraciones, palabras, palabras_contenido
from reflexiona.texto.spacy_es import _cargar, cargar, modelo_usado

TEXTO = "La Profra. Elodia faltó. ¿Quién la cubre?¡Nadie! hoy se fue!Los niños\n- leen\n- dibujan 😊 Mañana seguimos."
PALABRAS = "Profra. Elodia fue!Los ¿Qué?¡No! 3.º a.m. … ... « » 😊 hola. Hoy 2. etc. EE.UU. a@b.mx clase.Los"
PIEZAS = [*PALABRAS.split(), '"', "\n", "\n\n", "\t", ""]


def _de_spacy(nlp, texto):
    return [o.text.strip() for o in nlp(texto).sents if o.text.strip()]


@pytest.fixture
def modelo_instalado(tmp_path, monkeypatch):
    """Un paquete `es_core_news_md` de mentira: sus lemas se reconocen y trae un separador propio que estorba."""
    nlp = spacy.blank("es")
    nlp.meta["name"], nlp.meta["version"] = "core_news_md", "9.9.9"
    reglas = nlp.add_pipe("attribute_ruler", name="lemmatizer")
    reglas.add([[{"LOWER": "maestras"}]], {"LEMMA": "maestra_del_modelo"})
    nlp.add_pipe("sentencizer")
    paquete = tmp_path / "es_core_news_md"
    paquete.mkdir()
    nlp.to_disk(paquete / "es_core_news_md-9.9.9")
    (paquete / "meta.json").write_text((paquete / "es_core_news_md-9.9.9" / "meta.json").read_text("utf-8"), "utf-8")
    (paquete / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n"
        "def load(**opciones):\n    return load_model_from_init_py(__file__, **opciones)\n",
        "utf-8",
    )
    ficha = tmp_path / "es_core_news_md-9.9.9.dist-info"
    ficha.mkdir()
    (ficha / "METADATA").write_text("Metadata-Version: 2.1\nName: es-core-news-md\nVersion: 9.9.9\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    _cargar.cache_clear()
    yield "es_core_news_md"
    _cargar.cache_clear()
    sys.modules.pop("es_core_news_md", None)


def test_las_oraciones_de_spacy_son_las_nuestras():
    assert _de_spacy(cargar("es"), TEXTO) == oraciones(TEXTO)


@pytest.mark.parametrize("semilla", range(30))
def test_las_oraciones_de_spacy_son_las_nuestras_en_cualquier_texto(semilla):
    azar = random.Random(semilla)
    nlp = spacy.blank("es")
    nlp.add_pipe("reflexiona_oraciones")
    for _ in range(10):
        texto = " ".join(azar.choice(PIEZAS) for _ in range(azar.randrange(30)))
        assert _de_spacy(nlp, texto) == oraciones(texto)
        assert nlp(texto).text == texto


def test_el_incluido_da_lemas_y_dice_quien_es():
    nlp = cargar("es")
    assert nlp is cargar("es")
    assert nlp("Las maestras leyeron")[1].lemma_ == "maestra"
    assert modelo_usado(nlp).startswith("es (spaCy 3.")


def test_un_modelo_que_falta_dice_como_instalarlo():
    with pytest.raises(ErrorModelo, match=r"python -m spacy download es_core_news_xx.*spacy=\"es\""):
        cargar("es_core_news_xx")


def test_una_carpeta_que_no_es_modelo_se_explica(tmp_path):
    with pytest.raises(ErrorModelo, match="no abre"):
        cargar(str(tmp_path))


@pytest.mark.skipif(find_spec("es_core_news_md") is not None, reason="es_core_news_md está instalado")
def test_auto_sin_modelo_usa_el_incluido():
    assert cargar("auto") is cargar("es")


@pytest.mark.parametrize("pedido", ["auto", "es_core_news_md"])
def test_un_modelo_instalado_pone_los_lemas_y_nosotros_las_oraciones(modelo_instalado, pedido):
    nlp = cargar(pedido)
    assert modelo_usado(nlp).startswith("es_core_news_md 9.9.9")
    assert nlp.pipe_names == ["reflexiona_oraciones", "lemmatizer"]
    assert _de_spacy(nlp, TEXTO) == oraciones(TEXTO)
    assert nlp("Las maestras leyeron")[1].lemma_ == "maestra_del_modelo"
    assert [p.lema for p in palabras("Las maestras", spacy=pedido) if p.contenido] == ["maestra_del_modelo"]
    assert [[p.lema for p in lista] for lista in palabras_contenido(["maestras"], spacy=pedido)] == [
        ["maestra_del_modelo"]
    ]


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("nombre", ["es_core_news_sm", "es_core_news_md", "es_core_news_lg"])
def test_con_un_modelo_real(nombre):
    if find_spec(nombre) is None:
        pytest.skip(f"{nombre} no está instalado")
    nlp = cargar(nombre)
    assert nombre in modelo_usado(nlp)
    assert _de_spacy(nlp, TEXTO) == oraciones(TEXTO)
    assert nlp("Los niños leyeron cuentos")[1].lemma_ == "niño"
    assert "leer" in [p.lema for p in palabras_contenido(["Los niños leyeron"], spacy=nombre)[0]]
