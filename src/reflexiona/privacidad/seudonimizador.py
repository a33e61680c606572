"""`Seudonimizador`: encuentra datos personales y los sustituye por marcadores legibles, siempre el mismo para cada uno."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from reflexiona.errores import ErrorDatos
from reflexiona.privacidad.formales import formales
from reflexiona.privacidad.hallazgo import TIPOS, Hallazgo
from reflexiona.privacidad.lexico import llana
from reflexiona.privacidad.nombres import nombres
from reflexiona.texto.cortador import cortes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ModeloDatos", "Seudonimizador"]

_DEL_MODELO = {"PER": "persona", "ESC": "escuela", "LUG": "lugar"}


class ModeloDatos(Protocol):
    """Un modelo que reconoce datos personales por oración."""

    def datos_personales(self, oraciones: Sequence[str], /) -> Sequence[Iterable[tuple[int, int, str, float]]]:
        """Por oración, (inicio, fin, «PER» | «ESC» | «LUG» o un tipo de `TIPOS`, certeza)."""
        ...


class Seudonimizador:
    """Sustituye datos personales por marcadores: «[persona 1]», «[escuela 2]», «[teléfono 1]».

    Lo que tiene forma fija (correo, CURP…) se reconoce por ella; los nombres, por su contexto. Ningún método los encuentra
    todos: `docs/sintesis.md` dice cuántos se escapan. Quien comparte un texto fuera del grupo debe revisarlo.

    Parameters
    ----------
    certeza : float
        Desde qué certeza se sustituye, de 0 a 1.
    modelo : ModeloDatos, optional
        Uno que además reconozca nombres por oración, como el modelo «preciso».
    tipos : iterable of str, optional
        Cuáles de `TIPOS` se buscan; todos si no se dice.

    Raises
    ------
    ErrorDatos
        Si `certeza` no está entre 0 y 1 o un tipo no existe.

    Examples
    --------
    >>> s = Seudonimizador()
    >>> s.transform(["La profe Irma y Beto llegaron.", "Irma llama al 228 123 4567."])
    ['La profe [persona 1] y [persona 2] llegaron.', '[persona 1] llama al [teléfono 1].']
    >>> s.encontrar("Vive en el ejido Naolinquilla.")
    [Hallazgo(inicio=17, fin=29, tipo='lugar', certeza=0.85)]
    """

    def __init__(
        self, certeza: float = 0.5, *, modelo: ModeloDatos | None = None, tipos: Iterable[str] | None = None
    ) -> None:
        if not 0 <= certeza <= 1:
            raise ErrorDatos(f"certeza={certeza}: dé un número entre 0 y 1.")
        self.certeza = certeza
        self.modelo = modelo
        self.tipos = tuple(TIPOS) if tipos is None else tuple(tipos)
        ajenos = [t for t in self.tipos if t not in TIPOS]
        if ajenos:
            raise ErrorDatos(f"No hay un tipo de dato «{ajenos[0]}». Los que hay: {', '.join(TIPOS)}.")

    def encontrar(self, texto: str) -> list[Hallazgo]:
        """Los datos personales de un texto, en orden y sin encimarse.

        Parameters
        ----------
        texto : str

        Returns
        -------
        list of Hallazgo
            Tuplas (inicio, fin, tipo, certeza).

        Raises
        ------
        ErrorDatos
            Si no es texto.
        """
        if not isinstance(texto, str):
            raise ErrorDatos(f"Se esperaba un texto y llegó {type(texto).__name__}.")
        todos = [*formales(texto), *nombres(texto), *self._del_modelo(texto)]
        utiles = [
            h for h in todos if h.certeza >= self.certeza and h.tipo in self.tipos and texto[h.inicio : h.fin].strip()
        ]
        # Lo de forma fija manda; luego, lo más cierto y lo más largo.
        utiles.sort(key=lambda h: (h.tipo in _DEL_MODELO.values(), -h.certeza, h.inicio - h.fin, h.inicio))
        puestos: list[Hallazgo] = []
        for h in utiles:
            if all(h.fin <= p.inicio or p.fin <= h.inicio for p in puestos):
                puestos.append(h)
        return sorted(puestos)

    def transform(self, textos: Iterable[str]) -> list[str]:
        """Los textos con sus datos personales sustituidos, de modo que el mismo dato lleve siempre el mismo marcador.

        Parameters
        ----------
        textos : iterable of str

        Returns
        -------
        list of str

        Raises
        ------
        ErrorDatos
            Si llega un solo texto en vez de una lista, o algo que no es texto.
        """
        lista, hallados = self._todos(textos)
        marcas = _marcadores(lista, hallados)
        salida = []
        for texto, suyos in zip(lista, hallados, strict=True):
            partes, desde = [], 0
            for h in suyos:
                partes += [texto[desde : h.inicio], marcas[h.tipo, llana(texto[h.inicio : h.fin])]]
                desde = h.fin
            salida.append("".join([*partes, texto[desde:]]))
        return salida

    def tabla(self, textos: Iterable[str]) -> pd.DataFrame:
        """Lo que se sustituye: `marcador`, `tipo`, `original`, `veces`. Es la llave: guárdela aparte o no la guarde.

        Examples
        --------
        >>> Seudonimizador().tabla(["Don Nicanor y la profe Irma.", "Irma faltó."])["original"].tolist()
        ['Nicanor', 'Irma']
        """
        import pandas as pd

        lista, hallados = self._todos(textos)
        marcas = _marcadores(lista, hallados)
        filas: dict[tuple[str, str], list[str]] = defaultdict(list)
        for texto, suyos in zip(lista, hallados, strict=True):
            for h in suyos:
                original = texto[h.inicio : h.fin]
                filas[marcas[h.tipo, llana(original)], h.tipo].append(original)
        return pd.DataFrame(
            [(marca, tipo, max(formas, key=len), len(formas)) for (marca, tipo), formas in filas.items()],
            columns=["marcador", "tipo", "original", "veces"],
        )

    def _todos(self, textos: Iterable[str]) -> tuple[list[str], list[list[Hallazgo]]]:
        if isinstance(textos, str):
            raise ErrorDatos("Llegó un solo texto: pase una lista, por ejemplo [texto].")
        lista = list(textos)
        return lista, [self.encontrar(t) for t in lista]

    def _del_modelo(self, texto: str) -> list[Hallazgo]:
        if self.modelo is None:
            return []
        tramos = list(cortes(texto))
        hallados = self.modelo.datos_personales([texto[a:b] for a, b in tramos])
        return [
            Hallazgo(a + inicio, a + fin, _DEL_MODELO.get(tipo, tipo), float(certeza))
            for (a, _), suyos in zip(tramos, hallados, strict=True)
            for inicio, fin, tipo, certeza in suyos
        ]


def _marcadores(textos: Sequence[str], hallados: Sequence[Sequence[Hallazgo]]) -> dict[tuple[str, str], str]:
    """El marcador de cada dato: por orden de aparición; «Irma» e «Irma López» son la misma si no hay otra Irma."""
    dichos: dict[str, dict[str, None]] = defaultdict(dict)
    for texto, suyos in zip(textos, hallados, strict=True):
        for h in suyos:
            dichos[h.tipo][llana(texto[h.inicio : h.fin])] = None
    marcas: dict[tuple[str, str], str] = {}
    for tipo, claves in dichos.items():
        de: dict[str, str] = {}
        if tipo == "persona":
            largos = [c for c in claves if " " in c]
            for corto in (c for c in claves if " " not in c):
                iguales = [c for c in largos if c.split()[0] == corto]
                if len(iguales) == 1:
                    de[corto] = iguales[0]
        numeros: dict[str, int] = {}
        for clave in claves:
            numero = numeros.setdefault(de.get(clave, clave), len(numeros) + 1)
            marcas[tipo, clave] = f"[{TIPOS[tipo]} {numero}]"
    return marcas
