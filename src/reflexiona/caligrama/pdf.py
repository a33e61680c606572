"""Escribir una página como PDF vectorial: cada letra es un trazo y también texto que se busca y se copia.

Las letras van como fuente de tipo 3 (ISO 32000-1, 9.6.5): cada glifo es su contorno y una tabla dice qué carácter es.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.papel import Papel
from reflexiona.caligrama.piezas import colocar, fuente_de
from reflexiona.caligrama.ruta_svg import segmentos
from reflexiona.caligrama.trazos import Fuente, Glifo, Tipografia

__all__ = ["escribir_pdf"]

_Agregar = Callable[..., int]
_POR_FUENTE = 256
_LADO_NATURAL = 842.0
"""Sin papel, el lado mayor es el de una hoja A4, en puntos."""


def escribir_pdf(pagina: Pagina, letra: Tipografia, papel: Papel | None = None) -> bytes:
    """Escribe la página como PDF 1.7 de una hoja, sin fecha: los mismos datos dan los mismos bytes.

    Parameters
    ----------
    pagina : Pagina
    letra : Tipografia
    papel : Papel, optional
        La página se centra en él; sin papel, la hoja tiene la proporción de la página.

    Returns
    -------
    bytes
    """
    if papel is None:
        natural = _LADO_NATURAL / max(pagina.ancho, pagina.alto)
        hoja = (pagina.ancho * natural, pagina.alto * natural)
    else:
        hoja = papel.puntos()
    escala, x, y = Papel.encajar(pagina.ancho, pagina.alto, *hoja)
    juegos = _Juegos()
    dibujo = [f"{_rgb(pagina.fondo)} rg 0 0 {_n(hoja[0])} {_n(hoja[1])} re f"]
    # La y de la página baja y la del PDF sube.
    dibujo.append(f"q {_n(escala)} 0 0 {_n(-escala)} {_n(x)} {_n(hoja[1] - y)} cm")
    for uno in pagina.palabras:
        escrito = _palabra(uno, fuente_de(uno, letra), juegos)
        dibujo.append(f"/Artifact BMC\n{escrito}\nEMC" if uno.relleno else escrito)
    dibujo.extend(_palabra(uno, fuente_de(uno, letra), juegos) for uno in pagina.rotulos)
    dibujo.extend(_circulo(m.x, m.y, m.radio, m.color) for m in pagina.marcas)
    dibujo.append("Q")
    return _documento(hoja, "\n".join(dibujo), juegos, pagina)


@dataclass
class _Juego:
    """Hasta 256 letras con su código, su contorno y lo que dicen."""

    unidades: int
    codigos: dict[tuple[str, str], int] = field(default_factory=dict)
    glifos: list[Glifo] = field(default_factory=list)
    dicen: list[str] = field(default_factory=list)


class _Juegos:
    """Reparte códigos de un byte a las letras."""

    def __init__(self) -> None:
        self.todos: list[_Juego] = []
        self._de: dict[int, list[int]] = {}

    def codigo(self, fuente: Fuente, glifo: Glifo, dice: str) -> tuple[int, int]:
        """El número de fuente y el código con que se escribe una letra."""
        clave = (glifo.nombre, dice)
        suyos = self._de.setdefault(id(fuente), [])
        for numero in suyos:
            if clave in self.todos[numero].codigos:
                return numero, self.todos[numero].codigos[clave]
        if not suyos or len(self.todos[suyos[-1]].glifos) == _POR_FUENTE:
            suyos.append(len(self.todos))
            self.todos.append(_Juego(fuente.unidades))
        juego = self.todos[suyos[-1]]
        juego.codigos[clave] = len(juego.glifos)
        juego.glifos.append(glifo)
        juego.dicen.append(dice)
        return suyos[-1], juego.codigos[clave]


def _palabra(uno: Letrero, fuente: Fuente, juegos: _Juegos) -> str:
    """Una palabra con cada letra en su lugar."""
    a, b, c, d, e, f = colocar(uno, fuente, 1.0)
    u = fuente.unidades
    # El texto del PDF crece hacia arriba: se voltea la segunda columna.
    partes = [f"BT {_rgb(uno.color)} rg {_n(a * u)} {_n(b * u)} {_n(-c * u)} {_n(-d * u)} {_n(e)} {_n(f)} Tm"]
    puestos = fuente.puestos(uno.texto, uno.espaciado)
    lleva = -1
    renglon: list[str] = []
    x = 0.0

    def cerrar() -> None:
        if renglon:
            partes.append(f"[{''.join(renglon)}] TJ")
            renglon.clear()

    for i, p in enumerate(puestos):
        fin = next((q.letra for q in puestos[i + 1 :] if q.letra > p.letra), len(uno.texto))
        hermanos = [q for q in puestos if q.letra == p.letra]
        dice = uno.texto[p.letra : fin]
        if len(hermanos) > 1:
            dice = dice[k] if len(dice) > (k := hermanos.index(p)) else "\u200b"
        numero, codigo = juegos.codigo(fuente, p.glifo, dice)
        if numero != lleva:
            cerrar()
            partes.append(f"/F{numero} 1 Tf")
            lleva = numero
        if p.y:
            cerrar()
            partes.append(f"{_n(-p.y / u)} Ts")
        if abs(p.x - x) > 0.01:
            renglon.append(_n(-(p.x - x) * 1000 / u))
        renglon.append(f"<{codigo:02X}>")
        x = p.x + p.glifo.avance
        if p.y:
            cerrar()
            partes.append("0 Ts")
    cerrar()
    partes.append("ET")
    return " ".join(partes)


def _contorno(glifo: Glifo) -> str:
    """El contorno en operadores de PDF, con la y hacia arriba."""
    salida: list[str] = []
    x = y = 0.0
    for orden, crudos in segmentos(glifo.d):
        puntos = [(px, -py) for px, py in crudos]
        if orden == "M":
            salida.append(f"{_par(puntos[0])} m")
        elif orden == "L":
            salida.append(f"{_par(puntos[0])} l")
        elif orden == "Q":
            (cx, cy), (fx, fy) = puntos
            # Una curva cuadrática, como cúbica.
            uno, dos = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y)), (fx + 2 / 3 * (cx - fx), fy + 2 / 3 * (cy - fy))
            salida.append(f"{_par(uno)} {_par(dos)} {_par((fx, fy))} c")
        elif orden == "C":
            salida.append(" ".join(_par(p) for p in puntos) + " c")
        else:
            salida.append("h")
        if puntos:
            x, y = puntos[-1]
    return " ".join([*salida, "f"]) if salida else ""


def _documento(hoja: tuple[float, float], dibujo: str, juegos: _Juegos, pagina: Pagina) -> bytes:
    objetos: list[bytes] = []

    def agregar(contenido: str, corriente: str | None = None) -> int:
        if corriente is None:
            objetos.append(contenido.encode("ascii"))
        else:
            datos = zlib.compress(corriente.encode("ascii"), 9)
            cabeza = f"<<{contenido}/Length {len(datos)}/Filter/FlateDecode>>\nstream\n"
            objetos.append(cabeza.encode("ascii") + datos + b"\nendstream")
        return len(objetos)

    fuentes = [_fuente(juego, agregar) for juego in juegos.todos]
    trazo = agregar("", dibujo)
    recursos = "".join(f"/F{i} {n} 0 R" for i, n in enumerate(fuentes))
    medidas = f"[0 0 {_n(hoja[0])} {_n(hoja[1])}]"
    madre = len(objetos) + 2
    hija = agregar(
        f"<</Type/Page/Parent {madre} 0 R/MediaBox{medidas}/Contents {trazo} 0 R/Resources<</Font<<{recursos}>>>>>>"
    )
    agregar(f"<</Type/Pages/Kids[{hija} 0 R]/Count 1>>")
    raiz = agregar(
        f"<</Type/Catalog/Pages {madre} 0 R/Lang{_cadena('es')}/ViewerPreferences<</DisplayDocTitle true>>>>"
    )
    datos = agregar(f"<</Title{_cadena(pagina.titulo)}/Subject{_cadena(pagina.descripcion)}>>")
    salida = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    lugares: list[int] = []
    for numero, objeto in enumerate(objetos, start=1):
        lugares.append(len(salida))
        salida += f"{numero} 0 obj\n".encode("ascii") + objeto + b"\nendobj\n"
    tabla = len(salida)
    salida += f"xref\n0 {len(objetos) + 1}\n0000000000 65535 f \n".encode("ascii")
    salida += "".join(f"{lugar:010d} 00000 n \n" for lugar in lugares).encode("ascii")
    cola = f"trailer\n<</Size {len(objetos) + 1}/Root {raiz} 0 R/Info {datos} 0 R>>\nstartxref\n{tabla}\n%%EOF\n"
    return bytes(salida + cola.encode("ascii"))


def _fuente(juego: _Juego, agregar: _Agregar) -> int:
    procesos, anchos = [], []
    cajas = [g.caja for g in juego.glifos if g.caja is not None]
    todo = [f(c[i] for c in cajas) if cajas else 0.0 for i, f in enumerate((min, min, max, max))]
    for i, glifo in enumerate(juego.glifos):
        x0, y0, x1, y1 = glifo.caja or (0.0, 0.0, 0.0, 0.0)
        numeros = " ".join(_n(v) for v in (glifo.avance, 0.0, x0, -y1, x1, -y0))
        procesos.append(f"/g{i} {agregar('', f'{numeros} d1 {_contorno(glifo)}')} 0 R")
        anchos.append(_n(glifo.avance))
    tabla = agregar("", _a_unicode(juego.dicen))
    k = f"{1 / juego.unidades:.9f}"
    caja = " ".join(_n(v) for v in (todo[0], -todo[3], todo[2], -todo[1]))
    nombres = "".join(f"/g{i}" for i in range(len(juego.glifos)))
    return agregar(
        f"<</Type/Font/Subtype/Type3/FontBBox[{caja}]/FontMatrix[{k} 0 0 {k} 0 0]/FirstChar 0"
        f"/LastChar {len(anchos) - 1}/Widths[{' '.join(anchos)}]/CharProcs<<{''.join(procesos)}>>"
        f"/Encoding<</Type/Encoding/Differences[0{nombres}]>>/Resources<<>>/ToUnicode {tabla} 0 R>>"
    )


def _a_unicode(dicen: list[str]) -> str:
    pares = [f"<{i:02X}> <{d.encode('utf-16-be').hex().upper()}>" for i, d in enumerate(dicen)]
    bloques = [pares[i : i + 100] for i in range(0, len(pares), 100)]
    cuerpo = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in bloques)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n/CMapName /R def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{cuerpo}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _circulo(x: float, y: float, r: float, color: str) -> str:
    k = 0.5523 * r
    curvas = (
        ((x + r, y + k), (x + k, y + r), (x, y + r)),
        ((x - k, y + r), (x - r, y + k), (x - r, y)),
        ((x - r, y - k), (x - k, y - r), (x, y - r)),
        ((x + k, y - r), (x + r, y - k), (x + r, y)),
    )
    trazos = " ".join(" ".join(_par(p) for p in curva) + " c" for curva in curvas)
    return f"{_rgb(color)} rg {_par((x + r, y))} m {trazos} h f"


def _rgb(color: str) -> str:
    return " ".join(_n(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))


def _par(punto: tuple[float, float]) -> str:
    return f"{_n(punto[0])} {_n(punto[1])}"


def _n(valor: float) -> str:
    texto = f"{valor:.4f}".rstrip("0").rstrip(".")
    return "0" if texto in {"-0", ""} else texto


def _cadena(texto: str) -> str:
    """Un texto del PDF, en hexadecimal: así no hay nada que escapar."""
    return f"<FEFF{texto.encode('utf-16-be', 'replace').hex().upper()}>"
