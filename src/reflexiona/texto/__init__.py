"""Del texto a oraciones, palabras y lemas.

`oraciones`, `cortes` y `partir` son Python puro; lo que usa spaCy se carga al pedirse.

>>> oraciones("Se fue la luz. Seguimos con velas.")
['Se fue la luz.', 'Seguimos con velas.']
"""

from reflexiona.texto.cortador import cortes, oraciones, partir
from reflexiona.texto.palabras import Palabra, palabras, palabras_contenido
from reflexiona.texto.vacias import OMNIPRESENTES, VACIAS_DOMINIO, vacias

__all__ = [
    "OMNIPRESENTES",
    "VACIAS_DOMINIO",
    "Palabra",
    "cortes",
    "oraciones",
    "palabras",
    "palabras_contenido",
    "partir",
    "vacias",
]
