"""`python -m tests.screens.console`: every page of the console into `docs/screens/console/`, in both languages.

`python -m tests.screens.console map queue_facts` takes these alone; `--to FOLDER` puts them elsewhere. With all of them
(or `guide` alone, from the pictures that are there) both guides for regulators are written and printed. They show the
made-up city of `sandtable demo --year` in small, and one busy site beside it.
"""

import sys
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, ViewportSize

from backend.identity.authentication import COOKIE
from tests.browser.conftest import _browser
from tests.screens import desk_guide, three_windows
from tests.screens.console_city import City, city
from tests.screens.console_scenes import SCENES, Scene
from tests.screens.photographer import save

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens" / "console"
LANGUAGES: Final = {"zh-CN": "", "en": ".en"}
SIZE: Final[ViewportSize] = {"width": 1440, "height": 900}
SETTLED: Final = """() => !document.querySelector('.el-skeleton')
    && !/正在读取|Reading the projects/.test(document.body.innerText)
    && [...document.images].every((each) => each.complete)
    && document.getAnimations().every(({ playState, effect }) => playState !== 'running'
        || effect.getTiming().iterations === Infinity)"""

TOGETHER: Final = {"three_windows": three_windows.warned, "three_windows_order": three_windows.ordered}
WHOLE: Final = "(document.querySelector('#content') ?? document.documentElement).scrollHeight + 60"


def _sign_in(context: BrowserContext, stands: City, who: str) -> None:
    host, token = urlsplit(stands.address(who)).hostname, stands.tokens[who]
    context.add_cookies([{"name": COOKIE, "value": token, "domain": host, "path": "/api/console/", "httpOnly": True}])


def _take(stands: City, browser: Browser, scene: Scene, language: str) -> bytes:
    context = browser.new_context(viewport=SIZE, locale=language, timezone_id="Asia/Shanghai")
    try:
        if scene.who:
            _sign_in(context, stands, scene.who)
        page = context.new_page()
        page.goto(urljoin(f"{stands.address(scene.who)}/console/", scene.path.format(**stands.ids)))
        page.wait_for_function(SETTLED)
        if scene.act:
            scene.act(page, stands)
            page.wait_for_function(SETTLED)
        page.wait_for_timeout(400)
        if scene.is_whole:
            height = page.evaluate(WHOLE)
            page.set_viewport_size({"width": SIZE["width"], "height": min(max(height, SIZE["height"]), 2400)})
            page.wait_for_timeout(300)
        return page.screenshot()
    finally:
        context.close()


def _picture(stands: City, browser: Browser, name: str, language: str) -> bytes:
    if name in TOGETHER:
        return TOGETHER[name](stands, browser, language)
    return _take(stands, browser, SCENES[name], language)


def main() -> None:
    """Make the city once, then take what is asked for."""
    asked = sys.argv[1:]
    folder = FOLDER
    if "--to" in asked:
        at = asked.index("--to")
        folder = Path(asked[at + 1])
        del asked[at : at + 2]
    if asked == ["guide"]:
        with _browser() as browser:
            desk_guide.write(browser)
        return
    names = [*SCENES, *TOGETHER]
    if unknown := [name for name in asked if name not in names]:
        raise SystemExit(f"no such page: {', '.join(unknown)}; there are {', '.join(names)}")
    missed = []
    with city() as stands, _browser() as browser:
        for name in asked or names:
            for language, suffix in LANGUAGES.items():
                path = folder / f"{name}{suffix}.png"
                try:
                    save(_picture(stands, browser, name, language), path, rare=True)
                except Exception as error:
                    missed.append(f"{path.name}: {error}")
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
        if not asked:
            desk_guide.write(browser)
    if missed:
        raise SystemExit("\n".join(missed))


if __name__ == "__main__":
    main()
