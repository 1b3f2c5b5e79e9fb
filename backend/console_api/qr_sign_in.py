"""Signing in at the console by a scanned code."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
