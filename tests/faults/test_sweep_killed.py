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
import asyncio, datetime, sys
from backend.core import db
from backend.supervision import silence

async def main():
    await db.start(size=2)
    print("ready", flush=True)
    sys.stdin.readline()
    while await silence.sweep(datetime.datetime.fromisoformat("2026-03-05T15:59:59+00:00"), limit=5):
        pass
    await db.stop()

asyncio.run(main())
"""


async def _start() -> asyncio.subprocess.Process:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SWEEPER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ}
    )
    assert child.stdout is not None
    assert await asyncio.wait_for(child.stdout.readline(), 60) == b"ready\n"
    return child


async def _kill_some(dice: random.Random) -> None:
    """Two that are ready begin together, so that the slow start of one is no head start of the other.

    They are killed at any point of their work, but not before some of it is out: how long that takes is the machine's.
    """
    children = [await _start() for _ in range(SWEEPERS)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"go\n")
    due = await _count("warning") + dice.randint(1, 100)
    while await _count("warning") < due:
        await asyncio.sleep(dice.uniform(0, 0.01))
    for child in children:
        if child.returncode is None:
            child.send_signal(signal.SIGKILL)
        await child.wait()


async def _count(what: str) -> int:
    found: int = await db.fetch_value(f"SELECT count(*) FROM {what}")
    return found


@pytest.mark.timeout(150)
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
    while await silence.sweep(DUE):
        pass
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
