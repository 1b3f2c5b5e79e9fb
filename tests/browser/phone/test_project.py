"""A project on the phone: its facts and what the regulator says of them, its dangerous works, what happens to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from backend.core import clock
from backend.projects.dangerous import dangerous_works
from backend.projects.dangerous.dangerous_works import NewWork
from backend.projects.facts import fact_views, facts
from backend.projects.facts.fact_rules import Fact
from tests.browser.phone.conftest import Town
from tests.browser.phone.matters import raise_dust, review_month, within
from tests.browser.phone.touches import button

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


async def check_facts(town: Town) -> datetime:
    """The regulator verifies the status and returns the category: when."""
    regulator, project_id = town.site.regulator, town.site.project_id
    page = await fact_views.page(regulator, project_id)
    version = {each.fact: each.version for each in page.facts}
    await facts.verify(regulator, project_id, Fact.STATUS, version[Fact.STATUS])
    await facts.return_(regulator, project_id, Fact.CATEGORY, version[Fact.CATEGORY], "应为市政基础设施")
    return clock.now()


def test_the_manager_reads_what_was_verified_and_corrects_what_came_back(
    town: Town, look: Look, database_url: str
) -> None:
    checked_at = within(database_url, lambda: check_facts(town))

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.clock.set_fixed_time(checked_at)  # It says "today", also where midnight has passed meanwhile.
        page.goto(town.address(f"facts?id={town.project_id}"))
        status, category = page.get_by_role("group", name="项目状态"), page.get_by_role("group", name="项目类别")
        expect(status).to_contain_text("已核实")
        expect(status).to_contain_text("黄莉 今天")
        expect(category).to_contain_text("已退回")
        expect(category).to_contain_text("退回原因：应为市政基础设施")
        expect(page.get_by_role("status").first).to_contain_text("项目类别")

        button(page, "去更正：项目类别").click()
        button(page, "变更类别").click()
        expect(page.get_by_text("请写明原因（至少 2 个字）")).to_be_visible()
        page.get_by_label("原因").locator("textarea").fill("登记时选错类别")
        button(page, "变更类别").click()
        expect(category).to_contain_text("核实后有变更")
        expect(category).to_contain_text("房屋建筑 → 市政基础设施")
        expect(category).to_contain_text("等监督机构重新核实变更")

    look(story)


def test_a_chief_reads_whose_work_a_missing_fact_is(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.chief)
        page.goto(town.address(f"facts?id={town.project_id}"))
        place = page.get_by_role("group", name="地图定位")
        expect(place).to_contain_text("未填报")
        expect(place).to_contain_text("由项目经理或建设单位项目负责人办理")
        expect(place.get_by_role("button")).to_have_count(0)

    look(story)


def test_a_dangerous_work_is_graded_while_it_is_typed_and_listed_with_its_clause(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.officer)
        page.goto(town.address(f"dangerous_works?id={town.project_id}"))
        button(page, "列入危大工程").click()
        page.get_by_role("combobox", name="类别").select_option("模板工程及支撑体系")
        page.get_by_role("radio", name="混凝土模板支撑工程").click()
        grade = page.get_by_role("status", name="等级")
        expect(grade).to_contain_text("还不能判定")
        expect(grade).to_contain_text("缺少“搭设高度”")
        page.get_by_label("搭设高度", exact=True).locator("input").fill("8.2")
        expect(grade).to_contain_text("超规模危大工程")
        expect(grade).to_contain_text("8.2 m ≥ 8 m")

        button(page, "列入清单").click()
        expect(page.get_by_text("请写明部位")).to_be_visible()
        page.get_by_label("名称", exact=True).locator("input").fill("大堂高支模")
        page.get_by_label("部位", exact=True).locator("input").fill("1#楼一层大堂")
        page.reload()
        expect(page.get_by_text("上次没填完，已接着填")).to_be_visible()
        button(page, "列入清单").click()
        expect(page.get_by_text("建办质〔2018〕31号")).to_be_visible()
        expect(button(page, "变更")).to_be_visible()

    look(story)
    (work,) = town.call(town.chief, "GET", f"/api/miniapp/v1/projects/{town.project_id}/dangerous-works")["works"]
    assert (work["name"], work["grade"], work["location"]) == ("大堂高支模", "oversized", "1#楼一层大堂")


async def list_tool_formwork(town: Town) -> None:
    work = NewWork(kind="TOOL-FORMWORK", name="核心筒爬模", location="1#楼核心筒")
    await dangerous_works.list_work(town.site.manager, town.site.project_id, work)


def test_there_are_none_is_refused_where_a_work_was_listed_meanwhile(town: Town, look: Look, database_url: str) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address(f"dangerous_works?id={town.project_id}"))
        button(page, "声明没有危大工程").click()
        within(database_url, lambda: list_tool_formwork(town))
        page.locator("textarea").fill("室内装修工程")
        button(page, "声明没有").click()
        refusal = page.get_by_role("alert")
        expect(refusal).to_contain_text("清单上已有 1 项危大工程")
        expect(refusal).to_contain_text("请先移除不实施的项并写明原因")

    look(story)


def test_a_pause_says_what_follows_and_until_when(town: Town, look: Look) -> None:
    last_day = clock.now().astimezone(clock.SHANGHAI).date().replace(day=1)
    until = last_day.replace(year=last_day.year + 1, month=1, day=15)

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address(f"project?id={town.project_id}"))
        page.get_by_role("radio", name="停工").click()
        expect(page.get_by_text("已下发的整改单不停，仍须按期回复")).to_be_visible()
        button(page, "确认停工").click()
        expect(page.get_by_text("请选择停工的最后一天")).to_be_visible()
        page.get_by_label("停工到哪天").fill(str(until))
        page.get_by_label("原因").locator("textarea").fill("春节停工")
        button(page, "确认停工").click()
        expect(page.get_by_text("停工至 1月15日")).to_be_visible()
        expect(page.get_by_text("暂停计时").first).to_be_visible()
        expect(page.get_by_role("radio", name="复工")).to_be_visible()

        page.goto(town.address(f"timeline?id={town.project_id}"))
        expect(page.get_by_text("春节停工").first).to_be_visible()

    look(story)


def test_the_people_page_says_who_answers_for_a_vacant_post_and_a_post_is_ended_with_a_reason(
    town: Town, look: Look
) -> None:
    def story(browser: Browser) -> None:
        page = town.phone(browser, town.chief)
        page.goto(town.address(f"people?id={town.project_id}"))
        button(page, "终止岗位：何志强").click()
        page.get_by_label("原因").locator("textarea").fill("已调离本项目")
        button(page, "终止岗位").click()
        expect(page.get_by_text("何志强")).to_have_count(0)
        vacant = page.locator(".line", has_text="专职安全员")
        expect(vacant).to_contain_text("现由项目经理负责")

    look(story)


def test_what_the_months_review_sent_back_leads_to_where_it_is_put_right(
    town: Town, look: Look, database_url: str
) -> None:
    within(database_url, lambda: review_month(town.site, dangerous_works="深基坑未列入"))

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.manager)
        page.goto(town.address(f"project?id={town.project_id}"))
        line = page.locator(".line", has_text="月度核查").filter(has_text="已退回")
        line.click()
        expect(page.get_by_text("没有问题：形象进度、项目状态、信息更新")).to_be_visible()
        page.locator("uni-page:visible .line", has_text="深基坑未列入").click()
        expect(page.get_by_text("还没有填报危大工程清单")).to_be_visible()

    look(story)


def test_a_device_shows_what_it_measured_last_against_its_limit(town: Town, look: Look, database_url: str) -> None:
    within(database_url, lambda: raise_dust(town.site))

    def story(browser: Browser) -> None:
        page = town.phone(browser, town.regulator)
        page.goto(town.address(f"devices?id={town.project_id}"))
        value = page.locator(".fact", has_text="可吸入颗粒物 PM10")
        expect(value).to_contain_text("187 µg/m³")
        expect(value).to_contain_text("限值 150")
        expect(value.locator(".tag")).to_have_text("超限")

    look(story)
