"""The person's own sessions: where one is signed in, and ending them."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
