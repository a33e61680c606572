"""Los temas de una comunidad: los recurrentes de cualquier escuela y los que emergen de sus propios textos."""

from reflexiona.temas.cambio import emparejar
from reflexiona.temas.conocidos import TemaConocido, conocidos, copiar_conocidos, leer_conocidos
from reflexiona.temas.encontrar import encontrar_temas
from reflexiona.temas.figuras import figura_barras, figura_calor, figura_cambio
from reflexiona.temas.mapa import figura_mapa
from reflexiona.temas.modelo_temas import ModeloTemas
from reflexiona.temas.temas import Temas

__all__ = [
    "ModeloTemas",
    "TemaConocido",
    "Temas",
    "conocidos",
    "copiar_conocidos",
    "emparejar",
    "encontrar_temas",
    "figura_barras",
    "figura_calor",
    "figura_cambio",
    "figura_mapa",
    "leer_conocidos",
]
