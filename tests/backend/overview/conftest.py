"""The units whose regulators look at a page of their own."""

from collections.abc import AsyncIterator
from types import ModuleType

import pytest

from backend.core import db
from tests.backend.overview import home_area
from tests.backend.overview.home_area import Area


@pytest.fixture
async def area(database: ModuleType) -> AsyncIterator[Area]:
    """A city's bureau, a district and a station; see `home_area.py`."""
    yield await home_area.build()
    await db.execute("TRUNCATE project, account CASCADE")
    await db.execute("DELETE FROM unit WHERE level IN ('station', 'district')")
