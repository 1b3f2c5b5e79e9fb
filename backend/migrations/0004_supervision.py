"""Warnings and rectification orders, each with its history."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:04"

UP = """
-- What can be warned of: reference data, dated.
CREATE TABLE warning_kind (
    code text PRIMARY KEY,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    first_level text NOT NULL CHECK (first_level IN ('blue', 'yellow', 'orange', 'red')),
    top_level text NOT NULL CHECK (top_level IN ('blue', 'yellow', 'orange', 'red')),
    posts text[] NOT NULL,
    first_told integer NOT NULL CHECK (first_told >= 1),
    closes text NOT NULL CHECK (closes IN ('by_itself', 'by_a_person')),
    basis_zh text NOT NULL,
    basis_en text NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
COMMENT ON COLUMN warning_kind.posts IS
    'Whom it concerns, in order: the first `first_told` at once; nobody acknowledges, the next one as well.';

-- How long each level waits for an acknowledgement before the next step; the last row of a level repeats.
CREATE TABLE escalation_step (
    level text NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
    step integer NOT NULL,
    wait_seconds integer NOT NULL,
    raises_level boolean NOT NULL,
    PRIMARY KEY (level, step)
);
COMMENT ON COLUMN escalation_step.step IS 'Steps since the warning came to this level.';

CREATE TABLE warning (
    id uuid PRIMARY KEY,
    city_code text NOT NULL,
    project_id uuid NOT NULL REFERENCES project,
    code text NOT NULL REFERENCES warning_kind,
    fingerprint text NOT NULL,
    short_code text NOT NULL UNIQUE,
    level text NOT NULL CHECK (level IN ('blue', 'yellow', 'orange', 'red')),
    state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'closed')),
    summary_zh text NOT NULL,
    summary_en text NOT NULL,
    facts jsonb NOT NULL,
    data jsonb NOT NULL,
    recurrence_of uuid REFERENCES warning,
    occurrences integer NOT NULL DEFAULT 1,
    step integer NOT NULL DEFAULT 0,
    level_step integer NOT NULL DEFAULT 0,
    raised_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    cleared_at timestamptz,
    acknowledged_by uuid REFERENCES account,
    acknowledged_post text,
    acknowledged_at timestamptz,
    plan text,
    promised_at timestamptz,
    closed_by uuid REFERENCES account,
    closed_at timestamptz,
    close_reason_zh text,
    close_reason_en text,
    CHECK ((state = 'acknowledged') <= (acknowledged_by IS NOT NULL AND plan IS NOT NULL AND promised_at IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX warning_live ON warning (fingerprint) WHERE state <> 'closed';
CREATE INDEX warning_fingerprint ON warning (fingerprint, closed_at DESC) WHERE state = 'closed';
CREATE INDEX warning_project ON warning (project_id, raised_at DESC, id DESC);
CREATE INDEX warning_open ON warning (state, raised_at DESC) WHERE state <> 'closed';
COMMENT ON COLUMN warning.step IS 'How many posts after the first have been told.';
COMMENT ON COLUMN warning.cleared_at IS
    'Its condition went away while an order made from it was alive: withdrawing the order then closes it.';
COMMENT ON COLUMN warning.level_step IS 'Steps since the warning came to its present level.';

CREATE TABLE rectification_order (
    id uuid PRIMARY KEY,
    city_code text NOT NULL,
    project_id uuid NOT NULL REFERENCES project,
    warning_id uuid REFERENCES warning,
    short_code text NOT NULL UNIQUE,
    title text NOT NULL,
    state text NOT NULL CHECK (state IN ('issued', 'replied', 'reviewed', 'closed', 'withdrawn')),
    round integer NOT NULL DEFAULT 1,
    attempt integer NOT NULL DEFAULT 1,
    overdue_step integer NOT NULL DEFAULT 0,
    issued_by uuid NOT NULL REFERENCES account,
    issued_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    closed_by uuid REFERENCES account,
    closed_at timestamptz,
    close_note text,
    CHECK ((state IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL))
);
COMMENT ON COLUMN rectification_order.round IS 'Counts what the regulator sent back, each with a new due date.';
COMMENT ON COLUMN rectification_order.attempt IS 'Counts the replies that the chief sent back within a round.';
CREATE UNIQUE INDEX rectification_order_of_warning ON rectification_order (warning_id)
    WHERE state NOT IN ('closed', 'withdrawn');
CREATE INDEX rectification_order_project ON rectification_order (project_id, issued_at DESC, id DESC);
CREATE INDEX rectification_order_live ON rectification_order (state, due_at) WHERE state NOT IN ('closed', 'withdrawn');

CREATE TABLE finding (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES rectification_order,
    position integer NOT NULL,
    text text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('general', 'serious')),
    UNIQUE (order_id, position)
);

CREATE TABLE finding_reply (
    id uuid PRIMARY KEY,
    finding_id uuid NOT NULL REFERENCES finding,
    round integer NOT NULL,
    attempt integer NOT NULL,
    text text NOT NULL,
    before_photo_id uuid NOT NULL,
    after_photo_id uuid NOT NULL,
    replied_by uuid NOT NULL REFERENCES account,
    replied_at timestamptz NOT NULL,
    UNIQUE (finding_id, round, attempt)
);

-- Every step of a warning or an order: the history that is shown and that the property tests compare.
CREATE TABLE matter_step (
    id uuid PRIMARY KEY,
    subject_id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid REFERENCES account,
    action text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    level text,
    note text
);
CREATE INDEX matter_step_subject ON matter_step (subject_id, at, id);
"""

DOWN = """
DROP TABLE matter_step, finding_reply, finding, rectification_order, warning, escalation_step, warning_kind;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
