"""A regulator's computer: a window of its own with the session in it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from backend.core import db
from backend.identity.authentication import COOKIE
from backend.identity.scope import Door, Scope
from tests.backend import site as sites
from tests.phone_town import WAIT_MS, Town

SIZE = {"width": 1440, "height": 900}
AXE = Path(__file__).parents[3] / "web" / "console" / "node_modules" / "axe-core" / "axe.min.js"
ARE_LOADED = """(where) => {
    const images = [...document.querySelectorAll(where)];
    return images.length > 0 && images.every((each) => each.complete && each.naturalWidth > 0);
}"""
_IS_STILL = """() => document.getAnimations().every((each) =>
    each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity)"""
PATIENT = """(() => {
    const [wait, drop, held] = [window.setTimeout, window.clearTimeout, new Map()];
    const longer = { 3000: 30_000, 6000: 600_000, 12000: 1_200_000 };
    window.setTimeout = (act, after, ...given) => {
        const timer = wait(act, longer[after] ?? after, ...given);
        if (after === 6000) held.set(timer, act);
        return timer;
    };
    window.clearTimeout = (timer) => { held.delete(timer); drop(timer); };
    window.endHold = () => [...held].forEach(([timer, act]) => { window.clearTimeout(timer); act(); });
})()"""
"""What the page shows for a while only, it shows for longer: a machine that stands still would miss it.

A notice lasts 3 s, a decision is held for 6 s, a warning pulses for 12 s. `endHold()`: the 6 s are over.
"""
_SERIOUS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)"""


def desk(town: Town, browser: Browser, scope: Scope, *, language: str = "zh-CN", **options: Any) -> BrowserContext:
    """Signed in at the console; `options` are Playwright's for a context."""
    given = {"viewport": SIZE, "locale": language, "timezone_id": "Asia/Shanghai", "bypass_csp": True, **options}
    context = browser.new_context(**given)
    context.set_default_timeout(WAIT_MS)
    context.set_default_navigation_timeout(4 * WAIT_MS)
    context.add_init_script(PATIENT)
    token = _token(town, scope)
    host = urlsplit(town.stack.api_url).hostname
    context.add_cookies([{"name": COOKIE, "value": token, "domain": host, "path": "/api/console/", "httpOnly": True}])
    return context


def opened(town: Town, browser: Browser, path: str, scope: Scope | None = None, **options: Any) -> Page:
    """A page of the console, `projects?state=open`, as the city's regulator unless somebody else looks."""
    page = desk(town, browser, scope or town.site.regulator, **options).new_page()
    page.goto(address(town, path))
    return page


def address(town: Town, path: str) -> str:
    return f"{town.stack.api_url}/console/{path}"


def button(page: Page, name: str) -> Locator:
    """The one whose name has these words: on a queue, the key that does the same stands beside them."""
    return page.get_by_role("button", name=name)


def unreadable(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it stands, once no colour is on its way to another."""
    page.wait_for_function(_IS_STILL)
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_SERIOUS)
    return found


def _token(town: Town, scope: Scope) -> str:
    async def whole() -> str:
        await db.start(town.stack.environment["SANDTABLE_DATABASE_URL"], size=1)
        try:
            return await sites._open(scope.account_id, Door.CONSOLE)
        finally:
            await db.stop()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole()).result()
