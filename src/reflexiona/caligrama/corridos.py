"""Los textos corridos (verso y trazo), de lo que da la persona a una página con sus colores."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reflexiona.caligrama.medidas_trazo import medir_trazo
from reflexiona.caligrama.medidas_verso import medir_verso
from reflexiona.caligrama.pagina import Nota, Pagina, componer
from reflexiona.caligrama.pesos import normalizar
from reflexiona.caligrama.silueta import Silueta
from reflexiona.caligrama.tintes import Tintes
from reflexiona.caligrama.trazo import Trazo, acomodar_trazo
from reflexiona.caligrama.trazos import Tipografia
from reflexiona.caligrama.verso import Verso, acomodar_verso
from reflexiona.caligrama.voces import Palabra, Voz, dibujables, leer_voces
from reflexiona.errores import ErrorCaligrama

__all__ = ["Corrida", "componer_corrida"]


@dataclass(frozen=True, eq=False)
class Corrida:
    """Un texto corrido ya acomodado.

    Parameters
    ----------
    estilo : {"verso", "trazo"}
    pagina : Pagina
    acomodo : Verso or Trazo
    texto : str
        Lo que se pidió dibujar y la fuente puede.
    pedidas : int
        Cuántas palabras tenía lo pedido.
    no_cupieron : tuple of str
        En orden.
    omitidas : tuple of (str, str)
        Con su motivo: las que no cupieron y las que la fuente no puede dibujar.
    """

    estilo: str
    pagina: Pagina
    acomodo: Verso | Trazo
    texto: str
    pedidas: int
    no_cupieron: tuple[str, ...]
    omitidas: tuple[tuple[str, str], ...]

    def medir(self, pagina: Pagina, silueta: Silueta, letra: Tipografia) -> dict[str, float]:
        """Las medidas de su estilo."""
        cuentas = {"pedidas": self.pedidas, "omitidas": len(self.omitidas), "no_cupieron": len(self.no_cupieron)}
        if isinstance(self.acomodo, Verso):
            return cuentas | medir_verso(pagina, self.acomodo, silueta, letra, self.texto)
        return cuentas | medir_trazo(pagina, self.acomodo, silueta, letra, self.texto)


def componer_corrida(
    estilo: str,
    entrada: str | Iterable[str] | Mapping[str, Any],
    silueta: Silueta,
    letra: Tipografia,
    tintes: Tintes,
    fondo: str,
    *,
    titulo: str | None,
    notas: tuple[Nota, ...],
    repetir: bool,
    negrita: bool = False,
    **opciones: Any,
) -> Corrida:
    """Acomoda un texto corrido y le hace página.

    Parameters
    ----------
    estilo : {"verso", "trazo"}
    entrada : str, iterable of str or mapping
        Lo que lee `leer_voces`.
    silueta : Silueta
    letra : Tipografia
    tintes : Tintes
    fondo : str
    titulo : str or None
    notas : tuple of Nota
    repetir : bool
        Si un texto corto se repite.
    negrita : bool, optional
    **opciones
        Las de `acomodar_verso` o `acomodar_trazo`.

    Returns
    -------
    Corrida

    Raises
    ------
    ErrorCaligrama
        Si no hay texto, no cabe nada o una opción no sirve.
    """
    _comprobar(estilo, opciones)
    fuente = letra.negrita if negrita else letra.normal
    voces = leer_voces(entrada)
    palabras, sin_letra = dibujables(voces, fuente)
    acomodo: Verso | Trazo
    if estilo == "verso":
        acomodo = acomodar_verso(palabras, silueta, fuente, negrita=negrita, repetir=repetir, **opciones)
    else:
        acomodo = acomodar_trazo(palabras, silueta, fuente, negrita=negrita, repetir=repetir, **opciones)
    puestas = {uno.palabra for uno in acomodo.letreros if not uno.relleno}
    fuera = tuple(palabra.texto for palabra in palabras if palabra.indice not in puestas)
    caben = [palabra for palabra in palabras if palabra.indice in puestas]
    leyenda = dict(tintes.leyenda)
    de_voz = _colores_de_voces(voces, tintes, leyenda)
    texto = {palabra.indice: palabra.texto for palabra in palabras}
    letreros = tuple(
        replace(uno, color=tintes.de(texto.get(uno.palabra, "")) or de_voz[uno.voz]) for uno in acomodo.letreros
    )
    cuantas = "una palabra" if len(caben) == 1 else f"{len(caben)} palabras"
    como = "que llena la forma" if estilo == "verso" else "que recorre la forma"
    nombre = f"Texto de {cuantas} {como} de {silueta.en_frase}"
    pagina = componer(
        letreros,
        silueta,
        letra,
        colores=None,
        fondo=fondo,
        encabezado=letra.dibujable(normalizar(titulo)) or None if titulo else None,
        leyenda={limpio: color for n, color in leyenda.items() if (limpio := letra.dibujable(n))},
        titulo=f"{normalizar(titulo)}. {nombre}" if titulo else nombre,
        descripcion=_descripcion(voces, caben, bool(fuera)),
        voces=tuple(voz.nombre for voz in voces),
        notas=notas,
    )
    pedidas = sum(len(voz.texto.split(" ")) for voz in voces)
    omitidas = (*((palabra, "no cupo en la forma") for palabra in fuera), *sin_letra)
    return Corrida(estilo, pagina, acomodo, " ".join(p.texto for p in palabras), pedidas, fuera, omitidas)


def _comprobar(estilo: str, opciones: Mapping[str, Any]) -> None:
    """Que las opciones existan y sirvan."""
    funcion = acomodar_verso if estilo == "verso" else acomodar_trazo
    hay = [n for n, p in inspect.signature(funcion).parameters.items() if p.kind is p.KEYWORD_ONLY and n != "repetir"]
    for nombre, valor in opciones.items():
        if nombre not in hay:
            raise ErrorCaligrama(
                f"El estilo «{estilo}» no tiene la opción «{nombre}». Las que tiene: {', '.join(hay)}."
            )
        if nombre in {"cuerpo_minimo", "cuerpo_maximo", "interlinea"} and valor is not None:
            bajo, alto = (0.9, 3.0) if nombre == "interlinea" else (2.0, 500.0)
            if isinstance(valor, bool) or not isinstance(valor, (int, float)) or not bajo <= valor <= alto:
                raise ErrorCaligrama(f"{nombre} es {valor!r}: dé un número de {bajo:g} a {alto:g}.")
        if nombre == "orden" and valor not in {"renglones", "partes"}:
            raise ErrorCaligrama(f"El orden es {valor!r}: use «renglones» o «partes».")
        if nombre == "separador" and not isinstance(valor, str):
            raise ErrorCaligrama(f"El separador es {valor!r}: dé un texto, o uno vacío para no separar.")


def _colores_de_voces(voces: tuple[Voz, ...], tintes: Tintes, leyenda: dict[str, str]) -> list[str]:
    """El color de cada voz; si las voces con nombre se turnan una paleta, salen en la leyenda."""
    salida: list[str] = []
    for i, voz in enumerate(voces):
        color = tintes.de(voz.nombre) if voz.nombre else None
        if color is None:
            color = tintes.turno(i)
            if voz.nombre and len(tintes.ciclo) > 1 and len(voces) <= len(tintes.ciclo):
                leyenda[voz.nombre] = color
        salida.append(color)
    return salida


def _descripcion(voces: tuple[Voz, ...], caben: list[Palabra], cortado: bool) -> str:
    """El texto como se lee, con quién lo dice."""
    dichos: list[str] = []
    for i, voz in enumerate(voces):
        suyo = " ".join(palabra.texto for palabra in caben if palabra.voz == i)
        if suyo:
            dichos.append(f"{voz.nombre}: {suyo}" if voz.nombre else suyo)
    return " · ".join(dichos) + (" […]" if cortado else "")
