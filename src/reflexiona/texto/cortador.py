"""Del texto a sus oraciones: `cortes` (posiciones), `oraciones` (textos) y `partir` (reflexiones → `Oracion`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reflexiona.corpus import Oracion, Reflexion
from reflexiona.texto.fronteras import CANDIDATA, NUMERO_DE_LISTA, es_frontera
from reflexiona.texto.largas import MAXIMO, partir_larga
from reflexiona.texto.renglones import ancho_de_corte

__all__ = ["cortes", "oraciones", "partir"]

_CON_LETRA = re.compile(r"[^\W_]")
_NO_ESPACIO = re.compile(r"\S")


def cortes(texto: str) -> list[tuple[int, int]]:
    """Dónde empieza y acaba cada oración, sin los espacios de las orillas.

    Entre una oración y la siguiente sólo hay espacios, así que juntas cubren el texto. Lo que no tiene letras ni
    números (un emoji suelto, «...») se queda con la oración de antes.

    Parameters
    ----------
    texto : str

    Returns
    -------
    list of (int, int)
        Posiciones en caracteres: `texto[inicio:fin]` es la oración.

    Examples
    --------
    >>> cortes("Llegué a las 7:50 a.m. Ya estaban.  ")
    [(0, 22), (23, 34)]
    """
    ancho = ancho_de_corte(texto)
    trozos: list[tuple[int, int]] = []
    inicio = 0
    lista = _numero(texto, 0)
    for m in CANDIDATA.finditer(texto):
        # La viñeta pertenece a lo que sigue; los demás signos, a lo que acaba.
        corte = m.start() if m.lastgroup == "vineta" else m.end()
        if corte > inicio and corte < len(texto) and es_frontera(texto, inicio, m, ancho, lista):
            _agregar(texto, trozos, inicio, corte)
            inicio = corte
            lista = _numero(texto, corte) or lista
    _agregar(texto, trozos, inicio, len(texto))
    return [t for inicio, fin in trozos for t in _acotar(texto, inicio, fin)]


def _numero(texto: str, inicio: int) -> str:
    marca = NUMERO_DE_LISTA.match(texto, inicio)
    return marca[1] if marca else ""


def _agregar(texto: str, trozos: list[tuple[int, int]], inicio: int, fin: int) -> None:
    primera = _NO_ESPACIO.search(texto, inicio, fin)
    if primera is None:
        return
    inicio = primera.start()
    while texto[fin - 1].isspace():
        fin -= 1
    # El trozo nuevo se mira primero: mirar cada vez el primero, si sólo tiene signos, costaría el cuadrado del texto.
    if trozos and (
        not _CON_LETRA.search(texto, inicio, fin) or (len(trozos) == 1 and not _CON_LETRA.search(texto, *trozos[0]))
    ):
        inicio = trozos.pop()[0]
    trozos.append((inicio, fin))


def _acotar(texto: str, inicio: int, fin: int) -> Iterable[tuple[int, int]]:
    if fin - inicio > 3 * MAXIMO and texto.count(" ", inicio, fin) >= MAXIMO:
        return partir_larga(texto, inicio, fin)
    return ((inicio, fin),)


def oraciones(texto: str) -> list[str]:
    """Las oraciones de un texto, textuales; juntas lo cubren sin perder nada salvo espacios.

    Entiende abreviaturas de la escuela («Profr.», «núm.», «3.º», «a.m.»), iniciales, puntos suspensivos, comillas,
    rayas de diálogo, listas, renglones de formulario y mensajes sin mayúsculas. El tiempo es lineal.

    Parameters
    ----------
    texto : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> oraciones("La Profra. Elodia faltó. ¿Quién la cubre? yo no puedo")
    ['La Profra. Elodia faltó.', '¿Quién la cubre? yo no puedo']
    >>> oraciones("- leer diario\\n- avisar a las familias")
    ['- leer diario', '- avisar a las familias']
    """
    return [texto[inicio:fin] for inicio, fin in cortes(texto)]


def partir(reflexiones: Iterable[Reflexion]) -> list[Oracion]:
    """Las oraciones de todas las reflexiones, en orden y numeradas desde 1 en cada una.

    Parameters
    ----------
    reflexiones : iterable of Reflexion

    Returns
    -------
    list of Oracion

    Examples
    --------
    >>> partir([Reflexion(id="7", texto="Llovió. Nadie vino.", fila=7, persona="P7")])[1]
    Oracion(reflexion='7', numero=2, texto='Nadie vino.', inicio=8, fin=19)
    """
    return [
        Oracion(reflexion=r.id, numero=numero, texto=r.texto[inicio:fin], inicio=inicio, fin=fin)
        for r in reflexiones
        for numero, (inicio, fin) in enumerate(cortes(r.texto), start=1)
    ]
