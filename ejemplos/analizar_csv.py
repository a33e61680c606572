"""De un archivo de reflexiones a sus dimensiones, temas, citas, caligrama y síntesis.

    python ejemplos/analizar_csv.py [ARCHIVO] [CARPETA]

Sin ARCHIVO usa el ejemplo que está junto a este guion; sin CARPETA escribe en «salida».
"""

import sys
import warnings
from pathlib import Path

import reflexiona as rx

EJEMPLO = Path(__file__).with_name("reflexiones.csv")


def principal(archivo: str | Path = EJEMPLO, carpeta: str = "salida") -> None:
    """Analiza un archivo y guarda todo lo que sale de él."""
    # Leer: encuentra solo el texto, la codificación y el separador. Lo que aparta queda en `corpus.apartadas`.
    corpus = rx.leer(archivo)
    print(corpus, *corpus.avisos, sep="\n")

    # Analizar: etiqueta cada oración, encuentra los temas y cuenta personas (no renglones).
    analisis = rx.analizar(corpus)
    print("\nDimensiones de la práctica:\n", analisis.resumen.to_string(index=False), sep="")
    print("\nTemas:\n", analisis.temas.tabla[["tema", "personas", "oraciones"]].head(8).to_string(index=False), sep="")

    # Una cita textual del tema que más personas nombran, con su rastro al original.
    for tema in list(analisis.temas)[:1]:
        cita = analisis.temas.citas(tema, n=1).iloc[0]
        print(f"\nSobre «{tema}»: «{cita['texto']}» (reflexión {cita['reflexion']}, oración {cita['oracion']})")

    # Por qué una oración lleva su dimensión: cuánto aportó cada palabra. Aquí, la oración más clara de todas.
    mas_clara = analisis.etiquetas[list(rx.DIMENSIONES)].max(axis=1).idxmax()
    print("\nPor qué:", rx.Etiquetador().explicar(analisis.etiquetas.loc[mas_clara, "texto"]), sep="\n")

    # Guardar: tablas para Excel, síntesis en Markdown, caligrama y con qué se hizo.
    rutas = analisis.guardar(carpeta, forma="corazon")
    if len(analisis.palabras):  # otra forma del caligrama, con las mismas palabras y colores
        rutas.append(analisis.caligrama("paloma").guardar(Path(carpeta) / "caligrama_paloma.svg"))
    print("\nArchivos:", *rutas, sep="\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore", rx.AvisoReflexiona)  # los avisos se muestran arriba, con `corpus.avisos`
    if len(sys.argv) > 3:
        sys.exit(__doc__)
    try:
        principal(*sys.argv[1:])
    except rx.ErrorReflexiona as error:
        sys.exit(f"Error: {error}")
