"""The HTTP doors of supervision with the product's own middleware, and people who are signed in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from litestar import Litestar, Router

import miniapp_api.device_keys
import miniapp_api.offline_acts
import miniapp_api.orders
import miniapp_api.warnings
from backend.console_api import orders as console_orders
from backend.console_api import warnings as console_warnings
from backend.core import db, http, ids
from backend.identity import sessions
from backend.identity.authentication import AuthenticationMiddleware
from backend.identity.scope import Door, Scope
from tests.clients import client_of

PHONE: Sequence[Any] = [
    *miniapp_api.warnings.ROUTES,
    *miniapp_api.device_keys.ROUTES,
    *miniapp_api.offline_acts.ROUTES,
    *miniapp_api.orders.ROUTES,
]
CONSOLE: Sequence[Any] = [*console_warnings.ROUTES, *console_orders.ROUTES]


@asynccontextmanager
async def opened() -> AsyncIterator[httpx.AsyncClient]:
    """A client of both doors, under `/phone` and `/console`."""
    app = Litestar(
        [
            Router("/phone", route_handlers=PHONE, opt={"doors": {Door.PHONE}}),
            Router("/console", route_handlers=CONSOLE, opt={"doors": {Door.CONSOLE}}),
        ],
        middleware=[http.ContextMiddleware(), AuthenticationMiddleware()],
        exception_handlers=http.EXCEPTION_HANDLERS,
        openapi_config=None,
    )
    async with app.lifespan(), client_of(app) as client:
        yield client


async def signed_in(scope: Scope, *, key: str | None = None) -> dict[str, str]:
    """Headers of a person with a session, and an idempotency key of their own."""
    async with db.transaction():
        session = await sessions.open_session(scope.account_id, scope.door, user_agent="test", address="127.0.0.1")
    return {"authorization": f"Bearer {session.token}", "idempotency-key": key or ids.new_id().hex}
