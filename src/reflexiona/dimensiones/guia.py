"""La guía de codificación como dato: las cinco dimensiones de la práctica docente y los cuatro actos.

Las dimensiones siguen a C. Fierro, B. Fortoul y L. Rosas, *Transformando la práctica docente* (1999), en la versión
de cinco dimensiones del taller «Ser y hacer en comunidad de aprendizaje» (SEP, enero de 2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["ACTOS", "ACTO_NOMBRES", "COLOR_NINGUNA", "DIMENSIONES", "GUIA", "Dimension"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """Una dimensión de la práctica.

    Parameters
    ----------
    clave : str
        Sin acentos ni mayúsculas: como se nombra en las columnas.
    nombre : str
        Como se muestra.
    descripcion : str
        De qué habla.
    color : str
        El que lleva en todas las imágenes, como «#RRGGBB».
    """

    clave: str
    nombre: str
    descripcion: str
    color: str


_DIMENSIONES = (
    Dimension(
        "personal",
        "Personal",
        "La maestra o el maestro como persona: historia, vocación, emociones, salud, metas y aprendizajes propios.",
        "#AA2699",
    ),
    Dimension(
        "didactica",
        "Didáctica",
        "Enseñar y aprender: planeación, estrategias, materiales, evaluación, lo que el grupo logra o no comprende.",
        "#0B4DCD",
    ),
    Dimension(
        "institucional",
        "Institucional",
        "La escuela y el sistema como organización: colegas, dirección, CTE, normas, carga administrativa, edificio.",
        "#8F7118",
    ),
    Dimension(
        "social",
        "Social",
        "La escuela y su entorno: familias, comunidad, contexto económico y cultural, lengua, migración, desigualdad.",
        "#642D16",
    ),
    Dimension(
        "valoral",
        "Valoral",
        "Valores, ética y fines: respeto, justicia, inclusión como derecho, convivencia, dilemas, para qué educamos.",
        "#268552",
    ),
)

DIMENSIONES: tuple[str, ...] = tuple(d.clave for d in _DIMENSIONES)
"""Claves de las dimensiones, en el orden de las columnas de `Etiquetador.predict_proba`."""

GUIA: Mapping[str, Dimension] = MappingProxyType({d.clave: d for d in _DIMENSIONES})
"""Cada dimensión por su clave."""

COLOR_NINGUNA = "#5B5F66"
"""Color de lo que no lleva dimensión."""

ACTOS: tuple[str, ...] = ("reto", "logro", "compromiso", "pregunta")
"""Lo que la oración hace, además de lo que dice."""

ACTO_NOMBRES: Mapping[str, str] = MappingProxyType(
    {"reto": "Reto", "logro": "Logro", "compromiso": "Compromiso", "pregunta": "Pregunta"}
)
