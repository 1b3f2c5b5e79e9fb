"""Pages that stand in for sign-in at WeCom and WeChat: who holds the phone, and a way back with a single-use code.

WeCom's two addresses, inside the client and on the desktop web, list people. `&person=<userid>` skips the list; so does
the cookie of a tab that a phone has opened (`/_sandbox/open`), for the address inside the client only. The desktop's
is for our application alone, as on the real host.
`/_sandbox/wechat` plays a person's own WeChat to a browser, which has no `wx.login` and no phone-number button.
"""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from litestar import MediaType, get
from litestar.datastructures import Cookie
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from bot.sandbox import wechat_page
from bot.sandbox.config import Member
from bot.sandbox.tokens import CodeKind
from bot.sandbox.tools import Asked, tools
from bot.sandbox.world import World

IN_CLIENT = "/connect/oauth2/authorize"
DESKTOP = "/wwlogin/sso/login"
WECHAT = "/_sandbox/wechat"
HOLDER = "sandbox_person"
HOLDER_SECONDS = 60
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
    "frame-ancestors 'none'",
}

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>企业微信（沙箱） / WeCom (sandbox)</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><body class="signin"><main>
<p class="played">企业微信（沙箱） <span lang="en">WeCom (sandbox)</span></p>
<h1>以谁的身份登录？</h1><p lang="en">Sign in as …</p>
<ul>{people}</ul></main></body></html>"""


@get([IN_CLIENT, DESKTOP, "/wwopen/sso/qrConnect"], include_in_schema=False)
async def authorize(request: Asked, redirect_uri: FromQuery[str], person: FromQuery[str] = "") -> Response[str]:
    """Back to `redirect_uri` with code and state, at once when `person` is given."""
    world = tools(request).world
    _check(redirect_uri)
    if request.url.path == DESKTOP:
        _check_application(world, request.query_params)
    state = request.query_params.get("state", "")  # Litestar keeps the parameter name for itself.
    if not person and request.url.path == IN_CLIENT:
        person = request.cookies.get(HOLDER, "")
    if person:
        code = world.codes.issue(CodeKind.OAUTH, person, world.now())
        return Redirect(_target(redirect_uri, code=code, state=state))
    here = {**dict(request.query_params.items()), "state": state}
    items = "".join(
        f'<li><a href="?{escape(urlencode({**here, "person": member.userid}, quote_via=quote))}">'
        f"<b>{escape(member.name_zh)}</b> {escape(member.name_en)}"
        f"<small>{escape(member.role_zh)} · {escape(member.role_en)}</small></a></li>"
        for member in world.directory.members.values()
    )
    return Response(PAGE.format(people=items), media_type=MediaType.HTML, headers=HEADERS)


@get(WECHAT, include_in_schema=False)
async def wechat(
    request: Asked, kind: FromQuery[CodeKind], redirect_uri: FromQuery[str], person: FromQuery[str | None] = None
) -> Response[str]:
    """Back to `redirect_uri` with what `wx.login` (`code`) or the phone button (`phone`) would give, and the state.

    The first tap says whose WeChat this browser is; from then on that person is asked alone. An empty `person` lists
    everybody again.
    """
    world = tools(request).world
    _check(redirect_uri)
    if kind not in wechat_page.TEXTS:
        raise ClientException("kind is code or phone")
    people = [member for member in world.directory.members.values() if _can_give(kind, member)]
    state = request.query_params.get("state", "")
    if person:
        return _given(world, kind, _one(people, person), redirect_uri, state)
    holder = request.cookies.get(HOLDER) if person is None else None
    page = wechat_page.draw(
        kind,
        [member for member in people if member.userid == holder] or people,
        query={"kind": str(kind), "redirect_uri": redirect_uri, "state": state},
        refused=_target(redirect_uri, state=state),
    )
    return Response(page, media_type=MediaType.HTML, headers=HEADERS)


def _given(world: World, kind: CodeKind, member: Member, redirect_uri: str, state: str) -> Response[Any]:
    code = world.codes.issue(kind, member.openid, world.now())
    holder = Cookie(key=HOLDER, value=member.userid, path=WECHAT, httponly=True, samesite="lax")
    return Redirect(_target(redirect_uri, code=code, state=state), cookies=[holder])


def _can_give(kind: CodeKind, member: Member) -> bool:
    return bool(member.openid and (member.phone or kind is not CodeKind.PHONE))


def _one(people: list[Member], userid: str) -> Member:
    found = next((member for member in people if member.userid.lower() == userid.lower()), None)
    if found is None:
        raise NotFoundException("no such person")
    return found


def _check_application(world: World, asked: Mapping[str, str]) -> None:
    ours = {"login_type": "CorpApp", "appid": world.config.corpid, "agentid": str(world.config.agentid)}
    wrong = [name for name, value in ours.items() if asked.get(name) != value]
    if wrong:
        raise ClientException(f"not this corporation's application: {', '.join(wrong)}")


def _check(address: str) -> None:
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ClientException("a phone opens http and https addresses only")


def _target(redirect_uri: str, **added: str) -> str:
    parts, more = urlsplit(redirect_uri), urlencode(added)
    return urlunsplit(parts._replace(query=f"{parts.query}&{more}" if parts.query else more))


@get("/_sandbox/open", include_in_schema=False)
async def open_on_phone(request: Asked, userid: FromQuery[str], url: FromQuery[str]) -> Response[str]:
    """Open an address as this person's phone would.

    WeCom is told for a minute who holds the phone; the browser's WeChat is this person's from now on.
    """
    _check(url)
    member = _one(list(tools(request).world.directory.members.values()), userid)
    cookies = [
        Cookie(key=HOLDER, value=member.userid, path=IN_CLIENT, max_age=HOLDER_SECONDS, httponly=True),
        Cookie(key=HOLDER, value=member.userid, path=WECHAT, httponly=True),
    ]
    return Redirect(url, cookies=cookies)


HANDLERS = [authorize, wechat, open_on_phone]
