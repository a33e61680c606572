"""Cargar y correr lo que hay en `modelos/`."""

from reflexiona.modelo.cargar import MODELO, cargar_modelo
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.preciso import ModeloPreciso
from reflexiona.modelo.puntajes import Modelo, Puntajes

__all__ = ["MODELO", "Modelo", "ModeloLineal", "ModeloPreciso", "Puntajes", "cargar_modelo"]
