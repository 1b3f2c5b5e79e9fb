"""Working through what waits at the desk: its numbers, a decision taken back, sent in time, and never lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from backend.projects.monthly import progress
from tests.browser.console import desk_world
from tests.browser.console.conftest import Town
from tests.browser.console.desk_world import until, value
from tests.browser.console.desks import address, button, opened, unreadable
from tests.browser.phone.matters import within
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


@pytest.fixture
def everything(town: Town, reports: list[str], replied: str, drafts: list[UUID], database_url: str) -> None:
    """A line on each queue."""

    async def enter() -> None:
        await desk_world.extension(town)
        await desk_world.overdue_order(town)
        await desk_world.month_to_review(town.site.project_id)
        await desk_world.newcomer(town)
        await desk_world.changed_category(town)

    within(database_url, enter)


def test_a_decision_is_taken_back_and_the_line_stands_there_again(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/progress")
        expect(page.get_by_text("还有 2 条")).to_be_visible()
        page.keyboard.press("c")
        expect(page.get_by_text("还有 1 条")).to_be_visible()
        page.keyboard.press("z")
        expect(page.get_by_text("还有 2 条")).to_be_visible()
        expect(page).to_have_url(address(town, f"queues/progress/{reports[0]}"))
        expect(button(page, "撤销")).to_have_count(0)
        page.keyboard.press("n")
        expect(page).to_have_url(address(town, f"queues/progress/{reports[1]}"))
        page.goto(address(town, "queues"))

    look(story)
    assert within(database_url, lambda: desk_world.state_of("progress_report", reports[0])) == "reviewed"


def test_a_reason_that_was_begun_stands_open_after_a_reload_and_goes_to_the_site(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/progress/{reports[1]}")
        expect(button(page, "退回")).to_be_visible()
        page.keyboard.press("r")
        page.get_by_label("退回原因").fill("侧立面看不清，请重拍")
        page.reload()
        expect(page.get_by_label("退回原因")).to_have_value("侧立面看不清，请重拍")
        page.get_by_label("退回原因").press("Control+Enter")
        button(page, "立即提交").click()
        expect(page.get_by_text("还有 1 条")).to_be_visible()

    look(story)
    until(database_url, "progress_report", reports[1], "returned")
    query = "SELECT return_reason FROM progress_report WHERE id = $1"
    assert value(database_url, query, UUID(reports[1])) == "侧立面看不清，请重拍"


def test_what_was_decided_is_sent_when_the_page_is_left_at_once(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/progress/{reports[0]}")
        expect(button(page, "确认")).to_be_visible()
        page.keyboard.press("c")
        expect(button(page, "撤销")).to_be_visible()
        page.goto("about:blank")

    look(story)
    until(database_url, "progress_report", reports[0], "confirmed")


def test_of_two_regulators_the_second_is_told_who_decided(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/progress/{reports[1]}", town.site.administrator)
        expect(button(page, "确认")).to_be_visible()
        page.keyboard.press("c")
        expect(button(page, "撤销")).to_be_visible()
        within(database_url, lambda: progress.confirm(town.site.regulator, UUID(reports[1]), 1))
        button(page, "立即提交").click()
        refused = page.get_by_role("article").filter(has_text="未办成：确认进度")
        expect(refused.get_by_role("alert")).to_contain_text("已确认（黄莉，")
        expect(refused.get_by_role("alert")).to_contain_text("progress_not_in_state")
        refused.get_by_role("link", name="查看这一条").click()
        expect(page.get_by_text("可能已由同事办理")).to_be_visible()
        button(page, "知道了").click()
        expect(refused).to_have_count(0)

    look(story)


def test_what_comes_shows_by_itself(town: Town, look: Look, database_url: str) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/drafts")
        expect(page.get_by_text("实时", exact=True)).to_be_visible()
        expect(page.get_by_text("这里没有待办")).to_be_visible()
        within(database_url, lambda: desk_world.draft(town.site.project_id))
        expect(page.get_by_text("还有 1 条")).to_be_visible()
        expect(button(page, "签发").first).to_be_enabled()

    look(story)


def test_colleagues_are_let_in_by_an_administrator_alone(town: Town, look: Look, database_url: str) -> None:
    within(database_url, lambda: desk_world.newcomer(town))

    def story(browser: Browser) -> list[int]:
        page = opened(town, browser, "queues/accounts")
        refused: list[int] = []
        page.on("response", lambda answer: refused.append(answer.status) if answer.status >= 400 else None)
        page.reload()
        expect(page.get_by_role("heading", name="项目岗位")).to_be_visible()
        expect(page.get_by_text("没有待审批的申请")).to_be_visible()
        expect(page.get_by_role("heading", name="监管人员账号")).to_have_count(0)
        page = opened(town, browser, "queues/accounts", town.site.administrator)
        expect(page.get_by_text("周敏")).to_be_visible()
        page.get_by_role("button", name="通过", exact=True).click()
        button(page, "立即提交").click()
        expect(page.get_by_text("周敏")).to_have_count(0)
        return refused

    assert look(story) == []
    query = "SELECT count(*) FROM account WHERE name = '周敏' AND kind = 'regulator'"
    wait_until(lambda: value(database_url, query) == 1, within_seconds=30)


def test_every_number_is_the_length_of_its_list(town: Town, look: Look, everything: None) -> None:
    numbers = {"progress": 2, "reviews": 1, "facts": 2, "drafts": 2, "extensions": 1, "reinspections": 1}

    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues", town.site.administrator)
        expect(page.locator(".card")).to_have_count(8)
        expect(page.get_by_role("link", name="待办")).to_contain_text("10")
        for at, n in enumerate(numbers.values()):
            expect(page.locator(".card .n").nth(at)).to_have_text(str(n))
        for queue, n in numbers.items():
            page.goto(address(town, f"queues/{queue}"))
            expect(page.locator(".end")).to_have_text(f"还有 {n} 条")

    look(story)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_the_queues_is_unreadable(town: Town, look: Look, everything: None, language: str) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(town, browser, "queues", town.site.administrator, language=language)
        expect(page.locator(".card")).to_have_count(8)
        found = unreadable(page)
        for queue in ("progress", "facts", "drafts", "extensions", "reinspections"):
            page.goto(address(town, f"queues/{queue}"))
            expect(page.locator(".bar kbd").first).to_be_visible()
            found += [f"{queue}: {each}" for each in unreadable(page)]
            page.keyboard.press("r")
            expect(page.locator(".bar textarea")).to_be_focused()
            found += [f"{queue}, written: {each}" for each in unreadable(page)]
        for queue in ("reviews", "accounts", "overdue"):
            page.goto(address(town, f"queues/{queue}"))
            expect(page.locator("main .panel").first).to_be_visible()
            found += [f"{queue}: {each}" for each in unreadable(page)]
        page.locator("main table button").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        return found + unreadable(page)

    assert look(story) == []
