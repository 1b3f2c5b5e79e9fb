"""Redis holds what may vanish at any moment: tickets, rate limits, provider tokens.

`FLUSHALL` costs a re-login at most.
"""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from backend.core.settings import settings

_client: Redis | None = None

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 1.0


def client() -> Redis:
    """The process's connection pool, opened at first use."""
    global _client  # noqa: PLW0603  One pool per process.
    if _client is None:
        _client = Redis.from_url(
            settings().redis_url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )
    return _client


async def stop() -> None:
    """Close the pool."""
    global _client  # noqa: PLW0603  One pool per process.
    if _client is not None:
        await _client.aclose()
        _client = None
