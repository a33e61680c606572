"""Leer un dibujo SVG como manchas de color: lo que hace falta para tomar de él una silueta."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from reflexiona.caligrama.ruta_svg import Segmento, segmentos
from reflexiona.caligrama.tinta import Afin
from reflexiona.errores import ErrorCaligrama

__all__ = ["Dibujo", "Mancha", "leer_dibujo"]

_ESPACIO_SVG = "{http://www.w3.org/2000/svg}"
_SIN_TINTA = {"title", "desc", "metadata", "defs", "style"}
_NUMERO = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRANSFORMACION = re.compile(r"\s*([a-zA-Z]+)\s*\(([^)]*)\)[\s,]*")
_REGLA_CSS = re.compile(r"([^{}]+)\{([^{}]*)\}")
_IDENTIDAD: Afin = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Mancha:
    """Un contorno relleno: sus segmentos, cómo llevarlo al dibujo, su color y si lo rellena la regla `evenodd`."""

    trazo: tuple[Segmento, ...]
    matriz: Afin
    relleno: str
    alterna: bool


@dataclass(frozen=True, slots=True)
class Dibujo:
    """Un SVG leído: su título, su caja (x, y, ancho, alto) y sus manchas en el orden en que se pintan."""

    titulo: str
    caja: tuple[float, float, float, float]
    manchas: tuple[Mancha, ...]


def leer_dibujo(ruta: Path) -> Dibujo:
    """Lee un archivo SVG hecho de trazos, polígonos, círculos, elipses y rectángulos.

    Parameters
    ----------
    ruta : Path
        Archivo .svg.

    Returns
    -------
    Dibujo

    Raises
    ------
    ErrorCaligrama
        Si no es SVG, no tiene medidas o usa algo que no se sabe dibujar (texto, imágenes, recortes, símbolos).

    Examples
    --------
    >>> from reflexiona.caligrama.formas import archivo_de_forma
    >>> leer_dibujo(archivo_de_forma("circulo")).titulo
    'Círculo'
    """
    try:
        raiz = ElementTree.fromstring(ruta.read_bytes())
    except (ElementTree.ParseError, OSError, ValueError, LookupError) as error:
        raise ErrorCaligrama(f"No pude leer «{ruta}» como SVG: {error}") from error
    if _etiqueta(raiz) != "svg":
        raise ErrorCaligrama(f"«{ruta}» no es un dibujo SVG: empieza con <{raiz.tag}>.")
    try:
        estilos = _estilos(raiz)
        manchas: list[Mancha] = []
        _recorrer(raiz, _IDENTIDAD, {}, estilos, manchas)
        titulo = next((n.text or "" for n in raiz if _etiqueta(n) == "title"), "")
        return Dibujo(titulo.strip(), _caja(raiz), tuple(manchas))
    except ErrorCaligrama as error:
        raise ErrorCaligrama(f"«{ruta}»: {error}") from error


def _etiqueta(nodo: ElementTree.Element) -> str:
    """Nombre sin espacio de nombres; vacío si el nodo es de otro vocabulario (los de Inkscape, por ejemplo)."""
    nombre: object = nodo.tag
    if not isinstance(nombre, str):
        return ""
    if nombre.startswith(_ESPACIO_SVG):
        return nombre.removeprefix(_ESPACIO_SVG)
    return "" if nombre.startswith("{") else nombre


def _estilos(raiz: ElementTree.Element) -> dict[str, dict[str, str]]:
    """Reglas de `<style>` por clase, que es como exportan los programas de dibujo."""
    reglas: dict[str, dict[str, str]] = {}
    for nodo in raiz.iter():
        if _etiqueta(nodo) == "style":
            for selectores, cuerpo in _REGLA_CSS.findall(nodo.text or ""):
                for selector in selectores.split(","):
                    if selector.strip().startswith("."):
                        reglas.setdefault(selector.strip()[1:], {}).update(_declaraciones(cuerpo))
    return reglas


def _declaraciones(texto: str) -> dict[str, str]:
    pares = (parte.split(":", 1) for parte in texto.split(";") if ":" in parte)
    return {clave.strip(): valor.strip() for clave, valor in pares}


def _recorrer(
    nodo: ElementTree.Element,
    matriz: Afin,
    heredado: dict[str, str],
    estilos: dict[str, dict[str, str]],
    manchas: list[Mancha],
) -> None:
    nombre = _etiqueta(nodo)
    if not nombre or nombre in _SIN_TINTA:
        return
    propio = {k: v for k, v in nodo.attrib.items() if k in {"fill", "fill-rule", "display", "visibility"}}
    for clase in nodo.get("class", "").split():
        propio.update(estilos.get(clase, {}))
    propio.update(_declaraciones(nodo.get("style", "")))
    estilo = {**heredado, **propio}
    if estilo.get("display") == "none" or estilo.get("visibility") == "hidden":
        return
    matriz = _por(matriz, _transformacion(nodo.get("transform", "")))
    if nombre in {"svg", "g", "a", "switch"}:
        for hijo in nodo:
            _recorrer(hijo, matriz, estilo, estilos, manchas)
        return
    trazo = _trazo(nombre, nodo)
    relleno = estilo.get("fill", "black")
    if trazo and relleno not in {"none", "transparent"}:
        manchas.append(Mancha(trazo, matriz, relleno, estilo.get("fill-rule") == "evenodd"))


def _trazo(nombre: str, nodo: ElementTree.Element) -> tuple[Segmento, ...]:
    def n(atributo: str) -> float:
        return _longitud(nodo.get(atributo, "0"), atributo)

    if nombre == "path":
        return segmentos(nodo.get("d", ""))
    if nombre in {"polygon", "polyline"}:
        puntos = " ".join(_NUMERO.findall(nodo.get("points", "")))
        return segmentos(f"M{puntos}Z") if puntos else ()
    if nombre in {"circle", "ellipse"}:
        rx, ry = (n("r"), n("r")) if nombre == "circle" else (n("rx"), n("ry"))
        x, y = n("cx"), n("cy")
        if rx <= 0 or ry <= 0:
            return ()
        return segmentos(f"M{x - rx} {y}A{rx} {ry} 0 0 1 {x + rx} {y}A{rx} {ry} 0 0 1 {x - rx} {y}Z")
    if nombre == "rect":
        x, y, ancho, alto = n("x"), n("y"), n("width"), n("height")
        if ancho <= 0 or alto <= 0:
            return ()
        rx = min(n("rx") or n("ry"), ancho / 2)
        ry = min(n("ry") or n("rx"), alto / 2)
        esquina = f"a{rx} {ry} 0 0 1 "
        return segmentos(
            f"M{x + rx} {y}h{ancho - 2 * rx}{esquina}{rx} {ry}v{alto - 2 * ry}{esquina}{-rx} {ry}"
            f"h{2 * rx - ancho}{esquina}{-rx} {-ry}v{2 * ry - alto}{esquina}{rx} {-ry}Z"
        )
    if nombre == "line":
        return ()
    raise ErrorCaligrama(
        f"usa <{nombre}>, que no sé dibujar. Convierta el dibujo a trazos (en Inkscape: Trayecto > Objeto a trayecto) "
        "o expórtelo como PNG."
    )


def _longitud(texto: str, atributo: str) -> float:
    numero = _NUMERO.match(texto.strip())
    if numero is None or texto.strip()[numero.end() :] not in {"", "px", "pt", "mm", "cm", "in"}:
        raise ErrorCaligrama(f"no entiendo la medida {atributo}=«{texto}». Use números sin unidad.")
    return float(numero[0])


def _caja(raiz: ElementTree.Element) -> tuple[float, float, float, float]:
    numeros = [float(x) for x in _NUMERO.findall(raiz.get("viewBox", ""))]
    if len(numeros) == 4:
        x, y, ancho, alto = numeros
    else:
        x, y = 0.0, 0.0
        ancho, alto = (_longitud(raiz.get(lado, "0"), lado) for lado in ("width", "height"))
    if not (0 < ancho < math.inf and 0 < alto < math.inf):
        raise ErrorCaligrama("el dibujo no dice su tamaño: le falta viewBox, o width y height.")
    return x, y, ancho, alto


def _por(a: Afin, b: Afin) -> Afin:
    return (
        a[0] * b[0] + a[2] * b[1],
        a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3],
        a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4],
        a[1] * b[4] + a[3] * b[5] + a[5],
    )


def _transformacion(texto: str) -> Afin:
    matriz = _IDENTIDAD
    i = 0
    while i < len(texto.rstrip()):
        hallada = _TRANSFORMACION.match(texto, i)
        if hallada is None:
            raise ErrorCaligrama(f"no entiendo la transformación «{texto}».")
        matriz = _por(matriz, _una(hallada[1], [float(x) for x in _NUMERO.findall(hallada[2])]))
        i = hallada.end()
    return matriz


def _una(nombre: str, n: list[float]) -> Afin:
    match nombre, n:
        case "matrix", [a, b, c, d, e, f]:
            return (a, b, c, d, e, f)
        case "translate", [x, *y]:
            return (1, 0, 0, 1, x, y[0] if y else 0)
        case "scale", [x, *y]:
            return (x, 0, 0, y[0] if y else x, 0, 0)
        case "rotate", [grados, *centro]:
            c, s = math.cos(math.radians(grados)), math.sin(math.radians(grados))
            cx, cy = centro if len(centro) == 2 else (0.0, 0.0)
            return (c, s, -s, c, cx - c * cx + s * cy, cy - s * cx - c * cy)
        case "skewX", [grados]:
            return (1, 0, math.tan(math.radians(grados)), 1, 0, 0)
        case "skewY", [grados]:
            return (1, math.tan(math.radians(grados)), 0, 1, 0, 0)
    raise ErrorCaligrama(f"no entiendo la transformación «{nombre}» con {len(n)} números.")
