"""Wakes the requests that wait for a ticket: one subscription a process, a hint and never a promise.

Whoever waits looks again by itself within `qr_sign_in.LOOK_SECONDS`, so that a lost message costs a moment only.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from backend.core import redis

log = structlog.get_logger()

CHANNEL: Final = "sandtable:qr:moved"
_RETRY_SECONDS: Final = 2.0
_READ_SECONDS: Final = 0.5
"""Below the client's own time-out: an idle subscription is no failure."""

_waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
_closing = asyncio.Event()


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Listen while the block runs; without Redis it tries again every two seconds."""
    _closing.clear()
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_listen(stop))
        try:
            yield
        finally:
            stop.set()  # The client may swallow a cancellation that meets it in the middle of connecting.
            task.cancel()


@contextmanager
def bell(ticket_id: UUID) -> Iterator[asyncio.Event]:
    """An event that is set when the ticket moves."""
    event, key = asyncio.Event(), ticket_id.hex
    _waiting[key].add(event)
    try:
        yield event
    finally:
        _waiting[key].discard(event)
        if not _waiting[key]:
            del _waiting[key]


def let_go() -> None:
    """Have everybody who waits here answered at once: the process closes, and another one takes their next request."""
    _closing.set()
    for event in [event for events in _waiting.values() for event in events]:
        event.set()


def is_closing() -> bool:
    """Whether nobody is to wait here any more."""
    return _closing.is_set()


async def ring(ticket_id: UUID) -> None:
    """Tell every process that the ticket has moved."""
    try:
        await redis.client().publish(CHANNEL, ticket_id.hex)
    except (RedisError, OSError, TimeoutError):
        log.warning("qr.ring_lost")  # They look again by themselves.


async def _listen(stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            async with redis.client().pubsub() as subscription:
                await subscription.subscribe(CHANNEL)
                while not stop.is_set():
                    _dispatch(await subscription.get_message(ignore_subscribe_messages=True, timeout=_READ_SECONDS))
        except (RedisError, OSError, TimeoutError):
            await asyncio.sleep(_RETRY_SECONDS)


def _dispatch(message: dict[str, bytes] | None) -> None:
    if message is not None:
        for event in _waiting.get(message["data"].decode(errors="replace"), ()):
            event.set()
