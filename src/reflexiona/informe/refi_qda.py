"""Intercambio REFI-QDA: un proyecto .qdpx que abren QualCoder, ATLAS.ti, MAXQDA, NVivo y otros.

Sigue *REFI-QDA Standard 1.5* (2019): un zip con `project.qde` y los textos en `Sources/`. Las posiciones cuentan
caracteres Unicode desde cero. Los identificadores se calculan del contenido: los mismos datos dan los mismos.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reflexiona.informe.codigos import FAMILIAS, Codigo, codigos
from reflexiona.informe.contenido import TITULO, Texto, textos_de
from reflexiona.informe.empaque import comprimir
from reflexiona.informe.grupos import grupos_de
from reflexiona.informe.visible import corto, visible
from reflexiona.texto import partir

if TYPE_CHECKING:
    from reflexiona.analisis import Analisis
    from reflexiona.corpus import Reflexion

__all__ = ["escribir_qdpx"]

_DESCRIPCION = "Códigos puestos por un programa (reflexiona) y no por una persona: revíselos."
_ESPACIO = "urn:QDA-XML:project:1.0"
_RAIZ = uuid.uuid5(uuid.NAMESPACE_DNS, "reflexiona")


def escribir_qdpx(analisis: Analisis, *, titulo: str | None = None) -> bytes:
    """El proyecto: un texto por reflexión, un código por dimensión, acto y tema, y cada oración codificada.

    Los grupos de cinco personas o más van como variables de los textos.
    """
    identidad = _Identidad(
        str(dict(analisis.procedencia.get("corpus") or {}).get("sha256", "")) or analisis.corpus.origen
    )
    corpus = analisis.corpus
    textos = textos_de(analisis)
    todos = codigos([visible(t) for t in analisis.temas])
    usuario = identidad("usuario", "reflexiona")
    proyecto = Element(
        "Project",
        {
            "xmlns": _ESPACIO,
            "name": corto(visible(titulo or TITULO), 200),
            "origin": "reflexiona",
            "creatingUserGUID": usuario,
        },
    )
    SubElement(SubElement(proyecto, "Users"), "User", {"guid": usuario, "name": "reflexiona"})
    _codigos(SubElement(SubElement(proyecto, "CodeBook"), "Codes"), todos, identidad)
    grupos = grupos_de(corpus)
    columnas = list(dict.fromkeys(g.columna for g in grupos))
    if columnas:
        variables = SubElement(proyecto, "Variables")
        for c in columnas:
            atributos = {"guid": identidad("variable", c), "name": visible(c), "typeOfVariable": "Text"}
            SubElement(variables, "Variable", atributos)
    archivos: dict[str, bytes] = {}
    fuentes = SubElement(proyecto, "Sources")
    lugares: dict[str, dict[int, tuple[int, int]]] = {}
    for o in partir(corpus):
        lugares.setdefault(o.reflexion, {})[o.numero] = (o.inicio, o.fin)
    valores = {(g.columna, id_): g.valor for g in grupos for id_ in sorted(g.reflexiones)}
    for r, t in zip(corpus, textos, strict=True):
        guid = identidad("texto", r.id)
        fuente = SubElement(
            fuentes,
            "TextSource",
            {
                "guid": guid,
                "name": f"Reflexión {t.id}",
                "plainTextPath": f"internal://{guid}.txt",
                "creatingUser": usuario,
            },
        )
        if t.pregunta:
            SubElement(fuente, "Description").text = t.pregunta
        archivos[f"Sources/{guid}.txt"] = visible(r.texto).encode("utf-8")
        _selecciones(fuente, r, t, lugares.get(r.id, {}), todos, identidad, usuario)
        for c in columnas:
            if (c, r.id) in valores:
                valor = SubElement(fuente, "VariableValue")
                SubElement(valor, "VariableRef", {"targetGUID": identidad("variable", c)})
                SubElement(valor, "TextValue").text = visible(valores[c, r.id])
    SubElement(proyecto, "Description").text = _DESCRIPCION
    indent(proyecto, " ")
    xml = tostring(proyecto, encoding="utf-8", xml_declaration=True)
    return comprimir({"project.qde": xml, **archivos})


class _Identidad:
    """Un GUID por cosa, siempre el mismo para los mismos datos."""

    def __init__(self, de: str) -> None:
        self._espacio = uuid.uuid5(_RAIZ, de)

    def __call__(self, *partes: str) -> str:
        return str(uuid.uuid5(self._espacio, "\0".join(p.encode("utf-8", "replace").decode() for p in partes)))


def _codigos(padre: Element, todos: tuple[Codigo, ...], identidad: _Identidad) -> None:
    for familia in FAMILIAS:
        suyos = [c for c in todos if c.familia == familia]
        if not suyos:
            continue
        atributos = {"guid": identidad("familia", familia), "name": familia, "isCodable": "false"}
        rama = SubElement(padre, "Code", atributos)
        for c in suyos:
            datos = {
                "guid": identidad("codigo", familia, c.clave),
                "name": c.nombre,
                "isCodable": "true",
                "color": c.color,
            }
            hoja = SubElement(rama, "Code", datos)
            if c.definicion:
                SubElement(hoja, "Description").text = c.definicion


def _selecciones(
    fuente: Element,
    r: Reflexion,
    t: Texto,
    lugares: dict[int, tuple[int, int]],
    todos: tuple[Codigo, ...],
    identidad: _Identidad,
    usuario: str,
) -> None:
    desde = 0
    for o in t.oraciones:
        suyos = [c for c in todos if c.lleva(o)]
        inicio, fin = lugares.get(o.numero, (-1, -1))
        texto = visible(r.texto)
        if texto[max(inicio, 0) : fin] != o.texto:  # etiquetas hechas con otro corte de oraciones
            inicio = texto.find(o.texto, desde)
            fin = inicio + len(o.texto)
        if inicio < 0:
            continue
        desde = fin
        if not suyos:
            continue
        seleccion = SubElement(
            fuente,
            "PlainTextSelection",
            {
                "guid": identidad("seleccion", r.id, str(o.numero)),
                "name": corto(o.texto, 80),
                "startPosition": str(inicio),
                "endPosition": str(fin),
                "creatingUser": usuario,
            },
        )
        for c in suyos:
            atributos = {
                "guid": identidad("codificacion", r.id, str(o.numero), c.familia, c.clave),
                "creatingUser": usuario,
            }
            codificacion = SubElement(seleccion, "Coding", atributos)
            SubElement(codificacion, "CodeRef", {"targetGUID": identidad("codigo", c.familia, c.clave)})
