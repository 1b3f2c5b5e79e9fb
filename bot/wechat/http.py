"""HTTP to a provider: one pooled client per base address that answers with a value for everything that can happen.

Business errors arrive with status 200 and an `errcode`; every other shape is a fault of the transport. What decides a
fault's meaning is whether the provider may have acted: nothing was written → retry; written, but no readable answer
→ ambiguous.
"""

import asyncio
import logging
import re
import time
from typing import Any, Final, TypeVar

import httpx
import msgspec
import structlog

from backend.core import clock, ids
from bot.wechat.errors import ROBOT_WAIT_SECONDS, Reaction, Refused, Surface, refusal

T = TypeVar("T")

ANSWER_MAX_BYTES: Final = 1024 * 1024
_HIDDEN_NAMES: Final = "access_token|component_access_token|corpsecret|appsecret|secret|session_key|js_code|key|code"
_IN_QUERY: Final = re.compile(rf"(?i)(?<![a-z_])({_HIDDEN_NAMES})=[^&\s\"'<>,;)\]]+")
_IN_JSON: Final = re.compile(rf"(?i)([\"'](?:{_HIDDEN_NAMES})[\"']\s*:\s*)(\"[^\"]*\"?|'[^']*'?)")
_log = structlog.get_logger("bot.wechat")


def redact(text: str) -> str:
    """`text` with the values of tokens, keys and secrets replaced, in query strings and in JSON alike."""
    return _IN_JSON.sub(r'\1"***"', _IN_QUERY.sub(r"\1=***", text))


class _RedactedRecords(logging.Filter):
    """httpx writes whole addresses to its log, and ours hold tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


_REDACTED_RECORDS: Final = _RedactedRecords()


class _Head(msgspec.Struct):
    errcode: int | None = None
    errmsg: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer must have; `shape`s extend it. A 200 without an errcode is no success."""

    errcode: int
    errmsg: str = ""

    @property
    def is_warned(self) -> bool:
        """Whether the provider took a malformed body with a shrug, in the middle of a success."""
        return "wrong json format" in self.errmsg.lower()


class ProviderHttp:
    """Calls to one base address.

    `timeout_seconds` bounds the whole call, from taking a connection to the answer's last byte. Redirects are not
    followed.
    """

    def __init__(
        self, base_url: str, *, timeout_seconds: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        logging.getLogger("httpx").addFilter(_REDACTED_RECORDS)
        before_writing = timeout_seconds / 4
        self._timeout_seconds = timeout_seconds
        # Waiting for a connection and opening it take at most half of the time together. So a call that runs out of
        # its whole time has begun to write, and may have been carried out.
        self._client = httpx.AsyncClient(
            base_url=base_url.rstrip("/"),
            timeout=httpx.Timeout(timeout_seconds, connect=before_writing, pool=before_writing),
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=15),
            follow_redirects=False,
            headers={"accept": "application/json", "accept-encoding": "identity"},
            transport=transport,
        )

    async def aclose(self) -> None:
        """Closes the pool."""
        await self._client.aclose()

    async def get(self, path: str, shape: type[T], *, surface: Surface, params: dict[str, str]) -> T | Refused:
        """The answer to a GET as a `shape`."""
        return await self._call(self._client.build_request("GET", path, params=params), shape, surface)

    async def post(
        self, path: str, shape: type[T], *, surface: Surface, params: dict[str, str], body: Any
    ) -> T | Refused:
        """The answer to a POST of `body` (a Struct or dict) as raw UTF-8 JSON: escapes are refused with 40033."""
        request = self._client.build_request(
            "POST",
            path,
            params=params,
            content=msgspec.json.encode(body),
            headers={"content-type": "application/json; charset=utf-8"},
        )
        return await self._call(request, shape, surface)

    async def _call(self, request: httpx.Request, shape: type[T], surface: Surface) -> T | Refused:
        call_id = str(ids.new_id())
        request.headers["x-request-id"] = call_id
        started = time.monotonic()
        got = await self._exchange(request, call_id)
        answer = got if isinstance(got, Refused) else _read(got, shape, surface, call_id)
        refused = answer if isinstance(answer, Refused) else None
        _log.info(
            "provider.call",
            path=request.url.path,
            surface=surface.value,
            call_id=call_id,
            milliseconds=round((time.monotonic() - started) * 1000),
            reaction=refused.reaction.value if refused else None,
            code=refused.code if refused else 0,
            message=refused.message if refused else None,
            is_ambiguous=refused.is_ambiguous if refused else False,
        )
        return answer

    async def _exchange(self, request: httpx.Request, call_id: str) -> bytes | Refused:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                response = await self._client.send(request, stream=True)
                try:
                    return await _body(response, call_id)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as fault:
            return _fault(f"not connected: {type(fault).__name__}", call_id)
        except httpx.UnsupportedProtocol:
            return _misdirected("the base address has no http or https", call_id)
        except (httpx.HTTPError, httpx.StreamError, TimeoutError, OSError) as fault:
            return _fault(f"no answer: {type(fault).__name__}", call_id, is_ambiguous=True)


async def _body(response: httpx.Response, call_id: str) -> bytes | Refused:
    status = response.status_code
    if status == 429:
        return Refused(
            reaction=Reaction.WAIT,
            message="HTTP 429",
            zh="发送过于频繁",
            en="Too many messages",
            wait_seconds=ROBOT_WAIT_SECONDS,
            call_id=call_id,
        )
    if status >= 500:
        # A gateway that lost its upstream does not know whether the upstream acted; a server that says 500 or 503 does.
        return _fault(f"HTTP {status}", call_id, is_ambiguous=status in {502, 504})
    if status != 200:
        return _misdirected(f"HTTP {status}", call_id)
    if response.headers.get("content-encoding", "identity") != "identity":
        return _fault("compressed answer, which nobody asked for", call_id, is_ambiguous=True)
    held = bytearray()
    async for chunk in response.aiter_raw():
        held += chunk
        if len(held) > ANSWER_MAX_BYTES:
            return _fault("answer too large", call_id, is_ambiguous=True)
    return bytes(held)


def _read(raw: bytes, shape: type[T], surface: Surface, call_id: str) -> T | Refused:
    try:
        head = msgspec.json.decode(raw, type=_Head, strict=False)
        if head.errcode:
            return refusal(surface, head.errcode, redact(head.errmsg), now=clock.now(), call_id=call_id)
        return msgspec.json.decode(raw, type=shape, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _fault("unreadable answer", call_id, is_ambiguous=True)


def _fault(message: str, call_id: str, *, is_ambiguous: bool = False) -> Refused:
    return Refused(
        reaction=Reaction.RETRY,
        message=message,
        zh="微信平台暂时没有回应",
        en="The platform does not answer at the moment",
        is_ambiguous=is_ambiguous,
        call_id=call_id,
    )


def _misdirected(message: str, call_id: str) -> Refused:
    return Refused(
        reaction=Reaction.CONFIGURATION,
        message=message,
        zh="接口地址不正确或被代理拦截",
        en="The base address is wrong, or a proxy is in the way",
        needs_alert=True,
        call_id=call_id,
    )
