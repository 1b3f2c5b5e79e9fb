"""The five reported facts of a project: verified, returned, their changes."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
