"""Cargar y correr lo que hay en `modelos/`."""

from reflexiona.modelo.lineal import ModeloLineal, Puntajes, cargar_modelo

__all__ = ["ModeloLineal", "Puntajes", "cargar_modelo"]
