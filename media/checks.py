"""What may be decided about an upload from its bytes alone, before anything decodes it.

Pillow is not imported here: the web process never parses a picture (`media.picture` does, in a child process).
"""

import re
from enum import StrEnum

import msgspec

from media import problems

SNIFF_BYTES = 64
"""How much of the beginning `sniff` wants to see."""

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class MediaType(StrEnum):
    """The types that are kept; each is also the fixed type with which the original would be served."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"

    @property
    def pillow_format(self) -> str:
        """The one decoder that may open it."""
        return self.name


class Exif(msgspec.Struct, frozen=True, kw_only=True):
    """What the camera wrote, kept as evidence, never served. Degrees are as recorded (WGS 84 by the standard).

    `unread` says why there may have been more than was read: `too_large` or `damaged`.
    """

    taken_at_text: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    make: str | None = None
    model: str | None = None
    orientation: int = 1
    unread: str | None = None


def sniff(head: bytes) -> MediaType:
    """The type by the first bytes; whatever else is refused by its name. The file's own name is never asked."""
    if not head:
        raise problems.PHOTO_EMPTY.at("file")
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if _is_heic(head):
        raise problems.PHOTO_HEIC.at("file")
    name = _name_of_refused(head)
    if name is not None:
        raise problems.PHOTO_TYPE_UNSUPPORTED.at("file", type=name)
    raise problems.PHOTO_NOT_AN_IMAGE.at("file")


def declared_sha256(text: str) -> str:
    """The client's declaration in lower case."""
    if not _SHA256.fullmatch(text):
        raise problems.PHOTO_HASH_MALFORMED.at("sha256")
    return text.lower()


def check_size(size_bytes: int, *, limit_bytes: int) -> None:
    """Refuse one byte past the limit."""
    if size_bytes > limit_bytes:
        raise problems.PHOTO_TOO_LARGE.at("file", limit_mib=limit_bytes // (1024 * 1024))


_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})

_REFUSED_STARTS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"%PDF", "PDF"),
    (b"8BPS", "PSD"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"PK\x03\x04", "ZIP"),
)


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def _name_of_refused(head: bytes) -> str | None:
    for start, name in _REFUSED_STARTS:
        if head.startswith(start):
            return name
    if head[4:8] == b"ftyp":
        return "AVIF" if head[8:12] in {b"avif", b"avis"} else "MP4"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<svg", b"<?xml")):
        return "SVG"
    return "HTML" if text.startswith((b"<!doctype", b"<html", b"<script")) else None
