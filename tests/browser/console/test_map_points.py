"""What stands on the map itself: points that come and fail, what a press on them opens, names of districts."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core import db
from backend.identity.scope import Scope
from tests.browser.console import sand
from tests.browser.console.conftest import Town
from tests.browser.console.desks import address, opened
from tests.browser.console.sand import EACH
from tests.browser.phone import matters
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

Look = Callable[[Callable[[Browser], Any]], Any]
KEPT = """async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "sandtable-map")) return false;
    const done = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
    const database = await done(indexedDB.open("sandtable-map"));
    const keys = await done(database.transaction("points").objectStore("points").getAllKeys());
    database.close();
    return keys.length > 0;
}"""


@pytest.mark.timeout(120)
def test_the_next_visit_asks_only_for_the_points_that_have_changed(town: Town, reader: Scope, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(town, browser, "map", reader)
        wait_until(lambda: page.evaluate(KEPT), within_seconds=60)
        page.goto("about:blank")  # Nothing is asked any more by the visit before.
        with page.expect_request(re.compile("/map/points")) as asked:
            page.goto(address(town, "map"))
        return list(parse_qs(urlsplit(asked.value.url).query))

    assert look(story) == ["since"]


@pytest.mark.timeout(120)
def test_a_project_of_a_list_tells_on_the_map_what_burns_there(town: Town, reader: Scope, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "map/440500?list=red&of=440500", reader)
        page.get_by_role("button", name="在地图上看 440507 第2标段").click()
        card = page.locator(".card")
        expect(card.get_by_role("heading", name="440507 第2标段")).to_be_visible()
        expect(card).to_be_focused()
        expect(card).to_contain_text("红色")
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
        expect(page.get_by_role("button", name="在地图上看 440507 第2标段")).to_be_focused()
        page.keyboard.press("Enter")
        card.get_by_role("link", name="未解除预警 1 条").click()
        expect(page).to_have_url(re.compile(r"/projects/[^/]+/warnings\?state=open&state=acknowledged$"))
        expect(page.locator("main table.list tbody tr")).to_have_count(1)

    look(story)


@pytest.fixture
def together(reader: Scope, database_url: str) -> Scope:
    """Two of Shantou's projects stand at one place."""

    async def act() -> None:
        await db.execute(
            """
            UPDATE project SET longitude = 116.8, latitude = 23.4
            WHERE name IN ('440507 第1标段', '440507 第2标段')
            """
        )
        await sand.folded()

    matters.within(database_url, act)
    return reader


@pytest.mark.timeout(120)
def test_a_press_looks_into_a_cluster_opens_a_project_and_asks_which_of_two_at_one_place(
    town: Town, together: Scope, look: Look
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "map/440500?list=projects&of=440500", together)
        ring, card = page.locator(".chosen"), page.locator(".card")
        page.get_by_role("button", name="在地图上看 440507 第3标段").click()
        for _ in range(5):
            page.get_by_role("button", name="缩小").click()
        far = ring.get_attribute("style")
        _press(page)
        expect(ring).not_to_have_attribute("style", far or "")
        expect(card.get_by_role("heading", name="440507 第3标段")).to_be_visible()
        _find(page, "440507 第4标段", nearer=6)
        _press(page)
        expect(card.get_by_role("heading", name="440507 第4标段")).to_be_visible()
        _find(page, "440507 第1标段")
        _press(page)
        several = page.get_by_role("dialog", name="此处有 2 个项目")
        expect(several.get_by_role("button", name="440507 第1标段")).to_be_visible()
        several.get_by_role("button", name="440507 第2标段").click()
        expect(card.get_by_role("heading", name="440507 第2标段")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("img", name="地图")).to_be_focused()

    look(story)


def _find(page: Page, name: str, *, nearer: int = 0) -> None:
    """The project in the middle of the map, so much nearer, and its card closed."""
    page.get_by_role("button", name=f"在地图上看 {name}").click()
    page.locator(".card").get_by_role("button", name="关闭").click()
    for _ in range(nearer):
        page.get_by_role("button", name="放大").click()


PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def _press(page: Page) -> None:
    """The middle of the map, once the points stand on it."""
    expect(page.get_by_role("note", name="图例")).to_contain_text("空心")
    page.evaluate(PAINTED)
    page.get_by_role("img", name="地图").click()


NEVER_BY_ITSELF = """(() => {
    const wait = window.setTimeout;
    window.setTimeout = (act, after, ...given) => wait(act, Number.isInteger(after ?? 0) ? after : 3_600_000, ...given);
})()"""
"""The page asks again after a time of chance, which no other timer has: here the button has to."""


@pytest.mark.timeout(120)
def test_points_that_could_not_be_read_are_said_and_asked_for_again(town: Town, reader: Scope, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "projects", reader)
        page.add_init_script(NEVER_BY_ITSELF)
        page.route("**/map/points*", lambda route: route.fulfill(status=502, body="<html>"))
        page.goto(address(town, "map/440500"))
        refusal = page.get_by_role("alert")
        expect(refusal).to_be_visible()
        page.goto(address(town, "wall"))
        expect(refusal).to_be_visible()
        page.unroute("**/map/points*")
        refusal.get_by_role("button", name="再试一次").click()
        expect(refusal).to_have_count(0)

    look(story)


@pytest.mark.timeout(120)
def test_a_district_on_the_map_leads_into_it_where_there_are_too_many_points_too(
    town: Town, reader: Scope, look: Look
) -> None:
    crowded = {"version": 1, "is_whole": True, "needs_region": True, **{key: [] for key in LISTS}}
    amid = {"regions": [{"code": "440106", "east": 1_133_600, "north": 231_300}]}

    def story(browser: Browser) -> None:
        page = opened(town, browser, "map/440100", reader)
        expect(page.locator(".label", has_text="天河")).not_to_contain_text(re.compile(r"\d"))
        page.route("**/map/points*", lambda route: route.fulfill(json={**crowded, **amid}))
        page.evaluate("indexedDB.deleteDatabase('sandtable-map')")
        page.reload()
        expect(page.get_by_text("本市项目较多，请点选一个区县")).to_be_visible()
        label = page.locator(".label", has_text="天河")
        expect(label).to_contain_text(str(EACH))
        label.get_by_text("天河").click()
        expect(page).to_have_url(address(town, "map/440106"))

    look(story)


LISTS = ["looks", "numbers", "look", "regions", "placed", "region", "east", "north", "gone"]
