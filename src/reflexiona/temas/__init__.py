"""Los temas de una comunidad: los recurrentes de cualquier escuela y los que emergen de sus propios textos."""

from reflexiona.temas.conocidos import TemaConocido, conocidos, copiar_conocidos, leer_conocidos
from reflexiona.temas.encontrar import encontrar_temas
from reflexiona.temas.modelo_temas import ModeloTemas
from reflexiona.temas.temas import Temas

__all__ = [
    "ModeloTemas",
    "TemaConocido",
    "Temas",
    "conocidos",
    "copiar_conocidos",
    "encontrar_temas",
    "leer_conocidos",
]
