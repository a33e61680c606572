"""La orden de consola `reflexiona`. Los datos van a la salida estándar; el progreso y los avisos, a la de errores.

Termina con 0 si todo salió bien, 1 si los datos no sirven, 2 si la orden está mal escrita, 3 si no se pudo escribir
y 130 si se interrumpe.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import reflexiona
from reflexiona.errores import AvisoReflexiona, ErrorCaligrama, ErrorLectura, ErrorReflexiona, ErrorSalida

__all__ = ["principal"]

DATOS, USO, ESCRITURA, INTERRUPCION = 1, 2, 3, 130


class _EnEspanol(click.Command):
    """Una orden cuya ayuda sale en español."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Uso: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [
            p.replace("[OPTIONS]", "[OPCIONES]").replace("COMMAND [ARGS]...", "ORDEN …")
            for p in super().collect_usage_pieces(ctx)
        ]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        opciones = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]  # ARCHIVO ya está en la descripción
        registros = [r for p in opciones if (r := p.get_help_record(ctx)) is not None]
        with formatter.section("Opciones"):
            formatter.write_dl([(a, b.replace("[required]", "[obligatoria]")) for a, b in registros])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        opcion = super().get_help_option(ctx)
        if opcion is not None:
            opcion.help = "Muestra esta ayuda y termina."
        return opcion


class _Grupo(_EnEspanol, click.Group):
    """El grupo de órdenes, en español."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _EnEspanol.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        filas = [(n, c.get_short_help_str(90)) for n in self.list_commands(ctx) if (c := self.get_command(ctx, n))]
        with formatter.section("Órdenes"):
            formatter.write_dl(filas)


@click.group(cls=_Grupo, context_settings={"help_option_names": ["-h", "--ayuda", "--help"]})
@click.version_option(
    reflexiona.__version__, "--version", message="reflexiona %(version)s", help="Muestra la versión y termina."
)
def orden() -> None:
    """Dimensiones, temas, caligrama y síntesis de las reflexiones de una comunidad docente, sin conexión a internet.

    \b
    Ejemplos:
      reflexiona analizar reflexiones.csv -o salida/
      reflexiona informe reflexiones.csv -o informe.html
      reflexiona caligrama poema.txt --forma paloma --estilo verso -o c.pdf
      reflexiona formas

    \b
    Termina con 0 si todo salió bien, 1 si los datos no sirven, 2 si la orden
    está mal escrita, 3 si no se pudo escribir y 130 si se interrumpe.
    """


@orden.command(cls=_EnEspanol)
@click.argument("archivo", type=click.Path(path_type=Path))
@click.option("-o", "--salida", "carpeta", type=click.Path(path_type=Path), required=True, metavar="CARPETA",
              help="Carpeta donde se escriben los resultados.")  # fmt: skip
@click.option("--columna", multiple=True, metavar="NOMBRE",
              help="Columna del texto; puede repetirse. Sin ella se busca sola.")  # fmt: skip
@click.option("--hoja", metavar="NOMBRE", help="Hoja del libro de Excel u ODS.")
@click.option("--persona", metavar="NOMBRE", help="Columna que dice quién escribió, para contar personas.")
@click.option("--forma", default="corazon", metavar="FORMA",
              help="Forma del caligrama: «corazon» u otra de «reflexiona formas» o una silueta SVG o PNG.")  # fmt: skip
@click.option("--titulo", metavar="TEXTO", help="Título de la síntesis y del caligrama.")
@click.option("--modelo", default="preciso", metavar="MODELO", help="«preciso», «rapido» o la carpeta de uno propio.")
@click.option("--spacy", default="auto", metavar="MODELO",
              help="«auto», «es» (sin descargas) o un modelo de spaCy instalado.")  # fmt: skip
@click.option("--semilla", default=0, metavar="N", help="Cambia el acomodo del caligrama y los desempates.")
@click.option("--conservar-repetidas", is_flag=True, help="No aparta las filas idénticas.")
@click.option("-q", "--silencio", is_flag=True, help="Sin progreso ni avisos.")
def analizar(
    archivo: Path,
    carpeta: Path,
    columna: tuple[str, ...],
    hoja: str | None,
    persona: str | None,
    forma: str,
    titulo: str | None,
    modelo: str,
    spacy: str,
    semilla: int,
    conservar_repetidas: bool,
    silencio: bool,
) -> None:
    """Analiza un archivo de reflexiones y escribe los resultados en una carpeta.

    ARCHIVO puede ser CSV, Excel, ODS, JSONL, TXT o una carpeta de TXT.

    \b
    Escribe:
      etiquetas.csv     una fila por oración, con sus dimensiones, acto y temas
      reflexiones.csv   una fila por reflexión
      temas.csv         los temas, con cuántas personas y oraciones
      sintesis.md       la síntesis para el diálogo, con citas y preguntas
      caligrama.svg     las palabras de la comunidad en una forma (y .png)
      apartadas.csv     las filas que no se analizaron, con su motivo
      analisis.json     con qué se hizo: versiones, modelos, semilla

    \b
    Ejemplos:
      reflexiona analizar reflexiones.csv -o salida/
      reflexiona analizar respuestas.xlsx --hoja "Zona 14" -o salida/ --forma paloma
      reflexiona analizar datos.csv --columna "Reflexión" --persona Correo -o salida/
    """
    from reflexiona.analisis import PASOS
    from reflexiona.analisis import analizar as analizar_corpus
    from reflexiona.caligrama.silueta import leer_silueta
    from reflexiona.lectura import leer

    leer_silueta(forma)  # una forma que no existe se dice antes de empezar, no al final
    with warnings.catch_warnings(record=True) as avisos:
        warnings.simplefilter("always")
        corpus = leer(
            archivo,
            columna=list(columna) or None,
            hoja=hoja,
            persona=persona,
            repetidas="conservar" if conservar_repetidas else "apartar",
        )
    if not silencio:
        for aviso in avisos:
            if issubclass(aviso.category, AvisoReflexiona):
                click.echo(f"Aviso: {aviso.message}", err=True)
    with _Progreso(len(PASOS) + 1, visible=not silencio and sys.stderr.isatty()) as paso:
        analisis = analizar_corpus(corpus, modelo=modelo, spacy=spacy, semilla=semilla, progreso=paso)
        paso("síntesis y caligrama")
        rutas = analisis.guardar(carpeta, forma=forma, titulo=titulo)
    for ruta in rutas:
        click.echo(ruta)
    if not silencio:
        cuentas = (
            (len(corpus), "reflexión", "reflexiones"),
            (corpus.personas, "persona", "personas"),
            (len(analisis.etiquetas), "oración", "oraciones"),
            (len(analisis.temas), "tema", "temas"),
        )
        dichas = ", ".join(f"{n} {una if n == 1 else varias}" for n, una, varias in cuentas)
        click.echo(f"{dichas}; filas apartadas: {len(corpus.apartadas)} de {corpus.filas}.", err=True)


@orden.command(cls=_EnEspanol)
@click.argument("archivo", type=click.Path(path_type=Path))
@click.option("-o", "--salida", "destino", type=click.Path(path_type=Path), required=True, metavar="RUTA",
              help="Dónde se guarda: .svg, .png, .pdf o .html.")  # fmt: skip
@click.option("--forma", default="corazon", metavar="FORMA",
              help="«corazon» u otra de «reflexiona formas», «letras:NEM», o una silueta SVG o PNG.")  # fmt: skip
@click.option("--estilo", default="nube", metavar="ESTILO",
              help="«nube», «verso» (el texto llena la forma) o «trazo» (la recorre).")  # fmt: skip
@click.option("--voces", is_flag=True, help="Cada renglón del archivo es una voz; antes de «:», su nombre.")
@click.option("--titulo", metavar="TEXTO", help="Se escribe arriba.")
@click.option("--letra", metavar="LETRA", help="«serif», «sans», «mano» o un archivo TTF u OTF.")
@click.option("--color", "colores", multiple=True, metavar="COLOR",
              help="«#RRGGBB» o una paleta: «dimensiones», «milpa», «jacaranda», «barro» o «mar».")  # fmt: skip
@click.option("--fondo", default="#FFFFFF", metavar="COLOR", help="Color de fondo, «#RRGGBB».")
@click.option("--ancho", default=1600, metavar="N", help="Pixeles de ancho del PNG.")
@click.option("--cm", metavar="ANCHOxALTO", help="Tamaño de la hoja en centímetros, en PNG y PDF: «90x60».")
@click.option("--ppp", default=150, metavar="N", help="Pixeles por pulgada de la hoja.")
@click.option("--semilla", default=0, metavar="N", help="Cambia el acomodo de la nube.")
@click.option("-q", "--silencio", is_flag=True, help="Sin avisos.")
def caligrama(
    archivo: Path,
    destino: Path,
    forma: str,
    estilo: str,
    voces: bool,
    titulo: str | None,
    letra: str | None,
    colores: tuple[str, ...],
    fondo: str,
    ancho: int,
    cm: str | None,
    ppp: int,
    semilla: int,
    silencio: bool,
) -> None:
    """Dibuja un texto en una forma.

    ARCHIVO es un texto; con «-» se lee de la entrada.

    \b
    Ejemplos:
      reflexiona caligrama poema.txt --forma paloma --estilo verso -o c.pdf
      reflexiona caligrama frases.txt --estilo trazo --voces --color milpa -o c.svg
      reflexiona caligrama texto.txt -o cartel.png --cm 90x60 --ppp 150
    """
    from reflexiona.caligrama import caligrama as dibujar

    texto = _texto(archivo)
    medida = _medida(cm)
    with warnings.catch_warnings(record=True) as avisos:
        warnings.simplefilter("always")
        hecho = dibujar(
            _voces(texto) if voces else texto,
            forma,
            estilo,
            semilla,
            colores=(colores[0] if len(colores) == 1 else colores) or None,
            ancho=ancho,
            titulo=titulo,
            fuente=letra,
            fondo=fondo,
        )
    try:
        ruta = hecho.guardar(destino, cm=medida, ppp=ppp)
    except ErrorCaligrama as error:
        if isinstance(error.__cause__, OSError):
            raise ErrorSalida(str(error)) from error
        raise
    click.echo(ruta)
    if silencio:
        return
    for aviso in avisos:
        if issubclass(aviso.category, AvisoReflexiona):
            click.echo(f"Aviso: {aviso.message}", err=True)
    sin_letra = [par for par in hecho.omitidas if "fuente" in par[1]]
    for palabra, motivo in sin_letra[:10]:
        click.echo(f"Aviso: «{palabra}»: {motivo}.", err=True)
    if len(sin_letra) > 10:
        click.echo(f"Aviso: y otras {len(sin_letra) - 10} palabras con letras que la fuente no tiene.", err=True)


@orden.command(cls=_EnEspanol)
@click.argument("archivo", type=click.Path(path_type=Path))
@click.option("-o", "--salida", "destinos", type=click.Path(path_type=Path), required=True, multiple=True,
              metavar="RUTA", help="Dónde se guarda; puede repetirse para pedir varios.")  # fmt: skip
@click.option("--columna", multiple=True, metavar="NOMBRE",
              help="Columna del texto; puede repetirse. Sin ella se busca sola.")  # fmt: skip
@click.option("--hoja", metavar="NOMBRE", help="Hoja del libro de Excel u ODS.")
@click.option("--persona", metavar="NOMBRE", help="Columna que dice quién escribió, para contar personas.")
@click.option("--forma", default="corazon", metavar="FORMA", help="La del caligrama: vea «reflexiona formas».")
@click.option("--titulo", metavar="TEXTO", help="Título del informe.")
@click.option("--modelo", default="preciso", metavar="MODELO", help="«preciso», «rapido» o la carpeta de uno propio.")
@click.option("--spacy", default="auto", metavar="MODELO",
              help="«auto», «es» (sin descargas) o un modelo de spaCy instalado.")  # fmt: skip
@click.option("--semilla", default=0, metavar="N", help="Cambia el acomodo del caligrama y los desempates.")
@click.option("-q", "--silencio", is_flag=True, help="Sin progreso ni avisos.")
def informe(
    archivo: Path,
    destinos: tuple[Path, ...],
    columna: tuple[str, ...],
    hoja: str | None,
    persona: str | None,
    forma: str,
    titulo: str | None,
    modelo: str,
    spacy: str,
    semilla: int,
    silencio: bool,
) -> None:
    """Analiza un archivo de reflexiones y escribe su informe.

    ARCHIVO puede ser CSV, Excel, ODS, JSONL, TXT o una carpeta de TXT.

    \b
    La terminación de la ruta dice qué se escribe:
      .html   página que se abre sin internet, con filtros, búsqueda y mapa
      .docx   relatoría de Word: temas, citas, preguntas y acuerdos en blanco
      .pdf    la misma relatoría, para imprimir
      .xlsx   hojas de Excel con una columna de 0 y 1 por código
      .qdpx   proyecto REFI-QDA: QualCoder, ATLAS.ti, MAXQDA, NVivo
      .txt    corpus etiquetado de IRaMuTeQ
      .csv    tabla de IRaMuTeQ, una fila por oración

    \b
    Ejemplos:
      reflexiona informe reflexiones.csv -o informe.html
      reflexiona informe reflexiones.csv -o relatoria.docx -o hojas.xlsx --titulo "Zona 14"
    """
    from reflexiona.analisis import PASOS
    from reflexiona.analisis import analizar as analizar_corpus
    from reflexiona.caligrama.silueta import leer_silueta
    from reflexiona.informe import formato_de
    from reflexiona.lectura import leer

    for destino in destinos:  # lo que está mal escrito se dice antes de empezar, no al final
        formato_de(destino)
    leer_silueta(forma)
    with warnings.catch_warnings(record=True) as avisos:
        warnings.simplefilter("always")
        corpus = leer(archivo, columna=list(columna) or None, hoja=hoja, persona=persona)
        with _Progreso(len(PASOS) + len(destinos), visible=not silencio and sys.stderr.isatty()) as paso:
            analisis = analizar_corpus(corpus, modelo=modelo, spacy=spacy, semilla=semilla, progreso=paso)
            for destino in destinos:
                paso(destino.name)
                click.echo(analisis.informe(destino, forma=forma, titulo=titulo))
    if not silencio:
        for aviso in avisos:
            if issubclass(aviso.category, AvisoReflexiona):
                click.echo(f"Aviso: {aviso.message}", err=True)


@orden.command(cls=_EnEspanol)
def formas() -> None:
    """Lista las formas del caligrama."""
    from reflexiona.caligrama import formas as nombres

    for nombre in nombres():
        click.echo(nombre)


def _texto(archivo: Path) -> str:
    """El texto de un archivo (UTF-8 o, si no lo es, Windows-1252) o de la entrada."""
    if str(archivo) == "-":
        datos = sys.stdin.buffer.read()
    else:
        if not archivo.is_file():
            que = "es una carpeta: dé un archivo de texto" if archivo.is_dir() else "no existe: revise la ruta"
            raise ErrorLectura(f"No pude leer «{archivo}»: {que}.")
        try:
            datos = archivo.read_bytes()
        except OSError as error:
            raise ErrorLectura(f"No pude leer «{archivo}». Revise sus permisos.") from error
    for codificacion in ("utf-8-sig", "cp1252"):
        try:
            return datos.decode(codificacion)
        except UnicodeDecodeError:
            continue
    raise ErrorLectura(f"«{archivo}» no es un archivo de texto. Guárdelo como texto en UTF-8.")


def _voces(texto: str) -> dict[str, str] | list[str]:
    """Un renglón por voz; si todos llevan nombre antes de «:», con su nombre."""
    renglones = [renglon.strip() for renglon in texto.splitlines() if renglon.strip()]
    partes = [renglon.partition(":") for renglon in renglones]
    nombres = [nombre.strip() for nombre, _, _ in partes]
    if partes and all(
        dos and 0 < len(n) <= 40 and dicho.strip() for n, (_, dos, dicho) in zip(nombres, partes, strict=True)
    ):
        juntas: dict[str, str] = {}
        for nombre, (_, _, dicho) in zip(nombres, partes, strict=True):
            juntas[nombre] = f"{juntas.get(nombre, '')} {dicho.strip()}".strip()
        return juntas
    return renglones


def _medida(cm: str | None) -> tuple[float, float] | None:
    if cm is None:
        return None
    try:
        ancho, alto = (float(lado.replace(",", ".")) for lado in cm.lower().replace("×", "x").split("x"))
    except ValueError:
        raise ErrorCaligrama(
            f"No entiendo el tamaño «{cm}»: escriba ancho y alto en centímetros, como «90x60»."
        ) from None
    return ancho, alto


class _Progreso:
    """Una barra en la salida de errores, sólo si es una terminal."""

    def __init__(self, pasos: int, *, visible: bool) -> None:
        self._barra: Any = None
        if visible:
            self._barra = click.progressbar(
                length=pasos, show_eta=False, file=sys.stderr, item_show_func=lambda x: x or "", width=24
            )

    def __enter__(self) -> Callable[[str], None]:
        if self._barra is not None:
            self._barra.__enter__()
        return self._avanzar

    def _avanzar(self, nombre: str) -> None:
        if self._barra is not None:
            self._barra.update(1, nombre)

    def __exit__(self, *error: object) -> None:
        if self._barra is not None:
            self._barra.__exit__(*error)


def _uso(error: click.UsageError) -> str:
    """El error de uso, en español."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        nombre = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.name
        return f"Falta {str(nombre).upper() if not str(nombre).startswith('-') else nombre}."
    if isinstance(error, click.NoSuchOption):
        parecidas = f" ¿Quiso decir {', '.join(sorted(error.possibilities))}?" if error.possibilities else ""
        return f"No existe la opción {error.option_name}.{parecidas}"
    if isinstance(error, click.BadOptionUsage):
        return f"A la opción {error.option_name} le falta su valor o no lo lleva."
    if isinstance(error, click.BadParameter) and error.param is not None:
        entero = ": debe ser un número entero" if error.param.type is click.INT else ""
        return f"El valor de {error.param.opts[0]} no sirve{entero}."
    return "La orden no existe o le sobran palabras."


def principal(argumentos: list[str] | None = None) -> None:
    """Entrada de la consola: traduce errores a mensajes y códigos de salida."""
    try:
        codigo = orden.main(args=argumentos, prog_name="reflexiona", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        codigo = USO
    except click.UsageError as error:
        ayuda = error.ctx.command_path if error.ctx else "reflexiona"
        click.echo(f"{_uso(error)} Vea: {ayuda} --help", err=True)
        codigo = USO
    except ErrorSalida as error:
        click.echo(f"Error: {error}", err=True)
        codigo = ESCRITURA
    except ErrorReflexiona as error:
        click.echo(f"Error: {error}", err=True)
        codigo = DATOS
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrumpido: no se terminó de escribir.", err=True)
        codigo = INTERRUPCION
    sys.exit(codigo if isinstance(codigo, int) else 0)


if __name__ == "__main__":
    principal()
