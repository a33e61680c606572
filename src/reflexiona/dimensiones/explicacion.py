"""Por qué una oración lleva una dimensión: cuánto pesó cada palabra, y su vista para Jupyter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from reflexiona.dimensiones.guia import COLOR_NINGUNA, GUIA
from reflexiona.modelo.aportes import aportes
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.oclusion import aportes_por_oclusion
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.modelo.rasgos import fichas_con_lugar
from reflexiona.texto import oraciones as partir_oraciones

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Aporte", "Explicacion", "ExplicacionOracion", "explicar"]


@dataclass(frozen=True, slots=True)
class Aporte:
    """Lo que una palabra suma o resta al puntaje de cada clase.

    Parameters
    ----------
    oracion : int
        En qué oración de la reflexión está: 1, 2, …
    texto : str
        La palabra, como está escrita.
    inicio, fin : int
        Su posición en la oración.
    aportes : tuple of float
        Uno por clase, en logaritmo de momios.
    """

    oracion: int
    texto: str
    inicio: int
    fin: int
    aportes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ExplicacionOracion:
    """El puntaje de una oración desarmado: `puntaje == base + Σ palabras + Σ contexto`, clase por clase.

    Parameters
    ----------
    numero : int
    texto : str
    clases, asignadas : tuple of str
    probabilidades, puntajes, base : tuple of float
    palabras : tuple of Aporte
        Las de la propia oración.
    contexto : tuple of Aporte
        Las de las demás oraciones de la reflexión: palabra por palabra en el modelo lineal, enteras en el preciso.
    paso : float
        Qué tanto contexto dejó pasar la oración, de 0 a 1; en el preciso, qué parte del cambio viene de las demás.
    error : tuple of float
        Lo incierto de cada aporte: cero en el modelo lineal, que es exacto; en el preciso, cuánto varía de unos órdenes
        de oclusión a otros. La suma es exacta en los dos.
    metodo : str
        «exacto» u «oclusión».
    """

    numero: int
    texto: str
    clases: tuple[str, ...]
    asignadas: tuple[str, ...]
    probabilidades: tuple[float, ...]
    puntajes: tuple[float, ...]
    base: tuple[float, ...]
    palabras: tuple[Aporte, ...]
    contexto: tuple[Aporte, ...]
    paso: float
    error: tuple[float, ...] = ()
    metodo: str = "exacto"

    def principales(self, clase: str, n: int = 5) -> list[tuple[str, float]]:
        """Las palabras de la oración que más suman a una clase, de mayor a menor.

        Parameters
        ----------
        clase : str
        n : int
            Cuántas, a lo más.

        Returns
        -------
        list of tuple of (str, float)
            Cada palabra y su aporte, en logaritmo de momios; las que no suman no salen.

        Raises
        ------
        ValueError
            Si la clase no existe.

        Examples
        --------
        >>> from reflexiona.modelo import cargar_modelo
        >>> x = explicar(cargar_modelo("rapido"), "Me frustra que no entiendan las fracciones.", [0.5] * 5)
        >>> [palabra for palabra, _ in x.oraciones[0].principales("didactica", 2)]
        ['fracciones', 'entiendan']
        """
        j = self.clases.index(clase)
        orden = sorted(self.palabras, key=lambda a: (-a.aportes[j], a.inicio))
        return [(a.texto, a.aportes[j]) for a in orden[:n] if a.aportes[j] > 0]


@dataclass(frozen=True, slots=True)
class Explicacion:
    """La explicación de un texto, oración por oración. En Jupyter se muestra con las palabras resaltadas.

    Parameters
    ----------
    oraciones : tuple of ExplicacionOracion
        En el orden del texto.
    """

    oraciones: tuple[ExplicacionOracion, ...]

    def tabla(self) -> pd.DataFrame:
        """Una fila por palabra y oración explicada: `oracion`, `desde_oracion`, `palabra` y un aporte por clase."""
        import pandas as pd

        clases = self.oraciones[0].clases if self.oraciones else ()
        filas = [(o.numero, a.oracion, a.texto, *a.aportes) for o in self.oraciones for a in (*o.palabras, *o.contexto)]
        return pd.DataFrame(filas, columns=["oracion", "desde_oracion", "palabra", *clases])

    def __repr__(self) -> str:
        lineas = []
        for o in self.oraciones:
            etiquetas = ", ".join(o.asignadas) or "ninguna"
            lineas.append(f"{o.numero}. {o.texto} → {etiquetas}")
            for clase in o.asignadas:
                palabras = ", ".join(f"{p} {v:+.2f}" for p, v in o.principales(clase))
                lineas.append(f"   {clase} {o.probabilidades[o.clases.index(clase)]:.2f}: {palabras}")
        if metodo := next((_metodo(o) for o in self.oraciones if o.metodo != "exacto"), ""):
            lineas.append(f"({metodo})")
        return "\n".join(lineas) or "Explicación de un texto vacío"

    def _repr_html_(self) -> str:
        return "".join(_html(o) for o in self.oraciones) or "<p>Texto vacío.</p>"


def _metodo(o: ExplicacionOracion) -> str:
    """Cómo se repartió y qué tan incierto es, si no es exacto."""
    if o.metodo == "exacto":
        return ""
    return f"reparto por {o.metodo}; cada aporte, ± {max(o.error, default=0.0):.2f}"


def _html(o: ExplicacionOracion) -> str:
    """La oración con cada palabra teñida según la clase asignada (o la más probable) a la que más suma."""
    interesan = [o.clases.index(c) for c in o.asignadas] or [
        max(range(len(o.clases)), key=o.probabilidades.__getitem__)
    ]
    tope = max((abs(a.aportes[j]) for a in o.palabras for j in interesan), default=0.0) or 1.0
    partes, hasta = [], 0
    for a in o.palabras:
        j = max(interesan, key=lambda j: a.aportes[j])
        partes.append(escape(o.texto[hasta : a.inicio]))
        palabra, hasta = escape(o.texto[a.inicio : a.fin]), a.fin
        if a.aportes[j] <= 0.1 * tope:
            partes.append(palabra)
            continue
        color = GUIA[o.clases[j]].color if o.clases[j] in GUIA else COLOR_NINGUNA
        grueso = 1 + round(3 * a.aportes[j] / tope)
        partes.append(
            f'<span style="border-bottom:{grueso}px solid {color}" '
            f'title="{escape(o.clases[j])}: {a.aportes[j]:+.2f}">{palabra}</span>'
        )
    partes.append(escape(o.texto[hasta:]))
    fichas_html = " ".join(
        f'<b style="color:{GUIA[c].color if c in GUIA else COLOR_NINGUNA}">'
        f"{escape(GUIA[c].nombre if c in GUIA else c)} {o.probabilidades[o.clases.index(c)]:.2f}</b>"
        for c in o.asignadas
    )
    vacia = f'<span style="color:{COLOR_NINGUNA}">ninguna dimensión</span>'
    nota = f' <span style="color:{COLOR_NINGUNA}">· {escape(_metodo(o))}</span>' if _metodo(o) else ""
    return (
        f'<p style="line-height:1.8;max-width:46em">{"".join(partes)}<br>'
        f"<small>{fichas_html or vacia}{nota}</small></p>"
    )


def explicar(
    modelo: ModeloLineal | ModeloPreciso, texto: str | Sequence[str], umbrales: Sequence[float], pregunta: str = ""
) -> Explicacion:
    """Explica las dimensiones de un texto o de las oraciones de una reflexión.

    Parameters
    ----------
    modelo : ModeloLineal or ModeloPreciso
    texto : str or sequence of str
        Una reflexión, o sus oraciones ya partidas.
    umbrales : sequence of float, length k
        Desde qué probabilidad se da por asignada cada clase.
    pregunta : str, optional
        A la que responde la reflexión; sólo la lee el preciso.

    Returns
    -------
    Explicacion

    Raises
    ------
    ValueError
        Si `umbrales` no trae uno por clase y hay algo que explicar.

    Examples
    --------
    >>> from reflexiona.modelo import cargar_modelo
    >>> explicar(cargar_modelo("rapido"), "Me siento agotada.", [0.5] * 5)
    1. Me siento agotada. → personal
       personal ...: agotada ...
    """
    lista = partir_oraciones(texto) if isinstance(texto, str) else list(texto)
    lista = [unicodedata.normalize("NFC", o) for o in lista]
    if isinstance(modelo, ModeloPreciso):
        return _por_oclusion(modelo, lista, umbrales, pregunta)
    clases = modelo.cabezas["dimensiones"].clases
    fichas = [list(fichas_con_lugar(o)) for o in lista]
    explicadas = []
    for i, partes in enumerate(aportes(modelo, lista)):
        por_oracion = [
            tuple(
                Aporte(j + 1, lista[j][inicio:fin], inicio, fin, tuple(map(float, valores)))
                for (_, inicio, fin), valores in zip(fichas[j], partes.aportes[j], strict=True)
            )
            for j in range(len(lista))
        ]
        asignadas = tuple(c for c, p, u in zip(clases, partes.probabilidad, umbrales, strict=True) if p >= u)
        explicadas.append(
            ExplicacionOracion(
                numero=i + 1,
                texto=lista[i],
                clases=clases,
                asignadas=asignadas,
                probabilidades=tuple(map(float, partes.probabilidad)),
                puntajes=tuple(map(float, partes.puntaje)),
                base=tuple(map(float, partes.base)),
                palabras=por_oracion[i],
                contexto=tuple(a for j, grupo in enumerate(por_oracion) if j != i for a in grupo),
                paso=partes.paso,
                error=(0.0,) * len(clases),
            )
        )
    return Explicacion(tuple(explicadas))


def _por_oclusion(modelo: ModeloPreciso, lista: list[str], umbrales: Sequence[float], pregunta: str) -> Explicacion:
    clases = modelo.cabezas["dimensiones"].clases
    explicadas = []
    for i, partes in enumerate(aportes_por_oclusion(modelo, lista, pregunta=pregunta)):
        palabras = tuple(
            Aporte(i + 1, lista[i][inicio:fin], inicio, fin, tuple(map(float, valores)))
            for (_, inicio, fin), valores in zip(fichas_con_lugar(lista[i]), partes.palabras, strict=True)
        )
        contexto = tuple(
            Aporte(j + 1, lista[j], 0, len(lista[j]), tuple(map(float, partes.oraciones[j])))
            for j in range(len(lista))
            if j != i and lista[j]
        )
        de_otras, de_suyas = (np.abs(x).sum() for x in (partes.oraciones, partes.palabras))
        explicadas.append(
            ExplicacionOracion(
                numero=i + 1,
                texto=lista[i],
                clases=clases,
                asignadas=tuple(c for c, p, u in zip(clases, partes.probabilidad, umbrales, strict=True) if p >= u),
                probabilidades=tuple(map(float, partes.probabilidad)),
                puntajes=tuple(map(float, partes.puntaje)),
                base=tuple(map(float, partes.base)),
                palabras=palabras,
                contexto=contexto,
                paso=float(de_otras / max(de_otras + de_suyas, 1e-12)),
                error=tuple(map(float, partes.error)),
                metodo="oclusión",
            )
        )
    return Explicacion(tuple(explicadas))
