"""What was decided and written at a desk: told wherever one is, there after a reload, and for nobody else to read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from backend.projects.monthly import progress
from tests.browser.console.conftest import Town
from tests.browser.console.desk_world import until
from tests.browser.console.desks import address, button, desk, opened
from tests.browser.phone.matters import within

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


def sign_in_as(context: BrowserContext, other: BrowserContext) -> None:
    """The computer of the one, from now on with the session of the other."""
    context.clear_cookies()
    context.add_cookies(other.cookies())  # type: ignore[arg-type]  # What Playwright gives is what it takes.


def test_a_refused_decision_is_told_on_any_page_and_after_a_reload(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/progress/{reports[1]}")
        expect(button(page, "确认")).to_be_visible()
        page.keyboard.press("Shift+C")
        expect(button(page, "撤销")).to_be_visible()
        within(database_url, lambda: progress.confirm(town.site.administrator, UUID(reports[1]), 1))
        page.get_by_role("navigation", name="主菜单").get_by_role("link", name="项目").click()
        expect(page).to_have_url(address(town, "projects"))
        page.evaluate("endHold()")
        refused = page.get_by_role("article").filter(has_text="未办成：确认进度")
        expect(refused.get_by_role("alert")).to_contain_text("progress_not_in_state")
        page.reload()
        expect(refused.get_by_role("alert")).to_contain_text("progress_not_in_state")
        button(page, "知道了").click()
        page.reload()
        expect(page.get_by_role("main").get_by_text("南山科学城一期")).to_be_visible()
        expect(refused).to_have_count(0)

    look(story)


def test_what_no_answer_came_to_is_sent_again_and_its_words_stay_until_then(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/progress/{reports[1]}")
        expect(button(page, "退回")).to_be_visible()
        page.keyboard.press("r")
        page.get_by_label("退回原因").fill("侧立面看不清，请重拍")
        page.route("**/return", lambda route: route.abort())
        page.get_by_label("退回原因").press("Control+Enter")
        button(page, "立即提交").click()
        refused = page.get_by_role("article").filter(has_text="未办成：退回进度")
        expect(refused).to_contain_text("连不上服务器")
        page.reload()
        refused.get_by_role("link", name="查看这一条").click()
        expect(page.get_by_label("退回原因")).to_have_value("侧立面看不清，请重拍")
        page.unroute("**/return")
        refused.get_by_role("button", name="再试一次").click()
        expect(refused).to_have_count(0)

    look(story)
    until(database_url, "progress_report", reports[1], "returned")


def test_who_sits_down_next_reads_nothing_of_who_sat_there_before(town: Town, look: Look, reports: list[str]) -> None:
    def story(browser: Browser) -> None:
        context = desk(town, browser, town.site.regulator)
        page = context.new_page()
        page.goto(address(town, f"queues/progress/{reports[1]}"))
        expect(button(page, "退回")).to_be_visible()
        page.keyboard.press("r")
        page.get_by_label("退回原因").fill("侧立面看不清，请重拍")
        own = desk(town, browser, town.site.regulator)
        sign_in_as(context, desk(town, browser, town.site.administrator))
        page.reload()
        expect(button(page, "退回")).to_be_visible()
        expect(page.get_by_label("退回原因")).to_have_count(0)
        sign_in_as(context, own)
        page.reload()
        expect(page.get_by_label("退回原因")).to_have_value("侧立面看不清，请重拍")

        page.route("**/session", lambda route: route.abort())
        page.get_by_title("我的账号").click()
        page.get_by_role("menuitem", name="退出登录").click()
        still = page.get_by_role("dialog", name="仍在登录中")
        expect(still).to_contain_text("连不上服务器")
        page.unroute("**/session")
        still.get_by_role("button", name="再试一次").click()
        expect(page).to_have_url(f"{town.stack.api_url}/sign-in")
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('mine')).length") == 0

    look(story)
