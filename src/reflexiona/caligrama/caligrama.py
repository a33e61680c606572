"""`caligrama()` y lo que entrega: une la silueta, el acomodo y los escritores."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reflexiona.caligrama.acomodo import acomodar
from reflexiona.caligrama.colores import CONTRASTE, leer_color
from reflexiona.caligrama.corridos import Corrida, componer_corrida
from reflexiona.caligrama.html import escribir_html
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.metricas import medir
from reflexiona.caligrama.pagina import Pagina, componer, leer_notas
from reflexiona.caligrama.papel import leer_papel
from reflexiona.caligrama.pdf import escribir_pdf
from reflexiona.caligrama.pesos import leer_pesos, normalizar
from reflexiona.caligrama.png import comprobar_ancho, dibujar_en_ejes, escribir_png
from reflexiona.caligrama.silueta import Silueta, leer_silueta
from reflexiona.caligrama.svg import escribir_svg
from reflexiona.caligrama.tintes import Tintes, tintar
from reflexiona.caligrama.trazos import Tipografia, tipografia
from reflexiona.errores import AvisoReflexiona, ErrorCaligrama

__all__ = ["ESTILOS", "Caligrama", "caligrama", "dibujables"]

ESTILOS = ("nube", "verso", "trazo")

_FORMATOS = (".svg", ".png", ".pdf", ".html")


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
    _corrida: Corrida | None = field(default=None, repr=False)

    @property
    def estilo(self) -> str:
        """Uno de `ESTILOS`."""
        return "nube" if self._corrida is None else self._corrida.estilo

    @property
    def palabras(self) -> tuple[Letrero, ...]:
        """Lo pedido que se colocó: en una nube, de mayor a menor peso; en un texto corrido, como se lee."""
        return tuple(uno for uno in self.pagina.palabras if not uno.relleno)

    @property
    def relleno(self) -> tuple[Letrero, ...]:
        """Las repeticiones que completan la silueta."""
        return tuple(uno for uno in self.pagina.palabras if uno.relleno)

    def svg(self, *, seleccionable: bool = False) -> str:
        """El caligrama como documento SVG.

        Parameters
        ----------
        seleccionable : bool, optional
            Si las letras van como texto que se selecciona y se busca (con su fuente recortada dentro del archivo); si
            no, como trazos.
        """
        return escribir_svg(self.pagina, self._letra, seleccionable=seleccionable)

    def png(self, ancho: int | None = None, *, cm: tuple[float, float] | None = None, ppp: int = 150) -> bytes:
        """El caligrama como PNG opaco.

        Parameters
        ----------
        ancho : int, optional
            En pixeles; por omisión, el que se dio al crearlo.
        cm : tuple of float, optional
            Ancho y alto de la hoja en centímetros, en lugar de `ancho`.
        ppp : int, optional
            Pixeles por pulgada de la hoja.

        Raises
        ------
        ErrorCaligrama
            Si la medida no es razonable.
        """
        papel = None if cm is None else leer_papel(cm, ppp)
        return escribir_png(self.pagina, self._letra, self.ancho if ancho is None else ancho, papel)

    def pdf(self, *, cm: tuple[float, float] | None = None) -> bytes:
        """El caligrama como PDF vectorial, con el texto que se busca y se copia.

        Parameters
        ----------
        cm : tuple of float, optional
            Ancho y alto de la hoja en centímetros; por omisión, el lado mayor mide lo que una hoja A4.

        Raises
        ------
        ErrorCaligrama
            Si la medida no es razonable.
        """
        return escribir_pdf(self.pagina, self._letra, None if cm is None else leer_papel(cm))

    def html(self) -> str:
        """Un fragmento de HTML para otra página: al señalar una palabra dice su peso, sus personas y una cita."""
        return escribir_html(self.pagina, self._letra)

    def guardar(self, ruta: str | Path, *, cm: tuple[float, float] | None = None, ppp: int = 150) -> Path:
        """Guarda el caligrama; la terminación de la ruta dice el formato.

        Parameters
        ----------
        ruta : str or Path
            Termina en .svg, .png, .pdf o .html.
        cm : tuple of float, optional
            Ancho y alto de la hoja en centímetros, en .png y .pdf.
        ppp : int, optional
            Pixeles por pulgada de la hoja, en .png.

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
        if tipo not in _FORMATOS:
            raise ErrorCaligrama(
                f"No sé guardar un caligrama como «{destino.name}»: use una ruta .svg, .png, .pdf o .html."
            )
        if tipo == ".png":
            datos = self.png(cm=cm, ppp=ppp)
        elif tipo == ".pdf":
            datos = self.pdf(cm=cm)
        else:
            datos = (self.svg() if tipo == ".svg" else self.html()).encode("utf-8")
        try:
            destino.write_bytes(datos)
        except OSError as error:
            que = "revise sus permisos" if destino.parent.is_dir() else "la carpeta no existe"
            raise ErrorCaligrama(f"No pude escribir «{destino}»: {que}.") from error
        return destino

    def dibujar(self, ax: Any) -> None:
        """Dibuja el caligrama en unos ejes de matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
        """
        dibujar_en_ejes(self.pagina, self._letra, ax)

    def metricas(self) -> dict[str, float]:
        """Cuentas y medidas sobre lo dibujado; cada estilo explica las suyas.

        Véanse `metricas.medir` (nube), `medidas_verso.medir_verso` y `medidas_trazo.medir_trazo`.
        """
        if self._corrida is None:
            return medir(self.pagina, self._silueta, self._letra, len(self.omitidas))
        return self._corrida.medir(self.pagina, self._silueta, self._letra)

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
    texto_o_pesos: str | Iterable[str] | Mapping[str, float] | Mapping[str, str],
    forma: str | Path = "corazon",
    estilo: str = "nube",
    semilla: int = 0,
    *,
    colores: Mapping[str, str] | str | Iterable[str] | None = None,
    grupos: Mapping[str, str] | None = None,
    ancho: int = 1600,
    titulo: str | None = None,
    fuente: str | Path | None = None,
    fondo: str = "#FFFFFF",
    leyenda: Mapping[str, str] | None = None,
    contraste_minimo: float = CONTRASTE,
    personas: Mapping[str, int] | None = None,
    citas: Mapping[str, str] | None = None,
    max_palabras: int = 200,
    relleno: bool = True,
    vacias: Iterable[str] | None = None,
    **opciones: Any,
) -> Caligrama:
    """Dibuja las palabras de una comunidad en una silueta: como nube, como texto que la llena o que la recorre.

    Parameters
    ----------
    texto_o_pesos : str, iterable of str, mapping of str to float or mapping of str to str
        Un texto, varios, el peso (mayor que cero) de cada palabra o, en «verso» y «trazo», el texto de cada voz.
    forma : str or Path, optional
        Una de `formas()`; letras, como «letras:NEM»; un trazo SVG, como «M0 0L100 0L50 80Z»; o la ruta de una silueta
        .svg, .png o .jpg.
    estilo : {"nube", "verso", "trazo"}, optional
        «nube»: cada palabra de un tamaño según su peso. «verso»: el texto corrido llena la silueta, renglón por
        renglón. «trazo»: el texto corre por sus orillas y sus líneas; cada voz puede tomar una.
    semilla : int, optional
        Cambia el acomodo de la nube; con la misma, el mismo caligrama byte por byte.
    colores : mapping of str to str, str or iterable of str, optional
        Color `#RRGGBB` de cada palabra, voz o grupo; uno para todas; el nombre de una paleta («dimensiones», «milpa»,
        «jacaranda», «barro», «mar»); o varios, que se turnan las voces o las palabras. Por omisión, un neutro legible.
    grupos : mapping of str to str, optional
        De qué dimensión, tema o grupo es cada palabra o voz; cada grupo lleva un color y sale en la leyenda.
    ancho : int, optional
        Pixeles de ancho del PNG; no cambia el acomodo.
    titulo : str, optional
        Se escribe arriba de la silueta.
    fuente : str or Path, optional
        «serif», «sans», «mano» o un archivo .ttf u .otf; por omisión, DejaVu Sans en la nube y «serif» en los textos.
        Lo que le falta se toma de otra; lo que ninguna tiene queda en `omitidas`.
    fondo : str, optional
        Color `#RRGGBB`.
    leyenda : mapping of str to str, optional
        Nombre y color de lo que significan los colores; se dibuja abajo de la silueta.
    contraste_minimo : float, optional
        Un color que no lo alcanza contra el fondo se ajusta, y se avisa.
    personas, citas : mapping, optional
        Cuántas personas dicen cada palabra (o voz), y una cita: salen al señalarla en el HTML.
    max_palabras : int, optional
        Sólo en «nube»: las demás quedan en `omitidas`.
    relleno : bool, optional
        Si se completa la silueta: en «nube», con repeticiones pequeñas y más claras; en los textos, repitiéndolos.
    vacias : iterable of str, optional
        Sólo en «nube»: palabras que no se cuentan en un texto; por omisión, las del español.
    **opciones
        Sólo en «verso» y «trazo»: `separador` (signo entre voces y repeticiones), `cuerpo_minimo`, `cuerpo_maximo`
        (unidades abstractas), `negrita`; en «verso», `interlinea` y `orden` («renglones» o «partes»); en «trazo»,
        `una_linea_por_voz`. Véanse `acomodar_verso` y `acomodar_trazo`.

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
    >>> verso = caligrama("La escuela es de quien la camina.", "circulo", "verso")
    >>> " ".join(palabra.texto for palabra in verso.palabras)
    'La escuela es de quien la camina.'
    """
    if estilo not in ESTILOS:
        raise ErrorCaligrama(f"No hay un estilo «{estilo}». Los que hay: {', '.join(ESTILOS)}.")
    if isinstance(semilla, bool) or not isinstance(semilla, int):
        raise ErrorCaligrama(f"La semilla es {semilla!r}: dé un número entero, para que el caligrama se pueda repetir.")
    comprobar_ancho(ancho)
    fondo = leer_color(fondo, "el fondo")
    tintes = tintar(colores, fondo, grupos=grupos, leyenda=leyenda, minimo=contraste_minimo)
    notas = leer_notas(personas, citas)
    omision = None if estilo == "nube" else "serif"
    letra = tipografia(omision if fuente is None else str(fuente))
    silueta = leer_silueta(forma)
    if estilo == "nube":
        if opciones:
            raise ErrorCaligrama(f"El estilo «nube» no tiene la opción «{next(iter(opciones))}».")
        return _nube(
            texto_o_pesos, silueta, letra, semilla, tintes, fondo, titulo, ancho, notas, max_palabras, relleno, vacias
        )
    corrida = componer_corrida(
        estilo, texto_o_pesos, silueta, letra, tintes, fondo, titulo=titulo, notas=notas, repetir=relleno, **opciones
    )
    if corrida.no_cupieron:
        _avisar(corrida)
    return Caligrama(corrida.pagina, corrida.omitidas, ancho, silueta, letra, corrida)


def _nube(
    entrada: Any,
    silueta: Silueta,
    letra: Tipografia,
    semilla: int,
    tintes: Tintes,
    fondo: str,
    titulo: str | None,
    ancho: int,
    notas: Any,
    max_palabras: int,
    relleno: bool,
    vacias: Iterable[str] | None,
) -> Caligrama:
    pesos = leer_pesos(entrada, max_palabras, vacias)
    buenas, sin_letra = dibujables(pesos.palabras, letra)
    if not buenas:
        raise ErrorCaligrama("Ninguna palabra se puede dibujar con esta fuente. Dé otra con el parámetro `fuente`.")
    acomodo = acomodar(buenas, silueta, letra, semilla, con_relleno=relleno)
    if not acomodo.letreros:
        raise ErrorCaligrama(f"Ninguna palabra cabe en la forma «{silueta.nombre}»: son muy largas o ella muy delgada.")

    puestas = tuple(uno.texto for uno in acomodo.letreros if not uno.relleno)
    cuantas = "una palabra" if len(puestas) == 1 else f"{len(puestas)} palabras"
    nombre = f"Caligrama en forma de {silueta.en_frase} con {cuantas}"
    pagina = componer(
        acomodo.letreros,
        silueta,
        letra,
        colores={p: tintes.de(p) or tintes.turno(i) for i, p in enumerate(puestas)},
        fondo=fondo,
        encabezado=letra.dibujable(normalizar(titulo)) if titulo else None,
        leyenda={limpio: c for n, c in tintes.leyenda.items() if (limpio := letra.dibujable(n))},
        titulo=f"{normalizar(titulo)}. {nombre}" if titulo else nombre,
        descripcion="De mayor a menor: " + ", ".join(puestas) + ".",
        notas=notas,
    )
    return Caligrama(pagina, (*acomodo.omitidas, *sin_letra, *pesos.omitidas), ancho, silueta, letra)


def dibujables(
    palabras: tuple[tuple[str, float], ...], letra: Tipografia
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, str], ...]]:
    """Aparta las palabras que la fuente no puede dibujar, con su motivo.

    Examples
    --------
    >>> dibujables((("aula", 2.0), ("🙂", 1.0)), tipografia())
    ((('aula', 2.0),), (('🙂', 'la fuente no tiene «🙂»'),))
    """
    buenas: list[tuple[str, float]] = []
    sin_letra: list[tuple[str, str]] = []
    for palabra, peso in palabras:
        faltan = letra.negrita.faltantes(palabra) or letra.normal.faltantes(palabra)
        if faltan:
            sin_letra.append((palabra, f"la fuente no tiene «{faltan}»"))
        elif not letra.negrita.cajas(palabra):
            sin_letra.append((palabra, "sin letras"))
        else:
            buenas.append((palabra, peso))
    return tuple(buenas), tuple(sin_letra)


def _avisar(corrida: Corrida) -> None:
    fuera = corrida.no_cupieron
    inicio = " ".join(fuera[:6]) + ("…" if len(fuera) > 6 else "")
    cuantas = "No cupo una palabra" if len(fuera) == 1 else f"No cupieron {len(fuera)} palabras"
    warnings.warn(
        f"{cuantas} de {corrida.pedidas}, desde «{inicio}»: están en .omitidas. Dé menos texto, una forma más llena o "
        "un cuerpo_minimo menor.",
        AvisoReflexiona,
        stacklevel=4,
    )
