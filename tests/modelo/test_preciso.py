"""El modelo preciso: lo mismo en cualquier lote, orden o número de hilos; dañado, un error y nunca otro modelo."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reflexiona as rx
from reflexiona.errores import ErrorDatos, ErrorModelo
from reflexiona.modelo import ModeloLineal, ModeloPreciso, cargar_modelo
from reflexiona.modelo.carpeta import carpeta_de
from reflexiona.modelo.oclusion import aportes_por_oclusion
from reflexiona.modelo.preciso import FICHADOR, LINEAL, RED

TEXTOS = {
    "a": ["Me costó mucho este grupo.", "No les llego.", "Hay días que vienen así."],
    "b": ["Las mamás trabajan en el corte y no pueden venir.", "Ya hablé con ellas."],
    "c": ["¿Y ahora?"],
    "d": ["En el consejo técnico quedamos de visitarnos.", "", "😀", "Nadie fue.", "ni la directora"],
}
ORACIONES = [o for lista in TEXTOS.values() for o in lista]
IDS = [clave for clave, lista in TEXTOS.items() for _ in lista]


@pytest.fixture(scope="module")
def modelo() -> ModeloPreciso:
    cargado = cargar_modelo("preciso")
    assert isinstance(cargado, ModeloPreciso)
    return cargado


@pytest.fixture
def copia(tmp_path: Path) -> Path:
    return Path(shutil.copytree(carpeta_de("preciso"), tmp_path / "copia"))


def test_el_orden_de_las_reflexiones_no_cambia_nada(modelo: ModeloPreciso) -> None:
    derecho = modelo.vectores(ORACIONES, IDS)
    claves = list(TEXTOS)[::-1]
    reves = modelo.vectores([o for c in claves for o in TEXTOS[c]], [c for c in claves for _ in TEXTOS[c]])
    desde = 0
    for c in claves:
        n = len(TEXTOS[c])
        assert np.array_equal(reves[desde : desde + n], derecho[[i for i, x in enumerate(IDS) if x == c]])
        desde += n


def test_cada_reflexion_sola_da_lo_mismo_que_junta(modelo: ModeloPreciso) -> None:
    juntas = modelo.vectores(ORACIONES, IDS)
    for c, lista in TEXTOS.items():
        suyas = modelo.vectores(lista, [c] * len(lista))
        en = [i for i, x in enumerate(IDS) if x == c]
        assert np.array_equal(suyas, juntas[en])
        p, todas = (modelo.evaluar(*x).dimensiones for x in ((lista, [c] * len(lista)), (ORACIONES, IDS)))
        assert np.allclose(p, todas[en], rtol=0, atol=1e-6)


def test_los_hilos_no_cambian_nada(modelo: ModeloPreciso) -> None:
    uno, cuatro = (ModeloPreciso.cargar("preciso", hilos=n) for n in (1, 4))
    assert (uno.codificador.hilos, cuatro.codificador.hilos) == (1, 4)
    assert np.array_equal(uno.vectores(ORACIONES, IDS), cuatro.vectores(ORACIONES, IDS))


def test_las_oraciones_de_reflexiones_entreveradas_se_leen_con_las_suyas(modelo: ModeloPreciso) -> None:
    orden = [0, 3, 1, 5, 4, 2]
    entreveradas = modelo.vectores([ORACIONES[i] for i in orden], [IDS[i] for i in orden])
    assert np.array_equal(entreveradas, modelo.vectores(ORACIONES[:6], IDS[:6])[orden])


def test_el_contexto_cambia_lo_que_se_dice_de_una_oracion(modelo: ModeloPreciso) -> None:
    sola = modelo.vectores(["No les llego."])
    con_clase, con_familias = (
        modelo.vectores([antes, "No les llego."], ["r", "r"])[1:]
        for antes in (
            "Doy matemáticas a tercero y no entienden las fracciones.",
            "Las familias no vienen a la escuela.",
        )
    )
    assert not np.allclose(sola, con_clase, atol=1e-3)
    assert not np.allclose(con_clase, con_familias, atol=1e-3)


def test_la_pregunta_del_formulario_se_lee_como_contexto(modelo: ModeloPreciso) -> None:
    sin, con = (modelo.evaluar(["Con paciencia."], ["r"], p) for p in (None, {"r": "¿Cómo atiende a las familias?"}))
    assert sin.vectores is not None
    assert con.vectores is not None
    assert not np.allclose(sin.vectores, con.vectores, atol=1e-3)
    otra = modelo.evaluar(["Con paciencia."], ["r"], {"otra": "¿Cómo atiende a las familias?"})
    assert otra.vectores is not None
    assert np.array_equal(sin.vectores, otra.vectores)


def test_una_oracion_sin_fin_se_lee_por_tramos(modelo: ModeloPreciso) -> None:
    larga = "y luego fuimos al salón y trabajamos con las fichas " * 120
    v = modelo.vectores([larga, "Se acabó."], ["r", "r"])
    assert np.isfinite(v).all()
    assert (np.linalg.norm(v, axis=1) > 0).all()


def test_lo_vacio_no_estorba(modelo: ModeloPreciso) -> None:
    assert modelo.vectores([]).shape == (0, modelo.codificador.tamano)
    puntajes = modelo.evaluar([])
    assert puntajes.dimensiones.shape == (0, 5)
    assert puntajes.temas_reflexion.shape == (0, len(modelo.claves_temas))
    assert np.isfinite(modelo.evaluar(["", "  "], ["a", "a"]).temas_reflexion).all()


def test_todo_en_una_pasada_es_lo_mismo_que_por_partes(modelo: ModeloPreciso) -> None:
    juntos, sueltos = modelo.evaluar(ORACIONES, IDS), modelo.probabilidades(ORACIONES, IDS)
    assert np.array_equal(juntos.dimensiones, sueltos["dimensiones"])
    assert np.array_equal(juntos.actos, sueltos["actos"])
    assert np.allclose(juntos.actos.sum(axis=1), 1)
    assert juntos.temas_reflexion.shape == (4, 30)


def test_el_puntaje_suma_el_del_codificador_y_el_de_las_palabras(modelo: ModeloPreciso) -> None:
    assert modelo.lineal is not None
    v, de_palabras = modelo.vectores(ORACIONES, IDS), modelo.lineal.logits(ORACIONES, IDS)
    for nombre, cabeza in modelo.cabezas.items():
        assert cabeza.del_lineal is not None
        assert (cabeza.del_lineal > 0.05).all()
        suma = cabeza.logits(v) + de_palabras[nombre] * cabeza.del_lineal
        assert np.array_equal(cabeza.probabilidades(suma), modelo.probabilidades(ORACIONES, IDS)[nombre])


def test_un_modelo_de_palabras_ajeno_o_ausente_es_un_error(copia: Path) -> None:
    config = copia / LINEAL / "config.json"
    config.write_text(config.read_text("utf-8") + " ", "utf-8")
    with pytest.raises(ErrorModelo, match="acompaña"):
        ModeloPreciso.cargar(copia)
    shutil.rmtree(copia / LINEAL)
    with pytest.raises(ErrorModelo):
        ModeloPreciso.cargar(copia)


def test_los_nombres_de_personas_vienen_con_su_lugar(modelo: ModeloPreciso) -> None:
    oraciones = ["Ayer Lupita y don Chuy llegaron tarde a la Benito Juárez.", "Nadie dijo nada."]
    for oracion, hallados in zip(oraciones, modelo.datos_personales(oraciones, ["r", "r"]), strict=True):
        for inicio, fin, tipo, certeza in hallados:
            assert oracion[inicio:fin].strip() == oracion[inicio:fin] != ""
            assert tipo in {"PER", "ESC", "LUG"}
            assert 0 < certeza <= 1
    assert any(t == "PER" for *_, t, _ in modelo.datos_personales(oraciones[:1])[0])


def test_guardar_y_cargar_es_lo_mismo_byte_por_byte(modelo: ModeloPreciso, tmp_path: Path) -> None:
    modelo.guardar(tmp_path / "uno")
    otro = ModeloPreciso.cargar(tmp_path / "uno")
    otro.guardar(tmp_path / "dos")
    archivos = [a.relative_to(tmp_path / "uno") for a in (tmp_path / "uno").rglob("*") if a.is_file()]
    assert Path(LINEAL, "pesos.safetensors") in archivos
    for archivo in archivos:
        assert (tmp_path / "uno" / archivo).read_bytes() == (tmp_path / "dos" / archivo).read_bytes(), archivo
    assert np.allclose(
        otro.probabilidades(ORACIONES, IDS)["dimensiones"],
        modelo.probabilidades(ORACIONES, IDS)["dimensiones"],
        atol=1e-6,
    )


@pytest.mark.parametrize("archivo", [RED, FICHADOR, "pesos.safetensors", f"{LINEAL}/pesos.safetensors"])
def test_un_archivo_danado_es_un_error_claro(copia: Path, archivo: str) -> None:
    datos = bytearray((copia / archivo).read_bytes())
    datos[len(datos) // 2] ^= 255
    (copia / archivo).write_bytes(datos)
    with pytest.raises(ErrorModelo, match="dañad"):
        rx.Etiquetador(copia).predict(["Hola."])


@pytest.mark.parametrize("archivo", [RED, FICHADOR, "pesos.safetensors", "config.json"])
def test_un_archivo_que_falta_es_un_error_y_no_otro_modelo(copia: Path, archivo: str) -> None:
    (copia / archivo).unlink()
    with pytest.raises(ErrorModelo):
        rx.Etiquetador(copia).predict(["Hola."])


def test_un_tipo_desconocido_es_un_error(copia: Path) -> None:
    config = json.loads((copia / "config.json").read_text(encoding="utf-8"))
    (copia / "config.json").write_text(json.dumps({**config, "tipo": "mágico"}), encoding="utf-8")
    with pytest.raises(ErrorModelo, match="mágico"):
        cargar_modelo(copia)


def test_sin_onnxruntime_el_error_dice_que_instalar() -> None:
    codigo = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "import reflexiona as rx\n"
        "try: rx.Etiquetador('preciso').predict(['Hola.'])\n"
        "except rx.ErrorReflexiona as e: print(e)\n"
    )
    salida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True).stdout
    assert "pip install onnxruntime" in salida


def test_el_tamano_es_el_que_cabe() -> None:
    carpeta = carpeta_de("preciso")
    assert sum(a.stat().st_size for a in carpeta.rglob("*") if a.is_file()) <= 40 * 2**20


def test_la_explicacion_suma_el_puntaje_con_su_error(modelo: ModeloPreciso) -> None:
    oraciones = TEXTOS["a"]
    logits = modelo.logits(oraciones, [0] * 3, modelo.vectores(oraciones, [0] * 3))["dimensiones"]
    for i, parte in enumerate(aportes_por_oclusion(modelo, oraciones)):
        suma = parte.base + parte.palabras.sum(0) + parte.oraciones.sum(0)
        assert np.allclose(suma, parte.puntaje)
        assert (parte.error < np.abs(parte.palabras).max(0) + np.abs(parte.oraciones).max(0)).all()
        assert np.allclose(parte.puntaje, logits[i], atol=1e-4)
        assert (parte.oraciones[i] == 0).all()
    etiquetador = rx.Etiquetador("preciso")
    dicho = etiquetador.explicar(oraciones)
    assert [o.asignadas for o in dicho.oraciones] == [
        tuple(c for c, si in zip(etiquetador.classes_, f, strict=True) if si)
        for f in etiquetador.predict(oraciones, [0] * 3)
    ]
    assert {o.metodo for o in dicho.oraciones} == {"oclusión"}
    assert "<script" not in rx.Etiquetador("preciso").explicar(["<script>alert(1)</script> no entienden"])._repr_html_()


def _fierro(corpus: list[dict[str, Any]], por_clase: int) -> tuple[list[str], list[list[str]], list[str]]:
    """Otra guía hecha de la nuestra: colegas y trato juntos, como en la dimensión interpersonal de Fierro."""
    x, y, r = [], [], []
    cuantas = {"interpersonal": 0, "aula": 0}
    for reflexion in corpus:
        for o in reflexion["oraciones"]:
            clases = ["interpersonal"] if {"institucional", "valoral"} & set(o["dimensiones"]) else []
            clases += ["aula"] if "didactica" in o["dimensiones"] else []
            if clases and all(cuantas[c] < por_clase for c in clases):
                x.append(o["texto"])
                y.append(clases)
                r.append(reflexion["id"])
                for c in clases:
                    cuantas[c] += 1
    return x, y, r


def test_otra_guia_con_treinta_ejemplos_por_clase(corpus: list[dict[str, Any]], tmp_path: Path) -> None:
    x, y, r = _fierro([c for c in corpus if c["redactor"] == "a"], 30)
    propio = rx.Etiquetador("preciso").fit(x, y, r, clases=["interpersonal", "aula"])
    nuevas, reales, de = _fierro([c for c in corpus if c["redactor"] == "b"], 60)
    real = np.asarray([["interpersonal" in c, "aula" in c] for c in reales])
    dicho = propio.predict(nuevas, de) > 0
    f1 = 2 * (real & dicho).sum(0) / (real.sum(0) + dicho.sum(0))
    assert f1.mean() > 0.6
    propio.guardar(tmp_path / "propio")
    vuelto = rx.Etiquetador.cargar(tmp_path / "propio")
    assert list(vuelto.classes_) == ["interpersonal", "aula"]
    assert np.allclose(vuelto.predict_proba(nuevas[:20]), propio.predict_proba(nuevas[:20]), atol=1e-6)
    assert not list((tmp_path / "propio").glob("*.pkl"))
    with pytest.raises(ErrorModelo, match="actos"):
        vuelto.predict_actos(nuevas[:1])


def test_otra_guia_sin_ejemplos_en_contra_es_un_error() -> None:
    with pytest.raises(ErrorDatos, match="a favor y en contra"):
        rx.Etiquetador("preciso").fit(["uno", "dos"], [["x"], ["x"]])


def test_el_rapido_sigue_y_es_lineal() -> None:
    assert isinstance(cargar_modelo("rapido"), ModeloLineal)
