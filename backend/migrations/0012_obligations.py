"""One calendar of what is due: every kind, with its own next step, its pauses, and the days that count."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:12"

UP = """
ALTER TABLE obligation
    DROP CONSTRAINT obligation_kind_check,
    DROP CONSTRAINT obligation_state_check,
    ADD CONSTRAINT obligation_state_check CHECK (state IN ('open', 'paused', 'met', 'void')),
    ADD COLUMN since timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN next_step text CHECK (next_step IN ('remind', 'warn', 'draft')),
    ADD COLUMN next_at timestamptz,
    ADD COLUMN pause_id uuid,
    ADD COLUMN closed_reason text,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD CONSTRAINT obligation_next_step CHECK ((next_step IS NULL) = (next_at IS NULL)),
    ADD CONSTRAINT obligation_paused CHECK ((state = 'paused') = (pause_id IS NOT NULL));
CREATE TRIGGER touched BEFORE UPDATE ON obligation FOR EACH ROW EXECUTE FUNCTION touch_changed_at();
CREATE INDEX obligation_waiting ON obligation (project_id) WHERE state IN ('open', 'paused');
CREATE INDEX progress_report_filed ON progress_report (project_id) WHERE state = 'filed';
CREATE INDEX obligation_next ON obligation (next_at) WHERE next_at IS NOT NULL AND state = 'open';
CREATE INDEX obligation_queue ON obligation ((post_kind <> 'supervising_unit'), due_at, id)
    WHERE state IN ('open', 'paused');
COMMENT ON COLUMN obligation.post_kind IS 'A post of the project, or supervising_unit.';
COMMENT ON COLUMN obligation.period IS 'A month for what recurs, `once` for what is asked for once.';
COMMENT ON COLUMN obligation.closed_reason IS 'Why it is void, or why what was done went back.';
COMMENT ON COLUMN obligation.next_step IS 'What the sweep does at next_at while it is open: the row is its own timer.';

CREATE TABLE obligation_pause (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    kind text,
    reason text NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    paused_by uuid NOT NULL REFERENCES account,
    ended_at timestamptz,
    ended_by uuid REFERENCES account,
    CHECK (until_at > from_at)
);
CREATE INDEX obligation_pause_live ON obligation_pause (until_at) WHERE ended_at IS NULL;
CREATE INDEX obligation_pause_project ON obligation_pause (project_id) WHERE ended_at IS NULL;
COMMENT ON COLUMN obligation_pause.kind IS 'One kind of what is due, or NULL for all.';
ALTER TABLE obligation ADD CONSTRAINT obligation_pause_fk FOREIGN KEY (pause_id) REFERENCES obligation_pause;

-- Days that differ from what the holiday calendar knows: a year not announced yet, a typhoon day.
CREATE TABLE calendar_day (
    day date PRIMARY KEY,
    is_workday boolean NOT NULL,
    note_zh text NOT NULL,
    note_en text NOT NULL
);

-- The rows' own clock replaces the timers of the first release.
UPDATE obligation SET next_step = CASE WHEN timer.kind = 'obligation.remind' THEN 'remind' ELSE 'warn' END,
                      next_at = timer.due_at
    FROM (SELECT DISTINCT ON (subject_id) subject_id, kind, due_at FROM timer
          WHERE kind IN ('obligation.remind', 'obligation.overdue') ORDER BY subject_id, due_at) AS timer
    WHERE obligation.id = timer.subject_id AND obligation.state = 'open';
UPDATE obligation SET next_step = 'draft',
                      next_at = greatest(due_at + interval '15 days', clock_timestamp() + interval '3 days')
    WHERE state = 'open' AND next_step IS NULL;
DELETE FROM timer WHERE kind IN ('obligation.remind', 'obligation.overdue', 'obligations.open_month');
UPDATE timer SET kind = 'obligation.settled' WHERE kind = 'obligation.met';
"""

DOWN = """
DELETE FROM obligation WHERE kind <> 'progress';
UPDATE timer SET kind = 'obligation.met' WHERE kind = 'obligation.settled';
UPDATE obligation SET state = 'open', pause_id = NULL WHERE state = 'paused';
DELETE FROM obligation WHERE state = 'void';
INSERT INTO timer (id, kind, subject_id, key, due_at, not_before, data)
    SELECT gen_random_uuid(), CASE next_step WHEN 'remind' THEN 'obligation.remind' ELSE 'obligation.overdue' END,
           id, '', next_at, next_at, jsonb_build_object('project_id', project_id, 'kind', kind, 'period', period)
    FROM obligation WHERE next_step IN ('remind', 'warn') ON CONFLICT DO NOTHING;
DROP INDEX progress_report_filed, obligation_waiting;
DROP TRIGGER touched ON obligation;
DROP INDEX obligation_queue;
ALTER TABLE obligation DROP CONSTRAINT obligation_pause_fk, DROP CONSTRAINT obligation_paused,
    DROP CONSTRAINT obligation_next_step, DROP CONSTRAINT obligation_state_check,
    DROP COLUMN since, DROP COLUMN next_step, DROP COLUMN next_at, DROP COLUMN pause_id, DROP COLUMN closed_reason,
    DROP COLUMN changed_at,
    ADD CONSTRAINT obligation_state_check CHECK (state IN ('open', 'met')),
    ADD CONSTRAINT obligation_kind_check CHECK (kind IN ('progress'));
DROP TABLE obligation_pause, calendar_day;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
