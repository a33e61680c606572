"""La página: la silueta llena, con su título arriba y su leyenda abajo, en unidades abstractas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reflexiona.caligrama.colores import color_de_texto, mezclar
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pesos import normalizar
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.trazos import Fuente, Tipografia
from reflexiona.errores import ErrorCaligrama

__all__ = ["Marca", "Nota", "Pagina", "componer", "leer_notas"]

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
class Nota:
    """Lo que se cuenta de una palabra (o de una voz) al señalarla: cuántas personas y una cita."""

    de: str
    personas: int = 0
    cita: str = ""


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
        Las pedidas (de mayor a menor peso, o en el orden en que se leen), y después el relleno.
    rotulos : tuple of Letrero
        Título y leyenda.
    marcas : tuple of Marca
    silueta_en : tuple of float
        Dónde quedó la esquina de la silueta.
    titulo, descripcion : str
        Texto alternativo.
    voces : tuple of str, optional
        Nombre de cada voz de un texto corrido; vacío en las que no tienen.
    notas : tuple of Nota, optional
        Lo que se cuenta de algunas palabras al señalarlas.
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
    voces: tuple[str, ...] = ()
    notas: tuple[Nota, ...] = ()


def componer(
    letreros: tuple[Letrero, ...],
    silueta: Silueta,
    letra: Tipografia,
    *,
    colores: Mapping[str, str] | None,
    fondo: str,
    encabezado: str | None,
    leyenda: Mapping[str, str],
    titulo: str,
    descripcion: str,
    voces: tuple[str, ...] = (),
    notas: tuple[Nota, ...] = (),
) -> Pagina:
    """Pone color a las palabras y les hace página.

    Parameters
    ----------
    letreros : tuple of Letrero
        Lo que entrega el acomodo, relativo a la silueta.
    silueta : Silueta
    letra : Tipografia
    colores : mapping of str to str or None
        Color de cada palabra; el relleno lleva el suyo aclarado. Con None, los letreros ya traen su color.
    fondo : str
    encabezado : str or None
        Lo que se escribe arriba.
    leyenda : mapping of str to str
        Nombre y color, en el orden en que se muestran.
    titulo, descripcion : str
        Texto alternativo.
    voces : tuple of str, optional
    notas : tuple of Nota, optional

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
            color=_color(uno, colores, fondo),
        )
        for uno in letreros
    )
    y += silueta.alto
    marcas: tuple[Marca, ...] = ()
    if leyenda:
        nombres, marcas, y = _leyenda(leyenda, letra.normal, ancho, y + 1.2 * _LEYENDA, tinta)
        rotulos.extend(nombres)
    return Pagina(
        ancho, y + _MARGEN, fondo, palabras, tuple(rotulos), marcas, (x0, y0), titulo, descripcion, voces, notas
    )


def leer_notas(personas: Mapping[str, int] | None, citas: Mapping[str, str] | None) -> tuple[Nota, ...]:
    """Junta lo que se sabe de cada palabra o voz.

    Raises
    ------
    ErrorCaligrama
        Si lo que se da no son cuentas y textos.

    Examples
    --------
    >>> leer_notas({"aula": 3}, {"aula": "Mi aula es de lámina."})
    (Nota(de='aula', personas=3, cita='Mi aula es de lámina.'),)
    """
    personas, citas = personas or {}, citas or {}
    for palabra, cuantas in personas.items():
        if isinstance(cuantas, bool) or not hasattr(cuantas, "__int__") or int(cuantas) != cuantas or cuantas < 0:
            raise ErrorCaligrama(f"Las personas de «{palabra}» son {cuantas!r}: dé un número entero.")
    for palabra, cita in citas.items():
        if not isinstance(cita, str):
            raise ErrorCaligrama(f"La cita de «{palabra}» es {cita!r}: dé un texto.")
    return tuple(
        Nota(normalizar(de), int(personas.get(de, 0)), normalizar(citas.get(de, ""))) for de in {**personas, **citas}
    )


def _color(uno: Letrero, colores: Mapping[str, str] | None, fondo: str) -> str:
    if colores is None:
        return uno.color
    propio = colores[uno.texto]
    return mezclar(propio, fondo, _ACLARADO) if uno.relleno else propio


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
