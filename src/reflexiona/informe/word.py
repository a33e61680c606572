"""La relatoría en Word: títulos y estilos de verdad, tablas que se llenan, imagen con texto alternativo."""

from __future__ import annotations

import datetime as dt
import io
from itertools import zip_longest
from typing import Any

from reflexiona.informe.bloques import Bloque, Cita, Lista, Parrafo, Tabla, Titulo, Tramos
from reflexiona.informe.contenido import Contenido
from reflexiona.informe.empaque import FECHA, reempacar
from reflexiona.informe.extra import pedir
from reflexiona.informe.relatoria import Acuerdos, Dibujo, Elemento, Pregunta, armar
from reflexiona.informe.visible import corto

__all__ = ["escribir_word"]

_ACENTO, _SUAVE = "17495C", "565B63"
_LETRA, _LETRA_TITULO = "Georgia", "Calibri"
_ALTERNATIVO = 900


def escribir_word(contenido: Contenido) -> bytes:
    """La relatoría como .docx; los mismos datos dan los mismos bytes.

    Raises
    ------
    ErrorSalida
        Si falta python-docx.
    """
    docx = pedir("docx", "python-docx", "Word")
    relatoria = armar(contenido)
    documento = docx.Document()
    _Hoja(documento).escribir(relatoria.titulo, relatoria.subtitulo, relatoria.elementos)
    memoria = io.BytesIO()
    documento.save(memoria)
    return reempacar(memoria.getvalue())


class _Hoja:
    """Un documento de Word en el que se va escribiendo."""

    def __init__(self, documento: Any) -> None:
        self.documento = documento
        self._preparar()

    def escribir(self, titulo: str, subtitulo: str, elementos: tuple[Elemento, ...]) -> None:
        """Todo el documento."""
        propiedades = self.documento.core_properties
        fecha = dt.datetime(*FECHA, tzinfo=dt.UTC)
        propiedades.title, propiedades.subject = corto(titulo, 250), corto(subtitulo, 250)
        propiedades.author = propiedades.last_modified_by = "reflexiona"
        propiedades.language, propiedades.comments, propiedades.revision = "es-MX", "", 1
        propiedades.created = propiedades.modified = fecha
        self.documento.add_paragraph(titulo, style="Title")
        self.documento.add_paragraph(subtitulo, style="Subtitle")
        for e, siguiente in zip_longest(elementos, elementos[1:]):
            self._elemento(e)
            if isinstance(e, Parrafo) and isinstance(siguiente, Cita | Acuerdos):
                self.documento.paragraphs[-1].paragraph_format.keep_with_next = True
        self._pie()

    def _preparar(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        seccion = self.documento.sections[0]
        seccion.page_width, seccion.page_height = Cm(21.59), Cm(27.94)  # carta, la hoja común en México
        seccion.left_margin = seccion.right_margin = Cm(2.5)
        seccion.top_margin = seccion.bottom_margin = Cm(2.2)
        estilos = self.documento.styles
        nuevo = estilos.add_style("Referencia", WD_STYLE_TYPE.PARAGRAPH)
        nuevo.base_style = estilos["Normal"]
        medidas = {
            "Normal": (_LETRA, 11, None, False, 0, 6),
            "Title": (_LETRA_TITULO, 26, _ACENTO, True, 0, 2),
            "Subtitle": (_LETRA_TITULO, 11, _SUAVE, False, 0, 14),
            "Heading 1": (_LETRA_TITULO, 17, _ACENTO, True, 18, 6),
            "Heading 2": (_LETRA_TITULO, 13, "20242B", True, 12, 3),
            "Heading 3": (_LETRA_TITULO, 11.5, "20242B", True, 10, 2),
            "Quote": (_LETRA, 11, "20242B", False, 4, 0),
            "Referencia": (_LETRA_TITULO, 9, _SUAVE, False, 0, 6),
            "Caption": (_LETRA_TITULO, 9, _SUAVE, False, 2, 10),
        }
        for nombre, (letra, cuerpo, color, negrita, antes, despues) in medidas.items():
            estilo = estilos[nombre]
            estilo.font.name, estilo.font.size, estilo.font.bold = letra, Pt(cuerpo), negrita
            estilo.font.italic = False
            letras = estilo.element.get_or_add_rPr().get_or_add_rFonts()
            for tipo in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                letras.set(qn(tipo), letra)
            for tema in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                letras.attrib.pop(qn(tema), None)
            if color:
                estilo.font.color.rgb = RGBColor.from_string(color)
            formato = estilo.paragraph_format
            formato.space_before, formato.space_after = Pt(antes), Pt(despues)
        for nombre in ("Quote", "Referencia"):
            estilos[nombre].paragraph_format.left_indent = Cm(0.7)
        estilos["Quote"].paragraph_format.keep_with_next = True
        espaciado = estilos["Subtitle"].element.get_or_add_rPr()
        for viejo in espaciado.findall(qn("w:spacing")):
            espaciado.remove(viejo)
        idioma = estilos["Normal"].element.get_or_add_rPr()
        _hijo(idioma, "w:lang", {"w:val": "es-MX", "w:eastAsia": "es-MX"})

    def _elemento(self, e: Elemento) -> None:
        match e:
            case Dibujo():
                self._dibujo(e)
            case Pregunta():
                self._pregunta(e)
            case Acuerdos():
                self._acuerdos(e)
            case _:
                self._bloque(e)

    def _bloque(self, b: Bloque, *, estilo: str | None = None) -> None:
        match b:
            case Titulo():
                self._texto(b.tramos, f"Heading {min(max(b.nivel, 1), 3)}")
            case Parrafo():
                self._texto(b.tramos, estilo or "Normal")
            case Cita():
                self._texto(b.tramos, "Quote")
                if b.referencia:
                    self.documento.add_paragraph(f"— {b.referencia}", style="Referencia")
            case Lista():
                nombre = "List Number" if b.numerada else "List Bullet"
                for elemento in b.elementos:
                    for i, hijo in enumerate(elemento):
                        self._bloque(hijo, estilo=nombre if i == 0 else None)
            case Tabla():
                self._tabla(b)

    def _texto(self, tramos: Tramos, estilo: str) -> Any:
        parrafo = self.documento.add_paragraph(style=estilo)
        _correr(parrafo, tramos)
        return parrafo

    def _tabla(self, b: Tabla) -> None:
        from docx.shared import Cm

        tabla = self._cuadricula([b.encabezado, *b.filas])
        tabla.autofit = False
        numericas = sum(b.numericas)
        ancho = (16.5 - 2.6 * numericas) / max(len(b.numericas) - numericas, 1)
        for columna, derecha in zip(tabla.columns, b.numericas, strict=True):
            columna.width = Cm(2.6 if derecha else ancho)  # LibreOffice mira la columna; Word, cada celda
            for celda in columna.cells:
                celda.width = columna.width
                if derecha:
                    celda.paragraphs[0].alignment = 2  # a la derecha
        self.documento.add_paragraph()

    def _cuadricula(self, filas: list[tuple[Tramos, ...]], *, encabezado: bool = True) -> Any:
        from docx.shared import Pt

        tabla = self.documento.add_table(rows=0, cols=len(filas[0]))
        tabla.style = "Table Grid"
        for i, fila in enumerate(filas):
            renglon = tabla.add_row()
            for celda, tramos in zip(renglon.cells, fila, strict=True):
                parrafo = celda.paragraphs[0]
                parrafo.paragraph_format.space_before = parrafo.paragraph_format.space_after = Pt(2)
                _correr(parrafo, tramos, negrita=encabezado and i == 0)
                if encabezado and i == 0:
                    _hijo(
                        celda._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "E8EEF0"}
                    )
            ajustes = renglon._tr.get_or_add_trPr()
            _hijo(ajustes, "w:cantSplit", {})
            if encabezado and i == 0:
                _hijo(ajustes, "w:tblHeader", {})
        return tabla

    def _acuerdos(self, e: Acuerdos) -> None:
        from docx.shared import Cm

        from reflexiona.informe.bloques import suelto

        vacia = tuple(suelto("") for _ in e.encabezado)
        tabla = self._cuadricula([tuple(suelto(n) for n in e.encabezado), *([vacia] * e.renglones)])
        tabla.autofit = False
        anchos = (Cm(9.5), Cm(4.4), Cm(2.6))
        for columna, ancho in zip(tabla.columns, anchos, strict=True):
            columna.width = ancho
        for i, fila in enumerate(tabla.rows):
            fila.height = Cm(0.8 if i == 0 else 1.4)
            for celda, ancho in zip(fila.cells, anchos, strict=True):
                celda.width = ancho
                celda.paragraphs[0].paragraph_format.keep_with_next = i < e.renglones

    def _pregunta(self, e: Pregunta) -> None:
        from docx.shared import Cm, Pt

        from reflexiona.informe.bloques import suelto

        parrafo = self.documento.add_paragraph(style="Normal")
        parrafo.paragraph_format.keep_with_next = True
        parrafo.paragraph_format.space_before = Pt(8)
        _correr(parrafo, (*suelto(f"{e.numero}. ", negrita=True), *suelto(e.texto)))
        if e.referencias:
            nota = self.documento.add_paragraph(f"Sale de: {'; '.join(e.referencias)}.", style="Referencia")
            nota.paragraph_format.keep_with_next = True
        tabla = self._cuadricula([(suelto("Lo que dijimos:"),)], encabezado=False)
        tabla.rows[0].cells[0].paragraphs[0].style = "Referencia"
        tabla.rows[0].cells[0].paragraphs[0].paragraph_format.left_indent = 0
        tabla.rows[0].height = Cm(1.8)

    def _dibujo(self, e: Dibujo) -> None:
        from docx.shared import Cm

        parrafo = self.documento.add_paragraph()
        parrafo.alignment = 1  # al centro
        parrafo.paragraph_format.keep_with_next = True
        imagen = parrafo.add_run().add_picture(io.BytesIO(e.png), width=Cm(14.5))
        propiedades = imagen._inline.docPr
        propiedades.set("name", "Caligrama")
        propiedades.set("descr", corto(e.alternativo, _ALTERNATIVO))
        self.documento.add_paragraph(e.pie, style="Caption")

    def _pie(self) -> None:
        parrafo = self.documento.sections[0].footer.paragraphs[0]
        parrafo.alignment = 1
        parrafo.add_run("Página ")
        _campo(parrafo, "PAGE")
        parrafo.add_run(" de ")
        _campo(parrafo, "NUMPAGES")


def _correr(parrafo: Any, tramos: Tramos, *, negrita: bool = False) -> None:
    for t in tramos:
        trozo = parrafo.add_run(t.texto)
        if t.negrita or negrita:
            trozo.bold = True
        if t.cursiva:
            trozo.italic = True


def _hijo(padre: Any, nombre: str, atributos: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    nuevo = OxmlElement(nombre)
    for clave, valor in atributos.items():
        nuevo.set(qn(clave), valor)
    padre.append(nuevo)
    return nuevo


def _campo(parrafo: Any, nombre: str) -> None:
    """Un número que Word calcula solo."""
    for tipo in ("begin", None, "separate", "texto", "end"):
        trozo = parrafo.add_run()
        if tipo is None:
            _hijo(trozo._r, "w:instrText", {}).text = nombre
        elif tipo == "texto":
            trozo.text = "1"
        else:
            _hijo(trozo._r, "w:fldChar", {"w:fldCharType": tipo})
