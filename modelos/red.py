"""El codificador y sus cabezas en PyTorch: sólo para entrenar; la biblioteca corre la misma red en ONNX."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from modelos.pesos_e5 import Origen
from reflexiona.modelo.entorno import CABEZAS, DISTANCIA

__all__ = ["Red"]

EPSILON = 1e-12


class _Capa(nn.Module):
    """Una capa de BERT (Devlin et al. 2019): atención y red de dos pisos, con norma después de cada suma."""

    def __init__(self, h: int, ff: int, cabezas: int, apagar: float) -> None:
        super().__init__()
        self.cabezas = cabezas
        self.qkv, self.o = nn.Linear(h, 3 * h), nn.Linear(h, h)
        self.aln, self.oln = nn.LayerNorm(h, EPSILON), nn.LayerNorm(h, EPSILON)
        self.fi, self.fo = nn.Linear(h, ff), nn.Linear(ff, h)
        self.apagar = nn.Dropout(apagar)

    def forward(self, x: Tensor, mascara: Tensor) -> Tensor:
        n, t, h = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.cabezas, h // self.cabezas).permute(2, 0, 3, 1, 4)
        # El producto a mano es el doble de rápido que scaled_dot_product_attention en procesador con bfloat16.
        atencion = (q @ k.transpose(-1, -2) / math.sqrt(h // self.cabezas) + mascara).softmax(-1).to(v.dtype)
        y = (atencion @ v).transpose(1, 2).reshape(n, t, h)
        x = self.aln(x + self.apagar(self.o(y)))
        salida: Tensor = self.oln(x + self.apagar(self.fo(F.gelu(self.fi(x)))))
        return salida


class _Entorno(nn.Module):
    """Lo mismo que `reflexiona.modelo.entorno.Entorno`, para entrenarlo."""

    def __init__(self, h: int, apagar: float, tamano: int = 192) -> None:
        super().__init__()
        self.entra, self.qkv, self.o = nn.Linear(h, tamano), nn.Linear(tamano, 3 * tamano), nn.Linear(tamano, tamano)
        self.norma1, self.norma2, self.norma3 = (nn.LayerNorm(tamano) for _ in range(3))
        self.sube, self.baja = nn.Linear(tamano, 2 * tamano), nn.Linear(2 * tamano, tamano)
        self.distancia = nn.Parameter(torch.zeros(CABEZAS, 2 * DISTANCIA + 1))
        self.apagar = nn.Dropout(apagar)

    def forward(self, vectores: Tensor, hay: Tensor) -> Tensor:
        """De los vectores (n, m, h), con `hay` (n, m) donde los hay, a lo que recibe cada uno (n, m, tamano)."""
        x = self.entra(vectores)
        n, m, d = x.shape
        q, k, v = self.qkv(self.norma1(x)).view(n, m, 3, CABEZAS, d // CABEZAS).permute(2, 0, 3, 1, 4)
        lugares = torch.arange(m)
        lejos = (lugares[None] - lugares[:, None]).clamp(-DISTANCIA, DISTANCIA) + DISTANCIA
        puntajes = q @ k.transpose(-1, -2) / math.sqrt(d // CABEZAS) + self.distancia[:, lejos]
        puntajes = puntajes.masked_fill(~hay[:, None, None, :], -1e4)
        x = x + self.apagar(self.o((puntajes.softmax(-1) @ v).transpose(1, 2).reshape(n, m, d)))
        salida: Tensor = self.norma3(x + self.apagar(self.baja(F.gelu(self.sube(self.norma2(x))))))
        return salida

    def pesos(self) -> dict[str, np.ndarray]:
        """Como los espera `Entorno`."""
        salida = {"distancia": self.distancia.detach().numpy()}
        for nombre, modulo in self.named_children():
            if isinstance(modulo, nn.Linear):
                salida |= {f"{nombre}.w": modulo.weight.detach().numpy().T, f"{nombre}.b": modulo.bias.detach().numpy()}
            elif isinstance(modulo, nn.LayerNorm):
                salida |= {f"{nombre}.w": modulo.weight.detach().numpy(), f"{nombre}.b": modulo.bias.detach().numpy()}
        return salida


class Red(nn.Module):
    """Lee ventanas y da el vector de cada oración con su entorno, y el estado de cada ficha.

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
        self.entorno = _Entorno(h, apagar)
        self.apagar = nn.Dropout(apagar)
        ancho = h + self.entorno.o.out_features
        self.cabezas = nn.ModuleDict(
            {nombre: nn.Linear(h if nombre == "datos" else ancho, k) for nombre, k in salidas.items()}
        )
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

    def forward(self, ids: Tensor, posiciones: Tensor, segmentos: Tensor, tramos: Tensor) -> tuple[Tensor, Tensor]:
        """Vectores de los tramos y estados de las fichas.

        Parameters
        ----------
        ids, posiciones, segmentos : Tensor of shape (n, t)
            Fichas, su lugar en la oración y su oración en la ventana (−1: relleno).
        tramos : Tensor of shape (n, t)
            El segmento de cada ficha, o −1 en las de inicio y fin: las que se promedian.

        Returns
        -------
        Tensor of shape (n, m, h + entorno), Tensor of shape (n, t, h)
            `m` es el mayor número de segmentos de una ventana.
        """
        x = self.ln(self.palabra(ids) + self.posicion(posiciones))
        juntas = (segmentos[:, :, None] == segmentos[:, None, :]) & (segmentos >= 0)[:, None, :]
        mascara = ((~juntas).float() * -1e4)[:, None].to(torch.bfloat16)
        for capa in self.capas:
            x = capa(x, mascara)
        estados = x.float()
        m = int(segmentos.max()) + 1
        reparto = (tramos[:, None, :] == torch.arange(m)[None, :, None]).float()
        cuantas = reparto.sum(-1, keepdim=True)
        vectores = reparto @ estados / cuantas.clamp(min=1)
        return torch.cat([vectores, self.entorno(vectores, cuantas[..., 0] > 0)], -1), estados
