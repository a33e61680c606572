"""El modelo rápido: lineal en palabras, pares de palabras y trozos de palabra, con el contexto de la reflexión.

Cada cabeza (dimensiones, actos, temas) tiene pesos por rasgo. Como la norma de cada bloque se suma por apariciones,
lo que una ficha aporta se calcula una vez y se guarda: puntuar una oración es buscar sus palabras y sumar.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from scipy import sparse

from reflexiona.errores import ErrorModelo
from reflexiona.modelo.carpeta import carpeta_de, escribir, leer_carpeta
from reflexiona.modelo.contexto import entradas, lugares
from reflexiona.modelo.puntajes import Puntajes
from reflexiona.modelo.vocabulario import BLOQUES, Vocabulario

__all__ = ["Cabeza", "ModeloLineal"]

_LOTE = 8192
_LEXICO_MAXIMO = 300_000


@dataclass(frozen=True)
class Cabeza:
    """Una cabeza del modelo: sus clases, sus umbrales y la segunda etapa que agrega el contexto.

    Parameters
    ----------
    clases : tuple of str
    columnas : slice
        Sus columnas en los pesos de los rasgos.
    centro : ndarray of shape (k,)
        Promedio de sus puntajes sin contexto en el entrenamiento.
    compuerta : tuple of float
        Centro y escala de la evidencia propia.
    pesos : ndarray of shape (11 k + 4, salidas)
    sesgo : ndarray of shape (salidas,)
    excluyente : bool
        Si las salidas compiten (una de ellas, o ninguna) o son independientes.
    umbrales : ndarray of shape (k,)
    """

    clases: tuple[str, ...]
    columnas: slice
    centro: np.ndarray
    compuerta: tuple[float, float]
    pesos: np.ndarray
    sesgo: np.ndarray
    excluyente: bool
    umbrales: np.ndarray

    def probabilidades(self, logits: np.ndarray) -> np.ndarray:
        """De puntajes finales (n, salidas) a probabilidades."""
        if not self.excluyente:
            return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))
        crudas = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(crudas / crudas.sum(axis=1, keepdims=True))


@dataclass
class ModeloLineal:
    """El modelo lineal con sus cabezas. Se obtiene con `cargar_modelo` o con `reflexiona.modelo.ajuste.ajustar`.

    Parameters
    ----------
    vocabulario : Vocabulario
    pesos : ndarray of shape (n_rasgos, salidas)
        Sin multiplicar por idf.
    sesgo : ndarray of shape (salidas,)
    cabezas : dict
        «dimensiones» y, si el modelo los tiene, «actos».
    claves_temas : tuple of str
    umbrales_temas : ndarray of shape (n_temas,)
    ficha : dict
        Con qué se entrenó.
    huella : str
        La suma de sus pesos en el disco; vacía si no viene de una carpeta.
    """

    vocabulario: Vocabulario
    pesos: np.ndarray
    sesgo: np.ndarray
    cabezas: dict[str, Cabeza]
    claves_temas: tuple[str, ...] = ()
    umbrales_temas: np.ndarray = field(default_factory=lambda: np.zeros(0))
    ficha: dict[str, Any] = field(default_factory=dict)
    huella: str = ""

    _candado = RLock()  # el léxico crece al puntuar: dos hilos a la vez darían a dos palabras el mismo lugar

    def __post_init__(self) -> None:
        cortes = np.cumsum([0, *self.vocabulario.tamanos])
        self._por_bloque = {
            b: self.vocabulario.idf[b][:, None] * self.pesos[cortes[i] : cortes[i + 1]].astype(np.float32)
            for i, b in enumerate(BLOQUES)
        }
        self._cuadrados = {b: self.vocabulario.idf[b].astype(np.float32) ** 2 for b in BLOQUES}
        self._olvidar()

    def __repr__(self) -> str:
        return f"ModeloLineal({', '.join(self.cabezas)}; {self.pesos.shape[0]} rasgos, {len(self.claves_temas)} temas)"

    # --- lo que aporta cada ficha -------------------------------------------------------------------------------

    def _olvidar(self) -> None:
        """Vuelve el léxico a las palabras del vocabulario: acota la memoria con millones de palabras distintas."""
        self._lexico = self.vocabulario.lexico()
        salidas = self.pesos.shape[1]
        self._de_palabra, self._de_trozos = (np.zeros((0, salidas), np.float32) for _ in range(2))
        self._q_palabra, self._q_trozos = (np.zeros(0, np.float32) for _ in range(2))
        self._aprender_fichas()

    def _aprender_fichas(self) -> None:
        """Calcula la aportación de las fichas del léxico que aún no la tienen."""
        desde, total, conocidas = len(self._q_trozos), len(self._lexico), len(self.vocabulario.palabras)
        if desde == total:
            return
        nuevas = list(self._lexico)[desde:]
        if desde == 0:  # las marcas de inicio y fin no son fichas: no tienen trozos
            nuevas[conocidas : conocidas + 2] = ["", ""]
        cuentas = self.vocabulario.trozos_de(nuevas)
        de_palabra = np.zeros((total - desde, self.pesos.shape[1]), np.float32)
        q_palabra = np.zeros(total - desde, np.float32)
        if desde == 0:
            de_palabra[:conocidas] = self._por_bloque["palabras"]
            q_palabra[:conocidas] = self._cuadrados["palabras"]
        self._de_palabra = np.vstack([self._de_palabra, de_palabra])
        self._q_palabra = np.concatenate([self._q_palabra, q_palabra])
        self._de_trozos = np.vstack([self._de_trozos, cuentas @ self._por_bloque["trozos"]])
        self._q_trozos = np.concatenate([self._q_trozos, cuentas @ self._cuadrados["trozos"]])

    def _sumas(self, oraciones: Sequence[str], hasta: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sumas por bloque (3, n, hasta), normas al cuadrado (3, n) y largos (n,), sin dividir."""
        with self._candado:
            if len(self._lexico) > _LEXICO_MAXIMO:
                self._olvidar()
            cuenta = self.vocabulario.contar(oraciones, self._lexico)
            self._aprender_fichas()
            m = cuenta.fichas
            sumas = np.stack(
                [
                    m @ self._de_palabra[:, :hasta],
                    cuenta.pares @ self._por_bloque["pares"][:, :hasta],
                    m @ self._de_trozos[:, :hasta],
                ]
            )
            normas = np.stack([m @ self._q_palabra, cuenta.pares @ self._cuadrados["pares"], m @ self._q_trozos])
        return sumas, normas, cuenta.largos

    @staticmethod
    def _dividir(sumas: np.ndarray, normas: np.ndarray) -> np.ndarray:
        return np.asarray((sumas / np.sqrt(np.maximum(normas, 1e-9))[:, :, None]).sum(axis=0), dtype=np.float64)

    # --- puntuar ------------------------------------------------------------------------------------------------

    def puntajes_solos(self, oraciones: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Puntajes de cada oración sin contexto (n, salidas de las cabezas) y sus largos en fichas (n,)."""
        hasta = max((c.columnas.stop for c in self.cabezas.values()), default=0)
        partes, largos = [np.zeros((0, hasta))], [np.zeros(0, np.int64)]
        for i in range(0, len(oraciones), _LOTE):
            sumas, normas, largo = self._sumas(oraciones[i : i + _LOTE], hasta)
            partes.append(self._dividir(sumas, normas) + self.sesgo[:hasta])
            largos.append(largo)
        return np.vstack(partes), np.concatenate(largos)

    def probabilidades(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> dict[str, np.ndarray]:
        """Probabilidades de cada cabeza, con el contexto de la reflexión.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada oración, en su orden; sin esto cada oración se lee sola.
        preguntas : mapping, optional
            Este modelo no las lee.

        Returns
        -------
        dict of ndarray of shape (n, salidas)
        """
        por_cabeza = self.logits(oraciones, reflexiones)
        return {nombre: self.cabezas[nombre].probabilidades(x) for nombre, x in por_cabeza.items()}

    def logits(self, oraciones: Sequence[str], reflexiones: Sequence[Hashable] | None = None) -> dict[str, np.ndarray]:
        """Los puntajes de cada cabeza, antes de volverse probabilidades.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada oración, en su orden; sin esto cada oración se lee sola.

        Returns
        -------
        dict of str to ndarray of shape (n, salidas)
        """
        solos, largos = self.puntajes_solos(oraciones)
        donde = lugares(len(oraciones), reflexiones)
        salida = {}
        for nombre, cabeza in self.cabezas.items():
            x = entradas(solos[:, cabeza.columnas] - cabeza.centro, donde, largos, *cabeza.compuerta)
            salida[nombre] = x @ cabeza.pesos + cabeza.sesgo
        return salida

    def probabilidades_temas(
        self, oraciones: Sequence[str], reflexiones: Sequence[Hashable] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Probabilidad de cada tema conocido por oración (n, temas) y por reflexión (n_reflexiones, temas)."""
        desde, hasta = len(self.sesgo) - len(self.claves_temas), len(self.sesgo)
        de = lugares(len(oraciones), reflexiones)
        por_oracion = np.zeros((len(oraciones), hasta - desde))
        sumas_r = np.zeros((len(BLOQUES), de.reflexiones, hasta - desde), np.float32)
        normas_r = np.zeros((len(BLOQUES), de.reflexiones), np.float32)
        for i in range(0, len(oraciones), _LOTE):
            sumas, normas, _ = self._sumas(oraciones[i : i + _LOTE], hasta)
            sumas = sumas[:, :, desde:]
            por_oracion[i : i + _LOTE] = self._dividir(sumas, normas)
            grupo = de.reflexion[i : i + _LOTE]
            reparto = sparse.csr_matrix(
                (np.ones(len(grupo), np.float32), (grupo, np.arange(len(grupo)))), shape=(de.reflexiones, len(grupo))
            )
            for b in range(len(BLOQUES)):
                sumas_r[b] += reparto @ sumas[b]
                normas_r[b] += reparto @ normas[b]
        sesgo = self.sesgo[desde:]
        por_reflexion = self._dividir(sumas_r, normas_r) + sesgo
        return 1 / (1 + np.exp(-(por_oracion + sesgo))), 1 / (1 + np.exp(-por_reflexion))

    def evaluar(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> Puntajes:
        """Todo lo que el modelo dice de las oraciones, de una vez.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada oración, en su orden; sin esto cada oración se lee sola.
        preguntas : mapping of hashable to str, optional
            Este modelo no las lee.

        Returns
        -------
        Puntajes
            Sin vectores.

        Examples
        --------
        >>> from reflexiona.modelo import cargar_modelo
        >>> p = cargar_modelo("rapido").evaluar(["No les llego.", "Me frustra."], ["a", "a"])
        >>> p.dimensiones.shape, p.actos.shape, p.temas_reflexion.shape
        ((2, 5), (2, 5), (1, 30))
        """
        por_cabeza = self.probabilidades(oraciones, reflexiones)
        temas, temas_reflexion = self.probabilidades_temas(oraciones, reflexiones)
        nada = np.zeros((len(oraciones), 0))
        return Puntajes(por_cabeza["dimensiones"], por_cabeza.get("actos", nada), temas, temas_reflexion)

    # --- guardar y cargar ---------------------------------------------------------------------------------------

    def guardar(self, ruta: str | Path) -> None:
        """Escribe el modelo en una carpeta (JSON y safetensors).

        Parameters
        ----------
        ruta : str or Path

        Raises
        ------
        ErrorSalida
            Si no se puede escribir ahí.
        """
        v = self.vocabulario
        pesos: dict[str, np.ndarray] = {
            "rasgos.pesos": self.pesos.astype(np.float16),
            "rasgos.sesgo": self.sesgo.astype(np.float32),
            "vocabulario.palabras": _a_bytes(v.palabras),
            "vocabulario.trozos": _a_bytes(v.trozos),
            "vocabulario.pares": v.pares.astype(np.int32),
            "temas.umbrales": self.umbrales_temas.astype(np.float32),
            **{f"idf.{b}": v.idf[b].astype(np.float32) for b in BLOQUES},
        }
        cabezas = {}
        for nombre, c in self.cabezas.items():
            cabezas[nombre] = {
                "clases": list(c.clases),
                "columnas": [c.columnas.start, c.columnas.stop],
                "compuerta": list(c.compuerta),
                "excluyente": c.excluyente,
            }
            for parte in ("centro", "pesos", "sesgo", "umbrales"):
                pesos[f"cabeza.{nombre}.{parte}"] = getattr(c, parte).astype(np.float32)
        config = {"tipo": "lineal", "cabezas": cabezas, "temas": list(self.claves_temas), "ficha": self.ficha}
        escribir(ruta, config, pesos)

    @classmethod
    def cargar(cls, ruta: str | Path) -> ModeloLineal:
        """Lee un modelo guardado.

        Parameters
        ----------
        ruta : str or Path
            Su carpeta, o «rapido».

        Returns
        -------
        ModeloLineal

        Raises
        ------
        ErrorModelo
            Si falta, está dañado o no es de este tipo.
        """
        config, t = leer_carpeta(carpeta_de(ruta))
        if config.get("tipo") != "lineal":
            raise ErrorModelo(f"El modelo de {ruta} es de tipo «{config.get('tipo')}», no «lineal».")
        try:
            vocabulario = Vocabulario(
                _a_textos(t["vocabulario.palabras"]),
                t["vocabulario.pares"],
                _a_textos(t["vocabulario.trozos"]),
                {b: t[f"idf.{b}"] for b in BLOQUES},
            )
            cabezas = {
                nombre: Cabeza(
                    clases=tuple(c["clases"]),
                    columnas=slice(*c["columnas"]),
                    compuerta=(c["compuerta"][0], c["compuerta"][1]),
                    excluyente=c["excluyente"],
                    **{
                        parte: t[f"cabeza.{nombre}.{parte}"].astype(np.float64)
                        for parte in ("centro", "pesos", "sesgo", "umbrales")
                    },
                )
                for nombre, c in config["cabezas"].items()
            }
            cabezas["dimensiones"]  # sin ella no hay nada que etiquetar
            return cls(
                vocabulario,
                t["rasgos.pesos"],
                t["rasgos.sesgo"].astype(np.float64),
                cabezas,
                tuple(config["temas"]),
                t["temas.umbrales"].astype(np.float64),
                config["ficha"],
                config["sha256"],
            )
        except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
            raise ErrorModelo(f"Al modelo de {ruta} le falta una parte o no cuadra con las demás: {error}.") from error


def _a_bytes(textos: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(textos).encode(), dtype=np.uint8)


def _a_textos(datos: np.ndarray) -> tuple[str, ...]:
    return tuple(datos.tobytes().decode().split("\n")) if len(datos) else ()
