"""Columns of the core's own tables. The partitioned ones are keyed by (city, id, time) in the schema."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table


class Event(Table, tablename="event"):
    """A fact that others may act upon."""

    id = UUID(primary_key=True, default=None)
    city_code = Text()
    occurred_at = Timestamptz(default=None)
    kind = Text()
    subject_id = UUID(default=None)
    project_id = UUID(null=True, default=None)
    actor_id = UUID(null=True, default=None)
    level = Text(null=True, default=None)
    data = JSONB()
    request_id = Text()


class EventPending(Table, tablename="event_pending"):
    """An event that notifications has not expanded yet."""

    event_id = UUID(primary_key=True, default=None)
    city_code = Text()
    occurred_at = Timestamptz(default=None)


class Timer(Table, tablename="timer"):
    """Something to do later."""

    id = UUID(primary_key=True, default=None)
    kind = Text()
    subject_id = UUID(default=None)
    key = Text()
    due_at = Timestamptz(default=None)
    not_before = Timestamptz(default=None)
    attempts = Integer(default=0)
    data = JSONB()
    error = Text(null=True, default=None)


class AuditEntry(Table, tablename="audit_entry"):
    """Who did what."""

    id = UUID(primary_key=True, default=None)
    city_code = Text()
    at = Timestamptz(default=None)
    actor_id = UUID(null=True, default=None)
    act = Text()
    subject_id = UUID(default=None)
    project_id = UUID(null=True, default=None)
    detail = JSONB()
    request_id = Text()


class AuditPending(Table, tablename="audit_pending"):
    """An entry that waits for its link."""

    entry_id = UUID(primary_key=True, default=None)
    city_code = Text()
    at = Timestamptz(default=None)


class AuditLink(Table, tablename="audit_link"):
    """One link of the hash chain."""

    seq = BigInt(primary_key=True, default=None)
    entry_id = UUID(default=None)
    city_code = Text()
    at = Timestamptz(default=None)
    hash = Bytea()


class AnsweredRequest(Table, tablename="answered_request"):
    """An idempotency key and the answer it earned."""

    actor_id = UUID(primary_key=True, default=None)
    key = Text()
    fingerprint = Bytea()
    status = Integer(null=True, default=None)
    body = Bytea(null=True, default=None)
    created_at = Timestamptz(default=None)
