"""Los bloques de cada sección: los cuatro espacios del taller.

Cada función recibe el contador y el selector de citas y entrega bloques con su prioridad; el orden en que se llaman
importa, porque una cita usada en una sección ya no aparece en otra.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reflexiona.dimensiones.guia import DIMENSIONES, GUIA
from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.conteos import Contador
from reflexiona.sintesis.cruces import Cruce, cruzar
from reflexiona.sintesis.frases import POCAS, a_media_frase, concordar, cuantas, enumerar, gente
from reflexiona.sintesis.piezas import Bloque, Lista, Parrafo, Pieza, Subtitulo, Tabla
from reflexiona.sintesis.seleccion import Selector
from reflexiona.sintesis.senales import calidez, cuenta_un_camino, dice, se_duele
from reflexiona.sintesis.tensiones import Tension, encontrar_tensiones
from reflexiona.sintesis.voces import Voz

__all__ = ["ESPACIOS", "Material", "armar_secciones"]

ESPACIOS: dict[str, str] = {
    "huella": "Huella colectiva",
    "lupa": "La práctica docente bajo la lupa",
    "construyendo": "Construyendo en colectivo",
    "caligrama": "Caligrama de la comunidad",
}
"""Los cuatro espacios del taller, por la clave con que se piden."""

_RETOS_LISTA = 4
_CRUCES = 4
_HUECOS = 4
_POCAS_LISTA = 4
_CERCA = 0.2


@dataclass(slots=True)
class Material:
    """Con qué se arman las secciones, y lo que va saliendo.

    Parameters
    ----------
    contador : Contador
    selector : Selector
    temas : sequence of str
        Los que se pueden nombrar, de más a menos personas.
    propios : frozenset of str
        Los que son sólo de esta comunidad.
    reflexiones : int
        Cuántas hay.
    breve : bool
        Si el presupuesto es tan corto que sólo cabe lo esencial.
    """

    contador: Contador
    selector: Selector
    temas: Sequence[str]
    propios: frozenset[str]
    reflexiones: int
    breve: bool = False
    tensiones: list[Tension] = field(default_factory=list)
    especiales: dict[tuple[str, str], list[Cita]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Cuántas personas escribieron."""
        return self.contador.total


def armar_secciones(material: Material) -> dict[str, list[Bloque]]:
    """Los bloques de cada espacio, por su clave, en el orden del taller.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict of str to list of Bloque
    """
    # Las tensiones y los cruces piden citas muy precisas: escogen primero. El documento conserva el orden del taller.
    material.tensiones = encontrar_tensiones(material.contador.voces, material.selector, material.temas)
    cruces = [c for c in cruzar(material.contador.voces, material.selector) if c.tema in set(material.temas)]
    construyendo = _construyendo(material, cruces)
    huella = _huella(material)
    caligrama = _caligrama(material)
    lupa = _lupa(material, cruces)
    return {"huella": huella, "lupa": lupa, "construyendo": construyendo, "caligrama": caligrama}


def _huella(m: Material) -> list[Bloque]:
    c = m.contador
    quienes = "Escribió 1 persona" if m.total == 1 else f"Escribieron {cuantas(m.total, 'persona', 'personas')}"
    partes = [f"{quienes}, en {cuantas(m.reflexiones, 'reflexión', 'reflexiones')}."]
    if c.personas(_es_de("personal")):
        que = "algo de sí: su camino, su ánimo, lo que"
        de_si = concordar(
            c.frase("Personal", _es_de("personal")), f"cuenta {que} aprendió", f"cuentan {que} aprendieron"
        )
        partes.append(f"{_abre(de_si)}.")
    if c.personas(_con_acto("logro")):
        texto = f"{_abre(concordar(c.frase('Logro', _con_acto('logro')), 'comparte', 'comparten'))} un logro"
        suyos = [] if m.breve else _temas_de(m, _con_acto("logro"))[:3]
        partes.append(f"{texto}; los temas que más se repiten: {_en_lista(m, suyos)}." if suyos else f"{texto}.")
    bloques = [Bloque("huella", 0, (Parrafo(" ".join(partes)),))]
    orgullo = m.selector.elegir(3, _celebra_logro, _claridad("logro"), tope=1)
    camino = m.selector.elegir(2, _es_camino, _trayectoria, tope=1)
    fuerza = m.selector.elegir(1, _es_fuerza, _claridad("logro"), tope=1)
    bloques += _con_entrada("huella", "**Lo que nos da orgullo**", orgullo, (1, 2, 5))
    bloques += _con_entrada("huella", "**De dónde venimos**", camino, (1, 4))
    bloques += _con_entrada("huella", "**Con qué contamos**", fuerza, (2,))
    return bloques


def _lupa(m: Material, cruces: Sequence[Cruce]) -> list[Bloque]:
    c = m.contador
    presentes = sorted((d for d in DIMENSIONES if c.personas(_es_de(d))), key=lambda d: -c.personas(_es_de(d)))
    bloques: list[Bloque] = []
    if presentes and m.breve:
        cuentas = [f"{GUIA[d].nombre}, {_celda(c.afirmar(GUIA[d].nombre, _es_de(d)), m.total)}" for d in presentes]
        bloques.append(
            Bloque(
                "lupa",
                0,
                (Parrafo(f"{_de_cuantas(m.total)} cada dimensión: {'; '.join(cuentas)}."),),
            )
        )
    elif presentes:
        filas = []
        for d in presentes:
            por_acto = [
                c.afirmar(GUIA[d].nombre, _es_de(d)),
                *(c.afirmar(f"{GUIA[d].nombre} · {a}", _es_de(d, a)) for a in ("reto", "logro", "compromiso")),
            ]
            filas.append((GUIA[d].nombre, *(_celda(n, m.total) for n in por_acto)))
        columnas = (
            f"{_de_cuantas(m.total)}…",
            "En total",
            "Con un reto",
            "Con un logro",
            "Proponen",
        )
        ausentes = [GUIA[d].nombre.lower() for d in DIMENSIONES if d not in presentes]
        piezas: list[Pieza] = [Tabla(columnas, tuple(filas), tuple(GUIA[d].color for d in presentes))]
        if ausentes:
            piezas.append(Parrafo(f"En estos textos no se reconoció nada de la dimensión {enumerar(ausentes)}."))
        bloques.append(Bloque("lupa", 0, tuple(piezas)))
    if m.breve:
        bloques += _reto_mas_compartido(m, cruces)
    for d in presentes:
        bloques += _una_dimension(m, d)
    bloques += _retos_compartidos(m, cruces)
    bloques += _bloques_de_tension(m)
    bloques += _de_pocas(m)
    return bloques


def _una_dimension(m: Material, d: str) -> list[Bloque]:
    temas = _temas_de(m, _es_de(d))[:3]
    asunto = a_media_frase(GUIA[d].descripcion.split(":")[0].rstrip("."))
    linea = f"Se habla de {_en_lista(m, temas)}." if temas else f"{_abre(asunto)}."
    reto = m.selector.elegir(1, _es_de(d, "reto"), _probabilidad(d, "reto"), minimo=9, tope=1)
    otra = m.selector.elegir(1, lambda v: d in v.dimensiones and v.acto != "reto", _probabilidad(d), minimo=9, tope=1)
    citas = [*reto, *otra] or m.selector.elegir(1, _es_de(d), _probabilidad(d))
    if not citas and not temas:
        return []
    cabeza: tuple[Pieza, ...] = (Subtitulo(GUIA[d].nombre, GUIA[d].color), Parrafo(linea))
    if m.breve:
        cabeza = (Parrafo(f"**{GUIA[d].nombre}**"),)
    bloques = [Bloque("lupa", 1, (*cabeza, *citas[:1]), clave=f"dimension {d}")]
    bloques += [Bloque("lupa", 4, (cita,), depende=f"dimension {d}") for cita in citas[1:]]
    return bloques


def _retos_compartidos(m: Material, cruces: Sequence[Cruce]) -> list[Bloque]:
    compartidos = [x for x in cruces if x.personas > POCAS][:_RETOS_LISTA]
    if not compartidos:
        return []
    renglones = []
    for x in compartidos:
        cuenta = m.contador.frase(f"Reto · {x.tema}", _reto_de(x.tema))
        renglones.append(f"**{_nombre(m, x.tema)}**: {cuenta}")
    return [Bloque("lupa", 1, (Subtitulo("Retos que compartimos"), Lista(tuple(renglones))))]


def _reto_mas_compartido(m: Material, cruces: Sequence[Cruce]) -> list[Bloque]:
    for x in cruces:
        voz = next((v for v in x.retos if m.selector.muestra(v, x.tema) and m.selector.libre(v, tope=1)), None)
        if voz is not None and x.personas > POCAS:
            cuenta = m.contador.frase(f"Reto · {x.tema}", _reto_de(x.tema))
            linea = Parrafo(f"El reto que más se nombra es **{_nombre(m, x.tema)}** ({cuenta}):")
            return [Bloque("lupa", 1, (linea, m.selector.tomar(voz)))]
    return []


def _bloques_de_tension(m: Material) -> list[Bloque]:
    bloques: list[Bloque] = []
    for i, t in enumerate(m.tensiones):
        como = "se celebra y también cuesta" if t.por == "acto" else "hay quien lo ve de un modo y quien lo ve de otro"
        cuerpo = (Parrafo(f"**{_nombre(m, t.tema)}**: {como}."), t.una, t.otra)
        m.especiales["tension", t.tema] = [t.una, t.otra]
        cabeza = (Subtitulo("Tensiones entre voces"),) if not i else ()
        bloques.append(
            Bloque("lupa", 1 + 3 * bool(i), (*cabeza, *cuerpo), clave=f"tension {t.tema}",
                   depende=f"tension {m.tensiones[0].tema}" if i else "")
        )  # fmt: skip
    return bloques


def _de_pocas(m: Material) -> list[Bloque]:
    """Los temas de una o dos personas: conservan su lugar; sólo los conocidos, que no dicen de quién son."""
    raros = [
        t for t in m.temas if t not in m.propios and 0 < m.contador.personas(lambda v, t=t: t in v.temas) <= POCAS  # type: ignore[misc]
    ]  # fmt: skip
    if not raros or m.total < 2 * POCAS:
        return []
    cita = m.selector.elegir(1, lambda v: bool(set(v.temas) & set(raros)), _claridad("reto"), tope=1)
    if cita:  # el tema de lo que se cita, primero
        de = next(v for v in m.selector.elegidas if v.cita == cita[0]).temas
        raros = [*(t for t in raros if t in de), *(t for t in raros if t not in de)]
    nombres = [a_media_frase(t) for t in raros[:_POCAS_LISTA]]
    if len(raros) > _POCAS_LISTA:
        nombres.append(cuantas(len(raros) - _POCAS_LISTA, "tema más", "temas más"))
    plural = "De cada uno de estos temas hablan" if len(nombres) > 1 else "De este tema hablan"
    parrafo = Parrafo(
        f"{plural} sólo {gente(1)}: {enumerar(nombres, separador=';')}. Que sean pocas no les quita peso."
    )
    return [
        Bloque("lupa", 2, (Subtitulo("Lo que dicen pocas voces"), parrafo), clave="pocas"),
        *(Bloque("lupa", 3, (x,), depende="pocas") for x in cita),
    ]


def _construyendo(m: Material, cruces: Sequence[Cruce]) -> list[Bloque]:
    c = m.contador
    bloques: list[Bloque] = []
    if c.personas(_con_acto("compromiso")):
        cuenta = c.frase("Compromiso", _con_acto("compromiso"))
        texto = concordar(cuenta, "propone algo o asume un compromiso", "proponen algo o asumen un compromiso")
        bloques.append(Bloque("construyendo", 0, (Parrafo(f"{_abre(texto)}."),)))
    else:
        bloques.append(
            Bloque("construyendo", 0, (Parrafo("En estos textos no se reconocieron propuestas dichas como tales."),))
        )
    con_respuesta = [x for x in cruces if x.propuestas and x.personas > POCAS]
    puestos = 0
    usadas: Counter[str] = Counter()
    for x in con_respuesta:
        if puestos >= _CRUCES:
            break
        voz = next((v for v in x.propuestas if _responde(m, v, x) and not m.selector.turno(v)), None)
        if voz is None or usadas[voz.cita.persona]:
            continue
        cita = m.selector.tomar(voz)
        usadas[cita.persona] += 1
        reto = c.frase(f"Reto · {x.tema}", _reto_de(x.tema))
        n = len({v.cita.persona for v in x.propuestas})
        verbo = "se propone" if n > 1 else "alguien propone"
        linea = f"Ante el reto de **{_nombre(m, x.tema)}** ({reto}), {verbo}:"
        bloques.append(Bloque("construyendo", 1 if puestos < 2 else 3, (Parrafo(linea), cita)))
        puestos += 1
    cuantas_sueltas, valor = 2 if puestos else 3, _claridad("compromiso")
    sueltas = m.selector.elegir(cuantas_sueltas, lambda v: v.acto == "compromiso" and _dicha(v), valor, tope=1)
    if not puestos and not sueltas:
        sueltas = m.selector.elegir(1, _con_acto("compromiso"), valor, tope=1)
    entrada = "**También se propone**" if puestos else "**Se propone**"
    bloques += _con_entrada("construyendo", entrada, sueltas, (2 if puestos else 1, 4, 4))
    sin = [x for x in cruces if not x.propuestas]
    return bloques + (_huecos(m, sin) if len(sin) < len(cruces) else _todo_hueco(m, sin))


def _huecos(m: Material, sin: Sequence[Cruce]) -> list[Bloque]:
    compartidos = [x for x in sin if x.personas > POCAS][:_HUECOS]
    pocos = [x for x in sin if x.personas <= POCAS and x.tema not in m.propios]
    if not compartidos and not pocos:
        return []
    piezas: list[Pieza] = [Subtitulo("Retos que todavía no tienen respuesta")]
    if compartidos:
        cuentas = [
            (x.tema, m.contador.afirmar(f"Reto sin propuesta · {x.tema}", _reto_de(x.tema))) for x in compartidos
        ]
        piezas.append(Parrafo(f"Nadie propone todavía algo ante {_en_lista(m, cuentas)}."))
    if pocos:
        nombres = [a_media_frase(x.tema) for x in pocos[:3]]
        if len(pocos) > 3:
            nombres.append(cuantas(len(pocos) - 3, "tema más", "temas más"))
        uno = len(pocos) == 1
        abre = ("Y uno que" if uno else "Y los que") if compartidos else ("Lo" if uno else "Los")
        lista = enumerar(nombres, separador=";")
        piezas.append(Parrafo(f"{abre} nombran {gente(1)}{'' if uno else ' cada uno'}: {lista}."))
    return [Bloque("construyendo", 1, tuple(piezas), clave="huecos"), *_voces_sin_respuesta(m, compartidos or pocos)]


def _todo_hueco(m: Material, sin: Sequence[Cruce]) -> list[Bloque]:
    """Si nada tiene propuesta, decirlo una vez y no repetir la lista de los retos."""
    if not sin:
        return []
    texto = "Ninguno de los retos que se nombran tiene todavía una propuesta: éste es el espacio para escribirlas."
    compartidos = [x for x in sin if x.personas > POCAS]
    return [
        Bloque("construyendo", 1, (Parrafo(texto),), clave="huecos"),
        *_voces_sin_respuesta(m, compartidos or [x for x in sin if x.tema not in m.propios]),
    ]


def _voces_sin_respuesta(m: Material, sin: Sequence[Cruce]) -> list[Bloque]:
    """Hasta dos citas, de retos distintos, de donde salen las preguntas de este espacio."""
    bloques: list[Bloque] = []
    # El tema propio de una sola palabra («vado») no cabe en una pregunta: su cita, al final.
    for x in sorted(sin, key=lambda x: x.tema in m.propios and " " not in x.tema):
        voz = next(
            (
                v
                for v in x.retos
                if m.selector.muestra(v, x.tema) and m.selector.libre(v, tope=1) and not m.selector.turno(v)
            ),
            None,
        )
        if voz is not None and len(bloques) < 2:
            cita = m.selector.tomar(voz)
            m.especiales["hueco", x.tema] = [cita]
            bloques.append(Bloque("construyendo", 2 + 2 * len(bloques), (cita,), depende="huecos"))
    return bloques


def _caligrama(m: Material) -> list[Bloque]:
    frases = m.selector.elegir(5, _celebra, _calidez, minimo=6, maximo=16, tope=0)
    for menos in (2, 1):
        faltan = max(4 - len(frases), 0) if menos == 2 else max(2 - len(frases), 0)
        frases += m.selector.elegir(faltan, _serena(menos), _calidez, minimo=6, maximo=16, tope=menos - 1)
    if not frases:
        texto = "Elijan en grupo las frases que quieran ver dibujadas: cualquier reflexión puede dar una."
        return [Bloque("caligrama", 0, (Parrafo(texto),))]
    entrada = Parrafo("Frases de la comunidad que podrían formar su caligrama:")
    return [
        Bloque("caligrama", 0, (entrada, *frases[:1]), clave="frases"),
        *(Bloque("caligrama", p, (f,), depende="frases") for p, f in zip((1, 2, 3, 4), frases[1:], strict=False)),
    ]


def _con_entrada(seccion: str, entrada: str, citas: Sequence[Cita], prioridades: Sequence[int]) -> list[Bloque]:
    """La primera cita con su entrada y las demás sueltas."""
    bloques: list[Bloque] = []
    for i, (cita, prioridad) in enumerate(zip(citas, prioridades, strict=False)):
        piezas: tuple[Pieza, ...] = (cita,) if i else (Parrafo(entrada), cita)
        bloques.append(
            Bloque(seccion, prioridad, piezas, clave=f"{entrada} {i}", depende=f"{entrada} {i - 1}" if i else "")
        )
    return bloques


def _temas_de(m: Material, sirve: Callable[[Voz], bool]) -> list[tuple[str, int]]:
    """Los temas que comparten tres personas o más de las que dicen algo que sirve, con sus cuentas."""
    pares = {(t, v.cita.persona) for v in m.contador.voces if sirve(v) for t in v.temas}
    cuentas = Counter(t for t, _ in pares)
    nombrables = set(m.temas)
    return sorted(
        ((t, n) for t, n in cuentas.items() if n > POCAS and t in nombrables), key=lambda par: (-par[1], par[0])
    )


def _en_lista(m: Material, temas: Sequence[tuple[str, int]]) -> str:
    nombres = [f"{a_media_frase(_nombre(m, t))} ({n}{'' if i else ' personas'})" for i, (t, n) in enumerate(temas)]
    return enumerar(nombres, separador=";" if any("," in t for t, _ in temas) else ",")


def _nombre(m: Material, tema: str) -> str:
    return f"{tema}\u00a0◦" if tema in m.propios else tema


def _celda(n: int, total: int) -> str:
    if not n:
        return "—"
    return "1 o 2" if n <= POCAS and total > POCAS else f"{n:,}"


def _de_cuantas(total: int) -> str:
    return f"De {cuantas(total, 'persona', 'personas')}, {'si habla' if total == 1 else 'cuántas hablan'} de"


def _abre(frase: str) -> str:
    return frase[:1].upper() + frase[1:]


def _con_acto(acto: str) -> Callable[[Voz], bool]:
    return lambda v: v.acto == acto


def _es_de(d: str, acto: str | None = None) -> Callable[[Voz], bool]:
    return lambda v: d in v.dimensiones and (acto is None or v.acto == acto)


def _reto_de(tema: str) -> Callable[[Voz], bool]:
    return lambda v: v.acto == "reto" and tema in v.temas


def _probabilidad(d: str, acto: str | None = None) -> Callable[[Voz], float]:
    return lambda v: v.puntajes[d] + 0.5 * bool(v.temas) + (_senal(acto, v.cita.texto) if acto else 0.0)


def _claridad(acto: str) -> Callable[[Voz], float]:
    return lambda v: max(v.puntajes.values(), default=0.0) + 0.2 * bool(v.temas) + _senal(acto, v.cita.texto)


def _senal(acto: str, texto: str) -> float:
    """Más si la oración dice el acto con sus palabras; menos si suena a otro."""
    otro = {"logro": "reto", "reto": "compromiso"}.get(acto)
    return 0.5 * dice(acto, texto) - 0.8 * (otro is not None and dice(otro, texto))


def _responde(m: Material, v: Voz, x: Cruce) -> bool:
    """Si se puede citar como respuesta: es una propuesta y habla del tema o con las palabras de quien lo vive."""
    cerca = m.selector.muestra(v, x.tema) or any(m.selector.entre(v, r) >= _CERCA for r in x.retos[:12])
    return cerca and _dicha(v) and m.selector.libre(v, tope=0)


def _dicha(v: Voz) -> bool:
    """Una propuesta que se lee como tal: el modelo también llama compromiso a lo que sólo se cuenta."""
    return dice("compromiso", v.cita.texto)


def _celebra_logro(v: Voz) -> bool:
    return v.acto == "logro" and dice("logro", v.cita.texto) and not se_duele(v.cita.texto)


def _celebra(v: Voz) -> bool:
    texto = v.cita.texto
    return v.acto in ("logro", "compromiso") and dice(v.acto, texto) and calidez(texto) > 1 and not se_duele(texto)


def _serena(menos: int) -> Callable[[Voz], bool]:
    return lambda v: v.acto != "reto" and calidez(v.cita.texto) >= menos and not se_duele(v.cita.texto)


def _es_camino(v: Voz) -> bool:
    return "personal" in v.dimensiones and v.acto != "compromiso" and cuenta_un_camino(v.cita.texto)


def _es_fuerza(v: Voz) -> bool:
    return bool({"institucional", "social", "valoral"} & set(v.dimensiones)) and _celebra_logro(v)


def _trayectoria(v: Voz) -> float:
    propio = any("trayectoria" in t.lower() for t in v.temas)
    return v.puntajes["personal"] + 0.6 * propio - 0.5 * dice("reto", v.cita.texto)


def _calidez(v: Voz) -> float:
    de_si = max(v.puntajes["valoral"], v.puntajes["personal"])
    return de_si + 0.4 * (v.acto == "logro") + 0.3 * min(calidez(v.cita.texto), 4)
