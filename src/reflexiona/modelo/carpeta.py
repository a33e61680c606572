"""Dónde están los modelos y cómo se guardan: una carpeta con `config.json` y `pesos.safetensors`, sin pickle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.errores import ErrorModelo

__all__ = ["FORMATO", "carpeta_de", "escribir", "leer_carpeta"]

FORMATO = 1
"""Versión del formato de la carpeta; un modelo de otra versión no se abre a ciegas."""

_PAQUETE = Path(__file__).resolve().parent.parent
_CONFIG, _PESOS = "config.json", "pesos.safetensors"


def carpeta_de(modelo: str | Path) -> Path:
    """La carpeta de un modelo incluido («rapido») o de una ruta.

    Raises
    ------
    ErrorModelo
        Si no existe.
    """
    if isinstance(modelo, str) and modelo.isidentifier():
        for candidata in (_PAQUETE / "_modelos" / modelo, _PAQUETE.parent.parent / "modelos" / modelo):
            if (candidata / _CONFIG).is_file():
                return candidata
    ruta = Path(modelo)
    if (ruta / _CONFIG).is_file():
        return ruta
    raise ErrorModelo(
        f"No encuentro el modelo «{modelo}»: no es uno de los incluidos ni una carpeta con {_CONFIG}. "
        "Revise la ruta, o reinstale reflexiona si el modelo debía venir incluido."
    )


def escribir(ruta: str | Path, config: Mapping[str, Any], pesos: Mapping[str, np.ndarray]) -> None:
    """Escribe la carpeta del modelo; los mismos datos dan los mismos bytes."""
    from safetensors.numpy import save

    carpeta = Path(ruta)
    carpeta.mkdir(parents=True, exist_ok=True)
    datos = save({k: np.ascontiguousarray(pesos[k]) for k in sorted(pesos)})
    completa = {"formato": FORMATO, **config, "sha256": hashlib.sha256(datos).hexdigest()}
    (carpeta / _PESOS).write_bytes(datos)
    texto = json.dumps(completa, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (carpeta / _CONFIG).write_text(texto, encoding="utf-8", newline="\n")


def leer_carpeta(ruta: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Lee y comprueba la carpeta del modelo.

    Raises
    ------
    ErrorModelo
        Si falta un archivo, el formato es de otra versión o los pesos no coinciden con su suma de verificación.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    remedio = "Vuelva a instalar reflexiona o a copiar la carpeta del modelo."
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
