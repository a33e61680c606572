"""El informe: página web, relatoría de Word y PDF, hojas de Excel e intercambio con otros programas."""

from reflexiona.informe.escribir import FORMATOS, escribir, formato_de

__all__ = ["FORMATOS", "escribir", "formato_de"]
