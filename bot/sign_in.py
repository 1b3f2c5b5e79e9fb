"""What a provider proves about the person who signs in: (issuer, subject), and a phone number."""

from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import urlencode

import msgspec
import structlog

from backend.core import i18n
from backend.core.errors import Problem, Refusal, SandtableError, Unavailable
from backend.core.i18n import Language
from backend.core.settings import settings
from backend.identity import accounts
from backend.identity.problems import SIGN_IN_TOO_OFTEN
from backend.identity.qr import qr_phone
from bot import clients
from bot.wechat.errors import Reaction, Refused

log = structlog.get_logger()

CODE_REFUSED = Problem(
    code="sign_in_code_refused",
    status=401,
    zh="登录凭证无效、已过期或已使用",
    en="The sign-in code is not valid, has expired or was used",
    next_zh="请重新点击登录",
    next_en="Tap sign in again",
)
BLOCKED = Problem(
    code="sign_in_blocked",
    status=403,
    zh="微信平台限制了此账号登录",
    en="The provider does not let this account sign in",
    next_zh="请在微信中按提示解除限制，或更换账号",
    next_en="Lift the restriction in WeChat, or use another account",
)
NOT_A_MEMBER = Problem(
    code="not_a_member",
    status=403,
    zh="您不是本企业微信的成员",
    en="You are not a member of this WeCom organisation",
    next_zh="请用单位的企业微信账号登录，或联系单位管理员",
    next_en="Use your organisation's WeCom account, or ask your unit administrator",
)

_PROBLEMS: Final = {
    Reaction.RELOGIN: CODE_REFUSED,
    Reaction.WAIT: SIGN_IN_TOO_OFTEN,
    Reaction.PERMANENT: BLOCKED,
    Reaction.RECIPIENT: NOT_A_MEMBER,
}


CLIENT: Final = "/m/"
"""Where the phone client is served to browsers."""
DESK: Final = "/sign-in"
"""The console's sign-in page."""


class Provider(StrEnum):
    """Who proves it to the phone: the mini-program's host, or WeCom's page for the client in a browser."""

    WECHAT = "wechat"
    WECOM = "wecom"
    WECOM_PAGE = "wecom_page"


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """Pages that prove who holds the phone; each comes back to `/m/?code=…&state=…`.

    `wecom`: its code is for the provider `wecom_page`; opens inside WeCom only. The other two are the sandbox's and
    null where WeChat is the real one: `sandbox` gives a code for the provider `wechat`, `sandbox_phone` the phone
    button's code for the first link.
    """

    wecom: str
    sandbox: str | None
    sandbox_phone: str | None


class WebPage(msgspec.Struct, frozen=True):
    """Where to send a computer's browser."""

    url: str


class Proved(NamedTuple):
    """An identity; never a name, a union id or a phone number."""

    issuer: str
    subject: str


def ways(state: str) -> Ways:
    """How the client signs in where there is no `wx.login`; it compares the `state` that comes back with its own."""
    return Ways(
        wecom=qr_phone.page(state, CLIENT).url, sandbox=_played("code", state), sandbox_phone=_played("phone", state)
    )


def _played(kind: str, state: str) -> str | None:
    conf = settings()
    query = urlencode({"kind": kind, "redirect_uri": f"{conf.public_url}{CLIENT}", "state": state})
    return conf.sandbox_base and f"{conf.sandbox_base}/_sandbox/wechat?{query}"


def web_page(state: str) -> WebPage:
    """WeCom's own web sign-in, which comes back to the console's sign-in page with a code and this `state`."""
    conf = settings()
    query = urlencode(
        {
            "login_type": "CorpApp",
            "appid": conf.wecom_corpid,
            "agentid": conf.wecom_agentid,
            "redirect_uri": f"{conf.public_url}{DESK}",
            "state": state,
            "lang": "en" if i18n.language.get() is Language.EN else "zh",
        }
    )
    return WebPage(f"{conf.login_base}/wwlogin/sso/login?{query}")


async def on_phone(provider: Provider, code: str) -> Proved:
    """Who opened the client: in WeChat, inside WeCom, or in a browser. A code works once, for five minutes."""
    if provider is Provider.WECOM_PAGE:
        return await on_web(code)
    if provider is Provider.WECOM:
        return _member(await clients.app().mini_member(code))
    session = await clients.mini().session(code)
    if isinstance(session, Refused):
        raise _refusal(session, "code")
    return Proved(accounts.wechat_issuer(), session.openid)


async def on_web(code: str) -> Proved:
    """Whom WeCom's page has sent back, to the console or to a phone; people outside the organisation are refused."""
    return _member(await clients.app().web_member(code))


def _member(userid: str | Refused) -> Proved:
    if isinstance(userid, Refused):
        raise _refusal(userid, "code")
    if not userid:
        raise NOT_A_MEMBER.at("code")
    return Proved(accounts.wecom_issuer(), accounts.wecom_subject(userid))


async def verified_phone(code: str) -> str:
    """The number behind the phone button's code, with its country code in front."""
    phone = await clients.mini().phone(code)
    if isinstance(phone, Refused):
        raise _refusal(phone, "phone_code")
    return f"+{phone.country_code}{phone.number}"


def _refusal(refused: Refused, field: str) -> SandtableError:
    problem = _PROBLEMS.get(refused.reaction)
    if problem is not None:
        return Refusal(problem, field=field, params={})
    log.warning("sign_in.provider", reaction=refused.reaction, code=refused.code, message=refused.message)
    return Unavailable("wechat")
