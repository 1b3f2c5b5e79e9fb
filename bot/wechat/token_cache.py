"""What processes share about one access token in Redis, and the count that stops them from refreshing without end.

Redis holds the token, encrypted, under a key without secret material, for as long as the provider said; its own clock
counts the rest, so that processes whose clocks differ agree.
"""

import asyncio
import base64
import binascii
import random
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import crypto

REFRESH_AHEAD_SECONDS: Final = 300.0
JITTER_SECONDS: Final = 60.0
LOCK_SECONDS: Final = 10.0
BREAKER_REFRESHES: Final = 3
BREAKER_SECONDS: Final = 60.0
_REDIS_TIMEOUT_SECONDS: Final = 1.0
_REDIS_REST_SECONDS: Final = 5.0
_PURPOSE: Final = "wechat.access_token"
_DELETE_IF_EQUAL: Final = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"

_log = structlog.get_logger("bot.wechat")


class Held(msgspec.Struct, frozen=True):
    """A token in this process's hand; both times are on its monotonic clock."""

    token: str
    refresh_at: float
    expires_at: float

    @property
    def is_fresh(self) -> bool:
        """Whether it needs no renewal yet."""
        return time.monotonic() < self.refresh_at

    @property
    def is_usable(self) -> bool:
        """Whether the provider should still take it."""
        return time.monotonic() < self.expires_at

    def __repr__(self) -> str:
        return "Held(***)"


class Stored(msgspec.Struct, frozen=True):
    """A token in Redis, and the whole life it had when it was granted."""

    token: str
    lifetime_seconds: float

    def __repr__(self) -> str:
        return "Stored(***)"  # A token in a traceback is a token in the logs.


def hold(stored: Stored, *, remaining_seconds: float) -> Held:
    """The token with the moment of its renewal: 300–360 s ahead of its end, half-way for a short life."""
    now = time.monotonic()
    # With a fixed lead a short-lived token would never be fresh, and be fetched for every message.
    ahead = min(REFRESH_AHEAD_SECONDS + random.uniform(0, JITTER_SECONDS), stored.lifetime_seconds / 2)
    return Held(stored.token, now + remaining_seconds - ahead, now + remaining_seconds)


class Breaker:
    """The process's own count of refreshes, for when Redis is away."""

    def __init__(self) -> None:
        self._counted: deque[float] = deque(maxlen=BREAKER_REFRESHES)

    def count(self) -> None:
        """One refresh more."""
        self._counted.append(time.monotonic())

    def open_seconds(self) -> float:
        """How long nothing may be fetched from now on; 0 while the breaker is closed."""
        if len(self._counted) < BREAKER_REFRESHES or self._counted[-1] - self._counted[0] > BREAKER_SECONDS:
            return 0.0
        return max(0.0, self._counted[-1] + BREAKER_SECONDS - time.monotonic())


class _Away(Exception):
    """Redis does not answer."""


class TokenCache:
    """The part in Redis. Every method does nothing, and finds nothing, while Redis is away."""

    def __init__(self, key: str, redis: Redis | None) -> None:
        self._key = key
        self._redis = redis
        self._rest_until = 0.0

    @property
    def is_away(self) -> bool:
        """Whether there is nothing to share through."""
        return self._redis is None or time.monotonic() < self._rest_until

    async def read(self) -> Held | None:
        """The shared token with the time that Redis gives it."""
        try:
            raw, milliseconds = await self._ask(self._read)
        except _Away:
            return None
        stored = _unpack(raw)
        if stored is None or milliseconds <= 0:
            return None
        return hold(stored, remaining_seconds=milliseconds / 1000)

    async def write(self, stored: Stored) -> None:
        """Shares a token until its end."""
        milliseconds = max(1, int(stored.lifetime_seconds * 1000))
        await self._try(lambda redis: redis.set(self._key, _pack(stored), px=milliseconds))

    async def drop(self, failing: str) -> None:
        """Compare and delete: a token that somebody has replaced already stays."""
        try:
            raw, _ = await self._ask(self._read)
        except _Away:
            return
        stored = _unpack(raw)
        if stored is not None and stored.token == failing:
            await self._try(lambda redis: redis.eval(_DELETE_IF_EQUAL, 1, self._key, raw))

    async def lock(self) -> str | None:
        """The right to fetch, for 10 s: the owner's mark, None if another process holds the lock or Redis is away."""
        owner = secrets.token_hex(8)
        taken = await self._try(
            lambda redis: redis.set(f"{self._key}:lock", owner, nx=True, px=int(LOCK_SECONDS * 1000))
        )
        return owner if taken else None

    async def unlock(self, owner: str | None) -> None:
        """Gives the lock back, unless it has run out and is another's by now."""
        if owner is not None:
            await self._try(lambda redis: redis.eval(_DELETE_IF_EQUAL, 1, f"{self._key}:lock", owner))

    async def count(self) -> None:
        """One refresh more. The minute starts with the first, and anew with the one that opens the breaker."""
        counted = await self._try(lambda redis: redis.incr(f"{self._key}:refreshes"))
        if counted in {1, BREAKER_REFRESHES}:
            await self._try(lambda redis: redis.pexpire(f"{self._key}:refreshes", int(BREAKER_SECONDS * 1000)))

    async def open_seconds(self) -> float:
        """As the breaker's, counted over all processes."""
        counted = await self._try(lambda redis: redis.get(f"{self._key}:refreshes"))
        if int(counted or 0) < BREAKER_REFRESHES:
            return 0.0
        milliseconds = await self._try(lambda redis: redis.pttl(f"{self._key}:refreshes"))
        return max(0.0, int(milliseconds or 0) / 1000)

    async def _read(self, redis: Redis) -> tuple[Any, int]:
        async with redis.pipeline(transaction=True) as pipeline:
            pipeline.get(self._key)
            pipeline.pttl(self._key)
            raw, milliseconds = await pipeline.execute()
        return raw, int(milliseconds)

    async def _try(self, call: Callable[[Redis], Any]) -> Any:
        try:
            return await self._ask(call)
        except _Away:
            return None

    async def _ask(self, call: Callable[[Redis], Any]) -> Any:
        if self._redis is None or time.monotonic() < self._rest_until:
            raise _Away
        try:
            async with asyncio.timeout(_REDIS_TIMEOUT_SECONDS):
                return await call(self._redis)
        except (RedisError, OSError, TimeoutError) as fault:
            self._rest_until = time.monotonic() + _REDIS_REST_SECONDS
            _log.warning("provider.token_store_away", fault=type(fault).__name__)
            raise _Away from None


def _pack(stored: Stored) -> str:
    return base64.b64encode(crypto.seal(msgspec.json.encode(stored).decode(), purpose=_PURPOSE)).decode()


def _unpack(raw: Any) -> Stored | None:
    """What was stored; None for nothing, and for what another secret key sealed."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(crypto.unseal(base64.b64decode(raw), purpose=_PURPOSE), type=Stored)
    except (InvalidTag, ValueError, binascii.Error):
        return None
