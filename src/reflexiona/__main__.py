"""`python -m reflexiona`."""

from reflexiona.cli import principal

principal()
