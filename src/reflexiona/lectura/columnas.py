"""Encontrar las columnas de texto: por lo que traen sus celdas y por lo que dice su encabezado."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from reflexiona.errores import ErrorDatos, ErrorLectura
from reflexiona.lectura.clases import Clase, clase, es_rotulo_de_texto, plano
from reflexiona.lectura.rasgos import Rasgos, medir
from reflexiona.lectura.sobrantes import acomodar
from reflexiona.lectura.tabla import Tabla

__all__ = ["columna_pedida", "columnas_de_texto", "columnas_pedidas", "rasgos_de"]


def columnas_pedidas(pedido: str | int | Sequence[str | int], tabla: Tabla) -> list[int]:
    """Lugares de las columnas que pidió quien lee, sin repetir.

    Raises
    ------
    ErrorLectura
        Si alguna no existe.
    ErrorDatos
        Si la lista está vacía.
    """
    varios = [pedido] if isinstance(pedido, str | int) or not isinstance(pedido, Sequence) else list(pedido)
    if not varios:
        raise ErrorDatos("columna=[] no sirve: escriba al menos una columna, o quite columna= para que se busque sola.")
    return list(dict.fromkeys(columna_pedida(p, tabla, "columna") for p in varios))


def columna_pedida(pedido: str | int, tabla: Tabla, argumento: str) -> int:
    """Lugar de una columna por su nombre (con otras mayúsculas o acentos si hace falta) o por su posición desde 0.

    Parameters
    ----------
    pedido : str or int
    tabla : Tabla
    argumento : str
        Nombre del argumento, para el mensaje.

    Raises
    ------
    ErrorLectura
        Si no existe; lista las que hay y sugiere la más parecida.

    Examples
    --------
    >>> columna_pedida("REFLEXION", Tabla("a.csv", ("id", "Reflexión"), []), "columna")
    1
    """
    columnas = tabla.columnas
    lista = ", ".join(f"«{c}»" for c in columnas)
    if isinstance(pedido, bool) or not isinstance(pedido, str | int):
        raise ErrorDatos(f"{argumento}={pedido!r} no sirve: escriba el nombre de la columna o su lugar desde 0.")
    if isinstance(pedido, int):
        if -len(columnas) <= pedido < len(columnas):
            return pedido % len(columnas)
        raise ErrorLectura(f"{tabla.origen}: no hay columna {pedido}; hay {len(columnas)}, desde 0: {lista}.")
    nombre = " ".join(pedido.split())
    if nombre in columnas:
        return columnas.index(nombre)
    llanas = [plano(c) for c in columnas]
    if plano(nombre) in llanas:
        return llanas.index(plano(nombre))
    cerca = difflib.get_close_matches(plano(nombre), llanas, 1, 0.5)
    quiza = f" ¿Quiso decir «{columnas[llanas.index(cerca[0])]}»?" if cerca else ""
    raise ErrorLectura(f"{tabla.origen}: no existe la columna «{pedido}» ({argumento}=). Columnas: {lista}.{quiza}")


def rasgos_de(tabla: Tabla) -> list[Rasgos]:
    """Mide cada columna sobre una muestra repartida de filas."""
    paso = max(1, len(tabla.filas) // 4000)
    filas = [f for i, f in enumerate(tabla.filas[::paso]) if i * paso + 1 not in tabla.malas]
    ancho = len(tabla.columnas)
    for i, fila in enumerate(filas):
        if len(fila) > ancho:  # una coma sin comillas partió la prosa: se mide ya unida
            unida = acomodar(fila, ancho, range(ancho), tabla.separador)
            filas[i] = unida or acomodar(fila, ancho, [ancho - 1], tabla.separador) or fila
    return [medir([f[j] for f in filas if j < len(f)]) for j in range(ancho)]


def columnas_de_texto(tabla: Tabla, rasgos: Sequence[Rasgos]) -> list[int]:
    """Lugares de las columnas con respuestas abiertas; si ninguna es clara, la mejor candidata.

    Parameters
    ----------
    tabla : Tabla
    rasgos : sequence of Rasgos
        Los de `rasgos_de`, uno por columna.

    Raises
    ------
    ErrorLectura
        Si ninguna columna parece prosa; lista las que hay.

    Examples
    --------
    >>> t = Tabla("a.csv", ("nivel", "¿Qué aprendí?"), [["primaria", "A escuchar antes de corregir a mis alumnos."]])
    >>> columnas_de_texto(t, rasgos_de(t))
    [1]
    """
    if tabla.es_prosa:
        return [0]
    clases = [_clase(tabla, j) for j in range(len(tabla.columnas))]
    abiertas = [j for j, r in enumerate(rasgos) if _es_abierta(r, clases[j])]
    # Un dato de una frase («Docente frente a grupo de primaria») no es reflexión junto a una columna de párrafos.
    mayor = max((rasgos[j].palabras for j in abiertas), default=0.0)
    abiertas = [
        j for j in abiertas if clases[j] == "texto" or rasgos[j].palabras >= 8 or rasgos[j].palabras >= 0.25 * mayor
    ]
    return abiertas or _mejor_candidata(tabla, rasgos, clases)


def _clase(tabla: Tabla, j: int) -> Clase:
    return clase(tabla.columnas[j]) if tabla.con_encabezado else "neutra"


def _es_abierta(r: Rasgos, c: Clase) -> bool:
    if not r.n or r.dato >= 0.7 or c == "tiempo":
        return False
    if c in {"correo", "nombre", "identidad"} and r.prosa < 0.5:
        return False
    # Un texto largo que se repite sigue siendo texto cuando el encabezado invita a escribir.
    if r.opciones and not (c == "texto" and r.palabras >= 15):
        return False
    if c == "atributo":
        return r.palabras >= 12 and r.prosa >= 0.5
    if c == "texto":
        return r.prosa >= 0.1 or (r.varias >= 0.3 and r.distintas >= 0.3)
    return r.prosa >= 0.3


def _mejor_candidata(tabla: Tabla, rasgos: Sequence[Rasgos], clases: Sequence[Clase]) -> list[int]:
    posibles = [
        j
        for j, r in enumerate(rasgos)
        if r.n and r.dato < 0.7 and clases[j] not in {"tiempo", "correo", "nombre", "identidad", "atributo"}
    ]
    sueltas = [j for j in posibles if not rasgos[j].opciones]
    if len(tabla.columnas) == 1 and posibles:
        return posibles
    if textos := [j for j in sueltas if clases[j] == "texto"]:
        return textos
    if rotuladas := [j for j in posibles if tabla.con_encabezado and es_rotulo_de_texto(tabla.columnas[j])]:
        return rotuladas
    largas = [j for j in posibles if rasgos[j].palabras >= (4 if clases[j] == "texto" else 12)]
    frases = largas or [j for j in sueltas if rasgos[j].varias >= 0.5]
    if frases:
        return [max(frases, key=lambda j: (clases[j] == "texto", rasgos[j].palabras))]
    lista = ", ".join(f"«{c}»" for c in tabla.columnas)
    raise ErrorLectura(
        f"{tabla.origen}: ninguna columna parece tener reflexiones escritas. Columnas: {lista}. "
        "Indique cuál es con columna=, por ejemplo columna="
        f"{tabla.columnas[-1]!r}."
    )
