"""La silueta que llenan las palabras: de un nombre, unas letras, un SVG o una imagen a una máscara de tamaño fijo."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reflexiona.caligrama.cobertura import LADO_ORIGEN, Lienzo, pintar
from reflexiona.caligrama.contornos import Linea, contornear, recorrer
from reflexiona.caligrama.dibujo_svg import Dibujo, Mancha, leer_dibujo
from reflexiona.caligrama.figura import llenar_lineas, separar
from reflexiona.caligrama.formas import archivo_de_forma, nombre_en_frase
from reflexiona.caligrama.imagen import TERMINACIONES, abrir_imagen
from reflexiona.caligrama.letras import PREFIJO, dibujar_letras
from reflexiona.caligrama.partes import Parte, partes_declaradas, partes_sueltas
from reflexiona.caligrama.ruta_svg import es_trazo, segmentos
from reflexiona.caligrama.tinta import camino
from reflexiona.errores import ErrorCaligrama

__all__ = ["LADO", "PIXELES", "Parte", "Silueta", "leer_silueta"]

LADO = 1000.0
"""Lado mayor de toda silueta, en las unidades abstractas del acomodo."""

PIXELES = 800
"""Lado mayor de la máscara en la que se acomoda; el tamaño de salida no la cambia."""

_CERCA = 0.04
"""Margen alrededor de un trazo suelto, como fracción de su lado mayor."""


@dataclass(frozen=True, eq=False)
class Silueta:
    """Una silueta lista para llenarse.

    Parameters
    ----------
    nombre : str
        Cómo se llama para la persona («Corazón», o el nombre del archivo).
    mascara : ndarray of bool, shape (alto, ancho)
        Verdadero donde cabe tinta; recortada a la silueta, con su lado mayor de `PIXELES`.
    """

    nombre: str
    mascara: npt.NDArray[np.bool_]
    _tinta: npt.NDArray[np.float32] | None = field(default=None, repr=False)
    _pintadas: npt.NDArray[np.int32] | None = field(default=None, repr=False)
    _nombres: tuple[str, ...] = field(default=(), repr=False)
    _interiores: tuple[Linea, ...] = field(default=(), repr=False)
    _en_frase: str = field(default="", repr=False)

    @property
    def en_frase(self) -> str:
        """Cómo se dice después de «en forma de»; lo que nombró la persona se queda como lo escribió.

        Examples
        --------
        >>> [leer_silueta(forma).en_frase for forma in ("corazon", "mexico", "letras:NEM")]
        ['corazón', 'México', 'las letras NEM']
        """
        return self._en_frase or self.nombre

    @property
    def escala(self) -> float:
        """Pixeles de la máscara por unidad abstracta."""
        return PIXELES / LADO

    @property
    def ancho(self) -> float:
        """Ancho en unidades abstractas."""
        return float(self.mascara.shape[1]) / self.escala

    @property
    def alto(self) -> float:
        """Alto en unidades abstractas."""
        return float(self.mascara.shape[0]) / self.escala

    @cached_property
    def contornos(self) -> tuple[Linea, ...]:
        """Las orillas de la silueta y de sus agujeros, en unidades abstractas.

        Returns
        -------
        tuple of ndarray of shape (k, 2)
            Polígonos cerrados (el último punto es el primero) que giran como el reloj desde su punto más a la
            izquierda, de arriba abajo; se rellenan con la regla `evenodd`.

        Examples
        --------
        >>> [orilla] = leer_silueta("circulo").contornos
        >>> bool(np.allclose(np.hypot(*(orilla - 500).T), 500, atol=1))
        True
        """
        from scipy import ndimage

        tinta = self.mascara.astype(np.float32) if self._tinta is None else self._tinta
        return contornear(ndimage.gaussian_filter(tinta, 0.8), self.ancho, self.alto)

    @cached_property
    def partes(self) -> tuple[Parte, ...]:
        """Las partes en orden de lectura: las que declara el dibujo o, si no declara, los pedazos sueltos.

        Returns
        -------
        tuple of Parte
            Sin encimarse y entre todas cubren la máscara.

        Examples
        --------
        >>> [parte.nombre for parte in leer_silueta("letras:NEM").partes]
        ['N', 'E', 'M']
        """
        if self._pintadas is None or not self._nombres:
            return partes_sueltas(self.mascara)
        return partes_declaradas(self.mascara, self._pintadas, self._nombres)

    @property
    def lineas(self) -> tuple[Linea, ...]:
        """Por dónde puede correr un texto: los contornos y luego las líneas interiores que declara el dibujo.

        Returns
        -------
        tuple of ndarray of shape (k, 2)
            Puntos a 2 unidades o menos, en unidades abstractas, en el orden en que se leen.

        Examples
        --------
        >>> libro = leer_silueta("libro_abierto")
        >>> len(libro.lineas) - len(libro.contornos)
        16
        """
        return self.contornos + self._interiores


def leer_silueta(forma: str | Path) -> Silueta:
    """Prepara una silueta a partir del nombre de una forma, unas letras, un trazo o un archivo.

    Parameters
    ----------
    forma : str or Path
        Una de estas:

        - un nombre de `formas()`, con o sin acentos: ``"corazon"``;
        - letras o palabras, después de «letras:»: ``"letras:NEM"``, ``"letras:Escuela Benito Juárez"``. Los renglones
          se parten solos; un salto de línea los fija;
        - los datos de un trazo SVG: ``"M0 0L100 0L50 80Z"``. Si se cruza a sí mismo se llena con la regla `nonzero`;
        - la ruta de un .svg, .png, .jpg o .webp. En una imagen la figura se distingue sola: por su transparencia o, si
          no tiene, por lo que difiere del color del borde.

        Un dibujo hecho sólo de líneas (sin relleno) se llena por dentro.

    Returns
    -------
    Silueta

    Raises
    ------
    ErrorCaligrama
        Si el nombre no existe, el archivo no se puede leer o la silueta está vacía o llena toda la página.

    Examples
    --------
    >>> leer_silueta("circulo").mascara.shape
    (800, 800)
    >>> leer_silueta("M0 0H20V10H0Z").mascara.shape
    (400, 800)
    """
    if isinstance(forma, str):
        if forma.lstrip().lower().startswith(PREFIJO):
            texto = forma.lstrip()[len(PREFIJO) :]
            letras = dibujar_letras(texto)
            dichas = f"{'la letra' if len(letras.titulo) == 1 else 'las letras'} {letras.titulo}"
            return _de_dibujo(letras, texto.strip(), en_frase=dichas)
        if es_trazo(forma):
            return _de_dibujo(_dibujo_de_trazo(forma), "el trazo SVG", en_frase="trazo")
        if not Path(forma).suffix and "/" not in forma and "\\" not in forma:
            ruta = archivo_de_forma(forma)
            return _de_dibujo(leer_dibujo(ruta), str(ruta), en_frase=nombre_en_frase(ruta.stem))
    ruta = Path(forma)
    if not ruta.is_file():
        raise ErrorCaligrama(f"No encuentro la silueta «{ruta}». Revise la ruta del archivo .svg, .png o .jpg.")
    tipo = ruta.suffix.lower()
    if tipo == ".svg":
        return _de_dibujo(leer_dibujo(ruta), str(ruta), ruta.stem)
    if tipo in TERMINACIONES:
        return _recortar(ruta.stem, abrir_imagen(ruta), str(ruta))
    raise ErrorCaligrama(f"No sé tomar una silueta de «{ruta.name}»: use un archivo .svg, .png o .jpg.")


def _dibujo_de_trazo(d: str) -> Dibujo:
    mancha = Mancha(segmentos(d), (1, 0, 0, 1, 0, 0), "black", False)
    caja = camino(mancha.trazo).get_extents()
    lado = float(max(caja.width, caja.height))
    if not np.isfinite(lado) or not 0 < lado < 1e12:
        raise ErrorCaligrama("El trazo SVG no encierra nada o tiene medidas imposibles: revise sus números.")
    orilla = _CERCA * lado
    return Dibujo(
        "Trazo", (caja.x0 - orilla, caja.y0 - orilla, caja.width + 2 * orilla, caja.height + 2 * orilla), (mancha,)
    )


def _de_dibujo(dibujo: Dibujo, donde: str, nombre: str = "", *, en_frase: str = "") -> Silueta:
    escala = LADO_ORIGEN / max(dibujo.caja[2:])
    interiores = tuple(
        (pedazo - dibujo.caja[:2]) * escala for linea in dibujo.lineas for pedazo in _pedazos(linea) if len(pedazo) > 1
    )
    return _recortar(dibujo.titulo or nombre, pintar(dibujo), donde, dibujo.partes, interiores, en_frase)


def _pedazos(linea: Mancha) -> list[Linea]:
    """Cada tramo continuo de una línea interior, con sus curvas ya en puntos finos."""
    from matplotlib.transforms import Affine2D

    a, b, c, d, e, f = linea.matriz
    trazo = camino(linea.trazo).transformed(Affine2D(np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]])))
    # Matplotlib parte las curvas para verse bien en pixeles: se agranda antes para que salgan finas.
    crecido = trazo.transformed(Affine2D().scale(16))
    return [np.asarray(p, dtype=float) / 16 for p in crecido.to_polygons(closed_only=False)]


def _recortar(
    nombre: str,
    lienzo: Lienzo,
    donde: str,
    partes: tuple[str, ...] = (),
    interiores: tuple[Linea, ...] = (),
    en_frase: str = "",
) -> Silueta:
    """Recorta a la figura y la lleva al tamaño de trabajo."""
    from PIL import Image

    tinta = llenar_lineas(separar(lienzo, donde))
    figura = tinta >= 0.5
    if figura.mean() > 0.97:
        raise ErrorCaligrama(f"La silueta «{donde}» llena toda la página. Deje un fondo liso o transparente alrededor.")
    filas, columnas = np.flatnonzero(figura.any(axis=1)), np.flatnonzero(figura.any(axis=0))
    if figura.sum() < 64 or len(filas) < 8 or len(columnas) < 8:
        raise ErrorCaligrama(f"La silueta «{donde}» está vacía o es un punto: use una figura rellena más grande.")
    zona = (slice(filas[0], filas[-1] + 1), slice(columnas[0], columnas[-1] + 1))
    tinta = tinta[zona]
    alto, ancho = tinta.shape
    escala = PIXELES / max(alto, ancho)
    medidas = (max(1, round(ancho * escala)), max(1, round(alto * escala)))
    mascara = np.asarray(Image.fromarray(tinta).resize(medidas, Image.Resampling.BOX)) >= 0.5
    if mascara.sum() < 0.01 * PIXELES**2:
        raise ErrorCaligrama(f"La silueta «{donde}» es demasiado delgada para llevar palabras.")
    por_pixel = np.array([medidas[0] / ancho, medidas[1] / alto]) * (LADO / PIXELES)
    corridas = tuple(recorrer((linea - (columnas[0], filas[0])) * por_pixel) for linea in interiores)
    return Silueta(nombre, mascara, tinta, lienzo.partes[zona] if partes else None, partes, corridas, en_frase)
