"""Events, timers, audit chain, idempotency keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:01"

UP = """
CREATE TABLE event (
    id uuid NOT NULL,
    city_code text NOT NULL,
    occurred_at timestamptz NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    project_id uuid,
    actor_id uuid,
    level text,
    data jsonb NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (city_code, id, occurred_at)
) PARTITION BY RANGE (occurred_at);
CREATE TABLE event_default PARTITION OF event DEFAULT;
CREATE INDEX event_project ON event (project_id, occurred_at DESC, id DESC);
CREATE INDEX event_subject ON event (subject_id, occurred_at DESC);

-- The queue of events that notifications has not expanded yet: small, so that claiming costs the same for ever.
CREATE TABLE event_pending (
    event_id uuid PRIMARY KEY,
    city_code text NOT NULL,
    occurred_at timestamptz NOT NULL
);

CREATE TABLE timer (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    key text NOT NULL,
    due_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    data jsonb NOT NULL,
    UNIQUE (subject_id, kind, key)
);
CREATE INDEX timer_not_before ON timer (not_before);

CREATE TABLE audit_entry (
    id uuid NOT NULL,
    city_code text NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    project_id uuid,
    detail jsonb NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (city_code, id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, at DESC);

CREATE TABLE audit_pending (
    entry_id uuid PRIMARY KEY,
    city_code text NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE audit_link (
    seq bigint PRIMARY KEY,
    entry_id uuid NOT NULL,
    city_code text NOT NULL,
    at timestamptz NOT NULL,
    hash bytea NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE answered_request (
    actor_id uuid NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (actor_id, key)
);
CREATE INDEX answered_request_created_at ON answered_request (created_at);
"""

DOWN = """
DROP TABLE answered_request, audit_link, audit_pending, audit_entry, timer, event_pending, event;
DROP FUNCTION refuse_change();
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
