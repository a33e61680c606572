"""`Comparacion`: la tabla por grupo, lo que se puede afirmar de ella y su imagen."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflexiona.errores import ErrorSalida

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparacion"]

_ALFA = 0.05


@dataclass(frozen=True, eq=False, repr=False)
class Comparacion:
    """Dimensiones, actos y temas por grupo, contados en personas.

    Parameters
    ----------
    columna : str
        Por qué se agrupó.
    tabla : pandas.DataFrame
        Una fila por código y grupo: `tipo` («dimension», «acto» o «tema»), `codigo`, `grupo`, `n` (personas del grupo),
        `personas` (las que lo dicen), `proporcion`, `bajo` y `alto` (Wilson, 95 %), `p` (permutación de ji cuadrada entre
        grupos) y `p_ajustada` (Benjamini-Hochberg sobre todos los códigos).
    grupos : tuple of str
    juntados : tuple of str
        Los que, por ser muy chicos o para no delatar a otro, se muestran en «Otros grupos».
    minimo : int
        Con menos personas un grupo no se muestra solo.
    """

    columna: str
    tabla: pd.DataFrame
    grupos: tuple[str, ...]
    juntados: tuple[str, ...]
    minimo: int

    @property
    def diferencias(self) -> pd.DataFrame:
        """Los códigos en que los grupos difieren más de lo que daría el azar (`p_ajustada` menor que 0.05)."""
        return self.tabla[self.tabla["p_ajustada"] < _ALFA].reset_index(drop=True)

    @property
    def ancha(self) -> pd.DataFrame:
        """Una fila por código y una columna por grupo, con «personas de n»."""
        import pandas as pd

        filas = []
        for (tipo, codigo), parte in self.tabla.groupby(["tipo", "codigo"], sort=False):
            celdas = {f["grupo"]: f"{f['personas']} de {f['n']}" for f in parte.to_dict("records")}
            filas.append({"tipo": tipo, "codigo": codigo, **celdas, "p_ajustada": parte["p_ajustada"].iloc[0]})
        return pd.DataFrame(filas)

    def figura(self, *, temas: int = 8) -> Any:
        """La comparación como figura de matplotlib: una columna por grupo, barras de proporción con su intervalo.

        Parameters
        ----------
        temas : int
            Cuántos temas se dibujan, de los que más personas dicen.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from reflexiona.comparacion.figura import dibujar

        return dibujar(self, temas=temas)

    def guardar(self, ruta: str | Path) -> Path:
        """Escribe la tabla (.csv) o la imagen (.png, .svg o .pdf).

        Raises
        ------
        ErrorSalida
            Si la terminación no es una de ésas.
        """
        destino = Path(ruta)
        tipo = destino.suffix.lower()
        if tipo == ".csv":
            self.tabla.to_csv(destino, index=False, encoding="utf-8-sig")
        elif tipo in {".png", ".svg", ".pdf"}:
            from reflexiona.comparacion.figura import escribir

            escribir(self.figura(), destino)
        else:
            raise ErrorSalida(f"No sé escribir «{tipo}»: use .csv, .png, .svg o .pdf.")
        return destino

    @property
    def lectura(self) -> str:
        """Cómo se lee, en una frase: cuántas diferencias hay y cuántas se probaron."""
        codigos = self.tabla.drop_duplicates(["tipo", "codigo"])
        hay = int((codigos["p_ajustada"] < _ALFA).sum())
        dice = "no hay diferencias que no pueda dar el azar" if not hay else (
            "hay 1 diferencia que el azar no explica" if hay == 1 else f"hay {hay} diferencias que el azar no explica"
        )  # fmt: skip
        frase = f"De {len(codigos)} comparaciones por {self.columna}, {dice} (5 %, Benjamini-Hochberg)."
        if self.juntados:
            frase += f" Los grupos de menos de {self.minimo} personas se juntaron para no señalar a nadie."
        return frase

    def __repr__(self) -> str:
        return f"Comparacion por {self.columna!r} de {len(self.grupos)} grupos. {self.lectura} Vea .tabla y .figura()."

    def _repr_html_(self) -> str:
        tabla = self.ancha
        cabeza = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in tabla.columns)
        filas = "".join(
            "<tr>" + "".join(f'<td style="text-align:left">{escape(str(v))}</td>' for v in fila) + "</tr>"
            for fila in tabla.itertuples(index=False, name=None)
        )
        return f"<p>{escape(self.lectura)}</p><table><thead><tr>{cabeza}</tr></thead><tbody>{filas}</tbody></table>"
