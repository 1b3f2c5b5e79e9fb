"""The loops together: quick when woken, quick enough when the wake-up is lost, gone when asked to stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from backend.core import db, loops
from notifications import engine
from tests.notifications import world as worlds
from tests.notifications.conftest import Peer
from tests.notifications.world import World


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loops look by themselves once a minute: what is done sooner was heard of."""
    whole = loops.run

    async def patient(*args: Any, **options: Any) -> None:
        await whole(*args, **{**options, "poll_seconds": 60})

    monkeypatch.setattr(loops, "run", patient)


@asynccontextmanager
async def running(peer: Peer) -> AsyncIterator[None]:
    """The engine, stopped at the end of the block."""
    stop = asyncio.Event()
    async with asyncio.timeout(100), asyncio.TaskGroup() as group:
        group.create_task(engine.run(peer.channels, stop))
        await until(is_listening)
        try:
            yield
        finally:
            stop.set()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """The condition holds within forty seconds."""
    async with asyncio.timeout(40):
        while not await condition():  # noqa: ASYNC110  It lies in the database or a log: nothing to be woken by.
            await asyncio.sleep(0.005)


async def is_listening() -> bool:
    """Here, and heard from now on: on the same server other tests' engines listen in databases of their own."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'"
        f" AND query = 'LISTEN \"{engine.LISTENS[-1]}\"'"
    )
    return bool(await db.fetch_value(sql))


async def arrived(peer: Peer, count: int) -> None:
    async def has_arrived() -> bool:
        return len(peer.received()) >= count

    await until(has_arrived)


async def test_a_warning_is_with_everybody_at_once_when_the_hint_arrives(
    world: World, peer: Peer, seldom: None
) -> None:
    async with running(peer):
        await worlds.happen("warning.raised", world, await worlds.warning(world))
        await arrived(peer, 3)

    assert len(peer.received()) == 3


async def test_with_the_listening_connection_cut_everybody_is_told_all_the_same(world: World, peer: Peer) -> None:
    async with running(peer):
        await db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
        )
        await worlds.happen("warning.raised", world, await worlds.warning(world))
        await arrived(peer, 3)

    assert len(peer.received()) == 3


async def test_two_engines_share_the_work_without_a_double(world: World, peer: Peer) -> None:
    async with running(peer), running(peer):
        for number in range(4):
            code = f"AAAAA{number}"
            warning_id = await worlds.warning(world, level="red", short_code=code)
            await worlds.happen("warning.raised", world, warning_id, level="red", short_code=code)
        await arrived(peer, 12)

    lines = [(line["channel"], line["to"]) for line in peer.received()]
    assert {pair: lines.count(pair) for pair in set(lines)} == {
        ("app", "lin.xiaoming"): 4,
        ("robot", world.enterprise_key): 4,
        ("robot", world.regulator_key): 4,
    }
