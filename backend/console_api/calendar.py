"""Days that count."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
