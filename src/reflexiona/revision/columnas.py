"""Las columnas de la hoja de revisión y lo que se puede elegir en cada una."""

from __future__ import annotations

from reflexiona.dimensiones.guia import ACTO_NOMBRES, GUIA

__all__ = ["ACUERDO", "COLUMNAS", "CORRIGE", "DATOS", "HOJA", "NINGUNO", "OPCIONES_ACTO", "OPCIONES_SI_NO", "SI"]

HOJA, DATOS = "Revisión", "Datos"
ACUERDO, CORRIGE = "De acuerdo", "Corrijo"
SI, NO, NINGUNO = "Sí", "No", "Ninguno"
OPCIONES_SI_NO = (SI, NO)
OPCIONES_ACTO = (*ACTO_NOMBRES.values(), NINGUNO)
COLUMNAS = (
    "Reflexión",
    "Oración",
    "Texto",
    "Sugerencia de la máquina",
    "Palabras que pesaron",
    "Acto sugerido",
    "¿De acuerdo?",
    *(d.nombre for d in GUIA.values()),
    "Acto",
    "Comentario",
)
"""Las seis primeras las llena la máquina; las demás, quien revisa."""
