"""The two cookies of a browser that signs in by a scanned code: what it waits with, and the session it gets.

No script reads either, no other site's request carries them, and over https nothing else does.
"""

from typing import Final

from litestar.datastructures import Cookie

from backend.core.settings import settings
from backend.identity.authentication import COOKIE
from backend.identity.scope import Door

BROWSER_COOKIE: Final = "sandtable_qr"
PATHS: Final = {Door.CONSOLE: "/api/console/", Door.PHONE: "/api/miniapp/"}
"""A session's cookie is sent to its own door only."""


def of_session(token: str, door: Door) -> Cookie:
    """The session, from its sign-in on."""
    return _cookie(COOKIE, token, PATHS[door])


def of_browser(value: str, door: Door) -> Cookie:
    """The secret that fetches the session, and the mark by which codes are limited."""
    return _cookie(BROWSER_COOKIE, value, f"{PATHS[door]}v1/qr-sign-in")


def _cookie(name: str, value: str, path: str) -> Cookie:
    is_encrypted = settings().public_url.startswith("https:")
    return Cookie(key=name, value=value, httponly=True, secure=is_encrypted, samesite="strict", path=path)
