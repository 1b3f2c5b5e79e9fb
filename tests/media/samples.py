"""Real photographs and made ones, good and hostile."""

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image

PHOTOS = Path(__file__).parent.parent / "data" / "photos"


def real(name: str) -> bytes:
    """One of the photographs of `tests/data/photos`."""
    return (PHOTOS / f"{name}.jpg").read_bytes()


def picture(width: int = 64, height: int = 48) -> Image.Image:
    """A gradient, so that turning and scaling can be seen."""
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (ramp, ramp.rotate(180), ramp))


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *, bits: int = 1, before_pixels: bytes = b"") -> bytes:
    """A black grey-scale PNG of any size, made row by row: a bomb of 12,000 × 12,000 is 17 KiB."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width * bits + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + before_pixels + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    )


def exif_with_tags(count: int) -> bytes:
    """A TIFF directory of that many tags, as a PNG's eXIf chunk holds it (12 bytes each)."""
    tags = b"".join(struct.pack("<HHII", 0x9C00, 3, 1, place) for place in range(min(count, 0xFFFF)))
    rest = b"".join(struct.pack("<HHII", 0x9C00, 3, 1, place) for place in range(0xFFFF, count))
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", min(count, 0xFFFF)) + tags + bytes(4) + rest


def png_with_exif(block: bytes) -> bytes:
    """A small PNG that carries the block."""
    return png(8, 8, before_pixels=_chunk(b"eXIf", block))


def png_with_packed_text(size: int) -> bytes:
    """A PNG whose comment unpacks to `size` bytes."""
    return png(8, 8, before_pixels=_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(size), 9)))


def gif(frames: int) -> bytes:
    """An animation."""
    images = [Image.new("P", (16, 16), place % 256) for place in range(frames)]
    return encoded(images[0], "GIF", save_all=True, append_images=images[1:])


def archive() -> bytes:
    """A ZIP with a page in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        page = zipfile.ZipInfo("index.html")  # Of 1980: the same bytes in every process that collects the tests.
        made.writestr(page, "<script>alert(1)</script>")
    return file.getvalue()


PAGE = b"<!DOCTYPE html><script>alert('sandtable')</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file\nshowpage\n%%EOF\n"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
AVIF = b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(64)
GZIP = gzip.compress(bytes(1024), mtime=0)
