"""What a newcomer sees after "open three windows side by side": console, phone and chats, at one moment."""

from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from backend.identity.authentication import COOKIE
from tests.phone_town import pocket
from tests.screens.console_city import City

HEIGHT: Final = 844
WIDTHS: Final = {"console": 1080, "phone": 390, "chats": 450}
GAP: Final = 10


def warned(stands: City, browser: Browser, language: str) -> bytes:
    """A warning: on the desk with its curve, in the site manager's hand, in the regulators' group."""
    return _together(stands, browser, language, "warnings/{warning}", page="warning?id={warning}", words="PM10 187")


def ordered(stands: City, browser: Browser, language: str) -> bytes:
    """An order that the site has answered: to be re-inspected at the desk."""
    return _together(stands, browser, language, "orders/{order}", page="order?id={order}", words="总监已审核")


def _together(stands: City, browser: Browser, language: str, path: str, *, page: str, words: str) -> bytes:
    windows = [
        _console(stands, browser, language, path.format(**stands.ids)),
        _phone(stands, browser, language, page.format(**stands.ids)),
        _chats(stands, browser, language, words),
    ]
    taken = [Image.open(BytesIO(each.screenshot())) for each in windows]
    whole = Image.new("RGB", (sum(each.width for each in taken) + GAP * 2, HEIGHT), "#8b9bab")
    left = 0
    for picture in taken:
        whole.paste(picture, (left, 0))
        left += picture.width + GAP
    for window in windows:
        window.context.close()
    written = BytesIO()
    whole.save(written, "PNG")
    return written.getvalue()


def _size(name: str) -> ViewportSize:
    return {"width": WIDTHS[name], "height": HEIGHT}


def _console(stands: City, browser: Browser, language: str, path: str) -> Page:
    address = stands.address("desk")
    context = browser.new_context(viewport=_size("console"), locale=language, timezone_id="Asia/Shanghai")
    context.add_cookies([{
        "name": COOKIE, "value": stands.tokens["desk"], "domain": urlsplit(address).hostname,
        "path": "/api/console/", "httpOnly": True,
    }])  # fmt: skip
    page = context.new_page()
    page.goto(f"{address}/console/{path}")
    return page


def _phone(stands: City, browser: Browser, language: str, page: str) -> Page:
    opened = pocket(browser, stands.manager, language=language).new_page()
    name, _, query = page.partition("?")
    opened.goto(f"{stands.address('desk')}/m/#/pages/{name}/{name}?{query}")
    return opened


def _chats(stands: City, browser: Browser, language: str, words: str) -> Page:
    page = browser.new_context(viewport=_size("chats"), locale=language, timezone_id="Asia/Shanghai").new_page()
    page.add_init_script(f"localStorage.setItem('sandbox-language', '{'en' if language == 'en' else 'zh'}')")
    page.goto(stands.sandbox)
    said = page.locator("#chat .message").filter(has_text=words).last
    said.wait_for(timeout=120_000)
    page.wait_for_timeout(2_500)
    said.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    return page
