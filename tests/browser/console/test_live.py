"""The live line: it comes back by itself, and only a raised warning that one looks for counts as new."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from backend.supervision import warnings
from backend.supervision.rules import Level
from tests.browser.console.conftest import Town
from tests.browser.console.desks import opened
from tests.browser.phone.matters import warn, within
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

Look = Callable[[Callable[[Browser], Any]], Any]
LINE = "**/api/console/v1/live"
DEGRADED = "retry: 100\n\nevent: degraded\ndata: {}\n\n"


def test_a_line_that_was_degraded_and_then_refused_by_a_proxy_is_live_again(town: Town, look: Look) -> None:
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(content_type="text/event-stream", body=DEGRADED)
        elif len(asked) < 4:
            route.fulfill(status=502, body="<html>")  # The fourth is let through below.

    def story(browser: Browser) -> list[Route]:
        page = opened(town, browser, "projects")
        page.route(LINE, answer)
        page.reload()
        wait_until(lambda: _waited(page) and len(asked) == 4, within_seconds=60)
        expect(page.get_by_text("每半分钟更新")).to_be_visible()
        with page.expect_request("**/queues"):  # What was missed is asked for.
            asked[3].continue_()
            expect(page.get_by_text("实时", exact=True)).to_be_visible()
        return asked

    assert len(look(story)) == 4


def _waited(page: Page) -> bool:
    """Playwright answers for a page only while it waits for something."""
    page.wait_for_timeout(50)
    return True


def test_what_is_done_about_an_old_warning_and_what_the_filters_leave_out_is_not_new(
    town: Town, look: Look, database_url: str
) -> None:
    project_id, regulator = town.site.project_id, town.site.regulator
    old = within(database_url, lambda: warn(project_id, "ENV-EXC", Level.ORANGE))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "warnings?level=red,orange")
        expect(page.get_by_text("实时", exact=True)).to_be_visible()
        within(database_url, lambda: warnings.urge(regulator, old, note="今天内处理"))
        within(database_url, lambda: warn(project_id, "SUP-STALE", Level.BLUE))
        within(database_url, lambda: warn(project_id, "TEL-ALARM", Level.RED))
        expect(page.get_by_role("link", name="监测值超过限值").get_by_text("刚刚发出")).to_be_visible()
        expect(page.get_by_text("刚刚发出")).to_have_count(1)
        expect(page.get_by_text("新到预警 1 条")).to_be_visible()

    look(story)
