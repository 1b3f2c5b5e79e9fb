"""Who listens, while the database goes and comes back."""

import asyncio

import asyncpg
import pytest

from backend.core import db, loops
from tests.servers import Servers, create_database, drop_database


async def test_a_listener_outlives_its_database_being_put_back(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "LISTEN_RETRY_SECONDS", 0.05)
    refused = asyncio.Event()
    connect = asyncpg.connect

    async def counted(*args: object, **options: object) -> asyncpg.Connection:
        try:
            return await connect(*args, **options)
        except asyncpg.InvalidCatalogNameError:
            refused.set()
            raise

    url = await create_database(servers, "listened")
    await db.start(url, size=1)
    try:
        async with loops.listening(["news"]) as wakes:
            monkeypatch.setattr(asyncpg, "connect", counted)
            await drop_database(servers, "listened")
            async with asyncio.timeout(50):
                await refused.wait()
            await create_database(servers, "listened")
            speaker = await connect(url)
            async with asyncio.timeout(50):
                while not wakes["news"].is_set():
                    await speaker.execute("NOTIFY news")
                    await asyncio.sleep(0.02)
            await speaker.close()
    finally:
        await db.stop()
        await drop_database(servers, "listened")
