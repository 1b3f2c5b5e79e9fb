"""The map's rows and counts, brought to what the facts say.

Triggers append the projects of which something changed to `map_dirty` (migration 0018), without a lock that others
wait for. One worker at a time takes a batch, reads these projects' facts, and writes their rows, the counts and the
next version in one transaction: a batch is folded wholly or not at all, and versions are committed in their order.
A batch is taken before the facts are read, so that whatever is committed later stands in the queue again.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, events, loops
from backend.overview.map_rules import AREA, CELL, KEPT, PLACE, SHOWN, Change, differs, tally
from backend.projects.rules import month_starts_at, next_period, period_of

CHANNEL: Final = "sandtable_map"
"""NOTIFY with the new version, after its commit: a hint, never a promise."""

BATCH: Final = 1_000
LOCK: Final = 0x5A4D_0018

WANTED: Final = """
SELECT project.id AS project_id, project.supervising_unit_id AS unit_id,
       coalesce(city.stats_code, project.city_code) AS city_code, project.region_code, project.sector,
       project.category, project.status, coalesce(report.stage, '') AS stage, live.level,
       coalesce(due.silent_from < $2, false) AS is_silent, work.dangerous,
       round(project.longitude * 10000)::integer AS east, round(project.latitude * 10000)::integer AS north,
       due.silent_from, late.raised
FROM project JOIN region AS city ON city.code = project.city_code
LEFT JOIN LATERAL (SELECT stage FROM progress_report WHERE project_id = project.id AND state <> 'returned'
                   ORDER BY period DESC LIMIT 1) AS report ON true
CROSS JOIN LATERAL (SELECT coalesce(max(array_position('{blue,yellow,orange,red}', level)), 0) AS level
                    FROM warning WHERE project_id = project.id AND state <> 'closed') AS live
CROSS JOIN LATERAL (SELECT min(due_at) AS silent_from FROM obligation
                    WHERE project_id = project.id AND state = 'open' AND post_kind <> 'supervising_unit') AS due
CROSS JOIN LATERAL (SELECT coalesce(max(array_position('{none,dangerous,oversized}', grade)) - 1, 0) AS dangerous
                    FROM dangerous_work WHERE project_id = project.id AND state = 'listed') AS work
CROSS JOIN LATERAL (SELECT count(*)::integer AS raised FROM warning
                    WHERE project_id = project.id AND raised_at >= $3) AS late
WHERE project.id = ANY($1)
"""
"""The rows as the facts have them. $1 projects, $2 the present moment, $3 the beginning of its month."""

_STORED: Final = f"SELECT number, project_id, version, placed_version, {', '.join(KEPT)} FROM map_project WHERE "


class State(msgspec.Struct):
    """Where the fold stands: the row of `map_state`."""

    version: int
    floor: int
    last_number: int
    period: str


async def run(stop: asyncio.Event) -> None:
    """The loop; nearly every change records an event, and its NOTIFY wakes this too."""

    async def step() -> int:
        return await fold(clock.now())

    async with loops.listening([events.CHANNEL]) as wakes:
        await loops.run("map", step, stop=stop, wake=wakes[events.CHANNEL])


async def fold(now: datetime, *, batch: int = BATCH) -> int:
    """Fold one batch in; how many changes it took, 0 as well while another worker has the map."""
    async with db.transaction():
        if not await db.fetch_value("SELECT pg_try_advisory_xact_lock($1)", LOCK):
            return 0
        before = await _state(now)
        state = msgspec.structs.replace(before)
        while state.period < period_of(now):
            await _turn(state)
        silent = await _fall_silent(state, now, batch)
        taken = await _take(state, now, batch)
        if state != before:
            await db.execute(
                "UPDATE map_state SET version = $1, floor = $2, last_number = $3, period = $4",
                *msgspec.structs.astuple(state),
            )
            await db.execute("SELECT pg_notify($1, $2)", CHANNEL, str(state.version))
        return silent + taken


async def fold_all(now: datetime) -> None:
    """Until nothing is left: for who has the database alone."""
    while await fold(now):
        pass


async def _state(now: datetime) -> State:
    row = await db.fetch_one("SELECT version, floor, last_number, period FROM map_state")
    if row is not None:
        return State(**row)
    state = State(version=0, floor=0, last_number=0, period=period_of(now))
    await db.execute("INSERT INTO map_state VALUES (1, $1, $2, $3, $4)", *msgspec.structs.astuple(state))
    return state


async def _turn(state: State) -> None:
    """Keep the cube of the month that has ended, and begin the next one.

    What was due by its end counts as silent in it. Readers who have not asked for a month are told the whole.
    """
    following = next_period(state.period)
    while await _fall_silent(state, month_starts_at(following), BATCH):
        pass
    await db.execute("INSERT INTO map_month SELECT $1, map_tally.* FROM map_tally", state.period)
    await db.execute("UPDATE map_project SET raised = 0 WHERE raised > 0")
    await db.execute("UPDATE map_tally SET raised = 0 WHERE raised > 0")
    await db.execute("DELETE FROM map_moved")
    state.period, state.floor = following, state.version


async def _fall_silent(state: State, now: datetime, batch: int) -> int:
    """Those whose duty has become overdue by the passing of time alone."""
    rows = await db.fetch(f"{_STORED} NOT is_silent AND silent_from < $1 ORDER BY silent_from LIMIT $2", now, batch)
    await _apply(state, [(row, {**row, "is_silent": True}) for row in rows])
    return len(rows)


async def _take(state: State, now: datetime, batch: int) -> int:
    """Those of which something changed."""
    dirty = await db.fetch(
        "DELETE FROM map_dirty WHERE id IN (SELECT id FROM map_dirty ORDER BY id LIMIT $1) RETURNING project_id", batch
    )
    if dirty:
        projects = sorted({row["project_id"] for row in dirty})
        await _apply(state, await compare(projects, now, state.period))
    return len(dirty)


async def compare(projects: Sequence[UUID], now: datetime, period: str) -> list[Change]:
    """What is wrong with the rows of these projects: each as it stands and as it should."""
    wanted = await db.fetch(WANTED, projects, now, month_starts_at(period))
    stored = await db.fetch(f"{_STORED} project_id = ANY($1)", projects)
    after: dict[UUID, asyncpg.Record] = {row["project_id"]: row for row in wanted}
    before: dict[UUID, asyncpg.Record] = {row["project_id"]: row for row in stored}
    changes: list[Change] = [
        (before.get(each), after.get(each)) for each in projects if each in before or each in after
    ]
    return [change for change in changes if differs(change, KEPT)]


async def _apply(state: State, changes: list[Change]) -> None:
    """Write the changes, and what they do to the counts."""
    if not changes:
        return
    if any(differs(change, SHOWN) for change in changes):
        state.version += 1
    await _remember_moves(state, [before for before, after in changes if before and differs((before, after), AREA)])
    gone = [before["number"] for before, after in changes if before and not after]
    if gone:
        await db.execute("DELETE FROM map_project WHERE number = ANY($1)", gone)
    await _write([_row(state, before, after) for before, after in changes if after])
    await _count(tally(changes))


def _row(state: State, before: Any, after: Any) -> dict[str, Any]:
    """The row to write; a project that is new gets the next number."""
    row = {name: after[name] for name in ("project_id", *KEPT)}
    is_placed = before is not None and not differs((before, after), PLACE)
    is_shown = before is not None and not differs((before, after), SHOWN)
    if before is None:
        state.last_number += 1
    row["number"] = state.last_number if before is None else before["number"]
    row["placed_version"] = before["placed_version"] if is_placed else state.version
    row["version"] = before["version"] if is_shown else state.version
    return row


async def _remember_moves(state: State, left: Sequence[Any]) -> None:
    await db.execute_many(
        "INSERT INTO map_moved (version, number, unit_id, city_code, region_code) VALUES ($1, $2, $3, $4, $5)",
        [(state.version, row["number"], *(row[name] for name in AREA)) for row in left],
    )


_COLUMNS: Final = ("number", "project_id", *KEPT, "version", "placed_version")
_WRITE: Final = f"""
INSERT INTO map_project ({", ".join(_COLUMNS)})
SELECT {", ".join(_COLUMNS)} FROM jsonb_populate_recordset(NULL::map_project, $1)
ON CONFLICT (number) DO UPDATE SET ({", ".join(_COLUMNS[2:])}) = ROW({", ".join(f"excluded.{c}" for c in _COLUMNS[2:])})
"""


async def _write(rows: list[dict[str, Any]]) -> None:
    if rows:
        await db.execute(_WRITE, rows)


_COUNT: Final = f"""
INSERT INTO map_tally AS cell SELECT * FROM jsonb_populate_recordset(NULL::map_tally, $1)
ON CONFLICT ({", ".join(CELL)}) DO UPDATE SET n = cell.n + excluded.n, raised = cell.raised + excluded.raised
"""


async def _count(cells: list[dict[str, Any]]) -> None:
    if cells:
        await db.execute(_COUNT, cells)
        await db.execute("DELETE FROM map_tally WHERE n = 0")
