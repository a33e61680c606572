"""La revisión humana: una hoja con lo que sugirió la máquina, y lo que las personas corrigieron."""

from reflexiona.revision.hoja import escribir_hoja
from reflexiona.revision.lectura import leer_hoja
from reflexiona.revision.revision import Revision

__all__ = ["Revision", "escribir_hoja", "leer_hoja"]
