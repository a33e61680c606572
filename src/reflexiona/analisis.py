"""Une las piezas: de un corpus a sus etiquetas, temas, palabras, caligrama y síntesis. No sabe hacer ninguna."""

from __future__ import annotations

import hashlib
import platform
import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reflexiona.caligrama import Caligrama, caligrama
from reflexiona.comparacion import Comparacion, comparar_fechas, comparar_grupos
from reflexiona.corpus import Corpus, Oracion
from reflexiona.dimensiones.etiquetador import Etiquetador, elegir_actos
from reflexiona.dimensiones.guia import COLOR_NINGUNA, GUIA
from reflexiona.dimensiones.palabras import minimo_personas, palabras_de_la_comunidad
from reflexiona.errores import AvisoReflexiona, ErrorDatos, ErrorModelo
from reflexiona.lectura import leer
from reflexiona.modelo import MODELO, Modelo, ModeloPreciso, Puntajes, cargar_modelo
from reflexiona.revision import Revision, escribir_hoja, leer_hoja
from reflexiona.sintesis import Resumidor, Sintesis, sintetizar
from reflexiona.temas import Temas, encontrar_temas
from reflexiona.texto import VACIAS_DOMINIO, Palabra, palabras_contenido, partir
from reflexiona.texto.spacy_es import cargar, modelo_usado

__all__ = ["PASOS", "Analisis", "analizar", "leer_revision"]

PASOS = ("oraciones", "dimensiones y actos", "palabras", "temas")
"""Los pasos de `analizar`, en orden."""

_MUCHAS = 50_000
"""Oraciones desde las que se avisa que el modelo preciso va a tardar."""

_PIEZAS = (
    "numpy",
    "pandas",
    "scikit-learn",
    "scipy",
    "spacy",
    "simplemma",
    "onnxruntime",
    "tokenizers",
    "wordcloud",
    "matplotlib",
)


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
    revision : Revision, optional
        Lo que corrigieron las personas, si `etiquetas` ya lo lleva.
    """

    corpus: Corpus
    etiquetas: pd.DataFrame
    temas: Temas
    palabras: pd.DataFrame
    semilla: int = 0
    procedencia: Mapping[str, Any] = field(default_factory=dict)
    revision: Revision | None = None

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

    def sintesis(
        self,
        *,
        titulo: str | None = None,
        seccion: str | None = None,
        palabras: int | str = "cinco minutos",
        minimo: int = 5,
        resumidor: Resumidor | None = None,
    ) -> Sintesis:
        """La síntesis para el diálogo: cuentas de personas, citas textuales con su rastro y preguntas.

        Parameters
        ----------
        titulo : str, optional
        seccion : str, optional
            Uno solo de los cuatro espacios: «huella», «lupa», «construyendo» o «caligrama».
        palabras : int or str
            Cuántas a lo más: un número, «página» o «cinco minutos».
        minimo : int
            Con menos personas no se cita ni se cuenta a nadie.
        resumidor : Resumidor, optional
            Quién propone las citas; sin esto, el incluido, que no sale a la red.

        Returns
        -------
        Sintesis

        Raises
        ------
        ErrorDatos
            Si la sección o la extensión no existen.
        """
        return sintetizar(
            self.corpus,
            self.etiquetas,
            self.temas,
            semilla=self.semilla,
            titulo=titulo,
            seccion=seccion,
            extension=palabras,
            minimo=minimo,
            resumidor=resumidor,
        )

    def comparar(
        self, con: str | Analisis, *, nombres: tuple[str, str] = ("Antes", "Después"), minimo: int = 5
    ) -> Comparacion:
        """Dimensiones, actos y temas por grupo, o en dos fechas, contados en personas.

        Parameters
        ----------
        con : str or Analisis
            El encabezado de una columna del archivo («Nivel»), o el análisis de otra fecha.
        nombres : tuple of (str, str)
            Cómo se llama este análisis y el otro, si se comparan dos.
        minimo : int
            Los grupos con menos personas no se muestran solos.

        Returns
        -------
        Comparacion

        Raises
        ------
        ErrorDatos
            Si la columna no existe o no hay dos grupos que comparar.
        """
        if isinstance(con, Analisis):
            return comparar_fechas(
                (self.corpus, self.etiquetas, self.temas),
                (con.corpus, con.etiquetas, con.temas),
                nombres,
                minimo=minimo,
                semilla=self.semilla,
            )
        return comparar_grupos(self.corpus, self.etiquetas, self.temas, con, minimo=minimo, semilla=self.semilla)

    def hoja_de_revision(
        self, ruta: str | Path, *, n: int | None = None, etiquetador: Etiquetador | None = None
    ) -> Path:
        """Escribe un XLSX para que personas revisen lo que sugirió la máquina; vuelve con `reflexiona.leer_revision`.

        Parameters
        ----------
        ruta : str or Path
            Debe terminar en `.xlsx`.
        n : int, optional
            Cuántas oraciones, escogidas al azar con la semilla del análisis; todas si no se dice.
        etiquetador : Etiquetador, optional
            Con cuál se explica qué palabras pesaron; sin esto, con el de palabras («rapido»), que las da al instante: el
            preciso tarda segundos por oración.

        Returns
        -------
        Path

        Raises
        ------
        ErrorDatos, ErrorSalida
            Si la ruta no es `.xlsx`, `n` no es positivo, falta XlsxWriter o no se puede escribir.
        """
        if n is not None and n < 1:
            raise ErrorDatos(f"n={n}: pida una oración o más.")
        maquina = self.maquina
        elegidas = maquina
        if n is not None and n < len(maquina):
            azar = np.random.default_rng(self.semilla).permutation(len(maquina))[:n]
            elegidas = maquina.iloc[sorted(azar.tolist())]
        preguntas = {r.id: r.pregunta for r in self.corpus}
        palabras = _palabras_que_pesan(elegidas, maquina, etiquetador or Etiquetador("rapido"), preguntas)
        return escribir_hoja(elegidas, ruta, huella=self._huella, palabras=palabras)

    @property
    def maquina(self) -> pd.DataFrame:
        """Las etiquetas como las dio la máquina, aunque el análisis ya lleve una revisión."""
        return self.etiquetas if self.revision is None else self.revision.maquina

    def con_revision(self, revision: Revision) -> Analisis:
        """El mismo análisis con lo que corrigieron las personas: todo lo que sale de él usa esas etiquetas.

        Parameters
        ----------
        revision : Revision
            De `reflexiona.leer_revision`.

        Returns
        -------
        Analisis
            Con `revision`; lo de la máquina queda en `maquina`.
        """
        etiquetas = revision.aplicar()
        dichas = palabras_contenido(etiquetas["texto"].tolist(), spacy="auto")
        palabras = _de_la_comunidad(
            self.corpus, etiquetas["reflexion"].tolist(), dichas, etiquetas["dimensiones"].tolist()
        )
        procedencia = {
            **self.procedencia,
            "revision": {"revisadas": len(revision), "corregidas": len(revision.correcciones)},
        }
        return replace(self, etiquetas=etiquetas, palabras=palabras, revision=revision, procedencia=procedencia)

    @property
    def _huella(self) -> str:
        return str(self.procedencia["corpus"]["sha256"])

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

    def informe(self, ruta: str | Path, *, forma: str | Path = "corazon", titulo: str | None = None) -> Path:
        """Escribe un informe; la terminación de la ruta dice cuál.

        Parameters
        ----------
        ruta : str or Path
            «.html» (página que se abre sin internet), «.docx» o «.pdf» (relatoría), «.xlsx» (hojas con 0 y 1 por
            código), «.qdpx» (REFI-QDA), «.txt» o «.csv» (IRaMuTeQ).
        forma : str or Path
            La del caligrama.
        titulo : str, optional

        Returns
        -------
        Path

        Raises
        ------
        ErrorSalida
            Si la terminación es otra, falta una biblioteca del extra `informe` o no se puede escribir ahí.
        ErrorCaligrama
            Si la forma no sirve.
        """
        from reflexiona.informe import escribir

        return escribir(self, ruta, forma=forma, titulo=titulo)

    def guardar(self, carpeta: str | Path, *, forma: str | Path = "corazon", titulo: str | None = None) -> list[Path]:
        """Escribe todas las salidas en una carpeta (véase `reflexiona.salidas.escribir`)."""
        from reflexiona.salidas import escribir

        return escribir(self, carpeta, forma=forma, titulo=titulo)

    def __repr__(self) -> str:
        return (
            f"Analisis de {self.corpus.origen!r}: {len(self.corpus)} reflexiones de {self.corpus.personas} personas, "
            f"{len(self.etiquetas)} oraciones, {len(self.temas)} temas, {len(self.corpus.apartadas)} filas apartadas. "
            "Vea .resumen, .etiquetas, .temas, .sintesis(), .caligrama('paloma') e .informe('informe.html')."
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
    clases = modelo_.cabezas["dimensiones"].clases
    if "actos" not in modelo_.cabezas or clases != tuple(GUIA):
        raise ErrorModelo(
            f"El modelo «{modelo}» etiqueta con otra guía ({', '.join(clases)}) y el análisis usa las cinco dimensiones "
            "y los actos: para etiquetar con él, `Etiquetador.cargar(carpeta).predict(oraciones)`."
        )
    avisar(PASOS[0])
    oraciones = partir(corpus)
    avisar(PASOS[1])
    preguntas: dict[Hashable, str] = {r.id: r.pregunta for r in corpus if r.pregunta}
    if len(oraciones) > _MUCHAS and isinstance(modelo_, ModeloPreciso):
        warnings.warn(
            f"Son {len(oraciones)} oraciones y el modelo preciso lee unos cientos por segundo: va a tardar. "
            'Con modelo="rapido" (en la terminal, --modelo rapido) tarda decenas de veces menos y acierta algo menos.',
            AvisoReflexiona,
            stacklevel=2,
        )
    puntajes = modelo_.evaluar([o.texto for o in oraciones], [o.reflexion for o in oraciones], preguntas)
    avisar(PASOS[2])
    palabras = palabras_contenido([o.texto for o in oraciones], spacy=spacy)
    avisar(PASOS[3])
    umbrales = modelo_.umbrales_temas if modelo_.claves_temas else None
    temas = encontrar_temas(
        corpus,
        oraciones,
        puntajes,
        palabras=palabras,
        umbrales=umbrales,
        semilla=semilla,
        cabezas=modelo_.cabezas,
    )
    etiquetas = _etiquetas(corpus, oraciones, puntajes, modelo_, temas)
    comunidad = _de_la_comunidad(corpus, [o.reflexion for o in oraciones], palabras, etiquetas["dimensiones"].tolist())
    procedencia = _procedencia(corpus, oraciones, modelo_, modelo_usado(cargar(spacy)), semilla)
    return Analisis(corpus, etiquetas, temas, comunidad, semilla, procedencia)


def leer_revision(ruta: str | Path, analisis: Analisis) -> Revision:
    """Lo que las personas contestaron en una hoja de `Analisis.hoja_de_revision`.

    Parameters
    ----------
    ruta : str or Path
    analisis : Analisis
        Del que salió la hoja.

    Returns
    -------
    Revision
        Con `.acuerdo`, `.correcciones`, `.ejemplos()`; para usarla, `analisis.con_revision(revision)`.

    Raises
    ------
    ErrorLectura, ErrorDatos
        Si no se puede abrir, es de otro análisis o un renglón no se entiende.
    """
    return leer_hoja(ruta, analisis.maquina, huella=analisis._huella)


def _de_la_comunidad(
    corpus: Corpus,
    reflexiones: Sequence[str],
    palabras: Sequence[Sequence[Palabra]],
    dimensiones: Sequence[Sequence[str]],
) -> pd.DataFrame:
    persona = {r.id: r.persona for r in corpus}
    return palabras_de_la_comunidad(
        [[p for p in lista if p.lema not in VACIAS_DOMINIO] for lista in palabras],
        [persona[r] for r in reflexiones],
        dimensiones,
        minimo=minimo_personas(corpus.personas),
    )


def _palabras_que_pesan(
    elegidas: pd.DataFrame,
    todas: pd.DataFrame,
    etiquetador: Etiquetador,
    preguntas: Mapping[str, str | None],
    n: int = 4,
) -> dict[tuple[str, int], list[str]]:
    """Las palabras que más empujan hacia la dimensión que se sugirió, con la oración leída dentro de su reflexión."""
    salida: dict[tuple[str, int], list[str]] = {}
    pedidas = set(zip(elegidas["reflexion"], elegidas["oracion"], strict=True))
    suyas = todas[todas["reflexion"].isin(set(elegidas["reflexion"]))]
    for reflexion, filas in suyas.groupby("reflexion", sort=False):
        explicacion = etiquetador.explicar(filas["texto"].tolist(), preguntas.get(str(reflexion)))
        dichas = filas[list(GUIA)].to_numpy()
        for i, (numero, o) in enumerate(zip(filas["oracion"], explicacion.oraciones, strict=True)):
            if (reflexion, numero) in pedidas:
                mayor = int(np.argmax(dichas[i]))
                pesan = sorted((a for a in o.palabras if a.aportes[mayor] > 0), key=lambda a: -a.aportes[mayor])
                salida[str(reflexion), int(numero)] = list(dict.fromkeys(a.texto.lower() for a in pesan))[:n]
    return salida


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


def _procedencia(corpus: Corpus, oraciones: list[Oracion], modelo: Modelo, spacy: str, semilla: int) -> dict[str, Any]:
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
