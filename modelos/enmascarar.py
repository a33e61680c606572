"""Adivinar palabras tapadas con los textos del corpus antes de afinar: sólo para `python -m modelos.probar tapadas`.

Es el preentrenamiento continuado de Gururangan et al. (2020, «Don't stop pretraining»): la red lee los mismos textos
sin sus etiquetas y aprende a decir qué fichas se taparon. Los pesos de partida no traen la cabeza que las adivina: se
pone una nueva, atada a los vectores de las fichas, y se tira al terminar.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from modelos.entrenar_codificador import Plan, armar_lote, hacer_lotes
from modelos.muestras import Muestra, ventanas_de
from modelos.red import Red

__all__ = ["adivinar_tapadas"]

_PARTE = 0.15
"""Fichas que se adivinan; de cada diez, ocho llegan tapadas, una cambiada y una tal cual (Devlin et al. 2019)."""


def adivinar_tapadas(
    red: Red, fichador: object, todas: Sequence[Muestra], especiales: Mapping[str, list[int]], plan: Plan
) -> float:
    """Una época adivinando fichas tapadas; cambia la red en su lugar.

    Parameters
    ----------
    red : Red
    fichador : tokenizers.Tokenizer
    todas : sequence of Muestra
        Sus etiquetas no se miran.
    especiales : mapping
        Como en `modelos.entrenar_codificador.afinar`.
    plan : Plan
        De él salen el paso, el tamaño del lote, la semilla y los hilos.

    Returns
    -------
    float
        La pérdida media de los últimos cien lotes.
    """
    torch.manual_seed(plan.semilla)
    torch.set_num_threads(plan.hilos)
    azar = np.random.default_rng(plan.semilla)
    h = red.palabra.embedding_dim
    cabeza = nn.Sequential(nn.Linear(h, h), nn.GELU(), nn.LayerNorm(h))
    sesgo = nn.Parameter(torch.zeros(red.palabra.num_embeddings))
    grupos = [
        {"params": [*red.palabra.parameters(), *red.ln.parameters(), *red.capas.parameters()], "lr": plan.paso},
        {"params": [*cabeza.parameters(), sesgo], "lr": plan.paso_cabezas},
    ]
    opt = torch.optim.AdamW(grupos, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    base = [g["lr"] for g in opt.param_groups]
    lecturas = [replace(x, muestra=i) for i, m in enumerate(todas) for x in ventanas_de(fichador, m, i, especiales)]
    lotes = hacer_lotes(lecturas, plan.lote, azar)
    tapada = torch.tensor(especiales["tapada"][0])
    perdidas: list[float] = []
    red.train()
    for k, indices in enumerate(lotes):
        avance = k / len(lotes)
        for grupo, paso in zip(opt.param_groups, base, strict=True):
            grupo["lr"] = paso * min(1.0, avance / 0.06) * max(0.01, 0.5 * (1 + math.cos(math.pi * avance)))
        lote = armar_lote([lecturas[i] for i in indices], especiales["relleno"][0])
        elegidas = (torch.rand(lote.ids.shape) < _PARTE) & (lote.tramos >= 0)
        suerte = torch.rand(lote.ids.shape)
        ids = torch.where(elegidas & (suerte < 0.8), tapada, lote.ids)
        otras = torch.randint(red.palabra.num_embeddings, lote.ids.shape)
        ids = torch.where(elegidas & (suerte >= 0.9), otras, ids)
        with torch.autocast("cpu", torch.bfloat16):
            _, estados = red(ids, lote.posiciones, lote.segmentos, lote.tramos)
            puntajes = cabeza(estados[elegidas]) @ red.palabra.weight.T
        perdida = F.cross_entropy(puntajes.float() + sesgo, lote.ids[elegidas])
        opt.zero_grad(set_to_none=True)
        perdida.backward()
        nn.utils.clip_grad_norm_([p for g in opt.param_groups for p in g["params"]], 1.0)
        opt.step()
        perdidas.append(float(perdida.detach()))
        if k % 100 == 99:
            print(
                f"tapadas, lote {k + 1}/{len(lotes)}, pérdida {np.mean(perdidas[-100:]):.3f}",
                file=sys.stderr,
                flush=True,
            )
    red.eval()
    return float(np.mean(perdidas[-100:]))
