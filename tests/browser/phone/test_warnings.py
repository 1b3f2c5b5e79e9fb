"""Warnings on the phone: seen, taken with a line and without one, merged later, handed over, urged."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core import clock
from backend.supervision import warnings
from tests.browser.phone.conftest import Town
from tests.browser.phone.in_page import IS_SHELL_KEPT
from tests.browser.phone.matters import raise_dust, raise_many, within
from tests.browser.phone.touches import TOLD, button, promise, was_told
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]

IS_KEY_REGISTERED = (
    "() => Object.entries(localStorage).some(([key, value]) => key.startsWith('key:') && JSON.parse(value).data.id)"
)


@pytest.fixture
def warning(town: Town, database_url: str) -> str:
    """Its id."""
    return str(within(database_url, lambda: raise_dust(town.site)))


def opened(town: Town, page: Page, warning: str) -> Page:
    """The warning on this phone, with all that it needs later when there is no line."""
    page.goto(town.address(f"warning?id={warning}"))
    expect(page.get_by_text("扬尘或噪声超标")).to_be_visible()
    page.wait_for_function(IS_KEY_REGISTERED)
    wait_until(lambda: page.evaluate(IS_SHELL_KEPT), within_seconds=60)
    return page


def say_offline(page: Page) -> datetime:
    """Two hours ago, on a site without a signal; the phone is put away and started anew. When that was."""
    said_at = clock.now() - timedelta(hours=2)
    page.context.clock.set_fixed_time(said_at)
    page.context.set_offline(True)
    button(page, "我来处理").click()
    promise(page)
    button(page, "我来处理（在手机上签认）").click()
    expect(page.get_by_text("已在手机上签认，等待网络", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("已在手机上签认，等待网络", exact=True)).to_be_visible()
    expect(button(page, "我来处理")).to_have_count(0)
    return said_at


def line_is_back(page: Page) -> None:
    page.context.clock.set_fixed_time(clock.now())
    page.context.set_offline(False)


def test_a_warning_is_found_read_and_taken_and_the_chief_sees_who_has_it(town: Town, look: Look, warning: str) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address("warnings"))
        page.get_by_role("button", name="扬尘或噪声超标").click()
        expect(page.get_by_text("还没有人处理")).to_be_visible()
        expect(page.get_by_text("仍无人处理，就通知更多岗位或提高级别")).to_be_visible()
        expect(page.get_by_text("限值 150", exact=True)).to_be_visible()
        expect(page.get_by_text("超过限值 150 µg/m³，其间最长 2 小时没有数据")).to_be_visible()
        button(page, "我来处理").click()
        expect(page.get_by_label("其他措施")).to_be_visible()  # Its own button has the same name.
        button(page, "我来处理").last.click()
        expect(page.get_by_text("请选择或写下处理措施")).to_be_visible()
        promise(page)
        page.get_by_label("其他措施").locator("textarea").fill("洒水车已出发")
        button(page, "我来处理").last.click()
        expect(page.get_by_text("林晓明（项目经理）在处理")).to_be_visible()

        chief = town.phone(browser, town.chief)
        chief.goto(town.address(f"warning?id={warning}"))
        expect(chief.get_by_text("林晓明（项目经理）在处理")).to_be_visible()
        expect(chief.get_by_text("开启喷淋和雾炮；洒水车已出发").first).to_be_visible()
        expect(button(chief, "我来处理")).to_have_count(0)

    look(story)


def test_what_was_said_without_a_line_survives_a_restart_and_is_merged_with_both_times(
    town: Town, look: Look, warning: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, town.phone(browser, town.manager), warning)
        said_at = say_offline(page).astimezone(clock.SHANGHAI)
        line_is_back(page)
        expect(page.get_by_text("已收到：由您处理")).to_be_visible()
        expect(page.get_by_text("林晓明（项目经理）在处理")).to_be_visible()

        button(page, "知道了").click()
        expect(page.get_by_text("已收到：由您处理")).to_have_count(0)
        history = page.get_by_role("list", name="经过")
        expect(history.get_by_role("listitem").first).to_contain_text(f"{said_at:%H:%M}")
        expect(history.get_by_role("listitem").first).to_contain_text("收到")

    look(story)
    taken = town.call(town.chief, "GET", f"/api/miniapp/v1/warnings/{warning}")["item"]["taken"]
    assert taken["plan"] == "开启喷淋和雾炮"
    assert taken["said_at"] < taken["at"]


def test_what_was_said_offline_about_a_closed_warning_reopens_nothing_and_the_person_reads_why(
    town: Town, look: Look, warning: str, database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, town.phone(browser, town.manager), warning)
        say_offline(page)
        within(database_url, lambda: warnings.close(town.site.regulator, UUID(warning), reason="现场已复查合格"))
        line_is_back(page)
        told = page.get_by_role("alert")
        expect(told).to_contain_text("已收到，但情况已变：只作记录")
        expect(told).to_contain_text("现场已复查合格")
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("现场已复查合格")
        button(page, "知道了").click()
        expect(page.get_by_role("alert")).to_have_count(0)

    look(story)
    after = town.call(town.chief, "GET", f"/api/miniapp/v1/warnings/{warning}")
    assert after["item"]["state"] == "closed"
    assert [step["action"] for step in after["history"]] == ["raise", "close", "say"]


def test_who_is_late_reads_who_has_it_and_who_has_it_hands_it_over(town: Town, look: Look, warning: str) -> None:
    def story(browser: Browser) -> None:
        manager, officer = town.phone(browser, town.manager), town.phone(browser, town.officer)
        manager.add_init_script(TOLD)
        for page in (manager, officer):
            page.goto(town.address(f"acknowledge?id={warning}&act=take"))
            promise(page)
        button(manager, "我来处理").click()
        was_told(manager, "已认领，由您处理")
        button(officer, "我来处理").click()
        expect(officer.get_by_role("alert")).to_contain_text("已由 林晓明 于")
        expect(officer.get_by_role("alert")).to_contain_text("请与其配合处置")

        manager.goto(town.address(f"warning?id={warning}"))
        button(manager, "转交同事").click()
        manager.get_by_role("radio", name="何志强").click()
        manager.get_by_label("请对方知道什么").locator("textarea").fill("我已离场，钥匙在门卫处")
        button(manager, "转交").click()
        expect(manager.get_by_text("何志强（专职安全员）在处理")).to_be_visible()
        expect(button(manager, "转交同事")).to_have_count(0)
        expect(manager.get_by_role("list", name="经过")).to_contain_text("我已离场，钥匙在门卫处")

    look(story)


def test_a_regulator_urges_and_is_not_offered_to_take_it(town: Town, look: Look, warning: str) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.regulator)
        page.goto(town.address(f"warning?id={warning}"))
        button(page, "催办").click()
        expect(button(page, "我来处理")).to_have_count(0)
        button(page, "请立即到场处置并反馈").click()
        button(page, "催办").last.click()
        expect(page.get_by_role("list", name="经过")).to_contain_text("请立即到场处置并反馈")

    look(story)


def test_the_list_reads_on_by_scrolling_and_is_there_without_a_line(town: Town, look: Look, database_url: str) -> None:
    within(database_url, lambda: raise_many(town.site))

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address("warnings"))
        cards = page.get_by_role("button", name="扬尘或噪声超标")
        expect(cards).to_have_count(20)

        def reads_on() -> bool:
            """A finger goes up a little and down again, where the first touch came before the list stood."""
            page.mouse.wheel(0, -200)
            page.mouse.wheel(0, 20_000)
            page.wait_for_timeout(200)
            return cards.count() == 25

        wait_until(reads_on, within_seconds=30)
        wait_until(lambda: page.evaluate(IS_SHELL_KEPT), within_seconds=60)
        page.context.set_offline(True)
        page.reload()
        expect(cards).to_have_count(25)
        expect(page.get_by_text("没有网络：")).to_be_visible()

    look(story)
