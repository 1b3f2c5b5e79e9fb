"""The schema, one SQL text a step, run in the order of their ids by Piccolo's runner.

A migration is `NNNN_name.py` with `ID`, `UP`, `DOWN` and `forwards`. Expand, backfill, contract: the previous
release must run on the new schema. PostgreSQL 15's SQL only, no extensions.
"""

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core.db import ENGINE

LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s';"


def migration(migration_id: str, description: str, *, up: str, down: str) -> MigrationManager:
    """A step that runs `up` forwards and `down` backwards, each in one transaction; a lock is waited for 2 s."""
    manager = MigrationManager(migration_id=migration_id, app_name="sandtable", description=description)

    async def forwards() -> None:
        await _run(LOCK_TIMEOUT + up)

    async def backwards() -> None:
        await _run(LOCK_TIMEOUT + down)

    manager.add_raw(forwards)
    manager.add_raw_backwards(backwards)
    return manager


def connection() -> asyncpg.Connection:
    """The one that the step runs on, for rows that SQL alone cannot fill."""
    current = ENGINE.current_transaction.get()
    if current is None:
        raise RuntimeError("a migration runs inside Piccolo's transaction")
    return current.connection


async def _run(sql: str) -> None:
    await connection().execute(sql)
