"""El codificador: un modelo pequeño de lenguaje que da el vector de cada oración, y el de su entorno.

Corre en ONNX con pesos de 8 bits, sin red. Cada ventana se lee sola y con un hilo; los hilos se reparten las ventanas.
Así ninguna oración depende de con quién le tocó viajar: la misma reflexión da el mismo vector, en cualquier orden, lote
o número de hilos.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

import numpy as np

from reflexiona.errores import ErrorModelo
from reflexiona.modelo.entorno import Entorno
from reflexiona.modelo.ventanas import Ventana, ventanas

__all__ = ["Codificador", "agrupar"]

_LOTE = 512
"""Reflexiones que se preparan a la vez: acota la memoria."""
_POR_DELANTE = 32
"""Ventanas por hilo que pueden esperar ya leídas: una reflexión enorme no llena la memoria."""
_VARIANTES = 256
"""Variantes de una reflexión que se preparan a la vez."""


class Codificador:
    """Convierte oraciones en vectores. Se obtiene con `Codificador.abrir`.

    Parameters
    ----------
    sesion : onnxruntime.InferenceSession
        Recibe `ids`, `posiciones` y `segmentos` (1, t) y entrega `estados` (1, t, d).
    fichador : tokenizers.Tokenizer
    abre, cierra : sequence of int
        Fichas al principio y al final de cada oración.
    tapada : int
        La ficha que ocupa el lugar de otra cuando se tapa para ver cuánto pesaba.
    tope : int
        Fichas por ventana.
    entorno : Entorno, optional
        Lo que mira las oraciones vecinas; sin él, cada oración se lee sola.
    hilos : int, optional
        Ventanas que se leen a la vez; por omisión, los procesadores que haya.
    """

    def __init__(
        self,
        sesion: Any,
        fichador: Any,
        abre: Sequence[int],
        cierra: Sequence[int],
        tope: int,
        tapada: int,
        entorno: Entorno | None = None,
        hilos: int | None = None,
    ) -> None:
        self._sesion, self._fichador = sesion, fichador
        self._abre, self._cierra, self._tope = tuple(abre), tuple(cierra), tope
        self.tapada, self.entorno = tapada, entorno
        self.hilos = max(1, hilos or _procesadores())
        self.propios = int(sesion.get_outputs()[0].shape[-1])
        self.tamano = self.propios + (entorno.tamano if entorno else 0)

    @classmethod
    def abrir(
        cls,
        red: bytes,
        fichador: bytes,
        config: Mapping[str, Any],
        entorno: Entorno | None = None,
        hilos: int | None = None,
    ) -> Codificador:
        """Arma el codificador con los bytes de su red y de su fichador.

        Parameters
        ----------
        red : bytes
            La red, en ONNX.
        fichador : bytes
            El de `tokenizers`, en JSON.
        config : mapping of str to object
            `abre`, `cierra`, `tope` y `tapada`, como los da `Codificador.config`.
        entorno : Entorno, optional
        hilos : int, optional
            Los dos, como en `Codificador`.

        Returns
        -------
        Codificador

        Raises
        ------
        ErrorModelo
            Si falta onnxruntime o tokenizers, la red o el fichador no se pueden abrir o `config` no está completa.
        """
        try:
            import onnxruntime as ort
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ErrorModelo(
                f"El modelo «preciso» necesita {error.name}: instálelo con `pip install onnxruntime tokenizers`, o use "
                "modelo='rapido'."
            ) from error
        opciones = ort.SessionOptions()
        opciones.intra_op_num_threads = opciones.inter_op_num_threads = 1
        opciones.enable_mem_pattern = False  # con largos distintos, guardar un plan por largo llenaría la memoria
        opciones.log_severity_level = 3
        try:
            sesion = ort.InferenceSession(red, opciones, providers=["CPUExecutionProvider"])
            return cls(
                sesion,
                Tokenizer.from_str(fichador.decode("utf-8")),
                config["abre"],
                config["cierra"],
                config["tope"],
                config["tapada"][0],
                entorno,
                hilos,
            )
        except Exception as error:  # onnxruntime y tokenizers no comparten una clase de error
            raise ErrorModelo(f"La red del codificador no se puede abrir: {error}") from error

    @property
    def config(self) -> dict[str, Any]:
        """Lo que hace falta para volver a abrirlo, además de sus archivos."""
        return {
            "abre": list(self._abre),
            "cierra": list(self._cierra),
            "tope": self._tope,
            "tapada": [self.tapada],
        }

    def __repr__(self) -> str:
        return f"Codificador({self.tamano} números por oración, {self.hilos} hilos)"

    def fichas(self, oraciones: Sequence[str]) -> list[Any]:
        """Las fichas de cada oración, con su lugar en el texto.

        Parameters
        ----------
        oraciones : sequence of str, length n

        Returns
        -------
        list of tokenizers.Encoding, length n
            `ids` trae los números de las fichas y `offsets`, dónde empieza y acaba cada una, en caracteres; sin las
            que abren y cierran.

        Examples
        --------
        >>> from reflexiona.modelo import cargar_modelo
        >>> cargar_modelo().codificador.fichas(["Me frustra."])[0].offsets
        [(0, 2), (2, 10), (10, 11)]
        """
        return list(self._fichador.encode_batch(list(oraciones), add_special_tokens=False))

    def vectores(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> np.ndarray:
        """El vector de cada oración y el de su entorno.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada una, en su orden; sin esto cada oración se lee sola.
        preguntas : mapping, optional
            Por reflexión, el título o la pregunta a la que responde: se lee antes, como contexto.

        Returns
        -------
        ndarray of shape (n, tamano), float32
            En las primeras `propios` columnas, el promedio de los estados de las fichas de la oración; en las demás, lo
            que recibe de las otras. Ceros si la oración no tiene ninguna ficha.
        """
        salida = np.zeros((len(oraciones), self.tamano), np.float32)
        for indices, partes in self._estados(oraciones, reflexiones, preguntas):
            salida[indices] = self._juntar(partes, len(indices))
        return salida

    def _juntar(self, partes: Iterable[tuple[Ventana, np.ndarray]], oraciones: int) -> np.ndarray:
        """De los estados de las ventanas de una reflexión a los vectores de sus oraciones (oraciones, tamano)."""
        suma, cuantas = np.zeros((oraciones, self.tamano), np.float64), np.zeros((oraciones, 1))
        for ventana, estados in partes:
            tramos = np.stack([estados[t.desde : t.hasta].mean(axis=0, dtype=np.float64) for t in ventana.tramos])
            if self.entorno:
                tramos = np.hstack([tramos, self.entorno(tramos)])
            for t, v in zip(ventana.tramos, tramos, strict=True):
                if t.oracion >= 0:
                    suma[t.oracion] += v * (t.hasta - t.desde)
                    cuantas[t.oracion] += t.hasta - t.desde
        return (suma / np.maximum(cuantas, 1)).astype(np.float32)

    def por_ficha(
        self, oraciones: Sequence[str], reflexiones: Sequence[Hashable] | None, cabeza: Callable[[np.ndarray], Any]
    ) -> list[list[tuple[int, int, Any]]]:
        """Lo que una cabeza dice de cada ficha.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, or None
            De qué reflexión es cada una; con None, cada oración se lee sola.
        cabeza : callable
            Recibe los estados (fichas, d) de un tramo y da un valor por ficha.

        Returns
        -------
        list of list of (inicio, fin, valor), length n
            Por oración, una terna por ficha; el inicio y el fin, en caracteres.
        """
        salida: list[list[tuple[int, int, Any]]] = [[] for _ in oraciones]
        for indices, partes in self._estados(oraciones, reflexiones, None):
            codificadas = dict(zip(indices, self.fichas([oraciones[i] for i in indices]), strict=True))
            for ventana, estados in partes:
                for t in ventana.tramos:
                    if t.oracion < 0:
                        continue
                    oracion = indices[t.oracion]
                    lugares = codificadas[oracion].offsets[t.primera : t.primera + t.hasta - t.desde]
                    valores = cabeza(estados[t.desde : t.hasta])
                    salida[oracion] += [(a, b, v) for (a, b), v in zip(lugares, valores, strict=True)]
        return salida

    def vectores_de_fichas(
        self, variantes: Iterable[Sequence[Sequence[int]]], cual: int, antes: Sequence[int] = ()
    ) -> np.ndarray:
        """El vector de la oración `cual` en cada variante de una reflexión dada por las fichas de sus oraciones.

        Parameters
        ----------
        variantes : iterable of sequence of sequence of int
            Se leen por tandas: nunca están todas en la memoria.
        cual : int
        antes : sequence of int
            Las fichas de la pregunta.

        Returns
        -------
        ndarray of shape (variantes, d), float32
        """
        salida = []
        faltan = iter(variantes)
        with ThreadPoolExecutor(self.hilos) as hilos:
            while tanda := list(islice(faltan, _VARIANTES)):
                trabajos = [ventanas(v, self._abre, self._cierra, antes, self._tope) for v in tanda]
                leidas = self._leer_en_orden(hilos, [v for cuales in trabajos for v in cuales])
                for variante, cuales in zip(tanda, trabajos, strict=True):
                    salida.append(self._juntar(((v, next(leidas)) for v in cuales), len(variante))[cual])
        return np.asarray(salida, dtype=np.float32)

    def _estados(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None,
        preguntas: Mapping[Hashable, str] | None,
    ) -> Iterator[tuple[list[int], Iterator[tuple[Ventana, np.ndarray]]]]:
        """Por reflexión: los índices de sus oraciones y sus ventanas leídas, que se recorren antes de pedir otra."""
        grupos = agrupar(len(oraciones), reflexiones)
        with ThreadPoolExecutor(self.hilos) as hilos:
            for i in range(0, len(grupos), _LOTE):
                tanda = grupos[i : i + _LOTE]
                planas = [oraciones[j] for _, indices in tanda for j in indices]
                codificadas = iter(self.fichas(planas))
                antes = {c: self.fichas([preguntas[c]])[0].ids for c, _ in tanda if preguntas and preguntas.get(c)}
                trabajos = []
                for clave, indices in tanda:
                    fichas = [next(codificadas).ids for _ in indices]
                    cuales = ventanas(fichas, self._abre, self._cierra, antes.get(clave, ()), self._tope)
                    trabajos.append((indices, cuales))
                todas = [v for _, cuales in trabajos for v in cuales]
                leidas = self._leer_en_orden(hilos, todas)
                for indices, cuales in trabajos:
                    yield indices, ((v, next(leidas)) for v in cuales)

    def _leer_en_orden(self, hilos: ThreadPoolExecutor, cuales: Sequence[Ventana]) -> Iterator[np.ndarray]:
        """Los estados de cada ventana, en orden; por delante de quien los recibe van unas cuantas, no todas."""
        pendientes: deque[Future[np.ndarray]] = deque()
        for ventana in cuales:
            pendientes.append(hilos.submit(self._leer, ventana))
            if len(pendientes) >= _POR_DELANTE * self.hilos:
                yield pendientes.popleft().result()
        while pendientes:
            yield pendientes.popleft().result()

    def _leer(self, ventana: Ventana) -> np.ndarray:
        entradas = {"ids": ventana.fichas, "posiciones": ventana.posiciones, "segmentos": ventana.segmentos}
        datos = {nombre: np.asarray([valores], dtype=np.int64) for nombre, valores in entradas.items()}
        estados: np.ndarray = self._sesion.run(None, datos)[0][0]
        return estados


def agrupar(n: int, reflexiones: Iterable[Hashable] | None) -> list[tuple[Hashable, list[int]]]:
    """Los índices de las oraciones de cada reflexión, en orden de aparición.

    Examples
    --------
    >>> agrupar(3, ["a", "b", "a"])
    [('a', [0, 2]), ('b', [1])]
    """
    if reflexiones is None:
        return [(i, [i]) for i in range(n)]
    grupos: dict[Hashable, list[int]] = {}
    for i, clave in enumerate(reflexiones):
        grupos.setdefault(clave, []).append(i)
    return list(grupos.items())


def _procesadores() -> int:
    """Los que este proceso puede usar, que en un contenedor son menos que los de la máquina."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
