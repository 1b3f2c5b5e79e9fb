"""One project at the desk: its facts, photos, readings and lists, its month on paper."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from backend.core import db
from backend.projects.dangerous import dangerous_works
from backend.projects.dangerous.dangerous_kinds import Measure
from backend.supervision import orders
from tests.browser.console import desk_world
from tests.browser.console.conftest import Town
from tests.browser.console.desks import ARE_LOADED, address, opened, unreadable
from tests.browser.phone import matters
from tests.browser.phone.matters import within
from tests.months import LAST, LAST_SAID, THIS, THIS_SAID

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
PARTS = ["", "/facts", "/timeline", "/photos", "/readings", "/warnings", "/orders", "/obligations", "/dangerous",
         "/people", "/months"]  # fmt: skip
A4 = (595, 842)
"""In points."""


@pytest.fixture
def months(town: Town) -> None:
    """October's report and November's, each with a photo of each view."""
    desk_world.report(town, LAST, 25, floors=6)
    desk_world.report(town, THIS, 40, floors=9)


@pytest.fixture
def dust(town: Town, database_url: str) -> UUID:
    """A monitor that measured six hours with a silence of two, and the warning that its last values raise."""
    return within(database_url, lambda: matters.raise_dust(town.site))


@pytest.fixture
def changed(town: Town, database_url: str) -> None:
    """The category was verified and is another now."""
    within(database_url, lambda: desk_world.changed_category(town))


@pytest.fixture
def pit(town: Town, database_url: str) -> None:
    """A dangerous work, listed by the site."""
    site = town.site
    work = dangerous_works.NewWork(
        kind="PIT", name="1栋基坑", location="1栋地下室", measures=[Measure(key="depth", value=6.2, unit="m")]
    )
    within(database_url, lambda: dangerous_works.list_work(site.manager, site.project_id, work))


@pytest.fixture
def everything(months: None, dust: UUID, changed: None, pit: None) -> None:
    """Something in every part."""


async def withdrawn(town: Town) -> None:
    """An order that is no longer open."""
    order_id = await matters.order(town.site, "误发")
    await orders.withdraw(town.site.regulator, order_id, reason="误发至其他项目")


async def reminded(town: Town, times: int) -> None:
    """So many lines of the time line."""
    await db.execute(
        """
        INSERT INTO event (id, city_code, occurred_at, kind, subject_id, project_id, data, request_id)
        SELECT gen_random_uuid(), '440300', now() - n * interval '1 hour', 'order.urged', $1, $1,
               '{"title": "扬尘治理", "note": "请按期回复"}', ''
        FROM generate_series(1, $2) AS n
        """,
        town.site.project_id, times,
    )  # fmt: skip


def show(town: Town, browser: Browser, part: str = "", **options: Any) -> Page:
    """The project's page at one of its parts, `/facts`."""
    return opened(town, browser, f"projects/{town.project_id}{part}", **options)


def button(page: Page | Locator, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page, in points."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in found]


def test_keys_walk_through_the_parts_and_each_has_its_address(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = show(town, browser)
        expect(page.get_by_role("heading", name="南山科学城一期", level=1)).to_be_visible()
        page.keyboard.press("]")
        expect(page).to_have_url(address(town, f"projects/{town.project_id}/facts"))
        expect(page).to_have_title("南山科学城一期 · 资料核实")
        page.keyboard.press("[")
        page.keyboard.press("[")
        expect(page).to_have_url(address(town, f"projects/{town.project_id}/months"))
        expect(page.get_by_role("link", name="月度", exact=True)).to_have_attribute("aria-current", "page")

    look(story)


def right_end(drawn: Locator) -> float:
    """Where it ends on the page."""
    box = drawn.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def opens(page: Page, name: str, place: str, count: int, rows: str = "main tbody tr") -> None:
    """The number of this name opens this place, where as many rows stand."""
    page.get_by_role("group", name="当前情况").get_by_role("link", name=name).click()
    expect(page).to_have_url(re.compile(re.escape(place) + "$"))
    expect(page.locator(rows)).to_have_count(count)


def test_what_burns_stands_above_and_each_number_leads_to_its_list(
    town: Town, look: Look, dust: UUID, database_url: str
) -> None:
    within(database_url, lambda: desk_world.overdue_order(town))
    within(database_url, lambda: matters.order(town.site, "围挡破损限期修复"))
    within(database_url, lambda: withdrawn(town))
    within(database_url, lambda: matters.late(town.site.project_id, "permit", days=2))

    def story(browser: Browser) -> None:
        page = show(town, browser)
        burns = page.get_by_role("group", name="当前情况")
        expect(burns.get_by_role("link")).to_have_text(
            ["黄色1", "1 项逾期未办", "1 份整改逾期", "2 份整改未闭环", "2 个岗位空缺"]
        )
        opens(page, "逾期未办", "/obligations?overdue=1", 1)
        opens(page, "整改逾期", "/orders?overdue=1", 1)
        opens(page, "整改未闭环", "/orders?state=issued&state=replied&state=reviewed", 2)
        opens(page, "岗位空缺", "/people", 2, rows="main tbody .ink-orange")
        burns.get_by_role("link", name="黄色").click()
        expect(page).to_have_url(address(town, f"projects/{town.project_id}/warnings?level=yellow"))
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.get_by_text("共 1 条")).to_be_visible()
        page.get_by_role("link", name="扬尘或噪声超标").click()
        expect(page).to_have_url(address(town, f"warnings/{dust}"))

    look(story)


def test_what_was_done_is_no_longer_to_be_dealt_with(town: Town, look: Look, months: None) -> None:
    def story(browser: Browser) -> None:
        page = show(town, browser)
        expect(page.get_by_text("填报项目地图坐标")).to_be_visible()
        on_map = page.get_by_role("link", name="在工程沙盘上查看")
        expect(on_map).to_have_attribute("href", "/console/map/440305?layer=projects")
        expect(page.get_by_text("月度形象进度", exact=True)).to_have_count(0)
        page.get_by_role("link", name="责任事项", exact=True).first.click()
        button(page, "已完成").click()
        due = re.compile(rf"月度形象进度{THIS}已完成项目经理\d{{4}}-\d\d-\d\d 23:59")
        expect(page.locator("tbody tr")).to_have_text([due])
        page.reload()
        expect(button(page, "已完成")).to_have_attribute("aria-pressed", "true")

    look(story)


def test_a_changed_fact_shows_what_differs_and_is_verified(town: Town, look: Look, changed: None) -> None:
    def story(browser: Browser) -> None:
        page = show(town, browser, "/facts")
        card = page.get_by_role("article", name="项目类别")
        expect(card.get_by_role("deletion")).to_have_text("房屋建筑")
        expect(card.get_by_role("insertion")).to_have_text("市政基础设施")
        card.get_by_text("修改记录（1）").click()
        expect(card.get_by_text("原因：立项类别更正")).to_be_visible()
        button(card, "核实 项目类别").click()
        expect(card.get_by_text("已核实", exact=True)).to_be_visible()
        expect(card.get_by_text("核实：黄莉")).to_be_visible()
        expect(card.get_by_role("deletion")).to_have_count(0)

    look(story)


def test_a_fact_is_returned_with_a_reason_that_outlives_a_reload(town: Town, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = show(town, browser, "/facts")
        card = page.get_by_role("article", name="项目状态")
        button(card, "退回 项目状态").click()
        page.get_by_label("退回原因").fill("现场已停工，请更正")
        page.reload()
        button(card, "退回 项目状态").click()
        expect(page.get_by_label("退回原因")).to_have_value("现场已停工，请更正")
        button(page, "退回项目部").click()
        expect(card.get_by_text("退回原因：现场已停工，请更正")).to_be_visible()
        expect(button(card, "退回 项目状态")).to_have_count(0)

    look(story)


def test_what_changed_since_it_was_read_is_not_verified_unseen(town: Town, look: Look, database_url: str) -> None:
    def story(browser: Browser) -> None:
        page = show(town, browser, "/facts")
        card = page.get_by_role("article", name="项目类别")
        expect(card.get_by_text("房屋建筑")).to_be_visible()
        page.route("**/facts", lambda asked: asked.abort())
        within(database_url, lambda: desk_world.changed_category(town))
        button(card, "核实 项目类别").click()
        expect(card.get_by_role("alert")).to_contain_text("fact_changed_meanwhile")

    look(story)


def test_the_time_line_is_narrowed_by_topic_and_month_and_leads_on(
    town: Town, look: Look, months: None, database_url: str
) -> None:
    draft = within(database_url, lambda: desk_world.draft(town.site.project_id))

    def story(browser: Browser) -> None:
        page = show(town, browser, "/timeline")
        page.get_by_label("月份").select_option(THIS)
        button(page, "进度").click()
        expect(page).to_have_url(address(town, f"projects/{town.project_id}/timeline?month={THIS}&topic=progress"))
        expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(4)
        page.reload()
        expect(button(page, "进度")).to_have_attribute("aria-pressed", "true")
        page.get_by_role("link", name=f"提交 {THIS} 形象进度").click()
        expect(page).to_have_url(address(town, f"projects/{town.project_id}/months/{THIS}"))
        page.goto(address(town, f"projects/{town.project_id}/timeline?topic=orders"))
        drafted = page.get_by_role("link", name="拟稿待下发")
        expect(drafted).to_have_attribute("href", f"/console/queues/drafts/{draft}")

    look(story)


def test_two_months_of_one_view_are_swiped_over_each_other(town: Town, look: Look, months: None) -> None:
    def story(browser: Browser) -> list[str]:
        page = show(town, browser, "/photos")
        button(page, f"对比正立面：{THIS_SAID}").click()
        edge = page.get_by_label("左右拖动，对比")
        expect(page.locator("figure img")).to_have_count(2)
        page.wait_for_function(ARE_LOADED, arg="figure img")
        edge.fill("20")
        edge.press("ArrowRight")
        expect(edge).to_have_attribute("aria-valuetext", f"{LAST_SAID} 21%，{THIS_SAID} 79%")
        expect(page.get_by_role("img", name=f"正立面，{LAST_SAID}").last).to_have_css(
            "clip-path", "inset(0px 79% 0px 0px)"
        )
        page.reload()
        expect(page.get_by_label("较早").locator("option")).to_have_text([LAST_SAID])
        expect(page.get_by_label("较晚").locator("option")).to_have_text([THIS_SAID])
        expect(button(page, f"对比正立面：{THIS_SAID}")).to_have_class("is-here")
        return unreadable(page)

    assert look(story) == []


def test_readings_are_a_chart_with_limits_and_silences_and_a_table(
    town: Town, look: Look, dust: UUID, database_url: str
) -> None:
    days_ago = "UPDATE device SET state = 'transmitting', last_seen_at = now() - interval '2 days'"
    within(database_url, lambda: db.execute(days_ago))

    def story(browser: Browser) -> None:
        page = show(town, browser, "/readings")
        expect(page.get_by_role("row", name="1#扬尘噪声")).to_contain_text(re.compile("静默，.{16} 起"))
        chart = page.get_by_role("img", name="可吸入颗粒物 PM10曲线")
        for word in ("限值 150", "限值 250", "无数据", "预警", "µg/m³"):
            expect(chart.locator("text", has_text=word).first).to_be_visible()
        expect(page.get_by_text("无数据累计")).to_contain_text("无数据累计 2.1 小时")
        assert right_end(chart.locator("text", has_text="预警")) <= right_end(chart)
        expect(page.get_by_text("最高 187 µg/m³")).to_contain_text("达到或超过限值 3 个时段")
        page.get_by_text("按日查看").click()
        expect(page.get_by_role("columnheader", name="超限时段")).to_be_visible()
        expect(page.get_by_text("≥ 150 µg/m³")).to_be_visible()
        button(page, "7 天").click()
        expect(page).to_have_url(address(town, f"projects/{town.project_id}/readings?days=7"))
        expect(page.get_by_text("期间预警").get_by_role("link")).to_have_attribute("href", f"/console/warnings/{dust}")
        page.goto(address(town, f"projects/{town.project_id}/readings?until=x"))
        expect(chart).to_be_visible()
        expect(button(page, "往后 ›")).to_be_disabled()

    look(story)


def test_orders_people_and_dangerous_works_say_what_is_to_be_known(
    town: Town, look: Look, pit: None, database_url: str
) -> None:
    within(database_url, lambda: desk_world.extension(town))

    def story(browser: Browser) -> None:
        page = show(town, browser, "/dangerous")
        expect(page.get_by_role("row", name="1栋基坑")).to_contain_text("开挖深度 6.2 m ≥ 5 m")
        page.get_by_role("link", name="人员与单位").click()
        expect(page.get_by_role("row", name="专职安全员")).to_contain_text("何志强")
        expect(page.get_by_role("row", name="材料员")).to_contain_text("空缺，现由项目经理负责")
        page.get_by_role("link", name="整改", exact=True).click()
        expect(page.get_by_role("row", name="围挡破损限期修复")).to_contain_text("申请延期")
        page.get_by_role("link", name="签发整改通知单").click()
        expect(page).to_have_url(address(town, f"orders/new?project={town.project_id}"))

    look(story)


def test_a_month_is_reached_from_the_list_and_printed_on_a4(town: Town, look: Look, months: None) -> None:
    def story(browser: Browser) -> tuple[bytes, str, list[str]]:
        page = show(town, browser, "/months")
        row = page.get_by_role("row", name=THIS_SAID)
        expect(row).to_contain_text("主体结构（框架） · 40% 待监督确认")
        row.get_by_role("link", name=f"打开月报 {THIS_SAID}").click()
        expect(page.get_by_role("heading", name=f"南山科学城一期 · {THIS_SAID}")).to_be_visible()
        expect(page).to_have_title(f"南山科学城一期 {THIS_SAID}月报")
        page.wait_for_function(ARE_LOADED, arg=".photos img")
        page.emulate_media(media="print")
        expect(button(page, "打印 / 另存为 PDF")).to_be_hidden()
        expect(page.get_by_role("navigation", name="主菜单")).to_be_hidden()
        return (
            page.pdf(prefer_css_page_size=True),
            page.locator("article").inner_text(),
            page.locator("h2").all_inner_texts(),
        )

    pdf, said, parts = look(story)
    assert sheets(pdf) == [A4]
    assert parts == ["一、资料核实", "二、形象进度", "三、责任事项", "四、预警", "五、整改", "六、变更", "七、人员"]
    assert f"{THIS_SAID}\t待监督机构确认\t1\t3" in said


def test_the_project_itself_is_printed_without_what_is_to_be_pressed(town: Town, look: Look, months: None) -> None:
    def story(browser: Browser) -> bytes:
        page = show(town, browser)
        page.wait_for_function(ARE_LOADED, arg=".photos img")
        expect(button(page, "打印 / 另存为 PDF")).to_be_visible()
        page.emulate_media(media="print")
        expect(button(page, "打印 / 另存为 PDF")).to_be_hidden()
        expect(page.get_by_role("navigation", name="项目内容")).to_be_hidden()
        expect(page.get_by_role("heading", name="基础信息")).to_be_visible()
        return page.pdf(prefer_css_page_size=True)

    assert sheets(look(story)) == [A4]


def test_a_time_line_of_several_sheets_says_that_there_is_more(town: Town, look: Look, database_url: str) -> None:
    within(database_url, lambda: reminded(town, 60))

    def story(browser: Browser) -> bytes:
        page = show(town, browser, "/timeline", language="en")
        cut = page.get_by_text("There is more that is not printed")
        expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(40)
        expect(cut).to_be_hidden()
        page.emulate_media(media="print")
        expect(cut).to_be_visible()
        expect(button(page, "Show more")).to_be_hidden()
        return page.pdf(prefer_css_page_size=True)

    assert sheets(look(story)) == [A4, A4]


def test_the_projects_list_is_narrowed_and_says_how_many(town: Town, look: Look, dust: UUID) -> None:
    def story(browser: Browser) -> None:
        page = opened(town, browser, "projects?region=440300")
        expect(page.get_by_text("共 2 个")).to_be_visible()
        page.get_by_label("未解除预警").select_option("yellow")
        expect(page.get_by_text("共 1 个")).to_be_visible()
        expect(page).to_have_url(address(town, "projects?region=440300&level=yellow"))
        page.reload()
        expect(page.locator("tbody tr")).to_contain_text(["南山科学城一期"])
        button(page, "清除筛选").click()
        expect(page).to_have_url(address(town, "projects"))

    look(story)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_the_project_is_unreadable_and_no_request_leaves_our_server(
    town: Town, look: Look, everything: None, language: str
) -> None:
    def story(browser: Browser) -> tuple[list[str], list[str]]:
        page = show(town, browser, language=language)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        found = []
        for part in PARTS:
            page.goto(address(town, f"projects/{town.project_id}{part}"))
            expect(page.locator("main .panel, main .empty").first).to_be_visible()
            expect(page.locator("main .el-skeleton")).to_have_count(0)
            found += [f"{part}: {each}" for each in unreadable(page)]
        page.goto(address(town, f"projects/{town.project_id}/months/{THIS}"))
        expect(page.get_by_role("article")).to_be_visible()
        found += unreadable(page)
        return found, [url for url in asked if not url.startswith((town.stack.api_url, "data:"))]

    assert look(story) == ([], [])
