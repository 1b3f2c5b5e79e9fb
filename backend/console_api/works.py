"""Single works and other systems' numbers."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
