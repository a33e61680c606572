"""La página en un navegador de verdad: accesible, con filtros que filtran y sin violar su política."""

import html as html_
import json

import pytest


@pytest.fixture(scope="module")
def ejemplo(analisis, tmp_path_factory):
    """El informe del archivo de ejemplo."""
    return analisis.informe(tmp_path_factory.mktemp("pagina") / "informe.html")


def hecho(texto):
    """Lo que dejó el guion."""
    datos = json.loads(html_.unescape(texto))
    assert "error" not in (datos if isinstance(datos, dict) else {}), datos
    return datos


@pytest.mark.parametrize("ancho", [1280, 390])
def test_axe_no_halla_faltas_graves(ejemplo, navegador, axe, ancho):
    guion = axe + (
        "\nvar r = await axe.run(document, {resultTypes: ['violations']});"
        "return r.violations.map(function (v) {"
        "return [v.impact, v.id, v.nodes.slice(0, 3).map(function (n) { return n.html.slice(0, 200); })]; });"
    )
    faltas = hecho(navegador(ejemplo.read_text(encoding="utf-8"), guion, ancho=ancho))
    assert [f for f in faltas if f[0] in {"serious", "critical"}] == []


FILTROS = """
var espera = function (n) { return new Promise(function (f) { setTimeout(f, n); }); };
var poner = async function (id, valor) {
  var e = document.getElementById(id);
  e.value = valor;
  e.dispatchEvent(new Event(id === 'f-q' ? 'input' : 'change'));
  await espera(400);
  return [document.getElementById('cuenta').textContent, document.querySelectorAll('#lista article').length];
};
var r = {todo: await poner('f-dim', '')};
r.didactica = await poner('f-dim', '1');
r.reto = await poner('f-acto', '0');
document.getElementById('limpiar').click();
r.limpio = await poner('f-dim', '');
r.busca = await poner('f-q', 'PUENTE COLGANTE');
r.halladas = document.querySelectorAll('#lista mark.hallada').length > 0;
r.nada = await poner('f-q', 'zzzz');
await poner('f-q', '');
var mapa = document.getElementById('mapa');
mapa.focus();
mapa.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
r.senalada = document.querySelector('#senalada .t').textContent;
mapa.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
r.foco = document.activeElement.querySelector('.t').textContent;
document.querySelector('button[data-filtro=tema]').click();
r.tema = [document.getElementById('f-tema').value, document.getElementById('cuenta').textContent];
r.ancho = document.documentElement.scrollWidth - window.innerWidth;
return r;
"""


def test_los_filtros_la_busqueda_y_el_mapa(ejemplo, navegador, analisis):
    e, quien = analisis.etiquetas, {r.id: r.persona for r in analisis.corpus}
    visto = hecho(navegador(ejemplo.read_text(encoding="utf-8"), FILTROS, ancho=390))

    def dicho(filas):
        n, personas, reflexiones = len(filas), filas["reflexion"].map(quien).nunique(), filas["reflexion"].nunique()
        return f"{n} oraciones de {personas} personas, en {reflexiones} reflexiones."

    didactica = e[e["dimensiones"].map(lambda d: "didactica" in d)]
    puente = e[e["texto"].str.contains("puente colgante", case=False)]
    assert visto["todo"] == [dicho(e), 15]
    assert visto["didactica"][0] == dicho(didactica)
    assert visto["reto"][0] == dicho(didactica[didactica["acto"] == "reto"])
    assert visto["limpio"] == visto["todo"]
    assert visto["busca"] == [dicho(puente), min(puente["reflexion"].nunique(), 15)]
    assert visto["halladas"]
    assert visto["nada"] == ["Ninguna oración cumple con lo que se pide. Quite algún filtro.", 0]
    assert visto["senalada"] in set(e["texto"])
    assert visto["foco"] == visto["senalada"]
    primero = next(iter(analisis.temas))
    assert visto["tema"] == ["0", dicho(e[e["temas"].map(lambda t: primero in t)])]
    assert visto["ancho"] <= 0, "la página se desborda a lo ancho en un teléfono"


def test_corre_con_su_politica_y_sin_pedir_nada(salida, navegador):
    visto = navegador.tal_cual(salida(".html"))
    assert 'id="r0"' in visto.stdout  # el guion corrió y puso los textos
    assert "alert(" not in "".join(x for x in visto.stderr.splitlines() if "CONSOLE" in x)
    assert "Content Security Policy" not in visto.stderr
    assert "Uncaught" not in visto.stderr
