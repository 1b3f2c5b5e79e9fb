"""Signing in on a desktop browser by a scanned code."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
