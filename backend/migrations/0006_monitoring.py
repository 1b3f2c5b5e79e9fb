"""Devices, readings, limits and the state of the rules."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:06"

UP = """
CREATE TABLE limit_rule (
    id uuid PRIMARY KEY,
    code text NOT NULL REFERENCES warning_kind,
    device_kind text NOT NULL,
    factor text NOT NULL,
    commands text[] NOT NULL,
    limit_value double precision NOT NULL,
    clear_below double precision NOT NULL,
    unit text NOT NULL,
    level text NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
    from_hour integer NOT NULL,
    to_hour integer NOT NULL,
    hold_count integer NOT NULL DEFAULT 1,
    clear_count integer NOT NULL DEFAULT 3,
    region_code text REFERENCES region,
    standard text NOT NULL,
    clause text NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
COMMENT ON COLUMN limit_rule.from_hour IS 'Beijing hour; from 22 to 6 means the night, 0 to 24 always.';

CREATE TABLE device (
    id uuid PRIMARY KEY,
    mn text NOT NULL UNIQUE,
    project_id uuid NOT NULL REFERENCES project,
    city_code text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('dust_noise')),
    name text NOT NULL,
    password_index bytea NOT NULL,
    profile jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'registered' CHECK (state IN ('registered', 'transmitting', 'removed')),
    last_seen_at timestamptz,
    registered_by uuid NOT NULL REFERENCES account,
    registered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX device_project ON device (project_id);

CREATE TABLE unknown_device (
    mn text PRIMARY KEY,
    first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    packets bigint NOT NULL DEFAULT 1,
    address text NOT NULL
);

CREATE TABLE reading (
    city_code text NOT NULL,
    device_id uuid NOT NULL,
    command text NOT NULL,
    data_time timestamptz NOT NULL,
    factor text NOT NULL,
    value double precision,
    min_value double precision,
    max_value double precision,
    mark text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (city_code, device_id, factor, data_time, command)
) PARTITION BY RANGE (data_time);
CREATE TABLE reading_default PARTITION OF reading DEFAULT;

-- A differing value for a key that is already stored: both are kept.
CREATE TABLE reading_revision (
    city_code text NOT NULL,
    device_id uuid NOT NULL,
    command text NOT NULL,
    data_time timestamptz NOT NULL,
    factor text NOT NULL,
    value double precision,
    mark text NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX reading_revision_key ON reading_revision (device_id, factor, data_time);

CREATE TABLE rule_state (
    device_id uuid NOT NULL,
    quantity text NOT NULL,
    command text NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (device_id, quantity, command)
);
"""

DOWN = "DROP TABLE rule_state, reading_revision, reading, unknown_device, device, limit_rule;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
