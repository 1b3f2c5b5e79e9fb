"""A mini-program's server side: sign-in codes, phone numbers, subscription messages.

Tokens come from `stable_token` in every environment: a laptop that asks `/cgi-bin/token` ends production's token.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec
from redis.asyncio import Redis

from bot.wechat.cards import ELLIPSIS
from bot.wechat.errors import Kind, Outcome, Reaction, Refused, Surface
from bot.wechat.http import Answer, ProviderHttp
from bot.wechat.tokens import Granted, TokenStore, authorised, credential_key

Release = Literal["developer", "trial", "formal"]
Language = Literal["zh_CN", "en_US", "zh_HK", "zh_TW"]

_MAX_CHARACTERS: Final = {"thing": 20, "character_string": 32, "phrase": 5, "name": 10, "car_number": 8}
_KEY_TYPE: Final = re.compile(r"([a-z_]+?)\d+")


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed in. `session_key` never leaves the server; `unionid` only under a bound open platform account."""

    openid: str
    session_key: str
    unionid: str | None = None

    def __repr__(self) -> str:
        return f"Session(openid={self.openid!r}, session_key=***, unionid={self.unionid!r})"


class _Watermark(msgspec.Struct, frozen=True, kw_only=True):
    appid: str


class _PhoneInfo(msgspec.Struct, frozen=True, kw_only=True):
    purePhoneNumber: str  # noqa: N815  The protocol's name.
    countryCode: int | str  # noqa: N815  A number in the samples, a string in the parameter table.
    watermark: _Watermark


class _PhoneAnswer(Answer, frozen=True, kw_only=True):
    phone_info: _PhoneInfo


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """A verified phone number without its country code, and that code without a plus sign (`86`)."""

    number: str
    country_code: str


class _TokenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    access_token: str
    expires_in: float


class _SubscriptionAnswer(Answer, frozen=True, kw_only=True):
    msgid: int | str | None = None


class MiniClient:
    """One mini-program."""

    def __init__(self, http: ProviderHttp, *, environment: str, appid: str, secret: str, redis: Redis | None) -> None:
        self._http = http
        self._appid = appid
        self._secret = secret
        self._tokens = TokenStore(credential_key(environment, appid), self._fetch_token, redis)

    async def session(self, code: str) -> Session | Refused:
        """Who stands behind a sign-in code; it works once, for five minutes (code2Session).

        `Refused.reaction`: RELOGIN for a bad or used code, WAIT after 100 a minute, PERMANENT for a blocked person.
        """
        params = {
            "appid": self._appid,
            "secret": self._secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        # Success carries no errcode here, so a Session's own fields are the proof of success.
        return await self._http.get("/sns/jscode2session", Session, surface=Surface.LOGIN, params=params)

    async def phone(self, code: str) -> Phone | Refused:
        """The number behind a phone button's code, which is not the sign-in code (getuserphonenumber)."""

        async def call(token: str) -> _PhoneAnswer | Refused:
            return await self._http.post(
                "/wxa/business/getuserphonenumber",
                _PhoneAnswer,
                surface=Surface.LOGIN,
                params={"access_token": token},
                body={"code": code},
            )

        answer = await authorised(self._tokens, call)
        if isinstance(answer, Refused):
            return answer
        if answer.phone_info.watermark.appid != self._appid:
            return Refused(
                reaction=Reaction.PERMANENT,
                message="the watermark names another appid",
                zh="手机号来自其他小程序",
                en="The phone number belongs to another mini-program",
                needs_alert=True,
            )
        return Phone(
            number=answer.phone_info.purePhoneNumber, country_code=str(answer.phone_info.countryCode).lstrip("+")
        )

    async def is_session_valid(self, openid: str, session_key: str) -> bool | Refused:
        """Whether the provider still honours a session key (checksession)."""

        async def call(token: str) -> Answer | Refused:
            params = {
                "access_token": token,
                "openid": openid,
                "signature": session_signature(session_key, b""),
                "sig_method": "hmac_sha256",
            }
            return await self._http.get("/wxa/checksession", Answer, surface=Surface.LOGIN, params=params)

        answer = await authorised(self._tokens, call)
        if isinstance(answer, Refused):
            return False if answer.reaction is Reaction.RELOGIN else answer
        return True

    async def send_subscription(
        self,
        openid: str,
        template_id: str,
        data: Mapping[str, str],
        *,
        page: str = "",
        release: Release = "formal",
        language: Language = "zh_CN",
    ) -> Outcome:
        """One subscription message: uses up one tap of the person on "allow" (subscribe/send).

        `data` maps a template's keys (`thing1`) to texts; `fitted_value` is applied. `page` may carry a query. The kind
        `recipient` with 43101 means that no tap is left. One at a time per openid: else 43108, which is `retry`.
        """
        body = {
            "touser": openid,
            "template_id": template_id,
            "data": {key: {"value": fitted_value(key, text)} for key, text in data.items()},
            "miniprogram_state": release,
            "lang": language,
            **({"page": page} if page else {}),
        }

        async def call(token: str) -> _SubscriptionAnswer | Refused:
            return await self._http.post(
                "/cgi-bin/message/subscribe/send",
                _SubscriptionAnswer,
                surface=Surface.MINI,
                params={"access_token": token},
                body=body,
            )

        answer = await authorised(self._tokens, call)
        if isinstance(answer, Refused):
            return Outcome.of(answer)
        provider_id = None if answer.msgid is None else str(answer.msgid)
        return Outcome(kind=Kind.ACCEPTED, code=0, message=answer.errmsg, provider_id=provider_id)

    async def _fetch_token(self) -> Granted | Refused:
        body = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret,
            "force_refresh": False,
        }
        answer = await self._http.post(
            "/cgi-bin/stable_token", _TokenAnswer, surface=Surface.TOKEN, params={}, body=body
        )
        return answer if isinstance(answer, Refused) else Granted(answer.access_token, answer.expires_in)


def fitted_value(key: str, text: str) -> str:
    """A template's value on one line and cut to its type's length in characters; types with a format stay whole.

    Only `thing` takes any character, so only there is a cut shown. An empty text would be refused with 47003 and
    becomes 无, or `-` where only letters and digits are allowed.
    """
    named = _KEY_TYPE.fullmatch(key)
    kind = named.group(1) if named else ""
    line = " ".join(text.split())
    limit = _MAX_CHARACTERS.get(kind)
    if limit is None:
        return line
    if not line:
        return "-" if kind == "character_string" else "无"
    if kind == "name" and line.isascii():
        limit = 2 * limit
    if len(line) <= limit:
        return line
    return line[: limit - 1] + ELLIPSIS if kind == "thing" else line[:limit]


def session_signature(session_key: str, body: bytes) -> str:
    """HMAC-SHA256 of a body under the session key's text, in lower hex (checksession signs an empty body)."""
    return hmac.digest(session_key.encode(), body, "sha256").hex()


def is_raw_data_signed(raw_data: str, session_key: str, signature: str) -> bool:
    """Whether `signature` is the platform's over the profile text `raw_data` (SHA-1, in lower hex)."""
    expected = hashlib.sha1((raw_data + session_key).encode()).hexdigest()  # noqa: S324  The protocol's own choice.
    return hmac.compare_digest(expected.encode(), signature.encode())
