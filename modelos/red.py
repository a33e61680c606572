"""El codificador y sus cabezas en PyTorch: sólo para entrenar; la biblioteca corre la misma red en ONNX."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from modelos.pesos_e5 import Origen

__all__ = ["Red"]

EPSILON = 1e-12


class _Apagar(nn.Module):
    """Apaga columnas enteras del estado en cada texto: lo mismo que *dropout*, a una fracción de su costo."""

    def __init__(self, parte: float) -> None:
        super().__init__()
        self.parte = parte

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.parte:
            return x
        quedan = (torch.rand(x.shape[0], 1, x.shape[2]) > self.parte).to(x.dtype)
        return x * quedan / (1 - self.parte)


class _Capa(nn.Module):
    """Una capa de BERT (Devlin et al. 2019): atención y red de dos pisos, con norma después de cada suma."""

    def __init__(self, h: int, ff: int, cabezas: int, apagar: float) -> None:
        super().__init__()
        self.cabezas = cabezas
        self.qkv, self.o = nn.Linear(h, 3 * h), nn.Linear(h, h)
        self.aln, self.oln = nn.LayerNorm(h, EPSILON), nn.LayerNorm(h, EPSILON)
        self.fi, self.fo = nn.Linear(h, ff), nn.Linear(ff, h)
        self.apagar = _Apagar(apagar)

    def forward(self, x: Tensor, mascara: Tensor) -> Tensor:
        n, t, h = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.cabezas, h // self.cabezas).permute(2, 0, 3, 1, 4)
        # El producto a mano es el doble de rápido que scaled_dot_product_attention en procesador con bfloat16.
        atencion = (q @ k.transpose(-1, -2) / math.sqrt(h // self.cabezas) + mascara).softmax(-1).to(v.dtype)
        y = (atencion @ v).transpose(1, 2).reshape(n, t, h)
        x = self.aln(x + self.apagar(self.o(y)))
        salida: Tensor = self.oln(x + self.apagar(self.fo(F.gelu(self.fi(x)))))
        return salida


class Red(nn.Module):
    """Lee ventanas y da el vector de cada oración y el estado de cada ficha.

    Parameters
    ----------
    origen : Origen
    conservar : list of int
        Las piezas del vocabulario podado.
    salidas : dict of str to int
        Tamaño de cada cabeza: `dimensiones`, `actos`, `temas` y `datos`.
    apagar : float
        Parte del estado que se apaga al entrenar.
    """

    def __init__(self, origen: Origen, conservar: list[int], salidas: dict[str, int], apagar: float = 0.1) -> None:
        super().__init__()
        c, p = origen.config, origen.pesos
        h = c["H"]
        self.palabra, self.posicion = nn.Embedding(len(conservar), h), nn.Embedding(c["MAXP"], h)
        self.ln = nn.LayerNorm(h, EPSILON)
        self.capas = nn.ModuleList(_Capa(h, c["FF"], c["NH"], apagar) for _ in range(c["NL"]))
        self.apagar = nn.Dropout(apagar)
        self.cabezas = nn.ModuleDict({nombre: nn.Linear(h, k) for nombre, k in salidas.items()})
        with torch.no_grad():
            for destino, valor in (
                (self.palabra.weight, p["palabra"][conservar]),
                (self.posicion.weight, p["posicion"]),
                (self.ln.weight, p["ln.w"]),
                (self.ln.bias, p["ln.b"]),
            ):
                destino.copy_(torch.from_numpy(valor))
            for i, capa in enumerate(self.capas):
                assert isinstance(capa, _Capa)
                for parte in ("w", "b"):
                    juntos = torch.cat([torch.from_numpy(p[f"{i}.{x}.{parte}"]) for x in "qkv"])
                    (capa.qkv.weight if parte == "w" else capa.qkv.bias).copy_(juntos)
                for nombre, modulo in (
                    ("ao", capa.o), ("fi", capa.fi), ("fo", capa.fo), ("aln", capa.aln), ("oln", capa.oln),
                ):  # fmt: skip
                    modulo.weight.copy_(torch.from_numpy(p[f"{i}.{nombre}.w"]))
                    modulo.bias.copy_(torch.from_numpy(p[f"{i}.{nombre}.b"]))
            for cabeza in self.cabezas.values():
                assert isinstance(cabeza, nn.Linear)
                nn.init.normal_(cabeza.weight, std=0.02)

    def forward(self, ids: Tensor, presentes: Tensor, duenas: Tensor, oraciones: int) -> tuple[Tensor, Tensor]:
        """Vectores de las oraciones y estados de las fichas.

        Parameters
        ----------
        ids, presentes, duenas : Tensor of shape (n, t)
            Fichas, cuáles no son relleno, y de qué oración del lote es cada una (−1: de ninguna).
        oraciones : int
            Cuántas hay en el lote.

        Returns
        -------
        Tensor of shape (oraciones, h), Tensor of shape (n·t, h)
        """
        x = self.ln(self.palabra(ids) + self.posicion.weight[: ids.shape[1]])
        mascara = ((1 - presentes) * -1e4)[:, None, None, :].to(torch.bfloat16)
        for capa in self.capas:
            x = capa(x, mascara)
        estados = x.float().reshape(-1, x.shape[-1])
        plano = duenas.reshape(-1)
        suyas = plano >= 0
        suma = torch.zeros(oraciones, estados.shape[1]).index_add(0, plano[suyas], estados[suyas])
        cuantas = torch.zeros(oraciones).index_add(0, plano[suyas], torch.ones(int(suyas.sum())))
        return suma / cuantas.clamp(min=1)[:, None], estados
