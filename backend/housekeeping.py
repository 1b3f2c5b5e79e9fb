"""What keeps the house tidy: partitions ahead of time; old keys, callbacks and photos gone; unused accounts shut."""

from datetime import datetime
from itertools import pairwise
from typing import Final

import asyncpg
import structlog

from backend.core import clock, db
from backend.core.jobs import Job
from backend.identity import dormancy
from backend.overview import map_check
from media import resumable, uploads

log = structlog.get_logger()

PARTITIONED: Final = {
    "event": "occurred_at",
    "audit_entry": "at",
    "reading": "data_time",
    "delivery": "event_at",
    "delivery_attempt": "event_at",
}
"""The tables that grow for ever, each with the moment that it is cut by."""

MONTHS_AHEAD: Final = 2
KEYS_KEPT_DAYS: Final = 7
CALLBACKS_KEPT_DAYS: Final = 30
_BATCH: Final = 5000


async def make_partitions() -> int:
    """A partition for each of the coming months; rows of a month that has none stay in the default one.

    How many were made. A table that is too busy to be locked for two seconds gets its turn at the next run.
    """
    made = 0
    for table in PARTITIONED:
        for starts_at, ends_at in _months(clock.now()):
            made += await _make_partition(table, starts_at, ends_at)
    return made


async def _make_partition(table: str, starts_at: datetime, ends_at: datetime) -> bool:
    name = f"{table}_{starts_at:%Y_%m}"
    if await db.fetch_value("SELECT to_regclass($1)", name) is not None:
        return False
    try:
        async with db.transaction() as connection:
            await connection.execute("SET LOCAL lock_timeout = '2s'")
            await connection.execute(
                f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table}"
                f" FOR VALUES FROM ('{starts_at.isoformat()}') TO ('{ends_at.isoformat()}')"
            )
    except (asyncpg.DuplicateTableError, asyncpg.UniqueViolationError):  # Another worker was quicker.
        return False
    except (asyncpg.LockNotAvailableError, asyncpg.CheckViolationError) as error:
        # Busy, or the default partition holds rows of that month already: they stay where they are.
        log.warning("partition.not_made", table=name, reason=type(error).__name__)
        return False
    return True


def _months(now: datetime) -> list[tuple[datetime, datetime]]:
    """The coming months, from the next one on."""
    starts = [now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)]
    for _ in range(MONTHS_AHEAD + 1):
        last = starts[-1]
        starts.append(last.replace(year=last.year + last.month // 12, month=last.month % 12 + 1))
    return list(pairwise(starts[1:]))


async def forget_answers() -> int:
    """Idempotency keys that no phone will send again; how many."""
    return await _delete(
        "answered_request", "(actor_id, key)", "created_at < clock_timestamp() - $1 * interval '1 day'", KEYS_KEPT_DAYS
    )


async def forget_callbacks() -> int:
    """Callbacks that were worked off a month ago; held ones stay for a person. How many."""
    return await _delete(
        "callback_inbox", "id", "state = 'done' AND done_at < clock_timestamp() - $1 * interval '1 day'",
        CALLBACKS_KEPT_DAYS,
    )  # fmt: skip


async def _delete(table: str, key: str, condition: str, days: int) -> int:
    """In pieces, so that no lock is held for long."""
    total = 0
    while True:
        gone = await db.execute(
            f"DELETE FROM {table} WHERE {key} IN (SELECT {key.strip('()')} FROM {table} WHERE {condition} LIMIT $2)",
            days,
            _BATCH,
        )
        total += gone
        if gone < _BATCH:
            return total


JOBS: Final = (
    Job("partitions", "17 3 * * *", make_partitions),
    Job("forget_answers", "37 3 * * *", forget_answers),
    Job("forget_callbacks", "47 3 * * *", forget_callbacks),
    Job("forget_photos", "57 3 * * *", uploads.forget_unused),
    Job("check_map", "7 19 * * *", map_check.nightly),  # Seven past three at night in Beijing.
    Job("fall_dormant", "27 18 * * *", dormancy.fall_dormant),  # Half past two at night in Beijing.
    Job("sweep_uploads", "*/10 * * * *", uploads.sweep),
    Job("expire_uploads", "7 * * * *", resumable.expire),
)
