"""Columns of media: photographs, and those still on their way."""

from piccolo.columns import JSONB, UUID, BigInt, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.identity.tables import Account


class Photo(Table, tablename="photo"):
    """One upload: three files and what was read from the bytes. `project_id` and `attached_to` point upward."""

    id = UUID(primary_key=True, default=None)
    uploaded_by = ForeignKey(Account, null=False)
    project_id = UUID(null=True, default=None)
    purpose = Text(default=None)
    slot = Text(default=None)
    sha256 = Text(default=None)
    size_bytes = BigInt(default=None)
    media_type = Text(default=None)
    width = Integer(default=None)
    height = Integer(default=None)
    pixel_sha256 = Text(default=None)
    exif = JSONB(default=None)
    taken_at_text = Text(null=True, default=None)
    state = Text(default="stored")
    original_path = Text(default=None)
    served_path = Text(default=None)
    thumbnail_path = Text(default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    attached_to = UUID(null=True, default=None)
    attached_at = Timestamptz(null=True, default=None)


class Upload(Table, tablename="upload"):
    """A photo on its way in pieces; whole when `photo_id` is set. `project_id` points upward."""

    id = UUID(primary_key=True, default=None)
    uploaded_by = ForeignKey(Account, null=False)
    project_id = UUID(default=None)
    city_code = Text(default=None)
    purpose = Text(default=None)
    slot = Text(default=None)
    sha256 = Text(default=None)
    size_bytes = BigInt(default=None)
    offset_bytes = BigInt(default=0)
    fence = BigInt(default=0)
    photo_id = ForeignKey(Photo, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    touched_at = Timestamptz(default=TimestamptzNow())
