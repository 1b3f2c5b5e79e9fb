"""What is due, from whom, since when; pauses."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
