"""Facts of a project: supervision by date, single works, other systems' numbers, changes, checks, dangerous works."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:11"

UP = """
CREATE FUNCTION touch_changed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;

ALTER TABLE project
    ADD COLUMN fence_radius_m integer NOT NULL DEFAULT 500 CHECK (fence_radius_m BETWEEN 50 AND 20000),
    ADD COLUMN is_existing boolean NOT NULL DEFAULT false,
    ADD COLUMN confirmed_by uuid REFERENCES account,
    ADD COLUMN confirmed_at timestamptz,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE TRIGGER touched BEFORE UPDATE ON project FOR EACH ROW EXECUTE FUNCTION touch_changed_at();
COMMENT ON COLUMN project.is_existing IS 'Under construction before it came here: its people confirm the facts first.';

CREATE TABLE supervision_assignment (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    unit_id uuid NOT NULL REFERENCES unit,
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    reason text NOT NULL,
    assigned_by uuid NOT NULL REFERENCES account,
    CHECK (until_at > from_at)
);
CREATE UNIQUE INDEX supervision_assignment_now ON supervision_assignment (project_id) WHERE until_at IS NULL;
CREATE INDEX supervision_assignment_project ON supervision_assignment (project_id, from_at);
INSERT INTO supervision_assignment (id, project_id, unit_id, from_at, reason, assigned_by)
    SELECT gen_random_uuid(), id, supervising_unit_id, created_at, '项目登记', created_by FROM project;

ALTER TABLE party
    ADD COLUMN ended_reason text,
    ADD COLUMN ended_by uuid REFERENCES account,
    DROP CONSTRAINT party_role_check,
    ADD CONSTRAINT party_role_check CHECK (role IN ('developer', 'contractor', 'supervision', 'survey', 'design',
        'specialist_subcontractor', 'labour_subcontractor', 'testing', 'monitoring', 'erection',
        'equipment_owner', 'maintenance', 'device_vendor'));

ALTER TABLE post
    ADD COLUMN proof text NOT NULL DEFAULT 'approver' CHECK (proof IN ('permit', 'approver', 'station')),
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp();
-- A person's own posts, the past ones too; and what waits for a decision, of which there is little.
CREATE INDEX post_person ON post (account_id, id);
CREATE INDEX post_applied ON post (project_id) WHERE state = 'applied';
UPDATE post SET proof = 'permit' FROM account
    WHERE account.id = post.decided_by AND account.kind = 'regulator';
CREATE TRIGGER touched BEFORE UPDATE ON post FOR EACH ROW EXECUTE FUNCTION touch_changed_at();
COMMENT ON COLUMN post.proof IS
    'Named on the permit, approved by the project''s own approver, or decided by the station where there is none.';

-- Whom the permit names as its first two people; who proves to be one of them needs no approval.
CREATE TABLE permit_person (
    project_id uuid NOT NULL REFERENCES project,
    post_kind text NOT NULL CHECK (post_kind IN ('project_manager', 'chief_engineer')),
    phone_index bytea NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (project_id, post_kind)
);

-- Which post a vacant one falls to, in order; the post itself stands first.
CREATE TABLE post_succession (
    post_kind text NOT NULL,
    position integer NOT NULL,
    falls_to text NOT NULL,
    PRIMARY KEY (post_kind, position)
);

CREATE FUNCTION live_post(project uuid, kind text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT succession.falls_to FROM post_succession AS succession
    WHERE succession.post_kind = kind AND EXISTS (
        SELECT FROM post JOIN account ON account.id = post.account_id
        WHERE post.project_id = project AND post.kind = succession.falls_to
          AND post.state = 'active' AND account.state = 'active')
    ORDER BY succession.position LIMIT 1
$$;
COMMENT ON FUNCTION live_post IS 'The post that answers for a kind now; NULL: nobody is left but the supervising unit.';

CREATE TABLE single_work (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    permit_id uuid REFERENCES permit,
    name text NOT NULL,
    structure text NOT NULL,
    floors_above integer NOT NULL DEFAULT 0 CHECK (floors_above BETWEEN 0 AND 300),
    floors_below integer NOT NULL DEFAULT 0 CHECK (floors_below BETWEEN 0 AND 20),
    height_m double precision CHECK (height_m > 0),
    area_m2 double precision CHECK (area_m2 > 0),
    length_m double precision CHECK (length_m > 0),
    state text NOT NULL DEFAULT 'listed' CHECK (state IN ('listed', 'removed')),
    removed_reason text,
    entered_by uuid NOT NULL REFERENCES account,
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX single_work_name ON single_work (project_id, name) WHERE state = 'listed';

CREATE TABLE external_id (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    single_work_id uuid REFERENCES single_work,
    source text NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    given_by uuid NOT NULL REFERENCES account,
    given_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (source, kind, value)
);
CREATE INDEX external_id_project ON external_id (project_id);

CREATE TABLE project_change (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    fact text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    reason text NOT NULL,
    changed_by uuid REFERENCES account,
    changed_at timestamptz NOT NULL
);
COMMENT ON COLUMN project_change.changed_by IS 'NULL: the platform saw it itself, as when a device begins to transmit.';
CREATE INDEX project_change_project ON project_change (project_id, changed_at DESC, id DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON project_change FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What the regulator says of each of the five facts that enterprises report; `value` is what was looked at.
CREATE TABLE fact_check (
    project_id uuid NOT NULL REFERENCES project,
    fact text NOT NULL CHECK (fact IN ('category', 'status', 'map_point', 'dangerous_works', 'devices')),
    state text NOT NULL CHECK (state IN ('unverified', 'verified', 'returned', 'changed')),
    value jsonb,
    reason text,
    checked_by uuid REFERENCES account,
    checked_at timestamptz,
    since timestamptz NOT NULL,
    PRIMARY KEY (project_id, fact)
);
CREATE INDEX fact_check_queue ON fact_check (since, project_id) WHERE state IN ('unverified', 'changed');
COMMENT ON COLUMN fact_check.since IS 'Since when it is in this state: the regulator''s queue is in this order.';
INSERT INTO fact_check (project_id, fact, state, since)
    SELECT id, fact, 'unverified', created_at FROM project, unnest(ARRAY['category', 'status']) AS fact
    UNION ALL SELECT id, 'map_point', 'unverified', created_at FROM project WHERE longitude IS NOT NULL
    UNION ALL SELECT project_id, 'devices', 'unverified', min(registered_at) FROM device
              WHERE state <> 'removed' GROUP BY project_id;
INSERT INTO project_change (id, project_id, fact, before, after, reason, changed_at)
    SELECT gen_random_uuid(), project_id, 'devices', 'null', jsonb_build_object('registered', count(*),
           'transmitting', count(*) FILTER (WHERE state = 'transmitting')), '', max(registered_at) FROM device
    WHERE state <> 'removed' GROUP BY project_id;

CREATE TABLE monthly_review (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    period text NOT NULL CHECK (period ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    state text NOT NULL CHECK (state IN ('passed', 'returned')),
    items jsonb NOT NULL,
    note text NOT NULL,
    round integer NOT NULL DEFAULT 1,
    reviewed_by uuid NOT NULL REFERENCES account,
    reviewed_at timestamptz NOT NULL,
    UNIQUE (project_id, period)
);

CREATE TABLE dangerous_work_kind (
    code text PRIMARY KEY,
    category_zh text NOT NULL,
    category_en text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    form text NOT NULL CHECK (form IN ('measured', 'form', 'conditional')),
    grade text NOT NULL CHECK (grade IN ('none', 'dangerous', 'oversized')),
    measures jsonb NOT NULL,
    conditions jsonb NOT NULL,
    clauses jsonb NOT NULL,
    position integer NOT NULL,
    jurisdiction text NOT NULL,
    replaces text REFERENCES dangerous_work_kind,
    basis text NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
COMMENT ON COLUMN dangerous_work_kind.grade IS 'What every work of the kind is, whatever its measures.';
COMMENT ON COLUMN dangerous_work_kind.jurisdiction IS 'CN, or the code of the region whose own rule it is.';
COMMENT ON COLUMN dangerous_work_kind.replaces IS 'The kind whose place it takes in its region.';

CREATE TABLE dangerous_work (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    single_work_id uuid REFERENCES single_work,
    kind_code text NOT NULL REFERENCES dangerous_work_kind,
    name text NOT NULL,
    location text NOT NULL,
    measures jsonb NOT NULL,
    judgements jsonb NOT NULL,
    grade text NOT NULL CHECK (grade IN ('none', 'dangerous', 'oversized')),
    reason_zh text NOT NULL,
    reason_en text NOT NULL,
    planned_from date,
    planned_until date,
    state text NOT NULL DEFAULT 'listed' CHECK (state IN ('listed', 'removed')),
    removed_reason text,
    listed_by uuid NOT NULL REFERENCES account,
    listed_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK (planned_until >= planned_from)
);
CREATE UNIQUE INDEX dangerous_work_name ON dangerous_work (project_id, kind_code, name) WHERE state = 'listed';
"""

DOWN = """
DROP TABLE dangerous_work, dangerous_work_kind, monthly_review, fact_check, project_change, external_id, single_work,
    permit_person, supervision_assignment;
DROP FUNCTION live_post;
DROP TABLE post_succession;
DROP TRIGGER touched ON post;
DROP INDEX post_person, post_applied;
ALTER TABLE post DROP COLUMN proof, DROP COLUMN changed_at;
DELETE FROM party WHERE role NOT IN ('developer', 'contractor', 'supervision', 'survey', 'design');
ALTER TABLE party DROP COLUMN ended_reason, DROP COLUMN ended_by, DROP CONSTRAINT party_role_check,
    ADD CONSTRAINT party_role_check CHECK (role IN ('developer', 'contractor', 'supervision', 'survey', 'design'));
DROP TRIGGER touched ON project;
ALTER TABLE project DROP COLUMN fence_radius_m, DROP COLUMN is_existing, DROP COLUMN confirmed_by,
    DROP COLUMN confirmed_at, DROP COLUMN changed_at;
DROP FUNCTION touch_changed_at;
"""


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
