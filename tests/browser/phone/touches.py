"""What a finger does on any of the phone's pages."""

from typing import Final

from playwright.sync_api import Locator, Page

TOLD: Final = """window.told = [];
new MutationObserver(() => document.querySelectorAll("uni-toast").forEach((each) => told.push(each.innerText)))
    .observe(document, { childList: true, subtree: true, characterData: true });"""
"""Remembers the words that stand for a moment and go. To be in the page before it opens."""


def button(page: Page, name: str) -> Locator:
    """By all of its words."""
    return page.get_by_role("button", name=name, exact=True)


def promise(page: Page) -> None:
    """Of a warning that is taken: a plan and a time, by two touches."""
    button(page, "开启喷淋和雾炮").click()
    button(page, "明天").click()


def was_told(page: Page, words: str) -> None:
    """They stood on the page for a moment, or will; `TOLD` was in it from the beginning."""
    page.wait_for_function("words => window.told.some((each) => each.includes(words))", arg=words)
