"""Orders that the platform drafted."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
