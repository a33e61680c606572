"""Abrir lo que la gente tiene (CSV, hojas de cálculo, JSON, texto, tablas) y entregar un `Corpus`."""

from reflexiona.lectura.leer import leer

__all__ = ["leer"]
