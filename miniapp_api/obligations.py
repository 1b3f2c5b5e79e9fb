"""What is due from the person."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
