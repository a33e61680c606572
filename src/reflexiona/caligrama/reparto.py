"""Repartir un texto corrido entre renglones de distinto ancho, todos llenos, con el menor daño al espaciado.

Es el método de Knuth y Plass (1981, «Breaking paragraphs into lines») con anchos que cambian en cada renglón y con el
número de renglones fijo: el texto debe terminar al final del último.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from reflexiona.caligrama.corrido import ESPACIO, Corrido

__all__ = ["VACIO", "Ajuste", "Reparto", "ajustar", "ceder", "lastimar", "repartir"]

_CEDE_ESPACIO, _CEDE_LETRA = 0.01, 0.0006
"""Qué tanto cede (varianza, en cuerpos²) un espacio entre palabras y el que hay entre dos letras."""

_ANCHOS = 16
"""Cuántas maneras de ir en cada renglón se conservan."""

VACIO = 14.0
"""Lo que cuesta dejar sin texto un tramo."""

_POR_CUERPO = 2.0
_APRIETA, _ABRE = -0.3 * ESPACIO, 0.68 * ESPACIO
"""Lo más que se cierra o se abre un espacio entre palabras."""

_LETRA_APRIETA, _LETRA_ABRE = -0.035, 0.15

_FALTA, _POR_FALTA = 2.5, 8.0
"""Lo más que puede quedar en blanco en un renglón angosto donde no cabe otra sílaba, y lo que cuesta cada cuerpo."""


@dataclass(frozen=True, slots=True)
class Ajuste:
    """Cómo se justifica un renglón: lo que se suma a cada espacio y a cada letra, en cuerpos, y lo que cuesta."""

    espacio: float
    letra: float
    costo: float


@dataclass(frozen=True, slots=True)
class Reparto:
    """Qué pedazos lleva cada tramo (None si queda vacío) y lo que costó en total."""

    tramos: tuple[tuple[int, int] | None, ...]
    costo: float


def ajustar(sobra: float, huecos: int, letras: int) -> Ajuste | None:
    """Reparte lo que sobra (o falta) de un renglón entre sus espacios y sus letras.

    Parameters
    ----------
    sobra : float
        Ancho del tramo menos el del texto, en cuerpos.
    huecos, letras : int
        Espacios entre palabras y entre letras.

    Returns
    -------
    Ajuste or None
        None si quedaría ilegible.

    Examples
    --------
    >>> ajustar(0.0, 8, 50)
    Ajuste(espacio=0.0, letra=0.0, costo=0.0)
    >>> ajustar(-3.0, 8, 50) is None
    True
    """
    costo = _costo(sobra, huecos, letras)
    return None if costo is None else Ajuste(*ceder(sobra, huecos, letras), costo)


def ceder(sobra: float, huecos: int, letras: int) -> tuple[float, float]:
    """Lo que toca a cada espacio y a cada letra de lo que sobra, según lo que cede cada uno.

    Un espacio no pasa de cierto ancho: lo demás lo ponen las letras, y lo que ellas no pueden queda en blanco.

    Examples
    --------
    >>> ceder(0.4, 4, 0)
    (0.1, 0.0)
    """
    cede = huecos * _CEDE_ESPACIO + letras * _CEDE_LETRA
    if not cede:
        return 0.0, 0.0
    espacio = min(_ABRE, max(_APRIETA, sobra * _CEDE_ESPACIO / cede)) if huecos else 0.0
    return espacio, min(_LETRA_ABRE, (sobra - huecos * espacio) / letras) if letras else 0.0


def lastimar(sobra: float, huecos: int, letras: int) -> float:
    """Lo que cuesta un renglón que ya no se lee bien, para poder comparar dos."""
    espacio, letra = ceder(sobra, huecos, letras)
    return 60.0 + 40.0 * (abs(espacio) / ESPACIO + abs(letra) / _LETRA_ABRE)


def repartir(texto: Corrido, anchos: list[float]) -> Reparto | None:
    """Reparte el texto entero entre los tramos.

    Parameters
    ----------
    texto : Corrido
    anchos : list of float
        De cada tramo, en cuerpos.

    Returns
    -------
    Reparto or None
        None si el texto no se puede acomodar sin cortar mal o dejar renglones ilegibles.
    """
    n = len(texto)
    total = sum(anchos)
    if not n or not anchos or total <= 0:
        return None
    avance, huecos, letras, abre, guion = texto.avance, texto.huecos, texto.letras, texto.abre, texto.guion
    # Lo que avanza un renglón que acaba en b, y lo que se prefiere no cortar ahí; sin lo que depende de dónde empieza.
    fin = [0.0, *(avance[b] + guion[b - 1] for b in range(1, n + 1))]
    entre = [0, *(letras[b] - 1 + (guion[b - 1] > 0) for b in range(1, n + 1))]
    corta = [0.0, *texto.castigo[: n - 1], 0.0]
    inicio = [avance[a] + (ESPACIO if abre[a] else 0.0) for a in range(n)]
    ritmo = avance[-1] / total
    pasos: list[dict[int, tuple[float, int, bool]]] = []
    vivos: dict[int, float] = {0: 0.0}
    mejor: tuple[float, int] | None = None
    llevado = 0.0
    for j, ancho in enumerate(anchos):
        llevado += ancho
        vacio = VACIO + _POR_CUERPO * ancho
        # En un renglón largo siempre hay dónde cortar cerca; en uno corto se mira más lejos.
        corto = ancho - (1.6 + 0.09 * min(ancho, 14.0) if ancho > 8 else max(2.3, 0.65 * ancho))
        largo = ancho + 0.5 + 0.06 * min(ancho, 14.0)
        nuevos: dict[int, tuple[float, int, bool]] = {}
        for a, costo in vivos.items():
            if a == n:
                continue
            if a not in nuevos or costo + vacio < nuevos[a][0]:
                nuevos[a] = (costo + vacio, a, False)
            desde = inicio[a]
            primero = bisect_left(avance, desde + corto, a + 1)
            ultimo = min(bisect_right(avance, desde + largo, a + 1), n + 1)
            sin, otras = huecos[a] + abre[a], letras[a]
            for b in range(primero, ultimo):
                gasto = _costo(ancho - fin[b] + desde, huecos[b] - sin, entre[b] - otras)
                if gasto is not None:
                    gasto += costo + corta[b]
                    if b not in nuevos or gasto < nuevos[b][0]:
                        nuevos[b] = (gasto, a, True)
        if n in nuevos:
            restan = total - llevado
            final = nuevos[n][0] + (VACIO + _POR_CUERPO * restan if restan > 1e-6 else 0.0)
            if mejor is None or final < mejor[0]:
                mejor = (final, j)
        espera = llevado * ritmo
        pasos.append(nuevos)
        if len(nuevos) > _ANCHOS:
            orden = sorted(nuevos, key=lambda b: nuevos[b][0] + ((avance[b] - espera) / 3.0) ** 2)
            vivos = {b: nuevos[b][0] for b in orden[:_ANCHOS]}
        else:
            vivos = {b: par[0] for b, par in nuevos.items()}
    if mejor is None:
        return None
    salida: list[tuple[int, int] | None] = [None] * len(anchos)
    b = n
    for j in range(mejor[1], -1, -1):
        _, a, lleno = pasos[j][b]
        if lleno:
            salida[j] = (a, b)
        b = a
    return Reparto(tuple(salida), mejor[0])


def _costo(sobra: float, huecos: int, letras: int) -> float | None:
    """El costo de `ajustar`, sin hacer el ajuste: es lo que más se calcula."""
    cede = huecos * _CEDE_ESPACIO + letras * _CEDE_LETRA
    if cede <= 0:
        return _POR_FALTA * max(0.0, sobra) if -0.05 < sobra < _FALTA else None
    espacio = sobra * _CEDE_ESPACIO / cede
    if espacio > _ABRE:
        espacio = _ABRE
    elif espacio < _APRIETA:
        espacio = _APRIETA
    u = espacio / (0.45 * ESPACIO if espacio > 0 else 0.25 * ESPACIO) if huecos else 0.0
    if not letras:
        falta = sobra - huecos * espacio
        return u * u + _POR_FALTA * max(0.0, falta) if -0.05 < falta < _FALTA else None
    letra = (sobra - huecos * espacio) / letras
    if letra < _LETRA_APRIETA:
        return None
    falta = 0.0
    if letra > _LETRA_ABRE:
        falta = (letra - _LETRA_ABRE) * letras
        letra = _LETRA_ABRE
    v = letra / (0.04 if letra > 0 else 0.016)
    return u * u + v * v + _POR_FALTA * falta if falta < _FALTA else None
