"""Armar una comparación: quién está en qué grupo, qué códigos dice cada persona y cuáles grupos son muy chicos."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from reflexiona.comparacion.comparacion import Comparacion
from reflexiona.comparacion.estadistica import benjamini_hochberg, iguales, wilson
from reflexiona.corpus import Corpus
from reflexiona.dimensiones.guia import ACTO_NOMBRES, GUIA
from reflexiona.errores import ErrorDatos
from reflexiona.temas import Temas

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["comparar_fechas", "comparar_grupos"]

MINIMO_GRUPO = 5
"""Un grupo con menos personas no se muestra solo."""

OTROS = "Otros grupos"
SIN_DATO = "Sin dato"
_COLUMNAS = ["tipo", "codigo", "grupo", "n", "personas", "proporcion", "bajo", "alto", "p", "p_ajustada"]

Codigo = tuple[str, str]
"""Tipo («dimension», «acto» o «tema») y nombre."""


def comparar_grupos(
    corpus: Corpus,
    etiquetas: pd.DataFrame,
    temas: Temas,
    columna: str,
    *,
    minimo: int = MINIMO_GRUPO,
    semilla: int = 0,
) -> Comparacion:
    """Las dimensiones, los actos y los temas de un mismo análisis, por grupo.

    Parameters
    ----------
    corpus : Corpus
    etiquetas : pandas.DataFrame
    temas : Temas
    columna : str
        Encabezado del archivo, con o sin el prefijo `meta_`.
    minimo : int
        Los grupos con menos personas se juntan en «Otros grupos»; si aun juntos no llegan, con el más chico que sí.
    semilla : int
        De las permutaciones.

    Returns
    -------
    Comparacion

    Raises
    ------
    ErrorDatos
        Si la columna no existe o no quedan dos grupos que comparar.
    """
    nombre = columna.removeprefix("meta_")
    if nombre not in corpus.columnas:
        hay = ", ".join(f"«{c}»" for c in corpus.columnas) or "ninguna"
        raise ErrorDatos(f"No hay una columna «{nombre}» para comparar. Las que hay: {hay}.")
    valores: dict[str, Counter[str]] = defaultdict(Counter)
    for r in corpus:
        valores[r.persona][r.metadatos.get(nombre, "").strip() or SIN_DATO] += 1
    # Si una persona dio dos respuestas distintas cuenta en la que más repitió; en empate, la primera por orden alfabético.
    de = {p: min(c, key=lambda v: (-c[v], v)) for p, c in valores.items()}
    grupos, juntados = _juntar_chicos(de, minimo)
    codigos = _codigos(corpus, etiquetas, temas)
    return _hacer(grupos, codigos, nombre, juntados, minimo, semilla)


def comparar_fechas(
    antes: tuple[Corpus, pd.DataFrame, Temas],
    despues: tuple[Corpus, pd.DataFrame, Temas],
    nombres: tuple[str, str] = ("Antes", "Después"),
    *,
    minimo: int = MINIMO_GRUPO,
    semilla: int = 0,
) -> Comparacion:
    """Las dimensiones, los actos y los temas conocidos de dos análisis.

    Los temas se emparejan por su clave; los propios de cada comunidad no se comparan. Las personas se toman como distintas:
    los seudónimos de dos archivos no dicen quién es quién.

    Parameters
    ----------
    antes, despues : tuple of (Corpus, pandas.DataFrame, Temas)
    nombres : tuple of (str, str)
    minimo : int
    semilla : int

    Returns
    -------
    Comparacion

    Raises
    ------
    ErrorDatos
        Si los nombres son iguales o en alguno escribieron menos de `minimo` personas.
    """
    if len(set(nombres)) != 2:
        raise ErrorDatos("Los dos análisis necesitan nombres distintos.")
    grupos: dict[str, str] = {}
    codigos: dict[Codigo, set[str]] = defaultdict(set)
    for (corpus, etiquetas, temas), nombre in zip((antes, despues), nombres, strict=True):
        if corpus.personas < minimo:
            raise ErrorDatos(
                f"En «{nombre}» escribieron menos de {minimo} personas: compararlas podría señalar a alguien."
            )
        grupos |= {f"{nombre}·{r.persona}": nombre for r in corpus}
        for codigo, personas in _codigos(corpus, etiquetas, temas, conocidos=True).items():
            codigos[codigo] |= {f"{nombre}·{p}" for p in personas}
    return _hacer(grupos, codigos, "fecha", (), minimo, semilla, orden=nombres)


def _juntar_chicos(de: Mapping[str, str], minimo: int) -> tuple[dict[str, str], tuple[str, ...]]:
    cuentas = Counter(de.values())
    chicos = {g for g, n in cuentas.items() if n < minimo}
    if chicos and sum(cuentas[g] for g in chicos) < minimo:
        # Un grupo escondido que se obtiene restando no está escondido: se le junta el más chico de los visibles.
        visibles = sorted((n, g) for g, n in cuentas.items() if g not in chicos)
        chicos |= {g for _, g in visibles[:1]}
    grupos = {p: OTROS if g in chicos else g for p, g in de.items()}
    if len(set(grupos.values())) < 2:
        raise ErrorDatos(
            f"No hay dos grupos de {minimo} {'persona' if minimo == 1 else 'personas'} o más que comparar: con menos, alguien podría quedar señalado."
        )
    return grupos, tuple(sorted(chicos))


def _codigos(
    corpus: Corpus, etiquetas: pd.DataFrame, temas: Temas, *, conocidos: bool = False
) -> dict[Codigo, set[str]]:
    """Las personas que dicen cada código."""
    quien = {r.id: r.persona for r in corpus}
    codigos: dict[Codigo, set[str]] = {("dimension", d.nombre): set() for d in GUIA.values()}
    codigos |= {("acto", nombre): set() for nombre in ACTO_NOMBRES.values()}
    tabla = temas.tabla[temas.tabla["origen"] == "conocido"] if conocidos else temas.tabla
    codigos |= {("tema", str(t)): set() for t in tabla["tema"]}
    for f in etiquetas[["reflexion", "dimensiones", "acto", "temas"]].to_dict("records"):
        persona = quien[str(f["reflexion"])]
        for d in f["dimensiones"]:
            codigos["dimension", GUIA[d].nombre].add(persona)
        if f["acto"] in ACTO_NOMBRES:
            codigos["acto", ACTO_NOMBRES[f["acto"]]].add(persona)
        for t in f["temas"]:
            if ("tema", t) in codigos:
                codigos["tema", t].add(persona)
    return codigos


def _hacer(
    grupos: Mapping[str, str],
    codigos: Mapping[Codigo, set[str]],
    columna: str,
    juntados: tuple[str, ...],
    minimo: int,
    semilla: int,
    orden: Sequence[str] | None = None,
) -> Comparacion:
    import pandas as pd

    personas = sorted(grupos)
    n = Counter(grupos.values())
    nombres = list(orden) if orden else sorted(n, key=lambda g: (g in (OTROS, SIN_DATO), -n[g], g))
    # Un tema que dicen menos personas que el mínimo no se compara: su cruce con un grupo señalaría a alguien.
    vistos = {c: quienes for c, quienes in codigos.items() if c[0] != "tema" or len(quienes) >= minimo}
    claves = list(vistos)
    dice = np.array([[p in vistos[c] for c in claves] for p in personas])
    p = iguales(dice, np.array([nombres.index(grupos[q]) for q in personas]), semilla=semilla)
    ajustadas = benjamini_hochberg(p)
    filas = []
    for j, (tipo, codigo) in enumerate(claves):
        for grupo in nombres:
            k = sum(grupos[q] == grupo for q in vistos[tipo, codigo])
            bajo, alto = wilson(k, n[grupo])
            filas.append(
                (tipo, codigo, grupo, n[grupo], k, round(k / n[grupo], 4), round(bajo, 4), round(alto, 4),
                 round(float(p[j]), 4), round(float(ajustadas[j]), 4))
            )  # fmt: skip
    return Comparacion(columna, pd.DataFrame(filas, columns=_COLUMNAS), tuple(nombres), juntados, minimo)
