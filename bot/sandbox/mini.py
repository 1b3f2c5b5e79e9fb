"""The mini-program host: sessions, tokens, phone numbers, subscribe messages, QR pictures, content checks."""

import base64
import hashlib
import hmac
import re
import secrets
from typing import Any

from bot.sandbox import limits
from bot.sandbox.answers import Binary, Call, Refusal
from bot.sandbox.config import Member
from bot.sandbox.tokens import CodeKind
from bot.sandbox.world import World

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
LANGUAGES = (None, "zh_CN", "en_US", "zh_HK", "zh_TW")
VERSIONS = (None, "developer", "trial", "formal")
CONTENT_CHARACTERS = 2500
# The smallest picture that a decoder accepts: one grey pixel of JPEG.
PIXEL = base64.b64decode(
    "/9j/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA"
    "/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)


def jscode2session(world: World, call: Call) -> dict[str, Any]:
    """Who opened the mini-program. A success carries no errcode at all."""
    _check_app(world, call.query.get("appid", ""), call.query.get("secret", ""))
    code = call.query.get("js_code", "")
    if not code:
        raise Refusal(41008)
    if call.query.get("grant_type") != "authorization_code":
        raise Refusal(40002)
    openid = world.codes.redeem(CodeKind.MINI, code, world.now())
    world.session_keys[openid] = base64.b64encode(secrets.token_bytes(16)).decode()
    answer = {"openid": openid, "session_key": world.session_keys[openid], "errcode": None, "errmsg": None}
    member = world.directory.by_openid(openid)
    return answer | ({"unionid": member.unionid} if member is not None and member.unionid else {})


def _check_app(world: World, appid: str, secret: str) -> None:
    if not appid:
        raise Refusal(41002)
    if not secret:
        raise Refusal(41004)
    if appid != world.config.appid:
        raise Refusal(40013)
    if not secrets.compare_digest(secret.encode(), world.config.mini_secret.encode()):
        raise Refusal(40125)


def token(world: World, call: Call) -> dict[str, Any]:
    """The old token door: each call ends the token before."""
    if call.query.get("grant_type") != "client_credential":
        raise Refusal(40002)
    _check_app(world, call.query.get("appid", ""), call.query.get("secret", ""))
    value, seconds = world.tokens.always_new(world.now(), world.settings.token_seconds)
    return {"access_token": value, "expires_in": seconds, "errcode": None, "errmsg": None}


def stable_token(world: World, call: Call) -> dict[str, Any]:
    """The token door to use; `expires_in` is what remains."""
    body = call.json()
    if body.get("grant_type") != "client_credential":
        raise Refusal(40002)
    _check_app(world, limits.text(body, "appid"), limits.text(body, "secret"))
    is_forced = body.get("force_refresh") is True
    value, seconds = world.tokens.stable(world.now(), world.settings.token_seconds, is_forced=is_forced)
    return {"access_token": value, "expires_in": seconds, "errcode": None, "errmsg": None}


def getuserphonenumber(world: World, call: Call) -> dict[str, Any]:
    """The phone number behind a phone code, which is not the login code."""
    openid = world.codes.redeem(CodeKind.PHONE, limits.text(call.json(), "code"), world.now())
    member = world.directory.by_openid(openid)
    if member is None or not member.phone:
        raise Refusal(40029)
    watermark = {"timestamp": int(world.now()), "appid": world.config.appid}
    number = {"phoneNumber": member.phone, "purePhoneNumber": member.phone, "countryCode": "86"}
    return {"phone_info": {**number, "watermark": watermark}}


def subscribe_send(world: World, call: Call) -> dict[str, Any]:
    """One message for one tap: refused with 43101 when no tap is left."""
    body = call.json()
    openid, template = limits.text(body, "touser"), limits.text(body, "template_id")
    if not _is_known(world, openid):
        raise Refusal(40003)
    keys = world.config.templates.get(template)
    if not template or (world.config.templates and keys is None):
        raise Refusal(40037)
    if limits.text(body, "page").startswith("/"):
        raise Refusal(41030)
    if body.get("lang") not in LANGUAGES or body.get("miniprogram_state") not in VERSIONS:
        raise Refusal(47001)
    limits.subscribe_data(body.get("data"))
    _check_keys(keys, body["data"])
    _spend(world, openid, template)
    world.feed.add("subscribe", openid, msgtype=template, recipients=_userids(world, openid), body=body)
    return {}


def _check_keys(keys: tuple[str, ...] | None, data: dict[str, Any]) -> None:
    missing = next((key for key in keys or () if key not in data), None)
    if missing is not None:
        raise Refusal(47003, f"argument invalid! data.{missing}.value is emtpy")


def _spend(world: World, openid: str, template: str) -> None:
    left = world.subscriptions.get((openid, template), 0)
    if left < 1:
        raise Refusal(43101)
    world.subscriptions[openid, template] = left - 1


def _is_known(world: World, openid: str) -> bool:
    return openid in world.session_keys or world.directory.by_openid(openid) is not None


def _userids(world: World, openid: str) -> list[str]:
    member: Member | None = world.directory.by_openid(openid)
    return [] if member is None else [member.userid]


def qr_unlimited(world: World, call: Call) -> Binary:
    """A picture. What it would say goes to the log, because one grey pixel says nothing."""
    body = call.json()
    scene = body.get("scene")
    if not isinstance(scene, str) or not SCENE.fullmatch(scene):
        raise Refusal(40169)
    page = limits.text(body, "page")
    if page.startswith("/") or "?" in page or (page and body.get("check_path", True) is True):
        raise Refusal(41030)
    if not 280 <= body.get("width", 430) <= 1280:
        raise limits.wrong("width")
    world.feed.note("qr", scene, body=body)
    return Binary(PIXEL, "image/jpeg")


def msg_sec_check(world: World, call: Call) -> dict[str, Any]:
    """Whether a text is fit to be shown; the configuration's risky words are not."""
    body = call.json()
    if body.get("version") != 2 or body.get("scene") not in (1, 2, 3, 4):
        raise Refusal(40129, "invalid scene or version")
    if not _is_known(world, limits.text(body, "openid")):
        raise Refusal(40003)
    text = limits.text(body, "content", max_characters=CONTENT_CHARACTERS)
    if not text:
        raise Refusal(44002, "empty post data")
    is_risky = any(word in text for word in world.config.risky_words)
    result = {"suggest": "risky", "label": 10001} if is_risky else {"suggest": "pass", "label": 100}
    detail = {"strategy": "content_model", "errcode": 0, "prob": 90, **result}
    return {"trace_id": secrets.token_hex(16), "result": result, "detail": [detail]}


def media_check_async(world: World, call: Call) -> dict[str, Any]:
    """A promise to look at a file. The result event comes from the control API."""
    body = call.json()
    if body.get("version") != 2 or body.get("media_type") not in (1, 2):
        raise Refusal(40129, "invalid media_type or version")
    limits.needed(body, "media_url")
    if not _is_known(world, limits.text(body, "openid")):
        raise Refusal(40003)
    return {"trace_id": secrets.token_hex(16)}


def checksession(world: World, call: Call) -> dict[str, Any]:
    """Whether a session_key is still the newest."""
    key = world.session_keys.get(call.query.get("openid", ""), "")
    expected = hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()
    if not key or not hmac.compare_digest(expected, call.query.get("signature", "")):
        raise Refusal(87009)
    return {}
