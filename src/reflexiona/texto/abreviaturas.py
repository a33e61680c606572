"""Abreviaturas de la escuela mexicana y palabras que abren oración: lo que decide si un punto cierra."""

from __future__ import annotations

import re

__all__ = [
    "ABREN",
    "ARTICULOS",
    "CIERRAN",
    "NOMBRAN",
    "NUNCA",
    "ORDINAL",
    "SALVO_FUNCION",
    "SIGLA",
    "SOLO_NUMERO",
    "conjunto",
]


def conjunto(texto: str) -> frozenset[str]:
    """Las palabras de un texto, como conjunto: así las listas se leen y se editan corridas."""
    return frozenset(texto.split())


NUNCA = conjunto(
    "ej esc prim jard núm núms num nums av ave avda blvd bvld calz carr fracc priv mza edif depto dpto mpio cd edo "
    "pról prol vs atte atentam sta sto ma fco gpe gral cmdte pbro dn dña excmo excma c.p p.d pd cta cte ref ee ff "
    "rr dd ss cc n.b cf aprox.de fig figs nom obs"
)
"""Su punto no cierra nunca: siempre sigue lo que abrevian («Esc. Benito Juárez», «núm. 3», «p. ej. los de primero»)."""

SALVO_FUNCION = conjunto(
    "profr profra profrs profras prof profa profs mtra mtro mtras mtros maest lic lics licda ing ings dr dra drs "
    "dras sr sra sres sras srta srtas srita arq psic psicol enf tec téc cap capt cmte ud uds vd vds d dña col sec "
    "secu preesc bach univ tel.sec telesec dir subdir coord superv asesor.téc insp zna turn mat vesp gpo gdo pte "
    "hno hna hnos fam"
)
"""Su punto no cierra, salvo ante palabra que no puede ser nombre («el Profr. Elías» / «vino la mtra. Hoy no»)."""

CIERRAN = conjunto(
    "etc etcétera a.m p.m am pm hrs hr hs h min mins seg segs kg kgs km kms cm mm mts mt gr grs lts pzas pza pesos "
    "aprox máx mín uu aa hh jr admvo s.a c.v a.c s.c q.e.p.d"
)
"""Su punto cierra sólo si sigue mayúscula («10:30 a.m. Llegué» / «lápices, etc. y colores»)."""

SOLO_NUMERO = conjunto(
    "no nos n nro p pp pág págs pag pags art arts cap caps vol vols ed inc frac tel tels cel cels ext int lt ene "
    "feb abr jun jul ago sept oct nov dic"
)
"""Sólo son abreviatura ante un número («No. 2», «tel. 228…», «art. 3»); si no, su punto cierra («dijo que no. Hoy»)."""

ORDINAL = re.compile(r"\d{1,3}(?:[oaºª°]|[eé]?r[oa]?|d[oa]|t[oa]|m[oa]|v[oa]|n[oa]|os|as)", re.IGNORECASE)
"""«1er.», «2do.», «3ro.», «4o.», «5to.»…"""

SIGLA = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}")
"""«C.T.E», «J.M», «a.m»: letras con punto, sin el último."""

ABREN = conjunto(
    "Me No Yo Lo Se Mi Con Le Al Una Les Cuando Un Hoy Para Ya Nos Tengo Soy Su Después Despues Ahora Que Nadie Por "
    "Ahí Ahi Aquí Aqui Mis Eso También Tambien Mañana Entonces Este Hay Es Luego En Hicimos Llevo Esa Fui Hubo "
    "Durante Pedí Cada Nunca Ella Desde Antes Así Asi Voy Pues Como Pero Qué Si Sí Hice Puse Somos Sigo Estoy "
    "Mientras Propongo Allá Hace Te Todavía Todavia Ese Nosotros Nosotras Aprendí Hasta Quiero Pensé Había Habia "
    "Sin Ayer Sentí Fue Otra Otro Fueron Esto Sus Esta Estas Estos Esos Esas Ellos Ellas Cómo Quien Quién Siento "
    "Quedamos Doy Son Alguien Porque Aunque Además Ademas Siempre Tal Todo Toda Todos Todas Tampoco Tuve Tuvimos "
    "Vamos Debo Creo Gracias Sólo Solo Ni Algunos Algunas Algún Ningún Ninguna Muchos Muchas Unos Unas Cuál Cual "
    "Cuáles Cuántos Dónde Donde Sobre Según Tras Ahorita Quizá Quizás Apenas Casi Dije Hemos Estamos Estuve Debemos "
    "Necesito Necesitamos Considero Solicito"
)
"""Palabras que con mayúscula abren oración: casi nunca empiezan un nombre propio."""

ARTICULOS = conjunto("El La Los Las A Y O E De Del Dos Tres")
"""También abren oración, pero muchos lugares y títulos empiezan así («La Merced», «El Chote»)."""

NOMBRAN = conjunto(
    "libro libros cuento cuentos proyecto proyectos programa programas canción cancion película pelicula video obra "
    "poema tema taller lectura novela juego llamado llamada llaman llama titulado titulada campaña estrategia "
    "actividad dinámica ficha texto revista colonia escuela primaria secundaria preescolar jardín comunidad de en "
    "grupo equipo documental curso diplomado serie fábula leyenda"
)
"""Tras ellas viene un título o un nombre: la mayúscula que sigue no abre oración («el proyecto Mi comunidad»)."""
