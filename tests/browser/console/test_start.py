"""The page on which a newcomer begins: three windows on one press, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.console.conftest import Town
from tests.browser.console.desks import unreadable

pytestmark = pytest.mark.browser

Look = Callable[[Callable[[Browser], Any]], Any]


WATCH = """() => {
    const open = window.open;
    window.places = [];
    window.open = (address, name, asked) => {
        const pairs = asked.split(",").filter((each) => each.includes("=")).map((each) => each.split("="));
        window.places.push(Object.fromEntries(pairs.map(([side, pixels]) => [side, Number(pixels)])));
        return open.call(window, address, name, asked);
    };
}"""
"""Where the page asks for its windows: a browser without a screen puts them anywhere."""


def opened_by(page: Page, door: str) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=door).click()
    return opened.value


def test_each_door_opens_its_window_and_one_press_all_three(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(town.stack.api_url)
        expect(opened_by(page, "监管端").get_by_role("heading", name="监管端登录")).to_be_visible()
        expect(opened_by(page, "手机端").get_by_text("用沙箱里的手机")).to_be_visible()
        expect(opened_by(page, "群与个人聊天").get_by_role("heading", name="群聊")).to_be_visible()

        other = browser.new_context(locale="zh-CN").new_page()
        other.goto(town.stack.api_url)
        other.evaluate(WATCH)
        with other.context.expect_event("page", lambda _: len(other.context.pages) == 4):
            other.get_by_role("button", name="并排打开三个窗口").click()
        for window in other.context.pages:
            window.wait_for_load_state()  # Closed while it opens, a window may hold Chromium up for ever.
        expect(other.get_by_role("status")).to_be_empty()
        places, screen = other.evaluate("[window.places, [screen.availLeft ?? 0, screen.availWidth]]")
        ends = [
            [place["left"], place["left"] + place["width"]] for place in sorted(places, key=lambda each: each["left"])
        ]
        assert [place["top"] for place in places] == [places[0]["top"]] * 3
        # Each begins where the one before it ends, and together they are as wide as the screen.
        assert [left for left, _ in ends[1:]] == [right for _, right in ends[:-1]]
        assert (ends[0][0], ends[-1][1] - ends[0][0]) == tuple(screen)

    look(story)


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "五步走完一个故事"), ("en", "A story in five steps")])
def test_nothing_of_it_is_unreadable_and_it_asks_no_foreign_host(
    town: Town, look: Look, language: str, title: str
) -> None:
    def story(browser: Browser) -> tuple[list[str], list[str]]:
        page = browser.new_context(locale=language, bypass_csp=True).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(town.stack.api_url)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        return asked, unreadable(page)

    asked, found = look(story)
    assert found == []
    assert [url for url in asked if not url.startswith((town.stack.api_url, "data:"))] == []
