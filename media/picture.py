"""Reads and re-encodes one picture. Runs in a decoder's child process only: nothing else may import Pillow.

The header is read first and judged before a pixel is decoded (a 17 KiB PNG of 12,000 × 12,000 takes 703 MiB under
Pillow's defaults). What is served is drawn anew, so neither metadata nor anything behind the end of the picture
survives.
"""

import hashlib
import importlib
import math
import re
import struct
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image, ImageCms

from media import problems
from media.checks import Exif, MediaType
from media.frames import Picture

SERVED_SIDE_PIXELS = 1600
THUMBNAIL_SIDE_PIXELS = 320
_SERVED_QUALITY = 85
_THUMBNAIL_QUALITY = 80

EXIF_LIMIT_BYTES = 128 * 1024
"""Two full JPEG segments; a camera's block, maker note and preview included, fits into one (64 KiB)."""
_ICC_LIMIT_BYTES = 64 * 1024
_TEXT_LIMIT = 64
_STRIP_PIXELS = 1_000_000

Image.MAX_IMAGE_PIXELS = None
"""Ours stands in its place: Pillow's only warns up to twice its figure."""

_WEBP_MAX_PIXELS = 12_500_000
"""libwebp holds the canvas three times beside Pillow's copy; no phone's camera writes WEBP at more."""

_TIME = re.compile(r"\d{4}:\d{2}:\d{2} \d{2}:\d{2}:\d{2}")
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}")

_DAMAGED: Final = (
    *(OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError),
    *(struct.error, zlib.error),
)
"""What Pillow's readers raise on malformed input; never `MemoryError`, which speaks of our limit."""


def preload() -> None:
    """Load the three decoders and nothing else, before the process is confined."""
    for plugin in ("JpegImagePlugin", "MpoImagePlugin", "PngImagePlugin", "WebPImagePlugin"):
        importlib.import_module(f"PIL.{plugin}")


def derive(source: Path, media_type: MediaType, *, served: Path, thumbnail: Path, max_pixels: int) -> Picture:
    """Write the served copy and the thumbnail, both JPEG without metadata; the picture's facts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow complains of odd metadata, which is none of our business here.
        image = _open(source, media_type, max_pixels=max_pixels)
        with image:
            width, height = image.size
            small = _decode_small(image)
            exif = read_exif(image)  # Last, because a PNG may carry its block behind the pixels.
            profile = image.info.get("icc_profile")
        del image  # At 50 Mpx it holds 200 MB, which the copies must not come on top of.
        coloured = _to_srgb(small, profile)
    upright = _upright(coloured, exif.orientation)
    _save(upright, served, side=SERVED_SIDE_PIXELS, quality=_SERVED_QUALITY)
    _save(upright, thumbnail, side=THUMBNAIL_SIDE_PIXELS, quality=_THUMBNAIL_QUALITY)
    is_turned = exif.orientation >= 5
    return Picture(
        width=height if is_turned else width,
        height=width if is_turned else height,
        pixel_sha256=_hash_of(small, width, height),
        exif=exif,
    )


def _open(source: Path, media_type: MediaType, *, max_pixels: int) -> Image.Image:
    """The header, judged."""
    try:
        image = Image.open(source, formats=[media_type.pillow_format])
    except _DAMAGED as error:
        raise problems.PHOTO_DAMAGED.at("file") from error
    limit = min(max_pixels, _WEBP_MAX_PIXELS) if media_type is MediaType.WEBP else max_pixels
    width, height = image.size
    if width * height > limit:
        image.close()
        raise problems.PHOTO_TOO_MANY_PIXELS.at("file", width=width, height=height, limit_megapixels=limit // 1_000_000)
    return image


def _decode_small(image: Image.Image) -> Image.Image:
    """The whole picture decoded, at most about twice the served size, as RGB without metadata."""
    width, height = image.size
    factor = max(1, max(width, height) // SERVED_SIDE_PIXELS)
    try:
        # JPEG shrinks while it decodes (1/2, 1/4, 1/8): 30 ms instead of 90 for 12 Mpx, and a quarter of the memory.
        image.draft("RGB", (max(1, width // factor), max(1, height // factor)))
        image.load()
        return _shrunk(image)
    except _DAMAGED as error:
        raise problems.PHOTO_DAMAGED.at("file") from error


def _shrunk(image: Image.Image) -> Image.Image:
    """An RGB copy on white, reduced by a whole factor strip by strip: no second full-size copy is ever held."""
    factor = math.ceil(max(image.size) / (2 * SERVED_SIDE_PIXELS))
    size = (math.ceil(image.width / factor), math.ceil(image.height / factor))
    canvas = Image.new("RGB", size, "white")
    rows = max(1, _STRIP_PIXELS // (image.width * factor)) * factor
    for top in range(0, image.height, rows):
        flat = _flat(image.crop((0, top, image.width, min(top + rows, image.height))))
        canvas.paste(flat.reduce(factor) if factor > 1 else flat, (0, top // factor))
    return canvas


def _flat(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16-bit grey: Pillow would clip instead of scaling.
        return strip.convert("I").point(lambda value: value / 257).convert("L").convert("RGB")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    seen = strip.convert("RGBA")
    background = Image.new("RGB", strip.size, "white")
    background.paste(seen, mask=seen.getchannel("A"))
    return background


def _to_srgb(image: Image.Image, profile: Any) -> Image.Image:
    """Colours as the camera meant them (iPhones write Display P3); a profile that does not fit is ignored."""
    if not isinstance(profile, bytes) or len(profile) > _ICC_LIMIT_BYTES:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_DAMAGED):
        return image
    return converted or image


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 2.32, tag 0x0112."""


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _save(image: Image.Image, path: Path, *, side: int, quality: int) -> None:
    scale = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    fresh = Image.new("RGB", size)  # A new image has no `info` that the encoder could write.
    fresh.paste(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0))
    fresh.save(path, "JPEG", quality=quality)


def _hash_of(image: Image.Image, width: int, height: int) -> str:
    """Equal for equal pixels under one version of the decoders, whatever the metadata says: a hint, not a proof."""
    digest = hashlib.sha256(f"{width}x{height};".encode())
    digest.update(image.tobytes())
    return digest.hexdigest()


def read_exif(image: Image.Image) -> Exif:
    """The evidence in the header; metadata that cannot be read is no reason to refuse a photo, but is recorded."""
    block = image.info.get("exif", b"")
    if len(block) > EXIF_LIMIT_BYTES:
        return Exif(unread="too_large")
    try:
        tags = image.getexif()
        detail = tags.get_ifd(ExifTags.IFD.Exif)
        place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # Whatever a hostile block provokes in the parser, the answer is the same.
        return Exif(unread="damaged")
    return Exif(
        taken_at_text=_taken_at(tags, detail),
        latitude=_degrees(place.get(2), place.get(1), "S", 90.0),
        longitude=_degrees(place.get(4), place.get(3), "W", 180.0),
        make=_text(tags.get(ExifTags.Base.Make)),
        model=_text(tags.get(ExifTags.Base.Model)),
        orientation=_orientation(tags.get(ExifTags.Base.Orientation)),
    )


def _taken_at(tags: Any, detail: dict[int, Any]) -> str | None:
    """`2016:03:24 14:49:51`, with `+08:00` behind it where the camera wrote its offset."""
    taken = _text(detail.get(ExifTags.Base.DateTimeOriginal))
    offset = _text(detail.get(ExifTags.Base.OffsetTimeOriginal))
    if taken is None or not _TIME.fullmatch(taken):
        taken = _text(tags.get(ExifTags.Base.DateTime))
        offset = _text(detail.get(ExifTags.Base.OffsetTime))
    if taken is None or not _TIME.fullmatch(taken):
        return None
    return taken + offset if offset and _OFFSET.fullmatch(offset) else taken


def _degrees(parts: Any, reference: Any, negative: str, limit: float) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not (math.isfinite(value) and 0 <= value <= limit):
        return None
    return round(-value if _text(reference) == negative else value, 7)


def _orientation(value: Any) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _text(value: Any) -> str | None:
    """Printable text without the NULs that PostgreSQL refuses, or None."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if not isinstance(value, str):
        return None
    clean = "".join(character for character in value if character.isprintable()).strip()
    return clean[:_TEXT_LIMIT] or None
