"""Why a timer's last attempt failed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:23"

UP = "ALTER TABLE timer ADD COLUMN error text;"

DOWN = "ALTER TABLE timer DROP COLUMN error;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
