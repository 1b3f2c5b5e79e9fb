"""`python -m tests.screens`: every page of the phone into `docs/screens/phone/`, in both languages, light and dark.

`python -m tests.screens warning order` takes these alone; `--to FOLDER` puts them elsewhere. With `guide` the pictures
of the guide are taken too, larger, and both guides are written and printed.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from backend import administrator, migrate
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis
from backend.core.settings import settings
from backend.demo.story import ADMINISTRATOR
from tests.browser.conftest import _browser
from tests.screens import guide
from tests.screens.life import build
from tests.screens.photographer import Photographer, picture, save
from tests.screens.scenes import SCENES
from tests.stack import Stack

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens" / "phone"
LANGUAGES: Final = {"zh-CN": "", "en": ".en"}
APPEARANCES: Final = {"light": "", "dark": ".dark"}


@contextmanager
def stack() -> Iterator[Stack]:
    """One of each process over servers of its own."""
    with tempfile.TemporaryDirectory(prefix="sandtable-screens-") as name:
        folder = Path(name)
        with EmbeddedPostgres(folder / "postgres") as postgres, EmbeddedRedis(folder / "redis") as redis:
            url = postgres.database_url("screens")
            os.environ |= {"SANDTABLE_DATABASE_URL": url, "SANDTABLE_ENVIRONMENT": "test"}
            settings.cache_clear()
            asyncio.run(_enter(url))
            with Stack(folder, database_url=url, redis_url=redis.url) as running:
                yield running


async def _enter(url: str) -> None:
    await migrate.run(url)
    await administrator.add("440100", "housing", ADMINISTRATOR["name_zh"], ADMINISTRATOR["userid"])


def _take_all(photographer: Photographer, names: list[str], folder: Path) -> list[str]:
    """Every scene in every language and appearance; what could not be taken, with the reason."""
    missed = []
    for name in names:
        for language, of_language in LANGUAGES.items():
            for appearance, of_appearance in APPEARANCES.items():
                path = folder / f"{name}{of_language}{of_appearance}.png"
                try:
                    with photographer.opened(name, language, appearance) as page:
                        save(picture(page, is_whole=SCENES[name].is_whole), path)
                except Exception as error:
                    missed.append(f"{path.name}: {error}")
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
    return missed


def main() -> None:
    """Build the scenery once, then take what is asked for."""
    asked = sys.argv[1:]
    folder = FOLDER
    if "--to" in asked:
        at = asked.index("--to")
        folder = Path(asked[at + 1])
        del asked[at : at + 2]
    unknown = [name for name in asked if name not in {*SCENES, "guide"}]
    if unknown:
        raise SystemExit(f"no such page: {', '.join(unknown)}; there are {', '.join(SCENES)}")
    names = [name for name in asked if name in SCENES] or ([] if asked else list(SCENES))
    began = time.monotonic()
    with stack() as running:
        scenery = asyncio.run(build(running))
        with _browser() as browser:
            photographer = Photographer(running, scenery, browser)
            missed = _take_all(photographer, names, folder)
            if not asked or "guide" in asked:
                guide.write(photographer, browser)
    sys.stdout.write(f"{len(names)} pages in {time.monotonic() - began:.0f} s\n")
    if missed:
        raise SystemExit("\n".join(missed))


if __name__ == "__main__":
    main()
