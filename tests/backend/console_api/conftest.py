"""The whole application and a site; the database is the application's own pool."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.backend import site as sites
from tests.backend.site import Site


@pytest.fixture
async def console(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as client:
        yield client


@pytest.fixture
async def site(console: httpx.AsyncClient) -> Site:
    return await sites.build()
