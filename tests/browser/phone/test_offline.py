"""The phone without a line, and with a new build of its pages."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.settings import settings
from tests.browser.phone import matters
from tests.browser.phone.conftest import Town
from tests.browser.phone.in_page import IS_SHELL_KEPT
from tests.phone_town import founded
from tests.stack import Stack
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Look = Callable[[Callable[[Browser], Any]], Any]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A copy of the client's build that a test may renew."""
    copy = tmp_path / "client"
    shutil.copytree(settings().phone_root, copy)
    return copy


@pytest.fixture
def renewable(tmp_path: Path, build: Path, database_url: str, redis_url: str) -> Iterator[Town]:
    """A town of its own, whose server reads that copy."""
    copied = {"SANDTABLE_PHONE_ROOT": str(build)}
    with Stack(
        tmp_path, database_url=database_url, redis_url=redis_url, workers=0, gateways=0, settings=copied
    ) as running:
        yield founded(running, database_url)


def opened(town: Town, browser: Browser) -> Page:
    """The manager's first page, with the whole shell on the phone."""
    page = town.phone(browser, town.manager)
    page.goto(town.address("home"))
    expect(page.get_by_text("绑定施工许可证")).to_be_visible()
    wait_until(lambda: bool(page.evaluate(IS_SHELL_KEPT)), within_seconds=60)
    return page


def test_a_second_visit_without_a_line_shows_what_was_there(town: Town, look: Look, database_url: str) -> None:
    matters.within(database_url, lambda: matters.burning(town.site))

    def story(browser: Browser) -> None:
        page = opened(town, browser)
        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_role("button", name="扬尘或噪声超标")).to_be_visible()
        expect(page.get_by_text("截至")).to_be_visible()
        expect(page.get_by_text("没有网络")).to_be_visible()
        page.get_by_text("消息", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("没有网络")
        page.context.set_offline(False)
        expect(page.get_by_role("alert")).to_be_hidden()
        expect(page.get_by_text("没有网络")).to_be_hidden()

    look(story)


def test_a_new_build_waits_until_the_person_takes_it(build: Path, renewable: Town, look: Look) -> None:
    def story(browser: Browser) -> list[str]:
        page = opened(renewable, browser)
        renewed(build)
        restarted(renewable)
        page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
        line = page.get_by_role("button", name="有新版本，点此更新")
        line.wait_for(timeout=60_000)
        page.evaluate("window.isOld = true")
        page.get_by_text("项目", exact=True).click()
        expect(page.get_by_text("南山科学城一期").last).to_be_visible()
        assert page.evaluate("window.isOld")
        line.last.click()
        page.wait_for_function("() => !window.isOld")
        expect(line).to_have_count(0)
        kept: list[str] = page.evaluate("caches.keys()")
        return kept

    assert look(story) == ["shell-renewed"]


def renewed(build: Path) -> None:
    """The same files under the name of another build."""
    worker = build / "sw.js"
    worker.write_text(re.sub(r'shell-\$\{"\w+"\}', 'shell-${"renewed"}', worker.read_text("utf-8")), "utf-8")


def restarted(town: Town) -> None:
    """The server reads its files when it starts."""
    town.stack.apis[0].stop()
    town.stack.apis[0].start()
    town.stack.wait_ready()


def test_the_shell_is_whole_and_names_nothing_twice() -> None:
    source = (settings().phone_root / "sw.js").read_text("utf-8")
    files: list[str] = json.loads(re.search(r"FILES = (\[.*?\]);", source)[1])  # type: ignore[index]  # It is there.
    assert len(files) == len(set(files))
    assert [name for name in files if not (settings().phone_root / name).is_file()] == []
