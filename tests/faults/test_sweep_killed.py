"""Sweepers killed in the middle of hundreds of overdue obligations: each is warned of once, with all that follows."""

import asyncio
import os
import random
import signal
import sys
from datetime import UTC, datetime
from types import ModuleType

import pytest

from backend.core import db
from backend.supervision import reference, silence
from tests.backend import duty

DUE = datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC)
ROWS, SWEEPERS, KILLS = 3000, 2, 5
SWEEPER = """
import asyncio, datetime, os, signal, sys
from backend.core import db
from backend.supervision import silence

async def main():
    batches, seconds = int(sys.argv[1]), float(sys.argv[2])
    db.CONNECT_SECONDS = 60.0
    await db.start(size=2)
    print("ready", flush=True)
    sys.stdin.readline()
    while await silence.sweep(datetime.datetime.fromisoformat("2026-03-05T15:59:59+00:00"), limit=5):
        batches -= 1
        if batches == 0:
            asyncio.get_running_loop().call_later(seconds, os.kill, os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
"""It kills itself so long after so many batches, at whatever it does then. A killer beside it might stand still
while it works all off."""


async def _start(dice: random.Random) -> asyncio.subprocess.Process:
    when = str(dice.randint(1, 10)), str(dice.uniform(0, 0.03))
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SWEEPER, *when,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ},
    )  # fmt: skip
    assert child.stdout is not None
    assert await asyncio.wait_for(child.stdout.readline(), 60) == b"ready\n"
    return child


async def _kill_some(dice: random.Random) -> None:
    """Two that are ready begin together, so that the slow start of one is no head start of the other."""
    children = [await _start(dice) for _ in range(SWEEPERS)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"go\n")
    assert [await child.wait() for child in children] == [-signal.SIGKILL] * SWEEPERS


async def _count(what: str) -> int:
    found: int = await db.fetch_value(f"SELECT count(*) FROM {what}")
    return found


@pytest.mark.timeout(230)
async def test_sweepers_killed_half_way_leave_nothing_out_and_nothing_double(database: ModuleType) -> None:
    await reference.load()
    project_id = await duty.project(await duty.ground())
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at, next_step, next_at)
        SELECT gen_random_uuid(), $1, '440100', 'progress',
               to_char(date '1000-01-01' + n * interval '1 month', 'YYYY-MM'), 'project_manager', $2, 'warn', $2
        FROM generate_series(1, $3) AS n
        """,
        project_id, DUE, ROWS,
    )  # fmt: skip
    dice = random.Random(4)
    for _ in range(KILLS):
        await _kill_some(dice)
    assert 0 < await _count("warning") < ROWS
    async with asyncio.timeout(100):
        # What the dead had claimed is passed over until the server has noticed their death.
        while await _count("obligation WHERE next_step = 'warn'"):
            await silence.sweep(DUE)
    counts = [
        await _count(what)
        for what in (
            "warning",
            "(SELECT DISTINCT data ->> 'obligation_id' FROM warning) AS each",
            "event WHERE kind = 'warning.raised'",
            "event_pending",
            "matter_step WHERE action = 'raise'",
            "timer WHERE kind = 'warning.escalate'",
            "obligation WHERE next_step = 'draft'",
        )
    ]
    assert counts == [ROWS] * len(counts)
    assert await _count("warning WHERE occurrences > 1") == 0
