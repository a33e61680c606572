"""De la red entrenada al archivo que corre la biblioteca: el grafo ONNX, pieza por pieza, y sus pesos de 8 bits."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from modelos.red import EPSILON, Red
from modelos.reparto import factores

__all__ = ["a_onnx", "cuantizar"]


class _Grafo:
    """Nodos y constantes conforme se agregan; cada operación devuelve el nombre de su salida."""

    def __init__(self) -> None:
        self.nodos: list[onnx.NodeProto] = []
        self.constantes: list[onnx.TensorProto] = []

    def constante(self, nombre: str, valor: np.ndarray) -> str:
        self.constantes.append(numpy_helper.from_array(np.asarray(valor, order="C"), nombre))
        return nombre

    def nodo(self, operacion: str, entradas: list[str], salida: str, **atributos: object) -> str:
        self.nodos.append(helper.make_node(operacion, entradas, [salida], name=salida, **atributos))
        return salida

    def lineal(
        self, x: str, nombre: str, peso: np.ndarray, sesgo: np.ndarray, reparte: np.ndarray | None = None
    ) -> str:
        """x·W + b, con W (entrada, salida); si se reparte, (x/e)·(e·W) + b."""
        if reparte is not None:
            inverso = self.constante(f"{nombre}.e", (1 / reparte).astype(np.float16))
            inverso = self.nodo("Cast", [inverso], f"{nombre}.inverso", to=TensorProto.FLOAT)
            x, peso = self.nodo("Mul", [x, inverso], f"{nombre}.pareja"), peso * reparte[:, None]
        producto = self.nodo("MatMul", [x, self.constante(f"{nombre}.w", peso)], f"{nombre}.producto")
        return self.nodo("Add", [producto, self.constante(f"{nombre}.b", sesgo)], nombre)

    def norma(self, x: str, nombre: str, escala: np.ndarray, sesgo: np.ndarray, salida: str | None = None) -> str:
        entradas = [x, self.constante(f"{nombre}.w", escala), self.constante(f"{nombre}.b", sesgo)]
        return self.nodo("LayerNormalization", entradas, salida or nombre, axis=-1, epsilon=EPSILON)


def a_onnx(red: Red, mayores: Mapping[str, np.ndarray] | None = None) -> onnx.ModelProto:
    """La red sin entorno ni cabezas: `ids`, `posiciones` y `segmentos` (1, t) → `estados` (1, t, h), en float32.

    Cada ventana se lee sola y sin relleno; la máscara sólo deja que se vean las fichas del mismo segmento. Con
    `mayores` (`modelos.entrenar_codificador.mayores_entradas`), el tamaño de las entradas de cada matriz se reparte
    con sus pesos (`factores`), salvo en `qkv`, donde casi no trae nada: la misma cuenta, que pierde menos en ocho bits.
    """
    t = {nombre: p.detach().float().numpy() for nombre, p in red.state_dict().items()}
    h = t["ln.weight"].shape[0]
    cabezas = red.capas[0].cabezas
    por_cabeza = h // int(cabezas)  # type: ignore[arg-type]
    g = _Grafo()
    g.constante("a_cabezas", np.asarray([0, 0, cabezas, por_cabeza], np.int64))
    g.constante("a_estado", np.asarray([0, 0, h], np.int64))
    fichas = g.nodo("Gather", [g.constante("palabra", t["palabra.weight"]), "ids"], "fichas")
    lugares = g.nodo("Gather", [g.constante("posicion", t["posicion.weight"]), "posiciones"], "lugares")
    filas = g.nodo("Unsqueeze", ["segmentos", g.constante("eje_columna", np.asarray([1, 3], np.int64))], "filas")
    columnas = g.nodo("Unsqueeze", ["segmentos", g.constante("eje_fila", np.asarray([1, 2], np.int64))], "columnas")
    otras = g.nodo("Not", [g.nodo("Equal", [filas, columnas], "mismas")], "otras")
    nada, lejos = g.constante("nada", np.float32(0)), g.constante("lejos", np.float32(-1e4))
    mascara = g.nodo("Where", [otras, lejos, nada], "mascara")
    x = g.norma(g.nodo("Add", [fichas, lugares], "entrada"), "ln", t["ln.weight"], t["ln.bias"])
    for i in range(len(red.capas)):
        p, n = f"capas.{i}.", f"capa{i}."
        peso, sesgo = t[p + "qkv.weight"].T.copy(), t[p + "qkv.bias"].copy()
        peso[:, :h] /= np.sqrt(por_cabeza)  # la escala de la atención va dentro de las consultas
        sesgo[:h] /= np.sqrt(por_cabeza)
        pesos = {x: t[f"{p}{x}.weight"].T.copy() for x in ("o", "fi", "fo")}
        e = {x: factores(mayores[p + x], w) for x, w in pesos.items()} if mayores is not None else {}
        if e:  # lo que entra a `o` sale de los valores de la atención: su reparto va dentro de ellos
            peso[:, 2 * h :] /= e["o"]
            sesgo[2 * h :] /= e["o"]
            pesos["o"] *= e["o"][:, None]
        qkv = g.lineal(x, n + "qkv", peso, sesgo)
        partes = [n + "q", n + "k", n + "v"]
        g.nodos.append(helper.make_node("Split", [qkv], partes, axis=-1, num_outputs=3, name=n + "partir"))
        q, k, v = (
            g.nodo("Transpose", [g.nodo("Reshape", [parte, "a_cabezas"], parte + "4")], parte + "t", perm=orden)
            for parte, orden in zip(partes, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        )
        puntajes = g.nodo("Add", [g.nodo("MatMul", [q, k], n + "puntajes"), mascara], n + "visibles")
        atencion = g.nodo("Softmax", [puntajes], n + "atencion", axis=-1)
        junto = g.nodo("Transpose", [g.nodo("MatMul", [atencion, v], n + "mezcla")], n + "mezclat", perm=[0, 2, 1, 3])
        junto = g.nodo("Reshape", [junto, "a_estado"], n + "junto")
        o = g.lineal(junto, n + "o", pesos["o"], t[p + "o.bias"])
        y = g.norma(g.nodo("Add", [x, o], n + "suma1"), n + "aln", t[p + "aln.weight"], t[p + "aln.bias"])
        f = g.nodo("Gelu", [g.lineal(y, n + "fi", pesos["fi"], t[p + "fi.bias"], e.get("fi"))], n + "gelu")
        f = g.lineal(f, n + "fo", pesos["fo"], t[p + "fo.bias"], e.get("fo"))
        salida = "estados" if i == len(red.capas) - 1 else None
        x = g.norma(g.nodo("Add", [y, f], n + "suma2"), n + "oln", t[p + "oln.weight"], t[p + "oln.bias"], salida)
    grafo = helper.make_graph(
        g.nodos,
        "codificador",
        [helper.make_tensor_value_info(x, TensorProto.INT64, [1, "t"]) for x in ("ids", "posiciones", "segmentos")],
        [helper.make_tensor_value_info("estados", TensorProto.FLOAT, [1, "t", h])],
        g.constantes,
    )
    modelo = helper.make_model(
        grafo, opset_imports=[helper.make_opsetid("", 20)], ir_version=10, producer_name="reflexiona"
    )
    onnx.checker.check_model(modelo)
    return modelo


def cuantizar(modelo: onnx.ModelProto) -> bytes:
    """Pesos de 8 bits, uno de escala por columna; las activaciones se cuantizan al vuelo, ventana por ventana."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as temporal:
        entrada, salida = Path(temporal) / "f32.onnx", Path(temporal) / "i8.onnx"
        onnx.save(modelo, entrada)
        quantize_dynamic(
            entrada,
            salida,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        return salida.read_bytes()
