"""`Temas`: los temas de una comunidad, con sus personas, sus oraciones y sus citas."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from reflexiona.errores import ErrorDatos
from reflexiona.temas.perfil import perfil, voz_minoritaria

if TYPE_CHECKING:
    import pandas as pd

    from reflexiona.temas.emergentes import Grupo

__all__ = ["COLUMNAS", "COLUMNAS_VOCES", "TemaHallado", "Temas"]

COLUMNAS = [
    *("tema", "clave", "origen", "personas", "oraciones", "estabilidad", "terminos"),
    *("parte", "firmeza", "conjunto", "definicion"),
]
COLUMNAS_VOCES = ["tema", "reflexion", "oracion", "persona", "texto", "puntaje", "acto", "dimensiones"]
FIRME = 0.7
"""Parte de los remuestreos en que ha de reaparecer un tema para no ser «tentativo»."""
MUCHOS = 8
"""Desde cuántos temas conviene verlos por conjuntos."""
_PALABRAS = (8, 45)


_TEXTO = ' style="text-align:left"'
"""Jupyter alinea las celdas a la derecha: los nombres se leen mejor a la izquierda."""


@dataclass(frozen=True, slots=True)
class TemaHallado:
    """Un tema y cómo se reconoce: por su cabeza del modelo (conocido) o por su grupo de menciones (emergente)."""

    nombre: str
    clave: str
    grupo: Grupo | None = None
    definicion: str = ""
    conjunto: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Temas:
    """Los temas de una comunidad.

    Parameters
    ----------
    tabla : pandas.DataFrame
        Una fila por tema, los firmes primero y de más a menos personas: `tema`, `clave`, `origen` («conocido» o «emergente»), `personas`,
        `oraciones`, `estabilidad` (de 0 a 1), `terminos` (lista de str), `parte` de las personas (de 0 a 1), `firmeza`
        («firme» o «tentativo»; los tentativos van al final), `conjunto` amplio y `definicion`.
    por_oracion : list of tuple of str
        Los nombres de los temas de cada oración, en el orden de las oraciones.
    pertenencia : ndarray of shape (n_reflexiones, n_temas)
        Probabilidad o fuerza de cada tema en cada reflexión, en el orden de `tabla`.
    voces : pandas.DataFrame
        Una fila por oración y tema: `tema`, `reflexion`, `oracion`, `persona`, `texto`, `puntaje`, `acto` (o None) y
        `dimensiones`.
    hallados : tuple of TemaHallado
        Cómo se reconoce cada uno, en el orden de `tabla`.
    miembros : ndarray of bool, shape (n_reflexiones, n_temas)
        Qué reflexiones hablan de cada tema.
    personas : tuple of str
        Quién escribió cada reflexión.
    vectores : ndarray of shape (n_voces, d), optional
        El vector de cada renglón de `voces`, si el modelo los da.
    """

    tabla: pd.DataFrame
    por_oracion: list[tuple[str, ...]]
    pertenencia: np.ndarray[Any, Any]
    voces: pd.DataFrame
    hallados: tuple[TemaHallado, ...] = field(default=())
    miembros: np.ndarray[Any, Any] | None = None
    personas: tuple[str, ...] = ()
    vectores: np.ndarray[Any, Any] | None = None

    def __len__(self) -> int:
        return len(self.tabla)

    def __iter__(self) -> Iterator[str]:
        return iter(self.tabla["tema"].tolist())

    @property
    def principales(self) -> list[str | None]:
        """El tema que más distingue a cada reflexión, en su orden; None si no tiene ninguno.

        Un tema emergente tentativo no es principal, porque podría no volver a aparecer; uno firme sólo le gana a uno
        conocido si además reaparece casi siempre.
        """
        if self.miembros is None or not len(self):
            return [None] * len(self.pertenencia)
        conocido = (self.tabla["origen"] == "conocido").to_numpy()
        firme = (self.tabla["firmeza"] == "firme").to_numpy()
        peso = np.where(conocido, 1.0, np.where(firme, self.tabla["estabilidad"].to_numpy() ** 4, 0.0))
        fuerza = self.pertenencia * self.miembros * peso
        nombres = list(self)
        return [nombres[int(f.argmax())] if f.max() > 0 else None for f in fuerza.round(6)]

    def buscar(self, tema: str) -> str:
        """El nombre completo de un tema a partir de su nombre, su clave o una parte que no se confunda.

        Raises
        ------
        ErrorDatos
            Si ninguno o más de uno corresponde.
        """
        pedido = _llano(tema)
        for columna in ("tema", "clave"):
            iguales = [n for n, v in zip(self, self.tabla[columna], strict=True) if _llano(v) == pedido]
            if len(iguales) == 1:
                return iguales[0]
        parecidos = [n for n in self if pedido and pedido in _llano(n)]
        if len(parecidos) == 1:
            return parecidos[0]
        if parecidos:
            raise ErrorDatos(f"«{tema}» puede ser {_lista(parecidos, 'o')}: escriba más del nombre.")
        if not len(self):
            raise ErrorDatos(f"No hay un tema «{tema}»: en estas reflexiones no se encontró ninguno.")
        raise ErrorDatos(f"No hay un tema «{tema}». Los que hay son {_lista(list(self), 'y')}.")

    def citas(self, tema: str, n: int = 5) -> pd.DataFrame:
        """Oraciones textuales que muestran un tema: las más centrales, de personas distintas hasta donde se puede.

        Parameters
        ----------
        tema : str
            Nombre, clave o parte del nombre, con o sin acentos.
        n : int
            Cuántas a lo más.

        Returns
        -------
        pandas.DataFrame
            `reflexion`, `oracion`, `persona` y `texto`.

        Raises
        ------
        ErrorDatos
            Si el tema no existe o `n` es negativo.
        """
        if n < 0:
            raise ErrorDatos(f"n={n}: pida cero citas o más.")
        voces = self.voces[self.voces["tema"] == self.buscar(tema)]
        largo = voces["texto"].map(lambda texto: len(texto.split()))
        filas = sorted(
            zip(
                (~largo.between(*_PALABRAS)).tolist(),
                (-voces["puntaje"].round(6)).tolist(),
                voces["texto"].tolist(),
                voces["persona"].tolist(),
                voces["reflexion"].tolist(),
                voces["oracion"].tolist(),
                strict=True,
            ),
        )
        vistas: set[str] = set()
        personas: dict[str, int] = {}
        ordenadas: list[tuple[int, int, tuple[str, int, str, str]]] = []
        for _, _, texto, persona, reflexion, oracion in filas:
            if _llano(texto) in vistas:
                continue
            vistas.add(_llano(texto))
            turno = personas[persona] = personas.get(persona, 0) + 1
            ordenadas.append((turno, len(ordenadas), (reflexion, oracion, persona, texto)))
        elegidas = [fila for _, _, fila in sorted(ordenadas)[:n]]
        import pandas as pd

        return pd.DataFrame(elegidas, columns=["reflexion", "oracion", "persona", "texto"])

    def voz_minoritaria(self, tema: str) -> pd.DataFrame:
        """Lo que alguien dice de un tema al revés que la mayoría: un logro donde casi todo son retos, o lo contrario.

        Parameters
        ----------
        tema : str
            Como en `citas`.

        Returns
        -------
        pandas.DataFrame
            Las columnas de `citas` y `acto`; sin filas si no hay mayoría clara o nadie la contradice.

        Raises
        ------
        ErrorDatos
            Si el tema no existe.
        """
        voces = self.voces[self.voces["tema"] == self.buscar(tema)].reset_index(drop=True)
        fila = voz_minoritaria(voces)
        elegidas = voces.iloc[[] if fila is None else [fila]]
        return elegidas[["reflexion", "oracion", "persona", "texto", "acto"]].reset_index(drop=True)

    @property
    def perfil(self) -> pd.DataFrame:
        """Cuántas oraciones de cada tema hay en cada dimensión y en cada acto (en ceros si el modelo no los da)."""
        return perfil(self.voces, list(self))

    @property
    def conjuntos(self) -> pd.DataFrame:
        """Los temas por conjuntos amplios, para verlos de lejos cuando son muchos.

        Returns
        -------
        pandas.DataFrame
            `conjunto`, `temas` (lista, los más dichos primero) y `personas`; sin filas si son menos de `MUCHOS`.
        """
        import pandas as pd

        filas = []
        if len(self) >= MUCHOS:
            for conjunto, suyos in self.tabla[self.tabla["conjunto"] != ""].groupby("conjunto", sort=False):
                quienes = self.voces.loc[self.voces["tema"].isin(suyos["tema"]), "persona"].nunique()
                filas.append((conjunto, suyos["tema"].tolist(), int(quienes)))
        filas.sort(key=lambda f: (-f[2], f[0]))
        return pd.DataFrame(filas, columns=["conjunto", "temas", "personas"])

    def __repr__(self) -> str:
        if not len(self):
            return "Temas(ninguno)"
        return f"Temas({len(self)}: {', '.join(self)}; vea .tabla y .citas(tema))"

    def _repr_html_(self) -> str:
        filas = "".join(
            f"<tr><td{_TEXTO}>{html.escape(f['tema'])}</td><td{_TEXTO}>{f['origen']}</td><td>{f['personas']}</td>"
            f"<td>{f['oraciones']}</td><td>{f['estabilidad']:.2f}</td>"
            f"<td{_TEXTO}>{html.escape(', '.join(f['terminos']))}</td></tr>"
            for f in self.tabla.to_dict("records")
        )
        return (
            '<table><caption>Temas de la comunidad</caption><thead><tr><th scope="col">Tema</th><th scope="col">Origen'
            '</th><th scope="col">Personas</th><th scope="col">Oraciones</th><th scope="col">Estabilidad</th>'
            f'<th scope="col">Palabras</th></tr></thead><tbody>{filas}</tbody></table>'
        )


def _llano(texto: str) -> str:
    sin = "".join(c for c in unicodedata.normalize("NFD", texto.casefold()) if not unicodedata.combining(c))
    return " ".join(sin.replace("_", " ").split())


def _lista(nombres: list[str], conjuncion: str) -> str:
    entre = [f"«{n}»" for n in nombres]
    return entre[0] if len(entre) == 1 else f"{', '.join(entre[:-1])} {conjuncion} {entre[-1]}"
