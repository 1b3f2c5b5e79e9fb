"""What the phone client may weigh. How quick it is, the bench says."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.bench import phone
from tests.browser.phone import matters
from tests.browser.phone.conftest import Town
from tests.browser.phone.visits import visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
NO_LATE_WORK = """const start = window.setTimeout;
window.setTimeout = (act, wait, ...more) => start(act, wait === 2500 ? 600000 : wait, ...more);"""
"""What waits two seconds and a half for the first page waits for it on a slow machine too."""


def test_a_first_visit_costs_at_most_120_kilobytes(town: Town, look: Look, database_url: str) -> None:
    matters.within(database_url, lambda: matters.burning(town.site))

    def story(browser: Browser) -> dict[str, int]:
        page = town.phone(browser, town.manager)
        page.context.add_init_script(NO_LATE_WORK)
        return visit(page.context, town.address("home")).received

    received = look(story)
    assert sum(received.values()) <= phone.FIRST_VISIT_BYTES, received
