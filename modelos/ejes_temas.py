"""Hace `src/reflexiona/temas/ejes.safetensors`: en qué varían siempre los vectores de las oraciones.

Uso: `python -m modelos.ejes_temas`, cada vez que cambien los pesos del modelo preciso.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from modelos.datos import leer_corpus
from reflexiona.modelo import ModeloPreciso, cargar_modelo
from reflexiona.temas.ejes import Ejes, guardar_ejes, hacer_ejes

DESTINO = Path(__file__).parents[1] / "src" / "reflexiona" / "temas" / "ejes.safetensors"
REFLEXIONES = 300


def ejes_del_corpus(modelo: ModeloPreciso, fuera: Collection[str] = ()) -> Ejes:
    """Los ejes de una muestra del corpus, repartida entre los redactores que no se apartan."""
    propias = [r for r in leer_corpus() if r["redactor"] not in fuera]
    muestra = propias[:: max(1, len(propias) // REFLEXIONES)]
    textos = [o["texto"] for r in muestra for o in r["oraciones"]]
    vectores = modelo.evaluar(textos, [r["id"] for r in muestra for _ in r["oraciones"]]).vectores
    assert vectores is not None
    return hacer_ejes(vectores)


if __name__ == "__main__":
    modelo = cargar_modelo("preciso")
    assert isinstance(modelo, ModeloPreciso)
    guardar_ejes(ejes_del_corpus(modelo), DESTINO, modelo.huella)
