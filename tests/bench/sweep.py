"""The silence sweep at its worst: the month's obligations of a whole province become overdue at one moment.

In a database of its own on the bench's server, so that the stack's worker does not help.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import asyncpg

from backend import migrate
from backend.core import db
from backend.projects.duties import obligations
from backend.supervision import silence
from tests.bench.figures import Figure, percentile
from tests.stack import Stack

SIZES: Final = (3_000, 10_000, 30_000)
SECONDS: Final = 60.0
MOST_GROWTH: Final = 1.5
OPENED: Final = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
OVERDUE: Final = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
WORKERS: Final = 2

_PROJECTS: Final = """
WITH station AS (SELECT id FROM unit WHERE region_code = '440300' AND sector = 'housing' LIMIT 1),
     firm AS (INSERT INTO organisation (id, uscc, name) VALUES (gen_random_uuid(), 'BENCH', '演示建设') RETURNING id),
     people AS (INSERT INTO account (id, kind, name) SELECT gen_random_uuid(), 'enterprise', '经理' || n
                FROM generate_series(1, $1) AS n RETURNING id),
     numbered AS (SELECT id, row_number() OVER () AS n FROM people),
     sites AS (INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                                    created_by)
               SELECT gen_random_uuid(), '440300', '440305', 'housing', '工地' || n, 'building', 'under_construction',
                      station.id, numbered.id FROM numbered, station RETURNING id, created_by)
INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)
SELECT gen_random_uuid(), sites.id, sites.created_by, 'project_manager', firm.id, 'active' FROM sites, firm
"""
_ALL_OVERDUE: Final = """
UPDATE obligation SET due_at = $1::timestamptz,
                      next_step = CASE WHEN $2::text[] IS NULL OR kind = ANY($2) THEN 'warn' END,
                      next_at = CASE WHEN $2::text[] IS NULL OR kind = ANY($2) THEN $1::timestamptz END
"""
_EMPTY: Final = (
    "TRUNCATE obligation, warning, matter_step, event, event_pending, timer, order_draft, post, project, "
    "organisation, account CASCADE"
)


class Swept(NamedTuple):
    """Seconds until nothing was left to do, and of each whole batch, in their order."""

    seconds: float
    batches: list[float]


async def measure(stack: Stack) -> list[Figure]:
    """One worker over three sizes, and two workers over the largest."""
    async with own_database(stack.environment["SANDTABLE_DATABASE_URL"], "bench_sweep"):
        swept = {size: await _run(size, kinds=None) for size in SIZES}
        month = await _run(SIZES[-1], kinds=["progress"])
        shared = await _run(SIZES[-1], kinds=None, workers=WORKERS)
    largest = swept[SIZES[-1]]
    growth = linearity({size: each.batches for size, each in swept.items()})
    said = ", ".join(f"{size:,}: {each.seconds:.1f} s" for size, each in swept.items())
    return [
        Figure(
            what="silence sweep, everything that 30,000 projects owe overdue at one moment",
            measured=f"{said}; {WORKERS} workers side by side {shared.seconds:.1f} s; the month's progress alone "
            f"{month.seconds:.1f} s; a batch × {growth:.2f} at worst",
            bar=f"30,000 projects ≤ 60 s, linear (a batch at most × {MOST_GROWTH})",
            is_reached=largest.seconds <= SECONDS and growth <= MOST_GROWTH,
            note="6 obligations a project, each becomes a new warning with its history, event and escalation timer; "
            f"batches of {silence.BATCH} in one transaction each; PostgreSQL with fsync on the same cores. Linear: the "
            "time of a whole batch is compared between the three sizes, one after the other, and between the first and "
            "the last third of the largest run; of each the quickest tenth, since what else the machine does only adds "
            "time and not to every batch, while a sweep that slows down with size or towards its end slows them all.",
        )
    ]


def linearity(batches: Mapping[int, Sequence[float]]) -> float:
    """By how much a batch takes longer where there is more, by size or towards the end of the largest; 1 at best."""
    by_size = [_quick(each) for _, each in sorted(batches.items())]
    largest = batches[max(batches)]
    third = len(largest) // 3
    return max(by_size[-1] / min(by_size), _quick(largest[-third:]) / _quick(largest[:third]), 1.0)


def _quick(batches: Sequence[float]) -> float:
    return percentile(list(batches), 0.1)


@contextlib.asynccontextmanager
async def own_database(url: str, name: str, *, is_durable: bool = True) -> AsyncIterator[None]:
    """A fresh migrated database of that name beside the one of `url`, with the pool of this process on it.

    Not durable where what happens is measured and not how fast: no COMMIT waits for the disk.
    """
    address = url.rpartition("/")[0]
    server = await asyncpg.connect(f"{address}/postgres")
    try:
        await server.execute(f"DROP DATABASE IF EXISTS {name}")
        await migrate.run(f"{address}/{name}")
        if not is_durable:
            await server.execute(f"ALTER DATABASE {name} SET synchronous_commit TO off")
        await db.start(f"{address}/{name}", size=4)
        try:
            yield
        finally:
            await db.stop()
            await server.execute(f"DROP DATABASE {name}")
    finally:
        await server.close()


async def _run(size: int, *, kinds: list[str] | None, workers: int = 1) -> Swept:
    """The whole sweep of so many projects."""
    await db.execute(_EMPTY)
    async with db.transaction() as connection:
        await connection.execute(_PROJECTS, size, timeout=300)
    await obligations.open_all(OPENED)
    async with db.transaction() as connection:
        await connection.execute(_ALL_OVERDUE, OVERDUE - timedelta(seconds=1), kinds, timeout=300)
    async with db.pool().acquire() as connection:
        await connection.execute("VACUUM ANALYZE", timeout=300)
    expected = await db.fetch_value("SELECT count(*) FROM obligation WHERE next_step = 'warn'")
    started = time.perf_counter()
    batches = await asyncio.gather(*(_sweep() for _ in range(workers)))
    took = time.perf_counter() - started
    assert await db.fetch_value("SELECT count(*) FROM warning") == expected
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'warning.raised'") == expected
    return Swept(took, [each for one in batches for each in one])


async def _sweep() -> list[float]:
    """Seconds of each whole batch."""
    took = []
    while True:
        started = time.perf_counter()
        count = await silence.sweep(OVERDUE)
        if count == silence.BATCH:
            took.append(time.perf_counter() - started)
        if not count:
            return took
