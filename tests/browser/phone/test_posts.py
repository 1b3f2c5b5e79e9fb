"""Applying for a post, deciding on it, leaving it: on the applicant's phone and on the chief's."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core import db
from backend.projects.base import permits
from tests.browser.phone.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
PERMIT = "440305202403150101"


@pytest.fixture(autouse=True)
def permit(town: Town, database_url: str) -> None:
    """The site's construction permit, as its board at the fence shows it."""

    async def bind() -> None:
        await db.start(database_url, size=1)
        try:
            await permits.bind(town.site.manager, town.site.project_id, PERMIT)
        finally:
            await db.stop()

    asyncio.run(bind())


def apply(page: Page, town: Town, post: str) -> None:
    page.goto(town.address("apply"))
    page.get_by_label("施工许可证号").locator("input").fill(PERMIT)
    page.get_by_text("查找项目").click()
    expect(page.get_by_text("南山科学城一期")).to_be_visible()
    page.get_by_text(post, exact=True).click()
    expect(page.get_by_text("深圳演示建设集团有限公司")).to_be_visible()
    page.get_by_text("提交申请").click()


def test_an_application_is_approved_on_the_chiefs_phone_and_seen_by_the_applicant(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        mine = town.phone(browser, town.officer)
        apply(mine, town, "材料员")
        expect(mine.get_by_text("已提交，等待审批")).to_be_visible()
        mine.get_by_text("看我的岗位").click()
        expect(mine.get_by_text("总监或项目经理审批后生效")).to_be_visible()

        chiefs = town.phone(browser, town.chief)
        chiefs.goto(town.address("waiting"))
        chiefs.get_by_text("岗位申请").click()
        expect(chiefs.get_by_text("申请材料员")).to_be_visible()
        chiefs.get_by_text("批准", exact=True).click()
        chiefs.get_by_role("alertdialog").get_by_text("批准", exact=True).click()
        expect(chiefs.get_by_text("没有等您审批的申请")).to_be_visible()

        mine.reload()
        held = mine.locator(".card", has_text="材料员")
        expect(held.get_by_text("在岗")).to_be_visible()

    look(story)


def test_a_refusal_needs_a_reason_which_the_applicant_reads(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        mine = town.phone(browser, town.officer)
        apply(mine, town, "材料员")
        expect(mine.get_by_text("已提交，等待审批")).to_be_visible()

        managers = town.phone(browser, town.manager)
        managers.goto(town.address("decide"))
        managers.get_by_text("不批准", exact=True).click()
        asked = managers.get_by_role("alertdialog")
        asked.get_by_text("不批准", exact=True).click()
        expect(asked.get_by_role("alert")).to_have_text("请写明原因")
        asked.get_by_text("请由公司重新委派").click()
        asked.get_by_text("不批准", exact=True).click()
        expect(managers.get_by_text("没有等您审批的申请")).to_be_visible()

        mine.goto(town.address("posts"))
        expect(mine.get_by_text("原因：请由公司重新委派")).to_be_visible()

    look(story)


def test_what_is_refused_says_why_and_what_next(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.officer)
        page.goto(town.address("apply"))
        page.get_by_label("施工许可证号").locator("input").fill("440305202403150201")
        page.get_by_text("查找项目").click()
        expect(page.get_by_role("alert")).to_contain_text("没有登记这个许可证号的项目")
        apply(page, town, "专职安全员")
        expect(page.get_by_role("alert")).to_contain_text("已")
        page.context.set_offline(True)
        page.get_by_text("提交申请").click()
        expect(page.get_by_role("alert")).to_contain_text("没有网络")

    look(story)


def test_who_leaves_is_told_what_stays_and_with_whom(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.officer)
        page.goto(town.address("posts"))
        page.get_by_text("离岗", exact=True).click()
        page.get_by_role("alertdialog").get_by_text("离岗", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="您已离岗")).to_be_visible()
        assert town.call(town.officer, "GET", "/api/miniapp/v1/me")["posts"] == []

    look(story)
