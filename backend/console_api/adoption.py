"""Who uses the platform, against who should."""

from typing import Any, Final

ROUTES: Final[list[Any]] = []
