"""The facts that a project reports and confirms."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
