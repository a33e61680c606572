"""La página web del informe: un solo archivo HTML que se abre sin red, desde una memoria USB o en un teléfono."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from reflexiona.dimensiones.guia import ACTO_NOMBRES, ACTOS, COLOR_NINGUNA, DIMENSIONES, GUIA
from reflexiona.informe.bloques import Bloque, Cita, Titulo, de_markdown, llano
from reflexiona.informe.contenido import Contenido, DimensionContada, Etiquetada, TemaContado, a_porciento
from reflexiona.informe.frases import cuenta, oraciones, personas
from reflexiona.informe.grupos import MINIMO_PERSONAS
from reflexiona.informe.mapa import ALTO, ANCHO, Mapa
from reflexiona.informe.resaltado import Marca
from reflexiona.informe.rotulos import rotular
from reflexiona.informe.visible import corto, en_utf16, visible
from reflexiona.sintesis.frases import enumerar

__all__ = ["en_guion", "escribir_pagina"]

_SECCIONES = (
    ("panorama", "Panorama"),
    ("sintesis", "Síntesis"),
    ("dimensiones", "Dimensiones"),
    ("temas", "Temas"),
    ("caligrama", "Caligrama"),
    ("explorar", "Explorar"),
    ("metodo", "Cómo se hizo"),
)
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ORACIONES_SIN_GUION = 20_000


def en_guion(valor: Any) -> str:
    """Un dato como JSON que puede ir dentro de `<script>`: nada en él cierra la etiqueta.

    Examples
    --------
    >>> en_guion("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    texto = json.dumps(valor, ensure_ascii=False, separators=(",", ":"))
    for letra, escape in _ESCAPES.items():
        texto = texto.replace(letra, escape)
    return texto


def escribir_pagina(
    contenido: Contenido,
    marcas: Sequence[tuple[Marca, ...]],
    mapa: Mapa,
    *,
    exacto: bool = True,
    modelo: str = "rapido",
) -> str:
    """La página entera.

    Parameters
    ----------
    contenido : Contenido
    marcas : sequence of tuple of Marca
        Las palabras resaltadas de cada oración, en el orden de `contenido.textos`.
    mapa : Mapa
        En el mismo orden.
    exacto : bool
        Si lo resaltado sale del modelo que puso las etiquetas.
    modelo : str
        El nombre de ese modelo.
    """
    carpeta = files("reflexiona.informe")
    guion = (carpeta / "pagina.js").read_text("utf-8")
    estilo = (carpeta / "estilo.css").read_text("utf-8") + _colores()
    entorno = Environment(autoescape=True, trim_blocks=True, undefined=StrictUndefined)
    entorno.globals.update(
        porciento=a_porciento,
        cuenta=lambda n: cuenta(n, contenido.personas),
        personas=lambda n: personas(n, contenido.personas),
        oraciones=oraciones,
        de_personas=lambda n: _de_personas(n, contenido.personas),
        actos_dichos=lambda d: _actos_dichos(d, contenido.personas),
        mezcla=_mezcla,
        dominante=_dominante,
        mezcla_dicha=_mezcla_dicha,
        con_tipo=_con_tipo,
    )
    plantilla = entorno.from_string((carpeta / "plantilla.html.j2").read_text("utf-8"))
    filas = [o for t in contenido.textos for o in t.oraciones]
    indices: dict[str, list[int]] = {t.nombre: [] for t in contenido.temas}
    for i, o in enumerate(filas):
        for tema in o.temas:
            indices.setdefault(tema, []).append(i)
    formas = _formas(mapa.radio)
    return plantilla.render(
        c=contenido,
        version=version("reflexiona"),
        politica=(
            "default-src 'none'; img-src data:; "
            f"style-src '{_huella(estilo)}'; script-src '{_huella(guion)}'; base-uri 'none'; form-action 'none'"
        ),
        estilo=Markup(estilo),
        guion=Markup(guion),
        secciones=_SECCIONES,
        cifras=_cifras(contenido),
        sintesis=_con_tipo(_cuerpo(de_markdown(contenido.sintesis))),
        caligrama=_caligrama(contenido),
        grupos=_opciones(contenido),
        minimo=MINIMO_PERSONAS,
        leyenda=_leyenda(),
        trazos=_trazos(filas, mapa, formas),
        rotulos=rotular(mapa.lugares, indices, mapa.radio),
        radio=mapa.radio,
        ancho=ANCHO,
        alto=ALTO,
        exacto=exacto,
        modelo=visible(modelo),
        datos=Markup(en_guion(_datos(contenido, marcas, mapa, formas))),
        estatico=_estatico(contenido),
    )


def _huella(texto: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(texto.encode()).digest()).decode()


def _colores() -> str:
    reglas = []
    for clave, color in [*((d, GUIA[d].color) for d in DIMENSIONES), ("ninguna", COLOR_NINGUNA)]:
        reglas.append(
            f".d-{clave}{{background:{color}}}.r-{clave}{{fill:{color}}}.c-{clave}{{--c:{color}}}"
            f".b-{clave}{{border-bottom-color:{color}}}"
        )
    return "\n".join(reglas) + "\n"


def _de_personas(n: int, total: int) -> str:
    return personas(n) if n == total == 1 else f"{cuenta(n, total)} de {personas(total)}"


def _cifras(c: Contenido) -> list[tuple[str, str]]:
    pares = (
        (c.personas, "persona", "personas"),
        (c.reflexiones, "reflexión", "reflexiones"),
        (c.oraciones, "oración", "oraciones"),
        (len(c.temas), "tema", "temas"),
    )
    return [(f"{n:,}", una if n == 1 else varias) for n, una, varias in pares]


def _actos_dichos(d: DimensionContada, total: int) -> str:
    verbos = {
        "reto": ("cuenta un reto", "cuentan retos"),
        "logro": ("cuenta un logro", "cuentan logros"),
        "compromiso": ("se compromete o propone", "se comprometen o proponen"),
        "pregunta": ("pregunta", "preguntan"),
    }
    dichas = [(a, cuenta(n, total)) for a, n in d.actos if n]
    partes = [f"{n} {verbos[a][n != '1']}" for a, n in dichas]
    if not partes:
        return ""
    return f"De ellas, {enumerar(partes)}." if d.personas > 1 else ""


def _mezcla(t: TemaContado) -> list[tuple[str, float, float]]:
    total, x, salida = sum(t.dimensiones), 0.0, []
    for clave, n in zip(DIMENSIONES, t.dimensiones, strict=True):
        if n:
            salida.append((clave, round(x, 2), round(100 * n / total, 2)))
            x += 100 * n / total
    return salida


def _dominante(t: TemaContado) -> str:
    return DIMENSIONES[max(range(len(DIMENSIONES)), key=t.dimensiones.__getitem__)] if any(t.dimensiones) else "ninguna"


def _mezcla_dicha(t: TemaContado) -> str:
    pares = sorted(zip(DIMENSIONES, t.dimensiones, strict=True), key=lambda par: -par[1])
    return ", ".join(f"{GUIA[c].nombre.lower()} {n}" for c, n in pares if n)


def _con_tipo(bloques: Sequence[Bloque]) -> list[tuple[str, Any]]:
    """Cada bloque con el nombre de su tipo; las citas seguidas, juntas."""
    salida: list[tuple[str, Any]] = []
    for es_cita, grupo in groupby(bloques, key=lambda b: isinstance(b, Cita)):
        if es_cita:
            salida.append(("Citas", list(grupo)))
        else:
            salida += [(type(b).__name__, b) for b in grupo]
    return salida


def _cuerpo(bloques: Sequence[Bloque]) -> list[Bloque]:
    """La síntesis sin su título ni su nota de método: la página trae los suyos."""
    salida: list[Bloque] = []
    fuera = False
    for b in bloques:
        if isinstance(b, Titulo) and b.nivel <= 2:
            fuera = llano(b.tramos).startswith("Cómo se hizo")
        if not fuera and not (isinstance(b, Titulo) and b.nivel == 1):
            salida.append(b)
    return salida


def _caligrama(c: Contenido) -> dict[str, str] | None:
    if c.caligrama is None:
        return None
    svg = base64.b64encode(c.caligrama.svg().encode()).decode()
    pagina = c.caligrama.pagina
    return {
        "src": f"data:image/svg+xml;base64,{svg}",
        "alternativo": corto(visible(f"{pagina.titulo}. {pagina.descripcion}"), 600),
    }


def _opciones(c: Contenido) -> list[tuple[str, list[tuple[int, str, int]]]]:
    con_lugar = list(enumerate(c.grupos))
    return [
        (corto(visible(columna), 60), [(i, corto(visible(g.valor), 60), g.personas) for i, g in suyos])
        for columna, suyos in groupby(con_lugar, key=lambda par: par[1].columna)
    ]


def _formas(r: float) -> tuple[str, ...]:
    """El contorno de cada marca, relativo a su centro: círculo, cuadro, triángulo, rombo, cruz y raya."""
    c, t, b = round(0.88 * r, 1), round(1.1 * r, 1), round(0.38 * r, 1)
    brazo = round(t - b, 1)
    return (
        f"m{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z",
        f"m{-c:g} {-c:g}h{2 * c:g}v{2 * c:g}h{-2 * c:g}z",
        f"m0 {-t:g}l{t:g} {1.9 * t:.3g}h{-2 * t:g}z",
        f"m0 {-1.15 * t:.3g}l{t:g} {1.15 * t:.3g}l{-t:g} {1.15 * t:.3g}l{-t:g} {-1.15 * t:.3g}z",
        f"m{-b:g} {-t:g}h{2 * b:g}v{brazo:g}h{brazo:g}v{2 * b:g}h{-brazo:g}v{brazo:g}h{-2 * b:g}v{-brazo:g}"
        f"h{-brazo:g}v{-2 * b:g}h{brazo:g}z",
        f"m{-c:g} {-b:g}h{2 * c:g}v{2 * b:g}h{-2 * c:g}z",
    )


def _leyenda() -> list[dict[str, str]]:
    formas = _formas(6)
    filas = [{"clave": d, "nombre": GUIA[d].nombre, "marca": "M0 0" + formas[j]} for j, d in enumerate(DIMENSIONES)]
    return [*filas, {"clave": "ninguna", "nombre": "Ninguna", "marca": "M0 0" + formas[-1]}]


def _trazos(filas: Sequence[Etiquetada], mapa: Mapa, formas: Sequence[str]) -> list[tuple[str, str]]:
    """Un solo contorno por dimensión con todos sus puntos: el navegador dibuja seis figuras y no miles."""
    partes: list[list[str]] = [[] for _ in formas]
    for o, (x, y) in zip(filas, mapa.lugares.tolist(), strict=True):
        d = DIMENSIONES.index(o.dimensiones[0]) if o.dimensiones else len(DIMENSIONES)
        partes[d].append(f"M{x} {y}{formas[d]}")
    return [(clave, "".join(p)) for clave, p in zip((*DIMENSIONES, "ninguna"), partes, strict=True)]


def _datos(c: Contenido, marcas: Sequence[tuple[Marca, ...]], mapa: Mapa, formas: Sequence[str]) -> dict[str, Any]:
    preguntas = _preguntas(c)
    temas = {t.nombre: i for i, t in enumerate(c.temas)}
    reflexiones: list[list[Any]] = []
    renglones: list[list[Any]] = []
    lugares = mapa.lugares.tolist()
    for r, t in enumerate(c.textos):
        grupos = [i for i, g in enumerate(c.grupos) if t.id in g.reflexiones]
        reflexiones.append([t.id, t.persona, preguntas.get(t.pregunta, -1), grupos])
        for o in t.oraciones:
            k = len(renglones)
            renglones.append(
                [
                    r,
                    o.numero,
                    o.texto,
                    [round(100 * p) for p in o.probabilidades],
                    [DIMENSIONES.index(d) for d in o.dimensiones],
                    ACTOS.index(o.acto) if o.acto else -1,
                    [temas[x] for x in o.temas if x in temas],
                    _marcas(o.texto, marcas[k]),
                    *lugares[k],
                ]
            )
    return {
        "d": [GUIA[d].nombre for d in DIMENSIONES],
        "clave": list(DIMENSIONES),
        "a": [ACTO_NOMBRES[a] for a in ACTOS],
        "t": list(temas),
        "q": list(preguntas),
        "r": reflexiones,
        "o": renglones,
        "marca": list(formas),
        "radio": mapa.radio,
        "ancho": ANCHO,
    }


def _preguntas(c: Contenido) -> dict[str, int]:
    """Las preguntas del formulario; si es una sola para todos los textos, repetirla no dice nada."""
    todas = dict.fromkeys(t.pregunta for t in c.textos)
    return {p: i for i, p in enumerate(p for p in todas if p)} if len(todas) > 1 else {}


def _marcas(texto: str, marcas: Sequence[Marca]) -> list[int]:
    lugares = en_utf16(texto, [x for m in marcas for x in (m.inicio, m.fin)])
    salida: list[int] = []
    for m, inicio, fin in zip(marcas, lugares[::2], lugares[1::2], strict=True):
        salida += [inicio, fin - inicio, DIMENSIONES.index(m.dimension), m.fuerza]
    return salida


def _estatico(c: Contenido) -> Markup:
    """Los textos con sus etiquetas para un navegador sin guiones (o con ellos apagados)."""
    if c.oraciones > _ORACIONES_SIN_GUION:
        return Markup("<p>{}</p>").format(
            "Son demasiadas oraciones para mostrarlas sin los guiones del navegador: actívelos o pida el informe en "
            "Excel (.xlsx), que las trae todas."
        )
    partes, preguntas = [], _preguntas(c)
    for t in c.textos:
        partes.append(Markup('<article class="ref"><h4>Reflexión {}</h4>').format(t.id))
        if t.pregunta in preguntas:
            partes.append(Markup('<p class="pregunta">{}</p>').format(t.pregunta))
        for o in t.oraciones:
            dichas = [
                f"{GUIA[d].nombre} {round(100 * o.probabilidades[DIMENSIONES.index(d)])} %" for d in o.dimensiones
            ] or ["Ninguna dimensión"]
            dichas += [ACTO_NOMBRES[o.acto]] if o.acto else []
            dichas += [f"Tema: {'; '.join(o.temas)}"] if o.temas else []
            partes.append(
                Markup('<p><bdi class="t">{}</bdi> <span class="marcas">{}</span></p>').format(
                    o.texto, " · ".join(dichas)
                )
            )
        partes.append(Markup("</article>"))
    return Markup("").join(partes)
