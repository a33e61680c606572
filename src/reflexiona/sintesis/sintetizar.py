"""`sintetizar`: de las etiquetas y los temas de una comunidad a su síntesis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reflexiona.corpus import Corpus
from reflexiona.dimensiones.guia import ACTOS, DIMENSIONES, GUIA
from reflexiona.errores import ErrorDatos
from reflexiona.privacidad.lexico import es_nombre_de_pila
from reflexiona.sintesis.cita import Cita
from reflexiona.sintesis.conteos import Contador
from reflexiona.sintesis.extension import presupuesto, recortar
from reflexiona.sintesis.frases import MINIMO_GRUPO, POCAS, a_media_frase, enumerar
from reflexiona.sintesis.piezas import Bloque, Lista, Parrafo, Preguntas, Subtitulo, palabras
from reflexiona.sintesis.preguntas import Pregunta, Preguntador, banco
from reflexiona.sintesis.resumidor import Resumen, Resumidor, Retirada, sin_comillas_ni_cuentas
from reflexiona.sintesis.seccion import pedir_seccion
from reflexiona.sintesis.secciones import ESPACIOS, Material, armar_secciones
from reflexiona.sintesis.seleccion import SE_VE, Selector
from reflexiona.sintesis.sintesis import Sintesis
from reflexiona.sintesis.voces import Voz
from reflexiona.temas import Temas

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sintetizar", "voces_de"]

_COLUMNAS = ("reflexion", "oracion", "texto", *DIMENSIONES, "dimensiones", "acto", "temas")
_TITULO = "Lo que nos contamos"
_COMO = "Cómo se hizo"
_PARA_PREGUNTAS = 0.2
_POR_PREGUNTA = 36
_MAXIMO_PREGUNTAS = {"huella": 1, "lupa": 3, "construyendo": 2, "caligrama": 1}
_PREGUNTAS_DE_UNA = 4
"""Las de una sección que se pide sola."""
_BREVE = 600
"""Con menos palabras se dice sólo lo esencial de cada espacio."""
_PARTE_PROPIO = 0.02
"""Qué parte de la comunidad debe decir un tema propio para que se nombre."""


def sintetizar(
    corpus: Corpus,
    etiquetas: pd.DataFrame,
    temas: Temas,
    *,
    semilla: int = 0,
    titulo: str | None = None,
    seccion: str | None = None,
    extension: int | str = "cinco minutos",
    minimo: int = MINIMO_GRUPO,
    resumidor: Resumidor | None = None,
) -> Sintesis:
    """La síntesis de una comunidad: de qué habla, con qué palabras, y preguntas para conversarlo.

    Parameters
    ----------
    corpus : Corpus
    etiquetas : pandas.DataFrame
        Una fila por oración: `reflexion`, `oracion`, `texto`, una columna de probabilidad por dimensión,
        `dimensiones` (lista), `acto` (str o None) y `temas` (lista).
    temas : Temas
    semilla : int
        Desempata entre preguntas que sirven igual.
    titulo : str, optional
    seccion : str, optional
        Uno solo de los cuatro espacios: «huella», «lupa», «construyendo» o «caligrama» (o su nombre).
    extension : int or str
        Palabras, «página» (450) o «cinco minutos» (1000 palabras).
    minimo : int
        Con menos personas no se cita ni se cuenta a nadie.
    resumidor : Resumidor, optional
        Quién propone las citas; sin esto, el incluido, que no sale a la red.

    Returns
    -------
    Sintesis

    Raises
    ------
    ErrorDatos
        Si a `etiquetas` le falta una columna o nombra una reflexión que no está en el corpus, o si la sección o la
        extensión no existen.

    Examples
    --------
    >>> from reflexiona.temas import ModeloTemas
    >>> import pandas as pd
    >>> vacio = ModeloTemas().fit([]).resultado_
    >>> columnas = ["reflexion", "oracion", "texto", *DIMENSIONES, "dimensiones", "acto", "temas"]
    >>> sintetizar(Corpus(()), pd.DataFrame([], columns=columnas), vacio).markdown
    '# Lo que nos contamos\\n\\nTodavía no hay reflexiones que leer.\\n'
    """
    disponibles = presupuesto(extension)
    cual = pedir_seccion(seccion)
    voces = voces_de(corpus, etiquetas)
    nombre = " ".join((titulo or _TITULO).split())
    if not voces:
        return _documento(nombre, [("", "", [Bloque("", 0, (Parrafo("Todavía no hay reflexiones que leer."),))])])
    if corpus.personas < minimo:
        return _discreta(nombre, corpus, voces, temas, minimo)
    retiradas: list[Retirada] = []
    entradas: dict[str, str] = {}
    preferidas: set[tuple[str, int]] = set()
    if resumidor is not None:
        for clave in (cual,) if cual else ESPACIOS:
            resumen = resumidor.resumir(voces, espacio=ESPACIOS[clave], palabras=disponibles // (1 if cual else 4))
            preferidas |= _comprobadas(resumen, voces, retiradas)
            entradas[clave], quitadas = sin_comillas_ni_cuentas(resumen.texto)
            retiradas += [*resumen.retiradas, *quitadas]
    fuerzas = _fuerzas(temas)
    voces = _donde_se_ve(voces, fuerzas)
    material = Material(
        Contador(voces, corpus.personas),
        Selector(voces, preferidas, fuerzas),
        _nombrables(temas, corpus.personas),
        frozenset(temas.tabla.loc[temas.tabla["origen"] == "emergente", "tema"]),
        len(corpus),
        breve=disponibles < _BREVE and not cual,
    )
    secciones = armar_secciones(material)
    if cual:
        secciones = {cual: secciones[cual]}
    for clave, texto in entradas.items():
        if texto and resumidor is not None:
            parrafo = Parrafo(f"{texto} (Redactado por {resumidor.nombre}.)")
            secciones[clave].insert(0, Bloque(clave, 1, (parrafo,)))
    nota = _nota(breve=disponibles < _BREVE, propios=bool(material.propios), resumidor=resumidor)
    encabezados = palabras(f"{nombre} {_COMO} " + " ".join(ESPACIOS[c] for c in secciones))
    libres = disponibles - palabras(nota.markdown()) - encabezados
    todos = [b for bloques in secciones.values() for b in bloques]
    dentro = recortar(todos, libres - int(disponibles * _PARA_PREGUNTAS))
    if not any("◦" in b.markdown() for b in dentro):
        nota = _nota(breve=disponibles < _BREVE, propios=False, resumidor=resumidor)
    quedan = libres - sum(palabras(b.markdown()) for b in dentro)
    preguntas = _preguntas(material, dentro, list(secciones), semilla, quedan)
    partes = []
    for clave in secciones:
        suyos = [b for b in dentro if b.seccion == clave]
        if preguntas[clave]:
            suyos.append(Bloque(clave, 0, (Preguntas(tuple(preguntas[clave])),)))
        partes.append((clave, ESPACIOS[clave], suyos))
    partes.append(("nota", _COMO, [nota]))
    mostradas = {c for b in dentro for c in b.citas}
    return _documento(
        nombre,
        partes,
        tensiones=tuple(t for t in material.tensiones if {t.una, t.otra} <= mostradas),
        afirmaciones=tuple(material.contador.dichas.values()),
        resumidor=resumidor.nombre if resumidor else "extractivo",
        retiradas=tuple(retiradas),
    )


def voces_de(corpus: Corpus, etiquetas: pd.DataFrame) -> list[Voz]:
    """Las oraciones de una tabla de etiquetas como voces.

    Raises
    ------
    ErrorDatos
        Si a la tabla le falta una columna o nombra una reflexión que no está en el corpus.
    """
    faltan = [c for c in _COLUMNAS if c not in etiquetas.columns]
    if faltan:
        raise ErrorDatos(f"A las etiquetas les falta {', '.join(faltan)}: use la tabla `etiquetas` de un análisis.")
    quien = {r.id: r.persona for r in corpus}
    voces = []
    for fila in etiquetas.loc[:, list(_COLUMNAS)].to_dict("records"):
        reflexion = str(fila["reflexion"])
        if reflexion not in quien:
            raise ErrorDatos(f"Las etiquetas nombran la reflexión {reflexion}, que no está en el corpus.")
        voces.append(
            Voz(
                cita=Cita(reflexion, int(fila["oracion"]), fila["texto"], quien[reflexion]),
                puntajes={d: float(fila[d]) for d in DIMENSIONES},
                dimensiones=tuple(fila["dimensiones"]),
                acto=fila["acto"] if fila["acto"] in ACTOS else None,
                temas=tuple(fila["temas"]),
            )
        )
    return voces


def _documento(titulo: str, partes: Sequence[tuple[str, str, Sequence[Bloque]]], **lo_demas: object) -> Sintesis:
    """El documento de unas secciones (clave, título y bloques), con sus citas y preguntas en el orden en que se leen."""
    titulares = Parrafo(titulo)
    renglones, cuerpo, secciones = [f"# {titulares.markdown()}"], [f"<h1>{titulares.html()[3:-4]}</h1>"], {}
    for clave, nombre, bloques in partes:
        cabeza = [f"## {nombre}"] if nombre else []
        markdown = "\n\n".join([*cabeza, *(b.markdown() for b in bloques)])
        html = "\n".join([*([f"<h2>{nombre}</h2>"] if nombre else []), *(b.html() for b in bloques)])
        cuerpo.append(f'<section class="{clave}">\n{html}\n</section>')
        renglones.append(markdown)
        if clave in ESPACIOS:
            secciones[clave] = markdown + "\n"
    markdown = "\n\n".join(renglones) + "\n"
    todos = [b for _, _, bloques in partes for b in bloques]
    return Sintesis(
        markdown,
        tuple(c for b in todos for c in b.citas),
        tuple(q for b in todos for p in b.piezas if isinstance(p, Preguntas) for q in p.preguntas),
        "\n".join(cuerpo),
        secciones,
        palabras=palabras(markdown),
        titulo=titulo,
        **lo_demas,  # type: ignore[arg-type]
    )


def _discreta(titulo: str, corpus: Corpus, voces: Sequence[Voz], temas: Temas, minimo: int) -> Sintesis:
    """Para una comunidad tan pequeña que citar o contar señalaría a alguien: de qué se habla y preguntas abiertas."""
    presentes = [d for d in DIMENSIONES if any(d in v.dimensiones for v in voces)]
    compartidos = [
        str(f["tema"])
        for f in temas.tabla.to_dict("records")
        if f["origen"] == "conocido" and f["personas"] >= min(POCAS + 1, corpus.personas) and corpus.personas > 1
    ]
    quien = "Escribió 1 persona" if corpus.personas == 1 else f"Escribieron menos de {minimo} personas"
    bloques = [
        Bloque("nota", 0, (Parrafo(
            f"{quien}. Para no exponer a nadie, esta síntesis no cita ni cuenta: dice de qué se habla y deja preguntas. "
            "Si quienes escribieron están de acuerdo en verse citados, pídala con minimo=1."
        ),))
    ]  # fmt: skip
    if presentes:
        bloques.append(
            Bloque("nota", 0, (Subtitulo("De qué se habla"), Lista(tuple(
                f"**{GUIA[d].nombre}**: {a_media_frase(GUIA[d].descripcion.split(':')[0].rstrip('.'))}" for d in presentes
            ))))
        )  # fmt: skip
    if compartidos:
        bloques.append(
            Bloque("nota", 0, (Parrafo(f"Temas que comparten: {enumerar(compartidos[:6], separador=';')}."),))
        )
    generales = [b for b in banco() if not b.con_tema and not b.acto and b.dimension in ("", *presentes)]
    preguntas: list[Pregunta] = []
    vistos = set()
    for base in generales:
        if (base.espacio, base.dimension) not in vistos and len(preguntas) < 6:
            vistos.add((base.espacio, base.dimension))
            preguntas.append(Pregunta(base.texto, ()))
    bloques.append(Bloque("nota", 0, (Preguntas(tuple(preguntas)),)))
    return _documento(titulo, [("discreta", "", bloques)])


def _comprobadas(resumen: Resumen, voces: Sequence[Voz], retiradas: list[Retirada]) -> set[tuple[str, int]]:
    """Las citas de un resumen que están tal cual en las voces; las demás se retiran, venga de quien venga."""
    textos = {(v.cita.reflexion, v.cita.oracion): v.cita.texto for v in voces}
    buenas = set()
    for c in resumen.citas:
        if textos.get((c.reflexion, c.oracion)) == c.texto:
            buenas.add((c.reflexion, c.oracion))
        else:
            retiradas.append(Retirada(c.texto, f"no coincide letra por letra con la {c.referencia}"))
    return buenas


def _fuerzas(temas: Temas) -> dict[tuple[str, str, int], float]:
    return {(f["tema"], f["reflexion"], f["oracion"]): float(f["puntaje"]) for f in temas.voces.to_dict("records")}


def _donde_se_ve(voces: Sequence[Voz], fuerzas: Mapping[tuple[str, str, int], float]) -> list[Voz]:
    """Las voces con sólo los temas que su oración muestra; en cada reflexión, al menos la que más lo muestra lo conserva.

    Así las personas de cada tema son las mismas, y su cruce con un acto o una dimensión no cuenta oraciones de otra cosa.
    """
    mayor: dict[tuple[str, str], float] = {}
    for v in voces:
        for t in v.temas:
            fuerza = fuerzas.get((t, v.cita.reflexion, v.cita.oracion), 0.0)
            mayor[t, v.cita.reflexion] = max(mayor.get((t, v.cita.reflexion), 0.0), fuerza)

    def se_ve(v: Voz, t: str) -> bool:
        return fuerzas.get((t, v.cita.reflexion, v.cita.oracion), 0.0) >= min(SE_VE, mayor[t, v.cita.reflexion])

    return [replace(v, temas=tuple(t for t in v.temas if se_ve(v, t))) for v in voces]


def _nombrables(temas: Temas, total: int) -> list[str]:
    """Los temas que la síntesis puede nombrar: de los propios de la comunidad, los que dicen bastantes y sin nombres."""
    nombres = []
    for f in temas.tabla.to_dict("records"):
        tema = str(f["tema"])
        bastantes = f["personas"] >= max(MINIMO_GRUPO, _PARTE_PROPIO * total)
        if f["origen"] != "emergente" or (bastantes and not any(es_nombre_de_pila(p) for p in tema.split())):
            nombres.append(tema)
    return nombres


def _preguntas(
    m: Material, dentro: Sequence[Bloque], claves: Sequence[str], semilla: int, quedan: int
) -> dict[str, list[Pregunta]]:
    """Las preguntas de cada espacio que caben en las palabras que quedan, repartidas por vueltas."""
    por_cita = {v.cita: v for v in m.selector.elegidas}
    de_pregunta = [t for t in m.temas if t not in m.propios or " " in t]
    preguntador = Preguntador(m.contador.voces, de_pregunta, m.selector.muestra, semilla)
    salida: dict[str, list[Pregunta]] = {c: [] for c in claves}
    for vuelta in range(_PREGUNTAS_DE_UNA):
        for clave in claves:
            tope = _MAXIMO_PREGUNTAS[clave] if len(claves) > 1 else _PREGUNTAS_DE_UNA
            if quedan < _POR_PREGUNTA or not vuelta == len(salida[clave]) < tope:
                continue
            mostradas = [c for b in dentro if b.seccion == clave for c in b.citas]
            especiales = {k: citas for k, citas in m.especiales.items() if set(citas) <= set(mostradas)}
            pregunta = preguntador.elegir(clave, [por_cita[c] for c in mostradas], especiales)
            if pregunta is not None:
                una = replace(pregunta, citas=pregunta.citas[:1]) if m.breve else pregunta
                quedan -= palabras(Preguntas((una,)).markdown())
                salida[clave].append(una)
    return salida


def _nota(*, breve: bool, propios: bool, resumidor: Resumidor | None) -> Bloque:
    """Cómo se hizo y hasta dónde llega."""
    frases = [
        "Lo que va entre comillas se copió tal cual; lo demás lo escribió un programa que puede equivocarse: aprendió de textos "
        "hechos con un modelo de lenguaje, no por docentes. Las cuentas son de personas y aproximadas."
    ]
    if not breve:
        frases.append(
            "Conviene contrastarlas con lo que el grupo sabe. De lo que dicen una o dos personas no se da la cuenta exacta. No se "
            "cita lo que lleva nombres o cargos reconocidos, pero alguno puede escaparse: antes de compartir esto, revísenlo."
        )
        if propios:
            frases.append("Los temas con ◦ se nombran aquí mucho más que en otras escuelas.")
    if resumidor is not None:
        frases.append(f"Las citas las propuso {resumidor.nombre} y se comprobaron letra por letra.")
    return Bloque("nota", 0, (Parrafo(" ".join(frases)),))
