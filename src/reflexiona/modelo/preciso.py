"""El modelo preciso: un codificador y una cabeza por tarea (dimensiones, actos, temas, datos personales).

En las dimensiones y los actos, el puntaje del codificador se suma al de un modelo de palabras (`ModeloLineal`) que leyó
los mismos textos: se equivocan en cosas distintas y juntos aciertan más (`docs/validez.md`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from reflexiona.errores import ErrorModelo
from reflexiona.modelo.carpeta import carpeta_de, escribir, huella_de, leer_archivo, leer_carpeta
from reflexiona.modelo.codificador import Codificador, agrupar
from reflexiona.modelo.entorno import Entorno
from reflexiona.modelo.lineal import ModeloLineal
from reflexiona.modelo.puntajes import Puntajes

__all__ = ["FICHADOR", "LINEAL", "RED", "CabezaDensa", "ModeloPreciso", "temas_de_reflexion"]

RED, FICHADOR, LINEAL = "codificador.onnx", "fichador.json", "lineal"
_TIPOS_DE_DATO = ("PER", "ESC", "LUG")
_FILAS = 16384


@dataclass(frozen=True)
class CabezaDensa:
    """Una cabeza sobre el vector de la oración.

    Parameters
    ----------
    clases : tuple of str
    pesos : ndarray of shape (d, salidas)
    sesgo : ndarray of shape (salidas,)
    excluyente : bool
        Si las salidas compiten (una de ellas, o ninguna, que va al final) o son independientes.
    umbrales : ndarray of shape (k,)
    del_lineal : ndarray of shape (salidas,), optional
        Cuánto pesa, junto a lo que dicen los vectores, el puntaje del modelo de palabras.
    """

    clases: tuple[str, ...]
    pesos: np.ndarray
    sesgo: np.ndarray
    excluyente: bool
    umbrales: np.ndarray
    del_lineal: np.ndarray | None = None

    def logits(self, vectores: np.ndarray) -> np.ndarray:
        """Puntajes (n, salidas) de los vectores (n, d), sin el modelo de palabras."""
        salida = np.empty((len(vectores), len(self.sesgo)))
        for i in range(0, len(vectores), _FILAS):  # por tandas: en float64 ocupan el doble que los vectores
            salida[i : i + _FILAS] = vectores[i : i + _FILAS].astype(np.float64) @ self.pesos + self.sesgo
        return salida

    def probabilidades(self, logits: np.ndarray) -> np.ndarray:
        """De puntajes (n, salidas) a probabilidades."""
        if not self.excluyente:
            return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))
        crudas = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(crudas / crudas.sum(axis=1, keepdims=True))


def temas_de_reflexion(logits: np.ndarray, grupos: Sequence[tuple[Hashable, list[int]]]) -> np.ndarray:
    """Puntaje de cada tema en cada reflexión: una media suave que se inclina por la oración que más lo dice.

    Parameters
    ----------
    logits : ndarray of shape (n, n_temas)
    grupos : sequence of (clave, índices)

    Returns
    -------
    ndarray of shape (n_reflexiones, n_temas)
        ½·log Σ exp(2·puntaje) − ¼·log n: entre el máximo y la media, y con una sola oración, el suyo.
    """
    salida = np.zeros((len(grupos), logits.shape[1]))
    for i, (_, indices) in enumerate(grupos):
        salida[i] = np.logaddexp.reduce(2 * logits[indices], axis=0) / 2 - np.log(len(indices)) / 4
    return salida


@dataclass
class ModeloPreciso:
    """Un codificador con sus cabezas. Se obtiene con `reflexiona.modelo.cargar_modelo("preciso")`.

    Parameters
    ----------
    codificador : Codificador
    cabezas : dict
        «dimensiones» y, si el modelo los tiene, «actos».
    temas : CabezaDensa, optional
    datos : CabezaDensa, optional
        Por ficha: nada, persona, escuela o lugar.
    lineal : ModeloLineal, optional
        El modelo de palabras que lo acompaña.
    ficha : dict
        Con qué se entrenó.
    huella : str
        La suma de sus pesos en el disco; vacía si no viene de una carpeta.
    archivos : dict of str to bytes
        La red y el fichador del codificador, con su nombre de archivo: lo que `guardar` vuelve a escribir.
    """

    codificador: Codificador
    cabezas: dict[str, CabezaDensa]
    temas: CabezaDensa | None = None
    datos: CabezaDensa | None = None
    lineal: ModeloLineal | None = None
    ficha: dict[str, Any] = field(default_factory=dict)
    huella: str = ""
    archivos: dict[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def claves_temas(self) -> tuple[str, ...]:
        """Los temas que reconoce."""
        return self.temas.clases if self.temas else ()

    @property
    def umbrales_temas(self) -> np.ndarray:
        """Desde qué probabilidad se dice que una reflexión toca cada tema."""
        return self.temas.umbrales if self.temas else np.zeros(0)

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
            De qué reflexión es cada oración, en su orden; sin esto cada oración se lee sola.
        preguntas : mapping of hashable to str, optional
            De cada reflexión, la pregunta o el título a que responde.

        Returns
        -------
        ndarray of shape (n, d), float32
            Como en `Codificador.vectores`.
        """
        return self.codificador.vectores(oraciones, reflexiones, preguntas)

    def probabilidades(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> dict[str, np.ndarray]:
        """Probabilidades de cada cabeza, con cada oración leída dentro de su reflexión.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada oración, en su orden; sin esto cada oración se lee sola.
        preguntas : mapping of hashable to str, optional
            De cada reflexión, la pregunta o el título a que responde.

        Returns
        -------
        dict of str to ndarray of shape (n, salidas)
        """
        logits = self.logits(oraciones, reflexiones, self.vectores(oraciones, reflexiones, preguntas))
        return {nombre: self.cabezas[nombre].probabilidades(x) for nombre, x in logits.items()}

    def logits(
        self, oraciones: Sequence[str], reflexiones: Sequence[Hashable] | None, vectores: np.ndarray
    ) -> dict[str, np.ndarray]:
        """Los puntajes de cada cabeza: los de los vectores y los del modelo de palabras, sumados.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, or None
        vectores : ndarray of shape (n, d)
            Los que da `vectores` con las mismas oraciones.

        Returns
        -------
        dict of str to ndarray of shape (n, salidas)
        """
        salida = {nombre: cabeza.logits(vectores) for nombre, cabeza in self.cabezas.items()}
        juntas = [n for n, c in self.cabezas.items() if c.del_lineal is not None]
        if juntas and self.lineal is not None:
            de_palabras = self.lineal.logits(oraciones, reflexiones)
            for nombre in juntas:
                salida[nombre] = salida[nombre] + de_palabras[nombre] * self.cabezas[nombre].del_lineal
        return salida

    def evaluar(
        self,
        oraciones: Sequence[str],
        reflexiones: Sequence[Hashable] | None = None,
        preguntas: Mapping[Hashable, str] | None = None,
    ) -> Puntajes:
        """Todo lo que el modelo dice de las oraciones, en una sola pasada.

        Parameters
        ----------
        oraciones : sequence of str, length n
        reflexiones : sequence of hashable, length n, optional
            De qué reflexión es cada oración, en su orden; sin esto cada oración se lee sola.
        preguntas : mapping of hashable to str, optional
            De cada reflexión, la pregunta o el título a que responde.

        Returns
        -------
        Puntajes

        Examples
        --------
        >>> from reflexiona.modelo import cargar_modelo
        >>> p = cargar_modelo().evaluar(["No les llego.", "Me frustra."], ["a", "a"])
        >>> p.dimensiones.shape, p.temas_reflexion.shape, p.vectores.shape
        ((2, 5), (1, 30), (2, 384))
        """
        v = self.vectores(oraciones, reflexiones, preguntas)
        grupos = agrupar(len(oraciones), reflexiones)
        n = len(oraciones)
        p = {c: self.cabezas[c].probabilidades(x) for c, x in self.logits(oraciones, reflexiones, v).items()}
        de_temas = self.temas.logits(v) if self.temas else np.zeros((n, 0))
        return Puntajes(
            p["dimensiones"],
            p.get("actos", np.zeros((n, 0))),
            _sigmoide(de_temas),
            _sigmoide(temas_de_reflexion(de_temas, grupos)),
            v[:, : self.codificador.propios],
        )

    def datos_personales(
        self, oraciones: Sequence[str], reflexiones: Sequence[Hashable] | None = None
    ) -> list[list[tuple[int, int, str, float]]]:
        """Nombres de personas (PER), escuelas (ESC) y lugares (LUG) en cada oración.

        Returns
        -------
        list of list of (inicio, fin, tipo, certeza)
            Por oración; la certeza va de 0 a 1.

        Raises
        ------
        ErrorModelo
            Si el modelo no tiene esa cabeza.
        """
        if self.datos is None:
            raise ErrorModelo("Este modelo no reconoce datos personales.")
        por_ficha = self.codificador.por_ficha(oraciones, reflexiones, self._datos_por_ficha)
        return [_juntar(o, fichas) for o, fichas in zip(oraciones, por_ficha, strict=True)]

    def _datos_por_ficha(self, estados: np.ndarray) -> np.ndarray:
        assert self.datos is not None
        return self.datos.probabilidades(self.datos.logits(estados))

    def guardar(self, ruta: str | Path) -> None:
        """Escribe el modelo en una carpeta (JSON, safetensors y ONNX).

        Parameters
        ----------
        ruta : str or Path

        Raises
        ------
        ErrorSalida
            Si no se puede escribir ahí.
        """
        todas = {**self.cabezas, **({"temas": self.temas} if self.temas else {})}
        if self.datos:
            todas["datos"] = self.datos
        pesos = {
            f"{nombre}.{parte}": np.asarray(getattr(c, parte), dtype=np.float32)
            for nombre, c in todas.items()
            for parte in ("pesos", "sesgo", "umbrales", "del_lineal")
            if getattr(c, parte) is not None
        }
        if self.codificador.entorno:
            # En media precisión pesan la mitad y los puntajes cambian menos de una milésima.
            pesos |= {f"entorno.{k}": v.astype(np.float16) for k, v in self.codificador.entorno.pesos.items()}
        config = {
            "tipo": "preciso",
            "cabezas": {n: {"clases": list(c.clases), "excluyente": c.excluyente} for n, c in todas.items()},
            "codificador": self.codificador.config,
            "ficha": self.ficha,
        }
        if self.lineal is not None:
            self.lineal.guardar(Path(ruta) / LINEAL)
            config["lineal"] = _suma_de(Path(ruta) / LINEAL)
        escribir(ruta, config, pesos, self.archivos)

    @classmethod
    def cargar(cls, ruta: str | Path, hilos: int | None = None) -> ModeloPreciso:
        """Lee un modelo guardado.

        Parameters
        ----------
        ruta : str or Path
            Su carpeta, o «preciso».
        hilos : int, optional
            Cuántos usa a la vez; sin esto, los procesadores que haya. El resultado es el mismo.

        Returns
        -------
        ModeloPreciso

        Raises
        ------
        ErrorModelo
            Si falta, está dañado o no es de este tipo.
        """
        carpeta = carpeta_de(ruta)
        config, t = leer_carpeta(carpeta)
        if config.get("tipo") != "preciso":
            raise ErrorModelo(f"El modelo de {ruta} es de tipo «{config.get('tipo')}», no «preciso».")
        archivos = {nombre: leer_archivo(carpeta, config, nombre) for nombre in (RED, FICHADOR)}
        lineal = None
        if config.get("lineal"):
            if _suma_de(carpeta / LINEAL) != config["lineal"]:
                raise ErrorModelo(f"El modelo de palabras de {carpeta / LINEAL} no es el que acompaña al de {ruta}.")
            lineal = ModeloLineal.cargar(carpeta / LINEAL)
        de_entorno = {k.removeprefix("entorno."): v.astype(np.float32) for k, v in t.items() if k[:8] == "entorno."}
        try:
            entorno = Entorno(de_entorno) if de_entorno else None
            codificador = Codificador.abrir(
                archivos[RED], archivos[FICHADOR], config.get("codificador", {}), entorno, hilos
            )
            cabezas = {
                nombre: CabezaDensa(
                    tuple(c["clases"]),
                    t[f"{nombre}.pesos"].astype(np.float64),
                    t[f"{nombre}.sesgo"].astype(np.float64),
                    bool(c["excluyente"]),
                    t[f"{nombre}.umbrales"].astype(np.float64),
                    t[f"{nombre}.del_lineal"].astype(np.float64) if f"{nombre}.del_lineal" in t else None,
                )
                for nombre, c in config["cabezas"].items()
            }
            temas, datos = cabezas.pop("temas", None), cabezas.pop("datos", None)
            if lineal is None and any(c.del_lineal is not None for c in cabezas.values()):
                raise ErrorModelo(f"Al modelo de {ruta} le falta el modelo de palabras que lo acompaña ({LINEAL}/).")
            cabezas["dimensiones"]  # sin ella no hay nada que etiquetar
            return cls(codificador, cabezas, temas, datos, lineal, config["ficha"], config["sha256"], archivos)
        except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
            raise ErrorModelo(f"Al modelo de {ruta} le falta una parte o no cuadra con las demás: {error}.") from error


def _suma_de(carpeta: Path) -> str:
    return hashlib.sha256(huella_de(carpeta)).hexdigest()


def _sigmoide(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))


def _juntar(oracion: str, fichas: Sequence[tuple[int, int, np.ndarray]]) -> list[tuple[int, int, str, float]]:
    """Une las fichas seguidas del mismo tipo y lleva sus orillas a palabras enteras."""
    salida: list[tuple[int, int, str, float]] = []
    for inicio, fin, p in fichas:
        while inicio < fin and oracion[inicio].isspace():
            inicio += 1
        j = int(p.argmax())
        if j == 0 or inicio >= fin:
            continue
        while inicio > 0 and oracion[inicio - 1].isalnum():
            inicio -= 1
        while fin < len(oracion) and oracion[fin].isalnum():
            fin += 1
        tipo, certeza = _TIPOS_DE_DATO[j - 1], float(p[j])
        if salida and salida[-1][2] == tipo and not oracion[salida[-1][1] : inicio].strip():
            antes = salida.pop()
            inicio, certeza = antes[0], max(antes[3], certeza)
        elif salida and inicio < salida[-1][1]:
            if certeza <= salida[-1][3]:
                continue
            salida.pop()
        salida.append((inicio, fin, tipo, certeza))
    return salida
