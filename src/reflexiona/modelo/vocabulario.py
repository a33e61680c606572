"""El vocabulario del modelo lineal y la cuenta de sus rasgos en un lote de oraciones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from scipy import sparse

from reflexiona.modelo.rasgos import FIN, INICIO, fichas, pares, trozos

__all__ = ["BLOQUES", "Cuenta", "Vocabulario"]

BLOQUES = ("palabras", "pares", "trozos")
_CLAVE = np.int64(1) << 32


@dataclass(frozen=True)
class Cuenta:
    """Las fichas de un lote de oraciones.

    Parameters
    ----------
    fichas : csr_matrix of shape (n, léxico)
        Cuántas veces está cada ficha en cada oración.
    pares : csr_matrix of shape (n, n_pares)
        Lo mismo, de los pares conocidos.
    largos : ndarray of shape (n,)
        Fichas por oración.
    """

    fichas: sparse.csr_matrix
    pares: sparse.csr_matrix
    largos: np.ndarray


@dataclass(frozen=True)
class Vocabulario:
    """Rasgos que el modelo conoce y su rareza (idf) en el corpus de entrenamiento.

    Parameters
    ----------
    palabras, trozos : tuple of str
    pares : ndarray of shape (n_pares, 2)
        Índices en `palabras` seguidas de las marcas de inicio y fin.
    idf : Mapping[str, ndarray]
        Un vector por bloque.
    """

    palabras: tuple[str, ...]
    pares: np.ndarray
    trozos: tuple[str, ...]
    idf: Mapping[str, np.ndarray] = field(repr=False)

    @classmethod
    def aprender(
        cls, oraciones: Sequence[str], minimo_palabras: int = 2, minimo_pares: int = 2, minimo_trozos: int = 3
    ) -> Vocabulario:
        """El vocabulario de un corpus: lo que aparece en al menos tantas oraciones.

        Examples
        --------
        >>> v = Vocabulario.aprender(["no les llego", "no les llego", "hoy no"])
        >>> v.palabras
        ('les', 'llego', 'no')
        """
        veces_palabra: Counter[str] = Counter()
        veces_par: Counter[tuple[str, str]] = Counter()
        veces_trozo: Counter[str] = Counter()
        for oracion in oraciones:
            secuencia = fichas(oracion)
            distintas = set(secuencia)
            veces_palabra.update(distintas)
            veces_par.update(set(pares(secuencia)))
            veces_trozo.update({t for f in distintas for t in trozos(f)})
        palabras = sorted(p for p, k in veces_palabra.items() if k >= minimo_palabras)
        lugar = {p: i for i, p in enumerate([*palabras, INICIO, FIN])}
        conocidos = sorted(
            (lugar[a], lugar[b], k)
            for (a, b), k in veces_par.items()
            if k >= minimo_pares and a in lugar and b in lugar
        )
        los_trozos = sorted(t for t, k in veces_trozo.items() if k >= minimo_trozos)

        def idf(veces: list[int]) -> np.ndarray:
            return np.asarray(
                np.log((1 + len(oraciones)) / (1 + np.asarray(veces, dtype=np.float64))) + 1, dtype=np.float32
            )

        return cls(
            tuple(palabras),
            np.asarray([(a, b) for a, b, _ in conocidos], dtype=np.int32).reshape(-1, 2),
            tuple(los_trozos),
            {
                "palabras": idf([veces_palabra[p] for p in palabras]),
                "pares": idf([k for _, _, k in conocidos]),
                "trozos": idf([veces_trozo[t] for t in los_trozos]),
            },
        )

    @property
    def tamanos(self) -> tuple[int, int, int]:
        """Cuántos rasgos hay en cada bloque."""
        return len(self.palabras), len(self.pares), len(self.trozos)

    def lexico(self) -> dict[str, int]:
        """Un léxico nuevo (ficha → columna) que empieza con las palabras conocidas y las marcas, y puede crecer."""
        return {ficha: i for i, ficha in enumerate([*self.palabras, INICIO, FIN])}

    @cached_property
    def _claves(self) -> np.ndarray:
        return np.asarray(self.pares[:, 0].astype(np.int64) * _CLAVE + self.pares[:, 1])

    @cached_property
    def lugar_par(self) -> dict[tuple[int, int], int]:
        """La columna de cada par conocido."""
        return {(a, b): i for i, (a, b) in enumerate(self.pares.tolist())}

    @cached_property
    def _lugar_trozo(self) -> dict[str, int]:
        return {t: i for i, t in enumerate(self.trozos)}

    def contar(self, oraciones: Sequence[str], lexico: dict[str, int]) -> Cuenta:
        """Cuenta las fichas y los pares conocidos de cada oración; las fichas nuevas se agregan al léxico."""
        listas = [fichas(o) for o in oraciones]
        n, largos = len(listas), np.fromiter(map(len, listas), dtype=np.int64, count=len(listas))
        total = int(largos.sum())
        numero = lexico.setdefault
        ids = np.fromiter((numero(f, len(lexico)) for f in chain.from_iterable(listas)), dtype=np.int64, count=total)
        inicios = np.concatenate([[0], np.cumsum(largos)])
        de_fichas = sparse.csr_matrix((np.ones(total, dtype=np.float32), ids, inicios), shape=(n, len(lexico)))

        inicio, fin = len(self.palabras), len(self.palabras) + 1
        orilladas = np.full(total + 2 * n, fin, dtype=np.int64)
        primeras = inicios[:-1] + 2 * np.arange(n)
        orilladas[primeras] = inicio
        interior = np.ones(total + 2 * n, dtype=bool)
        interior[primeras] = interior[primeras + largos + 1] = False
        orilladas[interior] = ids
        renglon = np.repeat(np.arange(n), largos + 2)
        mismos = renglon[:-1] == renglon[1:]
        claves = (orilladas[:-1] * _CLAVE + orilladas[1:])[mismos]
        lugares = np.searchsorted(self._claves, claves)
        lugares[lugares == len(self._claves)] = 0
        hay = self._claves[lugares] == claves if len(self._claves) else np.zeros(len(claves), dtype=bool)
        de_pares = sparse.csr_matrix(
            (np.ones(int(hay.sum()), dtype=np.float32), (renglon[:-1][mismos][hay], lugares[hay])),
            shape=(n, len(self._claves)),
        )
        return Cuenta(de_fichas, de_pares, largos)

    def trozos_de(self, las_fichas: Sequence[str]) -> sparse.csr_matrix:
        """Los trozos conocidos de cada ficha: matriz (n_fichas, n_trozos) de cuentas."""
        lugar = self._lugar_trozo
        filas = [[lugar[t] for t in trozos(f) if t in lugar] for f in las_fichas]
        inicios = np.concatenate([[0], np.cumsum([len(f) for f in filas], dtype=np.int64)])
        indices = np.fromiter(chain.from_iterable(filas), dtype=np.int64, count=int(inicios[-1]))
        return sparse.csr_matrix(
            (np.ones(len(indices), dtype=np.float32), indices, inicios), shape=(len(filas), len(self.trozos))
        )

    def rasgos(self, oraciones: Sequence[str], grupos: np.ndarray | None = None) -> sparse.csr_matrix:
        """Matriz de rasgos (n, n_rasgos) para entrenar: cada bloque pesado por idf y dividido entre su norma.

        Con `grupos` (n,), las oraciones del mismo número se suman antes: una fila por grupo.
        """
        lexico = self.lexico()
        cuenta = self.contar(oraciones, lexico)
        de_trozos = self.trozos_de(list(lexico))
        conocidas = len(self.palabras)
        bloques = {
            "palabras": (cuenta.fichas[:, :conocidas], None),
            "pares": (cuenta.pares, None),
            "trozos": (cuenta.fichas, de_trozos),
        }
        suma = None
        if grupos is not None:
            forma = (int(grupos.max()) + 1, len(oraciones))
            suma = sparse.csr_matrix((np.ones(len(oraciones)), (grupos, np.arange(len(oraciones)))), shape=forma)
        partes: list[Any] = []
        for bloque, (matriz, tabla) in bloques.items():
            idf = self.idf[bloque].astype(np.float64)
            cuentas = matriz if tabla is None else matriz @ tabla
            if suma is not None:
                cuentas = suma @ cuentas
            norma = np.sqrt(np.maximum(cuentas @ idf**2, 1e-9))
            partes.append(sparse.diags(1 / norma) @ cuentas @ sparse.diags(idf))
        return sparse.hstack(partes).tocsr()
