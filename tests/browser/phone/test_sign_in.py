"""Signing in from nothing, being signed out from elsewhere, and what a person chooses for the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.phone.conftest import Town
from tests.browser.phone.newcomers import agree, fresh
from tests.browser.phone.touches import TOLD, was_told

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


def test_a_newcomer_signs_in_with_the_sandboxs_phone_from_nothing(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = fresh(browser, town, "posts")
        agree(page)
        page.get_by_text("用沙箱里的手机").click()
        page.get_by_text("周敏").click()
        page.get_by_label("姓名").locator("input").fill("周敏")
        page.get_by_text("用手机号验证").click()
        page.get_by_text("允许 Allow").click()
        expect(page.get_by_text("还没有岗位")).to_be_visible()
        page.wait_for_url("**/pages/posts/posts")
        page.goto(town.address("me"))
        expect(page.locator(".card .title").first).to_have_text("周敏")
        expect(page.get_by_text("138****0005")).to_be_visible()

    look(story)


def test_without_agreeing_nobody_is_asked_for_anything(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = fresh(browser, town)
        page.get_by_text("用企业微信登录", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("请先同意隐私说明")
        assert page.url.startswith(town.stack.api_url)
        page.get_by_text("看全文").click()
        page.get_by_text("同意", exact=True).click()
        expect(page.get_by_role("checkbox")).to_have_attribute("aria-checked", "true")

    look(story)


def test_a_refusal_and_a_code_that_was_used_are_told_plainly(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = fresh(browser, town)
        agree(page)
        page.get_by_text("用沙箱里的手机").click()
        page.get_by_text("拒绝").click()
        expect(page.get_by_role("alert")).to_contain_text("您没有同意，未能登录")
        page.get_by_text("用沙箱里的手机").click()
        page.get_by_text("何志强").click()
        expect(page.get_by_text("还差一步：验证手机号")).to_be_visible()
        used = page.url
        page.get_by_text("换一种方式登录").click()
        page.goto("about:blank")
        page.goto(used)
        expect(page.get_by_role("alert")).to_contain_text("或已经用过")

    look(story)


def test_a_phone_that_was_signed_out_elsewhere_comes_back_to_its_page(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        lost = town.phone(browser, town.manager)
        lost.goto(town.address("sign_ins"))
        expect(lost.get_by_text("本机", exact=True)).to_be_visible()
        answer = town.call(town.manager, "POST", "/api/miniapp/v1/sessions/end-all")
        assert answer["ended"] >= 1
        lost.reload()
        expect(lost.get_by_text("登录后回到刚才的页面")).to_be_visible()
        lost.get_by_text("用企业微信登录", exact=True).click()
        lost.get_by_text("林晓明").click()
        expect(lost.get_by_text("本机", exact=True)).to_be_visible()
        lost.wait_for_url("**/pages/sign_ins/sign_ins")

    look(story)


def test_another_sign_in_is_ended_from_the_phone(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.add_init_script(TOLD)
        page.goto(town.address("sign_ins"))
        page.get_by_text("退出其他全部设备").click()
        expect(page.get_by_role("alertdialog")).to_contain_text("只有本机保持登录")
        page.get_by_role("alertdialog").get_by_text("退出", exact=True).click()
        was_told(page, "已退出 1 处")
        assert len(town.call(town.manager, "GET", "/api/miniapp/v1/sessions")) == 1

    look(story)


def test_language_and_text_size_stay(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address("me"))
        page.get_by_text("特大").click()
        with page.expect_response("**/me/language") as told:
            page.get_by_text("English").click()
        assert told.value.status == 200
        expect(page.get_by_text("Where I am signed in")).to_be_visible()
        page.reload()
        expect(page.locator(".frame.text-largest").get_by_text("Where I am signed in")).to_be_visible()
        assert town.call(town.manager, "GET", "/api/miniapp/v1/me")["language"] == "en"

    look(story)
