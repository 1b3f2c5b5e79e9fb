"""Cursor pages: stable under insertion, the same cost on page 1 and page 1,000."""

import base64
from typing import Any, Generic, TypeVar

import msgspec

from backend.core.errors import Problem

T = TypeVar("T")

MAX_PAGE = 100

BAD_CURSOR = Problem(
    code="bad_cursor",
    status=400,
    zh="翻页标记无效",
    en="The page cursor is not one of ours",
    next_zh="请从第一页重新打开列表",
    next_en="Open the list again from its first page",
)


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some items, and where to go on: `next` is null on the last page."""

    items: list[T]
    next: str | None


def encode_cursor(*values: Any) -> str:
    """An opaque mark of the last row's sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).rstrip(b"=").decode()


def decode_cursor(cursor: str, kinds: type[T]) -> T:
    """The values of a cursor, e.g. `decode_cursor(text, tuple[datetime, UUID])`; `BAD_CURSOR` otherwise."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kinds)
    except (ValueError, msgspec.DecodeError) as error:
        raise BAD_CURSOR.at("cursor") from error
