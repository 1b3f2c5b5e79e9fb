"""What a decoder and its child say to each other: a four-byte big-endian length, then MessagePack."""

from typing import Any

import msgspec

from media.checks import Exif, MediaType

LIMIT_BYTES = 1024 * 1024
HEAD_BYTES = 4


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Decode `source`, write the two copies."""

    source: str
    media_type: MediaType
    served: str
    thumbnail: str
    max_pixels: int


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of one decoded picture; width and height as a person sees it, orientation applied."""

    width: int
    height: int
    pixel_sha256: str
    exif: Exif


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Sent once, before the first request; `is_filtered`: without network and programs."""

    is_filtered: bool


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Both copies are written."""

    picture: Picture


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The code of a problem of `media.problems` and its parameters."""

    code: str
    params: dict[str, Any]


Answer = Ready | Done | Refused


def pack(message: Request | Answer) -> bytes:
    """The message with its length before it."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(HEAD_BYTES, "big") + body
