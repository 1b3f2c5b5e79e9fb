"""Drawn pictures of a site, for a story without a camera: a building that grows, bare soil, covered soil."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (1280, 960)
_SKY, _SOIL, _CONCRETE, _NET, _SAFETY = "#bcd3e6", "#8a6a4a", "#9aa0a6", "#3f7d4f", "#e39a2d"


def building(floors: int, *, side: str) -> bytes:
    """The building with so many floors, seen from a side; each call differs a little, as photographs do."""
    image, draw = _scene(f"{side}{floors}")
    width = {"front": 620, "side": 360, "overall": 460}.get(side, 520)
    left, ground, height = (SIZE[0] - width) // 2, 820, 36
    for floor in range(floors):
        top = ground - (floor + 1) * height
        draw.rectangle((left, top, left + width, top + height - 4), fill=_CONCRETE)
        for bay in range(left + 20, left + width - 40, 60):
            draw.rectangle((bay, top + 8, bay + 34, top + height - 10), fill="#5c646c")
    top = ground - floors * height
    draw.rectangle((left - 14, top - 50, left + width + 14, top + 60), outline=_NET, width=8)
    draw.line((left + width + 90, ground, left + width + 90, top - 190), fill=_SAFETY, width=14)
    draw.line((left - 60, top - 190, left + width + 150, top - 190), fill=_SAFETY, width=10)
    return _jpeg(image)


def soil(*, is_covered: bool) -> bytes:
    """A heap of soil, bare or under a green net."""
    image, draw = _scene(f"soil{is_covered}")
    draw.polygon(((180, 840), (520, 470), (760, 520), (1120, 840)), fill=_NET if is_covered else "#a57b52")
    if is_covered:
        for line in range(200, 1120, 40):
            draw.line((line, 840, line + 60, 500), fill="#2f6440", width=2)
    return _jpeg(image)


def _scene(seed: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, _SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 820, *SIZE), fill=_SOIL)
    dice = random.Random(seed)
    for _ in range(400):
        x, y = dice.randrange(SIZE[0]), dice.randrange(820, SIZE[1])
        draw.point((x, y), fill="#6f5439")
    return image, draw


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
