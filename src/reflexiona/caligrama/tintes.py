"""De lo que pide la persona (un color, una paleta, grupos) al color de cada palabra y de cada voz, todos legibles."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reflexiona.caligrama.colores import CONTRASTE, PALETAS, color_de_texto, contraste, leer_color, leer_paleta, legible
from reflexiona.caligrama.pesos import normalizar
from reflexiona.dimensiones.guia import GUIA
from reflexiona.errores import AvisoReflexiona, ErrorCaligrama

__all__ = ["Colores", "Tintes", "clave", "tintar"]

Colores = Mapping[str, str] | str | Iterable[str] | None
_PALETA = "milpa"
_HOLGADO = 6.5


@dataclass(frozen=True)
class Tintes:
    """Los colores ya decididos.

    Parameters
    ----------
    neutro : str
        El de lo que no tiene color propio.
    propios : dict of str to str
        Color de cada palabra o voz, por su nombre en minúsculas y sin signos alrededor.
    ciclo : tuple of str
        Los que se turnan las voces (o las palabras) sin color propio; vacío, ninguno.
    leyenda : dict of str to str
        Qué significa cada color.
    """

    neutro: str
    propios: dict[str, str] = field(default_factory=dict)
    ciclo: tuple[str, ...] = ()
    leyenda: dict[str, str] = field(default_factory=dict)

    def de(self, nombre: str) -> str | None:
        """El color propio de una palabra o de una voz, si lo tiene."""
        return self.propios.get(clave(nombre))

    def turno(self, i: int) -> str:
        """El color que le toca al i-ésimo que no tiene uno propio."""
        return self.ciclo[i % len(self.ciclo)] if self.ciclo else self.neutro


def tintar(
    colores: Colores,
    fondo: str,
    *,
    grupos: Mapping[str, str] | None = None,
    leyenda: Mapping[str, str] | None = None,
    minimo: float = CONTRASTE,
) -> Tintes:
    """Decide los colores.

    Parameters
    ----------
    colores : mapping of str to str, str, iterable of str or None
        Color por palabra, por voz o por grupo; un color; el nombre de una paleta; o varios colores.
    fondo : str
        Color `#RRGGBB` ya comprobado.
    grupos : mapping of str to str, optional
        De qué grupo (dimensión, tema, nivel) es cada palabra o voz; cada grupo lleva un color y sale en la leyenda. Si
        los grupos son las dimensiones de la práctica, llevan los colores de la guía.
    leyenda : mapping of str to str, optional
        Nombre y color; sin ella, la de los grupos.
    minimo : float, optional
        Contraste con el fondo; un color que no lo alcanza se oscurece o se aclara, y se avisa.

    Returns
    -------
    Tintes

    Raises
    ------
    ErrorCaligrama
        Si un color no es `#RRGGBB` o no hay una paleta con ese nombre.

    Examples
    --------
    >>> tintar(None, "#FFFFFF", grupos={"aula": "didactica", "mamás": "social"}).leyenda
    {'Didáctica': '#0B4DCD', 'Social': '#642D16'}
    >>> tintar({"Aula": "#0B4DCD"}, "#FFFFFF").de("aula,")
    '#0B4DCD'
    """
    if isinstance(minimo, bool) or not isinstance(minimo, (int, float)) or not 1 <= minimo <= 21:
        raise ErrorCaligrama(f"El contraste mínimo es {minimo!r}: dé un número de 1 (sin límite) a 21.")
    neutro = color_de_texto(fondo)
    # Sobre un fondo oscuro, lo justo se ve apagado: las paletas de la casa se aclaran un poco más.
    holgado = max(minimo, _HOLGADO) if minimo >= CONTRASTE and contraste(fondo, "#FFFFFF") > CONTRASTE else minimo
    cambiados: dict[str, str] = {}

    def cuidar(color: str) -> str:
        hecho = legible(color, fondo, minimo)
        if hecho != color and color not in PALETAS["dimensiones"]:
            cambiados[color] = hecho
        return hecho

    explicita = {normalizar(n): cuidar(leer_color(c, f"«{n}» en la leyenda")) for n, c in (leyenda or {}).items()}
    propios: dict[str, str] = {}
    ciclo: tuple[str, ...] = ()
    if isinstance(colores, Mapping):
        propios = {clave(p): cuidar(leer_color(c, f"«{p}»")) for p, c in colores.items()}
    elif colores is not None:
        de_la_casa = isinstance(colores, str) and colores in PALETAS
        leida = leer_paleta(colores)
        ciclo = tuple(legible(c, fondo, holgado) if de_la_casa else cuidar(c) for c in leida)
    hallada: dict[str, str] = {}
    if grupos:
        suyos = _de_grupos(dict.fromkeys(grupos.values()), propios, ciclo, fondo, holgado)
        propios |= {clave(nombre): suyos[grupo] for nombre, grupo in grupos.items()}
        hallada = {GUIA[g].nombre if g in GUIA else normalizar(g): color for g, color in suyos.items()}
        ciclo = ()
    if cambiados:
        dichos = ", ".join(
            f"{antes} (contraste {contraste(antes, fondo):.1f}) por {c}" for antes, c in cambiados.items()
        )
        warnings.warn(
            f"Para que se lea sobre {fondo} cambié {dichos}. Para conservar los colores, dé contraste_minimo=1.",
            AvisoReflexiona,
            stacklevel=4,
        )
    return Tintes(neutro, propios, ciclo, explicita or hallada)


def _de_grupos(
    grupos: dict[str, None], propios: dict[str, str], ciclo: tuple[str, ...], fondo: str, minimo: float
) -> dict[str, str]:
    guia = {d.clave: d.color for d in GUIA.values()} | {d.nombre: d.color for d in GUIA.values()}
    if not ciclo and all(g in guia for g in grupos):
        return {g: propios.get(clave(g)) or legible(guia[g], fondo, minimo) for g in grupos}
    turnos = ciclo or tuple(legible(c, fondo, minimo) for c in PALETAS[_PALETA])
    if len(grupos) > len(turnos):
        warnings.warn(
            f"Hay {len(grupos)} grupos y {len(turnos)} colores, así que se repiten. Dé más en `colores`.",
            AvisoReflexiona,
            stacklevel=5,
        )
    return {g: propios.get(clave(g)) or turnos[i % len(turnos)] for i, g in enumerate(grupos)}


def clave(nombre: str) -> str:
    """Minúsculas y sin signos alrededor: «¡Escuela,» y «escuela» llevan el mismo color."""
    limpio = normalizar(nombre).lower()
    letras = [i for i, c in enumerate(limpio) if c.isalnum() or unicodedata.combining(c)]
    return limpio[letras[0] : letras[-1] + 1] if letras else limpio
