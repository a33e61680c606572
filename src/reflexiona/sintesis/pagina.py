"""La síntesis como página: HTML solo, sin red, que se imprime bien."""

from __future__ import annotations

from html import escape

__all__ = ["pagina"]

_ESTILO = """
:root { --tinta: #23282f; --suave: #5b5f66; --linea: #d9d5cb; --papel: #fffdf8; --acento: #642d16; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--papel); color: var(--tinta); font: 17px/1.55 Georgia, "Noto Serif", "DejaVu Serif", serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 2.1rem; line-height: 1.15; margin: 0 0 .3rem; }
.bajada { color: var(--suave); margin: 0 0 2rem; }
h2 { font-size: 1.45rem; margin: 2.6rem 0 .8rem; padding-top: .6rem; border-top: 3px solid var(--tinta); break-after: avoid; }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .4rem; break-after: avoid; }
h3.dimension { border-left: .45rem solid var(--color); padding-left: .6rem; }
p { margin: .5rem 0; }
blockquote { margin: .8rem 0 .9rem; padding: .1rem 0 .1rem 1rem; border-left: 2px solid var(--linea); break-inside: avoid; }
blockquote p { margin: 0; font-style: italic; white-space: pre-line; }
blockquote footer { color: var(--suave); font: .78rem/1.5 system-ui, "DejaVu Sans", sans-serif; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font: .9rem/1.4 system-ui, "DejaVu Sans", sans-serif; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--linea); text-align: right; font-weight: normal; }
th:first-child { text-align: left; }
thead th { color: var(--suave); font-size: .82rem; vertical-align: bottom; }
tbody th.dimension { border-left: .45rem solid var(--color); padding-left: .6rem; font-weight: 600; }
ul, ol { margin: .4rem 0; padding-left: 1.3rem; }
li { margin: .25rem 0; }
.preguntas { background: #f4efe3; border-radius: .5rem; padding: .9rem 1.2rem; margin: 1.4rem 0; break-inside: avoid; }
.preguntas h3 { margin-top: 0; }
.preguntas li { margin: .55rem 0; font-size: 1.05rem; }
.preguntas small { display: block; color: var(--suave); font: .76rem/1.5 system-ui, "DejaVu Sans", sans-serif; }
.nota { color: var(--suave); font-size: .88rem; }
.nota h2 { font-size: 1.05rem; border-top-width: 1px; }
details { margin-top: 1.5rem; font: .82rem/1.5 system-ui, "DejaVu Sans", sans-serif; color: var(--suave); }
/* «página» cabe en una hoja carta o A4. */
@page { margin: 1.2cm 1.7cm; }
@media print {
  html { font-size: 9pt; } body { font-size: 9.6pt; line-height: 1.3; background: white; }
  main { max-width: none; padding: 0; } details { display: none; }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: .65rem 0 .15rem; padding-top: .15rem; border-top-width: 1.5px; }
  h3 { margin: .6rem 0 .15rem; } p { margin: .12rem 0; } blockquote { margin: .2rem 0 .25rem; } blockquote p { display: inline; }
  blockquote footer { display: inline; margin-left: .5em; }
  .preguntas { margin: .35rem 0; padding: .3rem .8rem; } .preguntas ol { margin: .1rem 0; } .preguntas small { display: inline; margin-left: .5em; }
  .preguntas li { margin: .1rem 0; font-size: 1em; }
}
"""


def pagina(titulo: str, cuerpo: str, detras: str) -> str:
    """Un documento HTML completo.

    Parameters
    ----------
    titulo : str
    cuerpo, detras : str
        HTML del documento y de la lista que sostiene las cuentas.

    Returns
    -------
    str

    Examples
    --------
    >>> pagina("Zona <5>", "<p>Hola</p>", "").count("&lt;5&gt;")
    1
    """
    return (
        f'<!DOCTYPE html>\n<html lang="es">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(titulo)}</title>\n'
        f"<style>{_ESTILO}</style>\n</head>\n<body>\n<main>\n{cuerpo}\n{detras}\n</main>\n</body>\n</html>\n"
    )
