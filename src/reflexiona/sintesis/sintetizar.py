"""`sintetizar`: de las etiquetas y los temas de una comunidad a su síntesis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflexiona.corpus import Corpus
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES
from reflexiona.errores import ErrorDatos
from reflexiona.sintesis import secciones
from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.conteos import contar
from reflexiona.sintesis.markdown import escapar
from reflexiona.sintesis.preguntas import elegir_preguntas
from reflexiona.sintesis.sintesis import Sintesis
from reflexiona.sintesis.voces import Selector, Voz
from reflexiona.temas import Temas

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sintetizar"]

_COLUMNAS = ("reflexion", "oracion", "texto", *DIMENSIONES, "dimensiones", "acto", "temas")
_TITULO = "Lo que nos contamos"


def sintetizar(
    corpus: Corpus, etiquetas: pd.DataFrame, temas: Temas, *, semilla: int = 0, titulo: str | None = None
) -> Sintesis:
    """La síntesis de una comunidad: de qué habla, con qué palabras, y preguntas para conversarlo.

    Parameters
    ----------
    corpus : Corpus
    etiquetas : pandas.DataFrame
        Una fila por oración: `reflexion`, `oracion`, `texto`, una columna de probabilidad por dimensión,
        `dimensiones` (lista), `acto` (str o None) y `temas` (lista).
    temas : Temas
    semilla : int
        Desempata entre preguntas que sirven igual.
    titulo : str, optional

    Returns
    -------
    Sintesis

    Raises
    ------
    ErrorDatos
        Si a `etiquetas` le falta una columna o nombra una reflexión que no está en el corpus.

    Examples
    --------
    >>> from reflexiona.temas import ModeloTemas
    >>> import pandas as pd
    >>> vacio = ModeloTemas().fit([]).resultado_
    >>> columnas = ["reflexion", "oracion", "texto", *DIMENSIONES, "dimensiones", "acto", "temas"]
    >>> sintetizar(Corpus(()), pd.DataFrame([], columns=columnas), vacio).markdown
    '# Lo que nos contamos\\n\\nTodavía no hay reflexiones que leer.\\n'
    """
    voces = _voces(corpus, etiquetas)
    encabezado = f"# {escapar(' '.join((titulo or _TITULO).split()))}"
    if not voces:
        return Sintesis(f"{encabezado}\n\nTodavía no hay reflexiones que leer.\n", (), ())
    personas = corpus.personas
    conteos = contar(voces)
    selector = Selector(voces)
    partes = [
        encabezado,
        secciones.huella(conteos, selector, personas=personas, reflexiones=len(corpus), oraciones=len(voces)),
        secciones.lupa(conteos, selector, temas, personas=personas),
        secciones.construyendo(conteos, selector, personas=personas),
        secciones.caligrama(selector),
    ]
    if not selector.elegidas:
        # Ninguna llegó por sus etiquetas: que al menos se oiga a la comunidad.
        sueltas = selector.elegir(2, lambda v: True, lambda v: 0.0, tope=99)
        partes.insert(2, "\n\n".join(["Algunas de sus voces:", *(c.markdown() for c in sueltas)]))
    preguntas = elegir_preguntas(voces, selector.elegidas, list(temas), semilla=semilla)
    partes += [secciones.dialogo(preguntas), secciones.nota()]
    return Sintesis("\n\n".join(partes) + "\n", tuple(v.cita for v in selector.elegidas), tuple(preguntas))


def _voces(corpus: Corpus, etiquetas: pd.DataFrame) -> list[Voz]:
    faltan = [c for c in _COLUMNAS if c not in etiquetas.columns]
    if faltan:
        raise ErrorDatos(f"A las etiquetas les falta {', '.join(faltan)}: use la tabla `etiquetas` de un análisis.")
    quien = {r.id: r.persona for r in corpus}
    voces = []
    for fila in etiquetas.loc[:, list(_COLUMNAS)].to_dict("records"):
        reflexion = str(fila["reflexion"])
        if reflexion not in quien:
            raise ErrorDatos(f"Las etiquetas nombran la reflexión {reflexion}, que no está en el corpus.")
        voces.append(
            Voz(
                cita=Cita(reflexion, int(fila["oracion"]), fila["texto"], quien[reflexion]),
                puntajes={d: float(fila[d]) for d in DIMENSIONES},
                dimensiones=tuple(fila["dimensiones"]),
                acto=fila["acto"] if fila["acto"] in ACTOS else None,
                temas=tuple(fila["temas"]),
            )
        )
    return voces
