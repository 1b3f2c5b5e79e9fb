"""One access token per credential, shared by all processes, fetched by one of them at a time.

Without Redis every process keeps a token of its own: alerts must go on, and asking again inside a token's life returns
the same one (WeCom doc 91039; mini-program `stable_token`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import msgspec
import structlog
from redis.asyncio import Redis

from bot.wechat.errors import Reaction, Refused
from bot.wechat.token_cache import Breaker, Held, Stored, TokenCache, hold

T = TypeVar("T")

WAIT_FOR_OTHERS_SECONDS: Final = 3.0
_POLL_SECONDS: Final = 0.05

_log = structlog.get_logger("bot.wechat")


class Granted(msgspec.Struct, frozen=True):
    """What a provider's token call gives: the token and its remaining life."""

    token: str
    lifetime_seconds: float

    def __repr__(self) -> str:
        return "Granted(***)"


Fetch = Callable[[], Awaitable[Granted | Refused]]


def credential_key(environment: str, *parts: str | int) -> str:
    """The Redis key of a credential from public identifiers; braces keep its helper keys in the same cluster slot."""
    return f"wx:tok:{{{':'.join([environment, *map(str, parts)])}}}"


class TokenStore:
    """The token of one credential.

    `get` gives the token in use and `replace` a newer one than that which failed; both return `Refused` where none is
    to be had. A token is renewed 300–360 s before its end by the first caller who comes then; the others go on with
    the old one meanwhile. After three renewals within a minute nothing is fetched for 60 s: somebody else is using up
    the same credential, or it is wrong.
    """

    def __init__(self, key: str, fetch: Fetch, redis: Redis | None) -> None:
        self._fetch = fetch
        self._shared = TokenCache(key, redis)
        self._breaker = Breaker()
        self._turn = asyncio.Lock()
        self._held: Held | None = None
        self._flights = 0
        self._last: str | Refused = ""

    async def get(self) -> str | Refused:
        """A token that should work now."""
        held = self._held
        if held and (held.is_fresh or (held.is_usable and self._turn.locked())):
            return held.token
        return await self._join(failing=None)

    async def replace(self, failing: str) -> str | Refused:
        """A token other than `failing`; fetches only if nobody has replaced that one yet."""
        if self._held and self._held.token == failing:
            self._held = None
        if self._held and self._held.is_fresh:
            return self._held.token
        return await self._join(failing=failing)

    async def _join(self, *, failing: str | None) -> str | Refused:
        """The result of one flight, shared by everybody who waited for it: also a failure, else each repeats it."""
        seen = self._flights
        async with self._turn:
            if self._flights == seen or self._last == failing:
                self._last = await self._renew(failing)
                self._flights += 1
            return self._last

    async def _renew(self, failing: str | None) -> str | Refused:
        if failing is not None:
            await self._shared.drop(failing)
        deadline = time.monotonic() + WAIT_FOR_OTHERS_SECONDS
        while True:
            owner = await self._shared.lock()
            found = await self._shared.read()
            if found and found.is_fresh and found.token != failing:
                self._held = found
                await self._shared.unlock(owner)
                return found.token
            if owner or self._shared.is_away or time.monotonic() > deadline:
                break
            if self._held and self._held.is_usable:
                return self._held.token
            await asyncio.sleep(_POLL_SECONDS)
        try:
            return await self._fetch_and_share()
        finally:
            await self._shared.unlock(owner)

    async def _fetch_and_share(self) -> str | Refused:
        open_seconds = max(self._breaker.open_seconds(), await self._shared.open_seconds())
        if open_seconds > 0:
            return self._old_or(_too_many(open_seconds))
        granted = await self._fetch()
        if isinstance(granted, Refused) and granted.code is None:
            # Nothing reached or left the provider's books. No message was sent either, so that is not ambiguous.
            return self._old_or(msgspec.structs.replace(granted, is_ambiguous=False))
        self._breaker.count()
        await self._shared.count()
        if isinstance(granted, Refused):
            _log.warning("provider.token_refused", code=granted.code, message=granted.message)
            return self._old_or(granted)
        stored = Stored(granted.token, granted.lifetime_seconds)
        self._held = hold(stored, remaining_seconds=stored.lifetime_seconds)
        await self._shared.write(stored)
        return granted.token

    def _old_or(self, refused: Refused) -> str | Refused:
        """The old token where it still works: asked again in 30 s, not on every call."""
        if not (self._held and self._held.is_usable):
            return refused
        self._held = msgspec.structs.replace(self._held, refresh_at=time.monotonic() + 30)
        return self._held.token


async def authorised(tokens: TokenStore, call: Callable[[str], Awaitable[T | Refused]]) -> T | Refused:
    """The answer of `call(token)`, repeated once with another token if the provider says that the token is at fault.

    A second such answer is a configuration refusal: endless refreshing is how a whole minute's quota was burnt
    elsewhere.
    """
    token = await tokens.get()
    if isinstance(token, Refused):
        return token
    answer = await call(token)
    if not (isinstance(answer, Refused) and answer.reaction is Reaction.REFRESH_TOKEN):
        return answer
    token = await tokens.replace(token)
    if isinstance(token, Refused):
        return token
    answer = await call(token)
    if not (isinstance(answer, Refused) and answer.reaction is Reaction.REFRESH_TOKEN):
        return answer
    return msgspec.structs.replace(answer, reaction=Reaction.CONFIGURATION, needs_alert=True)


def _too_many(open_seconds: float) -> Refused:
    return Refused(
        reaction=Reaction.WAIT,
        message="token refreshed too often",
        zh="访问凭证刷新过于频繁，请检查是否有其他程序使用同一密钥",
        en="The token is refreshed too often: does another program use the same secret?",
        wait_seconds=open_seconds,
        needs_alert=True,
    )
