"""The phone's first page in a real browser: what a first visit costs, and how soon it stands, also on a thin line."""

import asyncio
import os
import shutil
import statistics
from pathlib import Path
from typing import Final

import msgspec
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from backend.core import db
from backend.core.settings import settings
from backend.identity.scope import Door
from tests.backend import site as sites
from tests.bench.figures import Figure
from tests.browser.phone import matters
from tests.browser.phone.in_page import IS_SHELL_KEPT
from tests.browser.phone.visits import Visit, visit
from tests.stack import Stack
from tests.waiting import wait_until

RUNS: Final = 5
FIRST_VISIT_BYTES: Final = 120_000
THIN_MILLISECONDS: Final = 3000
DELTA_BYTES: Final = 2048
INTERACTIVE_MILLISECONDS: Final = 1000
PACKAGE_BYTES: Final = 1_500_000
HOME: Final = "/api/miniapp/v1/home"
MINI_PROGRAM: Final = Path(
    os.environ.get("SANDTABLE_MINI_PROGRAM", Path(__file__).parents[2] / "web/phone/dist/build/mp-weixin")
)


class _Seen(msgspec.Struct, frozen=True):
    """Cold: no cache. Warm: the shell is kept. Thin: the same at 64 kbit/s, with something new each time."""

    cold: list[Visit]
    warm: list[Visit]
    thin: list[Visit]
    deltas: list[int]


async def measure(running: Stack) -> list[Figure]:
    """A site's manager with a handful of lines; every visit in a page of its own."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None or not (settings().phone_root / "index.html").is_file():
        return []
    url = running.environment["SANDTABLE_DATABASE_URL"]
    await db.start(url, size=2)
    try:
        site = await sites.build()
        await matters.burning(site)
        token = await sites._open(site.manager.account_id, Door.PHONE)
    finally:
        await db.stop()
    return _figures(await asyncio.to_thread(_look, found, running, url, site, token))


def _look(chromium: str, running: Stack, url: str, site: sites.Site, token: str) -> _Seen:
    address = f"{running.api_url}/m/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        visit(_pocket(browser, token), address)  # The server's own first time is not the phone's.
        cold = [visit(_pocket(browser, token), address) for _ in range(RUNS)]
        kept = _pocket(browser, token)
        _keep_shell(kept, address)
        warm = [visit(kept, address) for _ in range(RUNS)]
        deltas: list[int] = []
        _weigh(kept, deltas)
        thin = [_thin(kept, address, f"限速第 {n} 次", url, site) for n in range(RUNS)]
        browser.close()
    return _Seen(cold, warm, thin, deltas)


def _pocket(browser: Browser, token: str) -> BrowserContext:
    """A phone in which this person is signed in."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", is_mobile=True, has_touch=True
    )
    session = msgspec.json.encode({"type": "object", "data": {"token": token, "me": None}}).decode()
    context.add_init_script(f"localStorage.session ??= {msgspec.json.encode(session).decode()}")
    return context


def _keep_shell(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    wait_until(lambda: bool(page.evaluate(IS_SHELL_KEPT)), within_seconds=60)
    page.close()


def _weigh(context: BrowserContext, sizes: list[int]) -> None:
    """The bodies of what has changed, as they are read."""
    context.on(
        "requestfinished",
        lambda request: sizes.append(request.sizes()["responseBodySize"]) if HOME in request.url else None,
    )


def _thin(context: BrowserContext, address: str, title: str, url: str, site: sites.Site) -> Visit:
    """A visit that ends when what has happened since the last one stands on the page."""
    matters.within(url, lambda: matters.order(site, title, days=3))
    return visit(context, address, title, is_slow=True)


def _figures(seen: _Seen) -> list[Figure]:
    first = max(each.size_bytes for each in seen.cold)
    return [
        Figure(
            what="phone: first visit, over the line",
            measured=f"{first / 1000:.1f} KB in {len(seen.cold[0].received)} requests",
            bar="≤ 120 KB",
            is_reached=first <= FIRST_VISIT_BYTES,
            note="CDP's encodedDataLength, heads included, of all that was asked for until the first line could be "
            "tapped; an empty cache",
        ),
        _time("phone: fresh data at 64 kbit/s, shell kept", seen.thin, THIN_MILLISECONDS, is_worst=True),
        Figure(
            what="phone: change of the first page",
            measured=f"{max(seen.deltas, default=0)} B",
            bar="≤ 2 KB",
            is_reached=0 < max(seen.deltas, default=0) <= DELTA_BYTES,
            note="the largest body of the visits at 64 kbit/s, each with one order more",
        ),
        _time("phone: first page interactive, empty cache", seen.cold, INTERACTIVE_MILLISECONDS),
        _time("phone: first page interactive, shell kept", seen.warm, INTERACTIVE_MILLISECONDS),
        *_package(),
    ]


def _time(what: str, visits: list[Visit], most: int, *, is_worst: bool = False) -> Figure:
    took = sorted(each.milliseconds for each in visits)
    return Figure(
        what=what,
        measured=f"{statistics.median(took):,.0f} ms (worst {took[-1]:,.0f})",
        bar=f"≤ {most / 1000:g} s",
        is_reached=(took[-1] if is_worst else statistics.median(took)) <= most,
        note=f"{RUNS} visits, from the start of the navigation until the line was drawn and could be tapped",
    )


def _package() -> list[Figure]:
    if not MINI_PROGRAM.is_dir():
        return []
    size = package_bytes()
    return [
        Figure(
            what="phone: the mini-program's main package",
            measured=f"{size / 1000:,.0f} KB",
            bar="≤ 1.5 MB",
            is_reached=size <= PACKAGE_BYTES,
            note="all files of the build, unpacked: there are no sub-packages",
        )
    ]


def package_bytes() -> int:
    """All of the mini-program."""
    return sum(path.stat().st_size for path in MINI_PROGRAM.rglob("*") if path.is_file())
