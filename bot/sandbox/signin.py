"""Pages that stand in for WeChat's sign-in: a list of people, each a link back with a single-use code.

Both the address inside the client and the one of the desktop web are here. `&person=<userid>` skips the list; so does
the cookie of a tab that a phone has opened (`/_sandbox/open`), for the address inside the client only.
"""

from html import escape
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from litestar import MediaType, get
from litestar.datastructures import Cookie
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from bot.sandbox.tokens import CodeKind
from bot.sandbox.tools import Asked, tools

IN_CLIENT = "/connect/oauth2/authorize"
HOLDER = "sandbox_person"
HOLDER_SECONDS = 60

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>登录 / Sign in</title>
<link rel="stylesheet" href="/page.css"><body class="signin"><main><h1>以谁的身份登录？</h1><p>Sign in as …</p>
<ul>{people}</ul></main></body></html>"""


@get([IN_CLIENT, "/wwlogin/sso/login", "/wwopen/sso/qrConnect"], include_in_schema=False)
async def authorize(request: Asked, redirect_uri: FromQuery[str], person: FromQuery[str] = "") -> Response[str]:
    """Back to `redirect_uri` with code and state, at once when `person` is given."""
    world = tools(request).world
    state = request.query_params.get("state", "")  # Litestar keeps the parameter name for itself.
    if not person and request.url.path == IN_CLIENT:
        person = request.cookies.get(HOLDER, "")
    if person:
        return Redirect(_target(redirect_uri, world.codes.issue(CodeKind.OAUTH, person, world.now()), state))
    here = {"redirect_uri": redirect_uri, "state": state}
    items = "".join(
        f'<li><a href="?{escape(urlencode({**here, "person": member.userid}, quote_via=quote))}">'
        f"<b>{escape(member.name_zh)}</b> {escape(member.name_en)}"
        f"<small>{escape(member.role_zh)} · {escape(member.role_en)}</small></a></li>"
        for member in world.directory.members.values()
    )
    return Response(PAGE.format(people=items), media_type=MediaType.HTML)


def _target(redirect_uri: str, code: str, state: str) -> str:
    parts = urlsplit(redirect_uri)
    added = urlencode({"code": code, "state": state})
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


@get("/_sandbox/open", include_in_schema=False)
async def open_on_phone(request: Asked, userid: FromQuery[str], url: FromQuery[str]) -> Response[str]:
    """Open an address as this person's phone would: whoever asks within a minute who holds the phone is told."""
    member = tools(request).world.directory.members.get(userid.lower())
    if member is None:
        raise NotFoundException("no such person")
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ClientException("a phone opens http and https addresses only")
    holder = Cookie(key=HOLDER, value=member.userid, path=IN_CLIENT, max_age=HOLDER_SECONDS, httponly=True)
    return Redirect(url, cookies=[holder])


HANDLERS = [authorize, open_on_phone]
