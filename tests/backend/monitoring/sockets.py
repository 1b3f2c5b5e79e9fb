"""A logger's side of the listener's sockets, and an ingest that the tests hold."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from backend.monitoring.connections import Received
from backend.monitoring.listener import Listener
from backend.monitoring.protocols.hj212 import answer
from tests.backend.monitoring.protocols.hj212_packets import packet_of

WAIT_SECONDS = 30


def answer_to(packet: bytes) -> bytes:
    reply = answer(packet_of(packet[6:-6]))
    assert reply is not None
    return reply


class Device:
    """A logger's side of a socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def send_end(self) -> None:
        self._writer.write_eof()

    async def receive(self, length: int) -> bytes:
        async with asyncio.timeout(WAIT_SECONDS):
            return await self._reader.readexactly(length)

    async def rest(self) -> bytes:
        """Everything until the other side closes."""
        async with asyncio.timeout(WAIT_SECONDS):
            return await self._reader.read()

    async def exchange(self, packet: bytes) -> bytes:
        await self.send(packet)
        return await self.receive(len(answer_to(packet)))


@asynccontextmanager
async def device(listener: Listener) -> AsyncIterator[Device]:
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    try:
        yield Device(reader, writer)
    finally:
        writer.close()


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while not condition():  # noqa: ASYNC110  What is waited for is outside: sockets and counters.
            await asyncio.sleep(0.005)


class Ingest:
    """Accepts everything, or holds batches until `commit` is set."""

    def __init__(self) -> None:
        self.batches: list[list[Received]] = []
        self.commit = asyncio.Event()
        self.commit.set()

    async def __call__(self, packets: list[Received]) -> None:
        self.batches.append(packets)
        await self.commit.wait()
        for received in packets:
            received.accept()

    @property
    def received(self) -> list[Received]:
        return [received for batch in self.batches for received in batch]


async def decline_all(packets: list[Received]) -> None:
    for received in packets:
        received.decline()


async def fail(packets: list[Received]) -> None:
    raise ConnectionError("the database is away")
