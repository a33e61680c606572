"""Qué columnas identifican a alguien y qué filas son de la misma persona."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from reflexiona.lectura.clases import clase, plano
from reflexiona.lectura.rasgos import MUESTRA, Rasgos
from reflexiona.lectura.tabla import Tabla

__all__ = ["PERSONALES", "Personas", "claves_de_persona", "columnas_que_identifican"]

PERSONALES = ("correo", "telefono", "curp", "rfc")
"""Formas de dato que señalan a una persona."""

_NOMBRES = re.compile(
    "maria|jose|juan|ana|luis|guadalupe|francisco|rosa|carlos|jesus|miguel|martha|marta|pedro|alejandro|alejandra|"
    "jorge|manuel|margarita|antonio|juana|veronica|leticia|fernando|fernanda|ricardo|roberto|patricia|elizabeth|"
    "eduardo|teresa|javier|gabriela|daniel|daniela|sergio|sandra|laura|adriana|raul|monica|claudia|david|silvia|"
    "arturo|alma|oscar|norma|hector|karla|diana|victor|mario|enrique|andrea|ramon|lucia|sofia|elena|irma|yolanda|"
    "rocio|beatriz|carmen|gloria|alfredo|gerardo|rafael|pablo|ruben|ivan|omar|itzel|ximena|valeria|brenda|erika|"
    "erica|cristina|josefina|araceli|esperanza|graciela|lourdes|mariana|paola|angel|angelica|alberto|armando|"
    "gustavo|hugo|cesar|julio|salvador|felipe"
)
_PARTICULAS = frozenset({"de", "del", "la", "las", "los", "y"})
_NADIE = re.compile(
    "anonimo|anonima|anónimo|sin nombre|n/a|na|no aplica|ninguno|ninguna|x|xx|xxx|no|nd|s/n|prefiero no decirlo|"
    "anonymous|nan|null|none"
)


def columnas_que_identifican(tabla: Tabla, rasgos: Sequence[Rasgos], textos: Collection[int]) -> list[int]:
    """Lugares de las columnas que señalan a una persona, por su encabezado o por lo que traen.

    Parameters
    ----------
    tabla : Tabla
    rasgos : sequence of Rasgos
    textos : collection of int
        Columnas de texto: nunca son identificadores.

    Examples
    --------
    >>> from reflexiona.lectura.columnas import rasgos_de
    >>> t = Tabla("a.csv", ("Correo", "Contacto", "Nivel", "Texto"), [["a@b.mx", "228 123 4567", "primaria", "…"]])
    >>> columnas_que_identifican(t, rasgos_de(t), [3])
    [0, 1]
    """
    salida = []
    for j, r in enumerate(rasgos):
        if j in textos:
            continue
        c = clase(tabla.columnas[j]) if tabla.con_encabezado else "neutra"
        por_forma = bool(r.n) and any(r.tipos[t] >= 0.3 * r.n for t in PERSONALES) and c != "tiempo"
        if c in {"correo", "nombre", "identidad"} or por_forma or (c == "neutra" and _son_nombres(tabla, j)):
            salida.append(j)
    return salida


def claves_de_persona(tabla: Tabla, rasgos: Sequence[Rasgos], identifican: Sequence[int]) -> list[int]:
    """Columnas cuyo valor dice quién escribió: el correo; si no hay, CURP o RFC; si no, el nombre y los apellidos.

    Una columna con el mismo valor en todas las filas (cinco o más) es la cuenta de la escuela, no una persona.
    """
    utiles = [j for j in identifican if not _es_compartida(tabla, j, rasgos[j])]
    for tipo in ("correo", "curp", "rfc"):
        for j in utiles:
            if rasgos[j].n and rasgos[j].tipos[tipo] >= 0.5 * rasgos[j].n:
                return [j]
    return [
        j
        for j in utiles
        if clase(tabla.columnas[j]) == "nombre" or (not tabla.con_encabezado and _son_nombres(tabla, j))
    ]


class Personas:
    """Reparte seudónimos «P1», «P2»… en orden de aparición.

    Parameters
    ----------
    claves : sequence of int
        Columnas que dicen quién escribió; sin ellas, cada fila es una persona.

    Examples
    --------
    >>> personas = Personas([0])
    >>> [personas.de(f) for f in (["Ana Ruiz"], ["Luz"], ["ana  ruiz"], ["Anónimo"], ["Anónimo"])]
    ['P1', 'P2', 'P1', 'P3', 'P4']
    """

    def __init__(self, claves: Sequence[int]) -> None:
        self._claves = claves
        self._vistas: dict[tuple[str, ...], str] = {}
        self._cuantas = 0

    def de(self, fila: Sequence[str]) -> str:
        """El seudónimo de quien escribió la fila; lo vacío y «anónimo» cuentan como alguien más cada vez."""
        valor = tuple(" ".join(fila[j].casefold().split()) for j in self._claves)
        anonima = all(not v or _NADIE.fullmatch(v.strip(".-_ ")) or not any(map(str.isalnum, v)) for v in valor)
        if not anonima and valor in self._vistas:
            return self._vistas[valor]
        self._cuantas += 1
        nueva = f"P{self._cuantas}"
        if not anonima:
            self._vistas[valor] = nueva
        return nueva


def _es_compartida(tabla: Tabla, j: int, rasgos: Rasgos) -> bool:
    if rasgos.n < 5 or rasgos.distintas > 1 / rasgos.n + 1e-9:
        return False
    return len({f[j].casefold() for f in tabla.filas if j < len(f) and f[j]}) == 1


def _son_nombres(tabla: Tabla, j: int) -> bool:
    paso = max(1, len(tabla.filas) // MUESTRA)
    celdas = [f[j] for f in tabla.filas[::paso] if j < len(f) and f[j]]
    return bool(celdas) and sum(map(_es_nombre, celdas)) >= 0.3 * len(celdas)


def _es_nombre(celda: str) -> bool:
    palabras = celda.split()
    if not 2 <= len(palabras) <= 6 or re.search(r"[\d@¿?!:;()]", celda):
        return False
    propias = [p for p in palabras if p.casefold() not in _PARTICULAS]
    return all(p[0].isupper() for p in propias) and any(_NOMBRES.fullmatch(plano(p).strip(",.")) for p in propias[:4])
