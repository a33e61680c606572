"""Varios caligramas juntos: uno por grupo con la misma escala, o dos comunidades en una sola forma."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.caligrama.acomodo import Acomodo
from reflexiona.caligrama.caligrama import Caligrama, dibujables
from reflexiona.caligrama.colores import color_de_texto, leer_color
from reflexiona.caligrama.cuerpos import CUERPO_MINIMO, RAZONES, exponente, superficies
from reflexiona.caligrama.juntos import acomodar_juntos
from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina, componer
from reflexiona.caligrama.pesos import leer_pesos, normalizar
from reflexiona.caligrama.png import comprobar_ancho
from reflexiona.caligrama.silueta import Silueta, leer_silueta
from reflexiona.caligrama.tintes import Colores, tintar
from reflexiona.caligrama.trazos import Tipografia, tipografia
from reflexiona.errores import ErrorCaligrama

__all__ = ["Serie", "caligrama_de_dos", "caligramas_en_serie"]

_Entrada = str | Iterable[str] | Mapping[str, float]
_MARGEN = 40.0
_ROTULO, _TITULO, _NOTA = 58.0, 80.0, 34.0
_MEDIANIL = 5
"""Pixeles de máscara que separan a dos comunidades en una forma."""

_ANGOSTA = 0.2
"""Lo menos que mide una franja, como parte del área de la forma."""

_PROPIA = 2.0
"""Cuántas veces más debe pesar una palabra en una comunidad que en la otra para ser suya."""

_TODAS = 10**9


@dataclass(frozen=True, eq=False, repr=False)
class Serie(Caligrama):
    """Varios caligramas en una página. Se guarda, se muestra y se exporta como uno solo.

    Parameters
    ----------
    paneles : dict of str to Caligrama
        El de cada grupo; cada uno se puede guardar y medir aparte.
    """

    paneles: dict[str, Caligrama] | None = None

    def metricas(self) -> dict[str, Any]:
        """Las medidas de cada panel, por grupo."""
        return {nombre: uno.metricas() for nombre, uno in (self.paneles or {}).items()}

    def __repr__(self) -> str:
        fuera = f", {len(self.omitidas)} omitidas" if self.omitidas else ""
        return f"<Serie: {self.pagina.titulo}{fuera}. Guárdela con .guardar('serie.svg')>"


def caligramas_en_serie(
    grupos: Mapping[str, _Entrada],
    forma: str | Path | Mapping[str, str | Path] = "circulo",
    semilla: int = 0,
    *,
    por_cada_cien: Mapping[str, int] | None = None,
    columnas: int | None = None,
    colores: Colores = None,
    ancho: int = 1600,
    titulo: str | None = None,
    fuente: str | Path | None = None,
    fondo: str = "#FFFFFF",
    max_palabras: int = 60,
    relleno: bool = True,
    vacias: Iterable[str] | None = None,
) -> Serie:
    """Un caligrama por escuela, zona o dimensión, todos con la misma escala de tamaños para poder compararlos.

    Parameters
    ----------
    grupos : mapping of str to str, iterable of str or mapping of str to float
        De cada grupo, sus textos (uno por persona) o los pesos de sus palabras, en el orden en que se muestran.
    forma : str, Path or mapping, optional
        La de todos, o la de cada grupo.
    semilla : int, optional
    por_cada_cien : mapping of str to int, optional
        Cuántas personas hay en cada grupo: con ello el tamaño dice cuántas de cada cien y no cuántas.
    columnas : int, optional
        Por omisión, las que dan una página casi cuadrada.
    colores : mapping of str to str, str or iterable of str, optional
        Color de cada grupo, uno para todos, varios que se turnan, o el nombre de una paleta.
    ancho : int, optional
        Pixeles de ancho del PNG.
    titulo : str, optional
    fuente : str or Path, optional
    fondo : str, optional
    max_palabras : int, optional
        De cada grupo; las demás quedan en `omitidas`, con el grupo en su motivo.
    relleno : bool, optional
    vacias : iterable of str, optional

    Returns
    -------
    Serie

    Raises
    ------
    ErrorCaligrama
        Si no hay grupos, uno no tiene palabras, o la forma, la fuente o un color no sirven.

    Examples
    --------
    >>> serie = caligramas_en_serie({"Zona 1": {"aula": 4, "paz": 2}, "Zona 2": {"luz": 2}}, relleno=False)
    >>> {nombre: [p.texto for p in panel.palabras] for nombre, panel in serie.paneles.items()}
    {'Zona 1': ['aula', 'paz'], 'Zona 2': ['luz']}
    >>> serie.paneles["Zona 1"].palabras[1].cuerpo == serie.paneles["Zona 2"].palabras[0].cuerpo
    True
    """
    if not isinstance(grupos, Mapping) or not grupos:
        raise ErrorCaligrama("Dé un diccionario de grupo a sus textos o a los pesos de sus palabras.")
    comprobar_ancho(ancho)
    fondo = leer_color(fondo, "el fondo")
    tintes = tintar(colores, fondo)
    letra = tipografia(None if fuente is None else str(fuente))
    nombres = [str(n) for n in grupos]
    formas = forma if isinstance(forma, Mapping) else dict.fromkeys(nombres, forma)
    faltan = [n for n in nombres if n not in formas]
    if faltan:
        raise ErrorCaligrama(f"No hay forma para «{faltan[0]}»: dé una para cada grupo, o una sola para todos.")
    siluetas = [leer_silueta(formas[n]) for n in nombres]
    listas, omitidas = _leer(grupos, letra, max_palabras, vacias, por_cada_cien)
    n = len(nombres)
    columnas = _columnas(n) if columnas is None else columnas
    if isinstance(columnas, bool) or not isinstance(columnas, int) or columnas < 1:
        raise ErrorCaligrama(f"columnas={columnas!r}: dé un número entero mayor que cero.")
    # En una página de varias columnas cada panel se ve más chico: su letra menor debe ser mayor.
    minimo = CUERPO_MINIMO * min(3.0, 0.75 + 0.5 * min(columnas, n))
    acomodos = acomodar_juntos(listas, siluetas, letra, semilla, con_relleno=relleno, minimo=minimo)
    paneles = {
        nombre: _panel(nombre, acomodo, silueta, letra, tintes.de(nombre) or tintes.turno(i), fondo, omitidas[i], ancho)
        for i, (nombre, acomodo, silueta) in enumerate(zip(nombres, acomodos, siluetas, strict=True))
    }
    nota = "La misma escala en todos: a igual tamaño, igual peso."
    if por_cada_cien is not None:
        nota = "La misma escala en todos: a igual tamaño, las dicen igual de cada cien personas."
    pagina = _pagina(paneles, columnas, letra, fondo, normalizar(titulo) if titulo else "", nota)
    fuera = tuple((p, f"{motivo} ({nombre})") for nombre, uno in paneles.items() for p, motivo in uno.omitidas)
    return Serie(pagina, fuera, ancho, siluetas[0], letra, paneles=paneles)


def caligrama_de_dos(
    izquierda: _Entrada,
    derecha: _Entrada,
    forma: str | Path = "corazon",
    semilla: int = 0,
    *,
    nombres: tuple[str, str] = ("Una comunidad", "Otra comunidad"),
    en_comun: str = "Ambas",
    colores: tuple[str, str, str] | None = None,
    ancho: int = 1600,
    titulo: str | None = None,
    fuente: str | Path | None = None,
    fondo: str = "#FFFFFF",
    max_palabras: int = 80,
    relleno: bool = True,
    vacias: Iterable[str] | None = None,
) -> Caligrama:
    """Dos comunidades en una forma: lo de una a la izquierda, lo de la otra a la derecha y lo común en el centro.

    Una palabra es de una comunidad si ahí pesa, en proporción, el doble o más que en la otra; si no, es común y su peso
    es el promedio de los dos. Cada franja mide según lo que ocupan sus palabras, y las tres comparten la escala.

    Parameters
    ----------
    izquierda, derecha : str, iterable of str or mapping of str to float
        Los textos de cada comunidad (uno por persona) o los pesos de sus palabras.
    forma : str or Path, optional
    semilla : int, optional
    nombres : tuple of str, optional
        Cómo se llama cada comunidad; sale en la leyenda con su color.
    en_comun : str, optional
        Cómo se llama lo que comparten.
    colores : tuple of str, optional
        `#RRGGBB` de la izquierda, de lo común y de la derecha.
    ancho, titulo, fuente, fondo, relleno, vacias
        Como en `caligrama`.
    max_palabras : int, optional
        De cada franja.

    Returns
    -------
    Caligrama

    Raises
    ------
    ErrorCaligrama
        Si una comunidad no tiene palabras, o la forma, la fuente o un color no sirven.

    Examples
    --------
    >>> dos = caligrama_de_dos({"agua": 3, "milpa": 2}, {"agua": 2, "calle": 2}, "circulo", relleno=False)
    >>> [(p.texto, p.peso) for p in dos.palabras]
    [('agua', 2.5), ('milpa', 2.0), ('calle', 2.0)]
    """
    comprobar_ancho(ancho)
    fondo = leer_color(fondo, "el fondo")
    if len({normalizar(n) for n in (*nombres, en_comun)}) < 3:
        raise ErrorCaligrama("Dé nombres distintos a las dos comunidades y a lo que comparten.")
    if isinstance(max_palabras, bool) or not isinstance(max_palabras, int) or max_palabras < 1:
        raise ErrorCaligrama(f"max_palabras={max_palabras!r} no deja ninguna palabra: use un número mayor que cero.")
    letra = tipografia(None if fuente is None else str(fuente))
    silueta = leer_silueta(forma)
    rotulos = (nombres[0], en_comun, nombres[1])
    textos = dict(zip(nombres, (izquierda, derecha), strict=True))
    listas, omitidas = _leer(textos, letra, _TODAS, vacias, None)
    enteras = _repartir(dict(listas[0]), dict(listas[1]))
    partes = [parte[:max_palabras] for parte in enteras]
    motivo = f"fuera de las {max_palabras} más frecuentes"
    omitidas.append(
        tuple((p, f"{motivo} ({r})") for r, e in zip(rotulos, enteras, strict=True) for p, _ in e[max_palabras:])
    )
    cuales = [i for i, parte in enumerate(partes) if parte]
    franjas = _franjas(silueta, [partes[i] for i in cuales], letra)
    acomodos = acomodar_juntos([partes[i] for i in cuales], franjas, letra, semilla, con_relleno=relleno)
    tintas = dict(zip(rotulos, colores, strict=True)) if colores else {}
    tintes = tintar(tintas or "milpa", fondo)
    color = {r: tintes.de(r) or tintes.turno(i) for i, r in enumerate(rotulos)}
    letreros = tuple(
        replace(uno, color=color[rotulos[i]])
        for i, hecho in zip(cuales, acomodos, strict=True)
        for uno in hecho.letreros
    )
    letreros = tuple(sorted(letreros, key=lambda u: (u.relleno, -u.peso)))
    puestas = [u.texto for u in letreros if not u.relleno]
    if not puestas:
        raise ErrorCaligrama(f"Ninguna palabra cabe en la forma «{silueta.nombre}»: son muy largas o ella muy delgada.")
    nombre = f"Caligrama en forma de {silueta.en_frase} de {nombres[0]} y {nombres[1]}"
    dichas = [f"{rotulos[i]}: {', '.join(p for p, _ in partes[i])}." for i in cuales]
    pagina = componer(
        letreros,
        silueta,
        letra,
        colores={u.texto: u.color for u in letreros},
        fondo=fondo,
        encabezado=letra.dibujable(normalizar(titulo)) if titulo else None,
        leyenda={letra.dibujable(normalizar(rotulos[i])): color[rotulos[i]] for i in cuales},
        titulo=f"{normalizar(titulo)}. {nombre}" if titulo else nombre,
        descripcion=" ".join(dichas),
    )
    fuera = [o for hecho in acomodos for o in hecho.omitidas] + [o for suyas in omitidas for o in suyas]
    return Caligrama(pagina, tuple(fuera), ancho, silueta, letra)


def _leer(
    grupos: Mapping[str, _Entrada],
    letra: Tipografia,
    maximo: int,
    vacias: Iterable[str] | None,
    personas: Mapping[str, int] | None,
) -> tuple[list[tuple[tuple[str, float], ...]], list[tuple[tuple[str, str], ...]]]:
    """Las palabras con su peso de cada grupo, y las que se apartan."""
    vacias = None if vacias is None else list(vacias)
    listas, omitidas = [], []
    for nombre, entrada in grupos.items():
        try:
            pesos = leer_pesos(entrada, maximo, vacias)
        except ErrorCaligrama as error:
            raise ErrorCaligrama(f"En «{nombre}»: {error}") from error
        buenas, sin_letra = dibujables(pesos.palabras, letra)
        if not buenas:
            raise ErrorCaligrama(f"En «{nombre}» ninguna palabra se puede dibujar con esta fuente.")
        if personas is not None:
            cuantas = personas.get(nombre)
            if isinstance(cuantas, bool) or not isinstance(cuantas, int) or cuantas < 1:
                raise ErrorCaligrama(f"Las personas de «{nombre}» son {cuantas!r}: dé un número entero mayor que cero.")
            buenas = tuple((p, 100 * peso / cuantas) for p, peso in buenas)
        listas.append(buenas)
        omitidas.append((*sin_letra, *pesos.omitidas))
    return listas, omitidas


def _panel(
    nombre: str,
    acomodo: Acomodo,
    silueta: Silueta,
    letra: Tipografia,
    color: str,
    fondo: str,
    omitidas: tuple[tuple[str, str], ...],
    ancho: int,
) -> Caligrama:
    puestas = [uno.texto for uno in acomodo.letreros if not uno.relleno]
    pagina = componer(
        acomodo.letreros,
        silueta,
        letra,
        colores=dict.fromkeys(puestas, color),
        fondo=fondo,
        encabezado=letra.dibujable(normalizar(nombre)) or None,
        leyenda={},
        titulo=f"{normalizar(nombre)}. Caligrama en forma de {silueta.en_frase}",
        descripcion="De mayor a menor: " + ", ".join(puestas) + ".",
    )
    return Caligrama(pagina, (*acomodo.omitidas, *omitidas), ancho, silueta, letra)


def _pagina(
    paneles: Mapping[str, Caligrama], columnas: int, letra: Tipografia, fondo: str, titulo: str, nota: str
) -> Pagina:
    """Todos los paneles en una cuadrícula, cada uno con su nombre arriba."""
    tinta = color_de_texto(fondo)
    unos = list(paneles.items())
    columnas = min(columnas, len(unos))
    hueco = max(p._silueta.ancho for _, p in unos) + 2 * _MARGEN
    ancho = columnas * hueco
    y = _MARGEN
    rotulos: list[Letrero] = []
    if titulo := letra.dibujable(titulo):
        cuerpo = min(_TITULO, (ancho - 2 * _MARGEN) / letra.negrita.ancho(titulo))
        x = (ancho - letra.negrita.ancho(titulo) * cuerpo) / 2
        rotulos.append(Letrero(titulo, x, y + cuerpo, cuerpo, tinta))
        y += 1.7 * cuerpo
    palabras: list[Letrero] = []
    for desde in range(0, len(unos), columnas):
        fila = unos[desde : desde + columnas]
        alto = max(p._silueta.alto for _, p in fila)
        # La última fila, si no está completa, se centra.
        x0 = (ancho - len(fila) * hueco) / 2
        for k, (nombre, panel) in enumerate(fila):
            centro = x0 + (k + 0.5) * hueco
            if visible := letra.dibujable(normalizar(nombre)):
                cuerpo = min(_ROTULO, (hueco - _MARGEN) / letra.negrita.ancho(visible))
                izquierda = centro - letra.negrita.ancho(visible) * cuerpo / 2
                rotulos.append(Letrero(visible, izquierda, y + 0.8 * _ROTULO, cuerpo, tinta))
            dx = centro - panel._silueta.ancho / 2 - panel.pagina.silueta_en[0]
            dy = y + 1.4 * _ROTULO + (alto - panel._silueta.alto) / 2 - panel.pagina.silueta_en[1]
            palabras.extend(replace(uno, x=uno.x + dx, y=uno.y + dy) for uno in panel.pagina.palabras)
        y += 1.4 * _ROTULO + alto + 1.5 * _MARGEN
    cuerpo = min(_NOTA, (ancho - 2 * _MARGEN) / letra.normal.ancho(nota))
    x = (ancho - letra.normal.ancho(nota) * cuerpo) / 2
    rotulos.append(Letrero(nota, x, y + 0.8 * cuerpo, cuerpo, tinta, negrita=False))
    palabras.sort(key=lambda uno: uno.relleno)
    nombres = ", ".join(paneles)
    return Pagina(
        ancho,
        y + cuerpo + _MARGEN,
        fondo,
        tuple(palabras),
        tuple(rotulos),
        (),
        (0.0, 0.0),
        f"{titulo}. {len(unos)} caligramas: {nombres}" if titulo else f"{len(unos)} caligramas: {nombres}",
        " ".join(f"{nombre}. {panel.pagina.descripcion}" for nombre, panel in paneles.items()),
    )


def _columnas(cuantos: int) -> int:
    return max(1, min(cuantos, round(math.sqrt(cuantos * 1.3))))


def _repartir(una: dict[str, float], otra: dict[str, float]) -> list[tuple[tuple[str, float], ...]]:
    """Lo propio de una, lo común y lo propio de la otra, de mayor a menor peso."""
    partes: list[dict[str, float]] = [{}, {}, {}]
    total_una, total_otra = sum(una.values()), sum(otra.values())
    for palabra in sorted({*una, *otra}):
        a, b = una.get(palabra, 0.0) / total_una, otra.get(palabra, 0.0) / total_otra
        if a >= _PROPIA * b:
            partes[0][palabra] = una[palabra]
        elif b >= _PROPIA * a:
            partes[2][palabra] = otra[palabra]
        else:
            partes[1][palabra] = (una[palabra] + otra[palabra]) / 2
    return [tuple(sorted(parte.items(), key=lambda par: (-par[1], par[0]))) for parte in partes]


def _franjas(silueta: Silueta, partes: list[tuple[tuple[str, float], ...]], letra: Tipografia) -> list[Silueta]:
    """Parte la silueta de izquierda a derecha, cada franja con el área que piden sus palabras."""
    pesos = [peso for parte in partes for _, peso in parte]
    potencia = 2 * exponente(max(pesos), min(pesos), RAZONES[0])
    pedido = np.array(
        [float((superficies([p for p, _ in q], letra) * np.array([w for _, w in q]) ** potencia).sum()) for q in partes]
    )
    tantos = np.maximum(pedido / pedido.sum(), _ANGOSTA)
    llena = np.cumsum(silueta.mascara.sum(axis=0)) / silueta.mascara.sum()
    cortes = np.searchsorted(llena, np.cumsum(tantos / tantos.sum())[:-1]).tolist()
    salida = []
    for desde, hasta in zip([0, *cortes], [*cortes, silueta.mascara.shape[1]], strict=True):
        mascara = silueta.mascara.copy()
        mascara[:, : desde + (_MEDIANIL if desde else 0)] = False
        mascara[:, hasta:] = False
        salida.append(Silueta(silueta.nombre, mascara))
    return salida
