"""Orders at the desk: found, issued from scratch, decided about with photos before and after, more time, withdrawn."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from backend.core import clock
from backend.supervision import extensions
from tests.browser.console.conftest import Town
from tests.browser.console.desks import ARE_LOADED, address, opened, unreadable
from tests.browser.phone import busy_site, matters
from tests.browser.phone.matters import within

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
API = "/api/miniapp/v1"
ORDER_PAGE = re.compile(r"/orders/[0-9a-f-]{36}$")


@pytest.fixture
def order(town: Town, database_url: str) -> str:
    """Waits for the site's reply."""
    return str(within(database_url, lambda: matters.order(town.site, "扬尘治理限期整改")))


@pytest.fixture
def reviewed(town: Town, order: str) -> str:
    """Replied to with photos and passed by the chief: waits for the regulator."""
    finding = town.call(town.manager, "GET", f"{API}/orders/{order}")["findings"][0]
    reply = {"finding_id": finding["id"], "text": "裸土已全部覆盖"} | busy_site.pair(town)
    town.call(town.manager, "POST", f"{API}/orders/{order}/reply", {"replies": [reply]})
    town.call(town.chief, "POST", f"{API}/orders/{order}/pass", {"note": "现场已核实"})
    return order


@pytest.fixture
def asked(town: Town, database_url: str, order: str) -> str:
    """More time was asked for."""

    async def ask() -> None:
        until = clock.now() + timedelta(days=7)
        await extensions.ask(town.site.manager, UUID(order), until=until, reason="连续暴雨")

    within(database_url, ask)
    return order


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def say(page: Page, deed: str, label: str, words: str) -> None:
    """A deed with its words, confirmed."""
    button(page, deed).first.click()
    page.get_by_label(label).fill(words)
    page.get_by_role("dialog").get_by_role("button", name=deed, exact=True).click()


def state(town: Town, order: str) -> str:
    found: str = town.call(town.manager, "GET", f"{API}/orders/{order}")["item"]["state"]
    return found


def test_the_list_is_narrowed_and_the_address_keeps_it(town: Town, look: Look, order: str, database_url: str) -> None:
    within(database_url, lambda: matters.order(town.site, "围挡破损限期修复"))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "orders")
        expect(page.locator("tbody tr")).to_have_count(2)
        button(page, "已逾期").click()
        expect(page.get_by_text("没有符合条件的整改通知单")).to_be_visible()
        page.reload()
        expect(button(page, "已逾期")).to_have_attribute("aria-pressed", "true")
        button(page, "清除筛选").click()
        button(page, "待整改回复").click()
        expect(page).to_have_url(address(town, "orders?state=issued"))
        page.get_by_role("link", name="扬尘治理限期整改").click()
        expect(page).to_have_url(address(town, f"orders/{order}"))

    look(story)


def test_an_order_is_issued_from_scratch_for_a_project_that_was_searched(town: Town, look: Look) -> None:
    def story(browser: Browser) -> str:
        page = opened(town, browser, "orders")
        button(page, "签发整改通知单").click()
        page.get_by_role("main").get_by_role("combobox", name="搜索项目").fill("科学城")
        page.get_by_role("option", name="南山科学城一期").click()
        page.get_by_label("标题").fill("临边防护限期整改")
        button(page, "核对并签发").click()
        expect(page.get_by_text("至少写 2 个字")).to_be_visible()
        page.get_by_label("第 1 项：存在的问题").fill("三层临边无防护")
        page.get_by_label("第 1 项严重程度").select_option("serious")
        expect(page.get_by_label("整改期限").locator("option:not([disabled])")).to_have_count(3)
        button(page, "增加一项").click()
        page.get_by_label("第 2 项：存在的问题").fill("安全网破损")
        button(page, "核对并签发").click()
        button(page, "签发").click()
        page.wait_for_url(ORDER_PAGE)
        expect(page.get_by_role("heading", name="临边防护限期整改")).to_be_visible()
        return page.url.rsplit("/", 1)[1]

    order = town.call(town.manager, "GET", f"{API}/orders/{look(story)}")
    assert [(each["text"], each["severity"]) for each in order["findings"]] == [
        ("三层临边无防护", "serious"),
        ("安全网破损", "general"),
    ]


def test_an_order_whose_answer_was_lost_is_issued_once(town: Town, look: Look) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    def story(browser: Browser) -> None:
        page = opened(town, browser, f"orders/new?project={town.project_id}")
        page.get_by_label("标题").fill("临边防护限期整改")
        page.get_by_label("第 1 项：存在的问题").fill("三层临边无防护")
        page.route("**/api/console/v1/orders", lose, times=1)
        button(page, "核对并签发").click()
        button(page, "签发").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("连不上服务器")
        button(page, "签发").click()
        expect(page.get_by_role("heading", name="临边防护限期整改")).to_be_visible()
        page.goto(address(town, "orders"))
        expect(page.get_by_text("共 1 份")).to_be_visible()

    look(story)


def test_photos_before_and_after_are_compared_and_the_order_is_closed(town: Town, look: Look, reviewed: str) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(town, browser, f"orders/{reviewed}")
        page.get_by_role("button", name="对比第 1 项整改前后").click()
        page.wait_for_function(ARE_LOADED, arg="dialog img")
        page.get_by_label("左右拖动，对比整改前与整改后").fill("20")
        expect(page.get_by_role("dialog").get_by_role("img").last).to_have_css("clip-path", "inset(0px 80% 0px 0px)")
        found = unreadable(page)
        page.keyboard.press("Escape")
        say(page, "复查合格，闭环", "复查情况", "现场复查，整改到位")
        expect(page.get_by_role("definition").filter(has_text="现场复查，整改到位")).to_be_visible()
        expect(page.get_by_text("目前无需您办理")).to_be_visible()
        return found + unreadable(page)

    assert look(story) == []
    assert state(town, reviewed) == "closed"


def test_a_reply_that_does_not_do_goes_into_another_round_with_a_new_date(
    town: Town, look: Look, reviewed: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"orders/{reviewed}")
        say(page, "复查不合格，退回", "哪里不合格", "覆盖不完整")
        expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("请选择日期")
        page.get_by_label("新的整改期限").select_option(index=1)
        page.get_by_role("dialog").get_by_role("button", name="复查不合格，退回", exact=True).click()
        expect(page.get_by_text("第 2 轮", exact=True)).to_be_visible()
        expect(page.get_by_text("复查不合格：覆盖不完整")).to_be_visible()

    look(story)
    assert state(town, reviewed) == "issued"


def test_more_time_is_granted_until_a_day_that_was_asked_for(town: Town, look: Look, asked: str) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"orders/{asked}")
        expect(page.get_by_text("申请延期，待批")).to_be_visible()
        button(page, "同意延期").click()
        page.get_by_label("延期至").select_option(index=1)
        page.get_by_role("dialog").get_by_role("button", name="同意延期", exact=True).click()
        expect(page.get_by_text("已同意延期")).to_be_visible()

    look(story)


def test_more_time_is_refused_with_a_reason(town: Town, look: Look, asked: str) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"orders/{asked}")
        say(page, "不同意延期", "不同意的理由", "降雨已停，应按期完成")
        expect(page.get_by_text("黄莉：降雨已停，应按期完成")).to_be_visible()

    look(story)


def test_an_order_is_urged_and_withdrawn(town: Town, look: Look, order: str) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"orders/{order}")
        say(page, "催办", "对施工单位的要求", "请按期回复整改情况")
        expect(page.get_by_role("list", name="办理经过")).to_contain_text("请按期回复整改情况")
        say(page, "撤回整改通知单", "撤回原因", "误发至其他项目")
        expect(page.get_by_text("已撤回", exact=True).first).to_be_visible()

    look(story)
    assert state(town, order) == "withdrawn"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_the_orders_is_unreadable(town: Town, look: Look, asked: str, language: str) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(town, browser, "orders", language=language)
        expect(page.locator("tbody tr")).to_have_count(1)
        found = unreadable(page)
        page.goto(address(town, f"orders/{asked}"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found += unreadable(page)
        page.goto(address(town, f"orders/new?project={town.project_id}"))
        expect(page.locator("textarea")).to_be_visible()
        return found + unreadable(page)

    assert look(story) == []
