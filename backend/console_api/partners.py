"""Testing agencies and device vendors, and their keys."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
