"""Orders that the platform drafts, handovers of posts, and when a warning last changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:13"

UP = """
ALTER TABLE warning ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE TRIGGER touched BEFORE UPDATE ON warning FOR EACH ROW EXECUTE FUNCTION touch_changed_at();
CREATE INDEX warning_live_project ON warning (project_id) WHERE state <> 'closed';

CREATE TABLE order_draft (
    id uuid PRIMARY KEY,
    city_code text NOT NULL,
    project_id uuid NOT NULL REFERENCES project,
    obligation_id uuid NOT NULL REFERENCES obligation,
    warning_id uuid REFERENCES warning,
    title text NOT NULL,
    findings jsonb NOT NULL,
    due_days integer NOT NULL CHECK (due_days BETWEEN 1 AND 90),
    state text NOT NULL CHECK (state IN ('waiting', 'issued', 'dismissed', 'moot')),
    drafted_at timestamptz NOT NULL,
    decided_by uuid REFERENCES account,
    decided_at timestamptz,
    reason text,
    order_id uuid REFERENCES rectification_order,
    CHECK ((state = 'issued') = (order_id IS NOT NULL)),
    CHECK ((state = 'waiting') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX order_draft_waiting ON order_draft (obligation_id) WHERE state = 'waiting';
CREATE INDEX order_draft_queue ON order_draft (drafted_at, id) WHERE state = 'waiting';
CREATE INDEX order_draft_project ON order_draft (project_id, drafted_at DESC);

-- A list of the open matters of a post, signed by who leaves and who comes; it moves no matter.
CREATE TABLE handover (
    id uuid PRIMARY KEY,
    city_code text NOT NULL,
    project_id uuid NOT NULL REFERENCES project,
    post_kind text NOT NULL,
    from_account_id uuid NOT NULL REFERENCES account,
    to_account_id uuid NOT NULL REFERENCES account,
    state text NOT NULL CHECK (state IN ('offered', 'signed', 'refused', 'withdrawn')),
    matters jsonb NOT NULL,
    note text NOT NULL,
    offered_at timestamptz NOT NULL,
    decided_at timestamptz,
    reason text,
    CHECK (from_account_id <> to_account_id),
    CHECK ((state = 'offered') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX handover_offered ON handover (project_id, post_kind, from_account_id) WHERE state = 'offered';
CREATE INDEX handover_project ON handover (project_id, offered_at DESC);
CREATE INDEX handover_to ON handover (to_account_id) WHERE state = 'offered';
"""

DOWN = """
DROP TABLE handover, order_draft;
DROP INDEX warning_live_project;
DROP TRIGGER touched ON warning;
ALTER TABLE warning DROP COLUMN changed_at;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
