"""The scanned sign-in as people meet it: two real browsers, a picture of the screen, an independent reader of codes."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect

from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
HUANG, ZHOU, LIN = "huang.li", "zhou.min", "lin.xiaoming"
FAR = {"x-forwarded-for": "120.24.1.1"}
SOON = 8_000


def picture(page: Page, name: str) -> bytes:
    """A screenshot; kept where `SANDTABLE_SCREENSHOTS` says."""
    taken = page.screenshot()
    if folder := os.environ.get("SANDTABLE_SCREENSHOTS"):
        (Path(folder) / f"{name}.png").write_bytes(taken)
    return taken


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
    expect(page.locator(".code svg")).to_be_visible(timeout=SOON)
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
    expect(page.locator("#main:not([data-view=checking])")).to_be_visible(timeout=SOON)
    return page


def signed_in_as(context: BrowserContext, stack: Stack, door: str) -> str | None:
    """The name behind the browser's own session, if it has one."""
    answer = context.request.get(f"{stack.api_url}/api/{door}/v1/me")
    return str(answer.json()["name"]) if answer.ok else None


def test_a_regulator_scans_the_screen_matches_the_number_and_the_console_is_open(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack)
        held = phone(browser, stack, HUANG, read(picture(screen, "screen-waiting")))
        assert held.url == f"{stack.api_url}/qr"
        expect(held.locator("dl")).to_contain_text("监管端")
        expect(held.locator("dl")).to_contain_text("本机/内网")
        expect(held.locator("dl")).to_contain_text("黄莉")
        expect(held.locator("#refuse")).to_be_focused()
        expect(screen.locator("#number")).to_be_visible(timeout=SOON)
        picture(screen, "screen-number")
        picture(held, "phone-choose")
        number = screen.locator("#number").inner_text()
        expect(held.locator("#confirm")).to_be_disabled()
        held.get_by_role("button", name=number, exact=True).click()
        held.locator("#confirm").click()
        expect(held.locator(".verdict.good")).to_be_visible(timeout=SOON)
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible(timeout=SOON)
        picture(screen, "screen-signed-in")
        picture(held, "phone-done")
        assert signed_in_as(screen.context, stack, "console") == "黄莉"
        cookies = {cookie["name"]: cookie for cookie in screen.context.cookies()}
        session = cookies["sandtable_session"]
        assert (session["httpOnly"], session["sameSite"], session["path"]) == (True, "Strict", "/api/console/")
        assert session["value"] not in screen.url
        assert screen.evaluate("document.cookie") == ""
        held.locator("#report").click()
        expect(held.locator("#main[data-view=report]")).to_be_visible(timeout=SOON)
        assert signed_in_as(screen.context, stack, "console") is None

    look(story)


def test_refused_on_the_phone_the_screen_says_so_and_nobody_is_signed_in(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack, "/m/sign-in")
        held = phone(browser, stack, LIN, read(picture(screen, "screen-phone-door")))
        held.keyboard.press("Enter")  # The focus is on "refuse".
        expect(held.locator("#main[data-view=refuse]")).to_be_visible(timeout=SOON)
        expect(screen.locator("#stage[data-state=refused]")).to_be_visible(timeout=SOON)
        picture(screen, "screen-refused")
        picture(held, "phone-refused")
        assert signed_in_as(screen.context, stack, "miniapp") is None

    look(story)


def test_a_lost_signal_on_the_phone_costs_a_tap_and_no_new_scan(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack)
        held = phone(browser, stack, HUANG, read(picture(screen, "screen-waiting")))
        expect(screen.locator("#number")).to_be_visible(timeout=SOON)
        held.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
        held.context.set_offline(True)
        held.locator("#confirm").click()
        expect(held.locator("#main[data-view=away]")).to_contain_text("不用重新扫码", timeout=SOON)
        picture(held, "phone-away")
        held.context.set_offline(False)
        held.locator("#retry").click()
        expect(held.locator("#main[data-view=confirm]")).to_be_visible(timeout=SOON)
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible(timeout=SOON)

    look(story)


def test_enterprise_staff_sign_in_on_a_desktop(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        screen = desktop(browser, stack, "/m/sign-in")
        held = phone(browser, stack, LIN, read(picture(screen, "screen-phone-door")))
        expect(screen.locator("#number")).to_be_visible(timeout=SOON)
        held.get_by_role("button", name=screen.locator("#number").inner_text(), exact=True).click()
        held.locator("#confirm").click()
        expect(screen.locator("#stage[data-state=signed_in]")).to_be_visible(timeout=SOON)
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
        expect(attacker.locator("#number")).to_be_visible(timeout=SOON)
        right = int(attacker.locator("#number").inner_text())
        for left in (2, 1):
            victim.locator("#number").fill(str(10 + (right - 9) % 90))
            victim.locator("#confirm").click()
            expect(victim.locator("[role=alert]")).to_contain_text(f"{left}", timeout=SOON)
        victim.locator("#number").fill(str(10 + (right - 8) % 90))
        victim.locator("#confirm").click()
        expect(victim.locator("#main[data-view=failed]")).to_contain_text("三次不符", timeout=SOON)
        expect(attacker.locator("#stage[data-state=blocked]")).to_be_visible(timeout=SOON)
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
        expect(screen.locator("#stage[data-state=reused]")).to_be_visible(timeout=SOON)
        assert signed_in_as(screen.context, stack, "console") is None

    look(story)


def test_the_pages_speak_english_where_it_is_asked_for_and_switch(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = browser.new_context(locale="en-GB").new_page()
        page.goto(f"{stack.api_url}/sign-in")
        expect(page.locator("h1")).to_have_text("Sign in to the console")
        expect(page.locator(".code svg")).to_be_visible(timeout=SOON)
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
    policy = httpx.get(f"{stack.api_url}/sign-in").headers["content-security-policy"]
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
        expect(held.locator("#main[data-view=failed]")).to_contain_text("尚未关联平台账号", timeout=SOON)

    look(story)
