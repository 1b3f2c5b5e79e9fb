"""A load of many persons on one address: `python -m tests.bench.load PORT PATH TOKENS SECONDS CONNECTIONS`.

Raw sockets, kept alive, each with one request under way; about 20 µs of a core for each request, so that the servers
are the bottleneck. What it saw and what it used itself is printed as JSON.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import cast

import msgspec
import uvloop


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it; `share` is the part of a core that the load itself took."""

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    share: float


class _Client(asyncio.Protocol):
    """One connection: the next request goes out when the answer to the last one is whole."""

    def __init__(self, requests: list[bytes], first: int, step: int) -> None:
        self._requests, self._next, self._step = requests, first, step
        self._transport: asyncio.WriteTransport | None = None
        self._buffer = b""
        self._sent_at = 0.0
        self.is_over = False
        self.times: list[float] = []
        self.fault: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one in all but name.
        self._send()

    def _send(self) -> None:
        assert self._transport is not None
        self._sent_at = time.perf_counter()
        self._transport.write(self._requests[self._next % len(self._requests)])
        self._next += self._step

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self.fault = head.decode("latin-1")
            self.is_over = True
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self._buffer = body[length:]
        self.times.append(time.perf_counter() - self._sent_at)
        if not self.is_over:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_over = True


async def _run(port: int, requests: list[bytes], seconds: float, connections: int) -> Seen:
    loop = asyncio.get_running_loop()
    began, used = time.perf_counter(), time.process_time()
    opened = [
        await loop.create_connection(lambda n=n: _Client(requests, n, connections), "127.0.0.1", port)  # type: ignore[misc]  # mypy cannot infer a lambda with a default.
        for n in range(connections)
    ]
    await asyncio.sleep(seconds)
    spent, share = time.perf_counter() - began, time.process_time() - used
    clients = [client for _, client in opened]
    faults = [client.fault for client in clients if client.fault]
    if faults:
        raise SystemExit(faults[0])
    times = sorted(each for client in clients for each in client.times)
    for transport, client in opened:
        client.is_over = True
        transport.close()
    return Seen(
        answers=len(times),
        seconds=spent,
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[len(times) * 99 // 100] * 1000,
        share=share / spent,
    )


def main() -> None:
    """Ask, and say what was seen."""
    port, path, tokens, seconds, connections = sys.argv[1:]
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        for token in Path(tokens).read_text().split()
    ]
    seen = uvloop.run(_run(int(port), requests, float(seconds), int(connections)))
    sys.stdout.write(msgspec.json.encode(seen).decode())


if __name__ == "__main__":
    main()
