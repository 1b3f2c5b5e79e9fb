"""What holds for every page: it fits, is met by a finger, is read in the sun, speaks the language, fails nowhere."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.phone import busy_site
from tests.browser.phone.scanning import desktop
from tests.phone_town import Hands, Town, pocket
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

Look = Callable[[Callable[[Browser], Any]], Any]
PAGES = Path(__file__).parents[3] / "web" / "phone" / "src" / "pages.json"
FAULTS = (Path(__file__).parent / "faults.js").read_text("utf-8")
SETTLED = """(name) => {
    const page = [...document.querySelectorAll('uni-page')].find((each) => each.getBoundingClientRect().height);
    return page?.dataset.page === `pages/${name}/${name}` && page.querySelector('.frame')
        && !page.querySelector('.waiting') && document.getAnimations().every((each) => each.playState !== 'running');
}"""


class Visit(msgspec.Struct, frozen=True):
    """A page as somebody opens it, and what is touched there; it is looked at before and after."""

    page: str
    taps: tuple[str, ...] = ()


def visits(ids: dict[str, str]) -> dict[str, list[Visit]]:
    """By person: every page where that person has something on it."""
    project, main, first = ids["project"], ".foot .btn.is-main", ".foot .btn"
    return {
        "manager": [
            Visit("home"), Visit("projects"), Visit("scan"), Visit("messages"), Visit("me"), Visit("privacy"),
            Visit("sign_ins", (first,)), Visit("posts"), Visit("warnings"), Visit("orders"), Visit("handovers"),
            Visit(f"warning?id={ids['dust']}"), Visit(f"warning?id={ids['red']}"),
            Visit(f"acknowledge?id={ids['dust']}&act=take", (main,)),
            Visit(f"acknowledge?id={ids['red']}&act=hand-over"), Visit(f"order?id={ids['order']}"),
            Visit(f"reply?id={ids['order']}", (main,)), Visit(f"file_progress?id={project}", (main,)), Visit("queue"),
            Visit(f"project?id={project}", ("[role=radio]",)), Visit(f"facts?id={project}"),
            Visit(f"map_point?id={project}"), Visit(f"permit?id={project}"), Visit(f"dangerous_works?id={project}"),
            Visit(f"dangerous_work?project={project}", (main,)),
            Visit(f"dangerous_work?id={ids['dangerous']}", (".foot .btn.is-danger", ".btn.is-danger")),
            Visit(f"works?id={project}", (main,)), Visit(f"people?id={project}"),
            Visit(f"devices?id={project}", (main,)), Visit(f"reviews?id={project}"), Visit(f"timeline?id={project}"),
            Visit(f"offer_handover?id={ids['post']}"), Visit("waiting"),
        ],
        "chief": [
            Visit("home"), Visit("waiting"), Visit("decide", (".card .btn",)), Visit("reports?to_review=1"),
            Visit(f"reports?id={project}"), Visit(f"report?id={ids['report']}", (first,)),
            Visit(f"order?id={ids['replied']}", (first,)),
        ],
        "officer": [
            Visit("home"), Visit("posts", (".card .btn >> nth=1",)), Visit("apply"), Visit(f"apply?project={project}"),
            Visit(f"handover?id={ids['handover']}"),
        ],
        "regulator": [
            Visit("home"), Visit("projects"), Visit("scan"), Visit("warnings"),
            Visit(f"acknowledge?id={ids['dust']}&act=urge"), Visit(f"order?id={ids['order']}", (first,)),
            Visit(f"project?id={project}"), Visit("confirm_sign_in", (first,)),
        ],
        "nobody": [Visit("sign_in"), Visit("privacy")],
    }  # fmt: skip


class Visitor:
    """Who opens pages and notes what is wrong with each."""

    def __init__(self, town: Town, page: Page, who: str, *, is_english: bool) -> None:
        self.town, self.page, self.who = town, page, who
        self.said: list[str] | None = ["中文"] if is_english else None
        self.noted: list[str] = []
        self.asked = 0
        page.on("request", lambda _: self._count(1))
        page.on("requestfinished", lambda _: self._count(-1))
        page.on("requestfailed", lambda _: self._count(-1))
        page.on("console", self._read)
        page.on("pageerror", lambda error: self.noted.append(f"error: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._hear)

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # By our own going on to the next page.
            self.noted.append(f"failed: {request.url} {request.failure}")

    def _hear(self, response: Response) -> None:
        # Who has no token is asked for by a computer's cookie, and is nobody.
        if response.status >= 400 and not (self.who == "nobody" and response.url.endswith("/me")):
            self.noted.append(f"{response.status}: {response.url}")
        if self.said is not None and "/api/" in response.url and response.status < 300:
            self._count(1)  # Not quiet before it is read: what it says may be on the page already.
            self.said.extend(written(response.json()))
            self._count(-1)

    def _read(self, message: ConsoleMessage) -> None:
        # A failed request is noted with its address elsewhere.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.noted.append(f"console: {message.text}")

    def _count(self, change: int) -> None:
        self.asked += change

    def sees(self, visit: Visit) -> list[str]:
        """The page's faults, each with the page's name."""
        name = visit.page.partition("?")[0]
        # A page that only gets another query stays as it is: it is opened anew.
        if f"/{name}?" in self.page.url:
            self.page.goto(f"{self.town.stack.api_url}/m/static/icon.svg")
        self.page.goto(self.town.address(visit.page))
        found = self._look(name, f"{self.who} {visit.page.partition('=')[0]}")
        for each in visit.taps:
            self.page.locator("uni-page:visible").last.locator(each).first.click()
            found += self._look(name, f"{self.who} {name} {each}")
        return found

    def _look(self, name: str, where: str) -> list[str]:
        """When all that was asked for has come."""
        self.page.wait_for_timeout(150)
        wait_until(lambda: self._is_quiet(name), within_seconds=60)
        found, self.noted = [*self.page.evaluate(FAULTS, self.said), *self.noted], []
        return [f"{where}: {each}" for each in found]

    def _is_quiet(self, name: str) -> bool:
        self.page.wait_for_timeout(100)
        return self.asked == 0 and bool(self.page.evaluate(SETTLED, name))


def written(value: Any, key: str = "") -> Iterator[str]:
    """Every text of an answer but those that say in Chinese what another says in English."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from written(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from written(each, key)
    elif isinstance(value, str) and key != "zh" and not key.endswith("_zh"):
        yield value


def scanned(browser: Browser, town: Town) -> str:
    """The code on a computer's screen."""
    picture = Image.open(BytesIO(desktop(browser, town).screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def faults(town: Town, browser: Browser, ids: dict[str, str], look: dict[str, str], **options: Any) -> list[str]:
    """Of all pages on such phones."""
    found = []
    kept = msgspec.json.encode(msgspec.json.encode({"type": "object", "data": look}).decode()).decode()
    for who, pages in visits(ids).items():
        hands: Hands | None = getattr(town, who, None)
        context = pocket(browser, hands, **options)
        context.add_init_script(f"localStorage.look = {kept}")
        visitor = Visitor(town, context.new_page(), who, is_english=options.get("language") == "en")
        if visitor.said and hands:
            visitor.said.extend(written(hands.me))
        for visit in pages:
            if visit.page == "confirm_sign_in":  # A code does not last: it is read when it is needed.
                visitor.page.evaluate("(code) => void (sessionStorage.scanned = code)", scanned(browser, town))
            found += visitor.sees(visit)
        context.close()
    return found


@pytest.fixture
def ids(town: Town, database_url: str) -> dict[str, str]:
    """Of what is entered."""
    return busy_site.enter(town, database_url)


def test_every_page_holds_at_320_pixels_with_the_largest_text_in_english_in_the_dark(
    town: Town, look: Look, ids: dict[str, str]
) -> None:
    dark = {"appearance": "dark", "textSize": "largest"}
    size = {"width": 320, "height": 640}

    found = look(lambda browser: faults(town, browser, ids, dark, language="en", viewport=size))

    assert not found, "\n".join(found)


def test_every_page_holds_at_390_pixels_in_chinese_in_the_light(town: Town, look: Look, ids: dict[str, str]) -> None:
    light = {"appearance": "light", "textSize": "normal"}

    found = look(lambda browser: faults(town, browser, ids, light))

    assert not found, "\n".join(found)


def test_every_page_is_among_them() -> None:
    names = {page["path"].split("/")[-1] for page in msgspec.json.decode(PAGES.read_bytes())["pages"]}
    ids = dict.fromkeys(("project", "dust", "red", "order", "replied", "report", "dangerous", "handover", "post"), "")
    visited = {visit.page.partition("?")[0] for each in visits(ids).values() for visit in each}
    assert names - visited == {"camera"}
