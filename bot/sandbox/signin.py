"""Pages that stand in for WeChat's sign-in: a list of people, each a link back with a single-use code.

Both the address inside the client and the one of the desktop web are here. `&person=<userid>` skips the list.
"""

from html import escape
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from litestar import MediaType, get
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from bot.sandbox.tokens import CodeKind
from bot.sandbox.tools import Asked, tools

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>登录 / Sign in</title>
<link rel="stylesheet" href="/page.css"><body class="signin"><main><h1>以谁的身份登录？</h1><p>Sign in as …</p>
<ul>{people}</ul></main></body></html>"""


@get(["/connect/oauth2/authorize", "/wwlogin/sso/login", "/wwopen/sso/qrConnect"], include_in_schema=False)
async def authorize(request: Asked, redirect_uri: FromQuery[str], person: FromQuery[str] = "") -> Response[str]:
    """Back to `redirect_uri` with code and state, at once when `person` is given."""
    world = tools(request).world
    state = request.query_params.get("state", "")  # Litestar keeps the parameter name for itself.
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
