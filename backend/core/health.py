"""Is the process alive, may it take traffic: `/livez` asks nobody, `/readyz` asks the parts."""

import asyncio
from typing import Any

import msgspec
import structlog
from litestar import Request, Response, get
from redis.exceptions import RedisError

from backend.core import db, redis
from backend.core.errors import Unavailable

log = structlog.get_logger()

DATABASE_SECONDS = 1.0


class Health(msgspec.Struct):
    """`redis` away means degraded, not down: nothing is lost without it."""

    status: str
    database: bool = True
    redis: bool = True


@get(
    "/livez",
    opt={"public": True},
    operation_id="livez",
    summary="Alive",
    description="The event loop answers.",
    tags=["health"],
    sync_to_thread=False,
)
def livez() -> Health:
    """Alive."""
    return Health("ok")


@get(
    "/readyz",
    opt={"public": True},
    operation_id="readyz",
    summary="Ready",
    description="200 while traffic may come: the database answers within a second and the application is not closing. "
    "Redis away is reported and does not make the process unready.",
    tags=["health"],
)
async def readyz(request: Request[Any, Any, Any]) -> Response[Health]:
    """Ready for traffic; `app.state.is_closing` is kept by the application's lifespan."""
    has_database, has_redis = await _database_answers(), await _redis_answers()
    is_ready = has_database and not request.app.state.is_closing
    word = "ok" if is_ready and has_redis else "degraded" if is_ready else "unready"
    return Response(Health(word, has_database, has_redis), status_code=200 if is_ready else 503)


async def _database_answers() -> bool:
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            return bool(await db.fetch_value("SELECT count(*) > 0 FROM migration"))
    except (TimeoutError, Unavailable):
        return False


async def _redis_answers() -> bool:
    try:
        return bool(await redis.client().ping())
    except (RedisError, OSError, TimeoutError):
        return False
