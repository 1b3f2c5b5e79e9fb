"""The warnings room: news without a reload, filters that stay, who was told, urging, following up, an order."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from backend.core import db
from backend.supervision.rules import Level
from tests.browser.console.conftest import Town
from tests.browser.console.desks import address, opened, unreadable
from tests.browser.phone.matters import raise_dust, warn, within
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
DUST = "扬尘或噪声超标"


@pytest.fixture
def dust(town: Town, database_url: str) -> UUID:
    """A warning of a device that measured."""
    return within(database_url, lambda: raise_dust(town.site))


@pytest.fixture
def several(town: Town, database_url: str) -> None:
    """One of three levels, none of which anybody has taken."""
    for code, level in (("ENV-EXC", Level.RED), ("DEV-OFF", Level.YELLOW), ("SUP-STALE", Level.BLUE)):
        within(database_url, partial(warn, town.site.project_id, code, level))


async def take(account_id: UUID, code: str) -> None:
    """Somebody else follows it up meanwhile."""
    await db.execute("UPDATE warning SET followed_by = $1, followed_at = now() WHERE code = $2", account_id, code)


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def urge(page: Page, words: str) -> None:
    button(page, "催办").first.click()
    page.get_by_label("对现场的要求").fill(words)
    page.get_by_role("dialog").get_by_role("button", name="催办", exact=True).click()


def test_a_warning_arrives_on_the_open_board_and_pulses_without_a_reload(
    town: Town, look: Look, database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "warnings")
        expect(page.get_by_text("没有未解除的预警")).to_be_visible()
        expect(page.get_by_text("实时", exact=True)).to_be_visible()
        page.evaluate("window.isSame = true")
        within(database_url, lambda: warn(town.site.project_id, "ENV-EXC", Level.RED))
        card = page.get_by_role("link", name=DUST)
        expect(card.get_by_text("刚刚发出")).to_be_visible()
        expect(page.get_by_text("新到预警 1 条")).to_be_visible()
        assert page.evaluate("window.isSame")

    look(story)


def test_filters_stand_in_the_address_and_outlive_a_reload_and_the_way_back(
    town: Town, look: Look, several: None
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "warnings")
        page.get_by_role("group", name="级别").get_by_role("button", name="黄色 1").click()
        expect(page).to_have_url(address(town, "warnings?level=yellow"))
        page.get_by_label("跟进人").select_option(label="无人跟进（1）")
        page.reload()
        expect(page.get_by_role("button", name="黄色 1")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".card")).to_have_count(1)
        page.locator(".card").click()
        page.get_by_role("link", name="‹ 预警处置").click()
        expect(page).to_have_url(address(town, "warnings?level=yellow&who=nobody"))
        expect(page.locator(".card")).to_have_count(1)

    look(story)


def test_closed_ones_are_counted_where_they_are_shown(town: Town, look: Look, several: None, dust: UUID) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"warnings/{dust}")
        button(page, "解除预警").click()
        page.get_by_label("解除原因").fill("现场核查，已处置到位")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("definition").filter(has_text="现场核查，已处置到位")).to_be_visible()
        page.goto(address(town, "warnings"))
        expect(page.get_by_text("未解除 3 条")).to_be_visible()
        expect(page.locator(".card").filter(has_text="月度核查逾期").get_by_text("监管事项")).to_be_visible()
        button(page, "已解除").click()
        expect(page.locator(".card")).to_have_count(1)
        expect(page.get_by_text("共 1 条（含已解除）")).to_be_visible()
        page.get_by_label("类别").select_option(label="扬尘或噪声超标（1）")
        expect(page.get_by_role("region", name="黄色 1", exact=True).locator(".card")).to_have_count(1)

    look(story)


def test_a_choice_of_filters_is_saved_renamed_used_and_deleted(town: Town, look: Look, several: None) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "warnings?level=red&silent=4")
        page.get_by_text("常用筛选").click()
        page.get_by_label("名称", exact=True).fill("红色未处置")
        button(page, "保存当前筛选").click()
        button(page, "重命名").click()
        page.get_by_label("“红色未处置”的新名称").fill("急办")
        button(page, "确定").click()
        expect(button(page, "急办")).to_be_visible()
        page.goto(address(town, "warnings"))
        page.get_by_text("常用筛选").click()
        button(page, "急办").click()
        expect(page).to_have_url(address(town, "warnings?level=red&silent=4"))
        page.get_by_text("常用筛选").click()
        button(page, "删除").click()
        expect(page.get_by_text("还没有保存的筛选")).to_be_visible()
        button(page, "撤销").click()
        expect(button(page, "急办")).to_be_visible()
        elsewhere = opened(town, browser, "warnings")
        elsewhere.get_by_text("常用筛选").click()
        expect(button(elsewhere, "急办")).to_be_visible()

    look(story)


def test_a_warning_shows_what_was_measured_and_who_was_told_with_what_result(
    town: Town, look: Look, dust: UUID
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"warnings/{dust}")
        expect(page.get_by_role("img", name="超过限值 150 µg/m³")).to_be_visible()
        told = page.get_by_role("row", name="发出预警 林晓明 项目经理 手机端消息")

        def is_read() -> bool:
            page.reload()
            with suppress(PlaywrightTimeout):  # Not yet told: the page does not hear of it by itself.
                told.wait_for(timeout=5_000)
            return told.count() == 1

        wait_until(is_read, within_seconds=60)
        expect(told).to_contain_text("已写入消息")

    look(story)


def test_urging_twice_is_refused_with_the_reason_and_the_words_stay(town: Town, look: Look, dust: UUID) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"warnings/{dust}")
        urge(page, "请立即到场处置")
        expect(page.get_by_role("list", name="办理经过")).to_contain_text("请立即到场处置")
        urge(page, "再催一次，请回复")
        refusal = page.get_by_role("dialog").get_by_role("alert")
        expect(refusal).to_contain_text("已由 黄莉 于")
        expect(refusal).to_contain_text("warning_urged")
        page.reload()
        button(page, "催办").click()
        expect(page.get_by_label("对现场的要求")).to_have_value("再催一次，请回复")

    look(story)


def test_a_regulator_follows_it_up_undoes_it_and_gives_it_to_a_colleague(town: Town, look: Look, dust: UUID) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"warnings/{dust}")
        button(page, "由我跟进").click()
        expect(page.get_by_text("黄莉 跟进")).to_be_visible()
        button(page, "撤销").click()
        expect(page.get_by_text("暂无人跟进")).to_be_visible()
        page.get_by_label("指派给").select_option(label="市管理员 · 深圳市住房和城乡建设局")
        button(page, "指派").click()
        expect(page.get_by_text("市管理员 跟进")).to_be_visible()

    look(story)


def test_several_are_followed_up_at_once_from_the_list_and_each_tells_what_became_of_it(
    town: Town, look: Look, several: None, database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "warnings?view=list")
        page.get_by_label("全选本页无人跟进的").check()
        expect(button(page, "由我跟进所选 3 条")).to_be_visible()
        page.get_by_role("button", name="橙色 1").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(button(page, "由我跟进所选 1 条")).to_be_visible()
        page.get_by_role("button", name="橙色 1").click()
        within(database_url, lambda: take(town.site.administrator.account_id, "DEV-OFF"))
        button(page, "由我跟进所选 3 条").click()
        box = page.get_by_role("dialog")
        expect(box.get_by_text("共 3 项：已办 2，未办成 1")).to_be_visible()
        expect(box.get_by_role("listitem").filter(has_text="未办成")).to_contain_text("监测设备离线")
        button(box, "关闭").click()
        expect(page.get_by_role("cell", name="黄莉", exact=True)).to_have_count(2)

    look(story)


def test_a_warning_is_closed_with_a_reason_by_the_keyboard(town: Town, look: Look, dust: UUID) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"warnings/{dust}")
        expect(button(page, "解除预警")).to_be_visible()
        page.keyboard.press("x")
        page.get_by_label("解除原因").fill("现场核查，已处置到位")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("definition").filter(has_text="现场核查，已处置到位")).to_be_visible()
        expect(button(page, "催办")).to_have_count(0)

    look(story)


def test_an_order_made_from_a_warning_arrives_on_the_managers_phone(town: Town, look: Look, dust: UUID) -> None:
    def story(browser: Browser) -> str:
        page = opened(town, browser, f"warnings/{dust}")
        button(page, "签发整改通知单").click()
        expect(page.get_by_label("第 1 项：存在的问题")).to_have_value("1#扬尘噪声：PM10 187 µg/m³，限值 150 µg/m³")
        page.get_by_label("标题").fill("裸土覆盖限期整改")
        page.reload()
        expect(page.get_by_label("标题")).to_have_value("裸土覆盖限期整改")
        button(page, "核对并签发").click()
        button(page, "签发").click()
        expect(page.get_by_role("heading", name="裸土覆盖限期整改")).to_be_visible()
        expect(page.get_by_role("link", name="由预警签发，查看预警")).to_be_visible()
        return page.url.rsplit("/", 1)[1]

    order_id = look(story)
    order = town.call(town.manager, "GET", f"/api/miniapp/v1/orders/{order_id}")
    assert (order["item"]["warning_id"], order["item"]["state"], order["may"]) == (str(dust), "issued", ["reply"])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_the_warnings_room_is_unreadable(
    town: Town, look: Look, dust: UUID, several: None, language: str
) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(town, browser, "warnings", language=language)
        expect(page.locator(".card")).to_have_count(4)
        found = unreadable(page)
        page.goto(address(town, "warnings?view=list"))
        expect(page.locator("tbody tr")).to_have_count(4)
        found += unreadable(page)
        page.goto(address(town, f"warnings/{dust}"))
        expect(page.locator("figure svg")).to_be_visible()
        found += unreadable(page)
        page.keyboard.press("u")
        expect(page.get_by_role("dialog")).to_be_visible()
        return found + unreadable(page)

    assert look(story) == []
