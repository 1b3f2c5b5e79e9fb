"""A limit's clause in English."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:22"

UP = "ALTER TABLE limit_rule ADD COLUMN clause_en text NOT NULL DEFAULT '';"

DOWN = "ALTER TABLE limit_rule DROP COLUMN clause_en;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
