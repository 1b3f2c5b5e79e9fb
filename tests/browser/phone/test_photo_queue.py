"""Photos on the phone: what is told of each, after the app was killed too, and how one is taken away again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core import clock
from tests.browser.phone.conftest import Town
from tests.browser.phone.progress_form import PICTURES, PIECES, open_form, photograph
from tests.browser.phone.touches import button
from tests.months import THIS_SAID

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Look = Callable[[Callable[[Browser], Any]], Any]


LONG_PAUSES: Final = """const start = window.setTimeout;
window.setTimeout = (act, wait, ...more) => start(act, [3000, 10000, 30000].includes(wait) ? 600000 : wait, ...more);"""
"""The next try by itself is ten minutes off."""


def open_queue(town: Town, page: Page) -> None:
    page.goto(town.address("queue"))
    expect(page.get_by_text(f"{THIS_SAID}形象进度")).to_be_visible()


def test_what_was_taken_is_still_there_after_a_kill_and_goes_out(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        phone = page.context
        phone.route(PIECES, lambda route: route.abort("connectionreset"))
        open_form(town, page)
        photograph(page, "拍照：工地全景", PICTURES["工地全景"])
        photograph(page, "拍照：正立面", PICTURES["正立面"])
        page.close(run_before_unload=False)

        again = phone.new_page()
        open_queue(town, again)
        expect(again.get_by_text("已上传 0/2 张")).to_be_visible()
        expect(again.get_by_text("已存手机，等待网络")).to_have_count(1)
        expect(again.get_by_text("已存手机，等待上传")).to_have_count(1)
        expect(again.get_by_text("未提交，去填完")).to_be_visible()
        phone.unroute(PIECES)
        expect(again.get_by_text("照片都已上传")).to_be_visible(timeout=100_000)
        expect(again.get_by_text("已上传", exact=True)).to_have_count(2)

    look(story)


def test_who_will_not_wait_for_the_next_try_taps_for_one(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.add_init_script(LONG_PAUSES)
        page.route(PIECES, lambda route: route.abort("connectionreset"))
        open_form(town, page)
        photograph(page, "拍照：工地全景", PICTURES["工地全景"])
        open_queue(town, page)
        expect(page.get_by_text("已存手机，等待网络")).to_be_visible()
        with page.expect_request(PIECES):
            button(page, "立即再试").click()

    look(story)


def test_a_photo_is_taken_away_after_time_to_think_better_of_it(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.clock.install()
        open_form(town, page)
        photograph(page, "拍照：正立面", PICTURES["正立面"])
        photograph(page, "拍照：侧立面", PICTURES["侧立面"])
        open_queue(town, page)
        page.clock.pause_at(clock.now() + timedelta(minutes=10))  # Six seconds to think are as long as they need.
        button(page, "正立面：删除").click()
        button(page, "撤销").click()
        button(page, "侧立面：删除").click()
        expect(page.get_by_text("已删除")).to_be_visible()
        page.clock.run_for(6_000)
        expect(button(page, "撤销")).to_have_count(0)
        expect(button(page, "正立面：删除")).to_be_visible()
        expect(page.get_by_text("侧立面")).to_have_count(0)

    look(story)


def test_a_file_that_is_no_photo_is_refused_with_the_reason_and_the_rest_goes_on(
    town: Town, look: Look, tmp_path: Path
) -> None:
    fake = tmp_path / "photo.jpg"
    fake.write_text("not a picture")

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        open_form(town, page)
        photograph(page, "拍照：正立面", fake)
        photograph(page, "拍照：侧立面", PICTURES["侧立面"])
        expect(button(page, "重拍：正立面，未被接收")).to_contain_text("文件内容不是照片", timeout=60_000)
        expect(button(page, "重拍：侧立面，已上传")).to_be_visible(timeout=60_000)
        open_queue(town, page)
        expect(page.get_by_text("请上传手机拍摄的 JPEG、PNG 或 WEBP 照片")).to_be_visible()
        expect(button(page, "正立面：再试")).to_be_visible()

    look(story)
