"""Texto ajeno dentro de Markdown: se ve tal cual, sin formato, enlaces ni HTML."""

from __future__ import annotations

import re

__all__ = ["desescapar", "escapar"]

_ENTIDADES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESPECIAL = re.compile(r"[\\`*_\[\]|~$]|:(?=//)|(?<=www)\.|@")
_RARO = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_RENGLON = re.compile(r"(?m)^([ ]*)([#+\-=]|\d+(?=[.)]))")
_SALTO = "  \n> "
_INVERSO = re.compile(r"\\([!-/:-@\[-`{-~])|&(amp|lt|gt);|&#(\d+);")


def escapar(texto: str) -> str:
    """El texto listo para ir dentro de un bloque `>` de Markdown, de modo que se vea letra por letra.

    Parameters
    ----------
    texto : str

    Returns
    -------
    str
        `desescapar` lo devuelve exacto.

    Examples
    --------
    >>> escapar("<b>2*3</b>"), escapar("Uno.\\n- Dos")
    ('&lt;b&gt;2\\\\*3&lt;/b&gt;', 'Uno.  \\n> \\\\- Dos')
    """
    seguro = _ESPECIAL.sub(lambda m: f"\\{m[0]}", texto)
    seguro = re.sub(r"[&<>]", lambda m: _ENTIDADES[m[0]], seguro)
    seguro = _RENGLON.sub(_marca_de_renglon, seguro)
    seguro = _RARO.sub(lambda m: f"&#{ord(m[0])};", seguro)
    return seguro.replace("\n", _SALTO)


def desescapar(markdown: str) -> str:
    """El texto original de lo que entregó `escapar`.

    Examples
    --------
    >>> desescapar(escapar("1. <i>¿Y *qué*?</i>\\n# nada")) == "1. <i>¿Y *qué*?</i>\\n# nada"
    True
    """

    def _original(m: re.Match[str]) -> str:
        if m[1]:
            return m[1]
        if m[2]:
            return {"amp": "&", "lt": "<", "gt": ">"}[m[2]]
        return chr(int(m[3]))

    return _INVERSO.sub(_original, markdown.replace(_SALTO, "\n"))


def _marca_de_renglon(m: re.Match[str]) -> str:
    """La marca que abriría una lista, un título o una raya, vuelta texto."""
    if m[2].isdigit():
        return f"{m[1]}&#{ord(m[2][0])};{m[2][1:]}"
    return f"{m[1]}\\{m[2]}"
