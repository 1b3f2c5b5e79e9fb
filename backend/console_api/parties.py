"""Parties of a project and its supervising unit, by date."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
