"""The pages of an order: a reply given by hand with real photographs, a decision said in a sheet."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

PHOTOS: Final = Path(__file__).parents[2] / "data" / "photos"
BEFORE: Final = PHOTOS / "nikon_d2h_gps.jpg"
AFTER: Final = PHOTOS / "lumia_820_gps.jpg"


def photograph(page: Page, finding: int, side: str, picture: Path) -> None:
    """Tap the finding's tile and choose the picture from the album."""
    card = page.get_by_role("group", name=f"第 {finding} 项")
    card.get_by_role("button", name=side).click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="从相册选").click()
    chosen.value.set_files(picture)
    expect(card.get_by_role("button", name=f"重拍：{side}")).to_be_visible()


def fill(page: Page, finding: int, text: str) -> None:
    """What was done about the finding."""
    page.get_by_role("group", name=f"第 {finding} 项").locator("textarea").fill(text)


def answer(page: Page, *texts: str, before: Path = BEFORE, after: Path = AFTER) -> None:
    """Everything that the only finding asks for, and the words of `texts`."""
    photograph(page, 1, "整改前", before)
    photograph(page, 1, "整改后", after)
    for text in texts:
        fill(page, 1, text)
    page.get_by_role("button", name="提交回复").click()


def decide(page: Page, name: str, word: str, day: str | None = None) -> None:
    """Press the foot's button, say the word (pick the day) in the sheet and confirm there."""
    page.locator(".foot").last.get_by_role("button", name=name, exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.locator("textarea").fill(word)
    if day:
        sheet.get_by_role("button", name=day).click()
    sheet.locator(".keys").get_by_role("button").last.click()
    expect(sheet).to_be_hidden()
