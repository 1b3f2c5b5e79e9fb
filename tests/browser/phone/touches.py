"""What a finger does on any of the phone's pages."""

from playwright.sync_api import Locator, Page


def button(page: Page, name: str) -> Locator:
    """By all of its words."""
    return page.get_by_role("button", name=name, exact=True)


def promise(page: Page) -> None:
    """Of a warning that is taken: a plan and a time, by two touches."""
    button(page, "开启喷淋和雾炮").click()
    button(page, "明天").click()
