"""Search, time line and adoption report in a province of 30,000 projects and 2,000,000 events, and in a tenth of it.

The services are asked in this process, over the pool that the API uses. Buffers are what EXPLAIN (ANALYZE, BUFFERS)
says of every statement that one answer takes, hit or read.
"""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from statistics import mean
from typing import Any, Final
from uuid import UUID

import msgspec

from backend import migrate
from backend.core import clock, db, ids
from backend.core.settings import settings
from backend.identity.scope import AccountKind, Door, Scope
from backend.overview import adoption, search, search_index, timeline
from backend.overview.lines import Topic
from backend.projects.rules import month_starts_at, period_of
from tests.bench import province
from tests.bench.figures import Figure, percentile
from tests.stack import Stack

SMALL: Final = (3_000, 200_000)
LARGE: Final = (30_000, 2_000_000)
SOME: Final = 40
"""How many names, permits, codes and projects of each kind are asked for."""

_INDEX: Final = "search_term, search_party, search_organisation, search_project"


class Measured(msgspec.Struct, kw_only=True):
    """What one size of the province has given; buffers by what was asked, of full pages only."""

    common: list[float] = []
    others: list[float] = []
    lines: list[float] = []
    adoption: float = 0
    rebuild: float = 0
    search_buffers: dict[str, int] = {}
    line_buffers: float = 0


class Sample(msgspec.Struct, kw_only=True):
    """Who asks, and for what."""

    scopes: dict[str, Scope]
    common: list[str]
    others: list[str]
    projects: list[UUID]
    full: list[UUID]


async def measure(running: Stack) -> list[Figure]:
    """Both sizes, each in a database of its own on the stack's server."""
    before = os.environ.get("SANDTABLE_DATABASE_URL")
    try:
        large, common = await _measure(running, *LARGE, common=None)
        small, _ = await _measure(running, *SMALL, common=common)
    finally:
        os.environ["SANDTABLE_DATABASE_URL"] = before or running.environment["SANDTABLE_DATABASE_URL"]
        settings.cache_clear()
    return _figures(large, small)


async def _measure(running: Stack, projects: int, events: int, common: list[str] | None) -> tuple[Measured, list[str]]:
    async with _filled(running, projects, events):
        sample = await _sample(common)
        measured = Measured()
        measured.common, measured.others = await _searches(sample)
        measured.lines = await _lines(sample)
        measured.search_buffers = await _search_buffers(sample)
        measured.line_buffers = await _line_buffers(sample)
        measured.adoption = await _adoption(sample)
        measured.rebuild = await _rebuild()
        return measured, sample.common


@asynccontextmanager
async def _filled(running: Stack, projects: int, events: int) -> AsyncIterator[None]:
    """The pool on a filled database."""
    url = f"{running.environment['SANDTABLE_DATABASE_URL'].rpartition('/')[0]}/bench_overview_{projects}"
    os.environ["SANDTABLE_DATABASE_URL"] = url
    settings.cache_clear()
    await migrate.run(url)
    await db.start(url)
    try:
        if not await db.fetch_value("SELECT EXISTS (SELECT FROM project)"):
            await province.fill(projects=projects, events=events)
        yield
    finally:
        await db.stop()


# What is asked


def _scope(account_id: UUID, unit_id: UUID | None) -> Scope:
    kind, door = (AccountKind.REGULATOR, Door.CONSOLE) if unit_id else (AccountKind.ENTERPRISE, Door.PHONE)
    return Scope(
        account_id=account_id, session_id=ids.new_id(), kind=kind, door=door, name="bench", unit_id=unit_id,
        is_unit_administrator=False,
    )  # fmt: skip


async def _sample(common: list[str] | None) -> Sample:
    top = await db.fetch_value("SELECT id FROM unit WHERE level = 'province'")
    units = "SELECT unit_id FROM search_term JOIN unit ON unit.id = unit_id WHERE term = '' AND level = $1"
    city, district = [
        await db.fetch_value(f"{units} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1", level)
        for level in ("city", "district")
    ]
    holder = await db.fetch_value(
        "SELECT account_id FROM post WHERE state = 'active' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    return Sample(
        scopes={
            "province": _scope(ids.new_id(), top),
            "city": _scope(ids.new_id(), city),
            "district": _scope(ids.new_id(), district),
            "enterprise": _scope(holder, None),
        },
        common=common or await _texts(
            "SELECT term FROM search_term WHERE unit_id = $2 AND term ~ '^[^$^]' GROUP BY 1 "
            "ORDER BY count(*) DESC LIMIT $1", 10, top,
        ),
        others=[text for sql in _OTHERS for text in await _texts(sql, SOME)],
        projects=await _ids("SELECT id FROM project ORDER BY md5(id::text) LIMIT $1"),
        full=await _ids(
            "SELECT project_id FROM event WHERE project_id IS NOT NULL GROUP BY 1 "
            "ORDER BY abs(count(*) - 100), 1 LIMIT $1"
        ),
    )  # fmt: skip


_OTHERS: Final = (
    "SELECT name FROM project ORDER BY md5(id::text) LIMIT $1",
    "SELECT substr(name, 3, 3) FROM project ORDER BY md5(id::text) DESC LIMIT $1",
    "SELECT substr(name, 4, 2) FROM project ORDER BY md5(name) LIMIT $1",
    "SELECT number FROM permit ORDER BY md5(id::text) LIMIT $1",
    "SELECT left(number, 6) FROM permit ORDER BY md5(number) LIMIT $1",
    "SELECT uscc FROM organisation ORDER BY md5(id::text) LIMIT $1",
    "SELECT name FROM organisation ORDER BY md5(uscc) LIMIT $1",
    "SELECT substr(name, 4, 2) FROM organisation ORDER BY md5(name) LIMIT $1",
)
"""Whole names, parts of three and of two characters, permits whole and begun, codes, firms whole and in part."""


async def _texts(sql: str, *args: Any) -> list[str]:
    return [str(row[0]) for row in await db.fetch(sql, *args)]


async def _ids(sql: str) -> list[UUID]:
    return [row[0] for row in await db.fetch(sql, SOME)]


# Time


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await ask()
    return (time.perf_counter() - started) * 1000


async def _searches(sample: Sample) -> tuple[list[float], list[float]]:
    """Milliseconds of the common pairs and of everything else, in every scope, in two rounds."""

    async def of(texts: list[str]) -> list[float]:
        asked = [(scope, text) for scope in sample.scopes.values() for text in texts for _ in range(2)]
        return [await _timed(lambda s=scope, t=text: search.search(s, t)) for scope, text in asked]  # type: ignore[misc]

    return await of(sample.common), await of(sample.others)


async def _lines(sample: Sample) -> list[float]:
    """Milliseconds of the newest fifty, of all topics and of warnings alone."""
    regulator = sample.scopes["province"]
    asked = [
        (project, topics)
        for project in [*sample.projects, *sample.full]
        for topics in (None, {Topic.WARNINGS})
        for _ in range(2)
    ]
    return [
        await _timed(lambda p=project, t=topics: timeline.read(regulator, p, topics=t))  # type: ignore[misc]
        for project, topics in asked
    ]


async def _adoption(sample: Sample) -> float:
    """Seconds, of the best of three: it is asked for a few times a day."""
    period = period_of(month_starts_at(period_of(clock.now())) - clock.now().resolution)
    asked = [_timed(lambda: adoption.report(sample.scopes["province"], period=period)) for _ in range(3)]
    return min([await each for each in asked]) / 1000


async def _rebuild() -> float:
    """Seconds for the whole index from nothing."""
    for table in _INDEX.split(", "):
        await db.execute(f"TRUNCATE {table}")
    return await _timed(search_index.rebuild) / 1000


# Buffers


@contextmanager
def _explained() -> Iterator[list[int]]:
    """Every statement in here is explained as well; the list holds their buffers."""
    found: list[int] = []
    originals = {name: getattr(db, name) for name in ("fetch", "fetch_one")}  # `fetch_value` asks the latter.

    def explaining(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def both(sql: str, *args: Any) -> Any:
            async with db.pool().acquire() as connection:
                said = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *args)
            (plan,) = msgspec.json.decode(said)
            found.append(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])
            return await original(sql, *args)

        return both

    for name, original in originals.items():
        setattr(db, name, explaining(original))
    try:
        yield found
    finally:
        for name, original in originals.items():
            setattr(db, name, original)


async def _buffers(ask: Callable[[], Awaitable[Any]]) -> tuple[int, Any]:
    """Of the second asking: the first one fills the catalogue's caches."""
    await ask()
    with _explained() as found:
        page = await ask()
    return sum(found), page


async def _search_buffers(sample: Sample) -> dict[str, int]:
    """Scope and common pair → buffers of its newest fifty, where there are as many."""
    measured: dict[str, int] = {}
    for name in ("province", "city"):
        for text in sample.common:
            buffers, page = await _buffers(lambda n=name, t=text: search.search(sample.scopes[n], t))  # type: ignore[misc]
            if len(page.items) == search.MAX_FOUND:
                measured[f"{name} {text}"] = buffers
    return measured


async def _line_buffers(sample: Sample) -> float:
    """The mean over projects that have a hundred events at either size."""
    regulator = sample.scopes["province"]
    return mean(
        [(await _buffers(lambda p=project: timeline.read(regulator, p)))[0] for project in sample.full]  # type: ignore[misc]
    )


# What it comes to


def _figures(large: Measured, small: Measured) -> list[Figure]:
    both = sorted(set(large.search_buffers) & set(small.search_buffers))
    ratios = {asked: large.search_buffers[asked] / small.search_buffers[asked] for asked in both}
    worst = max(both, key=lambda asked: abs(ratios[asked] - 1))
    lines = large.line_buffers / small.line_buffers
    return [
        _at_most("Search, p95 of the ten commonest pairs of characters", percentile(large.common, 0.95), 100,
                 "30,000 projects; province, city, district and enterprise scope; newest 50."),
        _at_most("Search, p95 of names, parts, permits, codes and firms", percentile(large.others, 0.95), 100,
                 f"{len(large.others)} questions in the same four scopes."),
        _within("Search, buffers against a tenth of the size (worst of the commonest)", ratios[worst],
                f"{worst}: {large.search_buffers[worst]} against {small.search_buffers[worst]}; "
                f"{len(both)} pairs and scopes with full pages at both sizes, mean {mean(ratios.values()):.2f}."),
        _at_most("Time line, p95 of the newest 50", percentile(large.lines, 0.95), 100,
                 f"2,000,000 events; {SOME} projects and {SOME} with a hundred events, all topics and one."),
        _within("Time line, buffers against a tenth of the size", lines,
                f"{large.line_buffers:.0f} against {small.line_buffers:.0f}, {SOME} projects of a hundred events."),
        _at_most("Adoption report of the province, seconds", large.adoption, 1, "30,000 projects, six statements."),
        _at_most("Search index of 30,000 projects made anew, seconds", large.rebuild, 60, "In batches of 1,000."),
    ]  # fmt: skip


def _at_most(what: str, measured: float, bar: float, note: str) -> Figure:
    unit = "s" if what.endswith("seconds") else "ms"
    return Figure(
        what=what.removesuffix(", seconds"), measured=f"{measured:.3g} {unit}", bar=f"≤ {bar:g} {unit}",
        is_reached=measured <= bar, note=note,
    )  # fmt: skip


def _within(what: str, ratio: float, note: str) -> Figure:
    return Figure(what=what, measured=f"× {ratio:.2f}", bar="0.8 to 1.2", is_reached=0.8 <= ratio <= 1.2, note=note)
