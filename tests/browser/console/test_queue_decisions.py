"""What each queue asks of a regulator: confirmed or sent back, verified, issued, granted, one by one or together."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from backend.core import db
from tests.browser.console import desk_world
from tests.browser.console.conftest import Town
from tests.browser.console.desk_world import until, value
from tests.browser.console.desks import ARE_LOADED, address, button, opened
from tests.browser.phone.matters import within
from tests.months import LAST, LAST_SAID, THIS_SAID
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


def test_the_months_photos_stand_beside_the_last_ones_and_a_key_confirms(
    town: Town, look: Look, reports: list[str], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/progress/{reports[1]}")
        expect(page.get_by_role("img", name=f"上次 {LAST_SAID} 工地全景")).to_be_visible()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("img", name=f"本次 {THIS_SAID} 正立面")).to_be_visible()
        page.wait_for_function(ARE_LOADED, arg=".pair img")
        expect(page.get_by_text("+15%")).to_be_visible()
        page.keyboard.press("c")
        expect(page.get_by_role("status").get_by_text(f"确认进度 · 南山科学城一期 {THIS_SAID}")).to_be_visible()
        expect(page.get_by_role("heading", name=f"南山科学城一期 · {LAST_SAID}")).to_be_visible()
        button(page, "立即提交").click()
        expect(page.get_by_role("navigation", name="待办").get_by_role("link", name="形象进度")).to_have_text(
            "形象进度1"
        )

    look(story)
    until(database_url, "progress_report", reports[1], "confirmed")
    until(database_url, "progress_report", reports[0], "reviewed")


def test_a_month_is_reviewed_item_by_item_and_goes_back_with_its_reasons(
    town: Town, look: Look, database_url: str
) -> None:
    desk_world.report(town, LAST, 25, floors=6)
    within(database_url, lambda: desk_world.month_to_review(town.site.project_id))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/reviews")
        works = page.get_by_role("group", name="危大工程")
        expect(page.get_by_role("group", name="形象进度").get_by_label("合格")).to_be_disabled()
        expect(page.get_by_role("img", name=f"本次 {LAST_SAID} 工地全景")).to_be_visible()
        expect(page.get_by_text("请先选择：危大工程")).to_be_visible()
        works.get_by_label("合格").focus()
        page.keyboard.press("r")
        expect(button(page, "退回 2 项")).to_be_disabled()
        works.get_by_label("退回原因").fill("深基坑未列入")
        page.get_by_role("group", name="形象进度").get_by_label("退回原因").fill("照片与现场不符")
        page.reload()
        expect(works.get_by_label("退回原因")).to_have_value("深基坑未列入")
        button(page, "退回 2 项").click()
        with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/reviews")):
            button(page, "立即提交").click()

    look(story)
    query = f"SELECT items FROM monthly_review WHERE project_id = $1 AND period = '{LAST}'"
    wait_until(lambda: value(database_url, query, town.site.project_id) is not None, within_seconds=30)
    items = value(database_url, query, town.site.project_id)
    assert {name: item["verdict"] for name, item in items.items()} == {
        "progress": "returned",
        "status": "ok",
        "dangerous_works": "returned",
        "updates": "ok",
    }


def test_facts_are_verified_one_after_the_other_by_one_key(town: Town, look: Look, database_url: str) -> None:
    within(database_url, lambda: desk_world.changed_category(town))

    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/facts/{town.project_id}")
        expect(page.get_by_role("article", name="项目类别").get_by_role("insertion")).to_have_text("市政基础设施")
        expect(button(page, "核实“项目类别”")).to_be_visible()
        page.keyboard.press("c")
        expect(button(page, "核实“项目状态”")).to_be_visible()
        page.keyboard.press("c")
        expect(page.get_by_role("heading", name="别人的工地")).to_be_visible()
        expect(page.get_by_text("还有 1 条")).to_be_visible()
        button(page, "立即提交").click()
        expect(page.get_by_role("navigation", name="待办").get_by_role("link", name="资料核实")).to_have_text(
            "资料核实1"
        )

    look(story)
    query = "SELECT count(*) FROM fact_check WHERE project_id = $1 AND state = 'verified'"
    wait_until(lambda: value(database_url, query, town.site.project_id) == 2, within_seconds=30)


def test_what_several_projects_report_for_the_first_time_is_verified_together(
    town: Town, look: Look, database_url: str
) -> None:
    within(database_url, lambda: desk_world.changed_category(town))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/facts")
        page.get_by_label("选择 南山科学城一期").check()
        page.get_by_label("选择 别人的工地").check()
        button(page, "批量核实（2 个项目）").click()
        expect(page.get_by_text("此次跳过 1 条")).to_be_visible()
        page.get_by_label("别人的工地 · 项目类别").uncheck()
        button(page, "核实 2 条").click()
        expect(page.get_by_text("共 2 项：已办 2，未办成 0")).to_be_visible()
        button(page, "关闭").click()
        expect(page.get_by_role("article", name="项目类别")).to_be_visible()

    look(story)
    query = "SELECT array_agg(fact ORDER BY project_id) FROM fact_check WHERE state = 'verified'"
    assert value(database_url, query) == ["status", "status"]


def test_a_draft_becomes_an_order_by_one_key_with_its_days(
    town: Town, look: Look, drafts: list[UUID], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, f"queues/drafts/{drafts[0]}")
        page.get_by_label("整改期限").fill("3")
        page.reload()
        expect(page.get_by_label("整改期限")).to_have_value("3")
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("c")
        expect(page).to_have_url(address(town, f"queues/drafts/{drafts[1]}"))
        button(page, "立即提交").click()
        expect(page.get_by_text("还有 1 条")).to_be_visible()

    look(story)
    until(database_url, "order_draft", drafts[0], "issued")
    # Until the end of the third day by the sites' calendar, at whatever hour it was issued.
    days = "(due_at AT TIME ZONE 'Asia/Shanghai')::date - (issued_at AT TIME ZONE 'Asia/Shanghai')::date"
    query = f"SELECT {days} FROM rectification_order WHERE project_id = $1"
    assert value(database_url, query, town.site.project_id) == 3


def test_drafts_are_put_aside_together_and_one_that_was_decided_is_told(
    town: Town, look: Look, drafts: list[UUID], database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/drafts")
        page.get_by_label("选择 南山科学城一期").check()
        page.get_by_label("选择 别人的工地").check()
        button(page, "不予签发所选（2）").click()
        page.get_by_label("共同的原因").fill("台风停工，不计逾期")
        query = "UPDATE order_draft SET state = 'dismissed', decided_by = $2, decided_at = now() WHERE id = $1"
        within(database_url, lambda: db.execute(query, drafts[0], town.site.administrator.account_id))
        button(page, "全部不予签发").click()
        expect(page.get_by_text("共 2 项：已办 1，未办成 1")).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("市管理员")
        button(page, "关闭").click()
        expect(page.get_by_text("这里没有待办")).to_be_visible()

    look(story)
    until(database_url, "order_draft", drafts[1], "dismissed")


def test_more_time_is_granted_until_the_day_that_is_chosen(town: Town, look: Look, database_url: str) -> None:
    order_id = within(database_url, lambda: desk_world.extension(town))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/extensions")
        expect(page.get_by_text("连续暴雨，无法作业")).to_be_visible()
        expect(page.get_by_text("延长 2 天")).to_be_visible()
        page.get_by_label("同意延至").select_option(index=1)
        expect(page.get_by_text("延长 1 天")).to_be_visible()
        button(page, "同意延期").click()
        button(page, "立即提交").click()
        expect(page.get_by_text("这里没有待办")).to_be_visible()

    look(story)
    query = "SELECT state FROM order_extension WHERE order_id = $1"
    wait_until(lambda: value(database_url, query, order_id) == "granted", within_seconds=30)


def test_a_reply_is_re_inspected_and_goes_back_with_a_new_date(
    town: Town, look: Look, replied: str, database_url: str
) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/reinspections")
        page.wait_for_function(ARE_LOADED, arg=".pair img")
        page.keyboard.press("c")
        expect(page.get_by_label("复查意见")).to_have_value("现场复查合格")
        page.get_by_label("复查意见").press("Escape")
        page.keyboard.press("r")
        expect(page.get_by_label("新的整改期限")).not_to_have_value("")
        page.get_by_label("不合格的原因").fill("西侧仍有裸土")
        page.get_by_label("不合格的原因").press("Control+Enter")
        button(page, "立即提交").click()
        expect(page.get_by_text("这里没有待办")).to_be_visible()

    look(story)
    until(database_url, "rectification_order", replied, "issued")


def test_who_is_late_is_urged_in_one_go(town: Town, look: Look, database_url: str) -> None:
    order_id = within(database_url, lambda: desk_world.overdue_order(town))
    within(database_url, lambda: desk_world.late(town.site.project_id))
    within(database_url, lambda: desk_world.month_to_review(town.site.project_id))
    within(
        database_url,
        lambda: db.execute("UPDATE obligation SET due_at = now() - interval '1 day' WHERE period = $1", LAST),
    )

    def story(browser: Browser) -> None:
        page = opened(town, browser, "queues/overdue")
        page.get_by_label("全选").check()
        button(page, "催办所选（1）").click()
        expect(page.get_by_label("催办内容")).to_have_value("已超过期限，请尽快办理并回复。")
        button(page, "发送催办").click()
        expect(page.get_by_text("共 1 项：已办 1，未办成 0")).to_be_visible()
        button(page, "关闭").click()
        button(page, "责任事项").click()
        page.reload()
        ours = page.get_by_role("region", name="本单位待办")
        review = f"queues/reviews/{town.project_id}_{LAST}"
        expect(ours.get_by_role("link", name="去核查")).to_have_attribute("href", f"/console/{review}")
        expect(ours.get_by_role("button")).to_have_count(0)
        row = page.get_by_role("row", name="南山科学城一期").filter(has_text="催办")
        expect(row).to_contain_text(f"月度形象进度 {THIS_SAID}")
        row.get_by_role("button", name="催办").click()
        page.get_by_label("催办内容").press("Control+Enter")
        expect(page.get_by_text("共 1 项：已办 1，未办成 0")).to_be_visible()

    look(story)
    query = "SELECT count(*) FROM audit_entry WHERE act IN ('order.urge', 'warning.urge')"
    assert value(database_url, query) == 2
    assert order_id
