"""The whole application with a site; the database is the application's own pool."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.backend import site as sites
from tests.backend.site import Site


@pytest.fixture
async def client(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened


@pytest.fixture
async def site(client: httpx.AsyncClient) -> Site:
    return await sites.build()
