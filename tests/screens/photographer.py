"""Opens a scene on somebody's phone and takes its picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import msgspec
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.phone_town import SIZE, Hands, pocket
from tests.screens.life import Scenery
from tests.screens.scenes import OPENED_BY, SCENES, Scene, settle
from tests.stack import Stack

TALLEST: Final = 1600
COLOURS: Final = 128


class Photographer:
    """Opens scenes on the phones of the people of the scenery."""

    def __init__(self, running: Stack, scenery: Scenery, browser: Browser) -> None:
        self._running = running
        self._scenery = scenery
        self._browser = browser

    @contextmanager
    def opened(self, name: str, language: str, appearance: str, *, scale: int = 1) -> Iterator[Page]:
        """The scene as it stands when it is photographed, on a phone of its own."""
        scene = SCENES[name]
        options: dict[str, Any] = {"device_scale_factor": scale}
        context = pocket(self._browser, self._hands(scene), language=language, **options)
        look = msgspec.json.encode({"type": "object", "data": {"appearance": appearance, "textSize": "normal"}})
        context.add_init_script(f"localStorage.look = {msgspec.json.encode(look.decode()).decode()}")
        if scene.who is None:
            context.add_init_script("delete localStorage.privacy")
        page = context.new_page()
        if scene.before:
            scene.before(page, self._running.api_url)
        page.goto(f"{self._running.api_url}/m/#/pages/{self._path(name, scene)}")
        settle(page)
        if scene.act:
            scene.act(page)
            page.wait_for_timeout(300)
        yield page
        context.close()

    def _hands(self, scene: Scene) -> Hands | None:
        if scene.who is None:
            return None
        found = self._scenery.people[scene.who]
        return Hands(found["me"]["account_id"], found["token"], found["me"])

    def _path(self, name: str, scene: Scene) -> str:
        page = OPENED_BY.get(name, name)
        return f"{page}/{page}?{scene.query.format(**self._scenery.ids)}"


def picture(page: Page, *, is_whole: bool) -> bytes:
    """The page as a phone shows it; a whole one down to its end, as on a phone that is long enough."""
    height = page.evaluate("document.scrollingElement.scrollHeight") if is_whole else 0
    if height > SIZE["height"]:
        page.set_viewport_size({"width": SIZE["width"], "height": min(height, TALLEST)})
        page.wait_for_timeout(200)
    taken = page.screenshot()
    page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
    return taken


def save(taken: bytes, path: Path, *, rare: bool = False) -> None:
    """With few colours: a page has not many more. `rare` keeps those that cover little, like a map's marks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = Image.open(BytesIO(taken)).convert("RGB")
    colours, method = (256, Image.Quantize.MAXCOVERAGE) if rare else (COLOURS, Image.Quantize.MEDIANCUT)
    whole.quantize(colours, method, dither=Image.Dither.NONE).save(path, "PNG", optimize=True)
