"""The list of dangerous works."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
