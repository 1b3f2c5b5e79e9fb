"""Lists cost what is on them, not what is in the province."""

from types import ModuleType
from typing import Any

import msgspec
import pytest

from backend.core import db
from backend.identity.scope import Scope
from backend.projects import projects
from backend.projects.people import posts
from backend.projects.rules import PostKind
from tests.backend import duty
from tests.backend.duty import account

_MANY = """
INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id, created_by)
SELECT gen_random_uuid(), city_code, region_code, sector, name, category, status, supervising_unit_id, created_by
FROM project, generate_series(1, 3000) WHERE id = $1
"""


async def pages_read(monkeypatch: pytest.MonkeyPatch, listing: Any) -> int:
    """How many pages of tables and indexes the list's statements touch."""
    said: list[tuple[str, tuple[Any, ...]]] = []
    fetch = db.fetch

    async def keep(sql: str, *args: Any) -> Any:
        said.append((sql, args))
        return await fetch(sql, *args)

    with monkeypatch.context() as patched:
        patched.setattr(db, "fetch", keep)
        await listing
    plans = [await db.fetch_value(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *args) for sql, args in said]
    return sum(_pages(msgspec.json.decode(plan)[0]["Plan"]) for plan in plans)


def _pages(plan: dict[str, Any]) -> int:
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


@pytest.fixture
async def province(database: ModuleType) -> tuple[Scope, Scope, Scope]:
    """A safety officer on one project and the regulator of one, among 3,000 of another city; that city's regulator."""
    here, there = await duty.ground("440100"), await duty.ground("440300")
    await db.execute(_MANY, await duty.project(there))
    project_id, officer = await duty.project(here), await account("安全员")
    await duty.hold(here, project_id, officer, PostKind.SAFETY_OFFICER)
    await db.execute(
        "INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)"
        " SELECT gen_random_uuid(), id, $1, 'safety_officer', $2, 'active' FROM project WHERE city_code = '440300'",
        (await account("别人")).account_id, there.organisations[duty.USCC["safety_officer"]],
    )  # fmt: skip
    await db.execute("ANALYZE")
    return officer, here.regulator, there.regulator


async def test_a_person_on_one_project_does_not_walk_through_the_province(
    province: tuple[Scope, Scope, Scope], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, regulator, _ = province
    assert len((await projects.list_projects(officer)).items) == 1
    assert len((await projects.list_projects(regulator)).items) == 1
    assert await pages_read(monkeypatch, projects.list_projects(officer)) < 250
    assert await pages_read(monkeypatch, projects.list_projects(regulator)) < 250


async def test_the_own_posts_are_found_without_reading_everybodys(
    province: tuple[Scope, Scope, Scope], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await pages_read(monkeypatch, posts.list_mine(province[0])) < 30


async def test_a_station_of_many_projects_finds_the_few_that_wait_without_reading_every_post(
    province: tuple[Scope, Scope, Scope], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await pages_read(monkeypatch, posts.list_to_decide_by_station(province[2])) < 30
