"""The lock on every door: closed unless a handler says of itself that it is public.

A route is public by `opt={"public": True}` on the handler itself, never by a path pattern (a pattern for
`/health` would open `/api/healthcare`); a test compares the public routes with a written list. A router sets
`opt={"door": Door.PHONE}` and so on for the sessions that it takes.
"""

import math
from collections.abc import Collection
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as ASGIScope

from backend.core import audit, http, place, rate
from backend.core.errors import UNAUTHENTICATED
from backend.core.rate import Rate
from backend.core.settings import settings
from backend.identity import partner_access, sessions
from backend.identity.partner_access import PartnerScope
from backend.identity.problems import FOREIGN_PAGE, SIGN_IN_TOO_OFTEN, WRONG_DOOR
from backend.identity.scope import Door, Scope

COOKIE = "sandtable_session"
BEARER = "Bearer "
_SAFE = {"GET", "HEAD", "OPTIONS"}
PARTNER_DOOR = "partner"
"""A router of partners sets `opt={"doors": {PARTNER_DOOR}}`: keys open it, sessions do not."""


class AuthenticationMiddleware(ASGIMiddleware):
    """Puts the caller's `Scope` on the connection or refuses."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: ASGIScope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check one request."""
        audit.session_id.set(None)
        opt = scope["route_handler"].opt
        if not opt.get("public"):
            request: Request[Any, Any, Any] = Request(scope)
            if PARTNER_DOOR in (opt.get("doors") or ()):
                await _let_partner_in(request)
            else:
                await _let_person_in(request, opt.get("doors"))
        await next_app(scope, receive, send)


async def _let_person_in(request: Request[Any, Any, Any], doors: Collection[Door] | None) -> None:
    found = await sessions.scope_of(_token(request))
    if doors is not None and found.door not in doors:
        raise WRONG_DOOR.at()
    request.scope["user"] = found
    http.context.get().actor_id = found.account_id
    audit.session_id.set(found.session_id)


async def _let_partner_in(request: Request[Any, Any, Any]) -> None:
    """By a key in the header alone: a browser's cookie never opens this door."""
    header = request.headers.get("authorization", "")
    found = await partner_access.scope_of(header[len(BEARER) :] if header.startswith(BEARER) else "")
    request.scope["user"] = found
    http.context.get().actor_id = found.partner_id


def _token(request: Request[Any, Any, Any]) -> str:
    header = request.headers.get("authorization", "")
    if header.startswith(BEARER):
        return header[len(BEARER) :]
    token = request.cookies.get(COOKIE, "")
    if not token:
        raise UNAUTHENTICATED.at()
    _refuse_foreign_page(request)
    return token


def _refuse_foreign_page(request: Request[Any, Any, Any]) -> None:
    """A cookie goes along by itself, so its browser says whose page asks; the cookie's SameSite=Strict stands before.

    That lets pages of a sibling domain through. A browser without the header (before 2023) relies on it alone.
    """
    is_ours = request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    if request.method not in _SAFE and not is_ours:
        raise FOREIGN_PAGE.at()


async def limit_sign_ins(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard of the public sign-in routes: so many a minute from one address over all of them and all processes."""
    await _limit_address("sign_in", connection)


async def limit_look_ups(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """The same for what is read before there is an account, counted apart: reading costs nobody a sign-in."""
    await _limit_address("look_up", connection)


async def _limit_address(what: str, connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    network = place.network(connection.client.host if connection.client else "")
    seconds = await rate.take(what, network, Rate(settings().sign_ins_per_minute, 60))
    if seconds:
        raise SIGN_IN_TOO_OFTEN.at(retry_after_seconds=math.ceil(seconds))


def person(request: Request[Any, Any, Any]) -> Scope:
    """The signed-in person of a request that passed the lock."""
    found = request.scope["user"]
    if not isinstance(found, Scope):
        raise UNAUTHENTICATED.at()
    return found


def partner(request: Request[Any, Any, Any]) -> PartnerScope:
    """The partner of a request that passed the lock of the partners' door."""
    found = request.scope["user"]
    if not isinstance(found, PartnerScope):
        raise UNAUTHENTICATED.at()
    return found
