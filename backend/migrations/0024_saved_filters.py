"""Filters of the warnings room that a regulator has given a name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:24"

UP = """
CREATE TABLE saved_filter (
    account_id uuid NOT NULL REFERENCES account,
    name text NOT NULL,
    query jsonb NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account_id, name)
);
"""

DOWN = "DROP TABLE saved_filter;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
