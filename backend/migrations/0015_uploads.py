"""Photos that arrive in pieces: how far each has come, and whose turn it is to write."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:15"

UP = """
CREATE TABLE upload (
    id uuid PRIMARY KEY,
    uploaded_by uuid NOT NULL REFERENCES account,
    project_id uuid NOT NULL,
    city_code text NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('progress', 'order_before', 'order_after', 'site')),
    slot text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    offset_bytes bigint NOT NULL DEFAULT 0 CHECK (offset_bytes >= 0),
    fence bigint NOT NULL DEFAULT 0,
    photo_id uuid REFERENCES photo ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT upload_once UNIQUE (uploaded_by, sha256, project_id, purpose, slot, size_bytes),
    CONSTRAINT upload_whole CHECK (
        CASE WHEN photo_id IS NULL THEN offset_bytes < size_bytes ELSE offset_bytes = size_bytes END
    )
);
CREATE INDEX upload_photo ON upload (photo_id) WHERE photo_id IS NOT NULL;
CREATE INDEX upload_touched ON upload (touched_at);
COMMENT ON COLUMN upload.offset_bytes IS 'What the disk holds; the last byte counts when the photo is stored.';
COMMENT ON COLUMN upload.fence IS 'The number of the newest turn: only that one may move the offset.';
"""

DOWN = "DROP TABLE upload;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
