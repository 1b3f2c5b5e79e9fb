"""How often something may happen, over any number of processes: one atomic script in Redis (GCRA).

The script runs alone in Redis and reads Redis's own clock, so neither two processes at once nor a machine with a wrong
clock lets one too many through. FLUSHALL forgets what was counted; nothing else is lost.
"""

from typing import Final

import msgspec
from redis.exceptions import RedisError

from backend.core import redis
from backend.core.errors import Unavailable


class Rate(msgspec.Struct, frozen=True):
    """So many at once, and one more each time that `per_seconds / limit` has passed."""

    limit: int
    per_seconds: int


_TAKE: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local whole, step = tonumber(ARGV[1]), tonumber(ARGV[2])
local free_at = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local wait = free_at + step - now - whole
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', free_at + step), 'PX', math.ceil(free_at + step - now))
return 0
"""
"""`free_at` is the theoretical arrival time: when all that was taken will have been paid back."""


async def take(what: str, who: str, rate: Rate) -> float:
    """0 where one more was free and is now taken, else the seconds until one is.

    `Unavailable` without Redis: what is limited here is refused rather than let through.
    """
    whole = rate.per_seconds * 1000
    try:
        wait = await redis.client().eval(_TAKE, 1, f"sandtable:rate:{what}:{who}", whole, whole // rate.limit)
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable("redis") from error
    return int(wait) / 1000
