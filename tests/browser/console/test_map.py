"""The sand table: every number opens its list, the address keeps what was asked, warnings arrive by themselves."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core import db
from backend.identity.scope import Scope
from backend.supervision.rules import Level
from tests.browser.console import sand
from tests.browser.console.conftest import Town
from tests.browser.console.desks import address, opened, unreadable
from tests.browser.console.sand import EACH
from tests.browser.phone import matters

pytestmark = pytest.mark.browser

Look = Callable[[Callable[[Browser], Any]], Any]


def link(page: Page, name: str) -> Any:
    """A number by what it counts: `广东省，红色预警`."""
    return (
        page.get_by_role("complementary")
        .or_(page.get_by_label("主要数字"))
        .get_by_role("link", name=re.compile(f"^{name}："))
        .first
    )


def number(page: Page, name: str) -> int:
    return int(link(page, name).inner_text().replace(",", ""))


def listed(page: Page, name: str) -> tuple[int, int, int]:
    """The number, the total that its list says, and the projects in it."""
    said = number(page, name)
    link(page, name).click()
    region = page.get_by_role("region", name=name.replace("，", " · "))
    expect(region.get_by_role("status")).to_have_text(re.compile(r"\d"))
    expect(region.get_by_role("listitem")).to_have_count(said)
    found = re.search(r"\d+", region.get_by_role("status").inner_text())
    assert found is not None
    rows = region.get_by_role("listitem").count()
    page.get_by_role("button", name="关闭清单").click()
    return said, int(found.group()), rows


@pytest.mark.timeout(120)
def test_every_number_opens_a_list_that_is_as_long_as_it_says(town: Town, reader: Scope, look: Look) -> None:
    def story(browser: Browser) -> list[tuple[int, int, int]]:
        page = opened(town, browser, "", reader)
        page.wait_for_url("**/console/map")
        expect(link(page, "广东省，项目")).to_be_visible()
        names = ["红色预警", "橙色及以上", "有未解除预警", "静默"]
        whole = [listed(page, f"广东省，{name}") for name in names]
        return whole + [listed(page, f"广州市，{name}") for name in ["项目", *names]]

    found = look(story)
    assert [said for said, _, _ in found] == [7, 14, 28, 14, 16, 2, 4, 8, 4]
    assert [(total, rows) for _, total, rows in found] == [(said, said) for said, _, _ in found]


@pytest.mark.timeout(120)
def test_a_filter_narrows_the_numbers_and_the_lists_alike_and_stays_on_reload_and_back(
    town: Town, reader: Scope, look: Look
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "map", reader)
        expect(link(page, "广东省，项目")).to_have_text("58")
        page.get_by_role("combobox", name="未解除预警").select_option("yellow")
        expect(link(page, "广东省，项目")).to_have_text("21")
        page.get_by_role("combobox", name="静默").select_option("true")
        expect(link(page, "广东省，项目")).to_have_text("7")
        assert listed(page, "广东省，项目") == (7, 7, 7)
        page.reload()
        expect(page.get_by_role("combobox", name="未解除预警")).to_have_value("yellow")
        assert listed(page, "广东省，有未解除预警") == (7, 7, 7)
        page.get_by_role("button", name="清除筛选").click()
        expect(link(page, "广东省，项目")).to_have_text("58")
        page.go_back()
        expect(page.get_by_role("combobox", name="静默")).to_have_value("true")

    look(story)


@pytest.mark.timeout(120)
def test_a_warning_that_is_raised_pulses_where_it_is_and_is_counted(
    town: Town, reader: Scope, database_url: str, look: Look
) -> None:
    async def calm() -> Any:
        return await db.fetch_one("SELECT id, name FROM project WHERE name = '440305 第1标段'")

    project = matters.within(database_url, calm)

    def story(browser: Browser) -> None:
        page = opened(town, browser, "map", reader)
        expect(link(page, "广东省，红色预警")).to_have_text("7")
        expect(page.get_by_text("实时", exact=True)).to_be_visible()
        raised = matters.within(database_url, lambda: matters.warn(project["id"], "TEL-ALARM", Level.RED))
        pulse = page.locator(f".pulse[data-warning='{raised}']")
        expect(pulse).to_contain_text(project["name"])
        box, on_map = pulse.bounding_box(), page.get_by_role("img", name="地图").bounding_box()
        assert box is not None
        assert on_map is not None
        assert on_map["x"] < box["x"] < on_map["x"] + on_map["width"]
        expect(page.get_by_role("log", name="刚刚发生的预警").get_by_role("link")).to_contain_text(project["name"])
        expect(link(page, "广东省，红色预警")).to_have_text("8")

    look(story)


@pytest.mark.timeout(120)
def test_the_keyboard_ranks_opens_a_list_closes_it_and_goes_into_a_city(town: Town, reader: Scope, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "map", reader)
        ranking = page.get_by_role("table")
        ranking.get_by_role("button", name="红", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(address(town, "map?by=red"))
        expect(ranking.get_by_role("columnheader", name="红", exact=False).first).to_have_attribute(
            "aria-sort", "descending"
        )
        link(page, "深圳市，静默").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="深圳市 · 静默")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="深圳市 · 静默")).to_have_count(0)
        page.get_by_role("img", name="地图").focus()
        page.keyboard.press("+")
        page.keyboard.press("ArrowRight")
        ranking.get_by_role("link", name="深圳", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("深圳市")
        expect(ranking.get_by_role("rowheader", name="南山区")).to_be_visible()

    look(story)


@pytest.mark.timeout(120)
def test_the_slider_goes_back_to_a_month_of_which_only_numbers_are_kept(
    town: Town, reader: Scope, database_url: str, look: Look
) -> None:
    last = matters.within(database_url, lambda: sand.past(3))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "map", reader)
        page.get_by_role("slider", name="时间轴").focus()
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(address(town, f"map?period={last}"))
        expect(page.get_by_text("历史月份只有各地区数量")).to_be_visible()
        expect(page.get_by_label("主要数字").get_by_text("58")).to_be_visible()
        expect(page.get_by_label("主要数字").get_by_role("link")).to_have_count(0)
        page.get_by_role("button", name="回到现在").click()
        expect(link(page, "广东省，项目")).to_be_visible()

    look(story)


@pytest.mark.timeout(120)
def test_a_citys_regulator_begins_in_the_own_city_and_sees_no_other(town: Town, reader: Scope, look: Look) -> None:
    assert reader.unit_id != town.site.regulator.unit_id

    def story(browser: Browser) -> None:
        page = opened(town, browser, "map")
        expect(page).to_have_url(address(town, "map/440300"))
        expect(link(page, "深圳市，项目")).to_have_text(str(2 * EACH + 2))
        expect(page.get_by_role("link", name="广东省", exact=True)).to_have_count(0)

    look(story)


@pytest.mark.timeout(120)
def test_the_wall_is_dark_and_without_a_menu_and_esc_leaves_it(town: Town, reader: Scope, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "map?by=silent", reader)
        page.get_by_role("link", name="大屏").click()
        expect(page.get_by_role("heading", name="广东省工程沙盘")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-look", "dark")
        expect(page.get_by_role("navigation")).to_have_count(0)
        said = number(page, "广东省，红色预警")
        link(page, "广东省，红色预警").click()
        expect(page.get_by_role("region").get_by_role("listitem")).to_have_count(said)
        page.go_back()
        page.keyboard.press("Escape")
        expect(page).to_have_url(address(town, "map?by=silent"))
        expect(page.locator("html")).not_to_have_attribute("data-look", "dark")

    look(story)


@pytest.mark.timeout(180)
def test_nothing_on_the_map_and_the_wall_is_unreadable_or_comes_from_elsewhere(
    town: Town, reader: Scope, database_url: str, look: Look
) -> None:
    matters.within(database_url, lambda: sand.past(3))
    pages = ["map", "map?list=red", "map/440300?layer=projects", "map?layer=regions&by=red", "wall"]

    calm = matters.within(database_url, _calm)
    asked: set[str] = set()

    def story(browser: Browser, language: str) -> list[list[str]]:
        page = opened(town, browser, "map", reader, language=language)
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        found = [_seen(page, address(town, path)) for path in pages]
        page.goto(address(town, "map/440500?list=red&of=440500"))
        page.locator(".behind .where").first.click()
        expect(page.locator(".card h2")).to_be_visible()
        matters.within(database_url, lambda: matters.warn(calm, ALARMS[language], Level.RED))
        expect(page.locator(".pulse span").first).to_be_visible()
        return [*found, unreadable(page)]

    assert look(lambda browser: story(browser, "zh-CN")) == [[]] * (len(pages) + 1)
    assert look(lambda browser: story(browser, "en")) == [[]] * (len(pages) + 1)
    assert asked == {urlsplit(town.stack.api_url).netloc}


ALARMS = {"zh-CN": "TEL-ALARM", "en": "ENV-EXC"}


async def _calm() -> Any:
    return await db.fetch_value("SELECT id FROM project WHERE name = '440507 第3标段'")


def _seen(page: Page, url: str) -> list[str]:
    page.goto(url)
    expect(page.locator("dl.figures a").first).to_be_visible()
    expect(page.locator("table.ranking, .behind li").first).to_be_visible()
    return unreadable(page)
