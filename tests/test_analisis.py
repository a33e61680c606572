"""`analizar` y lo que entrega: el contrato de sus tablas, sus cuentas y su determinismo."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import reflexiona as rx
from reflexiona.analisis import PASOS
from reflexiona.corpus import Corpus, Reflexion
from reflexiona.dimensiones.etiquetador import elegir_actos

CONTRATO = ["reflexion", "oracion", "texto", *rx.DIMENSIONES, "dimensiones", "acto", "temas"]
HOSTIL = "<script>alert('x')</script>"


def etiquetas_a_mano(*filas):
    """Una tabla de etiquetas sin modelo: (reflexion, oracion, dimensiones, acto, temas)."""
    return pd.DataFrame(
        [(r, n, f"Oración {n}.", *[0.0] * 5, dims, acto, temas) for r, n, dims, acto, temas in filas], columns=CONTRATO
    )


def por_texto(analisis):
    """Las etiquetas de cada oración, sin ids: lo que no debe depender del orden de las filas."""
    return sorted(
        (e.texto, *e[4:9], tuple(e.dimensiones), str(e.acto), tuple(sorted(e.temas)))
        for e in analisis.etiquetas.itertuples()
    )


# --- El contrato de `etiquetas` ---------------------------------------------------------------------------------------


def test_columnas_del_contrato(analisis):
    assert list(analisis.etiquetas.columns) == [
        *CONTRATO,
        "meta_Marca temporal",
        "meta_Nivel en el que trabaja",
        "meta_Escuela",
        "meta_Función",
        "meta_Años de servicio",
        "meta_¿Qué tan útil le resultó el taller?",
    ]


def test_tipos_de_las_columnas(analisis):
    e = analisis.etiquetas
    assert all(isinstance(x, str) for x in e["reflexion"])
    assert pd.api.types.is_integer_dtype(e["oracion"])
    assert all(isinstance(x, list) and set(x) <= set(rx.DIMENSIONES) for x in e["dimensiones"])
    assert all(x is None or x in rx.ACTOS for x in e["acto"])
    assert all(isinstance(x, list) and set(x) <= set(analisis.temas) for x in e["temas"])
    assert e["dimensiones"].map(len).gt(0).any()
    assert set(e["acto"].dropna()) == set(rx.ACTOS)
    assert e["temas"].map(len).gt(0).any()


def test_probabilidades_entre_cero_y_uno(analisis):
    p = analisis.etiquetas[list(rx.DIMENSIONES)].to_numpy()
    assert np.isfinite(p).all()
    assert ((p >= 0) & (p <= 1)).all()
    assert (p.std(axis=0) > 0.05).all()


def test_dimensiones_son_las_que_rebasan_su_umbral_de_mayor_a_menor(analisis):
    e = analisis.etiquetas
    umbrales = analisis.procedencia["modelo"]["umbrales"]["dimensiones"]
    for clave in rx.DIMENSIONES:
        lleva = e["dimensiones"].map(lambda lista, clave=clave: clave in lista)
        assert (e.loc[lleva, clave] >= umbrales[clave] - 1e-4).all()
        assert (e.loc[~lleva, clave] <= umbrales[clave] + 1e-4).all()
    for fila in e.to_dict("records"):
        suyas = [fila[clave] for clave in fila["dimensiones"]]
        assert suyas == sorted(suyas, reverse=True)


def test_son_las_mismas_que_da_el_etiquetador(analisis):
    e = analisis.etiquetas
    etiquetador = rx.Etiquetador()
    preguntas = {r.id: r.pregunta for r in analisis.corpus if r.pregunta}
    puntajes = etiquetador.modelo_.evaluar(e["texto"].tolist(), e["reflexion"].tolist(), preguntas)
    np.testing.assert_allclose(puntajes.dimensiones, e[list(rx.DIMENSIONES)], atol=1e-4)
    asignadas = [[clave in lista for clave in rx.DIMENSIONES] for lista in e["dimensiones"]]
    np.testing.assert_array_equal(puntajes.dimensiones >= etiquetador.umbrales_, asignadas)
    cabeza = etiquetador.modelo_.cabezas["actos"]
    assert elegir_actos(puntajes.actos, cabeza.umbrales, cabeza.clases) == e["acto"].tolist()


# --- Nada se pierde ---------------------------------------------------------------------------------------------------


def test_cada_oracion_es_textual_y_cubren_su_reflexion(analisis):
    grupos = dict(list(analisis.etiquetas.groupby("reflexion", sort=False)))
    assert list(grupos) == [r.id for r in analisis.corpus]
    for r in analisis.corpus:
        suyas = grupos[r.id]
        assert suyas["oracion"].tolist() == list(range(1, len(suyas) + 1))
        hasta = 0
        for texto in suyas["texto"]:
            desde = r.texto.index(texto, hasta)
            assert not r.texto[hasta:desde].strip()
            hasta = desde + len(texto)
        assert not r.texto[hasta:].strip()


def test_cada_fila_del_archivo_esta_en_un_solo_lado(analisis):
    c = analisis.corpus
    dentro, fuera = {r.fila for r in c}, [a.fila for a in c.apartadas]
    assert c.filas == 120
    assert dentro.isdisjoint(fuera)
    assert sorted([*dentro, *fuera]) == list(range(1, 121))
    assert fuera == [22, 25, 48]
    assert analisis.reflexiones["fila"].isin(dentro).all()
    cuentas = analisis.procedencia["corpus"]
    assert (cuentas["filas"], cuentas["reflexiones"], cuentas["oraciones"], cuentas["apartadas"]) == (
        120,
        len(c),
        len(analisis.etiquetas),
        3,
    )


def test_lo_que_identifica_no_esta_en_las_tablas(zona):
    assert zona.corpus.identificadores == ("Correo", "Nombre completo")
    for tabla in (zona.etiquetas, zona.reflexiones, zona.corpus.tabla_apartadas(), zona.palabras, zona.temas.voces):
        todo = " ".join([*map(str, tabla.columns), *map(str, tabla.to_numpy().ravel().tolist())]).casefold()
        for dato in ("correo", "nombre completo", "escuela.mx", "ana ruiz", "beto", "carolina", "gabriela"):
            assert dato not in todo
    assert zona.corpus.reflexiones[0].metadatos["Correo"] == "ana.ruiz@escuela.mx"


# --- Cuentas ----------------------------------------------------------------------------------------------------------


def test_el_mismo_correo_es_la_misma_persona(zona):
    assert [r.persona for r in zona.corpus] == ["P1", "P2", "P3", "P1", "P1", "P4", "P5", "P6"]
    assert zona.corpus.personas == 6
    assert zona.procedencia["corpus"]["personas"] == 6
    assert zona.palabras.set_index("palabra").loc["fracciones", ["personas", "oraciones"]].tolist() == [1, 2]


def test_resumen_cuenta_personas_y_no_filas(zona):
    # 1, 4 y 5 son de la misma persona.
    tabla = etiquetas_a_mano(
        ("1", 1, ["didactica"], None, []),
        ("1", 2, ["didactica", "personal"], None, []),
        ("4", 1, ["didactica"], None, []),
        ("5", 1, ["didactica"], None, []),
        ("2", 1, ["didactica"], None, []),
        ("3", 1, ["social"], None, []),
        ("6", 1, [], None, []),
        ("7", 1, [], None, []),
    )
    resumen = replace(zona, etiquetas=tabla).resumen
    assert resumen.columns.tolist() == ["dimension", "personas", "oraciones", "proporcion"]
    assert resumen.to_numpy().tolist() == [
        ["Personal", 1, 1, 0.125],
        ["Didáctica", 2, 5, 0.625],
        ["Institucional", 0, 0, 0.0],
        ["Social", 1, 1, 0.125],
        ["Valoral", 0, 0, 0.0],
    ]


def test_resumen_del_ejemplo_coincide_con_las_etiquetas(analisis):
    persona = {r.id: r.persona for r in analisis.corpus}
    for clave, fila in zip(rx.DIMENSIONES, analisis.resumen.itertuples(), strict=True):
        suyas = [r for r, d in zip(analisis.etiquetas["reflexion"], analisis.etiquetas["dimensiones"], strict=True)
                 if clave in d]  # fmt: skip
        assert fila.oraciones == len(suyas)
        assert fila.personas == len({persona[r] for r in suyas}) < len(set(suyas))


def test_tabla_de_reflexiones(zona):
    tabla = etiquetas_a_mano(
        ("1", 1, ["social"], "reto", ["Familias"]),
        ("1", 2, ["valoral", "social"], "logro", ["Agua", "Familias"]),
        ("1", 3, ["personal"], "reto", []),
        ("3", 1, [], None, []),
    )
    reflexiones = replace(zona, etiquetas=tabla).reflexiones
    assert reflexiones.columns.tolist() == [
        *["reflexion", "persona", "fila", "pregunta", "texto", "oraciones"],
        *rx.DIMENSIONES,
        *["dimensiones", "actos", "temas", "meta_Marca temporal", "meta_Nivel"],
    ]
    assert reflexiones["reflexion"].tolist() == [r.id for r in zona.corpus]
    assert reflexiones["texto"].tolist() == zona.corpus.textos
    uno, dos, tres = reflexiones.to_dict("records")[:3]
    assert uno["oraciones"] == 3
    assert [uno[d] for d in rx.DIMENSIONES] == [0.3333, 0.0, 0.0, 0.6667, 0.3333]
    assert uno["dimensiones"] == ["social", "personal", "valoral"]  # las empatadas, por orden alfabético
    assert (uno["actos"], uno["temas"]) == (["reto", "logro"], ["Familias", "Agua"])
    for sin in (dos, tres):
        assert [sin[d] for d in rx.DIMENSIONES] == [0.0] * 5
        assert (sin["dimensiones"], sin["actos"], sin["temas"]) == ([], [], [])
    assert (dos["oraciones"], tres["oraciones"]) == (0, 1)


def test_las_proporciones_de_cada_reflexion_salen_de_sus_oraciones(analisis):
    reflexiones = analisis.reflexiones.set_index("reflexion")
    assert reflexiones["oraciones"].sum() == len(analisis.etiquetas)
    for ident, grupo in list(analisis.etiquetas.groupby("reflexion", sort=False))[:60]:
        for clave in rx.DIMENSIONES:
            esperada = np.mean([clave in lista for lista in grupo["dimensiones"]])
            assert reflexiones.loc[ident, clave] == pytest.approx(esperada, abs=1e-4)
        assert set(reflexiones.loc[ident, "dimensiones"]) == set(grupo["dimensiones"].sum())


# --- Mismo dato, mismo resultado --------------------------------------------------------------------------------------


def test_dos_veces_lo_mismo(analisis):
    otra = rx.analizar(analisis.corpus)
    for una, dos in (
        (analisis.etiquetas, otra.etiquetas),
        (analisis.palabras, otra.palabras),
        (analisis.temas.tabla, otra.temas.tabla),
        (analisis.temas.voces, otra.temas.voces),
        (analisis.reflexiones, otra.reflexiones),
    ):
        assert_frame_equal(una, dos)
    assert analisis.procedencia == otra.procedencia
    assert analisis.sintesis().markdown == otra.sintesis().markdown


def test_el_orden_de_las_filas_no_cambia_las_etiquetas(analisis, callada, raiz):
    filas = pd.read_csv(raiz / "ejemplos" / "reflexiones.csv", dtype=str, keep_default_na=False)
    for orden in (filas.iloc[::-1], filas.sample(frac=1, random_state=3)):
        otro = rx.analizar(callada(orden))
        assert otro.etiquetas["texto"].tolist() != analisis.etiquetas["texto"].tolist()
        assert por_texto(otro) == por_texto(analisis)
        assert_frame_equal(otro.temas.tabla, analisis.temas.tabla)
        assert_frame_equal(otro.resumen, analisis.resumen)
        assert_frame_equal(otro.palabras, analisis.palabras)


# --- Corpus pequeños y raros ------------------------------------------------------------------------------------------


def test_una_reflexion(zona):
    uno = rx.analizar(["Me cuesta que mis alumnos entiendan las fracciones."])
    assert len(uno.etiquetas) == len(uno.reflexiones) == 1
    assert uno.resumen["personas"].max() == 1
    assert uno.sintesis().markdown.startswith("# ")
    assert len(uno.caligrama().palabras) == len(uno.palabras) > 0


def test_ocho_reflexiones_solo_muestran_palabras_de_dos_personas():
    textos = [f"Mis alumnos leyeron el cuento de {nombre}." for nombre in ("Lupita", "Toño", "Meche", "Chuy")]
    ocho = rx.analizar([*textos, *(f"{t} Nos gustó." for t in textos)])
    assert ocho.corpus.personas == 8
    assert ocho.palabras["personas"].min() >= 2
    assert "cuento" in set(ocho.palabras["palabra"])
    siete = rx.analizar([*textos, "La lluvia tiró la barda."])
    assert "barda" in set(siete.palabras["palabra"])


def test_otro_idioma():
    textos = ["My students struggle with fractions.", "The families migrate.", "Wir haben kein Wasser."]
    otro = rx.analizar(textos)
    assert otro.etiquetas["texto"].tolist() == textos
    assert len(otro.resumen) == 5
    assert otro.sintesis().markdown.startswith("# ")


def test_solo_emojis(callada):
    emojis = rx.analizar(callada(["😀😀", "🎉", "❤️"]))
    assert len(emojis.etiquetas) == 3
    assert emojis.resumen["oraciones"].sum() == 0
    assert len(emojis.palabras) == 0
    assert "<table>" in emojis._repr_html_()
    with pytest.raises(rx.ErrorCaligrama):
        emojis.caligrama()


def test_sin_reflexiones_es_error_de_datos():
    with pytest.raises(rx.ErrorDatos, match=r"«vacío\.csv» no tiene reflexiones"):
        rx.analizar(Corpus((), origen="vacío.csv"))


def test_modelo_que_no_existe(zona):
    with pytest.raises(rx.ErrorModelo, match="no-existe"):
        rx.analizar(zona.corpus, modelo="no-existe")


def test_acepta_lo_que_acepta_leer(callada, ruta_zona, zona):
    with pytest.warns(rx.AvisoReflexiona, match="se apartaron 2 de 10 filas"):
        directo = rx.analizar(ruta_zona)
    assert_frame_equal(directo.etiquetas, zona.etiquetas)


def test_avisa_de_cada_paso_en_orden(zona):
    pasos = []
    rx.analizar(zona.corpus, progreso=pasos.append)
    assert tuple(pasos) == PASOS


# --- Cómo se muestra --------------------------------------------------------------------------------------------------


def test_html_escapa_texto_hostil(zona):
    corpus = Corpus((Reflexion("1", f"{HOSTIL} Mis alumnos leen.", 1, "P1"),), origen=f"{HOSTIL}.csv", filas=1)
    hostil = rx.analizar(corpus)
    tabla = pd.DataFrame(
        [(HOSTIL, "x", "emergente", 1, 1, 1.0, [HOSTIL])],
        columns=["tema", "clave", "origen", "personas", "oraciones", "estabilidad", "terminos"],
    )
    html = replace(hostil, temas=replace(hostil.temas, tabla=tabla))._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
    explicado = rx.Etiquetador().explicar(HOSTIL)._repr_html_()
    assert "<script" not in explicado
    assert "&lt;" in explicado


def test_repr_dice_cuanto_hay_y_que_hacer(zona):
    assert repr(zona).startswith("Analisis de 'zona.csv': 8 reflexiones de 6 personas, 10 oraciones, ")
    assert "2 filas apartadas" in repr(zona)
    assert ".sintesis()" in repr(zona)
    assert "8 reflexiones de 6 personas" in zona._repr_html_()
    assert "2 de 10 filas apartadas" in zona._repr_html_()


def test_avisa_cuando_el_preciso_va_a_tardar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reflexiona.analisis._MUCHAS", 1)
    dos = ["Mis alumnos ya leen solos. Las familias ayudan en casa."]
    with pytest.warns(rx.AvisoReflexiona, match="2 oraciones"):
        rx.analizar(dos)
    rx.analizar(dos, modelo="rapido")  # con warnings=error, un aviso aquí sería una falla
