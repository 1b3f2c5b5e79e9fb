"""Is the process alive, may it take traffic: `/livez` asks nobody, `/readyz` asks the parts."""

import asyncio
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import asyncpg
import msgspec
import structlog
from litestar import Request, Response, get
from redis.exceptions import RedisError

from backend.core import db, redis
from backend.core.errors import Unavailable

log = structlog.get_logger()

DATABASE_SECONDS = 1.0
_MIGRATIONS: Final = "backend.migrations"


class Health(msgspec.Struct):
    """`redis` away means degraded, not down: nothing is lost without it. `schema`: at least as new as this release."""

    status: str
    database: bool = True
    schema: bool = True
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
    description="200 while traffic may come: the database answers within a second, its schema has this release's last "
    "migration (a later one may be there too) and the application is not closing. Redis away is reported and does not "
    "make the process unready.",
    tags=["health"],
)
async def readyz(request: Request[Any, Any, Any]) -> Response[Health]:
    """Ready for traffic; `app.state.is_closing` is kept by the application."""
    is_migrated, has_redis = await _is_migrated(), await _redis_answers()
    is_ready = bool(is_migrated) and not request.app.state.is_closing
    word = "ok" if is_ready and has_redis else "degraded" if is_ready else "unready"
    health = Health(word, database=is_migrated is not None, schema=bool(is_migrated), redis=has_redis)
    return Response(health, status_code=200 if is_ready else 503)


async def _is_migrated() -> bool | None:
    """Whether the schema is as new as this release needs it; None without the database."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            return bool(await db.fetch_value("SELECT count(*) > 0 FROM migration WHERE name = $1", _head()))
    except asyncpg.UndefinedTableError:
        return False
    except (TimeoutError, Unavailable):
        return None


@cache
def _head() -> str:
    """The id of this release's last migration, read as text: no web process needs the runner."""
    last = max((file for file in files(_MIGRATIONS).iterdir() if file.name[:4].isdigit()), key=lambda file: file.name)
    found = re.search(r'^ID = "(.+)"$', last.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise LookupError(last.name)
    return found[1]


async def _redis_answers() -> bool:
    try:
        return bool(await redis.client().ping())
    except (RedisError, OSError, TimeoutError):
        return False
