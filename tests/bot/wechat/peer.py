"""Two scripted peers for what the sandbox server does not do: one answers in order, one breaks the connection."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec

from bot.wechat.http import ProviderHttp

TOKEN_PATHS = {"/cgi-bin/gettoken", "/cgi-bin/stable_token"}


class _Body(httpx.AsyncByteStream):
    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._raw


def page(status: int, raw: bytes = b"<html>502 Bad Gateway</html>", **headers: str) -> httpx.Response:
    return httpx.Response(status, stream=_Body(raw), headers={"content-type": "text/html", **headers})


class Peer:
    """Answers every call but the token's with `answers` in order; the last one repeats.

    Tokens are `token-1`, `token-2`…; `token_answer` replaces them.
    """

    def __init__(self, *answers: Any, token_answer: Any = None, token_seconds: float = 7200) -> None:
        self.answers = list(answers)
        self.token_answer = token_answer
        self.token_seconds = token_seconds
        self.token_calls = 0
        self.requests: list[httpx.Request] = []

    def http(self, timeout_seconds: float = 60) -> ProviderHttp:
        return ProviderHttp(
            "http://provider.test", timeout_seconds=timeout_seconds, transport=httpx.MockTransport(self._answer)
        )

    @property
    def bodies(self) -> list[Any]:
        return [msgspec.json.decode(request.content) for request in self.requests]

    @property
    def tokens_seen(self) -> list[str]:
        return [request.url.params["access_token"] for request in self.requests]

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.005)
        if request.url.path in TOKEN_PATHS:
            self.token_calls += 1
            return _response(self.token_answer or self._next_token())
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return _response(answer(request) if callable(answer) else answer)

    def _next_token(self) -> dict[str, Any]:
        token = {"access_token": f"token-{self.token_calls}", "expires_in": self.token_seconds}
        return {"errcode": 0, "errmsg": "ok", **token}


def _response(answer: Any) -> httpx.Response:
    if isinstance(answer, Exception):
        raise answer
    return answer if isinstance(answer, httpx.Response) else page(200, msgspec.json.encode(answer))


Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def raw_peer(act: Act) -> AsyncIterator[str]:
    """A TCP server whose connections do `act` and close; gives the base address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await act(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def read_request(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    await reader.readexactly(length)
