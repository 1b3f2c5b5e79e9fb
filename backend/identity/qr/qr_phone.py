"""Who holds the phone that has scanned: WeCom's own page proves it (in-client OAuth, WeCom doc 91022).

A phone that is signed in already, like the mini-program, uses its session instead.
"""

from typing import Final
from urllib.parse import urlencode

import msgspec

from backend.core import db
from backend.core.settings import settings
from backend.identity import sign_in
from backend.identity.qr import qr_sign_in
from backend.identity.qr.qr_problems import PHONE_NOT_LINKED
from backend.identity.scope import Door
from backend.identity.sessions import Opened
from backend.identity.sign_in import LinkRequired

PAGE: Final = "/qr"
"""Where WeCom sends the phone back to: never with the scanned code, which is nobody else's business."""


class PhonePage(msgspec.Struct, frozen=True):
    """Where to send the phone."""

    url: str


def page(state: str, back: str = PAGE) -> PhonePage:
    """WeCom's page for our application, which comes `back`; it asks for nothing but who it is (`snsapi_base`)."""
    conf = settings()
    query = urlencode(
        {
            "appid": conf.wecom_corpid,
            "redirect_uri": f"{conf.public_url}{back}",
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
            "agentid": conf.wecom_agentid,
        }
    )
    return PhonePage(f"{conf.oauth_base}/connect/oauth2/authorize?{query}#wechat_redirect")


async def prove(issuer: str, subject: str, *, user_agent: str, address: str) -> Opened:
    """A session of half an hour for a proved identity that has an account."""
    async with db.transaction(is_joinable=True):
        opened = await sign_in.sign_in(issuer, subject, door=Door.PHONE, user_agent=user_agent, address=address)
        if isinstance(opened, LinkRequired):
            raise PHONE_NOT_LINKED.at()
        await qr_sign_in.shorten(opened.session_id, minutes=settings().qr_phone_minutes)
        return opened
