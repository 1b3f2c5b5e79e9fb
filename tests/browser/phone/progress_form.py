"""The form of a month's progress: filled in by hand with real photographs, and a report that the doors file alone."""

from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import Page, expect

from tests.browser.phone.touches import button
from tests.months import THIS, THIS_SAID
from tests.phone_town import Hands, Town

PHOTOS: Final = Path(__file__).parents[2] / "data" / "photos"
PICTURES: Final = {
    "工地全景": PHOTOS / "iphone_6_plus_rotated_gps.jpg",  # Three pieces.
    "正立面": PHOTOS / "lumia_820_gps.jpg",
    "侧立面": PHOTOS / "nikon_d2h_gps.jpg",
}
SLOTS: Final = dict(zip(("overall", "front", "side"), PICTURES.values(), strict=True))
PIECES: Final = "**/uploads/*"
"""Where a photo goes, piece by piece."""


def open_form(town: Town, page: Page) -> None:
    """This month's."""
    page.goto(town.address(f"file_progress?id={town.project_id}&period={THIS}"))
    expect(button(page, f"提交{THIS_SAID}进度")).to_be_visible()


def photograph(page: Page, tile: str, picture: Path) -> None:
    """Tap the tile, `拍照：正立面`, and choose the picture from the album."""
    page.get_by_role("button", name=tile).click()
    with page.expect_file_chooser() as chosen:
        button(page, "从相册选").click()
    chosen.value.set_files(picture)
    expect(button(page, "从相册选")).to_have_count(0)


def photograph_all(page: Page) -> None:
    """Each of the three views."""
    for view, picture in PICTURES.items():
        photograph(page, f"拍照：{view}", picture)


def filed(town: Town, who: Hands) -> str:
    """This month's report by this person, made by the doors alone: its id."""
    photos = [{"photo_id": _sent(town, who, slot, path), "slot": slot} for slot, path in SLOTS.items()]
    report = {"period": THIS, "stage": "B-STRUCTURE-FRAME", "floors_done": 5, "floors_total": 18, "percent": 25}
    path = f"/api/miniapp/v1/projects/{town.project_id}/progress"
    report_id: str = town.call(who, "POST", path, report | {"photos": photos})["id"]
    return report_id


def _sent(town: Town, who: Hands, slot: str, picture: Path) -> str:
    answer = httpx.post(
        f"{town.stack.api_url}/api/miniapp/v1/photos",
        headers={"authorization": f"Bearer {who.token}"},
        data={"project_id": town.project_id, "purpose": "progress", "slot": slot},
        files={"file": ("photo.jpg", picture.read_bytes(), "image/jpeg")},
        timeout=60,
    )
    photo_id: str = answer.raise_for_status().json()["id"]
    return photo_id
