"""The scanned sign-in as people meet it: two real browsers, a picture of the screen, an independent reader of codes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect

from tests.browser.console.desks import unreadable
from tests.browser.screenshots import picture
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
HUANG, ZHOU, LIN = "huang.li", "zhou.min", "lin.xiaoming"
FAR = {"x-forwarded-for": "120.24.1.1"}
LONG_HOLD = """const start = window.setTimeout;
window.setTimeout = (act, wait, ...more) => start(act, wait === 6000 ? 600000 : wait, ...more);"""
"""A decision waits ten minutes for its undoing instead of six seconds: it goes out by the touch alone."""


def read(taken: bytes) -> str:
    """What another program reads in the picture."""
    with Image.open(BytesIO(taken)) as image:
        found = zxingcpp.read_barcode(image.convert("L"))
    assert found is not None
    return str(found.text)


def desktop(browser: Browser, stack: Stack, path: str = "/sign-in", **options: Any) -> Page:
    """A computer with the sign-in page open."""
    page = browser.new_context(viewport={"width": 1180, "height": 760}, locale="zh-CN", **options).new_page()
    watch(page)
    page.goto(stack.api_url + path)
    expect(page.locator(".code svg")).to_be_visible()
    return page


NOTES: dict[int, tuple[list[str], list[str]]] = {}
"""By page: what it asked for, and what it complained of."""


def watch(page: Page) -> None:
    """Take notes from now on."""
    asked, faults = NOTES[id(page)] = ([], [])

    def note(sent: Request) -> None:
        asked.append(sent.url)

    def complain(error: Error) -> None:
        faults.append(str(error))

    page.on("request", note)
    page.on("pageerror", complain)


def phone(browser: Browser, stack: Stack, who: str, url: str) -> Page:
    """A phone of this person that opens what its camera has read, as WeCom does."""
    context = browser.new_context(viewport={"width": 390, "height": 780}, locale="zh-CN", is_mobile=True)
    page = context.new_page()
    watch(page)
    page.goto(f"{stack.sandbox_url}/_sandbox/open?{urlencode({'userid': who, 'url': url})}")
    expect(page.locator("#main:not([data-view=checking])")).to_be_visible()
    return page


def signed_in_as(context: BrowserContext, stack: Stack, door: str) -> str | None:
    """The name behind the browser's own session, if it has one."""
    answer = context.request.get(f"{stack.api_url}/api/{door}/v1/me")
    return str(answer.json()["name"]) if answer.ok else None


def test_a_regulator_scans_the_screen_matches_the_number_and_the_console_is_open(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack)
        held = phone(browser, stack, HUANG, read(picture(screen, "screen-waiting")))
        expect(held).to_have_url(f"{stack.api_url}/qr")
        expect(held.locator("dl")).to_contain_text("监管端")
        expect(held.locator("dl")).to_contain_text("本机/内网")
        expect(held.locator("dl")).to_contain_text("黄莉")
        expect(held.locator("#refuse")).to_be_focused()
        expect(screen.locator("#number")).to_be_visible()
        picture(screen, "screen-number")
        picture(held, "phone-choose")
        number = screen.locator("#number").inner_text()
        expect(held.locator("#confirm")).to_be_disabled()
        held.get_by_role("button", name=number, exact=True).click()
        held.locator("#confirm").click()
        expect(held.locator(".verdict.good")).to_be_visible()
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible()
        picture(screen, "screen-signed-in")
        picture(held, "phone-done")
        assert signed_in_as(screen.context, stack, "console") == "黄莉"
        cookies = {cookie["name"]: cookie for cookie in screen.context.cookies()}
        session = cookies["sandtable_session"]
        assert (session["httpOnly"], session["sameSite"], session["path"]) == (True, "Strict", "/api/console/")
        assert session["value"] not in screen.url
        assert screen.evaluate("document.cookie") == ""
        held.locator("#report").click()
        expect(held.locator("#main[data-view=report]")).to_be_visible()
        assert signed_in_as(screen.context, stack, "console") is None

    look(story)


def test_refused_on_the_phone_the_screen_says_so_and_nobody_is_signed_in(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack, "/m/sign-in")
        held = phone(browser, stack, LIN, read(picture(screen, "screen-phone-door")))
        expect(held.get_by_role("button", name="拒绝")).to_be_focused()
        held.keyboard.press("Enter")
        expect(held.locator("#main[data-view=refuse]")).to_be_visible()
        expect(screen.locator("#stage[data-state=refused]")).to_be_visible()
        picture(screen, "screen-refused")
        picture(held, "phone-refused")
        assert signed_in_as(screen.context, stack, "miniapp") is None

    look(story)


def test_a_lost_signal_on_the_phone_costs_a_tap_and_no_new_scan(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack)
        held = phone(browser, stack, HUANG, read(picture(screen, "screen-waiting")))
        expect(screen.locator("#number")).to_be_visible()
        held.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
        held.context.set_offline(True)
        held.locator("#confirm").click()
        expect(held.locator("#main[data-view=away]")).to_contain_text("不用重新扫码")
        picture(held, "phone-away")
        held.context.set_offline(False)
        held.locator("#retry").click()
        expect(held.locator("#main[data-view=confirm]")).to_be_visible()
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible()

    look(story)


def test_enterprise_staff_sign_in_on_a_desktop(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack, "/m/sign-in")
        held = phone(browser, stack, LIN, read(picture(screen, "screen-phone-door")))
        expect(screen.locator("#number")).to_be_visible()
        held.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
        held.locator("#confirm").click()
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible()
        assert signed_in_as(screen.context, stack, "miniapp") == "林晓明"

    look(story)


def test_a_photographed_code_shown_to_a_victim_opens_nothing_without_the_number(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        attacker = desktop(browser, stack, extra_http_headers=FAR)
        stolen = read(picture(attacker, "attacker"))
        victim = phone(browser, stack, HUANG, stolen)
        expect(victim.locator(".warn.strong")).to_contain_text("无法确认")
        assert victim.locator(".pick").count() == 0  # Nothing to tap: the number has to be known.
        expect(victim.locator("#confirm")).to_be_disabled()
        picture(victim, "phone-typed")
        expect(attacker.locator("#number")).to_be_visible()
        right = int(attacker.locator("#number").inner_text())
        for left in (2, 1):
            victim.locator("#number").fill(str(10 + (right - 9) % 90))
            victim.locator("#confirm").click()
            expect(victim.locator("[role=alert]")).to_contain_text(f"{left}")
        victim.locator("#number").fill(str(10 + (right - 8) % 90))
        victim.locator("#confirm").click()
        expect(victim.locator("#main[data-view=failed]")).to_contain_text("三次不符")
        expect(attacker.locator("#stage[data-state=blocked]")).to_be_visible()
        picture(attacker, "screen-blocked")
        picture(victim, "phone-blocked")
        assert signed_in_as(attacker.context, stack, "console") is None

    look(story)


def test_a_second_phone_ends_the_code_for_both(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack)
        url = read(picture(screen, "screen-waiting"))
        first, second = phone(browser, stack, HUANG, url), phone(browser, stack, ZHOU, url)
        expect(first.locator("#question")).to_be_visible()
        expect(second.locator("#main[data-view=failed]")).to_contain_text("已被使用")
        expect(screen.locator("#stage[data-state=reused]")).to_be_visible()
        assert signed_in_as(screen.context, stack, "console") is None

    look(story)


def test_who_has_no_account_asks_to_join_and_sees_how_it_stands(stack: Stack, look: Look) -> None:
    def ask(browser: Browser, unit: str) -> Page:
        held = phone(browser, stack, "chen.guodong", read(picture(desktop(browser, stack), "screen-waiting")))
        expect(held.locator("#main[data-view=failed]")).to_contain_text("尚未关联平台账号")
        held.locator("#join").click()
        held.get_by_label("您的姓名").fill("陈国栋")
        held.get_by_label("监管单位").select_option(label=unit)
        picture(held, "phone-join")
        held.get_by_role("button", name="提交申请").click()
        return held

    def story(browser: Browser) -> None:
        first = ask(browser, "深圳市住房和城乡建设局").locator("#main[data-view=joined]")
        expect(first).to_contain_text("已提交，等待审核")
        again = ask(browser, "广州市住房和城乡建设局").locator("#main[data-view=joined]")
        expect(again).to_contain_text("陈国栋 · 深圳市住房和城乡建设局")

    look(story)


def scanned_in(browser: Browser, stack: Stack, who: str) -> Page:
    """The console on a computer whose code this person has scanned and allowed."""
    screen = desktop(browser, stack)
    held = phone(browser, stack, who, read(picture(screen, "screen-waiting")))
    expect(screen.locator("#number")).to_be_visible()
    expect(screen.get_by_role("button", name="用企业微信登录")).to_be_hidden()
    held.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
    held.locator("#confirm").click()
    screen.get_by_role("link", name="进入").click()
    screen.wait_for_url(f"{stack.api_url}/console/**")
    return screen


def test_what_a_scanned_session_is_refused_is_done_after_wecoms_own_sign_in(stack: Stack, look: Look) -> None:
    units = httpx.get(f"{stack.api_url}/api/console/v1/units/public", timeout=60).json()
    unit_id = next(unit["id"] for unit in units if unit["name_zh"] == "深圳市住房和城乡建设局")
    asks = {"code": "oauth-he.zhiqiang-1", "unit_id": unit_id, "name": "何志强"}
    httpx.post(f"{stack.api_url}/api/console/v1/sign-in/apply", json=asks, timeout=60).raise_for_status()

    def story(browser: Browser) -> None:
        page = scanned_in(browser, stack, HUANG)
        page.add_init_script(LONG_HOLD)
        page.goto(f"{stack.api_url}/console/queues/accounts")
        expect(page.get_by_role("note")).to_contain_text("您是扫码登录的")
        page.get_by_role("button", name="通过", exact=True).click()
        page.get_by_role("button", name="立即提交").click()
        refused = page.get_by_role("alert")
        expect(refused).to_contain_text("re_authenticate")
        picture(page, "console-refused")
        refused.get_by_role("button", name="用企业微信重新登录").click()
        expect(page.get_by_text("企业微信（沙箱）")).to_be_visible()
        picture(page, "sandbox-wecom")
        page.get_by_role("link", name="黄莉").click()
        page.wait_for_url(f"{stack.api_url}/console/queues/accounts")
        expect(page.get_by_role("button", name="通过", exact=True)).to_be_visible()
        expect(page.get_by_role("note")).to_have_count(0)
        page.get_by_role("button", name="通过", exact=True).click()
        with page.expect_response("**/approve") as answered:
            page.get_by_role("button", name="立即提交").click()
        assert answered.value.status == 200

    look(story)


def test_a_code_that_this_page_has_not_asked_for_signs_nobody_in(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(f"{stack.api_url}/sign-in?code=oauth-huang.li-1&state=0123456789abcdef")
        expect(page.locator("#stage[data-state=failed]")).to_contain_text("不是刚在本页发起的")
        assert page.url == f"{stack.api_url}/sign-in"
        assert signed_in_as(page.context, stack, "console") is None
        page.get_by_role("button", name="用企业微信登录").click()
        page.get_by_role("link", name="黄莉").click()
        page.wait_for_url(f"{stack.api_url}/console/**")
        assert signed_in_as(page.context, stack, "console") == "黄莉"

    look(story)


def test_what_the_server_cannot_do_now_is_said_with_its_code_and_tried_again(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="zh-CN").new_page()
        away = {"code": "temporarily_unavailable", "title": "服务暂时不可用", "next": "请稍后用同一请求重试"}
        page.route("**/qr-sign-in", lambda route: route.fulfill(status=503, json=away))
        page.goto(f"{stack.api_url}/sign-in")
        expect(page.locator("#stage[data-state=away]")).to_contain_text("temporarily_unavailable")
        expect(page.get_by_role("status")).to_have_text("暂时无法连接 服务或网络暂时不可用，页面会自动重试。")
        page.unroute("**/qr-sign-in")
        expect(page.locator(".code svg")).to_be_visible(timeout=30_000)

    look(story)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_of_the_sign_in_is_unreadable(stack: Stack, look: Look, language: str) -> None:
    def story(browser: Browser) -> list[str]:
        options: dict[str, Any] = {"bypass_csp": True, "locale": language}
        screen = browser.new_context(**options).new_page()
        screen.goto(f"{stack.api_url}/sign-in")
        expect(screen.locator(".code svg")).to_be_visible()
        for summary in screen.locator("summary").all():
            summary.click()
        found = unreadable(screen)
        held = browser.new_context(**options, viewport={"width": 390, "height": 780}).new_page()
        url = read(picture(screen, f"screen-{language}"))
        held.goto(f"{stack.sandbox_url}/_sandbox/open?{urlencode({'userid': HUANG, 'url': url})}")
        expect(held.locator("#question")).to_be_visible()
        found += unreadable(held)
        expect(screen.locator("#number")).to_be_visible()
        found += unreadable(screen)
        held.locator("#refuse").click()
        expect(screen.locator("#stage[data-state=refused]")).to_be_visible()
        return found + unreadable(held) + unreadable(screen)

    assert look(story) == []


def test_the_pages_speak_english_where_it_is_asked_for_and_switch(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="en-GB").new_page()
        page.goto(f"{stack.api_url}/sign-in")
        expect(page.locator("h1")).to_have_text("Sign in to the console")
        expect(page.locator(".code svg")).to_be_visible()
        picture(page, "screen-english")
        page.locator("#language").click()
        expect(page.locator("h1")).to_have_text("监管端登录")

    look(story)


def test_the_pages_ask_no_foreign_host_and_run_no_inline_script(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> tuple[list[str], list[str]]:
        screen = desktop(browser, stack)
        held = phone(browser, stack, HUANG, read(picture(screen, "screen-waiting")))
        (asked, faults), (more, others) = NOTES[id(screen)], NOTES[id(held)]
        own = (stack.api_url, stack.sandbox_url, "data:")
        return [url for url in (*asked, *more) if not url.startswith(own)], [*faults, *others]

    assert look(story) == ([], [])
    policy = httpx.get(f"{stack.api_url}/sign-in", timeout=60).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_sandboxs_phone_scans_a_picture_and_opens_it_as_its_person(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack)
        taken = picture(screen, "screen-waiting")
        page = browser.new_context(viewport={"width": 1400, "height": 800}, locale="zh-CN").new_page()
        page.goto(stack.sandbox_url)
        page.locator(".phone", has_text="陈国栋").locator(".scan").click()
        picture(page, "sandbox-scan")
        with page.context.expect_page() as opened:
            page.locator("dialog input[type=file]").set_input_files(
                {"name": "screen.png", "mimeType": "image/png", "buffer": taken}
            )
        held = opened.value
        # He has no account: WeCom proves who he is, and the product says what to do.
        expect(held.locator("#main[data-view=failed]")).to_contain_text("尚未关联平台账号")

    look(story)
