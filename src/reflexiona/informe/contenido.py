"""Lo que dice el informe, una sola vez y sin formato: de aquí toman la página, la relatoría y las hojas de cálculo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflexiona.dimensiones.guia import ACTO_NOMBRES, ACTOS, DIMENSIONES, GUIA
from reflexiona.informe.grupos import Grupo, grupos_de
from reflexiona.informe.visible import visible

if TYPE_CHECKING:
    from reflexiona.analisis import Analisis
    from reflexiona.caligrama import Caligrama
    from reflexiona.corpus import Corpus

__all__ = [
    "ActoContado",
    "Contenido",
    "DimensionContada",
    "Etiquetada",
    "TemaContado",
    "Texto",
    "Voz",
    "a_porciento",
    "reunir",
    "textos_de",
]

TITULO = "Lo que nos contamos"
_CITAS_DIMENSION, _CITAS_TEMA, _PALABRAS_DIMENSION = 2, 3, 8
_SUELTA = re.compile(r"[A-ZÁÉÍÓÚÑ¿¡«0-9]")


@dataclass(frozen=True, slots=True)
class Voz:
    """Una oración citada: textual y con su rastro."""

    texto: str
    reflexion: str
    oracion: int

    @property
    def referencia(self) -> str:
        """Dónde está: «reflexión 12, oración 3»."""
        return f"reflexión {self.reflexion}, oración {self.oracion}"


@dataclass(frozen=True, slots=True)
class DimensionContada:
    """Una dimensión en esta comunidad: cuántas personas y oraciones la tocan, qué hacen al decirla y sus voces."""

    clave: str
    letra: str
    nombre: str
    descripcion: str
    color: str
    personas: int
    oraciones: int
    actos: tuple[tuple[str, int], ...]
    palabras: tuple[str, ...]
    voces: tuple[Voz, ...]


@dataclass(frozen=True, slots=True)
class ActoContado:
    """Un acto en esta comunidad."""

    clave: str
    nombre: str
    personas: int
    oraciones: int


@dataclass(frozen=True, slots=True)
class TemaContado:
    """Un tema en esta comunidad; `dimensiones` cuenta sus oraciones en cada dimensión, en el orden de la guía."""

    nombre: str
    propio: bool
    personas: int
    oraciones: int
    estabilidad: float
    palabras: tuple[str, ...]
    dimensiones: tuple[int, ...]
    voces: tuple[Voz, ...]


@dataclass(frozen=True, slots=True)
class Etiquetada:
    """Una oración con sus etiquetas; `probabilidades` van en el orden de la guía."""

    numero: int
    texto: str
    probabilidades: tuple[float, ...]
    dimensiones: tuple[str, ...]
    acto: str | None
    temas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texto:
    """Una reflexión con sus oraciones; `persona` es un número sin más sentido que contar personas distintas."""

    id: str
    persona: int
    pregunta: str
    oraciones: tuple[Etiquetada, ...]


@dataclass(frozen=True, eq=False)
class Contenido:
    """El informe sin formato.

    Parameters
    ----------
    titulo, origen : str
    personas, reflexiones, oraciones, filas, apartadas : int
    dimensiones : tuple of DimensionContada
    sin_dimension : int
        Oraciones sin ninguna.
    actos : tuple of ActoContado
    temas : tuple of TemaContado
    textos : tuple of Texto
    grupos : tuple of Grupo
    sintesis : str
        En Markdown.
    preguntas : tuple of (str, tuple of str)
        Cada pregunta con las referencias de donde sale.
    caligrama : Caligrama or None
    metodo, limites : tuple of str
        Párrafos en español llano.
    """

    titulo: str
    origen: str
    personas: int
    reflexiones: int
    oraciones: int
    filas: int
    apartadas: int
    dimensiones: tuple[DimensionContada, ...]
    sin_dimension: int
    actos: tuple[ActoContado, ...]
    temas: tuple[TemaContado, ...]
    textos: tuple[Texto, ...]
    grupos: tuple[Grupo, ...]
    sintesis: str
    preguntas: tuple[tuple[str, tuple[str, ...]], ...]
    caligrama: Caligrama | None
    metodo: tuple[str, ...]
    limites: tuple[str, ...]


def a_porciento(proporcion: float) -> str:
    """Una proporción en palabras cortas.

    Examples
    --------
    >>> a_porciento(0.256), a_porciento(0.001), a_porciento(0)
    ('26 %', 'menos de 1 %', '0 %')
    """
    return "menos de 1 %" if 0 < proporcion < 0.005 else f"{proporcion * 100:.0f} %"


def reunir(analisis: Analisis, *, forma: str | Path = "corazon", titulo: str | None = None) -> Contenido:
    """Reúne lo que dice el informe.

    Parameters
    ----------
    analisis : Analisis
    forma : str or Path
        La del caligrama.
    titulo : str, optional

    Raises
    ------
    ErrorCaligrama
        Si la forma no sirve.
    """
    corpus, etiquetas = analisis.corpus, analisis.etiquetas
    textos = textos_de(analisis)
    filas = [(t, o) for t in textos for o in t.oraciones]
    sintesis = analisis.sintesis(titulo=titulo)
    limpio = visible(" ".join((titulo or TITULO).split()))
    return Contenido(
        titulo=limpio or TITULO,
        origen=_archivo(corpus),
        personas=corpus.personas,
        reflexiones=len(corpus),
        oraciones=len(etiquetas),
        filas=corpus.filas,
        apartadas=len(corpus.apartadas),
        dimensiones=tuple(_dimension(clave, filas, analisis) for clave in DIMENSIONES),
        sin_dimension=sum(not o.dimensiones for _, o in filas),
        actos=tuple(_acto(clave, filas) for clave in ACTOS),
        temas=_temas(analisis, filas),
        textos=textos,
        grupos=grupos_de(corpus),
        sintesis=sintesis.markdown,
        preguntas=tuple((visible(str(p)), tuple(visible(c.referencia) for c in p.citas)) for p in sintesis.preguntas),
        caligrama=analisis.caligrama(forma) if len(analisis.palabras) else None,
        metodo=_metodo(analisis),
        limites=_LIMITES,
    )


def _archivo(corpus: Corpus) -> str:
    """El nombre del archivo o de la carpeta; lo que llegó de la memoria no tiene."""
    return "" if corpus.origen in ("DataFrame", "lista") else visible(corpus.origen)


def textos_de(analisis: Analisis) -> tuple[Texto, ...]:
    """Las reflexiones con sus oraciones etiquetadas, en el orden del corpus."""
    por_reflexion: dict[str, list[Etiquetada]] = {}
    columnas = ["reflexion", "oracion", "texto", *DIMENSIONES, "dimensiones", "acto", "temas"]
    for id_, numero, texto, *valores in analisis.etiquetas[columnas].itertuples(index=False, name=None):
        n = len(DIMENSIONES)
        dimensiones, acto, temas = valores[n:]
        por_reflexion.setdefault(str(id_), []).append(
            Etiquetada(
                int(numero),
                visible(texto),
                tuple(float(p) for p in valores[:n]),
                tuple(d for d in dimensiones if d in GUIA),
                acto if acto in ACTOS else None,
                tuple(map(visible, temas)),
            )
        )
    personas: dict[str, int] = {}
    return tuple(
        Texto(
            visible(r.id),
            personas.setdefault(r.persona, len(personas)),
            visible(r.pregunta or ""),
            tuple(por_reflexion.get(r.id, ())),
        )
        for r in analisis.corpus
    )


def _personas(filas: Iterable[tuple[Texto, Etiquetada]]) -> int:
    return len({t.persona for t, _ in filas})


def _dimension(clave: str, filas: Sequence[tuple[Texto, Etiquetada]], analisis: Analisis) -> DimensionContada:
    guia = GUIA[clave]
    suyas = [(t, o) for t, o in filas if clave in o.dimensiones]
    palabras = analisis.palabras
    propias = palabras.loc[palabras["dimension"] == clave, "palabra"].head(_PALABRAS_DIMENSION)
    return DimensionContada(
        clave,
        guia.nombre[0],
        guia.nombre,
        guia.descripcion,
        guia.color,
        _personas(suyas),
        len(suyas),
        tuple((a, _personas((t, o) for t, o in suyas if o.acto == a)) for a in ACTOS),
        tuple(visible(p) for p in propias),
        _voces(suyas, DIMENSIONES.index(clave)),
    )


def _voces(suyas: Sequence[tuple[Texto, Etiquetada]], columna: int) -> tuple[Voz, ...]:
    """Las que mejor muestran la dimensión y se entienden solas, de personas distintas."""
    orden = sorted(
        suyas,
        key=lambda par: (
            not 9 <= len(par[1].texto.split()) <= 38,
            not _SUELTA.match(par[1].texto),
            -round(par[1].probabilidades[columna], 3),
            par[1].texto,
            par[0].id,
        ),
    )
    voces: list[Voz] = []
    vistas: set[object] = set()
    for t, o in orden:
        if len(voces) == _CITAS_DIMENSION:
            break
        if t.persona not in vistas and o.texto not in vistas:
            vistas |= {t.persona, o.texto}
            voces.append(Voz(o.texto, t.id, o.numero))
    return tuple(voces)


def _acto(clave: str, filas: Sequence[tuple[Texto, Etiquetada]]) -> ActoContado:
    suyas = [(t, o) for t, o in filas if o.acto == clave]
    return ActoContado(clave, ACTO_NOMBRES[clave], _personas(suyas), len(suyas))


def _temas(analisis: Analisis, filas: Sequence[tuple[Texto, Etiquetada]]) -> tuple[TemaContado, ...]:
    cruces: dict[str, Counter[str]] = {}
    for _, o in filas:
        for tema in o.temas:
            cruces.setdefault(tema, Counter()).update(o.dimensiones)
    salida = []
    for f in analisis.temas.tabla.to_dict("records"):
        nombre = visible(f["tema"])
        citas = analisis.temas.citas(f["tema"], _CITAS_TEMA)
        cuenta = cruces.get(nombre, Counter())
        salida.append(
            TemaContado(
                nombre,
                f["origen"] == "emergente",
                int(f["personas"]),
                int(f["oraciones"]),
                float(f["estabilidad"]),
                tuple(visible(t) for t in f["terminos"]),
                tuple(cuenta[d] for d in DIMENSIONES),
                tuple(
                    Voz(visible(c["texto"]), visible(str(c["reflexion"])), int(c["oracion"]))
                    for c in citas.to_dict("records")
                ),
            )
        )
    return tuple(salida)


_LIMITES = (
    "Un programa leyó cada oración; no la leyó una persona. Se equivoca, sobre todo en oraciones muy breves, con "
    "ironía o con mucho sobreentendido. Lea las oraciones antes de sacar conclusiones.",
    "Aprendió de textos escritos y etiquetados con un modelo de lenguaje que siguió la guía del taller; no "
    "participaron docentes en esas etiquetas.",
    "Las cuentas son de personas distintas y son aproximadas; de una o dos no se dice cuántas son. Que algo aparezca "
    "poco no quiere decir que importe poco.",
    "El informe es para conversar. No sirve para calificar, comparar ni ordenar a personas, grupos o escuelas.",
    "Las columnas del archivo que identifican a alguien no se escriben aquí, pero los nombres que haya dentro de los "
    "textos pueden seguir ahí. Revíselo antes de compartirlo fuera del grupo.",
)


def _metodo(analisis: Analisis) -> tuple[str, ...]:
    p: Mapping[str, Any] = analisis.procedencia
    corpus = analisis.corpus
    columnas = ", ".join(f"«{visible(c)}»" for c in corpus.columnas_texto)
    archivo = _archivo(corpus)
    de = f"Los textos salen de {f'«{archivo}»' if archivo else 'una tabla'}"
    de += f", de {columnas}." if columnas else "."
    if corpus.apartadas:
        motivos = Counter(a.motivo for a in corpus.apartadas)
        lista = "; ".join(f"{visible(m)} ({n})" for m, n in sorted(motivos.items(), key=lambda par: (-par[1], par[0])))
        verbo = "apartó" if len(corpus.apartadas) == 1 else "apartaron"
        de += f" De {corpus.filas} filas se {verbo} {len(corpus.apartadas)}: {lista}."
    partes = [
        de,
        "Cada texto se partió en oraciones. A cada oración el programa le dio una probabilidad de 0 a 100 % para cada "
        "una de las cinco dimensiones de la práctica; la lleva si pasa el umbral de esa dimensión, y puede llevar "
        "varias o ninguna. También dice si la oración cuenta un reto, un logro, un compromiso o una pregunta.",
        "Los temas son de dos tipos: los que se repiten en muchas escuelas y los propios de esta comunidad, que aquí "
        "se nombran mucho más que en otras. La estabilidad dice qué tanto se mantendría un tema si hubieran escrito "
        "otras personas del mismo grupo: 1 es lo más firme.",
        "Las cinco dimensiones siguen la guía del taller «Ser y hacer en comunidad de aprendizaje» (SEP, enero de "
        "2026), a partir de Fierro, Fortoul y Rosas (1999).",
    ]
    modelo = dict(p.get("modelo") or {})
    if modelo:
        umbrales = dict(modelo.get("umbrales") or {}).get("dimensiones") or {}
        dichos = ", ".join(
            f"{GUIA[c].nombre.lower()} {a_porciento(float(u))}" for c, u in umbrales.items() if c in GUIA
        )
        partes.append(
            f"Con qué se hizo: reflexiona {p.get('reflexiona', '')}, modelo «{visible(str(modelo.get('nombre', '')))}» "
            f"(huella {str(modelo.get('sha256', ''))[:12]}), palabras con {visible(str(p.get('texto', '')))}, semilla "
            f"{analisis.semilla}." + (f" Umbrales: {dichos}." if dichos else "")
        )
    return tuple(partes)
