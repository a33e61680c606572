"""La carpeta de un modelo: guardar, cargar y avisar cuando algo no está bien."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reflexiona.errores import ErrorModelo, ErrorSalida
from reflexiona.modelo import ModeloLineal, cargar_modelo
from reflexiona.modelo.carpeta import carpeta_de, escribir, leer_carpeta

PESOS, CONFIG = "pesos.safetensors", "config.json"
TEXTOS = ["Me frustra que no entiendan las fracciones.", "Las mamás no vinieron a la junta.", ""]


@pytest.fixture
def copia(tmp_path: Path) -> Path:
    return Path(shutil.copytree(carpeta_de("rapido"), tmp_path / "modelo"))


def test_guardar_lo_cargado_da_los_mismos_bytes(modelo: ModeloLineal, tmp_path: Path) -> None:
    modelo.guardar(tmp_path / "uno")
    modelo.guardar(tmp_path / "uno" / "dos")
    for archivo in (PESOS, CONFIG):
        original = (carpeta_de("rapido") / archivo).read_bytes()
        assert (tmp_path / "uno" / archivo).read_bytes() == original
        assert (tmp_path / "uno" / "dos" / archivo).read_bytes() == original


def test_lo_guardado_puntua_igual(modelo_chico: ModeloLineal, tmp_path: Path) -> None:
    modelo_chico.guardar(tmp_path)
    vuelto = ModeloLineal.cargar(tmp_path)
    antes, despues = modelo_chico.evaluar(TEXTOS, ["a", "a", "b"]), vuelto.evaluar(TEXTOS, ["a", "a", "b"])
    for campo in ("dimensiones", "actos", "temas", "temas_reflexion"):
        assert np.allclose(getattr(antes, campo), getattr(despues, campo), rtol=0, atol=1e-5)
    assert vuelto.claves_temas == modelo_chico.claves_temas
    assert {n: c.clases for n, c in vuelto.cabezas.items()} == {n: c.clases for n, c in modelo_chico.cabezas.items()}
    assert np.allclose(vuelto.umbrales_temas, modelo_chico.umbrales_temas)


@pytest.mark.parametrize("lugar", [0, 9, 5000, -1])
def test_un_byte_cambiado_en_los_pesos(copia: Path, lugar: int) -> None:
    datos = bytearray((copia / PESOS).read_bytes())
    datos[lugar] ^= 1
    (copia / PESOS).write_bytes(datos)
    with pytest.raises(ErrorModelo, match=r"pesos\.safetensors están dañados"):
        ModeloLineal.cargar(copia)


def test_pesos_truncados(copia: Path) -> None:
    (copia / PESOS).write_bytes((copia / PESOS).read_bytes()[:1000])
    with pytest.raises(ErrorModelo, match="dañados"):
        ModeloLineal.cargar(copia)


@pytest.mark.parametrize(("archivo", "mensaje"), [(PESOS, "No se pudo leer"), (CONFIG, "No encuentro")])
def test_falta_un_archivo(copia: Path, archivo: str, mensaje: str) -> None:
    (copia / archivo).unlink()
    with pytest.raises(ErrorModelo, match=mensaje):
        ModeloLineal.cargar(copia)


@pytest.mark.parametrize("texto", ["", "{", "[]", "no es json", "\ufffe"])
def test_configuracion_ilegible(copia: Path, texto: str) -> None:
    (copia / CONFIG).write_text(texto, encoding="utf-16")
    with pytest.raises(ErrorModelo):
        ModeloLineal.cargar(copia)
    (copia / CONFIG).write_text(texto, encoding="utf-8")
    with pytest.raises(ErrorModelo):
        ModeloLineal.cargar(copia)


CAMBIOS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "otra version": (lambda c: c.update(formato=2), "otro formato"),
    "otro tipo": (lambda c: c.update(tipo="arbol"), "«arbol», no «lineal»"),
    "sin cabezas": (lambda c: c.pop("cabezas"), "le falta una parte"),
    "cabezas de otra clase": (lambda c: c.update(cabezas=[1]), "le falta una parte"),
    "sin dimensiones": (lambda c: c["cabezas"].pop("dimensiones"), "le falta una parte"),
    "sin ficha": (lambda c: c.pop("ficha"), "le falta una parte"),
    "sin suma": (lambda c: c.pop("sha256"), "dañados"),
}


@pytest.mark.parametrize("cambio", CAMBIOS)
def test_configuracion_que_no_cuadra(copia: Path, cambio: str) -> None:
    hacer, mensaje = CAMBIOS[cambio]
    config = json.loads((copia / CONFIG).read_text(encoding="utf-8"))
    hacer(config)
    (copia / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ErrorModelo, match=mensaje):
        ModeloLineal.cargar(copia)


def test_pesos_que_no_son_de_este_modelo(tmp_path: Path) -> None:
    escribir(tmp_path, {"tipo": "lineal", "cabezas": {}, "temas": [], "ficha": {}}, {"x": np.zeros(3)})
    assert leer_carpeta(tmp_path)[1]["x"].shape == (3,)
    with pytest.raises(ErrorModelo, match="le falta una parte"):
        ModeloLineal.cargar(tmp_path)


@pytest.mark.parametrize("nombre", ["lento", "carpeta/que/no/esta", "", "Me frustra mucho que no entiendan. " * 30])
def test_nombre_desconocido(nombre: str) -> None:
    with pytest.raises(ErrorModelo, match="No encuentro el modelo"):
        cargar_modelo(nombre)


def test_se_lee_una_sola_vez_pero_no_se_sirve_uno_viejo(
    modelo_chico: ModeloLineal, copia: Path, tmp_path: Path
) -> None:
    primero = cargar_modelo(copia)
    assert cargar_modelo(str(copia)) is primero
    modelo_chico.guardar(copia)  # se entrena de nuevo y se guarda en el mismo lugar
    assert cargar_modelo(copia).claves_temas == modelo_chico.claves_temas != primero.claves_temas


def test_no_se_puede_escribir(modelo_chico: ModeloLineal, tmp_path: Path) -> None:
    (tmp_path / "ocupado").write_text("soy un archivo", encoding="utf-8")
    with pytest.raises(ErrorSalida, match="ocupado"):
        modelo_chico.guardar(tmp_path / "ocupado")
