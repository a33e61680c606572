"""Las mediciones no son pruebas: se corren con `python -m tests.rendimiento.medir`."""

collect_ignore = ["medir.py", "caligramas.py", "caligramas_verso.py"]
