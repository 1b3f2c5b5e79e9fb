"""The log of acts read by time, by person, by project and by act."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:21"

UP = """
CREATE INDEX audit_entry_at ON audit_entry (at DESC, id DESC);
CREATE INDEX audit_entry_actor ON audit_entry (actor_id, at DESC, id DESC);
CREATE INDEX audit_entry_project ON audit_entry (project_id, at DESC, id DESC);
CREATE INDEX audit_entry_act ON audit_entry (act, at DESC, id DESC);
"""

DOWN = "DROP INDEX audit_entry_at, audit_entry_actor, audit_entry_project, audit_entry_act;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
