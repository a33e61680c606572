"""La página: la silueta llena, con su título arriba y su leyenda abajo, en unidades abstractas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reflexiona.caligrama.colores import color_de_texto, mezclar
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Fuente, Tipografia

__all__ = ["Marca", "Pagina", "componer"]

_MARGEN = 40.0
_TITULO = 46.0
_LEYENDA = 25.0
_ACLARADO = 0.25
_ANCHO_MINIMO = 720.0


@dataclass(frozen=True, slots=True)
class Marca:
    """Un punto de color de la leyenda: centro y radio en unidades abstractas."""

    x: float
    y: float
    radio: float
    color: str


@dataclass(frozen=True, slots=True)
class Pagina:
    """Todo lo que un escritor necesita para dibujar, ya con color y lugar.

    Parameters
    ----------
    ancho, alto : float
        En unidades abstractas; el origen es la esquina superior izquierda.
    fondo : str
        Color `#RRGGBB`.
    palabras : tuple of Letrero
        Las pedidas, de mayor a menor peso, y después el relleno.
    rotulos : tuple of Letrero
        Título y leyenda.
    marcas : tuple of Marca
    silueta_en : tuple of float
        Dónde quedó la esquina de la silueta.
    titulo, descripcion : str
        Texto alternativo.
    """

    ancho: float
    alto: float
    fondo: str
    palabras: tuple[Letrero, ...]
    rotulos: tuple[Letrero, ...]
    marcas: tuple[Marca, ...]
    silueta_en: tuple[float, float]
    titulo: str
    descripcion: str


def componer(
    letreros: tuple[Letrero, ...],
    silueta: Silueta,
    letra: Tipografia,
    *,
    colores: Mapping[str, str],
    fondo: str,
    encabezado: str | None,
    leyenda: Mapping[str, str],
    titulo: str,
    descripcion: str,
) -> Pagina:
    """Pone color a las palabras y les hace página.

    Parameters
    ----------
    letreros : tuple of Letrero
        Lo que entrega el acomodo, relativo a la silueta.
    silueta : Silueta
    letra : Tipografia
    colores : mapping of str to str
        Color de cada palabra; el relleno lleva el suyo aclarado.
    fondo : str
    encabezado : str or None
        Lo que se escribe arriba.
    leyenda : mapping of str to str
        Nombre y color, en el orden en que se muestran.
    titulo, descripcion : str
        Texto alternativo.

    Returns
    -------
    Pagina
    """
    ancho = max(silueta.ancho + 2 * _MARGEN, _ANCHO_MINIMO if encabezado or leyenda else 0.0)
    tinta = color_de_texto(fondo)
    rotulos: list[Letrero] = []
    y = _MARGEN
    if encabezado:
        cuerpo, renglones = _partir(encabezado, letra.negrita, ancho - 2 * _MARGEN)
        for renglon in renglones:
            x = (ancho - letra.negrita.ancho(renglon) * cuerpo) / 2
            rotulos.append(Letrero(renglon, x, y + 0.8 * cuerpo, cuerpo, tinta))
            y += 1.25 * cuerpo
        y += 0.4 * _TITULO
    x0, y0 = (ancho - silueta.ancho) / 2, y
    palabras = tuple(
        replace(
            uno,
            x=uno.x + x0,
            y=uno.y + y0,
            color=mezclar(colores[uno.texto], fondo, _ACLARADO) if uno.relleno else colores[uno.texto],
        )
        for uno in letreros
    )
    y += silueta.alto
    marcas: tuple[Marca, ...] = ()
    if leyenda:
        nombres, marcas, y = _leyenda(leyenda, letra.normal, ancho, y + 1.2 * _LEYENDA, tinta)
        rotulos.extend(nombres)
    return Pagina(ancho, y + _MARGEN, fondo, palabras, tuple(rotulos), marcas, (x0, y0), titulo, descripcion)


def _partir(texto: str, fuente: Fuente, ancho: float) -> tuple[float, list[str]]:
    """Parte el título en renglones que caben; una palabra más ancha que la página encoge la letra."""
    palabras = texto.split()
    cuerpo = min(_TITULO, *(ancho / fuente.ancho(p) for p in palabras))
    renglones = [palabras[0]]
    for palabra in palabras[1:]:
        junto = f"{renglones[-1]} {palabra}"
        if fuente.ancho(junto) * cuerpo <= ancho:
            renglones[-1] = junto
        else:
            renglones.append(palabra)
    return cuerpo, renglones


def _leyenda(
    leyenda: Mapping[str, str], fuente: Fuente, ancho: float, y: float, tinta: str
) -> tuple[list[Letrero], tuple[Marca, ...], float]:
    """Acomoda la leyenda en renglones centrados; entrega también dónde termina."""
    cabe = ancho - 2 * _MARGEN
    cuerpo = min(_LEYENDA, *(cabe / (fuente.ancho(n) + 1.0) for n in leyenda))
    punto, separa = 0.34 * cuerpo, 1.3 * cuerpo
    largos = {nombre: 2.9 * punto + fuente.ancho(nombre) * cuerpo for nombre in leyenda}
    filas: list[list[str]] = [[]]
    for nombre in leyenda:
        if filas[-1] and sum(largos[n] + separa for n in filas[-1]) + largos[nombre] > cabe:
            filas.append([])
        filas[-1].append(nombre)
    letreros: list[Letrero] = []
    marcas: list[Marca] = []
    for fila in filas:
        x = (ancho - sum(largos[n] for n in fila) - separa * (len(fila) - 1)) / 2
        y += 1.1 * cuerpo
        for nombre in fila:
            marcas.append(Marca(x + punto, y - 0.36 * cuerpo, punto, leyenda[nombre]))
            letreros.append(Letrero(nombre, x + 2.9 * punto, y, cuerpo, tinta, negrita=False))
            x += largos[nombre] + separa
        y += 0.5 * cuerpo
    return letreros, tuple(marcas), y
