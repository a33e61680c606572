"""Qué palabras tienen contenido, con qué lema y cuáles son vacías."""

import pytest

from reflexiona.texto import OMNIPRESENTES, VACIAS_DOMINIO, palabras, palabras_contenido, vacias
from reflexiona.texto.lemas import lema
from reflexiona.texto.vacias import sin_acentos

CASOS = """
maestras:maestra Maestros:maestro niñas:niña niños:niño alumnos:alumno clases:clase directora:directora
compañeras:compañera como:como para:para sentido:sentido fue:ser casa:casa cuentas:cuenta trabajo:trabajo
papá:papá mamás:mamá hicimos:hacer evaluaciones:evaluación fracciones:fracción reflexiones:reflexión
planeacion:planeación matematicas:matemáticas primaria:primaria estado:estado fuera:fuera videos:video
guadalupe:guadalupe miercoles:miércoles preguntarle:preguntar papelitos:papelito niñ@s:niño alumnxs:alumno
lápices:lápiz exámenes:examen emociones:emoción sale:salir saberes:saberes niñez:niñez USAER:usaer CTE:cte
kʼiin:kʼiin profra:profesora
"""


@pytest.mark.parametrize("caso", CASOS.split())
def test_lemas_del_dominio(caso):
    palabra, esperado = caso.split(":")
    assert lema(palabra) == esperado


def _llenas(texto, **opciones):
    return [p.texto for p in palabras(texto, spacy="es", **opciones) if p.contenido]


def test_las_palabras_estan_donde_dicen():
    texto = "  Las niñas (de 3.º) dibujaron «pájaros», ¿no?"
    assert all(texto[p.inicio : p.fin] == p.texto for p in palabras(texto, spacy="es"))
    assert _llenas(texto) == ["niñas", "dibujaron", "pájaros"]


def test_numeros_enlaces_correos_y_etiquetas_no_son_contenido():
    assert _llenas("El 12 de mayo escribí a ana@ejemplo.mx, vi www.sep.gob.mx, #NEM y @profe 8.5") == [
        "mayo",
        "escribí",
    ]


def test_siglas_lenguas_y_arroba_si_son_contenido():
    assert _llenas("CTE, NEM y TIC con IA; ts'i kʼiin naʼatik; tod@s l@s niñ@s") == [
        "CTE", "NEM", "TIC", "IA", "ts'i", "kʼiin", "naʼatik", "niñ@s",
    ]  # fmt: skip


def test_el_chat_no_deja_restos():
    assert _llenas("pues q tmb xq nomás no se pudo jajaja o sea ps k les digo, tambien asi") == []


def test_se_puede_quitar_lo_generico():
    texto = "Ese día la maestra de la escuela perdió la confianza"
    assert _llenas(texto, quitar=VACIAS_DOMINIO | OMNIPRESENTES) == ["perdió", "confianza"]


def test_muchos_textos_dan_lo_mismo_que_uno():
    textos = ["Los niños leen cuentos.", "", "No hay agua en la escuela"]
    juntos = palabras_contenido(textos, spacy="es")
    assert juntos == [[p for p in palabras(t, spacy="es") if p.contenido] for t in textos]


def test_las_vacias_cumplen_lo_que_dicen():
    assert all(p == p.lower() and sin_acentos(p) in vacias() for p in vacias())
    con_sentido = {"valor", "valores", "trabajo", "derecho", "miedo", "respeto", "familia", "lectura", "apoyo", "reto"}
    assert not con_sentido & vacias()
    assert not OMNIPRESENTES & vacias()
    assert not OMNIPRESENTES & VACIAS_DOMINIO
