"""The site's point: set by standing there, refused outside the city, converted from another map's coordinates."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.geo import Point, distance_metres, wgs84_to_gcj02
from tests.phone_town import Town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
SITE = Point(113.9305, 22.5333)


def point_of(town: Town) -> Point | None:
    shown = town.call(town.manager, "GET", f"/api/miniapp/v1/projects/{town.project_id}")
    return None if shown["longitude"] is None else Point(shown["longitude"], shown["latitude"])


def opened(browser: Browser, town: Town, **options: Any) -> Page:
    phone = town.phone(browser, town.manager, **options)
    phone.goto(town.address(f"map_point?id={town.project_id}"))
    expect(phone.get_by_text("还没有定位")).to_be_visible()
    return phone


def drag(page: Page, right: int, down: int) -> None:
    """One finger on the map, from its middle."""
    box = page.locator(".map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def test_the_manager_stands_on_the_site_and_the_point_is_kept_where_the_cross_is(town: Town, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        phone = opened(browser, town)
        asked: list[str] = []
        phone.on("request", lambda request: asked.append(request.url))
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_role("alert")).to_contain_text("请先放大")
        phone.get_by_role("button", name="用我的位置").click()
        expect(phone.get_by_text("十字离我 0 米")).to_be_visible()
        expect(phone.get_by_text("113.930500, 22.533300")).to_be_visible()
        drag(phone, 0, 100)
        expect(phone.get_by_text("十字离我 100 米")).to_be_visible()
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_text("已定位，等待监督机构核实")).to_be_visible()
        return asked

    asked = look(story)
    kept = point_of(town)
    assert kept is not None
    assert 98 < distance_metres(kept, SITE) < 102
    assert kept.latitude > SITE.latitude
    assert [url for url in asked if not url.startswith((town.stack.api_url, "data:", "blob:"))] == []


def test_outside_the_city_the_server_refuses_and_says_what_next(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        phone = opened(browser, town, geolocation={"longitude": 113.2644, "latitude": 23.1291})
        phone.get_by_role("button", name="用我的位置").click()
        expect(phone.get_by_text("113.264400, 23.129100")).to_be_visible()
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_role("alert")).to_contain_text("不在项目所在的深圳市范围内")
        expect(phone.get_by_role("alert")).to_contain_text("重新选点")
        expect(phone.get_by_text("还没有定位")).to_be_visible()

    look(story)
    assert point_of(town) is None


def test_coordinates_of_another_map_are_converted_and_swapped_ones_are_named(town: Town, look: Look) -> None:
    given = wgs84_to_gcj02(SITE)

    def story(browser: Browser) -> None:
        phone = opened(browser, town)
        phone.get_by_role("button", name="输入坐标").click()
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_role("alert")).to_contain_text("请输入经度和纬度")
        phone.get_by_label("经度").locator("input").fill(f"{given.latitude:.6f}")
        phone.get_by_label("纬度").locator("input").fill(f"{given.longitude:.6f}")
        phone.get_by_role("button", name="微信、高德、腾讯地图").click()
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_role("alert")).to_contain_text("经度和纬度填反了")
        phone.get_by_label("经度").locator("input").fill(f"{given.longitude:.6f}")
        phone.get_by_label("纬度").locator("input").fill(f"{given.latitude:.6f}")
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_text("已定位，等待监督机构核实")).to_be_visible()

    look(story)
    kept = point_of(town)
    assert kept is not None
    assert distance_metres(kept, SITE) < 1


def test_without_a_line_what_was_chosen_stays_on_the_phone(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        phone = opened(browser, town)
        phone.get_by_role("button", name="用我的位置").click()
        expect(phone.get_by_text("113.930500, 22.533300")).to_be_visible()
        phone.context.set_offline(True)
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_role("alert")).to_contain_text("没有网络")
        phone.context.set_offline(False)
        phone.reload()
        expect(phone.get_by_text("113.930500, 22.533300")).to_be_visible()
        phone.get_by_role("button", name="保存定位").click()
        expect(phone.get_by_text("已定位，等待监督机构核实")).to_be_visible()

    look(story)


def test_who_may_not_set_it_sees_it_and_the_place_is_asked_for_after_the_notice(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        chief = town.phone(browser, town.chief)
        chief.goto(town.address(f"map_point?id={town.project_id}"))
        expect(chief.get_by_text("定位由项目经理或建设单位项目负责人设置")).to_be_visible()
        expect(chief.get_by_role("button", name="保存定位")).to_have_count(0)
        manager = opened(browser, town)
        manager.evaluate("delete localStorage.privacy")
        manager.reload()
        manager.get_by_role("button", name="用我的位置").click()
        expect(manager).to_have_url(town.address("privacy"))

    look(story)
