"""The map's numbers, points and lists in a province of 30,000 projects, and its numbers and lists at ten times that.

Asked over HTTP, one question after the other, by a person of the province and by one of a city. The ten times are the
same projects again, each copy looking like another one of its unit: what the cube is made of grows as it would.
"""

import asyncio
import gzip
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec

from backend import migrate
from backend.core import clock, crypto, db, ids
from backend.overview import map_check, map_counts, map_fold
from backend.overview.map_points import MapPoints
from tests.bench import province
from tests.bench.figures import Figure, percentile
from tests.stack import Child, Stack, free_port
from tests.waiting import wait_until

PROJECTS: Final = 30_000
WARNINGS: Final = 60_000
TIMES: Final = 10
CHANGED: Final = 10_000
"""A third of the sites in one absence of the page: as many as fall silent when a month's term has passed."""

ROUNDS: Final = 3
PATH: Final = "/api/console/v1/map"

_KINDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("sector", ("", "housing")),
    ("stage", ("", "B-STRUCTURE-FRAME", "B-FOUNDATION")),
    ("level", ("", "yellow")),
    ("silent", ("", "true")),
    ("dangerous", ("", "dangerous")),
    ("status", ("", "under_construction")),
    ("region", ("", "440100", "440600")),
)
QUESTIONS: Final = [
    {name: value for (name, _), value in zip(_KINDS, values, strict=True) if value}
    for values in product(*(values for _, values in _KINDS))
]
"""Every combination of these: 288."""


class Measured(msgspec.Struct, kw_only=True):
    """Milliseconds of numbers, of lists and of the months at one size."""

    counts: list[float] = []
    lists: list[float] = []
    trends: list[float] = []


async def measure(running: Stack) -> list[Figure]:
    """Both sizes in one database, which grows in between."""
    url = running.environment["SANDTABLE_DATABASE_URL"].rpartition("/")[0] + "/bench_map"
    await migrate.run(url)
    await db.start(url, size=2)
    try:
        await province.fill(projects=PROJECTS, warnings=WARNINGS)
        await list_dangerous_works()
        folded = await _timed_fold()
        await _keep_months()
        await _vacuum()
        tokens = await sessions()
        with served(running, url) as port:
            small = await asyncio.to_thread(_ask_all, port, tokens)
            whole = await asyncio.to_thread(_points, port, tokens[0], None)
            await _change()
            delta = await asyncio.to_thread(_points, port, tokens[0], whole[1].version)
            await _grow()
            large = await asyncio.to_thread(_ask_all, port, tokens)
    finally:
        await db.stop()
    return _figures(small, large, folded, whole, delta)


async def list_dangerous_works() -> None:
    """On two projects of three, as many of either grade."""
    await db.execute(
        """
        INSERT INTO dangerous_work (id, project_id, kind_code, name, location, measures, judgements, grade, reason_zh,
                                    reason_en, listed_by, listed_at, changed_at)
        SELECT gen_random_uuid(), id, kind.code, '深基坑', '', '{}', '[]',
               CASE hashtext(id::text) % 3 WHEN 0 THEN 'dangerous' ELSE 'oversized' END, '', '', created_by, now(),
               now()
        FROM project, (SELECT min(code) AS code FROM dangerous_work_kind) AS kind WHERE hashtext(id::text) % 3 <> 1
        """
    )


async def _timed_fold() -> float:
    """Seconds until the map has everything, from nothing."""
    started = time.perf_counter()
    await map_fold.fold_all(clock.now())
    return time.perf_counter() - started


async def _keep_months() -> None:
    """As many as the trend looks back over, each like this one."""
    async with db.transaction() as connection:
        await connection.execute("SET LOCAL statement_timeout = 0")
        await connection.execute(
            """
            INSERT INTO map_month SELECT to_char(now() - ago * interval '1 month', 'YYYY-MM'), map_tally.*
            FROM generate_series(1, $1) AS ago, map_tally
            """,
            map_counts.MONTHS - 1, timeout=300,
        )  # fmt: skip


async def _vacuum() -> None:
    async with db.pool().acquire() as connection:
        await connection.execute(
            "VACUUM (ANALYZE) project, map_project, map_tally, map_month, map_dirty, dangerous_work", timeout=300
        )


async def _change() -> None:
    """Sites fall silent."""
    await db.execute(
        """
        UPDATE obligation SET due_at = now() - interval '1 hour', state = 'open', met_at = NULL, pause_id = NULL
        WHERE id IN (SELECT DISTINCT ON (project_id) obligation.id FROM obligation
                     JOIN map_project USING (project_id)
                     WHERE post_kind <> 'supervising_unit' AND NOT is_silent ORDER BY project_id LIMIT $1)
        """,
        CHANGED,
    )
    await map_fold.fold_all(clock.now())


async def _grow() -> None:
    """Nine more of each project, whose looks are those of another in its unit."""
    async with db.transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("SET LOCAL statement_timeout = 0")
        await connection.execute(_COPIES, timeout=900)
        await connection.execute(_GROW, timeout=900)
        await connection.execute(_GROW_MAP, timeout=900)
        await connection.execute("UPDATE map_state SET last_number = (SELECT max(number) FROM map_project)")
    async with db.transaction() as connection:
        await connection.execute(map_check.RECOUNT, timeout=900)
    await _vacuum()


_COPIES: Final = f"""
CREATE TEMP TABLE copied ON COMMIT DROP AS
SELECT old.project_id AS from_id, gen_random_uuid() AS to_id, copy,
       row_number() OVER () + {PROJECTS} AS number, old.unit_id,
       row_number() OVER (PARTITION BY old.unit_id, copy ORDER BY old.number) AS place,
       row_number() OVER (PARTITION BY old.unit_id, copy ORDER BY md5(old.number::text || copy)) AS looks_like
FROM map_project AS old CROSS JOIN generate_series(2, {TIMES}) AS copy
"""
_GROW: Final = """
INSERT INTO project SELECT (jsonb_populate_record(project, jsonb_build_object('id', to_id))).*
FROM copied JOIN project ON project.id = from_id
"""
_GROW_MAP: Final = """
INSERT INTO map_project (number, project_id, unit_id, city_code, region_code, sector, category, status, stage, level,
                         is_silent, dangerous, east, north, silent_from, raised, version, placed_version)
SELECT mine.number, mine.to_id, at.unit_id, at.city_code, at.region_code, at.sector, at.category, status.status,
       stage.stage, level.level, silent.is_silent, stage.dangerous, at.east, at.north, NULL, level.raised, at.version,
       at.version
FROM copied AS mine JOIN map_project AS at ON at.project_id = mine.from_id
JOIN copied AS like_it ON like_it.unit_id = mine.unit_id AND like_it.copy = mine.copy
     AND like_it.place = mine.looks_like
JOIN map_project AS stage ON stage.project_id = like_it.from_id
JOIN map_project AS status ON status.project_id = like_it.from_id
JOIN map_project AS level ON level.project_id = mine.from_id
JOIN map_project AS silent ON silent.project_id = mine.from_id
"""


async def sessions() -> list[str]:
    """Tokens of the province and of the largest city."""
    units = await db.fetch("SELECT id FROM unit WHERE level = 'province' OR region_code = '440100' AND level = 'city' "
                           "AND sector = 'housing' ORDER BY level DESC")  # fmt: skip
    return [await _session(row["id"]) for row in units]


async def _session(unit_id: UUID) -> str:
    token = crypto.new_token()
    await db.execute(
        """
        INSERT INTO session (id, token_hash, account_id, door, user_agent, address, last_seen_at, idle_ends_at, ends_at)
        SELECT $1, $2, account.id, 'console', 'bench', '127.0.0.1', now() + interval '1 hour', now() + interval '1 day',
               now() + interval '1 day'
        FROM account WHERE unit_id = $3 ORDER BY account.id LIMIT 1
        """,
        ids.new_id(), crypto.hash_token(token), unit_id,
    )  # fmt: skip
    return token


@contextmanager
def served(running: Stack, url: str) -> Iterator[int]:
    """One process of the API over the database."""
    port = free_port()
    child = Child(
        "map", [sys.executable, "-m", "backend.cli", "api", "--port", str(port)], log=running.folder / "map.log",
        environment={**running.environment, "SANDTABLE_DATABASE_URL": url},
    )  # fmt: skip
    child.start()
    try:
        wait_until(lambda: _listens(port), within_seconds=60)
        yield port
    finally:
        child.kill()


def _listens(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/livez", timeout=2).status_code > 0
    except httpx.HTTPError:
        return False


def _ask_all(port: int, tokens: list[str]) -> Measured:
    """Every question to both, some rounds; the first one only warms up. Numbers and lists must agree."""
    measured = Measured()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        for number, token, asked in product(range(ROUNDS + 1), tokens, QUESTIONS):
            counts, counted = _timed(client, PATH, token, asked)
            lists, listed = _timed(client, f"{PATH}/projects", token, {**asked, "limit": "50"})
            trends, _ = _timed(client, f"{PATH}/trend", token, asked)
            if counted["total"]["projects"] != listed["total"]:
                raise AssertionError(f"{asked}: {counted['total']} but a list of {listed['total']}")
            if number:
                measured.counts.append(counts)
                measured.lists.append(lists)
                measured.trends.append(trends)
    return measured


def _timed(client: httpx.Client, path: str, token: str, asked: dict[str, str]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = client.get(path, params=asked, headers={"authorization": f"Bearer {token}"})
    elapsed = (time.perf_counter() - started) * 1000
    answer.raise_for_status()
    return elapsed, answer.json()


def _points(port: int, token: str, since: int | None) -> tuple[int, MapPoints]:
    """Bytes on the line and what they say."""
    headers = {"authorization": f"Bearer {token}", "accept-encoding": "gzip"}
    asked = {} if since is None else {"since": str(since)}
    with httpx.stream(
        "GET", f"http://127.0.0.1:{port}{PATH}/points", headers=headers, params=asked, timeout=30
    ) as answer:
        packed = b"".join(answer.iter_raw())
    return len(packed), msgspec.json.decode(gzip.decompress(packed), type=MapPoints)


def _figures(
    small: Measured, large: Measured, folded: float, whole: tuple[int, MapPoints], delta: tuple[int, MapPoints]
) -> list[Figure]:
    at_small, at_large = percentile(small.counts, 0.95), percentile(large.counts, 0.95)
    asked = f"{len(QUESTIONS)} combinations of filters, as the province and as a city, {ROUNDS} rounds over HTTP"
    bytes_whole, points = whole
    bytes_delta, changed = delta
    return [
        _figure("The map's numbers, p95", at_small, 30, "ms", f"30,000 projects; {asked}."),
        Figure(
            what="The map's numbers at 300,000 projects against 30,000, p95", measured=f"× {at_large / at_small:.2f}",
            bar="≤ 1.5", is_reached=at_large <= 1.5 * at_small, note=f"{at_large:.1f} ms against {at_small:.1f} ms.",
        ),
        _figure("The list behind a number, p95 at 300,000 projects", percentile(large.lists, 0.95), 100, "ms",
                f"The worst 50 and the total, which equals the number; {asked}; {percentile(small.lists, 0.95):.1f} ms "
                "at 30,000."),
        _figure("The map's months, p95", percentile(small.trends, 0.95), 100, "ms",
                f"Twelve months of 30,000 projects; {asked}."),
        _figure("All points of the province, gzipped", bytes_whole / 1024, 250, "KB",
                f"{len(points.placed):,} points of 30,000 projects."),
        _figure("What has changed, gzipped", bytes_delta / 1024, 60, "KB",
                f"{len(changed.numbers):,} sites have fallen silent since."),
        _figure("The map of 30,000 projects made from nothing", folded, 60, "s",
                "From the queue that filling the province left: each project several times."),
    ]  # fmt: skip


def _figure(what: str, measured: float, bar: float, unit: str, note: str) -> Figure:
    return Figure(
        what=what, measured=f"{measured:.3g} {unit}", bar=f"≤ {bar:g} {unit}", is_reached=measured <= bar, note=note
    )
