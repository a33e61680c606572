"""De una página a contornos colocados: lo que comparten los escritores de pixeles, de PDF y de matplotlib."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reflexiona.caligrama.letrero import Letrero
from reflexiona.caligrama.pagina import Pagina
from reflexiona.caligrama.tinta import Afin
from reflexiona.caligrama.trazos import Fuente, Tipografia

__all__ = ["colocar", "en_orden", "fuente_de"]


def en_orden(pagina: Pagina) -> Iterator[Letrero]:
    """Todo lo escrito, en el orden en que se pinta: relleno, palabras y rótulos."""
    yield from (uno for uno in pagina.palabras if uno.relleno)
    yield from (uno for uno in pagina.palabras if not uno.relleno)
    yield from pagina.rotulos


def fuente_de(uno: Letrero, letra: Tipografia) -> Fuente:
    """La letra con que se dibuja."""
    return letra.negrita if uno.negrita else letra.normal


def colocar(uno: Letrero, fuente: Fuente, escala: float = 1.0) -> Afin:
    """La matriz que lleva de las unidades de la fuente a la página (o a sus pixeles, con su escala).

    Examples
    --------
    >>> from reflexiona.caligrama.trazos import tipografia
    >>> colocar(Letrero("a", 3.0, 4.0, 2048.0), tipografia().normal)
    (1.0, 0.0, -0.0, 1.0, 3.0, 4.0)
    """
    k = uno.cuerpo / fuente.unidades * escala
    c, s = k * math.cos(uno.giro), k * math.sin(uno.giro)
    return (c, s, -s, c, uno.x * escala, uno.y * escala)
