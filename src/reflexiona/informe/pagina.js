(function () {
  "use strict";
  var datos = JSON.parse(document.getElementById("datos").textContent);
  var O = datos.o, R = datos.r, LOTE = 15, ALTO_MARCA = datos.radio;
  var $ = function (id) { return document.getElementById(id); };
  var crear = function (nombre, clase, texto) {
    var e = document.createElement(nombre);
    if (clase) e.className = clase;
    if (texto !== undefined) e.textContent = texto;
    return e;
  };
  var cuantas = function (n, una, varias) { return n.toLocaleString("es-MX") + " " + (n === 1 ? una : varias); };

  // Sin acentos ni mayúsculas, con todo blanco como espacio y la misma longitud, para poder marcar lo hallado.
  function llano(texto) {
    var salida = "";
    for (var i = 0; i < texto.length; i++) {
      var c = texto[i].toLowerCase();
      if (c < " " || c === "\xa0") c = " ";
      else if (c > "\x7f" && c.normalize) c = c.normalize("NFD");
      salida += c[0];
    }
    return salida;
  }
  var llanos = null;
  function preparar() { if (!llanos) llanos = O.map(function (o) { return llano(o[2]); }); }

  var DE = R.map(function () { return []; });
  O.forEach(function (o, i) { DE[o[0]].push(i); });

  var campos = { q: $("f-q"), dim: $("f-dim"), tema: $("f-tema"), acto: $("f-acto"), grupo: $("f-grupo") };
  var valor = function (c) { return campos[c] ? campos[c].value : ""; };
  var cumple = new Uint8Array(O.length), visibles = [], puestas = 0, hayFiltro = false, palabras = [];

  function filtrar() {
    var dim = valor("dim"), tema = valor("tema"), acto = valor("acto"), grupo = valor("grupo");
    var q = llano(valor("q").trim()).replace(/\s+/g, " ");
    palabras = q ? [q] : [];
    if (q) preparar();
    hayFiltro = !!(dim || tema || acto || grupo || q);
    var n = 0, personas = {}, cuantasPersonas = 0;
    visibles = [];
    for (var r = 0; r < R.length; r++) {
      var hay = false, deGrupo = !grupo || R[r][3].indexOf(+grupo) >= 0;
      for (var k = 0; k < DE[r].length; k++) {
        var i = DE[r][k], o = O[i];
        var si = deGrupo && (!dim || (dim === "-1" ? !o[4].length : o[4].indexOf(+dim) >= 0)) &&
          (!tema || o[6].indexOf(+tema) >= 0) && (!acto || o[5] === +acto) && (!q || llanos[i].indexOf(q) >= 0);
        cumple[i] = si ? 1 : 0;
        if (si) {
          n++;
          hay = true;
          if (!personas[R[r][1]]) { personas[R[r][1]] = 1; cuantasPersonas++; }
        }
      }
      if (hay || (!hayFiltro && !DE[r].length)) visibles.push(r);
    }
    $("cuenta").textContent = n
      ? cuantas(n, "oración", "oraciones") + " de " + cuantas(cuantasPersonas, "persona", "personas") + ", en " +
        cuantas(visibles.length, "reflexión", "reflexiones") + "."
      : "Ninguna oración cumple con lo que se pide. Quite algún filtro.";
    $("lista").textContent = "";
    puestas = 0;
    poner(LOTE);
    pintarMapa();
  }

  function poner(n) {
    var trozo = document.createDocumentFragment(), hasta = Math.min(visibles.length, puestas + n);
    for (; puestas < hasta; puestas++) trozo.appendChild(articulo(visibles[puestas]));
    $("lista").appendChild(trozo);
    var faltan = visibles.length - puestas;
    $("mas").hidden = faltan === 0;
    $("impresas").textContent = faltan ? "En esta hoja van " + cuantas(puestas, "reflexión", "reflexiones") + " de " +
      visibles.length + ". Para imprimirlas completas, oprima antes «Mostrar todas» en la pantalla." : "";
    $("mostrar").textContent = "Mostrar " + Math.min(LOTE, faltan) + " más (" + (faltan === 1 ? "falta " : "faltan ") + faltan + ")";
  }
  function ponerTodas() {
    poner(60);
    if (puestas < visibles.length) window.setTimeout(ponerTodas, 0);
  }

  function articulo(r) {
    var a = crear("article", "ref");
    a.id = "r" + r;
    a.appendChild(crear("h4", "", "Reflexión " + R[r][0]));
    if (R[r][2] >= 0) a.appendChild(crear("p", "pregunta", datos.q[R[r][2]]));
    var lista = crear("ul", "oraciones");
    DE[r].forEach(function (i) { lista.appendChild(oracion(i)); });
    a.appendChild(lista);
    return a;
  }

  function oracion(i) {
    var o = O[i], li = crear("li", hayFiltro ? (cumple[i] ? "si" : "no") : "");
    li.id = "o" + i;
    li.tabIndex = -1;
    var t = crear("bdi", "t");
    resaltar(t, o[2], o[7], i);
    li.appendChild(t);
    li.appendChild(etiquetas(o));
    return li;
  }

  function etiquetas(o) {
    var m = crear("span", "marcas");
    o[4].forEach(function (d) {
      var s = crear("span");
      var l = crear("span", "letra d-" + datos.clave[d], datos.d[d][0]);
      l.setAttribute("aria-hidden", "true");
      s.appendChild(l);
      s.appendChild(document.createTextNode(" " + datos.d[d] + " " + o[3][d] + " %"));
      m.appendChild(s);
    });
    if (!o[4].length) m.appendChild(crear("span", "", "Ninguna dimensión"));
    if (o[5] >= 0) m.appendChild(crear("span", "acto", datos.a[o[5]]));
    if (o[6].length) m.appendChild(crear("span", "tema", "Tema: " + o[6].map(function (t) { return datos.t[t]; }).join("; ")));
    return m;
  }

  function resaltar(donde, texto, marcas, i) {
    var cortes = [0, texto.length], k, p;
    for (k = 0; k < marcas.length; k += 4) cortes.push(marcas[k], marcas[k] + marcas[k + 1]);
    var halladas = [];
    if (palabras.length && cumple[i]) {
      var base = llanos[i];
      for (p = base.indexOf(palabras[0]); p >= 0; p = base.indexOf(palabras[0], p + palabras[0].length)) {
        halladas.push([p, p + palabras[0].length]);
        cortes.push(p, p + palabras[0].length);
      }
    }
    cortes.sort(function (a, b) { return a - b; });
    for (k = 0; k + 1 < cortes.length; k++) {
      var desde = cortes[k], hasta = cortes[k + 1];
      if (desde === hasta) continue;
      var nodo = document.createTextNode(texto.slice(desde, hasta));
      for (p = 0; p < marcas.length; p += 4) {
        if (desde >= marcas[p] && hasta <= marcas[p] + marcas[p + 1]) {
          var m = crear("mark", "b-" + datos.clave[marcas[p + 2]] + " f" + marcas[p + 3]);
          m.title = "Suma a " + datos.d[marcas[p + 2]];
          m.appendChild(nodo);
          nodo = m;
        }
      }
      if (halladas.some(function (h) { return desde >= h[0] && hasta <= h[1]; })) {
        var b = crear("mark", "hallada");
        b.appendChild(nodo);
        nodo = b;
      }
      donde.appendChild(nodo);
    }
  }

  // --- Mapa ---
  var mapa = $("mapa"), dibujo = mapa.querySelector("svg"), cursor = $("cursor"), senalada = $("senalada");
  var capas = Array.prototype.slice.call(dibujo.querySelectorAll("path[data-d]"));
  var enteras = capas.map(function (c) { return c.getAttribute("d"); });
  var dimDe = function (o) { return o[4].length ? o[4][0] : datos.d.length; };
  var orden = O.map(function (_, i) { return i; }).sort(function (a, b) {
    return (O[a][6].length ? O[a][6][0] : 999) - (O[b][6].length ? O[b][6][0] : 999) || O[a][8] - O[b][8] || a - b;
  });
  var actual = -1;

  function pintarMapa() {
    var dentro = capas.map(function () { return []; }), fuera = [];
    if (!hayFiltro) {
      capas.forEach(function (c, d) { c.setAttribute("d", enteras[d]); });
    } else {
      O.forEach(function (o, i) {
        var d = dimDe(o);
        (cumple[i] ? dentro[d] : fuera).push("M" + o[8] + " " + o[9] + datos.marca[d]);
      });
      capas.forEach(function (c, d) { c.setAttribute("d", dentro[d].join("")); });
    }
    $("fuera").setAttribute("d", fuera.join(""));
    if (actual >= 0 && hayFiltro && !cumple[actual]) senalar(-1);
  }
  dibujo.insertBefore($("fuera"), dibujo.firstChild);

  function senalar(i) {
    actual = i;
    cursor.setAttribute("cx", i < 0 ? -50 : O[i][8]);
    cursor.setAttribute("cy", i < 0 ? -50 : O[i][9]);
    senalada.textContent = "";
    if (i < 0) { senalada.appendChild(crear("p", "nota", "Aquí se lee la oración que señale en el mapa.")); return; }
    var p = crear("p"), t = crear("bdi", "t");
    resaltar(t, O[i][2], O[i][7], -1);
    p.appendChild(t);
    senalada.appendChild(p);
    senalada.appendChild(etiquetas(O[i]));
    var b = crear("button", "ver", "Leer la reflexión " + R[O[i][0]][0] + " completa");
    b.type = "button";
    b.addEventListener("click", function () { irA(i); });
    senalada.appendChild(b);
  }
  function cercana(e) {
    var c = dibujo.getBoundingClientRect(), escala = datos.ancho / c.width;
    var x = (e.clientX - c.left) * escala, y = (e.clientY - c.top) * escala, mejor = -1, lejos = Math.pow(ALTO_MARCA * 2 + 10, 2);
    for (var i = 0; i < O.length; i++) {
      if (hayFiltro && !cumple[i]) continue;
      var dx = O[i][8] - x, dy = O[i][9] - y, d = dx * dx + dy * dy;
      if (d < lejos) { lejos = d; mejor = i; }
    }
    return mejor;
  }
  var fijo = false;
  dibujo.addEventListener("mousemove", function (e) {
    if (fijo) return;
    var i = cercana(e);
    if (i >= 0 && i !== actual) senalar(i);
  });
  dibujo.addEventListener("click", function (e) {
    var i = cercana(e);
    fijo = i >= 0;
    senalar(i);
  });
  mapa.addEventListener("keydown", function (e) {
    var paso = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (e.key === "Enter" && actual >= 0) { e.preventDefault(); irA(actual); return; }
    if (e.key === "Escape") { fijo = false; senalar(-1); return; }
    if (!paso) return;
    e.preventDefault();
    fijo = true;
    var lugar = orden.indexOf(actual);
    for (var k = 0; k < orden.length; k++) {
      lugar = (lugar + paso + orden.length + (lugar < 0 && paso < 0 ? 1 : 0)) % orden.length;
      if (!hayFiltro || cumple[orden[lugar]]) { senalar(orden[lugar]); return; }
    }
  });

  function irA(i) {
    var r = visibles.indexOf(O[i][0]);
    if (r < 0) return;
    while (puestas <= r) poner(60);
    var li = $("o" + i);
    li.scrollIntoView({ block: "center" });
    li.focus({ preventScroll: true });
  }

  // --- Controles ---
  var espera = 0;
  campos.q.addEventListener("input", function () { window.clearTimeout(espera); espera = window.setTimeout(filtrar, 150); });
  ["dim", "tema", "acto", "grupo"].forEach(function (c) { if (campos[c]) campos[c].addEventListener("change", filtrar); });
  $("filtros").addEventListener("submit", function (e) { e.preventDefault(); window.clearTimeout(espera); filtrar(); });
  function limpiar() { Object.keys(campos).forEach(function (c) { if (campos[c]) campos[c].value = ""; }); }
  $("limpiar").addEventListener("click", function () { limpiar(); filtrar(); campos.q.focus(); });
  $("mostrar").addEventListener("click", function () {
    var primera = puestas;
    poner(LOTE);
    var li = $("lista").children[primera];
    if (li) { li.tabIndex = -1; li.focus({ preventScroll: true }); }
  });
  $("todas").addEventListener("click", ponerTodas);
  Array.prototype.forEach.call(document.querySelectorAll("button[data-filtro]"), function (b) {
    b.addEventListener("click", function () {
      limpiar();
      var c = campos[b.getAttribute("data-filtro")];
      c.value = b.getAttribute("data-valor");
      filtrar();
      $("t-explorar").scrollIntoView();
      c.focus({ preventScroll: true });
    });
  });
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (d) { d.open = true; });
  });

  Array.prototype.forEach.call(document.querySelectorAll(".con-js"), function (e) { e.hidden = false; });
  filtrar();
})();
