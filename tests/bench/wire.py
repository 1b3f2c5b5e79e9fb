"""HTTP with as little of the load's own time as possible: a connection for each request under way, kept for the next.

A full client with hundreds of waiting requests in its pool costs more than the server that it measures.
"""

import asyncio
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec


class Answer(NamedTuple):
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body's value."""
        return msgspec.json.decode(self.body)


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Wire:
    """Requests to one server."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname, urlsplit(url).port
        self._idle: list[Connection] = []

    async def send(self, method: str, path: str, headers: dict[str, str], content: Any = None) -> Answer:
        """One request and its answer."""
        body = b"" if content is None else msgspec.json.encode(content)
        lines = [f"{method} {path} HTTP/1.1", "host: bench", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body:
            lines.append("content-type: application/json")
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        answer = await _read(reader)
        self._idle.append((reader, writer))
        return answer

    async def close(self) -> None:
        """Every connection."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    cookies = [line.partition(":")[2].strip() for line in head[1:] if line.lower().startswith("set-cookie:")]
    if cookies:
        headers["set-cookie"] = "\n".join(cookies)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split(" ")[1]), headers, body)
