"""Open pages and what they are told: one hub a process, fed by what NOTIFY says after each commit.

A hint, never a promise: a page that connects, or connects again, asks for what it missed. Nothing here is in the way
of a fact: NOTIFY speaks when the fact is committed, and a page that does not keep up is let go.
"""

import asyncio
import contextlib
import random
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

import msgspec
import structlog
from prometheus_client import Gauge

from backend.core import events, hearing
from backend.core.errors import Unavailable
from backend.core.events import Hint
from backend.identity import sessions
from backend.identity.scope import Scope
from backend.overview import live_reads, map_fold
from backend.overview.live_reads import MapNews, Nothing

log = structlog.get_logger()

MAX_WAITING_BYTES: Final = 512 * 1024
"""What waits for a slow page; with more it is let go, and asks for what it missed when it comes again."""
HEARTBEAT_SECONDS: Final = 15.0
"""Below every proxy's patience (`deploy/nginx.conf`: 30 s)."""
CHECK_SECONDS: Final = 5.0
"""A page whose session has ended is closed within this time; told nothing more it is at once."""

_ROUND: Final = 500
"""Hints that are read together: ten thousand a second, more than a sweep of the whole province makes."""
_ROUND_SECONDS: Final = 0.05
"""A pause after each round: a crowd of changes is read together, and pages get the time to take what they were told."""
_QUEUE_SECONDS: Final = 1.0
"""A page hears at most so often that counts may have changed."""
_RETRY_MS: Final = (1_000, 4_000)
"""When a page comes again, by chance: those of a process that ends must not all come at once."""

OPEN: Final = Gauge("live_streams", "Pages that are told of changes")


class Stream:
    """One open page."""

    def __init__(self, session_id: UUID) -> None:
        self.session_id = session_id
        self.is_over = False
        self._waiting = bytearray()
        self._bell = asyncio.Event()

    def put(self, message: bytes) -> None:
        """Say it as soon as the page takes it; a page that has fallen too far behind is over."""
        if len(self._waiting) + len(message) > MAX_WAITING_BYTES:
            self._waiting.clear()
            self.end()
        if not self.is_over:
            self._waiting += message
            self._bell.set()

    def end(self) -> None:
        """Say what waits, and nothing after it."""
        self.is_over = True
        self._bell.set()

    async def lines(self) -> AsyncGenerator[bytes]:
        """What the page reads, until it is over."""
        while not (self.is_over and not self._waiting):
            self._bell.clear()
            if self._waiting:
                said = bytes(self._waiting)
                self._waiting.clear()
                yield said
            elif await self._is_quiet():
                yield b": \n\n"

    async def _is_quiet(self) -> bool:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await self._bell.wait()
        except TimeoutError:
            return True
        return False


class Hub:
    """All pages of a process."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._hints: dict[str, Hint] = {}  # By payload: what is said twice before it is read is read once.
        self._waiting: list[Hint] = []  # Passed on, but not yet as counts that may have changed.
        self._queue_due_at = 0.0
        self._version = 0
        self._bell = asyncio.Event()
        self._is_heard = False
        self._is_closing = False

    @property
    def count(self) -> int:
        """Pages that are told of changes."""
        return len(self._streams)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hear and pass on while the block runs."""
        self._bell, self._is_closing = asyncio.Event(), False
        async with asyncio.TaskGroup() as group:
            channels = (events.CHANNEL, map_fold.CHANNEL)
            hear = hearing.hear(channels, said=self._said, began=self._began, ended=self._ended)
            tasks = [group.create_task(each) for each in (hear, self._relay(), self._check())]
            try:
                yield
            finally:
                self.let_go()
                for task in tasks:
                    task.cancel()

    def let_go(self) -> None:
        """Close every page: the process ends, and another one takes them when they come again."""
        self._is_closing = True
        self._end_all()

    async def lines(self, scope: Scope) -> AsyncGenerator[bytes]:
        """The stream of one page, as `text/event-stream`."""
        yield f"retry: {random.randint(*_RETRY_MS)}\n\n".encode()
        if self._is_closing:
            return
        stream = Stream(scope.session_id)
        if not self._is_heard:
            stream.put(_message("degraded", Nothing()))
        self._streams.add(stream)
        OPEN.inc()
        try:
            async with contextlib.aclosing(stream.lines()) as lines:
                async for line in lines:
                    yield line
        finally:
            self._streams.discard(stream)
            OPEN.dec()

    def _began(self) -> None:
        """Whoever came meanwhile was told to poll: they come again, and ask once more what they missed."""
        self._is_heard = True
        self._end_all()

    def _ended(self) -> None:
        if self._is_heard and not self._is_closing:
            log.warning("live.degraded")
        self._is_heard = False
        self._tell(self._streams, _message("degraded", Nothing()))

    def _said(self, channel: str, payload: str) -> None:
        if not self._streams or not payload:  # The release before says no more than that there is something.
            return
        if channel == map_fold.CHANNEL:
            self._version = max(self._version, int(payload))
        else:
            self._hints[payload] = Hint.of(payload)
        self._bell.set()

    async def _relay(self) -> None:
        """Round after round; where one fails, pages come again and ask for what they were to be told."""
        while True:
            if not self._waiting:
                await self._bell.wait()
            self._bell.clear()
            try:
                await self._round()
            except Exception:
                log.exception("live.failed")
                self._waiting.clear()
                self._end_all()
            if self._hints:
                self._bell.set()
            await asyncio.sleep(_ROUND_SECONDS)

    async def _round(self) -> None:
        version, self._version = self._version, 0
        if version:
            self._tell(self._streams, _message("map", MapNews(version)))
        hints = [self._hints.pop(payload) for payload in list(self._hints)[:_ROUND]]
        self._waiting += hints
        said: defaultdict[tuple[UUID, ...], list[bytes]] = defaultdict(list)
        for told in await live_reads.read(hints, self._sessions()):
            said[tuple(told.sessions)].append(_message(told.event, told.news))
        for session_ids, messages in said.items():
            self._tell(self._of(session_ids), b"".join(messages))
        if self._waiting and time.monotonic() >= self._queue_due_at:
            self._queue_due_at = time.monotonic() + _QUEUE_SECONDS
            concerned, self._waiting = self._waiting, []
            self._tell(
                self._of(await live_reads.read_waiting(concerned, self._sessions())), _message("queue", Nothing())
            )

    async def _check(self) -> None:
        """Close the pages whose session has ended."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            if asked := self._sessions():
                with contextlib.suppress(Unavailable):
                    self._end(self._of(asked - await sessions.still_open(asked)))

    def _sessions(self) -> set[UUID]:
        return {stream.session_id for stream in self._streams}

    def _of(self, session_ids: Iterable[UUID]) -> list[Stream]:
        named = set(session_ids)
        return [stream for stream in self._streams if stream.session_id in named]

    def _tell(self, streams: Iterable[Stream], message: bytes) -> None:
        for stream in streams:
            stream.put(message)
        self._end([stream for stream in self._streams if stream.is_over])

    def _end_all(self) -> None:
        self._end(list(self._streams))

    def _end(self, streams: Iterable[Stream]) -> None:
        for stream in streams:
            stream.end()
            self._streams.discard(stream)


def _message(event: str, news: msgspec.Struct) -> bytes:
    return b"event: " + event.encode() + b"\ndata: " + msgspec.json.encode(news) + b"\n\n"


HUB: Final = Hub()
"""Of this process."""
