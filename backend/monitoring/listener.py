"""HJ 212 over TCP, without the database: packets go to an intake, answers go out once their packets are committed.

    sockets ──Connection──▶ Intake (bounded) ──Intake.batch()──▶ the ingest loop: COPY, commit, `received.accept()`
       ▲                                                                                        │
       └────────────────────────── the answer ──────────────────────────────────────────────────┘

One batch mixes packets of all connections, so one commit serves hundreds of loggers. While the intake is full no socket
is read: load is shed by not answering, and loggers resend. A packet that is not accepted is not answered.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import structlog
from prometheus_client import Counter, Gauge

from backend.core import clock
from backend.monitoring.connections import Connection, Hooks, Options, Received
from backend.monitoring.protocols.hj212 import STANDARD, Profile

CONNECTIONS: Final = Gauge("sandtable_hj212_connections", "Open device connections")
CLOSED: Final = Counter("sandtable_hj212_connections_closed", "Device connections closed, by reason", ["reason"])

_log = structlog.get_logger(__name__)


class Intake:
    """A bounded queue between all sockets and one or more ingest loops."""

    def __init__(self, size: int = 10_000) -> None:
        self._queue: asyncio.Queue[Received | None] = asyncio.Queue(size)

    @property
    def waiting(self) -> int:
        """Packets that nobody has taken yet."""
        return self._queue.qsize()

    async def put(self, received: Received) -> None:
        """Hand over one packet; waits while the intake is full."""
        await self._queue.put(received)

    async def batch(self, limit: int = 1_000) -> list[Received]:
        """What is waiting, 1 to `limit` packets; empty when the intake is closed and everything was taken."""
        packets: list[Received] = []
        received = await self._queue.get()
        while received is not None:
            packets.append(received)
            if len(packets) == limit or self._queue.empty():
                return packets
            received = self._queue.get_nowait()
        self._queue.put_nowait(None)  # The next call, or the next loop, finds the end again.
        return packets

    async def close(self) -> None:
        """No more packets will come."""
        await self._queue.put(None)


def _standard(_mn: str) -> Profile:
    return STANDARD


class Listener:
    """Accepts connections on one address. `start` it, `stop` it."""

    def __init__(
        self,
        intake: Intake,
        *,
        options: Options | None = None,
        profile_of: Callable[[str], Profile] = _standard,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._options = options or Options()
        self._hooks = Hooks(put=intake.put, claim=self._claim, profile_of=profile_of, now=now)
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()
        self._is_empty = asyncio.Event()
        self._is_empty.set()
        self._opened = 0
        self._owners: dict[str, Connection] = {}

    @property
    def port(self) -> int:
        """The port it listens on."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def connection_count(self) -> int:
        """Open connections."""
        return len(self._connections)

    def connection_of(self, mn: str) -> Connection | None:
        """The newest connection on which a packet of this device was accepted."""
        return self._owners.get(mn)

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one."""
        self._server = await asyncio.start_server(
            self._connected, host, port, limit=self._options.read_bytes, backlog=1024, reuse_address=True
        )

    async def stop(self) -> None:
        """Accept no more, read no more, answer what is in flight within `drain_seconds`, close."""
        if self._server is not None:
            self._server.close()
        for connection in tuple(self._connections):
            connection.stop("stopping")
        try:
            async with asyncio.timeout(self._options.drain_seconds + 1):
                await self._is_empty.wait()
        except TimeoutError:  # The intake stays full: nobody commits any more.
            for connection in tuple(self._connections):
                connection.abort()
            await self._is_empty.wait()

    def _claim(self, mn: str, connection: Connection) -> None:
        """A device spoke on `connection`. An older socket that served only this device is dead: close it quietly.

        Judged when a packet is accepted, not when it arrives: else anybody who knows an MN could cut its logger off.
        """
        owner = self._owners.get(mn)
        if (
            owner is connection
            or connection not in self._connections
            or (owner is not None and owner.number > connection.number)
        ):
            return
        self._owners[mn] = connection
        connection.mns.add(mn)
        connection.is_relay = connection.is_relay or len(connection.mns) > 1
        if owner is None:
            return
        owner.mns.discard(mn)
        if not owner.is_relay:
            owner.stop("replaced")

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._connections) >= self._options.max_connections:
            CLOSED.labels("full").inc()
            writer.close()
            return
        self._opened += 1
        connection = Connection(self._opened, reader, writer, hooks=self._hooks, options=self._options)
        self._connections.add(connection)
        self._is_empty.clear()
        reason = "failed"
        try:
            with CONNECTIONS.track_inprogress():
                reason = await connection.run()
                await connection.close()
        finally:
            self._forget(connection)
            CLOSED.labels(reason).inc()
            _log.debug("device_connection_closed", peer=connection.peer, reason=reason)

    def _forget(self, connection: Connection) -> None:
        for mn in connection.mns:
            if self._owners.get(mn) is connection:
                del self._owners[mn]
        self._connections.discard(connection)
        if not self._connections:
            self._is_empty.set()


@asynccontextmanager
async def serve(
    host: str,
    port: int,
    on_packets: Callable[[list[Received]], Awaitable[None]],
    *,
    options: Options | None = None,
    profile_of: Callable[[str], Profile] = _standard,
    intake_size: int = 10_000,
) -> AsyncIterator[Listener]:
    """A running listener whose packets reach `on_packets` in batches across connections, one batch at a time.

    While one batch is being committed the next one gathers. `on_packets` accepts what it committed before it returns;
    the rest is declined, also when it raises.
    """
    intake = Intake(intake_size)
    listener = Listener(intake, options=options, profile_of=profile_of)
    await listener.start(host, port)
    async with asyncio.TaskGroup() as group:
        group.create_task(_pump(intake, on_packets))
        try:
            yield listener
        finally:
            await listener.stop()
            await intake.close()


async def _pump(intake: Intake, on_packets: Callable[[list[Received]], Awaitable[None]]) -> None:
    while batch := await intake.batch():
        try:
            await on_packets(batch)
        except Exception:
            _log.exception("packets_not_committed", count=len(batch))
        finally:
            for received in batch:
                received.decline()
