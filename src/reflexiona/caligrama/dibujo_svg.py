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
_SIN_TINTA = {
    *("title", "desc", "metadata", "defs", "style", "symbol", "marker", "clipPath"),
    *("linearGradient", "radialGradient", "pattern", "filter"),
}
_HEREDABLES = {
    *("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity"),
    *("display", "visibility", "data-parte"),
}
_SIN_COLOR = {"none", "transparent"}
_USOS_ANIDADOS = 8
_NUMERO = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRANSFORMACION = re.compile(r"\s*([a-zA-Z]+)\s*\(([^)]*)\)[\s,]*")
_REGLA_CSS = re.compile(r"([^{}]+)\{([^{}]*)\}")
_IDENTIDAD: Afin = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Mancha:
    """Un contorno con tinta.

    Parameters
    ----------
    trazo : tuple of Segmento
    matriz : Afin
        Cómo llevarlo al dibujo.
    relleno : str
        Su color.
    alterna : bool
        Si lo rellena la regla `evenodd`; si no, `nonzero`: un trazo que se cruza a sí mismo se llena entero.
    parte : str, optional
        La parte del dibujo a la que pertenece (`data-parte`).
    grosor : float, optional
        Mayor que cero si la tinta sigue el contorno, con ese ancho, en vez de rellenarlo.
    """

    trazo: tuple[Segmento, ...]
    matriz: Afin
    relleno: str
    alterna: bool
    parte: str = ""
    grosor: float = 0.0


@dataclass(frozen=True, slots=True)
class Dibujo:
    """Un dibujo leído: su título, su caja (x, y, ancho, alto) y sus manchas en el orden en que se pintan.

    Las líneas interiores (`<g data-lineas="true">`) no llevan tinta: dicen por dónde puede correr un texto.
    """

    titulo: str
    caja: tuple[float, float, float, float]
    manchas: tuple[Mancha, ...]
    lineas: tuple[Mancha, ...] = ()

    @property
    def partes(self) -> tuple[str, ...]:
        """Los nombres de las partes declaradas, en el orden del archivo."""
        return tuple(dict.fromkeys(mancha.parte for mancha in self.manchas if mancha.parte))


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
        lector = _Lector(_estilos(raiz), {n.get("id", ""): n for n in raiz.iter() if n.get("id")})
        lector.recorrer(raiz, _IDENTIDAD, {})
        titulo = next((n.text or "" for n in raiz if _etiqueta(n) == "title"), "")
        return Dibujo(titulo.strip(), _caja(raiz), tuple(lector.manchas), tuple(lector.lineas))
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


class _Lector:
    """Junta las manchas y las líneas de un dibujo conforme lo recorre."""

    def __init__(self, estilos: dict[str, dict[str, str]], nodos: dict[str, ElementTree.Element]) -> None:
        self._estilos, self._nodos = estilos, nodos
        self.manchas: list[Mancha] = []
        self.lineas: list[Mancha] = []

    def recorrer(
        self, nodo: ElementTree.Element, matriz: Afin, heredado: dict[str, str], usos: int = 0, linea: bool = False
    ) -> None:
        nombre = _etiqueta(nodo)
        if not nombre or (nombre in _SIN_TINTA and not (nombre == "symbol" and usos)):
            return
        estilo = heredado | self._estilo(nodo)
        if estilo.get("display") == "none" or estilo.get("visibility") == "hidden" or _nula(estilo, "opacity"):
            return
        estilo.pop("opacity", None)
        matriz = _por(matriz, _transformacion(nodo.get("transform", "")))
        linea = linea or nodo.get("data-lineas") == "true"
        if nombre in {"svg", "g", "a", "switch", "symbol"}:
            for hijo in nodo:
                self.recorrer(hijo, matriz, estilo, usos, linea)
        elif nombre == "use":
            self._usar(nodo, matriz, estilo, usos, linea)
        else:
            self._anotar(_trazo(nombre, nodo), matriz, estilo, linea)

    def _estilo(self, nodo: ElementTree.Element) -> dict[str, str]:
        propio = {k: v for k, v in nodo.attrib.items() if k in _HEREDABLES or k == "opacity"}
        for clase in nodo.get("class", "").split():
            propio.update(self._estilos.get(clase, {}))
        return propio | _declaraciones(nodo.get("style", ""))

    def _usar(self, nodo: ElementTree.Element, matriz: Afin, estilo: dict[str, str], usos: int, linea: bool) -> None:
        a_quien = nodo.get("href", nodo.get("{http://www.w3.org/1999/xlink}href", ""))
        usado = self._nodos.get(a_quien.removeprefix("#"))
        if usado is None:
            raise ErrorCaligrama(f"usa <use> para repetir «{a_quien}», que no está en el dibujo.")
        if usos >= _USOS_ANIDADOS:
            raise ErrorCaligrama(f"usa <use> para repetir «{a_quien}» dentro de sí mismo.")
        x, y = (_longitud(nodo.get(eje, "0"), eje) for eje in ("x", "y"))
        self.recorrer(usado, _por(matriz, (1, 0, 0, 1, x, y)), estilo, usos + 1, linea)

    def _anotar(self, trazo: tuple[Segmento, ...], matriz: Afin, estilo: dict[str, str], linea: bool) -> None:
        if not trazo:
            return
        if linea:
            self.lineas.append(Mancha(trazo, matriz, "none", False))
            return
        parte = estilo.get("data-parte", "")
        relleno, pluma = estilo.get("fill", "black"), estilo.get("stroke", "none")
        if relleno not in _SIN_COLOR and not _nula(estilo, "fill-opacity"):
            self.manchas.append(Mancha(trazo, matriz, relleno, estilo.get("fill-rule") == "evenodd", parte))
        if pluma not in _SIN_COLOR and not _nula(estilo, "stroke-opacity"):
            grosor = _longitud(estilo.get("stroke-width", "1"), "stroke-width")
            if grosor > 0:
                self.manchas.append(Mancha(trazo, matriz, pluma, False, parte, grosor))


def _nula(estilo: dict[str, str], propiedad: str) -> bool:
    numero = _NUMERO.fullmatch(estilo.get(propiedad, "1").strip().removesuffix("%"))
    return numero is not None and float(numero[0]) == 0


def _trazo(nombre: str, nodo: ElementTree.Element) -> tuple[Segmento, ...]:
    def n(atributo: str) -> float:
        return _longitud(nodo.get(atributo, "0"), atributo)

    if nombre == "path":
        return segmentos(nodo.get("d", ""))
    if nombre in {"polygon", "polyline"}:
        puntos = " ".join(_NUMERO.findall(nodo.get("points", "")))
        return segmentos(f"M{puntos}Z" if nombre == "polygon" else f"M{puntos}") if puntos else ()
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
        return segmentos(f"M{n('x1')} {n('y1')}L{n('x2')} {n('y2')}")
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
