"""How long and how much a visit to the phone's first page takes, measured in the browser itself."""

from typing import Any

import msgspec
from playwright.sync_api import BrowserContext, CDPSession, Page

WAIT_MS = 30_000
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 8000, "uploadThroughput": 8000}
"""64 kbit/s both ways, and 300 ms until anything answers."""

_WATCH = """(() => {
    const stands = () => [...document.querySelectorAll('.home-line')].some((line) => line.innerText.includes(%s));
    new MutationObserver((_, watcher) => {
        if (!stands()) return;
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => (window.stoodAt = performance.now())));
    }).observe(document, { childList: true, subtree: true, characterData: true });
})()"""


class Visit(msgspec.Struct, frozen=True):
    """From the start of the navigation until the line could be tapped; what had been asked for by then."""

    milliseconds: float
    received: dict[str, int]
    """By address: bytes as they came over the line, with their heads."""

    @property
    def size_bytes(self) -> int:
        """All of it."""
        return sum(self.received.values())


def visit(context: BrowserContext, address: str, words: str = "", *, is_slow: bool = False) -> Visit:
    """A page of its own until the first line with these words stands."""
    page = context.new_page()
    page.add_init_script(_WATCH % msgspec.json.encode(words).decode())
    line = context.new_cdp_session(page)
    asked: dict[str, tuple[str, float]] = {}
    received: dict[str, int] = {}
    _listen(line, asked, received)
    if is_slow:
        line.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.stoodAt", timeout=WAIT_MS)
    took, stood_at = page.evaluate("[window.stoodAt, performance.timeOrigin + window.stoodAt]")
    needed = {each: url for each, (url, at) in asked.items() if at <= stood_at}
    _settle(page, needed, received)
    page.close()
    return Visit(took, {needed[each]: size for each, size in received.items() if each in needed})


def _listen(line: CDPSession, asked: dict[str, tuple[str, float]], received: dict[str, int]) -> None:
    def sent(event: Any) -> None:
        asked[event["requestId"]] = (event["request"]["url"], event["wallTime"] * 1000)

    def finished(event: Any) -> None:
        received[event["requestId"]] = event["encodedDataLength"]

    line.on("Network.requestWillBeSent", sent)
    line.on("Network.loadingFinished", finished)
    line.send("Network.enable")


def _settle(page: Page, needed: dict[str, str], received: dict[str, int]) -> None:
    """What was asked for before comes to its end."""
    for _ in range(600):
        if needed.keys() <= received.keys():
            return
        page.wait_for_timeout(50)
    raise AssertionError([url for each, url in needed.items() if each not in received])
