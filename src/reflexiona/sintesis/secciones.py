"""Las secciones de la síntesis: los cuatro espacios del taller, las preguntas y la nota del método.

Cada función recibe lo contado y el selector de citas y entrega Markdown; el orden en que se llaman importa, porque una
cita usada en una sección ya no aparece en otra.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reflexiona.dimensiones.guia import DIMENSIONES, GUIA
from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.conteos import Conteos
from reflexiona.sintesis.frases import a_media_frase, cuantas, de_personas, enumerar
from reflexiona.sintesis.markdown import escapar
from reflexiona.sintesis.preguntas import Pregunta
from reflexiona.sintesis.senales import dice
from reflexiona.sintesis.voces import Selector, Voz
from reflexiona.temas import Temas

__all__ = ["caligrama", "construyendo", "dialogo", "huella", "lupa", "nota"]

_TEMAS_TABLA = 8
_FRASES_MINIMO = 3
_ACTO_PREDICADO = {
    "reto": ("nombra retos", "nombran retos"),
    "logro": ("comparte logros", "comparten logros"),
    "compromiso": ("propone algo o se compromete", "proponen algo o se comprometen"),
    "pregunta": ("deja preguntas", "dejan preguntas"),
}


def huella(conteos: Conteos, selector: Selector, *, personas: int, reflexiones: int, oraciones: int) -> str:
    """Quiénes escribieron, de qué hablan y lo que celebran."""
    escribieron = "Escribió 1 persona" if personas == 1 else f"Escribieron {cuantas(personas, 'persona', 'personas')}"
    partes = [
        "## Huella colectiva",
        f"{escribieron}: {cuantas(reflexiones, 'reflexión', 'reflexiones')} y "
        f"{cuantas(oraciones, 'oración', 'oraciones')}.",
    ]
    presentes = _presentes(conteos)
    if personas == 1 and presentes:
        partes.append(f"En sus textos aparecen: {enumerar([GUIA[d].nombre.lower() for d in presentes])}.")
    elif presentes:
        partes.append("De esto hablan, contado en personas (una misma persona puede hablar de varias cosas):")
        partes.append(
            "\n".join(f"- **{GUIA[d].nombre}**: {de_personas(conteos.dimension[d], personas)}" for d in presentes)
        )
    logros = selector.elegir(2, _con_acto("logro"), _claridad("logro"))
    if logros:
        partes += ["Entre lo que se celebra:", *_bloques(logros)]
    return "\n\n".join(partes)


def lupa(conteos: Conteos, selector: Selector, temas: Temas, *, personas: int) -> str:
    """Cada dimensión con sus personas, lo que muestra y sus voces; y los temas en una tabla."""
    partes = ["## La práctica docente bajo la lupa"]
    for d in _presentes(conteos):
        partes.append(f"### {GUIA[d].nombre}")
        partes.append(_que_muestra(d, conteos, personas))
        voz = selector.elegir(1, _de_dimension(d, "reto", excluir=True), _probabilidad(d))
        reto = selector.elegir(1, _de_dimension(d, "reto"), _probabilidad(d, "reto"))
        partes += _bloques(voz)
        if reto:
            partes += ["Y un reto:" if voz else "Un reto:", *_bloques(reto)]
    ausentes = [GUIA[d].nombre.lower() for d in DIMENSIONES if not conteos.dimension[d]]
    if ausentes and len(ausentes) < len(DIMENSIONES):
        nombre = "la dimensión" if len(ausentes) == 1 else "las dimensiones"
        partes.append(f"En estos textos no se reconocieron oraciones de {nombre} {enumerar(ausentes)}.")
    partes.append(_tabla_temas(temas))
    return "\n\n".join(partes)


def construyendo(conteos: Conteos, selector: Selector, *, personas: int) -> str:
    """Lo que se propone y los retos que quedan sobre la mesa."""
    partes = ["## Construyendo en colectivo"]
    propuestas = selector.elegir(4, _con_acto("compromiso"), _claridad("compromiso"))
    if propuestas:
        cuenta = conteos.acto["compromiso"]
        verbo = "propone algo o asume un compromiso" if cuenta == 1 else "proponen algo o asumen un compromiso"
        partes += [f"{de_personas(cuenta, personas)} {verbo}:", *_bloques(propuestas)]
    retos = selector.elegir(3, _con_acto("reto"), _claridad("reto"))
    if retos:
        cuenta = conteos.acto["reto"]
        verbo = "nombra algún reto" if cuenta == 1 else "nombran algún reto"
        partes += [f"{de_personas(cuenta, personas)} {verbo}. Para pensarlos en conjunto:", *_bloques(retos)]
    dudas = selector.elegir(1, _pregunta_dicha, _claridad("pregunta"))
    if dudas:
        partes += ["Una pregunta que alguien ya puso sobre la mesa:", *_bloques(dudas)]
    if len(partes) == 1:
        partes.append(
            "En estos textos no se reconocieron propuestas ni retos dichos como tales. Puede ser un buen punto de "
            "partida para la conversación: ¿qué nos gustaría cuidar, cambiar o probar?"
        )
    return "\n\n".join(partes)


def caligrama(selector: Selector) -> str:
    """Frases breves que podrían dibujar a la comunidad."""
    frases = selector.elegir(5, _celebra, _calidez, minimo=4, maximo=16, tope=3)
    if len(frases) < _FRASES_MINIMO:
        frases += selector.elegir(_FRASES_MINIMO - len(frases), _serena, _calidez, minimo=4, maximo=16, tope=3)
    partes = ["## Caligrama de la comunidad"]
    if frases:
        partes += ["Frases de la comunidad que podrían formar su caligrama:", *_bloques(frases)]
    else:
        partes.append("Elijan en grupo las frases que quieran ver dibujadas: todas las reflexiones pueden dar una.")
    return "\n\n".join(partes)


def dialogo(preguntas: Sequence[Pregunta]) -> str:
    """Las preguntas, cada una con las citas de donde sale."""
    partes = ["## Preguntas para el diálogo"]
    renglones = []
    for i, p in enumerate(preguntas, start=1):
        origen = "; ".join(escapar(c.referencia) for c in p.citas)
        renglones.append(f"{i}. {escapar(p.texto)}  \n   *Sale de: {origen}.*")
    partes.append("\n".join(renglones))
    return "\n\n".join(partes)


def nota() -> str:
    """Cómo se hizo y hasta dónde llega."""
    return "\n\n".join(
        (
            "## Cómo se hizo esta síntesis",
            "Un programa leyó cada oración y le puso dimensión, acto y temas. Puede equivocarse: aprendió de textos "
            "escritos y etiquetados con un modelo de lenguaje, no por docentes. Las cifras cuentan personas distintas "
            "y son aproximadas; que algo aparezca poco no quiere decir que importe poco. Conviene contrastar todo con "
            "el grupo, que conoce su escuela mejor que cualquier programa.",
            "Lo que va entre comillas se copió tal cual de las reflexiones; lo demás lo escribió el programa. Los "
            "nombres de personas y lugares que haya dentro de los textos todavía no se han quitado: antes de compartir "
            "este documento fuera del grupo, revísenlo.",
        )
    )


def _presentes(conteos: Conteos) -> list[str]:
    con = [d for d in DIMENSIONES if conteos.dimension[d]]
    return sorted(con, key=lambda d: -conteos.dimension[d])


def _que_muestra(d: str, conteos: Conteos, personas: int) -> str:
    cuenta = conteos.dimension[d]
    asunto = GUIA[d].descripcion.split(":")[0].rstrip(".")
    frases = [
        f"{de_personas(cuenta, personas)} {'habla' if cuenta == 1 else 'hablan'} de {a_media_frase(asunto)}.",
    ]
    actos = [(n, *formas) for a, formas in _ACTO_PREDICADO.items() if (n := conteos.dimension_acto[d, a])]
    if actos and personas > 1:
        n, singular, plural = actos[0]
        primera = f"{cuantas(n, 'persona', 'personas')} {singular if n == 1 else plural}"
        resto = [f"{n} {singular if n == 1 else plural}" for n, singular, plural in actos[1:]]
        frases.append(f"Aquí {enumerar([primera, *resto])}.")
    temas = [a_media_frase(t) for t, n in conteos.temas_de[d][:3] if n >= 2]
    if temas:
        frases.append(f"Se entrelaza con {enumerar(temas, separador=';')}.")
    return escapar(" ".join(frases))


def _tabla_temas(temas: Temas) -> str:
    if not len(temas):
        return "### Temas\n\nNo se encontró un tema que compartan varias personas."
    tabla = temas.tabla.head(_TEMAS_TABLA)
    renglones = ["| Tema | Personas | Oraciones |", "| --- | ---: | ---: |"]
    renglones += [
        f"| {escapar(str(f.tema))}{' ◦' if f.origen == 'emergente' else ''} | {f.personas} | {f.oraciones} |"
        for f in tabla.itertuples()
    ]
    partes = ["### Temas", "\n".join(renglones)]
    if (tabla["origen"] == "emergente").any():
        partes.append(
            "Los que llevan ◦ son propios de esta comunidad: se nombran aquí mucho más que en otras escuelas."
        )
    if len(temas) > _TEMAS_TABLA:
        resto = [a_media_frase(t) for t in list(temas)[_TEMAS_TABLA : 2 * _TEMAS_TABLA]]
        if len(temas) > 2 * _TEMAS_TABLA:
            resto.append(cuantas(len(temas) - 2 * _TEMAS_TABLA, "tema más", "temas más"))
        partes.append(f"También se habla, entre menos personas, de {escapar(enumerar(resto, separador=';'))}.")
    return "\n\n".join(partes)


def _bloques(citas: Sequence[Cita]) -> list[str]:
    return [c.markdown() for c in citas]


def _con_acto(acto: str) -> Callable[[Voz], bool]:
    return lambda v: v.acto == acto


def _pregunta_dicha(v: Voz) -> bool:
    """Una pregunta que se lee como tal: el modelo también llama pregunta a las que sólo se cuentan."""
    return v.acto == "pregunta" and "?" in v.cita.texto


def _de_dimension(d: str, acto: str, *, excluir: bool = False) -> Callable[[Voz], bool]:
    return lambda v: d in v.dimensiones and (v.acto == acto) is not excluir


def _probabilidad(d: str, acto: str | None = None) -> Callable[[Voz], float]:
    return lambda v: v.puntajes[d] + 0.2 * bool(v.temas) + (_senal(acto, v.cita.texto) if acto else 0.0)


def _claridad(acto: str) -> Callable[[Voz], float]:
    return lambda v: max(v.puntajes.values(), default=0.0) + 0.2 * bool(v.temas) + _senal(acto, v.cita.texto)


def _senal(acto: str, texto: str) -> float:
    """Más si la oración dice el acto con sus palabras; menos si suena a propuesta y no es lo que se busca."""
    return 0.5 * dice(acto, texto) - 0.8 * (acto != "compromiso" and dice("compromiso", texto))


def _celebra(v: Voz) -> bool:
    return v.acto in ("logro", "compromiso") and dice(v.acto, v.cita.texto) and not dice("reto", v.cita.texto)


def _serena(v: Voz) -> bool:
    return v.acto in ("logro", "compromiso", None) and bool(v.dimensiones) and not dice("reto", v.cita.texto)


def _calidez(v: Voz) -> float:
    return v.puntajes["valoral"] + v.puntajes["personal"] + 0.5 * (v.acto is not None)
