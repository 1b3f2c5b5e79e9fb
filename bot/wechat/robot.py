"""The robot of a WeCom group: posts into one group, hears nothing back (WeCom doc 91770).

Twenty messages a minute per robot; the caller keeps the pace. A robot has no duplicate check: an ambiguous outcome that
is repeated may show twice.
"""

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import structlog

from bot.wechat.cards import ROBOT_DISPLAY, TextNotice, cut_bytes, fitted
from bot.wechat.errors import Kind, Outcome, Refused, Surface
from bot.wechat.http import Answer, ProviderHttp

TEXT_MAX_BYTES: Final = 2048
MARKDOWN_MAX_BYTES: Final = 4096
EVERYBODY: Final = "@all"
_KEY: Final = re.compile(r"[0-9A-Za-z_-]{8,64}")
_log = structlog.get_logger("bot.wechat")


def robot_key(configured: str) -> str:
    """The key, from a key or from the whole address that WeCom shows; `ValueError` (without the text) for neither."""
    text = configured.strip()
    if "://" in text:
        text = "".join(parse_qs(urlsplit(text).query).get("key", []))
    if not _KEY.fullmatch(text):
        raise ValueError("neither a robot's key nor its webhook address")
    return text


class RobotClient:
    """Sends through any robot of one deployment; `key` says which, and is the whole credential."""

    def __init__(self, http: ProviderHttp) -> None:
        self._http = http

    async def send_text(
        self, key: str, content: str, *, mentioned_users: Sequence[str] = (), mentioned_mobiles: Sequence[str] = ()
    ) -> Outcome:
        """Plain text, cut to 2048 bytes; a mention of someone outside the group does nothing."""
        text: dict[str, Any] = {"content": cut_bytes(content, TEXT_MAX_BYTES)}
        if mentioned_users:
            text["mentioned_list"] = list(mentioned_users)
        if mentioned_mobiles:
            text["mentioned_mobile_list"] = list(mentioned_mobiles)
        return await self._send(key, {"msgtype": "text", "text": text})

    async def send_markdown(self, key: str, content: str) -> Outcome:
        """The old markdown (headings, bold, links, quotes, three colours, `<@userid>`), cut to 4096 bytes."""
        return await self._send(
            key, {"msgtype": "markdown", "markdown": {"content": cut_bytes(content, MARKDOWN_MAX_BYTES)}}
        )

    async def send_card(self, key: str, card: TextNotice) -> Outcome:
        """A notice whose tap opens a page; texts are cut to what a phone shows."""
        return await self._send(key, {"msgtype": "template_card", "template_card": fitted(card, ROBOT_DISPLAY)})

    async def _send(self, key: str, body: dict[str, Any]) -> Outcome:
        answer = await self._http.post(
            "/cgi-bin/webhook/send", Answer, surface=Surface.ROBOT, params={"key": key}, body=body
        )
        if isinstance(answer, Refused):
            return Outcome.of(answer)
        if answer.is_warned:
            _log.error("provider.malformed_body_tolerated", surface="robot")
        return Outcome(kind=Kind.ACCEPTED, code=0, message=answer.errmsg, needs_alert=answer.is_warned)
