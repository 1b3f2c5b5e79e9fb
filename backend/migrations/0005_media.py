"""Photographs: the original, what is served of it, and the evidence that was read from it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:05"

UP = """
CREATE TABLE photo (
    id uuid PRIMARY KEY,
    uploaded_by uuid NOT NULL REFERENCES account,
    project_id uuid,
    purpose text NOT NULL CHECK (purpose IN ('progress', 'order_before', 'order_after', 'site')),
    slot text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    width integer NOT NULL CHECK (width > 0),
    height integer NOT NULL CHECK (height > 0),
    pixel_sha256 text NOT NULL,
    exif jsonb NOT NULL,
    taken_at_text text,
    state text NOT NULL DEFAULT 'stored' CHECK (state IN ('stored')),
    original_path text NOT NULL,
    served_path text NOT NULL,
    thumbnail_path text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attached_to uuid,
    attached_at timestamptz,
    CHECK ((attached_to IS NULL) = (attached_at IS NULL)),
    CONSTRAINT photo_once UNIQUE NULLS NOT DISTINCT (uploaded_by, sha256, project_id, purpose, slot)
);
CREATE INDEX photo_project ON photo (project_id, created_at);
CREATE INDEX photo_sha256 ON photo (sha256);
CREATE INDEX photo_pixels ON photo (pixel_sha256);
CREATE INDEX photo_attached ON photo (attached_to) WHERE attached_to IS NOT NULL;
CREATE INDEX photo_unattached ON photo (created_at) WHERE attached_to IS NULL;
COMMENT ON COLUMN photo.taken_at_text IS 'As the camera wrote it: local time, zone unknown unless an offset follows.';
COMMENT ON COLUMN photo.pixel_sha256 IS 'Hash of the picture itself: the same for a copy whose metadata was edited.';
COMMENT ON COLUMN photo.attached_to IS 'The report or reply that shows it; a reference upward, hence no foreign key.';
"""

DOWN = "DROP TABLE photo;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
