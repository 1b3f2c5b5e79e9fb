"""The whole application with a site; the database is the application's own pool."""

from collections.abc import AsyncIterator

import httpx
import pytest

from backend.core import clock, rate
from backend.identity.qr import qr_store
from tests.backend import site as sites
from tests.backend.identity import qr_devices
from tests.backend.identity.qr_devices import People, Phone, Screen, phone_of
from tests.backend.site import Site


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis's clock stands still in the scripts that count and age by it: time passes where a test says `age`.

    Else on a slow machine a limit has one more to give, or a code has left the screen, between two lines of a test.
    """
    scripts = [(rate, "_TAKE"), *((qr_store, f"_{name}") for name in ("ASK", "LOOK", "SCAN", "CONFIRM", "MOVE"))]
    now = f"{{'{int(clock.machine_now().timestamp())}', '0'}}"
    for module, name in scripts:
        script = getattr(module, name)
        assert "redis.call('TIME')" in script
        monkeypatch.setattr(module, name, script.replace("redis.call('TIME')", now))
    # What a limit has counted is forgotten by Redis's own time.
    forgets = "'PX', math.ceil(free_at + step - now)"
    assert forgets in rate._TAKE
    monkeypatch.setattr(rate, "_TAKE", rate._TAKE.replace(forgets, "'PX', 3600000"))


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
