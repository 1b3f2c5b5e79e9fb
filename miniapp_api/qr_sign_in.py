"""Signing in to the phone's pages on a desktop browser by a scanned code: the browser's side.

Not kept by `once`: an answer with a session must not be stored, and a browser that asks twice gets two codes.
"""

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery

from backend.core.examples import answer
from backend.identity.qr import qr_cookies, qr_samples, qr_sign_in
from backend.identity.qr.qr_cookies import BROWSER_COOKIE
from backend.identity.qr.qr_sign_in import Browser, Waiting
from backend.identity.scope import Door

DOOR: Final = Door.PHONE
_NOT_KEPT: Final = {"cache-control": "no-store"}


@post(
    "/qr-sign-in",
    operation_id="miniapp_qr_ask",
    summary="Ask for a code",
    description="A code that changes every 20 seconds and is over after 60; a cookie holds what fetches the session.",
    opt={"public": True},
    responses=answer(Waiting, qr_samples.WAITING, status=201),
)
async def ask(request: Request[Any, Any, Any]) -> Response[Waiting]:
    """The code to show."""
    asked = await qr_sign_in.ask(DOOR, _browser(request))
    return _answer(asked.waiting, [qr_cookies.of_browser(asked.cookie, DOOR)], status=201)


@get(
    "/qr-sign-in/{ticket_id:uuid}",
    operation_id="miniapp_qr_wait",
    summary="Wait for the scan and the answer",
    description="Answers as soon as the state differs from `known`, after 20 seconds at the latest. With `signed_in` "
    "comes the session as a cookie. Needs the cookie of the asking; asking again for the same state within two seconds "
    "is answered 429 `slow_down`.",
    opt={"public": True},
    responses=answer(Waiting, qr_samples.SCANNED),
)
async def wait(
    request: Request[Any, Any, Any], ticket_id: FromPath[UUID], known: FromQuery[int] = 0
) -> Response[Waiting]:
    """The state; with the session, once."""
    waited = await qr_sign_in.wait(DOOR, ticket_id, known, _browser(request))
    cookies = [qr_cookies.of_session(waited.opened.token, DOOR)] if waited.opened else []
    return _answer(waited.waiting, cookies, status=200)


def _browser(request: Request[Any, Any, Any]) -> Browser:
    return Browser(
        cookie=request.cookies.get(BROWSER_COOKIE, ""),
        user_agent=request.headers.get("user-agent", ""),
        address=request.client.host if request.client else "",
    )


def _answer(waiting: Waiting, cookies: list[Cookie], *, status: int) -> Response[Waiting]:
    return Response(waiting, status_code=status, cookies=cookies, headers=_NOT_KEPT)


ROUTES = [ask, wait]
