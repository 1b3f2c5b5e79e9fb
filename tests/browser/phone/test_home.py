"""The phone's first page: what burns and what is due, worst first, and what has changed since."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.phone import matters
from tests.browser.phone.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
HOME = "/api/miniapp/v1/home"


def test_the_worst_stands_first_and_leads_to_its_screen(town: Town, look: Look, database_url: str) -> None:
    made = matters.within(database_url, lambda: matters.burning(town.site))

    def story(browser: Browser) -> tuple[list[str], str]:
        page = town.phone(browser, town.manager)
        page.goto(town.address("home"))
        expect(page.get_by_text("绑定施工许可证")).to_be_visible()
        titles = page.locator(".home-line .heading").all_inner_texts()
        expect(page.get_by_role("button", name="绑定施工许可证")).to_contain_text("已逾期 2 天")
        page.get_by_role("button", name="扬尘或噪声超标").click()
        page.wait_for_url("**/pages/warning/**")
        return titles, page.url

    titles, url = look(story)
    assert titles[:4] == ["扬尘或噪声超标", "绑定施工许可证", "监测设备离线", "扬尘治理限期整改"]
    assert url.endswith(f"/pages/warning/warning?id={made['red']}")


def test_only_what_has_changed_is_asked_for_and_stands_at_once(town: Town, look: Look, database_url: str) -> None:
    def story(browser: Browser) -> tuple[str, int]:
        page = town.phone(browser, town.manager)
        page.clock.install()
        page.goto(town.address("home"))
        expect(page.get_by_text("现在没有紧急的事")).to_be_visible()
        with page.expect_response(lambda answer: HOME in answer.url) as unchanged:
            page.clock.run_for(61_000)
        assert unchanged.value.status == 304
        matters.within(database_url, lambda: matters.burning(town.site))
        with page.expect_response(lambda answer: HOME in answer.url) as changed:
            page.clock.run_for(61_000)
        expect(page.get_by_role("button", name="扬尘或噪声超标")).to_be_visible()
        expect(page.get_by_text("现在没有紧急的事")).to_be_hidden()
        return changed.value.url, len(changed.value.body())

    asked, size_bytes = look(story)
    assert "since=" in asked
    assert size_bytes <= 2048


def test_a_chosen_project_is_remembered_and_filters_the_list(town: Town, look: Look, database_url: str) -> None:
    matters.within(database_url, lambda: matters.burning(town.site))

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.regulator)
        page.goto(town.address("home"))
        expect(page.get_by_role("button", name="扬尘或噪声超标")).to_be_visible()
        page.get_by_label("只看一个项目").select_option(label="别人的工地")
        expect(page.get_by_role("button", name="扬尘或噪声超标")).to_be_hidden()
        page.reload()
        expect(page.get_by_text("现在没有紧急的事")).to_be_visible()

    look(story)


def test_a_regulator_finds_a_project_by_a_part_of_its_name(town: Town, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        page = town.phone(browser, town.regulator)
        page.goto(town.address("projects"))
        expect(page.get_by_text("别人的工地")).to_be_visible()
        page.locator("input").fill("科学")
        expect(page.locator(".mark")).to_be_visible()
        expect(page.get_by_text("别人的工地")).to_be_hidden()
        found = page.locator(".mark").all_inner_texts()
        page.locator("input").fill("没有这个")
        expect(page.get_by_text("没有找到")).to_be_visible()
        return found

    assert look(story) == ["科学"]


def test_who_has_no_post_is_told_how_to_begin(town: Town, look: Look) -> None:
    (post,) = town.call(town.officer, "GET", "/api/miniapp/v1/posts")
    town.call(town.officer, "POST", f"/api/miniapp/v1/posts/{post['id']}/leave")

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.officer)
        page.goto(town.address("home"))
        page.get_by_role("button", name="申请岗位").click()
        page.wait_for_url("**/pages/apply/**")

    look(story)


def test_a_phone_that_was_never_here_is_led_to_the_sign_in(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(f"{town.stack.api_url}/m/")
        page.wait_for_url("**/pages/sign_in/**")
        expect(page.get_by_role("button").first).to_be_visible()

    look(story)
