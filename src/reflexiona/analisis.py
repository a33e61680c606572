"""Une las piezas: de un corpus a sus etiquetas, temas, palabras, caligrama y síntesis. No sabe hacer ninguna."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reflexiona.caligrama import Caligrama, caligrama
from reflexiona.corpus import Corpus, Oracion
from reflexiona.dimensiones.etiquetador import elegir_actos
from reflexiona.dimensiones.guia import COLOR_NINGUNA, GUIA
from reflexiona.dimensiones.palabras import minimo_personas, palabras_de_la_comunidad
from reflexiona.errores import ErrorDatos
from reflexiona.lectura import leer
from reflexiona.modelo import MODELO, Modelo, Puntajes, cargar_modelo
from reflexiona.sintesis import Sintesis, sintetizar
from reflexiona.temas import Temas, encontrar_temas
from reflexiona.texto import VACIAS_DOMINIO, palabras_contenido, partir
from reflexiona.texto.spacy_es import cargar, modelo_usado

__all__ = ["PASOS", "Analisis", "analizar"]

PASOS = ("oraciones", "dimensiones y actos", "palabras", "temas")
"""Los pasos de `analizar`, en orden."""

_PIEZAS = ("numpy", "pandas", "scikit-learn", "scipy", "spacy", "simplemma", "onnxruntime", "tokenizers", "wordcloud", "matplotlib")


@dataclass(frozen=True, eq=False, repr=False)
class Analisis:
    """Lo que se sabe de una comunidad a partir de sus reflexiones. Se obtiene con `analizar`.

    Parameters
    ----------
    corpus : Corpus
    etiquetas : pandas.DataFrame
        Una fila por oración: `reflexion`, `oracion`, `texto`, la probabilidad de cada dimensión, `dimensiones`
        (lista), `acto` (str o None), `temas` (lista) y los metadatos con prefijo `meta_`.
    temas : Temas
    palabras : pandas.DataFrame
        Una fila por palabra: `palabra`, `lema`, `personas`, `oraciones`, `dimension`.
    semilla : int
    procedencia : Mapping
        Versiones, modelos con su huella, umbrales, semilla y cuentas: con qué se hizo.
    """

    corpus: Corpus
    etiquetas: pd.DataFrame
    temas: Temas
    palabras: pd.DataFrame
    semilla: int = 0
    procedencia: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reflexiones(self) -> pd.DataFrame:
        """Una fila por reflexión: `reflexion`, `persona`, `fila`, `pregunta`, `texto`, `oraciones`, la proporción de
        sus oraciones en cada dimensión, `dimensiones`, `actos`, `temas` y los metadatos.

        `dimensiones`, `actos` y `temas` son listas, de lo más a lo menos frecuente.
        """
        base = self.corpus.tabla().set_index("reflexion", drop=False)
        grupos = self.etiquetas.groupby("reflexion", sort=False)
        oraciones = grupos.size().reindex(base.index, fill_value=0)
        columnas: dict[str, Any] = {"oraciones": oraciones.to_numpy()}
        for clave in GUIA:
            en = self.etiquetas["dimensiones"].map(lambda lista, clave=clave: clave in lista)
            proporcion = en.groupby(self.etiquetas["reflexion"], sort=False).mean()
            columnas[clave] = proporcion.reindex(base.index, fill_value=0.0).astype(float).round(4).to_numpy()
        for nombre, valores in (
            ("dimensiones", self.etiquetas["dimensiones"]),
            ("actos", self.etiquetas["acto"].map(lambda acto: [acto] if isinstance(acto, str) else [])),
            ("temas", self.etiquetas["temas"]),
        ):
            sueltos = valores.explode().dropna()
            de = self.etiquetas["reflexion"].loc[sueltos.index]
            listas = {r: _por_frecuencia(v) for r, v in sueltos.groupby(de.to_numpy(), sort=False)}
            columnas[nombre] = [listas.get(r, []) for r in base.index]
        meta = [c for c in base.columns if c.startswith("meta_")]
        fijas = base[[c for c in base.columns if c not in meta]]
        return pd.concat(
            [fijas.reset_index(drop=True), pd.DataFrame(columnas), base[meta].reset_index(drop=True)], axis=1
        )

    @property
    def resumen(self) -> pd.DataFrame:
        """Una fila por dimensión: `dimension`, `personas` que la tocan, `oraciones` y `proporcion` de las oraciones."""
        persona = {r.id: r.persona for r in self.corpus}
        filas = []
        for clave, dimension in GUIA.items():
            suyas = self.etiquetas[self.etiquetas["dimensiones"].map(lambda lista, clave=clave: clave in lista)]
            personas = suyas["reflexion"].map(persona).nunique()
            filas.append((dimension.nombre, personas, len(suyas), len(suyas) / max(len(self.etiquetas), 1)))
        return pd.DataFrame(filas, columns=["dimension", "personas", "oraciones", "proporcion"])

    def sintesis(self, *, titulo: str | None = None) -> Sintesis:
        """La síntesis para el diálogo: cuentas de personas, citas textuales con su rastro y preguntas.

        Parameters
        ----------
        titulo : str, optional

        Returns
        -------
        Sintesis
        """
        return sintetizar(self.corpus, self.etiquetas, self.temas, semilla=self.semilla, titulo=titulo)

    def caligrama(
        self, forma: str | Path = "corazon", *, titulo: str | None = None, max_palabras: int = 200, **opciones: Any
    ) -> Caligrama:
        """Las palabras de la comunidad en una silueta, con el color de la dimensión en que más aparecen.

        Parameters
        ----------
        forma : str or Path
            Una de `reflexiona.caligrama.formas()` o la ruta de una silueta PNG, JPG o SVG.
        titulo : str, optional
        max_palabras : int
        **opciones
            Las demás de `reflexiona.caligrama`.

        Returns
        -------
        Caligrama

        Raises
        ------
        ErrorCaligrama
            Si no hay palabras que mostrar o la forma no sirve.
        """
        tabla = self.palabras
        pesos = dict(zip(tabla["palabra"], tabla["personas"].astype(float), strict=True))
        colores = {
            p: GUIA[d].color if d in GUIA else COLOR_NINGUNA
            for p, d in zip(tabla["palabra"], tabla["dimension"], strict=True)
        }
        usadas = set(tabla["dimension"].head(max_palabras))
        leyenda = {d.nombre: d.color for clave, d in GUIA.items() if clave in usadas}
        return caligrama(
            pesos,
            forma,
            **{
                "semilla": self.semilla,
                "colores": colores,
                "leyenda": leyenda,
                "titulo": titulo,
                "max_palabras": max_palabras,
                **opciones,
            },
        )

    def guardar(self, carpeta: str | Path, *, forma: str | Path = "corazon", titulo: str | None = None) -> list[Path]:
        """Escribe todas las salidas en una carpeta (véase `reflexiona.salidas.escribir`)."""
        from reflexiona.salidas import escribir

        return escribir(self, carpeta, forma=forma, titulo=titulo)

    def __repr__(self) -> str:
        return (
            f"Analisis de {self.corpus.origen!r}: {len(self.corpus)} reflexiones de {self.corpus.personas} personas, "
            f"{len(self.etiquetas)} oraciones, {len(self.temas)} temas, {len(self.corpus.apartadas)} filas apartadas. "
            "Vea .resumen, .etiquetas, .temas, .sintesis() y .caligrama('paloma')."
        )

    def _repr_html_(self) -> str:
        c, mayor = self.corpus, max(self.resumen["personas"].max(), 1)
        barras = "".join(
            f'<tr><td style="text-align:left">{escape(nombre)}</td><td style="text-align:right">{personas}</td>'
            f'<td style="text-align:left"><span style="display:inline-block;height:.8em;'
            f'width:{160 * personas / mayor:.0f}px;background:{d.color}"></span></td></tr>'
            for d, nombre, personas in zip(
                GUIA.values(), self.resumen["dimension"], self.resumen["personas"], strict=True
            )
        )
        return (
            f"<p><b>{escape(c.origen)}</b>: {len(c)} reflexiones de {c.personas} personas, {len(self.etiquetas)} "
            f"oraciones; {len(c.apartadas)} de {c.filas} filas apartadas.</p>"
            f"<table><thead><tr><th>Dimensión</th><th>Personas</th><th></th></tr></thead><tbody>{barras}</tbody></table>"
            f"{self.temas._repr_html_()}"
        )


def analizar(
    datos: Any,
    *,
    modelo: str | Path = MODELO,
    spacy: str = "auto",
    semilla: int = 0,
    progreso: Callable[[str], None] | None = None,
) -> Analisis:
    """Etiqueta, agrupa y cuenta las reflexiones de una comunidad.

    Parameters
    ----------
    datos : Corpus o cualquier cosa que acepte `leer`
    modelo : str or Path
        El del etiquetador: «preciso», «rapido» o una carpeta.
    spacy : str
        «auto», «es» (sin descargas) o el nombre de un modelo de spaCy instalado.
    semilla : int
    progreso : callable, optional
        Se llama con el nombre de cada paso (`PASOS`) al empezar.

    Returns
    -------
    Analisis

    Raises
    ------
    ErrorDatos
        Si el corpus no tiene ninguna reflexión.
    ErrorLectura, ErrorModelo
        Si los datos no se pueden leer o falta un modelo.

    Examples
    --------
    >>> a = analizar(["Con un juego de fichas ya leen las fracciones.", "Las familias migran a la cosecha."])
    >>> a.etiquetas["dimensiones"].tolist()
    [['didactica'], ['social']]
    """
    corpus = datos if isinstance(datos, Corpus) else leer(datos)
    if not len(corpus):
        raise ErrorDatos(f"«{corpus.origen}» no tiene reflexiones que analizar: vea corpus.tabla_apartadas().")
    avisar = progreso or (lambda _: None)
    modelo_ = cargar_modelo(modelo)
    avisar(PASOS[0])
    oraciones = partir(corpus)
    avisar(PASOS[1])
    preguntas = {r.id: r.pregunta for r in corpus if r.pregunta}
    puntajes = modelo_.evaluar([o.texto for o in oraciones], [o.reflexion for o in oraciones], preguntas)
    avisar(PASOS[2])
    palabras = palabras_contenido([o.texto for o in oraciones], spacy=spacy)
    avisar(PASOS[3])
    umbrales = modelo_.umbrales_temas if modelo_.claves_temas else None
    temas = encontrar_temas(corpus, oraciones, puntajes, palabras=palabras, umbrales=umbrales, semilla=semilla)
    etiquetas = _etiquetas(corpus, oraciones, puntajes, modelo_, temas)
    persona = {r.id: r.persona for r in corpus}
    comunidad = palabras_de_la_comunidad(
        [[p for p in lista if p.lema not in VACIAS_DOMINIO] for lista in palabras],
        [persona[o.reflexion] for o in oraciones],
        etiquetas["dimensiones"].tolist(),
        minimo=minimo_personas(corpus.personas),
    )
    procedencia = _procedencia(corpus, oraciones, modelo_, modelo_usado(cargar(spacy)), semilla)
    return Analisis(corpus, etiquetas, temas, comunidad, semilla, procedencia)


def _etiquetas(
    corpus: Corpus, oraciones: list[Oracion], puntajes: Puntajes, modelo: Modelo, temas: Temas
) -> pd.DataFrame:
    cabeza, actos = modelo.cabezas["dimensiones"], modelo.cabezas["actos"]
    asignadas = puntajes.dimensiones >= cabeza.umbrales
    orden = np.argsort(-puntajes.dimensiones, axis=1, kind="stable")
    tabla: dict[str, Any] = {
        "reflexion": [o.reflexion for o in oraciones],
        "oracion": [o.numero for o in oraciones],
        "texto": [o.texto for o in oraciones],
        **{clave: puntajes.dimensiones[:, j].round(4) for j, clave in enumerate(cabeza.clases)},
        "dimensiones": [[cabeza.clases[j] for j in fila if asignadas[i, j]] for i, fila in enumerate(orden.tolist())],
        "acto": elegir_actos(puntajes.actos, actos.umbrales, actos.clases),
        "temas": [list(nombres) for nombres in temas.por_oracion],
    }
    por_id = {r.id: r.metadatos for r in corpus}
    for columna in corpus.columnas:
        tabla[f"meta_{columna}"] = [por_id[o.reflexion].get(columna, "") for o in oraciones]
    salida = pd.DataFrame(tabla)
    salida["acto"] = salida["acto"].astype(object).where(salida["acto"].notna(), None)
    return salida


def _por_frecuencia(valores: pd.Series) -> list[str]:
    cuentas = valores.value_counts(sort=False)
    return sorted(cuentas.index, key=lambda v: (-cuentas[v], v))


def _procedencia(
    corpus: Corpus, oraciones: list[Oracion], modelo: Modelo, spacy: str, semilla: int
) -> dict[str, Any]:
    huella = hashlib.sha256()
    for r in corpus:
        huella.update(f"{r.id}\0{r.texto}\0".encode())
    cabezas = {
        nombre: dict(zip(c.clases, c.umbrales.round(4).tolist(), strict=True)) for nombre, c in modelo.cabezas.items()
    }
    return {
        "reflexiona": version("reflexiona"),
        "python": platform.python_version(),
        "dependencias": {nombre: version(nombre) for nombre in _PIEZAS},
        "modelo": {"nombre": modelo.ficha.get("nombre", "propio"), "sha256": modelo.huella, "umbrales": cabezas},
        "entrenamiento": dict(modelo.ficha),
        "texto": spacy,
        "semilla": semilla,
        "corpus": {
            "origen": corpus.origen,
            "sha256": huella.hexdigest(),
            "filas": corpus.filas,
            "reflexiones": len(corpus),
            "personas": corpus.personas,
            "oraciones": len(oraciones),
            "apartadas": len(corpus.apartadas),
            "columnas_texto": list(corpus.columnas_texto),
            "columnas_omitidas_por_identificar": list(corpus.identificadores),
            "avisos": list(corpus.avisos),
        },
    }
