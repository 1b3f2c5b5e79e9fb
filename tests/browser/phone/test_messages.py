"""The inbox on the phone: what is new, where it leads, and that it is seen by that."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.phone import matters
from tests.browser.phone.conftest import Town
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
INBOX = "/api/miniapp/v1/messages?unseen_only=true"


def told(town: Town, hands: Any, title: str) -> list[dict[str, Any]]:
    """Unseen messages with these words in their title."""
    items: list[dict[str, Any]] = town.call(hands, "GET", INBOX)["items"]
    return [item for item in items if title in item["title"]]


def test_a_message_leads_to_its_matter_and_is_seen_by_that(town: Town, look: Look, database_url: str) -> None:
    made = matters.within(database_url, lambda: matters.order(town.site, "扬尘治理限期整改"))
    wait_until(lambda: bool(told(town, town.manager, "扬尘治理")), within_seconds=60)

    def story(browser: Browser) -> str:
        page = town.phone(browser, town.manager)
        page.goto(town.address("messages"))
        message = page.get_by_role("button", name="扬尘治理限期整改")
        expect(message).to_contain_text("未读")
        message.click()
        page.wait_for_url("**/pages/order/**")
        url = page.url
        page.go_back()
        expect(message).not_to_contain_text("未读")
        return url

    assert look(story).endswith(f"/pages/order/order?id={made}")
    assert told(town, town.manager, "扬尘治理") == []


def test_how_many_are_new_stands_at_the_tab(town: Town, look: Look) -> None:
    wait_until(lambda: bool(told(town, town.manager, "岗位申请")), within_seconds=60)

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address("home"))
        expect(page.locator(".uni-tabbar__badge")).to_have_text("1")

    look(story)


def test_a_messages_link_opens_its_page(town: Town, look: Look, database_url: str) -> None:
    made = matters.within(database_url, lambda: matters.order(town.site, "扬尘治理限期整改"))

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(f"{town.stack.api_url}/m/#/orders/{made}")
        expect(page.get_by_text("扬尘治理限期整改").first).to_be_visible()

    look(story)
