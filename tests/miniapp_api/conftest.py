"""The whole application and a site; the database is the application's own pool."""

from collections.abc import AsyncIterator

import httpx
import pytest

from backend.core import clock
from tests.backend import site as sites
from tests.backend.site import Site


@pytest.fixture
async def phone(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as client:
        yield client


@pytest.fixture
async def site(phone: httpx.AsyncClient) -> Site:
    return await sites.build()


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference data's day: 21 November 2026."""
    ahead = clock.machine_now().replace(year=2026, month=11, day=21) - clock.machine_now()
    # A fixed distance: over midnight the clock goes on, not back to the day's beginning.
    monkeypatch.setattr(clock, "now", lambda: clock.machine_now() + ahead)
