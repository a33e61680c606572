"""De qué habla un encabezado: tiempo, identidad, atributo, texto abierto o nada reconocible."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

__all__ = ["Clase", "clase", "es_etiqueta", "es_rotulo_de_texto", "plano"]

Clase = Literal["tiempo", "correo", "nombre", "identidad", "atributo", "texto", "neutra"]

_TIEMPO = re.compile(
    r"(marca temporal|timestamp|fecha(?! de nacimiento)|hora\b|date|start time|completion time|enviado el)"
)
_CORREO = re.compile(r"\b(correos?|e-?mail|mail)\b")
_PIDE = r"(?:(?:escrib[ae]|indi(?:ca|que)|anot[ae]|cual es|ingres[ae]|registr[ae]) )?(?:tu |su |el )?"
_PERSONA = r"(?:docente|maestr[oa]|profesor|profesora|participante|autor|autora|alumn[oa]|director|directora|persona)"
_NOMBRE = re.compile(
    rf"{_PIDE}(nombre(\(s\)|s)?( y apellidos?)?( completo)?( del? (la |el )?{_PERSONA}.*)?( \(.*\))?"
    rf"|(primer |segundo )?apellidos?( paterno| materno)?|(first|last|full)? ?name|{_PERSONA}(\(a\)|/a|\(o\))?)"
)
_IDENTIDAD = re.compile(
    r"\b(telefono|celular|whatsapp|movil|phone|curp|rfc|nss|ine|matricula|domicilio|direccion (particular|postal|ip)|"
    r"ip|usuario|username|user|fecha de nacimiento|facebook|instagram|firma|clave presupuestal|credencial|"
    r"(numero|num\.?|no\.?|n°) ?de (empleado|control|plaza|cuenta|seguro.*)|tu nombre|su nombre|nombre completo|"
    rf"nombre del? (la |el )?{_PERSONA})\b"
)
_ATRIBUTOS = (
    r"id|folio|no(?= de\b|\.|$)|num|numero|#|clave|cct|c\.c\.t|escuela|plantel|colegio|institucion|centro|nombre|nivel|"
    r"grados?|grupos?|funcion|cargo|puesto|zona|sector|region|entidad|estado|municipio|localidad|ciudad|pais|turno|modalidad|sexo|"
    r"genero|edad|antiguedad|años?|asignatura|materia|sede|idioma|lengua|ciclo|periodo|puntuacion|puntos|score|"
    r"calificacion|formacion|estudios|subsistema|servicio|tipo|origen|fuente|perfil|rol|area|academia|generacion|sesion"
)
_ATRIBUTO = re.compile(rf"({_ATRIBUTOS})\b")
_ELEGIR = re.compile(
    r"\b(marc|seleccion|elij|elig|escoj|escog|señal)[ae]s?(mos|n)? (la |las |los |el |un |una |tu |tus |todas?)"
)
_PREGUNTA_ATRIBUTO = re.compile(
    rf"(en|a|de|con)? ?(cual|que|cuantos|cuantas) (es )?(su |tu |el |la )?({_ATRIBUTOS})\b"
    r"(?!.*\b(por que|explica|describe))"
)
_ABRIR = re.compile(r"\b(por que|expli[cq]|describ|escrib|relat|narr|cuent|comparte)")
_ROTULO_TEXTO = re.compile(
    r"(mis? |tus? |sus? |la |las |el )?(reflexi|comentari|respuesta|texto|opini|observaci|sugerencia|descripci|"
    r"testimonio|mensaje|contenido|relato|narraci|experiencia|diario|bitacora|text\b|comment|content|message|response|feedback|"
    r"reflection|body\b)"
)
_TEXTO = re.compile(
    r"reflexi|coment|opini|texto|observaci|descri[bp]|expli[cq]|escrib|relat|narra|cuent[ae]|experienci|aprend|retos?\b|logros?\b|"
    r"desafi|propuesta|compromiso|sugerenc|testimonio|diario|por que|porque|como |pregunta|que |dificultad|fortaleza|"
    r"comparte|mencion|pensam|sentim"
)


@lru_cache(maxsize=4096)
def plano(texto: str) -> str:
    """Minúsculas, sin acentos (la eñe se queda) y con espacios simples, para comparar encabezados.

    Examples
    --------
    >>> plano("  Dirección   de correo ")
    'direccion de correo'
    """
    sin = "".join(
        c if c in "ñÑ" else "".join(p for p in unicodedata.normalize("NFD", c) if not unicodedata.combining(p))
        for c in texto
    )
    return " ".join(sin.casefold().split())


@lru_cache(maxsize=4096)
def clase(encabezado: str) -> Clase:
    """Clasifica un encabezado por sus palabras.

    Parameters
    ----------
    encabezado : str

    Returns
    -------
    str
        «tiempo», «correo», «nombre» (de persona), «identidad» (otro dato que identifica), «atributo» (escuela, nivel…),
        «texto» (invita a escribir) o «neutra».

    Examples
    --------
    >>> [clase(e) for e in ("Marca temporal", "Nombre de la escuela", "Nombre completo", "¿Qué aprendí hoy?", "P1")]
    ['tiempo', 'atributo', 'nombre', 'texto', 'neutra']
    """
    llano = plano(encabezado)
    pregunta = "?" in llano or llano.startswith("¿")
    limpio = llano.strip("¿?:*. ")
    # En una pregunta larga, «correo» o «escuela» son tema y no el dato que se pide.
    corto = len(limpio.split()) <= 6
    if corto and not pregunta and _TIEMPO.match(limpio):
        return "tiempo"
    if corto and _CORREO.search(limpio) and (not pregunta or "cual es" in limpio):
        return "correo"
    if _NOMBRE.fullmatch(limpio):
        return "nombre"
    if corto and _IDENTIDAD.search(limpio) and (not pregunta or "cual es" in limpio):
        return "identidad"
    if _ELEGIR.search(llano) and not _ABRIR.search(llano):
        return "atributo"
    if _PREGUNTA_ATRIBUTO.match(limpio) and len(limpio.split()) <= 10:
        return "atributo"
    if corto and not pregunta and _ATRIBUTO.match(limpio):
        return "atributo"
    if pregunta or _TEXTO.search(limpio) or _ROTULO_TEXTO.match(limpio):
        return "texto"
    return "neutra"


def es_rotulo_de_texto(encabezado: str) -> bool:
    """Dice si el encabezado nombra sin duda una columna de texto («Reflexión», «Comentarios»).

    Examples
    --------
    >>> es_rotulo_de_texto("Comentarios"), es_rotulo_de_texto("Nivel")
    (True, False)
    """
    llano = plano(encabezado).strip(":* ")
    return bool(llano) and len(llano.split()) <= 3 and llano[-1] not in ".!,;" and bool(_ROTULO_TEXTO.match(llano))


def es_etiqueta(celda: str) -> bool:
    """Dice si la celda es un rótulo conocido de columna («ID», «Marca temporal», «Reflexión»), no una respuesta.

    Examples
    --------
    >>> [es_etiqueta(c) for c in ("Marca temporal", "Reflexión", "Reflexión sobre lo que viví en el aula", "Ana")]
    [True, True, False, False]
    """
    llano = plano(celda).strip(":* ")
    palabras = len(llano.split())
    if not llano or palabras > 6 or llano[-1] in ".!,;":
        return False
    if es_rotulo_de_texto(celda):
        return True
    if re.fullmatch(_PERSONA, llano):
        return False  # «docente» tanto puede ser un encabezado como una respuesta
    return clase(celda) in {"tiempo", "correo", "nombre", "identidad", "atributo"}
