"""Which regulator follows a warning up."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:19"

UP = """
ALTER TABLE warning
    ADD COLUMN followed_by uuid REFERENCES account,
    ADD COLUMN followed_at timestamptz,
    ADD CHECK ((followed_by IS NULL) = (followed_at IS NULL));
COMMENT ON COLUMN warning.followed_by IS
    'The regulator who sees to it that the site acts; counts only while that person supervises the project.';
"""

DOWN = "ALTER TABLE warning DROP COLUMN followed_by, DROP COLUMN followed_at;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
