"""La relatoría: el documento que el grupo imprime, corrige y firma. Word y PDF la escriben a partir de aquí."""

from __future__ import annotations

from dataclasses import dataclass

from reflexiona.informe.bloques import Bloque, Cita, Lista, Parrafo, Tabla, Titulo, Tramo, de_markdown, llano, suelto
from reflexiona.informe.contenido import Contenido
from reflexiona.informe.frases import cuenta, oraciones, personas

__all__ = ["ACUERDOS", "Acuerdos", "Dibujo", "Elemento", "Pregunta", "Relatoria", "armar"]

ACUERDOS = ("Acuerdo", "Responsable", "Fecha")
_RENGLONES = 6
_CIERRE = "Para conversar"
_TEMAS, _VOCES = 12, 2


@dataclass(frozen=True, slots=True)
class Dibujo:
    """El caligrama, con el texto que lo sustituye para quien no lo ve."""

    svg: str
    png: bytes
    alternativo: str
    pie: str


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta para el diálogo, de dónde sale y espacio para lo que se diga."""

    numero: int
    texto: str
    referencias: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acuerdos:
    """Una tabla en blanco para llenarla en la reunión."""

    encabezado: tuple[str, ...]
    renglones: int


Elemento = Bloque | Dibujo | Pregunta | Acuerdos


@dataclass(frozen=True, eq=False)
class Relatoria:
    """El documento: título, lo que va debajo y sus elementos en orden; los títulos empiezan en el nivel 1."""

    titulo: str
    subtitulo: str
    elementos: tuple[Elemento, ...]


def armar(c: Contenido) -> Relatoria:
    """La relatoría de una comunidad: su síntesis, sus temas con citas, el caligrama, las preguntas y los acuerdos.

    Parameters
    ----------
    c : Contenido
    """
    cuerpo, frases = _partir(de_markdown(c.sintesis), bool(c.preguntas))
    elementos: list[Elemento] = [*cuerpo, *_temas(c)]
    elementos.append(Titulo(1, suelto("Caligrama de la comunidad")))
    elementos += _dibujo(c)
    elementos += frases
    if c.preguntas:
        elementos.append(Titulo(1, suelto("Preguntas para el diálogo")))
        elementos += [Pregunta(i, texto, refs) for i, (texto, refs) in enumerate(c.preguntas, start=1)]
    elementos += [
        Titulo(1, suelto("Acuerdos")),
        Parrafo(suelto("Para llenar en la reunión: a qué llegamos, quién lo lleva y para cuándo.")),
        Acuerdos(ACUERDOS, _RENGLONES),
        Titulo(1, suelto("Cómo se hizo y hasta dónde llega")),
        *(Parrafo(suelto(p)) for p in (*c.metodo, *c.limites)),
    ]
    return Relatoria(
        c.titulo,
        f"Relatoría de {personas(c.personas)}, {c.reflexiones:,} "
        f"{'reflexión' if c.reflexiones == 1 else 'reflexiones'} y {oraciones(c.oraciones)}"
        + (f" · {c.origen}" if c.origen else ""),
        tuple(elementos),
    )


def _partir(bloques: tuple[Bloque, ...], hay_preguntas: bool) -> tuple[list[Bloque], list[Bloque]]:
    """La síntesis sin su título: el cuerpo y las frases del caligrama, con los niveles a partir de 1.

    Las preguntas, también las que cierran cada espacio, salen aparte, con lugar para escribir; la nota de método, con
    más detalle, al final. Una sección que no se reconoce se queda en el cuerpo.
    """
    cuerpo: list[Bloque] = []
    frases: list[Bloque] = []
    destino, anterior = cuerpo, ""
    for b in bloques:
        dicho = llano(b.tramos) if isinstance(b, Parrafo) else ""
        if hay_preguntas and (dicho == _CIERRE or (anterior == _CIERRE and isinstance(b, Lista))):
            anterior = dicho
            continue
        anterior = dicho
        if isinstance(b, Titulo):
            if b.nivel == 1:
                continue
            nombre = llano(b.tramos).casefold()
            if b.nivel == 2:
                destino = cuerpo
                if nombre.startswith("cómo se hizo") or (nombre.startswith("preguntas") and hay_preguntas):
                    destino = []
                elif nombre.startswith("caligrama"):
                    destino = frases
                if destino is not cuerpo:
                    continue
            b = Titulo(b.nivel - 1, b.tramos)
        destino.append(b)
    return cuerpo, frases


def _temas(c: Contenido) -> list[Elemento]:
    salida: list[Elemento] = [Titulo(1, suelto("Temas, con sus voces"))]
    if not c.temas:
        return [*salida, Parrafo(suelto("No se encontró un tema que compartan varias personas."))]
    for t in c.temas[:_TEMAS]:
        salida.append(Titulo(2, suelto(t.nombre)))
        propio = " Es propio de esta comunidad." if t.propio else ""
        palabras = f" Palabras: {', '.join(t.palabras)}." if t.palabras else ""
        salida.append(
            Parrafo(suelto(f"{personas(t.personas, c.personas)}, {oraciones(t.oraciones)}.{propio}{palabras}"))
        )
        salida += [Cita(suelto(f"«{v.texto}»"), v.referencia) for v in t.voces[:_VOCES]]
    resto = c.temas[_TEMAS:]
    if resto:
        salida.append(Titulo(2, suelto("Los demás temas")))
        filas = tuple(
            (suelto(t.nombre), suelto(cuenta(t.personas, c.personas)), suelto(f"{t.oraciones:,}")) for t in resto
        )
        encabezado = (suelto("Tema"), suelto("Personas"), suelto("Oraciones"))
        salida.append(Tabla(encabezado, filas, (False, True, True)))
    return salida


def _dibujo(c: Contenido) -> list[Elemento]:
    if c.caligrama is None:
        return [Parrafo((Tramo("No hay palabras que digan suficientes personas para dibujarlo.", cursiva=True),))]
    pagina = c.caligrama.pagina
    return [
        Dibujo(
            c.caligrama.svg(),
            c.caligrama.png(1800),
            f"{pagina.titulo}. {pagina.descripcion}",
            "Cada palabra es más grande mientras más personas la dicen; el color es el de su dimensión más frecuente.",
        )
    ]
