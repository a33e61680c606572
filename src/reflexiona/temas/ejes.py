"""En qué varían siempre las oraciones de cualquier escuela: lo que hay que atenuar para ver de qué trata cada una.

Las direcciones en que más varían los vectores (sus componentes principales) dicen el tono, la dimensión o el acto, que
toda comunidad comparte. Atenuarlas deja más cerca a quienes hablan de lo mismo (J. Mu y P. Viswanath, *All-but-the-Top*,
2018, que las quitan; aquí se igualan a la primera que no se toca).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

__all__ = ["EJES", "Ejes", "ejes_de", "guardar_ejes", "hacer_ejes", "leer_ejes"]

EJES = 64
"""Cuántas direcciones se atenúan."""
ARCHIVO = "ejes.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class Ejes:
    """Las direcciones más comunes de los vectores de un modelo.

    Parameters
    ----------
    media : ndarray of shape (d,)
    ejes : ndarray of shape (k, d)
        Ortonormales, de la que más varía a la que menos.
    parte : ndarray of shape (k,)
        Lo que queda de cada una, de 0 a 1.
    """

    media: np.ndarray[Any, Any]
    ejes: np.ndarray[Any, Any]
    parte: np.ndarray[Any, Any]

    def atenuar(self, vectores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Los vectores, centrados y con esas direcciones atenuadas: ndarray of shape (n, d)."""
        centrados = np.asarray(vectores, dtype=np.float64) - self.media
        salida: np.ndarray[Any, Any] = centrados - ((centrados @ self.ejes.T) * (1 - self.parte)) @ self.ejes
        return salida


def hacer_ejes(vectores: np.ndarray[Any, Any], k: int = EJES) -> Ejes:
    """Los ejes de una muestra de vectores.

    Parameters
    ----------
    vectores : ndarray of shape (n, d)
    k : int
        Cuántas direcciones; con menos de diez vectores por dirección, menos.

    Returns
    -------
    Ejes

    Examples
    --------
    >>> azar = np.random.default_rng(0)
    >>> nube = azar.normal(size=(200, 3)) * [9.0, 1.0, 1.0]
    >>> hacer_ejes(nube, 1).atenuar(nube).std(axis=0).round().tolist()
    [1.0, 1.0, 1.0]
    """
    x = np.asarray(vectores, dtype=np.float64)
    media = x.mean(axis=0)
    valores, direcciones = np.linalg.eigh(np.cov((x - media).T))
    valores, direcciones = np.maximum(valores[::-1], 1e-12), direcciones.T[::-1]
    k = max(0, min(k, len(x) // 10, len(valores) - 1))
    return Ejes(media, direcciones[:k], np.sqrt(valores[k] / valores[:k]))


def guardar_ejes(ejes: Ejes, ruta: Any, huella: str) -> None:
    """Los escribe en media precisión, con la huella del modelo del que salieron."""
    partes = {n: np.ascontiguousarray(getattr(ejes, n), dtype=np.float16) for n in ("media", "ejes", "parte")}
    save_file(partes, ruta, {"reflexiona": json.dumps({"modelo": huella})})


@lru_cache(maxsize=4)
def ejes_de(huella: str) -> Ejes | None:
    """Los que viajan con el paquete, si son del modelo con esa huella.

    Parameters
    ----------
    huella : str
        La de `ModeloPreciso`.

    Returns
    -------
    Ejes or None
        None si son de otro modelo: entonces se usan los de la propia comunidad (`hacer_ejes`).
    """
    ruta = files("reflexiona.temas") / ARCHIVO
    if not ruta.is_file():
        return None
    with safe_open(str(ruta), "np") as archivo:
        suya = json.loads(archivo.metadata()["reflexiona"])["modelo"]
    return leer_ejes(ruta) if suya == huella else None


def leer_ejes(ruta: Any) -> Ejes:
    """Los que escribió `guardar_ejes`."""
    with safe_open(str(ruta), "np") as archivo:
        return Ejes(*(archivo.get_tensor(n).astype(np.float64) for n in ("media", "ejes", "parte")))
