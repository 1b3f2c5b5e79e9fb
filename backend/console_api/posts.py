"""Posts as the supervising unit decides and ends them; who is on two projects at once."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
