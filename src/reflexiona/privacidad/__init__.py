"""Encontrar y sustituir datos personales: correos, teléfonos, claves, ligas y nombres de personas, escuelas y lugares.

>>> Seudonimizador().transform(["La maestra Irma me escribió de irma@ejemplo.mx"])
['La maestra [persona 1] me escribió de [correo 1]']
"""

from reflexiona.privacidad.hallazgo import TIPOS, Hallazgo
from reflexiona.privacidad.seudonimizador import Seudonimizador

__all__ = ["TIPOS", "Hallazgo", "Seudonimizador"]
