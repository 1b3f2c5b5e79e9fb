"""What holds for every page of the phone client."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.phone.conftest import Town

pytestmark = pytest.mark.browser

Look = Callable[[Callable[[Browser], Any]], Any]


def test_no_request_leaves_our_server(town: Town, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        page = town.phone(browser, town.manager)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name in ("home", "projects", "messages", "me", "scan"):
            page.goto(town.address(name), wait_until="domcontentloaded")
            page.locator(f'uni-page[data-page="pages/{name}/{name}"] .frame').wait_for()
        return asked

    asked = look(story)
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((town.stack.api_url, "data:", "blob:"))] == []
