"""How large a photo goes out: shrunk for the thin line, or as the camera made it if the person wants that."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from backend.core import db
from tests.browser.phone.conftest import Town
from tests.browser.phone.progress_form import PICTURES, open_form, photograph
from tests.browser.phone.touches import button

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
SMALL_BYTES = 1_572_864


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,200 × 2,400 as a good phone takes it, turned by its EXIF; noise does not pack."""
    path = tmp_path_factory.mktemp("photos") / "large.jpg"
    noise = Image.frombytes("L", (800, 600), random.Random(4).randbytes(480_000)).resize((3200, 2400)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    noise.save(path, quality=95, exif=exif)
    return path


def stored(url: str) -> list[tuple[int, int, int]]:
    """Width, height and bytes of each stored photo, in the order of their arrival."""

    async def read() -> list[tuple[int, int, int]]:
        await db.start(url, size=1)
        try:
            rows = await db.fetch("SELECT width, height, size_bytes FROM photo ORDER BY id")
        finally:
            await db.stop()
        return [(row["width"], row["height"], row["size_bytes"]) for row in rows]

    return asyncio.run(read())


def test_a_large_photo_is_sent_with_its_long_side_at_2560_and_upright(
    town: Town, look: Look, database_url: str, large: Path
) -> None:
    assert large.stat().st_size > SMALL_BYTES

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        open_form(town, page)
        photograph(page, "拍照：正立面", large)
        expect(button(page, "重拍：正立面，已上传")).to_be_visible(timeout=60_000)

    look(story)
    [(width, height, size_bytes)] = stored(database_url)
    assert (width, height) == (1920, 2560)
    assert size_bytes < large.stat().st_size


def test_a_photo_that_is_small_already_is_sent_byte_for_byte(town: Town, look: Look, database_url: str) -> None:
    picture = PICTURES["正立面"]
    assert picture.stat().st_size <= SMALL_BYTES

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        open_form(town, page)
        photograph(page, "拍照：正立面", picture)
        expect(button(page, "重拍：正立面，已上传")).to_be_visible(timeout=60_000)

    look(story)
    assert [size for _, _, size in stored(database_url)] == [picture.stat().st_size]


def test_who_sends_originals_sends_every_byte_of_them_after_a_restart_too(
    town: Town, look: Look, database_url: str, large: Path
) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address("queue"))
        page.get_by_label("上传原图").click()
        page.reload()
        open_form(town, page)
        photograph(page, "拍照：正立面", large)
        expect(button(page, "重拍：正立面，已上传")).to_be_visible(timeout=60_000)

    look(story)
    assert [size for _, _, size in stored(database_url)] == [large.stat().st_size]
