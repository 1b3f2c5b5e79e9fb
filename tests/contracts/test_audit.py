"""Every state-changing route leaves one audit entry for each request that it serves."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from backend.app import create_app
from backend.core import db
from backend.core.settings import settings
from backend.overview import audit_words
from tests.backend import site as sites
from tests.contracts import policy, policy_world
from tests.contracts.policy import Row
from tests.contracts.policy_case import Case
from tests.contracts.policy_requests import PHOTO, REQUESTS
from tests.contracts.policy_world import World
from tests.contracts.routes import UNSAFE, routes_of

WITHOUT_ENTRY = {
    "POST /api/miniapp/v1/messages/{message_id}/seen": "a mark in the reader's own list; its row keeps the time",
    "PUT /api/console/v1/warnings/filters": "the person's own list of filters, which nobody else sees",
    "DELETE /api/console/v1/warnings/filters": "the person's own list of filters, which nobody else sees",
    "POST /api/miniapp/v1/sign-in": "public; what it opens is audited as session.open",
    "POST /api/miniapp/v1/sign-in/link": "public; what it opens is audited as session.open and identity.link",
    "POST /api/console/v1/sign-in": "public; what it opens is audited as session.open",
    "POST /api/miniapp/v1/sign-in/wecom-page": "public; what it opens is audited as session.open",
    "POST /api/console/v1/qr-sign-in": "public; a code that nobody has scanned is nobody's act yet",
    "POST /api/miniapp/v1/qr-sign-in": "public; a code that nobody has scanned is nobody's act yet",
    "POST /api/console/v1/sign-in/apply": "public; a new application is audited as application.file",
    "POST /api/miniapp/v1/dangerous-works/classify": "a calculation: nothing is kept",
    "POST /callbacks/wecom": "public; the inbox row is the record, the act that comes of it is audited",
}


def _served() -> dict[str, tuple[Row, str]]:
    """For each unsafe route that needs a session, who may use it and in which scope."""
    allowed = [
        (row, role) for row in policy.read() for role, cell in row.expected.items() if cell.split(" ")[0] == "allow"
    ]
    return {
        row.route: (row, role)
        for row, role in reversed(allowed)
        if row.method in UNSAFE and row.scope in {"own", "any", "self"} and row.route not in WITHOUT_ENTRY
    }


SERVED = _served()


def test_every_unsafe_route_is_asked_or_says_why_not() -> None:
    assert {
        route.name for route in routes_of(create_app()) if route.method in UNSAFE
    } == SERVED.keys() | WITHOUT_ENTRY.keys()


@pytest.fixture
async def client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str, database_url: str
) -> AsyncIterator[httpx.AsyncClient]:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path))
        settings.cache_clear()
        async with sites.opened() as opened:
            yield opened
    settings.cache_clear()


@pytest.fixture
async def world(client: httpx.AsyncClient) -> AsyncIterator[World]:
    yield await policy_world.build()
    await policy_world.clear()


@pytest.mark.parametrize("route", sorted(SERVED))
async def test_a_served_request_leaves_one_audit_entry(client: httpx.AsyncClient, world: World, route: str) -> None:
    row, role = SERVED[route]
    place = world.places.get(row.scope, world.places["own"])
    case = Case(world=world, place=place, person=world.people.get(role), scope=row.scope)
    call = await REQUESTS[route](case)
    answer = await client.request(
        row.method,
        row.path.format(**call.ids),
        json=call.json,
        data=call.form,
        files={"file": ("a.jpg", PHOTO)} if call.form else None,
        content=call.content,
        headers=await world.headers(role, policy_world.door_of(role, row.path, row.scope)) | call.headers,
    )
    entries = await db.fetch("SELECT act FROM audit_entry WHERE request_id = $1", answer.headers["x-request-id"])
    assert (answer.is_success, len(entries)) == (True, 1), (answer.text, [entry["act"] for entry in entries])
    assert entries[0]["act"] in audit_words.ACTS
