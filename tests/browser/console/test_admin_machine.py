"""The machine side of the administration: devices, groups, partners, messages, jobs, the log, sign-ins, reference."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from backend.core import db
from backend.identity.scope import Scope
from backend.projects.base import map_points
from backend.projects.base.map_points import NewFence
from tests.browser.console import machine_world as worlds
from tests.browser.console.conftest import Town
from tests.browser.console.desks import address, opened, unreadable
from tests.browser.phone.matters import within

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


@pytest.fixture
def province(town: Town, database_url: str) -> Scope:
    return within(database_url, worlds.province)


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def confirm(page: Page, name: str) -> None:
    button(page.get_by_role("dialog"), name).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def count(database_url: str, sql: str, *args: Any) -> int:
    found: int = within(database_url, lambda: db.fetch_value(sql, *args))
    return found


def test_a_silent_device_is_found_and_its_readings_are_opened(town: Town, look: Look, database_url: str) -> None:
    within(database_url, lambda: worlds.three_devices(town))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/devices", town.site.administrator)
        expect(page.get_by_role("status").filter(has_text="共 3 台")).to_be_visible()
        page.get_by_role("button", name="静默 24 小时以上").click()
        expect(page.get_by_role("link", name="2#扬尘噪声")).to_be_visible()
        expect(page.get_by_role("link", name="1#扬尘噪声")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("button", name="静默 24 小时以上")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("table", name="未登记的发送方")).to_contain_text(worlds.STRANGE)
        page.get_by_role("link", name="2#扬尘噪声").click()
        expect(page.get_by_text(worlds.SILENT)).to_be_visible()

    look(story)


def test_dead_messages_of_a_group_are_counted_explained_and_sent_again(
    town: Town, look: Look, database_url: str
) -> None:
    group_id: UUID = within(database_url, lambda: worlds.group(town))
    within(database_url, lambda: worlds.dead(town, group_id, count=3))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/groups", town.site.administrator)
        page.get_by_role("link", name="未送达的消息").click()
        place = page.get_by_role("table", name="去向").get_by_role("row", name="科学城项目群")
        expect(place).to_contain_text("群机器人已移除或停用，请联系群主重新添加")
        expect(page.get_by_role("table", name="逐条查看").get_by_role("row")).to_have_count(4)
        button(place, "重发 3 条").click()
        expect(page.get_by_role("dialog")).to_contain_text("将把发往“科学城项目群”的 3 条未送达消息重新排队发送")
        confirm(page, "重发")
        expect(page.get_by_text("3 条已重新排队")).to_be_visible()
        expect(button(page, "重发 3 条")).to_have_count(0)

    look(story)
    assert count(database_url, "SELECT count(*) FROM delivery WHERE state = 'ready' AND group_id = $1", group_id) == 3


def test_all_dead_messages_of_a_filter_are_sent_again_unless_their_number_has_changed(
    town: Town, look: Look, database_url: str
) -> None:
    ours: UUID = within(database_url, lambda: worlds.group(town))
    others: UUID = within(database_url, lambda: worlds.group(town))
    within(database_url, lambda: worlds.dead(town, ours, count=2))
    within(database_url, lambda: worlds.dead(town, others, count=1))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/outbox", town.site.administrator)
        button(page, "全部重发（3 条）").click()
        within(database_url, lambda: db.execute("UPDATE delivery SET state = 'skipped' WHERE group_id = $1", others))
        button(page.get_by_role("dialog"), "重发").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("现为 2 条，与确认时不同")
        button(page.get_by_role("dialog"), "取消").click()
        page.reload()
        button(page, "重发 2 条").click()
        confirm(page, "重发")
        expect(page.get_by_text("未送达 0 条，等待超过 5 分钟 2 条")).to_be_visible()

    look(story)


def test_a_group_is_connected_tested_and_silenced_with_a_reason(town: Town, look: Look, database_url: str) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/groups", town.site.administrator)
        button(page, "接入群机器人").first.click()
        page.get_by_label("群名称").fill("质安科工作群")
        page.get_by_label("机器人的 Webhook 地址").fill("5a4d0002-0000-4000-8000-000000000002")
        page.get_by_label("一个监管单位").first.check()
        page.get_by_role("combobox", name="一个监管单位").select_option(index=0)
        confirm(page, "接入")
        row = page.get_by_role("row", name="质安科工作群")
        button(row, "发测试消息").click()
        expect(page.get_by_text("测试消息已排队发送")).to_be_visible()
        button(row, "停用").click()
        button(page.get_by_role("dialog"), "群已解散").click()
        confirm(page, "停用")
        expect(row).to_contain_text("群已解散")
        button(row, "启用").click()
        expect(button(row, "停用")).to_be_visible()

    look(story)
    assert count(database_url, "SELECT count(*) FROM delivery WHERE event_kind = 'group.test'") == 1


def test_a_key_is_shown_once_replaced_and_revoked(town: Town, look: Look) -> None:
    def story(browser: Browser) -> tuple[str, str]:
        page = opened(town, browser, "admin/partners", town.site.administrator)
        button(page, "登记合作单位").first.click()
        page.get_by_label("统一社会信用代码").fill("91440400YY0000044N")
        page.get_by_label("单位名称").fill("深圳某监测设备公司")
        page.get_by_label("类别").select_option("device_vendor")
        confirm(page, "登记")
        button(page.get_by_role("row", name="深圳某监测设备公司"), "接口密钥").click()
        box = page.get_by_role("dialog")
        box.get_by_label("用途").fill("生产环境")
        button(box, "签发新密钥").click()
        told = box.get_by_role("status")
        expect(told).to_contain_text("只显示这一次")
        first = told.locator("code").inner_text()
        button(box, "更换").click()
        expect(told).to_contain_text("旧密钥再用 7 天")
        second = told.locator("code").inner_text()
        button(box.get_by_role("row", name=second[3:11]), "吊销").click()
        button(box, "确认吊销，立即失效").click()
        expect(box.get_by_text("已吊销")).to_be_visible()
        button(box, "关闭").click()
        button(page.get_by_role("row", name="深圳某监测设备公司"), "接口密钥").click()
        expect(box.get_by_text("已吊销")).to_be_visible()
        expect(box.get_by_text(second)).to_have_count(0)
        return first, second

    first, second = look(story)
    assert (first[:3], second[:3], first != second) == ("st_", "st_", True)


def test_a_failed_job_says_why_and_runs_again(town: Town, look: Look, province: Scope, database_url: str) -> None:
    within(database_url, worlds.failed_job)

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/jobs", province)
        row = page.get_by_role("row", name="清理过期的请求回执")
        expect(row).to_contain_text("TimeoutError: 数据库无应答")
        button(row, "重跑").click()
        expect(page.get_by_text("已排队，将尽快运行")).to_be_visible()
        expect(button(row, "重跑")).to_have_count(0)

    look(story)
    assert count(database_url, "SELECT count(*) FROM pgqueuer WHERE status = 'failed'") == 0


def test_what_is_held_back_is_told_in_words_and_tried_again(
    town: Town, look: Look, province: Scope, database_url: str
) -> None:
    within(database_url, lambda: worlds.held_event(town))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/jobs", province)
        button(page.get_by_role("row", name="未能生成消息的事件"), "查看").click()
        row = page.get_by_role("table", name="未能生成消息的事件").get_by_role("row", name="催办整改“临边防护缺失”")
        expect(row).to_contain_text("内容与程序的预期不符")
        button(row, "重试").click()
        expect(page.get_by_text("1 项已重新处理")).to_be_visible()
        expect(page.get_by_text("已没有待处理的事项")).to_be_visible()

    look(story)
    assert count(database_url, "SELECT count(*) FROM event_held") == 0


def test_jobs_are_not_shown_to_a_city_and_refused_at_their_address(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/jobs", town.site.administrator)
        expect(page.get_by_role("alert")).to_contain_text("您的账号不能查看这一部分")
        expect(page.get_by_role("link", name="后台任务")).to_have_count(0)

    look(story)


def test_the_log_tells_who_changed_what_from_where_and_is_downloaded(
    town: Town, look: Look, database_url: str, tmp_path: Path
) -> None:
    fence = NewFence(radius_m=450, reason="场地扩大")
    within(database_url, lambda: map_points.set_fence(town.site.regulator, town.site.project_id, fence))

    def story(browser: Browser) -> str:
        page = opened(town, browser, "admin/audit", town.site.administrator)
        page.get_by_label("操作", exact=True).select_option("project.fence")
        row = page.get_by_role("row").filter(has_text="设置电子围栏")
        expect(row).to_contain_text("黄莉")
        expect(row).to_contain_text("南山科学城一期")
        button(row, "查看内容").click()
        expect(page.get_by_role("definition").filter(has_text="450")).to_be_visible()
        expect(page).to_have_url(address(town, "admin/audit?act=project.fence"))
        with page.expect_download() as download:
            page.get_by_role("button", name="下载 CSV").click()
        kept = tmp_path / "audit.csv"
        download.value.save_as(kept)
        page.get_by_label("操作人姓名").fill("没有这个人")
        expect(page.get_by_text("没有符合条件的操作")).to_be_visible()
        return kept.read_text("utf-8-sig")

    heading, line = look(story).strip().splitlines()
    assert heading.startswith("时间,操作人,所属单位,操作,对象,项目")
    assert line.split(",")[1:6] == [
        "黄莉",
        "深圳市住房和城乡建设局",
        "设置电子围栏",
        "南山科学城一期",
        "南山科学城一期",
    ]


def test_a_colleagues_sign_in_is_ended_and_the_own_one_is_known(town: Town, look: Look, database_url: str) -> None:
    session_id: UUID = within(database_url, lambda: worlds.colleague_signed_in(town))

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/sign-ins", town.site.administrator)
        expect(page.get_by_role("table", name="我的登录").get_by_text("当前设备")).to_be_visible()
        row = page.get_by_role("table", name="本单位人员的登录").get_by_role("row").filter(has_text="Chrome · Windows")
        expect(row).to_contain_text("113.88.12.0/24")
        button(row, "强制退出").click()
        expect(page.get_by_role("dialog")).to_contain_text("黄莉 在 Chrome · Windows 上的登录立即失效")
        confirm(page, "强制退出")
        expect(row).to_contain_text("由管理员强制退出")

    look(story)
    assert count(
        database_url, "SELECT count(*) FROM session WHERE id = $1 AND revoked_reason = 'administrator'", session_id
    )


def test_a_limit_is_found_with_its_clause_and_its_dates(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/reference")
        page.get_by_label("名称、编码、条款").fill("夜间场界 55")
        row = page.get_by_role("table", name="监测限值").get_by_role("row").nth(1)
        expect(row).to_contain_text("GB 12523-2025：夜间场界 55 dB(A)")
        expect(row).to_contain_text("2026-01-01 起")
        page.get_by_label("名称、编码、条款").fill("")
        page.get_by_role("button", name="责任事项").click()
        expect(page.get_by_role("row", name="月度核查")).to_contain_text("次月第 10 个工作日")

    look(story)


def test_a_typhoon_day_is_entered_and_undone(town: Town, look: Look, province: Scope, database_url: str) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/reference/calendar?year=2026", province)
        page.get_by_role("button", name="9月21日").click()
        expect(page.get_by_role("dialog")).to_contain_text("调整为 休息日")
        page.get_by_label("说明（中文）").fill("台风红色预警，全市停工")
        page.get_by_label("说明（英文）").fill("Typhoon red alert")
        confirm(page, "调整")
        expect(page.get_by_role("table", name="省级调整")).to_contain_text("台风红色预警，全市停工")
        button(page, "撤销").click()
        expect(page.get_by_text("今年没有调整")).to_be_visible()

    look(story)
    assert count(database_url, "SELECT count(*) FROM audit_entry WHERE act LIKE 'calendar.%'") == 2


PAGES = (
    ("devices", "2#扬尘噪声"),
    ("groups", "科学城项目群"),
    ("outbox", "科学城项目群"),
    ("jobs", "TimeoutError"),
    ("partners", ""),
    ("audit", "南山科学城一期"),
    ("sign-ins", "Chrome · Windows"),
    ("reference", "GB 12523-2025"),
    ("reference/calendar", ""),
)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_the_machine_side_is_unreadable(
    town: Town, look: Look, province: Scope, database_url: str, language: str
) -> None:
    async def fill() -> None:
        await worlds.three_devices(town)
        await worlds.dead(town, await worlds.group(town), count=2)
        await worlds.failed_job()
        await worlds.colleague_signed_in(town)

    within(database_url, fill)

    def story(browser: Browser) -> dict[str, list[str]]:
        page = opened(town, browser, "admin/devices", province, language=language)
        return {name: _looked_at(page, address(town, f"admin/{name}"), words) for name, words in PAGES}

    assert look(story) == {name: [] for name, _ in PAGES}


def _looked_at(page: Page, url: str, words: str) -> list[str]:
    page.goto(url)
    expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    expect(page.locator(".el-skeleton")).to_have_count(0)
    return unreadable(page)
