"""Projects, permits, parties, posts, monthly progress, obligations."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.migrations import migration

ID = "2026-11-21T00:00:03"

UP = """
CREATE TABLE progress_stage (
    code text PRIMARY KEY,
    category text NOT NULL CHECK (category IN ('building', 'municipal')),
    position integer NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    has_floors boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);

CREATE TABLE project (
    id uuid PRIMARY KEY,
    city_code text NOT NULL REFERENCES region (code),
    region_code text NOT NULL REFERENCES region (code),
    sector text NOT NULL,
    name text NOT NULL,
    category text NOT NULL CHECK (category IN ('building', 'municipal')),
    status text NOT NULL CHECK (status IN ('not_started', 'under_construction', 'paused', 'finished')),
    supervising_unit_id uuid NOT NULL REFERENCES unit,
    started_on date,
    longitude double precision,
    latitude double precision,
    given_longitude double precision,
    given_latitude double precision,
    given_datum text CHECK (given_datum IN ('wgs84', 'gcj02', 'bd09')),
    created_by uuid NOT NULL REFERENCES account,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX project_unit ON project (supervising_unit_id, id);
CREATE INDEX project_status ON project (status, id);

CREATE TABLE permit (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    number text NOT NULL UNIQUE,
    raw_number text NOT NULL,
    issued_on date NOT NULL,
    class_code text NOT NULL,
    bound_by uuid NOT NULL REFERENCES account,
    bound_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX permit_project ON permit (project_id);

CREATE TABLE party (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    organisation_id uuid NOT NULL REFERENCES organisation,
    role text NOT NULL CHECK (role IN ('developer', 'contractor', 'supervision', 'survey', 'design')),
    from_on date NOT NULL,
    until_on date
);
CREATE INDEX party_project ON party (project_id);
CREATE UNIQUE INDEX party_once ON party (project_id, organisation_id, role) WHERE until_on IS NULL;

CREATE TABLE post (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    account_id uuid NOT NULL REFERENCES account,
    kind text NOT NULL CHECK (kind IN
        ('project_manager', 'chief_engineer', 'safety_officer', 'materials_clerk', 'developer_lead')),
    organisation_id uuid NOT NULL REFERENCES organisation,
    state text NOT NULL CHECK (state IN ('applied', 'active', 'refused', 'withdrawn', 'ended')),
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_by uuid REFERENCES account,
    decided_at timestamptz,
    reason text
);
CREATE UNIQUE INDEX post_once ON post (project_id, account_id, kind) WHERE state IN ('applied', 'active');
CREATE INDEX post_account ON post (account_id, project_id) WHERE state = 'active';
CREATE INDEX post_project ON post (project_id, kind) WHERE state IN ('applied', 'active');

CREATE TABLE progress_report (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    period text NOT NULL CHECK (period ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    stage text NOT NULL REFERENCES progress_stage,
    floors_done integer NOT NULL CHECK (floors_done >= 0),
    floors_total integer NOT NULL CHECK (floors_total >= floors_done),
    percent integer NOT NULL CHECK (percent BETWEEN 0 AND 100),
    note text NOT NULL,
    state text NOT NULL CHECK (state IN ('filed', 'reviewed', 'returned', 'confirmed')),
    round integer NOT NULL DEFAULT 1,
    filed_by uuid NOT NULL REFERENCES account,
    filed_at timestamptz NOT NULL,
    reviewed_by uuid REFERENCES account,
    reviewed_at timestamptz,
    confirmed_by uuid REFERENCES account,
    confirmed_at timestamptz,
    returned_by uuid REFERENCES account,
    returned_at timestamptz,
    return_reason text,
    UNIQUE (project_id, period)
);
CREATE INDEX progress_report_queue ON progress_report (state, filed_at) WHERE state IN ('filed', 'reviewed');

CREATE TABLE progress_photo (
    report_id uuid NOT NULL REFERENCES progress_report,
    round integer NOT NULL,
    photo_id uuid NOT NULL,
    slot text NOT NULL,
    PRIMARY KEY (report_id, round, photo_id)
);

CREATE TABLE obligation (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project,
    city_code text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('progress')),
    period text NOT NULL,
    post_kind text NOT NULL,
    due_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'met')),
    met_at timestamptz,
    UNIQUE (project_id, kind, period)
);
CREATE INDEX obligation_open ON obligation (project_id, due_at) WHERE state = 'open';
"""

DOWN = "DROP TABLE obligation, progress_photo, progress_report, post, party, permit, project, progress_stage;"


async def forwards() -> MigrationManager:
    """Forwards and backwards in one."""
    return migration(ID, __doc__ or "", up=UP, down=DOWN)
