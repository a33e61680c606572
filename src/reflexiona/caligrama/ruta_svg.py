"""El atributo `d` de un `<path>` de SVG como segmentos absolutos.

Gramática: https://www.w3.org/TR/SVG11/paths.html. De las doce órdenes salen sólo cinco (`M`, `L`, `Q`, `C`, `Z`):
quien dibuja no necesita conocer las demás.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from reflexiona.errores import ErrorCaligrama

__all__ = ["Punto", "Segmento", "es_trazo", "segmentos"]

Punto = tuple[float, float]
Segmento = tuple[str, tuple[Punto, ...]]

_NUMEROS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_SEPARADOR = re.compile(r"[\s,]*")
_ORDEN = re.compile(r"[A-Za-z]")
_NUMERO = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BANDERA = re.compile(r"[01]")
_TRAZO = re.compile(r"\s*[Mm][\s,]*[-+.\d][MmLlHhVvCcSsQqTtAaZz\deE+\-.,\s]*")


def es_trazo(texto: str) -> bool:
    """Dice si un texto parece el atributo `d` de un trazo de SVG, y no un nombre o una ruta.

    Examples
    --------
    >>> es_trazo("M0 0L10 0L5 9Z"), es_trazo("mano"), es_trazo("m1.svg")
    (True, False, False)
    """
    return _TRAZO.fullmatch(texto) is not None


def segmentos(d: str) -> tuple[Segmento, ...]:
    """Lee un trazo de SVG y lo entrega en coordenadas absolutas.

    Parameters
    ----------
    d : str
        Atributo `d`, con cualquiera de las órdenes M L H V C S Q T A Z, absolutas o relativas.

    Returns
    -------
    tuple of Segmento
        Cada uno es `(orden, puntos)` con la orden en `M`, `L`, `Q`, `C` o `Z`.

    Raises
    ------
    ErrorCaligrama
        Si el trazo trae algo que no es SVG.

    Examples
    --------
    >>> segmentos("M1 1h2v2z")
    (('M', ((1.0, 1.0),)), ('L', ((3.0, 1.0),)), ('L', ((3.0, 3.0),)), ('Z', ()))
    """
    salida: list[Segmento] = []
    actual = inicio = (0.0, 0.0)
    control: Punto | None = None
    previa = ""
    for orden, n in _ordenes(d):
        mayuscula = orden.upper()
        if not salida and mayuscula != "M":
            raise ErrorCaligrama(f"El trazo SVG empieza con «{orden}» y debe empezar con «M» o «m».")
        dx, dy = actual if orden.islower() else (0.0, 0.0)
        if mayuscula == "Z":
            salida.append(("Z", ()))
            actual, control, previa = inicio, None, "Z"
            continue
        if previa == "Z" and mayuscula != "M":
            salida.append(("M", (actual,)))
        if mayuscula == "A":
            fin = (n[5] + dx, n[6] + dy)
            salida.extend(_arco(actual, n[0], n[1], n[2], bool(n[3]), bool(n[4]), fin))
            actual, control, previa = fin, None, "A"
            continue
        if mayuscula == "H":
            puntos: tuple[Punto, ...] = ((n[0] + dx, actual[1]),)
        elif mayuscula == "V":
            puntos = ((actual[0], n[0] + dy),)
        else:
            puntos = tuple((n[i] + dx, n[i + 1] + dy) for i in range(0, len(n), 2))
        if mayuscula in "ST":
            suaves = "CS" if mayuscula == "S" else "QT"
            reflejo = _reflejo(control, actual) if control is not None and previa in suaves else actual
            puntos = (reflejo, *puntos)
        salida.append(({"H": "L", "V": "L", "S": "C", "T": "Q"}.get(mayuscula, mayuscula), puntos))
        control = puntos[-2] if mayuscula in "CSQT" else None
        actual, previa = puntos[-1], mayuscula
        if mayuscula == "M":
            inicio = actual
    return tuple(salida)


def _reflejo(control: Punto, centro: Punto) -> Punto:
    return (2 * centro[0] - control[0], 2 * centro[1] - control[1])


def _ordenes(d: str) -> Iterator[tuple[str, list[float]]]:
    """Cada orden con sus números; las repetidas sin letra («M0 0 1 1») salen ya con la suya."""
    i = _salta(d, 0)
    while i < len(d):
        letra = _ORDEN.match(d, i)
        if letra is None or letra[0].upper() not in _NUMEROS:
            raise ErrorCaligrama(f"No entiendo «{d[i : i + 12]}» en el trazo SVG: hay órdenes M L H V C S Q T A Z.")
        orden = letra[0]
        i = _salta(d, letra.end())
        cuantos = _NUMEROS[orden.upper()]
        if cuantos == 0:
            yield orden, []
            continue
        primera = True
        while primera or (i < len(d) and not _ORDEN.match(d, i)):
            numeros = []
            for k in range(cuantos):
                # En un arco las dos banderas pueden ir pegadas al número siguiente: «a5 5 0 01.5 2».
                patron = _BANDERA if orden in "Aa" and k in (3, 4) else _NUMERO
                numero = patron.match(d, i)
                if numero is None:
                    raise ErrorCaligrama(f"Faltan números después de «{orden}» en el trazo SVG: «{d[i : i + 12]}».")
                numeros.append(float(numero[0]))
                i = _salta(d, numero.end())
            yield orden, numeros
            if primera and orden in "Mm":
                orden = "L" if orden == "M" else "l"
            primera = False


def _salta(d: str, i: int) -> int:
    hallado = _SEPARADOR.match(d, i)
    return hallado.end() if hallado else i


def _arco(desde: Punto, rx: float, ry: float, giro: float, largo: bool, barrido: bool, hasta: Punto) -> list[Segmento]:
    """Un arco elíptico como curvas cúbicas (SVG 1.1, apéndice F.6)."""
    rx, ry = abs(rx), abs(ry)
    if desde == hasta:
        return []
    if rx == 0 or ry == 0:
        return [("L", (hasta,))]
    fi = math.radians(giro)
    c, s = math.cos(fi), math.sin(fi)
    mx, my = (desde[0] - hasta[0]) / 2, (desde[1] - hasta[1]) / 2
    x1, y1 = c * mx + s * my, -s * mx + c * my
    crece = math.sqrt(max(1.0, (x1 / rx) ** 2 + (y1 / ry) ** 2))
    rx, ry = rx * crece, ry * crece
    resto = (rx * ry) ** 2 - (rx * y1) ** 2 - (ry * x1) ** 2
    k = math.sqrt(max(0.0, resto / ((rx * y1) ** 2 + (ry * x1) ** 2))) * (-1 if largo == barrido else 1)
    cx1, cy1 = k * rx * y1 / ry, -k * ry * x1 / rx
    cx = c * cx1 - s * cy1 + (desde[0] + hasta[0]) / 2
    cy = s * cx1 + c * cy1 + (desde[1] + hasta[1]) / 2
    a0 = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    a1 = math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx)
    delta = a1 - a0
    if barrido and delta < 0:
        delta += 2 * math.pi
    elif not barrido and delta > 0:
        delta -= 2 * math.pi

    def punto(x: float, y: float) -> Punto:
        return (c * rx * x - s * ry * y + cx, s * rx * x + c * ry * y + cy)

    tramos = max(1, math.ceil(abs(delta) / (math.pi / 2)))
    paso = delta / tramos
    t = 4 / 3 * math.tan(paso / 4)
    salida: list[Segmento] = []
    for i in range(tramos):
        a, b = a0 + i * paso, a0 + (i + 1) * paso
        uno = punto(math.cos(a) - t * math.sin(a), math.sin(a) + t * math.cos(a))
        dos = punto(math.cos(b) + t * math.sin(b), math.sin(b) - t * math.cos(b))
        fin = hasta if i == tramos - 1 else punto(math.cos(b), math.sin(b))
        salida.append(("C", (uno, dos, fin)))
    return salida
