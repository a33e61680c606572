"""El modelo preciso: lo mismo en cualquier lote, orden o número de hilos; dañado, un error y nunca otro modelo."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reflexiona as rx
from reflexiona.dimensiones.guia import GUIA
from reflexiona.errores import ErrorDatos, ErrorModelo, ErrorSalida
from reflexiona.modelo import ModeloLineal, ModeloPreciso, cargar_modelo, codificador
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


@pytest.mark.parametrize("oraciones", [["😀"], ["—"], [""], ["😀", "No les llego."], ["No les llego.", "", "😀"]])
def test_lo_que_no_tiene_palabras_tambien_se_explica(oraciones: list[str], modelo: ModeloPreciso) -> None:
    e = rx.Etiquetador("preciso")
    p = e.predict_proba(oraciones, [0] * len(oraciones))
    for i, o in enumerate(e.explicar(oraciones).oraciones):
        suma = np.sum([a.aportes for a in (*o.palabras, *o.contexto)], axis=0) + np.asarray(o.base)
        assert np.allclose(suma, o.puntajes)
        assert np.allclose(o.probabilidades, p[i], atol=1e-6)
        assert np.isfinite(o.error).all()


def test_con_la_pregunta_la_explicacion_es_de_lo_que_se_dijo() -> None:
    oraciones, pregunta = ["Que lleguen con hambre.", "Todo lo demás se platica."], "¿Qué de las familias le preocupa?"
    e = rx.Etiquetador()
    p = e.predict_proba(oraciones, ["r", "r"], {"r": pregunta})
    con = e.explicar(oraciones, pregunta=pregunta)
    assert np.allclose([o.probabilidades for o in con.oraciones], p, atol=1e-6)
    assert not np.allclose([o.probabilidades for o in e.explicar(oraciones).oraciones], p, atol=1e-3)


def test_donde_se_muestra_dice_como_se_repartio_y_que_tan_incierto_es() -> None:
    for modelo, dice in (("preciso", True), ("rapido", False)):
        explicada = rx.Etiquetador(modelo).explicar(["Me frustra que no entiendan las fracciones."])
        for vista in (repr(explicada), explicada._repr_html_()):
            assert bool(re.search(r"oclusión; cada aporte, ± \d\.\d\d", vista)) is dice
    resaltada = rx.Etiquetador("preciso").explicar(["Me siento agotada y triste."])._repr_html_()
    assert re.search(rf'<span style="border-bottom:\dpx solid {GUIA["personal"].color}"', resaltada)


def test_la_explicacion_se_hace_por_tandas_y_da_lo_mismo(
    modelo: ModeloPreciso, monkeypatch: pytest.MonkeyPatch
) -> None:
    oraciones = ["Me frustra que no entiendan las fracciones.", "Ayer no vinieron."]
    antes = aportes_por_oclusion(modelo, oraciones)
    monkeypatch.setattr(codificador, "_VARIANTES", 3)
    monkeypatch.setattr(codificador, "_POR_DELANTE", 1)
    for uno, otro in zip(antes, aportes_por_oclusion(modelo, oraciones), strict=True):
        assert np.array_equal(uno.palabras, otro.palabras)


def test_el_tamano_de_la_tanda_no_cambia_nada(modelo: ModeloPreciso, monkeypatch: pytest.MonkeyPatch) -> None:
    antes = modelo.vectores(ORACIONES, IDS)
    de_datos = modelo.datos_personales(ORACIONES, IDS)
    for lote, por_delante in ((1, 1), (2, 3)):
        monkeypatch.setattr(codificador, "_LOTE", lote)
        monkeypatch.setattr(codificador, "_POR_DELANTE", por_delante)
        assert np.array_equal(modelo.vectores(ORACIONES, IDS), antes)
        assert modelo.datos_personales(ORACIONES, IDS) == de_datos


def test_una_reflexion_enorme_no_guarda_todas_sus_ventanas(
    modelo: ModeloPreciso, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entre las leídas y las que ya se juntaron nunca hay más que las que van por delante."""
    leidas, juntadas = [0], [0]
    leer, hilos = modelo.codificador._leer, modelo.codificador.hilos
    monkeypatch.setattr(codificador, "_POR_DELANTE", 2)

    def contar(ventana: object) -> np.ndarray:
        leidas[0] += 1
        assert leidas[0] - juntadas[0] <= 2 * hilos + 1
        return leer(ventana)

    juntar = modelo.codificador._juntar

    def una_por_una(partes, oraciones):  # type: ignore[no-untyped-def]
        def contadas():  # type: ignore[no-untyped-def]
            for parte in partes:
                yield parte
                juntadas[0] += 1

        return juntar(contadas(), oraciones)

    monkeypatch.setattr(modelo.codificador, "_leer", contar)
    monkeypatch.setattr(modelo.codificador, "_juntar", una_por_una)
    modelo.vectores(["Los niños salieron al patio a medir la sombra del asta bandera."] * 120, ["r"] * 120)
    assert leidas[0] == juntadas[0] > 4 * hilos


def test_una_configuracion_sin_el_modelo_de_palabras_es_un_error(copia: Path) -> None:
    config = json.loads((copia / "config.json").read_text(encoding="utf-8"))
    del config["lineal"]
    (copia / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ErrorModelo, match="le falta el modelo de palabras"):
        ModeloPreciso.cargar(copia)


@pytest.mark.parametrize("texto", ["null", "3", "[1]", '"preciso"', "{", '{"formato": 1, "tipo": "preciso"}'])
def test_una_configuracion_que_no_es_la_de_un_modelo(copia: Path, texto: str) -> None:
    (copia / "config.json").write_text(texto, encoding="utf-8")
    with pytest.raises(ErrorModelo):
        rx.Etiquetador(copia).predict(["Hola."])


@pytest.mark.parametrize("archivos", [[], "x", None, {}])
def test_una_lista_de_archivos_que_no_cuadra(copia: Path, archivos: object) -> None:
    config = json.loads((copia / "config.json").read_text(encoding="utf-8"))
    (copia / "config.json").write_text(json.dumps({**config, "archivos": archivos}), encoding="utf-8")
    with pytest.raises(ErrorModelo, match="dañado"):
        ModeloPreciso.cargar(copia)


def test_si_no_se_puede_guardar_el_que_habia_sigue_entero(
    modelo: ModeloPreciso, copia: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    antes = {a.name: a.read_bytes() for a in copia.iterdir() if a.is_file()}
    escribir = Path.write_bytes

    def disco_lleno(ruta: Path, datos: bytes) -> int:
        if ruta.name.startswith("config.json"):
            raise OSError("No queda espacio en el dispositivo")
        return escribir(ruta, datos)

    monkeypatch.setattr(Path, "write_bytes", disco_lleno)
    propio = rx.Etiquetador("preciso").fit(["el agua", "el fuego"] * 12, [["agua"], ["fuego"]] * 12)
    with pytest.raises(ErrorSalida, match="No queda espacio"):
        propio.guardar(copia)
    monkeypatch.undo()
    assert {a.name: a.read_bytes() for a in copia.iterdir() if a.is_file()} == antes
    assert ModeloPreciso.cargar(copia).claves_temas == modelo.claves_temas


def test_analizar_con_otra_guia_lo_dice_antes_de_leer_nada(tmp_path: Path) -> None:
    propio = rx.Etiquetador("preciso").fit(["el agua", "el fuego"] * 12, [["agua"], ["fuego"]] * 12)
    propio.guardar(tmp_path / "propio")
    with pytest.raises(ErrorModelo, match=r"otra guía \(agua, fuego\)"):
        rx.analizar(["Me cuesta que lean."], modelo=tmp_path / "propio")


def test_predecir_no_necesita_torch_y_construir_no_carga_nada() -> None:
    codigo = (
        "import sys, reflexiona as rx\n"
        "pesados = ('onnxruntime', 'tokenizers', 'torch', 'transformers')\n"
        "e = rx.Etiquetador()\n"
        "print([m for m in pesados if m in sys.modules])\n"
        "rx.Etiquetador('rapido').predict(['Hola.'])\n"
        "print([m for m in pesados if m in sys.modules])\n"
        "e.predict(['Hola.'])\n"
        "print([m for m in pesados if m in sys.modules])\n"
    )
    salida = subprocess.run([sys.executable, "-c", codigo], capture_output=True, text=True, check=True).stdout
    assert salida.splitlines() == ["[]", "[]", "['onnxruntime', 'tokenizers']"]
