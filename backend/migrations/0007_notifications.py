"""Chat groups, deliveries with their attempts, lanes with their rate clocks, cards that change with their matter."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:07"

UP = """
CREATE TABLE chat_group (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('robot')),
    name text NOT NULL,
    key_sealed bytea NOT NULL,
    lane text NOT NULL,
    audience text NOT NULL CHECK (audience IN ('enterprise', 'regulator')),
    project_id uuid REFERENCES project,
    unit_id uuid REFERENCES unit,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
    disabled_reason text,
    connected_by uuid NOT NULL REFERENCES account,
    connected_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((audience = 'enterprise') = (project_id IS NOT NULL)),
    CHECK ((audience = 'regulator') = (unit_id IS NOT NULL))
);
CREATE UNIQUE INDEX chat_group_project ON chat_group (project_id, lane) WHERE project_id IS NOT NULL;
CREATE UNIQUE INDEX chat_group_unit ON chat_group (unit_id, lane) WHERE unit_id IS NOT NULL;
COMMENT ON COLUMN chat_group.lane IS
    'Keyed hash of the robot''s key: one robot is one lane, however many places it serves.';

-- How fast each kind of lane may go: `messages` a window, and `burst` more that only red and orange may use.
CREATE TABLE lane_budget (
    kind text PRIMARY KEY,
    messages integer NOT NULL CHECK (messages > 0),
    burst integer NOT NULL CHECK (burst >= 0),
    window_seconds double precision NOT NULL CHECK (window_seconds > 0),
    basis text NOT NULL
);
INSERT INTO lane_budget (kind, messages, burst, window_seconds, basis) VALUES
    ('robot', 14, 4, 60, 'A group robot takes 20 a minute (WeCom doc 91770)'),
    ('person', 15, 10, 60, 'A member gets 30 a minute and 1,000 an hour, the rest is dropped (WeCom doc 90236)'),
    ('card', 120, 60, 60, 'A card''s update makes no message; an app has 10,000 calls a minute (WeCom doc 90454)'),
    ('app', 10000, 0, 60, 'The app itself: pauses only, its people''s lanes do the counting');

CREATE TABLE lane (
    name text PRIMARY KEY,
    kind text NOT NULL REFERENCES lane_budget,
    parent text REFERENCES lane,
    tat timestamptz NOT NULL DEFAULT '-infinity',
    paused_until timestamptz NOT NULL DEFAULT '-infinity',
    fault text,
    lease_until timestamptz NOT NULL DEFAULT '-infinity',
    lease_token uuid
);
COMMENT ON COLUMN lane.tat IS 'When the lane is at rest again (theoretical arrival time of a GCRA).';
COMMENT ON COLUMN lane.lease_until IS 'One message in flight at a time: until then it is on its way.';

CREATE TABLE delivery (
    id uuid NOT NULL,
    city_code text NOT NULL,
    event_at timestamptz NOT NULL,
    event_id uuid NOT NULL,
    event_kind text NOT NULL,
    recipient text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('robot', 'app_card', 'app_text', 'card_update', 'inbox')),
    lane text NOT NULL,
    account_id uuid,
    group_id uuid,
    project_id uuid,
    subject_id uuid NOT NULL,
    target_id uuid,
    until text CHECK (until IN ('acknowledged', 'closed')),
    priority integer NOT NULL CHECK (priority BETWEEN 0 AND 4),
    level text,
    state text NOT NULL CHECK (state IN ('ready', 'sending', 'accepted', 'dead', 'skipped')),
    attempts integer NOT NULL DEFAULT 0,
    unanswered integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
    give_up_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '4 hours',
    lease_until timestamptz,
    lease_token uuid,
    body jsonb NOT NULL,
    provider_id text,
    last_code integer,
    last_error text,
    short_code text NOT NULL,
    request_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    accepted_at timestamptz,
    seen_at timestamptz,
    PRIMARY KEY (city_code, id, event_at),
    UNIQUE (city_code, event_id, recipient, channel, event_at)
) PARTITION BY RANGE (event_at);
CREATE TABLE delivery_default PARTITION OF delivery DEFAULT;
CREATE INDEX delivery_lane ON delivery (lane, priority, id) WHERE state IN ('ready', 'sending');
CREATE INDEX delivery_id ON delivery (id);
CREATE INDEX delivery_subject ON delivery (subject_id, id);
CREATE INDEX delivery_inbox ON delivery (account_id, id DESC) WHERE channel = 'inbox';
CREATE INDEX delivery_project ON delivery (project_id, id DESC) WHERE state IN ('dead', 'ready', 'sending');
COMMENT ON COLUMN delivery.until IS 'Not sent once its subject is that far; the claim marks it skipped.';
COMMENT ON COLUMN delivery.unanswered IS 'Attempts that may have arrived without our learning of it; a repeat says so.';

CREATE TABLE delivery_attempt (
    delivery_id uuid NOT NULL,
    event_at timestamptz NOT NULL,
    attempt integer NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome text NOT NULL,
    code integer,
    message text,
    duration_ms integer,
    PRIMARY KEY (delivery_id, attempt, event_at)
) PARTITION BY RANGE (event_at);
CREATE TABLE delivery_attempt_default PARTITION OF delivery_attempt DEFAULT;

CREATE TABLE card_twin (
    task_id text PRIMARY KEY,
    subject_id uuid NOT NULL,
    account_id uuid NOT NULL,
    response_code text,
    response_code_at timestamptz,
    state text NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'updated', 'followed'))
);
CREATE INDEX card_twin_subject ON card_twin (subject_id, account_id);
COMMENT ON TABLE card_twin IS 'A card in somebody''s own chat, and the newest code that lets us change it once.';

-- Events that could not be turned into deliveries: held for a person, never in the way of the others.
CREATE TABLE event_held (
    event_id uuid PRIMARY KEY,
    city_code text NOT NULL,
    occurred_at timestamptz NOT NULL,
    error text NOT NULL,
    held_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""

DOWN = "DROP TABLE event_held, card_twin, delivery_attempt, delivery, lane, lane_budget, chat_group;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
