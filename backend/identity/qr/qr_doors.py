"""The browser's side of a scanned sign-in, as both doors answer it.

Not kept by `once`: an answer with a session must not be stored, and a browser that asks twice gets two codes.
"""

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response
from litestar.datastructures import Cookie

from backend.identity.qr import qr_cookies, qr_sign_in
from backend.identity.qr.qr_cookies import BROWSER_COOKIE
from backend.identity.qr.qr_sign_in import Browser, Waiting
from backend.identity.scope import Door

ASKING: Final = "A code that changes every 20 seconds and is over after 60; a cookie holds what fetches the session."
WAITING: Final = (
    "Answers as soon as the state differs from `known`, after 20 seconds at the latest. With `signed_in` comes the "
    "session as a cookie. Needs the cookie of the asking; asking again for the same state within two seconds is "
    "answered 429 `slow_down`."
)
_NOT_KEPT: Final = {"cache-control": "no-store"}


async def ask(door: Door, request: Request[Any, Any, Any]) -> Response[Waiting]:
    """The code to show, with the browser's cookie."""
    asked = await qr_sign_in.ask(door, _browser(request))
    return _answer(asked.waiting, [qr_cookies.of_browser(asked.cookie, door)], status=201)


async def wait(door: Door, ticket_id: UUID, known: int, request: Request[Any, Any, Any]) -> Response[Waiting]:
    """The state; with the session's cookie, once."""
    waited = await qr_sign_in.wait(door, ticket_id, known, _browser(request))
    cookies = [qr_cookies.of_session(waited.opened.token, door)] if waited.opened else []
    return _answer(waited.waiting, cookies, status=200)


def _browser(request: Request[Any, Any, Any]) -> Browser:
    return Browser(
        cookie=request.cookies.get(BROWSER_COOKIE, ""),
        user_agent=request.headers.get("user-agent", ""),
        address=request.client.host if request.client else "",
    )


def _answer(waiting: Waiting, cookies: list[Cookie], *, status: int) -> Response[Waiting]:
    return Response(waiting, status_code=status, cookies=cookies, headers=_NOT_KEPT)
