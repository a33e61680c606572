"""REFI-QDA e IRaMuTeQ, de ida y vuelta: lo que otro programa leería es lo que el análisis dice."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from reflexiona.dimensiones.guia import ACTO_NOMBRES, GUIA
from reflexiona.informe.visible import visible

ESPACIO = "{urn:QDA-XML:project:1.0}"
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Del esquema REFI-QDA 1.0 (2019): hijos en orden, atributos que se exigen y los demás que se admiten.
ESQUEMA = {
    "Project": (["Users", "CodeBook", "Variables", "Sources", "Description"], {"name"}, {"origin", "creatingUserGUID"}),
    "Users": (["User"], set(), set()),
    "User": ([], {"guid"}, {"name", "id"}),
    "CodeBook": (["Codes"], set(), set()),
    "Codes": (["Code"], set(), set()),
    "Code": (["Description", "NoteRef", "Code"], {"guid", "name", "isCodable"}, {"color"}),
    "Variables": (["Variable"], set(), set()),
    "Variable": (["Description"], {"guid", "name", "typeOfVariable"}, set()),
    "Sources": (["TextSource"], set(), set()),
    "TextSource": (
        ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
        {"guid"},
        {"name", "plainTextPath", "creatingUser"},
    ),
    "PlainTextSelection": (
        ["Description", "Coding", "NoteRef"],
        {"guid", "startPosition", "endPosition"},
        {"name", "creatingUser"},
    ),
    "Coding": (["CodeRef", "NoteRef"], {"guid"}, {"creatingUser"}),
    "CodeRef": ([], {"targetGUID"}, set()),
    "VariableValue": (["VariableRef", "TextValue"], set(), set()),
    "VariableRef": ([], {"targetGUID"}, set()),
    "TextValue": ([], set(), set()),
    "Description": ([], set(), set()),
}


@pytest.fixture(scope="module")
def qdpx(salida):
    with zipfile.ZipFile(salida(".qdpx")) as zip_:
        return ElementTree.fromstring(zip_.read("project.qde")), {n: zip_.read(n) for n in zip_.namelist()}


def test_cumple_el_esquema(qdpx):
    raiz, _ = qdpx
    guids = []
    for e in raiz.iter():
        nombre = e.tag.removeprefix(ESPACIO)
        hijos, exigidos, admitidos = ESQUEMA[nombre]
        orden = [hijos.index(h.tag.removeprefix(ESPACIO)) for h in e]
        assert orden == sorted(orden), nombre
        assert exigidos <= set(e.attrib) <= exigidos | admitidos, nombre
        for clave, valor in e.attrib.items():
            if "guid" in clave.lower() or clave == "creatingUser":
                assert GUID.fullmatch(valor)
            if clave == "color":
                assert re.fullmatch("#[0-9A-Fa-f]{6}", valor)
        guids += [e.attrib["guid"]] if "guid" in e.attrib else []
    assert len(guids) == len(set(guids))
    conocidos = set(guids)
    assert {e.attrib["targetGUID"] for e in raiz.iter() if "targetGUID" in e.attrib} <= conocidos


def test_los_codigos_vuelven_oracion_por_oracion(qdpx, hostil):
    raiz, archivos = qdpx
    nombres = {}
    for familia in raiz.iterfind(f"./{ESPACIO}CodeBook/{ESPACIO}Codes/{ESPACIO}Code"):
        for codigo in familia.iterfind(f"{ESPACIO}Code"):
            nombres[codigo.attrib["guid"]] = (familia.attrib["name"], codigo.attrib["name"])
    leidas = {}
    fuentes = raiz.findall(f"./{ESPACIO}Sources/{ESPACIO}TextSource")
    for fuente, reflexion in zip(fuentes, hostil.corpus, strict=True):
        texto = archivos[fuente.attrib["plainTextPath"].replace("internal://", "Sources/")].decode("utf-8")
        assert texto == visible(reflexion.texto)
        for s in fuente.iterfind(f"{ESPACIO}PlainTextSelection"):
            trozo = texto[int(s.attrib["startPosition"]) : int(s.attrib["endPosition"])]
            codigos = {nombres[c.attrib["targetGUID"]] for c in s.iter(f"{ESPACIO}CodeRef")}
            leidas[reflexion.id, trozo] = codigos
    esperadas = {}
    for e in hostil.etiquetas.to_dict("records"):
        codigos = {("Dimensión", GUIA[d].nombre) for d in e["dimensiones"]}
        codigos |= {("Acto", ACTO_NOMBRES[e["acto"]])} if e["acto"] else set()
        codigos |= {("Tema", visible(t)) for t in e["temas"]}
        if codigos:
            esperadas[e["reflexion"], visible(e["texto"])] = codigos
    assert leidas == esperadas
    assert any("👍" in texto for _, texto in leidas)


def test_sin_quien_identificar(qdpx):
    raiz, archivos = qdpx
    assert not [n for n, datos in archivos.items() if b"@escuela.mx" in datos]
    valores = {e.text for e in raiz.iter(f"{ESPACIO}TextValue")}
    assert valores == {"<b>Primaria</b>", "Secundaria", "Matutino", "Vespertino"}


def leer_iramuteq(datos):
    """El corpus como lo lee IRaMuTeQ: variables y texto de cada `****`."""
    textos = []
    for renglon in datos.decode("utf-8").split("\n"):
        if renglon.startswith("****"):
            pares = [p.removeprefix("*").split("_") for p in renglon.split()[1:]]
            assert all(len(p) == 2 for p in pares), renglon
            textos.append((dict(pares), []))
        elif renglon:
            textos[-1][1].append(renglon)
    return [(variables, " ".join(cuerpo)) for variables, cuerpo in textos]


def test_iramuteq_de_ida_y_vuelta(salida, hostil):
    leidos = leer_iramuteq(salida(".txt").read_bytes())
    assert len(leidos) == len(hostil.corpus)
    claves = {frozenset(v) for v, _ in leidos}
    assert len(claves) == 1  # las mismas variables en todos
    for (variables, cuerpo), r in zip(leidos, hostil.corpus, strict=True):
        suyas = hostil.etiquetas[hostil.etiquetas["reflexion"] == r.id]
        assert cuerpo == " ".join(visible(r.texto).replace("*", "×").split())
        assert "*" not in cuerpo
        assert all(re.fullmatch("[a-z0-9]+", x) for par in variables.items() for x in par)
        assert variables["reto"] == ("si" if "reto" in set(suyas["acto"]) else "no")
        todas = {d for lista in suyas["dimensiones"] for d in lista}
        assert variables["dimension"] in (todas or {"ninguna"})
    assert {v["turno"] for v, _ in leidos} == {"matutino", "vespertino", "otro"}


def test_tabla_de_iramuteq(salida, hostil):
    filas = list(csv.DictReader(io.StringIO(salida(".csv").read_text(encoding="utf-8-sig"), newline="")))
    assert [f["oracion"] for f in filas] == [str(n) for n in hostil.etiquetas["oracion"]]
    for fila, dimensiones in zip(filas, hostil.etiquetas["dimensiones"], strict=True):
        assert fila["dimension_social"] == str(int("social" in dimensiones))
    assert not [c for f in filas for c in f.values() if c.startswith(("=", "+", "@"))]
