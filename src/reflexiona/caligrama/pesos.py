"""De lo que da la persona (pesos, un texto o varios) a palabras con su peso, en orden fijo."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reflexiona.caligrama.conteo import contar
from reflexiona.errores import ErrorCaligrama

__all__ = ["Pesos", "leer_pesos", "normalizar"]


@dataclass(frozen=True, slots=True)
class Pesos:
    """Palabras con su peso, de mayor a menor (y por abecedario en los empates), y las que se apartaron."""

    palabras: tuple[tuple[str, float], ...]
    omitidas: tuple[tuple[str, str], ...]


def normalizar(palabra: str) -> str:
    """Lleva a NFC y a espacios sencillos.

    Examples
    --------
    >>> normalizar("nin\\u0303ez ")
    'niñez'
    """
    return " ".join(unicodedata.normalize("NFC", palabra).split())


def leer_pesos(
    entrada: str | Iterable[str] | Mapping[str, float], maximo: int, vacias: Iterable[str] | None = None
) -> Pesos:
    """Entrega las palabras con su peso, ordenadas igual aunque la entrada venga en otro orden.

    Parameters
    ----------
    entrada : str, iterable of str or mapping of str to float
        Un texto (se cuentan las veces), varios (uno por persona; se cuentan las personas), o el peso (mayor que cero)
        de cada palabra.
    maximo : int
        Cuántas palabras se conservan; las demás quedan en `omitidas`.
    vacias : iterable of str, optional
        Palabras que no se cuentan en un texto; por omisión, las de `reflexiona.texto.vacias`. A los pesos no se
        les quita nada.

    Returns
    -------
    Pesos

    Raises
    ------
    ErrorCaligrama
        Si no queda ninguna palabra, si un peso no es un número mayor que cero o si `maximo` es menor que 1.

    Examples
    --------
    >>> leer_pesos({"aula": 1, "niñez": 3, "paz": 1}, maximo=2)
    Pesos(palabras=(('niñez', 3.0), ('aula', 1.0)), omitidas=(('paz', 'fuera de las 2 más frecuentes'),))
    >>> leer_pesos("La escuela. Escuela de todos, ESCUELA y CTE", 5, vacias={"todos"}).palabras
    (('escuela', 3.0), ('CTE', 1.0))
    """
    if maximo < 1:
        raise ErrorCaligrama(f"max_palabras={maximo} no deja ninguna palabra: use un número mayor que cero.")
    omitidas: list[tuple[str, str]] = []
    if not isinstance(entrada, (str, Mapping)) and hasattr(entrada, "items"):
        entrada = dict(entrada.items())  # una serie de pandas
    if isinstance(entrada, Mapping):
        pesos = _de_pesos(entrada, omitidas)
        if not pesos:
            raise ErrorCaligrama("No hay palabras que dibujar: la tabla de pesos está vacía.")
    else:
        textos = [entrada] if isinstance(entrada, str) or not isinstance(entrada, Iterable) else list(entrada)
        pesos = contar(textos, vacias)
    orden = sorted(pesos.items(), key=lambda par: (-par[1], par[0]))
    motivo = f"fuera de las {maximo} más frecuentes"
    omitidas.extend((palabra, motivo) for palabra, _ in orden[maximo:])
    return Pesos(tuple(orden[:maximo]), tuple(omitidas))


def _de_pesos(entrada: Mapping[str, float], omitidas: list[tuple[str, str]]) -> dict[str, float]:
    pesos: dict[str, float] = {}
    for clave in sorted(entrada, key=str):
        if not isinstance(clave, str):
            raise ErrorCaligrama(f"La palabra {clave!r} no es texto: dé un diccionario de palabra a peso.")
        try:
            peso = float(entrada[clave])
        except (TypeError, ValueError):
            peso = math.nan
        if not (0 < peso < math.inf):
            raise ErrorCaligrama(
                f"El peso de «{clave}» es {entrada[clave]!r} y debe ser un número mayor que cero. "
                "Quite esa palabra o corrija su peso."
            )
        palabra = normalizar(clave)
        if palabra:
            pesos[palabra] = pesos.get(palabra, 0.0) + peso
        else:
            omitidas.append((clave, "sin letras"))
    return pesos
