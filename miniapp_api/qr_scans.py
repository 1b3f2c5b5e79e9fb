"""What the phone does with a scanned code."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
