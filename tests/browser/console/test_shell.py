"""The frame of the console: who is let in, what leads where, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.console.conftest import Town
from tests.browser.console.desks import address, button, opened, unreadable

pytestmark = pytest.mark.browser

Look = Callable[[Callable[[Browser], Any]], Any]


def test_who_is_not_signed_in_is_led_to_the_code_and_comes_back_to_the_page(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(address(town, "projects?from=link"))
        page.wait_for_url("**/sign-in?next=%2Fconsole%2Fprojects%3Ffrom%3Dlink")

    look(story)


def test_a_project_is_found_by_a_part_of_its_name(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "projects")
        page.get_by_role("combobox", name="搜索项目").fill("科学城")
        page.get_by_role("option", name="南山科学城一期").click()
        expect(page).to_have_url(address(town, f"projects/{town.project_id}"))

    look(story)


def test_a_page_begins_at_its_top_is_read_out_and_back_returns_to_the_place(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"projects/{town.project_id}")
        page.set_viewport_size({"width": 1200, "height": 420})
        content = page.locator("#content")
        expect(page.get_by_role("main").get_by_role("definition").first).to_be_visible()
        page.wait_for_function("(document.getElementById('content').scrollTop = 200) && content.scrollTop === 200")
        page.get_by_role("link", name="预警处置").click()
        expect(page.get_by_role("heading", name="预警处置")).to_be_visible()
        expect(content).to_be_focused()
        expect(page.locator("[aria-live=polite]").first).to_have_text("预警处置 · 工程沙盘")
        page.wait_for_function("document.getElementById('content').scrollTop === 0")
        page.go_back()
        expect(page.get_by_role("heading", name="基础信息")).to_be_visible()
        page.wait_for_function("document.getElementById('content').scrollTop === 200")
        page.get_by_role("link", name="资料核实", exact=True).click()
        expect(page.get_by_role("link", name="资料核实", exact=True)).to_be_focused()
        page.wait_for_function("document.getElementById('content').scrollTop === 0")

    look(story)


def test_the_language_changes_at_once_and_stays(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "projects")
        page.get_by_role("button", name="黄莉").click()
        page.get_by_role("menuitem", name="English").click()
        expect(page.get_by_role("heading", name="Projects")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Projects")).to_be_visible()

    look(story)


def test_a_sign_in_that_was_not_oneself_is_ended_and_then_all(town: Town, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(town, browser, "projects")
        other = opened(town, browser, "projects")
        expect(other.get_by_role("heading", name="项目")).to_be_visible()
        page.get_by_role("button", name="黄莉").click()
        page.get_by_role("menuitem", name="我的登录").click()
        lines = page.get_by_role("table", name="我的登录").get_by_role("row").filter(has_text="网络")
        expect(lines.filter(has_text="当前设备")).to_have_count(1)
        found = unreadable(page)
        before = lines.count()
        lines.filter(has_not_text="当前设备").first.get_by_role("button", name="退出").click()
        page.get_by_role("dialog", name="退出这处登录").get_by_role("button", name="退出").click()
        expect(lines).to_have_count(before - 1)
        button(page, "退出其他全部").click()
        page.get_by_role("dialog", name="退出其他全部登录").get_by_role("button", name="退出其他全部").click()
        expect(lines).to_have_count(1)
        other.reload()
        other.wait_for_url("**/sign-in?next=*")
        button(page, "退出全部").click()
        page.get_by_role("dialog", name="退出全部登录").get_by_role("button", name="退出全部").click()
        page.wait_for_url("**/sign-in")
        page.goto(address(town, "projects"))
        page.wait_for_url("**/sign-in?next=*")
        return found

    assert look(story) == []


def test_no_request_leaves_our_server_and_nothing_is_unreadable(town: Town, look: Look) -> None:
    def story(browser: Browser) -> tuple[list[str], list[str]]:
        page = opened(town, browser, "projects")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        expect(page.get_by_role("link", name="南山科学城一期")).to_be_visible()
        return asked, unreadable(page)

    asked, found = look(story)
    assert found == []
    assert [url for url in asked if not url.startswith((town.stack.api_url, "data:"))] == []
