"""`caligrama()` y lo que entrega: une la silueta, el acomodo y los escritores."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reflexiona.caligrama.acomodo import acomodar
from reflexiona.caligrama.colores import color_por_palabra, leer_color
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.metricas import medir
from reflexiona.caligrama.pagina import Pagina, componer
from reflexiona.caligrama.pesos import leer_pesos, normalizar
from reflexiona.caligrama.png import comprobar_ancho, dibujar_en_ejes, escribir_png
from reflexiona.caligrama.silueta import Silueta, leer_silueta
from reflexiona.caligrama.svg import escribir_svg
from reflexiona.caligrama.trazos import Tipografia, tipografia
from reflexiona.errores import ErrorCaligrama

__all__ = ["ESTILOS", "Caligrama", "caligrama"]

ESTILOS = ("nube",)


@dataclass(frozen=True, eq=False)
class Caligrama:
    """Un caligrama acomodado: se guarda, se muestra solo en Jupyter y se mide.

    Parameters
    ----------
    pagina : Pagina
        Todo lo dibujado, con color y lugar, en unidades abstractas.
    omitidas : tuple of (str, str)
        Cada palabra que no se dibujó, con su motivo.
    ancho : int
        Ancho en pixeles del PNG si no se pide otro.
    """

    pagina: Pagina
    omitidas: tuple[tuple[str, str], ...]
    ancho: int
    _silueta: Silueta = field(repr=False)
    _letra: Tipografia = field(repr=False)

    @property
    def palabras(self) -> tuple[Letrero, ...]:
        """Las palabras pedidas que se colocaron, de mayor a menor peso."""
        return tuple(uno for uno in self.pagina.palabras if not uno.relleno)

    @property
    def relleno(self) -> tuple[Letrero, ...]:
        """Las repeticiones pequeñas que completan la silueta."""
        return tuple(uno for uno in self.pagina.palabras if uno.relleno)

    def svg(self) -> str:
        """El caligrama como documento SVG, con las letras como trazos."""
        return escribir_svg(self.pagina, self._letra)

    def png(self, ancho: int | None = None) -> bytes:
        """El caligrama como PNG opaco.

        Parameters
        ----------
        ancho : int, optional
            En pixeles; por omisión, el que se dio al crearlo.

        Raises
        ------
        ErrorCaligrama
            Si el ancho no es un entero razonable.
        """
        return escribir_png(self.pagina, self._letra, self.ancho if ancho is None else ancho)

    def guardar(self, ruta: str | Path) -> Path:
        """Guarda el caligrama; la terminación de la ruta dice el formato.

        Parameters
        ----------
        ruta : str or Path
            Termina en .svg o .png.

        Returns
        -------
        Path

        Raises
        ------
        ErrorCaligrama
            Si la terminación es otra o no se puede escribir ahí.
        """
        destino = Path(ruta)
        tipo = destino.suffix.lower()
        if tipo not in {".svg", ".png"}:
            raise ErrorCaligrama(f"No sé guardar un caligrama como «{destino.name}»: use una ruta .svg o .png.")
        datos = self.svg().encode("utf-8") if tipo == ".svg" else self.png()
        try:
            destino.write_bytes(datos)
        except OSError as error:
            raise ErrorCaligrama(f"No pude escribir «{destino}»: {error.strerror or error}.") from error
        return destino

    def dibujar(self, ax: Any) -> None:
        """Dibuja el caligrama en unos ejes de matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
        """
        dibujar_en_ejes(self.pagina, self._letra, ax)

    def metricas(self) -> dict[str, float]:
        """Cuentas y medidas sobre los pixeles; `metricas.medir` explica cada una."""
        return medir(self.pagina, self._silueta, self._letra, len(self.omitidas))

    def __repr__(self) -> str:
        fuera = f", {len(self.omitidas)} omitidas" if self.omitidas else ""
        return f"<Caligrama: {self.pagina.titulo}{fuera}. Guárdelo con .guardar('caligrama.svg')>"

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        hacer = {
            "image/svg+xml": self.svg,
            "image/png": lambda: base64.b64encode(self.png()).decode("ascii"),
            "text/plain": self.__repr__,
        }
        pedidos = set(hacer if include is None else include) - set(exclude or ())
        datos = {tipo: funcion() for tipo, funcion in hacer.items() if tipo in pedidos}
        alternativo = f"{self.pagina.titulo}. {self.pagina.descripcion}"
        return datos, {tipo: {"alt": alternativo} for tipo in datos if tipo.startswith("image/")}


def caligrama(
    texto_o_pesos: str | Iterable[str] | Mapping[str, float],
    forma: str | Path = "corazon",
    estilo: str = "nube",
    semilla: int = 0,
    *,
    colores: Mapping[str, str] | str | None = None,
    ancho: int = 1600,
    titulo: str | None = None,
    fuente: str | Path | None = None,
    fondo: str = "#FFFFFF",
    leyenda: Mapping[str, str] | None = None,
    max_palabras: int = 200,
    relleno: bool = True,
    vacias: Iterable[str] | None = None,
) -> Caligrama:
    """Dibuja las palabras de una comunidad dentro de una silueta.

    Parameters
    ----------
    texto_o_pesos : str, iterable of str or mapping of str to float
        Un texto, varios, o el peso (mayor que cero) de cada palabra.
    forma : str or Path, optional
        Una de `formas()`, o la ruta de una silueta .svg, .png o .jpg.
    estilo : str, optional
        Uno de `ESTILOS`.
    semilla : int, optional
        Cambia el acomodo; con la misma, el mismo caligrama byte por byte.
    colores : mapping of str to str or str, optional
        Color `#RRGGBB` de cada palabra, o uno para todas; por omisión, un neutro legible.
    ancho : int, optional
        Pixeles de ancho del PNG; no cambia el acomodo.
    titulo : str, optional
        Se escribe arriba de la silueta.
    fuente : str or Path, optional
        Archivo .ttf u .otf; por omisión, DejaVu Sans.
    fondo : str, optional
        Color `#RRGGBB`.
    leyenda : mapping of str to str, optional
        Nombre y color de lo que significan los colores; se dibuja abajo de la silueta.
    max_palabras : int, optional
        Las demás quedan en `omitidas`.
    relleno : bool, optional
        Si se completa la silueta con repeticiones pequeñas y más claras.
    vacias : iterable of str, optional
        Palabras que no se cuentan en un texto; por omisión, las del español.

    Returns
    -------
    Caligrama

    Raises
    ------
    ErrorCaligrama
        Si no hay palabras, un peso no es mayor que cero, o la forma, la fuente, un color o el estilo no sirven.

    Examples
    --------
    >>> hecho = caligrama({"escuela": 3, "comunidad": 2, "diálogo": 1}, forma="circulo")
    >>> [palabra.texto for palabra in hecho.palabras]
    ['escuela', 'comunidad', 'diálogo']
    >>> hecho
    <Caligrama: Caligrama en forma de círculo con 3 palabras. Guárdelo con .guardar('caligrama.svg')>
    """
    if estilo not in ESTILOS:
        raise ErrorCaligrama(f"No hay un estilo «{estilo}». Los que hay: {', '.join(ESTILOS)}.")
    if isinstance(semilla, bool) or not isinstance(semilla, int):
        raise ErrorCaligrama(f"La semilla es {semilla!r}: dé un número entero, para que el caligrama se pueda repetir.")
    comprobar_ancho(ancho)
    fondo = leer_color(fondo, "el fondo")
    nombres = {normalizar(n): leer_color(c, f"«{n}» en la leyenda") for n, c in (leyenda or {}).items()}
    letra = tipografia(None if fuente is None else str(fuente))
    silueta = leer_silueta(forma)
    pesos = leer_pesos(texto_o_pesos, max_palabras, vacias)

    dibujables: list[tuple[str, float]] = []
    sin_letra: list[tuple[str, str]] = []
    for palabra, peso in pesos.palabras:
        faltan = letra.negrita.faltantes(palabra) or letra.normal.faltantes(palabra)
        if faltan:
            sin_letra.append((palabra, f"la fuente no tiene «{faltan}»"))
        elif not letra.negrita.cajas(palabra):
            sin_letra.append((palabra, "sin letras"))
        else:
            dibujables.append((palabra, peso))
    if not dibujables:
        raise ErrorCaligrama("Ninguna palabra se puede dibujar con esta fuente. Dé otra con el parámetro `fuente`.")
    acomodo = acomodar(tuple(dibujables), silueta, letra, semilla, con_relleno=relleno)
    if not acomodo.letreros:
        raise ErrorCaligrama(f"Ninguna palabra cabe en la forma «{silueta.nombre}»: son muy largas o ella muy delgada.")

    puestas = tuple(uno.texto for uno in acomodo.letreros if not uno.relleno)
    cuantas = "una palabra" if len(puestas) == 1 else f"{len(puestas)} palabras"
    nombre = f"Caligrama en forma de {silueta.nombre.lower()} con {cuantas}"
    encabezado = _dibujable(normalizar(titulo), letra) if titulo else ""
    pagina = componer(
        acomodo.letreros,
        silueta,
        letra,
        colores=color_por_palabra(puestas, colores, fondo),
        fondo=fondo,
        encabezado=encabezado or None,
        leyenda={limpio: c for n, c in nombres.items() if (limpio := _dibujable(n, letra))},
        titulo=f"{normalizar(titulo)}. {nombre}" if titulo else nombre,
        descripcion="De mayor a menor: " + ", ".join(puestas) + ".",
    )
    return Caligrama(pagina, (*acomodo.omitidas, *sin_letra, *pesos.omitidas), ancho, silueta, letra)


def _dibujable(texto: str, letra: Tipografia) -> str:
    """Un título o un nombre sin los caracteres que la fuente no tiene."""
    faltan = set(letra.negrita.faltantes(texto) + letra.normal.faltantes(texto))
    return " ".join("".join(c for c in texto if c not in faltan).split())
