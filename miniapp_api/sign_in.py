"""Signing in on the phone, the first link, further identities, signing out.

None of these is kept by `once`: an answer with a session's token must not be stored, providers are not called inside
a transaction, and each is harmless when repeated (a provider's code works once, a link that is there stays).
"""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import QueryParameter

from backend.core.examples import answer, body
from backend.identity import samples, sessions, sign_in
from backend.identity.authentication import COOKIE, limit_sign_ins, person
from backend.identity.qr.qr_cookies import PATHS
from backend.identity.scope import Door
from backend.identity.sign_in import LinkRequired
from bot import sign_in as providers
from bot.sign_in import Provider, Ways

EXAMPLE_WAYS: Final = Ways(
    wecom="https://open.weixin.qq.com/connect/oauth2/authorize?…#wechat_redirect", sandbox=None, sandbox_phone=None
)
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


class PhoneSignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code of `wx.login` (wechat), of `wx.qy.login` (wecom), or of WeCom's page in a browser (wecom_page)."""

    provider: Provider
    code: Code


class FirstLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ticket of the sign-in and the phone button's code; a name for a new account."""

    ticket: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    phone_code: Code
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=50)] | None = None


class PhoneSignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Either the session's token or, for an identity without an account, the ticket for `/sign-in/link`.

    `is_dormant`: the account sleeps after a long absence; the same step, with its own phone number, wakes it.
    """

    token: str | None = None
    link_ticket: str | None = None
    is_dormant: bool = False


def _origin(request: Request[Any, Any, Any]) -> dict[str, str]:
    address = request.client.host if request.client else ""
    return {"user_agent": request.headers.get("user-agent", ""), "address": address}


@get(
    "/sign-in/ways",
    operation_id="miniapp_sign_in_ways",
    summary="How to sign in in a browser",
    description="Pages that come back to `/m/` with a code and the given `state`: WeCom's own, and where the sandbox "
    "plays WeChat its two, in place of `wx.login` and of the phone button.",
    opt={"public": True},
    responses=answer(Ways, EXAMPLE_WAYS),
    sync_to_thread=False,
)
def ways(mark: Annotated[str, QueryParameter(name="state", pattern="^[0-9A-Za-z]{16,128}$")]) -> Ways:
    """The addresses."""
    return providers.ways(mark)


@post(
    "/sign-in",
    operation_id="miniapp_sign_in",
    summary="Sign in",
    description="With WeChat, or with WeCom where the client runs inside it, as a mini-program or as a page. (issuer, "
    "subject) alone says who it is. An identity without an account gets a ticket, good for ten minutes.",
    status_code=200,
    opt={"public": True},
    guards=[limit_sign_ins],
    responses=answer(PhoneSignedIn, PhoneSignedIn(token=samples.TOKEN)),
)
async def sign_in_on_phone(
    request: Request[Any, Any, Any],
    data: Annotated[PhoneSignIn, body(PhoneSignIn(provider=Provider.WECHAT, code="0a3XyZ1w3Qb2c31f"))],
) -> PhoneSignedIn:
    """The token or the ticket."""
    proved = await providers.on_phone(data.provider, data.code)
    opened = await sign_in.sign_in(*proved, door=Door.PHONE, **_origin(request))
    if isinstance(opened, LinkRequired):
        return PhoneSignedIn(link_ticket=opened.ticket, is_dormant=opened.is_dormant)
    return PhoneSignedIn(token=opened.token)


@post(
    "/sign-in/link",
    operation_id="miniapp_link_first",
    summary="Link an identity for the first time",
    description="The verified phone number proposes the account; without one an enterprise account is made.",
    status_code=200,
    opt={"public": True},
    guards=[limit_sign_ins],
    responses=answer(PhoneSignedIn, PhoneSignedIn(token=samples.TOKEN)),
)
async def link_first(
    request: Request[Any, Any, Any],
    data: Annotated[FirstLink, body(FirstLink(ticket=samples.TICKET, phone_code="9b2f…", name="林晓明"))],
) -> PhoneSignedIn:
    """The token."""
    await sign_in.check_ticket(data.ticket)
    phone = await providers.verified_phone(data.phone_code)
    opened = await sign_in.link_first(data.ticket, phone, data.name, **_origin(request))
    return PhoneSignedIn(token=opened.token)


@delete(
    "/session",
    operation_id="miniapp_sign_out",
    summary="Sign out",
    description="Ends this session; the token opens nothing any more.",
)
async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
    """Nothing; the cookie of a computer that has scanned its way in goes."""
    await sessions.end(person(request))
    answered: Response[None] = Response(None, status_code=204)
    answered.delete_cookie(COOKIE, path=PATHS[Door.PHONE])
    return answered


class AddedLink(msgspec.Struct, frozen=True):
    """Who vouches for the identity that was added."""

    issuer: str


@post(
    "/me/links",
    operation_id="miniapp_add_link",
    summary="Add a second identity",
    description="The session proves the one identity, the provider's code the other.",
    status_code=200,
    responses=answer(AddedLink, AddedLink("wecom:ww0123456789abcdef")),
)
async def add_link(
    request: Request[Any, Any, Any],
    data: Annotated[PhoneSignIn, body(PhoneSignIn(provider=Provider.WECOM, code="q7Rt…"))],
) -> AddedLink:
    """The issuer."""
    proved = await providers.on_phone(data.provider, data.code)
    await sign_in.add_link(person(request), *proved)
    return AddedLink(proved.issuer)


ROUTES = [ways, sign_in_on_phone, link_first, sign_out, add_link]
