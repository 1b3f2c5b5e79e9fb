"""Byte limits, list limits and shapes of message bodies: pure checks that raise `Refusal`.

Sizes are bytes of UTF-8 unless the name says characters. Numbers come from sections 2.1, 3.2 and 1.4 of the
protocol notes; where no code is documented for an overlong field, it is 40058 with the field's name.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.answers import Refusal

ROBOT_TEXT_BYTES = 2048
ROBOT_MARKDOWN_BYTES = 4096
ROBOT_IMAGE_BYTES = 2 * 1024 * 1024
APP_TEXT_BYTES = 2048
ARTICLES = 8
TITLE_BYTES = 128
DESCRIPTION_BYTES = 512
URL_BYTES = 2048
BUTTON_TEXT_CHARACTERS = 4
USERS = 1000
PARTIES = 100

Body = Mapping[str, Any]


def wrong(field: str, why: str = "is invalid") -> Refusal:
    """40058 naming the field."""
    return Refusal(40058, f"{field} {why}. invalid Request Parameter")


def section(body: Body, key: str) -> Body:
    """The object under `key`; its absence is empty content (44004)."""
    value = body.get(key)
    if value is None:
        raise Refusal(44004)
    if not isinstance(value, dict):
        raise wrong(key, "should be an object")
    return value


def text(body: Body, field: str, *, max_bytes: int = 0, max_characters: int = 0) -> str:
    """The string at the last part of `field` ("news.title"), "" when absent; refused past a limit."""
    value = body.get(field.rpartition(".")[2], "")
    if not isinstance(value, str):
        raise wrong(field, "should be a string")
    if max_bytes and len(value.encode()) > max_bytes:
        raise wrong(field, f"exceed max length {max_bytes}")
    if max_characters and len(value) > max_characters:
        raise wrong(field, f"exceed max length {max_characters}")
    return value


def needed(body: Body, field: str, *, max_bytes: int = 0) -> str:
    """Like `text`, but it must not be empty."""
    value = text(body, field, max_bytes=max_bytes)
    if not value:
        raise wrong(field, "is empty")
    return value


def objects(body: Body, field: str) -> list[Body]:
    """The list of objects at the last part of `field`; absent is empty."""
    value = body.get(field.rpartition(".")[2])
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise wrong(field, "should be a list of objects")
    return value


def texts(body: Body, field: str) -> list[str]:
    """The list of strings at the last part of `field`; absent is empty."""
    value = body.get(field.rpartition(".")[2])
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong(field, "should be a list of strings")
    return value


def content(body: Body, msgtype: str, max_bytes: int) -> str:
    """The content of a text or markdown message; 44004 when blank."""
    value = text(section(body, msgtype), f"{msgtype}.content", max_bytes=max_bytes)
    if not value.strip():
        raise Refusal(44004)
    return value


def cut(value: str, max_bytes: int) -> str:
    """At most so many bytes, never half a character."""
    return value.encode()[:max_bytes].decode(errors="ignore")


def robot_text(body: Body) -> None:
    """Msgtype text of a robot."""
    content(body, "text", ROBOT_TEXT_BYTES)
    texts(body["text"], "text.mentioned_list")
    texts(body["text"], "text.mentioned_mobile_list")


def robot_image(body: Body) -> None:
    """Msgtype image of a robot: ≤ 2 MiB before encoding, JPEG or PNG, and the MD5 of the raw bytes."""
    image = section(body, "image")
    try:
        raw = base64.b64decode(needed(image, "image.base64"), validate=True)
    except binascii.Error as error:
        raise wrong("image.base64") from error
    if len(raw) > ROBOT_IMAGE_BYTES:
        raise Refusal(40009)
    if not raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise wrong("image.base64", "is neither JPG nor PNG")
    if hashlib.md5(raw, usedforsecurity=False).hexdigest() != text(image, "image.md5").lower():
        raise Refusal(301019)


def news(body: Body) -> None:
    """Msgtype news, for robots and the app."""
    articles = objects(section(body, "news"), "news.articles")
    if not 1 <= len(articles) <= ARTICLES:
        raise wrong("news.articles", f"should have 1 to {ARTICLES} items")
    for article in articles:
        needed(article, "news.articles.title", max_bytes=TITLE_BYTES)
        text(article, "news.articles.description", max_bytes=DESCRIPTION_BYTES)
        if not text(article, "news.articles.url", max_bytes=URL_BYTES) and not text(article, "news.articles.pagepath"):
            raise wrong("news.articles.url", "is empty")


def app_markdown(body: Body) -> None:
    """Msgtype markdown of the app: ≤ 2048 bytes."""
    if len(content(body, "markdown", 0).encode()) > APP_TEXT_BYTES:
        raise Refusal(45002, "content size out of limit")


def textcard(body: Body) -> None:
    """Msgtype textcard of the app."""
    card = section(body, "textcard")
    needed(card, "textcard.title", max_bytes=TITLE_BYTES)
    needed(card, "textcard.description", max_bytes=DESCRIPTION_BYTES)
    if "://" not in needed(card, "textcard.url", max_bytes=URL_BYTES):
        raise wrong("textcard.url", "has no scheme")
    text(card, "textcard.btntxt", max_characters=BUTTON_TEXT_CHARACTERS)


def miniprogram_notice(body: Body) -> None:
    """Msgtype miniprogram_notice of the app."""
    notice = section(body, "miniprogram_notice")
    needed(notice, "miniprogram_notice.appid")
    text(notice, "miniprogram_notice.page", max_bytes=1024)
    for field, is_needed in (("title", True), ("description", False)):
        value = text(notice, f"miniprogram_notice.{field}")
        if (value or is_needed) and not 4 <= len(value) <= 12:
            raise wrong(f"miniprogram_notice.{field}", "should have 4 to 12 characters")
    items = objects(notice, "miniprogram_notice.content_item")
    if len(items) > 10:
        raise Refusal(90201, "invalid content_item size")
    for item in items:
        text(item, "miniprogram_notice.content_item.key", max_characters=10)
        text(item, "miniprogram_notice.content_item.value", max_characters=30)


def mpnews(body: Body) -> None:
    """Msgtype mpnews of the app: titles and lists only; its pictures are not kept."""
    articles = objects(section(body, "mpnews"), "mpnews.articles")
    if not 1 <= len(articles) <= ARTICLES:
        raise wrong("mpnews.articles", f"should have 1 to {ARTICLES} items")
    for article in articles:
        needed(article, "mpnews.articles.title", max_bytes=TITLE_BYTES)
        needed(article, "mpnews.articles.thumb_media_id")
        needed(article, "mpnews.articles.content")


def _fits(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


# Section 1.4: the rule of a subscribe message's value by the letters of its key.
VALUE_RULES: Mapping[str, Callable[[str], bool]] = {
    "thing": lambda value: len(value) <= 20,
    "number": _fits(r"[+-]?[\d.]{1,32}"),
    "letter": _fits(r"[A-Za-z]{1,32}"),
    "symbol": _fits(r"[^\w\s]{1,5}"),
    "character_string": _fits(r"[\x20-\x7e]{1,32}"),
    "time": _fits(r"[\d年月日/:~\- ]*\d{1,2}:\d{2}[\d年月日/:~\- ]*"),
    "date": _fits(r"\d{4}(-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日|/\d{1,2}/\d{1,2})[\d: ~\-年月日]*"),
    "amount": _fits(r"\D?\d{1,10}(\.\d+)?元?"),
    "phone_number": _fits(r"[\d+\-() ]{1,17}"),
    "car_number": lambda value: len(value) <= 8,
    "name": _fits(r"[一-鿿·]{1,10}|[A-Za-z\W]{1,20}"),
    "phrase": _fits(r"[一-鿿]{1,5}"),
}


def subscribe_data(data: Any) -> None:
    """The values of a subscribe message; 47003 names the first field that is wrong."""
    if not isinstance(data, dict) or not data:
        raise Refusal(47003, "argument invalid! data is empty")
    for key, holder in data.items():
        value = holder.get("value") if isinstance(holder, dict) else None
        rule = VALUE_RULES.get(key.rstrip("0123456789"))
        if not isinstance(value, str) or not value.strip() or "\n" in value or (rule and not rule(value)):
            raise Refusal(47003, f"argument invalid! data.{key}.value invalid")
