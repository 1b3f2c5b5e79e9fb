"""A WeCom application: messages to members' own chats, cards with buttons, their update and recall, sign-in.

A member gets at most 30 messages a minute and 1,000 an hour from an app; the surplus is dropped without a word
(WeCom doc 90236). Every send asks for the duplicate check, which compares whole requests: to profit from it after an
ambiguous outcome, repeat the very same content.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import structlog
from redis.asyncio import Redis

from bot.wechat.cards import APP_DISPLAY, ButtonInteraction, Card, cut_bytes, cut_display, fitted
from bot.wechat.errors import Kind, Outcome, Reaction, Refused, Surface
from bot.wechat.http import Answer, ProviderHttp
from bot.wechat.tokens import Granted, TokenStore, authorised, credential_key

RECIPIENTS_MAX: Final = 1000
TEXT_MAX_BYTES: Final = 2048
TITLE_MAX_BYTES: Final = 128
DESCRIPTION_MAX_BYTES: Final = 512
URL_MAX_BYTES: Final = 2048
DUPLICATE_CHECK_SECONDS: Final = 1800
_log = structlog.get_logger("bot.wechat")


class _TokenAnswer(Answer, frozen=True, kw_only=True):
    access_token: str
    expires_in: float


class _SendAnswer(Answer, frozen=True, kw_only=True):
    invaliduser: str | list[str] | None = None  # A string when sending, a list when updating.
    unlicenseduser: str | list[str] | None = None
    msgid: str = ""
    response_code: str = ""


class _MemberAnswer(Answer, frozen=True, kw_only=True):
    userid: str = ""  # Somebody outside the corporation has an openid instead.


class AppClient:
    """One application (`agentid`) of one corporation."""

    def __init__(
        self,
        http: ProviderHttp,
        *,
        environment: str,
        corpid: str,
        agentid: int,
        secret: str,
        redis: Redis | None,
    ) -> None:
        self._http = http
        self._agentid = agentid
        self._credentials = {"corpid": corpid, "corpsecret": secret}
        self._tokens = TokenStore(credential_key(environment, corpid, agentid), self._fetch_token, redis)

    async def send_text(self, users: Sequence[str], content: str) -> Outcome:
        """Plain text, cut to 2048 bytes; `<a href>` works."""
        return await self._send(users, "text", {"content": cut_bytes(content, TEXT_MAX_BYTES)})

    async def send_markdown(self, users: Sequence[str], content: str) -> Outcome:
        """Markdown, cut to 2048 bytes; members who read in WeChat see its source."""
        return await self._send(users, "markdown", {"content": cut_bytes(content, TEXT_MAX_BYTES)})

    async def send_textcard(self, users: Sequence[str], *, title: str, description: str, url: str) -> Outcome:
        """A title (cut to 128 bytes), a text (512) and a page to open (an address of at most 2048 bytes)."""
        if len(url.encode()) > URL_MAX_BYTES or "://" not in url:
            return _unsendable("the address is too long or has no scheme")
        card = {
            "title": cut_bytes(title, TITLE_MAX_BYTES),
            "description": cut_bytes(description, DESCRIPTION_MAX_BYTES),
            "url": url,
        }
        return await self._send(users, "textcard", card)

    async def send_card(self, users: Sequence[str], card: Card, *, is_repeat: bool = False) -> Outcome:
        """A card; texts are cut to what a phone shows.

        `is_repeat`: an earlier attempt may have arrived. A used task id (42014) then means that it did: `duplicate`.
        On a first attempt the same code is a programming error: `permanent`.
        """
        outcome = await self._send(users, "template_card", fitted(card, APP_DISPLAY))
        if outcome.kind is Kind.DUPLICATE and not is_repeat:
            return msgspec.structs.replace(outcome, kind=Kind.PERMANENT, needs_alert=True)
        return outcome

    async def update_card(self, response_code: str, card: ButtonInteraction, *, users: Sequence[str] = ()) -> Outcome:
        """Replaces a card (WeCom doc 94945). `response_code` works once; 60140 means used or too old: send anew.

        `users` narrows it to these; nobody named means everyone who has the card.
        """
        return await self._update(response_code, users, {"template_card": fitted(card, APP_DISPLAY)})

    async def replace_button(self, response_code: str, caption: str, *, users: Sequence[str] = ()) -> Outcome:
        """Greys a card's buttons out under `caption` (WeCom doc 94945)."""
        return await self._update(
            response_code, users, {"button": {"replace_name": cut_display(caption, APP_DISPLAY.button)}}
        )

    async def recall(self, provider_id: str) -> Outcome:
        """Takes a message back within 24 h (WeCom doc 94867); not from the chats of those who read in WeChat."""
        return await self._post("/cgi-bin/message/recall", {"msgid": provider_id}, Surface.RECALL)

    async def web_member(self, code: str) -> str | Refused:
        """The userid behind a web sign-in's code (auth/getuserinfo, doc 91023); `""` for a person who is no member."""
        return await self._member("/cgi-bin/auth/getuserinfo", {"code": code})

    async def mini_member(self, code: str) -> str | Refused:
        """The userid behind the code of a mini-program that runs inside WeCom (miniprogram/jscode2session)."""
        return await self._member(
            "/cgi-bin/miniprogram/jscode2session", {"js_code": code, "grant_type": "authorization_code"}
        )

    async def _member(self, path: str, params: dict[str, str]) -> str | Refused:
        async def call(token: str) -> _MemberAnswer | Refused:
            return await self._http.get(
                path, _MemberAnswer, surface=Surface.LOGIN, params={"access_token": token, **params}
            )

        answer = await authorised(self._tokens, call)
        return answer if isinstance(answer, Refused) else answer.userid

    async def _send(self, users: Sequence[str], msgtype: str, content: Any) -> Outcome:
        if not 1 <= len(users) <= RECIPIENTS_MAX or any("|" in user or not user for user in users):
            return _unsendable(f"a message goes to 1 to {RECIPIENTS_MAX} members")
        body = {
            "touser": "|".join(users),
            "msgtype": msgtype,
            "agentid": self._agentid,
            msgtype: content,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": DUPLICATE_CHECK_SECONDS,
        }
        return await self._post("/cgi-bin/message/send", body, Surface.APP)

    async def _update(self, response_code: str, users: Sequence[str], change: dict[str, Any]) -> Outcome:
        to = {"userids": list(users)} if users else {"atall": 1}
        body = {**to, "agentid": self._agentid, "response_code": response_code, **change}
        return await self._post("/cgi-bin/message/update_template_card", body, Surface.CARD_UPDATE)

    async def _post(self, path: str, body: dict[str, Any], surface: Surface) -> Outcome:
        async def call(token: str) -> _SendAnswer | Refused:
            return await self._http.post(path, _SendAnswer, surface=surface, params={"access_token": token}, body=body)

        answer = await authorised(self._tokens, call)
        return Outcome.of(answer) if isinstance(answer, Refused) else _accepted(answer, surface)

    async def _fetch_token(self) -> Granted | Refused:
        answer = await self._http.get(
            "/cgi-bin/gettoken", _TokenAnswer, surface=Surface.TOKEN, params=self._credentials
        )
        return answer if isinstance(answer, Refused) else Granted(answer.access_token, answer.expires_in)


def _accepted(answer: _SendAnswer, surface: Surface) -> Outcome:
    missed = (*_names(answer.invaliduser), *_names(answer.unlicenseduser))
    if answer.is_warned:
        _log.error("provider.malformed_body_tolerated", surface=surface.value)
    return Outcome(
        kind=Kind.ACCEPTED,
        code=0,
        message=answer.errmsg,
        provider_id=answer.msgid or None,
        response_code=answer.response_code or None,
        invalid_users=tuple(dict.fromkeys(missed)),
        needs_alert=answer.is_warned,
    )


def _names(listed: str | list[str] | None) -> list[str]:
    names = listed.split("|") if isinstance(listed, str) else listed or []
    return [name for name in names if name]


def _unsendable(message: str) -> Outcome:
    return Outcome.of(
        Refused(
            reaction=Reaction.PERMANENT,
            message=message,
            zh="消息不符合发送要求",
            en="The message cannot be sent in this form",
            needs_alert=True,
        )
    )
