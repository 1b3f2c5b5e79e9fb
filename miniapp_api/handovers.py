"""Handing a post over."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
