"""Dónde están los modelos y cómo se guardan: una carpeta con `config.json` y `pesos.safetensors`, sin pickle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.errores import ErrorModelo, ErrorSalida

__all__ = ["FORMATO", "carpeta_de", "escribir", "huella_de", "leer_archivo", "leer_carpeta", "tipo_de"]

FORMATO = 1
"""Versión del formato de la carpeta; un modelo de otra versión no se abre a ciegas."""

_CARPETAS = {"preciso": "codificador"}
"""Los modelos incluidos cuya carpeta no se llama como ellos."""
_PAQUETE = Path(__file__).resolve().parent.parent
_CONFIG, _PESOS = "config.json", "pesos.safetensors"
_A_MEDIAS = ".nuevo"
_REMEDIO = "Vuelva a instalar reflexiona o a copiar la carpeta del modelo."


def carpeta_de(modelo: str | Path) -> Path:
    """La carpeta de un modelo incluido o de una ruta.

    Parameters
    ----------
    modelo : str or Path
        «preciso», «rapido» o una carpeta con `config.json`.

    Returns
    -------
    Path

    Raises
    ------
    ErrorModelo
        Si no existe.

    Examples
    --------
    >>> carpeta_de("rapido").name
    'rapido'
    """
    if isinstance(modelo, str) and modelo.isidentifier():
        carpeta = _CARPETAS.get(modelo, modelo)
        for candidata in (_PAQUETE / "_modelos" / carpeta, _PAQUETE.parent.parent / "modelos" / carpeta):
            if (candidata / _CONFIG).is_file():
                return candidata
    with suppress(OSError):  # un nombre más largo de lo que admite el sistema tampoco es una carpeta
        if (Path(modelo) / _CONFIG).is_file():
            return Path(modelo)
    raise ErrorModelo(
        f"No encuentro el modelo «{modelo}»: no es uno de los incluidos ni una carpeta con {_CONFIG}. "
        "Revise la ruta, o reinstale reflexiona si el modelo debía venir incluido."
    )


def escribir(
    ruta: str | Path,
    config: Mapping[str, Any],
    pesos: Mapping[str, np.ndarray],
    otros: Mapping[str, bytes] | None = None,
) -> None:
    """Escribe la carpeta del modelo; los mismos datos dan los mismos bytes.

    Primero se escribe todo con otro nombre: si el disco se llena a la mitad, el modelo que había sigue entero.

    Parameters
    ----------
    ruta : str or Path
        Se crea si no existe.
    config : mapping of str to object
        Lo que se pueda escribir en JSON; se le agregan el formato y las sumas de los pesos y de los demás archivos.
    pesos : mapping of str to ndarray
    otros : mapping of str to bytes, optional
        Los demás archivos del modelo, con su nombre.

    Raises
    ------
    ErrorSalida
        Si no se puede escribir ahí.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as ruta:
    ...     escribir(ruta, {"tipo": "lineal"}, {"sesgo": np.zeros(2)})
    ...     config, pesos = leer_carpeta(Path(ruta))
    >>> config["tipo"], pesos["sesgo"].tolist()
    ('lineal', [0.0, 0.0])
    """
    from safetensors.numpy import save

    carpeta = Path(ruta)
    datos = save({k: np.ascontiguousarray(pesos[k]) for k in sorted(pesos)})
    completa = {"formato": FORMATO, **config, "sha256": hashlib.sha256(datos).hexdigest()}
    if otros:
        completa["archivos"] = {nombre: hashlib.sha256(otros[nombre]).hexdigest() for nombre in sorted(otros)}
    texto = json.dumps(completa, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    todos = {_PESOS: datos, **(otros or {}), _CONFIG: texto.encode("utf-8")}
    try:
        carpeta.mkdir(parents=True, exist_ok=True)
        for nombre, contenido in todos.items():
            (carpeta / f"{nombre}{_A_MEDIAS}").write_bytes(contenido)
        for nombre in todos:
            (carpeta / f"{nombre}{_A_MEDIAS}").replace(carpeta / nombre)
    except OSError as error:
        for nombre in todos:
            with suppress(OSError):
                (carpeta / f"{nombre}{_A_MEDIAS}").unlink()
        raise ErrorSalida(f"No se pudo guardar el modelo en {carpeta}: {error}. Elija otra carpeta.") from error


def huella_de(carpeta: Path) -> bytes:
    """Lo que distingue a un modelo de otro guardado antes en su carpeta: la configuración, con la suma de sus pesos.

    Parameters
    ----------
    carpeta : Path

    Returns
    -------
    bytes
        Los de `config.json`.

    Raises
    ------
    ErrorModelo
        Si no se puede leer.
    """
    try:
        return (carpeta / _CONFIG).read_bytes()
    except OSError as error:
        raise ErrorModelo(f"No se pudo leer el modelo de {carpeta}: {error}.") from error


def leer_carpeta(ruta: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Lee y comprueba la carpeta del modelo.

    Parameters
    ----------
    ruta : Path

    Returns
    -------
    config : dict of str to object
    pesos : dict of str to ndarray

    Raises
    ------
    ErrorModelo
        Si falta un archivo, el formato es de otra versión o los pesos no coinciden con su suma de verificación.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    remedio = _REMEDIO
    try:
        config = json.loads((ruta / _CONFIG).read_text(encoding="utf-8"))
        datos = (ruta / _PESOS).read_bytes()
    except (OSError, ValueError) as error:
        raise ErrorModelo(f"No se pudo leer el modelo de {ruta}: {error}. {remedio}") from error
    if not isinstance(config, dict) or config.get("formato") != FORMATO:
        raise ErrorModelo(f"El modelo de {ruta} es de otro formato que el de esta versión ({FORMATO}). {remedio}")
    if hashlib.sha256(datos).hexdigest() != config.get("sha256"):
        raise ErrorModelo(f"Los pesos de {ruta / _PESOS} están dañados: no coinciden con su suma. {remedio}")
    try:
        return config, load(datos)
    except SafetensorError as error:
        raise ErrorModelo(f"Los pesos de {ruta / _PESOS} están dañados: {error}. {remedio}") from error


def leer_archivo(ruta: Path, config: Mapping[str, Any], nombre: str) -> bytes:
    """Lee y comprueba uno de los demás archivos del modelo.

    Parameters
    ----------
    ruta : Path
        La carpeta del modelo.
    config : mapping of str to object
        La que dio `leer_carpeta`: trae las sumas.
    nombre : str

    Returns
    -------
    bytes

    Raises
    ------
    ErrorModelo
        Si falta o no coincide con su suma de verificación.
    """
    try:
        datos = (ruta / nombre).read_bytes()
    except OSError as error:
        raise ErrorModelo(f"Al modelo de {ruta} le falta «{nombre}»: {error}. {_REMEDIO}") from error
    sumas = config.get("archivos")
    if not isinstance(sumas, Mapping) or hashlib.sha256(datos).hexdigest() != sumas.get(nombre):
        raise ErrorModelo(f"El archivo {ruta / nombre} está dañado: no coincide con su suma. {_REMEDIO}")
    return datos


def tipo_de(config: bytes) -> str:
    """De qué tipo es un modelo, según los bytes de su configuración; «lineal» si no lo dice o no se entiende.

    Parameters
    ----------
    config : bytes
        Lo que da `huella_de`.

    Returns
    -------
    str

    Examples
    --------
    >>> tipo_de(b'{"tipo": "preciso"}'), tipo_de(b"")
    ('preciso', 'lineal')
    """
    try:
        return str(dict(json.loads(config)).get("tipo", "lineal"))
    except (TypeError, ValueError):
        return "lineal"
