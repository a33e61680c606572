"""Palabras que no dicen de qué se habla: vacías del español, genéricas del dominio y omnipresentes."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from reflexiona.texto.abreviaturas import conjunto

__all__ = ["OMNIPRESENTES", "VACIAS_DOMINIO", "sin_acentos", "vacias"]

_ACENTOS = str.maketrans("áéíóúü", "aeiouu")

VACIAS_DOMINIO: frozenset[str] = conjunto(
    "cosa vez día dia año semana mes hora minuto momento rato tiempo parte forma manera modo lado lugar caso tipo "
    "tema punto cuenta fin final principio inicio vuelta mitad resto ejemplo nombre número verdad gente persona "
    "señor señora don doña grande nuevo bonito mejor peor mal malo único propio cierto siguiente pasado lunes "
    "martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre "
    "octubre noviembre diciembre pedir tocar dejar contar entrar volver faltar andar pensar sentir quedar llevar "
    "seguir pasar traer llegar salir creer empezar acabar preguntar contestar mandar sacar tratar realizar llamar "
    "buscar mañana tarde noche ganas gracias"
)
"""Lemas que salen en casi toda reflexión y no nombran un tema: sobran en una nube o en el nombre de un tema."""

OMNIPRESENTES: frozenset[str] = conjunto(
    "escuela alumno alumna maestro maestra niño niña grupo clase profesor profesora profe docente estudiante "
    "compañero compañera salón aula grado trabajo trabajar chica muchacho muchacha"
)
"""Lemas de toda conversación de escuela: significan mucho y distinguen poco. Quien llama decide si los quita."""


def sin_acentos(palabra: str) -> str:
    """La palabra sin acentos ni diéresis; la eñe se queda.

    Examples
    --------
    >>> sin_acentos("también"), sin_acentos("niñez")
    ('tambien', 'niñez')
    """
    return palabra.translate(_ACENTOS)


@lru_cache(maxsize=1)
def vacias() -> frozenset[str]:
    """Las palabras vacías del español, con y sin acento: función, auxiliares, muletillas y abreviaturas de chat.

    Returns
    -------
    frozenset of str
        En minúsculas. La lista se edita en `vacias_es.txt`.

    Examples
    --------
    >>> "también" in vacias(), "tambien" in vacias(), "xq" in vacias(), "valor" in vacias()
    (True, True, True, False)
    """
    texto = (files("reflexiona.texto") / "vacias_es.txt").read_text("utf-8")
    palabras = {p for linea in texto.splitlines() if not linea.startswith("#") for p in linea.split()}
    return frozenset(palabras | {sin_acentos(p) for p in palabras})
