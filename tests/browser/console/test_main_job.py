"""The main job in three windows: the console of a regulator, the phone of a site, the sandbox's groups and chats.

Nothing is done behind them but what was there before: a site with its people, its point on the map, its dust monitor
and the robots of two groups.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from backend.core import clock, geo
from backend.demo.doors import DustMonitor
from backend.demo.story import ENTERPRISE_GROUP, MONITOR, REGULATOR_GROUP
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from backend.projects.base import map_points
from notifications import groups
from tests import phone_town
from tests.browser.console import desks
from tests.browser.phone import order_pages, progress_form, touches
from tests.browser.phone.matters import within
from tests.browser.screenshots import picture
from tests.phone_town import Town, founded
from tests.servers import WorkerDatabase
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

Look = Callable[[Callable[[Browser], Any]], Any]
WAIT_MS = 60_000
SITE, DUST, ORDER = "南山科学城一期", "扬尘或噪声超标", "扬尘治理限期整改"
REGULATORS, PARTIES = "安监一科 · 预警群", "南山科学城项目群"
ROBOTS = [{"key": REGULATOR_GROUP, "group_zh": REGULATORS}, {"key": ENTERPRISE_GROUP, "group_zh": PARTIES}]


class Windows(NamedTuple):
    """What lies side by side on the newcomer's screen; `chief` is the second phone of the site."""

    town: Town
    console: Page
    phone: Page
    chief: Page
    chats: Page


@pytest.fixture
def patience() -> Iterator[None]:
    """Several processes answer each other here: what is expected may take longer than within one page."""
    expect.set_options(timeout=WAIT_MS)
    yield
    expect.set_options(timeout=phone_town.WAIT_MS)


@pytest.fixture
def town(tmp_path: Path, worker_database: WorkerDatabase, redis_url: str) -> Iterator[Town]:
    """With a worker, a gateway and the bot; the site has a point, a device and its groups."""
    url = worker_database.url
    with Stack(tmp_path, database_url=url, redis_url=redis_url, sandbox={"robots": ROBOTS}) as running:
        town = founded(running, url)
        within(url, lambda: furnish(town))
        yield town
    worker_database.reset()


async def furnish(town: Town) -> None:
    site = town.site
    await map_points.set_point(
        site.manager, site.project_id, geo.Point(latitude=22.54, longitude=113.95), geo.Datum.GCJ02
    )
    mn, password = MONITOR
    await devices.register(site.manager, site.project_id, NewDevice(mn=mn, name="1#扬尘噪声", password=password))
    await groups.connect(site.administrator, name=PARTIES, key=ENTERPRISE_GROUP, project_id=site.project_id)
    await groups.connect(site.administrator, name=REGULATORS, key=REGULATOR_GROUP, unit_id=site.city)


def open_windows(town: Town, browser: Browser) -> Windows:
    desk = browser.new_context(
        viewport=ViewportSize(width=1440, height=900), locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    desk.add_init_script(desks.PATIENT)
    console = desk.new_page()
    chats = browser.new_context(viewport=ViewportSize(width=1700, height=900), locale="zh-CN").new_page()
    chats.goto(town.stack.sandbox_url)
    windows = Windows(town, console, town.phone(browser, town.manager), town.phone(browser, town.chief), chats)
    for page in windows[1:]:
        page.set_default_timeout(WAIT_MS)
        page.set_default_navigation_timeout(4 * WAIT_MS)
    return windows


def in_group(chats: Page, group: str, words: str) -> None:
    """The group has heard it."""
    chats.get_by_role("tab", name=group).click()
    expect(chats.locator("#chat .message").filter(has_text=words).last).to_be_visible()


def in_chat(chats: Page, person: str, words: str) -> None:
    """The person has heard it."""
    held = chats.locator(".phone").filter(has=chats.get_by_role("heading", name=person, exact=True))
    expect(held.locator(".message").filter(has_text=words).last).to_be_visible()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def sign_in(windows: Windows) -> None:
    """The console shows a code, 黄莉's phone scans it and gives the number, and the map is open."""
    _, console, _, _, chats = windows
    console.goto(desks.address(windows.town, "map"))
    expect(console.locator(".code svg")).to_be_visible()
    holder = chats.locator(".phone").filter(has=chats.get_by_role("heading", name="黄莉", exact=True))
    holder.get_by_role("button", name="扫一扫").click()
    screen = FilePayload(name="screen.png", mimeType="image/png", buffer=picture(console, "main-job-code"))
    with chats.context.expect_page() as opened:
        chats.get_by_label("二维码图片").set_input_files(screen)
    held = opened.value
    number = console.locator("#number")
    expect(number).to_have_text(re.compile(r"\d"))  # The console learns of the scan a little later.
    button(held, number.inner_text()).click()
    button(held, "允许登录").click()
    expect(held.get_by_role("heading", name="已允许")).to_be_visible()
    console.wait_for_url("**/console/map")
    expect(console.get_by_text("实时", exact=True)).to_be_visible()


def file_progress(windows: Windows) -> None:
    """Filed on the phone with photographs, passed by the chief, confirmed at the console."""
    town, console, phone, chief, chats = windows
    now = clock.now().astimezone(clock.SHANGHAI)
    month = f"{now.year}年{now.month}月"
    phone.goto(town.address(f"file_progress?id={town.project_id}&period={now:%Y-%m}"))
    progress_form.photograph_all(phone)
    button(phone, f"提交{month}进度").click()
    expect(phone.get_by_text(f"{month}进度已提交")).to_be_visible()
    in_chat(chats, "陈国栋", "形象进度待复核")

    report = f"report?id={report_of(town, f'{now:%Y-%m}')}"
    chief.goto(town.address(report))
    button(chief, "审核通过").click()
    button(chief, "确认通过").click()
    expect(chief.get_by_text("待监督机构确认")).to_be_visible()

    console.get_by_role("link", name="待办").click()
    console.get_by_role("link", name="1 形象进度").click()
    expect(console.get_by_role("heading", name=f"{SITE} · {month}")).to_be_visible()
    console.wait_for_function(desks.ARE_LOADED, arg="main img")
    console.keyboard.press("c")
    button(console, "立即提交").click()
    in_chat(chats, "林晓明", "形象进度已确认")
    phone.goto(town.address(report))
    expect(phone.get_by_text("已确认", exact=True)).to_be_visible()


def report_of(town: Town, period: str) -> str:
    path = f"/api/miniapp/v1/projects/{town.project_id}/progress/next"
    months = town.call(town.manager, "GET", path)["months"]
    found: str = next(month["report_id"] for month in months if month["period"] == period)
    return found


def measure(town: Town, *, pm10: float) -> None:
    """The monitor's packet over TCP, and the platform's answer to it."""

    async def transmit() -> bytes:
        monitor = await DustMonitor(*MONITOR).dial("127.0.0.1", town.stack.gateway_ports[0])
        answer = await monitor.report(clock.now(), pm10=pm10, noise=50)  # No noise at any hour.
        await monitor.hang_up()
        return answer

    with ThreadPoolExecutor(1) as thread:
        assert b"CN=9014" in thread.submit(asyncio.run, transmit()).result()


def warn(windows: Windows) -> None:
    """A reading above the limit: a pulse on the open map, cards in groups and chats, a line on the phone."""
    town, console, phone, _, chats = windows
    console.get_by_role("link", name="工程沙盘").last.click()
    expect(console.get_by_role("img", name="地图")).to_be_visible()
    measure(town, pm10=186)
    expect(console.locator(".pulse")).to_contain_text(SITE)
    in_group(chats, REGULATORS, DUST)
    in_group(chats, PARTIES, DUST)
    in_chat(chats, "林晓明", DUST)
    phone.goto(town.address("warnings"))
    phone.get_by_role("button", name=DUST).click()
    expect(phone.get_by_text("还没有人处理")).to_be_visible()


def take(windows: Windows) -> None:
    """The manager takes it on the phone; the console's open page and the groups say so."""
    _, console, phone, _, chats = windows
    console.get_by_role("log", name="刚刚发生的预警").get_by_role("link").click()
    expect(console.get_by_text("现场尚未认领")).to_be_visible()
    button(phone, "我来处理").click()
    touches.promise(phone)
    button(phone, "我来处理").last.click()
    expect(phone.get_by_text("林晓明（项目经理）在处理")).to_be_visible()
    expect(console.get_by_text("林晓明（项目经理）已认领")).to_be_visible()
    in_group(chats, REGULATORS, "已接手")


def issue(windows: Windows) -> str:
    """An order made of the warning at the console; its id."""
    town, console, phone, _, chats = windows
    button(console, "签发整改通知单").click()
    console.get_by_label("标题").fill(ORDER)
    button(console, "核对并签发").click()
    button(console, "签发").click()
    expect(console.get_by_role("heading", name=ORDER)).to_be_visible()
    in_group(chats, PARTIES, ORDER)
    phone.goto(town.address("orders"))
    expect(phone.get_by_role("button", name=ORDER)).to_be_visible()
    return console.url.rsplit("/", 1)[1]


def put_right(windows: Windows, order: str) -> None:
    """Replied to with photographs, passed by the chief; the console's open page follows by itself."""
    town, console, phone, chief, chats = windows
    phone.get_by_role("button", name=ORDER).click()
    phone.get_by_role("button", name="回复整改").click()
    order_pages.answer(phone, "裸土已覆盖，喷淋已开启")
    expect(phone.get_by_role("status").filter(has_text="已回复，等总监审核")).to_be_visible()
    expect(console.get_by_text("待总监审核", exact=True)).to_be_visible()
    in_group(chats, PARTIES, "待总监审核")
    chief.goto(town.address(f"order?id={order}"))
    order_pages.decide(chief, "通过", "")
    expect(console.get_by_text("待监督复查", exact=True)).to_be_visible()
    in_chat(chats, "黄莉", "待监督复查")


def close(windows: Windows, order: str) -> None:
    """Before and after compared and the order closed at the console; the warning closes with it."""
    town, console, phone, _, chats = windows
    console.get_by_role("button", name="对比第 1 项整改前后").click()
    console.wait_for_function(desks.ARE_LOADED, arg="dialog img")
    button(console, "关闭").click()
    button(console, "复查合格，闭环").click()
    console.get_by_label("复查情况").fill("现场复查，整改到位")
    console.get_by_role("dialog").get_by_role("button", name="复查合格，闭环").click()
    expect(console.get_by_role("main").get_by_text("已闭环", exact=True)).to_be_visible()
    console.get_by_role("link", name="由预警签发，查看预警").click()
    expect(console.get_by_text("已解除", exact=True).first).to_be_visible()
    in_group(chats, PARTIES, "已闭环")
    phone.goto(town.address(f"order?id={order}"))
    expect(phone.get_by_text("已闭环").first).to_be_visible()


def test_the_main_job_is_done_in_three_windows(town: Town, look: Look, patience: None) -> None:
    def story(browser: Browser) -> None:
        windows = open_windows(town, browser)
        sign_in(windows)
        file_progress(windows)
        warn(windows)
        take(windows)
        order = issue(windows)
        put_right(windows, order)
        close(windows, order)

    look(story)
