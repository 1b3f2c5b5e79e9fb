"""The whole application with a site; the database is the application's own pool."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.backend import site as sites
from tests.backend.identity import qr_devices
from tests.backend.identity.qr_devices import People, Phone, Screen, phone_of
from tests.backend.site import Site


@pytest.fixture
async def client(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened


@pytest.fixture
async def site(client: httpx.AsyncClient) -> Site:
    return await sites.build()


@pytest.fixture
async def people(client: httpx.AsyncClient) -> People:
    return await qr_devices.people()


@pytest.fixture
async def screen(client: httpx.AsyncClient) -> Screen:
    opened = Screen(client)
    await opened.ask()
    return opened


@pytest.fixture
async def phone(client: httpx.AsyncClient, people: People) -> Phone:
    """A regulator's, on the same network as the screen."""
    return await phone_of(client, people.regulator)
