"""Keys of phones, and what was said with them while there was no line."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:16"

UP = """
CREATE TABLE device_key (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    session_id uuid NOT NULL REFERENCES session,
    public_key bytea NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
    counter bigint NOT NULL DEFAULT 0,
    registered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX device_key_account ON device_key (account_id);
COMMENT ON COLUMN device_key.session_id IS 'Of its last registration: ended by somebody, it takes the key along.';
COMMENT ON COLUMN device_key.counter IS 'The highest number judged so far.';

-- Every statement is judged once; its row is the evidence, and what a repetition is answered with.
CREATE TABLE offline_act (
    key_id uuid NOT NULL REFERENCES device_key,
    counter bigint NOT NULL,
    skipped bigint NOT NULL,
    account_id uuid NOT NULL REFERENCES account,
    act text NOT NULL,
    subject_id uuid NOT NULL,
    said_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    statement text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('applied', 'recorded', 'refused')),
    reason_zh text,
    reason_en text,
    problem text,
    PRIMARY KEY (key_id, counter),
    CHECK ((outcome = 'refused') = (problem IS NOT NULL))
);
CREATE INDEX offline_act_subject ON offline_act (subject_id, received_at);
COMMENT ON COLUMN offline_act.skipped IS 'How many numbers are missing before this one.';

ALTER TABLE warning ADD COLUMN said_at timestamptz;
COMMENT ON COLUMN warning.said_at IS 'When its acknowledgement was said, where it was said offline and came later.';
ALTER TABLE matter_step ADD COLUMN said_at timestamptz;
"""

DOWN = """
ALTER TABLE matter_step DROP COLUMN said_at;
ALTER TABLE warning DROP COLUMN said_at;
DROP TABLE offline_act, device_key;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
