"""Dangerous works as the regulator sees them."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
