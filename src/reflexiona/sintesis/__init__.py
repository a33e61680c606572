"""La síntesis de una comunidad: de qué habla, con sus propias palabras, y preguntas para conversarlo."""

from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.preguntas import Pregunta
from reflexiona.sintesis.sintesis import Sintesis
from reflexiona.sintesis.sintetizar import sintetizar

__all__ = ["Cita", "Pregunta", "Sintesis", "sintetizar"]
