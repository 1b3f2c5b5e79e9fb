"""With what a person signs in: an identity added, an account woken, a computer scanned in and disowned."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core import db
from tests.browser.phone.conftest import Town
from tests.browser.phone.in_page import NO_CAMERA
from tests.browser.phone.matters import within
from tests.browser.phone.newcomers import agree, fresh
from tests.browser.phone.scanning import desktop, from_album, scan_page, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


def let_in(phone: Page, browser: Browser, town: Town) -> Page:
    """The phone scans a computer's screen and allows it; the screen."""
    phone.add_init_script(NO_CAMERA)
    scan_page(phone, town)
    screen = desktop(browser, town, "/m/sign-in")
    from_album(phone, screen.screenshot())
    expect(screen.locator("#number")).to_be_visible()
    phone.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
    phone.get_by_role("button", name="允许登录").click()
    expect(phone.get_by_text("已允许", exact=True)).to_be_visible()
    expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible()
    return screen


def test_wechat_is_added_to_who_signed_in_with_wecom(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.officer)
        page.goto(town.address("me"))
        expect(page.get_by_text("未绑定")).to_have_count(1)
        page.get_by_role("button", name="绑定 微信").click()
        page.wait_for_url(f"{town.stack.sandbox_url}/**")  # The page that is left names him too.
        page.get_by_text("何志强").click()
        expect(page.get_by_text("登录方式")).to_be_visible()
        expect(page.get_by_text("未绑定")).to_have_count(0)
        issuers = {each["issuer"] for each in town.call(town.officer, "GET", "/api/miniapp/v1/me")["identities"]}
        assert {issuer.partition(":")[0] for issuer in issuers} == {"wechat", "wecom"}

    look(story)


def test_a_sleeping_account_wakes_by_its_own_number_alone(town: Town, look: Look, database_url: str) -> None:
    async def fall_asleep() -> None:
        await db.execute("UPDATE account SET state = 'dormant' WHERE id = $1", UUID(town.manager.account_id))

    within(database_url, fall_asleep)

    def story(browser: Browser) -> None:
        page = fresh(browser, town, "posts")
        agree(page)
        page.get_by_text("用企业微信登录", exact=True).click()
        page.get_by_text("林晓明").click()
        expect(page.get_by_text("账号已休眠", exact=True)).to_be_visible()
        expect(page.get_by_label("姓名")).to_have_count(0)
        page.get_by_text("用手机号验证").click()
        page.get_by_text("陈国栋").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_text("用手机号验证").click()
        page.get_by_text("换一个人").click()
        page.get_by_text("林晓明").click()
        page.wait_for_url("**/pages/posts/posts")
        expect(page.get_by_text("项目经理").first).to_be_visible()

    look(story)


def test_a_scanned_computer_has_the_pages_without_a_token_until_the_phone_disowns_it(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        phone = town.phone(browser, town.manager)
        screen = let_in(phone, browser, town)
        screen.goto(town.address("me"))
        expect(screen.get_by_text("林晓明")).to_be_visible()
        expect(screen.get_by_text("这台电脑是扫码登录的")).to_be_visible()
        assert screen.evaluate("JSON.parse(localStorage.session).data.token") == ""
        phone.goto(town.address("sign_ins"))
        phone.get_by_role("button", name="这不是我").click()
        asked = phone.get_by_role("alertdialog")
        expect(asked).to_contain_text("由它打开的登录立即结束")
        asked.get_by_role("button", name="这不是我").click()
        expect(phone.get_by_text("已报告：不是本人")).to_be_visible()
        expect(phone.get_by_role("button", name="这不是我")).to_have_count(0)
        assert signed_in_as(screen.context, town, "miniapp") is None
        screen.reload()
        expect(screen.get_by_text("登录后回到刚才的页面")).to_be_visible()

    look(story)
