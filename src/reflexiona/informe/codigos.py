"""Los códigos de una oración con un nombre que sirve en otros programas: dimensiones, actos y temas."""

from __future__ import annotations

from dataclasses import dataclass

from reflexiona.dimensiones.guia import ACTO_NOMBRES, ACTOS, COLOR_NINGUNA, DIMENSIONES, GUIA
from reflexiona.informe.contenido import Etiquetada

__all__ = ["FAMILIAS", "Codigo", "codigos"]

FAMILIAS = ("Dimensión", "Acto", "Tema")


@dataclass(frozen=True, slots=True)
class Codigo:
    """Un código: de qué familia es, su clave en las etiquetas, el nombre que se muestra y su color."""

    familia: str
    clave: str
    nombre: str
    color: str
    definicion: str = ""

    @property
    def columna(self) -> str:
        """Su encabezado en una tabla: «Dimensión: Social»."""
        return f"{self.familia}: {self.nombre}"

    def lleva(self, o: Etiquetada) -> bool:
        """Si la oración lleva este código."""
        if self.familia == "Dimensión":
            return self.clave in o.dimensiones
        return self.clave == o.acto if self.familia == "Acto" else self.clave in o.temas


def codigos(temas: list[str]) -> tuple[Codigo, ...]:
    """Todos los códigos, en su orden.

    Examples
    --------
    >>> [c.columna for c in codigos(["Familias y escuela"])][-2:]
    ['Acto: Pregunta', 'Tema: Familias y escuela']
    """
    return (
        *(Codigo("Dimensión", d, GUIA[d].nombre, GUIA[d].color, GUIA[d].descripcion) for d in DIMENSIONES),
        *(Codigo("Acto", a, ACTO_NOMBRES[a], COLOR_NINGUNA) for a in ACTOS),
        *(Codigo("Tema", t, t, "#17495C") for t in temas),
    )
