"""How the two hosts word an answer: a refusal by number, and the tails of their errmsg."""

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec

TEXTS: Mapping[int, str] = {
    -1: "system busy",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40006: "invalid file size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40032: "invalid userid list size",
    40037: "invalid template_id",
    40056: "invalid agentid",
    40125: "invalid appsecret",
    40164: "invalid ip {ip}, not in whitelist",
    40169: "invalid length for scene, or the data is not json string",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    42003: "code expired",
    42014: "invalid task_id",
    42022: "code has been used",
    42052: "message recall timeout",
    43001: "require GET method",
    43002: "require POST method",
    43012: "application callback url is not configured",
    43101: "user refuse to accept the msg",
    44004: "empty content",
    45009: "api freq out of limit",
    47001: "data format error",
    60020: "not allow to access from your ip",
    60140: "invalid response_code",
    81013: "user & party & tag all invalid",
    82001: "all of touser, toparty and totag are empty",
    82002: "invalid party list size",
    82003: "invalid tag list size",
    84014: "invalid user_ticket",
    86003: "invalid chatid",
    86215: "chatid existed",
    87009: "invalid signature",
    93000: "invalid webhook url",
    93004: "robot is disabled",
    301019: "invalid md5",
}


class Refusal(Exception):
    """A business error: HTTP 200 with an errcode."""

    def __init__(self, errcode: int, text: str = "") -> None:
        self.errcode = errcode
        self.text = text or TEXTS.get(errcode, "invalid request parameter")
        super().__init__(f"{errcode} {self.text}")


class Upload(msgspec.Struct, frozen=True):
    """The `media` part of a multipart form."""

    filename: str
    content: bytes


class Binary(msgspec.Struct, frozen=True):
    """An answer that is a file, not JSON."""

    content: bytes
    media_type: str
    filename: str = ""


class Call(msgspec.Struct, frozen=True):
    """One request as an endpoint sees it."""

    query: Mapping[str, str]
    body: bytes = b""
    ip: str = ""
    upload: Upload | None = None
    is_mini: bool = False

    def json(self) -> dict[str, Any]:
        """The body as an object; 47001 on the mini-program host, 40008 with WeCom's warning on the other."""
        try:
            body = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            body = None
        if isinstance(body, dict):
            return body
        if self.is_mini:
            raise Refusal(47001)
        raise Refusal(40008, "invalid message type, Warning: wrong json format. ")


def refusal_body(refusal: Refusal, call: Call, *, at: float) -> dict[str, Any]:
    """The JSON of a refusal: `rid: …` on the mini-program host, hint and caller's address on WeCom's."""
    text = refusal.text.format(ip=call.ip) if "{ip}" in refusal.text else refusal.text
    return {"errcode": refusal.errcode, "errmsg": text + tail(refusal.errcode, call, at=at)}


def tail(errcode: int, call: Call, *, at: float) -> str:
    """What support staff ask for."""
    if call.is_mini:
        return f" rid: {int(at):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
    hint = f"[{int(at):010d}_{secrets.randbelow(99) + 1}_{secrets.token_hex(16)}]"
    more = f"more info at https://open.work.weixin.qq.com/devtool/query?e={errcode}"
    return f", hint: {hint}, from ip: {call.ip}, {more}"
