"""Afinar el codificador: la red lee reflexiones enteras y aprende a la vez todas sus cabezas."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from modelos.muestras import PREGUNTAS, Lectura, Muestra, variar, ventanas_de
from modelos.red import Red

__all__ = ["Plan", "afinar", "mayores_entradas", "predecir"]


@dataclass(frozen=True)
class Plan:
    """Cómo se entrena. Qué trae cada parte se mide con `python -m modelos.probar`.

    Parameters
    ----------
    epocas, ciclos : int
        Épocas de cada ciclo y cuántas veces se repite (`Receta.entrenar`).
    paso, paso_cabezas : float
        Tasa de aprendizaje de la última capa y de las cabezas (AdamW, coseno con calentamiento).
    decae : float
        Cuánto se encoge el paso de una capa a la de abajo.
    congeladas : int
        Capas de abajo que no se tocan; con alguna congelada, tampoco las fichas.
    lote : int
        Fichas por lote, con su relleno.
    ruido, sueltas, pregunta, perdida : float
        Parte de las reflexiones que llegan con descuidos, cortadas en trozos, con una pregunta antes, y parte de las
        fichas que se tapan.
    actos, temas, datos : float
        Peso de cada tarea junto a las dimensiones.
    otras : float
        Parte de las reflexiones no reescritas que entran en cada época, al azar: las reescritas son las que más se
        parecen a lo que se publica.
    solas : float
        Peso de lo que se diría de la oración sin su entorno; probado en 0.4, no ayudó.
    segunda : float
        Peso de la segunda lectura en las reescritas.
    suave : float
        Cuánto se acercan a la mitad los blancos de las dimensiones.
    semilla : int
    hilos : int
    """

    epocas: int = 4
    ciclos: int = 1
    paso: float = 1e-4
    paso_cabezas: float = 1e-3
    decae: float = 0.95
    congeladas: int = 0
    lote: int = 1200
    ruido: float = 0.15
    sueltas: float = 0.5
    pregunta: float = 0.15
    perdida: float = 0.04
    actos: float = 0.5
    temas: float = 2.0
    datos: float = 0.2
    otras: float = 0.5
    solas: float = 0.0
    segunda: float = 0.75
    suave: float = 0.0
    semilla: int = 0
    hilos: int = 2


@dataclass(frozen=True)
class _Lote:
    ids: Tensor
    posiciones: Tensor
    segmentos: Tensor
    tramos: Tensor
    datos: Tensor
    destino: list[tuple[int, int]]
    lugar: Tensor


def hacer_lotes(lecturas: Sequence[Lectura], tope: int, azar: np.random.Generator | None) -> list[list[int]]:
    """Índices de cada lote: ventanas de largo parecido, sin pasar del tope de fichas."""
    vaiven = azar.random(len(lecturas)) * 12 if azar is not None else np.zeros(len(lecturas))
    lotes: list[list[int]] = []
    actual: list[int] = []
    mayor = 0
    for i in np.argsort([len(x.fichas) for x in lecturas] + vaiven, kind="stable").tolist():
        largo = len(lecturas[i].fichas)
        if actual and max(mayor, largo) * (len(actual) + 1) > tope:
            lotes.append(actual)
            actual, mayor = [], 0
        actual.append(i)
        mayor = max(mayor, largo)
    lotes.append(actual)
    if azar is not None:
        azar.shuffle(lotes)
    return lotes


def armar_lote(lecturas: Sequence[Lectura], relleno: int) -> _Lote:
    n, t = len(lecturas), max(len(x.fichas) for x in lecturas)
    ids, posiciones = torch.full((n, t), relleno), torch.zeros(n, t, dtype=torch.long)
    segmentos, tramos, datos = (torch.full((n, t), -1) for _ in range(3))
    destino: list[tuple[int, int]] = []
    lugar: list[tuple[int, int]] = []
    for b, x in enumerate(lecturas):
        largo = len(x.fichas)
        ids[b, :largo] = torch.tensor(x.fichas)
        posiciones[b, :largo] = torch.tensor(x.posiciones)
        segmentos[b, :largo] = torch.tensor(x.segmentos)
        datos[b, :largo] = torch.tensor(x.datos)
        for numero, (oracion, desde, hasta) in enumerate(x.tramos):
            tramos[b, desde:hasta] = numero
            if oracion >= 0:
                destino.append((x.muestra, oracion))
                lugar.append((b, numero))
    return _Lote(ids, posiciones, segmentos, tramos, datos, destino, torch.tensor(lugar))


def _perdida(red: Red, lote: _Lote, todas: Sequence[Muestra], plan: Plan, tapada: int) -> Tensor:
    ids = lote.ids
    if plan.perdida:
        tapar = (torch.rand(ids.shape) < plan.perdida) & (lote.tramos >= 0)
        ids = torch.where(tapar, torch.tensor(tapada), ids)
    with torch.autocast("cpu", torch.bfloat16):
        vectores, estados = red(ids, lote.posiciones, lote.segmentos, lote.tramos)
    v = red.apagar(vectores.float()[lote.lugar[:, 0], lote.lugar[:, 1]])
    estados = estados.reshape(-1, estados.shape[-1])
    y = torch.from_numpy(np.stack([todas[m].dimensiones[o] for m, o in lote.destino]))
    a = torch.from_numpy(np.stack([todas[m].actos[o] for m, o in lote.destino]))
    y = y + plan.suave * (0.5 - y)
    sola = torch.cat([v[:, : red.entorno.entra.in_features], torch.zeros(len(v), red.entorno.o.out_features)], 1)
    total = torch.zeros(())
    for x, peso in ((v, 1 - plan.solas), (sola, plan.solas)):
        de_actos = (a * F.log_softmax(red.cabezas["actos"](x), 1)).sum(1).mean()
        de_dimensiones = F.binary_cross_entropy_with_logits(red.cabezas["dimensiones"](x), y)
        total = total + peso * (2 * de_dimensiones - plan.actos * de_actos)
    # Los temas son de la reflexión: media suave de los puntajes de sus oraciones (véase `temas_de_reflexion`).
    numeros = torch.tensor([m for m, _ in lote.destino])
    puntajes = red.cabezas["temas"](v)
    cuales = torch.unique(numeros)
    juntos = torch.stack(
        [torch.logsumexp(2 * puntajes[numeros == m], 0) / 2 - math.log(int((numeros == m).sum())) / 4 for m in cuales]
    )
    de_temas = torch.from_numpy(np.stack([todas[int(m)].temas for m in cuales]))
    total = total + plan.temas * F.binary_cross_entropy_with_logits(juntos, de_temas)
    tipos = lote.datos.reshape(-1)
    if (tipos >= 0).any():
        total = total + plan.datos * F.cross_entropy(red.cabezas["datos"](estados[tipos >= 0]), tipos[tipos >= 0])
    return total


def _optimizador(red: Red, plan: Plan) -> torch.optim.AdamW:
    grupos: list[dict[str, object]] = []
    red.posicion.requires_grad_(False)
    for capa in list(red.capas)[: plan.congeladas]:
        capa.requires_grad_(False)
    if plan.congeladas:
        red.palabra.requires_grad_(False)
        red.ln.requires_grad_(False)
    else:
        abajo = plan.paso * plan.decae ** len(red.capas)
        grupos.append({"params": [red.palabra.weight, *red.ln.parameters()], "lr": abajo, "weight_decay": 0.0})
    for i, capa in enumerate(red.capas):
        if i < plan.congeladas:
            continue
        paso = plan.paso * plan.decae ** (len(red.capas) - 1 - i)
        matrices = [p for p in capa.parameters() if p.ndim > 1]
        vectores = [p for p in capa.parameters() if p.ndim == 1]
        grupos += [
            {"params": matrices, "lr": paso, "weight_decay": 0.05},
            {"params": vectores, "lr": paso, "weight_decay": 0.0},
        ]
    nuevas = [*red.cabezas.parameters(), *red.entorno.parameters()]
    grupos.append({"params": nuevas, "lr": plan.paso_cabezas, "weight_decay": 0.01})
    return torch.optim.AdamW(grupos, betas=(0.9, 0.98), fused=True)


def _sesgos_de_partida(red: Red, todas: Sequence[Muestra]) -> None:
    """Cada cabeza empieza diciendo lo frecuente que es cada clase: no gasta lotes en aprenderlo."""
    with torch.no_grad():
        for nombre, y in (
            ("dimensiones", np.concatenate([m.dimensiones for m in todas]).mean(0)),
            ("temas", np.stack([m.temas for m in todas]).mean(0)),
        ):
            y = np.clip(y, 1e-3, 1 - 1e-3)
            red.cabezas[nombre].bias.copy_(torch.from_numpy(np.log(y / (1 - y))))
        actos = np.concatenate([m.actos for m in todas]).sum(0) + 1
        red.cabezas["actos"].bias.copy_(torch.from_numpy(np.log(actos / actos.sum())))
        red.cabezas["datos"].bias.copy_(torch.tensor([4.0, 0.0, 0.0, 0.0]))


def afinar(
    red: Red,
    fichador: object,
    todas: Sequence[Muestra],
    especiales: Mapping[str, list[int]],
    plan: Plan,
    avisos: TextIO = sys.stderr,
    sesgos: bool = True,
) -> None:
    """Entrena la red en su lugar.

    Parameters
    ----------
    red : Red
    fichador : tokenizers.Tokenizer
    todas : sequence of Muestra
    especiales : mapping
        `abre` y `cierra` (listas de fichas), `relleno` y `tapada` (listas de una).
    plan : Plan
    avisos : TextIO
        Por dónde se dice cómo va.
    sesgos : bool
        Si las cabezas empiezan de cero; falso para seguir un entrenamiento.
    """
    torch.manual_seed(plan.semilla)
    torch.set_num_threads(plan.hilos)
    azar = np.random.default_rng(plan.semilla)
    if sesgos:
        _sesgos_de_partida(red, todas)
    opt = _optimizador(red, plan)
    base = [g["lr"] for g in opt.param_groups]
    red.train()
    inicio, hechos = time.monotonic(), 0.0
    for epoca in range(plan.epocas):
        lecturas: list[Lectura] = []
        for i, muestra in enumerate(todas):
            if plan.otras < 1 and muestra.origen != "reescrita" and azar.random() >= plan.otras:
                continue
            antes = str(azar.choice(PREGUNTAS)) if azar.random() < plan.pregunta else ""
            for desde, trozo in variar(muestra, azar, plan.ruido, plan.sueltas):
                for x in ventanas_de(fichador, trozo, i, especiales, antes):
                    tramos = tuple((o + desde if o >= 0 else o, a, b) for o, a, b in x.tramos)
                    lecturas.append(replace(x, tramos=tramos, muestra=i))
        lotes = hacer_lotes(lecturas, plan.lote, azar)
        acumulada = []
        for k, indices in enumerate(lotes):
            avance = (epoca + k / len(lotes)) / plan.epocas
            escala = min(1.0, avance / 0.06) * max(0.01, 0.5 * (1 + math.cos(math.pi * avance)))
            for grupo, paso in zip(opt.param_groups, base, strict=True):
                grupo["lr"] = paso * escala
            lote = armar_lote([lecturas[i] for i in indices], especiales["relleno"][0])
            perdida = _perdida(red, lote, todas, plan, especiales["tapada"][0])
            opt.zero_grad(set_to_none=True)
            perdida.backward()
            nn.utils.clip_grad_norm_([p for p in red.parameters() if p.requires_grad], 1.0)
            opt.step()
            acumulada.append(float(perdida.detach()))
            if k % 100 == 99:
                hechos = time.monotonic() - inicio
                print(
                    f"época {epoca + 1}/{plan.epocas}, lote {k + 1}/{len(lotes)}, pérdida "
                    f"{np.mean(acumulada[-100:]):.3f}, {hechos:.0f} s",
                    file=avisos,
                    flush=True,
                )
    red.eval()


def predecir(
    red: Red, fichador: object, todas: Sequence[Muestra], especiales: Mapping[str, list[int]]
) -> list[np.ndarray]:
    """El vector de cada oración de cada muestra, con la red en float32: ndarray of shape (n, h) por muestra."""
    red.eval()
    lecturas = [x for i, m in enumerate(todas) for x in ventanas_de(fichador, m, i, especiales)]
    sumas = [np.zeros((len(m.oraciones), red.cabezas["dimensiones"].in_features), np.float64) for m in todas]
    cuantas = [np.zeros(len(m.oraciones)) for m in todas]
    with torch.no_grad():
        for indices in hacer_lotes(lecturas, 4000, None):
            lote = armar_lote([lecturas[i] for i in indices], especiales["relleno"][0])
            vectores, _ = red(lote.ids, lote.posiciones, lote.segmentos, lote.tramos)
            for (m, o), (b, s) in zip(lote.destino, lote.lugar.tolist(), strict=True):
                n = int((lote.tramos[b] == s).sum())
                sumas[m][o] += vectores[b, s].double().numpy() * n
                cuantas[m][o] += n
    return [(s / np.maximum(n, 1)[:, None]).astype(np.float32) for s, n in zip(sumas, cuantas, strict=True)]


def mayores_entradas(
    red: Red, fichador: object, todas: Sequence[Muestra], especiales: Mapping[str, list[int]]
) -> dict[str, np.ndarray]:
    """El mayor valor absoluto de cada entrada de cada matriz de la red al leer unas muestras.

    Returns
    -------
    dict of str to ndarray of shape (entradas,)
        Por matriz: «capas.0.qkv», «capas.0.o», «capas.0.fi», «capas.0.fo»…
    """
    red.eval()
    mayores: dict[str, np.ndarray] = {}

    def mirar(nombre: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def anotar(_: nn.Module, entradas: tuple[Tensor, ...]) -> None:
            x = entradas[0].abs().flatten(0, -2).max(0).values.double().numpy()
            mayores[nombre] = np.maximum(mayores.get(nombre, x), x)

        return anotar

    puestos = [
        m.register_forward_pre_hook(mirar(n))
        for n, m in red.named_modules()
        if isinstance(m, nn.Linear) and n.startswith("capas.")
    ]
    with torch.no_grad():
        for x in (x for i, m in enumerate(todas) for x in ventanas_de(fichador, m, i, especiales)):
            lote = armar_lote([x], especiales["relleno"][0])
            red(lote.ids, lote.posiciones, lote.segmentos, lote.tramos)
    for puesto in puestos:
        puesto.remove()
    return mayores
