r"""Packets out of a TCP stream, whatever else is in it.

    ##  0101  QN=2016…;CP=&&RtdInterval=30&&  1C80  \r\n
    head  length of the data in bytes  data   checksum  tail, which may be missing

A *candidate* is `##` and a length. It becomes a `Frame` when its bytes have arrived and the checksum verifies.
The length of a broken packet is not to be believed, so a candidate never blocks what follows it: every `##` opens a
candidate of its own, and every candidate that verifies is a frame, in the order of their last bytes. No good packet can
be lost, whatever stands before or around it; the result does not depend on how the stream was cut into chunks; a good
packet behind a broken one is handed out with its own last byte. The price: of two frames that overlap one is accidental
(about one in 65,536 broken lengths); `decode` names the issue `head_in_data` where that can be.
"""

from binascii import Error as NotHexadecimal
from binascii import unhexlify
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from heapq import heappop, heappush
from typing import Final

import msgspec

from backend.monitoring.protocols.hj212.checksum import Checksum, Running, annex_a

MAX_SEGMENT_BYTES: Final = 4096
"""Longest data that is waited for. The standard allows 1024 (table 2); the field sends up to about 1,650."""

_HEAD: Final = b"##"
_BLANK: Final = b"\r\n \t\0"  # Between packets these mean nothing.
_SLICE_BYTES: Final = 16 * 1024  # A chunk is worked off in slices, so that the buffer stays within 64 KiB.


class Level(StrEnum):
    """`STRICT` asks for four length digits; `TOLERANT` also takes one to three. Both ask for the right checksum."""

    STRICT = "strict"
    TOLERANT = "tolerant"


class Fault(StrEnum):
    """Why bytes are not a packet."""

    NOISE = "noise"
    LENGTH_INVALID = "length_invalid"
    LENGTH_OVER_LIMIT = "length_over_limit"
    LENGTH_MISMATCH = "length_mismatch"
    CRC_MISMATCH = "crc_mismatch"
    INCOMPLETE = "incomplete"


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A packet whose length and checksum are right. `crc` is kept as received; `raw` is without the tail."""

    data: bytes
    crc: str
    checksum: Checksum
    raw: bytes


class Garbage(msgspec.Struct, frozen=True, gc=False):
    """Bytes that belong to no packet, from one `##` to the next; checksums only where a checksum was compared."""

    data: bytes
    fault: Fault
    declared: int | None = None
    crc_received: str | None = None
    crc_calculated: str | None = None


class _Candidate(msgspec.Struct, frozen=True, gc=False, order=True):
    """Ordered by its end, the outer one first. Positions count from the first byte of the stream."""

    end: int
    start: int
    body: int


class _Failure(msgspec.Struct, frozen=True, gc=False):
    fault: Fault
    declared: int | None = None
    crc_received: str | None = None
    crc_calculated: str | None = None


def _always_annex_a(_mn: str) -> Checksum:
    return Checksum.ANNEX_A


class Assembler:
    """One per connection: `feed` it what arrives, `close` it at the end of the stream.

    `checksum_of` names the checksum of the device with this MN, for devices whose profile departs from Annex A.
    Between two calls it holds at most one candidate's length, `max_segment_bytes` + 10.
    """

    def __init__(
        self,
        *,
        level: Level = Level.STRICT,
        max_segment_bytes: int = MAX_SEGMENT_BYTES,
        checksum_of: Callable[[str], Checksum] = _always_annex_a,
    ) -> None:
        self._level = level
        self._max_segment_bytes = max_segment_bytes
        self._checksum_of = checksum_of
        self._buffer = bytearray()
        self._base = 0  # The stream position of the buffer's first byte.
        self._next = 0  # Where the search for the next head goes on.
        self._last_head = -1
        self._running = Running()
        self._queue: list[_Candidate] = []
        self._open: OrderedDict[int, _Candidate] = OrderedDict()  # By start, in stream order.
        # A heap of what is decided and not yet reported: start (which is unique), end, failure.
        self._marks: list[tuple[int, int, _Failure | None]] = []
        self._framed_until = 0
        self._summed_bytes = 0

    @property
    def buffered_bytes(self) -> int:
        """Bytes held until more arrive."""
        return len(self._buffer)

    @property
    def summed_bytes(self) -> int:
        """How many bytes went into checksums so far: never more than twice what was fed."""
        return self._summed_bytes

    def feed(self, chunk: bytes) -> list[Frame | Garbage]:
        """Frames in the order of their last byte, and garbage as soon as it is certain."""
        found: list[Frame | Garbage] = []
        for at in range(0, len(chunk), _SLICE_BYTES):
            self._buffer += chunk[at : at + _SLICE_BYTES]
            self._scan(found)
            self._settle(self._frontier(), found)
        return found

    def close(self) -> list[Frame | Garbage]:
        """What is left when no more bytes will come."""
        found: list[Frame | Garbage] = []
        end = self._base + len(self._buffer)
        self._decide_until(end, found)
        for candidate in self._open.values():
            declared = candidate.end - 4 - candidate.body
            heappush(self._marks, (candidate.start, candidate.start, _Failure(Fault.INCOMPLETE, declared)))
        if self._next < end and self._buffer.startswith(_HEAD, self._next - self._base):
            heappush(self._marks, (self._next, self._next, _Failure(Fault.INCOMPLETE)))
        self._open.clear()
        self._queue.clear()
        self._next = end
        self._settle(end, found)
        return found

    def _scan(self, found: list[Frame | Garbage]) -> None:
        while True:
            at = self._buffer.find(_HEAD, self._next - self._base)
            if at < 0:
                end = self._base + len(self._buffer)
                self._next = end - self._buffer.endswith(b"#")
                self._decide_until(end, found)
                return
            start = self._base + at
            self._decide_until(start, found)
            if not self._open_candidate(at):
                self._next = start  # The length has not arrived yet.
                return
            self._next = start + 1
            self._last_head = start

    def _open_candidate(self, at: int) -> bool:
        """Take up the head at buffer position `at`; False when its length has still to arrive."""
        header = self._buffer[at + 2 : at + 6]
        if len(header) < 4:
            return False
        start = self._base + at
        digits = self._count_digits(header)
        if not digits:
            heappush(self._marks, (start, start, _Failure(Fault.LENGTH_INVALID)))
            return True
        declared = int(header[:digits])
        if declared > self._max_segment_bytes:
            heappush(self._marks, (start, start, _Failure(Fault.LENGTH_OVER_LIMIT, declared)))
            return True
        body = start + 2 + digits
        candidate = _Candidate(end=body + declared + 4, start=start, body=body)
        self._open[start] = candidate
        heappush(self._queue, candidate)
        return True

    def _count_digits(self, header: bytearray) -> int:
        if header.isdigit():
            return 4
        if self._level is Level.STRICT:
            return 0
        text = header.lstrip(b"0123456789")
        return 4 - len(text) if text[:1].isalpha() else 0

    def _decide_until(self, position: int, found: list[Frame | Garbage]) -> None:
        while self._queue and self._queue[0].end <= position:
            candidate = heappop(self._queue)
            del self._open[candidate.start]
            outcome = self._verify(candidate)
            if isinstance(outcome, Frame):
                heappush(self._marks, (candidate.start, candidate.end, None))
                found.append(outcome)
            else:
                heappush(self._marks, (candidate.start, candidate.start, outcome))

    def _verify(self, candidate: _Candidate) -> Frame | _Failure:
        start, body, end = candidate.start - self._base, candidate.body - self._base, candidate.end - self._base
        digits = bytes(self._buffer[end - 4 : end])
        try:
            received = int.from_bytes(unhexlify(digits), "big")
        except (NotHexadecimal, ValueError):
            return _Failure(Fault.LENGTH_MISMATCH, end - 4 - body)
        crc = digits.decode("ascii")
        is_alone = self._last_head == candidate.start  # No other head inside: no other candidate sums these bytes.
        data = bytes(self._buffer[body : end - 4]) if is_alone else b""
        calculated = self._sum_alone(data) if is_alone else self._sum_overlapping(body, end - 4)
        if calculated == received:
            data = bytes(self._buffer[body : end - 4])
            return Frame(data, crc, Checksum.ANNEX_A, bytes(self._buffer[start:end]))
        checksum = self._profile_checksum(data)
        if checksum is not Checksum.ANNEX_A and checksum.of(data) == received:
            return Frame(data, crc, checksum, bytes(self._buffer[start:end]))
        return _Failure(Fault.CRC_MISMATCH, end - 4 - body, crc, f"{calculated:04X}")

    def _sum_alone(self, data: bytes) -> int:
        self._summed_bytes += len(data)
        return annex_a(data)

    def _sum_overlapping(self, start: int, end: int) -> int:
        before = self._running.length
        calculated = self._running.of(self._buffer, start, end)
        self._summed_bytes += max(0, self._running.length - before)
        return calculated

    def _profile_checksum(self, data: bytes) -> Checksum:
        _, named, rest = data.partition(b"MN=")
        if not named:
            return Checksum.ANNEX_A
        return self._checksum_of(rest.partition(b";")[0].decode("ascii", "replace"))

    def _frontier(self) -> int:
        """Everything before it is decided."""
        return next(iter(self._open), self._next)

    def _settle(self, frontier: int, found: list[Frame | Garbage]) -> None:
        """Report the garbage before `frontier` and forget those bytes."""
        if frontier == self._base:
            return
        at, failure = max(self._base, self._framed_until), _Failure(Fault.NOISE)
        while self._marks and self._marks[0][0] < frontier:
            start, end, reason = heappop(self._marks)
            if start < at:
                at = max(at, end)  # Part of a frame's data.
                continue
            if reason == failure and reason.fault is Fault.LENGTH_INVALID:
                continue
            self._report(at, start, failure, found)
            at, failure = end, reason or _Failure(Fault.NOISE)
        self._framed_until = at
        self._report(at, frontier, failure, found)
        dropped = frontier - self._base
        del self._buffer[:dropped]
        self._running.drop(dropped)
        self._base = frontier

    def _report(self, start: int, end: int, failure: _Failure, found: list[Frame | Garbage]) -> None:
        data = bytes(self._buffer[start - self._base : end - self._base])
        if data.strip(_BLANK):
            found.append(Garbage(data, failure.fault, failure.declared, failure.crc_received, failure.crc_calculated))
