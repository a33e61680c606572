"""`Revision`: lo que las personas dijeron de cada oración, aparte de lo que dijo la máquina."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reflexiona.dimensiones.evaluacion import medir
from reflexiona.dimensiones.guia import ACTO_NOMBRES, ACTOS, DIMENSIONES, GUIA

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Revision"]


@dataclass(frozen=True, eq=False, repr=False)
class Revision:
    """Las oraciones revisadas y lo que la máquina había dicho de ellas.

    Parameters
    ----------
    humana : pandas.DataFrame
        Una fila por oración revisada: `reflexion`, `oracion`, `dimensiones` (lista), `acto` (str o None), `comentario`.
    maquina : pandas.DataFrame
        Todas las etiquetas de la máquina, sin tocar.
    """

    humana: pd.DataFrame
    maquina: pd.DataFrame

    @property
    def correcciones(self) -> pd.DataFrame:
        """Las oraciones en que la persona y la máquina no coinciden: `texto`, lo de cada una y el comentario."""
        import pandas as pd

        filas = []
        for h, m in self._parejas():
            if set(h["dimensiones"]) != set(m["dimensiones"]) or h["acto"] != m["acto"]:
                filas.append(
                    (
                        h["reflexion"],
                        h["oracion"],
                        m["texto"],
                        m["dimensiones"],
                        h["dimensiones"],
                        m["acto"],
                        h["acto"],
                        h["comentario"],
                    )
                )
        columnas = [
            "reflexion",
            "oracion",
            "texto",
            "dimensiones_maquina",
            "dimensiones",
            "acto_maquina",
            "acto",
            "comentario",
        ]
        return pd.DataFrame(filas, columns=columnas, dtype=object)

    @property
    def acuerdo(self) -> pd.DataFrame:
        """El acuerdo de la persona con la máquina, por código: `oraciones`, `persona`, `maquina`, `kappa`, `f1` y los intervalos.

        Kappa de Cohen y F1 con las oraciones revisadas; los intervalos (95 %) remuestrean reflexiones enteras. La fila
        «Todos» es el promedio de los códigos. Un código que nadie usó no se puede medir: lleva NaN.
        """
        import pandas as pd

        columnas = [
            "codigo",
            "oraciones",
            "persona",
            "maquina",
            "kappa",
            "kappa_bajo",
            "kappa_alto",
            "f1",
            "f1_bajo",
            "f1_alto",
        ]
        pares = self._parejas()
        if not pares:
            return pd.DataFrame([], columns=columnas)
        codigos = {**{d: GUIA[d].nombre for d in DIMENSIONES}, **{a: ACTO_NOMBRES[a] for a in ACTOS}}
        persona = _tabla([h for h, _ in pares])
        maquina = _tabla([m for _, m in pares])
        usados = (persona | maquina).any(axis=0)
        filas: list[tuple[Any, ...]] = []
        medidas = (
            medir(persona[:, usados], maquina[:, usados], [h["reflexion"] for h, _ in pares],
                  [c for c, u in zip(codigos, usados, strict=True) if u])
            if usados.any() else {}
        )  # fmt: skip
        for j, (clave, nombre) in enumerate(codigos.items()):
            valores: tuple[float, ...] = (float("nan"),) * 6
            if usados[j]:
                kappa, f1 = medidas[f"kappa {clave}"], medidas[f"f1 {clave}"]
                valores = (kappa.valor, kappa.bajo, kappa.alto, f1.valor, f1.bajo, f1.alto)
            filas.append((nombre, len(pares), int(persona[:, j].sum()), int(maquina[:, j].sum()), *valores))
        if medidas:
            kappa, f1 = medidas["kappa"], medidas["f1"]
            filas.append(
                ("Todos", len(pares), int(persona.any(axis=1).sum()), int(maquina.any(axis=1).sum()),
                 kappa.valor, kappa.bajo, kappa.alto, f1.valor, f1.bajo, f1.alto)
            )  # fmt: skip
        return pd.DataFrame(filas, columns=columnas).round(4)

    def aplicar(self) -> pd.DataFrame:
        """Las etiquetas con lo corregido en su lugar; las probabilidades y los temas quedan como los dio la máquina."""
        etiquetas = self.maquina.copy()
        humana = {(h["reflexion"], h["oracion"]): h for h in self.humana.to_dict("records")}
        claves = list(zip(etiquetas["reflexion"].astype(str), etiquetas["oracion"].astype(int), strict=True))
        etiquetas["dimensiones"] = [
            list(humana[c]["dimensiones"]) if c in humana else suyas
            for c, suyas in zip(claves, etiquetas["dimensiones"], strict=True)
        ]
        actos = [humana[c]["acto"] if c in humana else suyo for c, suyo in zip(claves, etiquetas["acto"], strict=True)]
        etiquetas["acto"] = np.array(actos, dtype=object)
        return etiquetas

    def ejemplos(self, *, solo_revisadas: bool = True) -> tuple[list[str], pd.DataFrame, list[str]]:
        """Lo que `Etiquetador.fit` necesita para volver a entrenar con lo corregido.

        Parameters
        ----------
        solo_revisadas : bool
            Si no, las demás oraciones van con lo que dijo la máquina.

        Returns
        -------
        X : list of str
        Y : pandas.DataFrame
            De 0 y 1, una columna por dimensión.
        reflexiones : list of str

        Examples
        --------
        >>> import pandas as pd
        >>> m = pd.DataFrame([("1", 1, "Hoy leyeron.", ["didactica"], None)],
        ...                  columns=["reflexion", "oracion", "texto", "dimensiones", "acto"])
        >>> h = m[["reflexion", "oracion", "dimensiones", "acto"]].assign(comentario="")
        >>> X, Y, reflexiones = Revision(h, m).ejemplos()
        >>> X, Y["didactica"].tolist(), reflexiones
        (['Hoy leyeron.'], [1], ['1'])
        """
        import pandas as pd

        etiquetas = self.aplicar()
        if solo_revisadas:
            revisadas = {(h["reflexion"], h["oracion"]) for h in self.humana.to_dict("records")}
            claves = zip(etiquetas["reflexion"].astype(str), etiquetas["oracion"].astype(int), strict=True)
            etiquetas = etiquetas[[c in revisadas for c in claves]]
        y = pd.DataFrame(
            [[int(d in suyas) for d in DIMENSIONES] for suyas in etiquetas["dimensiones"]], columns=list(DIMENSIONES)
        )
        return etiquetas["texto"].tolist(), y, etiquetas["reflexion"].astype(str).tolist()

    def _parejas(self) -> list[tuple[dict[Any, Any], dict[Any, Any]]]:
        """Cada oración revisada con lo que dijo la máquina."""
        maquina = {(str(m["reflexion"]), int(m["oracion"])): m for m in self.maquina.to_dict("records")}
        return [(h, maquina[h["reflexion"], h["oracion"]]) for h in self.humana.to_dict("records")]

    def __len__(self) -> int:
        return len(self.humana)

    def __repr__(self) -> str:
        return (
            f"Revision de {len(self)} oraciones de {len(self.maquina)}, {len(self.correcciones)} corregidas. "
            "Vea .acuerdo, .correcciones y .ejemplos()."
        )


def _tabla(filas: list[dict[Any, Any]]) -> np.ndarray[Any, Any]:
    return np.array(
        [[d in f["dimensiones"] for d in DIMENSIONES] + [f["acto"] == a for a in ACTOS] for f in filas], dtype=bool
    )
