"""Misfortune on order: a layer round the whole app that answers wrongly, late or not at all.

It stands outside the framework's exception handler, so that a dropped connection reaches the client as one.
"""

import asyncio
import random
from enum import StrEnum
from urllib.parse import parse_qs

import httpx
import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.world import World

JSON_HEADERS = [(b"content-type", b"application/json; charset=UTF-8")]
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class FaultKind(StrEnum):
    """What goes wrong."""

    ERRCODE = "errcode"  # A business error instead of the work.
    LATENCY = "latency"  # `seconds` before the work.
    SLOW_ANSWER = "slow_answer"  # The work, then `seconds`: a time-out after a success.
    DROP = "drop"  # The work, then a closed connection: ambiguous.
    DROP_BEFORE = "drop_before"  # A closed connection and no work.
    HTML_502 = "html_502"  # A proxy's page and no work.
    HALF_BODY = "half_body"  # The work, then half of its answer.
    INVALID_JSON = "invalid_json"  # The work, then an answer that is not JSON.
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 -- no secret. All tokens die just before the work.


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`path` "*" is every path; `match` is a part of the query string, such as a robot's key; `times` 0 is for ever."""

    kind: FaultKind
    path: str = "*"
    match: str = ""
    times: int = 1
    errcode: int = -1
    errmsg: str = "system busy"
    seconds: float = 0.0
    probability: float = 1.0
    id: int = 0


class Faults:
    """The faults that wait. Probabilities are drawn from one seeded source."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self._last_id = 0
        self._dice = random.Random(8090)

    def add(self, fault: Fault) -> Fault:
        """Put it in the queue; the first that fits is used first."""
        self._last_id += 1
        fault.id = self._last_id
        self.waiting.append(fault)
        return fault

    def take(self, path: str, query: str) -> Fault | None:
        """The fault for this request, used up by one."""
        for fault in self.waiting:
            if fault.path not in ("*", path) or fault.match not in query:
                continue
            if self._dice.random() >= fault.probability:
                continue
            self._use(fault)
            return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times == 0:
            return
        fault.times -= 1
        if fault.times == 0:
            self.waiting.remove(fault)


class FaultLayer:
    """The ASGI app, with faults."""

    def __init__(self, app: ASGIApp, world: World, faults: Faults) -> None:
        self._app = app
        self._world = world
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, unless a fault waits for this path."""
        if not self._faults.waiting or scope["type"] != ScopeType.HTTP or scope["path"].startswith("/_sandbox"):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        fault = self._faults.take(scope["path"], query)
        if fault is None:
            await self._app(scope, receive, send)
            return
        if fault.kind is FaultKind.ERRCODE:
            await self._refuse(fault, scope, receive, send)
            return
        self._world.feed.note("fault", scope["path"], fault=str(fault.kind), body={"query": _masked(query)})
        await self._misbehave(fault, scope, receive, send)

    async def _misbehave(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        match fault.kind:
            case FaultKind.LATENCY:
                await asyncio.sleep(fault.seconds)
                await self._app(scope, receive, send)
            case FaultKind.TOKEN_REVOKED:
                self._world.tokens.revoke()
                await self._app(scope, receive, send)
            case FaultKind.DROP_BEFORE:
                await read_body(receive)
                hang_up(send)
            case FaultKind.HTML_502:
                await read_body(receive)
                await answer(send, BAD_GATEWAY, status=502, headers=[(b"content-type", b"text/html")])
            case _:
                await self._spoil(fault, scope, receive, send)

    async def _spoil(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Do the work, keep its answer, and hand out something else."""
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        await self._app(scope, receive, keep)
        match fault.kind:
            case FaultKind.DROP:
                hang_up(send)
            case FaultKind.SLOW_ANSWER:
                await asyncio.sleep(fault.seconds)
                for message in kept:
                    await send(message)
            case FaultKind.HALF_BODY:
                await _half(send, body_of(kept))
            case _:
                await answer(send, body_of(kept)[:-1] + b',"', headers=JSON_HEADERS)

    async def _refuse(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        to = parse_qs(scope["query_string"].decode("latin-1")).get("key", [scope["path"]])[0]
        shown = body[:4096].decode(errors="replace")
        self._world.feed.note("fault", to, errcode=fault.errcode, errmsg=fault.errmsg, fault="errcode", body=shown)
        refusal = msgspec.json.encode({"errcode": fault.errcode, "errmsg": fault.errmsg})
        await answer(send, refusal, headers=JSON_HEADERS)


async def read_body(receive: Receive) -> bytes:
    """All of the request."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


async def answer(send: Send, body: bytes, *, headers: list[tuple[bytes, bytes]], status: int = 200) -> None:
    """One whole response."""
    size = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, size]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _half(send: Send, body: bytes) -> None:
    size = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*JSON_HEADERS, size]})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    hang_up(send)


def hang_up(send: Send) -> None:
    """Close the socket under uvicorn; inside httpx's ASGI transport, raise what its client would see."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
    transport.close()


def body_of(messages: list[Message]) -> bytes:
    """The body of a kept response."""
    return b"".join(message["body"] for message in messages if message["type"] == "http.response.body")


def _masked(query: str) -> str:
    return "&".join(
        part for part in query.split("&") if not part.startswith(("access_token=", "corpsecret=", "secret="))
    )
