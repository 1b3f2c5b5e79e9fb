"""A province of any size: firms, people, units, projects and three years of what happened to them.

The same on every run of one day: dice have a fixed seed, and only the last midnight is taken from the clock. What is
small is made in Python and copied in; what is large is made by the server (`province.sql`, `province_events.sql`).
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, geo
from backend.projects import rules
from backend.projects.duties.obligation_rules import KINDS, due_at
from tests.bench import province_words as words

YEARS: Final = 3
PROJECTS_EACH: Final = 12
"""How many posts a person holds, all of one kind and in one city."""

FIRMS: Final = {"developer": 24, "contractor": 24, "supervision": 48, "survey": 60, "design": 60}
"""Role → how many projects one firm has."""

POSTS: Final = ("project_manager", "chief_engineer", "safety_officer", "materials_clerk", "developer_lead")
MONTHS: Final = 6
_SECONDS: Final = 900.0
_WEIGHTS: Final = {"440100": 18, "440300": 16, "440600": 10, "441900": 10, "441300": 6, "440400": 5, "442000": 4}
_ELSEWHERE: Final = 2
_TABLES: Final = (
    "organisation, account, unit, project, supervision_assignment, permit, party, post, obligation_pause, obligation, "
    "progress_report, device, warning, matter_step, rectification_order, finding, event, search_term, search_party, "
    "search_organisation, search_project"
)


class _City(msgspec.Struct, frozen=True):
    code: str
    outline: str
    name: str
    places: list[tuple[str, str]]


async def fill(*, projects: int, warnings: int = 0, events: int = 0) -> None:
    """Put them into the database of the running pool, which is migrated and holds reference data alone.

    Two minutes for 30,000 projects, 200,000 warnings and 2,000,000 events; vacuumed and analysed at the end.
    """
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - dt.timedelta(days=365 * YEARS)
    dice = Random(20260101)
    async with db.transaction() as connection:
        cities = await _cities(connection)
        chosen = _spread(cities, projects)
        await connection.execute(_sql("province_tools.sql"))
        await _say(connection, today, since, projects=projects, warnings=warnings, events=events)
        await _copy(connection, "told_firm", _firms(dice, chosen))
        await _copy(connection, "told_person", _people(dice, since, projects))
        await _copy(connection, "told_site", _sites(dice, chosen, today, since))
        await connection.execute(_sql("province.sql"), timeout=_SECONDS)
        if events:
            await _make_partitions(connection, since, today)
            await connection.execute(_sql("province_events.sql"), timeout=_SECONDS)
    async with db.pool().acquire() as connection:
        # Hint bits and the visibility map as well: a bench that follows shall not be the first reader.
        await connection.execute(f"VACUUM (ANALYZE) {_TABLES}", timeout=_SECONDS)


def _sql(name: str) -> str:
    return (Path(__file__).parent / name).read_text()


async def _cities(connection: asyncpg.Connection) -> list[_City]:
    """Every city with a housing bureau and an outline, with its districts or, where it has none, itself."""
    rows = await connection.fetch(
        """
        SELECT city.code, coalesce(city.stats_code, city.code) AS outline, city.name_zh,
               coalesce(array_agg(place.code ORDER BY place.code) FILTER (WHERE place.code IS NOT NULL),
                        ARRAY[city.code]) AS codes,
               coalesce(array_agg(place.name_zh ORDER BY place.code) FILTER (WHERE place.code IS NOT NULL),
                        ARRAY[city.name_zh]) AS names
        FROM region AS city JOIN unit ON unit.region_code = city.code AND unit.sector = 'housing'
        LEFT JOIN region AS place ON place.parent_code = city.code
        WHERE city.level = 'city' GROUP BY city.code ORDER BY city.code
        """
    )
    return [
        _City(row["code"], row["outline"], row["name_zh"], list(zip(row["codes"], row["names"], strict=True)))
        for row in rows
    ]


def _spread(cities: list[_City], projects: int) -> list[_City]:
    """The city of each project, one city after the other."""
    weights = [_WEIGHTS.get(city.code, _ELSEWHERE) for city in cities]
    ends = [round(projects * sum(weights[: number + 1]) / sum(weights)) for number in range(len(cities))]
    starts = [0, *ends[:-1]]
    return [city for city, start, end in zip(cities, starts, ends, strict=True) for _ in range(end - start)]


async def _say(connection: asyncpg.Connection, today: dt.datetime, since: dt.datetime, **counts: int) -> None:
    """What the SQL files need to know: the moment, the numbers, and the months with their terms."""
    await connection.execute(
        "INSERT INTO told VALUES ($1, $2, $3, $4, $5)",
        today, since, counts["projects"], counts["warnings"], counts["events"],
    )  # fmt: skip
    periods = [rules.period_of(today)]
    while len(periods) < MONTHS:
        periods.append(rules.period_of(rules.month_starts_at(periods[-1]) - dt.timedelta(hours=1)))
    months = [(age, period, rules.month_starts_at(period)) for age, period in enumerate(periods)]
    await _copy(
        connection,
        "told_month",
        [(*month, due_at(KINDS["progress"], month[1], month[2])) for month in months],
    )


async def _copy(connection: asyncpg.Connection, table: str, rows: Any) -> None:
    await connection.copy_records_to_table(table, records=rows, timeout=_SECONDS)


def _id(dice: Random, at: dt.datetime) -> UUID:
    """A version 7 id of that moment."""
    milliseconds = int(at.timestamp() * 1000)
    return UUID(
        int=milliseconds << 80 | 7 << 76 | dice.getrandbits(12) << 64 | 2 << 62 | dice.getrandbits(62)
    )  # fmt: skip


def _firms(dice: Random, chosen: list[_City]) -> Iterator[tuple[Any, ...]]:
    """Role and number, id, code, name; a firm sits in the city of its first project."""
    count = 0
    for role, each in FIRMS.items():
        for number, city in enumerate(chosen[::each]):
            count += 1
            code = words.firm_code(city.places[0][0], count)
            yield role, number, UUID(int=dice.getrandbits(128), version=4), code, words.firm_name(dice, city.name, role)


def _people(dice: Random, since: dt.datetime, projects: int) -> Iterator[tuple[Any, ...]]:
    """Post kind and number, id, name."""
    for kind in POSTS:
        for number in range(-(-projects // PROJECTS_EACH)):
            yield kind, number, _id(dice, since), words.person_name(dice)


def _sites(
    dice: Random, chosen: list[_City], today: dt.datetime, since: dt.datetime
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    """Number, rank by age, id, city, region, category, name, point, when it was entered."""
    ranks = list(range(len(chosen)))
    dice.shuffle(ranks)
    for number, (city, rank) in enumerate(zip(chosen, ranks, strict=True)):
        at = since + (today - since) * ((rank + dice.random()) / len(chosen))
        region_code, place = dice.choice(city.places)
        category = "building" if dice.random() < 0.7 else "municipal"
        point = _point(dice, city.outline)
        name = words.project_name(dice, place, category)
        yield (number, rank, _id(dice, at), city.code, region_code, category, name, *point, at)


def _point(dice: Random, outline: str) -> tuple[float, float]:
    """Somewhere inside the city's outline."""
    west, south, east, north = _box(outline)
    while True:
        point = geo.Point(round(dice.uniform(west, east), 6), round(dice.uniform(south, north), 6))
        if geo.is_in_city(point, outline):
            return point.longitude, point.latitude


_boxes: dict[str, tuple[float, float, float, float]] = {}


def _box(outline: str) -> tuple[float, float, float, float]:
    """West, south, east, north of the city's largest piece."""
    if outline not in _boxes:
        pieces = [polygon[0] for polygon in geo._boundaries()[outline]]
        ring = max(pieces, key=len)
        longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
        _boxes[outline] = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
    return _boxes[outline]


async def _make_partitions(connection: asyncpg.Connection, since: dt.datetime, today: dt.datetime) -> None:
    """A month each, as the worker makes them ahead of time; a month whose rows lie in the default stays there."""
    start = since.replace(day=1)
    while start <= today:
        end = (start + dt.timedelta(days=31)).replace(day=1)
        name = f"event_{start:%Y_%m}"
        is_free = await connection.fetchval(
            "SELECT to_regclass($1) IS NULL AND NOT EXISTS ("
            "SELECT FROM event_default WHERE occurred_at >= $2 AND occurred_at < $3)",
            name, start, end,
        )  # fmt: skip
        if is_free:
            await connection.execute(
                f"CREATE TABLE {name} PARTITION OF event "
                f"FOR VALUES FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
            )
        start = end
