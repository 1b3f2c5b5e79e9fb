"""Single works of a project."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
