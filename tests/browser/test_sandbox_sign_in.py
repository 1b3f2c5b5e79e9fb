"""The sandbox's WeChat and WeCom in a phone-sized browser: a tap comes back to the client with a code that signs in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.sandbox.config import Config
from tests.browser.screenshots import picture
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]
STATE = "0123456789abcdef"


def pocket(browser: Browser, stack: Stack, width: int = 390) -> BrowserContext:
    """A phone's browser; where the client stands is nothing here, so that the address stays as it came."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", is_mobile=True)
    context.route(f"{stack.api_url}/m/**", lambda route: route.fulfill(body="ok", content_type="text/plain"))
    return context


def ways(stack: Stack) -> dict[str, str]:
    answer = httpx.get(f"{stack.api_url}/api/miniapp/v1/sign-in/ways", params={"state": STATE}, timeout=60)
    found: dict[str, str] = answer.json()
    return found


def code_in(page: Page, stack: Stack) -> str:
    """What the client finds in its address."""
    page.wait_for_url(f"{stack.api_url}/m/**")
    found = parse_qs(urlsplit(page.url).query)
    assert found["state"] == [STATE]
    return found["code"][0]


def sign_in(stack: Stack, path: str, **body: str) -> dict[str, Any]:
    answer = httpx.post(f"{stack.api_url}/api/miniapp/v1/sign-in{path}", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def name_behind(stack: Stack, token: str) -> str:
    mine = {"authorization": f"Bearer {token}"}
    me = httpx.get(f"{stack.api_url}/api/miniapp/v1/me", headers=mine, timeout=60)
    return str(me.json()["name"])


def fits(page: Page) -> bool:
    """Nothing to scroll sideways, and every target at least 44 pixels high."""
    is_narrow = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.evaluate("[...document.querySelectorAll('a')].map((one) => one.getBoundingClientRect().height)")
    return bool(is_narrow) and min(heights) >= 44


def test_a_tap_in_wechat_and_one_on_the_phone_button_link_and_sign_in(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = pocket(browser, stack).new_page()
        page.goto(ways(stack)["sandbox"])
        picture(page, "sandbox-wechat")
        assert fits(page)
        page.get_by_text("何志强").click()
        first = sign_in(stack, "", provider="wechat", code=code_in(page, stack))
        assert first["token"] is None
        page.goto(ways(stack)["sandbox_phone"])
        picture(page, "sandbox-wechat-phone")
        assert fits(page)
        expect(page.get_by_text("138****0004")).to_be_visible()
        expect(page.get_by_text("陈国栋")).to_have_count(0)
        page.get_by_text("允许 Allow").click()
        said = {"phone_code": code_in(page, stack), "name": "何志强"}
        linked = sign_in(stack, "/link", ticket=first["link_ticket"], **said)
        assert name_behind(stack, linked["token"]) == "何志强"

    look(story)


def test_somebody_else_takes_the_phone_and_a_refusal_brings_no_code(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = pocket(browser, stack, width=320).new_page()
        page.goto(ways(stack)["sandbox"])
        page.get_by_text("何志强").click()
        assert "o-sandbox-he" in code_in(page, stack)
        page.goto(ways(stack)["sandbox_phone"])
        page.get_by_text("换一个人").click()
        expect(page.get_by_text("陈国栋")).to_be_visible()
        assert fits(page)
        page.get_by_text("陈国栋").click()
        assert "o-sandbox-chen" in code_in(page, stack)
        page.goto(ways(stack)["sandbox"])
        page.get_by_text("拒绝").click()
        page.wait_for_url(f"{stack.api_url}/m/?state={STATE}")

    look(story)


def test_a_link_in_somebodys_chat_opens_on_their_phone_where_wecom_knows_them(stack: Stack, look: Look) -> None:
    conf = Config()
    matter = f"{stack.api_url}/m/#/warnings/1"
    secret = {"corpid": conf.corpid, "corpsecret": conf.agent_secret}
    asked = httpx.get(f"{stack.sandbox_url}/cgi-bin/gettoken", params=secret, timeout=60)
    card = {"title": "预警", "description": "扬尘超标", "url": matter}
    message = {"touser": "lin.xiaoming", "agentid": conf.agentid, "msgtype": "textcard", "textcard": card}
    query = {"access_token": asked.json()["access_token"]}
    httpx.post(f"{stack.sandbox_url}/cgi-bin/message/send", params=query, json=message, timeout=60)

    def story(browser: Browser) -> None:
        context = pocket(browser, stack)
        desk = context.new_page()
        desk.goto(stack.sandbox_url)
        with context.expect_page() as opened:
            desk.locator(".phone a.card-link").first.click()
        page = opened.value
        page.wait_for_url(matter)
        page.goto(ways(stack)["wecom"])
        token = sign_in(stack, "", provider="wecom_page", code=code_in(page, stack))["token"]
        assert name_behind(stack, token) == "林晓明"

    look(story)


def test_a_regulator_whose_phone_opens_the_client_is_signed_in_without_a_tap(stack: Stack, look: Look) -> None:
    def story(browser: Browser) -> None:
        page = pocket(browser, stack).new_page()
        opened = urlencode({"userid": "huang.li", "url": f"{stack.api_url}/m/"})
        page.goto(f"{stack.sandbox_url}/_sandbox/open?{opened}")
        page.goto(ways(stack)["wecom"])
        token = sign_in(stack, "", provider="wecom_page", code=code_in(page, stack))["token"]
        assert name_behind(stack, token) == "黄莉"

    look(story)
