"""One device socket: bytes to packets, and answers back once their packets are committed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

import msgspec
from prometheus_client import Counter

from backend.monitoring.protocols.hj212 import Assembler, Frame, Garbage, Level, Packet, Profile, answer, decode

FRAMES: Final = Counter("sandtable_hj212_frames", "Packets, and stretches of garbage by fault", ["outcome"])
GARBAGE_BYTES: Final = Counter("sandtable_hj212_garbage_bytes", "Bytes that belong to no packet")
ANSWERS: Final = Counter("sandtable_hj212_answers", "Answers by outcome", ["outcome"])

_GOOD: Final = FRAMES.labels("good")
_UNSENT_BYTES: Final = 64 * 1024  # A peer that reads none of its answers is cut off here.


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the listener."""

    idle_seconds: float = 300.0
    drain_seconds: float = 10.0
    """How long a closing connection, and the whole listener, waits for packets in flight."""
    max_connections: int = 20_000
    max_garbage_bytes: int = 64 * 1024
    """Garbage since the last good packet at which a peer is closed."""
    max_stranger_bytes: int = 4096
    """The same before its first good packet: scanners, banners, HTTP."""
    read_bytes: int = 16 * 1024
    """One read; the stream below holds at most twice this."""
    level: Level = Level.STRICT


class Received:
    """One packet on its way to the database. `accept` or `decline` it; whatever is called second does nothing."""

    __slots__ = ("_is_settled", "connection", "packet", "profile", "received_at")

    def __init__(self, packet: Packet, profile: Profile, connection: "Connection", received_at: datetime) -> None:
        self.packet = packet
        self.profile = profile
        self.connection = connection
        self.received_at = received_at
        self._is_settled = False

    @property
    def raw(self) -> bytes:
        """The packet's bytes, without the tail."""
        return self.packet.frame.raw

    @property
    def peer(self) -> str:
        """Address and port of the other side."""
        return self.connection.peer

    def accept(self) -> None:
        """The packet is committed, now or earlier (a resend is answered again): write the answer it asked for."""
        if not self._is_settled:
            self._is_settled = True
            self.connection.settle(self.packet, is_accepted=True)

    def decline(self) -> None:
        """The packet is not stored (unknown device, wrong password, failed commit): it gets no answer."""
        if not self._is_settled:
            self._is_settled = True
            self.connection.settle(self.packet, is_accepted=False)


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """What a connection needs of its listener."""

    put: Callable[[Received], Awaitable[None]]
    claim: Callable[[str, "Connection"], None]
    profile_of: Callable[[str], Profile]
    now: Callable[[], datetime]


class Connection:
    """One socket: a logger, or a vendor's relay that speaks for hundreds of loggers."""

    def __init__(
        self,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        hooks: Hooks,
        options: Options,
    ) -> None:
        self.number = number
        self.mns: set[str] = set()
        self.is_relay = False
        address = writer.get_extra_info("peername") or ("", 0)
        self.peer = f"{address[0]}:{address[1]}"
        self._hooks = hooks
        self._options = options
        self._reader = reader
        self._writer = writer
        self._assembler = Assembler(level=options.level, checksum_of=lambda mn: hooks.profile_of(mn).checksum)
        self._task = asyncio.current_task()
        self._is_reading = False
        self._is_queueing = False
        self._stop_reason = ""
        self._garbage_bytes = 0
        self._garbage_limit = options.max_stranger_bytes
        self._in_flight = 0
        self._is_quiet = asyncio.Event()
        self._is_quiet.set()

    def stop(self, reason: str) -> None:
        """Read no more; close when the packets in flight are settled."""
        if not self._stop_reason:
            self._stop_reason = reason
            if self._is_reading and self._task is not None:
                self._task.cancel()

    def send(self, data: bytes) -> bool:
        """Write `data`, for instance a 1012; False when the peer is gone or reads nothing."""
        transport = self._writer.transport
        if transport.is_closing():
            return False
        if transport.get_write_buffer_size() > _UNSENT_BYTES:
            self.stop("unread")
            return False
        self._writer.write(data)
        return True

    def settle(self, packet: Packet, *, is_accepted: bool) -> None:
        """Called once per packet by `Received`."""
        if is_accepted:
            if packet.mn is not None:
                self._hooks.claim(packet.mn, self)
            reply = answer(packet)
            if reply is not None:
                ANSWERS.labels("sent" if self.send(reply) else "peer_gone").inc()
        self._in_flight -= 1
        if not self._in_flight:
            self._is_quiet.set()

    async def run(self) -> str:
        """Read until the end, wait for what is in flight, close; the reason."""
        reason = await self._read_all()
        with suppress(TimeoutError, OSError):  # A peer that has reset the connection misses its answers and resends.
            async with asyncio.timeout(self._options.drain_seconds):
                await self._is_quiet.wait()
                await self._writer.drain()
        return reason

    def abort(self) -> None:
        """Close at once; what is in flight is not answered."""
        self.stop("aborted")
        self._writer.transport.abort()
        self._is_quiet.set()
        if self._is_queueing and self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        """Close the socket; unsent answers get a moment to leave."""
        self._writer.close()
        try:
            async with asyncio.timeout(1):
                await self._writer.wait_closed()
        except (TimeoutError, OSError):
            self._writer.transport.abort()

    async def _read_all(self) -> str:
        try:
            while not self._should_stop():
                chunk = await self._read()
                for item in self._assembler.feed(chunk) if chunk else self._assembler.close():
                    await self._take(item)
                if not chunk:
                    return "peer"
                if self._garbage_bytes > self._garbage_limit:
                    return "garbage"
        except TimeoutError:
            return "idle"
        except OSError:
            return "reset"
        except asyncio.CancelledError:
            if not self._should_stop() or self._task is None:
                raise
            self._task.uncancel()  # It was `stop` or `abort` that woke us up.
        return self._stop_reason

    def _should_stop(self) -> bool:
        return bool(self._stop_reason)

    async def _read(self) -> bytes:
        self._is_reading = True
        try:
            async with asyncio.timeout(self._options.idle_seconds):
                return await self._reader.read(self._options.read_bytes)
        finally:
            self._is_reading = False

    async def _take(self, item: Frame | Garbage) -> None:
        if isinstance(item, Garbage):
            self._garbage_bytes += len(item.data)
            FRAMES.labels(item.fault).inc()
            GARBAGE_BYTES.inc(len(item.data))
            return
        _GOOD.inc()
        self._garbage_bytes = 0
        self._garbage_limit = self._options.max_garbage_bytes
        self._in_flight += 1
        self._is_quiet.clear()
        self._is_queueing = True
        await self._hooks.put(self._received(item))
        self._is_queueing = False

    def _received(self, frame: Frame) -> Received:
        packet = decode(frame)
        profile = self._hooks.profile_of(packet.mn or "")
        if profile.encoding is not None:
            packet = decode(frame, profile)
        return Received(packet, profile, self, self._hooks.now())
