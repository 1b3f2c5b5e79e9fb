"""What the platforms call back with: a row first, then the work."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:08"

UP = """
CREATE TABLE callback_inbox (
    id uuid PRIMARY KEY,
    platform text NOT NULL CHECK (platform IN ('wecom')),
    unique_key text NOT NULL,
    user_id text NOT NULL,
    payload text NOT NULL,
    request_id text NOT NULL,
    state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'done', 'held')),
    attempts integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
    error text,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_at timestamptz,
    answered_at timestamptz,
    UNIQUE (platform, unique_key)
);
CREATE INDEX callback_inbox_waiting ON callback_inbox (not_before) WHERE state = 'received';
CREATE INDEX callback_inbox_answered ON callback_inbox (platform, user_id, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX callback_inbox_done ON callback_inbox (done_at) WHERE state = 'done';
COMMENT ON COLUMN callback_inbox.unique_key IS
    'The MsgId of a message, the hash of an event''s decrypted bytes: a repetition of the platform changes nothing.';
"""

DOWN = "DROP TABLE callback_inbox;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
