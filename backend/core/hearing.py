"""What NOTIFY says, word by word: for a process that passes on what others have committed.

A hint, never a promise: what is said while the line is down is lost, and `ended` says that it went down.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from typing import Final

import asyncpg

from backend.core import db

_RETRY_SECONDS: Final = 1.0
_PROBE_SECONDS: Final = 5.0
_ANSWER_SECONDS: Final = 4.0
"""A line can die without a word; one that does not answer in this time is given up."""


async def hear(
    channels: Collection[str],
    *,
    said: Callable[[str, str], None],
    began: Callable[[], None],
    ended: Callable[[], None],
) -> None:
    """Call `said(channel, payload)` for all that is said, until cancelled; a lost line is made anew."""
    while True:
        with contextlib.suppress(*db.AWAY, db.BROKEN, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(db.ENGINE.config["dsn"], timeout=db.CONNECT_SECONDS)
            try:
                for channel in channels:
                    await connection.add_listener(channel, lambda _, __, channel, payload: said(channel, payload))
                began()
                await _until_lost(connection)
            finally:
                ended()
                connection.terminate()
        await asyncio.sleep(_RETRY_SECONDS)


async def _until_lost(connection: asyncpg.Connection) -> None:
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    while not lost.is_set():
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                await lost.wait()
        except TimeoutError:
            await connection.fetchval("SELECT 1", timeout=_ANSWER_SECONDS)
