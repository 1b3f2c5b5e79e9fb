"""A site with its people on the real product, and phones in their hands: Chromium at 390 × 844, or WeChat played."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from redis import Redis

from backend.core import db
from backend.identity import accounts
from backend.identity.scope import Door, Scope
from backend.projects.rules import PostKind
from tests.backend import site as sites
from tests.servers import WorkerDatabase
from tests.stack import Stack
from tests.waiting import wait_until

SIZE = {"width": 390, "height": 844}
PLACE = {"latitude": 22.5333, "longitude": 113.9305}  # In Nanshan, WGS-84.
WAIT_MS = 15_000  # Shorter than the half minute of a console that polls: what comes by the live line must come by it.


class Hands(msgspec.Struct, frozen=True):
    """Whose phone it is, and the token in it."""

    account_id: str
    token: str
    me: dict[str, Any]


class Town(msgspec.Struct, frozen=True):
    """A running product with one site and its people, each with a token of a phone session.

    `manager` 林晓明, `officer` 何志强, `chief` 陈国栋, `regulator` 黄莉 of Shenzhen's housing bureau, `administrator`.
    """

    stack: Stack
    site: sites.Site
    project_id: str
    manager: Hands
    officer: Hands
    chief: Hands
    regulator: Hands
    administrator: Hands

    def phone(self, browser: Browser, hands: Hands | None, *, language: str = "zh-CN", **options: Any) -> Page:
        """This person's phone, open at nothing yet; `options` are Playwright's for a context."""
        return pocket(browser, hands, language=language, **options).new_page()

    def address(self, page: str) -> str:
        """Of a page by its name and query: `warning?id=…`."""
        name, _, query = page.partition("?")
        return f"{self.stack.api_url}/m/#/pages/{name}/{name}" + (f"?{query}" if query else "")

    def call(self, hands: Hands, method: str, path: str, body: Any = None) -> Any:
        """The same door, asked by the test itself; the answer's JSON."""
        headers = {"authorization": f"Bearer {hands.token}"}
        if method != "GET":
            headers["idempotency-key"] = f"test-{path}-{method}"[:64]
        answer = httpx.request(method, self.stack.api_url + path, headers=headers, json=body, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None


def pocket(browser: Browser, hands: Hands | None, *, language: str = "zh-CN", **options: Any) -> BrowserContext:
    """A browser as one person's phone: its own storage, a place, a language, the session in it."""
    given = {"viewport": SIZE, "locale": language, "is_mobile": True, "has_touch": True, "geolocation": PLACE,
             "permissions": ["geolocation"], "timezone_id": "Asia/Shanghai", **options}  # fmt: skip
    context = browser.new_context(**given)
    context.set_default_timeout(WAIT_MS)
    context.set_default_navigation_timeout(4 * WAIT_MS)
    kept: dict[str, Any] = {
        "language": {"type": "string", "data": language},
        "privacy": {"type": "string", "data": "1"},
    }
    if hands is not None:
        kept["session"] = {"type": "object", "data": {"token": hands.token, "me": hands.me}}
    entries = {key: msgspec.json.encode(value).decode() for key, value in kept.items()}
    pairs = f"Object.entries({msgspec.json.encode(entries).decode()})"
    lines = f"for (const [key, value] of {pairs}) localStorage[key] ??= value;"
    context.add_init_script(f"if (!localStorage.pocket) {{ localStorage.pocket = '1'; {lines} }}")
    return context


async def _people(url: str) -> tuple[sites.Site, dict[str, Scope], dict[str, str]]:
    await db.start(url, size=2)
    try:
        built = await sites.build()
        officer = built.applicant
        await sites.hold(built.project_id, officer, PostKind.SAFETY_OFFICER, built.chief)
        scopes = {"manager": built.manager, "officer": officer, "chief": built.chief, "regulator": built.regulator,
                  "administrator": built.administrator}  # fmt: skip
        for name, userid in (("manager", "lin.xiaoming"), ("chief", "chen.guodong"), ("officer", "he.zhiqiang")):
            await db.execute(
                "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, 'test')",
                accounts.wecom_issuer(), userid, scopes[name].account_id,
            )  # fmt: skip
        tokens = {name: await sites._open(scope.account_id, Door.PHONE) for name, scope in scopes.items()}
    finally:
        await db.stop()
    return built, scopes, tokens


@pytest.fixture
def database_url(standing: tuple[Stack, WorkerDatabase]) -> Iterator[str]:
    """The town's, put back to reference data only after each test; what it kept in Redis is gone as well."""
    running, database = standing
    with Redis.from_url(running.environment["SANDTABLE_REDIS_URL"]) as client:
        client.flushdb()
    yield database.url
    database.reset()


@pytest.fixture
def town(standing: tuple[Stack, WorkerDatabase], database_url: str) -> Town:
    """With one API and one worker; no gateway."""
    return founded(standing[0], database_url)


def founded(running: Stack, url: str) -> Town:
    """The site and its people, entered where this product runs."""
    site, scopes, tokens = asyncio.run(_people(url))
    hands = {name: _hands(running, scopes[name], token) for name, token in tokens.items()}
    return Town(running, site, str(site.project_id), **hands)


def _hands(stack: Stack, scope: Scope, token: str) -> Hands:
    url, headers = f"{stack.api_url}/api/miniapp/v1/me", {"authorization": f"Bearer {token}"}
    answers: list[httpx.Response] = []

    def is_known() -> bool:
        """Not at once where the database was put back from a copy, which ends the product's connections."""
        answers.append(httpx.get(url, headers=headers, timeout=30))
        return answers[-1].status_code == 200

    wait_until(is_known, within_seconds=60)
    return Hands(str(scope.account_id), token, answers[-1].json())
