"""Rectification orders on the phone: replied to with real photographs, sent back, passed, re-inspected, extended."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from backend.core import clock, db, ids
from backend.identity.scope import Door
from tests.backend import site as sites
from tests.browser.phone.conftest import Town
from tests.browser.phone.order_pages import AFTER, BEFORE, PHOTOS, answer, decide, fill, photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Look = Callable[[Callable[[Browser], Any]], Any]
API = "/api/miniapp/v1"
LARGE = PHOTOS / "iphone_6_plus_rotated_gps.jpg"
SMALL = PHOTOS / "iphone_4s_rotated_gps.jpg"


async def _token(town: Town, url: str) -> str:
    await db.start(url, size=1)
    try:
        return await sites._open(town.site.regulator.account_id, Door.CONSOLE)
    finally:
        await db.stop()


def issue(town: Town, url: str, *findings: str, days: int = 5) -> str:
    """An order of the regulator's, issued at the console."""
    due_at = clock.now() + timedelta(days=days)
    body = {
        "project_id": town.project_id,
        "title": "扬尘治理限期整改",
        "findings": [{"text": text, "severity": "general"} for text in findings or ("东侧裸土未覆盖",)],
        "due_at": due_at.isoformat(),
    }
    headers = {"authorization": f"Bearer {asyncio.run(_token(town, url))}", "idempotency-key": ids.new_id().hex}
    issued = httpx.post(f"{town.stack.api_url}/api/console/v1/orders", headers=headers, json=body, timeout=60)
    assert issued.status_code == 201, issued.text
    return str(issued.json()["item"]["id"])


def read(town: Town, order_id: str) -> dict[str, Any]:
    found: dict[str, Any] = town.call(town.manager, "GET", f"{API}/orders/{order_id}")
    return found


def day_after(due_at: str, days: int) -> str:
    """A day as the sheet offers it: `11月26日`."""
    day = datetime.fromisoformat(due_at).astimezone(clock.SHANGHAI) + timedelta(days=days)
    return f"{day.month}月{day.day}日"


async def overdue(url: str, order_id: str) -> None:
    await db.start(url, size=1)
    try:
        await db.execute("UPDATE rectification_order SET due_at = now() - interval '2 days' WHERE id = $1", order_id)
    finally:
        await db.stop()


def test_a_reply_is_sent_back_replied_to_again_passed_and_closed(town: Town, look: Look, database_url: str) -> None:
    order_id = issue(town, database_url, "东侧裸土未覆盖")

    def story(browser: Browser) -> None:
        site = town.phone(browser, town.manager)
        site.goto(town.address("orders"))
        site.get_by_role("button", name="扬尘治理限期整改").click()
        site.get_by_role("button", name="回复整改").click()
        photograph(site, 1, "整改前", BEFORE)
        site.get_by_role("button", name="拍照：整改后").click()
        expect(site.get_by_role("img", name="上次的照片").or_(site.locator(".before")).first).to_be_visible()
        site.go_back()
        photograph(site, 1, "整改后", AFTER)
        fill(site, 1, "裸土已覆盖")
        site.get_by_role("button", name="提交回复").click()
        expect(site.get_by_role("status").filter(has_text="已回复，等总监审核")).to_be_visible(timeout=60_000)

        office = town.phone(browser, town.chief)
        office.goto(town.address(f"order?id={order_id}"))
        office.get_by_role("button", name="对比整改前后：第 1 项").click()
        edge = office.get_by_role("dialog", name="整改前后对比")
        expect(edge.locator("image, uni-image").first).to_be_visible()
        edge.get_by_role("button", name="关闭").click()
        decide(office, "退回", "东侧仍有裸土")
        expect(office.get_by_text("待整改回复")).to_be_visible()

        site.goto(town.address(f"order?id={order_id}"))
        site.reload()
        expect(site.get_by_text("总监退回：东侧仍有裸土")).to_be_visible()
        site.get_by_role("button", name="回复整改").click()
        expect(site.locator("textarea")).to_have_value("裸土已覆盖")
        answer(site, "东侧也已覆盖", before=SMALL, after=LARGE)
        expect(site.get_by_role("status").filter(has_text="已回复，等总监审核")).to_be_visible(timeout=60_000)

        office.reload()
        decide(office, "通过", "")
        road = town.phone(browser, town.regulator)
        road.goto(town.address("orders"))
        road.get_by_role("button", name="扬尘治理限期整改").click()
        decide(road, "合格，闭环", "复查合格")
        expect(road.get_by_text("已闭环").first).to_be_visible()

    look(story)
    closed = read(town, order_id)
    assert closed["item"]["state"] == "closed"
    assert [(each["attempt"], each["text"]) for each in closed["findings"][0]["replies"]] == [
        (1, "裸土已覆盖"), (2, "东侧也已覆盖"),
    ]  # fmt: skip
    assert [step["action"] for step in closed["history"]] == [
        "issue", "reply", "send_back", "reply", "pass", "close",
    ]  # fmt: skip


def test_a_reply_handed_in_without_a_line_survives_a_reload_and_goes_out_by_itself(
    town: Town, look: Look, database_url: str
) -> None:
    order_id = issue(town, database_url)

    def story(browser: Browser) -> str:
        page = town.phone(browser, town.manager)
        # Before the page is opened: Chromium lets past what is routed while the page's worker takes over.
        page.route("**/uploads/**", lambda route: route.abort())
        page.route("**/uploads", lambda route: route.abort())
        page.goto(town.address(f"reply?id={order_id}"))
        page.get_by_role("button", name="提交回复").wait_for()
        answer(page, "裸土已覆盖")
        expect(page.get_by_text("回复已存手机，照片还差 2 张，传完自动发出")).to_be_visible()
        page.reload()
        expect(page.get_by_text("回复已存手机，照片还差 2 张，传完自动发出")).to_be_visible()
        before: str = read(town, order_id)["item"]["state"]
        page.unroute("**/uploads/**")
        page.unroute("**/uploads")
        page.context.set_offline(True)
        page.context.set_offline(False)
        expect(page.get_by_role("status").filter(has_text="已回复，等总监审核")).to_be_visible(timeout=60_000)
        return before

    assert look(story) == "issued"
    assert read(town, order_id)["item"]["state"] == "replied"


def test_what_is_missing_in_a_reply_is_said_before_anything_is_sent(town: Town, look: Look, database_url: str) -> None:
    order_id = issue(town, database_url, "东侧裸土未覆盖", "冲洗设施停用")

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address(f"reply?id={order_id}"))
        fill(page, 1, "裸土已覆盖")
        page.get_by_role("button", name="提交回复").click()
        expect(page.get_by_text("还差 5 处没有填")).to_be_visible()
        expect(page.get_by_role("group", name="第 1 项").get_by_role("alert")).to_have_text(
            "还缺整改前的照片还缺整改后的照片"
        )
        page.reload()
        expect(page.get_by_role("group", name="第 1 项").locator("textarea")).to_have_value("裸土已覆盖")

    look(story)
    assert read(town, order_id)["item"]["state"] == "issued"


def test_more_time_is_asked_for_and_granted(town: Town, look: Look, database_url: str) -> None:
    order_id = issue(town, database_url, days=3)
    wished = day_after(read(town, order_id)["item"]["due_at"], 2)

    def story(browser: Browser) -> None:
        site = town.phone(browser, town.manager)
        site.goto(town.address(f"order?id={order_id}"))
        decide(site, "申请延期", "连续下雨无法施工", wished)
        expect(site.get_by_text("申请延期，等监督人员决定")).to_be_visible()
        road = town.phone(browser, town.regulator)
        road.goto(town.address("orders"))
        expect(road.get_by_text("申请延期，待决定")).to_be_visible()
        road.get_by_role("button", name="扬尘治理限期整改").click()
        decide(road, "同意延期", "注意防汛", wished)
        expect(road.get_by_text("已同意延期")).to_be_visible()
        site.reload()
        expect(site.get_by_text(f"期限改为 {wished} 23:59")).to_be_visible()

    look(story)
    assert read(town, order_id)["extension"]["state"] == "granted"


def test_a_refused_decision_says_why_and_what_next(town: Town, look: Look, database_url: str) -> None:
    order_id = issue(town, database_url, days=3)
    due_at = read(town, order_id)["item"]["due_at"]
    until = f"{(datetime.fromisoformat(due_at) + timedelta(days=2)).isoformat()}"

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address(f"order?id={order_id}"))
        page.get_by_role("button", name="申请延期").click()
        town.call(town.officer, "POST", f"{API}/orders/{order_id}/extension", {"until": until, "reason": "材料未到场"})
        sheet = page.get_by_role("dialog")
        sheet.get_by_role("button", name=day_after(due_at, 1)).click()
        sheet.get_by_role("button", name="连续下雨无法施工").click()
        sheet.locator(".keys").get_by_role("button", name="申请延期").click()
        refusal = sheet.get_by_role("alert")
        expect(refusal).to_contain_text("每轮只能申请一次")
        expect(refusal).to_contain_text("请按当前期限")

    look(story)


def test_late_orders_come_first_and_the_list_is_read_without_a_line(town: Town, look: Look, database_url: str) -> None:
    late, fresh = issue(town, database_url, "问题一"), issue(town, database_url, "问题二")
    asyncio.run(overdue(database_url, late))
    codes = [read(town, each)["item"]["short_code"] for each in (late, fresh)]

    def story(browser: Browser) -> list[str]:
        page = town.phone(browser, town.manager)
        page.goto(town.address("orders"))
        expect(page.get_by_text("已逾期").first).to_be_visible()
        page.context.set_offline(True)
        page.get_by_role("tab", name="未闭环").click()
        page.get_by_role("tab", name="待我办理").click()
        expect(page.get_by_text("没有网络").first).to_be_visible()
        expect(page.locator(".order .code")).to_have_count(2)
        return page.locator(".order .code").all_inner_texts()

    assert look(story) == codes
