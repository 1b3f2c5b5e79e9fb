"""The real product as processes, and a real browser that looks at it."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from backend import administrator
from backend.core import db
from backend.identity import accounts
from tests.stack import Stack

Story = Callable[[Browser], Any]
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


async def _enter_people(url: str) -> None:
    """A regulator and an enterprise's manager, both known to the sandbox's WeCom."""
    await administrator.add("440300", "housing", "黄莉", "huang.li")
    await administrator.add("440300", "housing", "周敏", "zhou.min")
    await db.start(url, size=1)
    async with db.transaction():
        person = await accounts.ensure_enterprise("13800000001", "林晓明")
        await db.execute(
            "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, 'lin.xiaoming', $2, 'test')",
            accounts.wecom_issuer(), person.account_id,
        )  # fmt: skip
    await db.stop()


@pytest.fixture
def stack(tmp_path: Path, database_url: str, redis_url: str) -> Iterator[Stack]:
    asyncio.run(_enter_people(database_url))
    with Stack(tmp_path, database_url=database_url, redis_url=redis_url, workers=0, gateways=0) as running:
        yield running


@contextmanager
def _browser() -> Iterator[Browser]:
    found = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows() -> Iterator[Callable[[Story], Any]]:
    """One browser for all tests of a worker, in a thread of its own: Playwright has a loop, and so has the run."""
    with ThreadPoolExecutor(1) as thread:
        stack = ExitStack()
        browser = thread.submit(lambda: stack.enter_context(_browser())).result()
        yield lambda story: thread.submit(story, browser).result()
        thread.submit(stack.close).result()


@pytest.fixture
def look(windows: Callable[[Story], Any]) -> Iterator[Callable[[Story], Any]]:
    """Play a story with a browser; what it opened is closed after the test."""
    yield windows
    windows(_close)


def _close(browser: Browser) -> None:
    for context in browser.contexts:
        context.close()
