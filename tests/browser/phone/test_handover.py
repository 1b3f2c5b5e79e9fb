"""Handing a post over on the phone: offered with its list, read again when it changed, signed or refused."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from backend.identity.scope import Door
from backend.projects.rules import PostKind
from backend.supervision.rules import Level
from tests.backend import site as sites
from tests.browser.phone.conftest import Hands, Town
from tests.browser.phone.matters import warn, within
from tests.browser.phone.touches import button

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


async def successor(town: Town) -> tuple[UUID, str]:
    """赵接任, a second safety officer: account and token."""
    person = await sites.scope(await sites.enterprise("赵接任", "13800000014"))
    await sites.hold(town.site.project_id, person, PostKind.SAFETY_OFFICER, town.site.chief)
    return person.account_id, await sites._open(person.account_id, Door.PHONE)


@pytest.fixture
def heir(town: Town, database_url: str) -> Hands:
    account_id, token = within(database_url, lambda: successor(town))
    mine = {"authorization": f"Bearer {token}"}
    me = httpx.get(f"{town.stack.api_url}/api/miniapp/v1/me", headers=mine, timeout=60)
    return Hands(str(account_id), token, me.json())


def offer(town: Town, page: Page) -> str:
    """何志强 offers the post from the list of people; the handover's id."""
    page.goto(town.address(f"people?id={town.project_id}"))
    button(page, "移交给同事").click()
    button(page, "移交岗位").click()
    expect(page.get_by_text("请选择接手的同事")).to_be_visible()
    page.get_by_role("radio", name="赵接任").click()
    page.get_by_label("请对方知道什么").locator("textarea").fill("喷淋泵的钥匙在门卫处")
    button(page, "移交岗位").click()
    expect(page.get_by_text("等待 赵接任 看完清单并签收")).to_be_visible()
    return page.url.rpartition("id=")[2]


def test_a_list_that_changed_is_read_again_before_it_is_signed(
    town: Town, look: Look, heir: Hands, database_url: str
) -> None:
    def story(browser: Browser) -> None:
        handover = offer(town, town.phone(browser, town.officer))
        page = town.phone(browser, heir)
        page.goto(town.address("handovers"))
        page.get_by_role("button", name="何志强 → 赵接任").click()
        expect(page.get_by_text("喷淋泵的钥匙在门卫处")).to_be_visible()
        expect(page.get_by_text("签收后由您承担这个岗位")).to_be_visible()
        within(database_url, lambda: warn(town.site.project_id, "TEL-ALARM", Level.RED))

        button(page, "我已看完，签收").click()
        expect(page.get_by_role("alert")).to_contain_text("清单有变化，请看完再签收")
        fresh = page.get_by_role("list", name="现在的未结事项").get_by_role("listitem").filter(has_text="新增")
        expect(fresh).to_contain_text("监测值超过限值")
        button(page, "我已看完，签收").click()
        expect(page.locator(".tag", has_text="已签收")).to_be_visible()
        expect(button(page, "我已看完，签收")).to_have_count(0)
        expect(page).to_have_url(re.compile(handover + "$"))

    look(story)
    project = town.call(town.chief, "GET", f"/api/miniapp/v1/projects/{town.project_id}")
    officers = [holder["name"] for holder in project["holders"] if holder["kind"] == "safety_officer"]
    assert officers == ["赵接任"]


def test_a_refusal_needs_a_reason_which_the_giver_reads_and_may_offer_anew(town: Town, look: Look, heir: Hands) -> None:
    def story(browser: Browser) -> None:
        giver = town.phone(browser, town.officer)
        handover = offer(town, giver)
        page = town.phone(browser, heir)
        page.goto(town.address(f"handover?id={handover}"))
        button(page, "退回").click()
        button(page, "退回").click()
        expect(page.get_by_text("请写明原因（至少 2 个字）")).to_be_visible()
        page.get_by_label("原因").locator("textarea").fill("清单缺少喷淋维护记录")
        button(page, "退回").click()
        expect(page.locator(".tag", has_text="已退回")).to_be_visible()

        giver.reload()
        expect(giver.get_by_text("原因：清单缺少喷淋维护记录")).to_be_visible()
        anew = offer(town, giver)
        assert anew != handover
        button(giver, "撤回").click()
        expect(giver.get_by_text("何志强 继续在岗，对方不再能签收")).to_be_visible()
        button(giver, "撤回").click()
        expect(giver.locator(".tag", has_text="已撤回")).to_be_visible()

    look(story)
