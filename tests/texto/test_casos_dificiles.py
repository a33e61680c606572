"""Casos difíciles del cortador: «¦» marca dónde acaba una oración y empieza otra."""

import pytest

from reflexiona.texto import cortes, oraciones

ABREVIATURAS = [
    "La Profra. Elodia Rangel faltó. ¦Nadie avisó.",
    "Le dije al Profr. Elías que no. ¦Se molestó.",
    "Vino la mtra. ¦Hoy no traía lista.",
    "El Mtro. J. M. Pérez cubre el 3.º A. ¦Yo cubro el B.",
    "La Lic. Ramos y el Ing. Soto revisaron el techo. ¦Falta dinero.",
    "Trabajo en la Esc. Prim. Benito Juárez. ¦Somos seis.",
    "Queda en Av. Los Pinos s/n. ¦No hay camión.",
    "Es la Esc. Sec. Téc. núm. 12 de la zona 047. ¦Tiene luz.",
    "Leímos la pág. 45 y la núm. 3. ¦Faltó tiempo.",
    "Conviene usar material, p. ej. Tapas de refresco. ¦Son gratis.",
    "Llevamos gises, hojas, etc. y nadie los usó.",
    "Llevamos gises, hojas, etc. ¦Los niños escogieron.",
    "Entramos a las 8:00 a.m. y salimos a las 12:30 p.m. ¦Comemos en casa.",
    "A las 10:30 a. m. ¦Llegué a dirección.",
    "Fueron 6:20 a. m. cuando abrí.",
    "En el C.T.E. de enero hablamos de la N.E.M. ¦Hubo dudas.",
    "La S.E.P. manda el formato. ¦La U.S.A.E.R. lo llena.",
    "Su papá está en EE. UU. desde febrero. ¦Lo extraña.",
    "Su papá se fue a EE. UU. ¦Ahora vive con su abuela.",
    "La C. Directora firmó el acta. ¦La guardé.",
    "En la Enrique C. Rébsamen hay 12 maestros. ¦En la Carlos A. Madrazo, nueve.",
    "J. Refugio, de catorce años, ya trabaja.",
    "Me tocó primero B. ¦Abrí con un cuento.",
    "Somos el grupo C. ¦Todos llegamos.",
    "La escuela No. 2 carece de rampa. ¦Le dije que no. ¦Insistió.",
    "Tel. 228 123 45 67. ¦Marque por la tarde.",
    "Sr. Director, no hay agua. ¦Gracias.",
    "Ma. Elena y Fco. Javier son hermanos. ¦Van juntos.",
    "Dr. perdon profr le comparto la lista.",
    "Vive en Cd. Mendoza, Ver. ¦Viaja dos horas.",
    "Midió 3 mts. de largo y pesó 2 kgs. ¦Nadie lo creía.",
    "Atte. La maestra encargada.",
]
NUMEROS = [
    "Sacó 8.5 en mate. ¦Su mamá lloró.",
    "Los de 3.º A y los de 4.° B salieron. ¦Quedó el 5.º.",
    "Los de 3ro. B no leen. ¦Los de 1er. grado sí.",
    "Tengo 4to. y 5to. ¦Escriben mejor en español.",
    "En la 1a. Sesión Ordinaria se acordó. ¦Falta acta.",
    "Fue el 12.01.2026 a las 9.30. ¦Llovía.",
    "Gasté $1,250.50 en copias. ¦No me los pagan.",
    "Somos 32. ¦Faltaron 4. ¦5 llegaron tarde.",
    "Leímos el capítulo XX. ¦Luego la fase IV. ¦Estuvo largo.",
    "Ya no sé la tabla del 2. ¦Los niños tampoco.",
    "Son 3.1416 y nada más. ¦Eso dije.",
]
PREGUNTAS = [
    "¿Y quién los cuida? ¦Nadie. ¦¡Nadie!",
    "¡¿Otra vez?! ¦Sí, otra vez.",
    "¿Qué pasó?! ¦No supe…",
    "¿Vienes? preguntó la niña. ¦Le dije que sí.",
    "alguien tiene el formato?? ¦yo no lo encuentro",
    "ya quedó la composta!! ¦mañana la pesamos",
    "¡qué padre! dijo Ana. ¦Y se fue.",
    "¿Qué hago?, me pregunté. ¦No había respuesta.",
    "¿Cómo enseño?¦¿Cómo evalúo?",
]
SUSPENSIVOS = [
    "Este... la mayoría no vino. ¦Así es aquí.",
    "No supe qué decir… ¦Luego lloré.",
    "Sí, este… el año que enviudé, fue duro.",
    "Y entonces... ¦Nada. ¦Se fueron.",
    "... y así quedamos. ¦Fin.",
    "Bueno.... ¦Ya veremos.",
]
COMILLAS = [
    "Me dijo: «No entiendo.» ¦Le expliqué otra vez.",
    'Me dijo: "No entiendo." ¦Le expliqué.',
    "Dijo “ya no vengo”. ¦Y no vino.",
    "Gritaron «¡alto!» y la sábana cayó. ¦Reímos.",
    'Le pregunté "¿qué tienes?" y me contestó "nada". ¦No insistí.',
    "Contó que «su papá le dijo “vete”». ¦Me dolió.",
    "(Aquí pusimos la espina.) ¦Seguimos.",
    'Se rió. ¦"Ah, o sea que valen lo mismo". ¦Eso era.',
    "Leímos el cuento ‘No te rías, Pepe’. ¦Se rieron.",
]
DIALOGO = [
    "—¿Ya acabaste? —pregunté. ¦—No, maestra. ¦—Te espero.",
    "—¡Ya! —gritó Ana. ¦Y corrió.",
    "—Sí —dijo—. ¦Mañana vengo.",
    "– No quiero ir. ¦– Pues no vayas.",
]
LISTAS = [
    "Acuerdos:\n¦1. Leer diario\n¦2. Avisar a las familias",
    "1. ¿Qué funcionó? ¦El juego. ¦2. ¿Qué no? ¦El tiempo.",
    "- leer diario\n¦- avisar\n¦- evaluar",
    "• gises\n¦• hojas\n¦• cinta",
    "Pedimos: ¦• gises ¦• hojas",
    "* el patio\n¦* el baño",
    "a) Leer\n¦b) Escribir\n¦c) Contar",
    "1. Leer diario ¦2. Avisar a todos ¦3. Evaluar",
    "1) leer ¦2) escribir ¦3) contar",
    "IV. Acuerdos\n¦V. Firmas",
    "➢ lectura\n¦➢ escritura",
]
RENGLONES = [
    "Nombre: Ana\n¦Grado: tercero\n¦Qué funcionó: el juego",
    "llegué tarde\n¦nadie me esperaba\n¦empezamos sin sillas",
    "los niños de\ntercero no leen\n¦los de cuarto sí",
    "trajeron gises,\nhojas y cinta",
    "Primer párrafo sin punto\n\n¦segundo párrafo igual",
    "Hubo junta.\r\n¦no fui",
    "La Profra.\nElodia faltó.",
    "el apren-\ndizaje es lento",
]
CHAT = [
    "buenos dias compañeros mañana no hay clases me avisan",
    "no llegaron los libros. ¦los de cuarto tampoco",
    "Gracias a todos 😊 ¦Mañana seguimos",
    "Quedó bonito. 😊🎉 ¦Los papás aplaudieron.",
    "ya llegué 🙏🙏 y no hay nadie",
    "Se logró :) ¦Mañana otra vez",
    "al final firmamos ¦Hoy por fin nos dejaron una hora",
    "NO HAY AGUA. ¦NO HAY LUZ.",
    "Terminó la clase.¦Los niños salieron.¦¿Y yo?",
    "acabamos en 2025.¦Los demás siguen",
    "ya no tengo internet...¦Mañana lo subo",
]
ENLACES = [
    "Está en www.gob.mx/sep y en https://ejemplo.org/Ruta.Html?x=1. ¦Bájenlo.",
    "Mi correo es ana.Ruiz@ejemplo.mx por si gustan. ¦Saludos.",
    "Subí plan.docx y lista.xlsx al drive. ¦Revisen.",
    "El proyecto Mi comunidad gustó. ¦Leímos el libro Un mundo.",
    "Usamos #NEM y @sep en el cartel. ¦Quedó bien.",
]
CASOS = [
    *ABREVIATURAS,
    *NUMEROS,
    *PREGUNTAS,
    *SUSPENSIVOS,
    *COMILLAS,
    *DIALOGO,
    *LISTAS,
    *RENGLONES,
    *CHAT,
    *ENLACES,
]


@pytest.mark.parametrize("caso", CASOS)
def test_caso_dificil(caso):
    texto = caso.replace("¦", "")
    assert oraciones(texto) == [parte.strip() for parte in caso.split("¦")]
    assert [texto[i:f] for i, f in cortes(texto)] == oraciones(texto)
