"""Lo que viaja entre las piezas: `Corpus`, `Reflexion`, `Oracion` y `Apartada`, todos congelados."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Apartada", "Corpus", "Oracion", "Reflexion"]


@dataclass(frozen=True, slots=True)
class Reflexion:
    """Un texto escrito por una persona.

    Parameters
    ----------
    id : str
        Identificador único en el corpus: «7» (fila 7) o «7.2» (fila 7, segunda pregunta abierta).
    texto : str
        El texto tal cual se analiza (NFC, sin caracteres de control).
    fila : int
        Fila de datos del archivo, desde 1 y sin contar el encabezado.
    persona : str
        Seudónimo estable de quien escribió («P7»); dos reflexiones con la misma persona cuentan una vez.
    pregunta : str or None
        Encabezado de la columna de la que sale el texto, si la fuente lo tiene.
    metadatos : Mapping[str, str]
        Las demás columnas de la fila, con su encabezado.
    """

    id: str
    texto: str
    fila: int
    persona: str
    pregunta: str | None = None
    metadatos: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Oracion:
    """Una oración de una reflexión: `texto == reflexion.texto[inicio:fin]`.

    Parameters
    ----------
    reflexion : str
        Id de la reflexión.
    numero : int
        Lugar en la reflexión: 1, 2, …
    texto : str
        La oración, textual.
    inicio, fin : int
        Posición en caracteres dentro del texto de la reflexión.
    """

    reflexion: str
    numero: int
    texto: str
    inicio: int
    fin: int


@dataclass(frozen=True, slots=True)
class Apartada:
    """Una fila que no entró al corpus, con su motivo.

    Parameters
    ----------
    fila : int
        Fila de datos del archivo, desde 1 y sin contar el encabezado.
    motivo : str
        Por qué se apartó, en palabras para quien preparó el archivo.
    contenido : str
        Lo que traía la fila, para poder reconocerla, sin las columnas que identifican a una persona.
    """

    fila: int
    motivo: str
    contenido: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Las reflexiones de una comunidad y la cuenta de lo que se apartó.

    Cada fila del archivo está en `reflexiones` o en `apartadas`; `filas` es cuántas había.

    Parameters
    ----------
    reflexiones : tuple of Reflexion
    apartadas : tuple of Apartada
    origen : str
        Nombre del archivo o de la fuente (sin ruta).
    filas : int
        Filas de datos que tenía la fuente.
    columnas_texto : tuple of str
        Encabezados de donde salió el texto.
    identificadores : tuple of str
        Columnas de metadatos que identifican a una persona (correo, nombre…): no se escriben en las salidas.
    avisos : tuple of str
        Lo que conviene saber de la lectura.
    """

    reflexiones: tuple[Reflexion, ...]
    apartadas: tuple[Apartada, ...] = ()
    origen: str = "datos"
    filas: int = 0
    columnas_texto: tuple[str, ...] = ()
    identificadores: tuple[str, ...] = ()
    avisos: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.reflexiones)

    def __iter__(self) -> Iterator[Reflexion]:
        return iter(self.reflexiones)

    @property
    def personas(self) -> int:
        """Cuántas personas distintas escribieron."""
        return len({r.persona for r in self.reflexiones})

    @property
    def textos(self) -> list[str]:
        """Los textos, en orden."""
        return [r.texto for r in self.reflexiones]

    @property
    def columnas(self) -> tuple[str, ...]:
        """Las columnas de metadatos que no identifican a nadie, en el orden del archivo."""
        vistas = dict.fromkeys(c for r in self.reflexiones for c in r.metadatos)
        return tuple(c for c in vistas if c not in self.identificadores)

    def tabla(self) -> pd.DataFrame:
        """Una fila por reflexión: `id`, `persona`, `fila`, `pregunta`, `texto` y los metadatos con prefijo `meta_`.

        Las columnas que identifican a una persona no se incluyen: están en `reflexiones[i].metadatos`.
        """
        import pandas as pd

        columnas = self.columnas
        filas = [
            {"reflexion": r.id, "persona": r.persona, "fila": r.fila, "pregunta": r.pregunta or "", "texto": r.texto}
            | {f"meta_{c}": r.metadatos.get(c, "") for c in columnas}
            for r in self.reflexiones
        ]
        base = ["reflexion", "persona", "fila", "pregunta", "texto"]
        return pd.DataFrame(filas, columns=[*base, *(f"meta_{c}" for c in columnas)])

    def tabla_apartadas(self) -> pd.DataFrame:
        """Una fila por fila apartada: `fila`, `motivo`, `contenido`."""
        import pandas as pd

        return pd.DataFrame(
            [(a.fila, a.motivo, a.contenido) for a in self.apartadas], columns=["fila", "motivo", "contenido"]
        )

    def __repr__(self) -> str:
        return (
            f"Corpus({self.origen!r}: {len(self.reflexiones)} reflexiones de {self.personas} personas, "
            f"{len(self.apartadas)} de {self.filas} filas apartadas)"
        )
