"""Background loops: work while there is any, then wait for a hint or a second, and stop within a named time."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import asyncpg
import structlog

from backend.core import db

log = structlog.get_logger()

POLL_SECONDS = 1.0
"""The promise: a NOTIFY may be lost for ever, work is found within this time all the same."""

LISTEN_RETRY_SECONDS = 2.0
MAX_BACKOFF_SECONDS = 5.0

Step = Callable[[], Awaitable[int]]


async def run(
    name: str, step: Step, *, stop: asyncio.Event, wake: asyncio.Event | None = None, poll_seconds: float = POLL_SECONDS
) -> None:
    """Call `step` until `stop`; it returns how much it did, and after 0 the loop rests."""
    failures = 0
    while not stop.is_set():
        if wake is not None:
            wake.clear()
        try:
            done = await step()
            failures = 0
        except Exception:
            failures += 1
            log.exception("loop.failed", loop=name, failures=failures)
            await _rest(stop, None, min(MAX_BACKOFF_SECONDS, 0.1 * 2**failures) * random.uniform(0.5, 1.5))
            continue
        if not done:
            await _rest(stop, wake, poll_seconds)


async def _rest(stop: asyncio.Event, wake: asyncio.Event | None, seconds: float) -> None:
    waits = [asyncio.ensure_future(stop.wait())]
    if wake is not None:
        waits.append(asyncio.ensure_future(wake.wait()))
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


@contextlib.asynccontextmanager
async def listening(channels: Sequence[str]) -> AsyncIterator[dict[str, asyncio.Event]]:
    """Events set by NOTIFY on each channel; a lost connection is made anew, meanwhile the poll carries on."""
    wakes = {channel: asyncio.Event() for channel in channels}
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_listen(wakes, stop))
        try:
            yield wakes
        finally:
            stop.set()
            task.cancel()


async def _listen(wakes: dict[str, asyncio.Event], stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            connection = await asyncpg.connect(db.ENGINE.config["dsn"], timeout=db.CONNECT_SECONDS)
        except db.AWAY:
            await asyncio.sleep(LISTEN_RETRY_SECONDS)
            continue
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda *_, lost=lost: lost.set())
            for channel, wake in wakes.items():
                await connection.add_listener(channel, lambda *_, wake=wake: wake.set())
            await lost.wait()
        except (*db.AWAY, db.BROKEN, asyncpg.InterfaceError):
            await asyncio.sleep(LISTEN_RETRY_SECONDS)
        finally:
            connection.terminate()
