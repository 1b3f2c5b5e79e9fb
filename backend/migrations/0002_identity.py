"""Regions, regulator units, organisations, accounts, the identities that open them, sessions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:02"

UP = """
CREATE TABLE region (
    code text PRIMARY KEY CHECK (code ~ '^44[0-9]{4}$'),
    parent_code text REFERENCES region,
    level text NOT NULL CHECK (level IN ('province', 'city', 'district')),
    city_code text NOT NULL,
    stats_code text REFERENCES region,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    longitude double precision,
    latitude double precision,
    valid_from date NOT NULL,
    valid_to date
);
COMMENT ON COLUMN region.stats_code IS
    'The city inside whose boundary and figures a zone without a code of GB/T 2260 lies.';

CREATE TABLE unit (
    id uuid PRIMARY KEY,
    region_code text NOT NULL REFERENCES region,
    sector text NOT NULL,
    level text NOT NULL CHECK (level IN ('province', 'city', 'district', 'station')),
    parent_id uuid REFERENCES unit,
    lineage uuid[] NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX unit_once ON unit (region_code, sector, level) WHERE level <> 'station';
CREATE INDEX unit_lineage ON unit USING gin (lineage);
COMMENT ON COLUMN unit.lineage IS
    'The unit itself and every unit above it: unit.lineage @> ARRAY[mine] means mine may see it.';

CREATE TABLE organisation (
    id uuid PRIMARY KEY,
    uscc text NOT NULL UNIQUE,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE account (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('enterprise', 'regulator')),
    name text NOT NULL,
    phone_sealed bytea,
    phone_index bytea UNIQUE,
    organisation_id uuid REFERENCES organisation,
    unit_id uuid REFERENCES unit,
    is_unit_administrator boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
    language text NOT NULL DEFAULT 'zh-CN',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((kind = 'regulator') = (unit_id IS NOT NULL))
);
CREATE INDEX account_unit ON account (unit_id);

CREATE TABLE identity_link (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL REFERENCES account,
    proof text NOT NULL,
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX identity_link_account ON identity_link (account_id, issuer);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES account,
    door text NOT NULL CHECK (door IN ('phone', 'console')),
    user_agent text NOT NULL,
    address text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    idle_ends_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX session_account ON session (account_id) WHERE revoked_at IS NULL;
"""

DOWN = "DROP TABLE session, identity_link, account, organisation, unit, region;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
