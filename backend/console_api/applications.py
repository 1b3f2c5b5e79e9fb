"""Colleagues who ask to be added."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
