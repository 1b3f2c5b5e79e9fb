"""Filing the month's progress with real photographs over a line that drops, and its review."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from backend.core import db
from tests.browser.phone.conftest import Town
from tests.browser.phone.progress_form import (
    PHOTOS,
    PICTURES,
    PIECES,
    filed,
    open_form,
    photograph,
    photograph_all,
)
from tests.browser.phone.touches import button
from tests.months import THIS, THIS_SAID

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Look = Callable[[Callable[[Browser], Any]], Any]
SENT = f"{THIS_SAID}进度已提交"


def november(town: Town) -> dict[str, Any]:
    months = town.call(town.manager, "GET", f"/api/miniapp/v1/projects/{town.project_id}/progress/next")["months"]
    found: dict[str, Any] = next(month for month in months if month["period"] == THIS)
    return found


def stored_hashes(database_url: str) -> set[str]:
    async def read() -> set[str]:
        await db.start(database_url, size=1)
        try:
            return {row["sha256"] for row in await db.fetch("SELECT sha256 FROM photo WHERE attached_to IS NOT NULL")}
        finally:
            await db.stop()

    return asyncio.run(read())


class Line:
    """A line that drops: from the second piece on nothing passes until it is mended. Laid before the page is opened."""

    def __init__(self, page: Page) -> None:
        self.passed = 0
        page.route(PIECES, self._meet)

    def _meet(self, route: Route) -> None:
        self.passed += 1
        if self.passed == 1:
            route.continue_()
        else:
            route.abort("connectionreset")


def test_a_month_is_filed_over_a_line_that_drops_and_through_a_reload(
    town: Town, look: Look, database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        line = Line(page)
        open_form(town, page)
        button(page, f"提交{THIS_SAID}进度").click()
        expect(page.get_by_role("alert")).to_contain_text("还差必拍照片：工地全景、正立面、侧立面")
        photograph_all(page)
        page.get_by_role("textbox").last.fill("三层结构完成")
        expect(page.get_by_text("已存手机，等待网络").first).to_be_visible()
        button(page, f"提交{THIS_SAID}进度").click()
        expect(page.get_by_text("照片还差 3 张，传完自动提交")).to_be_visible()
        page.reload()
        expect(page.get_by_text("照片还差 3 张，传完自动提交")).to_be_visible()
        expect(page.get_by_text(SENT)).to_have_count(0)
        assert line.passed > 1
        assert november(town)["state"] is None
        page.unroute(PIECES)
        # Half a minute may pass before the next try.
        expect(page.get_by_text(SENT)).to_be_visible(timeout=100_000)

    look(story)
    report = town.call(town.manager, "GET", f"/api/miniapp/v1/progress/{november(town)['report_id']}")
    assert (report["state"], report["note"], report["round"]) == ("filed", "三层结构完成", 1)
    assert stored_hashes(database_url) == {sha256(path.read_bytes()).hexdigest() for path in PICTURES.values()}


def test_without_a_line_all_but_the_last_step_works(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        open_form(town, page)
        photograph(page, "拍照：工地全景", PICTURES["工地全景"])  # The camera's page is there from now on.
        page.context.set_offline(True)
        photograph(page, "拍照：正立面", PICTURES["正立面"])
        photograph(page, "拍照：侧立面", PICTURES["侧立面"])
        button(page, f"提交{THIS_SAID}进度").click()
        expect(page.get_by_text("现在没有网络，有信号后自动继续；可以离开这一页")).to_be_visible()
        button(page, "撤回修改").click()
        button(page, f"提交{THIS_SAID}进度").click()
        expect(page.get_by_text(SENT)).to_have_count(0)
        page.context.set_offline(False)
        expect(page.get_by_text(SENT)).to_be_visible(timeout=100_000)

    look(story)
    assert november(town)["state"] == "filed"


def test_a_report_that_a_colleague_filed_first_is_refused_and_the_draft_stays(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        open_form(town, page)
        photograph_all(page)
        page.get_by_role("textbox").last.fill("我的说明")
        filed(town, town.officer)
        button(page, f"提交{THIS_SAID}进度").click()
        expect(page.get_by_role("alert")).to_contain_text(THIS, timeout=60_000)
        expect(page.get_by_role("alert")).to_have_attribute("data-code", "progress_already_filed")
        expect(page.get_by_role("textbox").last).to_have_value("我的说明")
        expect(page.get_by_text(SENT)).to_have_count(0)

    look(story)


def test_the_chief_returns_with_a_reason_and_the_report_is_filed_again(town: Town, look: Look) -> None:
    report_id = filed(town, town.manager)

    def story(browser: Browser) -> None:
        chief = town.phone(browser, town.chief)
        chief.goto(town.address("reports?to_review=1"))
        chief.get_by_role("button", name="南山科学城一期").click()
        button(chief, "退回").click()
        button(chief, "退回").click()
        expect(chief.get_by_role("alert")).to_contain_text("还没有写退回原因")
        button(chief, "照片不清晰").click()
        button(chief, "正立面").click()
        button(chief, "退回").click()
        expect(chief.get_by_text("退回原因：照片不清晰；请重拍：正立面")).to_be_visible()

        page = town.phone(browser, town.manager)
        page.goto(town.address(f"report?id={report_id}"))
        button(page, "修改后重新提交").click()
        expect(page.get_by_role("alert")).to_contain_text("被退回：照片不清晰；请重拍：正立面")
        expect(page.get_by_role("button", name="重拍：侧立面，沿用上次")).to_be_visible()
        photograph(page, "重拍：正立面", PHOTOS / "iphone_4s_rotated_gps.jpg")
        button(page, f"提交{THIS_SAID}进度").click()
        expect(page.get_by_text(SENT)).to_be_visible(timeout=60_000)

        chief.reload()
        button(chief, "审核通过").click()
        button(chief, "确认通过").click()
        expect(chief.get_by_text("待监督机构确认")).to_be_visible()
        history = chief.get_by_role("list", name="经过")
        expect(history.get_by_role("listitem").first).to_contain_text("总监审核通过陈国栋")

    look(story)
    report = town.call(town.manager, "GET", f"/api/miniapp/v1/progress/{report_id}")
    assert (report["state"], report["round"], len(report["photos"])) == ("reviewed", 2, 3)
