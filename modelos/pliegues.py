"""Quién se aparta cada vez al medir el modelo preciso."""

from pathlib import Path

__all__ = ["PLIEGUES", "TRABAJO"]

TRABAJO = Path("build/preciso")
PLIEGUES = {"uno": ("c", "h", "o", "r", "t", "v", "aa"), "dos": ("a", "f", "l", "n", "p", "q", "s", "w", "z")}
"""Los redactores que se apartan cada vez: entre los dos, todos los reescritos y parte de los demás."""
