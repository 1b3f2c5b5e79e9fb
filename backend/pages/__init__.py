"""The pages that are served as they are: signing in by a scanned code, and what the phone shows of it.

They hold nothing: every word about a person or a project comes from the API, with the reader's own session. Nothing on
them comes from a foreign host, and nothing may be loaded from one.
"""

from importlib.resources import files
from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from backend.pages import console, phone, start

SECURITY_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
}
"""No other site may frame a page on which somebody presses "confirm", and none learns an address from it."""

_TYPES: Final = {"html": "text/html", "js": "text/javascript", "css": "text/css"}


def _page(name: str, *paths: str) -> HTTPRouteHandler:
    content = (files(__package__) / name).read_bytes()
    media_type = _TYPES[name.rpartition(".")[2]]

    @get([*paths], opt={"public": True}, include_in_schema=False, sync_to_thread=False)
    def page() -> Response[bytes]:
        return Response(content, media_type=media_type, headers=SECURITY_HEADERS)

    return page


ROUTES: Final = [
    _page("sign_in.html", "/sign-in", "/m/sign-in"),
    _page("sign_in.js", "/pages/sign_in.js"),
    _page("qr.html", "/qr", "/qr/{code:str}"),
    _page("qr.js", "/pages/qr.js"),
    start.page,
    _page("start.js", "/pages/start.js"),
    _page("frame.js", "/pages/frame.js"),
    _page("texts.js", "/pages/texts.js"),
    _page("pages.css", "/pages/pages.css"),
    *phone.ROUTES,
    *console.ROUTES,
]
