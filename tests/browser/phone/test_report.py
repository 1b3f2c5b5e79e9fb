"""A report's photos under a finger, and links opened over a page that stands."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone.conftest import Town
from tests.browser.phone.progress_form import filed
from tests.browser.phone.touches import button

pytestmark = pytest.mark.browser

Look = Callable[[Callable[[Browser], Any]], Any]


def swipe(page: Page, by: int, down: int = 0) -> None:
    """One finger over the photo."""
    line = page.context.new_cdp_session(page)
    box = page.locator(".slide").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    line.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    line.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + by, "y": y + down}]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_turns_the_reports_photos_and_stops_at_both_ends(town: Town, look: Look) -> None:
    report_id = filed(town, town.manager)

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.chief)
        page.goto(town.address(f"report?id={report_id}"))
        first = page.locator(".slide").get_attribute("aria-label")
        swipe(page, 120)
        expect(page.get_by_text("1/3", exact=True)).to_be_visible()
        swipe(page, -120)
        expect(page.get_by_text("2/3", exact=True)).to_be_visible()
        expect(page.locator(".slide")).not_to_have_attribute("aria-label", first or "")
        swipe(page, -20, down=100)
        swipe(page, -120)
        expect(page.get_by_text("3/3", exact=True)).to_be_visible()
        swipe(page, -120)
        expect(page.get_by_text("3/3", exact=True)).to_be_visible()
        expect(button(page, "下一张")).to_have_attribute("disabled", "true")

    look(story)


def test_a_link_over_the_same_page_shows_what_it_means(town: Town, look: Look) -> None:
    report_id = filed(town, town.manager)

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.chief)
        page.goto(town.address("report?id=01990000-0000-7000-8000-000000000042"))
        expect(page.get_by_role("alert")).to_be_visible()
        page.evaluate("address => (location.href = address)", town.address(f"report?id={report_id}"))
        expect(page.get_by_text("1/3", exact=True)).to_be_visible()
        page.evaluate("(location.href = '#/progress/01990000-0000-7000-8000-000000000042')")
        expect(page.get_by_role("alert")).to_be_visible()

    look(story)
