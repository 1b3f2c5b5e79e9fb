"""Signing in at the console with WeCom's web sign-in, signing out.

Not kept by `once`: the answer with a session's token must not be stored, and a provider's code works once anyway.
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import QueryParameter

from backend.core.examples import answer, body
from backend.identity import accounts, samples, sessions, sign_in
from backend.identity.accounts import Me
from backend.identity.authentication import COOKIE, limit_sign_ins, person
from backend.identity.problems import ACCOUNT_UNKNOWN
from backend.identity.qr import qr_cookies
from backend.identity.scope import Door
from backend.identity.sign_in import LinkRequired
from bot import sign_in as providers
from bot.sign_in import WebPage


class WebSignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code that WeCom's sign-in page hands to ours; the page has compared `state` with its own."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


class WebSignedIn(msgspec.Struct, frozen=True):
    """The session's token, for programs; a browser has it as a cookie that no script can read."""

    token: str


@get(
    "/sign-in/wecom-page",
    operation_id="console_wecom_page_address",
    summary="WeCom's web sign-in",
    description="The address of WeCom's own page, which comes back to `/sign-in` with a code and the given `state`.",
    opt={"public": True},
    responses=answer(WebPage, WebPage("https://login.work.weixin.qq.com/wwlogin/sso/login?…")),
    sync_to_thread=False,
)
def wecom_page(mark: Annotated[str, QueryParameter(name="state", pattern="^[0-9A-Za-z]{16,128}$")]) -> WebPage:
    """The address."""
    return providers.web_page(mark)


@post(
    "/sign-in",
    operation_id="console_sign_in",
    summary="Sign in with WeCom",
    description="For regulators whom their unit administrator has entered. The session ends after 30 idle minutes, and "
    "does what one born of a scanned code may not; it takes the place of the browser's own.",
    status_code=200,
    opt={"public": True},
    guards=[limit_sign_ins],
    responses=answer(WebSignedIn, WebSignedIn(samples.TOKEN)),
)
async def sign_in_on_web(
    request: Request[Any, Any, Any], data: Annotated[WebSignIn, body(WebSignIn(code="Zx81…"))]
) -> Response[WebSignedIn]:
    """The token, also as a cookie."""
    proved = await providers.on_web(data.code)
    opened = await sign_in.sign_in(
        *proved,
        door=Door.CONSOLE,
        user_agent=request.headers.get("user-agent", ""),
        address=request.client.host if request.client else "",
        replaced=request.cookies.get(COOKIE, ""),
    )
    if isinstance(opened, LinkRequired):
        raise ACCOUNT_UNKNOWN.at()
    return Response(WebSignedIn(opened.token), cookies=[qr_cookies.of_session(opened.token, Door.CONSOLE)])


@delete(
    "/session",
    operation_id="console_sign_out",
    summary="Sign out",
    description="Ends this session; the token opens nothing any more.",
)
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """Nothing; the cookie goes."""
    await sessions.end(person(request))
    answered: Response[None] = Response(None, status_code=204)
    answered.delete_cookie(COOKIE, path=qr_cookies.PATHS[Door.CONSOLE])
    return answered


@get(
    "/me",
    operation_id="console_me",
    summary="The own account",
    description="Name, unit and linked identities.",
    responses=answer(Me, samples.REGULATOR_ME),
)
async def me(request: Request[Any, Any, Any]) -> Me:
    """The account."""
    return await accounts.me(person(request))


ROUTES = [wecom_page, sign_in_on_web, sign_out, me]
