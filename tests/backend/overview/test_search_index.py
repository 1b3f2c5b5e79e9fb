"""The index says what the facts say, whatever happened to them and in whatever order."""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.core import db
from backend.core.settings import settings
from backend.overview import search, search_index
from tests.backend.overview import town

pytestmark = pytest.mark.usefixtures("database")

TABLES = ("search_term", "search_party", "search_organisation", "search_project")
WORDS = ("珠江", "新城", "花园", "一期", "A3", "地块", "大厦", "（改造）", "科学城", "１号")
STEPS = 120


@pytest.fixture
async def units() -> AsyncIterator[list[UUID]]:
    """A city, a station below it, another city."""
    city = await town.unit(town.GUANGZHOU)
    yield [city, await town.station(city), await town.unit(town.SHENZHEN)]
    await db.execute("TRUNCATE project, account CASCADE")
    await db.execute("DELETE FROM unit WHERE level = 'station'")


async def _index() -> dict[str, set[Any]]:
    return {table: {row[0] for row in await db.fetch(f"SELECT {table}::text FROM {table}")} for table in TABLES}


async def _rebuilt() -> dict[str, set[Any]]:
    """The index as it is made from nothing."""
    for table in TABLES:
        await db.execute(f"TRUNCATE {table}")
    await search_index.rebuild(batch=3)
    return await _index()


def _name(dice: Random) -> str:
    return "".join(dice.choices(WORDS, k=dice.randint(1, 4)))


class _Changes:
    """Random changes of facts; each returns when it is committed."""

    def __init__(self, dice: Random, units: list[UUID]) -> None:
        self.dice = dice
        self.units = units
        self.projects: list[UUID] = []
        self.firms: list[UUID] = []

    async def step(self) -> None:
        """One of them."""
        kinds = [self.project, self.firm, self.rename, self.assign, self.permit, self.number, self.party, self.end,
                 self.rename_firm, self.renumber, self.forget, self.move_permit]  # fmt: skip
        await self.dice.choice(kinds if self.projects and self.firms else kinds[:2])()

    async def project(self) -> None:
        self.projects.append(await town.project(self.dice.choice(self.units), _name(self.dice)))

    async def firm(self) -> None:
        name = _name(self.dice) + "有限公司"
        self.firms.append(await town.organisation(name, f"91440101{self.dice.getrandbits(40):010X}"))

    async def rename(self) -> None:
        some = self.dice.sample(self.projects, self.dice.randint(1, len(self.projects)))
        await db.execute("UPDATE project SET name = name || $2 WHERE id = ANY($1)", some, _name(self.dice))

    async def assign(self) -> None:
        some = self.dice.sample(self.projects, self.dice.randint(1, len(self.projects)))
        await db.execute(
            "UPDATE project SET supervising_unit_id = $2 WHERE id = ANY($1)", some, self.dice.choice(self.units)
        )

    async def permit(self) -> None:
        day = f"2024{self.dice.randint(1, 12):02}{self.dice.randint(1, 28):02}"
        await db.execute("DELETE FROM permit WHERE number = $1", f"440106{day}0101")
        await town.permit(self.dice.choice(self.projects), f"440106{day}0101")

    async def number(self) -> None:
        await town.external_id(self.dice.choice(self.projects), f"JD-{self.dice.getrandbits(32):X}")

    async def party(self) -> None:
        project, firm = self.dice.choice(self.projects), self.dice.choice(self.firms)
        await db.execute(
            "DELETE FROM party WHERE project_id = $1 AND organisation_id = $2 AND until_on IS NULL", project, firm
        )
        await town.party(project, firm)

    async def end(self) -> None:
        project = self.dice.choice(self.projects)
        await db.execute("UPDATE party SET until_on = '2026-05-01' WHERE project_id = $1", project)

    async def rename_firm(self) -> None:
        await db.execute(
            "UPDATE organisation SET name = $2 WHERE id = $1", self.dice.choice(self.firms), _name(self.dice) + "公司"
        )

    async def renumber(self) -> None:
        project = self.dice.choice(self.projects)
        await db.execute("UPDATE external_id SET value = value || '7' WHERE project_id = $1", project)

    async def forget(self) -> None:
        await db.execute("DELETE FROM external_id WHERE project_id = $1", self.dice.choice(self.projects))

    async def move_permit(self) -> None:
        first, second = self.dice.choice(self.projects), self.dice.choice(self.projects)
        await db.execute("UPDATE permit SET project_id = $2 WHERE project_id = $1", first, second)


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_changes_the_index_is_as_if_made_anew(units: list[UUID], seed: int) -> None:
    changes = _Changes(Random(seed), units)
    for _ in range(STEPS):
        await changes.step()
    kept = await _index()
    assert min(len(rows) for rows in kept.values()) > 5
    assert kept == await _rebuilt()


async def test_a_deleted_project_leaves_nothing_behind(units: list[UUID]) -> None:
    project = await town.project(units[1], "珠江新城")
    await db.execute("DELETE FROM project WHERE id = $1", project)
    assert await _index() == {table: set() for table in TABLES}


async def test_a_rebuild_mends_what_was_lost_and_what_stands_there_wrongly(units: list[UUID]) -> None:
    project = await town.project(units[1], "珠江新城")
    await town.party(project, await town.organisation("广州建筑", "91440101MA59TEST0X"))
    right = await _index()
    await db.execute("DELETE FROM search_term WHERE term = '珠江'")
    await db.execute("UPDATE search_party SET unit_id = $1 WHERE unit_id = $2", units[2], units[1])
    await db.execute("INSERT INTO search_organisation SELECT '错误', organisation_id FROM search_party LIMIT 1")
    assert await search_index.rebuild() == 1
    assert await _index() == right


async def test_a_wrong_row_of_the_index_shows_nobody_a_foreign_project(units: list[UUID]) -> None:
    project = await town.project(units[2], "前海大厦")
    await db.execute("INSERT INTO search_term VALUES ($1, '前海', $2)", units[0], project)
    assert (await search.search(town.regulator(units[0]), "前海")).items == []
    await search_index.rebuild()
    assert await db.fetch_value("SELECT count(*) FROM search_term WHERE unit_id = $1", units[0]) == 0


async def test_a_unit_below_another_one_takes_its_projects_along(units: list[UUID]) -> None:
    await town.project(units[1], "珠江新城")
    await db.execute(
        "UPDATE unit SET parent_id = $2, lineage = (SELECT lineage FROM unit WHERE id = $2) || id WHERE id = $1",
        units[1],
        units[2],
    )
    kept = await _index()
    assert await db.fetch_value("SELECT count(*) FROM search_term WHERE unit_id = $1", units[0]) == 0
    assert await db.fetch_value("SELECT count(*) FROM search_term WHERE unit_id = $1", units[2]) == 4
    assert kept == await _rebuilt()


@pytest.fixture
async def other() -> AsyncIterator[asyncpg.Connection]:
    """A second person's connection."""
    connection = await asyncpg.connect(settings().database_url)
    yield connection
    await connection.close()


async def test_two_changes_at_once_lose_neither(units: list[UUID], other: asyncpg.Connection) -> None:
    project = await town.project(units[0], "珠江新城")
    first = other.transaction()
    await first.start()
    await other.execute("UPDATE project SET supervising_unit_id = $2 WHERE id = $1", project, units[2])
    async with asyncio.TaskGroup() as group:
        second = group.create_task(town.permit(project, "440106202403150101"))
        async with asyncio.timeout(30):
            while not await db.fetch_value(_IS_WAITED_FOR, other.get_server_pid()):  # noqa: ASYNC110  In the database.
                await asyncio.sleep(0.02)
        assert not second.done()  # It waits for the first one's unit.
        await first.commit()
    kept = await _index()
    assert await db.fetch_value(
        "SELECT count(*) FROM search_term WHERE unit_id = $1 AND term = '^440106'", units[2]
    ) == 1  # fmt: skip
    assert kept == await _rebuilt()


_IS_WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND $1::int = ANY(pg_blocking_pids(pid)))"


async def test_one_statement_fills_a_thousand_projects(units: list[UUID]) -> None:
    account = await town.account()
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by)
        SELECT gen_random_uuid(), '440100', '440106', 'housing', '天河' || n || '号地块', 'building',
               'under_construction', $1, $2 FROM generate_series(1000, 1999) AS n
        """,
        units[1], account,
    )  # fmt: skip
    for unit in (units[0], units[1]):
        assert await db.fetch_value(
            "SELECT count(*) FROM search_term WHERE unit_id = $1 AND term = '地块'", unit
        ) == 1000  # fmt: skip
