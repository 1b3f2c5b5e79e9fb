"""HTTP for testing agencies, device vendors and city systems, known by a key."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
