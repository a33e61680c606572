"""De bytes a texto con una escalera fija: BOM, UTF-8 estricto, cp1252. Nunca se adivina por estadística."""

from __future__ import annotations

import codecs
import re

from reflexiona.errores import ErrorLectura

__all__ = ["decodificar"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # antes que UTF-16: comparten los dos primeros bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Los cinco bytes que cp1252 no define se leen como latin-1.
_CP1252 = {b: bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0xA0)}
_ESCAPADOS = {0xDC00 + b: _CP1252.get(b, chr(b)) for b in range(0x80, 0x100)}

# Lo que deja leer como cp1252 un archivo de Mac antiguo («ni–os», «pr‡ctica») o de MS-DOS («ni¤os», «pr\xa0ctica»).
_AJENOS = re.compile(r"(?<=[a-z])[‡Ž‚ˆ‰¡¢£¤¥\x81\x8d\x8f\x90\x9d](?=[a-z])|(?<=[cs]i)—n\b")
_AJENOS_DEBILES = re.compile("(?<=[a-z])[—–’\xa0](?=[a-z])")
_DOBLE_UTF8 = re.compile("Ã[¡©³º±‘“\xad\x81-\x9f]|Â[¿¡«»]|â€[œ™\x9d“”¦]")
_MUESTRA = 2_000_000
_ACENTO = re.compile("[áéíóúñÁÉÍÓÚÑ]")


def decodificar(datos: bytes, origen: str, codificacion: str | None = None) -> tuple[str, list[str]]:
    """Convierte los bytes de un archivo en texto y dice qué conviene revisar.

    Parameters
    ----------
    datos : bytes
    origen : str
        Nombre del archivo, para los mensajes.
    codificacion : str or None
        Una codificación de Python («mac_roman», «cp850»…) cuando quien lee ya la conoce.

    Returns
    -------
    tuple of (str, list of str)
        El texto, sin BOM ni NUL, y los avisos.

    Raises
    ------
    ErrorLectura
        Si `codificacion` no existe o no corresponde a los bytes.

    Examples
    --------
    >>> decodificar("niñez".encode("cp1252"), "a.csv")
    ('niñez', [])
    """
    avisos: list[str] = []
    texto = _con_nombre(datos, origen, codificacion) if codificacion else _escalera(datos, origen, avisos)
    texto = texto.removeprefix("\ufeff")
    if nulos := texto.count("\x00"):
        texto = texto.replace("\x00", "")
        avisos.append(f"{origen}: se quitaron {nulos} bytes nulos (NUL); revise que el archivo no esté dañado.")
    if codificacion is None:
        avisos += _sospechas(texto, origen, ocho_bits=not _es_utf8(datos))
    return texto, avisos


def _con_nombre(datos: bytes, origen: str, codificacion: str) -> str:
    try:
        return datos.decode(codificacion)
    except LookupError:
        raise ErrorLectura(
            f"{origen}: no conozco la codificación «{codificacion}». Prueba «utf-8», «cp1252», «mac_roman» o «cp850»."
        ) from None
    except UnicodeError as error:
        raise ErrorLectura(
            f"{origen}: el archivo no está en «{codificacion}» ({error}). Quite codificacion= y se averiguará sola."
        ) from None


def _escalera(datos: bytes, origen: str, avisos: list[str]) -> str:
    for bom, nombre in _BOMS:
        if datos.startswith(bom):
            datos = datos[len(bom) :]
            if nombre == "utf-8":
                break
            return _ancha(datos, nombre, origen, avisos)
    if nombre_ancho := _utf16_sin_bom(datos):
        avisos.append(f"{origen}: parece UTF-16 sin marca inicial; se leyó así.")
        return _ancha(datos, nombre_ancho, origen, avisos)
    try:
        return datos.decode("utf-8")
    except UnicodeDecodeError:
        return _ocho_bits(datos, origen, avisos)


def _ancha(datos: bytes, nombre: str, origen: str, avisos: list[str]) -> str:
    try:
        return datos.decode(nombre)
    except UnicodeDecodeError as error:
        avisos.append(f"{origen}: hay bytes que no son {nombre} (desde el byte {error.start}); quedaron como «\ufffd».")
        return datos.decode(nombre, "replace")


def _es_utf8(datos: bytes) -> bool:
    try:
        datos.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_sin_bom(datos: bytes) -> str | None:
    muestra = datos[:4000]
    if len(muestra) < 8:
        return None
    pares, nones = muestra[0::2].count(0) / len(muestra[0::2]), muestra[1::2].count(0) / len(muestra[1::2])
    if nones > 0.7 and pares < 0.05:
        return "utf-16-le"
    return "utf-16-be" if pares > 0.7 and nones < 0.05 else None


def _ocho_bits(datos: bytes, origen: str, avisos: list[str]) -> str:
    # Un archivo pegado de dos fuentes: casi todo UTF-8 y algunos bytes de cp1252.
    mezcla = datos.decode("utf-8", "surrogateescape")
    ajenos = len(re.findall("[\udc80-\udcff]", mezcla))
    propios = len(re.findall("[^\x00-\x7f\udc80-\udcff]", mezcla))
    if propios > ajenos:
        avisos.append(f"{origen}: mezcla UTF-8 y Windows-1252 ({ajenos} bytes); se leyó cada parte con la suya.")
        return mezcla.translate(_ESCAPADOS)
    return datos.decode("latin-1").translate(_CP1252)


def _sospechas(texto: str, origen: str, ocho_bits: bool) -> list[str]:
    if (perdida := texto.find("\ufffd")) >= 0:
        palabra = _palabra(texto, perdida)
        return [f"{origen}: hay letras perdidas, como en «{palabra}». Vuelva a exportar el archivo como UTF-8."]
    muestra = texto[:_MUESTRA]
    if muestra.isascii():
        return []
    if doble := _DOBLE_UTF8.search(muestra):
        palabra = _palabra(muestra, doble.start())
        return [
            f"{origen}: los acentos se dañaron, como en «{palabra}»: el archivo se convirtió dos veces. "
            "Vuelva a exportarlo desde el original como CSV UTF-8."
        ]
    ajeno = _AJENOS.search(muestra)
    if ajeno is None and ocho_bits and not _ACENTO.search(muestra) and len(_AJENOS_DEBILES.findall(muestra)) > 1:
        ajeno = _AJENOS_DEBILES.search(muestra)
    if ajeno is None:
        return []
    palabra = _palabra(muestra, ajeno.start())
    return [
        f"{origen}: hay caracteres sospechosos, como en «{palabra}»; quizá se guardó en una Mac antigua o en MS-DOS. "
        "Guárdelo como «CSV UTF-8» o pruebe codificacion='mac_roman' o 'cp850'."
    ]


def _palabra(texto: str, lugar: int) -> str:
    antes = re.search(r"\w*$", texto[max(0, lugar - 20) : lugar])
    despues = re.match(r"\w*", texto[lugar + 1 : lugar + 20])
    return f"{antes[0] if antes else ''}{texto[lugar]}{despues[0] if despues else ''}"
