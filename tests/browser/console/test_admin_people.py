"""The administration's side of people: units, colleagues, enterprises, posts, handovers, adoption."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.projects.people import posts
from backend.projects.rules import PostKind
from backend.supervision import handover
from backend.supervision.handover import NewHandover
from backend.supervision.rules import Level
from tests.backend import site as sites
from tests.backend.overview import town as tables
from tests.browser.console import sand
from tests.browser.console.conftest import Town
from tests.browser.console.desks import address, opened, unreadable
from tests.browser.phone.matters import warn, within

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]

SECTIONS = [
    "units",
    "people",
    "enterprises",
    "enterprises/people",
    "posts",
    "posts/vacant",
    "posts/concurrent",
    "handovers",
    "adoption",
]


@pytest.fixture
def root(town: Town, database_url: str) -> Scope:
    """The province's administrator."""

    async def found() -> Scope:
        account_id = await db.fetch_value("SELECT id FROM account WHERE name = '省管理员'")
        return await sites.scope(account_id, Door.CONSOLE)

    return within(database_url, found)


def row(page: Page, *texts: str) -> Locator:
    """The table's line that says all of this."""
    line = page.get_by_role("row")
    for text in texts:
        line = line.filter(has_text=text)
    return line


def total(page: Page) -> Locator:
    """How many the list says that there are; it comes with the list."""
    return page.get_by_role("main").get_by_role("status").first


def test_a_unit_is_added_below_its_city_and_its_first_colleague_is_entered(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin", town.site.administrator)
        expect(total(page)).to_have_text("共 1 个")
        page.get_by_role("button", name="新增单位").click()
        form = page.get_by_role("dialog", name="新增单位")
        form.get_by_label("上级单位").select_option("深圳市住房和城乡建设局")
        form.get_by_label("层级").select_option("区（县）")
        form.get_by_label("地区").select_option("南山区")
        form.get_by_label("中文名称").fill("南山区住房和建设局")
        form.get_by_role("button", name="新增").click()
        expect(form.get_by_role("alert")).to_contain_text("请填写完整")
        form.get_by_label("英文名称").fill("Nanshan Housing Bureau")
        form.get_by_role("button", name="新增").click()
        expect(row(page, "南山区住房和建设局", "未设管理员")).to_be_visible()
        expect(total(page)).to_have_text("共 2 个")

        page.get_by_role("link", name="添加人员").click()
        expect(page.get_by_text("没有符合条件的人员")).to_be_visible()
        page.get_by_role("button", name="添加人员").click()
        entry = page.get_by_role("dialog", name="添加监管人员")
        entry.get_by_label("单位").select_option("南山区住房和建设局")
        entry.get_by_label("姓名").fill("吴晓燕")
        entry.get_by_label("企业微信账号").fill("huang.li")
        entry.get_by_role("button", name="添加").click()
        expect(entry.get_by_role("alert")).to_contain_text("identity_taken")
        entry.get_by_label("企业微信账号").fill("wu.xiaoyan")
        entry.get_by_role("button", name="添加").click()
        expect(row(page, "吴晓燕", "南山区住房和建设局")).to_be_visible()
        page.goto(address(town, "admin/units"))
        page.get_by_role("link", name="查看 南山区住房和建设局 的人员: 1").click()
        expect(row(page, "吴晓燕")).to_be_visible()
        expect(total(page)).to_have_text("共 1 人")

    look(story)


def test_a_colleague_is_disabled_with_a_reason_and_enabled_again_by_undo(
    town: Town, look: Look, database_url: str
) -> None:
    def state() -> str:
        account_id = town.site.regulator.account_id
        found: str = within(database_url, lambda: db.fetch_value("SELECT state FROM account WHERE id = $1", account_id))
        return found

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/people", town.site.administrator)
        expect(page.get_by_role("button", name="停用 市管理员")).to_have_count(0)
        page.get_by_role("button", name="停用 黄莉").click()
        dialog = page.get_by_role("dialog", name="停用 黄莉 的账号")
        expect(dialog).to_contain_text("对方立即退出所有登录")
        dialog.get_by_role("button", name="停用账号").click()
        expect(dialog.get_by_role("alert")).to_have_text("至少写 2 个字")
        dialog.get_by_role("button", name="已调离本单位").click()
        dialog.get_by_role("button", name="停用账号").click()
        expect(page.get_by_text("已停用 黄莉，其登录已全部退出")).to_be_visible()
        expect(row(page, "黄莉", "已停用", "已调离本单位")).to_be_visible()
        assert state() == "disabled"

        page.get_by_role("button", name="撤销").click()
        page.get_by_role("dialog", name="启用 黄莉 的账号").get_by_role("button", name="启用账号").click()
        expect(row(page, "黄莉", "正常")).to_be_visible()

    look(story)
    assert state() == "active"


def test_the_province_appoints_an_administrator_and_withdraws_the_duty(town: Town, look: Look, root: Scope) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/people?q=黄", root)
        page.get_by_role("button", name="设为管理员 黄莉").click()
        page.get_by_role("dialog", name="设 黄莉 为单位管理员").get_by_role("button", name="设为管理员").click()
        expect(row(page, "黄莉", "单位管理员")).to_be_visible()
        page.get_by_label("职责").select_option("单位管理员")
        expect(row(page, "黄莉", "单位管理员")).to_be_visible()
        page.get_by_role("button", name="撤销管理员 黄莉").click()
        page.get_by_role("dialog", name="撤销 黄莉 的管理员职责").get_by_role("button", name="撤销职责").click()
        expect(page.get_by_text("没有符合条件的人员")).to_be_visible()

    look(story)


def test_what_a_person_may_not_do_is_not_offered_and_a_typed_address_is_refused(
    town: Town, look: Look, database_url: str
) -> None:
    async def officer() -> Scope:
        station = await tables.station(town.site.city, "440305")
        person = await sites.scope(town.site.regulator.account_id, Door.CONSOLE)
        await db.execute("UPDATE account SET unit_id = $2 WHERE id = $1", person.account_id, station)
        return person

    person = within(database_url, officer)

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/units", person)
        expect(total(page)).to_have_text("共 1 个")
        expect(page.get_by_role("button", name="新增单位")).to_have_count(0)
        tabs = page.get_by_role("navigation", name="管理内容")
        expect(tabs.get_by_role("link", name="参建企业")).to_be_visible()
        expect(tabs.get_by_role("link", name="监管人员")).to_have_count(0)
        expect(tabs.get_by_role("link", name="企业微信群")).to_have_count(0)
        page.goto(address(town, "admin/people"))
        expect(page.get_by_role("alert")).to_contain_text("您的账号不能查看这一部分")

    look(story)


def test_enterprise_people_are_found_by_firm_by_name_and_by_the_last_four_digits(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/enterprises")
        page.get_by_role("link", name="查看 深圳演示建设集团有限公司 的人员: 3").click()
        expect(total(page)).to_have_text("共 3 人")
        page.get_by_role("button", name="深圳演示建设集团有限公司 ×").click()
        expect(total(page)).to_have_text("共 5 人")
        search = page.get_by_role("searchbox", name="姓名，或手机号后四位")
        search.fill("0002")
        expect(row(page, "陈国栋", "138****0002", "总监理工程师", "南山科学城一期")).to_be_visible()
        expect(total(page)).to_have_text("共 1 人")
        search.fill("何志")
        expect(row(page, "何志强", "专职安全员")).to_be_visible()
        page.reload()
        expect(total(page)).to_have_text("共 1 人")

    look(story)


def test_a_post_is_ended_with_a_reason_and_then_stands_among_the_vacant_ones(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/posts/vacant")
        expect(total(page)).to_have_text("共 1 个")
        page.get_by_role("navigation", name="岗位类别").get_by_role("link", name="全部岗位").click()
        page.get_by_role("button", name="结束任职 何志强").click()
        dialog = page.get_by_role("dialog", name="结束 何志强 的专职安全员任职")
        dialog.get_by_role("button", name="企业已办理人员变更").click()
        dialog.get_by_role("button", name="结束任职").click()
        expect(page.get_by_text("已结束 何志强 的任职")).to_be_visible()
        expect(page.get_by_role("button", name="结束任职 何志强")).to_have_count(0)
        page.get_by_label("状态").select_option("已结束")
        expect(row(page, "何志强", "企业已办理人员变更")).to_be_visible()
        page.get_by_role("navigation", name="岗位类别").get_by_role("link", name="空缺岗位").click()
        expect(row(page, "南山科学城一期", "专职安全员", "项目经理")).to_be_visible()
        expect(total(page)).to_have_text("共 2 个")

    look(story)


async def _heir(town: Town) -> UUID:
    """赵接任 has applied for the safety officer's post."""
    heir = await sites.scope(await sites.enterprise("赵接任", "13800000055"))
    applied = await posts.apply(heir, town.site.project_id, PostKind.SAFETY_OFFICER, sites.CONTRACTOR)
    return applied.post_id


def test_the_post_of_somebody_who_is_gone_is_offered_to_a_successor_and_taken_back(
    town: Town, look: Look, database_url: str
) -> None:
    async def gone() -> None:
        await _heir(town)
        await db.execute("UPDATE account SET state = 'dormant' WHERE id = $1", UUID(town.officer.account_id))

    within(database_url, gone)

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/posts?state=gone")
        page.get_by_role("button", name="交接 何志强").click()
        dialog = page.get_by_role("dialog", name="交接 何志强 的专职安全员岗位")
        dialog.get_by_role("button", name="发出交接").click()
        expect(dialog.get_by_role("alert")).to_have_text("请选择接任人")
        dialog.get_by_role("combobox", name="接任人").select_option("赵接任（待审批）")
        dialog.get_by_role("button", name="发出交接").click()
        page.get_by_role("link", name="查看交接").click()
        expect(page.get_by_role("heading", name="专职安全员：何志强 → 赵接任")).to_be_visible()
        page.get_by_role("button", name="撤回交接").click()
        page.get_by_role("dialog", name="撤回交接").get_by_role("button", name="撤回交接").click()
        expect(page.get_by_role("status").filter(has_text="已撤回")).to_be_visible()
        page.goto(address(town, "admin/handovers"))
        expect(row(page, "何志强 → 赵接任", "已撤回")).to_be_visible()

    look(story)


def test_a_handover_shows_what_came_since_it_was_offered(town: Town, look: Look, database_url: str) -> None:
    async def offered() -> UUID:
        to = await _heir(town)
        officer = await sites.scope(UUID(town.officer.account_id))
        post_id = await db.fetch_value(
            "SELECT id FROM post WHERE account_id = $1 AND state = 'active'", officer.account_id
        )
        made = await handover.offer(officer, post_id, NewHandover(to_post_id=to, note="喷淋泵的钥匙在门卫处"))
        await warn(town.site.project_id, "TEL-ALARM", Level.RED)
        return made

    made = within(database_url, offered)

    def story(browser: Browser) -> None:
        page = opened(town, browser, f"admin/handovers/{made}")
        expect(page.get_by_text("喷淋泵的钥匙在门卫处")).to_be_visible()
        expect(page.get_by_role("heading", name="发出后新增（1）")).to_be_visible()

    look(story)


def test_somebody_on_too_many_projects_is_named_with_all_of_them(
    town: Town, look: Look, root: Scope, database_url: str
) -> None:
    async def twice() -> None:
        elsewhere = await tables.project(await sites.unit_of("440100"), "广州的工地")
        await db.execute(
            "INSERT INTO post (id, project_id, account_id, kind, organisation_id, state) "
            "SELECT gen_random_uuid(), $1, account_id, kind, organisation_id, 'active' FROM post "
            "WHERE account_id = $2 AND kind = 'project_manager'",
            elsewhere, town.site.manager.account_id,
        )  # fmt: skip

    within(database_url, twice)

    def story(browser: Browser) -> None:
        page = opened(town, browser, "admin/posts/concurrent")
        expect(row(page, "林晓明", "南山科学城一期", "广州市的项目")).to_be_visible()
        page = opened(town, browser, "admin/posts/concurrent", root)
        expect(row(page, "林晓明", "南山科学城一期", "广州的工地")).to_be_visible()

    look(story)


def test_adoption_is_read_worst_first_and_its_numbers_open_the_lists_behind_them(
    town: Town, look: Look, root: Scope, database_url: str
) -> None:
    async def permit() -> None:
        await tables.project(await sites.unit_of("440100"), "广州的工地")
        await db.execute("UPDATE project SET longitude = 113.9, latitude = 22.5 WHERE city_code = '440300'")
        await sand.folded()

    within(database_url, permit)

    def story(browser: Browser) -> str:
        page = opened(town, browser, "admin/adoption?sort=points", root)
        cities = page.get_by_role("rowheader")
        expect(cities.nth(0)).to_have_text("广州市")
        expect(cities.nth(1)).to_have_text("深圳市")
        page.get_by_role("button", name="定位").click()
        expect(cities.nth(0)).to_have_text("深圳市")
        expect(page.get_by_role("columnheader", name="定位")).to_have_attribute("aria-sort", "descending")
        with page.expect_download() as table:
            page.get_by_role("button", name="下载表格").click()
        page.get_by_role("link", name="深圳市的项目: 2").click()
        expect(total(page)).to_have_text("共 2 个")
        page.go_back()
        page.get_by_role("link", name="深圳市的监管人员: 2/2").click()
        expect(total(page)).to_have_text("共 2 人")
        return table.value.path().read_text("utf-8")

    assert "单位,地区代码,项目" in look(story)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_administration_of_people_is_readable_in_both_languages(
    town: Town, look: Look, root: Scope, language: str
) -> None:
    def story(browser: Browser) -> dict[str, list[str]]:
        page = opened(town, browser, "admin", root, language=language)
        found = {}
        for section in SECTIONS:
            page.goto(address(town, f"admin/{section}"))
            expect(total(page)).to_be_visible()
            found[section] = unreadable(page)
        return found

    assert look(story) == {section: [] for section in SECTIONS}
