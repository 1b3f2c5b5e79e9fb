"""The floor: one Litestar handler, no middleware, our two statements through asyncpg, what they say sent on."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
from litestar import Litestar, MediaType, Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotAuthorizedException

from backend.core.settings import settings
from backend.overview.home import MOST_LINES, MOST_PROJECTS, NAME_CHARACTERS, SQL

SESSION = (Path(__file__).parent / "session.sql").read_text()
TOUCH = (Path(__file__).parent / "touch.sql").read_text()
IS_ENGLISH = False
TOUCH_SECONDS = 60
IDLE_MINUTES = 30 * 24 * 60


@get("/api/miniapp/v1/home")
async def home(request: Request[Any, Any, Any], state: State) -> Response[bytes]:
    """The session, the page."""
    pool: asyncpg.Pool = state.pool
    token = request.headers["authorization"].removeprefix("Bearer ")
    now = datetime.now(UTC)  # noqa: TID251  A stranger to our house.
    session = await pool.fetchrow(SESSION, hashlib.sha256(token.encode()).digest(), TOUCH_SECONDS, now)
    if session is None:
        raise NotAuthorizedException
    if session["is_due_for_touch"]:
        await pool.execute(TOUCH, session["session_id"], IDLE_MINUTES)
    row = await pool.fetchrow(SQL, session["account_id"], now, IS_ENGLISH, MOST_PROJECTS, MOST_LINES, NAME_CHARACTERS)
    lists = {name: row[name] or "[]" for name in ("projects", "dues", "warnings", "orders")}
    counts = {name: row[f"all_{name}"] for name in lists}
    body = {
        **{name: msgspec.Raw(text) for name, text in lists.items()},
        "more": {name: counts[name] - len(msgspec.json.decode(text)) for name, text in lists.items()},
        "waiting": {name: row[name] for name in ("applications", "reports_to_review", "handovers_to_sign")},
    }
    return Response(msgspec.json.encode(body), media_type=MediaType.JSON)


@asynccontextmanager
async def _pool(app: Litestar) -> AsyncIterator[None]:
    conf = settings()
    async with asyncpg.create_pool(conf.database_url, min_size=1, max_size=conf.database_pool_size) as pool:
        app.state.pool = pool
        yield


def create_app() -> Litestar:
    """For uvicorn."""
    return Litestar([home], lifespan=[_pool], openapi_config=None)
