"""The same request sent twice has one effect and one answer.

Key and answer are written in the business transaction: a process killed between commit and answer replays the
first answer when the phone, back on the net, sends again. A refusal is not kept: it had no effect.
"""

import functools
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar, cast

import msgspec
from litestar import Response

from backend.core import db
from backend.core.errors import Problem
from backend.core.http import context

P = ParamSpec("P")
R = TypeVar("R")

KEY_MISSING = Problem(
    code="idempotency_key_missing",
    status=400,
    zh="缺少 Idempotency-Key 请求头",
    en="The Idempotency-Key header is missing",
    next_zh="为每次新操作生成一个随机编号（8–64 位），重试时保持不变",
    next_en="Make a random key of 8 to 64 characters for each new act and keep it on a retry",
)
KEY_REUSED = Problem(
    code="idempotency_key_reused",
    status=422,
    zh="该 Idempotency-Key 已用于另一内容的请求",
    en="This Idempotency-Key was used for a request with other content",
    next_zh="为新操作生成新的编号",
    next_en="Make a new key for a new act",
)


def once(handler: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Decorate an unsafe route handler, below the route's decorator.

    The handler runs inside one joinable transaction together with its key; services' own `transaction()` joins it.
    """

    @functools.wraps(handler)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        request = context.get()
        key = request.idempotency_key
        if key is None or not 8 <= len(key) <= 64 or request.actor_id is None:
            raise KEY_MISSING.at("Idempotency-Key")
        fingerprint = _fingerprint(request.method, request.path, kwargs)
        async with db.transaction(is_joinable=True):
            is_new = await db.execute(
                "INSERT INTO answered_request (actor_id, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                request.actor_id, key, fingerprint,
            )  # fmt: skip
            if not is_new:
                return cast("R", await _replay(request.actor_id, key, fingerprint))
            body = msgspec.json.encode(await handler(*args, **kwargs))
            await db.execute(
                "UPDATE answered_request SET status = $3, body = $4 WHERE actor_id = $1 AND key = $2",
                request.actor_id, key, request.status, body,
            )  # fmt: skip
        return cast("R", _answer(body, request.status))

    wrapper.is_once = True  # type: ignore[attr-defined]  # Read by the test that every unsafe route is covered.
    return wrapper


async def _replay(actor_id: Any, key: str, fingerprint: bytes) -> Response[bytes]:
    stored = await db.fetch_one(
        "SELECT fingerprint, status, body FROM answered_request WHERE actor_id = $1 AND key = $2", actor_id, key
    )
    if stored is None or stored["fingerprint"] != fingerprint:
        raise KEY_REUSED.at("Idempotency-Key")
    return _answer(stored["body"], stored["status"], headers={"Idempotent-Replay": "true"})


def _answer(body: bytes, status: int, headers: dict[str, str] | None = None) -> Response[bytes]:
    content = b"" if status == 204 else body
    return Response(content, status_code=status, media_type="application/json", headers=headers)


def _fingerprint(method: str, path: str, kwargs: dict[str, Any]) -> bytes:
    data = kwargs.get("data")
    return hashlib.sha256(f"{method} {path}\n".encode() + msgspec.json.encode(data, order="deterministic")).digest()
