"""Every cell of the table of rights: role × route × scope (RELIABILITY A3, A5). A route without a row fails."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from backend.app import create_app
from backend.core import db
from backend.core.settings import settings
from tests.backend import site as sites
from tests.contracts import policy, policy_world
from tests.contracts.policy import CELLS, ROLES, SCOPES, Row
from tests.contracts.policy_case import Call, Case
from tests.contracts.policy_requests import PHOTO, REQUESTS
from tests.contracts.policy_world import World
from tests.contracts.routes import routes_of

ROWS = policy.read()
PAGE = Path(__file__).parent.parent.parent / "docs" / "security" / "policy.md"
EVERY = {"own", "city", "sector", "elsewhere", "wrong_door"}
SIGNED = "GET /media/{photo_id}/{variant}"
CLIENTS = ["GET /console/{path}", "GET /m/{path}"]  # The files of the console and of the phone's client.
ABOUT_SESSIONS = {"unauthenticated", "session_ended", "wrong_door"}


class Asked(NamedTuple):
    """A request, the project of its object, and what came."""

    call: Call
    project_id: str
    answers: list[httpx.Response]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str, database_url: str) -> Iterator[None]:
    """A photo store of the test's own."""
    monkeypatch.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def client(folder: None) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened


@pytest.fixture
async def world(client: httpx.AsyncClient) -> AsyncIterator[World]:
    yield await policy_world.build()
    await policy_world.clear()


def test_every_route_has_its_rows_and_every_row_its_route() -> None:
    assert {row.route for row in ROWS} == {route.name for route in routes_of(create_app())} == set(REQUESTS)


def test_no_row_is_there_twice() -> None:
    assert [key for key, times in Counter((row.route, row.scope) for row in ROWS).items() if times > 1] == []


def test_every_cell_is_filled_and_every_row_has_its_basis() -> None:
    assert {cell for row in ROWS for cell in row.cells.values()} <= CELLS
    assert [row for row in ROWS if not row.basis or set(row.cells) != set(ROLES) or row.scope not in SCOPES] == []


def test_a_route_with_an_object_is_asked_in_every_scope() -> None:
    asked = {route: {row.scope for row in ROWS if row.route == route} for route in REQUESTS}
    assert [route for route, scopes in asked.items() if "any" not in scopes and not scopes >= EVERY] == []
    assert [route for route, scopes in asked.items() if "{" in route and "any" in scopes] == [*CLIENTS, SIGNED]


def test_the_page_tells_how_many_cells_rows_and_routes_there_are() -> None:
    cells, routes = sum(len(row.expected) for row in ROWS), len({row.route for row in ROWS})
    assert f"{cells:,} cells in {len(ROWS):,} rows of {routes:,} routes" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("route", sorted(REQUESTS))
async def test_every_role_may_what_the_table_says(client: httpx.AsyncClient, world: World, route: str) -> None:
    rows = [row for row in ROWS if row.route == route]
    actual = {row.scope: await _row(client, world, row) for row in rows}
    wrong = {
        f"{row.scope} × {role}": f"{actual[row.scope][role]}, the table says {cell}"
        for row in rows
        for role, cell in row.expected.items()
        if actual[row.scope][role] != cell
    }
    assert wrong == {}


async def _row(client: httpx.AsyncClient, world: World, row: Row) -> dict[str, str]:
    """The row's cells as they are: each asked with an object of its own."""
    asked = {role: await _ask(client, world, row, role) for role in row.expected}
    if "public" in row.cells.values():
        first = _said(asked["anonymous"].answers[0])
        return {role: _public(each.answers[0], first) for role, each in asked.items()}
    return {
        role: " / ".join(sorted({_cell(row, each, answer) for answer in each.answers})) for role, each in asked.items()
    }


async def _ask(client: httpx.AsyncClient, world: World, row: Row, role: str) -> Asked:
    place = world.places.get(row.scope, world.places["own"])
    await db.execute("DELETE FROM progress_photo")
    await db.execute("DELETE FROM progress_report WHERE period > '2026'")
    call = await REQUESTS[row.route](Case(world=world, place=place, person=world.people.get(role), scope=row.scope))
    door = policy_world.door_of(role, row.path, row.scope)
    path, files = row.path.format(**call.ids), {"file": ("a.jpg", PHOTO)} if call.form else None
    answers = [
        await client.request(
            row.method,
            f"{path}?{query}",
            json=body,
            data=call.form,
            files=files,
            content=call.content,
            headers=await world.headers(role, door) | call.headers,
        )
        for query in call.queries
        for body in (call.json, *call.others)
    ]
    return Asked(call, str(place.project_id), answers)


def _said(answer: httpx.Response) -> tuple[int, str]:
    # HEAD is answered without a body.
    is_problem = answer.headers.get("content-type") == "application/problem+json" and answer.content != b""
    return answer.status_code, answer.json()["code"] if is_problem else ""


def _public(answer: httpx.Response, first: tuple[int, str]) -> str:
    """Whoever asks is answered as nobody is, and never for want of a session."""
    status, code = said = _said(answer)
    return "public" if said == first and status != 500 and code not in ABOUT_SESSIONS else f"{status} {code}"


def _cell(row: Row, asked: Asked, answer: httpx.Response) -> str:
    """What the table would say of this answer."""
    status, code = _said(answer)
    if row.scope == "wrong_door" and status == 403 and code != "wrong_door" and row.method != "HEAD":
        return f"403 {code}"
    if status in {401, 403, 404}:
        return str(status)
    if answer.is_success and not {"shown", "hidden"}.isdisjoint(row.cells.values()):
        return _listed(row, asked, answer.text)
    # 409: the permission passed, and the matter was not as the act needs it.
    return "allow" if answer.is_success or status == 409 else f"{status} {code}"


def _listed(row: Row, asked: Asked, text: str) -> str:
    if asked.call.trace in text:
        return "shown"
    is_foreign = row.scope in {"city", "sector", "elsewhere"}
    return "leaks the project" if is_foreign and asked.project_id in text else "hidden"
