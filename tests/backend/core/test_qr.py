"""The picture of a code, read by a program that did not draw it."""

import random
import re
from unittest.mock import Mock, patch

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from segno import encoder

from backend.core import qr

SCALE = 8


def drawn(svg: str) -> Image.Image:
    """The picture as a browser would draw it: the path is horizontal strokes, one module high."""
    size = int(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])
    image = Image.new("L", (size * SCALE, size * SCALE), 255)
    pen = ImageDraw.Draw(image)
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ]?(-?[\d.]+))?", svg.rpartition(' d="')[2]):
        if command == "h":
            pen.rectangle((x * SCALE, (y - 0.5) * SCALE, (x + float(first)) * SCALE - 1, (y + 0.5) * SCALE - 1), fill=0)
            x += float(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return image


@pytest.mark.parametrize(
    "text", ["https://sandtable.example.gov.cn/qr/" + "aB3-_" * 9, "http://127.0.0.1:8000/qr/x", "工程沙盘"]
)
def test_another_program_reads_what_was_written_at_level_m(text: str) -> None:
    found = zxingcpp.read_barcode(drawn(qr.svg(text)))
    assert found is not None
    assert (found.text, found.ec_level) == (text, "M")


def test_a_hundred_codes_of_any_content_are_read() -> None:
    dice = random.Random(18004)
    texts = [f"https://sandtable.example.gov.cn/qr/{dice.randbytes(32).hex()[:44]}" for _ in range(100)]
    found = [zxingcpp.read_barcode(drawn(qr.svg(text))) for text in texts]
    assert [each.text if each else None for each in found] == texts


def test_a_code_is_drawn_with_one_mask() -> None:
    """Trying all eight took more of the API's time at 50 sign-ins a second than everything else together."""
    qr.svg("https://sandtable.example.gov.cn/qr/x")
    masks = Mock(wraps=encoder.apply_mask)
    with patch.object(encoder, "apply_mask", masks):
        qr.svg("https://sandtable.example.gov.cn/qr/y")
    assert masks.call_count == 1


def test_four_modules_around_it_are_light() -> None:
    image = drawn(qr.svg("x"))
    edge = qr.QUIET_MODULES * SCALE
    assert image.crop((0, 0, image.width, edge)).getextrema() == (255, 255)
    assert image.crop((0, 0, edge, image.height)).getextrema() == (255, 255)
    assert image.crop((edge, edge, edge + 1, edge + 1)).getextrema() == (0, 0)
