"""The lock on every door: closed unless a handler says of itself that it is public.

A route is public by `opt={"public": True}` on the handler itself, never by a path pattern (a pattern for
`/health` would open `/api/healthcare`); a test compares the public routes with a written list. A router sets
`opt={"door": Door.PHONE}` and so on for the sessions that it takes.
"""

import math
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as ASGIScope

from backend.core import http, rate
from backend.core.errors import UNAUTHENTICATED
from backend.core.rate import Rate
from backend.core.settings import settings
from backend.identity import sessions
from backend.identity.problems import SIGN_IN_TOO_OFTEN, WRONG_DOOR
from backend.identity.scope import Scope

COOKIE = "sandtable_session"
BEARER = "Bearer "


class AuthenticationMiddleware(ASGIMiddleware):
    """Puts the caller's `Scope` on the connection or refuses."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: ASGIScope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check one request."""
        if not scope["route_handler"].opt.get("public"):
            request: Request[Any, Any, Any] = Request(scope)
            person = await sessions.scope_of(_token(request))
            doors = scope["route_handler"].opt.get("doors")
            if doors is not None and person.door not in doors:
                raise WRONG_DOOR.at()
            scope["user"] = person
            http.context.get().actor_id = person.account_id
        await next_app(scope, receive, send)


def _token(request: Request[Any, Any, Any]) -> str:
    header = request.headers.get("authorization", "")
    token = header[len(BEARER) :] if header.startswith(BEARER) else request.cookies.get(COOKIE, "")
    if not token:
        raise UNAUTHENTICATED.at()
    return token


async def limit_sign_ins(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard of the public sign-in routes: so many a minute from one address over all of them and all processes."""
    address = connection.client.host if connection.client else ""
    seconds = await rate.take("sign_in", address, Rate(settings().sign_ins_per_minute, 60))
    if seconds:
        raise SIGN_IN_TOO_OFTEN.at(retry_after_seconds=math.ceil(seconds))


def person(request: Request[Any, Any, Any]) -> Scope:
    """The signed-in person of a request that passed the lock."""
    found = request.scope["user"]
    if not isinstance(found, Scope):
        raise UNAUTHENTICATED.at()
    return found
