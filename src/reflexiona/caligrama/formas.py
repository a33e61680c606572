"""Las formas que vienen con la biblioteca: un dibujo SVG por forma en `dibujos/`."""

from __future__ import annotations

import difflib
import unicodedata
from pathlib import Path

from reflexiona.errores import ErrorCaligrama

__all__ = ["archivo_de_forma", "formas"]

_DIBUJOS = Path(__file__).parent / "dibujos"


def formas() -> tuple[str, ...]:
    """Nombres de las formas que vienen con la biblioteca, en orden alfabético.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "corazon" in formas()
    True
    """
    return tuple(sorted(archivo.stem for archivo in _DIBUJOS.glob("*.svg")))


def archivo_de_forma(nombre: str) -> Path:
    """Busca el dibujo de una forma por su nombre, con o sin acentos.

    Parameters
    ----------
    nombre : str
        Uno de `formas()`.

    Returns
    -------
    Path

    Raises
    ------
    ErrorCaligrama
        Si no hay una forma con ese nombre: el mensaje dice cuáles hay y cuál se parece.

    Examples
    --------
    >>> archivo_de_forma("Corazón").name
    'corazon.svg'
    """
    plano = unicodedata.normalize("NFD", nombre.strip().lower())
    plano = "".join(c for c in plano if not unicodedata.combining(c))
    hay = formas()
    if plano in hay:
        return _DIBUJOS / f"{plano}.svg"
    cercana = difflib.get_close_matches(plano, hay, n=1, cutoff=0.5)
    sugerencia = f" ¿Quiso decir «{cercana[0]}»?" if cercana else ""
    raise ErrorCaligrama(
        f"No hay una forma «{nombre}».{sugerencia} Las que hay: {', '.join(hay)}; "
        "o dé la ruta de una silueta .svg, .png o .jpg."
    )
