"""The monthly review."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
