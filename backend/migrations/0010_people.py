"""Dormant accounts, sessions born of a QR code, applications of regulators, partners and their keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:10"

UP = """
ALTER TABLE account
    ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN state_changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    DROP CONSTRAINT account_state_check,
    ADD CONSTRAINT account_state_check CHECK (state IN ('active', 'disabled', 'dormant'));
CREATE INDEX account_seen ON account (last_seen_at) WHERE state = 'active';
COMMENT ON COLUMN account.last_seen_at IS 'Written at sign-in and at most once a day: what makes an account dormant.';

ALTER TABLE session
    ADD COLUMN place text NOT NULL DEFAULT '',
    ADD COLUMN qr_ticket_id uuid,
    ADD COLUMN revoked_reason text;
CREATE INDEX session_qr_ticket ON session (qr_ticket_id) WHERE qr_ticket_id IS NOT NULL;
COMMENT ON COLUMN session.qr_ticket_id IS
    'Born of a scanned code: no right over the account''s own security, and dies with a report on that ticket.';

-- What became of a code that somebody scanned; pending codes live in Redis alone.
CREATE TABLE qr_ticket (
    id uuid PRIMARY KEY,
    door text NOT NULL CHECK (door IN ('phone', 'console')),
    state text NOT NULL CHECK (state IN ('scanned', 'confirmed', 'signed_in', 'refused', 'expired', 'blocked', 'reused',
                                         'reported')),
    asked_at timestamptz NOT NULL,
    asked_address text NOT NULL,
    asked_place text NOT NULL,
    asked_agent text NOT NULL,
    scanned_by uuid NOT NULL REFERENCES account,
    scanned_session_id uuid NOT NULL REFERENCES session,
    scanned_address text NOT NULL,
    scanned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at timestamptz,
    reported_at timestamptz
);
CREATE INDEX qr_ticket_scanned_by ON qr_ticket (scanned_by, scanned_at DESC);

CREATE TABLE regulator_application (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES unit,
    issuer text NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('applied', 'approved', 'refused')),
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_by uuid REFERENCES account,
    decided_at timestamptz,
    reason text,
    account_id uuid REFERENCES account
);
CREATE UNIQUE INDEX regulator_application_once ON regulator_application (issuer, subject) WHERE state = 'applied';
CREATE INDEX regulator_application_unit ON regulator_application (unit_id, applied_at) WHERE state = 'applied';

-- Organisations that talk to the platform by machine, and the keys by which they are known.
CREATE TABLE partner (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisation,
    kind text NOT NULL CHECK (kind IN ('testing_agency', 'device_vendor')),
    unit_id uuid NOT NULL REFERENCES unit,
    state text NOT NULL CHECK (state IN ('active', 'disabled')),
    verified_by uuid NOT NULL REFERENCES account,
    verified_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    disabled_by uuid REFERENCES account,
    disabled_at timestamptz,
    reason text,
    UNIQUE (organisation_id, kind)
);
CREATE INDEX partner_unit ON partner (unit_id);
COMMENT ON COLUMN partner.unit_id IS 'The bureau whose administrator verified it and answers for its keys.';

CREATE TABLE partner_key (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partner,
    name text NOT NULL,
    prefix text NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    created_by uuid NOT NULL REFERENCES account,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at timestamptz NOT NULL,
    last_used_at timestamptz,
    replaced_by uuid REFERENCES partner_key,
    revoked_by uuid REFERENCES account,
    revoked_at timestamptz
);
CREATE INDEX partner_key_partner ON partner_key (partner_id, created_at DESC);
"""

DOWN = """
DROP TABLE partner_key, partner, regulator_application, qr_ticket;
ALTER TABLE session DROP COLUMN place, DROP COLUMN qr_ticket_id, DROP COLUMN revoked_reason;
UPDATE account SET state = 'disabled' WHERE state = 'dormant';
ALTER TABLE account DROP CONSTRAINT account_state_check,
    ADD CONSTRAINT account_state_check CHECK (state IN ('active', 'disabled')),
    DROP COLUMN last_seen_at, DROP COLUMN state_changed_at;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
