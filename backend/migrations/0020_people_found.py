"""Why an account was disabled; a phone number found by its last four digits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.identity import phones
from backend.migrations import connection, migration

ID = "2026-11-21T00:00:20"

UP = """
ALTER TABLE account ADD COLUMN state_reason text, ADD COLUMN phone_tail_index bytea;
CREATE INDEX account_phone_tail ON account (phone_tail_index);
COMMENT ON COLUMN account.state_reason IS 'Why an administrator disabled it; NULL in every other state.';
COMMENT ON COLUMN account.phone_tail_index IS 'Keyed hash of the number''s last four digits.';
"""

DOWN = "ALTER TABLE account DROP COLUMN state_reason, DROP COLUMN phone_tail_index;"


async def _fill() -> None:
    rows = await connection().fetch("SELECT id, phone_sealed FROM account WHERE phone_sealed IS NOT NULL")
    await connection().executemany(
        "UPDATE account SET phone_tail_index = $2 WHERE id = $1",
        [(row["id"], phones.tail_index(str(phones.masked(row["phone_sealed"]))[-4:])) for row in rows],
    )


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    manager = migration(ID, __doc__ or "", up=UP, down=DOWN)
    manager.add_raw(_fill)
    return manager
