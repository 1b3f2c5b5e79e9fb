"""Every page as somebody opens it, and what is touched there before the picture is taken."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Final

import msgspec
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from backend.demo import pictures
from tests.browser.phone.in_page import HELD_CAMERA, IS_SHELL_KEPT
from tests.waiting import wait_until

SETTLED: Final = """() => document.querySelector('.frame') && !document.querySelector('.waiting')
    && [...document.images].every((each) => each.complete)
    && document.getAnimations().every((each) => each.playState !== 'running')"""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """`query` is filled with the ids of the scenery; `before` runs ahead of the page, `act` on it."""

    who: str | None = "manager"
    query: str = ""
    is_whole: bool = False
    before: Callable[[Page, str], None] | None = None
    act: Callable[[Page], None] | None = None


def settle(page: Page) -> None:
    """Until nothing is asked for, drawn or moved any more."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(SETTLED)


def _scan(page: Page, api_url: str) -> None:
    """A computer shows its code; the phone has just read it."""
    assert page.context.browser is not None
    screen = page.context.browser.new_context(viewport={"width": 1180, "height": 760}, locale="zh-CN").new_page()
    screen.goto(f"{api_url}/m/sign-in")
    expect(screen.locator(".code svg")).to_be_visible()
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(screen.screenshot())))
    screen.context.close()
    page.add_init_script(f"sessionStorage.scanned = {msgspec.json.encode(str(found.text)).decode()}")


def _camera(page: Page, _: str) -> None:
    seen = pictures.building(15, side="side")
    page.add_init_script(HELD_CAMERA % f"data:image/jpeg;base64,{b64encode(seen).decode()}")


def _take(page: Page) -> None:
    page.locator("uni-page .tile").nth(2).click()
    page.locator(".finder video").wait_for()


def _keep(page: Page) -> None:
    """Two photos taken, the line gone, the queue looked at."""
    wait_until(lambda: bool(page.evaluate(IS_SHELL_KEPT)), within_seconds=30)
    page.context.set_offline(True)
    for number, side in enumerate(("overall", "front")):
        page.locator("uni-page:visible .tile").nth(number).click()
        with page.expect_file_chooser() as chosen:
            page.locator("uni-page:visible .keys .btn").first.click()
        picture = pictures.building(15, side=side)
        chosen.value.set_files({"name": f"{side}.jpg", "mimeType": "image/jpeg", "buffer": picture})
        page.locator("uni-page:visible .tile .tag").nth(number).wait_for()
        page.wait_for_timeout(400)
    page.evaluate("location.hash = '#/pages/queue/queue'")
    page.locator("uni-page:visible .thumb").first.wait_for()
    page.wait_for_timeout(500)


def _plan(page: Page) -> None:
    page.locator(".choices .choice").first.click()
    page.locator(".quick .choice").nth(2).click()


def _choose_number(page: Page) -> None:
    page.locator(".three .choice").nth(1).click()


SCENES: Final[dict[str, Scene]] = {
    "home": Scene(),
    "projects": Scene(),
    "scan": Scene(),
    "messages": Scene(),
    "me": Scene(is_whole=True),
    "sign_in": Scene(who=None),
    "privacy": Scene(who=None, is_whole=True),
    "sign_ins": Scene(),
    "posts": Scene(),
    "apply": Scene(who="applicant", query="permit={permit}", is_whole=True),
    "decide": Scene(who="chief"),
    "confirm_sign_in": Scene(before=_scan, act=_choose_number, is_whole=True),
    "warnings": Scene(),
    "warning": Scene(query="id={warning}", is_whole=True),
    "acknowledge": Scene(query="id={warning}&act=take", act=_plan, is_whole=True),
    "orders": Scene(),
    "order": Scene(query="id={order}", is_whole=True),
    "reply": Scene(query="id={order}", is_whole=True),
    "file_progress": Scene(query="id={project}&period={period}", is_whole=True),
    "reports": Scene(query="id={project}"),
    "report": Scene(who="chief", query="id={report}", is_whole=True),
    "camera": Scene(query="id={project}&period={period}", before=_camera, act=_take),
    "queue": Scene(query="id={project}&period={period}", act=_keep),
    "project": Scene(query="id={project}", is_whole=True),
    "facts": Scene(query="id={project}", is_whole=True),
    "map_point": Scene(query="id={project}", is_whole=True),
    "permit": Scene(query="id={project}"),
    "dangerous_works": Scene(query="id={project}"),
    "dangerous_work": Scene(query="id={dangerous}", is_whole=True),
    "works": Scene(query="id={project}"),
    "people": Scene(query="id={project}", is_whole=True),
    "devices": Scene(query="id={project}"),
    "reviews": Scene(query="id={project}"),
    "timeline": Scene(query="id={project}"),
    "handovers": Scene(who="successor"),
    "handover": Scene(who="successor", query="id={handover}", is_whole=True),
    "offer_handover": Scene(who="successor", query="id={post}", is_whole=True),
    "waiting": Scene(who="chief"),
}
"""By the page's name; `camera` and `queue` are reached through the month's form."""

OPENED_BY: Final = {"camera": "file_progress", "queue": "file_progress"}
