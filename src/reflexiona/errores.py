"""Los errores y avisos de `reflexiona`: uno por familia, todos hijos de `ErrorReflexiona`.

Cada mensaje dice qué pasó, dónde (archivo, fila, columna) y qué hacer.
"""

__all__ = [
    "AvisoReflexiona",
    "ErrorCaligrama",
    "ErrorDatos",
    "ErrorLectura",
    "ErrorModelo",
    "ErrorReflexiona",
    "ErrorSalida",
]


class ErrorReflexiona(Exception):
    """Base de todos los errores del paquete."""


class ErrorLectura(ErrorReflexiona):
    """Un archivo o una tabla no se pudo leer."""


class ErrorDatos(ErrorReflexiona, ValueError):
    """Un argumento o un dato no sirve para lo que se pidió."""


class ErrorModelo(ErrorReflexiona):
    """Falta un modelo, está dañado o no corresponde a esta versión."""


class ErrorCaligrama(ErrorReflexiona):
    """Una forma, una fuente o un texto no permiten dibujar el caligrama."""


class ErrorSalida(ErrorReflexiona):
    """Un resultado no se pudo escribir."""


class AvisoReflexiona(UserWarning):
    """Algo que la persona debe saber y que no impide seguir."""
