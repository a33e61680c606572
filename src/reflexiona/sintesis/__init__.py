"""La síntesis de una comunidad: de qué habla, con sus propias palabras, y preguntas para conversarlo."""

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.llm import ResumidorLLM
from reflexiona.sintesis.preguntas import Pregunta
from reflexiona.sintesis.resumidor import Resumen, Resumidor, ResumidorExtractivo, Retirada
from reflexiona.sintesis.secciones import ESPACIOS
from reflexiona.sintesis.sintesis import Sintesis
from reflexiona.sintesis.sintetizar import sintetizar
from reflexiona.sintesis.tensiones import Tension

__all__ = [
    "ESPACIOS",
    "Cita",
    "Pregunta",
    "Resumen",
    "Resumidor",
    "ResumidorExtractivo",
    "ResumidorLLM",
    "Retirada",
    "Sintesis",
    "Tension",
    "sintetizar",
]
